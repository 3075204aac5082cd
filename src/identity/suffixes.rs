//! Public suffixes, from the ICANN part of the Public Suffix List: under them names are registered, so a wildcard
//! right before one would cover everybody's names.

use std::cmp::Ordering;

/// See the head of the file for its form and licence.
const LIST: &str = include_str!("../../data/public-suffixes.txt");

/// The public suffix of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suffix<'a> {
    /// The suffix, without leading dot.
    pub name: &'a str,
    /// Whether the list has its top-level domain; a name under an unknown one (`.internal`, `.local`) is measured by
    /// the list's default rule, which makes the last label the suffix.
    pub known: bool,
}

/// The public suffix of a lower-case A-label name without trailing dot. The name may itself be one.
#[must_use]
pub fn public_suffix(name: &str) -> Suffix<'_> {
    let labels: Vec<&str> = name.rsplit('.').take(6).collect();
    let top = labels.first().copied().unwrap_or_default();
    let Some(mut children) = top_level(top) else { return Suffix { name: top, known: false } };
    // Depth (in labels) of the longest suffix so far. The default rule makes every top-level domain one.
    let mut longest = 1;
    let mut every_child = children.rule == b'*' || children.rule == b'+';
    for (i, label) in labels.iter().enumerate().skip(1) {
        let child = children.child(label);
        match child.map(|c| c.rule) {
            Some(b'!') => {
                longest = i;
                break;
            }
            Some(b' ' | b'+') => longest = i + 1,
            _ if every_child => longest = i + 1,
            _ => {}
        }
        let Some(found) = child else { break };
        every_child = found.rule == b'*' || found.rule == b'+';
        children = found;
    }
    let length: usize = labels.iter().take(longest).map(|l| l.len() + 1).sum::<usize>().saturating_sub(1);
    Suffix { name: name.get(name.len().saturating_sub(length)..).unwrap_or(name), known: true }
}

/// A node of the list: its flag (a blank where the file has none) and the text of its children.
#[derive(Clone, Copy)]
struct Node {
    rule: u8,
    children: &'static str,
}

impl Node {
    fn read(text: &'static str) -> (Self, &'static str) {
        let (head, children) = text.split_once('(').unwrap_or((text, ""));
        let rule = head.bytes().next().filter(|b| b"*+!?".contains(b)).unwrap_or(b' ');
        let label = if rule == b' ' { head } else { head.get(1..).unwrap_or_default() };
        (Self { rule, children: children.strip_suffix(')').unwrap_or(children) }, label)
    }

    fn child(self, label: &str) -> Option<Self> {
        let mut depth = 0_usize;
        let mut start = 0;
        for (i, byte) in self.children.bytes().chain([b' ']).enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                b' ' if depth == 0 => {
                    let (node, name) = Self::read(self.children.get(start..i).unwrap_or_default());
                    if name == label {
                        return Some(node);
                    }
                    start = i + 1;
                }
                _ => {}
            }
        }
        None
    }
}

/// The file's lines stand in the order of their labels.
fn top_level(label: &str) -> Option<Node> {
    let (mut from, mut to) = (0, LIST.len());
    while from < to {
        let middle = LIST[..from.midpoint(to)].rfind('\n').map_or(0, |at| at + 1).max(from);
        let line = LIST[middle..].split('\n').next().unwrap_or_default();
        let (node, name) = Node::read(line);
        match if line.starts_with('#') { Ordering::Less } else { name.cmp(label) } {
            Ordering::Equal => return Some(node),
            Ordering::Less => from = middle + line.len() + 1,
            Ordering::Greater => to = middle,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{LIST, Node, public_suffix};

    #[test]
    fn lines_stand_in_the_order_of_their_labels() {
        let labels: Vec<&str> = LIST.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| Node::read(l).1).collect();
        assert!(LIST.is_ascii() && labels.len() > 1000 && labels.is_sorted());
        for label in labels {
            assert!(super::top_level(label).is_some(), "{label}");
        }
    }

    #[test]
    fn suffixes_follow_rules_wildcards_and_exceptions() {
        // Taken from the algorithm's description: longest rule wins, exceptions win over wildcards.
        for (name, suffix) in [
            ("www.example.com", "com"),
            ("com", "com"),
            ("www.example.co.uk", "co.uk"),
            ("a.b.example.sch.uk", "example.sch.uk"),
            ("sch.uk", "uk"),
            ("foo.ck", "foo.ck"),
            ("www.ck", "ck"),
            ("a.b.kawasaki.jp", "b.kawasaki.jp"),
            ("kawasaki.jp", "jp"),
            ("a.city.kawasaki.jp", "kawasaki.jp"),
            ("x.aizumi.tokushima.jp", "aizumi.tokushima.jp"),
            ("example.xn--mgbaam7a8h", "xn--mgbaam7a8h"),
            ("b.nom.br", "b.nom.br"),
            ("nom.br", "br"),
            // Private part of the list: not a suffix here.
            ("x.github.io", "io"),
        ] {
            assert_eq!(public_suffix(name).name, suffix, "{name}");
            assert!(public_suffix(name).known, "{name}");
        }
        assert_eq!(public_suffix("app.contoso.internal").name, "internal");
        assert!(!public_suffix("app.contoso.internal").known);
        assert_eq!(public_suffix("").name, "");
    }
}
