//! PKCS#10 certification requests (RFC 2986).
//!
//! ```text
//! CertificationRequestInfo ::= SEQUENCE { version INTEGER, subject Name, subjectPKInfo, attributes [0] }
//! ```

use super::certificate::{PROBLEMS, Signed, signed};
use super::{extensions, key, name};
use crate::der::{Malformed, Reader, tag};
use crate::facts::{AlternativeNames, ByteRange, CertificationRequest, Problem};
use der_parser::der::parse_der_sequence_defined_g;
use der_parser::error::BerResult;
use x509_parser::asn1_rs::{self, FromDer};

/// See [`super::decode_request`].
pub(super) fn decode(der: &[u8]) -> Result<CertificationRequest, Problem> {
    let mut problems = Vec::new();
    let signed = signed(der, "request-damaged", "request-truncated", &mut problems)?;
    let end = signed.outer.to();
    body(&signed, problems).map_err(|e| Problem::new("request-damaged").at(e.at, end))
}

fn body(signed: &Signed<'_>, mut problems: Vec<Problem>) -> Result<CertificationRequest, Malformed> {
    let mut parts = signed.tbs.children();
    parts.expect(tag::INTEGER)?;
    let subject = parts.expect(tag::SEQUENCE)?;
    let spki = parts.expect(tag::SEQUENCE)?;
    let subject = name::decode(&subject, &mut problems);
    let public_key = key::decode(&spki, &mut problems)?;
    let mut subject_alt_names = None;
    if let Some(attributes) = parts.optional(0xa0)?
        && let Err(e) = requested(attributes.children(), &mut subject_alt_names, &mut problems)
    {
        problems.push(Problem::new("request-attributes-damaged").at(e.at, attributes.to()));
    }
    problems.truncate(PROBLEMS);
    Ok(CertificationRequest {
        der: signed.outer.full.to_vec(),
        subject,
        public_key,
        info: ByteRange::new(signed.tbs.from, signed.tbs.to()),
        signature_algorithm: key::algorithm(&signed.algorithm)?,
        signature: signed.signature.to_vec(),
        subject_alt_names,
        problems,
    })
}

/// Looks for subjectAltName in the extensionRequest attributes: PKCS#9's and the older one of Microsoft.
fn requested(
    mut attributes: Reader<'_>,
    names: &mut Option<AlternativeNames>,
    problems: &mut Vec<Problem>,
) -> Result<(), Malformed> {
    while !attributes.is_empty() {
        let element = attributes.expect(tag::SEQUENCE)?;
        let refused = Malformed { at: element.from, truncated: false };
        let (_, (kind, values)) = attribute(element.full).map_err(|_| refused)?;
        if !matches!(super::oids::oid(kind.as_bytes()).as_str(), "1.2.840.113549.1.9.14" | "1.3.6.1.4.1.311.2.1.14") {
            continue;
        }
        let mut list =
            Reader::new(values, element.to() - values.len()).expect(tag::SET)?.children().expect(tag::SEQUENCE)?.children();
        while !list.is_empty() {
            let (extension, value) = extensions::one(&mut list)?;
            if extension.oid == *"2.5.29.17" && names.is_none() {
                *names = Some(extensions::general_names::alternative(value, extension.critical, problems)?);
            }
        }
    }
    Ok(())
}

/// `Attribute ::= SEQUENCE { type OBJECT IDENTIFIER, values SET OF ANY }`, by der-parser: x509-parser knows Microsoft's
/// extensionRequest for no such thing.
fn attribute(octets: &[u8]) -> BerResult<'_, (asn1_rs::Oid<'_>, &[u8])> {
    parse_der_sequence_defined_g(|content, _| {
        let (values, kind) = asn1_rs::Oid::from_der(content)?;
        Ok((&[][..], (kind, values)))
    })(octets)
}
