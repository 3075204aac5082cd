//! Primitive types, times and algorithm identifiers.

use super::Walk;
use crate::der::{Reader, Tlv, tag};
use crate::facts::{Flaw, Oid};
use crate::x509::oids;

impl Walk {
    /// X.690 8.3: at least one octet, and no needless one in front.
    pub(super) fn integer(&mut self, tlv: &Tlv<'_>) {
        match tlv.value {
            [] => self.note_at(Flaw::IntegerEmpty, tlv),
            [0, second, ..] if second & 0x80 == 0 => self.note_at(Flaw::IntegerPadded, tlv),
            [0xff, second, ..] if second & 0x80 != 0 => self.note_at(Flaw::IntegerPadded, tlv),
            _ => {}
        }
    }

    /// The next element as a count: an INTEGER that is not negative.
    pub(super) fn count(&mut self, tlv: &Tlv<'_>) {
        self.integer(tlv);
        match tlv.value {
            [first, ..] if first & 0x80 != 0 => self.note_at(Flaw::IntegerNegative, tlv),
            value if value.len() > 8 => self.note_at(Flaw::IntegerHuge, tlv),
            value if value.len() > 4 => self.note_at(Flaw::IntegerLarge, tlv),
            _ => {}
        }
    }

    /// X.690 11.1. `by_default`: FALSE is what an absent value means, so DER leaves it out (11.5).
    pub(super) fn boolean(&mut self, tlv: &Tlv<'_>, by_default: bool) {
        match tlv.value {
            [0xff] => {}
            [0] if by_default => self.note_at(Flaw::DefaultWritten, tlv),
            [0] => {}
            [_] => self.note_at(Flaw::BooleanNotFf, tlv),
            _ => self.note_at(Flaw::BooleanLength, tlv),
        }
    }

    /// X.690 8.19.
    pub(super) fn oid(&mut self, tlv: &Tlv<'_>) {
        let value = tlv.value;
        if value.is_empty() {
            return self.note_at(Flaw::OidEmpty, tlv);
        }
        if value.last().is_some_and(|last| last & 0x80 != 0) {
            self.note_at(Flaw::OidCut, tlv);
        }
        let starts = |i: usize| i == 0 || value.get(i - 1).is_some_and(|before| before & 0x80 == 0);
        if value.iter().enumerate().any(|(i, octet)| *octet == 0x80 && starts(i)) {
            self.note_at(Flaw::OidPadded, tlv);
        }
        let bits = |arc: &[u8]| {
            let zeros = arc.iter().take_while(|o| *o & 0x7f == 0).count();
            let first = arc.get(zeros).map_or(0, |o| 8 - (o & 0x7f).leading_zeros() as usize);
            first + 7 * arc.len().saturating_sub(zeros + 1)
        };
        let longest = value.split_inclusive(|octet| octet & 0x80 == 0).map(bits).max().unwrap_or(0);
        if longest > 31 {
            self.note_at(Flaw::OidLarge, tlv);
        }
        if longest > 64 {
            self.note_at(Flaw::OidHuge, tlv);
        }
    }

    /// X.690 8.6: a count of unused bits, and those are zero in DER (11.2.1).
    pub(super) fn bit_string(&mut self, tlv: &Tlv<'_>) {
        match tlv.value {
            [] => self.note_at(Flaw::BitsEmpty, tlv),
            [1..=7] => self.note_at(Flaw::BitsUnusedOfNothing, tlv),
            [unused, octets @ ..] if usize::from(*unused) > 8 * octets.len() => {
                self.note_at(Flaw::BitsEmpty, tlv);
                self.note_at(Flaw::BitsUnusedRange, tlv);
            }
            [8..=255, ..] => self.note_at(Flaw::BitsUnusedRange, tlv),
            [unused, .., last] if *unused < 8 && last & ((1u16 << unused) - 1) as u8 != 0 => {
                self.note_at(Flaw::BitsUnusedSet, tlv)
            }
            _ => {}
        }
    }

    /// A BIT STRING that holds octets.
    pub(super) fn whole_octets(&mut self, tlv: &Tlv<'_>) {
        self.bit_string(tlv);
        match tlv.value {
            [1..=7, _, ..] => self.note_at(Flaw::BitsUnused, tlv),
            [_] => self.note_at(Flaw::ValueEmpty, tlv),
            _ => {}
        }
    }

    /// A value whose type is not prescribed: what any reader of ASN.1 asks of the universal types.
    pub(super) fn primitive(&mut self, tlv: &Tlv<'_>) {
        match tlv.tag {
            tag::INTEGER | tag::ENUMERATED => self.integer(tlv),
            tag::BOOLEAN => self.boolean(tlv, false),
            tag::OID => self.oid(tlv),
            tag::BIT_STRING => self.bit_string(tlv),
            0x21 | 0x22 | 0x25 | 0x26 | 0x2a => self.note_at(Flaw::PrimitiveConstructed, tlv),
            tag::NULL if !tlv.value.is_empty() => self.note_at(Flaw::NullContent, tlv),
            _ => {}
        }
    }

