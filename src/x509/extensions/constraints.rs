//! nameConstraints, policyConstraints, inhibitAnyPolicy.

use super::{Fields, field, general_names, parsed};
use crate::der::{Malformed, Reader, tag};
use crate::facts::{GeneralName, NameConstraints, Problem};
use x509_parser::extensions::{InhibitAnyPolicy, PolicyConstraints};

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

pub(super) fn describe_names(value: Reader<'_>) -> Result<Fields, Malformed> {
    let constraints = name_constraints(value, false, &mut Vec::new())?;
    let permitted = constraints.permitted.iter().map(|name| field("Permitted", labelled(name)));
    Ok(permitted.chain(constraints.excluded.iter().map(|name| field("Excluded", labelled(name)))).collect())
}

fn labelled(name: &GeneralName) -> String {
    let line = general_names::line(name);
    [line.label, ": ", &line.value].concat()
}

/// ```text
/// PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] SkipCerts OPTIONAL, inhibitPolicyMapping [1] SkipCerts OPTIONAL }
/// ```
pub(super) fn describe_policies(value: Reader<'_>) -> Result<Fields, Malformed> {
    let constraints: PolicyConstraints = parsed(value)?;
    let mut out = Fields::new();
    out.extend(constraints.require_explicit_policy.map(|n| field("Explicit policy required after", count(n))));
    out.extend(constraints.inhibit_policy_mapping.map(|n| field("Policy mapping inhibited after", count(n))));
    Ok(out)
}

pub(super) fn describe_inhibit_any_policy(value: Reader<'_>) -> Result<Fields, Malformed> {
    let inhibit: InhibitAnyPolicy = parsed(value)?;
    Ok(vec![field("anyPolicy inhibited after", count(inhibit.skip_certs))])
}

fn count(certificates: u32) -> String {
    [certificates.to_string().as_str(), if certificates == 1 { " certificate" } else { " certificates" }].concat()
}
