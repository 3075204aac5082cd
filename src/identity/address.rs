//! Address text: the strict forms only. `inet_aton` also reads `10.1.5`, `0x0a.1.5.11` and leading zeros as octal;
//! programs disagree on those, so they are refused and named.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Four decimal numbers without leading zeros.
pub(super) fn parse_v4(text: &str) -> Option<Vec<u8>> {
    text.parse::<Ipv4Addr>().ok().map(|a| a.octets().to_vec())
}

/// An IPv6 address without brackets and zone.
pub(super) fn parse_v6(text: &str) -> Option<Vec<u8>> {
    text.parse::<Ipv6Addr>().ok().map(|a| a.octets().to_vec())
}

/// Whether the last label is a number, decimal or hexadecimal: such a name is taken for an IPv4 address by URL parsers
/// (WHATWG URL, "ends in a number"), never for a DNS name.
pub(super) fn ends_in_a_number(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let last = name.rsplit('.').next().unwrap_or_default();
    if last.is_empty() {
        return false;
    }
    if last.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    let hex = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    hex.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}
