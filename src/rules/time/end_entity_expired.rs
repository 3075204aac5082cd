//! The end-entity certificate is past its notAfter.

use crate::path::checks;
use crate::rules::prelude::*;

/// notAfter itself still counts (RFC 5280 4.1.2.5).
pub const RULE: Rule = Rule {
    id: "end-entity-expired",
    title: "The server certificate has expired",
    why: "Every program that checks validity periods ends the connection. Browsers show a warning page, and gateways mark the server unhealthy.",
    gateway: None,
    fix: cure::RENEW,
    clause: Clause::Until(" expired on "),
    severity: Severity::Error,
    rank: rank::DATES,
    explains: Explains::owner(&[F::Expired]),
    sources: &[rfc5280("4.1.2.5"), app_gateway("Backend certificate is invalid")],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        let Some(fault) = checks::not_after(&view, 0, survey.now()) else { continue };
        findings.report(
            at_server(survey, server, fault.certificate),
            vec![name("Certificate", view.at(0).label()), date("Expired", view.at(0).not_after), date("Looked at", survey.now())],
        );
    }
}
