//! From what evidence says to what can be rehearsed: names are joined to what was dropped, handles to certificates,
//! statements to their scenes.

mod files;
mod handles;
mod scenes;
mod servers;

use crate::evidence::Evidence;
use crate::evidence::statement::{self, Observation, Says};
use crate::lists::{Map, Members, Set};
use crate::octets::hex;
use crate::report::{self, Observed, Span};
use crate::request::{HostUse, Input, Seat};
use crate::scene::Prepared;
use crate::scene::claims::{ClaimedHost, ClaimedSeat, Claims};
use crate::seats;
use files::Files;
use std::collections::BTreeSet;

/// What evidence comes to, given what was read.
#[must_use]
pub fn claims(evidence: &Evidence, prepared: &Prepared, inputs: &[Input]) -> Claims {
    if evidence.statements.is_empty() {
        return Claims::default();
    }
    let files = Files::new(evidence, prepared, inputs);
    let used = evidence.statements.iter().filter(|s| s.scene.is_some()).filter_map(|s| match &s.says {
        Says::Host { name, role } if *role != HostUse::Client => Some(name.to_lowercase()),
        _ => None,
    });
    let mut joiner = Joiner {
        evidence,
        prepared,
        inputs,
        files: &files,
        claims: Claims::default(),
        seats: Map::default(),
        rank: 0,
        stale: false,
        used: used.collect(),
    };
    let mut stands: Vec<Standing> = evidence.statements.iter().flat_map(|s| joiner.standing(s)).collect();
    joiner.anchors(&mut stands);
    for stand in &stands {
        joiner.seat(stand);
    }
    joiner.named();
    joiner.again();
    let servers = servers::assign(&mut joiner, &stands);
    joiner.claims.scenes = evidence.scenes.iter().map(|draft| scenes::claimed(&joiner, draft, &stands, &servers)).collect();
    scenes::beside(&mut joiner);
    for statement in &evidence.statements {
        if !joiner.better_known(statement) {
            joiner.tell(statement);
        }
    }
    let Joiner { mut claims, seats, .. } = joiner;
    claims.seats = seats.into_iter().map(|(_, seat)| seat).collect();
    claims.sites.clone_from(&evidence.sites);
    claims.understood = understood(evidence);
    claims
}

/// Documents of one file that are told one by one.
const TOLD: usize = 4;

/// What was understood of each file: a kind's own words, or its name and what they add.
fn understood(evidence: &Evidence) -> Map<usize, Vec<Span>> {
    let mut all: Map<usize, (usize, Vec<Span>)> = Map::default();
    for document in &evidence.documents {
        let (count, spans) = all.at(document.input);
        *count += 1;
        if *count > TOLD {
            continue;
        }
        let mut plain = if *count > 1 { "; ".to_owned() } else { String::new() };
        let adds = document.summary.first().is_none_or(|(words, _)| words.is_empty() || words.starts_with([' ', ',', ':']));
        plain.push_str(if adds { crate::evidence::name_of(document.kind) } else { "" });
        for (words, value) in &document.summary {
            plain.push_str(words);
            if value.is_empty() {
                plain.truncate(plain.trim_end().len());
            }
            if value.bytes().all(|b| b.is_ascii_digit()) {
                plain.push_str(value);
            } else {
                spans.push(Span { text: std::mem::take(&mut plain), form: "plain" });
                spans.push(Span { text: value.clone(), form: "name" });
            }
        }
        spans.push(Span { text: plain, form: "plain" });
        spans.retain(|span| !span.text.is_empty());
    }
    let more = |(input, (count, mut spans)): (usize, (usize, Vec<Span>))| {
        if count > TOLD {
            spans.push(Span { text: format!("; and {} more", count - TOLD), form: "plain" });
        }
        (input, spans)
    };
    all.into_iter().map(more).collect()
}

const STALE: &str = "What the gateway's file has in place of a pool, backend setting or server of the health output: one of the two is older, or a part of it is missing.";

