//! Transcripts of clients and tools: what they were asked to do, what a server presented, and what they made of it.

pub mod args;
pub mod browsers;
pub mod curl;
pub mod gnutls;
pub mod java_debug;
pub mod keytool;
pub mod openssl_verify;
pub mod s_client;
pub mod scanners;
pub mod sslyze;
pub mod testssl;
pub mod tshark;
pub mod windows;

#[cfg(test)]
mod tests;

use super::phrases::without_port;
use std::net::IpAddr;

/// Whether the text is an address, with or without brackets.
pub(super) fn is_address(text: &str) -> bool {
    text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
}

/// The host of `H:P`, `[A]:P` or `H`.
pub(super) fn host_of(target: &str) -> &str {
    without_port(target)
}

/// Hexadecimal digits of a fingerprint in small letters, whatever stands between them; `None` where other letters do.
pub(super) fn hex(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("0x").unwrap_or(text);
    let digits: String = text.chars().filter(|c| !matches!(c, ':' | ' ' | '-')).collect();
    let plain = !digits.is_empty() && digits.len() <= 128 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    plain.then(|| digits.to_ascii_lowercase())
}

/// A serial number as hexadecimal without leading zeros.
pub(super) fn serial(text: &str) -> Option<String> {
    let digits = hex(text)?;
    let short = digits.trim_start_matches('0');
    Some(if short.is_empty() { "0".to_owned() } else { short.to_owned() })
}
