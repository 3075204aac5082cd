//! Error texts: which program says so, and what it means. The phrases are data; this finds them in any text, whole,
//! wrapped, quoted or in the middle of a log.

mod fold;
pub mod prose;
mod table;

use super::statement::{Observation, Said};
use crate::lists;
use fold::Folded;
use table::{Part, Phrase, TABLE};

/// A phrase that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// First byte of it in the text.
    pub from: usize,
    /// One past its last byte.
    pub to: usize,
    /// What it says.
    pub observation: Observation,
    /// Names that a certificate has, according to it.
    pub names: Vec<String>,
    /// It counts only where nothing better is near.
    pub bare: bool,
    /// A name in an address near it is not the one that was asked for.
    pub elsewhere: bool,
}

/// Bytes of one text that are searched.
pub const TEXT: usize = 4 << 20;

/// Said when a text is longer.
pub const TEXT_TOO_LONG: &str = "Only the first 4 MB of a text were searched for error messages.";

/// Phrases of one text.
const HITS: usize = 2_000;

/// Folded bytes that a gap may span: Elasticsearch says six hundred of a certificate before its reason.
const GAP: usize = 900;

/// Folded bytes of a list of names.
const LIST: usize = 1_600;

/// All phrases in `text`, in order; of several that share bytes the longest.
#[must_use]
pub fn find(text: &str) -> Vec<Hit> {
    let folded = Folded::new(text);
    let search = Search { text, folded: &folded };
    let mut hits: Vec<Hit> = Vec::new();
    for at in 0..folded.bytes.len() {
        for phrase in TABLE.beginning(&folded.bytes[at..]) {
            if let Some(hit) = search
                .hit(phrase, at)
                .filter(|hit| phrase.parts.len() > 1 || !hit.bare || prose::is_message(text, hit.from, hit.to))
            {
                add(&mut hits, hit);
            }
        }
        if hits.len() >= HITS {
            break;
        }
    }
    lists::sort_by_key(&mut hits, |hit| hit.from);
    hits
}

/// The first phrase of `text`, better ones before bare ones.
#[must_use]
pub fn first(text: &str) -> Option<Observation> {
    let hits = find(text);
    hits.iter().find(|hit| !hit.bare).or(hits.first()).map(|hit| hit.observation.clone())
}

/// Keeps a hit unless a longer one has its bytes; of equally long ones, what the table has first.
fn add(hits: &mut Vec<Hit>, hit: Hit) {
    let length = |hit: &Hit| (!hit.bare, hit.to - hit.from);
    // Hits come nearly in order: what shares bytes is among the last ones.
    let recent = hits.len().saturating_sub(8);
    let shares = |other: &Hit| other.from < hit.to && hit.from < other.to;
    if hits[recent..].iter().any(|other| shares(other) && length(other) >= length(&hit)) {
        return;
    }
    let kept: Vec<Hit> = hits.drain(recent..).filter(|other| !shares(other)).collect();
    hits.extend(kept);
    hits.push(hit);
}

/// What the values of a phrase were.
#[derive(Default)]
struct Values {
    host: Option<String>,
    server: Option<String>,
    names: Vec<String>,
    /// The number of an OpenSSL text.
    number: Option<&'static str>,
    digits: String,
    /// The number that was printed before an OpenSSL text: other versions give the same text another one.
    printed: Option<String>,
}

struct Search<'t> {
    text: &'t str,
    folded: &'t Folded,
}

