//! A name outside what a CA of the path may issue for.

use crate::path::name_constraints::{self, NameRules};
use crate::rules::prelude::*;

/// RFC 5280 6.1.3 (b) and (c).
pub const RULE: Rule = Rule {
    id: "name-constraint-violated",
    title: "The certificate has a name that its CA may not issue for",
    why: "A CA in the chain is restricted to certain domains or addresses (name constraints), and this certificate has a name outside them. Programs refuse the whole certificate, not only that name.",
    gateway: None,
    fix: cure::WITHIN_CONSTRAINTS,
    clause: Clause::Words("the certificate has a name that its CA may not issue for"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::NameConstraintViolated]),
    sources: &[rfc5280("4.2.1.10"), rfc5280("6.1.3"), observed("tests/handshakes.rs")],
    applies: applies::issuers,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        let Some(fault) = name_constraints::check(&view, &NameRules::RFC5280) else { continue };
        let mut evidence: Vec<_> = fault.certificate.map(|c| name("Certificate", survey.label(c))).into_iter().collect();
        if !fault.detail.is_empty() {
            evidence.push(name("Name outside", fault.detail.clone()));
        }
        for &index in view.indexes.iter().skip(1) {
            let Some(constraints) = &survey.certificate(index).name_constraints else { continue };
            evidence.push(name("Restricted CA", survey.label(index)));
            let list = |names: &[crate::facts::GeneralName]| {
                names.iter().map(crate::rules::common::identifiers::subtree).collect::<Vec<_>>().join(", ")
            };
            if !constraints.permitted.is_empty() {
                evidence.push(name("It may issue for", list(&constraints.permitted)));
            }
            if !constraints.excluded.is_empty() {
                evidence.push(name("It may not issue for", list(&constraints.excluded)));
            }
        }
        findings.report(at_server(survey, server, fault.certificate), evidence);
    }
}
