//! Owned object identifiers, without allocation where they are known.

use crate::der;
use crate::facts::Oid;
use std::borrow::Cow;

/// The usual name of an object identifier: `serverAuth`, `sha256WithRSAEncryption`, `subjectAltName`.
#[must_use]
pub fn oid_name(oid: &Oid) -> Option<&'static str> {
    der::from_dotted(oid.as_str()).and_then(|content| der::known(&content)).map(|k| k.name)
}

/// Content octets of an OBJECT IDENTIFIER as an owned value; hex with a leading `#` when they are none.
pub(super) fn oid(content: &[u8]) -> Oid {
    match der::known(content) {
        Some(known) => Oid(Cow::Borrowed(known.dotted)),
        None => Oid(Cow::Owned(der::dotted(content).unwrap_or_else(|| der::text::hex_with_sign(content)))),
    }
}

/// The same for what programs compare octet by octet (extensions, signature algorithms, purposes, attributes): with an arc in more octets than it needs
/// (X.690 8.19.2) it is another one.
pub(super) fn exact(content: &[u8]) -> Oid {
    match der::dotted(content).and_then(|text| der::from_dotted(&text)) {
        Some(least) if least == content => oid(content),
        _ => Oid(Cow::Owned(der::text::hex_with_sign(content))),
    }
}

/// The name with the dotted form behind it where there is one: `serverAuth (1.3.6.1.5.5.7.3.1)`.
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
    fn names_and_falls_back() {
        assert_eq!(display(&oid(b"\x2b\x06\x01\x05\x05\x07\x03\x01")), "serverAuth (1.3.6.1.5.5.7.3.1)");
        assert_eq!(display(&oid(b"\x88\x37\x05")), "2.999.5");
        assert_eq!(oid(b"\x86").as_str(), "#86");
        assert_eq!(exact(b"\x88\x37\x05").as_str(), "2.999.5");
        assert_eq!(exact(b"\x55\x80\x1d\x11").as_str(), "#55801d11", "no subjectAltName");
    }
}
