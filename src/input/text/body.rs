//! The patient reading of what stands between BEGIN and END: takes the Base64 out of everything that mail programs,
//! web pages, source code and configuration files put around it, and remembers what that was.

use super::base64::{NONE, Sextets, USUAL_LINE, VALUES};
use super::encodings::{dash, invisible};
use super::ends::Ends;
use super::marker::{Boundary, Marker, boundary, undashed_end};
use super::repairs::{Repair, Repairs};
use super::spelled::spelled;
use zeroize::Zeroizing;

/// The body of a block.
pub(super) struct Body<'t> {
    /// The decoded bytes, up to the first illegal character.
    pub data: Zeroizing<Vec<u8>>,
    /// How it ended.
    pub stop: Stop<'t>,
    /// Where the block ends.
    pub end: usize,
    /// First character that is no Base64 and no known disguise of it.
    pub illegal: Option<usize>,
    /// One character is left over after the last group of four: something is missing.
    pub odd_length: bool,
    /// Everything that was undone.
    pub repairs: Repairs,
    /// Value of the `DEK-Info` header.
    pub dek_info: Option<(usize, usize)>,
}

/// How a body ended.
pub(super) enum Stop<'t> {
    /// With the END line.
    End(Marker<'t>),
    /// With a line of dashes that is no END line.
    Damaged,
    /// With the next BEGIN line, or with the file.
    Missing,
}

/// What stands before BEGIN on its line and comes again on each line of the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix<'t> {
    /// Nothing.
    None,
    /// A line number.
    Number,
    /// The same bytes each time but for digits: `# `, ` * `, `+`, `app | `, `12:34:56 host: `.
    Same(&'t [u8]),
}

/// Reads the body that starts at `from`, right after the BEGIN line's dashes. `plus`: a blank inside a line was a `+`.
pub(super) fn collect<'t>(text: &'t [u8], from: usize, prefix: Prefix<'t>, plus: bool, ends: &mut Ends) -> Body<'t> {
    let mut collector = Collector {
        text,
        prefix,
        at: from,
        sextets: Sextets::default(),
        repairs: Repairs::default(),
        padding: 0,
        broken_since_padding: false,
        line: Line { begin_line: true, ..Line::default() },
        dek_info: None,
        plus,
    };
    let outcome = collector.run();
    collector.finish(outcome, ends)
}

/// Why the collector stopped.
enum Outcome<'t> {
    End(Marker<'t>),
    Begin,
    Damaged(usize),
    Illegal,
    Eof,
}

/// Where on its line the collector is.
#[derive(Clone, Copy, Default)]
struct Line {
    /// Still behind BEGIN.
    begin_line: bool,
    /// Nothing but blanks so far.
    fresh: bool,
    /// First blank at the start of the line.
    indent: Option<usize>,
    /// First blank after data.
    gap: Option<usize>,
    /// First invisible character with nothing behind it yet.
    unseen: Option<usize>,
    /// Base64 characters so far.
    data: usize,
}

struct Collector<'t> {
    text: &'t [u8],
    prefix: Prefix<'t>,
    at: usize,
    sextets: Sextets,
    repairs: Repairs,
    padding: usize,
    broken_since_padding: bool,
    line: Line,
    dek_info: Option<(usize, usize)>,
    plus: bool,
}

