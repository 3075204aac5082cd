//! Distinguished names and the names inside extensions.

use super::Walk;
use crate::der::{Reader, Tlv, tag};
use crate::facts::Flaw;

/// Longest values of X.520 attributes (RFC 5280 appendix A.1), by the last two octets of 2.5.4.x.
const LONGEST: [(u8, usize); 8] = [(3, 64), (5, 64), (7, 128), (8, 128), (10, 64), (11, 64), (12, 64), (65, 128)];

impl Walk {
    /// `Name ::= SEQUENCE OF SET OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }`.
    pub(super) fn name(&mut self, name: &Tlv<'_>) {
        let mut reader = name.children();
        while !reader.is_empty() {
            let Some(set) = self.want(&mut reader, tag::SET) else { continue };
            self.rdn(&set);
        }
    }

    pub(super) fn rdn(&mut self, set: &Tlv<'_>) {
        let mut attributes = set.children();
        if attributes.is_empty() {
            self.note_at(Flaw::RdnEmpty, set);
        }
        let mut before: &[u8] = &[];
        let mut sorted = true;
        while !attributes.is_empty() {
            let Some(attribute) = self.want(&mut attributes, tag::SEQUENCE) else { continue };
            sorted &= before <= attribute.full;
            before = attribute.full;
            self.attribute(&attribute);
        }
        if !sorted {
            self.note_at(Flaw::RdnUnsorted, set);
        }
    }

    fn attribute(&mut self, attribute: &Tlv<'_>) {
        let mut parts = attribute.children();
        let kind = self.want(&mut parts, tag::OID);
        if let Some(kind) = &kind {
            self.oid(kind);
        }
        if parts.is_empty() {
            if kind.is_some() {
                self.note_at(Flaw::AttributeHalf, attribute);
            }
            return self.note(Flaw::ElementMissing, parts.at(), parts.at());
        }
        let Some(value) = self.any(&mut parts) else { return };
        self.text(&value);
        self.end(&parts, Flaw::ElementExtra);
        let Some(kind) = kind else { return };
        let characters = characters(&value);
        let longest = match kind.value {
            [0x55, 4, 6] => {
                if characters != 2 {
                    self.note_at(Flaw::CountryLength, &value);
                }
                return;
            }
            [0x55, 4, last] => LONGEST.iter().find(|(l, _)| l == last).map_or(usize::MAX, |(_, longest)| *longest),
            _ => usize::MAX,
        };
        if characters > longest {
            self.note_at(Flaw::TextLong, &value);
        }
    }

    /// A text of any type, and whether it keeps to its type.
    pub(super) fn text(&mut self, value: &Tlv<'_>) {
        let octets = value.value;
        if value.constructed() && (value.tag & 0xc0 == 0) && !matches!(value.tag, tag::SEQUENCE | tag::SET) {
            if matches!(value.tag, 0x21 | 0x22 | 0x24..=0x26 | 0x2a) {
                self.note_at(Flaw::TextIsNoString, value);
            }
            return self.note_at(Flaw::StringConstructed, value);
        }
        let high = octets.iter().any(|o| *o > 127);
        let flaws: &[(bool, Flaw)] = match value.tag {
            tag::UTF8_STRING => {
                &[(std::str::from_utf8(octets).is_err(), Flaw::Utf8Invalid), (octets.contains(&0), Flaw::Utf8Nul)]
            }
            0x13 => {
                let other = |o: &u8| !(o.is_ascii_alphanumeric() || b" '()+,-./:=?*&".contains(o)) && *o < 128;
                &[
                    (octets.contains(&b'*'), Flaw::PrintableStar),
                    (octets.contains(&b'&'), Flaw::PrintableAmpersand),
                    (octets.iter().any(other), Flaw::PrintableOther),
                    (high, Flaw::PrintableHigh),
                ]
            }
            0x12 => {
                &[(true, Flaw::TextTypeUnusual), (!octets.iter().all(|o| o.is_ascii_digit() || *o == b' '), Flaw::NumericOther)]
            }
            0x16 => &[(high, Flaw::Ia5High)],
            0x14 => &[(high, Flaw::TeletexHigh)],
            0x1e => {
                let even = octets.len().is_multiple_of(2);
                let mut units = octets.chunks_exact(2).map(|c| u16::from_be_bytes([c[0], c[1]]));
                &[
                    (!even, Flaw::BmpLength),
                    (even && char::decode_utf16(units.clone()).any(|c| c.is_err()), Flaw::BmpSurrogate),
                    (even && units.any(|u| matches!(u, 0xfdd0..=0xfdef | 0xfffe | 0xffff)), Flaw::BmpNoncharacter),
                ]
            }
            0x1c => {
                let whole = octets.len().is_multiple_of(4);
                let mut points = octets.chunks_exact(4).map(|c| u32::from_be_bytes([c[0], c[1], c[2], c[3]]));
                &[(!whole, Flaw::UniversalLength), (whole && points.any(|p| char::from_u32(p).is_none()), Flaw::UniversalRange)]
            }
            0x15 | 0x19..=0x1b => &[(true, Flaw::TextTypeOther)],
            // Universal types without a place of their own in readers' tables go with the structures.
            tag::SEQUENCE | tag::BIT_STRING | 0x07..=0x09 | 0x0b | 0x0d..=0x0f | 0x1d => &[(true, Flaw::TextIsStructure)],
            _ => &[(true, Flaw::TextIsNoString)],
        };
        for (_, flaw) in flaws.iter().filter(|(found, _)| *found) {
            self.note_at(*flaw, value);
        }
        if value.tag == tag::OID {
            if octets.last().is_none_or(|last| last & 0x80 != 0) {
                self.note_at(Flaw::TextOidDamaged, value);
            }
        } else {
            self.primitive(value);
        }
        if octets.is_empty() && matches!(value.tag, tag::UTF8_STRING | 0x12..=0x16 | 0x19..=0x1e) {
            self.note_at(Flaw::TextEmpty, value);
        }
    }

