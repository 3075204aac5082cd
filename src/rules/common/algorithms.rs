//! Keys as text.

use crate::facts::{KeyAlgorithm, PublicKey};

/// `RSA 2048`, `EC P-256`, `Ed25519`.
pub fn key(key: &PublicKey) -> String {
    match &key.algorithm {
        KeyAlgorithm::Ec(curve) => format!("EC {}", curve.name()),
        KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss | KeyAlgorithm::Dsa => format!("{} {}", key.algorithm.name(), key.bits),
        other => other.name().to_owned(),
    }
}
