//! Text encodings. PEM is ASCII, so all that matters is to bring its characters to one byte each and to know where
//! they came from.

use crate::facts::ByteRange;
use crate::input::Place;
use std::borrow::Cow;
use zeroize::Zeroizing;

/// What a dash of a word processor becomes in transcoded text: en dash of Windows-1252.
const DASH: u8 = 0x96;
/// What a blank or invisible character becomes: no-break space of Latin-1.
const BLANK: u8 = 0xa0;
/// What any other character outside ASCII becomes.
const OTHER: u8 = 0xbf;

/// Text with one byte per character of interest; every byte knows its place in the input.
pub(super) struct Text<'a> {
    bytes: Bytes<'a>,
    base: usize,
    stride: usize,
    place: Place,
}

enum Bytes<'a> {
    AsIs(&'a [u8]),
    Transcoded(Zeroizing<Vec<u8>>),
}

/// An encoding that had to be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Encoding {
    /// For the card.
    pub name: &'static str,
    /// Note for an encoding that PEM readers do not take.
    pub note: Option<&'static str>,
    /// Length of the byte order mark.
    pub mark: usize,
    unit: usize,
    big_endian: bool,
}

impl Encoding {
    const fn new(name: &'static str, note: Option<&'static str>, mark: usize, unit: usize, big_endian: bool) -> Self {
        Self { name, note, mark, unit, big_endian }
    }
}

/// Note for UTF-16 and UTF-32.
const WIDE: Option<&str> = Some("wide-text-decoded");

/// Tells the encoding by its byte order mark, or by the zeros that ASCII leaves in UTF-16.
pub(super) fn detect(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Encoding::new("UTF-8 with byte order mark", None, 3, 1, false),
        [0xff, 0xfe, 0, 0, ..] => Encoding::new("UTF-32, little endian", WIDE, 4, 4, false),
        [0, 0, 0xfe, 0xff, ..] => Encoding::new("UTF-32, big endian", WIDE, 4, 4, true),
        [0xff, 0xfe, ..] => Encoding::new("UTF-16, little endian", WIDE, 2, 2, false),
        [0xfe, 0xff, ..] => Encoding::new("UTF-16, big endian", WIDE, 2, 2, true),
        _ => without_mark(bytes),
    }
}

fn without_mark(bytes: &[u8]) -> Encoding {
    // A short part of another width may follow.
    let length = if bytes.len() > 16 && (0..2).any(|zero| alternates(&bytes[..16], zero)) { 16 } else { 512 };
    let sample = &bytes[..bytes.len().min(length) & !1];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if pairs >= 2 && odd * 10 >= pairs * 7 && even * 10 <= pairs {
        Encoding::new("UTF-16, little endian", WIDE, 0, 2, false)
    } else if pairs >= 2 && even * 10 >= pairs * 7 && odd * 10 <= pairs {
        Encoding::new("UTF-16, big endian", WIDE, 0, 2, true)
    } else {
        Encoding::new("UTF-8", None, 0, 1, false)
    }
}

/// Whether every second byte is zero and the others are not.
fn alternates(units: &[u8], zero: usize) -> bool {
    units.chunks_exact(2).all(|unit| unit[zero] == 0 && unit[1 - zero] != 0)
}

/// Where text of one width ends and text of another begins; the length where there is one only.
pub(super) fn seam(bytes: &[u8], encoding: Encoding) -> usize {
    /// Units that have to be of the other width, one after the other.
    const SIGN: usize = 8;
    let rest = bytes.get(encoding.mark..).unwrap_or(&[]);
    let found = match encoding.unit {
        1 if rest.contains(&0) => rest.windows(2 * SIGN).position(|window| alternates(window, 1) || alternates(window, 0)),
        2 => {
            let high = usize::from(!encoding.big_endian);
            let mut met = 0;
            let found = rest.chunks_exact(2).position(|unit| {
                met = if unit[high] == 0 { 0 } else { met + 1 };
                met == SIGN
            });
            found.map(|at| 2 * (at + 1 - SIGN))
        }
        _ => None,
    };
    // A seam at the very beginning would be found again and again.
    let Some(at @ 1..) = found else { return bytes.len() };
    let at = encoding.mark + at;
    let marked = encoding.unit == 1 && matches!(bytes.get(at.saturating_sub(2)..at), Some([0xff, 0xfe] | [0xfe, 0xff]));
    if marked { at - 2 } else { at }
}

impl<'a> Text<'a> {
    /// The text in `bytes`, which lie at `place`.
    pub fn new(bytes: &'a [u8], encoding: Encoding, place: Place) -> Self {
        let Encoding { mark, unit, big_endian, .. } = encoding;
        let body = bytes.get(mark..).unwrap_or(&[]);
        if unit == 1 {
            return Self { bytes: Bytes::AsIs(body), base: mark, stride: 1, place };
        }
        let code = |unit: &[u8]| {
            let shift = |code: u32, &byte: &u8| code << 8 | u32::from(byte);
            if big_endian { unit.iter().fold(0, shift) } else { unit.iter().rev().fold(0, shift) }
        };
        let bytes = Zeroizing::new(body.chunks_exact(unit).map(|unit| narrow(code(unit))).collect());
        Self { bytes: Bytes::Transcoded(bytes), base: mark, stride: unit, place }
    }

