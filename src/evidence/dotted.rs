//! Trees out of lines whose names have points: the tables of TOML (toml.io/en/v1.0.0) and Java's properties.

use super::cursor::Cursor;
use super::limits;
use super::segments::Segment;
use super::tree::{Entry, Node, Text, Value};

/// Parts of a name.
const PARTS: usize = 32;

/// Whether a line begins a table of a configuration that is read: Traefik's, of today and of version 1.
pub(super) fn starts(content: &str) -> bool {
    // What stands above the tables of version 1.
    let option = content.split_once('=').map_or("", |(name, _)| name.trim_end());
    if ["rootCAs", "insecureSkipVerify", "defaultEntryPoints"].contains(&option) {
        return true;
    }
    let name = content.trim_end().trim_start_matches('[');
    let part = name.split(['.', ']']).next().unwrap_or_default();
    let family = ["http", "tcp", "tls", "entryPoints", "backends", "frontends"].contains(&part);
    content.starts_with('[') && family && name.ends_with(']')
}

/// The tables from `at` on, and where reading them ended.
pub(super) fn toml(text: &str, at: usize) -> (Node<'_>, usize) {
    let mut cursor = Cursor::new(text, at);
    let mut root = Vec::new();
    let mut table: Vec<Text<'_>> = Vec::new();
    let mut end = at;
    loop {
        cursor.gap(true);
        let begin = cursor.at;
        if cursor.cut || !cursor.goes_on(0) {
            break;
        }
        if cursor.peek() == Some(b'[') {
            cursor.at += 1;
            let fresh = cursor.peek() == Some(b'[');
            cursor.at += usize::from(fresh);
            table = names(&mut cursor);
            if table.is_empty() || cursor.peek() != Some(b']') || inner(&mut root, &table, fresh, begin).is_none() {
                break;
            }
            cursor.skip_to("\n");
        } else {
            let path = names(&mut cursor);
            if path.is_empty() || cursor.peek() != Some(b'=') {
                break;
            }
            cursor.at += 1;
            let node = cursor.term(0);
            let found = inner(&mut root, &table, false, begin).and_then(|own| inner(own, &path[..path.len() - 1], false, begin));
            let (Some(own), Some(&key)) = (found, path.last()) else { break };
            own.push(Entry { key, node });
        }
        end = cursor.at;
    }
    (whole(root, at), end)
}

/// Names with points between them, and the blanks after them.
fn names<'t>(cursor: &mut Cursor<'t>) -> Vec<Text<'t>> {
    let mut found = Vec::new();
    while found.len() < PARTS {
        cursor.gap(false);
        let quote = cursor.peek().filter(|b| matches!(b, b'"' | b'\''));
        cursor.at += usize::from(quote.is_some());
        let raw = match quote {
            Some(quote) => cursor.word(|b| b != quote && b != b'\n'),
            None => cursor.word(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')),
        };
        cursor.at += usize::from(quote.is_some() && cursor.peek() == quote);
        if raw.is_empty() {
            return Vec::new();
        }
        found.push(Text::plain(raw));
        cursor.gap(false);
        if cursor.peek() != Some(b'.') {
            return found;
        }
        cursor.at += 1;
    }
    Vec::new()
}

/// Lines of `name=value`, as a tree of the parts of their names.
pub(super) fn properties<'t>(segment: &Segment<'t>) -> Node<'t> {
    let mut root = Vec::new();
    let mut ends = 0;
    for (at, line) in segment.lines().take(limits::SEGMENTS) {
        let Some(sign) = line.find(['=', ':']).filter(|_| at >= ends && !line.trim_start().starts_with(['#', '!'])) else {
            continue;
        };
        let path: Vec<Text<'_>> = line[..sign].trim().split('.').take(PARTS).map(Text::plain).collect();
        let from = at + line.len() - line[sign + 1..].trim_start().len();
        let mut to = at + line.trim_end().len();
        // A backslash at its end continues a line.
        while segment.text[..to].ends_with('\\') && to < segment.to {
            let rest = &segment.text[to..segment.to];
            let next = rest.strip_prefix('\n').unwrap_or(rest);
            to += rest.len() - next.len() + next.find('\n').unwrap_or(next.len());
        }
        ends = to;
        let from = from.min(to);
        let value = Value::Text(Text::plain(segment.text[from..to].trim_end()));
        if let Some((key, around)) = path.split_last()
            && let Some(own) = inner(&mut root, around, false, at)
        {
            own.push(Entry { key: *key, node: Node { from, to, value } });
        }
    }
    whole(root, segment.from)
}

