//! Order among causes: a fault of an earlier stage makes later ones appear, so it comes first.

/// A file that could not be read or opened.
pub const READING: u16 = 100;
/// Which certificate is the end-entity certificate.
pub const END_ENTITY: u16 = 200;
/// The private key.
pub const KEY: u16 = 300;
/// A signature or a certificate's content that does not fit.
pub const SIGNATURE: u16 = 350;
/// The steps of the chain.
pub const CHAIN: u16 = 400;
/// The trust anchor.
pub const TRUST: u16 = 500;
/// Validity periods and revocation.
pub const DATES: u16 = 600;
/// What a certificate may be used for.
pub const PURPOSE: u16 = 700;
/// Why a name does not match.
pub const NAMES: u16 = 800;
/// That a name does not match.
pub const NAME_MATCH: u16 = 850;
/// Algorithms and sizes.
pub const ALGORITHM: u16 = 900;
/// What only some targets mind.
pub const TARGET: u16 = 950;
/// Good to know.
pub const INFORMATION: u16 = 1000;
