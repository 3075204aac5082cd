//! An issuer or the root of the path ends within a month, or before the certificate below it.

use crate::rules::prelude::*;

/// As for the end-entity certificate, one month.
const SOON: i64 = 30 * 86_400;

/// The path is only as long-lived as its shortest part.
pub const RULE: Rule = Rule {
    id: "issuer-expires-soon",
    title: "A CA certificate in the chain expires in less than 30 days",
    why: "From then on programs refuse the chain, even while the server certificate is within its validity period.",
    gateway: None,
    fix: cure::CURRENT_CA,
    clause: Clause::Until(" is at the end of its validity period, "),
    severity: Severity::Warning,
    rank: rank::DATES,
    explains: Explains::NOTHING.instead(&[F::IssuerExpired, F::AnchorExpired]),
    sources: &[rfc5280("6.1.3")],
    applies: applies::issuers,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        for &index in chain.path.iter().skip(1) {
            let end = survey.certificate(index).not_after;
            if (0..SOON).contains(&end.saturating_sub(survey.now())) {
                findings
                    .report(at_server(survey, server, Some(index)), vec![name("CA", survey.label(index)), date("Expires", end)]);
            }
        }
    }
}
