//! The explanation from both sides: every presented identifier against one host, the closest first, and why it does
//! or does not count under RFC 9525.

use super::address::{parse_v4, parse_v6};
use super::address_text;
use super::policy::IdentityPolicy;
use super::suffixes::public_suffix;
use super::{ReferenceIdentifier, ReferenceKind, idn};
use crate::facts::{Certificate, GeneralName};
use crate::lists;

/// Every presented identifier against one host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// RFC 9525 verdict.
    pub matched: bool,
    /// Closest first.
    pub presented: Vec<ComparedName>,
    /// Id and sentence (see [`REASONS`]) of what would help most, and the name it is about.
    pub advice: Option<(&'static str, &'static str, String)>,
}

/// One presented identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedName {
    /// dns | ip | cn | email | uri.
    pub kind: &'static str,
    /// As in the certificate.
    pub value: String,
    /// Whether it matches.
    pub matches: bool,
    /// Stable id of the reason.
    pub reason: &'static str,
    /// Constant sentence for it.
    pub explanation: &'static str,
    /// Its labels, left to right.
    pub labels: Vec<ComparedLabel>,
    /// Edit distance to the host; 0 is equal or covered.
    pub distance: u32,
}

/// A label of a presented name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedLabel {
    /// Text.
    pub text: String,
    /// Whether it differs from the host's label in the same place, counted from the right.
    pub differs: bool,
}

/// Reasons and advice: stable id and the constant sentence for it.
pub const REASONS: &[(&str, &str)] = &[
    ("name-equal", "This name is the host's name."),
    ("wildcard-covers", "The wildcard stands for the host's first label."),
    (
        "wildcard-over-public-suffix",
        "The wildcard covers every name under a public suffix: RFC 9525 leaves that open, browsers and OpenSSL refuse it.",
    ),
    ("address-equal", "This address is the host's address."),
    (
        "common-name-ignored",
        "The common name (CN) does not count: the certificate has subject alternative names, and only they are compared.",
    ),
    (
        "common-name-only",
        "The common name (CN) does not count for current clients: the name must be a subject alternative name (SAN).",
    ),
    ("wildcard-one-label", "The wildcard stands for exactly one label, and the host has more in its place."),
    ("wildcard-not-apex", "The wildcard needs a label in its place: it does not cover the domain itself."),
    ("wildcard-partial", "The wildcard is only part of a label; most clients accept only a whole label."),
    ("wildcard-not-leftmost", "The wildcard is not in the first label, where it belongs."),
    ("address-as-name", "The address is written as a name (dNSName); addresses count only as address entries (iPAddress)."),
    ("address-needs-entry", "The host is an address, and only address entries (iPAddress) are compared with it."),
    ("address-not-name", "This entry is an address, and the host is a name."),
    ("address-differs", "This is another address."),
    ("address-length", "An address entry has 4 or 16 octets; this one has another length."),
    ("trailing-dot-in-certificate", "The name in the certificate ends in a dot, which most clients compare as it is."),
    ("typo", "This name differs from the host in one character."),
    ("www-in-certificate", "The certificate has the name with www, the host is without."),
    ("www-in-host", "The host is with www, the certificate has the name without."),
    ("host-below-name", "The host is below this name; a name covers only itself."),
    ("same-domain", "This is another host of the same domain."),
    ("other-domain", "This is a name of another domain."),
    ("unicode-in-certificate", "The certificate has the international name in Unicode; it must be in A-label form (xn--)."),
    ("malformed-name", "This entry is not a hostname, so clients skip it or refuse the certificate."),
    ("kind-not-compared", "Entries of this kind are not compared with hostnames."),
    ("host-not-comparable", "You typed something that is not a hostname, so nothing can match it."),
    ("fix-typed-name", "Check the spelling: the certificate has a name that differs in one character."),
    (
        "add-host-to-certificate",
        "Reissue the certificate with the host as a subject alternative name, or ask for a name that it has.",
    ),
    ("move-name-to-san", "Reissue the certificate with the common name (CN) as a subject alternative name too."),
    (
        "add-both-www-forms",
        "Reissue the certificate with the name both with and without www, or redirect clients to the one it has.",
    ),
    ("add-apex", "Reissue the certificate with the domain itself beside the wildcard."),
    ("add-deeper-name", "Reissue the certificate with this very name, or with a wildcard one level further down."),
    (
        "add-address-entry",
        "Connect to the server by a name, or reissue the certificate with the address as an address entry (iPAddress).",
    ),
    ("write-a-label", "Reissue the certificate with the name in A-label form (xn--)."),
    ("certificate-without-names", "Reissue the certificate with subject alternative names: it has none at all."),
];

