//! Blocks of HCL (Terraform) and declarations of Bicep as trees. A block is a field of its type's name that holds a
//! list of objects; its labels are the field `labels` in them. Expressions stay as they are written.

use super::braces;
use super::cursor::Cursor;
use super::tree::{Entry, Form, Node, Text, Value};
use crate::octets::char_ceil;

/// Whether a line begins a resource of Terraform or Bicep.
pub fn starts(content: &str) -> bool {
    const BLOCKS: &[&str] =
        &["resource \"", "data \"", "variable \"", "provider \"", "module \"", "output \"", "locals {", "terraform {"];
    BLOCKS.iter().any(|block| content.starts_with(block)) || content.starts_with("resource ") && bicep(content).is_some()
}

/// The type of `resource name 'type@version' = {`, and the length up to the brace.
fn bicep(content: &str) -> Option<(&str, usize)> {
    let open = content.find('\'')?;
    let kind = content[open + 1..].split('\'').next()?;
    let (kind, _) = kind.split_once('@')?;
    let after = open + content[open..].find('=')?;
    let brace = after + content[after..].split('\n').next()?.find('{')?;
    (!kind.contains(['\n', ' '])).then_some((kind, brace))
}

/// Octets before a resource of Bicep in which its variables are looked for, and how many are kept.
const REACH: usize = 16 << 10;
const DECLARED: usize = 500;

/// Variables and parameters of Bicep that stand before a resource and have a text for their value.
fn declared(text: &str, at: usize) -> impl Iterator<Item = (&str, &str)> {
    let from = char_ceil(text, at.saturating_sub(REACH));
    text[from..at].lines().filter_map(|line| {
        let (names, value) = line.strip_prefix("var ").or_else(|| line.strip_prefix("param "))?.split_once('=')?;
        let value = value.trim().strip_prefix('\'')?.split('\'').next()?;
        Some((names.split_whitespace().next()?, value))
    })
}

/// The resources from `at` on, one after the other: an object with the fields `resource` or `data`. Of Bicep: a list
/// of objects with their `type`.
pub fn parse(text: &str, at: usize) -> (Node<'_>, usize) {
    if let Some((kind, brace)) = text.get(at..).and_then(|rest| bicep(rest.split_inclusive('\n').next().unwrap_or_default())) {
        let (mut node, end) = braces::parse(text, at + brace);
        if let Value::Map(entries) = &mut node.value {
            let plain = |from: usize, raw| Node { from, to: from, value: Value::Text(Text::plain(raw)) };
            entries.insert(0, Entry::plain("bicepType", plain(at, kind)));
            let known = declared(text, at).take(DECLARED).map(|(name, value)| Entry::plain(name, plain(at, value)));
            let node = Node { from: at, to: at, value: Value::Map(known.collect()) };
            entries.push(Entry::plain("bicepNames", node));
        }
        return (node, end);
    }
    let mut parser = Cursor::new(text, at);
    let entries = parser.body(0, true);
    let end = parser.at;
    (Node { from: at, to: end, value: Value::Map(entries) }, end)
}

const fn name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')
}

impl<'t> Cursor<'t> {
    pub fn gap(&mut self, lines: bool) {
        loop {
            match self.bytes.get(self.at..).unwrap_or(&[]) {
                [b' ' | b'\t' | b'\r', ..] => self.at += 1,
                [b'\n' | b',', ..] if lines => self.at += 1,
                [b'#', ..] | [b'/', b'/', ..] => self.at = self.rest().find('\n').map_or(self.bytes.len(), |n| self.at + n),
                [b'/', b'*', ..] => self.skip_to("*/"),
                _ => return,
            }
        }
    }

