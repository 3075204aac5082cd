//! An intermediate is past its notAfter.

use crate::rules::prelude::*;

/// An expired copy beside a path that works still hurts: some programs take the first issuer they meet.
pub const RULE: Rule = Rule {
    id: "issuer-expired",
    title: "An issuing CA's certificate in the chain has expired",
    why: "The server certificate itself may be within its validity period, but programs refuse it because the certificate above it is not.",
    gateway: None,
    fix: cure::CURRENT_CA,
    clause: Clause::Until(" expired on "),
    severity: Severity::Error,
    rank: rank::DATES,
    explains: Explains::owner(&[F::IssuerExpired]),
    sources: &[rfc5280("6.1.3"), app_gateway("Backend certificate is invalid")],
    applies: applies::presented,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        for index in survey.sent_or_used(server) {
            let certificate = survey.certificate(index);
            let issuer = survey.acts_as_ca(index) && !certificate.is_self_issued();
            if !issuer || !certificate.has_expired(survey.now()) || chain.path.first() == Some(&index) {
                continue;
            }
            let avoidable = chain.end == End::Anchor && !chain.path.contains(&index);
            findings.report_as(
                if avoidable { Severity::Warning } else { Severity::Error },
                at_server(survey, server, Some(index)),
                vec![
                    name("Issuing CA", survey.label(index)),
                    date("Expired", certificate.not_after),
                    plain("Another path exists", if avoidable { "yes" } else { "no" }),
                ],
            );
        }
    }
}
