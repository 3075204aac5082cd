//! What the extensions about certificate policies say beside the policies themselves.

use super::super::oids;
use super::finished;
use crate::der::{Malformed, Reader, tag};
use crate::facts::{ANY_POLICY, Oid};

/// `SEQUENCE OF SEQUENCE { policyIdentifier, policyQualifiers SEQUENCE OPTIONAL }`: whether a policy other than anyPolicy
/// has qualifiers.
pub(super) fn qualified(mut value: Reader<'_>) -> bool {
    let Ok(list) = value.expect(tag::SEQUENCE) else { return false };
    let mut policies = list.children();
    let mut found = false;
    while let Ok(policy) = policies.expect(tag::SEQUENCE) {
        let mut parts = policy.children();
        let Ok(id) = parts.expect(tag::OID) else { continue };
        let some = parts.expect(tag::SEQUENCE).is_ok_and(|q| !q.value.is_empty());
        found |= some && oids::oid(id.value) != *ANY_POLICY;
    }
    found
}

/// `PolicyMappings ::= SEQUENCE OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }`
pub(super) fn mappings(mut value: Reader<'_>) -> Result<Vec<(Oid, Oid)>, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = Vec::with_capacity(2);
    while !parts.is_empty() {
        let mut mapping = parts.expect(tag::SEQUENCE)?.children();
        let (issuer, subject) = (mapping.expect(tag::OID)?, mapping.expect(tag::OID)?);
        out.push((oids::oid(issuer.value), oids::oid(subject.value)));
    }
    Ok(out)
}

/// ```text
/// PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] SkipCerts OPTIONAL, inhibitPolicyMapping [1] SkipCerts OPTIONAL }
/// ```
pub(super) fn constraints(mut value: Reader<'_>) -> Result<(Option<u32>, Option<u32>), Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let require_explicit = parts.optional(0x80)?.and_then(|n| skip_certs(n.value));
    let inhibit_mapping = parts.optional(0x81)?.and_then(|n| skip_certs(n.value));
    finished(&parts)?;
    Ok((require_explicit, inhibit_mapping))
}

/// `InhibitAnyPolicy ::= SkipCerts`
pub(super) fn inhibit_any(mut value: Reader<'_>) -> Result<Option<u32>, Malformed> {
    let number = value.expect(tag::INTEGER)?;
    finished(&value)?;
    Ok(skip_certs(number.value))
}

/// `SkipCerts ::= INTEGER (0..MAX)`. Numbers that are larger than any path are all the same.
fn skip_certs(content: &[u8]) -> Option<u32> {
    let (first, rest) = content.split_first()?;
    let fold = |n: u32, b: &u8| n.saturating_mul(256).saturating_add(u32::from(*b));
    (first & 0x80 == 0).then(|| rest.iter().fold(u32::from(*first), fold))
}
