//! One tree for what has fields: JSON, a subset of YAML, PowerShell's listings, HCL and Bicep. It points into the
//! text: nothing is copied or decoded before a reader asks for that very field, so that secrets stay where they are.

use crate::octets::char_ceil;
use std::borrow::Cow;

/// A value and its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'t> {
    /// First byte; of a quoted text the byte after the quote.
    pub from: usize,
    /// One past the last byte; of a quoted text the closing quote.
    pub to: usize,
    /// What it is.
    pub value: Value<'t>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'t> {
    /// Quoted text, a block of lines or a bare word.
    Text(Text<'t>),
    /// In order.
    List(Vec<Node<'t>>),
    /// Fields in order.
    Map(Vec<Entry<'t>>),
    /// `null`, or where the text was cut.
    Nothing,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'t> {
    /// Its name.
    pub key: Text<'t>,
    /// Its value.
    pub node: Node<'t>,
}

/// Text as it stands, and how it is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text<'t> {
    /// The characters between the quotes.
    pub raw: &'t str,
    /// How they are written.
    pub form: Form,
}

/// How text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A bare word: `true`, `443`.
    Bare,
    /// Something that a language would evaluate, and we do not.
    Expression,
    /// As it stands.
    Plain,
    /// With escapes by backslash.
    Escaped,
    /// The same, and a console put line ends and its column's indentation inside.
    Wrapped,
    /// Quotes are doubled.
    Doubled,
    /// Lines with this indentation; `true`: line ends are blanks.
    Block(usize, bool),
}

impl<'t> Entry<'t> {
    /// A field with this plain name.
    pub const fn plain(name: &'t str, node: Node<'t>) -> Self {
        Self { key: Text::plain(name), node }
    }
}

impl<'t> Text<'t> {
    /// A text that is what it says.
    pub const fn plain(raw: &'t str) -> Self {
        Self { raw, form: Form::Plain }
    }

    /// The text decoded.
    pub fn read(&self) -> Cow<'t, str> {
        match self.form {
            Form::Bare | Form::Plain | Form::Expression => Cow::Borrowed(self.raw),
            Form::Escaped if !self.raw.contains('\\') => Cow::Borrowed(self.raw),
            Form::Escaped => Cow::Owned(unescape(self.raw)),
            Form::Wrapped => Cow::Owned(unescape(&unwrap(self.raw))),
            Form::Doubled => Cow::Owned(self.raw.replace("''", "'")),
            Form::Block(indent, folded) => {
                let line = |line: &'t str| line.get(indent.min(line.len() - line.trim_start_matches(' ').len())..).unwrap_or("");
                let lines: Vec<&str> = self.raw.lines().map(line).collect();
                Cow::Owned(lines.join(if folded { " " } else { "\n" }))
            }
        }
    }

    /// Whether it is this name of a field: case and what parts words make no difference.
    pub fn names(&self, name: &str) -> bool {
        if self.form != Form::Plain && self.raw.contains('\\') {
            return self.read().eq_ignore_ascii_case(name);
        }
        let (mut own, mut other) = (letters(self.raw), letters(name));
        loop {
            match (own.next(), other.next()) {
                (None, None) => return true,
                (a, b) if a == b => {}
                _ => return false,
            }
        }
    }

    /// Whether the text is this word, upper or lower case.
    pub fn is(&self, word: &str) -> bool {
        match self.form {
            Form::Bare | Form::Plain | Form::Expression => self.raw.eq_ignore_ascii_case(word),
            Form::Escaped if !self.raw.contains('\\') => self.raw.eq_ignore_ascii_case(word),
            _ => self.read().eq_ignore_ascii_case(word),
        }
    }
}

/// The letters of a name that count.
fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|b| !matches!(b, b'-' | b'_' | b' ')).map(|b| b.to_ascii_lowercase())
}

/// Decodes escapes; for every byte of the result its place in `raw`.
pub(super) fn unescape_with_places(raw: &str) -> (String, Vec<usize>) {
    let (mut text, mut places) = (String::with_capacity(raw.len()), Vec::with_capacity(raw.len()));
    let mut at = 0;
    while at < raw.len() {
        let escape = raw[at..].starts_with('\\');
        let length = match raw[at + usize::from(escape)..].chars().next() {
            Some('u') if escape => 6.min(raw.len() - at),
            Some(c) => c.len_utf8() + usize::from(escape),
            None => 1,
        };
        let end = char_ceil(raw, at + length);
        let piece = unescape(&raw[at..end]);
        places.extend(std::iter::repeat_n(at, piece.len()));
        text.push_str(&piece);
        at = end;
    }
    (text, places)
}

/// Takes out the line ends that a console put in, with the indentation of its column.
pub(super) fn unwrap(raw: &str) -> String {
    let mut lines = raw.split('\n');
    let mut text = lines.next().unwrap_or_default().to_owned();
    lines.for_each(|line| text.push_str(line.trim_start_matches(' ')));
    text
}

/// Escapes of JSON (RFC 8259 section 7), which YAML, HCL and PowerShell's writer share.
fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let mut after = rest[at + 1..].chars();
        match after.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('u') => {
                let (unit, left) = hex4(after.as_str());
                let low = left.strip_prefix("\\u").map(hex4);
                let (code, left) = match (unit, low) {
                    (0xd800..0xdc00, Some((low @ 0xdc00..0xe000, left))) => {
                        (0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), left)
                    }
                    _ => (unit, left),
                };
                text.push(char::from_u32(code).unwrap_or('?'));
                rest = left;
                continue;
            }
            Some(c) => text.push(c),
            None => {}
        }
        rest = after.as_str();
    }
    text.push_str(rest);
    text
}

