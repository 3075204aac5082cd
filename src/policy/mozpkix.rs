//! Knobs of mozilla::pkix as Firefox uses it.

use super::Reading;
use crate::identity::IdentityPolicy;

/// How Firefox verifies.
#[derive(Clone, Copy, Debug)]
pub struct MozPkix {
    /// How names are compared.
    pub identity: &'static IdentityPolicy,
    /// How it reads certificates.
    pub reading: &'static Reading,
    /// How names are compared under roots that it ships.
    pub public_identity: &'static IdentityPolicy,
    /// Smallest RSA modulus in bits.
    pub rsa_bits: u32,
    /// Most CA certificates between the end-entity certificate and the anchor (`MAX_SUBCA_COUNT`).
    pub intermediates: u32,
    /// Most steps of one search; the real budget is 200,000.
    pub steps: u32,
}
