//! What a verification costs, told before it is made: budgets count in these, because a clock would make the same files
//! give different reports.

use super::params;
use crate::facts::{AlgorithmIdentifier, Curve, KeyAlgorithm, PublicKey};

/// Microseconds, about, that it takes in a browser.
#[must_use]
pub fn cost(key: &PublicKey, algorithm: &AlgorithmIdentifier) -> u64 {
    match &key.algorithm {
        KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss => rsa(key),
        _ if super::known(&algorithm.oid).is_none() => 1,
        KeyAlgorithm::Ec(Curve::P256) | KeyAlgorithm::Ed25519 => 700,
        KeyAlgorithm::Ec(Curve::P384) => 2_600,
        KeyAlgorithm::Ec(Curve::P521) => 5_000,
        KeyAlgorithm::Ed448 => 40_000,
        KeyAlgorithm::Dsa => dsa(key),
        // Without a crate of their own, and so without its shortcuts: with the cube of the length.
        KeyAlgorithm::Ec(_) => 5_000 * u64::try_from(key.key.len() / 64 + 1).unwrap_or(u64::MAX).pow(3),
        _ => 1,
    }
}

/// Two powers with exponents of at most 256 bits, modulo a number that is some octets shorter than the key with its domain.
fn dsa(key: &PublicKey) -> u64 {
    let size = u64::try_from(key.spki.len() / 3 / 64 + 1).unwrap_or(u64::MAX).min(1 << 16);
    size * size * 800 * (8 + size) / 12
}

/// A squaring for each bit of the exponent and a multiplication for each that is set, each with the square of the modulus
/// and a little more.
fn rsa(key: &PublicKey) -> u64 {
    let Some((modulus, exponent)) = params::rsa_public_key(&key.key) else { return 1 };
    let size = u64::try_from(modulus.len() / 64 + 1).unwrap_or(u64::MAX).min(1 << 16);
    let set: u32 = exponent.iter().take(1 << 16).map(|octet| octet.count_ones()).sum();
    let steps = 4 + 8 * u64::try_from(exponent.len()).unwrap_or(u64::MAX).min(1 << 16) + u64::from(set);
    size * size * steps * (8 + size) / 12
}
