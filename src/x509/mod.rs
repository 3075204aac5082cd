//! Decodes one certificate, request, revocation list or key into [`crate::facts`].

use crate::facts::{Certificate, CertificationRequest, Problem, PublicKey, RevocationList};

/// Decodes a certificate as far as it can be. An error only when not even the outer structure is there.
///
/// # Errors
/// A [`Problem`] that says what is missing, with the byte where it went wrong.
pub fn decode_certificate(der: &[u8]) -> Result<Certificate, Problem> {
    let _ = der;
    Err(Problem::new("certificate-damaged"))
}

/// Decodes a PKCS#10 request.
///
/// # Errors
/// As [`decode_certificate`].
pub fn decode_request(der: &[u8]) -> Result<CertificationRequest, Problem> {
    let _ = der;
    Err(Problem::new("request-damaged"))
}

/// Decodes a revocation list.
///
/// # Errors
/// As [`decode_certificate`].
pub fn decode_crl(der: &[u8]) -> Result<RevocationList, Problem> {
    let _ = der;
    Err(Problem::new("crl-damaged"))
}

/// Decodes a SubjectPublicKeyInfo.
///
/// # Errors
/// As [`decode_certificate`].
pub fn decode_public_key(spki: &[u8]) -> Result<PublicKey, Problem> {
    let _ = spki;
    Err(Problem::new("public-key-damaged"))
}
