//! Text as phrases are compared: without blanks, quotes, hyphens, stars and backslashes, in small letters, with the
//! entities of HTML undone, so that wrapping, quoting and emphasis make no difference. Every byte knows its origin.

/// Folded text.
#[derive(Default)]
pub struct Folded {
    /// The bytes that count.
    pub bytes: Vec<u8>,
    /// For each of them the place of its character in the text.
    origin: Vec<u32>,
    end: usize,
}

/// What is left out: quotes, hyphens, emphasis, and characters that nobody sees.
pub const fn is_noise(c: char) -> bool {
    matches!(
        c,
        '\'' | '"' | '`' | '-' | '*' | '\\' | '\u{ab}' | '\u{ad}' | '\u{b4}' | '\u{bb}' | '\u{200b}'..='\u{200f}'
            | '\u{2010}'..='\u{2013}' | '\u{2018}'..='\u{201f}' | '\u{2039}' | '\u{203a}' | '\u{2502}' | '\u{feff}'
    )
}

/// The entities that a page's error text is written with.
const ENTITIES: &[(&str, char)] = &[
    ("&quot;", '"'),
    ("&#34;", '"'),
    ("&#39;", '\''),
    ("&#x27;", '\''),
    ("&apos;", '\''),
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&nbsp;", ' '),
];

impl Folded {
    /// Folds `text`.
    pub fn new(text: &str) -> Self {
        let mut folded = Self { end: text.len(), ..Self::default() };
        folded.bytes.reserve(text.len());
        folded.origin.reserve(text.len());
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let (meant, length) = match c {
                '&' => ENTITIES.iter().find(|(name, _)| rest.starts_with(name)).map_or((c, 1), |&(name, c)| (c, name.len())),
                '\\' => escape(rest),
                _ => (c, c.len_utf8()),
            };
            folded.push(meant, at);
            at += length;
        }
        folded
    }

    fn push(&mut self, c: char, at: usize) {
        if c.is_ascii() {
            if c.is_ascii_whitespace() || is_noise(c) {
                return;
            }
            // "doesn't" has lost its quote by now: "does not" loses the same letter.
            if matches!(c, 't' | 'T') && self.bytes.ends_with(b"no") {
                self.bytes.pop();
                self.origin.pop();
            }
            self.add(c.to_ascii_lowercase() as u8, at);
        } else if !c.is_whitespace() && !is_noise(c) {
            let mut buffer = [0; 4];
            for small in c.to_lowercase() {
                for byte in small.encode_utf8(&mut buffer).bytes() {
                    self.add(byte, at);
                }
            }
        }
    }

    fn add(&mut self, byte: u8, at: usize) {
        self.bytes.push(byte);
        self.origin.push(u32::try_from(at).unwrap_or(u32::MAX));
    }

    /// Place in the text of the folded byte at `at`.
    pub fn place(&self, at: usize) -> usize {
        self.origin.get(at).map_or(self.end, |&place| place as usize)
    }

    /// The first folded byte at or behind this place of the text.
    pub fn behind(&self, place: usize) -> usize {
        self.origin.partition_point(|&origin| (origin as usize) < place)
    }
}

/// What an escape of JSON means, as far as phrases hold such characters, and how long it is.
fn escape(rest: &str) -> (char, usize) {
    match rest.as_bytes().get(1) {
        Some(b'n' | b'r' | b't') => (' ', 2),
        Some(b'u') if rest.get(2..4) == Some("00") => {
            let code = rest.get(4..6).and_then(|hex| u8::from_str_radix(hex, 16).ok());
            code.map_or(('\\', 1), |code| (char::from(code), 6))
        }
        _ => ('\\', 1),
    }
}
