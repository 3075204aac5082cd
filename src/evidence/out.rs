//! What a reader is handed: where to put what it found, and what reading the input had found before.

use super::limits;
use super::source::Source;
use super::statement::{Document, Handle, Observation, Says, SceneDraft, Statement};
use super::tree::Node;
use crate::facts::ByteRange;
use crate::input::{Content, Reading};
use crate::octets::char_floor;
use crate::report::Command;
use crate::request::{HostUse, Seat, SettingValue};
use std::collections::{BTreeMap, BTreeSet};

/// Where a fact stands: in the text as readers see it, and in its document.
#[derive(Clone, Copy)]
pub struct Place<'n> {
    from: usize,
    to: usize,
    node: Option<&'n Node<'n>>,
}

/// A reader's way to say things.
pub struct Out<'r> {
    /// What input reading found.
    pub reading: &'r Reading,
    /// Per item: its certificate in the pool.
    pub certificate_of_item: &'r [Option<usize>],
    /// Index of the input.
    pub input: usize,
    /// Another input takes the text in, and says what it means there.
    pub part: bool,
    /// The document's root, while a tree is read.
    root: Option<&'r Node<'r>>,
    /// The texts that are read, each with the place that its first byte has for the reader.
    sources: &'r [(usize, &'r Source<'r>)],
    /// Kind of what is being read; see [`Self::begin`].
    kind: &'static str,
    /// The scene that statements are about from now on.
    scene: Option<String>,
    /// It is one too many: nothing is said of it.
    muted: bool,
    found: Found,
}

/// What the readers of one input said.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub documents: Vec<Document>,
    pub statements: Vec<Statement>,
    pub scenes: Vec<SceneDraft>,
    pub not_checked: Vec<&'static str>,
    /// Servers of one configuration that present something of their own, and names that each answers to.
    pub sites: BTreeSet<(String, Option<String>)>,
    /// How many scenes have been called so.
    names: BTreeMap<String, usize>,
}

/// Kinds in which one program has several servers, told apart by the name that a client asks for.
const SERVERS: &[&str] = &["apache", "caddy", "envoy", "haproxy", "kubernetes", "nginx", "tomcat", "traefik"];

impl<'r> Out<'r> {
    /// For an input of bytes (without sources), of text, or for what stands in several texts.
    pub fn new(
        input: usize,
        reading: &'r Reading,
        certificate_of_item: &'r [Option<usize>],
        sources: &'r [(usize, &'r Source<'r>)],
    ) -> Self {
        Self {
            reading,
            certificate_of_item,
            input,
            part: false,
            root: None,
            sources,
            kind: "",
            scene: None,
            muted: false,
            found: Found::default(),
        }
    }