/// An observation as the report has it, before anybody compared it.
fn told(seen: &Observation) -> Observed {
    Observed {
        text: seen.text.clone(),
        said: match seen.said {
            statement::Said::Accepted => "accepted",
            statement::Said::Rejected => "rejected",
            statement::Said::Other => "other",
        },
        target: seen.target.map(str::to_owned),
        code: seen.code.clone(),
        check: seen.check.map(str::to_owned),
        server: seen.server.clone(),
        host: seen.host.clone(),
        time: seen.time,
        equals: seen.equals.clone(),
        also: seen.also.clone(),
        outcome: match (&seen.text, seen.said) {
            (None, _) => "unknown-phrase",
            (_, statement::Said::Other) => "not-a-certificate-matter",
            _ => "open",
        },
        ..Observed::default()
    }
}

/// One item in one seat, as one statement has it.
#[derive(Clone, Debug)]
struct Standing {
    item: usize,
    seat: Seat,
    server: Option<String>,
    scene: Option<String>,
}

struct Joiner<'e> {
    evidence: &'e Evidence,
    prepared: &'e Prepared,
    inputs: &'e [Input],
    files: &'e Files<'e>,
    claims: Claims,
    /// By item.
    seats: Map<usize, ClaimedSeat>,
    /// Claims so far.
    rank: usize,
    /// It was said that files do not fit each other.
    stale: bool,
    /// Names that scenes have a use for beside being asked for by clients, in small letters.
    used: BTreeSet<String>,
}

