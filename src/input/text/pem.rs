//! PEM (RFC 7468 and its ancestors) in any text: each block on its own, so that a damaged one leaves its neighbours
//! alone, and what stands between the blocks.

use super::base64;
use super::body::{self, Body, Prefix, Stop, collect};
use super::encodings::{Text, character};
use super::ends::Ends;
use super::labels::{Promise, promise};
use super::loose;
use super::marker::{Boundary, Marker, boundary, find_begin};
use super::repairs::{Repair, Repairs};
use crate::der::{Extent, part};
use crate::facts::{ByteRange, Problem};
use crate::input::found::{self, After};
use crate::input::keys::{self, DekInfo};
use crate::input::structure::{Structure, identify};
use crate::input::{Content, Ctx, Place, Reading};
use zeroize::Zeroizing;

/// What a text held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// PEM blocks.
    pub blocks: usize,
    /// Base64 without BEGIN and END.
    pub bare: usize,
    /// Dumps in hexadecimal.
    pub dumps: usize,
}

impl Held {
    /// Counts those of another part of the text too.
    pub const fn add(&mut self, other: Self) {
        self.blocks += other.blocks;
        self.bare += other.bare;
        self.dumps += other.dumps;
    }
}

/// Reads everything in `text`.
pub(super) fn read(text: &Text<'_>, ctx: &Ctx<'_>, out: &mut Reading) -> Held {
    let mut reader = Reader { text, bytes: text.bytes(), ends: Ends::default(), lines: Lines::default(), held: Held::default() };
    let mut at = 0;
    while out.room()
        && let Some(marker) = find_begin(reader.bytes, at)
    {
        loose::read(text, at, marker.from, ctx, out, &mut reader.held);
        at = reader.block(&marker, at, ctx, out).max(at + 1);
    }
    if out.room() {
        loose::read(text, at.min(reader.bytes.len()), reader.bytes.len(), ctx, out, &mut reader.held);
    }
    reader.held
}

struct Reader<'t> {
    text: &'t Text<'t>,
    bytes: &'t [u8],
    ends: Ends,
    lines: Lines,
    held: Held,
}

/// A block before anything is made of it.
struct Block<'t> {
    marker: &'t Marker<'t>,
    promise: Promise,
    body: Body<'t>,
    notes: Repairs,
    range: ByteRange,
}

impl<'t> Reader<'t> {
    /// Reads the block of this BEGIN line; the one before it ended at `previous`. Tells where it ends.
    fn block(&mut self, marker: &Marker<'_>, previous: usize, ctx: &Ctx<'_>, out: &mut Reading) -> usize {
        self.held.blocks += 1;
        let (promise, old_label) = promise(&marker.label);
        if let Promise::Foreign(id) = promise {
            let end = self.ends.find(self.bytes, marker.to).map_or(marker.to, |end| end.to);
            let range = self.text.range(marker.from, end);
            out.push_unreadable(ctx, Content::Unrecognised, range, Problem::new(id).at(range.from, range.to));
            return end;
        }
        let line_start = self.line_start(marker.from, previous);
        let fresh = line_start > previous || previous == 0 || matches!(self.bytes[previous - 1], b'\n' | b'\r');
        let alone = marker.from == line_start && fresh;
        let body = match marker.exact.then(|| self.strict(marker)).flatten() {
            Some(body) => body,
            None => self.collect(marker, self.prefix(line_start, marker)),
        };
        let mut notes = marker.repairs.clone();
        if !alone {
            self.position(line_start, fresh, marker, &body, &mut notes);
        }
        self.shared(line_start, alone, marker, &body, &mut notes);
        let end = body.end.max(marker.to);
        let range = self.text.range(marker.from, end);
        let here = out.items.len();
        let block = Block { marker, promise, body, notes, range };
        self.content(&block, ctx, out);
        self.annotate(&block, old_label, here, ctx, out);
        end
    }

