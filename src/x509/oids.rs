//! Names of object identifiers, and owned ones without allocation where they are known.

use super::oid_table::KNOWN;
use crate::der;
use crate::facts::Oid;
use std::borrow::Cow;

/// A well-known object identifier.
pub(super) struct Known {
    /// Content octets.
    pub der: &'static [u8],
    /// Dotted form.
    pub dotted: &'static str,
    /// Name.
    pub name: &'static str,
}

pub(super) fn lookup(content: &[u8]) -> Option<&'static Known> {
    KNOWN.binary_search_by(|k| k.der.cmp(content)).ok().and_then(|i| KNOWN.get(i))
}

/// The usual name of an object identifier: `serverAuth`, `sha256WithRSAEncryption`, `subjectAltName`.
#[must_use]
pub fn oid_name(oid: &Oid) -> Option<&'static str> {
    KNOWN.iter().find(|k| k.dotted == oid.as_str()).map(|k| k.name)
}

/// Content octets of an OBJECT IDENTIFIER as an owned value; hex with a leading `#` when they are none.
pub(super) fn oid(content: &[u8]) -> Oid {
    match lookup(content) {
        Some(known) => Oid(Cow::Borrowed(known.dotted)),
        None => Oid(Cow::Owned(der::dotted(content).unwrap_or_else(|| super::text::hex_with_sign(content)))),
    }
}

/// Dotted form with the name where there is one: `serverAuth (1.3.6.1.5.5.7.3.1)`.
pub(super) fn display(oid: &Oid) -> String {
    match oid_name(oid) {
        Some(name) => [name, " (", oid.as_str(), ")"].concat(),
        None => oid.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_its_two_forms_agree() {
        assert!(KNOWN.windows(2).all(|w| w[0].der < w[1].der));
        for known in KNOWN {
            assert_eq!(der::dotted(known.der).as_deref(), Some(known.dotted), "{}", known.name);
        }
    }

    #[test]
    fn names_and_falls_back() {
        assert_eq!(display(&oid(b"\x2b\x06\x01\x05\x05\x07\x03\x01")), "serverAuth (1.3.6.1.5.5.7.3.1)");
        assert_eq!(oid(b"\x88\x37\x05").as_str(), "2.999.5");
        assert_eq!(oid(b"\x86").as_str(), "#86");
    }
}