    /// `GeneralNames`, from its content.
    pub(super) fn general_names(&mut self, mut reader: Reader<'_>, around: &Tlv<'_>) {
        if reader.is_empty() {
            self.note_at(Flaw::SequenceEmpty, around);
        }
        while !reader.is_empty() {
            if let Some(name) = self.any(&mut reader) {
                self.general_name(&name, false);
            }
        }
    }

    /// One GeneralName (RFC 5280 4.2.1.6), or the base of a subtree (4.2.1.10).
    pub(super) fn general_name(&mut self, name: &Tlv<'_>, constraint: bool) {
        let octets = name.value;
        let constructed = name.constructed();
        let pieces = matches!(name.tag, 0xa1 | 0xa2 | 0xa6 | 0xa7);
        let none = name.tag & 0xc0 != 0x80 || name.number > 8 || constructed != matches!(name.number, 0 | 3 | 4 | 5);
        if pieces {
            return self.note_at(Flaw::StringConstructed, name);
        }
        if none {
            let flaw = if constraint { Flaw::TagWrong } else { Flaw::NameFormNone };
            return self.note_at(flaw, name);
        }
        if octets.is_empty() && !constraint && matches!(name.number, 1 | 2 | 6 | 7) {
            let host = matches!(name.number, 2 | 7);
            self.note_at(if host { Flaw::HostOfNothing } else { Flaw::NameOfNothing }, name);
        }
        if matches!(name.number, 1 | 2 | 6) && !octets.is_ascii() {
            self.note_at(Flaw::NameNotAscii, name);
        }
        let mut inside = name.children();
        match name.number {
            0 => {
                let before = self.found.len();
                let oid = self.want(&mut inside, tag::OID);
                if let Some(oid) = &oid {
                    self.oid(oid);
                }
                let damaged = oid.is_none() || inside.is_empty();
                if let Some(explicit) = self.want(&mut inside, 0xa0) {
                    let mut value = explicit.children();
                    if value.is_empty() {
                        self.note(Flaw::ElementMissing, value.at(), value.at());
                    } else if let Some(element) = self.any(&mut value) {
                        self.primitive(&element);
                        self.end(&value, Flaw::ElementExtra);
                    }
                }
                self.end(&inside, Flaw::ElementExtra);
                // Many programs do not look into it, and those that do read BER.
                let ber = [Flaw::LengthNotMinimal, Flaw::LengthIndefinite, Flaw::TagLongForm, Flaw::OidLarge, Flaw::OidHuge];
                if self.found.iter().skip(before).any(|m| !ber.contains(&m.flaw)) {
                    self.found.truncate(before);
                    self.note_at(if damaged { Flaw::OtherNameDamaged } else { Flaw::OtherNameOdd }, name);
                }
                if constraint {
                    self.note_at(Flaw::NameFormUnread, name);
                }
            }
            1 if !constraint && !mailbox(octets) => self.note_at(Flaw::MailboxOdd, name),
            2 if constraint && octets.contains(&b'*') => self.note_at(Flaw::NameWildcard, name),
            3 | 5 => {
                self.note_at(Flaw::NameFormUnusual, name);
                if name.number == 5 {
                    self.edi_party(name);
                }
            }
            4 if ({ inside }).read().map_or(inside.is_empty(), |next| next.tag == tag::SET) => {
                self.note_at(Flaw::DirectoryImplicit, name);
                self.name(name);
            }
            4 => {
                if let Some(directory) = self.want(&mut inside, tag::SEQUENCE) {
                    self.name(&directory);
                }
                self.end(&inside, Flaw::ElementExtra);
            }
            6 if constraint => {
                let host = octets.strip_prefix(b".").unwrap_or(octets);
                if host.is_empty() || !host.iter().all(|o| o.is_ascii_alphanumeric() || b"-._".contains(o)) {
                    self.note_at(Flaw::UriConstraintOdd, name);
                }
            }
            6 if !uri(octets) => self.note_at(Flaw::UriOdd, name),
            7 => self.address(name, constraint),
            8 => {
                self.oid(name);
                if constraint {
                    self.note_at(Flaw::NameFormUnread, name);
                }
            }
            _ => {}
        }
    }

