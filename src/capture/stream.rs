//! TCP put together again: per connection and direction the bytes in order, whatever the order of their segments.

use super::link::{Endpoint, Segment};
use crate::lists;
use std::collections::BTreeMap;

/// Bytes of one direction that are looked at: a handshake with the longest chains in use ends far before.
pub const STREAM: usize = 256 << 10;

/// Segments of one direction that are kept.
const SEGMENTS: usize = 4096;

/// Connections that are followed.
pub const CONNECTIONS: usize = 4096;

/// A segment's bytes and where they belong.
struct Piece<'b> {
    /// Offset from the first byte of this direction; negative where one came before what was seen first.
    at: i64,
    data: &'b [u8],
    /// Bytes on the wire, of which `data` may be the first part.
    length: usize,
}

/// One direction of a connection.
#[derive(Default)]
pub struct Direction<'b> {
    /// Sequence number of the byte at offset 0.
    base: Option<u32>,
    /// The base comes from the SYN.
    opened: bool,
    pieces: Vec<Piece<'b>>,
    /// More came than is kept.
    pub bounded: bool,
}

/// Bytes in order, without a hole.
#[derive(Default)]
pub struct Run {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Where they come from: offset in `bytes`, address in memory of the captured byte that stands there.
    origin: Vec<(usize, usize)>,
    /// Something is missing behind them that was on the wire.
    pub hole: bool,
}

impl Run {
    /// Offset in the file of the byte at `at`.
    #[must_use]
    pub fn place(&self, at: usize, file: &[u8]) -> usize {
        let behind = self.origin.partition_point(|&(from, _)| from <= at);
        let (from, address) = behind.checked_sub(1).map_or((0, 0), |i| self.origin[i]);
        address.saturating_sub(file.as_ptr().addr()).saturating_add(at - from).min(file.len())
    }
}

impl<'b> Direction<'b> {
    fn add(&mut self, segment: &Segment<'b>) {
        let first = segment.sequence.wrapping_add(u32::from(segment.syn));
        if segment.syn {
            (self.base, self.opened) = (Some(first), true);
        }
        let base = *self.base.get_or_insert(first);
        // The distance of two sequence numbers as RFC 9293 3.4 counts, modulo 2^32.
        let at = i64::from(first.wrapping_sub(base).cast_signed());
        if segment.length == 0 && segment.data.is_empty() || self.opened && at < 0 {
            return;
        }
        if self.pieces.len() >= SEGMENTS || at.unsigned_abs() >= STREAM as u64 {
            self.bounded = true;
            return;
        }
        self.pieces.push(Piece { at, data: segment.data, length: segment.length.max(segment.data.len()) });
    }

    /// Whether a new SYN with this sequence number starts another connection of the same ends.
    fn is_over(&self, segment: &Segment<'_>) -> bool {
        segment.syn && self.base.is_some_and(|base| base != segment.sequence.wrapping_add(1)) && !self.pieces.is_empty()
    }

    /// The bytes in order: one run, and another behind each hole. Of bytes that came twice the first copy counts.
    #[must_use]
    pub fn runs(&self) -> Vec<Run> {
        let mut order: Vec<&Piece<'_>> = self.pieces.iter().collect();
        lists::sort_by_key(&mut order, |piece| piece.at);
        let mut runs: Vec<Run> = Vec::new();
        let mut end = i64::MIN;
        for piece in order {
            let (from, kept) = (piece.at, piece.at + piece.data.len() as i64);
            if runs.is_empty() || from > end {
                if let Some(last) = runs.last_mut() {
                    last.hole = true;
                }
                runs.push(Run::default());
                end = from;
            }
            let Some(run) = runs.last_mut() else { continue };
            if kept > end {
                let new = piece.data.get(usize::try_from(end - from).unwrap_or(0)..).unwrap_or(&[]);
                run.origin.push((run.bytes.len(), new.as_ptr().addr()));
                run.bytes.extend_from_slice(new);
                end = kept;
            }
            // Cut at capture: the rest was on the wire, and may still come with a copy.
            run.hole |= piece.length > piece.data.len() && from + piece.length as i64 > end;
        }
        runs
    }
}

/// A connection: both directions, the side that was seen first at index 0.
pub struct Flow<'b> {
    /// The two ends.
    pub ends: [Endpoint; 2],
    /// What each of them sent.
    pub sent: [Direction<'b>; 2],
    /// Unix time of the first packet.
    pub time: Option<i64>,
}

/// All connections of a capture, in the order they were seen.
#[derive(Default)]
pub struct Flows<'b> {
    /// The connections.
    pub all: Vec<Flow<'b>>,
    /// Where the latest connection between two ends is (the smaller end first).
    latest: BTreeMap<[Endpoint; 2], usize>,
    /// There were more than are followed.
    pub bounded: bool,
}

impl<'b> Flows<'b> {
    /// Adds a segment.
    pub fn add(&mut self, segment: &Segment<'b>, time: Option<i64>) {
        let ends = [segment.from, segment.to];
        let key = if segment.from <= segment.to { ends } else { [segment.to, segment.from] };
        let known = self.latest.get(&key).copied().filter(|&i| {
            let flow = &self.all[i];
            !flow.sent[side(flow, segment)].is_over(segment)
        });
        let index = match known {
            Some(index) => index,
            None if self.all.len() >= CONNECTIONS => {
                self.bounded = true;
                return;
            }
            None => {
                self.all.push(Flow { ends, sent: <[Direction<'_>; 2]>::default(), time });
                self.latest.insert(key, self.all.len() - 1);
                self.all.len() - 1
            }
        };
        let flow = &mut self.all[index];
        let side = side(flow, segment);
        flow.sent[side].add(segment);
    }
}

/// Which side of the connection sent it.
fn side(flow: &Flow<'_>, segment: &Segment<'_>) -> usize {
    usize::from(flow.ends[0] != segment.from)
}