fn sentence(id: &'static str) -> &'static str {
    REASONS.iter().find(|(known, _)| *known == id).map_or("", |(_, sentence)| sentence)
}

/// Compares a host with each identifier of a certificate.
#[must_use]
pub fn compare(certificate: &Certificate, reference: &ReferenceIdentifier) -> Comparison {
    compare_closest(certificate, reference, usize::MAX)
}

/// The same, as far as the closest `shown` identifiers: of a thousand names against two hundred hosts nobody sees more, and
/// how far apart two texts are takes a square of their length.
#[must_use]
pub fn compare_closest(certificate: &Certificate, reference: &ReferenceIdentifier, shown: usize) -> Comparison {
    let near = Near::new(reference);
    let presented = certificate.alt_names().filter_map(|name| match name {
        GeneralName::Dns(text) => Some(Candidate::Dns(text)),
        GeneralName::Ip(octets) => Some(Candidate::Ip(octets)),
        GeneralName::Email(text) => Some(Candidate::Other("email", text)),
        GeneralName::Uri(text) => Some(Candidate::Other("uri", text)),
        _ => None,
    });
    let without_san = certificate.subject_alt_names.is_none();
    let reason = if without_san { "common-name-only" } else { "common-name-ignored" };
    let common_names = certificate.subject.common_names().filter(|text| without_san || looks_like_a_host(text));
    let all = presented.chain(common_names.map(|text| Candidate::CommonName(text, reason)));
    let mut candidates: Vec<(Order, Candidate<'_>)> =
        all.enumerate().map(|(place, candidate)| (near.order(&candidate, place), candidate)).collect();
    lists::sort_by(&mut candidates, |a, b| a.0.cmp(&b.0));
    // In the order of what they are at least: in the end nothing that follows can be among the closest.
    let matched = candidates.first().is_some_and(|(order, _)| !order.fails);
    let mut closest: Vec<(Order, Candidate<'_>)> = Vec::new();
    for (least, candidate) in candidates {
        let beyond = shown.checked_sub(1).and_then(|last| closest.get(last)).is_some_and(|(last, _)| *last < least);
        if beyond && (matched || !near.tells(&candidate)) {
            continue;
        }
        // How much farther than the last one that is shown does not matter, but to advice.
        let last = if near.tells(&candidate) { None } else { shown.checked_sub(1).and_then(|last| closest.get(last)) };
        let most = last.map_or(u32::MAX, |(last, _)| last.distance.max(1));
        let order = Order { distance: candidate.distance(&near, most), ..least };
        // Equal distances keep the certificate's order.
        let at = closest.partition_point(|(before, _)| *before < order);
        closest.insert(at, (order, candidate));
    }
    let kept = closest.into_iter().enumerate().filter(|(place, (_, c))| *place < shown || !matched && near.tells(c));
    let mut presented: Vec<ComparedName> = kept.map(|(_, (order, candidate))| candidate.compare(&near, order.distance)).collect();
    let advice = if matched { None } else { advice(&presented, reference) };
    presented.truncate(shown);
    Comparison { matched, presented, advice: advice.map(|(id, about)| (id, sentence(id), about)) }
}

/// Where an identifier stands in the list: what matches first, what is no host last, the closest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    fails: bool,
    other_kind: bool,
    distance: u32,
    place: usize,
}

/// An identifier that is not compared yet.
enum Candidate<'c> {
    Dns(&'c str),
    CommonName(&'c str, &'static str),
    Ip(&'c [u8]),
    Other(&'static str, &'c str),
}

impl Candidate<'_> {
    /// Where it is more than `most`, some number above that.
    fn distance(&self, near: &Near<'_>, most: u32) -> u32 {
        match *self {
            Self::Dns(text) | Self::CommonName(text, _) if near.covers(text) => 0,
            Self::Dns(text) | Self::CommonName(text, _) => distance(&text.to_ascii_lowercase(), near.host, most),
            Self::Ip(octets) if near.reference.kind == ReferenceKind::Ip(octets.to_vec()) => 0,
            Self::Ip(octets) => edits(address_text(octets).as_bytes(), near.reference.ascii.as_bytes(), most),
            Self::Other(_, text) => u32::try_from(text.len()).unwrap_or(u32::MAX),
        }
    }

    fn compare(&self, near: &Near<'_>, distance: u32) -> ComparedName {
        match *self {
            Self::Dns(text) => dns(text, near, distance),
            Self::CommonName(text, reason) => {
                ComparedName { kind: "cn", matches: false, ..with_reason(dns(text, near, distance), reason) }
            }
            Self::Ip(octets) => ip(octets, near.reference, distance),
            Self::Other(kind, text) => uncompared(kind, text, distance),
        }
    }
}

/// A host, prepared for telling at a glance how far away something is at least.
struct Near<'r> {
    reference: &'r ReferenceIdentifier,
    host: &'r str,
    whole: Letters,
    /// Without the first label.
    rest: Option<Letters>,
    /// See [`registered_domain`].
    domain: &'r str,
}

impl<'r> Near<'r> {
    fn new(reference: &'r ReferenceIdentifier) -> Self {
        let host = reference.ascii.strip_suffix('.').unwrap_or(&reference.ascii);
        let rest = host.split_once('.').map(|(_, rest)| Letters::of(rest.as_bytes()));
        Self { reference, host, whole: Letters::of(host.as_bytes()), rest, domain: registered_domain(host) }
    }

    fn order(&self, candidate: &Candidate<'_>, place: usize) -> Order {
        let name = |text: &str| match (&self.rest, text.strip_prefix("*.")) {
            (Some(rest), Some(domain)) => rest.apart(domain.as_bytes()).saturating_add(1),
            _ => self.whole.apart(text.as_bytes()),
        };
        let (matches, distance) = match *candidate {
            Candidate::Dns(text) | Candidate::CommonName(text, _) if self.covers(text) => {
                (matches!(candidate, Candidate::Dns(_)), 0)
            }
            Candidate::Dns(text) | Candidate::CommonName(text, _) => (false, name(text)),
            Candidate::Ip(octets) if self.reference.kind == ReferenceKind::Ip(octets.to_vec()) => (true, 0),
            // An address is held to the host as typed, with its last dot.
            Candidate::Ip(octets) => (false, self.whole.apart(address_text(octets).as_bytes()).saturating_sub(1)),
            Candidate::Other(_, text) => (false, u32::try_from(text.len()).unwrap_or(u32::MAX)),
        };
        Order { fails: !matches, other_kind: matches!(candidate, Candidate::Other(..)), distance, place }
    }

    fn covers(&self, text: &str) -> bool {
        self.reference.kind == ReferenceKind::Dns && IdentityPolicy::RFC9525.dns_name_matches(text, &self.reference.ascii)
    }

    fn same_domain(&self, name: &str) -> &'static str {
        // The list of public suffixes is asked only about what ends alike.
        let same = name.ends_with(self.domain) && registered_domain(name) == self.domain;
        if same { "same-domain" } else { "other-domain" }
    }

    /// Whether advice may rest on it, however far it is away.
    fn tells(&self, candidate: &Candidate<'_>) -> bool {
        let www = |long: &str, short: &str| {
            long.len() == short.len() + 4 && long.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("www.")) && ends(long, short)
        };
        match *candidate {
            Candidate::Dns(text) if text.starts_with("*.") => ends(self.host, &text[2..]),
            Candidate::Dns(text) => !text.is_ascii() || www(text, self.host) || www(self.host, text),
            Candidate::CommonName(text, _) => self.covers(text),
            Candidate::Ip(_) | Candidate::Other(..) => false,
        }
    }
}

