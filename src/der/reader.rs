//! Steps through TLV elements.

use super::limits::INDEFINITE_DEPTH;

/// Identifier octets of the universal types that certificates use.
pub mod tag {
    /// BOOLEAN.
    pub const BOOLEAN: u8 = 0x01;
    /// INTEGER.
    pub const INTEGER: u8 = 0x02;
    /// BIT STRING.
    pub const BIT_STRING: u8 = 0x03;
    /// OCTET STRING.
    pub const OCTET_STRING: u8 = 0x04;
    /// NULL.
    pub const NULL: u8 = 0x05;
    /// OBJECT IDENTIFIER.
    pub const OID: u8 = 0x06;
    /// ENUMERATED.
    pub const ENUMERATED: u8 = 0x0a;
    /// UTF8String.
    pub const UTF8_STRING: u8 = 0x0c;
    /// UTCTime.
    pub const UTC_TIME: u8 = 0x17;
    /// GeneralizedTime.
    pub const GENERALIZED_TIME: u8 = 0x18;
    /// SEQUENCE, constructed.
    pub const SEQUENCE: u8 = 0x30;
    /// SET, constructed.
    pub const SET: u8 = 0x31;
}

/// Why no element could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Absolute offset of the element.
    pub at: usize,
    /// The element claims more bytes than there are, as opposed to being something else than expected.
    pub truncated: bool,
}

/// One element.
#[derive(Clone, Copy, Debug)]
pub struct Tlv<'a> {
    /// First identifier octet: class, constructed bit and low tag number.
    pub tag: u8,
    /// Tag number, also where it takes several octets.
    pub number: u32,
    /// Absolute offset of the identifier octet.
    pub from: usize,
    /// Absolute offset of the content.
    pub value_from: usize,
    /// Header, content and, for an indefinite length, the end-of-contents octets.
    pub full: &'a [u8],
    /// The content.
    pub value: &'a [u8],
    /// Encoded in a way that DER forbids: indefinite or not minimal length.
    pub ber: bool,
    /// Length is indefinite.
    pub indefinite: bool,
}

impl<'a> Tlv<'a> {
    /// Absolute offset one past the element.
    #[must_use]
    pub const fn to(&self) -> usize {
        self.from + self.full.len()
    }

    /// A reader over the content.
    #[must_use]
    pub const fn children(&self) -> Reader<'a> {
        Reader { rest: self.value, at: self.value_from }
    }

    /// Whether the constructed bit is set.
    #[must_use]
    pub const fn constructed(&self) -> bool {
        self.tag & 0x20 != 0
    }
}

/// Steps through consecutive elements.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads `bytes`, whose first byte has the absolute offset `at`.
    #[must_use]
    pub const fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { rest: bytes, at }
    }

    /// Absolute offset of the next element.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Whether nothing is left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What is left.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// First identifier octet of the next element.
    #[inline]
    #[must_use]
    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next element, whatever it is.
    ///
    /// # Errors
    /// When no complete element is left.
    #[inline]
    pub fn read(&mut self) -> Result<Tlv<'a>, Malformed> {
        let tlv = element(self.rest, self.at, INDEFINITE_DEPTH)?;
        self.rest = self.rest.get(tlv.full.len()..).unwrap_or(&[]);
        self.at = tlv.to();
        Ok(tlv)
    }

    /// The next element, which must start with this identifier octet.
    ///
    /// # Errors
    /// When it does not, or is not complete. Nothing is consumed then.
    #[inline]
    pub fn expect(&mut self, tag: u8) -> Result<Tlv<'a>, Malformed> {
        let long_form = || self.clone().read().is_ok_and(|tlv| tlv.tag == tag);
        match self.peek() {
            Some(first) if first == tag || first & 0x1f == 0x1f && long_form() => self.read(),
            _ => Err(Malformed { at: self.at, truncated: self.is_empty() }),
        }
    }

    /// The next element if it starts with this identifier octet.
    ///
    /// # Errors
    /// When it does but is not complete.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>, Malformed> {
        if self.peek() == Some(tag) { self.read().map(Some) } else { Ok(None) }
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Tlv<'a>;

    /// The next element; ends early at bytes that are none, which [`Reader::is_empty`] tells.
    fn next(&mut self) -> Option<Tlv<'a>> {
        self.read().ok()
    }
}

/// Identifier and length octets of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    /// First identifier octet.
    pub tag: u8,
    /// Tag number.
    pub number: u32,
    /// Number of identifier and length octets.
    pub octets: usize,
    /// Length of the content; `None` when it is indefinite.
    pub length: Option<usize>,
    /// The length could have been written shorter.
    pub padded: bool,
}

