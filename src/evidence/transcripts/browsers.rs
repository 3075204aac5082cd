//! Pages of browsers as they are copied, and Chrome's net-export. Their sentences are translated; codes, addresses,
//! bodies and a few names are not.

use super::{peer, verdict};
use crate::evidence::asked;
use crate::evidence::error_text;
use crate::evidence::out::{Out, host_name};
use crate::evidence::phrases::prose::Prose;
use crate::evidence::phrases::without_port;
use crate::evidence::segments::Segment;
use crate::evidence::statement::Said;
use crate::evidence::tree::Node;
use crate::request::{HostUse, Seat};

const END: &str = "-----END CERTIFICATE-----";

/// Takes an error page of Chrome or Edge.
pub fn chrome(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let text = segment.body();
    // A page has its code on a line of its own, in small letters on older ones; a log has it behind an address.
    let old =
        || text.match_indices("net::ERR_").map(|(at, _)| at).find(|&at| text[..at].trim_end_matches([' ', '\t']).ends_with('\n'));
    let code = text.find("NET::ERR_").or_else(old)?;
    if Prose::of(segment.text).explains(segment.from + code, segment.from + line_end(text, code)) {
        return None;
    }
    let to = text.rfind(END).map_or_else(|| line_end(text, code), |n| n + END.len());
    let before = &text[..code];
    // The page names the host in a sentence of some language: the last name before the code.
    let host = before.rsplit(|c: char| c.is_whitespace() || "()\"'\u{201c}\u{201d}\u{201e}".contains(c)).find_map(named);
    let start = host.map_or(code, |(_, word)| before.rfind(word).unwrap_or(code));
    let from = before[..start].rfind('\n').map_or(0, |n| n + 1);
    page("chrome-page", segment, (segment.from + from, segment.from + to), host.map(|(host, _)| host), out)
}

/// A word that is the name of a host, and the word.
fn named(word: &str) -> Option<(&str, &str)> {
    let address = word.strip_prefix("https://").unwrap_or(word);
    let name = without_port(address.split('/').next().unwrap_or_default()).trim_end_matches(['.', ',', ';', ':']);
    let (_, last) = name.rsplit_once('.')?;
    let good =
        last.len() > 1 && last.bytes().all(|b| b.is_ascii_alphanumeric()) && host_name(name).is_some() && !name.starts_with('.');
    good.then_some((name, word))
}

/// Takes the report of a Firefox error page: the lines about HSTS and HPKP are the same in every language.
pub fn firefox(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let text = segment.body();
    let mark = text.find("HTTP Strict Transport Security:")?;
    let start = text[..mark].rfind("https://")?;
    let host = asked::first(text, start, mark).map(|asked| asked.name);
    let to = text.rfind(END).map_or_else(|| line_end(text, mark), |n| n + END.len());
    page("firefox-page", segment, (segment.from + start, segment.from + to.max(mark)), host.as_deref(), out)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |n| at + n)
}

fn page(
    kind: &'static str,
    segment: &Segment<'_>,
    range: (usize, usize),
    host: Option<&str>,
    out: &mut Out<'_>,
) -> Option<(usize, usize)> {
    let (from, to) = range;
    let place = out.text_place(from, to);
    out.begin(kind, place);
    peer(place, host, None, host, out);
    out.seat(place, Seat::Server, host);
    if !error_text::within(segment.text, from, to, host, host, out) && kind == "firefox-page" {
        // A sentence in a language that nobody here knows: a refusal for some reason.
        out.begin(kind, place);
        let text = "HTTP Strict Transport Security:".to_owned();
        let mut observation = verdict(Said::Rejected, "firefox", text, None, host, host);
        observation.equals = vec!["*"];
        out.observed(place, observation);
    }
    Some((from, to))
}

/// Errors of certificates by their number (net_error_list.h).
const NET_ERRORS: &[(&str, &str)] = &[
    ("-200", "ERR_CERT_COMMON_NAME_INVALID"),
    ("-201", "ERR_CERT_DATE_INVALID"),
    ("-202", "ERR_CERT_AUTHORITY_INVALID"),
    ("-203", "ERR_CERT_CONTAINS_ERRORS"),
    ("-204", "ERR_CERT_NO_REVOCATION_MECHANISM"),
    ("-205", "ERR_CERT_UNABLE_TO_CHECK_REVOCATION"),
    ("-206", "ERR_CERT_REVOKED"),
    ("-207", "ERR_CERT_INVALID"),
    ("-208", "ERR_CERT_WEAK_SIGNATURE_ALGORITHM"),
    ("-210", "ERR_CERT_NON_UNIQUE_NAME"),
    ("-211", "ERR_CERT_WEAK_KEY"),
    ("-212", "ERR_CERT_NAME_CONSTRAINT_VIOLATION"),
    ("-213", "ERR_CERT_VALIDITY_TOO_LONG"),
    ("-214", "ERR_CERTIFICATE_TRANSPARENCY_REQUIRED"),
    ("-217", "ERR_CERT_KNOWN_INTERCEPTION_BLOCKED"),
];

/// Events of one log that are looked at.
const EVENTS: usize = 200_000;

/// Takes `chrome://net-export`: of each event only certificates, the host and the error's number.
pub fn net_export(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let (Some(_), Some(events)) = (root.at("constants.logEventTypes"), root.get("events")) else { return false };
    out.begin("chrome-net-export", out.place(root));
    let named_of = |params: &Node<'_>| {
        let text = params.get("host").or_else(|| params.get("hostname"))?.text()?;
        named(&text).map(|(name, _)| name.to_owned())
    };
    out.bound(events.each().len(), EVENTS);
    let all: Vec<&Node<'_>> = events.each().iter().take(EVENTS).filter_map(|event| event.get("params")).collect();
    let first = all.iter().find_map(|params| named_of(params));
    let mut said: Vec<&str> = Vec::new();
    let mut presented: Vec<Vec<usize>> = Vec::new();
    for params in all {
        let own = named_of(params);
        let list = params.list("certificates");
        if let Some(host) = own.as_deref().filter(|_| params.get("certificates").is_some()) {
            out.host(out.place(params), host, HostUse::Client);
        }
        let server = own.as_deref().or(first.as_deref());
        // The same list comes with several events: as received, and as given to the verifier.
        let key: Vec<usize> = list.iter().map(|body| body.to - body.from).collect();
        if !list.is_empty() && !presented.contains(&key) {
            presented.push(key);
            for body in list {
                out.seat(out.place(body), Seat::Server, server);
            }
        } else if let Some(again) = params.get("certificates") {
            out.seat(out.place(again), Seat::Ignore, None);
        }
        // What the browser made of it has what it added itself.
        if let Some(verified) = params.get("verified_cert") {
            out.seat(out.place(verified), Seat::Ignore, None);
        }
        let error = params.text_of("net_error").and_then(|number| NET_ERRORS.iter().find(|(n, _)| *n == number));
        if let Some((_, code)) = error.filter(|(_, code)| !said.contains(code)) {
            said.push(code);
            let text = ["net::", code].concat();
            out.observed(out.place(params), verdict(Said::Rejected, "chrome", text, Some(code), server, server));
        }
    }
    true
}
