//! Knobs of Java's JSSE.

use super::Reading;
use crate::identity::IdentityPolicy;

/// How one runtime verifies.
#[derive(Clone, Copy, Debug)]
pub struct Java {
    /// How names are compared where the path ends in an anchor of one's own.
    pub identity: &'static IdentityPolicy,
    /// How it reads certificates.
    pub reading: &'static Reading,
    /// How names are compared where it ends in a root that the runtime ships.
    pub public_identity: &'static IdentityPolicy,
    /// Smallest RSA and DSA keys (`jdk.certpath.disabledAlgorithms`).
    pub rsa_bits: u32,
    /// Smallest EC keys.
    pub ec_bits: u32,
}
