//! An underscore in a dNSName.

use crate::rules::prelude::*;

/// No host name by RFC 952 and 1123, and refused by public CAs; compared literally by most programs.
pub const RULE: Rule = Rule {
    id: "dns-name-underscore",
    title: "A DNS entry of the certificate has an underscore",
    why: "Public CAs do not issue such names. Most programs compare them like any other, but Java refuses the name, and in OpenSSL and Python no wildcard covers it.",
    fix: "If Java clients or a public CA are involved, rename the host with a hyphen. Otherwise no action is needed.",
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::NAMES,
    explains: Explains::NOTHING,
    sources: &[cabf("7.1.2.7.12"), observed("tests/handshakes.rs")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, leaf) in survey.leaves() {
        let with: Vec<&str> = survey.certificate(leaf).dns_names().filter(|n| n.contains('_')).collect();
        if !with.is_empty() {
            findings.report(at_server(survey, server, Some(leaf)), with.iter().take(8).map(|n| name("Entry", *n)).collect());
        }
    }
}
