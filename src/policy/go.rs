//! Knobs of Go's `crypto/x509`.

use super::Reading;
use crate::identity::IdentityPolicy;

/// How one release verifies.
#[derive(Clone, Copy, Debug)]
pub struct Go {
    /// How names are compared.
    pub identity: &'static IdentityPolicy,
    /// How it reads certificates.
    pub reading: &'static Reading,
    /// Most signature checks in one search (`maxChainSignatureChecks`).
    pub signature_checks: usize,
    /// Smallest RSA modulus that verifies a signature, in bits.
    pub rsa_bits: u32,
    /// Largest RSA modulus in a presented certificate (`tls.maxRSAKeySize`).
    pub rsa_bits_at_most: u32,
}