    pub(super) fn with_root<'n>(&'n mut self, root: &'n Node<'n>) -> Out<'n> {
        Out {
            reading: self.reading,
            certificate_of_item: self.certificate_of_item,
            input: self.input,
            part: self.part,
            root: Some(root),
            sources: self.sources,
            kind: "",
            scene: None,
            muted: false,
            found: Found::default(),
        }
    }

    pub(super) fn take(self) -> Found {
        self.found
    }

    pub(super) fn add(&mut self, found: Found) {
        self.found.add(found, self.certificate_of_item);
    }

    /// Something of this kind was recognised here. To be called before anything is said about it.
    pub fn begin(&mut self, kind: &'static str, place: Place<'_>) {
        self.kind = kind;
        (self.scene, self.muted) = (None, false);
        let (input, at) = self.range(place);
        self.found.documents.push(Document { kind, input, at, summary: Vec::new() });
    }

    /// Adds to what the card says of the document begun last: constant words, and a value (or nothing) after them.
    pub fn summary(&mut self, words: &'static str, value: &str) {
        if let Some(document) = self.found.documents.last_mut() {
            document.summary.push((words, clip(value)));
        }
    }

    /// The same with a number.
    pub fn count(&mut self, words: &'static str, number: usize) {
        self.summary(words, &number.to_string());
    }

    /// The kind that was begun.
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// Statements from now on are about this scene; `None`: about the whole.
    pub fn about(&mut self, scene: Option<&str>) {
        (self.scene, self.muted) = (scene.map(str::to_owned), false);
    }

    /// There is such a scene; statements from now on are about it. Keys that are taken get a number.
    pub fn scene(&mut self, mut draft: SceneDraft) -> String {
        if self.found.scenes.len() >= limits::SCENES {
            self.not_checked(limits::TOO_MANY_SCENES);
            self.muted = true;
            return draft.key;
        }
        draft.key = self.found.free(draft.key);
        draft.kind = self.kind;
        draft.input = self.found.documents.last().map_or(self.input, |document| document.input);
        let key = draft.key.clone();
        (self.scene, self.muted) = (Some(key.clone()), false);
        self.found.scenes.push(draft);
        key
    }

    /// Where a value of the document stands.
    #[allow(clippy::unused_self)]
    pub const fn place<'n>(&self, node: &'n Node<'_>) -> Place<'n> {
        Place { from: node.from, to: node.to, node: Some(node) }
    }

    /// Where a part of the text stands.
    #[allow(clippy::unused_self)]
    pub const fn text_place(&self, from: usize, to: usize) -> Place<'static> {
        Place { from, to, node: None }
    }

    /// The path in the document of what stands there.
    pub fn path(&self, place: Place<'_>) -> Option<String> {
        let path = self.root?.path_to(place.node?);
        (!path.is_empty()).then(|| clip(&path))
    }

    /// The input, and the bytes of it.
    fn range(&self, place: Place<'_>) -> (usize, ByteRange) {
        let Place { from, to, .. } = place;
        let after = self.sources.partition_point(|(start, _)| *start <= from);
        match self.sources.get(after.saturating_sub(1)) {
            Some((start, source)) => {
                // What reaches over several texts is said of the first.
                let to = to.saturating_sub(*start).min(source.text().len());
                let from = from.saturating_sub(*start).min(to);
                (source.input, source.range(from, to))
            }
            None => (self.input, ByteRange::new(from, to)),
        }
    }

    /// Whether the text takes in another file that was dropped.
    pub const fn takes_in(&self) -> bool {
        self.sources.len() > 1
    }

    /// Texts that this path names and that were dropped, each with the place of its first byte.
    pub fn included(&self, path: &str) -> Vec<(usize, &'r str)> {
        let named = |source: &Source<'_>| super::includes::is_named(path, self.reading, source.input);
        self.sources.iter().skip(1).filter(|(_, s)| named(s)).map(|(begin, s)| (*begin, s.text())).collect()
    }

    /// Says anything.
    pub fn say(&mut self, place: Place<'_>, says: Says) {
        if self.muted {
            return;
        }
        if self.found.statements.len() >= limits::STATEMENTS {
            self.not_checked(limits::TOO_MANY_STATEMENTS);
            return;
        }
        let (input, at) = self.range(place);
        let path = self.path(place);
        self.found.statements.push(Statement { kind: self.kind, input, at, path, scene: self.scene.clone(), says });
    }

    /// Something was left out.
    pub fn not_checked(&mut self, sentence: &'static str) {
        if !self.found.not_checked.contains(&sentence) {
            self.found.not_checked.push(sentence);
        }
    }

    /// Parts were found, of which a reader looks at no more than `most`.
    pub fn bound(&mut self, found: usize, most: usize) {
        if found > most {
            self.not_checked(limits::TOO_MANY_PARTS);
        }
    }

    /// A name is used for this. What is no name (empty, an expression, a variable) is nothing.
    pub fn host(&mut self, place: Place<'_>, name: &str, role: HostUse) {
        if let Some(name) = host_name(name) {
            self.say(place, Says::Host { name, role });
        }
    }

    /// The same for a name that stands at this place of the text.
    pub fn host_at(&mut self, at: usize, name: &str, role: HostUse) {
        self.host(self.text_place(at, at + name.len()), name, role);
    }

    /// A setting of a target.
    pub fn setting(&mut self, place: Place<'_>, target: &'static str, setting: &'static str, value: impl Into<SettingValue>) {
        self.say(place, Says::Setting { target, setting, value: value.into() });
    }

    /// A name that clients ask this server for: others of the same configuration do not answer to it.
    pub fn site(&mut self, server: &str, host: &str) {
        if self.found.sites.len() < limits::SCENES {
            self.found.sites.insert((server.to_owned(), host_name(host)));
        }
    }

    fn presents(&mut self, seat: &Seat, server: Option<&str>) {
        if let Some(server) = server.filter(|_| matches!(seat, Seat::Server | Seat::Listener) && SERVERS.contains(&self.kind)) {
            self.site(server, "");
        }
    }

    /// The certificates and keys that stand at this place have this seat. Tells how many certificates there are.
    pub fn seat(&mut self, place: Place<'_>, seat: Seat, server: Option<&str>) -> usize {
        let items = self.items(place);
        self.presents(&seat, server);
        let mut certificates = 0;
        for item in items {
            certificates += usize::from(self.certificate_of_item.get(item).is_some_and(Option::is_some));
            self.say(place, Says::Seat { item, seat, server: server.map(str::to_owned) });
        }
        certificates
    }

    /// Certificates and keys that reading found inside of these bytes, in reading order.
    pub fn items(&self, place: Place<'_>) -> Vec<usize> {
        let items = &self.reading.items;
        let (input, at) = self.range(place);
        let within = |i: &usize| {
            let item = &items[*i];
            let kept = matches!(item.content, Content::PrivateKey(_) | Content::EncryptedPrivateKey)
                || self.certificate_of_item[*i].is_some();
            item.range.from >= at.from && item.range.to <= at.to && kept
        };
        let first = items.partition_point(|item| item.input < input);
        (first..items.len()).take_while(|&i| items[i].input == input).filter(within).collect()
    }

    /// The file of this name holds what has this seat; joined to the dropped file with that name, else a hole.
    pub fn file(&mut self, place: Place<'_>, name: &str, seat: Seat, server: Option<&str>) {
        let name = clip(name.trim());
        if !name.is_empty() {
            self.presents(&seat, server);
            self.say(place, Says::File { name, seat, server: server.map(str::to_owned) });
        }
    }

    /// The same for a path that stands at this place of the text.
    pub fn file_at(&mut self, at: usize, path: &str, seat: Seat, server: Option<&str>) {
        self.file(self.text_place(at, at + path.len()), path, seat, server);
    }

    /// The certificates and keys in this field, or in the file that it names, have this seat.
    pub fn part(&mut self, node: Option<&Node<'_>>, seat: Seat, server: Option<&str>) {
        let Some(node) = node else { return };
        let place = self.place(node);
        if !self.items(place).is_empty() {
            self.seat(place, seat, server);
        } else if let Some(path) = node.literal().filter(|text| is_path(text)) {
            let path = path.strip_prefix("classpath:").or_else(|| path.strip_prefix("file:")).unwrap_or(&path);
            self.file(place, path, seat, server);
        }
    }

    /// What stands at this place is called so, for those who refer to it with [`Self::file`]. Tells how many
    /// certificates there are.
    pub fn named(&mut self, place: Place<'_>, name: &str, seat: Seat) -> usize {
        let items = self.items(place);
        let certificates = items.iter().filter(|&&i| self.certificate_of_item[i].is_some()).count();
        if !items.is_empty() {
            self.say(place, Says::Named { name: clip(name), items, seat });
        }
        certificates
    }

    /// There is such a server.
    pub fn server(&mut self, place: Place<'_>, id: &str, address: Option<&str>) {
        self.say(place, Says::Server { id: clip(id), address: address.map(clip) });
    }

    /// A certificate is named without its bytes.
    pub fn handle(&mut self, place: Place<'_>, handle: Handle, seat: Option<Seat>, server: Option<&str>) {
        self.say(place, Says::Handle { handle, seat, server: server.map(str::to_owned) });
    }

    /// Something is known to exist and is not here. `what` is constant words, `name` its name in the evidence.
    pub fn hole(&mut self, place: Place<'_>, what: &'static str, name: Option<&str>, fill: Option<Command>) {
        self.say(place, Says::Hole { what, name: name.map(clip), fill });
    }

    /// Somebody judged.
    pub fn observed(&mut self, place: Place<'_>, observation: Observation) {
        self.say(place, Says::Observed(observation));
    }
}

