//! Does this key verify these bytes?

use crate::facts::{AlgorithmIdentifier, Oid, PublicKey};

/// Result of checking one signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verification {
    /// The signature is the key's.
    Verified,
    /// It is not.
    Failed,
    /// An algorithm, curve or parameter we do not compute.
    Unsupported(Oid),
}

/// Checks `signature` over `message`.
#[must_use]
pub fn verify(key: &PublicKey, algorithm: &AlgorithmIdentifier, message: &[u8], signature: &[u8]) -> Verification {
    let _ = (key, message, signature);
    Verification::Unsupported(algorithm.oid.clone())
}

/// Name of a signature algorithm (`sha256WithRSAEncryption`), else its dotted OID.
#[must_use]
pub fn algorithm_name(algorithm: &AlgorithmIdentifier) -> String {
    algorithm.oid.as_str().to_owned()
}