impl<'t> Collector<'t> {
    fn run(&mut self) -> Outcome<'t> {
        while let Some(rest) = self.text.get(self.at..)
            && let [byte, ..] = rest
        {
            if self.sextets.count == 0 && byte.is_ascii_alphabetic() && self.header() {
                continue;
            }
            if self.line.fresh
                && *byte | 0x20 == b'e'
                && let Some(marker) = undashed_end(self.text, self.at)
            {
                return Outcome::End(marker);
            }
            let value = VALUES[usize::from(*byte)];
            if value != NONE {
                self.take(value, 1);
                continue;
            }
            if dash(rest).is_some() {
                match boundary(self.text, self.at) {
                    Some(Boundary::End(marker)) => return Outcome::End(marker),
                    Some(Boundary::Begin) => return Outcome::Begin,
                    Some(Boundary::Damaged(end)) => return Outcome::Damaged(end),
                    None if *byte == b'-' => {
                        self.repairs.add(Repair::UrlAlphabet, self.at, self.at + 1);
                        self.take(62, 1);
                        continue;
                    }
                    None => return Outcome::Illegal,
                }
            }
            if !self.other(rest) {
                return Outcome::Illegal;
            }
        }
        Outcome::Eof
    }

    /// Takes something that is not of the standard alphabet; false when it has no business here.
    fn other(&mut self, rest: &'t [u8]) -> bool {
        let at = self.at;
        match rest {
            [b'\n', ..] => self.line_end(1),
            [b'\r', b'\n', ..] => self.line_end(2),
            [b' ', ..] if self.plus && !self.line.begin_line => {
                self.repairs.add(Repair::PlusSigns, at, at + 1);
                self.take(62, 1);
            }
            [b'\r', ..] => {
                self.repairs.add(Repair::CarriageReturns, at, at + 1);
                self.line_end(1);
            }
            [b' ' | b'\t' | 0x0b | 0x0c, ..] => self.blank(1),
            [b'_', ..] => {
                self.repairs.add(Repair::UrlAlphabet, at, at + 1);
                self.take(63, 1);
            }
            [b'>', ..] => {
                self.repairs.add(Repair::QuoteMarks, at, at + 1);
                self.at += 1;
            }
            [b'"' | b'\'' | b'`', ..] => return self.string_break(0),
            [b'\\', ..] if matches!(rest.iter().find(|&&b| b != b'\\'), Some(b'"' | b'\'' | b'\r' | b'\n')) => {
                return self.string_break(rest.iter().take_while(|&&b| b == b'\\').count() - 1);
            }
            [b'<', ..] => match rest.iter().take(200).position(|&b| b == b'>') {
                Some(end) => {
                    self.repairs.add(Repair::Markup, at, at + end + 1);
                    self.at += end + 1;
                }
                None => return false,
            },
            _ => match (spelled(rest), invisible(rest)) {
                (Some((byte, length, repair)), _) => {
                    self.repairs.add(repair, at, at + length);
                    return self.spelled(byte, length);
                }
                (None, Some(length)) => {
                    self.line.unseen.get_or_insert(at);
                    self.at += length;
                }
                (None, None) if rest.starts_with(b"=") => {
                    self.padding += 1;
                    self.broken_since_padding = false;
                    self.line.fresh = false;
                    self.at += 1;
                }
                (None, None) => return false,
            },
        }
        true
    }

    /// Takes a character that was spelled in `length` bytes.
    fn spelled(&mut self, byte: u8, length: usize) -> bool {
        match byte {
            b'\n' | b'\r' => {
                self.line = Line { fresh: true, ..Line::default() };
                self.at += length;
            }
            b' ' | b'\t' | 0xa0 | b'>' => self.blank(length),
            b'=' => {
                self.padding += 1;
                self.at += length;
            }
            _ => match VALUES[usize::from(byte)] {
                NONE => return false,
                value => self.take(value, length),
            },
        }
        true
    }

    fn take(&mut self, value: u8, length: usize) {
        if self.padding > 0 {
            // `=` at the end of a line with more to come is quoted-printable's soft line break; anywhere else it
            // ends one piece of Base64 and another follows.
            if self.padding == 1 && self.broken_since_padding {
                self.repairs.add(Repair::QuotedPrintable, self.at, self.at + length);
            } else {
                self.repairs.add(Repair::Padding, self.at, self.at + length);
                self.sextets.flush();
            }
            self.padding = 0;
        }
        if let Some(unseen) = self.line.unseen.take() {
            self.repairs.add(Repair::Invisible, unseen, self.at);
        }
        if self.line.data == 0 {
            if self.line.begin_line {
                self.repairs.add(Repair::OneLine, self.at, self.at + length);
            } else if let Some(indent) = self.line.indent {
                self.repairs.add(Repair::Indentation, indent, self.at);
            }
        } else if let Some(gap) = self.line.gap.take() {
            self.repairs.add(Repair::Spaces, gap, self.at);
        }
        self.line.data += 1;
        self.line.fresh = false;
        if self.line.data == USUAL_LINE + 1 {
            self.repairs.add(Repair::LongLines, self.at - USUAL_LINE.min(self.at), self.at);
        }
        self.sextets.push(value);
        self.at += length;
    }

    fn blank(&mut self, length: usize) {
        if self.line.fresh {
            self.line.indent.get_or_insert(self.at);
        } else {
            self.line.gap.get_or_insert(self.at);
        }
        self.at += length;
    }

    fn line_end(&mut self, length: usize) {
        // One after the BEGIN line ends headers that are not there.
        if self.line.fresh && self.sextets.count > 0 {
            self.repairs.add(Repair::BlankLines, self.at, self.at + length);
        }
        if let Some(unseen) = self.line.unseen {
            // A colour of a terminal has letters in it.
            let letters = self.text[unseen..self.at].iter().any(u8::is_ascii_graphic);
            self.repairs.add(if letters { Repair::Invisible } else { Repair::InvisibleEnds }, unseen, self.at);
        }
        self.at += length;
        self.broken_since_padding = true;
        self.line = Line { fresh: true, ..Line::default() };
        let rest = &self.text[self.at..];
        let skipped = match self.prefix {
            Prefix::None => 0,
            Prefix::Number => number(rest),
            Prefix::Same(prefix) => alike(prefix, rest),
        };
        if skipped > 0 {
            let repair = if self.prefix == Prefix::Number { Repair::LineNumbers } else { Repair::LinePrefix };
            self.repairs.add(repair, self.at, self.at + skipped);
            self.at += skipped;
        }
    }

    /// `" +`, line break, `"`: source code glues string literals together; JSON lists them.
    fn string_break(&mut self, backslashes: usize) -> bool {
        let start = self.at + backslashes;
        let rest = &self.text[start + 1..];
        let joint = |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'+' | b',' | b'.' | b';' | b'&' | b'\\' | b'_');
        let length = rest.iter().take(120).take_while(|b| joint(b)).count();
        let continued = match rest.get(length) {
            Some(b'"' | b'\'' | b'`') => length + 1,
            // A backslash at the end of a line continues it in a shell and in Dockerfiles; the next may begin with `+`.
            _ if self.text.get(start) == Some(&b'\\') => rest.iter().take(120).take_while(|b| b.is_ascii_whitespace()).count(),
            _ => return false,
        };
        self.repairs.add(Repair::Strings, self.at, start + 1 + continued);
        self.at = start + 1 + continued;
        self.line = Line { fresh: true, ..Line::default() };
        true
    }

    /// Takes a header line (`Proc-Type: 4,ENCRYPTED`); false when there is none here.
    fn header(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let name = rest.iter().take(40).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        if rest.get(name) != Some(&b':') || self.line.data > 0 {
            return false;
        }
        let blanks = rest[name + 1..].iter().take(8).take_while(|b| **b == b' ').count();
        let start = self.at + name + 1 + blanks;
        let encryption = rest[..name].eq_ignore_ascii_case(b"DEK-Info") || rest[..name].eq_ignore_ascii_case(b"Proc-Type");
        // The values of these two have no blanks, so they can be told from the body even on one line.
        let ends = |b: &u8| matches!(b, b'\n' | b'\r' | b'\\' | b'"') || encryption && matches!(b, b' ' | b'\t' | b'<' | b'&');
        let rest = &self.text[start..];
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        if self.text[self.at..start].get(..8).is_some_and(|n| n.eq_ignore_ascii_case(b"DEK-Info")) {
            self.dek_info = Some((start, start + length));
        }
        if !encryption && self.dek_info.is_none() {
            self.repairs.add(Repair::Headers, self.at, start + length);
        }
        self.at = start + length;
        self.line.fresh = false;
        true
    }

    fn finish(mut self, outcome: Outcome<'t>, ends: &mut Ends) -> Body<'t> {
        let illegal = matches!(outcome, Outcome::Illegal).then_some(self.at);
        let (stop, end) = match outcome {
            Outcome::End(marker) => {
                let end = marker.to;
                (Stop::End(marker), end)
            }
            Outcome::Damaged(end) => (Stop::Damaged, end),
            Outcome::Begin | Outcome::Eof => (Stop::Missing, self.at),
            Outcome::Illegal => match ends.find(self.text, self.at) {
                Some(marker) => {
                    let end = marker.to;
                    (Stop::End(marker), end)
                }
                None => (Stop::Missing, self.at),
            },
        };
        if let Stop::End(marker) = &stop
            && illegal.is_none()
            && !self.repairs.has(Repair::Indentation)
            && !self.repairs.has(Repair::OneLine)
        {
            if let Some(indent) = self.line.indent.filter(|_| self.line.fresh) {
                self.repairs.add(Repair::EndMoved, indent, marker.from);
            } else if self.line.data > 0 {
                self.repairs.add(Repair::EndMoved, marker.from, marker.to);
            }
        }
        let held = self.sextets.held();
        if illegal.is_none() && matches!(stop, Stop::End(_)) && self.padding != (4 - usize::from(held)) % 4 && held != 1 {
            self.repairs.add(Repair::Padding, self.at, self.at);
        }
        if self.repairs.has(Repair::Escapes) || self.repairs.has(Repair::OneLine) || self.repairs.has(Repair::Percent) {
            self.repairs.forget(Repair::LongLines);
            self.repairs.forget(Repair::Spaces);
        }
        if self.repairs.has(Repair::Escapes) || self.repairs.has(Repair::Strings) {
            self.repairs.forget(Repair::BlankLines);
        }
        Body {
            odd_length: held == 1 && illegal.is_none(),
            data: self.sextets.finish(),
            stop,
            end,
            illegal,
            repairs: self.repairs,
            dek_info: self.dek_info,
        }
    }
}

