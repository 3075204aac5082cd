//! Knobs of Chromium's own verifier.

use super::Reading;
use crate::identity::IdentityPolicy;

/// How Chromium verifies.
#[derive(Clone, Copy, Debug)]
pub struct Chromium {
    /// How names are compared.
    pub identity: &'static IdentityPolicy,
    /// How it reads certificates.
    pub reading: &'static Reading,
    /// Most issuers that one search looks up (`kPathBuilderIterationLimit`).
    pub iterations: u32,
    /// Smallest RSA modulus in bits.
    pub rsa_bits: u32,
    /// Longest validity period under roots that it ships, in days.
    pub days: i64,
}
