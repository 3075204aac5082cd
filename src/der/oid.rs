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
    KNOWN.binary_search_by(|k| k.der.cmp(content)).ok().and_then(|i| KNOWN.get(i))
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
    fn the_table_is_sorted_and_its_two_forms_agree() {
        assert!(KNOWN.windows(2).all(|w| w[0].der < w[1].der));
        for known in KNOWN {
            assert_eq!(dotted(known.der).as_deref(), Some(known.dotted), "{}", known.name);
        }
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
