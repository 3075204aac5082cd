//! Text put into a source file without moving a line: around expressions, in front of them, in their place.

use proc_macro2::Span;
use std::ops::Range;

/// Where the octets of a span stand in the file.
pub fn range(span: Span) -> Range<usize> {
    span.byte_range()
}

/// What is to be put in.
#[derive(Default)]
pub struct Splices {
    wraps: Vec<(Range<usize>, String, String)>,
    replaced: Vec<(Range<usize>, String)>,
}

impl Splices {
    /// Text before and after; what is said first stands outside of what is said later about the same place.
    pub fn wrap(&mut self, at: Range<usize>, before: impl Into<String>, after: impl Into<String>) {
        self.wraps.push((at, before.into(), after.into()));
    }

    /// Text in place of other text, into which nothing else is put.
    pub fn replace(&mut self, at: Range<usize>, text: impl Into<String>) {
        self.replaced.push((at, text.into()));
    }

    /// The file with all of it.
    pub fn apply(&self, source: &str) -> String {
        // At one place: what closes, inner before outer; what opens, outer before inner; what is replaced.
        let mut events: Vec<(usize, u8, i64, usize, &str, usize)> = Vec::new();
        for (n, (at, before, after)) in self.wraps.iter().enumerate() {
            let (length, n) = (at.len() as i64, n as i64);
            events.push((at.end, 0, length, usize::MAX - n as usize, after, at.end));
            events.push((at.start, 1, -length, n as usize, before, at.start));
        }
        for (at, text) in &self.replaced {
            events.push((at.start, 2, 0, 0, text, at.end));
        }
        events.sort_by_key(|&(at, kind, length, n, ..)| (at, kind, length, n));
        let (mut out, mut done) = (String::with_capacity(source.len() * 2), 0);
        for (at, _, _, _, text, end) in events {
            if at < done {
                continue;
            }
            out.push_str(&source[done..at]);
            out.push_str(text);
            done = end.max(at);
        }
        out.push_str(&source[done..]);
        out
    }
}
