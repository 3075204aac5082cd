//! A wildcard that is not the whole leftmost label.

use crate::cure::Cure;
use crate::rules::prelude::*;

/// RFC 9525 6.3 admits `*` as the complete left-most label only; OpenSSL, Java and Node read more into it.
pub const RULE: Rule = Rule {
    id: "wildcard-form",
    title: "A wildcard is in a place where most programs ignore it",
    why: "The star must be the whole leftmost label (*.example.com). If it stands inside a label, further right or twice, browsers, Go, curl and Python ignore the entry, while OpenSSL, Java and Node accept some forms.",
    gateway: None,
    fix: Cure::of("Have the certificate reissued with the names themselves, or with *.example.com for one level."),
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::NAMES,
    explains: Explains::NOTHING,
    sources: &[rfc9525("6.3"), observed("tests/handshakes.rs")],
    applies: applies::wildcards,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    named::entries(survey, findings, "Entry", |n| {
        n.contains('*') && n.strip_prefix("*.").is_none_or(|rest| rest.is_empty() || rest.contains('*'))
    });
}
