//! A wildcard right under a public suffix.

use crate::cure::Cure;
use crate::identity::public_suffix;
use crate::rules::prelude::*;

/// Browsers refuse it, public CAs never issue it, OpenSSL and Go do not mind.
pub const RULE: Rule = Rule {
    id: "wildcard-public-suffix",
    title: "A wildcard spans a whole top-level domain",
    why: "Browsers and most other programs refuse a wildcard directly under a domain where anybody may register names, such as *.com or *.co.uk. Public CAs never issue one.",
    gateway: None,
    fix: Cure::of(
        "Have the certificate reissued with the names themselves, or with a wildcard under your own domain (*.example.com).",
    ),
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::NAMES,
    explains: Explains::NOTHING,
    sources: &[rfc9525("7.1"), cabf("3.2.2.6"), observed("tests/handshakes.rs")],
    applies: applies::wildcards,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    named::entries(survey, findings, "Entry", spans_a_suffix);
}

fn spans_a_suffix(dns: &str) -> bool {
    let Some(base) = dns.strip_prefix("*.").map(|b| b.trim_end_matches('.').to_ascii_lowercase()) else { return false };
    !base.is_empty() && public_suffix(&base).name == base
}
