//! The outer layers of BER and DER (X.690): as much as it takes to tell structures apart and to find where they end.

/// Nested indefinite lengths are followed this deep.
const MAX_NESTING: usize = 64;

/// One element; its content may be cut off by the end of the bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tlv<'a> {
    /// Identifier octet. Tags above 30 do not occur in what we read.
    pub tag: u8,
    /// Identifier and length octets.
    pub header: usize,
    /// Content as far as it is there, without end-of-contents octets.
    pub content: &'a [u8],
    /// Where the element ends.
    pub extent: Extent,
}

/// Where an element ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// After this many bytes, header included.
    Complete(usize),
    /// Only after more bytes than there are; the number is how many it needs in all, 0 when that cannot be told.
    Truncated(usize),
}

/// Tag, header length and content length (`None`: indefinite).
fn header(bytes: &[u8]) -> Option<(u8, usize, Option<usize>)> {
    let (&tag, &first) = (bytes.first()?, bytes.get(1)?);
    if tag & 0x1f == 0x1f {
        return None;
    }
    match first {
        0..0x80 => Some((tag, 2, Some(usize::from(first)))),
        0x80 => Some((tag, 2, None)),
        0xff => None,
        _ => {
            let count = usize::from(first & 0x7f);
            let octets = bytes.get(2..2 + count)?;
            let mut length = 0usize;
            for &octet in octets {
                length = length.checked_mul(256)?.checked_add(usize::from(octet))?;
            }
            Some((tag, 2 + count, Some(length)))
        }
    }
}

/// The element at the start of `bytes`; `None` when no header is there.
pub(super) fn first(bytes: &[u8]) -> Option<Tlv<'_>> {
    let (tag, header, length) = header(bytes)?;
    let rest = bytes.get(header..)?;
    Some(match length {
        Some(length) => match rest.get(..length) {
            Some(content) => Tlv { tag, header, content, extent: Extent::Complete(header + length) },
            None => Tlv { tag, header, content: rest, extent: Extent::Truncated(header.saturating_add(length)) },
        },
        None => match indefinite_end(rest) {
            Some(end) => Tlv { tag, header, content: &rest[..end], extent: Extent::Complete(header + end + 2) },
            None => Tlv { tag, header, content: rest, extent: Extent::Truncated(0) },
        },
    })
}

/// Offset of the end-of-contents octets that close the element whose content starts here.
fn indefinite_end(content: &[u8]) -> Option<usize> {
    let mut open = 1usize;
    let mut at = 0usize;
    loop {
        let rest = content.get(at..)?;
        if rest.starts_with(&[0, 0]) {
            open -= 1;
            if open == 0 {
                return Some(at);
            }
            at += 2;
            continue;
        }
        let (_, header, length) = header(rest)?;
        at = at.checked_add(header)?;
        match length {
            Some(length) => at = at.checked_add(length)?,
            None if open < MAX_NESTING => open += 1,
            None => return None,
        }
    }
}

/// The elements that follow each other in `content`; ends at the first that has no header or is cut off (which still
/// comes, as the last one).
pub(super) fn children(content: &[u8]) -> impl Iterator<Item = Tlv<'_>> {
    let mut rest = Some(content);
    std::iter::from_fn(move || {
        let tlv = first(rest?)?;
        rest = match tlv.extent {
            Extent::Complete(end) => rest.and_then(|r| r.get(end..)),
            Extent::Truncated(_) => None,
        };
        Some(tlv)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_found_for_every_form_of_length() {
        let ends = |bytes: &[u8]| first(bytes).map(|t| t.extent);
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
        assert_eq!(first(&bomb).map(|t| t.extent), Some(Extent::Truncated(0)));
    }
}
