//! Numbers out of a slice, in either order of bytes; what lies outside is `None`.

/// Big-endian number of `N` bytes at `at`.
pub fn be<const N: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    let part = bytes.get(at..at.checked_add(N)?)?;
    Some(part.iter().fold(0, |n, &b| n << 8 | usize::from(b)))
}

/// One byte.
pub fn u8_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

/// The order of bytes of a file or section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Most significant first.
    Big,
    /// Least significant first.
    Little,
}

impl Order {
    /// Two bytes.
    pub fn u16(self, bytes: &[u8], at: usize) -> Option<u16> {
        let part = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self == Self::Big { u16::from_be_bytes(part) } else { u16::from_le_bytes(part) })
    }

    /// Four bytes.
    pub fn u32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let part = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self == Self::Big { u32::from_be_bytes(part) } else { u32::from_le_bytes(part) })
    }

    /// Four bytes as a length.
    pub fn length(self, bytes: &[u8], at: usize) -> Option<usize> {
        usize::try_from(self.u32(bytes, at)?).ok()
    }
}
