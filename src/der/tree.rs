//! The whole of some bytes as a tree.

use super::reader::{Reader, Tlv, header, tag};
use super::schema::{Shape, recognise};
use super::value::{short, type_name};

/// Levels that are opened. What lies deeper is one node with a problem.
const DEPTH: usize = 64;
/// Nodes that are made. A certificate has a few hundred; a large revocation list has more than can be looked at.
const NODES: usize = 20_000;

/// Everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Outermost elements in order.
    pub roots: Vec<Node>,
    /// Number of nodes.
    pub count: usize,
    /// The limit on nodes was hit: some nodes lack their children.
    pub cut: bool,
}

/// One element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Offset of its first identifier octet in the bytes.
    pub from: usize,
    /// Identifier and length octets.
    pub header_len: usize,
    /// Octets of content.
    pub length: usize,
    /// Offset one past its last octet, end-of-contents octets included.
    pub to: usize,
    /// `universal`, `application`, `context` or `private`; empty for bytes that are no element.
    pub class: &'static str,
    /// Tag number.
    pub tag: u32,
    /// Made of elements.
    pub constructed: bool,
    /// Written with indefinite length.
    pub indefinite: bool,
    /// Its children are inside an OCTET STRING or BIT STRING.
    pub encapsulates: bool,
    /// Name of the universal type; empty for other classes.
    pub name: &'static str,
    /// Name of the field in the structure that defines it, where known.
    pub field: &'static str,
    /// Content as one short line.
    pub value: String,
    /// `truncated`, `unreadable`, `length-not-minimal`, `too-deep`, `too-many`.
    pub problem: Option<&'static str>,
    /// Elements inside.
    pub children: Vec<Node>,
}

/// Walks `bytes`. Offsets are absolute in them.
#[must_use]
pub fn tree(bytes: &[u8]) -> Tree {
    let mut walk = Walk { left: NODES, cut: false };
    let roots = walk.level(Reader::new(bytes, 0), None, DEPTH);
    Tree { roots, count: NODES - walk.left, cut: walk.cut }
}

struct Walk {
    left: usize,
    cut: bool,
}

impl Walk {
    /// Elements of one level; `shape` is `None` for the outermost, whose structure is recognised.
    fn level(&mut self, mut reader: Reader<'_>, shape: Option<&'static Shape>, depth: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut next = 0;
        while !reader.is_empty() {
            if self.left == 0 {
                self.cut = true;
                break;
            }
            self.left -= 1;
            let at = reader.at();
            let Ok(tlv) = reader.read() else {
                nodes.push(self.broken(reader.rest(), at, shape, &mut next, depth));
                break;
            };
            let (field, inside) = match shape {
                None => recognise(&tlv),
                Some(shape) => shape.child(tlv.tag, &mut next),
            };
            nodes.push(self.node(&tlv, field, inside, depth));
        }
        nodes
    }

    fn node(&mut self, tlv: &Tlv<'_>, field: &'static str, shape: &'static Shape, depth: usize) -> Node {
        let mut node = Node { field, problem: (tlv.ber && !tlv.indefinite).then_some("length-not-minimal"), ..describe(tlv) };
        let inner = if tlv.constructed() { Some(tlv.children()) } else { encapsulated(tlv) };
        if let Some(inner) = inner.filter(|r| !r.is_empty()) {
            node.encapsulates = !tlv.constructed();
            if depth == 0 {
                node.problem = Some("too-deep");
            } else if self.left == 0 {
                self.cut = true;
                node.problem = Some("too-many");
            } else {
                // Keys and certificates inside octets (PKCS#8, a PFX's certBag) are recognised like outermost ones.
                let known = !(node.encapsulates && matches!(shape, Shape::Any));
                node.children = self.level(inner, known.then_some(shape), depth - 1);
            }
        }
        node
    }

    /// The rest of a level that does not read as an element: with a header, the element cut to what is there.
    fn broken(&mut self, rest: &[u8], at: usize, shape: Option<&'static Shape>, next: &mut usize, depth: usize) -> Node {
        let unreadable = Node {
            from: at,
            length: rest.len(),
            to: at + rest.len(),
            value: short(&octets(rest, at)),
            problem: Some("unreadable"),
            ..Node::default()
        };
        let Ok(header) = header(rest, at) else { return unreadable };
        if header.length.is_none() && header.tag & 0x20 == 0 {
            return unreadable;
        }
        let tlv = Tlv {
            tag: header.tag,
            number: header.number,
            from: at,
            value_from: at + header.octets,
            full: rest,
            value: rest.get(header.octets..).unwrap_or(&[]),
            ber: false,
            indefinite: header.length.is_none(),
        };
        let (field, inside) = match shape {
            None => recognise(&tlv),
            Some(shape) => shape.child(tlv.tag, next),
        };
        let mut node = self.node(&tlv, field, inside, depth);
        node.problem = node.problem.or(Some("truncated"));
        node
    }
}

