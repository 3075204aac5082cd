//! The server's own certificate is marked as a CA.

use crate::rules::prelude::*;

/// basicConstraints cA TRUE on the certificate that a server presents for itself.
pub const RULE: Rule = Rule {
    id: "ca-as-end-entity",
    title: "The server certificate is marked as a CA",
    why: "Firefox and rustls refuse a CA certificate as a server's own. Others accept it. Anybody who gets hold of the server's key could issue certificates.",
    fix: cure::SERVER_NOT_CA,
    clause: Clause::Of("", " is marked as a CA"),
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::CaAsEndEntity]),
    sources: &[rfc5280("4.2.1.9"), observed("tests/handshakes.rs")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, leaf) in survey.leaves() {
        if survey.certificate(leaf).is_ca() {
            findings.report(at_server(survey, server, Some(leaf)), vec![name("Certificate", survey.label(leaf))]);
        }
    }
}