    /// The patient path.
    fn collect(&mut self, marker: &Marker<'_>, prefix: Prefix<'t>) -> Body<'t> {
        let body = collect(self.bytes, marker.to, prefix, false, &mut self.ends);
        if body.repairs.has(Repair::Spaces) && !complete(&body.data) {
            let with_plus = collect(self.bytes, marker.to, prefix, true, &mut self.ends);
            if complete(&with_plus.data) {
                return with_plus;
            }
        }
        body
    }

    /// The fast path: a block exactly as RFC 7468 has it, which needs no note.
    fn strict(&self, marker: &Marker<'_>) -> Option<Body<'t>> {
        let rest = self.bytes.get(marker.to..)?;
        let start = match rest {
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            _ => return None,
        };
        let length = rest[start..].iter().position(|&b| b == b'-')?;
        let (data, longest) = base64::decode_strict(&rest[start..start + length])?;
        let at = marker.to + start + length;
        let Some(Boundary::End(end)) = boundary(self.bytes, at) else { return None };
        if !end.exact || self.bytes.get(at - 1) != Some(&b'\n') {
            return None;
        }
        let mut repairs = Repairs::default();
        if longest > base64::USUAL_LINE {
            repairs.add(Repair::LongLines, marker.to + start, at);
        }
        Some(Body { data, end: end.to, stop: Stop::End(end), illegal: None, odd_length: false, repairs, dek_info: None })
    }

    /// Start of the line that holds `at`; not before `limit`, and not far back.
    fn line_start(&self, at: usize, limit: usize) -> usize {
        let from = limit.max(at.saturating_sub(200));
        self.bytes[from..at].iter().rposition(|b| matches!(b, b'\n' | b'\r')).map_or(from, |i| from + i + 1)
    }

    /// What stands before BEGIN on its line, if the lines of the block have it too.
    fn prefix(&self, line_start: usize, marker: &Marker<'_>) -> Prefix<'t> {
        let before = &self.bytes[line_start..marker.from];
        if before.iter().all(u8::is_ascii_whitespace) {
            return Prefix::None;
        }
        if body::number(before) == before.len() {
            return Prefix::Number;
        }
        let rest = &self.bytes[marker.to..];
        let next_line = rest.iter().take(200).position(|&b| b == b'\n').map(|i| &rest[i + 1..]);
        match next_line {
            Some(line) if body::alike(before, line) > 0 => Prefix::Same(before),
            // The second prompt of Python and others, where the first line has more before BEGIN.
            Some(line) if line.starts_with(b"... ") => Prefix::Same(b"... "),
            _ => Prefix::None,
        }
    }

    /// Notes on what stands before BEGIN on its line.
    fn position(&self, line_start: usize, fresh: bool, marker: &Marker<'_>, body: &Body<'_>, notes: &mut Repairs) {
        let before = &self.bytes[line_start..marker.from];
        if !fresh && before.len() < 4 && before.iter().all(u8::is_ascii_whitespace) {
            if !body.repairs.has(Repair::OneLine) {
                notes.add(Repair::Glued, marker.from, marker.to);
            }
        } else if !before.is_empty() && before.iter().all(|b| matches!(b, b' ' | b'\t')) {
            notes.add(Repair::Indentation, line_start, marker.from);
        } else if before.first() == Some(&b'>') {
            notes.add(Repair::QuoteMarks, line_start, marker.from);
        }
    }

    /// Notes that something else stands on the line of BEGIN or END, where no other note tells how.
    fn shared(&self, line_start: usize, alone: bool, marker: &Marker<'_>, body: &Body<'_>, notes: &mut Repairs) {
        const TOLD: [Repair; 8] = [
            Repair::Escapes,
            Repair::Strings,
            Repair::OneLine,
            Repair::Markup,
            Repair::Percent,
            Repair::LinePrefix,
            Repair::LineNumbers,
            Repair::QuoteMarks,
        ];
        if TOLD.iter().any(|r| body.repairs.has(*r) || notes.has(*r)) {
            return;
        }
        let before = if alone { &[][..] } else { &self.bytes[line_start..marker.from] };
        let rest = if let Stop::End(end) = &body.stop { &self.bytes[end.to..] } else { &[][..] };
        let behind = rest.iter().take(200).take_while(|b| !matches!(b, b'\n' | b'\r' | b'-'));
        if before.iter().chain(behind).any(u8::is_ascii_graphic) {
            notes.add(Repair::Shared, marker.from, marker.to);
        }
    }

    /// Makes items of the block's contents, or one item with the reason why not.
    fn content(&mut self, block: &Block<'_>, ctx: &Ctx<'_>, out: &mut Reading) {
        let Block { body, promise, range, .. } = block;
        let whole = matches!(body.stop, Stop::End(_));
        let error = match body.illegal {
            Some(at) if whole => {
                let place = self.text.range(at, at + 1);
                let what = character(&self.bytes[at..]);
                Some(
                    Problem::new("base64-illegal-character")
                        .with(format!("line {}: {what}", self.lines.at(self.bytes, at)))
                        .at(place.from, place.to),
                )
            }
            _ if body.data.is_empty() && whole => Some(Problem::new("pem-empty").at(range.from, range.to)),
            _ if !whole && !complete(&body.data) => {
                let at = self.text.range(body.end, body.end);
                Some(Problem::new("pem-truncated").at(at.from, at.to))
            }
            _ => None,
        };
        if let Some(error) = error {
            return self.unreadable(block, error, ctx, out);
        }
        if let Some((from, to)) = body.dek_info {
            let value = std::str::from_utf8(&self.bytes[from..to]).unwrap_or("").trim();
            let (cipher, iv) = value.split_once(',').unwrap_or((value, ""));
            let dek = DekInfo { cipher: cipher.trim(), iv: iv.trim() };
            return keys::read_traditional(&body.data, &dek, &block.marker.label, Place::Within(*range), ctx, out);
        }
        let after = match promise {
            _ if !whole => After::Anything,
            Promise::TrustedCertificate => After::TrustSettings,
            _ => After::More,
        };
        if body.odd_length && !complete(&body.data) {
            return self.unreadable(block, Problem::new("base64-length").at(range.from, range.to), ctx, out);
        }
        if found::read(&body.data, after, Place::Within(*range), ctx, out).is_none() && !self.text_inside(body, ctx, *range, out)
        {
            self.unreadable(block, Problem::new("contents-unknown").at(range.from, range.to), ctx, out);
        }
    }

    /// PEM or a key store inside the Base64 of a PEM block, as people make it who encode twice.
    fn text_inside(&mut self, body: &Body<'_>, ctx: &Ctx<'_>, range: ByteRange, out: &mut Reading) -> bool {
        let before = out.items.len();
        loose::decoded(&body.data, range, ctx, out) && out.items.len() > before
    }

    fn unreadable(&self, block: &Block<'_>, error: Problem, ctx: &Ctx<'_>, out: &mut Reading) {
        let content = match block.promise {
            Promise::Structure(structure) => found::content(structure, &block.body.data),
            Promise::TrustedCertificate => Content::Certificate(block.body.data.as_slice().into()),
            _ => Content::Unrecognised,
        };
        out.push_unreadable(ctx, content, block.range, error);
    }

    /// Adds the notes that belong to the whole block to the first item that came out of it.
    fn annotate(&self, block: &Block<'_>, old_label: bool, here: usize, ctx: &Ctx<'_>, out: &mut Reading) {
        let Block { marker, promise, body, notes, .. } = block;
        let place = |from, to| self.text.range(from, to);
        let mut found = notes.notes(place);
        let unreadable = out.items.get(here).is_some_and(|item| item.error.is_some());
        let marker_at = place(marker.from, marker.to);
        let labelled = |id| Problem::new(id).with(&*marker.label).at(marker_at.from, marker_at.to);
        let mut repairs = body.repairs.clone();
        if unreadable {
            // Whatever is missing, it is not the padding.
            repairs.forget(Repair::Padding);
        }
        found.extend(repairs.notes(place));
        match &body.stop {
            Stop::End(end) => {
                let at = place(end.from, end.to);
                if end.label != marker.label {
                    found.push(Problem::new("pem-end-label-differs").with(&*end.label).at(at.from, at.to));
                }
                found.extend(end.repairs.notes(place));
            }
            Stop::Damaged => {
                let at = place(body.end, body.end);
                found.push(Problem::new("pem-end-line-damaged").at(at.from, at.to));
            }
            Stop::Missing if !unreadable => {
                let at = place(body.end, body.end);
                found.push(Problem::new("pem-end-line-missing").at(at.from, at.to));
            }
            Stop::Missing => {}
        }
        if let (Some(structure), None) = (identify(&body.data), body.dek_info) {
            if !promise.kept_by(structure) {
                found.push(labelled("pem-label-mismatch"));
            } else if matches!(promise, Promise::Unknown | Promise::AnyKey) {
                found.push(labelled("pem-label-unknown"));
            } else if *promise == Promise::TrustedCertificate {
                found.push(labelled("pem-label-trusted"));
            } else if old_label {
                found.push(labelled("pem-label-old"));
            }
        }
        // BEGIN and END lines often suffer alike: one note of a kind.
        let mut seen: Vec<&'static str> = Vec::new();
        for note in found {
            if !seen.contains(&note.id) {
                seen.push(note.id);
                out.note(ctx, here, note);
            }
        }
    }
}

/// Whether the data starts with a whole structure that is known.
fn complete(data: &Zeroizing<Vec<u8>>) -> bool {
    identify(data).is_some_and(|s| s != Structure::Parameters)
        && part(data).is_some_and(|t| matches!(t.extent, Extent::Complete(_)))
}

/// Counts lines, forward only.
#[derive(Default)]
struct Lines {
    at: usize,
    line: usize,
}

impl Lines {
    /// Number of the line that holds byte `at`, from 1. Offsets must not decrease from call to call.
    fn at(&mut self, text: &[u8], at: usize) -> usize {
        let new = text.get(self.at..at).unwrap_or(&[]);
        let feeds = new.iter().filter(|&&b| b == b'\n').count();
        let returns = new.iter().zip(text.iter().skip(self.at + 1)).filter(|&(&a, &b)| a == b'\r' && b != b'\n').count();
        self.line += feeds + returns;
        self.at = self.at.max(at);
        self.line + 1
    }
}
