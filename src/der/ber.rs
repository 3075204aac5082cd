//! What containers need beyond [`Reader`]: strings in segments, numbers, object identifiers.

use super::{Malformed, Reader, Tlv, dotted, limits, tag};
use std::borrow::Cow;

/// Shorthand.
pub type Ber<T> = Result<T, Malformed>;

/// `[n]`, constructed.
#[must_use]
pub const fn context(n: u8) -> u8 {
    0xa0 | n
}

/// OCTET STRING in constructed form (X.690 8.7.3).
const SEGMENTED: u8 = tag::OCTET_STRING | 0x20;

/// An element of another kind than the structure asks for.
#[must_use]
pub const fn unexpected(element: &Tlv<'_>) -> Malformed {
    Malformed { at: element.from, truncated: false }
}

impl<'a> Reader<'a> {
    /// A SEQUENCE, entered.
    ///
    /// # Errors
    /// As [`Reader::expect`].
    pub fn sequence(&mut self) -> Ber<Reader<'a>> {
        Ok(self.expect(tag::SEQUENCE)?.children())
    }

    /// An OBJECT IDENTIFIER in dotted form.
    ///
    /// # Errors
    /// As [`Reader::expect`], and for arcs beyond 64 bits.
    pub fn oid(&mut self) -> Ber<String> {
        let element = self.expect(tag::OID)?;
        dotted(element.value).ok_or(unexpected(&element))
    }

    /// A non-negative INTEGER; `u64::MAX` stands for anything larger.
    ///
    /// # Errors
    /// As [`Reader::expect`], and for negative or empty integers.
    pub fn unsigned(&mut self) -> Ber<u64> {
        let element = self.expect(tag::INTEGER)?;
        if element.value.first().is_none_or(|b| b & 0x80 != 0) {
            return Err(unexpected(&element));
        }
        let digits = element.value.iter().skip_while(|b| **b == 0);
        if digits.clone().count() > 8 {
            return Ok(u64::MAX);
        }
        Ok(digits.fold(0, |value, b| value << 8 | u64::from(*b)))
    }

    /// An OCTET STRING in either form.
    ///
    /// # Errors
    /// As [`Reader::read`] and [`octets`].
    pub fn octet_string(&mut self) -> Ber<Cow<'a, [u8]>> {
        let element = self.read()?;
        if element.tag & !0x20 == tag::OCTET_STRING { octets(&element) } else { Err(unexpected(&element)) }
    }
}

/// The octets of an OCTET STRING, primitive or put together from segments, whatever its (implicit) tag.
///
/// # Errors
/// When a segment is something else, or there are too many of them or too many levels.
pub fn octets<'a>(string: &Tlv<'a>) -> Ber<Cow<'a, [u8]>> {
    if !string.constructed() {
        return Ok(Cow::Borrowed(string.value));
    }
    let mut whole = Vec::new();
    let mut open = vec![string.children()];
    for _ in 0..limits::STRING_SEGMENTS {
        let Some(level) = open.last_mut() else { return Ok(Cow::Owned(whole)) };
        if level.is_empty() {
            open.pop();
            continue;
        }
        let segment = level.read()?;
        match segment.tag {
            tag::OCTET_STRING => whole.extend_from_slice(segment.value),
            SEGMENTED if open.len() < limits::SEGMENT_DEPTH => open.push(segment.children()),
            _ => return Err(unexpected(&segment)),
        }
    }
    Err(unexpected(string))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_constructed_string_of_indefinite_length_is_put_together() {
        let bytes = [0x24, 0x80, 0x04, 2, 1, 2, 0x24, 0x80, 0x04, 1, 3, 0, 0, 0x04, 1, 4, 0, 0, 0x05, 0];
        let mut reader = Reader::new(&bytes, 0);
        assert_eq!(*reader.octet_string().unwrap(), [1, 2, 3, 4]);
        assert_eq!(reader.rest(), [0x05, 0]);
    }

    #[test]
    fn levels_without_end_stop_at_the_bound() {
        let mut bytes = vec![0x04, 0];
        for _ in 0..40 {
            bytes = [&[SEGMENTED, bytes.len() as u8][..], &bytes].concat();
        }
        assert!(Reader::new(&bytes, 0).octet_string().is_err());
    }

    #[test]
    fn numbers() {
        let read = |bytes: &[u8]| Reader::new(bytes, 0).unsigned().ok();
        assert_eq!(read(&[2, 3, 0, 0x27, 0x10]), Some(10_000));
        assert_eq!(read(&[2, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0]), Some(u64::MAX));
        assert_eq!(read(&[2, 1, 0x80]), None);
        assert_eq!(read(&[2, 0]), None);
    }
}
