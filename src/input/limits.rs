//! Every bound that keeps hostile files from costing time or memory, in one place; `secrets` and `der` have theirs.
//!
//! A bound that is hit is always reported: as a problem of the item, or as a note on the input.

/// `safeContentsBag` inside `safeContentsBag` (RFC 7292 4.2.6).
pub const SAFE_DEPTH: usize = 8;

/// Bags of one PFX, entries of one key store, certificates of one PKCS #7 bag. The largest trust stores in use hold
/// a few hundred.
pub const CONTAINER_ENTRIES: usize = 20_000;

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

/// Private keys of all files together whose public half is computed; on the largest curve that takes 5 ms each.
pub const KEYS: usize = 200;

/// Said in `Report.notChecked` when [`KEYS`] is reached.
pub const TOO_MANY_KEYS: &str =
    "There are more than 200 private keys. Of the others only what the files say was taken as their public half.";

/// Parts of one input that cannot be read. Each becomes an item with its reason, and nobody reads a thousand reasons.
pub const UNREADABLE_PARTS: usize = 1_000;

/// Said in `Report.notChecked` when [`UNREADABLE_PARTS`] is reached.
pub const TOO_MANY_UNREADABLE: &str = "Reading of a file was given up after 1,000 damaged parts of it.";

/// Said in `Report.notChecked` when [`ITEMS`] is reached.
pub const TOO_MANY_ITEMS: &str = "Only the first 50,000 certificates, keys and other parts of the files were read.";
