//! nameConstraints and certificatePolicies.

use super::super::oids;
use super::{finished, general_names};
use crate::der::{Malformed, Reader, tag};
use crate::facts::{GeneralName, NameConstraints, Oid, Problem};

/// ```text
/// NameConstraints ::= SEQUENCE { permittedSubtrees [0] OPTIONAL, excludedSubtrees [1] OPTIONAL }
/// GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }
/// ```
pub(in crate::x509) fn name_constraints(
    mut value: Reader<'_>,
    critical: bool,
    problems: &mut Vec<Problem>,
) -> Result<NameConstraints, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = NameConstraints { critical, ..NameConstraints::default() };
    while !parts.is_empty() {
        let part = parts.read()?;
        let bases = subtrees(part.children(), problems)?;
        match part.tag {
            0xa0 => out.permitted.extend(bases),
            0xa1 => out.excluded.extend(bases),
            _ => return Err(Malformed { at: part.from, truncated: false }),
        }
    }
    Ok(out)
}

fn subtrees(mut reader: Reader<'_>, problems: &mut Vec<Problem>) -> Result<Vec<GeneralName>, Malformed> {
    let mut bases = Vec::new();
    while !reader.is_empty() {
        let mut subtree = reader.expect(tag::SEQUENCE)?.children();
        bases.push(general_names::one(&subtree.read()?, problems)?);
    }
    Ok(bases)
}

/// `CertificatePolicies ::= SEQUENCE OF SEQUENCE { policyIdentifier OBJECT IDENTIFIER, policyQualifiers OPTIONAL }`
pub(in crate::x509) fn policies(mut value: Reader<'_>) -> Result<Vec<Oid>, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = Vec::with_capacity(2);
    while !parts.is_empty() {
        let mut policy = parts.expect(tag::SEQUENCE)?.children();
        out.push(oids::oid(policy.expect(tag::OID)?.value));
    }
    Ok(out)
}
