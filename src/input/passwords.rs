//! One password, the ways programs turn it into bytes.

use super::kdf::Secret;
use zeroize::Zeroizing;

/// A password as bytes, once for the PKCS #12 derivation and once for PKCS #5 (PBES1, PBES2, PBMAC1).
#[derive(Clone, PartialEq, Eq)]
pub struct Encoded {
    /// BMPString with its closing zero (RFC 7292 B.1); empty for "no password at all".
    pub bmp: Secret,
    /// UTF-8 by default (RFC 8018 section 3 recommends it).
    pub octets: Secret,
    /// Stable word for the note when it is not the standard way.
    pub variant: Option<&'static str>,
}

impl Encoded {
    /// Something that a few old programs did: worth trying where it costs little. The two ways to have no password
    /// are both usual.
    #[must_use]
    pub fn is_unusual(&self) -> bool {
        self.variant.is_some() && !self.octets.is_empty()
    }
}

/// The ways to encode a password, the standard one first. Without a password, the two ways to have none: files that
/// were written with an empty password open without asking.
#[must_use]
pub fn encodings(password: Option<&str>) -> Vec<Encoded> {
    let text = password.unwrap_or_default();
    let octets = Zeroizing::new(text.as_bytes().to_vec());
    let standard = utf16(text, true);
    let mut out = vec![Encoded { bmp: standard.clone(), octets: octets.clone(), variant: None }];
    let mut add = |bmp: Secret, octets: &Secret, variant| {
        out.push(Encoded { bmp, octets: octets.clone(), variant: Some(variant) });
    };
    if text.is_empty() {
        // GnuTLS, .NET and others tell a missing password from an empty one: the derivation gets no bytes at all.
        add(Zeroizing::new(Vec::new()), &octets, "no password at all");
        return out;
    }
    if !text.is_ascii() {
        // OpenSSL before 1.1.0 took each byte of the UTF-8 for a character of its own.
        let widened: Secret = Zeroizing::new(text.bytes().flat_map(|b| [0, b]).chain([0, 0]).collect());
        add(widened, &octets, "UTF-8 bytes taken for characters");
        let latin: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        if let Some(latin) = latin {
            add(standard.clone(), &Zeroizing::new(latin), "ISO 8859-1");
        }
    }
    // Older versions of NSS gave PBKDF2 the same UTF-16 that the PKCS #12 derivation gets.
    add(standard.clone(), &standard, "UTF-16 in PBKDF2");
    add(standard, &utf16(text, false), "UTF-16 in PBKDF2");
    out
}

/// UTF-16BE, for PKCS #12 with a closing zero, for Java key stores without.
#[must_use]
pub fn utf16(text: &str, closing_zero: bool) -> Secret {
    // The exact capacity, so that no outgrown copy stays behind in memory.
    let mut out = Zeroizing::new(Vec::with_capacity(2 * text.encode_utf16().count() + 2));
    for unit in text.encode_utf16() {
        out.extend_from_slice(&unit.to_be_bytes());
    }
    if closing_zero {
        out.extend_from_slice(&[0, 0]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_and_empty_are_tried_both() {
        let ways = encodings(Some(""));
        assert_eq!(ways.len(), 2);
        assert_eq!(*ways[0].bmp, [0, 0]);
        assert!(ways[1].bmp.is_empty());
    }

    #[test]
    fn characters_outside_the_bmp_are_surrogates() {
        assert_eq!(*utf16("🔐", true), [0xd8, 0x3d, 0xdd, 0x10, 0, 0]);
        assert_eq!(encodings(Some("é"))[2].octets.as_slice(), [0xe9]);
    }
}
