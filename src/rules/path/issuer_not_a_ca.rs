//! A certificate that issued another one is not marked as a CA.

use crate::rules::prelude::*;

/// RFC 5280 6.1.4 (k).
pub const RULE: Rule = Rule {
    id: "issuer-not-a-ca",
    title: "A certificate in the chain issued another one without being a CA",
    why: "Only a certificate marked as a CA (CA:TRUE in its basic constraints) may issue others. Programs refuse the chain (error 79 in OpenSSL).",
    fix: cure::AS_CA,
    clause: Clause::Of("", " issued a certificate without being marked as a CA"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::IssuerNotCa, F::BasicConstraintsAbsent]),
    sources: &[rfc5280("4.2.1.9"), rfc5280("6.1.4"), observed("tests/handshakes.rs")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        for &index in chain.path.iter().skip(1) {
            let certificate = survey.certificate(index);
            if survey.acts_as_ca(index) {
                continue;
            }
            // The anchor's own extensions are outside path validation (RFC 5280 6.1.1 d); many programs look anyway.
            let anchor = chain.end == End::Anchor && chain.top() == Some(index);
            let says = match &certificate.basic_constraints {
                Some(_) => "CA:FALSE",
                None if certificate.version < 3 => "a version 1 certificate cannot say so",
                None => "no basicConstraints at all",
            };
            findings.report_as(
                if anchor { Severity::Warning } else { Severity::Error },
                at_server(survey, server, Some(index)),
                vec![name("Issuer", survey.label(index)), code("It says", says)],
            );
        }
    }
}
