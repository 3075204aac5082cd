//! Passwords and what they open: the ways to spell one, key derivation within a budget, ciphers, the schemes of PKCS #5
//! and #12, and wiping what was left behind.
//!
//! Nothing here knows a file format beyond an AlgorithmIdentifier; the containers and keys are read in `crate::input`.

pub mod ahead;
mod chains;
pub(crate) mod ciphers;
pub(crate) mod kdf;
mod limits;
pub(crate) mod passwords;
pub(crate) mod pbe;
mod protection;
pub(crate) mod stack;

pub(crate) use protection::size;
pub use protection::{CipherFamily, MacScheme, Scheme};
