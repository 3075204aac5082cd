//! Octets as text, one way for all: hexadecimal, addresses, and where characters end.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

/// Text form of 4 or 16 octets (RFC 5952 for IPv6); hex for any other number of octets.
#[must_use]
pub fn address(octets: &[u8]) -> String {
    if let Ok(v4) = <[u8; 4]>::try_from(octets) {
        return Ipv4Addr::from(v4).to_string();
    }
    if let Ok(v6) = <[u8; 16]>::try_from(octets) {
        return Ipv6Addr::from(v6).to_string();
    }
    hex(octets)
}

/// The last place between two characters of a text up to this octet, as `str::floor_char_boundary` has it since Rust 1.91.
#[must_use]
pub fn char_floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&n| text.is_char_boundary(n)).unwrap_or(0)
}

/// The first such place from this octet on, or the text's end.
#[must_use]
pub fn char_ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&n| text.is_char_boundary(n)).unwrap_or(text.len())
}

/// Whether two host names are one: targets normalise them in their own ways, and neither a dot at the end nor case makes another.
#[must_use]
pub fn same_host(a: &str, b: &str) -> bool {
    without_last_dots(a).eq_ignore_ascii_case(without_last_dots(b))
}

/// A name without the dots at its end, by octets: millions of names are compared.
#[must_use]
pub fn without_last_dots(name: &str) -> &str {
    let dots = name.bytes().rev().take_while(|octet| *octet == b'.').count();
    name.get(..name.len() - dots).unwrap_or(name)
}
