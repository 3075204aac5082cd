//! One password, the ways programs turn it into bytes.

use super::kdf::Secret;
use crate::accents::{GROWTH, compose, decompose};
use crate::facts::Problem;
use zeroize::Zeroizing;

/// The variant of a password that was typed or pasted with blanks around it.
const TRIMMED: &str = "without the blanks around it";

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
        self.variant.is_some_and(|variant| variant != TRIMMED) && !self.octets.is_empty()
    }
}

/// What is to be said when the password fitted in this variant only.
#[must_use]
pub fn note(variant: &'static str) -> Problem {
    if variant == TRIMMED { Problem::new("password-trimmed") } else { Problem::new("password-encoding").with(variant) }
}

/// The password as it was given, and what may have been meant: a pasted one brings blanks or a line break along, and
/// an accented letter is one character on most systems and two on some.
#[must_use]
pub fn spellings(text: &str) -> Vec<(Zeroizing<String>, Option<&'static str>)> {
    let mut out = vec![(Zeroizing::new(text.to_owned()), None)];
    let mut add = |spelling: Zeroizing<String>, variant| {
        if out.iter().all(|(known, _)| *known != spelling) {
            out.push((spelling, Some(variant)));
        }
    };
    if !text.trim().is_empty() {
        add(Zeroizing::new(text.trim().to_owned()), TRIMMED);
    }
    if !text.is_ascii() {
        add(spelled(text, compose), "accents composed with their letters (NFC)");
        add(spelled(text, decompose), "accents apart from their letters (NFD)");
    }
    out
}

fn spelled(text: &str, spell: fn(&str, &mut String)) -> Zeroizing<String> {
    // Room for all of it, so that no outgrown copy stays behind in memory.
    let mut out = Zeroizing::new(String::with_capacity(GROWTH * text.len()));
    spell(text, &mut out);
    out
}

/// The ways to encode a password, the standard one first. Without a password, the two ways to have none: files that
/// were written with an empty password open without asking.
#[must_use]
pub fn encodings(password: Option<&str>) -> Vec<Encoded> {
    let text = password.unwrap_or_default();
    let octets = Zeroizing::new(text.as_bytes().to_vec());
    let standard = utf16(text, true);
    let spelled = |(text, variant): &(Zeroizing<String>, Option<&'static str>)| Encoded {
        bmp: utf16(text, true),
        octets: Zeroizing::new(text.as_bytes().to_vec()),
        variant: *variant,
    };
    let mut out: Vec<Encoded> = spellings(text).iter().map(spelled).collect();
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
        assert!(encodings(Some("é")).iter().any(|way| way.octets.as_slice() == [0xe9]));
    }

    #[test]
    fn what_may_have_been_meant() {
        let spelled = |text| spellings(text).iter().map(|(text, _)| text.to_string()).collect::<Vec<_>>();
        assert_eq!(spelled("P@ss"), ["P@ss"]);
        assert_eq!(spelled(" P@ss\r\n"), [" P@ss\r\n", "P@ss"]);
        assert_eq!(spelled("  "), ["  "]);
        assert_eq!(spelled("Grün"), ["Grün", "Gru\u{308}n"]);
        assert_eq!(spelled("Gru\u{308}n"), ["Gru\u{308}n", "Grün"]);
    }
}
