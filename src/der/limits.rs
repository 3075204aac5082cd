//! How deep and how far elements are followed.

/// Indefinite lengths inside one another that are followed before giving up.
pub const INDEFINITE_DEPTH: usize = 64;

/// Levels of segments inside segments of a constructed OCTET STRING; writers use one.
pub const SEGMENT_DEPTH: usize = 16;

/// Segments of one constructed OCTET STRING. Microsoft's writer splits at 1,000 bytes, NSS at 8,192.
pub const STRING_SEGMENTS: usize = 1 << 20;
