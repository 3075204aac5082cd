//! A certificate of the path is before its notBefore.

use crate::path::checks;
use crate::rules::prelude::*;

/// Whichever certificate of the path it is, the connection has to wait for it, or a clock is wrong.
pub const RULE: Rule = Rule {
    id: "not-yet-within-validity",
    title: "A certificate's validity period has not begun yet",
    why: "Programs refuse it until its start date. Right after issuance the usual reason is a clock that runs behind.",
    gateway: None,
    fix: cure::WAIT,
    clause: Clause::From(" is not within its validity period before "),
    severity: Severity::Error,
    rank: rank::DATES,
    explains: Explains::owner(&[F::NotYetValid, F::IssuerNotYetValid]),
    sources: &[rfc5280("4.1.2.5"), app_gateway("Backend certificate is invalid")],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        for position in 0..view.len() {
            let Some(fault) = checks::not_before(&view, position, survey.now()) else { continue };
            findings.report(
                at_server(survey, server, fault.certificate),
                vec![
                    name("Certificate", view.at(position).label()),
                    date("Begins", view.at(position).not_before),
                    date("Looked at", survey.now()),
                ],
            );
        }
    }
}
