//! An address is asked for, and no iPAddress entry has it.

use crate::rules::prelude::*;

/// RFC 9525 6.5: addresses match iPAddress entries only, never DNS entries or the commonName.
pub const RULE: Rule = Rule {
    id: "ip-not-in-san",
    title: "The certificate does not have this IP address",
    why: "A client that connects by address looks for that address in the certificate, as an IP entry of the subject alternative name.",
    gateway: Some("Application Gateway never asks for an address: give it a host name."),
    fix: cure::OTHER_NAME,
    clause: Clause::Names,
    severity: Severity::Error,
    rank: rank::NAME_MATCH,
    explains: Explains::NOTHING.behind(&[F::NameMismatch]).instead(&[
        F::NoNames,
        F::NoNameOfThisForm,
        F::HostMissing,
        F::HostMalformed,
    ]),
    sources: &[rfc9525("6.5"), observed("tests/handshakes.rs")],
    applies: applies::names,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for asked in crate::rules::common::identifiers::mismatches(survey) {
        if asked.is_address() {
            findings.report(
                at_host(survey, asked.server, asked.leaf, asked.host),
                crate::rules::common::identifiers::evidence(survey, asked.leaf, asked.host),
            );
        }
    }
}
