//! What is inside the extensions of RFC 5280 and a few others.

use super::Walk;
use crate::der::{Reader, Tlv, tag};
use crate::facts::{Ext, Flaw};

/// anyPolicy.
const ANY_POLICY: &[u8] = &[0x55, 0x1d, 0x20, 0x00];
/// id-qt-cps and id-qt-unotice, without the last octet.
const QUALIFIERS: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x02];

impl Walk {
    pub(super) fn value(&mut self, ext: Ext, octets: &Tlv<'_>) {
        if matches!(ext, Ext::Other | Ext::QcStatements) {
            return;
        }
        let mut reader = octets.children();
        if reader.is_empty() {
            return self.note_at(Flaw::ValueEmpty, octets);
        }
        match ext {
            Ext::Ku | Ext::NsCertType => {
                if let Some(bits) = self.want(&mut reader, tag::BIT_STRING) {
                    self.named_bits(&bits);
                }
            }
            Ext::Ski => {
                if let Some(id) = self.want(&mut reader, tag::OCTET_STRING)
                    && id.value.is_empty()
                {
                    self.note_at(Flaw::TextEmpty, &id);
                }
            }
            Ext::Iap => {
                if let Some(number) = self.want(&mut reader, tag::INTEGER) {
                    self.count(&number);
                }
            }
            Ext::NsComment => {
                self.want(&mut reader, 0x16);
            }
            Ext::Sct => {
                self.want(&mut reader, tag::OCTET_STRING);
            }
            _ => {
                if let Some(sequence) = self.want(&mut reader, tag::SEQUENCE) {
                    self.sequence(ext, &sequence);
                }
            }
        }
        self.end(&reader, Flaw::OctetsTrailing);
    }

    fn sequence(&mut self, ext: Ext, sequence: &Tlv<'_>) {
        let mut parts = sequence.children();
        if parts.is_empty() && !matches!(ext, Ext::Bc | Ext::San | Ext::Ian | Ext::Resources) {
            self.note_at(Flaw::SequenceEmpty, sequence);
        }
        match ext {
            Ext::San | Ext::Ian => self.general_names(parts, sequence),
            Ext::Bc => self.basic_constraints(&mut parts, sequence),
            Ext::Aki => self.authority_key_id(&mut parts, sequence),
            Ext::Nc => self.name_constraints(&mut parts),
            Ext::Pc => {
                let mut last = 0;
                while !parts.is_empty() {
                    let Some(part) = self.any(&mut parts) else { return };
                    match part.tag {
                        0x80 | 0x81 if part.tag > last => self.count(&part),
                        0x80 | 0x81 if part.tag == last => self.note_at(Flaw::ElementExtra, &part),
                        0x80 | 0x81 => self.note_at(Flaw::ElementOrder, &part),
                        _ => self.note_at(Flaw::TagWrong, &part),
                    }
                    last = part.tag;
                }
            }
            Ext::Eku => {
                while !parts.is_empty() {
                    if let Some(oid) = self.want(&mut parts, tag::OID) {
                        self.oid(&oid);
                    }
                }
            }
            Ext::TlsFeature => {
                while !parts.is_empty() {
                    if let Some(number) = self.want(&mut parts, tag::INTEGER) {
                        self.integer(&number);
                    }
                }
            }
            Ext::Cp => self.policies(&mut parts),
            Ext::ProxyInfo => self.proxy(&mut parts),
            Ext::Resources => self.resources(&mut parts),
            Ext::Pm => self.mappings(&mut parts),
            Ext::Aia | Ext::Sia => {
                while !parts.is_empty() {
                    let Some(one) = self.entry(&mut parts) else { continue };
                    let mut inside = one.children();
                    if let Some(oid) = self.want(&mut inside, tag::OID) {
                        self.oid(&oid);
                    }
                    if inside.is_empty() {
                        self.note_at(Flaw::AccessNowhere, &one);
                    } else if let Some(place) = self.any(&mut inside) {
                        self.general_name(&place, false);
                    }
                    self.end(&inside, Flaw::ElementExtra);
                }
            }
            Ext::Crldp | Ext::FreshestCrl => {
                while !parts.is_empty() {
                    if let Some(point) = self.entry(&mut parts) {
                        self.distribution_point(&point);
                    }
                }
            }
            _ => {}
        }
    }

