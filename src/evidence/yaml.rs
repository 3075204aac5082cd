//! The subset of YAML 1.2 that programs write and people edit: block and flow collections, quoted and plain scalars,
//! blocks of lines. Anchors are passed over and aliases stand for nothing, so that no alias multiplies anything.

use super::braces;
use super::limits;
use super::tree::{Entry, Form, Node, Text, Value};
use crate::octets::char_ceil;

/// The document whose first line starts at `at`, and where it ended: at a line that is no YAML, `---` or the end.
pub fn parse(text: &str, at: usize) -> (Node<'_>, usize) {
    let mut parser = Parser { text, at, nodes: 0 };
    if parser.text.get(at..).is_some_and(|rest| rest.starts_with("---")) {
        parser.next_line();
    }
    let node = match parser.peek() {
        Some(line) => parser.block(line.column, 0),
        None => Node::nothing(at),
    };
    (node, parser.at)
}

/// Whether a line could be the first of a document.
pub fn starts(line: &str) -> bool {
    let line = line.trim_end();
    let content = line.trim_start_matches(' ');
    line == "---" || line.starts_with("--- ") || key(content.strip_prefix("- ").unwrap_or(content).trim_start()).is_some()
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    nodes: usize,
}

/// What is left of a line.
#[derive(Clone, Copy)]
struct Line<'t> {
    column: usize,
    from: usize,
    content: &'t str,
}

/// The name before a colon, and the length of both.
fn key(content: &str) -> Option<(Text<'_>, usize)> {
    let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (raw, form, end) = if let Some(quote) = quote {
        let length = content[1..].find(quote)?;
        (&content[1..=length], Form::Plain, length + 2)
    } else {
        let end = content.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"_.-/$*@".contains(b)).count();
        (&content[..end], Form::Plain, end)
    };
    let after = content[end..].strip_prefix(':')?;
    (!raw.is_empty() && (after.is_empty() || after.starts_with([' ', '\t']))).then_some((Text { raw, form }, end + 1))
}

/// What stands before a comment, without blanks after it.
fn uncommented(text: &str) -> &str {
    let mut from = 0;
    while let Some(at) = text[from..].find('#') {
        let at = from + at;
        if at == 0 || text[..at].ends_with([' ', '\t']) {
            return text[..at].trim_end();
        }
        from = at + 1;
    }
    text.trim_end()
}

impl<'t> Parser<'t> {
    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |n| at + n)
    }

    fn next_line(&mut self) {
        self.at = (self.line_end(self.at) + 1).min(self.text.len());
    }

    /// The next content; blank lines, comments and lines of a template language are passed over.
    fn peek(&mut self) -> Option<Line<'t>> {
        while self.at < self.text.len() {
            let end = self.line_end(self.at);
            let rest = &self.text[self.at..end];
            let content = rest.trim_start_matches(' ');
            if content.trim_end().is_empty() || content.starts_with('#') || content.starts_with("{{") {
                self.at = (end + 1).min(self.text.len());
                continue;
            }
            let from = end - content.len();
            let start = self.text[..self.at].rfind('\n').map_or(0, |n| n + 1);
            return Some(Line { column: from - start, from, content });
        }
        None
    }

    /// The collection or scalar that begins at the next content.
    fn block(&mut self, column: usize, depth: usize) -> Node<'t> {
        self.nodes += 1;
        let Some(line) = self.peek() else { return Node::nothing(self.at) };
        if depth > limits::DEPTH || self.nodes > limits::NODES {
            self.at = self.text.len();
            return Node::nothing(line.from);
        }
        if is_item(line.content) {
            self.sequence(column, depth)
        } else if key(line.content).is_some() {
            self.mapping(column, depth)
        } else {
            self.at = line.from;
            self.scalar(column.saturating_sub(1), depth)
        }
    }

    fn sequence(&mut self, column: usize, depth: usize) -> Node<'t> {
        let from = self.at;
        let mut to = from;
        let mut list = Vec::new();
        while let Some(line) = self.peek() {
            if line.column != column || !is_item(line.content) {
                break;
            }
            self.at = line.from + 1;
            let after = line.content[1..].trim_start_matches(' ');
            let node = if uncommented(after).is_empty() {
                self.next_line();
                match self.peek() {
                    Some(next) if next.column > column => self.block(next.column, depth + 1),
                    _ => Node::nothing(line.from),
                }
            } else {
                self.at = line.from + (line.content.len() - after.len());
                if is_item(after) || key(after).is_some() {
                    let inner = column + (line.content.len() - after.len());
                    self.block(inner, depth + 1)
                } else {
                    self.scalar(column, depth)
                }
            };
            to = node.to.max(line.from);
            list.push(node);
        }
        Node { from, to, value: Value::List(list) }
    }

    fn mapping(&mut self, column: usize, depth: usize) -> Node<'t> {
        let from = self.at;
        let mut to = from;
        let mut entries = Vec::new();
        while let Some(line) = self.peek() {
            if line.column != column {
                break;
            }
            let Some((key, length)) = key(line.content) else { break };
            self.at = line.from + length;
            let rest = uncommented(properties(&line.content[length..]));
            let node = if rest.is_empty() {
                self.next_line();
                match self.peek() {
                    Some(next) if next.column > column || next.column == column && is_item(next.content) => {
                        self.block(next.column, depth + 1)
                    }
                    _ => Node::nothing(line.from + length),
                }
            } else {
                self.scalar(column, depth)
            };
            to = node.to.max(line.from + length);
            entries.push(Entry { key, node });
        }
        Node { from, to, value: Value::Map(entries) }
    }

    /// What stands on the line, and on the lines that continue it: those further in than `column`.
    fn scalar(&mut self, column: usize, depth: usize) -> Node<'t> {
        self.nodes += 1;
        let end = self.line_end(self.at);
        let rest = &self.text[self.at..end];
        let content = properties(rest);
        let from = end - content.len();
        match content.as_bytes() {
            [b'|' | b'>', ..] => self.lines(column, content.starts_with('>')),
            [b'*', ..] => {
                self.next_line();
                Node::nothing(from)
            }
            [b'{', b'{', ..] => {
                self.next_line();
                Node::nothing(from)
            }
            [b'{' | b'[' | b'"' | b'\'', ..] if depth <= limits::DEPTH => {
                let (node, stopped) = braces::flow(self.text, from);
                self.at = char_ceil(self.text, stopped.max(from + 1));
                self.next_line();
                node
            }
            _ => {
                let raw = uncommented(content);
                self.next_line();
                let mut to = from + raw.len();
                let mut several = false;
                while let Some(next) = self.peek() {
                    if next.column <= column || is_item(next.content) || key(next.content).is_some() || to == from {
                        break;
                    }
                    to = next.from + uncommented(next.content).len();
                    several = true;
                    self.next_line();
                }
                let raw = self.text.get(from..to).unwrap_or("");
                let form = if several { Form::Block(usize::MAX, true) } else { Form::Bare };
                let value = match raw {
                    "" | "null" | "~" | "Null" | "NULL" => Value::Nothing,
                    _ => Value::Text(Text { raw, form }),
                };
                Node { from, to, value }
            }
        }
    }

    /// A block of lines (`|` or `>`): those further in than `column`.
    fn lines(&mut self, column: usize, folded: bool) -> Node<'t> {
        self.next_line();
        let from = self.at;
        let mut to = from;
        let mut indent = None;
        while self.at < self.text.len() {
            let end = self.line_end(self.at);
            let line = &self.text[self.at..end];
            let content = line.trim_start_matches(' ');
            if !content.trim_end().is_empty() {
                let here = line.len() - content.len();
                // The lines of a block at the left margin stand further in than the key of nothing.
                if here <= column && !(column == 0 && here > 0) {
                    break;
                }
                let _ = indent.get_or_insert(here);
                to = end;
            }
            self.at = (end + 1).min(self.text.len());
        }
        let raw = self.text.get(from..to).unwrap_or("");
        let value = if raw.is_empty() {
            Value::Nothing
        } else {
            Value::Text(Text { raw, form: Form::Block(indent.unwrap_or(0), folded) })
        };
        Node { from, to, value }
    }
}

