//! The little DER that readers and the PFX writer put together.

use super::{from_dotted, tag};

/// One element: identifier octet, definite length, and the parts of its contents one after the other. The result is
/// the only copy, so that a caller with a secret can wipe it.
#[must_use]
pub fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let total: usize = parts.iter().map(|part| part.len()).sum();
    let length = total.to_be_bytes();
    let used = &length[length.iter().position(|b| *b != 0).unwrap_or(length.len() - 1)..];
    let mut out = Vec::with_capacity(2 + used.len() + total);
    out.push(tag);
    if total >= 0x80 {
        out.push(0x80 | used.len().to_le_bytes()[0]);
    }
    out.extend_from_slice(used);
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// A SEQUENCE of parts that are encoded already.
#[must_use]
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(tag::SEQUENCE, parts)
}

/// A non-negative INTEGER.
#[must_use]
pub fn integer(value: u64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let from = bytes.iter().position(|b| *b != 0).unwrap_or(7);
    unsigned(&bytes[from..])
}

/// A non-negative INTEGER from big-endian bytes.
#[must_use]
pub fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let from = bytes.iter().position(|b| *b != 0).unwrap_or(bytes.len().saturating_sub(1));
    let digits = &bytes[from..];
    let mut content = Vec::with_capacity(digits.len() + 1);
    if digits.first().is_none_or(|b| b & 0x80 != 0) {
        content.push(0);
    }
    content.extend_from_slice(digits);
    element(tag::INTEGER, &[&content])
}

/// An OBJECT IDENTIFIER from its dotted form; without contents when the text is none.
#[must_use]
pub fn oid(dotted: &str) -> Vec<u8> {
    element(tag::OID, &[&from_dotted(dotted).unwrap_or_default()])
}

/// An OCTET STRING.
#[must_use]
pub fn octets(content: &[u8]) -> Vec<u8> {
    element(tag::OCTET_STRING, &[content])
}

/// A BIT STRING of whole bytes.
#[must_use]
pub fn bits(content: &[u8]) -> Vec<u8> {
    element(tag::BIT_STRING, &[&[0], content])
}

/// NULL.
pub const NULL: [u8; 2] = [tag::NULL, 0];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Reader;
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for dotted in ["1.2.840.113549.1.1.1", "2.16.840.1.101.3.4.2.1", "1.3.101.112", "2.999.0", "0.9.2342"] {
            assert_eq!(Reader::new(&oid(dotted), 0).oid().unwrap(), dotted);
        }
        for number in [0, 1, 127, 128, 255, 256, 65_537, u64::MAX - 1] {
            assert_eq!(Reader::new(&integer(number), 0).unsigned().unwrap(), number);
        }
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            assert_eq!(Reader::new(&octets(&vec![1; length]), 0).read().unwrap().value.len(), length);
        }
        assert_eq!(sequence(&[]), [0x30, 0]);
        assert_eq!(unsigned(&[0, 0, 0x80]), [2, 2, 0, 0x80]);
    }
}
