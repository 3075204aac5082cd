//! Understanding a hostname as typed: addresses, URLs, Unicode, and the many things that are no hostname.

use super::address::{ends_in_a_number, parse_v4, parse_v6};
use super::address_text;
use super::{ReferenceIdentifier, ReferenceKind, idn};
use crate::facts::Problem;

/// Notes on hostnames: stable id and the constant sentence for it.
pub const NOTES: &[(&str, &str)] = &[
    ("blanks-removed", "Spaces or invisible characters around the hostname were removed."),
    ("quotes-removed", "Quotes or angle brackets around the hostname were removed."),
    ("scheme-removed", "The scheme before the hostname was removed: certificates name hosts, not web addresses."),
    ("user-info-removed", "The user name before the hostname was removed."),
    ("port-removed", "The port was removed: a certificate is for a host on any port."),
    ("path-removed", "The part after the hostname was removed: a certificate is for a host with any path."),
    ("zone-removed", "The zone after the IPv6 address was removed: it means something only on the machine itself."),
    (
        "trailing-dot",
        "The name ends in a dot (the absolute form). Some programs remove the dot, others find no match because of it.",
    ),
    ("trailing-dot-removed", "The dot after the address was removed."),
    (
        "leading-dot",
        "The name starts with a dot, so it names no host. OpenSSL takes it for every name under the domain; other programs find no match.",
    ),
    ("empty-label", "Two dots stand side by side, so one part of the name is empty."),
    (
        "underscore",
        "The name has an underscore. DNS allows it, hostnames do not: Java refuses it, and in OpenSSL no wildcard covers it.",
    ),
    ("hyphen-at-edge", "A part of the name starts or ends with a hyphen, which hostnames must not do. Some programs refuse it."),
    ("single-label", "The name has no dot: it works only inside one network, and no public certificate authority certifies it."),
    (
        "idn-converted",
        "The name has characters outside ASCII and was converted to its A-label form (xn--), which is what certificates carry.",
    ),
    ("idn-not-allowed", "The name has a character that internationalised names do not allow. Type the plain letters."),
    ("a-label-malformed", "A part of the name starts with xn-- but does not decode to an internationalised name."),
    ("host-empty", "There is no hostname."),
    ("several-names", "There is more than one name here; one entry is for one hostname."),
    ("blank-inside", "There is a blank inside the hostname."),
    ("character-not-allowed", "There is a character that hostnames must not have."),
    ("wildcard-typed", "Certificates have wildcards; clients never ask for one. Type a name that the wildcard should cover."),
    ("e-mail-address", "This is an e-mail address, not a hostname."),
    ("label-too-long", "A part of the name is longer than 63 octets, which DNS cannot carry."),
    ("name-too-long", "The name is longer than 253 octets, which DNS cannot carry."),
    (
        "address-malformed",
        "This looks like an address but is not one. An address has four decimal numbers from 0 to 255 without leading zeros, or is an IPv6 address.",
    ),
    ("brackets-without-address", "Square brackets are for IPv6 addresses."),
    ("network-range", "This is a network range, not a host: the part after the slash was removed."),
];

/// Longest text that is looked at, in octets; anything longer is certainly no hostname.
const LONGEST: usize = 4096;

/// Understands a hostname as typed: takes off scheme, user, port, path, quotes and blanks, converts to A-labels, and
/// says each of that in a note. Never fails: what is no hostname has [`ReferenceKind::Invalid`] and the reason.
#[must_use]
pub fn parse_host(typed: &str) -> ReferenceIdentifier {
    let mut notes = Vec::new();
    let rest = trim(typed, &mut notes);
    if rest.is_empty() {
        notes.push(Problem::new("host-empty"));
        return invalid(rest, notes);
    }
    if rest.len() > LONGEST {
        notes.push(Problem::new("name-too-long").with(rest.len().to_string()));
        return invalid("", notes);
    }
    let Some(rest) = take_off_url(rest, &mut notes) else { return invalid(rest, notes) };
    if let Some(inner) = rest.strip_prefix('[') {
        return bracketed(rest, inner, notes);
    }
    if rest.matches(':').count() > 1 {
        return ipv6(rest, rest, notes);
    }
    let host = match rest.split_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => {
            notes.push(Problem::new("port-removed").with(port));
            host
        }
        _ => rest,
    };
    if host.is_empty() {
        notes.push(Problem::new("host-empty"));
        return invalid(host, notes);
    }
    name_or_v4(host, notes)
}

