//! JSON (RFC 8259) as people paste it, into a tree: cut, never closed, wrapped by a console, with comments, bare names
//! and quotes inside of quotes. Bicep's objects and YAML's flow style come out of the same reader.

use super::cursor::Cursor;
use super::tree::{Entry, Form, Node, Text, Value, unescape_with_places};

/// The value at `at`, and where reading it ended. A text that stops in the middle gives what stands before.
pub fn parse(text: &str, at: usize) -> (Node<'_>, usize) {
    let mut parser = Cursor::new(text, at);
    let node = parser.value(0);
    (node, parser.at)
}

/// The same for a flow collection or a quoted text of YAML.
pub fn flow(text: &str, at: usize) -> (Node<'_>, usize) {
    let mut parser = Cursor::new(text, at);
    parser.flow = true;
    let node = parser.value(0);
    (node, parser.at)
}

impl<'t> Cursor<'t> {
    /// Blanks, comments, and the dots that people put where they left something out.
    fn blanks(&mut self, commas: bool) {
        loop {
            match self.bytes.get(self.at..).unwrap_or(&[]) {
                [b' ' | b'\t' | b'\n' | b'\r', ..] => self.at += 1,
                [b',', ..] if commas => self.at += 1,
                [0xc2, 0xa0, ..] => self.at += 2,
                [0xe2, 0x80, 0xa6, ..] => self.at += 3,
                [b'.', b'.', ..] => self.at += 2,
                [b'.', b'\n' | b'\r' | b' ', ..] => self.at += 1,
                [b'/', b'/', ..] => self.skip_to("\n"),
                [b'#', ..] if self.flow => self.skip_to("\n"),
                [b'/', b'*', ..] => self.skip_to("*/"),
                _ => return,
            }
        }
    }

