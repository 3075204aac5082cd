//! The second, strict reading: everything in a certificate that breaks DER or RFC 5280, with its place.
//!
//! It changes nothing about what was read; `certificate` and `extensions` take whatever has a plain meaning. Programs
//! differ in which of these they refuse, and their reading tables are lists over them.

mod key;
mod names;
mod primitive;
mod values;

use crate::der::{Reader, Tlv, tag};
use crate::facts::{ByteRange, Certificate, Ext, Extension, Flaw, Malformation, Part};

/// Malformations that are kept of one certificate. A hostile file could have one for every few octets.
const KEPT: usize = 64;

/// Walks a certificate and writes down what it stumbles over.
struct Walk {
    found: Vec<Malformation>,
    part: Part,
    extension: Option<usize>,
}

/// Everything wrong with these bytes, which may have others behind them.
pub(super) fn of(der: &[u8], certificate: &Certificate) -> Vec<Malformation> {
    let mut walk = Walk { found: Vec::new(), part: Part::Certificate, extension: None };
    walk.certificate(der, certificate);
    walk.found
}

/// Whether an element with this tag comes later.
fn holds(parts: &Reader<'_>, wanted: u8) -> bool {
    let mut rest = *parts;
    while let Ok(next) = rest.read() {
        if next.tag == wanted {
            return true;
        }
    }
    false
}

impl Walk {
    fn note(&mut self, flaw: Flaw, from: usize, to: usize) {
        if self.found.len() < KEPT {
            let at = ByteRange::new(from, to);
            self.found.push(Malformation { flaw, part: self.part, extension: self.extension, at });
        }
    }

    fn note_at(&mut self, flaw: Flaw, tlv: &Tlv<'_>) {
        self.note(flaw, tlv.from, tlv.to());
    }

    fn within(&mut self, part: Part) -> &mut Self {
        self.part = part;
        self
    }