    /// One byte per character for everything that PEM is made of.
    pub fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::AsIs(bytes) => bytes,
            Bytes::Transcoded(bytes) => bytes,
        }
    }

    /// The place of `from..to` of the text, for what is read from its bytes as they are.
    pub fn place(&self, from: usize, to: usize) -> Place {
        self.place.part(self.base + from, self.base + to)
    }

    /// Whether a byte of the text is a byte of the input.
    pub const fn is_as_it_came(&self) -> bool {
        matches!(self.bytes, Bytes::AsIs(_))
    }

    /// Where `from..to` of the text lies in the input.
    pub fn range(&self, from: usize, to: usize) -> ByteRange {
        self.place.range(self.base + from * self.stride, self.base + to * self.stride)
    }
}

/// One byte for one character.
fn narrow(code: u32) -> u8 {
    match code {
        0..0x80 => u8::try_from(code).unwrap_or(OTHER),
        0x2010..=0x2015 | 0x2212 | 0xfe58 | 0xfe63 | 0xff0d => DASH,
        0xa0 | 0xad | 0x2000..=0x200f | 0x2028..=0x202f | 0x205f..=0x206f | 0x3000 | 0xfeff => BLANK,
        _ => OTHER,
    }
}

/// Length of the dash at the start of `bytes`: hyphens, and what word processors and encodings make of them.
pub(super) fn dash(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'-', ..] => Some(1),
        [DASH | 0x97, ..] => Some(1),
        [0xe2, 0x80, 0x90..=0x95, ..] | [0xe2, 0x88, 0x92, ..] | [0xef, 0xbc, 0x8d, ..] | [0xef, 0xb9, 0x98 | 0xa3, ..] => {
            Some(3)
        }
        [b'&' | b'=' | b'%' | b'\\', ..] => DASH_SPELLINGS.iter().find(|s| starts_with(bytes, s)).map(|s| s.len()),
        _ => None,
    }
}

/// The same for the dash that ends where `bytes` end.
pub(super) fn dash_at_end(bytes: &[u8]) -> Option<usize> {
    let end = bytes.len();
    match bytes {
        [.., b'-'] => Some(1),
        [.., 0xe2, 0x80, 0x90..=0x95] | [.., 0xe2, 0x88, 0x92] | [.., 0xef, 0xbc, 0x8d] | [.., 0xef, 0xb9, 0x98 | 0xa3] => {
            Some(3)
        }
        [.., DASH | 0x97] => Some(1),
        _ => DASH_SPELLINGS.iter().map(|s| s.len()).find(|&n| end >= n && dash(&bytes[end - n..]) == Some(n)),
    }
}

/// A dash in HTML, quoted-printable, percent encoding and JSON.
const DASH_SPELLINGS: &[&[u8]] = &[
    b"&#45;",
    b"&#x2d;",
    b"&ndash;",
    b"&mdash;",
    b"&#8211;",
    b"&#8212;",
    b"&hyphen;",
    b"=2d",
    b"%2d",
    b"\\u002d",
    b"\\u2013",
    b"\\u2014",
];

fn starts_with(bytes: &[u8], prefix: &[u8]) -> bool {
    bytes.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// Length of the blank or invisible character outside ASCII at the start of `bytes`: no-break and typographic
/// spaces, zero-width characters, direction marks, stray byte order marks, NUL, and the frames and colours of terminals.
pub(super) fn invisible(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [0, ..] | [BLANK, ..] => Some(1),
        [0xc2, 0xa0 | 0xad, ..] => Some(2),
        [0xe2, 0x80, 0x80..=0x8f | 0xa8..=0xaf, ..]
        | [0xe2, 0x81, 0x9f..=0xaf, ..]
        | [0xe2, 0x94 | 0x95, _, ..]
        | [0xe3, 0x80, 0x80, ..]
        | [0xef, 0xbb, 0xbf, ..] => Some(3),
        // What sets colours in a terminal (ECMA-48 8.3.117).
        [0x1b, b'[', rest @ ..] => rest.iter().take(12).position(|&b| b == b'm').map(|end| end + 3),
        _ => None,
    }
}

/// The character at the start of `bytes`, for people.
pub(super) fn character(bytes: &[u8]) -> Cow<'static, str> {
    let head = &bytes[..bytes.len().min(4)];
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(e) => std::str::from_utf8(&head[..e.valid_up_to()]).unwrap_or(""),
    };
    match text.chars().next() {
        Some(c) if c.is_alphanumeric() || c.is_ascii_graphic() => Cow::Owned(c.to_string()),
        Some(c) => Cow::Owned(c.escape_unicode().to_string()),
        None => match head.first() {
            Some(byte) => Cow::Owned(format!("byte {byte:02x}")),
            None => Cow::Borrowed("end of file"),
        },
    }
}
