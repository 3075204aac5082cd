//! What `kubectl describe` prints: of a Secret what is in it without its bytes, of other objects their fields in words
//! (kubectl's `describe.go`). Objects are told by the tables of [`super::kubernetes`].

use super::kubernetes::{self, WITHOUT_BYTES};
use super::out::Out;
use super::segments::Segment;
use super::tree::{Entry, Node, Text, Value};
use crate::report::Command;
use std::collections::BTreeSet;

/// Lines of one object that are looked at.
const LINES: usize = 2_000;

/// A line: how far it is indented, its label if it has one, and what follows.
struct Line<'t> {
    at: usize,
    indent: usize,
    label: &'t str,
    value: (usize, &'t str),
}

fn line<'t>(at: usize, text: &'t str) -> Option<Line<'t>> {
    let content = text.trim();
    let indent = text.len() - text.trim_start().len();
    let from = at + indent;
    // Addresses and times have colons too, and no blank after them.
    let colon =
        content.match_indices(':').map(|(n, _)| n).find(|&n| content[n + 1..].is_empty() || content[n + 1..].starts_with(' '));
    let (label, value) = colon.map_or(("", content), |n| (&content[..n], content[n + 1..].trim_start()));
    (!content.is_empty()).then_some(Line { at, indent, label, value: (from + content.len() - value.len(), value) })
}

pub(super) fn described(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut lines: Vec<Line<'_>> = segment.lines().filter_map(|(at, text)| line(at, text)).take(LINES).collect();
    let first = lines.iter().position(|line| line.indent == 0 && line.label == "Name" && plain(line.value.1))?;
    lines.drain(..first);
    // One object after another begins with its name again.
    let next = lines.iter().skip(1).position(|line| line.indent == 0 && line.label == "Name");
    lines.truncate(next.map_or(lines.len(), |n| n + 1));
    let field = |label: &str| lines.iter().find(|line| line.indent == 0 && line.label == label).map(|line| line.value);
    let (name, namespace) = (field("Name")?, field("Namespace").map_or("default", |(_, namespace)| namespace));
    let last = lines.last()?;
    let (from, to) = (lines[0].at, last.value.0 + last.value.1.len());
    if field("Type").is_some() && plain(namespace) && secret(&lines, name.1, namespace, (from, to), out) {
        return Some((from, to));
    }
    let root = Node { from, to, value: Value::Map(object(&lines)?) };
    let mut inner = out.with_root(&root);
    kubernetes::one(&root, &mut inner);
    let found = inner.take();
    out.add(found);
    Some((from, to))
}

fn plain(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
}

fn secret(lines: &[Line<'_>], name: &str, namespace: &str, (from, to): (usize, usize), out: &mut Out<'_>) -> bool {
    let sized = |line: &&Line<'_>| line.value.1.ends_with(" bytes");
    let mut sized = lines.iter().filter(sized).filter(|line| matches!(line.label, "tls.crt" | "ca.crt" | "tls.key")).peekable();
    if sized.peek().is_none() {
        return false;
    }
    out.begin("kubernetes", out.text_place(from, to));
    out.summary("Kubernetes object Secret ", name);
    let command = ["kubectl get secret ", name, " -n ", namespace, " -o yaml"].concat();
    for line in sized.filter(|line| line.label != "tls.key") {
        let fill = Some(Command::new("kubectl", command.clone()));
        out.hole(out.text_place(line.at, line.value.0 + line.value.1.len()), WITHOUT_BYTES, Some(name), fill);
    }
    true
}

fn text((at, raw): (usize, &str)) -> Node<'_> {
    Node { from: at, to: at + raw.len(), value: Value::Text(Text::plain(raw)) }
}

fn map<'t>(at: usize, entries: impl IntoIterator<Item = (&'t str, Node<'t>)>) -> Node<'t> {
    let entries = entries.into_iter().map(|(name, node)| Entry::plain(name, node));
    Node { from: at, to: at, value: Value::Map(entries.collect()) }
}

