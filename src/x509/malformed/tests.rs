#![allow(clippy::unwrap_used)]

use crate::facts::{Ext, Flaw, Part};
use crate::x509::decode_certificate;

fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let value = parts.concat();
    let mut out = vec![tag];
    match value.len() {
        short @ 0..=0x7f => out.push(short as u8),
        long @ 0x80..=0xff => out.extend([0x81, long as u8]),
        long => out.extend([0x82, (long >> 8) as u8, long as u8]),
    }
    out.extend(value);
    out
}

/// The parts of a certificate that a test changes.
struct Parts {
    serial: Vec<u8>,
    not_before: Vec<u8>,
    subject: Vec<u8>,
    extensions: Vec<u8>,
    tail: Vec<u8>,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            serial: vec![2, 1, 5],
            not_before: tlv(0x17, &[b"260101000000Z"]),
            subject: tlv(0x30, &[]),
            extensions: Vec::new(),
            tail: Vec::new(),
        }
    }
}

/// A point that is on P-256 (SP 800-186 3.2.1.3).
const BASE_POINT: [u8; 64] = [
    0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d,
    0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7,
    0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51,
    0xf5,
];

impl Parts {
    fn flaws(&self) -> Vec<(Flaw, Part)> {
        let ecdsa = tlv(0x30, &[&[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]]);
        let name = tlv(0x30, &[&tlv(0x31, &[&tlv(0x30, &[&[6, 3, 0x55, 4, 3], &tlv(0x0c, &[b"x"])])])]);
        let curve = tlv(0x30, &[&[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1], &[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]]);
        let key = tlv(0x30, &[&curve, &tlv(3, &[&[0, 4], &BASE_POINT])]);
        let validity = tlv(0x30, &[&self.not_before, &tlv(0x17, &[b"270101000000Z"])]);
        let extensions = if self.extensions.is_empty() { Vec::new() } else { tlv(0xa3, &[&tlv(0x30, &[&self.extensions])]) };
        let version = [0xa0, 3, 2, 1, 2];
        let tbs = tlv(0x30, &[&version, &self.serial, &ecdsa, &name, &validity, &self.subject, &key, &extensions, &self.tail]);
        let signature = tlv(3, &[&[0], &tlv(0x30, &[&[2, 1, 1, 2, 1, 1]])]);
        let der = tlv(0x30, &[&tbs, &ecdsa, &signature]);
        decode_certificate(&der).unwrap().malformations.iter().map(|m| (m.flaw, m.part)).collect()
    }
}

fn extension(last: u8, value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&[6, 3, 0x55, 0x1d, last], &tlv(4, &[value])])
}

#[test]
fn a_sound_certificate_has_none() {
    let san = extension(17, &tlv(0x30, &[&tlv(0x82, &[b"app.example"])]));
    assert_eq!(Parts { extensions: san, ..Parts::default() }.flaws(), []);
}

#[test]
fn numbers_have_their_shortest_form() {
    let of = |serial: &[u8]| Parts { serial: serial.to_vec(), ..Parts::default() }.flaws();
    assert_eq!(of(&[2, 2, 0, 5]), [(Flaw::IntegerPadded, Part::Serial)]);
    assert_eq!(of(&[2, 2, 0, 0x85]), []);
    assert_eq!(of(&[2, 1, 0x85]), [(Flaw::IntegerNegative, Part::Serial)]);
    assert_eq!(of(&[2, 0]), [(Flaw::IntegerEmpty, Part::Serial)]);
    assert_eq!(of(&[2, 0x81, 1, 5]), [(Flaw::LengthNotMinimal, Part::Serial)]);
    assert_eq!(of(&[4, 1, 5]), [(Flaw::TagWrong, Part::Serial)]);
}

