//! BEGIN and END lines of PEM (RFC 7468 2), also after mail programs, word processors and copying hands were at them.

use super::encodings::{dash, invisible};
use super::repairs::{Repair, Repairs};
use super::{encodings, labels};
use std::borrow::Cow;

/// Longest label looked at.
const MAX_LABEL: usize = 64;
/// Most dashes looked at on one side.
const MAX_DASHES: usize = 80;

/// A BEGIN or END line, without what else stands on the line.
#[derive(Clone, Debug)]
pub(super) struct Marker<'t> {
    /// First dash.
    pub from: usize,
    /// After the last dash.
    pub to: usize,
    /// The words after BEGIN or END, in capitals with single spaces.
    pub label: Cow<'t, str>,
    /// Five hyphens on both sides and nothing unusual between.
    pub exact: bool,
    /// What was unusual.
    pub repairs: Repairs,
}

/// What dashes in the body of a block announce.
#[derive(Clone, Debug)]
pub(super) enum Boundary<'t> {
    /// The END line.
    End(Marker<'t>),
    /// The next BEGIN line: the END line is missing.
    Begin,
    /// Dashes as on a BEGIN or END line, but neither word; the line ends at this offset.
    Damaged(usize),
}

/// The next BEGIN line whose word starts at or after `from`. Dashes before `from` belong to somebody else.
pub(super) fn find_begin(text: &[u8], from: usize) -> Option<Marker<'_>> {
    let mut at = from + 4;
    // Every fifth byte is enough: one of them must fall into the word, and its letters are all different.
    while let Some(&byte) = text.get(at) {
        if let Some(offset) = b"begin".iter().position(|&letter| letter == byte | 0x20)
            && let start = at - offset
            && start >= from
            && word(text, start, b"BEGIN")
            && let Some(marker) = around(text, from, start, 5)
        {
            return Some(marker);
        }
        at += 5;
    }
    None
}

/// What begins with the dash at `at`, if it is more than one of a URL-safe alphabet.
pub(super) fn boundary(text: &[u8], at: usize) -> Option<Boundary<'_>> {
    let (after, count) = dashes(text, at);
    let start = skip_blanks(text, after);
    if word(text, start, b"END")
        && let Some(marker) = around(text, at, start, 3)
    {
        return Some(Boundary::End(marker));
    }
    if word(text, start, b"BEGIN") && around(text, at, start, 5).is_some() {
        return Some(Boundary::Begin);
    }
    (count >= 4).then(|| {
        let rest = &text[after..];
        let line = rest.iter().take(2 * MAX_LABEL).position(|b| matches!(b, b'\n' | b'\r' | b'"' | b'\\' | b'<')).unwrap_or(0);
        Boundary::Damaged(after + line)
    })
}

/// An END line that lost its first dashes: the word at the start of a line, a known label, dashes after it.
pub(super) fn undashed_end(text: &[u8], at: usize) -> Option<Marker<'_>> {
    if word(text, at, b"END ") { around(text, at, at, 3) } else { None }
}

fn word(text: &[u8], at: usize, word: &[u8]) -> bool {
    text.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word))
}

/// End and number of the dashes that start at `at`.
fn dashes(text: &[u8], mut at: usize) -> (usize, usize) {
    let mut count = 0;
    while let Some(length) = text.get(at..).and_then(dash)
        && count < MAX_DASHES
    {
        at += length;
        count += 1;
    }
    (at, count)
}

/// Length of a blank as it occurs inside BEGIN and END lines.
fn blank(text: &[u8]) -> Option<usize> {
    match text {
        [b' ' | b'\t' | b'_' | b'+', ..] => Some(1),
        [b'%', b'2', b'0', ..] | [b'=', b'2', b'0', ..] => Some(3),
        [b'&', ..] => [&b"&nbsp;"[..], b"&#160;", b"&#32;", b"&#xa0;"].into_iter().find(|s| text.starts_with(s)).map(<[u8]>::len),
        _ => invisible(text),
    }
}

fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    for _ in 0..8 {
        match text.get(at..).and_then(blank) {
            Some(length) => at += length,
            None => break,
        }
    }
    at
}

/// The whole line around the word at `start`, whose dashes may reach back to `limit`.
fn around(text: &[u8], limit: usize, start: usize, word_length: usize) -> Option<Marker<'_>> {
    let mut repairs = Repairs::default();
    let mut from = start;
    while from > limit && start - from < 3 && matches!(text[from - 1], b' ' | b'\t' | 0xa0) {
        from -= 1;
    }
    let gap = start - from;
    let mut before = 0;
    while before < MAX_DASHES
        && let Some(length) = text.get(limit..from).and_then(encodings::dash_at_end)
    {
        from -= length;
        before += 1;
    }
    if before == 0 {
        from = start;
    }
    let (label, label_end) = label(text, start + word_length, &mut repairs)?;
    let (mut to, mut after) = dashes(text, label_end);
    // `-----END X----------BEGIN X-----`: the dashes are shared with the next line.
    if after > 5 && word_follows(text, to) {
        let own = if after >= 10 { 5 } else { after / 2 };
        to = label_end;
        for _ in 0..own {
            to += text.get(to..).and_then(dash).unwrap_or(0);
        }
        after = own;
    }
    let known = labels::promise(&label).0 != labels::Promise::Unknown;
    if before + after == 0 || (before < 2 || after < 2) && !known || (label.is_empty() && (before < 4 || after < 4)) {
        return None;
    }
    let hyphens = text[from..from + before.min(start - from)].iter().chain(&text[label_end..to]).all(|&b| b == b'-');
    let spaced = gap > 0 || after > 0 && text[..label_end].last().is_some_and(|b| matches!(b, b' ' | b'\t'));
    if (before, after) != (5, 5) || spaced {
        repairs.add(Repair::DashCount, from, to);
    }
    if !hyphens {
        repairs.add(Repair::TypographicDashes, from, to);
    }
    let plain = text.get(start + word_length) == Some(&b' ') && gap == 0 && matches!(label, Cow::Borrowed(_));
    if !text[start..start + word_length].iter().all(u8::is_ascii_uppercase) {
        repairs.add(Repair::LowerCase, from, to);
    }
    let exact = plain && (before, after) == (5, 5) && hyphens && !repairs.has(Repair::LowerCase);
    Some(Marker { from, to, label, exact, repairs })
}

