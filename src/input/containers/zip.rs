//! ZIP archives: each member is read as a file of its own. CAs deliver certificates that way.

use crate::facts::{ByteRange, Field, Problem};
use crate::input::context::MAX_DEPTH;
use crate::input::{Content, Ctx, Place, Reading, limits, read_bytes};

/// "End of central directory" with no comment, in bytes (APPNOTE.TXT 4.3.16).
const END_LEN: usize = 22;
const ENTRY_LEN: usize = 46;
const LOCAL_LEN: usize = 30;
const STORED: usize = 0;
const DEFLATED: usize = 8;

/// Label of the fact that names the member an item comes from.
const MEMBER: &str = "File in the archive";

/// A member as the central directory describes it.
struct Member<'a> {
    name: &'a [u8],
    encrypted: bool,
    method: usize,
    checksum: usize,
    packed: usize,
    local: usize,
}

/// Reads the members of the archive in `bytes`, each through [`read_bytes`].
pub(crate) fn read(bytes: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    if ctx.depth >= MAX_DEPTH {
        out.note_input(ctx, Problem::new("nested-too-deep"));
        return;
    }
    let Some((count, mut at)) = directory(bytes) else {
        let range = place.range(0, bytes.len());
        out.push_unreadable(ctx, Content::Unrecognised, range, Problem::new("container-damaged"));
        return;
    };
    let inside = Ctx { depth: ctx.depth + 1, ..*ctx };
    for index in 0..count {
        if index >= limits::ZIP_ENTRIES {
            out.note_input(ctx, Problem::new("too-many-entries").with(count.to_string()));
            return;
        }
        let Some((member, next)) = Member::read(bytes, at) else {
            out.note_input(ctx, Problem::new("zip-member-damaged").with((index + 1).to_string()));
            return;
        };
        at = next;
        if member.is_furniture() {
            continue;
        }
        let name = member.display_name();
        match member.unpack(bytes, &mut out.unpacked) {
            Ok((range, content)) => {
                let range = place.range(range.from, range.to);
                push(&content, &name, range, &inside, out);
            }
            Err(id) => out.note_input(ctx, Problem::new(id).with(name)),
        }
    }
}

/// Reads one member; what is no key or certificate (a readme, a picture) is left out again.
fn push(content: &[u8], name: &str, range: ByteRange, ctx: &Ctx<'_>, out: &mut Reading) {
    let first = out.items.len();
    let notes = out.inputs.get(ctx.input).map_or(0, |input| input.notes.len());
    read_bytes(content, Place::Within(range), ctx, out);
    let items = out.items.get_mut(first..).unwrap_or_default();
    if items.iter().all(|item| matches!(item.content, Content::Unrecognised)) {
        out.items.truncate(first);
        if let Some(input) = out.inputs.get_mut(ctx.input) {
            input.notes.truncate(notes);
        }
        out.note_input(ctx, Problem::new("zip-member-skipped").with(name));
        return;
    }
    for item in items.iter_mut().filter(|item| item.parent == ctx.parent) {
        item.facts.push(Field { label: MEMBER, value: name.to_owned() });
    }
}

/// Number of members, and where the central directory begins.
fn directory(bytes: &[u8]) -> Option<(usize, usize)> {
    let last = bytes.len().checked_sub(END_LEN)?;
    // A comment of up to 65,535 bytes may follow.
    let end = (last.saturating_sub(0xffff)..=last).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
    Some((u16_at(bytes, end + 10)?, u32_at(bytes, end + 16)?))
}