fn invalid(host: &str, notes: Vec<Problem>) -> ReferenceIdentifier {
    ReferenceIdentifier { kind: ReferenceKind::Invalid, host: host.to_owned(), ascii: String::new(), unicode: None, notes }
}

fn address(host: &str, octets: Vec<u8>, notes: Vec<Problem>) -> ReferenceIdentifier {
    let ascii = address_text(&octets);
    ReferenceIdentifier { kind: ReferenceKind::Ip(octets), host: host.to_owned(), ascii, unicode: None, notes }
}

/// Characters that copy and paste brings along and nobody sees.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn trim<'a>(typed: &'a str, notes: &mut Vec<Problem>) -> &'a str {
    let bare = typed.trim_matches(is_invisible);
    // A list's comma or a sentence's semicolon goes too; a dot stays, it means something.
    let quote = |c: char| matches!(c, '"' | '\'' | '`' | '<' | '>' | '“' | '”' | '‘' | '’' | '„' | '«' | '»');
    let unlisted = bare.trim_end_matches([',', ';']).trim_end_matches(is_invisible);
    let unquoted = unlisted.trim_matches(quote).trim_matches(is_invisible);
    if unquoted.len() < unlisted.len() {
        notes.push(Problem::new("quotes-removed"));
    }
    if bare.len() < typed.len() {
        notes.push(Problem::new("blanks-removed"));
    }
    unquoted
}

/// What may be repeated of a hostname as typed: a URL brings a user with a password, and a query with whatever a program put there.
#[must_use]
pub fn without_secrets(typed: &str) -> String {
    let kept = typed.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = kept.find("//").map_or(("", kept), |at| kept.split_at(at + 2));
    let end = rest.find(['/', '\\']).unwrap_or(rest.len());
    match rest[..end].rsplit_once('@') {
        Some((user, host)) if !scheme.is_empty() || user.contains(':') => format!("{scheme}{host}{}", &rest[end..]),
        _ => kept.to_owned(),
    }
}

/// Takes off scheme, path and user; `None` when what is left is no host, with the reason noted.
fn take_off_url<'a>(text: &'a str, notes: &mut Vec<Problem>) -> Option<&'a str> {
    let mut rest = text;
    let mut url = false;
    if let Some((scheme, after)) = rest.split_once("://") {
        if !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) {
            notes.push(Problem::new("scheme-removed").with(scheme));
            rest = after;
            url = true;
        }
    } else if let Some(after) = rest.strip_prefix("//") {
        notes.push(Problem::new("scheme-removed"));
        rest = after;
        url = true;
    }
    if let Some(at) = rest.find(['/', '?', '#', '\\']) {
        let (host, path) = rest.split_at(at);
        let bits = path.strip_prefix('/').unwrap_or_default();
        let range = !url && !bits.is_empty() && bits.bytes().all(|b| b.is_ascii_digit());
        let range = range && (parse_v4(host).is_some() || parse_v6(host).is_some());
        notes.push(Problem::new(if range { "network-range" } else { "path-removed" }).with(without_secrets(path)));
        rest = host;
    }
    if let Some((user, host)) = rest.rsplit_once('@') {
        if !url && !user.contains(':') {
            notes.push(Problem::new("e-mail-address"));
            return None;
        }
        // The user's name may come with a password: it is not repeated.
        notes.push(Problem::new("user-info-removed"));
        rest = host;
    }
    if rest.is_empty() {
        notes.push(Problem::new("host-empty"));
        return None;
    }
    Some(rest)
}

