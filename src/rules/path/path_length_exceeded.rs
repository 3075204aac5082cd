//! More CAs below a CA than its pathLenConstraint admits.

use crate::path::checks;
use crate::rules::prelude::*;

/// RFC 5280 6.1.4 (l) and (m): self-issued certificates do not count.
pub const RULE: Rule = Rule {
    id: "path-length-exceeded",
    title: "A CA in the chain has more CAs below it than it may have",
    why: "Its certificate limits the number of CAs below it (pathLenConstraint). Programs refuse a longer chain.",
    gateway: None,
    fix: cure::LONGER_PATHS,
    clause: Clause::Of("", " has more CAs below it than it may have"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::PathLengthExceeded]),
    sources: &[rfc5280("4.2.1.9"), rfc5280("6.1.4"), observed("tests/handshakes.rs")],
    applies: |s, _| applies::issuer(s, |c| c.basic_constraints.as_ref().is_some_and(|b| b.path_len.is_some())),
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        for position in view.issuers() {
            let Some(fault) = checks::path_length(&view, position, false) else { continue };
            let below = (1..position).filter(|&p| !view.at(p).is_self_issued()).count();
            findings.report(
                at_server(survey, server, fault.certificate),
                vec![
                    name("CA", view.at(position).label()),
                    plain("CAs it may have below it", fault.detail),
                    plain("CAs below it in this chain", below.to_string()),
                ],
            );
        }
    }
}
