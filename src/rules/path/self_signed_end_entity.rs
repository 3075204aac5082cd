//! The server's certificate is signed by itself.

use crate::rules::prelude::*;

/// There is no CA behind it: it is trusted by name or not at all.
pub const RULE: Rule = Rule {
    id: "self-signed-end-entity",
    title: "The server certificate is self-signed",
    why: "No CA stands behind it, so every program refuses it unless this very certificate is in its trust store.",
    gateway: Some("Application Gateway reports a missing intermediate if it is not marked as a CA."),
    fix: cure::PRIVATE_ROOT,
    clause: Clause::Of("", " is self-signed and not trusted as it stands"),
    severity: Severity::Error,
    rank: rank::TRUST,
    explains: Explains::owner(&[F::SelfSignedUntrusted]).behind(&[F::IssuerMissing, F::AnchorUntrusted]).instead(&[
        F::IssuerNotCa,
        F::BasicConstraintsAbsent,
        F::IssuerVersionOld,
    ]),
    sources: &[rfc5280("6.1"), app_gateway("Intermediate certificate was not found"), observed("tests/handshakes.rs")],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, leaf) in survey.leaves() {
        if !survey.certificate(leaf).is_self_issued() || survey.self_signed(leaf) == Some(false) {
            continue;
        }
        let trusted = survey.anchors.contains(&leaf);
        findings.report_as(
            if trusted { Severity::Warning } else { Severity::Error },
            at_server(survey, server, Some(leaf)),
            vec![
                name("Certificate", survey.label(leaf)),
                plain("Marked as a CA", if survey.certificate(leaf).is_ca() { "yes" } else { "no" }),
                plain("Given as trusted", if trusted { "yes" } else { "no" }),
            ],
        );
    }
}
