//! An issuer whose keyUsage forbids signing certificates.

use crate::path::checks;
use crate::rules::prelude::*;

/// RFC 5280 6.1.4 (n).
pub const RULE: Rule = Rule {
    id: "issuer-key-usage",
    title: "A CA certificate in the chain may not sign certificates",
    why: "Its key usage lacks keyCertSign, so programs refuse the certificates it issued.",
    gateway: None,
    fix: cure::AS_CA,
    clause: Clause::Of("", " may not sign certificates"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::IssuerKeyUsage]),
    sources: &[rfc5280("4.2.1.3"), rfc5280("6.1.4"), observed("tests/handshakes.rs")],
    applies: |s, _| applies::issuer(s, |c| c.key_usage.is_some()),
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        for index in view.issuers().filter_map(|position| checks::issuer_key_usage(&view, position)?.certificate) {
            let usage = survey.certificate(index).key_usage.map(crate::rules::common::usage::text).unwrap_or_default();
            findings.report(
                at_server(survey, server, Some(index)),
                vec![name("Issuer", survey.label(index)), code("Its keyUsage", usage)],
            );
        }
    }
}
