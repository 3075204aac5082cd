//! Base64 and hexadecimal without BEGIN and END: bare, as values in YAML, JSON, XML or mail, and Base64 of Base64.

use super::base64::{NONE, Sextets, VALUES};
use super::encodings::{self, Text, invisible};
use super::hex;
use super::marker::{Boundary, boundary, find_begin};
use super::pem::{self, Held};
use super::repairs::{Repair, Repairs};
use crate::der::{Extent, part};
use crate::facts::{ByteRange, Problem};
use crate::input::containers::java_keystore;
use crate::input::found::{self, After};
use crate::input::structure::{Structure, identify};
use crate::input::{Content, Ctx, Place, Reading, foreign};
use zeroize::Zeroizing;

/// The shortest key, Ed25519's SubjectPublicKeyInfo, has 60 characters.
const SHORTEST: usize = 56;
/// Enough of a token to tell how long its structure is.
const HEAD: usize = 12;
/// Wrapped Base64 has lines at least this long, but for the last.
const LINE: usize = 32;
/// Words that stand glued to a value are not longer.
const GLUED: usize = 100;
/// No part of the alphabet for URLs, whatever follows (see [`boundary`]).
const DASHES: &[u8] = b"----";

/// Reads what is recognisable in `from..to` of the text, where no PEM block is.
pub(super) fn read(text: &Text<'_>, from: usize, to: usize, ctx: &Ctx<'_>, out: &mut Reading, held: &mut Held) {
    let Some(bytes) = text.bytes().get(..to) else { return };
    let mut at = from;
    let mut fresh = true;
    while at < to && out.room() {
        if fresh && let Some(dump) = hex::dump(bytes, at) {
            let range = text.range(at, dump.end);
            let after = if dump.columns { After::Anything } else { After::More };
            if read_der(&dump.data, after, range, "hex-decoded", ctx, out) {
                held.dumps += 1;
            }
            at = dump.end;
            continue;
        }
        if let Some(list) = hex::colons(bytes, at) {
            if read_der(&list.data, After::More, text.range(at, list.end), "hex-decoded", ctx, out) {
                held.dumps += 1;
            }
            at = list.end;
            continue;
        }
        if let Some(list) = hex::decimal(bytes, at) {
            if read_der(&list.data, After::More, text.range(at, list.end), "decimal-decoded", ctx, out) {
                held.dumps += 1;
            }
            at = list.end;
            continue;
        }
        if fresh
            && text.is_as_it_came()
            && let Some(length) = binary(&bytes[at..])
        {
            let here = out.items.len();
            found::read(&bytes[at..at + length], After::More, text.place(at, at + length), ctx, out);
            let range = text.range(at, at + length);
            out.note(ctx, here, Problem::new("der-in-text").at(range.from, range.to));
            at += length;
            continue;
        }
        fresh = matches!(bytes[at], b'\n' | b'\r');
        if !is_base64(bytes[at]) {
            at += 1;
            continue;
        }
        if bytes[at..].starts_with(DASHES) {
            // No token begins at any of them but the last ones.
            at += bytes[at..].iter().take_while(|&&b| b == b'-').count() - (DASHES.len() - 1);
            continue;
        }
        let run = Run::at(bytes, at);
        if run.length >= SHORTEST {
            value(text, &run, ctx, out, held);
        }
        at = run.end.max(at + 1);
    }
}

/// Length of a whole binary structure that stands in the text.
fn binary(bytes: &[u8]) -> Option<usize> {
    let [0x30, 0x81..=0x83, ..] = bytes else { return None };
    let structure = identify(bytes)?;
    match part(bytes)?.extent {
        Extent::Complete(length) if structure != Structure::Parameters => Some(length),
        _ => None,
    }
}

/// Makes items of one run of Base64 or hexadecimal, if it is anything.
fn value(text: &Text<'_>, run: &Run, ctx: &Ctx<'_>, out: &mut Reading, held: &mut Held) {
    let bytes = text.bytes();
    let here = out.items.len();
    let Err(data) = spelled(text, run, ctx, out, held) else { return };
    // Words without a blank behind them are Base64 too, as far as their letters go. Once a run: it may go on like that.
    if let Some(at) = glued(bytes, run)
        && spelled(text, &Run::at(bytes, at), ctx, out, held).is_ok()
    {
        let range = text.range(run.start(), at);
        if out.items.len() > here {
            out.note(ctx, here, Problem::new("words-before-base64").at(range.from, range.to));
        }
    } else if data.first() == Some(&0x30) && data.get(1).is_some_and(|length| *length >= 0x80) && foreign::was_text(&data) {
        held.bare += 1;
        let range = text.range(run.start(), run.end);
        out.push_unreadable(ctx, Content::Unrecognised, range, Problem::new("binary-as-text").at(range.from, range.to));
    }
}

