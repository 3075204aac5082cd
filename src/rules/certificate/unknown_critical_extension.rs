//! A critical extension that is not understood.

use crate::path::checks;
use crate::rules::prelude::*;

/// Extensions that RFC 5280, RFC 7633 and RFC 3739 define and that path validation or TLS knows what to do with.
const KNOWN: [&str; 18] = [
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.16",
    "2.5.29.17",
    "2.5.29.18",
    "2.5.29.19",
    "2.5.29.30",
    "2.5.29.31",
    "2.5.29.32",
    "2.5.29.33",
    "2.5.29.35",
    "2.5.29.36",
    "2.5.29.37",
    "2.5.29.54",
    "1.3.6.1.5.5.7.1.1",
    "1.3.6.1.5.5.7.1.3",
    "1.3.6.1.5.5.7.1.24",
    // A precertificate has a rule of its own.
    POISON,
];

/// The poison of a precertificate.
pub const POISON: &str = "1.3.6.1.4.1.11129.2.4.3";

/// Critical means: refuse the certificate unless you know what this is (RFC 5280 4.2).
pub const RULE: Rule = Rule {
    id: "unknown-critical-extension",
    title: "A certificate has a critical extension that programs do not know",
    why: "A program must refuse a certificate with a critical extension that it does not know, and general TLS programs do not know this one.",
    gateway: None,
    fix: cure::NO_STRANGE_EXTENSION,
    clause: Clause::Of("", " has a critical extension that programs do not know"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::UnknownCriticalExtension]),
    sources: &[rfc5280("4.2"), observed("tests/handshakes.rs")],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        for position in 0..view.len() {
            let Some(fault) = checks::unknown_critical(&view, position, &KNOWN) else { continue };
            findings.report(
                at_server(survey, server, fault.certificate),
                vec![name("Certificate", view.at(position).label()), code("Extension", fault.detail)],
            );
        }
    }
}
