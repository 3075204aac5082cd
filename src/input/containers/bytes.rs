//! Big-endian numbers and Java's strings, one after the other.

/// A cursor that never reads past the end.
#[derive(Clone, Copy, Debug)]
pub struct Bytes<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    /// A cursor at the start.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Offset of the next byte.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// The next `length` bytes.
    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(length)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    /// A number of `N` bytes, big-endian.
    fn number(&mut self, length: usize) -> Option<u64> {
        Some(self.take(length)?.iter().fold(0, |value, b| value << 8 | u64::from(*b)))
    }

    /// One byte.
    pub fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// Two bytes.
    pub fn u16(&mut self) -> Option<usize> {
        usize::try_from(self.number(2)?).ok()
    }

    /// Four bytes.
    pub fn u32(&mut self) -> Option<usize> {
        usize::try_from(self.number(4)?).ok()
    }

    /// Bytes with a length of four bytes before them.
    pub fn block(&mut self) -> Option<&'a [u8]> {
        let length = self.u32()?;
        self.take(length)
    }

    /// `DataOutput.writeUTF`: UTF-16 units, each in the way of UTF-8 (so NUL takes two bytes and surrogates three
    /// each). Bytes that are neither become replacement characters.
    pub fn utf(&mut self) -> Option<String> {
        let length = self.u16()?;
        let mut bytes = self.take(length)?.iter().map(|b| u16::from(*b));
        let mut units = Vec::with_capacity(length);
        while let Some(first) = bytes.next() {
            let mut more = || bytes.next().map_or(0xffff, |b| b & 0x3f);
            units.push(match first {
                0..=0x7f => first,
                0xc0..=0xdf => (first & 0x1f) << 6 | more() & 0x3f,
                0xe0..=0xef => (first & 0x0f) << 12 | (more() & 0x3f) << 6 | more() & 0x3f,
                _ => 0xfffd,
            });
        }
        Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    }
}