    /// `SEQUENCE { nameAssigner [0] DirectoryString OPTIONAL, partyName [1] DirectoryString }`.
    fn edi_party(&mut self, name: &Tlv<'_>) {
        let mut inside = name.children();
        if name.children().all(|part| part.tag != 0xa1) {
            self.note_at(Flaw::PartyMissing, name);
        }
        while let Ok(part) = inside.read() {
            let text = part.children().read();
            if !text.is_ok_and(|text| matches!(text.tag, tag::UTF8_STRING | 0x13 | 0x14 | 0x1c | 0x1e)) {
                self.note_at(Flaw::PartyOdd, name);
            }
        }
    }

    fn address(&mut self, name: &Tlv<'_>, constraint: bool) {
        let fits = if constraint { [8, 32] } else { [4, 16] }.contains(&name.value.len());
        if !fits {
            return self.note_at(Flaw::AddressLength, name);
        }
        if constraint {
            let mask = name.value.get(name.value.len() / 2..).unwrap_or(&[]);
            let ones = mask.iter().take_while(|o| **o == 0xff).count();
            let edge = mask.get(ones).copied().unwrap_or(0);
            let after = mask.get(ones + 1..).unwrap_or(&[]);
            if edge.leading_ones() != edge.count_ones() || after.iter().any(|o| *o != 0) {
                self.note_at(Flaw::AddressMask, name);
            }
        }
    }
}

fn characters(value: &Tlv<'_>) -> usize {
    match value.tag {
        tag::UTF8_STRING => std::str::from_utf8(value.value).map_or(value.value.len(), |t| t.chars().count()),
        0x1e => value.value.len() / 2,
        0x1c => value.value.len() / 4,
        _ => value.value.len(),
    }
}

/// RFC 5321 4.1.2 as far as readers look: something on both sides of one @.
fn mailbox(octets: &[u8]) -> bool {
    let mut parts = octets.split(|o| *o == b'@');
    let (local, host) = (parts.next().unwrap_or(&[]), parts.next().unwrap_or(&[]));
    !local.is_empty() && !host.is_empty() && parts.next().is_none()
}

/// RFC 3986 as far as readers of certificates look: a scheme, escapes of two hexadecimal digits, a user part without
/// blanks, brackets in pairs and a port of digits.
fn uri(octets: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(octets) else { return true };
    let escapes =
        text.split('%').skip(1).all(|after| after.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit)));
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let never = |o: u8| o <= 0x20 || o == 0x7f || b"\"<>\\^`{|}".contains(&o);
    if !escapes || !named || text.bytes().any(never) {
        return false;
    }
    let Some(rest) = rest.strip_prefix("//") else { return true };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
    let fits = if let Some(literal) = host.strip_prefix('[') {
        let Some((inside, port)) = literal.split_once(']') else { return false };
        let digits = port.strip_prefix(':').unwrap_or(port);
        !inside.is_empty() && digits.bytes().all(|o| o.is_ascii_digit()) && (port.is_empty() || port.starts_with(':'))
    } else {
        // A port that is no number makes a name of another registry of it.
        !host.contains([']', '[', ' '])
    };
    fits && user.chars().all(plain)
}
