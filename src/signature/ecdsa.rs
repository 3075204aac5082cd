//! ECDSA (SEC 1 4.1.4) and Ed25519 (RFC 8032 5.1.7).

use crate::facts::Curve;
use crate::signature::{Digest, Verification};
use ed25519_dalek::Verifier as _;
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;

/// `None`: this curve or digest cannot be computed here.
///
/// Signatures must be DER and nothing else, as OpenSSL wants them since 1.0.1k.
pub(super) fn verify(curve: &Curve, point: &[u8], digest: Digest, message: &[u8], signature: &[u8]) -> Option<Verification> {
    if !digest.is_computed() {
        return None;
    }
    let hashed = digest.hash(&[message]);
    // X9.62 points: uncompressed or compressed. Other forms have no meaning in a certificate (RFC 5480 2.2).
    if !matches!(point.first(), Some(2..=4)) {
        return Some(Verification::Failed);
    }
    let verified = match curve {
        Curve::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .and_then(|k| k.verify_prehash(&hashed, &p256::ecdsa::DerSignature::from_bytes(signature)?)),
        Curve::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .and_then(|k| k.verify_prehash(&hashed, &p384::ecdsa::DerSignature::from_bytes(signature)?)),
        Curve::P521 => p521::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .and_then(|k| k.verify_prehash(&hashed, &p521::ecdsa::DerSignature::from_bytes(signature)?)),
        _ => return None,
    };
    Some(outcome(verified.is_ok()))
}

pub(super) fn ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> Verification {
    let (Ok(key), Ok(signature)) = (<&[u8; 32]>::try_from(key), ed25519_dalek::Signature::from_slice(signature)) else {
        return Verification::Failed;
    };
    outcome(ed25519_dalek::VerifyingKey::from_bytes(key).is_ok_and(|k| k.verify(message, &signature).is_ok()))
}

const fn outcome(verified: bool) -> Verification {
    if verified { Verification::Verified } else { Verification::Failed }
}