impl Found {
    /// The key, with a number where another scene has it already.
    fn free(&mut self, key: String) -> String {
        let Some(mut number) = self.names.get(&key).copied() else {
            self.names.insert(key.clone(), 1);
            return key;
        };
        loop {
            number += 1;
            let free = format!("{key} {number}");
            if !self.names.contains_key(&free) {
                self.names.insert(free.clone(), 1);
                self.names.insert(key, number);
                return free;
            }
        }
    }

    /// Takes over what another document said. Two that say the same of one thing are one; where they contradict each
    /// other each is a scene of its own, and it is said that only one can be in force.
    pub fn add(&mut self, mut other: Self, certificate_of_item: &[Option<usize>]) {
        for mut draft in std::mem::take(&mut other.scenes) {
            if self.scenes.len() >= limits::SCENES {
                other.statements.retain(|s| s.scene.as_deref() != Some(&draft.key));
                other.not_checked.push(limits::TOO_MANY_SCENES);
                continue;
            }
            let taken = self.names.contains_key(&draft.key);
            let Some(known) = self.scenes.iter().find(|s| taken && s.key == draft.key) else {
                self.free(draft.key.clone());
                self.scenes.push(draft);
                continue;
            };
            let covers = |a: &[Statement], b: &[Statement]| covers(a, b, &draft.key, certificate_of_item);
            let same = known.kind.split('/').next() == draft.kind.split('/').next();
            if same
                && known.target == draft.target
                && covers(&self.statements, &other.statements)
                && covers(&other.statements, &self.statements)
            {
                continue;
            }
            let key = self.free(draft.key.clone());
            let mut told = None;
            for statement in other.statements.iter_mut().filter(|s| s.scene.as_deref() == Some(&draft.key)) {
                statement.scene = Some(key.clone());
                told = told.or_else(|| Some(statement.clone()));
            }
            if let Some(told) = told.filter(|_| same) {
                let says = Says::Hole { what: CONTRADICTION, name: Some(draft.key.clone()), fill: None };
                other.statements.push(Statement { says, ..told });
            }
            draft.key = key;
            self.scenes.push(draft);
        }
        self.sites.append(&mut other.sites);
        self.documents.extend(other.documents);
        self.statements.extend(other.statements);
        for sentence in other.not_checked {
            if !self.not_checked.contains(&sentence) {
                self.not_checked.push(sentence);
            }
        }
    }
}

