//! A wildcard would have to stand for more, or for fewer, than one label.

use crate::report::Evidence;
use crate::rules::prelude::*;

/// RFC 9525 6.3: `*` stands for exactly one label.
pub const RULE: Rule = Rule {
    id: "wildcard-depth",
    title: "A wildcard covers exactly one level of names",
    why: "*.example.com covers app.example.com, but neither example.com itself nor api.dev.example.com.",
    gateway: None,
    fix: cure::OTHER_NAME,
    clause: Clause::Wildcard,
    severity: Severity::Error,
    rank: rank::NAMES,
    explains: Explains::NOTHING.behind(&[F::NameMismatch]).instead(&[F::HostMalformed]),
    sources: &[rfc9525("6.3"), observed("tests/handshakes.rs")],
    applies: |s, j| applies::names(s, j) && applies::wildcards(s, j),
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for asked in crate::rules::common::identifiers::mismatches(survey) {
        if let Some(evidence) = missed(survey, asked.leaf, asked.host) {
            findings.report(at_host(survey, asked.server, asked.leaf, asked.host), evidence);
        }
    }
}

/// The wildcard that would cover the host if it stood for more labels, or for none.
pub fn missed(survey: &Survey<'_>, leaf: usize, host: &str) -> Option<Vec<Evidence>> {
    let wanted = host.trim_end_matches('.').to_ascii_lowercase();
    let wildcard = survey.certificate(leaf).dns_names().find(|entry| {
        let Some(base) = entry.strip_prefix("*.").map(str::to_ascii_lowercase) else { return false };
        let above = wanted.strip_suffix(&base).and_then(|rest| rest.strip_suffix('.'));
        wanted == base || above.is_some_and(|labels| labels.contains('.'))
    })?;
    Some(vec![name("Asked for", host), name("Wildcard in the certificate", wildcard)])
}
