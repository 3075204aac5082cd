//! The text of one input as readers see it: UTF-8, without terminal colours, carriage returns and quote marks; every
//! byte knows where it came from. Private keys are blanked: no reader needs more of them than their place, and what a
//! reader copies would have to be wiped.

use super::limits;
use crate::facts::ByteRange;
use zeroize::Zeroizing;

/// Readable text of an input.
pub struct Source<'a> {
    /// Index of the input.
    pub input: usize,
    text: Kept<'a>,
    pieces: Vec<Piece>,
    /// Whether lines beyond [`limits::lines`] were left out.
    pub cut: bool,
}

enum Kept<'a> {
    AsIs(&'a str),
    Made(Zeroizing<String>),
}

/// From byte `text` of the text on, bytes stand at `input` of the input, `stride` of them for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    text: usize,
    input: usize,
    stride: usize,
}

impl<'a> Source<'a> {
    /// The text in `bytes`; `None` where they are no text. What stands in `keys` is blanked, and whole lines in `bodies`
    /// are left out; both are in order.
    pub fn new(input: usize, bytes: &'a [u8], keys: &[ByteRange], bodies: &[ByteRange]) -> Option<Self> {
        let mut source = Self::of(input, bytes, bodies)?;
        if !keys.is_empty() {
            source.blank(keys);
        }
        let text = source.text();
        if let Some((end, _)) = text.match_indices('\n').nth(limits::lines(text.len())) {
            source.cut = true;
            match &mut source.text {
                Kept::AsIs(text) => *text = &text[..end],
                Kept::Made(text) => text.truncate(end),
            }
        }
        Some(source)
    }

    fn of(input: usize, bytes: &'a [u8], bodies: &[ByteRange]) -> Option<Self> {
        let (mark, wide) = match bytes {
            [0xff, 0xfe, ..] => (2, Some(false)),
            [0xfe, 0xff, ..] => (2, Some(true)),
            [0xef, 0xbb, 0xbf, ..] => (3, None),
            // PowerShell's redirection without a mark: every second byte of ASCII is zero.
            [a, 0, b, 0, ..] if *a != 0 && *b != 0 => (0, Some(false)),
            [0, a, 0, b, ..] if *a != 0 && *b != 0 => (0, Some(true)),
            _ => (0, None),
        };
        let body = bytes.get(mark..)?;
        if let Some(big_endian) = wide {
            let mut maker = Maker::default();
            maker.wide(body, mark, big_endian);
            return Some(maker.finish(input));
        }
        if body.iter().take(4096).any(|&b| b == 0) {
            return None;
        }
        if !bodies.is_empty() {
            return Some(without(input, bytes, mark, bodies));
        }
        if let Ok(text) = std::str::from_utf8(body)
            && !needs_cleaning(text)
        {
            let pieces = vec![Piece { text: 0, input: mark, stride: 1 }];
            return Some(Self { input, text: Kept::AsIs(text), pieces, cut: false });
        }
        let mut maker = Maker::of(body);
        maker.narrow(body, mark);
        Some(maker.finish(input))
    }

    fn blank(&mut self, keys: &[ByteRange]) {
        let mut made = match std::mem::replace(&mut self.text, Kept::AsIs("")) {
            Kept::AsIs(text) => {
                let mut made = Zeroizing::new(String::with_capacity(text.len()));
                made.push_str(text);
                made
            }
            Kept::Made(made) => made,
        };
        let mut bytes = Zeroizing::new(std::mem::take(&mut *made).into_bytes());
        for (at, piece) in self.pieces.iter().enumerate() {
            let end = self.pieces.get(at + 1).map_or(bytes.len(), |next| next.text);
            let first = keys.partition_point(|key| key.to <= piece.input);
            for key in &keys[first..] {
                let place = |input: usize| piece.text + input.saturating_sub(piece.input).div_ceil(piece.stride);
                let (from, to) = (place(key.from).min(end), place(key.to).min(end));
                if from >= end {
                    break;
                }
                blanked(&mut bytes[from..to]);
            }
        }
        // One ASCII character took the place of another: it is still UTF-8.
        self.text = Kept::Made(Zeroizing::new(String::from_utf8(std::mem::take(&mut *bytes)).unwrap_or_default()));
    }

    /// The text.
    pub fn text(&self) -> &str {
        match &self.text {
            Kept::AsIs(text) => text,
            Kept::Made(text) => text,
        }
    }

