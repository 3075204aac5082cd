//! The trust anchor is past its notAfter.

use crate::rules::prelude::*;

/// RFC 5280 6.1 leaves the anchor's dates out of the check; most programs still look at them.
pub const RULE: Rule = Rule {
    id: "anchor-expired",
    title: "The trusted root certificate has expired",
    why: "Most programs check the root's dates and refuse everything below it. Java and a few others do not, so some clients still connect.",
    gateway: None,
    fix: cure::CURRENT_CA,
    clause: Clause::Until(" expired on "),
    severity: Severity::Error,
    rank: rank::DATES,
    explains: Explains::owner(&[F::AnchorExpired]),
    sources: &[rfc5280("6.1.1"), observed("tests/handshakes.rs")],
    applies: applies::roots,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        let Some(top) = chain.top() else { continue };
        let root = matches!(chain.end, End::Anchor | End::Untrusted) && chain.path.len() > 1;
        if root && survey.certificate(top).has_expired(survey.now()) {
            findings.report(
                at_server(survey, server, Some(top)),
                vec![name("Root", survey.label(top)), date("Expired", survey.certificate(top).not_after)],
            );
        }
    }
}
