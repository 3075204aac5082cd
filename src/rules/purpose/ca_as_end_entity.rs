//! The server's own certificate is marked as a CA.

use crate::path::checks;
use crate::rules::prelude::*;

/// basicConstraints cA TRUE on the certificate that a server presents for itself.
pub const RULE: Rule = Rule {
    id: "ca-as-end-entity",
    title: "The server certificate is marked as a CA",
    why: "Firefox and rustls refuse a CA certificate as a server's own. Others accept it. Anybody who gets hold of the server's key could issue certificates.",
    gateway: None,
    fix: cure::SERVER_NOT_CA,
    clause: Clause::Of("", " is marked as a CA"),
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::CaAsEndEntity]),
    sources: &[rfc5280("4.2.1.9"), observed("tests/handshakes.rs")],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        if let Some(fault) = checks::end_entity_is_no_ca(&view) {
            findings.report(at_server(survey, server, fault.certificate), vec![name("Certificate", view.at(0).label())]);
        }
    }
}