    /// `AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }`, of a signature.
    pub(super) fn algorithm(&mut self, sequence: &Tlv<'_>) {
        let mut parts = sequence.children();
        let Some(oid) = self.want(&mut parts, tag::OID) else { return };
        self.oid(&oid);
        let parameters = if parts.is_empty() { None } else { self.any(&mut parts) };
        if let Some(parameters) = &parameters {
            self.primitive(parameters);
        }
        self.end(&parts, Flaw::ElementExtra);
        let oid: Oid = oids::oid(oid.value);
        let is_null = parameters.as_ref().map(|p| p.tag == tag::NULL);
        let flaw = match (Kind::of(oid.as_str()), is_null) {
            (Kind::Rsa, None) => Flaw::ParametersAbsent,
            (Kind::Bare, Some(true)) => Flaw::ParametersNull,
            (Kind::Rsa, Some(false)) => Flaw::ParametersNotNull,
            (Kind::Bare, Some(false)) => Flaw::ParametersOdd,
            (Kind::Pss, None) => Flaw::ParametersAbsent,
            (Kind::Pss, Some(true)) => Flaw::ParametersNull,
            _ => return,
        };
        self.note_at(flaw, sequence);
    }

    /// UTCTime or GeneralizedTime (RFC 5280 4.1.2.5).
    pub(super) fn time(&mut self, reader: &mut Reader<'_>) {
        if reader.is_empty() {
            return self.note(Flaw::ElementMissing, reader.at(), reader.at());
        }
        let Some(tlv) = self.any(reader) else { return };
        let text = tlv.value;
        let (year, seconds_left_out) = match tlv.tag {
            tag::UTC_TIME => (2, Flaw::UtcNoSeconds),
            tag::GENERALIZED_TIME => (4, Flaw::GeneralizedNoSeconds),
            0x37 | 0x38 => return self.note_at(Flaw::StringConstructed, &tlv),
            _ => return self.note_at(Flaw::TagWrong, &tlv),
        };
        if text.len() < year + 11 {
            self.note_at(if year == 2 { Flaw::UtcShort } else { Flaw::GeneralizedShort }, &tlv);
        }
        if text.is_empty() {
            return self.note_at(Flaw::TimeEmpty, &tlv);
        }
        let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
        let mut rest = text.get(digits..).unwrap_or(&[]);
        if digits + 2 == year + 10 {
            self.note_at(seconds_left_out, &tlv);
        } else if digits != year + 10 {
            return self.note_at(Flaw::TimeText, &tlv);
        }
        if let [b'.' | b',', fraction @ ..] = rest {
            self.note_at(Flaw::TimeFraction, &tlv);
            let more = fraction.iter().take_while(|c| c.is_ascii_digit()).count();
            // X.680 has no fractions in a UTCTime.
            if more == 0 || year == 2 {
                self.note_at(Flaw::TimeText, &tlv);
            }
            rest = fraction.get(more..).unwrap_or(&[]);
        }
        match rest {
            b"Z" => {}
            b"z" => self.note_at(Flaw::TimeLowerZ, &tlv),
            [] => self.note_at(Flaw::TimeNoZone, &tlv),
            [b'+' | b'-', b'0', b'0', b'0', b'0'] => self.note_at(Flaw::TimeOffsetZero, &tlv),
            [b'+' | b'-', zone @ ..] if zone.len() == 4 && zone.iter().all(u8::is_ascii_digit) => {
                self.note_at(Flaw::TimeOffset, &tlv);
                if zone > b"2359" || zone.get(2).is_some_and(|minutes| *minutes > b'5') {
                    self.note_at(Flaw::TimeImpossible, &tlv);
                }
            }
            _ => return self.note_at(Flaw::TimeText, &tlv),
        }
        self.calendar(&tlv, year, digits);
    }

    fn calendar(&mut self, tlv: &Tlv<'_>, year: usize, digits: usize) {
        let two = |at: usize| match tlv.value.get(at..at + 2) {
            Some([a, b]) if at + 2 <= digits => Some(u32::from(a - b'0') * 10 + u32::from(b - b'0')),
            _ => None,
        };
        let (Some(month), Some(day), Some(hour), Some(minute)) = (two(year), two(year + 2), two(year + 4), two(year + 6)) else {
            return;
        };
        let second = two(year + 8).unwrap_or(0);
        let century = if year == 4 { two(0).unwrap_or(0) } else { 20 };
        let of_century = two(year - 2).unwrap_or(0);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
            return self.note_at(Flaw::TimeImpossible, tlv);
        }
        let whole = century * 100 + of_century;
        let leap = whole % 4 == 0 && (of_century != 0 || century % 4 == 0);
        let last = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        if day > last {
            self.note_at(Flaw::TimeDayImpossible, tlv);
        }
        if second == 60 {
            self.note_at(Flaw::TimeSecond60, tlv);
        }
        if year == 4 && (1950..2050).contains(&whole) {
            self.note_at(Flaw::GeneralizedEarly, tlv);
        }
    }
}

/// What RFC 3279, 4055, 5758 and 8410 ask of a signature algorithm's parameters.
enum Kind {
    /// NULL.
    Rsa,
    /// None.
    Bare,
    /// A SEQUENCE.
    Pss,
    Unknown,
}

impl Kind {
    fn of(oid: &str) -> Self {
        if oid == "1.2.840.113549.1.1.10" {
            return Self::Pss;
        }
        let bare = ["1.2.840.10045.4.", "2.16.840.1.101.3.4.3.", "1.2.840.10040.4.3", "1.3.101.11"];
        let rsa = oid.starts_with("1.2.840.113549.1.1.")
            || matches!(
                oid,
                "1.3.14.3.2.29"
                    | "2.16.840.1.101.3.4.3.13"
                    | "2.16.840.1.101.3.4.3.14"
                    | "2.16.840.1.101.3.4.3.15"
                    | "2.16.840.1.101.3.4.3.16"
            );
        match oid {
            _ if rsa => Self::Rsa,
            _ if bare.iter().any(|b| oid.starts_with(b)) => Self::Bare,
            _ => Self::Unknown,
        }
    }
}