    fn value(&mut self, depth: usize) -> Node<'t> {
        self.blanks(false);
        if !self.goes_on(depth) {
            return Node::nothing(self.at);
        }
        match self.peek() {
            Some(b'{') => self.map(depth),
            Some(b'[') => self.list(depth),
            Some(quote @ (b'"' | b'\'')) => self.quoted(quote),
            Some(_) => self.bare(),
            None => {
                self.cut = true;
                Node::nothing(self.at)
            }
        }
    }

    fn map(&mut self, depth: usize) -> Node<'t> {
        let from = self.at;
        self.at += 1;
        let mut entries = Vec::new();
        while !self.cut {
            self.blanks(true);
            let key = match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(quote @ (b'"' | b'\'')) => {
                    let node = self.quoted(quote);
                    let Value::Text(key) = node.value else { break };
                    key
                }
                Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$') => {
                    let name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'-' | b'.' | b'/');
                    Text::plain(self.word(name))
                }
                _ => {
                    self.cut = true;
                    break;
                }
            };
            self.blanks(false);
            if self.cut || self.peek() != Some(b':') {
                self.cut = true;
                break;
            }
            self.at += 1;
            let node = self.value(depth + 1);
            entries.push(Entry { key, node });
        }
        Node { from, to: self.at, value: Value::Map(entries) }
    }

    fn list(&mut self, depth: usize) -> Node<'t> {
        let from = self.at;
        self.at += 1;
        let mut list = Vec::new();
        while !self.cut {
            self.blanks(true);
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b'}' | b':') | None => {
                    self.cut = true;
                    break;
                }
                // Bicep: `[for name in names: { ... }]`.
                Some(b'f') if self.rest().starts_with("for ") => {
                    let line = self.rest().find(['\n', '{']).unwrap_or(0);
                    match self.rest()[..line].rfind(':') {
                        Some(colon) => self.at += colon + 1,
                        None => self.cut = true,
                    }
                }
                Some(_) => {
                    let before = self.at;
                    list.push(self.value(depth + 1));
                    self.cut |= self.at == before;
                }
            }
        }
        Node { from, to: self.at, value: Value::List(list) }
    }

    fn quoted(&mut self, quote: u8) -> Node<'t> {
        let triple = quote == b'\'' && self.rest().starts_with("'''");
        let start = self.at + if triple { 3 } else { 1 };
        let mut form = if triple || quote == b'\'' && self.flow { Form::Plain } else { Form::Escaped };
        let mut at = start;
        loop {
            match self.bytes.get(at) {
                None => {
                    self.cut = true;
                    break;
                }
                Some(b'\\') if form != Form::Plain => at += 2,
                Some(b'\n') if !triple && !self.flow => {
                    match self.after_line_end(at) {
                        Next::Goes => form = Form::Wrapped,
                        // The quote was lost with the end of the value.
                        Next::Field => {
                            self.at = at;
                            return self.node(start, at, form);
                        }
                        Next::Ends => {
                            self.cut = true;
                            break;
                        }
                    }
                    at += 1;
                }
                Some(&b) if b == quote => {
                    if triple && !self.bytes[at..].starts_with(b"'''") {
                        at += 1;
                    } else if quote == b'\'' && self.flow && self.bytes.get(at + 1) == Some(&b'\'') {
                        form = Form::Doubled;
                        at += 2;
                    } else if triple || self.closes(at + 1) {
                        self.at = at + if triple { 3 } else { 1 };
                        return self.node(start, at, form);
                    } else {
                        at += 1;
                    }
                }
                Some(_) => at += 1,
            }
        }
        let end = at.min(self.bytes.len());
        self.at = end;
        self.node(start, end, form)
    }

    fn node(&self, from: usize, to: usize, form: Form) -> Node<'t> {
        Node { from, to, value: Value::Text(Text { raw: self.text.get(from..to).unwrap_or(""), form }) }
    }

    /// Whether what follows a quote is what follows the end of a text. `"W/"6f0c""` has quotes inside, as PowerShell
    /// of 2016 printed them.
    fn closes(&self, mut at: usize) -> bool {
        while let Some(b' ' | b'\t') = self.bytes.get(at) {
            at += 1;
        }
        matches!(self.bytes.get(at), None | Some(b',' | b'}' | b']' | b':' | b'\n' | b'\r' | b'/' | b'#' | b')' | b';'))
    }

    /// What the line after a line end inside of quotes says about it.
    fn after_line_end(&self, at: usize) -> Next {
        let rest = &self.text[at + 1..];
        let line = rest.split('\n').next().unwrap_or_default().trim_matches([' ', '\t', '\r']);
        if line.is_empty() {
            return Next::Ends;
        }
        let field = line.strip_prefix('"').and_then(|l| l.split_once('"')).is_some_and(|(name, after)| {
            !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-$@/".contains(&b))
                && after.trim_start().starts_with(':')
        });
        if field || matches!(line.as_bytes(), [b'}' | b']', ..]) { Next::Field } else { Next::Goes }
    }

    /// A number, a word, or an expression up to the end of its line.
    fn bare(&mut self) -> Node<'t> {
        let from = self.at;
        let mut open = 0_usize;
        let mut string = None;
        while let Some(b) = self.peek() {
            match (b, string) {
                (b'\n', _) if open == 0 => break,
                (_, Some(quote)) if b == quote => string = None,
                (_, Some(_)) => {}
                (b'\'' | b'"', None) if !self.flow => string = Some(b),
                (b'(', None) => open += 1,
                (b')', None) => open = open.saturating_sub(1),
                (b',' | b']' | b'}', None) if open == 0 => break,
                // A URL in flow style has a colon, and no blank after it.
                (b':', None) if open == 0 && !self.flow => break,
                (b'/', None) if self.rest().starts_with("//") && !self.flow => break,
                _ => {}
            }
            if !self.step(from) {
                break;
            }
        }
        let raw = self.since(from);
        let value = match raw {
            "" | "null" | "~" | "None" => Value::Nothing,
            _ => Value::Text(Text { raw, form: if self.flow { Form::Bare } else { word(raw) } }),
        };
        // A word that does not begin like one is no value: prose after a cut.
        self.cut |= raw.is_empty();
        Node { from, to: from + raw.len(), value }
    }
}

