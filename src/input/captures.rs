//! Recordings of network traffic: the certificates that went over the wire in the clear.

use super::{Content, Ctx, Format, Place, Reading, unread};
use crate::capture;
use crate::facts::ByteRange;

/// Reads a capture. `None`, and nothing read, where the bytes are none.
pub(super) fn read(bytes: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) -> Option<Format> {
    let mut capture = capture::read(bytes)?;
    let format = Format::new("capture", "Network capture");
    for sentence in &capture.not_checked {
        out.not_checked(sentence);
    }
    for body in &mut capture.bodies {
        if !out.room() {
            break;
        }
        let ByteRange { from, to } = body.range;
        body.range = place.range(from, to);
        out.push(ctx, Content::Certificate(std::mem::take(&mut body.der).into()), body.range);
    }
    let nothing = capture.bodies.is_empty();
    if let Some(input) = out.inputs.get_mut(ctx.input) {
        input.capture.get_or_insert(Box::new(capture));
    }
    Some(if nothing { unread(bytes, place, format, "file-capture", ctx, out) } else { format })
}
