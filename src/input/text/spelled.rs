//! Characters that are spelled out: JSON and shell escapes, HTML entities, quoted-printable, percent encoding.

use super::repairs::Repair;

/// The character spelled at the start of `text`: its code (Latin-1), the bytes it takes, and what kind of spelling.
pub(super) fn spelled(text: &[u8]) -> Option<(u8, usize, Repair)> {
    match text {
        [b'\\', ..] => escape(text).map(|(byte, length)| (byte, length, Repair::Escapes)),
        [b'&', ..] => entity(text).map(|(byte, length)| (byte, length, Repair::Markup)),
        [b'%', b'2', b'5', high, low, ..] if hex(*high, *low).is_some() => {
            hex(*high, *low).map(|byte| (byte, 5, Repair::Percent))
        }
        [b'%', high, low, ..] => hex(*high, *low).map(|byte| (byte, 3, Repair::Percent)),
        [b'=', high, low, ..] => hex(*high, *low).map(|byte| (byte, 3, Repair::QuotedPrintable)),
        _ => None,
    }
}

/// `\n`, `\\n`, `\/`, `\u002b`, `\x2b`: any number of backslashes, because escaping is often done twice.
fn escape(text: &[u8]) -> Option<(u8, usize)> {
    let slashes = text.iter().take(16).take_while(|&&b| b == b'\\').count();
    match text.get(slashes..)? {
        [b'n', ..] => Some((b'\n', slashes + 1)),
        [b'r', ..] => Some((b'\r', slashes + 1)),
        // The end of a paragraph in RTF, which TextEdit and WordPad write.
        [b'p', b'a', b'r', b' ' | b'\r' | b'\n' | b'\\', ..] => Some((b'\n', slashes + 3)),
        [b't', ..] => Some((b'\t', slashes + 1)),
        [b'/', ..] => Some((b'/', slashes + 1)),
        [b'=', ..] => Some((b'=', slashes + 1)),
        [b'+', ..] => Some((b'+', slashes + 1)),
        [b'u', b'0', b'0', high, low, ..] => hex(*high, *low).map(|byte| (byte, slashes + 5)),
        [b'x', high, low, ..] => hex(*high, *low).map(|byte| (byte, slashes + 3)),
        _ => None,
    }
}

/// Numeric references, and the names of the characters that Base64 and its lines are made of.
fn entity(text: &[u8]) -> Option<(u8, usize)> {
    let end = text.iter().take(12).position(|&b| b == b';')?;
    let code = match text.get(1..end)? {
        b"plus" => u32::from(b'+'),
        b"sol" => u32::from(b'/'),
        b"equals" => u32::from(b'='),
        b"nbsp" | b"ensp" | b"emsp" => 0xa0,
        b"NewLine" => u32::from(b'\n'),
        b"Tab" => u32::from(b'\t'),
        b"gt" => u32::from(b'>'),
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => return None,
    };
    Some((u8::try_from(code).ok()?, end + 1))
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
}

/// The byte that two hex digits stand for.
pub(super) fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |c: u8| char::from(c).to_digit(16).and_then(|d| u8::try_from(d).ok());
    Some(digit(high)? << 4 | digit(low)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_in_use() {
        for (text, byte, length) in [
            ("\\nM", b'\n', 2),
            ("\\\\\\\\nM", b'\n', 5),
            ("\\/", b'/', 2),
            ("\\u002B", b'+', 6),
            ("&#43;", b'+', 5),
            ("&#x2F;", b'/', 6),
            ("&equals;", b'=', 8),
            ("=3D", b'=', 3),
            ("%2f", b'/', 3),
            ("%252B", b'+', 5),
            ("\\par\n", b'\n', 4),
        ] {
            assert_eq!(spelled(text.as_bytes()).map(|(b, l, _)| (b, l)), Some((byte, length)), "{text}");
        }
        for text in ["\\", "\\q", "&amp", "&#9999;", "==", "=\n", "%zz", "M"] {
            assert_eq!(spelled(text.as_bytes()).map(|(b, ..)| b), None, "{text}");
        }
    }
}
