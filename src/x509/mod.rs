//! Decodes one certificate, request, revocation list or key into [`crate::facts`].
//!
//! The skeleton (the outer SEQUENCE, names, dates, keys, the list of extensions, and the values that verdicts rest on) is
//! read by our own walker, [`crate::der`]. `x509-parser` refuses a whole certificate for one string that is not UTF-8, a
//! date without seconds, a repeated extension or a byte too many, and people come here with exactly such files: what is
//! broken has to be a problem beside everything else that could be read. Closed structures that only people look at, such
//! as policy constraints, Netscape's certificate type, TLS features and the timestamps of certificate transparency, are
//! read by `x509-parser` and `der-parser`; where they refuse, the elements of the value are shown.
//!
//! Facts cost few allocations (known object identifiers are borrowed), and what only a detail view shows is decoded by
//! [`describe_extension`] when it is asked for: a bundle of 10,000 certificates shows a handful of them.

mod certificate;
mod crl;
mod extensions;
mod key;
mod malformed;
mod name;
mod oids;
mod problems;
mod request;
pub mod roots;
#[cfg(test)]
mod tests;

pub use extensions::describe::{Described, describe_extension};
pub use extensions::general_names::display as general_name_text;
pub use oids::oid_name;
pub use problems::NOTES;

use crate::der::{Reader, tag};
use crate::facts::{Certificate, CertificationRequest, Problem, PublicKey, RevocationList};

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

/// Name of an extended key usage purpose in the registry of RFC 5280 4.2.1.12 (`serverAuth`), where it has one there;
/// vendors' purposes have none.
#[must_use]
pub fn purpose_name(purpose: &crate::facts::Oid) -> Option<&'static str> {
    let registered = purpose.as_str().starts_with("1.3.6.1.5.5.7.3.") || *purpose == *crate::facts::eku::ANY;
    if registered { oid_name(purpose) } else { None }
}
