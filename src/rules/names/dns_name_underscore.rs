//! An underscore in a dNSName.

use crate::cure::Cure;
use crate::rules::prelude::*;

/// No host name by RFC 952 and 1123, and refused by public CAs; compared literally by most programs.
pub const RULE: Rule = Rule {
    id: "dns-name-underscore",
    title: "A DNS entry has an underscore",
    why: "Public CAs do not issue such names. Most programs compare them like any other, but Java refuses the name, and in OpenSSL and Python no wildcard covers it.",
    gateway: None,
    fix: Cure {
        text: "If Java clients or a public CA are involved, rename the host with a hyphen. Otherwise no action is needed.",
        step: &["Rename the host with a hyphen."],
    },
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::NAMES,
    explains: Explains::NOTHING,
    sources: &[cabf("7.1.2.7.12"), observed("tests/handshakes.rs")],
    applies: applies::dns_names,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    named::entries(survey, findings, "Entry", |n| n.contains('_'));
}
