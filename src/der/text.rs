//! ASN.1 string types as text.

use super::{Tlv, tag};
use crate::octets::hex;

/// What a string element says.
pub(crate) struct Text {
    pub(crate) value: String,
    /// ASN.1 type, `hex` where the bytes are no text.
    pub(crate) kind: &'static str,
    /// The bytes break the rules of their own type; they were read by what they most likely mean.
    pub(crate) odd: bool,
}

/// Decodes a string element. Bytes that cannot be text become hex with a leading `#`, of the content for a BIT STRING or
/// OCTET STRING and of the whole element otherwise (RFC 4514 2.4).
pub(crate) fn decode(tlv: &Tlv<'_>) -> Text {
    let v = tlv.value;
    let kind = match tlv.tag {
        tag::UTF8_STRING => "UTF8String",
        0x12 => "NumericString",
        0x13 => "PrintableString",
        0x14 => "TeletexString",
        0x15 => "VideotexString",
        0x16 => "IA5String",
        0x19 => "GraphicString",
        0x1a => "VisibleString",
        0x1b => "GeneralString",
        0x1c => return wide(v, 4, "UniversalString", tlv),
        0x1e => return wide(v, 2, "BMPString", tlv),
        tag::BIT_STRING | tag::OCTET_STRING => return Text { value: hex_with_sign(v), kind: "hex", odd: false },
        _ => return Text { value: hex_with_sign(tlv.full), kind: "hex", odd: false },
    };
    // CAs have put UTF-8 and Latin-1 into every one of these types. A byte sequence that happens to be multi-byte UTF-8
    // is very unlikely to be meant as Latin-1, so UTF-8 is tried first, TeletexString included (OpenSSL reads that as
    // Latin-1, python `cryptography` as UTF-8).
    match std::str::from_utf8(v) {
        Ok(text) => {
            let odd = kind != "UTF8String" && !text.is_ascii();
            Text { value: text.to_owned(), kind, odd }
        }
        Err(_) => Text { value: latin1(v), kind, odd: kind != "TeletexString" },
    }
}

fn wide(bytes: &[u8], width: usize, kind: &'static str, tlv: &Tlv<'_>) -> Text {
    let text: Option<String> = if !bytes.len().is_multiple_of(width) {
        None
    } else if width == 2 {
        char::decode_utf16(bytes.chunks_exact(2).map(|c| u16::from_be_bytes([c[0], c[1]]))).collect::<Result<_, _>>().ok()
    } else {
        bytes.chunks_exact(4).map(|c| char::from_u32(u32::from_be_bytes([c[0], c[1], c[2], c[3]]))).collect()
    };
    match text {
        Some(value) => Text { value, kind, odd: false },
        None => Text { value: hex_with_sign(tlv.full), kind: "hex", odd: true },
    }
}

/// Every byte as the character with its number: loses nothing.
pub(crate) fn latin1(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => text.to_owned(),
        _ => bytes.iter().copied().map(char::from).collect(),
    }
}

/// Hex with the sign that RFC 4514 marks it with.
pub(crate) fn hex_with_sign(bytes: &[u8]) -> String {
    ["#", &hex(bytes)].concat()
}