impl Search<'_> {
    /// The phrase, if its anchor stands at `at` of the folded text and all its other parts around it.
    fn hit(&self, phrase: &Phrase, at: usize) -> Option<Hit> {
        let mut values = Values::default();
        let start = self.backward(&phrase.parts[..phrase.anchor], at, &mut values)?;
        let end = self.forward(&phrase.parts[phrase.anchor..], at, &mut values)?;
        let from = self.folded.place(start);
        let to = self.folded.place(end.saturating_sub(1)).max(from);
        let to = to + self.text[to..].chars().next().map_or(0, char::len_utf8);
        let code = match phrase.code {
            Some("#") => Some(values.printed.clone().or(values.number.map(str::to_owned))?),
            code => code.map(str::to_owned),
        };
        let other = |code: &str| if code == "n" { values.digits.clone() } else { code.to_owned() };
        let also = phrase.codes('+').map(other).chain(values.number.map(str::to_owned).filter(|n| Some(n) != code.as_ref()));
        let said = match (phrase.is("ok"), phrase.is("other")) {
            (true, _) => Said::Accepted,
            (_, true) => Said::Other,
            _ => Said::Rejected,
        };
        let observation = Observation {
            text: Some(shown(phrase, &values)),
            said,
            target: phrase.target,
            also: also.collect(),
            code: code.clone(),
            equals: phrase.equals().collect(),
            check: phrase.check(),
            server: values.server,
            host: values.host,
            time: None,
            about: None,
        };
        let (bare, elsewhere) = (phrase.is("bare"), phrase.is("nourl"));
        Some(Hit { from, to, observation, names: values.names, bare, elsewhere })
    }

    /// The parts from `at` on; where they end.
    fn forward(&self, parts: &[Part], mut at: usize, values: &mut Values) -> Option<usize> {
        for (n, part) in parts.iter().enumerate() {
            let rest = self.folded.bytes.get(at..)?;
            at += match part {
                Part::Words(words) => rest.starts_with(words).then_some(words.len())?,
                Part::OpenSsl => {
                    let known = TABLE.openssl.iter().find(|known| rest.starts_with(&known.folded))?;
                    values.number = Some(known.number);
                    if let [.., Part::Number, Part::Words(mark)] = &parts[..n]
                        && mark.len() < 3
                    {
                        values.printed = Some(values.digits.clone());
                    }
                    known.folded.len()
                }
                Part::Number => {
                    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
                    values.digits = rest[..digits].iter().map(|&b| char::from(b)).collect();
                    (1..=10).contains(&digits).then_some(digits)?
                }
                Part::Host | Part::Server => {
                    let place = self.folded.place(at);
                    let (name, end) = name_at(self.text, place)?;
                    let slot = if matches!(part, Part::Host) { &mut values.host } else { &mut values.server };
                    *slot = Some(without_port(name).to_owned());
                    let end = end + usize::from(self.text[end..].starts_with('>'));
                    self.folded.behind(end) - at
                }
                Part::Gap => {
                    let next = parts.get(n + 1)?;
                    (0..rest.len().min(GAP)).find(|&skip| begins(next, &rest[skip..]))?
                }
                Part::Names => {
                    let reach = rest.len().min(LIST);
                    let skip = match parts.get(n + 1) {
                        Some(next) => (0..reach).find(|&skip| begins(next, &rest[skip..]))?,
                        None => 0,
                    };
                    let from = self.folded.place(at);
                    let line = self.text[from..].find(['\n', '\r']).map_or(self.text.len(), |n| from + n);
                    let to = if skip > 0 { self.folded.place(at + skip) } else { line };
                    values.names = names(&self.text[from..to.max(from)]);
                    skip
                }
            };
        }
        Some(at)
    }

    /// The parts before `at`; where they begin.
    fn backward(&self, parts: &[Part], mut at: usize, values: &mut Values) -> Option<usize> {
        for part in parts.iter().rev() {
            at = match part {
                Part::Words(words) => self.folded.bytes[..at].ends_with(words).then(|| at - words.len())?,
                Part::Host | Part::Server => {
                    let end =
                        self.text[..self.folded.place(at)].trim_end_matches(|c: char| c.is_whitespace() || fold::is_noise(c));
                    let name = &end[end.rfind(|c: char| !of_name(c)).map_or(0, |n| n + c_len(end, n))..];
                    let from = end.len() - name.len();
                    let slot = if matches!(part, Part::Host) { &mut values.host } else { &mut values.server };
                    *slot = Some(without_port(plausible(name)?).to_owned());
                    self.folded.behind(from)
                }
                _ => return None,
            };
        }
        Some(at)
    }
}

fn c_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// Whether the part begins with these bytes.
fn begins(part: &Part, bytes: &[u8]) -> bool {
    match part {
        Part::Words(words) => bytes.starts_with(words),
        Part::OpenSsl => TABLE.openssl.iter().any(|known| bytes.starts_with(&known.folded)),
        _ => true,
    }
}

