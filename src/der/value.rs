//! One short line for the content of a primitive element.

use super::oid::{dotted, known};
use super::{Tlv, tag, text, time};
use crate::octets;

/// Characters of text that a line shows.
const TEXT: usize = 80;
/// Octets that a line shows as hex.
const OCTETS: usize = 24;

/// Content as text: a number, a name, a time. Empty for constructed elements and for NULL.
pub(super) fn short(tlv: &Tlv<'_>) -> String {
    if tlv.constructed() {
        return String::new();
    }
    let value = tlv.value;
    match tlv.tag {
        tag::BOOLEAN => (if value.iter().any(|b| *b != 0) { "TRUE" } else { "FALSE" }).to_owned(),
        tag::INTEGER | tag::ENUMERATED => integer(value),
        tag::NULL => String::new(),
        tag::OID => match known(value) {
            Some(known) => [known.name, " (", known.dotted, ")"].concat(),
            None => dotted(value).unwrap_or_else(|| bytes(value)),
        },
        tag::BIT_STRING => bits(value),
        tag::UTC_TIME | tag::GENERALIZED_TIME => match time::decode(tlv) {
            Some(time) => time::display(time.unix),
            None => clip(&text::latin1(value)),
        },
        0x0c | 0x12..=0x16 | 0x19..=0x1c | 0x1e => clip(&text::decode(tlv).value),
        // Context tags stand for an implicit type that only the schema knows: text where it looks like text.
        t if t & 0xc0 != 0 && !value.is_empty() && value.iter().all(|b| (0x20..0x7f).contains(b)) => clip(&text::latin1(value)),
        _ => bytes(value),
    }
}

/// Decimal up to 64 bits, else hex with the number of bits.
pub(crate) fn integer(content: &[u8]) -> String {
    let Some(first) = content.first() else { return String::new() };
    if content.len() <= 8 {
        let sign = if first & 0x80 != 0 { -1i64 } else { 0 };
        return content.iter().fold(sign, |n, b| n << 8 | i64::from(*b)).to_string();
    }
    let skip = usize::from(*first == 0);
    let top = content.get(skip).copied().unwrap_or(0);
    let count = (content.len() - skip) * 8 - top.leading_zeros() as usize;
    [&count.to_string(), " bits: ", &hex(content.get(skip..).unwrap_or(&[]))].concat()
}

fn bits(content: &[u8]) -> String {
    let Some((unused, octets)) = content.split_first() else { return String::new() };
    let count = (octets.len() * 8).saturating_sub(usize::from(*unused));
    if count > 0 && count <= 16 {
        let digits = (0..count).map(|i| if octets[i / 8] >> (7 - i % 8) & 1 == 1 { '1' } else { '0' });
        return digits.collect();
    }
    [&count.to_string(), " bits: ", &hex(octets)].concat()
}

fn bytes(content: &[u8]) -> String {
    if content.is_empty() {
        return String::new();
    }
    [&content.len().to_string(), " bytes: ", &hex(content)].concat()
}

fn hex(bytes: &[u8]) -> String {
    let mut out = octets::hex(bytes.get(..OCTETS).unwrap_or(bytes));
    if bytes.len() > OCTETS {
        out.push('\u{2026}');
    }
    out
}

fn clip(text: &str) -> String {
    match text.char_indices().nth(TEXT) {
        Some((end, _)) => [text.get(..end).unwrap_or(""), "\u{2026}"].concat(),
        None => text.to_owned(),
    }
}

/// Name of a universal type.
pub(super) fn type_name(number: u32) -> &'static str {
    match number {
        1 => "BOOLEAN",
        2 => "INTEGER",
        3 => "BIT STRING",
        4 => "OCTET STRING",
        5 => "NULL",
        6 => "OBJECT IDENTIFIER",
        7 => "ObjectDescriptor",
        8 => "EXTERNAL",
        9 => "REAL",
        10 => "ENUMERATED",
        11 => "EMBEDDED PDV",
        12 => "UTF8String",
        13 => "RELATIVE-OID",
        16 => "SEQUENCE",
        17 => "SET",
        18 => "NumericString",
        19 => "PrintableString",
        20 => "TeletexString",
        21 => "VideotexString",
        22 => "IA5String",
        23 => "UTCTime",
        24 => "GeneralizedTime",
        25 => "GraphicString",
        26 => "VisibleString",
        27 => "GeneralString",
        28 => "UniversalString",
        29 => "CHARACTER STRING",
        30 => "BMPString",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::der::Reader;

    fn line(bytes: &[u8]) -> String {
        short(&Reader::new(bytes, 0).read().unwrap())
    }

    #[test]
    fn shows_what_is_inside() {
        assert_eq!(line(&[2, 1, 0xff]), "-1");
        assert_eq!(line(&[2, 2, 0, 0xff]), "255");
        assert_eq!(line(&[2, 9, 0, 0x80, 0, 0, 0, 0, 0, 0, 1]), "64 bits: 8000000000000001");
        assert_eq!(line(&[3, 2, 5, 0xa0]), "101");
        assert_eq!(line(&[6, 3, 0x55, 4, 3]), "CN (2.5.4.3)");
        assert_eq!(line(&[1, 1, 0xff]), "TRUE");
        assert_eq!(line(&[4, 2, 1, 2]), "2 bytes: 0102");
        assert_eq!(line(&[0x82, 2, b'a', b'b']), "ab");
        assert_eq!(line(&[0x1e, 2, 0, b'x']), "x");
        assert_eq!(line(&[2, 0]), "");
    }
}
