//! certificatePolicies and policyMappings, and Microsoft's application policies, which have the same syntax.

use super::super::oids;
use super::{Fields, field, parsed, whole};
use crate::der::{Malformed, Reader, text};
use crate::facts::Oid;
use der_parser::der::{parse_der_sequence_defined_g, parse_der_sequence_of_v};
use der_parser::error::BerResult;
use x509_parser::asn1_rs::{self, FromDer};
use x509_parser::extensions::{PolicyMapping, PolicyMappings};

/// `CertificatePolicies ::= SEQUENCE OF SEQUENCE { policyIdentifier OBJECT IDENTIFIER, policyQualifiers OPTIONAL }`
pub(in crate::x509) fn identifiers(value: Reader<'_>) -> Result<Vec<Oid>, Malformed> {
    Ok(policies(value)?.iter().map(|(policy, _)| oids::oid(policy.as_bytes())).collect())
}

/// Each policy's identifier and what follows it, by der-parser: x509-parser reads policies only through the table of all
/// its extension parsers.
fn policies<'a>(value: Reader<'a>) -> Result<Vec<(asn1_rs::Oid<'a>, &'a [u8])>, Malformed> {
    whole(value, parse_der_sequence_of_v(identified))
}

/// `SEQUENCE { OBJECT IDENTIFIER, ... }`
fn identified(octets: &[u8]) -> BerResult<'_, (asn1_rs::Oid<'_>, &[u8])> {
    parse_der_sequence_defined_g(|content, _| {
        let (rest, id) = asn1_rs::Oid::from_der(content)?;
        Ok((&[][..], (id, rest)))
    })(octets)
}

/// Policies with their qualifiers: the CPS pointer and the text for the user.
pub(super) fn describe(value: Reader<'_>) -> Result<Fields, Malformed> {
    let mut out = Fields::new();
    for (policy, rest) in policies(value)? {
        out.push(field("Policy", oids::display(&oids::oid(policy.as_bytes()))));
        if rest.is_empty() {
            continue;
        }
        let qualifiers = Reader::new(rest, value.at());
        for (kind, qualified) in whole(qualifiers, parse_der_sequence_of_v(identified))? {
            qualifier(&oids::oid(kind.as_bytes()), Reader::new(qualified, value.at()), &mut out);
        }
    }
    Ok(out)
}

/// ```text
/// PolicyQualifierInfo ::= SEQUENCE { policyQualifierId OBJECT IDENTIFIER, qualifier ANY }
/// UserNotice ::= SEQUENCE { noticeRef NoticeReference OPTIONAL, explicitText DisplayText OPTIONAL }
/// ```
fn qualifier(kind: &Oid, mut parts: Reader<'_>, out: &mut Fields) {
    let Some(value) = parts.next() else { return };
    match kind.as_str() {
        "1.3.6.1.5.5.7.2.1" => out.push(field("Practice statement (CPS)", text::decode(&value).value)),
        "1.3.6.1.5.5.7.2.2" => {
            for part in value.children() {
                let shown = if part.constructed() { part.children().next() } else { Some(part) };
                out.extend(shown.map(|t| field("Notice", text::decode(&t).value)));
            }
        }
        _ => out.push(field("Qualifier", oids::display(kind))),
    }
}

/// `PolicyMappings ::= SEQUENCE OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }`
pub(super) fn describe_mappings(value: Reader<'_>) -> Result<Fields, Malformed> {
    let read: PolicyMappings<'_> = parsed(value)?;
    let name = |oid: &asn1_rs::Oid<'_>| oids::display(&oids::oid(oid.as_bytes()));
    let one =
        |m: &PolicyMapping<'_>| field("Equivalent", [name(&m.issuer_domain_policy), name(&m.subject_domain_policy)].join(" = "));
    Ok(read.mappings.iter().map(one).collect())
}
