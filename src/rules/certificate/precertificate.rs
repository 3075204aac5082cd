//! A precertificate instead of a certificate.

use crate::policy::Source;
use crate::rules::prelude::*;

/// RFC 6962 3.1: the poison extension makes sure that nobody takes it for a certificate.
pub const RULE: Rule = Rule {
    id: "precertificate",
    title: "This is a precertificate, not the certificate itself",
    why: "CAs send precertificates to Certificate Transparency logs before they issue the certificate. A precertificate carries a critical poison extension on purpose, so that every program refuses it.",
    gateway: None,
    fix: cure::FINAL_CERTIFICATE,
    clause: Clause::Of("", " is a precertificate, not the certificate itself"),
    severity: Severity::Error,
    rank: rank::END_ENTITY,
    explains: Explains::NOTHING.behind(&[F::UnknownCriticalExtension]),
    sources: &[Source {
        title: "RFC 6962, Certificate Transparency",
        section: Some("3.1"),
        url: Some("https://www.rfc-editor.org/rfc/rfc6962"),
    }],
    applies: applies::certificates,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (index, entry) in survey.scene.prepared.pool.iter().enumerate() {
        if entry.certificate.precertificate {
            findings.report(
                at_certificate(index),
                vec![
                    name("Certificate", survey.label(index)),
                    code("Poison extension", crate::rules::certificate::unknown_critical_extension::POISON),
                ],
            );
        }
    }
}
