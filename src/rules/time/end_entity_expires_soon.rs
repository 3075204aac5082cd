//! The end-entity certificate ends within a month.

use crate::rules::prelude::*;

const DAY: i64 = 86_400;
/// When renewing becomes urgent: the usual first reminder of CAs and monitoring.
const SOON: i64 = 30 * DAY;

/// Still within its validity period, the last second included.
pub const RULE: Rule = Rule {
    id: "end-entity-expires-soon",
    title: "The server certificate expires in less than 30 days",
    why: "On that day every program that checks validity periods refuses the connection.",
    gateway: None,
    fix: cure::RENEW_NOW,
    clause: Clause::Until(" is at the end of its validity period, "),
    severity: Severity::Warning,
    rank: rank::DATES,
    explains: Explains::NOTHING.instead(&[F::Expired]),
    sources: &[rfc5280("4.1.2.5")],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, leaf) in survey.leaves() {
        let end = survey.certificate(leaf).not_after;
        let left = end.saturating_sub(survey.now());
        if (0..SOON).contains(&left) {
            findings.report(
                at_server(survey, server, Some(leaf)),
                vec![
                    name("Certificate", survey.label(leaf)),
                    date("Expires", end),
                    plain("Whole days left", (left / DAY).to_string()),
                ],
            );
        }
    }
}