/// The same from the run's first letter on.
///
/// # Errors
///
/// With what Base64 makes of it, where that is nothing that we read.
fn spelled(text: &Text<'_>, run: &Run, ctx: &Ctx<'_>, out: &mut Reading, held: &mut Held) -> Result<(), Zeroizing<Vec<u8>>> {
    let bytes = text.bytes();
    let range = text.range(run.start(), run.end);
    if let [(from, to)] = run.spans[..]
        && let Some(data) = hex::token(&bytes[from..to])
    {
        if read_der(&data, After::More, range, "hex-decoded", ctx, out) {
            held.dumps += 1;
        }
        return Ok(());
    }
    let here = out.items.len();
    let (data, repairs) = run.decode(bytes);
    let ended = match boundary(text.bytes(), skip_line_end(bytes, run.end)) {
        Some(Boundary::End(_)) => "pem-begin-line-missing",
        _ => "pem-lines-missing",
    };
    if !read_der(&data, After::More, range, ended, ctx, out) && !decoded(&data, range, ctx, out) {
        return Err(data);
    }
    held.bare += 1;
    for note in repairs.notes(|from, to| text.range(from, to)) {
        out.note(ctx, here, note);
    }
    Ok(())
}

/// Where a certificate or key may begin inside a run that is none from its start: a SEQUENCE with two octets of length.
fn glued(bytes: &[u8], run: &Run) -> Option<usize> {
    let &(from, to) = run.spans.first()?;
    let inside = bytes.get(from + 1..to.min(from + GLUED))?;
    let at = from + 1 + inside.windows(3).position(|three| three == b"MII")?;
    (to - at >= SHORTEST).then_some(at)
}

/// Reads DER that was spelled in text. Random data may look like the head of something: what does not hold together
/// and has no further sign of being meant is left alone.
fn read_der(data: &[u8], after: After, range: ByteRange, note: &'static str, ctx: &Ctx<'_>, out: &mut Reading) -> bool {
    let (Some(structure), Some(tlv)) = (identify(data), part(data)) else { return false };
    let strong = match tlv.extent {
        Extent::Complete(length) => length >= 40 && structure != Structure::Parameters,
        Extent::Truncated(_) => {
            let named = matches!(
                structure,
                Structure::Certificate | Structure::Request | Structure::Crl | Structure::Pkcs7 | Structure::Pkcs12
            );
            named && tlv.header >= 3
        }
    };
    if !strong {
        return false;
    }
    let here = out.items.len();
    let found = found::read(data, after, Place::Within(range), ctx, out).is_some();
    if found {
        out.note(ctx, here, Problem::new(note).at(range.from, range.to));
    }
    found
}

/// Reads what came out of Base64 and is no DER: text with PEM, Base64 once more, a Java key store. False when it is
/// nothing of this.
pub(super) fn decoded(data: &[u8], range: ByteRange, ctx: &Ctx<'_>, out: &mut Reading) -> bool {
    let Some(inner) = ctx.deeper() else { return false };
    let here = out.items.len();
    if foreign::is_java_keystore(data) {
        java_keystore::read(data, Place::Within(range), &inner, out);
    } else {
        let text = Text::new(data, encodings::detect(data), Place::Within(range));
        let again = text.bytes().len() >= SHORTEST && text.bytes()[..SHORTEST].iter().all(|&b| is_base64(b));
        if !again && find_begin(text.bytes(), 0).is_none() {
            return false;
        }
        pem::read(&text, &inner, out);
    }
    let found = out.items.len() > here;
    if found {
        out.note(ctx, here, Problem::new("base64-layer-removed").at(range.from, range.to));
    }
    found
}

const fn is_base64(byte: u8) -> bool {
    VALUES[byte as usize] != NONE || matches!(byte, b'-' | b'_')
}

/// One value: a token, and the lines that continue it.
struct Run {
    spans: Vec<(usize, usize)>,
    /// Characters in all.
    length: usize,
    end: usize,
}

impl Run {
    fn at(bytes: &[u8], at: usize) -> Self {
        let end = token(bytes, at);
        let mut run = Self { spans: vec![(at, end)], length: end - at, end };
        // A console that wraps a value in quotes leaves less than a line beside the value's name.
        let quoted = at > 0 && bytes.get(at - 1) == Some(&b'"') && matches!(bytes.get(end), Some(b'\n' | b'\r' | b'\\'));
        if run.length < if quoted { HEAD } else { SHORTEST.min(LINE + 8) } {
            return run;
        }
        let wanted = wanted(&bytes[at..end]);
        while wanted.is_none_or(|wanted| run.length < wanted) {
            let last = run.spans.last().map_or(0, |(from, to)| to - from);
            let Some(next) = separator(bytes, run.end) else { break };
            let end = token(bytes, next);
            let length = end - next;
            let closed = bytes.get(end).is_none_or(|b| b" \t\r\n\\\"'<>,&-;}]".contains(b));
            let tail = length < LINE;
            let longer = length > last && !(quoted && run.spans.len() == 1);
            if !closed || length == 0 || longer || (tail && bytes.get(end) == Some(&b' ')) {
                break;
            }
            run.spans.push((next, end));
            run.length += length;
            run.end = end;
            if length < last {
                break;
            }
        }
        run
    }

