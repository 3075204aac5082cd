//! Object identifiers: dotted text and well-known names.

use super::oid_table::KNOWN;

/// A well-known object identifier.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Content octets.
    pub der: &'static [u8],
    /// Dotted form.
    pub dotted: &'static str,
    /// The name in the module that defines it.
    pub name: &'static str,
}

/// The well-known object identifier with these content octets.
#[must_use]
pub fn known(content: &[u8]) -> Option<&'static Known> {
    let mut slot = hash(content);
    loop {
        let known = KNOWN.get(usize::from(INDEX[slot]))?;
        if known.der == content {
            return Some(known);
        }
        slot = (slot + 1) % SLOTS;
    }
}

/// At most a third of the slots is taken, so that a look-up compares once; a certificate needs some forty.
const SLOTS: usize = 1024;
/// No entry of the table has this index.
const EMPTY: u16 = u16::MAX;
/// Where in the table an identifier is, by its hash; collisions are in the next free slots.
static INDEX: [u16; SLOTS] = index();

const fn hash(content: &[u8]) -> usize {
    let mut value = 0u32;
    let mut i = 0;
    while i < content.len() {
        value = value.wrapping_mul(31).wrapping_add(content[i] as u32);
        i += 1;
    }
    (value ^ value >> 10) as usize % SLOTS
}

const fn index() -> [u16; SLOTS] {
    let mut index = [EMPTY; SLOTS];
    let mut i = 0;
    while i < KNOWN.len() {
        let mut slot = hash(KNOWN[i].der);
        while index[slot] != EMPTY {
            slot = (slot + 1) % SLOTS;
        }
        index[slot] = i as u16;
        i += 1;
    }
    index
}

/// Content octets of an OBJECT IDENTIFIER as dotted decimal. `None` when they are not one: empty, cut off inside an
/// arc, or with an arc over 2^64.
#[must_use]
pub fn dotted(content: &[u8]) -> Option<String> {
    let mut out = String::with_capacity(content.len() * 3 + 2);
    let mut arc = 0u64;
    let mut open = false;
    for (i, octet) in content.iter().enumerate() {
        if arc > u64::MAX >> 7 || i > 128 {
            return None;
        }
        arc = arc << 7 | u64::from(octet & 0x7f);
        open = octet & 0x80 != 0;
        if open {
            continue;
        }
        if out.is_empty() {
            let root = (arc / 40).min(2);
            push_decimal(&mut out, root);
            arc -= root * 40;
        }
        out.push('.');
        push_decimal(&mut out, arc);
        arc = 0;
    }
    (!out.is_empty() && !open).then_some(out)
}

/// Content octets for dotted text; `None` when the text is no object identifier.
#[must_use]
pub fn from_dotted(text: &str) -> Option<Vec<u8>> {
    let mut arcs = text.split('.').map(|a| a.parse::<u64>().ok());
    let (root, second) = (arcs.next()??, arcs.next()??);
    if root > 2 || (root < 2 && second > 39) {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    push_arc(&mut out, second.checked_add(root * 40)?);
    for arc in arcs {
        push_arc(&mut out, arc?);
    }
    Some(out)
}

fn push_arc(out: &mut Vec<u8>, arc: u64) {
    let groups = (64 - arc.leading_zeros()).div_ceil(7).max(1);
    for group in (0..groups).rev() {
        let bits = (arc >> (group * 7)) as u8 & 0x7f;
        out.push(if group > 0 { bits | 0x80 } else { bits });
    }
}

fn push_decimal(out: &mut String, mut value: u64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend(digits[at..].iter().map(|d| char::from(*d)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_and_its_two_forms_agree() {
        assert!(KNOWN.windows(2).all(|w| w[0].der < w[1].der) && KNOWN.len() * 3 < SLOTS);
        for entry in KNOWN {
            assert_eq!(dotted(entry.der).as_deref(), Some(entry.dotted), "{}", entry.name);
            assert_eq!(known(entry.der).map(|k| k.dotted), Some(entry.dotted));
        }
        assert!(known(&[]).is_none() && known(&[0x55, 4]).is_none() && known(&[0xff; 300]).is_none());
    }

    #[test]
    fn both_ways() {
        for text in ["2.5.4.3", "1.2.840.113549.1.1.11", "0.9.2342.19200300.100.1.25", "2.999.1", "2.16.840.1.101.3.4.3.17"] {
            assert_eq!(from_dotted(text).and_then(|der| dotted(&der)).as_deref(), Some(text));
        }
    }

    #[test]
    fn refuses_what_is_none() {
        assert_eq!(dotted(&[]), None);
        assert_eq!(dotted(&[0x2a, 0x86]), None);
        assert_eq!(dotted(&[0xff; 12]), None);
        assert_eq!(from_dotted("1.40"), None);
        assert_eq!(from_dotted("3.1"), None);
        assert_eq!(from_dotted("1.x"), None);
    }
}
