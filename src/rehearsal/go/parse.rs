//! What `parser.go` asks of contents, beyond what the reading table says of encodings: keys it has a type for, addresses,
//! URIs, constraints that are names.

use super::Meeting;
use crate::facts::{Certificate, Curve, GeneralName, KeyAlgorithm};
use crate::fault::{Fault, FaultKind};
use crate::policy::Position;
use std::net::Ipv6Addr;

/// Why a certificate cannot be parsed.
pub(super) fn refused(meeting: &Meeting<'_>, index: usize, position: Position) -> Option<Fault> {
    let x = meeting.certificate(index);
    key(meeting, x, index, position).or_else(|| {
        let (detail, term) = names(x).or_else(|| constraints(x))?;
        Some(Fault::of(FaultKind::ContentsRefused, index).with(detail).named(term))
    })
}

/// `parsePublicKey`, for the algorithms that it has a type for. Others are keys of no type, which is for later.
fn key(meeting: &Meeting<'_>, x: &Certificate, index: usize, position: Position) -> Option<Fault> {
    let algorithm = &x.public_key.algorithm;
    let named = [Curve::P224, Curve::P256, Curve::P384, Curve::P521];
    match algorithm {
        KeyAlgorithm::Ec(curve) if !named.contains(curve) => {
            let flaw = meeting.flaw(index, position, "key");
            let fault = flaw.unwrap_or_else(|| Fault::of(FaultKind::KeyUnsupported, index).with(curve.name()));
            Some(fault.named("x509: unsupported elliptic curve"))
        }
        KeyAlgorithm::Rsa | KeyAlgorithm::Ec(_) | KeyAlgorithm::Ed25519 | KeyAlgorithm::X25519 | KeyAlgorithm::Dsa => {
            meeting.flaw(index, position, "key").map(|fault| fault.named("x509: invalid public key"))
        }
        _ => None,
    }
}

fn names(x: &Certificate) -> Option<(String, &'static str)> {
    x.alt_names().find_map(|name| match name {
        GeneralName::Ip(octets) if mapped(octets) => Some((
            "an IPv4 address written as an IPv6 one in the subjectAltName".to_owned(),
            "x509: SAN iPAddress contains IPv4-mapped IPv6 address",
        )),
        GeneralName::Uri(uri) if !parses(uri) => Some((["URI ", uri].concat(), "x509: cannot parse URI")),
        _ => None,
    })
}

fn constraints(x: &Certificate) -> Option<(String, &'static str)> {
    const TERM: &str = "x509: invalid NameConstraints extension";
    let constraints = x.name_constraints.as_ref()?;
    if constraints.permitted.is_empty() && constraints.excluded.is_empty() {
        return Some(("name constraints without any subtree".to_owned(), "x509: empty name constraints extension"));
    }
    let odd = constraints.permitted.iter().chain(&constraints.excluded).find(|base| match base {
        GeneralName::Dns(domain) => !domain_name(domain, true),
        GeneralName::Email(mail) if mail.contains('@') => mailbox(mail).is_none(),
        GeneralName::Email(domain) => !domain_name(domain, true),
        GeneralName::Uri(domain) => domain.parse::<std::net::IpAddr>().is_ok() || !domain_name(domain, true),
        GeneralName::Ip(octets) => octets.len() == 32 && octets.get(..16).is_some_and(mapped),
        _ => false,
    })?;
    Some((["constraint ", &crate::path::name_constraints::describe(odd)].concat(), TERM))
}

fn mapped(octets: &[u8]) -> bool {
    <[u8; 16]>::try_from(octets).is_ok_and(|o| Ipv6Addr::from(o).to_ipv4_mapped().is_some())
}

/// `domainNameValid`: printable characters, no empty label, no dot at the end. Of a constraint the first dot is left out.
pub(super) fn domain_name(name: &str, constraint: bool) -> bool {
    if name.is_empty() {
        return true;
    }
    let inside = if constraint { name.strip_prefix('.').unwrap_or(name) } else { name };
    inside.split('.').all(|label| !label.is_empty() && label.bytes().all(|b| (33..=126).contains(&b)))
}

