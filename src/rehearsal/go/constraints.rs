//! `constraints.go`: the names of every certificate below a constrained one, whatever was asked for.
//!
//! Where constraints stand above a certificate, all its names of the four forms have to be readable, constrained or not.

use super::parse::{domain_name, host, mailbox};
use crate::facts::{Certificate, GeneralName};
use crate::fault::{Fault, FaultKind};
use crate::path::name_constraints::{Form, HostBase, LeadingDot, NameRules, OtherForms, describe, held};
use crate::rehearsal::Meeting;

const NAMES: NameRules = NameRules {
    of_anchor: true,
    intermediates: true,
    self_issued_exempt: false,
    directory: false,
    other_forms: OtherForms::Ignored,
    leading_dot: LeadingDot::Subdomains,
    any_labels: true,
    wildcards_cover: true,
    host_base: HostBase::WithSubdomains,
    // The real thing sorts and has no limit.
    comparisons: 16_000_000,
    subject_email: false,
    understood: &[Form::Email, Form::Dns, Form::Uri, Form::Ip],
    pairs: usize::MAX,
    ..NameRules::RFC5280
};

/// Certificates without subjectAltName are left out.
pub(super) fn check(meeting: &Meeting<'_>, path: &[usize]) -> Result<(), Fault> {
    let mut budget = NAMES.comparisons;
    for (i, &below) in path.iter().enumerate() {
        let x = meeting.certificate(below);
        if x.extension("2.5.29.17").is_none() {
            continue;
        }
        for &above in path.get(i + 1..).unwrap_or_default() {
            let Some(constraints) = &meeting.certificate(above).name_constraints else { continue };
            let outside = unreadable(x).map_or_else(|| held(constraints, x, &NAMES, &mut budget), Err);
            outside.map_err(|name| Fault::of(FaultKind::NameConstraintViolated, below).with(name))?;
        }
    }
    Ok(())
}

/// A name that can be put to no constraint: a URI without host or with an address, a mailbox that is none, a domain with a
/// dot at its end.
fn unreadable(x: &Certificate) -> Option<String> {
    let odd = |name: &&GeneralName| match name {
        GeneralName::Uri(uri) => !host(uri).is_ok_and(|h| h.is_some_and(|h| names_a_host(&h))),
        GeneralName::Email(mail) => mailbox(mail).is_none(),
        GeneralName::Dns(name) => !domain_name(name, false),
        _ => false,
    };
    x.alt_names().find(odd).map(describe)
}

fn names_a_host(authority: &str) -> bool {
    let host = if authority.ends_with(']') { authority } else { authority.rsplit_once(':').map_or(authority, |(host, _)| host) };
    !host.is_empty() && !host.starts_with('[') && host.parse::<std::net::IpAddr>().is_err()
}
