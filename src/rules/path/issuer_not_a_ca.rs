//! A certificate that issued another one is not marked as a CA.

use crate::path::checks::{self, CaRules, Role};
use crate::rules::prelude::*;

/// RFC 5280 6.1.4 (k).
pub const RULE: Rule = Rule {
    id: "issuer-not-a-ca",
    title: "A certificate in the chain issued another one without being a CA",
    why: "Only a certificate marked as a CA (CA:TRUE in its basic constraints) may issue others. Programs refuse the chain (error 79 in OpenSSL).",
    gateway: None,
    fix: cure::AS_CA,
    clause: Clause::Of("", " issued a certificate without being marked as a CA"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::IssuerNotCa, F::BasicConstraintsAbsent]),
    sources: &[rfc5280("4.2.1.9"), rfc5280("6.1.4"), observed("tests/handshakes.rs")],
    applies: applies::issuers,
    check,
};

/// A version 1 root has no place to say that it is a CA.
const RULES: CaRules = CaRules { version_1_self_issued: true, version_1: false, key_cert_sign: false, signers_only: false };

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        for position in view.issuers() {
            let Some(fault) = checks::issuer_is_ca(&view, position, RULES) else { continue };
            // The anchor's own extensions are outside path validation (RFC 5280 6.1.1 d); many programs look anyway.
            let anchor = view.role(position) == Role::Anchor;
            let says = match fault.kind {
                F::IssuerNotCa => "CA:FALSE",
                F::IssuerVersionOld => "a version 1 certificate cannot say so",
                F::BasicConstraintsUnreadable => "basicConstraints that cannot be read",
                _ => "no basicConstraints at all",
            };
            findings.report_as(
                if anchor { Severity::Warning } else { Severity::Error },
                at_server(survey, server, fault.certificate),
                vec![name("Issuer", view.at(position).label()), code("It says", says)],
            );
        }
    }
}