fn bracketed(rest: &str, inner: &str, mut notes: Vec<Problem>) -> ReferenceIdentifier {
    let Some((inside, after)) = inner.split_once(']') else {
        notes.push(Problem::new("address-malformed"));
        return invalid(rest, notes);
    };
    if let Some(port) = after.strip_prefix(':') {
        notes.push(Problem::new("port-removed").with(port));
    } else if !after.is_empty() {
        notes.push(Problem::new("address-malformed"));
        return invalid(rest, notes);
    }
    if !inside.contains(':') {
        notes.push(Problem::new("brackets-without-address"));
        return invalid(rest, notes);
    }
    ipv6(rest, inside, notes)
}

fn ipv6(host: &str, text: &str, mut notes: Vec<Problem>) -> ReferenceIdentifier {
    let (bare, zone) = text.split_once('%').unwrap_or((text, ""));
    if let Some(octets) = parse_v6(bare) {
        if !zone.is_empty() {
            notes.push(Problem::new("zone-removed").with(zone));
        }
        return address(host, octets, notes);
    }
    let addressed = bare.bytes().all(|b| b.is_ascii_hexdigit() || b == b':' || b == b'.');
    notes.push(Problem::new(if addressed { "address-malformed" } else { "character-not-allowed" }));
    invalid(host, notes)
}

fn name_or_v4(host: &str, mut notes: Vec<Problem>) -> ReferenceIdentifier {
    if let Some(octets) = parse_v4(host) {
        return address(host, octets, notes);
    }
    if let Some(octets) = host.strip_suffix('.').and_then(parse_v4) {
        notes.push(Problem::new("trailing-dot-removed"));
        return address(host, octets, notes);
    }
    if let Some(problem) = no_host(host) {
        notes.push(problem);
        return invalid(host, notes);
    }
    let ascii = if host.is_ascii() {
        host.to_ascii_lowercase()
    } else if let Some(ascii) = idn::to_ascii(host) {
        notes.push(Problem::new("idn-converted").with(ascii.clone()));
        ascii
    } else {
        notes.push(Problem::new("idn-not-allowed"));
        return invalid(host, notes);
    };
    // Full-width digits and letters map to ASCII, so all of this is looked at after the conversion.
    if let Some(octets) = parse_v4(&ascii) {
        return address(host, octets, notes);
    }
    if ends_in_a_number(&ascii) {
        notes.push(Problem::new("address-malformed"));
        return invalid(host, notes);
    }
    if let Some(problem) = no_name(&ascii) {
        notes.push(problem);
        return invalid(host, notes);
    }
    remarks(&ascii, &mut notes);
    let unicode = idn::to_unicode(&ascii).filter(|u| *u != ascii);
    if unicode.is_none() && idn::has_a_label(&ascii) {
        notes.push(Problem::new("a-label-malformed"));
    }
    ReferenceIdentifier { kind: ReferenceKind::Dns, host: host.to_owned(), ascii, unicode, notes }
}

/// What makes a text no host, before any conversion.
fn no_host(host: &str) -> Option<Problem> {
    if host.contains([',', ';']) {
        return Some(Problem::new("several-names"));
    }
    if host.contains(is_invisible) {
        // Joiners are letters of some scripts and none of these; what is left is a blank or a control character.
        return Some(Problem::new("blank-inside"));
    }
    host.contains('*').then(|| Problem::new("wildcard-typed"))
}

/// What makes an A-label form no name that DNS could carry.
fn no_name(ascii: &str) -> Option<Problem> {
    let name = ascii.strip_suffix('.').unwrap_or(ascii);
    if name.is_empty() {
        return Some(Problem::new("host-empty"));
    }
    let odd = ascii.bytes().find(|b| !(b.is_ascii_alphanumeric() || b"-_.".contains(b)));
    if let Some(odd) = odd {
        return Some(Problem::new("character-not-allowed").with(char::from(odd).to_string()));
    }
    if let Some(label) = name.split('.').find(|l| l.len() > 63) {
        return Some(Problem::new("label-too-long").with(label.len().to_string()));
    }
    (name.len() > 253).then(|| Problem::new("name-too-long").with(name.len().to_string()))
}

