//! What `sun.security.x509` asks of contents, beyond what the reading table says of encodings, and how it compares
//! distinguished names.

use crate::facts::{Attribute, Certificate, GeneralName, KeyAlgorithm, Name, fold, same_attributes, same_folded};
use crate::fault::{Fault, FaultKind};
use crate::policy::{Ext, Position};
use crate::rehearsal::Meeting;
use std::borrow::Cow;

/// The exception of everything that cannot be parsed.
pub(super) const PARSING: &str = "CertificateParsingException";

/// Why a certificate cannot be parsed; otherwise the extensions that count as absent.
pub(super) fn contents(meeting: &Meeting<'_>, index: usize, position: Position) -> Result<Vec<Ext>, Fault> {
    let x = meeting.certificate(index);
    if let KeyAlgorithm::Ec(_) | KeyAlgorithm::Dsa = x.public_key.algorithm
        && let Some(fault) = meeting.flaw(index, position, "parameters")
    {
        return Err(fault.named(PARSING));
    }
    let mut absent = Vec::new();
    let names = x.alt_names().any(|name| unreadable(name, false));
    let constraints = x.name_constraints.as_ref();
    let bases = constraints.is_some_and(|n| n.permitted.iter().chain(&n.excluded).any(|base| unreadable(base, true)));
    for (found, oid, ext) in [(names, "2.5.29.17", Ext::San), (bases, "2.5.29.30", Ext::Nc)] {
        if !found {
            continue;
        }
        if x.extension(oid).is_some_and(|e| e.critical) {
            return Err(Fault::of(FaultKind::ExtensionUnreadable, index).with(oid).named(PARSING));
        }
        absent.push(ext);
    }
    // `InhibitAnyPolicyExtension` has to be critical.
    if x.extension("2.5.29.54").is_some_and(|e| !e.critical) {
        absent.push(Ext::Iap);
    }
    Ok(absent)
}

/// Names that their classes refuse to be made of.
fn unreadable(name: &GeneralName, constraint: bool) -> bool {
    match name {
        GeneralName::Ip(octets) => !matches!(octets.len(), 4 | 8 | 16 | 32),
        GeneralName::Email(mail) => {
            let domain = mail.split_once('@').map_or(mail.as_str(), |(_, domain)| domain);
            domain.is_empty() || domain == "."
        }
        GeneralName::Uri(uri) if !constraint => !uri_host(uri),
        _ => false,
    }
}

/// A host in a URI is a host name or an address; none is fine.
fn uri_host(uri: &str) -> bool {
    let Some((_, rest)) = uri.split_once("://") else { return uri.contains(':') };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if let Some(literal) = host.strip_prefix('[') {
        let address = literal.split_once(']').map_or("", |(address, _)| address);
        return !address.is_empty() && address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.');
    }
    let host = host.split(':').next().unwrap_or_default();
    // `java.net.URI` has no host where the authority is no host and port, which passes.
    let label = |l: &str| (1..=63).contains(&l.len()) && !l.starts_with('-') && !l.ends_with('-');
    let none = !host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    host.is_empty() || none || host.len() <= 253 && host.split('.').all(label)
}

/// `X500Name.equals`: texts of PrintableString and UTF8String are the same whatever the type, their case and their
/// blanks; other types have to be the same in every octet.
pub(super) fn same_name(a: &Name, b: &Name) -> bool {
    let plain = |x: &Attribute| matches!(x.string_type, "PrintableString" | "UTF8String");
    let same = |x: &Attribute, y: &Attribute| {
        let values = if plain(x) && plain(y) {
            same_folded(&spaced(&x.value), &spaced(&y.value))
        } else {
            x.string_type == y.string_type && x.value == y.value
        };
        x.oid == y.oid && values
    };
    let key = |x: &Attribute| if plain(x) { fold(&spaced(&x.value)) } else { [x.string_type, ":", &x.value].concat() };
    a.der == b.der || a.rdns.len() == b.rdns.len() && a.rdns.iter().zip(&b.rdns).all(|(x, y)| same_attributes(x, y, &same, &key))
}

/// `String.trim` takes every control character off both ends; inside a text only spaces are blanks.
fn spaced(text: &str) -> Cow<'_, str> {
    let blank = |c: char| c < ' ';
    let text = text.trim_matches(|c| c <= ' ');
    // Each stays itself, out of the way of what counts as a blank.
    let kept = |c: char| if blank(c) { char::from_u32(0xf_0000 + u32::from(c)).unwrap_or(c) } else { c };
    if text.contains(blank) { Cow::Owned(text.chars().map(kept).collect()) } else { Cow::Borrowed(text) }
}

/// ediPartyName, which cannot be written again when names are listed.
pub(super) fn breaks_listing(x: &Certificate) -> bool {
    x.alt_names().any(|name| matches!(name, GeneralName::Unsupported(5, _)))
}
