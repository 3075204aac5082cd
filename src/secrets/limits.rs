//! What taking a password off a file may cost.

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
