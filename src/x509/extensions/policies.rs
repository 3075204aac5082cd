//! certificatePolicies and policyMappings, and Microsoft's application policies, which have the same syntax.

use super::super::oids;
use super::{Fields, as_many, field, not_theirs, parsed, shown, whole_element};
use crate::der::{Malformed, Reader, tag, text};
use crate::facts::Oid;
use x509_parser::asn1_rs;
use x509_parser::extensions::{ParsedExtension, PolicyInformation, PolicyMapping, PolicyMappings};

/// `CertificatePolicies ::= SEQUENCE OF SEQUENCE { policyIdentifier OBJECT IDENTIFIER, policyQualifiers OPTIONAL }`
pub(in crate::x509) fn identifiers(value: Reader<'_>, theirs: Option<&ParsedExtension<'_>>) -> Result<Vec<Oid>, Malformed> {
    Ok(read(value, theirs)?.iter().map(|policy| oids::oid(policy.policy_id.as_bytes())).collect())
}

fn read<'t, 'a>(value: Reader<'_>, theirs: Option<&'t ParsedExtension<'a>>) -> Result<&'t [PolicyInformation<'a>], Malformed> {
    let list = whole_element(&mut { value }, tag::SEQUENCE)?;
    let Some(ParsedExtension::CertificatePolicies(read)) = theirs else { return Err(not_theirs(value)) };
    as_many(list, read.len())?;
    Ok(read)
}

/// Policies with their qualifiers: the CPS pointer and the text for the user.
pub(super) fn describe(value: Reader<'_>) -> Result<Fields, Malformed> {
    shown("2.5.29.32", value, |theirs| {
        let mut out = Fields::new();
        for policy in read(value, theirs)? {
            out.push(field("Policy", oids::display(&oids::oid(policy.policy_id.as_bytes()))));
            for info in policy.policy_qualifiers.iter().flatten() {
                let kind = oids::oid(info.policy_qualifier_id.as_bytes());
                qualifier(&kind, Reader::new(info.qualifier, value.at()), &mut out);
            }
        }
        Ok(out)
    })
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