/// The phrase with its values: words of the table, names and numbers.
fn shown(phrase: &Phrase, values: &Values) -> String {
    let value = |text: &Option<String>, none: &'static str| text.as_deref().unwrap_or(none).to_owned();
    let mut shown = String::new();
    let mut rest = phrase.text;
    while let Some(open) = rest.find('<') {
        shown.push_str(&rest[..open]);
        let close = rest[open..].find('>').map_or(rest.len(), |n| open + n + 1);
        match &rest[open..close] {
            "<host>" => shown.push_str(&value(&values.host, "\u{2026}")),
            "<server>" => shown.push_str(&value(&values.server, "\u{2026}")),
            "<names>" if !values.names.is_empty() => shown.push_str(&values.names.join(", ")),
            "<openssl>" => shown.push_str(values.number.and_then(openssl_text).unwrap_or("\u{2026}")),
            "<n>" if rest[close..].trim_start_matches([':', ' ', '(', ')']).starts_with("<openssl>") => {
                shown.push_str(values.number.unwrap_or(""))
            }
            _ => shown.push('\u{2026}'),
        }
        rest = &rest[close..];
    }
    shown + rest
}

/// OpenSSL's text for a number of `X509_V_ERR`.
#[must_use]
pub fn openssl_text(number: &str) -> Option<&'static str> {
    TABLE.openssl.iter().find(|known| known.number == number).map(|known| known.text)
}

/// The number of an OpenSSL text, in any of its spellings.
#[must_use]
pub fn openssl_number(text: &str) -> Option<&'static str> {
    let folded = Folded::new(text).bytes;
    TABLE.openssl.iter().find(|known| folded.starts_with(&known.folded)).map(|known| known.number)
}

/// Characters of names and addresses.
fn of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']' | '*')
}

/// The name that stands at this place of the text, behind quotes and brackets, and where it ends.
fn name_at(text: &str, place: usize) -> Option<(&str, usize)> {
    let rest = text.get(place..)?;
    let skip = rest.find(|c: char| !(c.is_whitespace() || fold::is_noise(c) && c != '*' || matches!(c, '<' | '(')))?;
    let name = &rest[skip..];
    let length = name.find(|c: char| !of_name(c)).unwrap_or(name.len());
    // `mail.example[192.0.2.1]:25` has its address behind it.
    let length = name[..length].find('[').filter(|&n| n > 0).unwrap_or(length);
    let name = name[..length].trim_end_matches(['.', ':', '-']);
    Some((plausible(name)?, place + skip + name.len()))
}

/// A name or address, not a word of prose: it has a point or a colon, or is a single label in small letters.
fn plausible(name: &str) -> Option<&str> {
    let name = name.trim_matches(['.', '\'']);
    let label = name.len() > 1 && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    let name_like = name.contains(['.', ':']) && name.chars().any(char::is_alphanumeric);
    ((label || name_like) && name.len() <= super::limits::NAME).then_some(name)
}

/// `host:443` without its port; an IPv6 address stays.
#[must_use]
pub fn without_port(name: &str) -> &str {
    let bare = name.strip_prefix('[').and_then(|n| n.split(']').next());
    if let Some(bare) = bare {
        return bare;
    }
    match name.split_once(':') {
        Some((host, port)) if !port.contains(':') && !host.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => name,
    }
}