/// Numbers and switches are words; anything else would be evaluated.
pub fn word(raw: &str) -> Form {
    let number = raw.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    let switch = ["true", "false"].iter().any(|w| raw.eq_ignore_ascii_case(w));
    if number || switch { Form::Bare } else { Form::Expression }
}

enum Next {
    /// The text goes on.
    Goes,
    /// Another field begins, or the object ends.
    Field,
    /// The text was cut.
    Ends,
}

/// JSON that a document holds as text: the text decoded, and where each byte of it stands.
pub(super) struct Inner {
    text: String,
    places: Vec<usize>,
    from: usize,
}

impl Inner {
    /// Of a member, where that is a text.
    pub(super) fn of(member: &Node<'_>) -> Option<Self> {
        let Value::Text(text) = &member.value else { return None };
        let (text, places) = unescape_with_places(text.raw);
        Some(Self { text, places, from: member.from })
    }

    /// What it holds from the first of these brackets on, with places of the document.
    pub(super) fn parse(&self, brackets: &[char]) -> Option<Node<'_>> {
        let (mut node, _) = parse(&self.text, self.text.find(brackets)?);
        let last = self.places.last().map_or(0, |n| n + 1);
        node.move_to(&|at| self.from + self.places.get(at).copied().unwrap_or(last));
        Some(node)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn text(json: &str, path: &str) -> Option<String> {
        parse(json, 0).0.at(path).and_then(Node::text).map(String::from)
    }

    #[test]
    fn what_is_whole_is_read_whole() {
        let json = r#"{"a": {"b": [1, true, null, "x\u00e9\ud83d\ude00\n"]}, "c": {}} prose"#;
        let (node, end) = parse(json, 0);
        assert_eq!(&json[end..], " prose");
        let list = node.at("a.B").unwrap().each();
        assert_eq!(
            list.iter().map(|n| n.text().unwrap_or_default()).collect::<Vec<_>>(),
            ["1", "true", "", "x\u{e9}\u{1f600}\n"]
        );
        assert_eq!(list[1].switch(), Some(true));
        assert_eq!(node.path_to(&list[3]), "a.b[3]");
    }

    #[test]
    fn what_is_cut_gives_what_stands_before() {
        let cut = "{\"a\": \"1\", \"l\": [{\"name\": \"n\", \"id\": \"/subscriptions/0/gro\n...\n\n(the rest, \"quoted\" prose)";
        assert_eq!(text(cut, "a").as_deref(), Some("1"));
        assert_eq!(parse(cut, 0).0.at("l").unwrap().each()[0].text_of("name").as_deref(), Some("n"));
        assert_eq!(text("{\"data\": \"MIIB...\n  \"name\": \"n\"}", "name").as_deref(), Some("n"));
        assert_eq!(text("{\"a\": [...], ... \"b\": 2}", "b").as_deref(), Some("2"));
    }

    #[test]
    fn what_a_console_wrapped_is_put_together() {
        let (node, _) = parse("{\n   \"id\": \"/sub/res\n      ourceGroups\n      \"\n }", 0);
        assert_eq!(node.text_of("id").as_deref(), Some("/sub/resourceGroups"));
        assert_eq!(text("{\"Etag\": \"W/\"6f0c\"\", \"b\": \"c\"}", "b").as_deref(), Some("c"));
    }

    #[test]
    fn objects_of_bicep_are_read() {
        let bicep = "{\n  name: 'agw'\n  properties: {\n    id: resourceId('a/b', name, 'c') // why\n    hosts: [\n      'x'\n      'y'\n    ]\n  }\n}";
        assert_eq!(text(bicep, "name").as_deref(), Some("agw"));
        assert_eq!(text(bicep, "properties.id").as_deref(), Some("resourceId('a/b', name, 'c')"));
        assert_eq!(parse(bicep, 0).0.at("properties.hosts").unwrap().each().len(), 2);
    }

    #[test]
    fn depth_costs_nothing() {
        let deep = "[".repeat(100_000);
        assert!(parse(&deep, 0).1 > 0);
        let deep = "{\"a\":".repeat(100_000);
        assert!(parse(&deep, 0).1 > 0);
    }
}
