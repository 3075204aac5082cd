//! The commonName is a host name that the subjectAltName does not have.

use crate::cure::Cure;
use crate::identity::{IdentityPolicy, ReferenceIdentifier, matches};
use crate::rules::prelude::*;

/// With a DNS name in the subjectAltName the commonName is not looked at, which surprises whoever reads the subject.
pub const RULE: Rule = Rule {
    id: "common-name-not-in-san",
    title: "The common name is not among the certificate's alternative names",
    why: "The certificate seems to be for that name, but programs look only at the subject alternative name and do not accept it.",
    gateway: Some("Application Gateway's message says \u{201c}Common Name\u{201d} but means the alternative names."),
    fix: Cure {
        text: "If clients use that name, have the certificate reissued with it as a DNS entry of the subject alternative name. Otherwise no action is needed.",
        step: &["Have ", " reissued with its common name as a DNS entry of the subject alternative name."],
    },
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::NAMES,
    explains: Explains::NOTHING,
    sources: &[rfc9525("6.4.4"), cabf("7.1.4.3"), app_gateway("The Common Name (CN) doesn't match")],
    applies: |s, _| applies::end_entity(s, |c| c.subject_alt_names.is_some() && c.subject.common_names().next().is_some()),
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, leaf) in survey.leaves() {
        let certificate = survey.certificate(leaf);
        if certificate.subject_alt_names.is_none() {
            continue;
        }
        for common_name in certificate.subject.common_names() {
            let listed = certificate.dns_names().any(|n| n.eq_ignore_ascii_case(common_name))
                || matches(certificate, &ReferenceIdentifier::dns(common_name), &IdentityPolicy::RFC9525).matched();
            if listed || !like_a_host(common_name) {
                continue;
            }
            let asked = survey.scene.hosts.iter().any(|h| h.identifier.name().eq_ignore_ascii_case(common_name));
            let presented = crate::rules::common::identifiers::presented(certificate);
            findings.report_as(
                if asked { Severity::Warning } else { Severity::Notice },
                at_server(survey, server, Some(leaf)),
                vec![
                    name("Common name", common_name),
                    name(
                        "Alternative names",
                        if presented.is_empty() { "no host name".to_owned() } else { presented.join(", ") },
                    ),
                ],
            );
        }
    }
}

/// Two labels or more of letters, digits, hyphens, underscores or a wildcard; no address.
fn like_a_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|l| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'*')))
        && labels.last().is_some_and(|l| l.bytes().any(|b| b.is_ascii_alphabetic()))
}
