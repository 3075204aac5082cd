//! UTCTime and GeneralizedTime.

use super::{Tlv, tag};

/// A point in time and whether it was written as RFC 5280 4.1.2.5 asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Time {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub(crate) unix: i64,
    /// Written without seconds, with an offset or fraction, without `Z`, or in the type meant for other years.
    pub(crate) odd: bool,
}

impl Tlv<'_> {
    /// The time, where a day that its month does not have and second 60 are those after the last.
    pub(crate) fn counted_on(&self) -> Option<i64> {
        read(self, true).map(|time| time.unix)
    }
}

/// Reads either type. `None` when it is no time at all.
pub(crate) fn decode(tlv: &Tlv<'_>) -> Option<Time> {
    read(tlv, false)
}

fn read(tlv: &Tlv<'_>, count_on: bool) -> Option<Time> {
    let text = tlv.value;
    match tlv.tag {
        tag::UTC_TIME => {
            let year = digits(text, 0)?;
            // RFC 5280 4.1.2.5.1: 50 and above are 19xx.
            rest(text, 2, if year >= 50 { 1900 + year } else { 2000 + year }, (false, count_on))
        }
        tag::GENERALIZED_TIME => {
            let year = digits(text, 0)? * 100 + digits(text, 2)?;
            let mut time = rest(text, 4, year, (true, count_on))?;
            time.odd |= (1950..2050).contains(&year);
            Some(time)
        }
        _ => None,
    }
}

fn rest(text: &[u8], at: usize, year: i64, (generalized, count_on): (bool, bool)) -> Option<Time> {
    let (month, day, hour) = (digits(text, at)?, digits(text, at + 2)?, digits(text, at + 4)?);
    let mut at = at + 6;
    let mut odd = false;
    let mut optional = || {
        let value = digits(text, at);
        at += if value.is_some() { 2 } else { 0 };
        odd |= value.is_none();
        value.unwrap_or(0)
    };
    let (minute, second) = (optional(), optional());
    if generalized && matches!(text.get(at), Some(b'.' | b',')) {
        odd = true;
        at += 1;
        while text.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
    }
    let offset = match text.get(at..)? {
        b"Z" => 0,
        [] if generalized => {
            odd = true;
            0
        }
        [sign @ (b'+' | b'-'), zone @ ..] if zone.len() == 4 => {
            odd = true;
            let seconds = digits(zone, 0)? * 3600 + digits(zone, 2)? * 60;
            if *sign == b'-' { -seconds } else { seconds }
        }
        _ => return None,
    };
    let (days, seconds) = if count_on { (31, 60) } else { (days_in(year, month), 59) };
    if !(1..=12).contains(&month) || !(1..=days).contains(&day) || hour > 23 || minute > 59 || second > seconds {
        return None;
    }
    let unix = days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
    Some(Time { unix, odd })
}

fn digits(text: &[u8], at: usize) -> Option<i64> {
    match text.get(at..at + 2)? {
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Some(i64::from(a - b'0') * 10 + i64::from(b - b'0')),
        _ => None,
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar: years are counted from March so that the leap day is last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// `2026-11-23 16:30:00 UTC`.
pub(crate) fn display(unix: i64) -> String {
    let (days, seconds) = (unix.div_euclid(86_400) + 719_468, unix.rem_euclid(86_400));
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + days.div_euclid(146_097) * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::der::Reader;

    fn time(tag: u8, text: &str) -> Option<(i64, bool)> {
        let mut bytes = vec![tag, text.len() as u8];
        bytes.extend(text.as_bytes());
        decode(&Reader::new(&bytes, 0).read().unwrap()).map(|t| (t.unix, t.odd))
    }

    #[test]
    fn reads_the_forms_of_rfc_5280() {
        assert_eq!(time(0x17, "700101000000Z"), Some((0, false)));
        assert_eq!(time(0x17, "491231235959Z"), Some((2_524_607_999, false)));
        assert_eq!(time(0x17, "500101000000Z"), Some((-631_152_000, false)));
        assert_eq!(time(0x18, "20500101000000Z"), Some((2_524_608_000, false)));
        assert_eq!(time(0x18, "99991231235959Z"), Some((253_402_300_799, false)));
        assert_eq!(time(0x18, "00000101000000Z"), Some((-62_167_219_200, false)));
        assert_eq!(time(0x17, "240229000000Z"), Some((1_709_164_800, false)));
    }

    #[test]
    fn tolerates_odd_forms() {
        assert_eq!(time(0x17, "7001010000Z"), Some((0, true)));
        assert_eq!(time(0x17, "700101010000+0100"), Some((0, true)));
        assert_eq!(time(0x17, "6912311900-0500"), Some((0, true)));
        assert_eq!(time(0x18, "20200101000000Z"), Some((1_577_836_800, true)));
        assert_eq!(time(0x18, "20500101000000.25Z"), Some((2_524_608_000, true)));
        assert_eq!(time(0x18, "2050010100"), Some((2_524_608_000, true)));
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in
            ["", "x", "700101000000", "701301000000Z", "230229000000Z", "700101240000Z", "700101000000ZZ", "700101000000+1"]
        {
            assert_eq!(time(0x17, text), None, "{text}");
        }
    }

    #[test]
    fn prints_what_it_read() {
        assert_eq!(display(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(display(-1), "1969-12-31 23:59:59 UTC");
        assert_eq!(display(1_709_164_800), "2024-02-29 00:00:00 UTC");
        assert_eq!(display(253_402_300_799), "9999-12-31 23:59:59 UTC");
    }
}