/// Length of the start of the line that is like `prefix`, digits of any number and value for digits; 0 when it is not.
/// Digits at its end have to be the same: the data may begin with one.
pub(super) fn alike(prefix: &[u8], line: &[u8]) -> usize {
    let digits = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (mut prefix, mut rest) = (prefix, line);
    while let Some(byte) = prefix.first() {
        // The last line of a table of nmap has `|_` where the others have a bar and a blank.
        if prefix == b" " && line[..line.len() - rest.len()].ends_with(b"|") && rest.first() == Some(&b'_') {
            rest = &rest[1..];
            break;
        }
        let (wanted, found) = (digits(prefix), digits(rest));
        let (skip, taken) = if wanted > 0 && wanted < prefix.len() { (wanted, found) } else { (1, 1) };
        if found.min(wanted) == 0 && rest.first() != Some(byte) || wanted == prefix.len() && rest.first() != Some(byte) {
            return 0;
        }
        prefix = &prefix[skip..];
        rest = rest.get(taken..).unwrap_or(&[]);
    }
    line.len() - rest.len()
}

/// Length of a line number with what separates it from the text; 0 when there is none.
pub(super) fn number(line: &[u8]) -> usize {
    let blanks = line.iter().take(12).take_while(|b| matches!(b, b' ' | b'\t')).count();
    let digits = line[blanks..].iter().take(9).take_while(|b| b.is_ascii_digit()).count();
    let separators = line[blanks + digits..].iter().take(8).take_while(|b| b" \t:.|)]".contains(b)).count();
    if digits == 0 || separators == 0 { 0 } else { blanks + digits + separators }
}