    /// Where `from..to` of the text lies in the input.
    pub fn range(&self, from: usize, to: usize) -> ByteRange {
        let start = self.place(from);
        // The end is the end of the last byte, whatever was left out after it.
        let end = if to > from { self.place(to - 1) + self.piece(to - 1).stride } else { start };
        ByteRange::new(start, end)
    }

    fn piece(&self, at: usize) -> Piece {
        let next = self.pieces.partition_point(|piece| piece.text <= at);
        self.pieces.get(next.saturating_sub(1)).copied().unwrap_or(Piece { text: 0, input: 0, stride: 1 })
    }

    fn place(&self, at: usize) -> usize {
        let piece = self.piece(at);
        piece.input + at.saturating_sub(piece.text) * piece.stride
    }
}

/// The text behind the mark without these lines. What they hold is among the items that were read; looking through it
/// again for every kind of evidence is what would take longest of all.
fn without(input: usize, bytes: &[u8], mark: usize, bodies: &[ByteRange]) -> Source<'static> {
    let mut maker = Maker::of(&bytes[mark..]);
    let left: usize = bodies.iter().map(|body| body.to - body.from).sum();
    maker.text.reserve(bytes.len().saturating_sub(left));
    let mut from = mark;
    for body in bodies.iter().copied().chain([ByteRange::new(bytes.len(), bytes.len())]) {
        if let Some(kept) = bytes.get(from..body.from) {
            maker.narrow(kept, from);
        }
        from = from.max(body.to);
    }
    maker.finish(input)
}

/// Overwrites the letters and digits of a key. Its shape stays for the readers: PEM's boundaries (RFC 7468 section 3),
/// and escapes of strings.
fn blanked(key: &mut [u8]) {
    const RULE: &[u8] = b"-----";
    let mut at = 0;
    while at < key.len() {
        let rest = &key[at..];
        if rest.starts_with(b"-----BEGIN ") || rest.starts_with(b"-----END ") {
            let length = rest[RULE.len()..].windows(RULE.len()).take(80).position(|w| w == RULE);
            at += length.map_or(RULE.len(), |n| n + 2 * RULE.len());
        } else if rest[0] == b'\\' {
            at += if rest.get(1) == Some(&b'u') { 6 } else { 2 };
        } else {
            if rest[0].is_ascii_alphanumeric() || matches!(rest[0], b'+' | b'/' | b'=') {
                key[at] = b'A';
            }
            at += 1;
        }
    }
}

/// Terminal colours, carriage returns, or lines that are quoted.
fn needs_cleaning(text: &str) -> bool {
    text.bytes().any(|b| matches!(b, b'\r' | 0x1b))
        || numbered(text).is_some()
        || is_plan(text)
        || logged(text).is_some()
        || text.lines().any(|line| quoted(line) > 0)
}

/// Whether it is a plan of Terraform's, whose lines begin with what will happen to them.
fn is_plan(text: &str) -> bool {
    text.match_indices(" resource \"").any(|(at, _)| text[..at].ends_with(['+', '~', '-']))
}

/// Length of what a line of a plan starts with.
fn planned(line: &str) -> usize {
    let mark = line.trim_start_matches(' ');
    let length = ["+ ", "~ ", "- ", "-/+ ", "+/- "].iter().find(|lead| mark.starts_with(**lead)).map_or(0, |lead| lead.len());
    if length == 0 { 0 } else { line.len() - mark.len() + length }
}

/// What a log puts before the lines of a transcript that went through it: a time, the name of a container.
fn logged(text: &str) -> Option<&str> {
    const BEGINNINGS: [&str; 5] = ["-----BEGIN CERT", "CONNECTED(", "Certificate chain\n", "depth=", "* SSL connection"];
    let before = |at: usize| &text[text[..at].rfind('\n').map_or(0, |n| n + 1)..at];
    let is_log = |lead: &&str| {
        let digits = lead.bytes().filter(u8::is_ascii_digit).count();
        (6..=LEAD).contains(&lead.len()) && (digits > 3 && lead.ends_with([' ', '\t']) || lead.ends_with("| "))
    };
    BEGINNINGS.iter().find_map(|mark| text.match_indices(mark).take(4).map(|(at, _)| before(at)).find(is_log))
}

/// Bytes that a log puts before a line.
const LEAD: usize = 96;