/// Without an anchor and a tag.
fn properties(text: &str) -> &str {
    let mut rest = text.trim_start_matches([' ', '\t']);
    while rest.starts_with(['&', '!']) {
        rest = rest.find([' ', '\t']).map_or("", |n| rest[n..].trim_start_matches([' ', '\t']));
    }
    rest
}

fn is_item(content: &str) -> bool {
    content.starts_with("- ") || content.trim_end() == "-"
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(yaml: &str, path: &str) -> Option<String> {
        parse(yaml, 0).0.at(path).and_then(Node::text).map(String::from)
    }

    #[test]
    fn what_az_and_kubectl_write_is_read() {
        let yaml = "pools:\n- addresses:\n  - fqdn: vm1.example # why\n  name: a\n- name: 'it''s'\nhosts: [a, \"b\", http://c/d]\ndata:\n  tls.crt: |\n    line 1\n    line 2\n  long: >-\n    one\n    two\nlast: \"x\\ty\"\nnone: null\n";
        let (node, end) = parse(yaml, 0);
        assert_eq!(end, yaml.len());
        assert_eq!(node.list("pools").len(), 2);
        assert_eq!(node.list("pools")[0].list("addresses")[0].text_of("fqdn").as_deref(), Some("vm1.example"));
        assert_eq!(node.list("pools")[1].text_of("name").as_deref(), Some("it's"));
        assert_eq!(node.list("hosts").iter().filter_map(Node::text).collect::<Vec<_>>(), ["a", "b", "http://c/d"]);
        let data = node.get("data").unwrap();
        assert_eq!(data.text_of("tls.crt").as_deref(), Some("line 1\nline 2"));
        assert_eq!(data.text_of("long").as_deref(), Some("one two"));
        assert_eq!(read(yaml, "last").as_deref(), Some("x\ty"));
        assert_eq!(node.get("none").unwrap().value, Value::Nothing);
    }

    #[test]
    fn documents_end_where_they_end() {
        let two = "a: 1\n---\nb: 2\nThis is prose.\n";
        let (_, end) = parse(two, 0);
        assert_eq!(&two[end..end + 3], "---");
        let (second, end) = parse(two, end);
        assert_eq!(second.text_of("b").as_deref(), Some("2"));
        assert_eq!(&two[end..], "This is prose.\n");
    }

    #[test]
    fn indentation_of_the_whole_and_aliases_do_no_harm() {
        let yaml = "    a: &x\n      b: 1\n    c: *x\n    d:\n      - - e\n        - f\n      - g: 1\n        h: 2\n";
        let (node, _) = parse(yaml, 0);
        assert_eq!(node.at("a.b").and_then(Node::text).as_deref(), Some("1"));
        assert_eq!(node.get("c").unwrap().value, Value::Nothing);
        assert_eq!(node.list("d")[0].each().len(), 2);
        assert_eq!(node.list("d")[1].text_of("h").as_deref(), Some("2"));
    }

    #[test]
    fn depth_costs_nothing() {
        let deep: String = (0..3000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
        let _ = parse(&deep, 0);
        let _ = parse(&"- ".repeat(100_000), 0);
    }
}
