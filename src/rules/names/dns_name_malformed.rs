//! A dNSName that cannot be a host name.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.6 asks for the preferred name syntax: ASCII letters, digits and hyphens, no final dot. Underscores,
/// wildcards and addresses have rules of their own.
pub const RULE: Rule = Rule {
    id: "dns-name-malformed",
    title: "A DNS entry is not a host name",
    why: "It never matches: a DNS entry cannot contain spaces, a scheme, a port, a path, a final dot or characters outside ASCII. Go and Firefox refuse the whole certificate for some of these.",
    gateway: None,
    fix: cure::BARE_NAMES,
    clause: Clause::Words("a DNS entry is malformed"),
    severity: Severity::Warning,
    rank: rank::NAMES,
    explains: Explains::owner(&[F::NameUnreadable]).instead(&[F::Malformed]),
    sources: &[rfc5280("4.2.1.6"), rfc9525("6.3"), observed("tests/handshakes.rs")],
    applies: applies::dns_names,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let odd = |n: &str| !well_formed(n) && !crate::rules::names::ip_as_dns_name::is_address(n);
    named::entries(survey, findings, "Entry", odd);
}

fn well_formed(dns: &str) -> bool {
    !dns.is_empty()
        && dns.len() <= 253
        && dns.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'*'))
        })
}

#[cfg(test)]
mod tests {
    use super::well_formed;

    #[test]
    fn host_names_and_others() {
        for good in ["app.contoso.internal", "*.contoso.internal", "my_app.contoso.internal", "xn--mnchen-3ya.example", "a"] {
            assert!(well_formed(good), "{good}");
        }
        for bad in [
            "",
            " app.contoso.internal",
            "https://app",
            "app:443",
            "app/path",
            "app.",
            "m\u{fc}nchen.example",
            "a\0b",
            "-a.b",
            "a..b",
        ] {
            assert!(!well_formed(bad), "{bad}");
        }
    }
}