/// Where the lead of a line ends that looks like another line's: digits and letters in place of others.
fn led(line: &str, lead: &str) -> usize {
    let run = |bytes: &[u8], one: fn(&u8) -> bool| bytes.iter().take_while(|b| one(b)).count();
    let kind = |b: u8| -> Option<fn(&u8) -> bool> {
        match b {
            b'0'..=b'9' => Some(u8::is_ascii_digit),
            b'a'..=b'z' | b'A'..=b'Z' => Some(u8::is_ascii_alphabetic),
            b' ' => Some(|b| *b == b' '),
            _ => None,
        }
    };
    let (own, mut lead) = (line.trim_end_matches(['\r', '\n']).as_bytes(), lead.trim_end().as_bytes());
    let mut at = 0;
    while let Some(&first) = lead.first() {
        let (here, there) = match kind(first) {
            Some(one) => (run(&own[at..], one), run(lead, one)),
            None => (usize::from(own.get(at) == Some(&first)), 1),
        };
        if here == 0 {
            return 0;
        }
        (at, lead) = (at + here, &lead[there..]);
    }
    at + usize::from(matches!(own.get(at), Some(b' ' | b'\t')))
}

/// Length of the quote marks that a line starts with: `> ` of mail and Markdown, the bar of a Terraform diagnostic.
fn quoted(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let mark = &rest[indent..];
        let length = if mark.starts_with('>') && !mark.starts_with(">=") { 1 } else { 0 };
        let length = if mark.starts_with('\u{2502}') { '\u{2502}'.len_utf8() } else { length };
        if length == 0 || indent > 3 && at == 0 && length == 1 {
            return at;
        }
        at += indent + length;
        at += usize::from(line[at..].starts_with(' '));
    }
}

/// The number that a line begins with, and where it ends.
fn number(line: &str) -> Option<(u32, usize)> {
    let from = line.len() - line.trim_start_matches(' ').len();
    let digits = line[from..].bytes().take_while(u8::is_ascii_digit).count();
    let number = line[from..from + digits].parse().ok()?;
    let rest = &line[from + digits..];
    let mark = usize::from(rest.starts_with([':', '|', '.', ')']));
    let bare = rest[mark..].trim_end_matches(['\r', '\n']);
    (bare.is_empty() || bare.starts_with([' ', '\t'])).then_some((number, from + digits + mark))
}

/// Where the first lines are numbered, as editors and `cat -n` do it: how many blanks follow each number.
fn numbered(text: &str) -> Option<usize> {
    const LINES: usize = 4;
    let mut gap = usize::MAX;
    let mut next = None;
    for line in text.lines().take(LINES) {
        let (number, end) = number(line)?;
        if next.is_some_and(|next| next != number) {
            return None;
        }
        next = number.checked_add(1);
        let rest = &line[end..];
        let content = rest.trim_start_matches([' ', '\t']);
        if !content.is_empty() {
            gap = gap.min(rest.len() - content.len());
        }
    }
    (text.lines().nth(LINES - 1).is_some() && gap != usize::MAX).then_some(gap)
}

/// Characters of UTF-16 that are taken over at once, at most.
const LINE: usize = 4096;

#[derive(Default)]
struct Maker {
    text: Zeroizing<String>,
    pieces: Vec<Piece>,
    /// Blanks after the numbers of lines, where they are numbered.
    gap: Option<usize>,
    plan: bool,
    /// What a log puts before each line.
    lead: Option<String>,
}

impl Maker {
    /// For a text whose lines may begin with what is not their own.
    fn of(body: &[u8]) -> Self {
        let Ok(text) = std::str::from_utf8(body) else { return Self::default() };
        Self { gap: numbered(text), plan: is_plan(text), lead: logged(text).map(str::to_owned), ..Self::default() }
    }

    /// What a line begins with that is not its own.
    fn skip(&self, line: &str) -> usize {
        let Some((gap, (_, end))) = self.gap.and_then(|gap| Some((gap, number(line)?))) else {
            let lead = self.lead.as_ref().map_or(0, |lead| led(line, lead));
            if lead > 0 {
                return lead;
            }
            let quotes = quoted(line);
            return quotes + if self.plan { planned(&line[quotes..]) } else { 0 };
        };
        end + line[end..].bytes().take(gap).take_while(|b| matches!(b, b' ' | b'\t')).count()
    }

    /// Takes over `piece`, whose bytes are `stride` bytes each of the input from `at` on.
    fn push(&mut self, piece: &str, at: usize, stride: usize) {
        if piece.is_empty() {
            return;
        }
        let here = self.text.len();
        let goes_on = self.pieces.last().is_some_and(|p| p.stride == stride && p.input + (here - p.text) * stride == at);
        if !goes_on {
            self.pieces.push(Piece { text: here, input: at, stride });
        }
        self.text.push_str(piece);
    }

