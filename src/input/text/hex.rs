//! Dumps in hexadecimal: plain, with colons, commas or blanks, `0x30,`, `xxd`, `hexdump -C`, `od` and `certutil`; and
//! lists of decimal numbers.

use super::spelled::hex as pair;
use zeroize::Zeroizing;

/// The shortest dump that is looked at, in bytes.
const SHORTEST: usize = 40;

/// A dump of something that starts like DER.
pub(super) struct Dump {
    pub data: Zeroizing<Vec<u8>>,
    /// Where it ends in the text.
    pub end: usize,
    /// It has a column of offsets, so a column of text may have been taken for bytes at the end.
    pub columns: bool,
}

/// The bytes of a token that is all hexadecimal and starts like DER.
pub(super) fn token(token: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let token = token.strip_prefix(b"0x").unwrap_or(token);
    if !token.starts_with(b"30") || !token.len().is_multiple_of(2) || token.len() < 2 * SHORTEST {
        return None;
    }
    let mut data = Zeroizing::new(Vec::with_capacity(token.len() / 2));
    for digits in token.chunks_exact(2) {
        data.push(pair(digits[0], digits[1])?);
    }
    Some(data)
}

/// The dump that begins with the line at `at`.
pub(super) fn dump(text: &[u8], at: usize) -> Option<Dump> {
    let first = line(text, at);
    let columns = offset(first).is_some_and(|(value, _, rest)| value == 0 && starts_like_der(rest));
    if !columns && !starts_like_der(first) {
        return None;
    }
    let mut data = Zeroizing::new(Vec::with_capacity(2048));
    let mut at = at;
    let mut width = usize::MAX;
    loop {
        let here = line(text, at);
        let next = at + here.len() + line_end(&text[at + here.len()..]);
        let taken = if columns {
            let Some((hex, octal, rest)) = offset(here) else { break };
            if hex != data.len() && octal != Some(data.len()) {
                break;
            }
            // The next line's offset tells how many bytes this one has, where digits of the text column begin.
            if let Some((following, ..)) = offset(line(text, next))
                && following > hex
                && data.is_empty()
            {
                width = following;
            }
            bytes(rest, width, &mut data).is_some()
        } else {
            let before = data.len();
            let comment = |rest: &[u8]| rest.starts_with(b"/*") || rest.starts_with(b"//");
            let whole = bytes(here, usize::MAX, &mut data).is_some_and(|rest| rest.is_empty() || comment(rest));
            if !whole {
                data.truncate(before);
            }
            whole && data.len() > before
        };
        if !taken {
            break;
        }
        at = next;
        if at >= text.len() || line(text, at).is_empty() {
            break;
        }
    }
    (data.len() >= SHORTEST).then_some(Dump { data, end: at, columns })
}

/// The bytes that are written with colons between them from `at` on, as a value among other text: tshark's JSON.
pub(super) fn colons(text: &[u8], at: usize) -> Option<Dump> {
    let rest = text.get(at..).filter(|rest| rest.starts_with(b"30:8"))?;
    if at > 0 && (text[at - 1].is_ascii_alphanumeric() || text[at - 1] == b':') {
        return None;
    }
    let mut data = Zeroizing::new(Vec::with_capacity(2048));
    let mut end = at;
    for group in rest.chunks(3) {
        let [high, low, ..] = group else { break };
        let Some(byte) = pair(*high, *low) else { break };
        data.push(byte);
        end += group.len();
        if group.get(2) != Some(&b':') {
            end = end + 2 - group.len();
            break;
        }
    }
    (data.len() >= SHORTEST).then_some(Dump { data, end, columns: false })
}

/// The bytes that are written out as decimal numbers from `at` on, as PowerShell, Java (with signs) and JSON do.
pub(super) fn decimal(text: &[u8], at: usize) -> Option<Dump> {
    let mut rest = text.get(at..).filter(|rest| rest.starts_with(b"48"))?;
    if at > 0 && text[at - 1].is_ascii_alphanumeric() {
        return None;
    }
    let mut data = Zeroizing::new(Vec::with_capacity(2048));
    let mut end = at;
    loop {
        let unsigned = rest.strip_prefix(b"-").unwrap_or(rest);
        let digits = unsigned.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        let value = unsigned[..digits].iter().fold(0, |n, b| n * 10 + u16::from(b - b'0'));
        let value = if unsigned.len() < rest.len() { 256_u16.saturating_sub(value) } else { value };
        let (Ok(byte), 1..) = (u8::try_from(value), digits) else { break };
        data.push(byte);
        if data.len() == 2 && !matches!(byte, 0x81..=0x83) {
            return None;
        }
        rest = &unsigned[digits..];
        end = text.len() - rest.len();
        let blanks = rest.iter().take(64).take_while(|b| is_separator(**b) && **b != b'-' || b.is_ascii_whitespace()).count();
        if blanks == 0 {
            break;
        }
        rest = &rest[blanks..];
    }
    (data.len() >= SHORTEST).then_some(Dump { data, end, columns: false })
}

