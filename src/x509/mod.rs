//! Decodes one certificate, request, revocation list or key into [`crate::facts`].
//!
//! Two readers share the work. Our own walker, [`crate::der`], reads the structure, every place, what breaks the encoding
//! (`malformed`) and all names: people come here with exactly the files that others refuse, and what is broken has to be a
//! problem beside everything else that could be read. `x509-parser` and `der-parser` read the values below, and a
//! certificate a second time, part by part (`strict`), where its octets are looked at: what they refuse or read differently is
//! a fact with its place, which no check rests on. `tests/strict.rs` holds both readings side by side over every certificate of the corpora.
//!
//! | type | read by | the case that decides |
//! |---|---|---|
//! | subject and authority key ids | x509-parser | that it is one element with its parts in order is ours: it passes over octets behind it and over parts it does not know; what is BER is read by us |
//! | authorityInfoAccess, subjectInfoAccess, URLs of cRLDistributionPoints | x509-parser | a URI that is no UTF-8 it hands on as octets, so nothing is lost; that none is left out is ours |
//! | certificatePolicies | der-parser | x509-parser reads them only through a table of all its extension parsers, with hashing and big numbers, a third of its code; the texts in qualifiers are ours, as all texts |
//! | policyMappings, policyConstraints, inhibitAnyPolicy, timestamps of transparency logs, Netscape's type | x509-parser | |
//! | RSA keys, parameters of other keys | x509-parser | a number with needless zeros it refuses; then ours, for programs read it |
//! | entries of revocation lists, one by one | der-parser, the date x509-parser | its own entry needs that table too; a date without seconds it refuses, then ours: a revoked certificate must not be lost for it |
//! | attributes of requests | der-parser | x509-parser does not know Microsoft's extensionRequest; the names in them are ours |
//! | TLS features, templates, poison, no-check | der-parser | |
//! | names (subject, issuer, general names) | ours | it ends a name without a word at an empty part, and refuses it whole for one bad string |
//! | subjectAltName, nameConstraints | ours | a name with an octet above 127 becomes one of no kind; a broken subtree makes all subtrees none |
//! | keyUsage, extKeyUsage, basicConstraints | ours | unused bits, order and repeats of purposes, a written FALSE are dropped, and purposes of another type left out |
//! | dates, serial number, version | ours | a date without seconds or with a zone refuses the certificate |
//! | distribution points as shown | ours | it takes nameRelativeToCRLIssuer for explicitly tagged and does not find it |
//! | parameters of signature algorithms | ours | what follows them is dropped, and programs compare them octet by octet |
//!
//! Where they refuse a value that is only shown, its elements are shown.
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
mod strict;
#[cfg(test)]
mod tests;

pub use extensions::describe::{Described, describe_extension};
pub use extensions::general_names::display as general_name_text;
pub use oids::oid_name;
pub use problems::{NOTES, sentence};

use crate::der::{Reader, tag};
use crate::facts::{Certificate, CertificationRequest, Problem, PublicKey, RevocationList};

/// Everything that breaks the encoding in octets that are meant for a certificate, whether they could be decoded or not.
#[must_use]
pub fn malformations(der: &[u8]) -> Vec<crate::facts::Malformation> {
    // The least that decodes: what a walk without facts compares with.
    const BLANK: &[u8] = &[
        0x30, 0x22, 0x30, 0x18, 0x02, 0x01, 0x01, 0x30, 0x03, 0x06, 0x01, 0x2a, 0x30, 0x00, 0x30, 0x00, 0x30, 0x00, 0x30, 0x08,
        0x30, 0x03, 0x06, 0x01, 0x2a, 0x03, 0x01, 0x00, 0x30, 0x03, 0x06, 0x01, 0x2a, 0x03, 0x01, 0x00,
    ];
    let facts = certificate::decode_leniently(der).or_else(|_| certificate::decode_leniently(BLANK));
    facts.map(|facts| malformed::of(der, &facts)).unwrap_or_default()
}

/// Decodes a certificate as far as it can be. An error only when not even the outer structure is there.
///
/// # Errors
/// A [`Problem`] that says what is missing, with the byte where it went wrong.
pub fn decode_certificate(der: &[u8]) -> Result<Certificate, Problem> {
    certificate::decode(der)
}

/// The same without its SHA-1, and without looking for what breaks the encoding.
///
/// # Errors
/// As [`decode_certificate`].
pub fn decode_facts(der: &[u8]) -> Result<Certificate, Problem> {
    certificate::decode_leniently(der)
}

/// What a strict parser (`x509-parser`) minds in a certificate, each with its place: a second reading, for somebody who looks
/// at the octets.
#[must_use]
pub fn second_reading(certificate: &Certificate) -> Vec<Problem> {
    strict::facts(certificate)
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
