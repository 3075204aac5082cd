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

/// Terms of its reading table.
impl Chromium {
    /// The handshake breaks off.
    pub const HANDSHAKE: &'static str = "ERR_SSL_PROTOCOL_ERROR";
    /// The network stack makes no certificate of it.
    pub const FORMAT: &'static str = "ERR_SSL_SERVER_CERT_BAD_FORMAT";
    /// The verifier makes none.
    pub const INVALID: &'static str = "ERR_CERT_INVALID";
    /// A key that no signature is verified with.
    pub const KEY: &'static str = "key";
    /// A signature that is not whole octets.
    pub const UNUSED_BITS: &'static str = "unused bits";
    /// A critical certificatePolicies with a qualifier that is not known.
    pub const QUALIFIER: &'static str = "qualifier";
}
