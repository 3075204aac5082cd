//! PKCS#10 certification requests (RFC 2986).
//!
//! ```text
//! CertificationRequestInfo ::= SEQUENCE { version INTEGER, subject Name, subjectPKInfo, attributes [0] }
//! ```

use super::certificate::{PROBLEMS, Signed, signed};
use super::{extensions, key, name, strict};
use crate::der::{Malformed, Reader, tag};
use crate::facts::{AlternativeNames, ByteRange, CertificationRequest, Problem};
use x509_parser::cri_attributes::{ExtensionRequest, X509CriAttribute};
use x509_parser::oid_registry::OID_X509_EXT_SUBJECT_ALT_NAME;
use x509_parser::prelude::FromDer;

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

/// Looks for subjectAltName in the extensionRequest attributes: PKCS#9's and the older one of Microsoft, which x509-parser
/// does not know by its name.
fn requested(
    mut attributes: Reader<'_>,
    names: &mut Option<AlternativeNames>,
    problems: &mut Vec<Problem>,
) -> Result<(), Malformed> {
    while !attributes.is_empty() {
        let element = attributes.expect(tag::SEQUENCE)?;
        let refused = Malformed { at: element.from, truncated: false };
        let (_, attribute) = X509CriAttribute::from_der(element.full).map_err(|_| refused)?;
        if !matches!(super::oids::oid(attribute.oid.as_bytes()).as_str(), "1.2.840.113549.1.9.14" | "1.3.6.1.4.1.311.2.1.14") {
            continue;
        }
        let at = |part: &[u8]| strict::place(part, element.full).map_or(element.from, |(from, _)| element.from + from);
        let set = Reader::new(attribute.value, at(attribute.value)).expect(tag::SET)?;
        let (_, request) = ExtensionRequest::from_der(set.value).map_err(|_| refused)?;
        let asked = request.extensions.iter().find(|e| e.oid == OID_X509_EXT_SUBJECT_ALT_NAME);
        if let Some(extension) = asked.filter(|_| names.is_none()) {
            let value = Reader::new(extension.value, at(extension.value));
            *names = Some(extensions::general_names::alternative(value, extension.critical, problems)?);
        }
    }
    Ok(())
}