/// The line at `at` without its end.
fn line(text: &[u8], at: usize) -> &[u8] {
    let rest = text.get(at..).unwrap_or(&[]);
    &rest[..rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len())]
}

fn line_end(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] => 2,
        [] => 0,
        _ => 1,
    }
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b':' | b',' | b';' | b'-')
}

/// The offset column of a line, read as hexadecimal and as the octal of `od`, and the rest of the line.
fn offset(line: &[u8]) -> Option<(usize, Option<usize>, &[u8])> {
    let blanks = line.iter().take(8).take_while(|b| matches!(b, b' ' | b'\t')).count();
    let line = &line[blanks..];
    let digits = line.iter().take(17).take_while(|b| b.is_ascii_hexdigit()).count();
    if !(4..=16).contains(&digits) || !matches!(line.get(digits), Some(b':' | b' ' | b'\t')) {
        return None;
    }
    let text = std::str::from_utf8(&line[..digits]).ok()?;
    let value = usize::from_str_radix(text, 16).ok()?;
    Some((value, usize::from_str_radix(text, 8).ok(), &line[digits + 1..]))
}

/// Whether the first two bytes of the line are those of a SEQUENCE with a length in the long form.
fn starts_like_der(line: &[u8]) -> bool {
    let mut head = Vec::new();
    let _ = bytes(&line[..line.len().min(40)], 2, &mut head);
    matches!(head[..], [0x30, 0x80..=0x84])
}

/// Takes up to `most` bytes from the line; the rest of the line, or `None` when not even one is there.
fn bytes<'t>(line: &'t [u8], most: usize, data: &mut Vec<u8>) -> Option<&'t [u8]> {
    let mut rest = line;
    let mut taken = 0;
    loop {
        while let [byte, tail @ ..] = rest
            && is_separator(*byte)
        {
            rest = tail;
        }
        if taken == most {
            break;
        }
        let digits = match rest {
            [b'0', b'x' | b'X', tail @ ..] | [b'\\', b'x', tail @ ..] => tail,
            _ => rest,
        };
        let [high, low, tail @ ..] = digits else { break };
        let Some(byte) = pair(*high, *low) else { break };
        data.push(byte);
        taken += 1;
        rest = tail;
    }
    (taken > 0).then_some(rest)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut data = vec![0x30, 0x82, 0x00, 0x30];
        data.extend((0..0x30).map(|i: u8| i.wrapping_mul(37)));
        data
    }

    /// The sample in lines of sixteen bytes.
    fn in_lines(write: impl Fn(usize, &[u8]) -> String) -> String {
        sample().chunks(16).enumerate().map(|(i, chunk)| write(i * 16, chunk) + "\n").collect()
    }

    fn spaced(chunk: &[u8], separator: &str) -> String {
        chunk.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(separator)
    }

    #[test]
    fn dumps_of_common_tools() {
        let grouped = |chunk: &[u8]| chunk.chunks(2).map(|p| spaced(p, "")).collect::<Vec<_>>().join(" ");
        for text in [
            in_lines(|_, c| spaced(c, "")),
            in_lines(|_, c| spaced(c, " ")),
            in_lines(|_, c| spaced(c, ":") + ":"),
            in_lines(|_, c| format!("  {}", spaced(c, " ").to_uppercase())),
            in_lines(|_, c| c.iter().map(|b| format!("0x{b:02x}, ")).collect()),
            in_lines(|_, c| c.iter().map(|b| format!("\\x{b:02x}")).collect()),
            in_lines(|at, c| format!("{at:08x}: {}  00ab..c", grouped(c))),
            in_lines(|at, c| format!("{at:08x}  {}  |0...|", spaced(c, " "))),
            in_lines(|at, c| format!("{at:04x}  {}   0.......", spaced(c, " "))),
        ] {
            let dump = dump(text.as_bytes(), 0).unwrap_or_else(|| panic!("{text}"));
            assert!(dump.data.starts_with(&sample()), "{text}");
            assert_eq!(dump.end, text.len(), "{text}");
        }
    }

    #[test]
    fn a_value_with_colons_ends_where_they_end() {
        let text = format!("\"certificate\": \"{}\",", spaced(&sample(), ":"));
        let dump = colons(text.as_bytes(), 16).unwrap();
        assert_eq!((&dump.data[..], dump.end), (&sample()[..], text.len() - 2));
        assert!(colons(b"aa:30:82:00:30", 3).is_none() && colons(b"30:82:00:30", 0).is_none());
    }

    #[test]
    fn other_text_is_no_dump() {
        for text in ["30 82", "00:b8:ae:c3:9a:35", "3 Apples", "decade", "0000: no", ""] {
            assert!(dump(text.as_bytes(), 0).is_none(), "{text}");
        }
    }
}
