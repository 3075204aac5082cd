//! certificatePolicies and policyMappings, and Microsoft's application policies, which have the same syntax.

use super::super::oids;
use super::{Fields, field, finished};
use crate::der::{Malformed, Reader, tag, text};
use crate::facts::Oid;

/// `CertificatePolicies ::= SEQUENCE OF SEQUENCE { policyIdentifier OBJECT IDENTIFIER, policyQualifiers OPTIONAL }`
pub(in crate::x509) fn identifiers(mut value: Reader<'_>) -> Result<Vec<Oid>, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = Vec::with_capacity(2);
    while !parts.is_empty() {
        let mut policy = parts.expect(tag::SEQUENCE)?.children();
        out.push(oids::oid(policy.expect(tag::OID)?.value));
    }
    Ok(out)
}

/// Policies with their qualifiers: the CPS pointer and the text for the user.
pub(super) fn describe(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = Fields::new();
    while !parts.is_empty() {
        let mut policy = parts.expect(tag::SEQUENCE)?.children();
        out.push(field("Policy", oids::display(&oids::oid(policy.expect(tag::OID)?.value))));
        let Some(qualifiers) = policy.optional(tag::SEQUENCE)? else { continue };
        let mut qualifiers = qualifiers.children();
        while !qualifiers.is_empty() {
            qualifier(qualifiers.expect(tag::SEQUENCE)?.children(), &mut out)?;
        }
    }
    Ok(out)
}

/// ```text
/// PolicyQualifierInfo ::= SEQUENCE { policyQualifierId OBJECT IDENTIFIER, qualifier ANY }
/// UserNotice ::= SEQUENCE { noticeRef NoticeReference OPTIONAL, explicitText DisplayText OPTIONAL }
/// ```
fn qualifier(mut parts: Reader<'_>, out: &mut Fields) -> Result<(), Malformed> {
    let kind = oids::oid(parts.expect(tag::OID)?.value);
    let Some(value) = parts.next() else { return Ok(()) };
    match kind.as_str() {
        "1.3.6.1.5.5.7.2.1" => out.push(field("Practice statement (CPS)", text::decode(&value).value)),
        "1.3.6.1.5.5.7.2.2" => {
            for part in value.children() {
                let shown = if part.constructed() { part.children().next() } else { Some(part) };
                out.extend(shown.map(|t| field("Notice", text::decode(&t).value)));
            }
        }
        _ => out.push(field("Qualifier", oids::display(&kind))),
    }
    Ok(())
}

/// `PolicyMappings ::= SEQUENCE OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }`
pub(super) fn describe_mappings(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = Fields::new();
    while !parts.is_empty() {
        let mut mapping = parts.expect(tag::SEQUENCE)?.children();
        let (issuer, subject) = (mapping.expect(tag::OID)?, mapping.expect(tag::OID)?);
        let (issuer, subject) = (oids::display(&oids::oid(issuer.value)), oids::display(&oids::oid(subject.value)));
        out.push(field("Equivalent", [&issuer, " = ", &subject].concat()));
    }
    Ok(out)
}