/// Whether a text ends in another one, whatever the case.
fn ends(text: &str, end: &str) -> bool {
    let from = text.len().checked_sub(end.len());
    from.and_then(|from| text.as_bytes().get(from..)).is_some_and(|found| found.eq_ignore_ascii_case(end.as_bytes()))
}

/// How often each letter stands in a text; letters share places, which brings texts closer together and never apart.
struct Letters([i32; 64]);

impl Letters {
    fn of(text: &[u8]) -> Self {
        let mut counts = [0; 64];
        for octet in text {
            counts[usize::from(octet.to_ascii_lowercase() & 63)] += 1;
        }
        Self(counts)
    }

    /// Edits that it takes at least to turn one text into the other: one for each letter too many, or too few.
    fn apart(&self, text: &[u8]) -> u32 {
        let other = Self::of(text);
        let (mut more, mut less) = (0, 0);
        for (a, b) in self.0.iter().zip(other.0) {
            more += (a - b).max(0);
            less += (b - a).max(0);
        }
        u32::try_from(more.max(less)).unwrap_or(0)
    }
}

fn with_reason(name: ComparedName, reason: &'static str) -> ComparedName {
    ComparedName { reason, explanation: sentence(reason), ..name }
}

fn looks_like_a_host(text: &str) -> bool {
    !text.is_empty() && text.contains(['.', ':']) && !text.contains(char::is_whitespace)
}

