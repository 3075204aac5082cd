//! ECDSA (SEC 1 4.1.4) and Ed25519 (RFC 8032 5.1.7).

use crate::facts::Curve;
use crate::signature::{Digest, Verification, outcome, weierstrass};
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
    // The hybrid form of X9.62 says twice where the point is; who does not take it refuses the key when reading it.
    let whole: Vec<u8>;
    let point = match point {
        [form @ (6 | 7), rest @ ..] if rest.last().is_some_and(|last| last & 1 == form & 1) => {
            whole = [&[4], rest].concat();
            &whole
        }
        [2..=4, ..] => point,
        _ => return Some(Verification::Failed),
    };
    let verified = match curve {
        Curve::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .and_then(|k| k.verify_prehash(&padded(&hashed, 32), &p256::ecdsa::DerSignature::from_bytes(signature)?))
            .is_ok(),
        Curve::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .and_then(|k| k.verify_prehash(&padded(&hashed, 48), &p384::ecdsa::DerSignature::from_bytes(signature)?))
            .is_ok(),
        Curve::P521 => p521::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .and_then(|k| k.verify_prehash(&padded(&hashed, 66), &p521::ecdsa::DerSignature::from_bytes(signature)?))
            .is_ok(),
        curve => weierstrass::verify(weierstrass::domain(curve.oid()?)?, point, &hashed, signature),
    };
    Some(outcome(verified))
}

/// Whether an uncompressed point lies on its curve; `true` for curves that are not looked at.
pub(super) fn is_on(curve: &Curve, point: &[u8]) -> bool {
    match curve {
        Curve::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point).is_ok(),
        Curve::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point).is_ok(),
        Curve::P521 => p521::ecdsa::VerifyingKey::from_sec1_bytes(point).is_ok(),
        _ => true,
    }
}

/// A digest shorter than the curve's order is a number with zeros before it; the crates refuse one below half its size.
fn padded(digest: &[u8], octets: usize) -> Vec<u8> {
    [&vec![0; octets.saturating_sub(digest.len())], digest].concat()
}

pub(super) fn ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> Verification {
    let (Ok(key), Ok(signature)) = (<&[u8; 32]>::try_from(key), ed25519_dalek::Signature::from_slice(signature)) else {
        return Verification::Failed;
    };
    outcome(ed25519_dalek::VerifyingKey::from_bytes(key).is_ok_and(|k| k.verify(message, &signature).is_ok()))
}