/// `parseRFC2821Mailbox`: the local part with its quotes and backslashes taken away, and the domain.
pub(super) fn mailbox(text: &str) -> Option<(String, &str)> {
    const ATOM: &[u8] = b"!#$%&'*+-/=?^_`{|}~.";
    let bytes = text.as_bytes();
    let mut local = Vec::new();
    let mut at = 0;
    if bytes.first() == Some(&b'"') {
        at = 1;
        loop {
            match *bytes.get(at)? {
                b'"' => {
                    at += 1;
                    break;
                }
                b'\\' => {
                    let next = *bytes.get(at + 1)?;
                    if !matches!(next, 1..=9 | 11 | 12 | 14..=127) {
                        return None;
                    }
                    local.push(next);
                    at += 2;
                }
                c @ (1..=8 | 11 | 12 | 14..=33 | 35..=91 | 93..=127) => {
                    local.push(c);
                    at += 1;
                }
                _ => return None,
            }
        }
    } else {
        while let Some(&c) = bytes.get(at) {
            match c {
                b'\\' => {
                    local.push(*bytes.get(at + 1)?);
                    at += 2;
                }
                c if c.is_ascii_alphanumeric() || ATOM.contains(&c) => {
                    local.push(c);
                    at += 1;
                }
                _ => break,
            }
        }
        let dots = local.first() == Some(&b'.') || local.last() == Some(&b'.') || local.windows(2).any(|w| w == b"..");
        if local.is_empty() || dots {
            return None;
        }
    }
    let domain = text.get(at..)?.strip_prefix('@')?;
    (domain_name(domain, false) && !domain.contains('@')).then(|| (String::from_utf8_lossy(&local).into_owned(), domain))
}

/// `net/url.Parse`, and its host as a domain name.
fn parses(uri: &str) -> bool {
    host(uri).is_ok_and(|host| domain_name(&host.unwrap_or_default(), false))
}

/// The host of a URI with its port, as `net/url` has it; `None` where there is none.
///
/// # Errors
/// Where it does not parse.
pub(super) fn host(uri: &str) -> Result<Option<String>, ()> {
    if uri.bytes().any(|b| b < 32 || b == 127) {
        return Err(());
    }
    let (text, fragment) = uri.split_once('#').map_or((uri, ""), |(text, fragment)| (text, fragment));
    if !escapes(fragment, |_| true) {
        return Err(());
    }
    let (scheme, rest) = scheme(text)?;
    let rest = rest.split_once('?').map_or(rest, |(rest, _)| rest);
    if !rest.starts_with('/') {
        if scheme {
            return Ok(None);
        }
        // A colon in the first segment would look like a scheme.
        let first = rest.split('/').next().unwrap_or_default();
        return if first.contains(':') || !escapes(rest, |_| true) { Err(()) } else { Ok(None) };
    }
    let Some(after) = rest.strip_prefix("//").filter(|_| scheme || !rest.starts_with("///")) else {
        return if escapes(rest, |_| true) { Ok(None) } else { Err(()) };
    };
    let end = after.find('/').unwrap_or(after.len());
    let (authority, path) = after.split_at(end);
    if !escapes(path, |_| true) {
        return Err(());
    }
    let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
    const USER: &[u8] = b"-._:~!$&'()*+,;=%@";
    if !user.bytes().all(|b| b.is_ascii_alphanumeric() || USER.contains(&b)) || !escapes(user, |_| true) {
        return Err(());
    }
    host_and_port(host).map(Some)
}

/// Whether there is a scheme, and what follows it.
fn scheme(text: &str) -> Result<(bool, &str), ()> {
    for (i, c) in text.bytes().enumerate() {
        match c {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if i > 0 => {}
            b':' if i == 0 => return Err(()),
            b':' => return Ok((true, text.get(i + 1..).unwrap_or_default())),
            _ => break,
        }
    }
    Ok((false, text))
}

fn host_and_port(text: &str) -> Result<String, ()> {
    let port = |p: &str| p.is_empty() || p.strip_prefix(':').is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit()));
    if let Some(open) = text.rfind('[') {
        if open != 0 {
            return Err(());
        }
        let close = text.rfind(']').ok_or(())?;
        return if port(text.get(close + 1..).unwrap_or_default()) { Ok(text.to_owned()) } else { Err(()) };
    }
    if let Some(colon) = text.rfind(':')
        && !port(text.get(colon..).unwrap_or_default())
    {
        return Err(());
    }
    // In a host only octets outside ASCII may be escaped.
    const HOST: &[u8] = b"-_.~!$&'()*+,;=:[]<>\"%";
    let plain = |b: u8| b >= 128 || b.is_ascii_alphanumeric() || HOST.contains(&b);
    if !text.bytes().all(plain) || !escapes(text, |octet| octet >= 128) {
        return Err(());
    }
    Ok(text.to_owned())
}

/// Every `%` is followed by two hexadecimal digits, of an octet that may be escaped.
fn escapes(text: &str, may: impl Fn(u8) -> bool) -> bool {
    text.split('%').skip(1).all(|after| {
        let digits = after.get(..2).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        digits.and_then(|d| u8::from_str_radix(d, 16).ok()).is_some_and(&may)
    })
}
