//! A path that demands a certificate policy and has none that holds.

use crate::path::policies::{self, PolicyRules};
use crate::rules::prelude::*;

/// RFC 5280 6.1.5 (g).
pub const RULE: Rule = Rule {
    id: "policy-unacceptable",
    title: "The certificate does not meet the certificate policies that its CA demands",
    why: "A CA in the chain demands a certificate policy (policy constraints). Not every certificate below it carries one that it accepts, or some programs refuse the form in which it is stated. Programs that process policies, such as Go, Java and Chrome, refuse the whole chain. OpenSSL and the programs built on it do not look by default.",
    gateway: None,
    fix: cure::POLICY,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::PolicyUnacceptable]),
    sources: &[rfc5280("4.2.1.11"), rfc5280("6.1.5"), observed("tests/handshakes.rs")],
    applies: applies::anchored,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views().filter(|(_, view)| view.anchored) {
        let Some(fault) = policies::check(&view, PolicyRules::RFC5280) else { continue };
        let mut evidence: Vec<_> = fault.certificate.map(|c| name("Certificate", survey.label(c))).into_iter().collect();
        for &index in view.indexes {
            let x = survey.certificate(index);
            let list: Vec<&str> = x.policies.iter().map(crate::facts::Oid::as_str).collect();
            evidence.push(name("Of", survey.label(index)));
            evidence.push(code("Policies", if list.is_empty() { "none".to_owned() } else { list.join(", ") }));
            if let Some(n) = x.policy_controls.require_explicit {
                evidence.push(plain("A policy is required after so many certificates", n.to_string()));
            }
        }
        findings.report(at_server(survey, server, fault.certificate), evidence);
    }
}
