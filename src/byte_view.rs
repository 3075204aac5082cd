//! The tree of elements as it crosses the boundary.

use crate::der::{self, Node};
use crate::report::DerNode;
use crate::x509;

/// All elements in `bytes` with absolute offsets. Never fails: what is wrong is a node's problem. Where the bytes are
/// not exactly one element, the root stands for all of them.
#[must_use]
pub fn der_tree(bytes: &[u8]) -> DerNode {
    let mut tree = der::tree(bytes);
    let cut = if tree.cut { message("too-many") } else { "" };
    let mut root = match tree.roots.len() {
        1 => tree.roots.pop().map(convert).unwrap_or_default(),
        _ => DerNode {
            to: bytes.len(),
            tag: "bytes".to_owned(),
            children: tree.roots.into_iter().map(convert).collect(),
            ..DerNode::default()
        },
    };
    if root.problem.is_empty() {
        root.problem = cut;
    }
    if let Ok(certificate) = x509::decode_facts(bytes) {
        for problem in x509::second_reading(&certificate) {
            if let Some(at) = problem.at {
                mark(&mut root, (at.from, at.to), x509::sentence(problem.id));
            }
        }
    }
    root
}

/// Says it of the first element with exactly these octets, unless something is wrong with it already.
fn mark(node: &mut DerNode, at: (usize, usize), problem: &'static str) {
    if (node.from, node.to) == at {
        if node.problem.is_empty() {
            node.problem = problem;
        }
    } else if let Some(child) = node.children.iter_mut().find(|c| c.from <= at.0 && at.1 <= c.to) {
        mark(child, at, problem);
    }
}

/// The walker bounds the depth, and with it this recursion.
fn convert(node: Node) -> DerNode {
    let tag = match (node.class, node.name) {
        ("", _) => "bytes".to_owned(),
        ("universal", name) if !name.is_empty() => name.to_owned(),
        ("context", _) => format!("[{}]", node.tag),
        (class, _) => format!("[{} {}]", class.to_ascii_uppercase(), node.tag),
    };
    DerNode {
        from: node.from,
        value: node.from + node.header_len,
        to: node.to,
        tag,
        field: node.field,
        text: node.value,
        problem: node.problem.map_or("", message),
        class: node.class,
        number: node.tag,
        constructed: node.constructed,
        indefinite: node.indefinite,
        encapsulates: node.encapsulates,
        children: node.children.into_iter().map(convert).collect(),
    }
}

fn message(problem: &str) -> &'static str {
    match problem {
        "truncated" => "The length points past the end of what surrounds it.",
        "length-not-minimal" => "The length is written with more octets than it needs, which DER forbids.",
        "too-deep" => "Nested too deep to be shown further.",
        "too-many" => "More elements than are shown.",
        _ => "These bytes do not read as an element.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_element_is_the_root() {
        let root = der_tree(&[0x30, 0x05, 0xa0, 0x03, 0x02, 0x01, 0x07]);
        assert_eq!((root.tag.as_str(), root.from, root.value, root.to), ("SEQUENCE", 0, 2, 7));
        let context = &root.children[0];
        assert_eq!((context.tag.as_str(), context.children[0].text.as_str()), ("[0]", "7"));
    }

    #[test]
    fn anything_else_has_a_root_for_all_bytes() {
        let root = der_tree(&[5, 0, 5, 0, 0x42, 0xff]);
        assert_eq!((root.tag.as_str(), root.to, root.children.len()), ("bytes", 6, 3));
        assert_eq!(root.children[2].problem, "These bytes do not read as an element.");
        assert_eq!(der_tree(&[]).to, 0);
    }
}