/// Reads the identifier and length octets at the start of `bytes`, whose absolute offset is `at`.
pub(super) fn header(bytes: &[u8], at: usize) -> Result<Header, Malformed> {
    let truncated = Malformed { at, truncated: true };
    let wrong = Malformed { at, truncated: false };
    let tag = *bytes.first().ok_or(truncated)?;
    let mut octets = 1;
    let mut number = u32::from(tag & 0x1f);
    if number == 0x1f {
        number = 0;
        loop {
            let octet = *bytes.get(octets).ok_or(truncated)?;
            octets += 1;
            number = number.checked_mul(128).ok_or(wrong)? | u32::from(octet & 0x7f);
            if octet & 0x80 == 0 {
                break;
            }
        }
    }
    // A small number in the long form is that number all the same.
    let short = u8::try_from(number).ok().filter(|n| *n < 0x1f);
    let tag = short.map_or(tag, |number| tag & 0xe0 | number);
    let first = *bytes.get(octets).ok_or(truncated)?;
    octets += 1;
    let mut padded = false;
    let length = match first {
        0..=0x7f => Some(usize::from(first)),
        0x80 => None,
        0xff => return Err(wrong),
        _ => {
            let mut value = 0usize;
            for i in 0..usize::from(first & 0x7f) {
                let octet = *bytes.get(octets).ok_or(truncated)?;
                octets += 1;
                padded |= i == 0 && octet == 0;
                value = value.checked_mul(256).ok_or(truncated)? | usize::from(octet);
            }
            padded |= value < 0x80;
            Some(value)
        }
    };
    Ok(Header { tag, number, octets, length, padded })
}

#[inline]
pub(super) fn element(bytes: &[u8], at: usize, depth: usize) -> Result<Tlv<'_>, Malformed> {
    // Nearly every element has one identifier octet and one length octet.
    if let [tag, length @ 0..=0x7f, rest @ ..] = bytes
        && tag & 0x1f != 0x1f
    {
        let length = usize::from(*length);
        let (Some(full), Some(value)) = (bytes.get(..length + 2), rest.get(..length)) else {
            return Err(Malformed { at, truncated: true });
        };
        let number = u32::from(tag & 0x1f);
        return Ok(Tlv { tag: *tag, number, from: at, value_from: at + 2, full, value, ber: false, indefinite: false });
    }
    let header = header(bytes, at)?;
    let Some(length) = header.length else { return indefinite(bytes, at, header, depth) };
    let truncated = Malformed { at, truncated: true };
    let end = header.octets.checked_add(length).ok_or(truncated)?;
    let full = bytes.get(..end).ok_or(truncated)?;
    let value = full.get(header.octets..).ok_or(truncated)?;
    Ok(Tlv {
        tag: header.tag,
        number: header.number,
        from: at,
        value_from: at + header.octets,
        full,
        value,
        ber: header.padded,
        indefinite: false,
    })
}

/// An element of indefinite length ends at the end-of-contents octets of its own level, so its children have to be
/// stepped over. The depth bound keeps hostile nesting from costing more than a pass per level.
fn indefinite(bytes: &[u8], at: usize, header: Header, depth: usize) -> Result<Tlv<'_>, Malformed> {
    if depth == 0 || header.tag & 0x20 == 0 {
        return Err(Malformed { at, truncated: false });
    }
    let mut end = header.octets;
    loop {
        let rest = bytes.get(end..).unwrap_or(&[]);
        if let [0, 0, ..] = rest {
            break;
        }
        end += element(rest, at + end, depth - 1)?.full.len();
    }
    let full = bytes.get(..end + 2).unwrap_or(bytes);
    let value = bytes.get(header.octets..end).unwrap_or(&[]);
    Ok(Tlv {
        tag: header.tag,
        number: header.number,
        from: at,
        value_from: at + header.octets,
        full,
        value,
        ber: true,
        indefinite: true,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn steps_through_elements_with_absolute_offsets() {
        let bytes = [0x30, 0x06, 0x02, 0x01, 0x05, 0x04, 0x01, 0x09, 0x05, 0x00];
        let mut outer = Reader::new(&bytes, 100);
        let sequence = outer.read().unwrap();
        assert_eq!((sequence.from, sequence.value_from, sequence.to()), (100, 102, 108));
        let children: Vec<_> = sequence.children().map(|t| (t.tag, t.from, t.value.to_vec())).collect();
        assert_eq!(children, [(2, 102, vec![5]), (4, 105, vec![9])]);
        assert_eq!(outer.read().unwrap().tag, tag::NULL);
        assert!(outer.is_empty());
    }

    #[test]
    fn tells_truncated_from_wrong() {
        assert_eq!(Reader::new(&[0x30, 0x05, 0x00], 0).read().unwrap_err(), Malformed { at: 0, truncated: true });
        assert_eq!(Reader::new(&[0x04, 0xff], 0).read().unwrap_err(), Malformed { at: 0, truncated: false });
        assert!(Reader::new(&[0x04, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 0).read().is_err());
    }

    #[test]
    fn reads_indefinite_and_padded_lengths() {
        let bytes = [0x30, 0x80, 0x30, 0x80, 0x02, 0x01, 0x07, 0, 0, 0x04, 0x81, 0x01, 0xaa, 0, 0, 0xff];
        let outer = Reader::new(&bytes, 0).read().unwrap();
        assert_eq!((outer.full.len(), outer.indefinite), (15, true));
        let children: Vec<_> = outer.children().map(|t| (t.tag, t.ber, t.value.len())).collect();
        assert_eq!(children, [(0x30, true, 3), (4, true, 1)]);
    }

    #[test]
    fn gives_up_on_deep_indefinite_nesting() {
        let bytes = [0x30, 0x80].repeat(10_000);
        assert!(Reader::new(&bytes, 0).read().is_err());
    }
}