impl<'a> Member<'a> {
    /// The member at this offset of the central directory, and the offset of the next.
    fn read(bytes: &'a [u8], at: usize) -> Option<(Self, usize)> {
        let entry = bytes.get(at..at.checked_add(ENTRY_LEN)?)?;
        entry.starts_with(b"PK\x01\x02").then_some(())?;
        let lengths = (u16_at(entry, 28)?, u16_at(entry, 30)?, u16_at(entry, 32)?);
        let name_at = at + ENTRY_LEN;
        let name = bytes.get(name_at..name_at + lengths.0)?;
        let member = Self {
            name,
            encrypted: u16_at(entry, 8)? & 1 != 0,
            method: u16_at(entry, 10)?,
            checksum: u32_at(entry, 16)?,
            packed: u32_at(entry, 20)?,
            local: u32_at(entry, 42)?,
        };
        Some((member, name_at + lengths.0 + lengths.1 + lengths.2))
    }

    /// Folders, and what macOS adds.
    fn is_furniture(&self) -> bool {
        self.name.ends_with(b"/") || self.name.starts_with(b"__MACOSX/") || self.name.ends_with(b".DS_Store")
    }

    fn display_name(&self) -> String {
        String::from_utf8_lossy(self.name).chars().filter(|c| !c.is_control()).take(200).collect()
    }

    /// Its place in the archive and its content; else the id of a note. What is unpacked counts in `unpacked`, whether it
    /// turns out to be good for anything or not: the same octets may be listed time and again.
    fn unpack(&self, bytes: &[u8], unpacked: &mut usize) -> Result<(ByteRange, Vec<u8>), &'static str> {
        const DAMAGED: &str = "zip-member-damaged";
        if self.encrypted {
            return Err("zip-member-encrypted");
        }
        let header = bytes.get(self.local..).ok_or(DAMAGED)?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(DAMAGED);
        }
        let skip = |at| u16_at(header, at).ok_or(DAMAGED);
        let from = self.local + LOCAL_LEN + skip(26)? + skip(28)?;
        let to = from.checked_add(self.packed).ok_or(DAMAGED)?;
        let packed = bytes.get(from..to).ok_or(DAMAGED)?;
        let most = packed
            .len()
            .saturating_mul(limits::ZIP_RATIO)
            .saturating_add(limits::ZIP_RATIO_FREE)
            .min(limits::ZIP_ENTRY_SIZE)
            .min(limits::ZIP_TOTAL_SIZE.saturating_sub(*unpacked));
        let content = match self.method {
            STORED if packed.len() > most => return Err("zip-too-large"),
            STORED => packed.to_vec(),
            // Reading what is packed costs as well, even where nothing comes of it.
            DEFLATED if packed.len() > limits::ZIP_TOTAL_SIZE.saturating_sub(*unpacked) => return Err("zip-too-large"),
            DEFLATED => miniz_oxide::inflate::decompress_to_vec_with_limit(packed, most).map_err(|error| {
                *unpacked = unpacked.saturating_add(packed.len() + error.output.len());
                if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput { "zip-too-large" } else { DAMAGED }
            })?,
            _ => return Err("zip-member-unsupported"),
        };
        *unpacked = unpacked.saturating_add(content.len());
        if crc32(&content) != self.checksum {
            return Err(DAMAGED);
        }
        if content.starts_with(b"PK\x03\x04") {
            return Err("zip-nested");
        }
        Ok((ByteRange::new(from, to), content))
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let field: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(field)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let field: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(field)).ok()
}

/// CRC-32 of ISO 3309, half an octet at a time.
fn crc32(bytes: &[u8]) -> usize {
    const HALF: [u32; 16] = {
        let mut table = [0; 16];
        let mut at = 0;
        while at < 16 {
            let mut crc = at as u32;
            let mut bit = 0;
            while bit < 4 {
                crc = crc >> 1 ^ (crc & 1).wrapping_neg() & 0xedb8_8320;
                bit += 1;
            }
            table[at] = crc;
            at += 1;
        }
        table
    };
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        crc = crc >> 4 ^ HALF[(crc & 15) as usize];
        crc = crc >> 4 ^ HALF[(crc & 15) as usize];
    }
    usize::try_from(!crc).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
