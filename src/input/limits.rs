//! Every bound that keeps hostile input from costing time or memory, in one place.
//!
//! A bound that is hit is always reported: as a problem of the item, or as a note on the input.

/// Levels of segments inside segments of a constructed OCTET STRING; writers use one.
pub const SEGMENT_DEPTH: usize = 16;

/// Segments of one constructed OCTET STRING. Microsoft's writer splits at 1,000 bytes, NSS at 8,192.
pub const STRING_SEGMENTS: usize = 1 << 20;

/// `safeContentsBag` inside `safeContentsBag` (RFC 7292 4.2.6).
pub const SAFE_DEPTH: usize = 8;

/// Bags of one PFX, entries of one key store, certificates of one PKCS #7 bag. The largest trust stores in use hold
/// a few hundred.
pub const CONTAINER_ENTRIES: usize = 20_000;

/// Rounds of a single key derivation. OWASP's advice for PBKDF2 is 600,000; the PFX files in use stay below 2,000,000.
pub const DERIVATION_ROUNDS: u64 = 5_000_000;

/// Calls of a hash's compression function that one input may cost in total, about five seconds in a browser. A PFX
/// by OpenSSL with 2,000,000 rounds everywhere costs 16,000,000. The fuzzer has better things to do.
pub const DERIVATION_WORK: u64 = if cfg!(fuzzing) { 10_000 } else { 40_000_000 };

/// Above this number of rounds a key is derived only when it has to be: no password is guessed (none, empty), and a
/// failed integrity check gets no second opinion.
pub const CHEAP_ROUNDS: u64 = 100_000;

/// The same as [`DERIVATION_WORK`] while [`CHEAP_ROUNDS`] is the bound.
pub const CHEAP_WORK: u64 = 4_000_000;

/// Bytes of scrypt's table (128 * N * r, RFC 7914 section 2): WebAssembly memory never shrinks again.
pub const SCRYPT_MEMORY: u64 = 64 << 20;

/// scrypt's work: 2 * N * r * p calls of Salsa20/8.
pub const SCRYPT_WORK: u64 = 16 << 20;

/// Keys kept for use by another bag with the same salt.
pub const KEPT_KEYS: usize = 32;

/// Files in one ZIP archive that are opened.
pub const ZIP_ENTRIES: usize = 256;

/// Bytes that one file of a ZIP archive may unpack to.
pub const ZIP_ENTRY_SIZE: usize = 8 << 20;

/// Bytes that a ZIP archive may unpack to altogether.
pub const ZIP_TOTAL_SIZE: usize = 32 << 20;

/// How many times larger than packed a file of a ZIP archive may be, beyond [`ZIP_RATIO_FREE`]. Deflate reaches 1,032
/// at most; Base64 of certificates stays below 3.
pub const ZIP_RATIO: usize = 100;

/// Unpacked bytes that are free of [`ZIP_RATIO`].
pub const ZIP_RATIO_FREE: usize = 64 << 10;

/// Objects inside one another in a Java serialization stream (a JCEKS secret key needs three).
pub const JAVA_OBJECT_DEPTH: usize = 8;

/// Fields and classes of one object in a Java serialization stream.
pub const JAVA_FIELDS: usize = 64;

/// Bytes of one file that is looked through; the largest bundle of certificates in use has 30 MB. Beyond it a file is
/// named and left alone, because WebAssembly memory is short.
pub const FILE_SIZE: usize = 160 << 20;

/// Items of all files together.
pub const ITEMS: usize = 50_000;

/// Parts of one input that cannot be read. Each becomes an item with its reason, and nobody reads a thousand reasons.
pub const UNREADABLE_PARTS: usize = 1_000;

/// Said in `Report.notChecked` when [`UNREADABLE_PARTS`] is reached.
pub const TOO_MANY_UNREADABLE: &str = "Reading of a file was given up after 1,000 damaged parts of it.";

/// Said in `Report.notChecked` when [`ITEMS`] is reached.
pub const TOO_MANY_ITEMS: &str = "Only the first 50,000 certificates, keys and other parts of the files were read.";
