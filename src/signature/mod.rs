//! Does this key verify these bytes?
//!
//! RSA PKCS#1 v1.5 and PSS, ECDSA over the NIST curves, secp256k1 and brainpool, Ed25519, Ed448, DSA. MD5 and SHA-1 are computed like every other
//! digest: whether they are still good enough is the question of [`strength`], and of each target.

mod algorithm;
mod cost;
mod dsa;
mod ecdsa;
mod ed448;
mod integers;
mod params;
mod rsa;
pub mod strength;
mod weierstrass;

use crate::der::{Reader, encode, tag};
pub use crate::digest::Digest;
use crate::facts::{AlgorithmIdentifier, Curve, KeyAlgorithm, Oid, PublicKey};
pub use algorithm::{SignatureAlgorithm, digest, known, name};
pub use cost::cost;
pub use dsa::public_number as dsa_public_number;

/// Result of checking one signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verification {
    /// The signature is the key's.
    Verified,
    /// It is not.
    Failed,
    /// An algorithm, curve or parameter we do not compute.
    Unsupported(Oid),
    /// It could be computed, and was not: the report had cost as much as one may.
    Unchecked,
}

impl Verification {
    /// The contract's word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Failed => "failed",
            Self::Unsupported(_) => "unsupported",
            Self::Unchecked => "unchecked",
        }
    }
}

/// Checks `signature` over `message`.
///
/// A key of another kind than the algorithm names never verifies. What cannot be computed here (algorithms, curves,
/// key sizes beyond [`rsa::BITS`]) is [`Verification::Unsupported`] with the OID that stands in the way.
#[must_use]
pub fn verify(key: &PublicKey, algorithm: &AlgorithmIdentifier, message: &[u8], signature: &[u8]) -> Verification {
    let unsupported = || Verification::Unsupported(algorithm.oid.clone());
    let Some(known) = known(&algorithm.oid) else { return unsupported() };
    match (known.scheme, &key.algorithm) {
        (algorithm::Scheme::RsaPkcs1, KeyAlgorithm::Rsa) => match known.digest {
            Some(digest) => rsa::pkcs1(key, digest, message, signature).unwrap_or_else(unsupported),
            None => unsupported(),
        },
        (algorithm::Scheme::RsaPss, KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss) => {
            rsa::pss(key, &algorithm.parameters, message, signature).unwrap_or_else(unsupported)
        }
        (algorithm::Scheme::Ecdsa, KeyAlgorithm::Ec(curve)) => match known.digest {
            Some(digest) => ecdsa::verify(curve, &key.key, digest, message, signature).unwrap_or_else(|| curve_oid(curve)),
            None => unsupported(),
        },
        (algorithm::Scheme::Ed25519, KeyAlgorithm::Ed25519) => ecdsa::ed25519(&key.key, message, signature),
        (algorithm::Scheme::Ed448, KeyAlgorithm::Ed448) => outcome(ed448::verify(&key.key, message, signature)),
        (algorithm::Scheme::Dsa, KeyAlgorithm::Dsa) => {
            let made = known.digest.and_then(|digest| dsa::verify(key, &digest.hash(&[message]), signature));
            made.map_or_else(unsupported, outcome)
        }
        (algorithm::Scheme::None, _) => unsupported(),
        _ => Verification::Failed,
    }
}

const fn outcome(verified: bool) -> Verification {
    if verified { Verification::Verified } else { Verification::Failed }
}

/// Whether the point of an EC key lies on its curve; `true` for curves that are not looked at, and for other keys.
#[must_use]
pub fn is_on_curve(algorithm: &KeyAlgorithm, point: &[u8]) -> bool {
    if let KeyAlgorithm::Ec(curve) = algorithm { ecdsa::is_on(curve, point) } else { true }
}

fn curve_oid(curve: &Curve) -> Verification {
    Verification::Unsupported(Oid::from(curve.oid().unwrap_or("1.2.840.10045.2.1")))
}

/// The digest of RSASSA-PSS parameters that TLS 1.3 has a scheme for: one SHA-2 digest throughout, a salt of its size, all
/// three written out and no trailer. NULL in a digest's own parameters may be left out.
#[must_use]
pub fn tls13_pss(algorithm: &AlgorithmIdentifier) -> Option<Digest> {
    let found = params::pss(&algorithm.parameters).filter(|p| p.spelled_out && p.digest == p.mask_digest)?;
    let usual = matches!(found.digest, Digest::Sha256 | Digest::Sha384 | Digest::Sha512);
    (usual && found.salt_length == found.digest.output_len()).then_some(found.digest)
}

/// Whether an ECDSA value verifies whose numbers are padded, negative or of a needless long length, read for what it means.
#[must_use]
pub fn verifies_loosely(key: &PublicKey, algorithm: &AlgorithmIdentifier, message: &[u8], signature: &[u8]) -> bool {
    let mut reader = Reader::new(signature, 0);
    let Ok(sequence) = reader.expect(tag::SEQUENCE) else { return false };
    let mut numbers = sequence.children();
    let (Ok(r), Ok(s)) = (numbers.expect(tag::INTEGER), numbers.expect(tag::INTEGER)) else { return false };
    if !matches!(key.algorithm, KeyAlgorithm::Ec(_)) || !reader.is_empty() || !numbers.is_empty() {
        return false;
    }
    let number = |octets: &[u8]| {
        let start = octets.iter().take_while(|o| **o == 0).count();
        let digits = octets.get(start..).unwrap_or_default();
        let high = digits.first().is_none_or(|first| first & 0x80 != 0);
        encode::element(tag::INTEGER, &[if high { &[0] } else { &[] }, digits])
    };
    let value = encode::sequence(&[&number(r.value), &number(s.value)]);
    verify(key, algorithm, message, &value) == Verification::Verified
}

/// Whether an RSASSA-PSS identifier is one of the three usual ones: SHA-256, SHA-384 or SHA-512 for everything, a salt of
/// that size, NULL parameters. `true` for every other algorithm.
#[must_use]
pub fn is_usual(algorithm: &AlgorithmIdentifier) -> bool {
    let pss = known(&algorithm.oid).is_some_and(|a| a.scheme == algorithm::Scheme::RsaPss);
    !pss || params::is_usual_pss(&algorithm.parameters)
}

/// Whether an RSASSA-PSS identifier has one digest for everything and a salt of its size. `true` for every other
/// algorithm.
#[must_use]
pub fn is_matched_pss(algorithm: &AlgorithmIdentifier) -> bool {
    let pss = known(&algorithm.oid).is_some_and(|a| a.scheme == algorithm::Scheme::RsaPss);
    let matched = |p: params::Pss| p.digest == p.mask_digest && p.salt_length == p.digest.output_len();
    !pss || params::pss(&algorithm.parameters).is_some_and(matched)
}

/// Name of a signature algorithm (`sha256WithRSAEncryption`), else its dotted OID.
#[must_use]
pub fn algorithm_name(algorithm: &AlgorithmIdentifier) -> String {
    name(algorithm).to_owned()
}