fn uncompared(kind: &'static str, text: &str, distance: u32) -> ComparedName {
    let reason = "kind-not-compared";
    ComparedName {
        kind,
        value: text.to_owned(),
        matches: false,
        reason,
        explanation: sentence(reason),
        labels: vec![ComparedLabel { text: text.to_owned(), differs: true }],
        distance,
    }
}

fn ip(octets: &[u8], reference: &ReferenceIdentifier, distance: u32) -> ComparedName {
    let value = address_text(octets);
    let (matches, reason) = match &reference.kind {
        ReferenceKind::Ip(host) if host == octets => (true, "address-equal"),
        _ if octets.len() != 4 && octets.len() != 16 => (false, "address-length"),
        ReferenceKind::Ip(_) => (false, "address-differs"),
        ReferenceKind::Dns => (false, "address-not-name"),
        ReferenceKind::Invalid => (false, "host-not-comparable"),
    };
    let labels = vec![ComparedLabel { text: value.clone(), differs: !matches }];
    ComparedName { kind: "ip", value, matches, reason, explanation: sentence(reason), labels, distance }
}

fn dns(text: &str, near: &Near<'_>, distance: u32) -> ComparedName {
    let name = text.to_ascii_lowercase();
    let matches = near.covers(text);
    let reason = match near.reference.kind {
        ReferenceKind::Invalid => "host-not-comparable",
        ReferenceKind::Ip(_) if parse_v4(&name).is_some() || parse_v6(&name).is_some() => "address-as-name",
        ReferenceKind::Ip(_) => "address-needs-entry",
        ReferenceKind::Dns if matches => why_matched(&name),
        ReferenceKind::Dns => why_not(&name, near, distance),
    };
    ComparedName {
        kind: "dns",
        value: text.to_owned(),
        matches,
        reason,
        explanation: sentence(reason),
        labels: labels(text, near.host, matches),
        distance,
    }
}

