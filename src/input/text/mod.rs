//! Text: its encoding, PEM blocks, and DER that was spelled as Base64, hexadecimal or decimal numbers. Everything that
//! people, mail programs and editors do to a certificate on its way is undone here, and noted.

mod base64;
mod body;
mod encodings;
mod ends;
mod hex;
mod labels;
mod loose;
mod marker;
mod pem;
mod repairs;
mod spelled;

use super::{Ctx, Format, Place, ReadNote, Reading, foreign, unread};
use crate::facts::Problem;
use encodings::Text;

/// Whether a BEGIN line stands in the text.
pub(super) fn has_begin(bytes: &[u8]) -> bool {
    marker::find_begin(bytes, 0).is_some()
}

/// Reads the file as text, and names it where that finds nothing.
pub(super) fn read(bytes: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) -> Format {
    let first = out.items.len();
    let mut held = pem::Held::default();
    let mut at = 0;
    loop {
        let encoding = encodings::detect(&bytes[at..]);
        let to = at + encodings::seam(&bytes[at..], encoding);
        let part = Text::new(&bytes[at..to], encoding, place.part(at, to));
        let here = out.items.len();
        held.add(pem::read(&part, ctx, out));
        if out.items.len() > here {
            encoding_notes(encoding, place.part(at, to), to - at, here, ctx, out);
            if at > 0 {
                let range = place.range(at, to);
                encoding_note(here, Problem::new("encodings-mixed").with(encoding.name).at(range.from, range.to), ctx, out);
            }
        } else if to == bytes.len() && out.items.len() == first {
            let foreign = foreign::by_words(Text::new(bytes, encodings::detect(bytes), place).bytes());
            return unread(bytes, place, foreign.format, foreign.problem, ctx, out);
        }
        if to == bytes.len() {
            break;
        }
        at = to;
    }
    if held.blocks > 0 {
        Format::new("pem", "PEM text")
    } else if held.dumps > held.bare {
        Format::new("hex", "Text with a hexadecimal dump")
    } else {
        Format::new("base64", "Text with Base64")
    }
}

/// What had to be undone before anything in the text could be read.
fn encoding_notes(encoding: encodings::Encoding, place: Place, length: usize, first: usize, ctx: &Ctx<'_>, out: &mut Reading) {
    let range = place.range(0, encoding.mark.max(1));
    let whole = place.range(0, length);
    if encoding.mark > 0 {
        encoding_note(first, Problem::new("byte-order-mark-removed").at(range.from, range.to), ctx, out);
    }
    if let Some(id) = encoding.note {
        encoding_note(first, Problem::new(id).with(encoding.name).at(whole.from, whole.to), ctx, out);
    }
}

/// A note on the text as a whole stands on the file and on the first thing in it.
fn encoding_note(first: usize, note: ReadNote, ctx: &Ctx<'_>, out: &mut Reading) {
    out.note(ctx, first, note.clone());
    out.note_input(ctx, note);
}
