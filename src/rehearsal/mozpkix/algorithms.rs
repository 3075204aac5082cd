//! `CheckSignatureAlgorithm` and `der::SignatureAlgorithmIdentifierValue`.

use crate::facts::{AlgorithmIdentifier, Certificate};
use crate::fault::{Fault, FaultKind};
use crate::signature::{self, Digest, digest, known};

const DISABLED: &str = "SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED";

/// Scheme and digest, or why the identifier is refused.
fn scheme(algorithm: &AlgorithmIdentifier) -> Result<(&'static str, Option<Digest>), &'static str> {
    let Some(known) = known(&algorithm.oid) else { return Err(DISABLED) };
    let made = digest(algorithm);
    if known.name == "RSASSA-PSS" {
        return if signature::is_usual(algorithm) { Ok(("PSS", made)) } else { Err(DISABLED) };
    }
    const TAKEN: [Digest; 4] = [Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512];
    let kind = if known.name.ends_with("WithRSAEncryption") { "RSA" } else { "ECDSA" };
    if !made.is_some_and(|d| TAKEN.contains(&d)) || kind == "ECDSA" && !known.name.starts_with("ecdsa-with-") {
        return Err(DISABLED);
    }
    if matches!(algorithm.parameters.as_slice(), [] | [5, 0]) { Ok((kind, made)) } else { Err("SEC_ERROR_BAD_DER") }
}

/// What stands in the way of verifying a signature at all.
pub(super) fn unknown(x: &Certificate, index: usize) -> Result<(), Fault> {
    scheme(&x.signature_algorithm).map(drop).map_err(|term| refused(x, index, term))
}

/// What is wrong with a certificate's signature algorithm.
pub(super) fn check(x: &Certificate, index: usize, rsa_bits: u32) -> Result<(), Fault> {
    let outside = scheme(&x.signature_algorithm).map_err(|term| refused(x, index, term))?;
    let inside = scheme(&x.tbs_signature_algorithm).map_err(|term| refused(x, index, term))?;
    if outside != inside {
        return Err(Fault::of(FaultKind::AlgorithmFieldsDiffer, index).named("MOZILLA_PKIX_ERROR_SIGNATURE_ALGORITHM_MISMATCH"));
    }
    if outside.1 == Some(Digest::Sha1) {
        return Err(refused(x, index, DISABLED));
    }
    let bits = x.signature.len().saturating_mul(8);
    if outside.0 != "ECDSA" && u32::try_from(bits).is_ok_and(|bits| bits < rsa_bits) {
        return Err(Fault::of(FaultKind::WeakKey, index).named("MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE"));
    }
    Ok(())
}

fn refused(x: &Certificate, index: usize, term: &'static str) -> Fault {
    let weak = digest(&x.signature_algorithm).filter(|d| matches!(d, Digest::Md2 | Digest::Md4 | Digest::Md5 | Digest::Sha1));
    let fault = match weak {
        Some(digest) => Fault::of(FaultKind::WeakSignature, index).with(digest.name()),
        None => Fault::of(FaultKind::SignatureUnsupported, index).with(signature::name(&x.signature_algorithm)),
    };
    fault.named(term)
}