/// Names in a list as programs print it: `A, B`, `DNS:A, DNS:B`, `'A', 'B'`.
fn names(text: &str) -> Vec<String> {
    let parts = text.split([',', ' ', '\n', '\t']).map(|part| {
        let part = part.trim_matches(|c: char| {
            c.is_whitespace() || fold::is_noise(c) && c != '*' || matches!(c, '[' | ']' | '(' | ')' | '.' | ';')
        });
        part.strip_prefix("DNS:").or_else(|| part.strip_prefix("IP:")).unwrap_or(part)
    });
    parts.filter_map(|part| super::out::host_name(part).filter(|n| n.contains(['.', ':']))).take(32).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The text; target, code, host, server.
    type Row = (&'static str, [Option<&'static str>; 4]);

    const TEXTS: &[Row] = &[
        (
            "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is \
             not valid for 'web.contoso.internal'. (_ssl.c:1006)",
            [Some("python"), Some("62"), Some("web.contoso.internal"), None],
        ),
        (
            "tls: failed to verify certificate: x509: certificate is valid for 10.96.0.1, 10.20.0.5, not 203.0.113.10",
            [Some("go"), Some("HostnameError"), Some("203.0.113.10"), None],
        ),
        (
            "2026/11/28 13:44:45 [error] 9042#9042: *3 upstream SSL certificate verify error: (21:unable to verify the first \
             certificate) while SSL handshaking to upstream, client: 127.0.0.1, server: , upstream: \"https://10.0.0.4:443/\"",
            [Some("nginx-upstream"), Some("21"), None, Some("10.0.0.4")],
        ),
        (
            "connect': SSL_connect returned=1 errno=0 peeraddr=[2001:db8::4]:443 state=error: certificate verify failed (hostname \
             mismatch) (OpenSSL::SSL::SSLError)",
            [Some("openssl"), Some("62"), None, Some("2001:db8::4")],
        ),
        (
            "server certificate for \"db.contoso.internal\" (and 2 other names) does not match host name \"db1.contoso.internal\"",
            [Some("libpq"), Some("name"), Some("db1.contoso.internal"), None],
        ),
        (
            "Server b/vm1 is DOWN, reason: Layer6 invalid response, info: \"SSL handshake failure\"",
            [Some("haproxy-upstream"), Some("34"), None, Some("vm1")],
        ),
        (
            "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: a.example. is not in the \
             cert's altnames: DNS:b.example",
            [Some("nodejs"), Some("ERR_TLS_CERT_ALTNAME_INVALID"), None, None],
        ),
        (
            "www.example.com uses an invalid security certificate. The certificate is only valid for other.example",
            [Some("firefox"), Some("SSL_ERROR_BAD_CERT_DOMAIN"), Some("www.example.com"), None],
        ),
        (
            "The backend's Common Name (CN) of the backend certificate doesn\u{2019}t match",
            [Some("azure-application-gateway-v1"), Some("M1a"), None, None],
        ),
        (
            "x509: \u{201c}web.contoso.internal\u{201d} certificate is not trusted",
            [Some("go"), Some("SecTrust"), Some("web.contoso.internal"), None],
        ),
        ("verify error:num=24:invalid CA certificate", [Some("openssl"), Some("24"), None, None]),
        (
            "javax.net.ssl.SSLPeerUnverifiedException: Certificate for <web.example> doesn't match any of the subject alternative names: [a.example]",
            [Some("java"), Some("CertificateException"), Some("web.example"), None],
        ),
        ("The target principal name is incorrect.  Cannot generate SSPI context.", [None, None, None, None]),
    ];

    #[test]
    fn texts_are_known_with_their_values() {
        for (text, [target, code, host, server]) in TEXTS {
            let found = first(text).unwrap();
            let got = [found.target, found.code.as_deref(), found.host.as_deref(), found.server.as_deref()];
            assert_eq!(got, [*target, *code, *host, *server], "{text}");
        }
    }

    #[test]
    fn wrapping_quoting_and_escaping_make_no_difference() {
        for text in [
            "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target",
            "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuild\nerException: unable to find valid certif\nication path to requested target",
            "**PKIX path building failed:** `sun.security.provider.certpath.SunCertPathBuilderException`: unable to\n   find valid certification path to requested target",
        ] {
            assert_eq!(first(text).unwrap().code.as_deref(), Some("SunCertPathBuilderException"), "{text}");
        }
        for text in [
            "does not match certificate&#x27;s altnames, Hostname/IP doesn&#39;t match certificate&#39;s altnames",
            r#"{"error":"Hostname/IP doesn\u0027t match certificate\"s\naltnames"}"#,
        ] {
            assert_eq!(first(text).unwrap().code.as_deref(), Some("ERR_TLS_CERT_ALTNAME_INVALID"), "{text}");
        }
        assert!(find("nothing of the kind, said \u{e4}\u{f6}\u{1f600} somebody").is_empty());
    }

    #[test]
    fn what_is_shown_has_words_of_the_table_and_names_alone() {
        let text = "fatal: https://user:hunter2@git.example/ SSL_connect returned=1 errno=0 state=hunter2: certificate verify failed (certificate has expired)";
        let shown = first(text).unwrap().text.unwrap();
        assert_eq!(
            shown,
            "SSL_connect returned=\u{2026} errno=\u{2026} state=\u{2026}certificate verify failed (certificate has expired)"
        );
    }

    #[test]
    fn openssl_texts_and_numbers_belong_together() {
        assert_eq!(openssl_number("self signed certificate in certificate chain"), Some("19"));
        assert_eq!(openssl_number("Hostname mismatch"), Some("62"));
        assert_eq!(openssl_text("20"), Some("unable to get local issuer certificate"));
        assert_eq!(openssl_text("2000"), None);
    }
}
