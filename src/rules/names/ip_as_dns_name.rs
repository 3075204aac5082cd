//! An address in a dNSName entry.

use crate::cure::Cure;
use crate::rules::prelude::*;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A dNSName is never compared with an address (RFC 9525 6.5).
pub const RULE: Rule = Rule {
    id: "ip-as-dns-name",
    title: "An IP address is stored as a DNS name",
    why: "Programs compare an address with IP entries only, so in most of them this entry never matches.",
    gateway: None,
    fix: Cure::of(
        "Have the certificate reissued with the address as an IP entry of the subject alternative name (with openssl: subjectAltName=IP:10.0.0.4).",
    ),
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::NAMES,
    explains: Explains::NOTHING,
    sources: &[rfc9525("6.5"), rfc5280("4.2.1.6"), cabf("7.1.2.7.12")],
    applies: applies::dns_names,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    named::entries(survey, findings, "DNS entry", is_address);
}

/// Whether the text is an address rather than a name.
pub fn is_address(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok() || text.trim_start_matches('[').trim_end_matches(']').parse::<Ipv6Addr>().is_ok()
}
