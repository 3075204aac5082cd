//! Base64 (RFC 4648): a fast path for text as it should be, and the pieces of the patient one.

use zeroize::Zeroizing;

/// Marks bytes outside the alphabet in [`VALUES`].
pub(super) const NONE: u8 = 0x80;

/// Value of each byte in the standard alphabet.
pub(super) const VALUES: [u8; 256] = {
    let mut table = [NONE; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut i = 0u8;
    while i < 64 {
        table[alphabet[i as usize] as usize] = i;
        i += 1;
    }
    table
};

/// Longest line that RFC 7468 and MIME writers produce; some readers stop at longer ones.
pub(super) const USUAL_LINE: usize = 76;

/// Decodes whole lines of Base64 with LF or CRLF between them and padding at the end only. `None` for everything
/// else: the patient path says what is wrong. Also tells the length of the longest line.
pub(super) fn decode_strict(body: &[u8]) -> Option<(Zeroizing<Vec<u8>>, usize)> {
    let mut out = Zeroizing::new(vec![0; body.len() / 4 * 3 + 3]);
    let mut written = 0;
    let mut rest = body;
    let mut longest = 0;
    loop {
        let line_start = rest.len();
        while let [a, b, c, d, tail @ ..] = rest {
            let (a, b, c, d) = (value(*a), value(*b), value(*c), value(*d));
            if (a | b | c | d) & NONE != 0 {
                break;
            }
            let Some([first, second, third]) = out.get_mut(written..written + 3) else { break };
            (*first, *second, *third) = (a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d);
            written += 3;
            rest = tail;
        }
        let mut padded = false;
        if let [a, b, c, b'=', tail @ ..] = rest
            && value(*a) | value(*b) != NONE
            && (value(*a) | value(*b)) & NONE == 0
            && (*c == b'=' || value(*c) != NONE)
        {
            let (a, b) = (value(*a), value(*b));
            let last = [a << 2 | b >> 4, b << 4 | value(*c) >> 2];
            let left = last.get(..if *c == b'=' { 1 } else { 2 }).unwrap_or_default();
            out.get_mut(written..written + left.len())?.copy_from_slice(left);
            written += left.len();
            rest = tail;
            padded = true;
        }
        let length = line_start - rest.len();
        longest = longest.max(length);
        rest = match rest {
            [] => {
                out.truncate(written);
                return Some((out, longest));
            }
            [b'\n', tail @ ..] | [b'\r', b'\n', tail @ ..] => tail,
            _ => return None,
        };
        if padded && !rest.is_empty() || length == 0 {
            return None;
        }
    }
}

const fn value(byte: u8) -> u8 {
    VALUES[byte as usize]
}

/// Room for the bytes of most keys, so that a growing buffer leaves no copies of them behind.
const ROOM: usize = 6 * 1024;

/// Collects sextets into bytes.
#[derive(Default)]
pub(super) struct Sextets {
    out: Zeroizing<Vec<u8>>,
    pending: u32,
    held: u8,
    /// Characters taken.
    pub count: usize,
}

impl Sextets {
    /// Takes one value below 64.
    pub fn push(&mut self, sextet: u8) {
        self.pending = self.pending << 6 | u32::from(sextet);
        self.held += 1;
        self.count += 1;
        if self.held == 4 {
            let [_, a, b, c] = self.pending.to_be_bytes();
            if self.out.capacity() == 0 {
                self.out.reserve(ROOM);
            }
            self.out.extend_from_slice(&[a, b, c]);
            (self.pending, self.held) = (0, 0);
        }
    }

    /// Characters since the last whole group of four.
    pub const fn held(&self) -> u8 {
        self.held
    }

    /// Ends a group early, as padding does. A single left-over character holds no byte and is dropped.
    pub fn flush(&mut self) {
        let [_, a, b, _] = (self.pending << (6 * (4 - u32::from(self.held.clamp(1, 4))))).to_be_bytes();
        match self.held {
            2 => self.out.push(a),
            3 => self.out.extend_from_slice(&[a, b]),
            _ => {}
        }
        (self.pending, self.held) = (0, 0);
    }

    /// The bytes.
    pub fn finish(mut self) -> Zeroizing<Vec<u8>> {
        self.flush();
        self.out
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn strict_takes_what_rfc_4648_writes() {
        let strict = |text: &str| decode_strict(text.as_bytes()).map(|(bytes, _)| bytes.to_vec());
        assert_eq!(strict("Zm9vYmFy"), Some(b"foobar".to_vec()));
        assert_eq!(strict("Zm9v\r\nYmE=\r\n"), Some(b"fooba".to_vec()));
        assert_eq!(strict("Zm9v\nYg==\n"), Some(b"foob".to_vec()));
        assert_eq!(strict(""), Some(Vec::new()));
        for refused in ["Zm9v\n\nYmE=", "Zm9vYg", "Zm 9v", "Zm9v\rYmE=", "Yg==Zm9v", "Yg==\nZm9v", "Z===", "Zm-v", "====", "Yg=a"]
        {
            assert_eq!(strict(refused), None, "{refused}");
        }
    }

    #[test]
    fn sextets_agree_with_the_strict_path() {
        let text = b"AP8QgH9+fXw=";
        let mut sextets = Sextets::default();
        text.iter().filter(|&&c| c != b'=').for_each(|&c| sextets.push(VALUES[usize::from(c)]));
        assert_eq!(*sextets.finish(), *decode_strict(text).unwrap().0);
    }
}
