//! The end-entity certificate may not be used for a server.

use crate::facts::eku;
use crate::rules::prelude::*;

/// No extension means any purpose; one without serverAuth means not this one (RFC 5280 4.2.1.12).
pub const RULE: Rule = Rule {
    id: "eku-server-auth-missing",
    title: "The certificate may not be used for a TLS server",
    why: "Its extended key usage lists purposes, and serverAuth is not among them. Every client refuses it as unsuitable for this purpose.",
    fix: "Have the certificate reissued from a web server template, with serverAuth in the extended key usage.",
    clause: Clause::Of("", " may not be used for a TLS server"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::ServerAuthMissing]),
    sources: &[rfc5280("4.2.1.12"), observed("tests/handshakes.rs")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, leaf) in survey.leaves() {
        let Some(purposes) = survey.certificate(leaf).extended_key_usage.as_ref().map(|e| &e.purposes) else { continue };
        if purposes.iter().any(|p| *p == *eku::SERVER_AUTH) {
            continue;
        }
        // OpenSSL does not take anyExtendedKeyUsage for serverAuth, Go and NSS do.
        let any = purposes.iter().any(|p| *p == *eku::ANY);
        findings.report_as(
            if any { Severity::Warning } else { Severity::Error },
            at_server(survey, server, Some(leaf)),
            vec![
                name("Certificate", survey.label(leaf)),
                code("Its extended key usage", crate::rules::common::usage::purposes(purposes)),
            ],
        );
    }
}
