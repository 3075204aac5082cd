//! The name that was asked for, where an error text does not say it itself: in the address or the command near it.

use super::phrases::without_port;
use crate::octets::char_floor;

/// How names are led in. What follows the `//` of an address is read behind any user name.
const LEADS: &[&str] =
    &["://", "host='", "host=\"", "host: '", "hostname: '", "server at \"", "server at [", "host=", "connect to host "];

/// Bytes before and after a phrase that are looked through.
const BEFORE: usize = 3_000;
const AFTER: usize = 500;

/// Addresses that programs print to read more.
const MANUALS: &[&str] = &[
    "aka.ms",
    "curl.haxx.se",
    "curl.se",
    "docs.microsoft.com",
    "docs.openssl.org",
    "docs.python.org",
    "errors.angular.io",
    "go.microsoft.com",
    "learn.microsoft.com",
    "nodejs.org",
    "portal.azure.com",
    "urllib3.readthedocs.io",
];

/// A name and its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The name or address, without port.
    pub name: String,
    /// First byte.
    pub from: usize,
    /// One past the last byte.
    pub to: usize,
}

/// The name asked for near `from..to` of the text: the nearest before, on the same lines first, else one right after.
#[must_use]
pub fn near(text: &str, from: usize, to: usize) -> Option<Asked> {
    let start = char_floor(text, from.saturating_sub(BEFORE));
    let end = char_floor(text, (to + AFTER).min(text.len()));
    let line = text[start..from].rfind('\n').map_or(start, |n| start + n + 1);
    // On other lines of a question stands where somebody has read of it, too.
    let other = |asked: &Asked| {
        !READ.iter().any(|site| asked.name == *site || asked.name.ends_with(site) && site.starts_with('.'))
            && !text[..asked.from].ends_with("](https://")
    };
    last(text, line, from, &|_| true).or_else(|| last(text, start, line, &other)).or_else(|| {
        let asked = first(text, to, end)?;
        Some(asked).filter(other)
    })
}

/// Sites that people link to when they ask.
const READ: &[&str] = &[
    ".stackexchange.com",
    ".ietf.org",
    ".rfc-editor.org",
    ".letsencrypt.org",
    ".readthedocs.io",
    "askubuntu.com",
    "bugs.chromium.org",
    "bugzilla.mozilla.org",
    "cert-manager.io",
    "developer.mozilla.org",
    "discuss.hashicorp.com",
    "docs.aws.amazon.com",
    "docs.ovh.com",
    "docs.oracle.com",
    "gist.github.com",
    "github.com",
    "gitlab.com",
    "imgur.com",
    "kubernetes.io",
    "letsencrypt.org",
    "medium.com",
    "pastebin.com",
    "registry.terraform.io",
    "serverfault.com",
    "stackoverflow.com",
    "superuser.com",
    "www.reddit.com",
    "www.ssllabs.com",
];

/// The first name that is led in between these places.
#[must_use]
pub fn first(text: &str, from: usize, to: usize) -> Option<Asked> {
    let mut at = from;
    while let Some((next, name)) = next(text, at, to) {
        if name.is_some() {
            return name;
        }
        at = next;
    }
    None
}

fn last(text: &str, from: usize, to: usize, counts: &dyn Fn(&Asked) -> bool) -> Option<Asked> {
    let (mut at, mut found) = (from, None);
    while let Some((next, name)) = next(text, at, to) {
        found = name.filter(counts).or(found);
        at = next;
    }
    found
}

/// The next lead-in, and the name behind it if there is one.
fn next(text: &str, from: usize, to: usize) -> Option<(usize, Option<Asked>)> {
    let part = text.get(from..to)?;
    let (at, lead) = LEADS
        .iter()
        .filter_map(|lead| Some((part.find(lead)?, *lead)))
        .min_by_key(|&(at, lead)| (at, std::cmp::Reverse(lead.len())))?;
    let begin = from + at + lead.len();
    let http = lead == "://"
        && ["http", "file"].iter().any(|scheme| text[..from + at].ends_with(scheme))
        && !text[..from + at].ends_with("https");
    let rest = &text[begin..];
    let authority = &rest[..rest.find(|c: char| c.is_whitespace() || "/'\"`<>(),;?#|\\".contains(c)).unwrap_or(rest.len())];
    let host = authority.rsplit('@').next().unwrap_or_default();
    // The bracket around a name is not that of an address.
    let host = if host.starts_with('[') { host } else { host.trim_end_matches(']') };
    let name = without_port(host.trim_end_matches(['.', ':']));
    // `host=x` may be anything; behind the scheme of an address a single label is a name too.
    let good = !http
        && (lead == "://" || name.contains(['.', ':']))
        && super::out::host_name(name).is_some_and(|n| n.chars().any(char::is_alphanumeric) && !n.contains(['*', '%']))
        && !MANUALS.contains(&name);
    let from = begin + authority.len() - host.len();
    let asked = good.then(|| Asked { name: name.to_owned(), from, to: from + host.len() });
    Some((begin, asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_counts_and_manuals_do_not() {
        let name = |text: &str| {
            let at = text.find('!').unwrap_or(0);
            near(text, at, at + 1).map(|asked| asked.name)
        };
        assert_eq!(name("Get \"https://registry.contoso.internal/v2/\": !").as_deref(), Some("registry.contoso.internal"));
        assert_eq!(name("pool(host='api.fabrikam.example', port=443) !").as_deref(), Some("api.fabrikam.example"));
        assert_eq!(name("a https://user:word@[2001:db8::1]:8443/x b !").as_deref(), Some("2001:db8::1"));
        assert_eq!(name("https://a.example https://b.example/ ! https://c.example").as_deref(), Some("b.example"));
        assert_eq!(name("! More details here: https://curl.se/docs/sslcerts.html"), None);
        assert_eq!(name("! while reading https://late.example/x").as_deref(), Some("late.example"));
        assert_eq!(name("http://plain.example/ !"), None);
        assert_eq!(name("https://vault:8200/v1 !").as_deref(), Some("vault"));
        assert_eq!(name("as in https://github.com/x/y/issues/1:\nerror !"), None);
        assert_eq!(name("as in [this](https://blog.example/post):\nerror !"), None);
        assert_eq!(name("fatal: unable to access 'https://github.com/x/y/': !").as_deref(), Some("github.com"));
    }
}