const CONTRADICTION: &str =
    "Which of two files is in force, that say different things of the same; each is rehearsed on its own.";

/// Whether all that decides a verdict and is said of a scene here is said of it there too; places do not count.
fn covers(here: &[Statement], there: &[Statement], scene: &str, certificate_of_item: &[Option<usize>]) -> bool {
    let certificate = |item: &usize| certificate_of_item.get(*item).copied().flatten();
    let same = |a: &Says, b: &Says| match (a, b) {
        (Says::Host { name, role }, Says::Host { name: other, role: r }) => name == other && role == r,
        (Says::Seat { item, seat, .. }, Says::Seat { item: other, seat: s, .. }) => {
            certificate(item) == certificate(other) && seat == s
        }
        (Says::File { name, seat, .. }, Says::File { name: other, seat: s, .. }) => name == other && seat == s,
        (Says::Setting { setting, value, .. }, Says::Setting { setting: other, value: v, .. }) => setting == other && value == v,
        _ => false,
    };
    let of = |statement: &&Statement| statement.scene.as_deref() == Some(scene);
    let decides =
        |s: &&Statement| matches!(s.says, Says::Host { .. } | Says::Seat { .. } | Says::File { .. } | Says::Setting { .. });
    here.iter().filter(of).filter(decides).all(|a| there.iter().filter(of).any(|b| same(&a.says, &b.says)))
}

/// A name out of evidence, bounded.
fn clip(text: &str) -> String {
    text[..char_floor(text, limits::NAME)].to_owned()
}

/// The text as a host name, pattern or address, if it can be one.
pub fn host_name(text: &str) -> Option<String> {
    let text = text.trim();
    let label = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '*' | '?' | ':' | '[' | ']' | '%');
    let masked = text.chars().all(|c| matches!(c, '*' | 'x' | 'X' | '.' | '-'));
    // `__HOST__` is a place that a template leaves open.
    let open = masked || text.starts_with("__");
    (!text.is_empty() && text.len() <= limits::NAME && text.chars().all(label) && !open).then(|| text.to_owned())
}

/// The host of a URL of HTTPS.
pub fn url_host(url: &str) -> Option<String> {
    let rest = url.trim().strip_prefix("https://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit('@').next()?;
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next()?,
        None => authority.split(':').next()?,
    };
    host_name(host)
}

/// Whether a value was masked or left out: it is known to exist, and not here.
pub fn masked(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let stars = text.len() >= 3 && text.chars().all(|c| matches!(c, '*' | 'x' | 'X' | '.' | '\u{2026}'));
    stars
        || [
            "<redacted>",
            "[redacted]",
            "redacted",
            "data+omitted",
            "(sensitive value)",
            "(known after apply)",
            "<none>",
            "<sensitive>",
        ]
        .contains(&lower.as_str())
}

/// Whether a value can be the path of a file, and is not the beginning of what would stand in one.
pub fn is_path(text: &str) -> bool {
    let data = text.contains("-----") || text.starts_with("LS0t") || text.starts_with("MI") && text.len() > 40;
    !data && !masked(text) && text.len() <= limits::NAME && !text.contains(['\n', '{'])
}

/// Whether a name of a field is one whose value nobody may see.
pub fn secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["pass", "secret", "token", "pwd", "credential", "authorization", "cookie"].iter().any(|word| name.contains(word))
        || name.ends_with("key")
}