/// What a name may be and programs still disagree on.
fn remarks(ascii: &str, notes: &mut Vec<Problem>) {
    let name = ascii.strip_suffix('.').unwrap_or(ascii);
    let mut say = |there: bool, id| {
        if there {
            notes.push(Problem::new(id));
        }
    };
    say(name.len() < ascii.len(), "trailing-dot");
    say(name.starts_with('.'), "leading-dot");
    say(name.split('.').skip(1).any(str::is_empty), "empty-label");
    say(name.contains('_'), "underscore");
    say(name.split('.').any(|l| l.starts_with('-') || l.ends_with('-')), "hyphen-at-edge");
    say(!name.contains('.'), "single-label");
}

#[cfg(test)]
mod tests {
    use super::{NOTES, parse_host};
    use crate::identity::ReferenceKind;

    fn understood(typed: &str) -> (String, Vec<&'static str>) {
        let host = parse_host(typed);
        let text = match host.kind {
            ReferenceKind::Dns => host.ascii,
            ReferenceKind::Ip(octets) => format!("ip {} {}", host.ascii, octets.len()),
            ReferenceKind::Invalid => "-".to_owned(),
        };
        (text, host.notes.iter().map(|n| n.id).collect())
    }

    #[test]
    fn hostnames_as_people_type_them() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("app.contoso.internal", "app.contoso.internal", &[]),
            ("APP.Contoso.Internal", "app.contoso.internal", &[]),
            ("https://App.Contoso.com:443/x?y#z", "app.contoso.com", &["scheme-removed", "path-removed", "port-removed"]),
            ("https://me:secret@app.contoso.com/", "app.contoso.com", &["scheme-removed", "path-removed", "user-info-removed"]),
            ("app.contoso.com:8443", "app.contoso.com", &["port-removed"]),
            ("app.contoso.com:", "app.contoso.com", &["port-removed"]),
            ("//app.contoso.com", "app.contoso.com", &["scheme-removed"]),
            ("  app.contoso.com\u{200b}\n", "app.contoso.com", &["blanks-removed"]),
            ("\"app.contoso.com\"", "app.contoso.com", &["quotes-removed"]),
            ("<app.contoso.com>,", "app.contoso.com", &["quotes-removed"]),
            ("app.contoso.com.", "app.contoso.com.", &["trailing-dot"]),
            (".contoso.com", ".contoso.com", &["leading-dot"]),
            ("a..contoso.com", "a..contoso.com", &["empty-label"]),
            ("my_app.contoso.com", "my_app.contoso.com", &["underscore"]),
            ("-a.contoso.com", "-a.contoso.com", &["hyphen-at-edge"]),
            ("intranet", "intranet", &["single-label"]),
            ("bücher.example", "xn--bcher-kva.example", &["idn-converted"]),
            ("MÜNCHEN.example", "xn--mnchen-3ya.example", &["idn-converted"]),
            ("mu\u{308}nchen.example", "xn--mnchen-3ya.example", &["idn-converted"]),
            ("straße.example", "xn--strae-oqa.example", &["idn-converted"]),
            ("例え。テスト", "xn--r8jz45g.xn--zckzah", &["idn-converted"]),
            ("💩.example", "xn--ls8h.example", &["idn-converted"]),
            ("xn--mnchen-3ya.example", "xn--mnchen-3ya.example", &[]),
            ("xn--mnchen-3ya.example.", "xn--mnchen-3ya.example.", &["trailing-dot"]),
            ("xn--0.example", "xn--0.example", &["a-label-malformed"]),
            ("10.1.5.11", "ip 10.1.5.11 4", &[]),
            ("10.1.5.11:443", "ip 10.1.5.11 4", &["port-removed"]),
            ("10.1.5.11.", "ip 10.1.5.11 4", &["trailing-dot-removed"]),
            ("10.1.5.0/24", "ip 10.1.5.0 4", &["network-range"]),
            ("https://10.1.5.11/24", "ip 10.1.5.11 4", &["scheme-removed", "path-removed"]),
            ("１０.1.5.11", "ip 10.1.5.11 4", &["idn-converted"]),
            ("2001:DB8:0:0:0:0:0:11", "ip 2001:db8::11 16", &[]),
            ("[2001:db8::5]", "ip 2001:db8::5 16", &[]),
            ("https://[2001:db8::5]:8443/x", "ip 2001:db8::5 16", &["scheme-removed", "path-removed", "port-removed"]),
            ("fe80::1%eth0", "ip fe80::1 16", &["zone-removed"]),
            ("[fe80::1%25eth0]", "ip fe80::1 16", &["zone-removed"]),
            ("::ffff:10.1.5.11", "ip ::ffff:10.1.5.11 16", &[]),
            ("", "-", &["host-empty"]),
            ("   ", "-", &["blanks-removed", "host-empty"]),
            (".", "-", &["host-empty"]),
            ("https://", "-", &["scheme-removed", "host-empty"]),
            (":443", "-", &["port-removed", "host-empty"]),
            ("app contoso.com", "-", &["blank-inside"]),
            ("app.contoso.com, www.contoso.com", "-", &["several-names"]),
            ("*.contoso.com", "-", &["wildcard-typed"]),
            ("admin@contoso.com", "-", &["e-mail-address"]),
            ("app!.contoso.com", "-", &["character-not-allowed"]),
            ("app.contoso.com:https", "-", &["character-not-allowed"]),
            ("10.1.5", "-", &["address-malformed"]),
            ("010.1.5.11", "-", &["address-malformed"]),
            ("0x0a.1.5.11", "-", &["address-malformed"]),
            ("0x0a01050b", "-", &["address-malformed"]),
            ("256.1.1.1", "-", &["address-malformed"]),
            ("1.2.3.4.5", "-", &["address-malformed"]),
            ("2001:db8::5::1", "-", &["address-malformed"]),
            ("[app.contoso.com]", "-", &["brackets-without-address"]),
            ("[2001:db8::5", "-", &["address-malformed"]),
            ("a:b:c.example", "-", &["character-not-allowed"]),
            ("a\u{fffd}b.example", "-", &["idn-not-allowed"]),
        ];
        for (typed, name, notes) in cases {
            assert_eq!(understood(typed), ((*name).to_owned(), notes.to_vec()), "{typed:?}");
        }
        assert_eq!(understood(&format!("{}.example", "a".repeat(64))).1, ["label-too-long"]);
        assert_eq!(understood(&"a.".repeat(130)).1, ["name-too-long"]);
        assert_eq!(understood(&"a".repeat(5000)).1, ["name-too-long"]);
    }

    #[test]
    fn a_password_and_a_query_are_not_repeated() {
        for (typed, kept) in [
            ("https://joe:Secret1@app.contoso.com:8443/x?token=Secret2#Secret3", "https://app.contoso.com:8443/x"),
            ("joe:Secret1@app.contoso.com", "app.contoso.com"),
            ("//joe@app.contoso.com/a@b", "//app.contoso.com/a@b"),
            ("https://a@b:Secret1@app..contoso/?Secret2", "https://app..contoso/"),
            ("ops@contoso.com", "ops@contoso.com"),
            ("app.contoso.com", "app.contoso.com"),
            ("?Secret1", ""),
        ] {
            assert_eq!(super::without_secrets(typed), kept);
            let noted = super::parse_host(typed).notes.into_iter().map(|n| n.detail).collect::<String>();
            assert!(!noted.contains("Secret"), "{typed}: {noted}");
        }
    }

    #[test]
    fn every_note_has_one_sentence() {
        for (i, (id, sentence)) in NOTES.iter().enumerate() {
            assert!(sentence.ends_with('.') && !sentence.contains("valid"), "{id}");
            assert!(NOTES.iter().skip(i + 1).all(|(other, _)| other != id), "{id} twice");
        }
    }
}
