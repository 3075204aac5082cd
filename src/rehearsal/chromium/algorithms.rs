//! Which signature algorithms (`pki/signature_algorithm.cc`) and keys (`pki/verify_signed_data.cc`,
//! `pki/simple_path_builder_delegate.cc`) the verifier works with.

use crate::facts::{AlgorithmIdentifier, Curve, KeyAlgorithm, PublicKey};
use crate::signature::{Digest, digest, known, tls13_pss};

/// Scheme and digest of an algorithm that is known; `None` for any other, and for one with other parameters than these.
pub(super) fn scheme(algorithm: &AlgorithmIdentifier) -> Option<(&'static str, Option<Digest>)> {
    const RSA: [Digest; 4] = [Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512];
    let name = known(&algorithm.oid)?.name;
    let made = digest(algorithm);
    let bare = algorithm.parameters.is_empty();
    if name == "RSASSA-PSS" {
        return tls13_pss(algorithm).map(|digest| ("PSS", Some(digest)));
    }
    if name.starts_with("ML-DSA") && bare {
        return Some((name, None));
    }
    let among = made.is_some_and(|d| RSA.contains(&d));
    if name.ends_with("WithRSAEncryption") && among && (bare || algorithm.parameters == [5, 0]) {
        return Some(("RSA", made));
    }
    (name.starts_with("ecdsa-with-") && among && bare).then_some(("ECDSA", made))
}

/// `IsSignatureAlgorithmAcceptable` under the strong policy, which is the only one.
pub(super) fn acceptable(scheme: (&str, Option<Digest>)) -> bool {
    scheme.1 != Some(Digest::Sha1)
}

/// Whether keys of this kind make signatures of this scheme.
pub(super) fn made_by(scheme: (&str, Option<Digest>), key: &PublicKey) -> bool {
    match (&key.algorithm, scheme.0) {
        (KeyAlgorithm::Rsa, "RSA" | "PSS") | (KeyAlgorithm::Ec(_), "ECDSA") => true,
        (KeyAlgorithm::Named(name), wanted) => *name == wanted,
        _ => false,
    }
}

/// What is wrong with a key.
pub(super) enum Unfit {
    /// The modulus is too small.
    Small,
    /// Nothing can be verified with it.
    Unknown,
}

/// `ParseAndCheckPublicKey`.
pub(super) fn unfit(key: &PublicKey, rsa_bits: u32) -> Option<Unfit> {
    match &key.algorithm {
        KeyAlgorithm::Rsa if key.bits < rsa_bits => Some(Unfit::Small),
        KeyAlgorithm::Rsa | KeyAlgorithm::Ec(Curve::P256 | Curve::P384 | Curve::P521) => None,
        KeyAlgorithm::Named(name) if name.starts_with("ML-DSA") => None,
        _ => Some(Unfit::Unknown),
    }
}