/// The fields of the table with this name, which is made if it is new; `fresh`: one more of a list.
fn inner<'a, 't>(
    mut fields: &'a mut Vec<Entry<'t>>,
    path: &[Text<'t>],
    fresh: bool,
    at: usize,
) -> Option<&'a mut Vec<Entry<'t>>> {
    let table = || Node { from: at, to: at, value: Value::Map(Vec::new()) };
    for (n, key) in path.iter().enumerate() {
        let many = fresh && n + 1 == path.len();
        let place = match fields.iter().position(|entry| entry.key.raw == key.raw) {
            Some(place) => place,
            None => {
                let node = if many { Node { value: Value::List(Vec::new()), ..table() } } else { table() };
                fields.push(Entry { key: *key, node });
                fields.len() - 1
            }
        };
        let mut node = &mut fields[place].node;
        if matches!(node.value, Value::List(_)) {
            let Value::List(list) = &mut node.value else { return None };
            if many {
                list.push(table());
            }
            node = list.last_mut()?;
        }
        let Value::Map(own) = &mut node.value else { return None };
        fields = own;
    }
    Some(fields)
}

fn whole(fields: Vec<Entry<'_>>, at: usize) -> Node<'_> {
    let mut node = Node { from: at, to: at, value: Value::Map(fields) };
    cover(&mut node);
    node
}

/// Lets every table reach as far as what is in it.
fn cover(node: &mut Node<'_>) {
    let mut reach = (node.from, node.to);
    let mut take = |inner: &mut Node<'_>| {
        cover(inner);
        reach = (reach.0.min(inner.from), reach.1.max(inner.to));
    };
    match &mut node.value {
        Value::List(list) => list.iter_mut().for_each(&mut take),
        Value::Map(fields) => fields.iter_mut().for_each(|entry| take(&mut entry.node)),
        _ => return,
    }
    (node.from, node.to) = reach;
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_toml_are_a_tree() {
        let text = "[http.routers.www]\n  rule = \"Host(`a.example`)\" # why\n[[tls.certificates]]\n  certFile = '/a.pem'\n[[tls.certificates]]\n  certFile = \"/b.pem\"\n[http.serversTransports.x]\n  rootCAs = [\n    \"/r.pem\", '/s.pem'\n  ]\n  a.b = \"\"\"\nline\n\"\"\"\nprose\n";
        let (node, end) = toml(text, 0);
        assert_eq!(&text[end..], "\nprose\n");
        assert_eq!(node.at("http.routers.www.rule").and_then(Node::text).as_deref(), Some("Host(`a.example`)"));
        let files: Vec<_> = node.at("tls.certificates").unwrap().each().iter().filter_map(|c| c.text_of("certFile")).collect();
        assert_eq!(files, ["/a.pem", "/b.pem"]);
        let roots = node.at("http.serversTransports.x.rootCAs").unwrap();
        assert_eq!(roots.each().iter().filter_map(Node::literal).collect::<Vec<_>>(), ["/r.pem", "/s.pem"]);
        assert_eq!(node.path_to(&roots.each()[1]), "http.serversTransports.x.rootCAs[1]");
        assert!(node.at("http.serversTransports.x.a.b").is_some());
    }

    #[test]
    fn names_with_points_cost_nothing() {
        let deep = format!("[http.{}]\nx = 1\n", "a.".repeat(10_000));
        let _ = toml(&deep, 0);
        let wide: String = (0..5_000).map(|n| format!("[http.a{n}]\n")).collect();
        let _ = toml(&wide, 0);
    }
}
