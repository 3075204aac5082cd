//! Address text: the strict forms only. `inet_aton` also reads `10.1.5`, `0x0a.1.5.11` and leading zeros as octal;
//! programs disagree on those, so they are refused and named.

use super::policy::OddAddresses;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Four decimal numbers without leading zeros.
pub(super) fn parse_v4(text: &str) -> Option<Vec<u8>> {
    text.parse::<Ipv4Addr>().ok().map(|a| a.octets().to_vec())
}

/// An IPv6 address without brackets and zone.
pub(super) fn parse_v6(text: &str) -> Option<Vec<u8>> {
    text.parse::<Ipv6Addr>().ok().map(|a| a.octets().to_vec())
}

/// The octets of an IPv4 address in one to four parts; the last fills what is left. Each is decimal, and where URLs are
/// read also octal or hexadecimal (WHATWG URL, "IPv4 parser").
pub(super) fn parse_odd_v4(text: &str, forms: OddAddresses) -> Option<Vec<u8>> {
    let url = match forms {
        OddAddresses::Refused => return None,
        OddAddresses::Url => true,
        OddAddresses::Decimal => false,
    };
    let parts: Vec<&str> = text.strip_suffix('.').filter(|_| url).unwrap_or(text).split('.').collect();
    let number = |part: &&str| {
        if !url {
            return part.parse().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
        }
        let hex = part.strip_prefix("0x").or_else(|| part.strip_prefix("0X"));
        match (hex, part.strip_prefix('0')) {
            (Some(""), _) => Some(0),
            (Some(hex), _) => u64::from_str_radix(hex, 16).ok(),
            (None, Some(octal)) if !octal.is_empty() => u64::from_str_radix(octal, 8).ok(),
            _ => part.parse().ok(),
        }
    };
    let signless = parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_alphanumeric()) && !p.is_empty());
    let numbers: Vec<u64> = parts.iter().map(number).collect::<Option<_>>()?;
    let (last, before) = numbers.split_last()?;
    let left = 4_u32.checked_sub(u32::try_from(before.len()).ok()?).filter(|left| *left > 0)?;
    if !signless || before.iter().any(|n| *n > 255) || *last >= 1_u64 << (8 * left) {
        return None;
    }
    let high = before.iter().fold(0_u64, |sum, n| sum << 8 | n) << (8 * left);
    u32::try_from(high | last).ok().map(|all| all.to_be_bytes().to_vec())
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

#[cfg(test)]
mod tests {
    use super::{OddAddresses, parse_odd_v4};

    #[test]
    fn addresses_in_other_spellings() {
        let parse_url_v4 = |text| parse_odd_v4(text, OddAddresses::Url);
        for text in ["10.1.5.11", "10.1.1291", "10.66827", "167838987", "0x0a01050b", "012.1.5.0xb", "10.1.5.11."] {
            assert_eq!(parse_url_v4(text).as_deref(), Some(&[10, 1, 5, 11][..]), "{text}");
        }
        for text in ["", "10.1.5.256", "10.1.65536", "4294967296", "256.1", "1.2.3.4.5", "08", "1..2", "+1", "a.b"] {
            assert_eq!(parse_url_v4(text), None, "{text}");
        }
        for text in ["10.1.5.11", "10.1.1291", "10.66827", "167838987", "010.01.5.11"] {
            assert_eq!(parse_odd_v4(text, OddAddresses::Decimal).as_deref(), Some(&[10, 1, 5, 11][..]), "{text}");
        }
        for text in ["0x0a01050b", "10.1.5.0xb", "10.1.5.11.", "10.1.65536", "", "+1"] {
            assert_eq!(parse_odd_v4(text, OddAddresses::Decimal), None, "{text}");
        }
        assert_eq!(parse_odd_v4("10.1.1291", OddAddresses::Refused), None);
    }
}