fn word_follows(text: &[u8], at: usize) -> bool {
    let at = skip_blanks(text, at);
    word(text, at, b"BEGIN") || word(text, at, b"END")
}

/// The label that starts at or after `at`, and where it ends: at the dashes, or at the end of the line.
fn label<'t>(text: &'t [u8], at: usize, repairs: &mut Repairs) -> Option<(Cow<'t, str>, usize)> {
    let mut start = at;
    let mut out = String::new();
    let mut end = at;
    let mut clean = text.get(at) == Some(&b' ');
    if clean {
        start += 1;
    }
    let mut from = start;
    let mut pending_blank = false;
    while from - at < MAX_LABEL {
        let rest = text.get(from..)?;
        if dash(rest).is_some() {
            break;
        }
        match rest {
            [] => break,
            [c, ..] if c.is_ascii_alphanumeric() || matches!(c, b'.' | b'#' | b'/') => {
                if pending_blank && !out.is_empty() {
                    out.push(' ');
                }
                pending_blank = false;
                if c.is_ascii_lowercase() {
                    repairs.add(Repair::LowerCase, from, from + 1);
                    clean = false;
                }
                out.push(char::from(c.to_ascii_uppercase()));
                from += 1;
                end = from;
            }
            _ => {
                let length = match blank(rest) {
                    Some(length) => length,
                    None => break,
                };
                if !rest.starts_with(b" ") || pending_blank || out.is_empty() {
                    clean = false;
                }
                if invisible(rest).is_some() || rest.starts_with(b"&") {
                    repairs.add(Repair::Shared, from, from + length);
                    repairs.add(Repair::Invisible, from, from + length);
                }
                if rest.starts_with(b"%") {
                    repairs.add(Repair::Percent, from, from + length);
                }
                pending_blank = true;
                from += length;
            }
        }
    }
    let at_dashes = text.get(from..).and_then(dash).is_some();
    let clean = clean && from == end;
    let label = match text.get(start..end).map(std::str::from_utf8) {
        Some(Ok(borrowed)) if clean => Cow::Borrowed(borrowed),
        _ => Cow::Owned(out),
    };
    Some((label, if at_dashes { from } else { end }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn lines_as_they_should_be_are_exact() {
        let text = b"x\n-----BEGIN X509 CRL-----\n";
        let marker = find_begin(text, 0).unwrap();
        assert!(marker.exact);
        assert_eq!((marker.from, marker.to, &*marker.label), (2, 26, "X509 CRL"));
    }

    #[test]
    fn damaged_lines_are_found_and_said_to_be() {
        for (line, repair) in [
            ("----BEGIN CERTIFICATE----", Some(Repair::DashCount)),
            ("BEGIN CERTIFICATE-----", Some(Repair::DashCount)),
            ("-----BEGIN CERTIFICATE", Some(Repair::DashCount)),
            ("\u{2013}\u{2013}-BEGIN CERTIFICATE\u{2014}\u{2013}", Some(Repair::TypographicDashes)),
            ("-----begin certificate-----", Some(Repair::LowerCase)),
            ("-----BEGIN\u{a0}CERTIFICATE-----", Some(Repair::Invisible)),
            ("-----BEGIN%20CERTIFICATE-----", Some(Repair::Percent)),
            ("-----BEGIN+CERTIFICATE-----", None),
            ("&#45;&#45;&#45;&#45;&#45;BEGIN CERTIFICATE&#45;&#45;&#45;&#45;&#45;", Some(Repair::TypographicDashes)),
            ("=2D----BEGIN CERTIFICATE----=2D", Some(Repair::TypographicDashes)),
        ] {
            let marker = find_begin(line.as_bytes(), 0).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(marker.label, "CERTIFICATE", "{line}");
            assert!(!marker.exact, "{line}");
            assert_eq!((marker.from, marker.to), (0, line.len()), "{line}");
            if let Some(repair) = repair {
                assert!(marker.repairs.has(repair), "{line}");
            }
        }
    }

    #[test]
    fn prose_is_no_marker() {
        for line in ["we begin at nine", "BEGIN CERTIFICATE", "-BEGIN OF THE END-", "beginning ---", "-----BEGIN-"] {
            assert!(find_begin(line.as_bytes(), 0).is_none(), "{line}");
        }
    }

    #[test]
    fn the_word_is_found_at_every_offset() {
        for pad in 0..12 {
            let text = format!("{}-----BEGIN PKCS7-----", "egin".repeat(3).get(..pad).unwrap());
            assert_eq!(find_begin(text.as_bytes(), 0).map(|m| m.from), Some(pad), "{text}");
        }
    }

    #[test]
    fn glued_lines_share_their_dashes() {
        let text = b"-----END CERTIFICATE----------BEGIN CERTIFICATE-----";
        let Some(Boundary::End(end)) = boundary(text, 0) else { panic!() };
        assert_eq!((end.to, end.exact), (25, true));
        let begin = find_begin(text, end.to).unwrap();
        assert_eq!((begin.from, begin.exact), (25, true));
    }
}