fn list(at: usize, list: Vec<Node<'_>>) -> Node<'_> {
    Node { from: at, to: at, value: Value::List(list) }
}

/// The fields of an object as the object itself has them.
fn object<'t>(lines: &[Line<'t>]) -> Option<Vec<Entry<'t>>> {
    let top = |label: &str| lines.iter().position(|line| line.indent == 0 && line.label == label);
    // An object of a kind that kubectl does not know is printed field by field.
    let mut entries = if top("API Version").is_some() && top("Kind").is_some() {
        fields(lines, &mut 0, 0, 0)
    } else {
        ingress(lines, top("Rules")?)
    };
    let own = |label: &str| top(label).map(|n| text(lines[n].value));
    let metadata =
        [("name", own("Name")), ("namespace", own("Namespace")), ("annotations", annotations(lines, top("Annotations")))];
    let metadata = map(lines[0].at, metadata.into_iter().filter_map(|(key, node)| Some((key, node?))));
    entries.retain(|entry| !entry.key.is("metadata"));
    entries.push(Entry::plain("metadata", metadata));
    Some(entries)
}

/// Fields at this indentation and deeper; lines without a label are elements.
fn fields<'t>(lines: &[Line<'t>], at: &mut usize, indent: usize, depth: usize) -> Vec<Entry<'t>> {
    let mut entries = Vec::new();
    while let Some(line) = lines.get(*at).filter(|line| line.indent >= indent && depth < 16) {
        *at += 1;
        let below = |n: usize| lines.get(n).filter(|next| next.indent > line.indent);
        let node = match below(*at) {
            Some(next) if line.value.1.is_empty() && next.label.is_empty() => {
                let mut elements = Vec::new();
                while let Some(next) = below(*at) {
                    elements.push(text(next.value));
                    *at += 1;
                }
                list(line.at, elements)
            }
            Some(next) if line.value.1.is_empty() => one_or_several(line.at, fields(lines, at, next.indent, depth + 1)),
            _ => text(line.value),
        };
        entries.push(Entry::plain(line.label, node));
    }
    entries
}

/// Objects of a list are printed one below another: where a label comes again, the next one begins.
fn one_or_several(at: usize, entries: Vec<Entry<'_>>) -> Node<'_> {
    let object = |entries| Node { from: at, to: at, value: Value::Map(entries) };
    let mut all = vec![Vec::new()];
    let mut seen = BTreeSet::new();
    for entry in entries {
        let label = entry.key.raw;
        if !label.is_empty() && !seen.insert(label) {
            seen.clear();
            seen.insert(label);
            all.push(Vec::new());
        }
        if let Some(last) = all.last_mut() {
            last.push(entry);
        }
    }
    if all.len() == 1 { object(all.remove(0)) } else { list(at, all.into_iter().map(object).collect()) }
}

/// `www-tls terminates a.example,b.example`, and the names in front of the paths.
fn ingress<'t>(lines: &[Line<'t>], rules: usize) -> Vec<Entry<'t>> {
    let from = lines[rules].at;
    let tls = lines.iter().filter_map(|line| {
        let (at, whole) = line.value;
        let (secret, names) = whole.split_once(" terminates ").filter(|_| line.label.is_empty())?;
        let start = at + secret.len() + " terminates ".len();
        let names = names.split(',').scan(start, |at, name| {
            let here = *at;
            *at += name.len() + 1;
            Some(text((here, name)))
        });
        let names = list(at, names.collect());
        Some(map(at, [("secretName", text((at, secret))), ("hosts", names)]))
    });
    let below = lines[rules + 1..].iter().take_while(|line| line.indent > 0);
    // The column of names has blanks in it for the paths of the name above.
    let column = lines.get(rules + 1).map_or(2, |line| line.indent);
    let host = |line: &&Line<'t>| {
        line.indent == column && line.value.1.contains('.') && plain(line.value.1.split(' ').next().unwrap_or_default())
    };
    let hosts = below.filter(host).map(|line| {
        let (at, whole) = line.value;
        map(at, [("host", text((at, whole.split(' ').next().unwrap_or_default())))])
    });
    let spec = map(from, [("tls", list(from, tls.collect())), ("rules", list(from, hosts.collect()))]);
    let kind = text((from, "Ingress"));
    [("kind", kind), ("spec", spec)].map(|(raw, node)| Entry::plain(raw, node)).into()
}

/// The first stands behind its label, the others below it.
fn annotations<'t>(lines: &[Line<'t>], at: Option<usize>) -> Option<Node<'t>> {
    let first = &lines[at?];
    let own = line(first.value.0, first.value.1);
    let below = lines[at? + 1..].iter().take_while(|line| line.indent > 0);
    let all = own.iter().map(|line| (line.label, text(line.value))).chain(below.map(|line| (line.label, text(line.value))));
    Some(map(first.at, all.filter(|(label, _)| !label.is_empty()).collect::<Vec<_>>()))
}