fn why_matched(name: &str) -> &'static str {
    match name.strip_prefix("*.") {
        None => "name-equal",
        Some(domain) if public_suffix(domain).name.len() == domain.len() => "wildcard-over-public-suffix",
        Some(_) => "wildcard-covers",
    }
}

fn why_not(name: &str, near: &Near<'_>, distance: u32) -> &'static str {
    let host = near.host;
    if name.strip_suffix('.').is_some_and(|bare| IdentityPolicy::RFC9525.dns_name_matches(bare, host)) {
        return "trailing-dot-in-certificate";
    }
    if !name.is_ascii() {
        // dNSName octets arrive as Latin-1; UTF-8 read that way does not convert to the host's A-labels.
        let latin1: Option<Vec<u8>> = name.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        let utf8 = latin1.and_then(|bytes| String::from_utf8(bytes).ok());
        let meant = [Some(name.to_owned()), utf8].into_iter().flatten().filter_map(|n| idn::to_ascii(&n));
        let hit = meant.into_iter().any(|ascii| IdentityPolicy::RFC9525.dns_name_matches(&ascii, host));
        return if hit { "unicode-in-certificate" } else { "malformed-name" };
    }
    let odd = name.bytes().any(|b| !(b.is_ascii_alphanumeric() || b"-_.*".contains(&b)));
    if odd || !IdentityPolicy::RFC9525.takes_presented(name) {
        return "malformed-name";
    }
    if name.contains('*') {
        return wildcard_why_not(name, near);
    }
    if name.strip_prefix("www.") == Some(host) {
        return "www-in-certificate";
    }
    if host.strip_prefix("www.") == Some(name) {
        return "www-in-host";
    }
    if distance == 1 {
        return "typo";
    }
    if host.strip_suffix(name).is_some_and(|above| above.ends_with('.')) {
        return "host-below-name";
    }
    near.same_domain(name)
}

fn wildcard_why_not(name: &str, near: &Near<'_>) -> &'static str {
    let host = near.host;
    let (label, domain) = name.split_once('.').unwrap_or((name, ""));
    if domain.contains('*') {
        return "wildcard-not-leftmost";
    }
    if label != "*" {
        return "wildcard-partial";
    }
    if host == domain {
        return "wildcard-not-apex";
    }
    if host.strip_suffix(domain).is_some_and(|above| above.ends_with('.')) {
        return "wildcard-one-label";
    }
    near.same_domain(domain)
}

/// The public suffix and one label more; the whole name where there is no more.
fn registered_domain(name: &str) -> &str {
    let suffix = public_suffix(name).name;
    let above = name.strip_suffix(suffix).and_then(|above| above.strip_suffix('.')).unwrap_or_default();
    let label = above.rsplit('.').next().unwrap_or_default();
    let length = if label.is_empty() { suffix.len() } else { label.len() + 1 + suffix.len() };
    name.get(name.len().saturating_sub(length)..).unwrap_or(name)
}

fn labels(text: &str, host: &str, matches: bool) -> Vec<ComparedLabel> {
    let mut hosts = host.rsplit('.');
    let mut labels: Vec<ComparedLabel> = text
        .rsplit('.')
        .map(|label| {
            let same = hosts.next().is_some_and(|h| h.eq_ignore_ascii_case(label));
            ComparedLabel { text: label.to_owned(), differs: !(same || matches) }
        })
        .collect();
    labels.reverse();
    labels
}

/// Longest name whose characters are compared one by one; names in use have at most 253.
const COMPARED: usize = 255;

/// Edit distance, a wildcard label standing for whatever the host has in its place. Where it is more than `most`, some number
/// above that.
fn distance(name: &str, host: &str, most: u32) -> u32 {
    if let (Some(domain), Some((_, rest))) = (name.strip_prefix("*."), host.split_once('.')) {
        // One more than the plain distance, so that an exact name of the same closeness comes first.
        return edits(domain.as_bytes(), rest.as_bytes(), most).saturating_add(1);
    }
    edits(name.as_bytes(), host.as_bytes(), most)
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); given up where there are more
/// than `most`.
fn edits(a: &[u8], b: &[u8], most: u32) -> u32 {
    if a.len() > COMPARED || b.len() > COMPARED {
        return u32::try_from(a.len().max(b.len())).unwrap_or(u32::MAX);
    }
    // What both begin and end with costs nothing.
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    let mut before: Vec<u32> = vec![0; b.len() + 1];
    let mut last: Vec<u32> = (0..=b.len()).map(|n| u32::try_from(n).unwrap_or(u32::MAX)).collect();
    let mut row = last.clone();
    let mut least_of_last = 0;
    for (i, x) in a.iter().enumerate() {
        row[0] = last[0] + 1;
        let mut least = row[0];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + u32::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *y && *x == b[j - 1] {
                best = best.min(before[j - 1] + 1);
            }
            row[j + 1] = best;
            least = least.min(best);
        }
        // A swap goes back two rows.
        if least.min(least_of_last) > most {
            return least;
        }
        least_of_last = least;
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[b.len()]
}

fn advice(presented: &[ComparedName], reference: &ReferenceIdentifier) -> Option<(&'static str, String)> {
    let first = |reason: &str| presented.iter().find(|p| p.reason == reason).map(|p| p.value.clone());
    match reference.kind {
        ReferenceKind::Invalid => return None,
        ReferenceKind::Ip(_) => return Some(("add-address-entry", reference.ascii.clone())),
        ReferenceKind::Dns => {}
    }
    for (reason, id) in [
        ("typo", "fix-typed-name"),
        ("www-in-certificate", "add-both-www-forms"),
        ("www-in-host", "add-both-www-forms"),
        ("wildcard-not-apex", "add-apex"),
        ("unicode-in-certificate", "write-a-label"),
        ("wildcard-one-label", "add-deeper-name"),
    ] {
        if let Some(value) = first(reason) {
            return Some((id, value));
        }
    }
    let host = reference.ascii.strip_suffix('.').unwrap_or(&reference.ascii);
    let in_common_name = |p: &&ComparedName| p.kind == "cn" && IdentityPolicy::RFC9525.dns_name_matches(&p.value, host);
    if let Some(name) = presented.iter().find(in_common_name) {
        return Some(("move-name-to-san", name.value.clone()));
    }
    let id = if presented.is_empty() { "certificate-without-names" } else { "add-host-to-certificate" };
    Some((id, reference.ascii.clone()))
}

#[cfg(test)]
mod tests {
    use super::{REASONS, edits, registered_domain};

    #[test]
    fn distances_count_single_edits_and_swaps() {
        for (a, b, d) in [("", "", 0), ("a", "", 1), ("contoso", "contsoo", 1), ("contoso", "contosso", 1), ("abc", "xyz", 3)] {
            assert_eq!(edits(a.as_bytes(), b.as_bytes(), 9), d, "{a} {b}");
            assert_eq!(edits(b.as_bytes(), a.as_bytes(), 9), d, "{b} {a}");
        }
    }

    #[test]
    fn registered_domains() {
        assert_eq!(registered_domain("a.b.example.co.uk"), "example.co.uk");
        assert_eq!(registered_domain("app.contoso.internal"), "contoso.internal");
        assert_eq!(registered_domain("co.uk"), "co.uk");
        assert_eq!(registered_domain("intranet"), "intranet");
    }

    #[test]
    fn every_reason_has_one_sentence() {
        for (i, (id, sentence)) in REASONS.iter().enumerate() {
            assert!(sentence.ends_with('.') && !sentence.contains("valid"), "{id}");
            assert!(REASONS.iter().skip(i + 1).all(|(other, _)| other != id), "{id} twice");
        }
    }
}