    fn start(&self) -> usize {
        self.spans.first().map_or(0, |span| span.0)
    }

    fn decode(&self, bytes: &[u8]) -> (Zeroizing<Vec<u8>>, Repairs) {
        let mut sextets = Sextets::default();
        let mut repairs = Repairs::default();
        let mut padding = 0;
        for &(from, to) in &self.spans {
            for (at, &byte) in (from..to).zip(&bytes[from..to]) {
                match byte {
                    b'-' | b'_' => {
                        repairs.add(Repair::UrlAlphabet, at, at + 1);
                        sextets.push(if byte == b'-' { 62 } else { 63 });
                    }
                    b'=' => padding += 1,
                    _ => sextets.push(VALUES[usize::from(byte)] & 63),
                }
            }
        }
        // A URL-safe alphabet goes without padding by custom.
        if !repairs.has(Repair::UrlAlphabet) && sextets.held() > 1 && padding == 0 {
            repairs.add(Repair::Padding, self.end, self.end);
        }
        (sextets.finish(), repairs)
    }
}

/// End of the Base64 token at `at`, padding included. Two dashes may be of the alphabet for URLs, or of an END line.
fn token(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or(&[]);
    let mut end = 0;
    let ends = |end: usize| {
        let rest = rest.get(end..).unwrap_or(&[]);
        rest.starts_with(b"--") && (rest.starts_with(DASHES) || boundary(bytes, at + end).is_some())
    };
    while rest.get(end).is_some_and(|&b| is_base64(b)) && !ends(end) {
        end += 1;
    }
    let padding = rest[end..].iter().take(2).take_while(|&&b| b == b'=').count();
    at + end + padding
}

/// Characters that the DER at the start of the token needs, when that can be told.
fn wanted(token: &[u8]) -> Option<usize> {
    let mut head = Sextets::default();
    token.get(..12)?.iter().for_each(|&b| head.push(VALUES[usize::from(b)] & 63));
    let head = head.finish();
    if head.first() != Some(&0x30) {
        return None;
    }
    match part(&head)?.extent {
        Extent::Truncated(length) if length > 0 => Some(length.saturating_mul(4).div_ceil(3)),
        _ => None,
    }
}

/// Where the next line's token starts after blanks, one or two line ends (also spelled `\n`), indentation and mail
/// quote marks; `None` when something else comes, or padding has ended the value.
fn separator(bytes: &[u8], end: usize) -> Option<usize> {
    if end > 0 && bytes.get(end - 1) == Some(&b'=') {
        return None;
    }
    let mut at = end;
    let mut lines = 0;
    // Line ends that are spelled do not keep the pieces of a string apart.
    let mut spelled = 0;
    while at - end < 64 {
        let rest = bytes.get(at..)?;
        match rest {
            [b'\r', b'\n', ..] => {
                lines += 1;
                at += 2;
            }
            [b'\n' | b'\r', ..] => {
                lines += 1;
                at += 1;
            }
            [b' ' | b'\t' | b'>', ..] => at += 1,
            [b'\\', b'n' | b'r', ..] => {
                spelled += usize::from(rest[1] == b'n');
                at += 2;
            }
            // YAML goes on behind a backslash at the end of a line of a string in double quotes.
            [b'\\', b'\\' | b'\n' | b'\r', ..] => at += 1,
            // The end of a string literal, and the next one.
            [quote @ (b'"' | b'\''), tail @ ..] => {
                let joint = tail.iter().take(40).take_while(|b| b" \t\r\n+.&_\\n".contains(b)).count();
                if lines > 0 || tail.get(joint) != Some(quote) || !tail[..joint].contains(&b'\n') {
                    return None;
                }
                lines = 1;
                at += joint + 2;
            }
            // Another document of YAML.
            [b'-', b'-', b'-', tail @ ..] if tail.first().is_none_or(u8::is_ascii_whitespace) => return None,
            [byte, ..] if is_base64(*byte) => return (at > end && lines + spelled <= 2).then_some(at),
            _ => at += invisible(rest)?,
        }
    }
    None
}

fn skip_line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or(&[]);
    at + rest.iter().take(4).take_while(|b| b.is_ascii_whitespace()).count()
}
