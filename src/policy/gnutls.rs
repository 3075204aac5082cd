//! Knobs of GnuTLS.

use super::Reading;
use crate::identity::IdentityPolicy;

/// How GnuTLS verifies.
#[derive(Clone, Copy, Debug)]
pub struct GnuTls {
    /// How names are compared.
    pub identity: &'static IdentityPolicy,
    /// How it reads certificates.
    pub reading: &'static Reading,
    /// Longer lists are not sorted (`DEFAULT_MAX_VERIFY_DEPTH`).
    pub sorted_at_most: usize,
    /// Smallest RSA and DSA keys of the verification profile.
    pub rsa_bits: u32,
    /// Smallest EC keys.
    pub ec_bits: u32,
    /// Most certificates of a server that are imported (`DEFAULT_MAX_VERIFY_DEPTH`).
    pub presented_at_most: usize,
    /// It asks for serverAuth (`GNUTLS_DT_KEY_PURPOSE_OID`).
    pub purpose: bool,
    /// The handshake is held to the keyUsage; `%COMPAT` in the priorities lets it pass.
    pub key_usage: bool,
}