impl Joiner<'_> {
    /// The items that a statement puts somewhere.
    fn standing(&self, statement: &statement::Statement) -> Vec<Standing> {
        let one = |item: usize, seat: Seat, server: &Option<String>| Standing {
            item,
            seat,
            server: server.clone(),
            scene: statement.scene.clone(),
        };
        match &statement.says {
            Says::Seat { item, seat, server } => vec![one(*item, *seat, server)],
            Says::File { name, seat, server } => {
                self.files.items(name).into_iter().map(|item| one(item, *seat, server)).collect()
            }
            Says::Handle { handle, seat: Some(seat), server } => {
                let item = handles::find(handle, self.prepared).and_then(|c| self.prepared.pool[c].items.first().copied());
                item.map(|item| one(item, *seat, server)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The first seat that somebody gives an item is its seat; one that takes no part gives way.
    fn seat(&mut self, stand: &Standing) {
        let taken = self.seats.get(&stand.item).is_some_and(|s| s.seat != Seat::Ignore || stand.seat == Seat::Ignore);
        if !taken {
            self.seats.remove(&stand.item);
            let server = stand.server.clone().filter(|_| matches!(stand.seat, Seat::Server | Seat::Listener));
            self.claim(stand.item, stand.seat, server, stand.scene.is_some());
        }
    }

    /// Gives an item a seat, if it has none.
    fn claim(&mut self, item: usize, seat: Seat, server: Option<String>, apart: bool) {
        self.rank += 1;
        let rank = self.rank;
        self.seats.at_or(item, || ClaimedSeat { item, seat, server, apart, rank });
    }

    /// Things with a name that nobody has called by it. Several that look like servers are several servers.
    fn named(&mut self) {
        // Who calls a webhook trusts its caBundle, whatever CA its Secret has beside the certificate.
        let at = |s: &statement::Statement, field: &str| s.path.as_deref().is_some_and(|path| path.ends_with(field));
        let bundled = self.evidence.statements.iter().any(|s| at(s, "caBundle") && !self.standing(s).is_empty());
        let called = |s: &statement::Statement, id: &str| matches!(&s.says, Says::Named { name, .. } if name.strip_prefix("secret:") == Some(id));
        let beside = |id: &str| self.evidence.statements.iter().any(|s| called(s, id));
        let free = |s: &statement::Statement| match &s.says {
            Says::Named { name, items, seat } if !items.iter().any(|i| self.seats.contains(i)) => {
                let aside = bundled && *seat == Seat::Trust && name.strip_prefix("secret-ca:").is_some_and(beside);
                Some((name.clone(), items.clone(), if aside { Seat::Ignore } else { *seat }))
            }
            _ => None,
        };
        let open: Vec<(String, Vec<usize>, Seat)> = self.evidence.statements.iter().filter_map(free).collect();
        let server = |(_, _, seat): &&(String, Vec<usize>, Seat)| *seat == Seat::Server;
        let several = open.iter().filter(server).any(|(name, ..)| Some(name) != open.iter().find(server).map(|(n, ..)| n));
        for (name, items, seat) in open {
            let id = name.rsplit(['/', ':']).next().map(str::to_owned).filter(|_| several && seat == Seat::Server);
            for item in items {
                self.claim(item, seat, id.clone(), false);
            }
        }
    }

    /// Chrome's page has the chain as it was verified. It compares the name when that chain has led to a root: the root at
    /// its end is one that the browser trusts.
    fn anchors(&self, stands: &mut [Standing]) {
        let name = |s: &&statement::Statement| matches!(&s.says, Says::Observed(o) if o.code.as_deref() == Some("ERR_CERT_COMMON_NAME_INVALID"));
        // Of two pages in one file the other may have led nowhere.
        let page =
            |input: usize| self.evidence.documents.iter().filter(|d| d.input == input && d.kind == "chrome-page").count() == 1;
        let pages: Members = self.evidence.statements.iter().filter(name).map(|s| s.input).filter(|i| page(*i)).collect();
        for stand in stands.iter_mut().filter(|s| s.seat == Seat::Server) {
            let certificate = self.prepared.certificate_of_item.get(stand.item).copied().flatten();
            let root = certificate.is_some_and(|c| seats::is_root(self.prepared.certificate(c)));
            if root && pages.contains(self.prepared.reading.items[stand.item].input) {
                (stand.seat, stand.server) = (Seat::Trust, None);
            }
        }
    }

    /// What stands a second time in a file that says where it belongs (the last applied configuration, an anchor) is
    /// no second thing.
    fn again(&mut self) {
        let told: Members = self.evidence.documents.iter().map(|d| d.input).collect();
        let items = &self.prepared.reading.items;
        let certificate = |item: usize| self.prepared.certificate_of_item.get(item).copied().flatten();
        let placed: Set<(usize, usize)> =
            self.seats.keys().filter_map(|&item| Some((items.get(item)?.input, certificate(item)?))).collect();
        let again = |&item: &usize| {
            let here = items[item].input;
            told.contains(here) && certificate(item).is_some_and(|c| placed.contains(&(here, c)))
        };
        for item in (0..items.len()).filter(again).collect::<Vec<_>>() {
            self.claim(item, Seat::Ignore, None, false);
        }
    }

    fn sha256(&self, item: usize) -> Option<String> {
        let certificate = (*self.prepared.certificate_of_item.get(item)?)?;
        Some(hex(&self.prepared.pool.get(certificate)?.certificate.sha256))
    }

    /// The statement as the report has it.
    fn tell(&mut self, statement: &statement::Statement) {
        let said: Vec<report::Said> = match &statement.says {
            Says::Host { name, role } => vec![report::Said::Host { name: name.clone(), role: *role }],
            Says::Seat { item, seat, server } => self.told_seat(*item, *seat, server.as_deref()).into_iter().collect(),
            Says::File { name, seat, server } => {
                let items = self.files.items(name);
                if items.is_empty() {
                    let what = match name.strip_prefix("key-vault:") {
                        Some(secret) => format!("A certificate in a Key Vault: {secret}"),
                        None => format!("A file that is named and was not dropped: {}", files::base(name)),
                    };
                    vec![report::Said::Hole { what, fill: None }]
                } else {
                    items.into_iter().filter_map(|item| self.told_seat(item, *seat, server.as_deref())).collect()
                }
            }
            Says::Named { items, .. } => {
                let seats = items.iter().filter_map(|i| Some((*i, self.seats.get(i)?.seat))).collect::<Vec<_>>();
                seats.into_iter().filter_map(|(item, seat)| self.told_seat(item, seat, None)).collect()
            }
            Says::Pair { certificate, key } => {
                self.sha256(*certificate).map(|certificate| report::Said::Pair { certificate, key: *key }).into_iter().collect()
            }
            Says::Setting { target, setting, value } => {
                vec![report::Said::Setting { target: (*target).to_owned(), setting: (*setting).to_owned(), value: value.clone() }]
            }
            Says::Server { id, address } => vec![report::Said::Server { id: id.clone(), address: address.clone() }],
            Says::Handle { handle, .. } => vec![report::Said::Handle(handles::told(handle, self.prepared))],
            Says::Hole { what, name, fill } => {
                let what = name.as_ref().map_or_else(|| (*what).to_owned(), |name| format!("{name}: {what}"));
                vec![report::Said::Hole { what, fill: fill.clone() }]
            }
            Says::Observed(observation) => {
                let observed = self.observed(statement, observation);
                let index = self.claims.observed.len();
                let stale = self.is_stale(observation, &observed);
                self.claims.observed.push(observed);
                let mut said = vec![report::Said::Observed { index }];
                if stale && !std::mem::replace(&mut self.stale, true) {
                    said.push(report::Said::Hole { what: STALE.to_owned(), fill: None });
                }
                said
            }
        };
        self.claims.speaking.insert(statement.input);
        for value in said {
            self.claims.statements.push(report::Statement {
                kind: statement.kind,
                input: statement.input,
                at: [statement.at.from, statement.at.to],
                path: statement.path.clone(),
                scene: statement.scene.clone(),
                used: true,
                says: value.word(),
                value,
            });
        }
    }

    fn told_seat(&self, item: usize, seat: Seat, server: Option<&str>) -> Option<report::Said> {
        let server = server.filter(|_| seat == Seat::Server).map(str::to_owned);
        Some(report::Said::Seat { certificate: self.sha256(item)?, seat, server })
    }

    fn observed(&self, statement: &statement::Statement, seen: &Observation) -> Observed {
        let mut about = self.evidence.scenes.iter().filter(|s| seen.about.is_some() && s.about == seen.about);
        let scene = about.next().filter(|_| about.next().is_none());
        // The gateway's own file knows its generation; what others say of it may not.
        let generation = scene.or_else(|| scenes::only_gateway(self.evidence)).and_then(|s| s.target);
        let gateway = |target: &&str| target.starts_with("azure-application-gateway-v");
        let target = match seen.target {
            Some(target) if gateway(&target) => generation.filter(gateway).or(Some(target)),
            other => other,
        };
        Observed {
            input: Some(statement.input),
            at: Some([statement.at.from, statement.at.to]),
            target: target.map(str::to_owned),
            scene: scene.map(|s| s.key.clone()).or_else(|| statement.scene.clone()),
            ..told(seen)
        }
    }

    /// Whether the health of a gateway speaks of a pool, a setting or a server that the gateway's file does not have.
    fn is_stale(&self, seen: &Observation, told: &Observed) -> bool {
        let mut scenes = self.evidence.scenes.iter().filter(|s| s.about.is_some()).peekable();
        if seen.about.is_none() || scenes.peek().is_none() {
            return false;
        }
        let mut own = scenes.filter(|s| s.about == seen.about).peekable();
        let server =
            |s: &statement::SceneDraft| told.server.as_ref().is_none_or(|id| s.servers.is_empty() || s.servers.contains(id));
        own.peek().is_none() || !own.any(server)
    }

    /// A name that a message or a transcript only mentions, and of which a configuration knows what it is used for.
    fn better_known(&self, statement: &statement::Statement) -> bool {
        let Says::Host { name, role: HostUse::Client } = &statement.says else { return false };
        statement.scene.is_none() && self.used.contains(&name.to_lowercase())
    }

    /// Names that belong to no scene.
    fn hosts(&mut self) {
        let hosts: Vec<_> = self.evidence.statements.iter().filter(|s| s.scene.is_none() && !self.better_known(s)).collect();
        for statement in hosts {
            if let Says::Host { name, role } = &statement.says {
                let host = ClaimedHost { name: name.clone(), role: Some(*role) };
                if !self.claims.hosts.contains(&host) {
                    self.claims.hosts.push(host);
                }
            }
        }
    }
}
