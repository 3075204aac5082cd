//! A wildcard would have to stand for more, or for fewer, than one label.

use super::prelude::*;

/// RFC 9525 6.3: `*` stands for exactly one label.
pub const RULE: Rule = Rule {
    id: "wildcard-depth",
    title: "A wildcard covers exactly one level of names",
    why: "*.example.com covers app.example.com, but neither example.com itself nor api.dev.example.com.",
    fix: "Have the certificate reissued with the missing name as an entry of its own, or with a wildcard at that level (*.dev.example.com).",
    severity: Severity::Error,
    rank: rank::NAMES,
    sources: &[rfc9525("6.3"), observed("tests/handshakes.rs")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for asked in super::names::mismatches(survey) {
        let host = asked.host.trim_end_matches('.').to_ascii_lowercase();
        for wildcard in survey.certificate(asked.leaf).dns_names() {
            let Some(base) = wildcard.strip_prefix("*.").map(str::to_ascii_lowercase) else { continue };
            let deeper =
                host.strip_suffix(&base).and_then(|rest| rest.strip_suffix('.')).is_some_and(|labels| labels.contains('.'));
            if host == base || deeper {
                findings.report(
                    at_host(survey, asked.server, asked.leaf, asked.host),
                    vec![name("Asked for", asked.host), name("Wildcard in the certificate", wildcard)],
                );
            }
        }
    }
}