    /// The next entry of a list of SEQUENCEs.
    fn entry<'a>(&mut self, parts: &mut Reader<'a>) -> Option<Tlv<'a>> {
        let one = self.any(parts)?;
        if one.tag == tag::SEQUENCE {
            return Some(one);
        }
        self.note_at(Flaw::EntryWrong, &one);
        None
    }

    /// A BIT STRING whose bits have names: trailing zeros are left out in DER (X.690 11.2.2).
    fn named_bits(&mut self, bits: &Tlv<'_>) {
        self.bit_string(bits);
        let [unused, octets @ ..] = bits.value else { return };
        if octets.iter().all(|o| *o == 0) {
            return self.note_at(Flaw::BitsNone, bits);
        }
        if octets.len() > 2 {
            self.note_at(Flaw::BitsMany, bits);
        }
        let lowest = octets.last().map_or(0, |last| last.trailing_zeros());
        if lowest > u32::from(*unused) {
            self.note_at(Flaw::BitsTrailingZeros, bits);
        }
    }

    /// `SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }`.
    fn basic_constraints(&mut self, parts: &mut Reader<'_>, sequence: &Tlv<'_>) {
        let mut ca = false;
        if let Some(flag) = self.maybe(parts, tag::BOOLEAN) {
            self.boolean(&flag, true);
            ca = flag.value.iter().any(|o| *o != 0);
        }
        if !parts.is_empty()
            && let Some(limit) = self.want(parts, tag::INTEGER)
        {
            self.count(&limit);
            if !ca {
                self.note_at(Flaw::PathLenWithoutCa, sequence);
            }
            if matches!(limit.value, [_, _, ..]) && !matches!(limit.value, [0, _]) {
                self.note_at(Flaw::PathLenLarge, &limit);
            }
        }
        self.end(parts, Flaw::ElementExtra);
    }

    fn authority_key_id(&mut self, parts: &mut Reader<'_>, sequence: &Tlv<'_>) {
        let (mut issuer, mut serial, mut last) = (false, false, None);
        while !parts.is_empty() {
            let Some(part) = self.any(parts) else { return };
            match part.tag {
                0x80 if part.value.is_empty() => self.note_at(Flaw::TextEmpty, &part),
                0x80 => {}
                0xa0 => self.note_at(Flaw::StringConstructed, &part),
                0xa1 => {
                    issuer = true;
                    self.general_names(part.children(), &part);
                }
                0x82 => {
                    serial = true;
                    self.integer(&part);
                }
                _ => self.note_at(Flaw::TagWrong, &part),
            }
            if Some(part.number) <= last {
                self.note_at(Flaw::ElementOrder, &part);
            }
            last = Some(part.number);
        }
        if issuer != serial {
            self.note_at(Flaw::AkiHalf, sequence);
        }
    }

    /// `SEQUENCE { permitted [0] OPTIONAL, excluded [1] OPTIONAL }`, each a list of
    /// `SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }`.
    fn name_constraints(&mut self, parts: &mut Reader<'_>) {
        let mut last = 0;
        while !parts.is_empty() {
            let Some(part) = self.any(parts) else { return };
            if !matches!(part.tag, 0xa0 | 0xa1) {
                self.note_at(Flaw::EntryWrong, &part);
                continue;
            }
            match part.tag.cmp(&last) {
                std::cmp::Ordering::Greater => {}
                std::cmp::Ordering::Equal => self.note_at(Flaw::ElementExtra, &part),
                std::cmp::Ordering::Less => self.note_at(Flaw::ElementOrder, &part),
            }
            last = part.tag;
            let mut subtrees = part.children();
            if subtrees.is_empty() {
                self.note_at(Flaw::SequenceEmpty, &part);
            }
            while !subtrees.is_empty() {
                let Some(subtree) = self.entry(&mut subtrees) else { continue };
                self.subtree(&subtree);
            }
        }
    }

    fn subtree(&mut self, subtree: &Tlv<'_>) {
        let mut parts = subtree.children();
        if parts.is_empty() {
            return self.note(Flaw::ElementMissing, parts.at(), parts.at());
        }
        if let Some(base) = self.any(&mut parts) {
            self.general_name(&base, true);
        }
        if let Some(minimum) = self.maybe(&mut parts, 0x80) {
            self.integer(&minimum);
            let flaw = if matches!(minimum.value, [0]) { Flaw::DefaultWritten } else { Flaw::SubtreeMinimum };
            self.note_at(flaw, &minimum);
        }
        if let Some(maximum) = self.maybe(&mut parts, 0x81) {
            self.integer(&maximum);
            self.note_at(Flaw::SubtreeMaximum, &maximum);
        }
        self.end(&parts, Flaw::ElementExtra);
    }

    /// `SEQUENCE OF SEQUENCE { policyIdentifier, policyQualifiers SEQUENCE OF SEQUENCE { id, ANY } OPTIONAL }`.
    fn policies(&mut self, parts: &mut Reader<'_>) {
        let mut seen: Vec<&[u8]> = Vec::new();
        while !parts.is_empty() {
            let Some(policy) = self.want(parts, tag::SEQUENCE) else { continue };
            let mut inside = policy.children();
            let Some(oid) = self.want(&mut inside, tag::OID) else { continue };
            self.oid(&oid);
            if seen.contains(&oid.value) {
                self.note_at(Flaw::PolicyRepeated, &policy);
            }
            if seen.len() < 64 {
                seen.push(oid.value);
            }
            if !inside.is_empty()
                && let Some(list) = self.want(&mut inside, tag::SEQUENCE)
            {
                self.qualifiers(&list, oid.value == ANY_POLICY);
            }
            self.end(&inside, Flaw::ElementExtra);
        }
    }

    fn qualifiers(&mut self, list: &Tlv<'_>, of_any: bool) {
        let mut qualifiers = list.children();
        if qualifiers.is_empty() {
            self.note_at(Flaw::SequenceEmpty, list);
        }
        while !qualifiers.is_empty() {
            let Some(one) = self.want(&mut qualifiers, tag::SEQUENCE) else { continue };
            let mut inside = one.children();
            let Some(oid) = self.want(&mut inside, tag::OID) else { continue };
            self.oid(&oid);
            let known = oid.value.strip_prefix(QUALIFIERS).is_some_and(|last| matches!(last, [1 | 2]));
            if !known {
                self.note_at(if of_any { Flaw::QualifierUnknownOfAny } else { Flaw::QualifierUnknown }, &one);
            }
            if inside.is_empty() {
                self.note(Flaw::ElementMissing, inside.at(), inside.at());
            } else {
                self.any(&mut inside);
            }
            self.end(&inside, Flaw::ElementExtra);
        }
    }

    /// `SEQUENCE { pCPathLenConstraint INTEGER OPTIONAL, SEQUENCE { policyLanguage, policy OCTET STRING OPTIONAL } }`.
    fn proxy(&mut self, parts: &mut Reader<'_>) {
        if let Some(limit) = self.maybe(parts, tag::INTEGER) {
            self.integer(&limit);
        }
        if let Some(policy) = self.want(parts, tag::SEQUENCE) {
            let mut inside = policy.children();
            if let Some(language) = self.want(&mut inside, tag::OID) {
                self.oid(&language);
            }
            self.maybe(&mut inside, tag::OCTET_STRING);
            self.end(&inside, Flaw::ElementExtra);
        }
        self.end(parts, Flaw::ElementExtra);
    }

    /// A family of addresses is a SEQUENCE with its number, autonomous systems stand in `[0]` and `[1]` (RFC 3779 2.2.3, 3.2.3).
    fn resources(&mut self, parts: &mut Reader<'_>) {
        while !parts.is_empty() {
            let Some(one) = self.any(parts) else { return };
            let mut inside = one.children();
            match one.tag {
                tag::SEQUENCE => drop(self.want(&mut inside, tag::OCTET_STRING)),
                0xa0 | 0xa1 => {}
                _ => self.note_at(Flaw::EntryWrong, &one),
            }
            match self.any(&mut inside) {
                Some(choice) if !matches!(choice.tag, tag::NULL | tag::SEQUENCE) => self.note_at(Flaw::TagWrong, &choice),
                _ => self.end(&inside, Flaw::ElementExtra),
            }
        }
    }

    /// `SEQUENCE OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }`.
    fn mappings(&mut self, parts: &mut Reader<'_>) {
        while !parts.is_empty() {
            let Some(pair) = self.want(parts, tag::SEQUENCE) else { continue };
            let mut inside = pair.children();
            for _ in 0..2 {
                if let Some(oid) = self.want(&mut inside, tag::OID) {
                    self.oid(&oid);
                    if oid.value == ANY_POLICY {
                        self.note_at(Flaw::MappingOfAny, &pair);
                    }
                }
            }
            self.end(&inside, Flaw::ElementExtra);
        }
    }

    /// `SEQUENCE { distributionPoint [0] OPTIONAL, reasons [1] OPTIONAL, cRLIssuer [2] OPTIONAL }`.
    fn distribution_point(&mut self, point: &Tlv<'_>) {
        let mut parts = point.children();
        let place = self.maybe(&mut parts, 0xa0);
        if let Some(place) = &place {
            let mut inside = place.children();
            if inside.is_empty() {
                self.note(Flaw::ElementMissing, inside.at(), inside.at());
            } else if let Some(name) = self.any(&mut inside) {
                match name.tag {
                    0xa0 => self.general_names(name.children(), &name),
                    0xa1 => {
                        self.rdn(&name);
                        // A name relative to its issuer's: hardly any program knows the form.
                        self.note_at(Flaw::NameFormUnusual, &name);
                    }
                    _ => self.note_at(Flaw::TagWrong, &name),
                }
            }
            self.end(&inside, Flaw::ElementExtra);
        }
        if let Some(reasons) = self.maybe(&mut parts, 0x81) {
            self.bit_string(&reasons);
        }
        let issuer = self.maybe(&mut parts, 0xa2);
        if let Some(issuer) = &issuer {
            self.general_names(issuer.children(), issuer);
        }
        if !parts.is_empty() {
            let wrong = parts.clone().read().is_ok_and(|next| !matches!(next.tag, 0xa0 | 0x81 | 0xa2));
            self.end(&parts, if wrong { Flaw::TagWrong } else { Flaw::ElementOrder });
        }
        if place.is_none() && issuer.is_none_or(|issuer| issuer.value.is_empty()) {
            self.note_at(Flaw::PointNowhere, point);
        }
    }
}