fn octets(rest: &[u8], at: usize) -> Tlv<'_> {
    Tlv { tag: tag::OCTET_STRING, number: 4, from: at, value_from: at, full: rest, value: rest, ber: false, indefinite: false }
}

fn describe(tlv: &Tlv<'_>) -> Node {
    let class = ["universal", "application", "context", "private"][usize::from(tlv.tag >> 6)];
    Node {
        from: tlv.from,
        header_len: tlv.value_from - tlv.from,
        length: tlv.value.len(),
        to: tlv.to(),
        class,
        tag: tlv.number,
        constructed: tlv.constructed(),
        indefinite: tlv.indefinite,
        name: if tlv.tag >> 6 == 0 { type_name(tlv.number) } else { "" },
        value: short(tlv),
        ..Node::default()
    }
}

/// The content of an OCTET STRING or BIT STRING that is itself DER: exactly one element of a universal type whose own
/// parts read to the end. Random octets rarely pass that.
fn encapsulated<'a>(tlv: &Tlv<'a>) -> Option<Reader<'a>> {
    let inner = match tlv.tag {
        tag::OCTET_STRING => tlv.children(),
        tag::BIT_STRING => match tlv.value {
            [0, rest @ ..] => Reader::new(rest, tlv.value_from + 1),
            _ => return None,
        },
        _ => return None,
    };
    let mut probe = inner;
    let element = probe.read().ok()?;
    if !probe.is_empty() || element.ber {
        return None;
    }
    let plausible = match element.tag {
        tag::SEQUENCE | tag::SET => {
            let mut parts = element.children();
            parts.by_ref().for_each(drop);
            parts.is_empty()
        }
        tag::BIT_STRING => tlv.tag == tag::OCTET_STRING && element.value.first().is_some_and(|unused| *unused < 8),
        tag::INTEGER | tag::ENUMERATED | tag::OID | tag::BOOLEAN => tlv.tag == tag::OCTET_STRING && !element.value.is_empty(),
        tag::NULL => tlv.tag == tag::OCTET_STRING && element.value.is_empty(),
        tag::OCTET_STRING | 0x0c | 0x13 | 0x16 | 0x1e => tlv.tag == tag::OCTET_STRING,
        _ => false,
    };
    plausible.then_some(inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn flat(nodes: &[Node]) -> Vec<&Node> {
        nodes.iter().flat_map(|n| std::iter::once(n).chain(flat(&n.children))).collect()
    }

    #[test]
    fn names_the_fields_of_a_certificate() {
        let der = rcgen::generate_simple_self_signed(["a.example".to_owned()]).unwrap().cert.der().to_vec();
        let tree = tree(&der);
        let nodes = flat(&tree.roots);
        assert_eq!(nodes.len(), tree.count);
        let named = |field: &str| nodes.iter().find(|n| n.field == field).copied().unwrap();
        assert_eq!((named("Certificate").from, named("Certificate").to), (0, der.len()));
        assert_eq!(named("notBefore").name, "UTCTime");
        assert_eq!(named("subjectPublicKeyInfo").children[0].field, "algorithm");
        assert_eq!(named("extnID").value, "subjectAltName (2.5.29.17)");
        assert!(named("extnValue").encapsulates);
        assert!(nodes.iter().any(|n| n.class == "context" && n.value == "a.example"));
        for node in nodes {
            assert_eq!(node.from + node.header_len + node.length, node.to);
            assert!(node.children.iter().all(|c| c.from >= node.from + node.header_len && c.to <= node.to));
        }
    }

    #[test]
    fn shows_what_is_there_of_a_cut_certificate() {
        let der = rcgen::generate_simple_self_signed(["a.example".to_owned()]).unwrap().cert.der().to_vec();
        let tree = tree(&der[..der.len() / 2]);
        assert_eq!(tree.roots[0].problem, Some("truncated"));
        let nodes = flat(&tree.roots);
        assert!(nodes.iter().any(|n| n.field == "notBefore" && n.name == "UTCTime"));
        assert!(nodes.iter().any(|n| n.field == "tbsCertificate" && n.problem == Some("truncated")));
    }

    #[test]
    fn never_fails() {
        assert_eq!(tree(&[]), Tree::default());
        assert_eq!(tree(&[0xff]).roots[0].problem, Some("unreadable"));
        assert_eq!(tree(&[0x30, 0x81, 0x02, 0x05, 0x00]).roots[0].problem, Some("length-not-minimal"));
        let nested = [0x30, 0x80].repeat(5_000);
        assert!(flat(&tree(&nested).roots).iter().any(|n| n.problem == Some("too-deep")));
        let wide = [0x05, 0x00].repeat(NODES + 5);
        let tree = tree(&wide);
        assert_eq!((tree.count, tree.cut), (NODES, true));
    }

    #[test]
    fn marks_indefinite_lengths() {
        let tree = tree(&[0x30, 0x80, 0x02, 0x01, 0x07, 0, 0]);
        assert_eq!((tree.roots[0].indefinite, tree.roots[0].to, tree.roots[0].length), (true, 7, 3));
    }
}