    /// Bytes of one width; what is no UTF-8 becomes a question mark.
    fn narrow(&mut self, body: &[u8], mark: usize) {
        self.text.reserve(body.len());
        let mut at = 0;
        for line in body.split_inclusive(|&b| b == b'\n') {
            let mut rest = line;
            let mut from = mark + at;
            at += line.len();
            let mut fresh = true;
            while !rest.is_empty() {
                let (good, bad) = match std::str::from_utf8(rest) {
                    Ok(good) => (good, 0),
                    Err(e) => (
                        std::str::from_utf8(&rest[..e.valid_up_to()]).unwrap_or(""),
                        e.error_len().unwrap_or(rest.len() - e.valid_up_to()),
                    ),
                };
                let skip = if fresh { self.skip(good) } else { 0 };
                fresh = false;
                self.clean(&good[skip..], from + skip, 1);
                if bad > 0 {
                    self.push("?", from + good.len(), 1);
                }
                from += good.len() + bad;
                rest = &rest[good.len() + bad..];
            }
        }
    }

    /// Takes over text without carriage returns and terminal colours (ECMA-48 8.3.117).
    fn clean(&mut self, mut text: &str, mut at: usize, stride: usize) {
        while let Some(next) = text.find(['\r', '\u{1b}']) {
            self.push(&text[..next], at, stride);
            let rest = &text[next..];
            let length = match rest.strip_prefix("\u{1b}[") {
                Some(code) => code.find(|c: char| c.is_ascii_alphabetic()).filter(|&n| n < 12).map_or(1, |n| n + 3),
                None => 1,
            };
            text = &rest[length..];
            at += (next + length) * stride;
        }
        self.push(text, at, stride);
    }

    /// UTF-16.
    fn wide(&mut self, body: &[u8], mark: usize, big_endian: bool) {
        let units = body.chunks_exact(2).map(|unit| {
            let pair = [unit[0], unit[1]];
            if big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
        });
        // What grows leaves its old bytes behind: nothing here does.
        self.text.reserve(body.len() / 2 * 3);
        let mut at = mark;
        let mut line = Zeroizing::new(String::with_capacity(LINE));
        let mut start = at;
        for c in char::decode_utf16(units).map(|c| c.unwrap_or('?')) {
            let width = c.len_utf16() * 2;
            if c.is_ascii() {
                if line.is_empty() {
                    start = at;
                }
                line.push(c);
                if c == '\n' || line.len() == LINE {
                    self.wide_line(&mut line, start);
                }
            } else {
                self.wide_line(&mut line, start);
                let mut buffer = [0; 4];
                self.push(c.encode_utf8(&mut buffer), at, 1);
            }
            at += width;
        }
        self.wide_line(&mut line, start);
    }

    fn wide_line(&mut self, line: &mut String, start: usize) {
        let fresh = self.text.is_empty() || self.text.ends_with('\n');
        let skip = if fresh { quoted(line) } else { 0 };
        self.clean(&line[skip..], start + skip * 2, 2);
        line.clear();
    }

    fn finish(self, input: usize) -> Source<'static> {
        Source { input, text: Kept::Made(self.text), pieces: self.pieces, cut: false }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at<'b>(bytes: &'b [u8], source: &Source<'_>, needle: &str) -> &'b [u8] {
        let from = source.text().find(needle).unwrap();
        source.range(from, from + needle.len()).of(bytes)
    }

    #[test]
    fn what_is_taken_away_leaves_the_places_right() {
        let bytes = b"> \x1b[32mfirst\x1b[0m line\r\n> second\r\nthird\r\n";
        let source = Source::new(0, bytes, &[], &[]).unwrap();
        assert_eq!(source.text(), "first line\nsecond\nthird\n");
        for word in ["first", "line", "second", "third"] {
            assert_eq!(at(bytes, &source, word), word.as_bytes());
        }
    }

    #[test]
    fn numbers_of_lines_are_taken_away() {
        let bytes = b"  9  {\n 10    \"a\": 1,\n 11\n 12    \"b\": 2\n 13  }\n";
        let source = Source::new(0, bytes, &[], &[]).unwrap();
        assert_eq!(source.text(), "{\n  \"a\": 1,\n\n  \"b\": 2\n}\n");
        assert_eq!(at(bytes, &source, "\"b\""), b"\"b\"");
        for other in ["1 a\n3 b\n4 c\n5 d\n", "1 a\n2 b\n", "0 s:CN\n  i:CN\n1 s:CN\n  i:CN\n"] {
            assert_eq!(Source::new(0, other.as_bytes(), &[], &[]).unwrap().text(), other);
        }
    }

