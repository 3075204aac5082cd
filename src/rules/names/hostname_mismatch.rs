//! No presented identifier matches a name that is asked for.

use crate::rules::prelude::*;

/// RFC 9525: the subjectAltName alone counts, compared label by label.
pub const RULE: Rule = Rule {
    id: "hostname-mismatch",
    title: "The certificate is not for the name that is asked for",
    why: "A client compares the name it asks for with the names in the certificate and ends the connection if none matches.",
    gateway: Some("The gateway marks the server unhealthy, and its users see error 502."),
    fix: cure::OTHER_NAME,
    clause: Clause::Names,
    severity: Severity::Error,
    rank: rank::NAME_MATCH,
    explains: Explains::owner(&[F::NameMismatch]).instead(&[F::NoNames, F::NoNameOfThisForm, F::HostMalformed]),
    sources: &[rfc9525("6"), app_gateway("The Common Name (CN) doesn't match"), observed("tests/handshakes.rs")],
    applies: applies::names,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for asked in crate::rules::common::identifiers::mismatches(survey) {
        if !asked.is_address() {
            findings.report(
                at_host(survey, asked.server, asked.leaf, asked.host),
                crate::rules::common::identifiers::evidence(survey, asked.leaf, asked.host),
            );
        }
    }
}