    /// Attributes and blocks up to the closing brace; at the top, blocks alone.
    fn body(&mut self, depth: usize, top: bool) -> Vec<Entry<'t>> {
        let mut entries: Vec<Entry<'t>> = Vec::new();
        while !self.cut {
            self.gap(true);
            if !self.goes_on(depth) {
                break;
            }
            let start = self.at;
            match self.peek() {
                Some(b'}') if !top => {
                    self.at += 1;
                    break;
                }
                Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => {}
                Some(b'"') if !top => {}
                _ => {
                    self.cut = !top;
                    break;
                }
            }
            let key = if self.peek() == Some(b'"') { self.string().0 } else { Text::plain(self.word(name)) };
            let mut labels = Vec::new();
            self.gap(false);
            while self.peek() == Some(b'"') {
                let (label, from) = self.string();
                labels.push(Node { from, to: from + label.raw.len(), value: Value::Text(label) });
                self.gap(false);
            }
            match self.peek() {
                Some(b'{') => {
                    let from = self.at;
                    self.at += 1;
                    let mut fields = self.body(depth + 1, false);
                    if !labels.is_empty() {
                        let node = Node { from, to: from, value: Value::List(labels) };
                        fields.insert(0, Entry::plain("labels", node));
                    }
                    let block = Node { from, to: self.at, value: Value::Map(fields) };
                    match entries.iter_mut().find(|e| e.key == key).map(|e| &mut e.node) {
                        Some(Node { to, value: Value::List(list), .. }) => {
                            *to = block.to;
                            list.push(block);
                        }
                        _ => entries.push(Entry { key, node: Node { from, to: self.at, value: Value::List(vec![block]) } }),
                    }
                }
                Some(b'=' | b':') if !top => {
                    self.at += 1;
                    let node = self.term(depth + 1);
                    entries.push(Entry { key, node });
                }
                _ => {
                    // At the top this line is of something else.
                    self.at = start;
                    self.cut = !top;
                    break;
                }
            }
        }
        entries
    }

    fn string(&mut self) -> (Text<'t>, usize) {
        let from = self.at + 1;
        let mut at = from;
        let mut open = 0_usize;
        while let Some(&b) = self.bytes.get(at) {
            match b {
                b'\\' => at += 1,
                b'$' | b'%' if self.bytes.get(at + 1) == Some(&b'{') => open += 1,
                b'}' => open = open.saturating_sub(1),
                b'"' if open == 0 => break,
                b'\n' => break,
                _ => {}
            }
            at += 1;
        }
        let to = at.min(self.bytes.len());
        self.at = (to + usize::from(self.bytes.get(to) == Some(&b'"'))).min(self.bytes.len());
        (Text { raw: self.text.get(from..to).unwrap_or(""), form: Form::Escaped }, from)
    }

    /// A value; of a plan that has two, what will be.
    pub fn term(&mut self, depth: usize) -> Node<'t> {
        let node = self.now(depth);
        self.gap(false);
        if !self.cut && self.rest().starts_with("-> ") {
            self.at += 2;
            return self.term(depth + 1);
        }
        node
    }

    fn now(&mut self, depth: usize) -> Node<'t> {
        self.gap(false);
        if !self.goes_on(depth) {
            return Node::nothing(self.at);
        }
        let from = self.at;
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                let fields = self.body(depth + 1, false);
                Node { from, to: self.at, value: Value::Map(fields) }
            }
            Some(b'[') => {
                self.at += 1;
                let mut list = Vec::new();
                while !self.cut {
                    self.gap(true);
                    match self.peek() {
                        Some(b']') => {
                            self.at += 1;
                            break;
                        }
                        None => self.cut = true,
                        Some(_) => {
                            let before = self.at;
                            list.push(self.term(depth + 1));
                            self.cut |= self.at == before;
                        }
                    }
                }
                Node { from, to: self.at, value: Value::List(list) }
            }
            Some(b'<') if self.rest().starts_with("<<") => self.heredoc(),
            // TOML's texts as they stand, and those of several lines.
            Some(quote @ (b'\'' | b'"')) if quote == b'\'' || self.rest().starts_with("\"\"\"") => {
                let mark = ["\"\"\"", "'''"].into_iter().find(|m| self.rest().starts_with(m)).unwrap_or("'");
                let from = from + mark.len();
                self.at = from;
                self.skip_to(mark);
                let whole = self.text.get(from..self.at).unwrap_or("");
                let raw = whole.strip_suffix(mark).unwrap_or(whole);
                Node { from, to: from + raw.len(), value: Value::Text(Text::plain(raw)) }
            }
            _ => self.expression(),
        }
    }

    /// `<<EOT` and `<<-EOT`: the lines up to one that holds the mark alone.
    fn heredoc(&mut self) -> Node<'t> {
        self.at += 2;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let mark = self.word(name);
        self.skip_to("\n");
        let from = self.at;
        let mut to = from;
        for line in self.rest().split_inclusive('\n') {
            if line.trim() == mark {
                self.at = to + line.trim_end_matches('\n').len();
                return Node { from, to, value: Value::Text(Text::plain(self.text.get(from..to).unwrap_or(""))) };
            }
            to += line.len();
        }
        self.cut = true;
        self.at = to;
        Node { from, to, value: Value::Text(Text::plain(self.text.get(from..to).unwrap_or(""))) }
    }

    /// A text alone is a text; anything else stays as it is written.
    fn expression(&mut self) -> Node<'t> {
        let from = self.at;
        let mut open = 0_usize;
        let mut strings = 0;
        let mut first = None;
        while let Some(b) = self.peek() {
            match b {
                // A plan goes on with what will be.
                b'-' if open == 0 && self.rest().starts_with("-> ") => break,
                b'"' => {
                    let begin = self.at;
                    let (text, at) = self.string();
                    strings += 1;
                    first = first.or((begin == from).then_some((text, at)));
                    continue;
                }
                b'(' | b'[' | b'{' => open += 1,
                b')' => open = open.saturating_sub(1),
                b']' | b'}' | b',' if open == 0 => break,
                b']' | b'}' => open -= 1,
                b'\n' if open == 0 => break,
                b'#' if open == 0 => break,
                b'/' if open == 0 && self.rest().starts_with("//") => break,
                _ => {}
            }
            if !self.step(from) {
                break;
            }
        }
        let raw = self.since(from);
        match first {
            Some((text, at)) if strings == 1 && raw.len() == text.raw.len() + 2 => {
                Node { from: at, to: at + text.raw.len(), value: Value::Text(text) }
            }
            _ if raw.is_empty() || raw == "null" => Node::nothing(from),
            _ => Node { from, to: from + raw.len(), value: Value::Text(Text { raw, form: braces::word(raw) }) },
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_lists_and_expressions_stay() {
        let hcl = "resource \"azurerm_x\" \"main\" {\n  name = \"agw\" # why\n  pool {\n    name  = \"a\"\n    fqdns = [\"x.example\", var.y]\n  }\n  pool { name = \"b\" }\n  data = filebase64(\"${path.module}/root.cer\")\n  pem = <<-EOT\n    line\n  EOT\n  tags = { env = \"prod\", \"a b\" = 1 }\n}\n\nresource \"azurerm_x\" \"two\" {\n}\nprose\n";
        let (node, end) = parse(hcl, 0);
        assert_eq!(&hcl[end..], "prose\n");
        let resources = node.list("resource");
        assert_eq!(resources.len(), 2);
        let first = &resources[0];
        assert_eq!(first.list("labels").iter().filter_map(Node::text).collect::<Vec<_>>(), ["azurerm_x", "main"]);
        assert_eq!(first.text_of("name").as_deref(), Some("agw"));
        assert_eq!(first.list("pool").iter().filter_map(|p| p.text_of("name")).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(first.list("pool")[0].list("fqdns").len(), 2);
        assert_eq!(first.text_of("data").as_deref(), Some("filebase64(\"${path.module}/root.cer\")"));
        assert_eq!(first.text_of("pem").as_deref(), Some("    line\n"));
        let (plan, _) = parse(
            "resource \"x\" \"y\" {\n  a = \"old\" -> \"new\" # forces replacement\n  b = \"x\" -> null\n  c = [\n    \"x\",\n  ] -> null\n  d = 1 -> 2\n}\n",
            0,
        );
        assert_eq!(plan.list("resource")[0].text_of("a").as_deref(), Some("new"));
        assert_eq!(plan.list("resource")[0].text_of("b"), None);
        assert!(plan.list("resource")[0].list("c").is_empty());
        assert_eq!(plan.list("resource")[0].text_of("d").as_deref(), Some("2"));
        assert_eq!(first.at("tags.env").and_then(Node::text).as_deref(), Some("prod"));
    }

    #[test]
    fn a_declaration_of_bicep_knows_its_type() {
        let bicep = "var host = 'a.example'\nparam size int = 2\nresource agw 'Microsoft.Network/applicationGateways@2023-09-01' = {\n  name: 'agw'\n}\n";
        let at = bicep.find("resource").unwrap();
        assert!(starts(&bicep[at..]));
        let (node, _) = parse(bicep, at);
        assert_eq!(node.at("bicepNames.host").and_then(Node::text).as_deref(), Some("a.example"));
        assert_eq!(node.text_of("bicepType").as_deref(), Some("Microsoft.Network/applicationGateways"));
        assert_eq!(node.text_of("name").as_deref(), Some("agw"));
    }
}