    #[test]
    fn utf_16_is_read_with_its_places() {
        let text = "a\u{e9}b \u{1f600} end\r\n> name";
        for big_endian in [false, true] {
            let mark = if big_endian { [0xfe, 0xff] } else { [0xff, 0xfe] };
            let unit = |u: u16| if big_endian { u.to_be_bytes() } else { u.to_le_bytes() };
            let bytes: Vec<u8> = mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect();
            let source = Source::new(0, &bytes, &[], &[]).unwrap();
            assert_eq!(source.text(), "a\u{e9}b \u{1f600} end\nname");
            let found = at(&bytes, &source, "name");
            let zero = usize::from(!big_endian);
            assert_eq!(found.iter().skip(1 - zero).step_by(2).copied().collect::<Vec<_>>(), b"name");
        }
    }

    #[test]
    fn what_a_log_puts_before_a_transcript_is_left_out() {
        let times = "2026-11-26T10:22:09.95Z CONNECTED(00000003)\n2026-11-26T10:22:10.1Z ---\n2026-11-26T10:22:10Z\nown line\n";
        let containers = "web-1  | depth=0 CN = a\ndb-12  |  0 s:CN = a\n\u{e9}t\u{e9} | b\n";
        for (log, needle, plain) in [
            (times, "---", "CONNECTED(00000003)\n---\n2026-11-26T10:22:10Z\nown line\n"),
            (containers, "0 s:CN", "depth=0 CN = a\n 0 s:CN = a\n\u{e9}t\u{e9} | b\n"),
        ] {
            let source = Source::new(0, log.as_bytes(), &[], &[]).unwrap();
            assert_eq!(source.text(), plain);
            assert_eq!(at(log.as_bytes(), &source, needle), needle.as_bytes());
        }
        let message = "2026-11-26T10:22:09.95Z certificate verify failed\n";
        assert_eq!(Source::new(0, message.as_bytes(), &[], &[]).unwrap().text(), message);
        assert_eq!(led("\u{e9}12 x", "\u{e8}34 "), 0);
    }

    #[test]
    fn text_as_it_came_is_not_copied() {
        let source = Source::new(0, b"{\"a\": 1}\n", &[], &[]).unwrap();
        assert!(matches!(source.text, Kept::AsIs(_)));
        assert!(Source::new(0, &[0x30, 0x82, 0, 0, 1, 2], &[], &[]).is_none());
    }

    #[test]
    fn lines_that_are_left_out_leave_the_places_right() {
        let bytes = b"> before\r\n> -----BEGIN X-----\r\n> AAAA\r\n> BBBB\r\n> -----END X-----\r\n> after\r\n";
        let at = |word: &[u8]| bytes.windows(word.len()).position(|w| w == word).unwrap();
        let body = ByteRange::new(at(b"> AAAA"), at(b"> -----END"));
        let source = Source::new(0, bytes, &[], &[body]).unwrap();
        assert_eq!(source.text(), "before\n-----BEGIN X-----\n-----END X-----\nafter\n");
        let place = |word: &str| source.range(source.text().find(word).unwrap(), source.text().find(word).unwrap() + word.len());
        for word in ["before", "-----BEGIN X-----", "-----END X-----", "after"] {
            assert_eq!(place(word).of(bytes), word.as_bytes());
        }
        // A place that holds the block holds its body.
        let text = source.text();
        let whole = source.range(text.find("-----BEGIN").unwrap(), text.find("after").unwrap());
        assert!(whole.from < body.from && body.to < whole.to);
    }

    #[test]
    fn a_key_leaves_its_shape_behind() {
        let key = "-----BEGIN PRIVATE KEY-----\\nMIGHAgEA+/=\r\n\\u003d> quoted\n-----END PRIVATE KEY-----";
        let narrow = format!("> {{\"key\": \"{key}\", \"next\": 1}}\n");
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(narrow.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for (bytes, mark, stride) in [(narrow.as_bytes(), 0, 1), (&wide, 2, 2)] {
            let from = mark + narrow.find(key).unwrap() * stride;
            let source = Source::new(0, bytes, &[ByteRange::new(from, from + key.len() * stride)], &[]).unwrap();
            let blank = "-----BEGIN PRIVATE KEY-----\\nAAAAAAAAAAA\n\\u003d> AAAAAA\n-----END PRIVATE KEY-----";
            assert_eq!(source.text(), format!("{{\"key\": \"{blank}\", \"next\": 1}}\n"));
        }
    }
}
