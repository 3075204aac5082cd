//! Messages told from prose that has the same words.

/// Whether words of OpenSSL that prose has too ("a self-signed certificate") stand as a message does: alone, behind a
/// mark, or in a line that speaks of something that went wrong.
pub(super) fn is_message(text: &str, from: usize, to: usize) -> bool {
    const WRONG: &[&str] =
        &["error", "fail", "verif", "reject", "refus", "problem", "invalid", "unable", "cannot", "could not", "alert"];
    const WIDTH: usize = 300;
    let near_by = |at: usize| (at..=text.len()).find(|&n| text.is_char_boundary(n)).unwrap_or(text.len());
    let (start, end) = (near_by(from.saturating_sub(WIDTH)), near_by((to + WIDTH).min(text.len())));
    let line = text[start..from].rfind('\n').map_or(start, |n| start + n + 1);
    let end = text[to..end].find('\n').map_or(end, |n| to + n);
    let (before, after) = (text[line..from].trim_end(), text[to..end].trim_start());
    let opens = before.is_empty() || before.ends_with([':', '(', '=', '"', '\'', '[', ',', '|', '>', ')']);
    let closes = after.is_empty() || after.starts_with([')', '"', '\'', ']', ',', '.', ';', '<', ':', '(', '|', '\\']);
    let near = |part: &str| {
        let part = part.to_ascii_lowercase();
        WRONG.iter().any(|word| part.contains(word))
    };
    opens && closes || near(before) || near(after) || near(text.get(from..to).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_explains_is_no_message() {
        let message = |line: &str| {
            let from = line.find("self-signed certificate").unwrap_or(0);
            is_message(line, from, from + "self-signed certificate".len())
        };
        for line in [
            "self-signed certificate",
            "18:self-signed certificate",
            "(_ssl.c:1006) (self-signed certificate)",
            "I get an error about a self-signed certificate since Monday",
            "x\ncertificate verify failed: self-signed certificate (_ssl.c:1006)\ny",
        ] {
            assert!(message(line), "{line}");
        }
        for line in [
            "## Generating a self-signed certificate",
            "* `tls` - Whether to use a self-signed certificate.\nThe next line has an error.",
            "description = \"Needed where a self-signed certificate is used by the backends\"",
        ] {
            assert!(!message(line), "{line}");
        }
    }
}
