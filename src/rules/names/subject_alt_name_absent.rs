//! No subjectAltName at all.

use crate::rules::prelude::*;

/// RFC 9525 6.4.4 and every browser since 2017 look at nothing else.
pub const RULE: Rule = Rule {
    id: "subject-alt-name-absent",
    title: "The certificate has no subject alternative name",
    why: "Browsers, Go and most current programs look for host names only there and find none. curl, Java, Python and Node still fall back to the common name.",
    gateway: Some("Application Gateway falls back to the common name as well."),
    fix: cure::ALL_NAMES,
    clause: Clause::Words("the certificate has no subject alternative name, only a common name"),
    severity: Severity::Error,
    rank: rank::NAMES,
    explains: Explains::owner(&[F::NoNames]),
    sources: &[rfc9525("6.4.4"), app_gateway("The Common Name (CN) doesn't match"), observed("tests/handshakes.rs")],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, leaf) in survey.leaves() {
        let certificate = survey.certificate(leaf);
        if certificate.subject_alt_names.is_none() {
            let mut evidence = vec![name("Certificate", certificate.subject.to_rfc4514())];
            evidence.extend(certificate.subject.common_names().map(|cn| name("Common name", cn)));
            findings.report(at_server(survey, server, Some(leaf)), evidence);
        }
    }
}
