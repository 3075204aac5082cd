//! Elements whose end may be missing: as much as it takes to tell structures apart and to find where they end.

use super::limits;
use super::reader::{element, header};

/// What is there of an element.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// First identifier octet.
    pub tag: u8,
    /// Number of identifier and length octets.
    pub header: usize,
    /// Content as far as it is there, without end-of-contents octets.
    pub content: &'a [u8],
    /// Where the element ends.
    pub extent: Extent,
}

/// Where an element ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// After this many bytes, header included.
    Complete(usize),
    /// Only after more bytes than there are; the number is how many it needs in all, 0 when that cannot be told.
    Truncated(usize),
}

/// The element at the start of `bytes`; `None` when no header is there.
#[must_use]
pub fn part(bytes: &[u8]) -> Option<Part<'_>> {
    if let Ok(whole) = element(bytes, 0, limits::INDEFINITE_DEPTH) {
        let extent = Extent::Complete(whole.full.len());
        return Some(Part { tag: whole.tag, header: whole.value_from, content: whole.value, extent });
    }
    let header = header(bytes, 0).ok()?;
    let content = bytes.get(header.octets..)?;
    let needed = header.length.map_or(0, |length| header.octets.saturating_add(length));
    Some(Part { tag: header.tag, header: header.octets, content, extent: Extent::Truncated(needed) })
}

/// The elements that follow each other in `content`; ends at the first that has no header or is cut off (which still
/// comes, as the last one).
pub fn parts(content: &[u8]) -> impl Iterator<Item = Part<'_>> {
    let mut rest = Some(content);
    std::iter::from_fn(move || {
        let part = part(rest?)?;
        rest = match part.extent {
            Extent::Complete(end) => rest.and_then(|r| r.get(end..)),
            Extent::Truncated(_) => None,
        };
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_found_for_every_form_of_length() {
        let ends = |bytes: &[u8]| part(bytes).map(|t| t.extent);
        assert_eq!(ends(&[0x30, 0]), Some(Extent::Complete(2)));
        assert_eq!(ends(&[0x30, 3, 1, 2]), Some(Extent::Truncated(5)));
        assert_eq!(ends(&[0x30, 0x82, 0, 1, 7, 9]), Some(Extent::Complete(5)));
        assert_eq!(ends(&[0x30, 0x80, 0x24, 0x80, 4, 1, 7, 0, 0, 0, 0, 9]), Some(Extent::Complete(11)));
        assert_eq!(ends(&[0x30, 0x80, 4, 1]), Some(Extent::Truncated(0)));
        assert_eq!(ends(&[0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), Some(Extent::Truncated(usize::MAX)));
        assert_eq!(ends(&[0x30, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0]), None);
        assert_eq!(ends(&[0x30]), None);
    }

    #[test]
    fn deep_indefinite_nesting_ends_the_walk() {
        let bomb = [0x30u8, 0x80].repeat(100_000);
        assert_eq!(part(&bomb).map(|t| t.extent), Some(Extent::Truncated(0)));
    }
}