    /// The next element, whatever it is.
    fn any<'a>(&mut self, reader: &mut Reader<'a>) -> Option<Tlv<'a>> {
        let (from, left) = (reader.at(), reader.rest().len());
        let Ok(tlv) = reader.read() else {
            self.note(Flaw::ContentDamaged, from, from + left);
            *reader = Reader::new(&[], from + left);
            return None;
        };
        if tlv.ber && !tlv.indefinite && tlv.value.is_empty() && reader.is_empty() {
            self.note(Flaw::LengthOfNothing, tlv.from, tlv.value_from);
        }
        if tlv.indefinite {
            self.note(Flaw::LengthIndefinite, tlv.from, tlv.value_from);
        } else if tlv.ber {
            self.note(Flaw::LengthNotMinimal, tlv.from, tlv.value_from);
        }
        if tlv.full.first().is_some_and(|first| first & 0x1f == 0x1f) && tlv.number < 0x1f {
            self.note(Flaw::TagLongForm, tlv.from, tlv.value_from);
        } else if tlv.number >= 0x1f {
            self.note(Flaw::TagHigh, tlv.from, tlv.value_from);
        }
        Some(tlv)
    }

    /// The next element, which has to be of this type. One of another type is noted, consumed and not given back.
    fn want<'a>(&mut self, reader: &mut Reader<'a>, wanted: u8) -> Option<Tlv<'a>> {
        if reader.is_empty() {
            self.note(Flaw::ElementMissing, reader.at(), reader.at());
            return None;
        }
        let tlv = self.any(reader)?;
        if tlv.tag == wanted {
            return Some(tlv);
        }
        // Strings may come in pieces in BER.
        if tlv.tag == wanted | 0x20 && matches!(wanted, tag::BIT_STRING | tag::OCTET_STRING) {
            self.note_at(Flaw::StringConstructed, &tlv);
            return None;
        }
        self.note_at(Flaw::TagWrong, &tlv);
        None
    }

    /// The next element if it is of this type.
    fn maybe<'a>(&mut self, reader: &mut Reader<'a>, wanted: u8) -> Option<Tlv<'a>> {
        let next = reader.clone().read().ok()?;
        if next.tag == wanted { self.any(reader) } else { None }
    }

    /// Nothing may be left.
    fn end(&mut self, reader: &Reader<'_>, flaw: Flaw) {
        if !reader.is_empty() {
            self.note(flaw, reader.at(), reader.at() + reader.rest().len());
        }
    }

    fn certificate(&mut self, der: &[u8], certificate: &Certificate) {
        let mut reader = Reader::new(der, 0);
        let Some(outer) = self.want(&mut reader, tag::SEQUENCE) else { return };
        self.end(&reader, Flaw::OctetsTrailing);
        let mut parts = outer.children();
        if let Some(tbs) = self.within(Part::Tbs).want(&mut parts, tag::SEQUENCE) {
            self.tbs(&tbs, certificate);
        }
        self.extension = None;
        if let Some(algorithm) = self.within(Part::OuterAlgorithm).want(&mut parts, tag::SEQUENCE) {
            self.algorithm(&algorithm);
        }
        self.compare_algorithms(certificate);
        if let Some(bits) = self.within(Part::Signature).want(&mut parts, tag::BIT_STRING) {
            self.whole_octets(&bits);
            self.within(Part::SignatureContent).signature(&bits, certificate);
        }
        self.within(Part::Certificate).end(&parts, Flaw::ElementExtra);
    }

    fn tbs(&mut self, tbs: &Tlv<'_>, certificate: &Certificate) {
        let mut parts = tbs.children();
        if let Some(version) = self.within(Part::Version).maybe(&mut parts, 0xa0) {
            self.version(&version);
        }
        if let Some(serial) = self.within(Part::Serial).want(&mut parts, tag::INTEGER) {
            self.serial(&serial);
        }
        if let Some(algorithm) = self.within(Part::InnerAlgorithm).want(&mut parts, tag::SEQUENCE) {
            self.algorithm(&algorithm);
        }
        if let Some(issuer) = self.within(Part::Issuer).want(&mut parts, tag::SEQUENCE) {
            if issuer.value.is_empty() {
                self.note_at(Flaw::NameEmpty, &issuer);
            }
            self.name(&issuer);
        }
        if let Some(validity) = self.within(Part::Validity).want(&mut parts, tag::SEQUENCE) {
            let mut period = validity.children();
            self.within(Part::NotBefore).time(&mut period);
            self.within(Part::NotAfter).time(&mut period);
            self.within(Part::Validity).end(&period, Flaw::ElementExtra);
        }
        if let Some(subject) = self.within(Part::Subject).want(&mut parts, tag::SEQUENCE) {
            self.name(&subject);
        }
        if let Some(key) = self.within(Part::Key).want(&mut parts, tag::SEQUENCE) {
            self.key(&key, certificate);
        }
        for (primitive, constructed) in [(0x81, 0xa1), (0x82, 0xa2)] {
            if let Some(id) = self.within(Part::UniqueId).maybe(&mut parts, primitive) {
                self.note_at(Flaw::UniqueIdentifier, &id);
                if certificate.version < 2 {
                    self.note_at(Flaw::UniqueIdentifierEarly, &id);
                }
                self.bit_string(&id);
            } else if let Some(id) = self.maybe(&mut parts, constructed) {
                self.note_at(Flaw::StringConstructed, &id);
            }
        }
        // Programs that look for the extensions here and find something else do without them, or refuse.
        let misplaced = parts.clone().read().is_ok_and(|next| next.tag != 0xa3) && holds(&parts, 0xa3);
        if misplaced {
            self.within(Part::Extensions).note(Flaw::ElementOrder, parts.at(), parts.at());
        }
        if let Some(list) = self.within(Part::Extensions).maybe(&mut parts, 0xa3) {
            self.extensions(&list, certificate);
        }
        self.extension = None;
        self.within(Part::Tbs).end(&parts, Flaw::ElementExtra);
    }

    /// RFC 5280 4.1.2.1.
    fn version(&mut self, explicit: &Tlv<'_>) {
        let mut inside = explicit.children();
        let Some(number) = self.want(&mut inside, tag::INTEGER) else { return };
        self.integer(&number);
        match number.value {
            [0] => self.note_at(Flaw::DefaultWritten, explicit),
            [3] => self.note_at(Flaw::VersionFour, explicit),
            [1 | 2] | [] | [0, ..] => {}
            [first, ..] if first & 0x80 != 0 => {
                self.note_at(Flaw::IntegerNegative, &number);
                self.note_at(Flaw::VersionUnknown, explicit);
            }
            [_] => self.note_at(Flaw::VersionUnknown, explicit),
            _ => {
                self.note_at(Flaw::VersionUnknown, explicit);
                self.note_at(Flaw::IntegerLarge, &number);
            }
        }
        self.end(&inside, Flaw::ElementExtra);
    }

    /// RFC 5280 4.1.2.2: positive and at most 20 octets.
    fn serial(&mut self, serial: &Tlv<'_>) {
        self.integer(serial);
        match serial.value {
            [first, ..] if first & 0x80 != 0 => self.note_at(Flaw::IntegerNegative, serial),
            [0] => self.note_at(Flaw::SerialZero, serial),
            _ => {}
        }
        if serial.value.len() > 20 {
            self.note_at(Flaw::SerialLong, serial);
        }
    }

    /// The two signature algorithms have to be the same (RFC 5280 4.1.1.2).
    fn compare_algorithms(&mut self, certificate: &Certificate) {
        let (inside, outside) = (&certificate.tbs_signature_algorithm, &certificate.signature_algorithm);
        if inside == outside {
            return;
        }
        let null_or_nothing = |parameters: &[u8]| matches!(parameters, [] | [5, 0]);
        let only_null = inside.oid == outside.oid && null_or_nothing(&inside.parameters) && null_or_nothing(&outside.parameters);
        let flaw = if only_null { Flaw::AlgorithmsDifferInNull } else { Flaw::AlgorithmsDiffer };
        self.note(flaw, certificate.tbs.from, certificate.tbs.to);
    }

    fn extensions(&mut self, list: &Tlv<'_>, certificate: &Certificate) {
        if certificate.version < 3 {
            self.note_at(Flaw::ExtensionsBeforeV3, list);
        }
        let mut inside = list.children();
        let sequence = self.want(&mut inside, tag::SEQUENCE);
        self.end(&inside, Flaw::ElementExtra);
        let Some(sequence) = sequence else { return };
        let mut reader = sequence.children();
        if reader.is_empty() {
            self.note_at(Flaw::SequenceEmpty, &sequence);
        }
        let mut index = 0;
        while !reader.is_empty() {
            // Those that could be read are numbered as the certificate's list has them.
            self.extension = None;
            self.within(Part::Extensions);
            let set = ({ reader }).read().is_ok_and(|next| next.tag == tag::SET);
            let one = if set { self.any(&mut reader) } else { self.want(&mut reader, tag::SEQUENCE) };
            let Some(one) = one else { continue };
            if set {
                self.note_at(Flaw::EntryWrong, &one);
            }
            let read = certificate.extensions.get(index).filter(|e| one.from <= e.value_at.from && e.value_at.to <= one.to());
            self.extension = read.map(|_| index);
            self.one(&one, read, certificate);
            index += usize::from(read.is_some());
            if index > super::extensions::EXTENSIONS {
                return;
            }
        }
    }

    fn one(&mut self, one: &Tlv<'_>, read: Option<&Extension>, certificate: &Certificate) {
        let ext = read.map_or(Ext::Other, |e| Ext::of(e.oid.as_str()));
        let mut parts = one.children();
        if one.indefinite {
            self.within(Part::Frame(ext)).note_at(Flaw::LengthIndefinite, one);
        }
        if let Some(oid) = self.within(Part::Frame(ext)).want(&mut parts, tag::OID) {
            self.oid(&oid);
        }
        if let Some(critical) = self.maybe(&mut parts, tag::BOOLEAN) {
            self.boolean(&critical, true);
        }
        let value = self.want(&mut parts, tag::OCTET_STRING);
        self.end(&parts, Flaw::ElementExtra);
        if let (Some(read), Some(index)) = (read, self.extension) {
            if certificate.extensions.iter().take(index).any(|e| e.oid == read.oid) {
                self.note_at(Flaw::Repeated, one);
            }
            if read.critical && matches!(ext, Ext::Ski | Ext::Aki | Ext::Aia) {
                self.note_at(Flaw::CriticalForbidden, one);
            }
        }
        if ext == Ext::ProxyInfo
            && (certificate.is_ca() || ["2.5.29.17", "2.5.29.18"].iter().any(|names| certificate.extension(names).is_some()))
        {
            self.within(Part::Value(ext)).note_at(Flaw::ProxyNamed, one);
        }
        if let Some(value) = value {
            self.within(Part::Value(ext)).value(ext, &value);
        }
    }
}

#[cfg(test)]
mod tests;