#[test]
fn times_are_read_to_the_letter() {
    let of = |tag: u8, text: &str| Parts { not_before: tlv(tag, &[text.as_bytes()]), ..Parts::default() }.flaws();
    let at = |flaw| vec![(flaw, Part::NotBefore)];
    let short = |flaw| vec![(Flaw::UtcShort, Part::NotBefore), (flaw, Part::NotBefore)];
    assert_eq!(of(0x17, "2601010000Z"), short(Flaw::UtcNoSeconds));
    assert_eq!(of(0x17, "260101000000"), short(Flaw::TimeNoZone));
    assert_eq!(of(0x17, "260101000000+0000"), at(Flaw::TimeOffsetZero));
    assert_eq!(of(0x17, "260101000000+0130"), at(Flaw::TimeOffset));
    assert_eq!(of(0x17, "260230000000Z"), at(Flaw::TimeDayImpossible));
    assert_eq!(of(0x17, "260101000060Z"), at(Flaw::TimeSecond60));
    assert_eq!(of(0x17, "261301000000Z"), at(Flaw::TimeImpossible));
    assert_eq!(of(0x17, "26 101000000Z"), at(Flaw::TimeText));
    assert_eq!(of(0x17, ""), short(Flaw::TimeEmpty));
    assert_eq!(of(0x18, "20500101000000.5Z"), at(Flaw::TimeFraction));
    assert_eq!(of(0x18, "20260101000000Z"), at(Flaw::GeneralizedEarly));
    assert_eq!(of(0x18, "20500229000000Z"), at(Flaw::TimeDayImpossible));
    assert_eq!(of(0x13, "260101000000Z"), at(Flaw::TagWrong));
}

#[test]
fn texts_keep_to_their_types() {
    let of = |tag: u8, text: &[u8]| {
        let attribute = tlv(0x30, &[&[6, 3, 0x55, 4, 11], &tlv(tag, &[text])]);
        Parts { subject: tlv(0x30, &[&tlv(0x31, &[&attribute])]), ..Parts::default() }.flaws()
    };
    let at = |flaw| vec![(flaw, Part::Subject)];
    assert_eq!(of(0x13, b"a_b"), at(Flaw::PrintableOther));
    assert_eq!(of(0x13, b"a&b"), at(Flaw::PrintableAmpersand));
    assert_eq!(of(0x0c, &[0xc0, 0x80]), at(Flaw::Utf8Invalid));
    assert_eq!(of(0x1e, &[0xd8, 0]), at(Flaw::BmpSurrogate));
    assert_eq!(of(0x1a, b"x"), at(Flaw::TextTypeOther));
    assert_eq!(of(0x02, &[1]), at(Flaw::TextIsNoString));
    assert_eq!(of(0x0c, &[b'x'; 65]), at(Flaw::TextLong));
}

#[test]
fn extensions_are_told_apart_by_frame_and_value() {
    let of = |extensions: Vec<u8>| Parts { extensions, ..Parts::default() }.flaws();
    let san = extension(17, &tlv(0x30, &[&tlv(0x82, &[b"app.example"])]));
    assert_eq!(of([san.clone(), san].concat()), [(Flaw::Repeated, Part::Frame(Ext::San))]);
    assert_eq!(of(extension(19, &[0xff, 0xff])), [(Flaw::ContentDamaged, Part::Value(Ext::Bc))]);
    assert_eq!(of(extension(19, &[])), [(Flaw::ValueEmpty, Part::Value(Ext::Bc))]);
    assert_eq!(of(extension(19, &[0x30, 3, 1, 1, 1])), [(Flaw::BooleanNotFf, Part::Value(Ext::Bc))]);
    assert_eq!(of(extension(15, &[3, 2, 5, 0xa0, 0])), [(Flaw::OctetsTrailing, Part::Value(Ext::Ku))]);
    assert_eq!(of(extension(15, &[3, 2, 7, 0])), [(Flaw::BitsNone, Part::Value(Ext::Ku))]);
    // Of an extension that nobody reads only the frame counts.
    assert_eq!(
        of(tlv(0x30, &[&[6, 3, 0x55, 0x1d, 99], &[1, 1, 0], &[4, 1, 0xff]])),
        [(Flaw::DefaultWritten, Part::Frame(Ext::Other))]
    );
}

#[test]
fn elements_behind_the_last_field_are_noted() {
    let parts = Parts { tail: vec![5, 0], ..Parts::default() };
    assert_eq!(parts.flaws(), [(Flaw::ElementExtra, Part::Tbs)]);
}
