//! A certificate with its issuer's name that did not sign itself.

use crate::policy::Source;
use crate::rules::prelude::*;

/// Legitimate for a CA that renews its key (RFC 5280 3.2); for a server it makes the chain ambiguous.
pub const RULE: Rule = Rule {
    id: "subject-same-as-issuer",
    title: "The server certificate has the same name as the CA that issued it",
    why: "Programs mistake it for self-signed and do not look for its issuer.",
    gateway: Some("Microsoft's guide for Application Gateway asks for different names."),
    fix: cure::SUBJECT_OF_ITS_OWN,
    clause: Clause::Of("", " has the name of the CA that issued it, so it looks like its own issuer"),
    severity: Severity::Warning,
    rank: rank::CHAIN,
    explains: Explains::NOTHING.behind(&[F::SelfSignedUntrusted]),
    sources: &[Source {
        title: "Microsoft, Generate an Application Gateway self-signed certificate with a custom root CA",
        section: None,
        url: Some("https://learn.microsoft.com/azure/application-gateway/self-signed-certificates"),
    }],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, leaf) in survey.leaves() {
        let certificate = survey.certificate(leaf);
        if certificate.is_self_issued() && survey.self_signed(leaf) == Some(false) {
            findings.report(
                at_server(survey, server, Some(leaf)),
                vec![name("Subject and issuer", certificate.subject.to_rfc4514())],
            );
        }
    }
}
