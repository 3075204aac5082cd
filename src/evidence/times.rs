//! When a line of a log was written. Where it names no zone, it is taken as UTC.

/// Unix time of the first time stamp in `line`.
#[must_use]
pub fn of_line(line: &str) -> Option<i64> {
    let line = line.get(..line.len().min(200)).or_else(|| line.get(..100)).unwrap_or("");
    let bytes = line.as_bytes();
    (0..bytes.len()).filter(|&at| at == 0 || !bytes[at - 1].is_ascii_alphanumeric()).find_map(|at| {
        let rest = &line.get(at..)?;
        iso(rest).or_else(|| named(rest)).or_else(|| unix(rest))
    })
}

/// `2026-11-28T11:58:44Z`, `2026/11/28 13:44:45`, with a fraction and an offset perhaps.
fn iso(text: &str) -> Option<i64> {
    let b = text.as_bytes();
    let mark = |at: usize, of: &[u8]| b.get(at).is_some_and(|c| of.contains(c));
    if !(mark(4, b"-/") && mark(7, b"-/") && mark(10, b"T ") && mark(13, b":") && mark(16, b":")) {
        return None;
    }
    let n = |from: usize, to: usize| number(text.get(from..to)?);
    let seconds = seconds(n(0, 4)?, n(5, 7)?, n(8, 10)?, n(11, 13)?, n(14, 16)?, n(17, 19)?)?;
    let rest = text[19..].trim_start_matches(|c: char| c == '.' || c == ',' || c.is_ascii_digit());
    Some(seconds - offset(rest))
}

/// `Sat Nov 28 12:00:01.100200 2026`, `Nov 28 12:00:01 2026 GMT`.
fn named(text: &str) -> Option<i64> {
    let mut words = text.split([' ', '[', ']']).filter(|w| !w.is_empty()).peekable();
    words.next_if(|w| matches!(*w, "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun"));
    let month = month(words.next()?)?;
    let day = number(words.next()?)?;
    let time = words.next()?;
    let mut clock = time.split([':', '.']);
    let mut next = || number(clock.next()?);
    let (hour, minute, second) = (next()?, next()?, next()?);
    let year = words.find_map(|w| number(w).filter(|y| (1970..2200).contains(y)))?;
    seconds(year, month, day, hour, minute, second)
}

/// Unix time with a fraction, as libraries print it between bars.
fn unix(text: &str) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits == 10 && text.as_bytes().get(10) == Some(&b'.')).then(|| number(&text[..10])).flatten().filter(|n| *n > 1_000_000_000)
}

fn number(text: &str) -> Option<i64> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn month(name: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    MONTHS.iter().position(|m| *m == name).map(|n| n as i64 + 1)
}

/// `+02:00`, `-0700`; `Z` and nothing are UTC.
fn offset(text: &str) -> i64 {
    let sign = match text.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return 0,
    };
    let part = |from: usize, to: usize| text.get(from..to).and_then(number);
    let minutes = part(4, 6).or_else(|| part(3, 5)).unwrap_or(0);
    part(1, 3).map_or(0, |hours| sign * (hours * 3600 + minutes * 60))
}

/// Unix time of a moment of the Gregorian calendar (days counted from March on, so that the leap day comes last).
fn seconds(year: i64, month: i64, day: i64, hour: i64, minute: i64, second: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 24 || minute > 59 || second > 60 {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days =
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 153 + 2) / 5 + day - 719_469;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_of_usual_logs_are_read() {
        for (line, time) in [
            ("2026/11/28 13:44:45 [error] 9042#9042: *3 upstream", 1_795_873_485),
            ("[Sat Nov 28 12:00:01.100200 2026] [proxy_http:warn]", 1_795_867_201),
            ("time=\"2026-11-28T12:00:00Z\" level=error", 1_795_867_200),
            ("2026-11-28T14:00:00.123+02:00 ERROR", 1_795_867_200),
            ("%3|1795860000.348|FAIL|rdkafka#producer-1|", 1_795_860_000),
            ("2024-02-29 00:00:00,5 x", 1_709_164_800),
        ] {
            assert_eq!(of_line(line), Some(time), "{line}");
        }
        assert_eq!(of_line("no time here 12:00"), None);
    }
}