fn hex4(text: &str) -> (u32, &str) {
    match text.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
        Some(code) => (code, &text[4..]),
        None => (0xfffd, text),
    }
}

impl<'t> Node<'t> {
    /// Nothing, at this place.
    pub const fn nothing(at: usize) -> Self {
        Self { from: at, to: at, value: Value::Nothing }
    }

    /// The field with this name in any spelling: `privateKey`, `PrivateKey`, `private-key`, `private_key`. Of two, the
    /// first.
    pub fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.entries().iter().find(|entry| entry.key.names(key)).map(|entry| &entry.node)
    }

    /// Everything at the end of these paths, in order: names with `>` between them, `*` for any, several paths with
    /// blanks between them. A list stands for each of its elements.
    pub fn all(&self, paths: &str) -> Vec<&Node<'t>> {
        let mut found = Vec::new();
        for path in paths.split(' ') {
            self.follow(path, &mut found);
        }
        found
    }

    fn follow<'n>(&'n self, path: &str, found: &mut Vec<&'n Node<'t>>) {
        if path.is_empty() {
            found.extend(self.each());
            return;
        }
        let (key, rest) = path.split_once('>').unwrap_or((path, ""));
        for entry in self.each().iter().flat_map(Node::entries) {
            if key == "*" || entry.key.names(key) {
                entry.node.follow(rest, found);
            }
        }
    }

    /// The field at the end of this path: names with points between them.
    pub fn at(&self, path: &str) -> Option<&Node<'t>> {
        path.split('.').try_fold(self, |node, key| node.get(key))
    }

    /// All fields.
    pub fn entries(&self) -> &[Entry<'t>] {
        if let Value::Map(entries) = &self.value { entries } else { &[] }
    }

    /// All elements; an object or a text stands for a list of one, as writers of YAML, HCL and PowerShell have it.
    pub fn each(&self) -> &[Node<'t>] {
        match &self.value {
            Value::List(list) => list,
            Value::Nothing => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The elements of the field with this name.
    pub fn list(&self, key: &str) -> &[Node<'t>] {
        self.get(key).map_or(&[], Node::each)
    }

    /// The text of a text, number or switch; `None` for null, a list or an object.
    pub fn text(&self) -> Option<Cow<'t, str>> {
        if let Value::Text(text) = &self.value { Some(text.read()) } else { None }
    }

    /// The text, unless a language would have to evaluate it first.
    pub fn literal(&self) -> Option<Cow<'t, str>> {
        match &self.value {
            Value::Text(text) if text.form != Form::Expression => Some(text.read()).filter(|text| !text.contains("${")),
            _ => None,
        }
    }

    /// The text of the field with this name, if it is there and not empty.
    pub fn text_of(&self, key: &str) -> Option<Cow<'t, str>> {
        self.get(key)?.text().filter(|text| !text.is_empty())
    }

    /// `true` or `false`, in any spelling of the formats.
    pub fn switch(&self) -> Option<bool> {
        let Value::Text(text) = &self.value else { return None };
        if text.is("true") {
            Some(true)
        } else if text.is("false") {
            Some(false)
        } else {
            None
        }
    }

    /// The switch of the field with this name.
    pub fn switch_of(&self, key: &str) -> Option<bool> {
        self.get(key)?.switch()
    }

    /// Whether the field with this name has this text, upper or lower case.
    pub fn says(&self, key: &str, word: &str) -> bool {
        matches!(self.get(key).map(|node| &node.value), Some(Value::Text(text)) if text.is(word))
    }

    /// Whether both hold the same, wherever they stand.
    pub fn holds_same(&self, other: &Node<'_>) -> bool {
        match (&self.value, &other.value) {
            (Value::Text(a), Value::Text(b)) => a.raw == b.raw,
            (Value::Nothing, Value::Nothing) => true,
            (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.holds_same(b)),
            (Value::Map(a), Value::Map(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key.raw == b.key.raw && a.node.holds_same(&b.node))
            }
            _ => false,
        }
    }

    /// Whether it is an object.
    pub const fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// Puts it and all that is in it where `place` says.
    pub(super) fn move_to(&mut self, place: &dyn Fn(usize) -> usize) {
        (self.from, self.to) = (place(self.from), place(self.to));
        match &mut self.value {
            Value::List(list) => list.iter_mut().for_each(|node| node.move_to(place)),
            Value::Map(entries) => entries.iter_mut().for_each(|entry| entry.node.move_to(place)),
            _ => {}
        }
    }

    /// The path from here to the node at `from`, as in `backendAddressPools[0].name`.
    pub fn path_to(&self, target: &Node<'_>) -> String {
        use std::fmt::Write;
        let mut path = String::new();
        let mut node = self;
        while !std::ptr::eq(std::ptr::from_ref(node).cast::<u8>(), std::ptr::from_ref(target).cast::<u8>()) {
            let holds = |inner: &Node<'_>| inner.from <= target.from && target.to <= inner.to;
            match &node.value {
                Value::Map(entries) => {
                    let Some(entry) = entries.iter().find(|entry| holds(&entry.node)) else { break };
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(&entry.key.read());
                    node = &entry.node;
                }
                Value::List(list) => {
                    let Some((n, inner)) = list.iter().enumerate().find(|(_, inner)| holds(inner)) else { break };
                    let _ = write!(path, "[{n}]");
                    node = inner;
                }
                _ => break,
            }
        }
        path
    }
}
