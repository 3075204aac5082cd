//! Phrases that stand anywhere in a text, outside of what other readers took: messages, logs, stack traces.

use super::asked;
use super::out::{Out, Place};
use super::phrases::{self, Hit};
use super::segments::Claim;
use super::statement::{Observation, Said};
use super::times;
use super::tree::Node;
use crate::lists::{Map, Set};
use crate::octets::char_floor;
use crate::request::HostUse;

/// Reads what no other reader took.
pub fn read(text: &str, claims: &[Claim], out: &mut Out<'_>) {
    let mut from = 0;
    let mut found = Vec::new();
    let mut budget = phrases::TEXT;
    for claim in claims.iter().copied().chain([Claim { from: text.len(), to: text.len(), kind: "" }]) {
        if claim.from > from {
            let mut to = claim.from;
            if to - from > budget {
                out.not_checked(phrases::TEXT_TOO_LONG);
                to = char_floor(text, from + budget);
            }
            budget -= to - from;
            found.extend(phrases::find(&text[from..to]).into_iter().map(|hit| Hit {
                from: hit.from + from,
                to: hit.to + from,
                ..hit
            }));
        }
        from = from.max(claim.to);
    }
    better(&mut found);
    let nothing = found.is_empty();
    let prose = phrases::prose::Prose::of(text);
    let all = found.len();
    found.retain(|hit| !prose.explains(hit.from, hit.to));
    // A manual that explains most of them explains the rest as well.
    if prose.is_manual() && (found.len() * 2 < all || prose.is_article()) {
        found.clear();
    }
    let merged = merge(text, found);
    // Nor is it seen where it has all that a program may say, and says of nobody who said it to whom.
    let nowhere = |o: &Observation| o.host.is_none() && o.time.is_none();
    let mut codes: Map<Option<&str>, Set<&str>> = Map::default();
    for o in merged.iter().map(|hit| &hit.observation).filter(|o| prose.is_manual() && nowhere(o)) {
        if let Some(code) = &o.code {
            codes.at(o.target).insert(code);
        }
    }
    let listed: Vec<Option<&'static str>> =
        codes.iter().filter(|(_, c)| c.iter().count() > 2).map(|(target, _)| *target).collect();
    for hit in merged {
        if !(nowhere(&hit.observation) && listed.contains(&hit.observation.target)) {
            say(text, hit, out);
        }
    }
    if nothing && claims.is_empty() {
        unknown(text, out);
    }
}

/// What a text says that holds error messages and nothing else, with places.
#[must_use]
pub fn observed(text: &str) -> Vec<(usize, usize, Observation)> {
    let mut found = phrases::find(&text[..char_floor(text, phrases::TEXT)]);
    better(&mut found);
    merge(text, found).into_iter().map(|hit| (hit.from, hit.to, hit.observation)).collect()
}

/// Reads the phrases in a part that another reader has taken, which knows whom it was about. Tells whether there are any.
pub fn within(text: &str, from: usize, to: usize, server: Option<&str>, host: Option<&str>, out: &mut Out<'_>) -> bool {
    let part = text.get(from..to).unwrap_or("");
    let mut found = phrases::find(&part[..char_floor(part, phrases::TEXT)]);
    better(&mut found);
    for hit in &mut found {
        (hit.from, hit.to) = (hit.from + from, hit.to + from);
        let (known_server, known_host) = (server.map(str::to_owned), host.map(str::to_owned));
        hit.observation.server = hit.observation.server.take().or(known_server);
        hit.observation.host = hit.observation.host.take().or(known_host);
        hit.elsewhere = true;
    }
    let any = !found.is_empty();
    for hit in merge(text, found) {
        let place = out.text_place(hit.from, hit.to);
        // A transcript that does not say which name was asked for may have it in its message.
        tell("error-text", place, hit.observation, host.is_none(), out);
    }
    any
}

/// Reads the phrases in a field of a document.
pub fn field(node: &Node<'_>, out: &mut Out<'_>) {
    let Some(text) = node.text().filter(|text| text.len() <= FIELD) else { return };
    let place = out.place(node);
    for hit in merge(&text, phrases::find(&text).into_iter().filter(|hit| !hit.bare).collect()) {
        tell("error-text", place, hit.observation, true, out);
    }
}

/// Says what was observed, and of the name that was asked for that it was.
fn tell(kind: &'static str, place: Place<'_>, observation: Observation, named: bool, out: &mut Out<'_>) {
    out.begin(kind, place);
    if let Some(phrase) = &observation.text {
        out.summary(": ", phrase);
    }
    if let Some(host) = observation.host.as_deref().filter(|_| named) {
        out.host(place, host, HostUse::Client);
    }
    out.observed(place, observation);
}

/// Words that prose has as well count only where nothing better is.
fn better(found: &mut Vec<Hit>) {
    if found.iter().any(|hit| !hit.bare) {
        found.retain(|hit| !hit.bare);
    }
}

/// Bytes of a field that is a message.
const FIELD: usize = 16 << 10;

/// Completes each hit with what stands near it, and makes one of those that say the same.
fn merge(text: &str, found: Vec<Hit>) -> Vec<Hit> {
    let mut merged: Vec<Hit> = Vec::new();
    for mut hit in found {
        if hit.observation.host.is_none() && !hit.elsewhere && hit.observation.said != Said::Other {
            hit.observation.host = asked::near(text, hit.from, hit.to).map(|asked| asked.name);
        }
        hit.observation.time = times::of_line(&text[line_start(text, hit.from)..]);
        let same = |known: &&mut Hit| agrees(&known.observation, &hit.observation);
        match merged.iter_mut().find(same) {
            Some(known) => take_over(&mut known.observation, hit.observation),
            None => merged.push(hit),
        }
    }
    merged
}

/// Whether both tell of one fault: what one of them does not say does not part them.
fn agrees(a: &Observation, b: &Observation) -> bool {
    let open = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
    let code = a.code == b.code || a.code.is_none() && a.equals.contains(&"*") || b.code.is_none() && b.equals.contains(&"*");
    a.target == b.target && a.said == b.said && code && open(&a.host, &b.host) && open(&a.server, &b.server)
}

/// What the second says and the first does not; of two times the later, of two phrases the one that says more.
fn take_over(known: &mut Observation, mut other: Observation) {
    let more = known.code.is_none() && other.code.is_some() || known.host.is_none() && other.host.is_some();
    if more {
        std::mem::swap(known, &mut other);
    }
    known.code = known.code.take().or(other.code);
    known.host = known.host.take().or(other.host);
    known.server = known.server.take().or(other.server);
    known.time = known.time.max(other.time);
    for number in other.also {
        if !known.also.contains(&number) {
            known.also.push(number);
        }
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |n| n + 1)
}

/// The log that a target's messages stand in.
fn log(target: Option<&str>) -> Option<&'static str> {
    match target? {
        "nginx-upstream" | "nginx-server" | "nginx-client-auth" => Some("nginx-log"),
        "apache-proxy" | "apache-server" => Some("apache-log"),
        "haproxy-upstream" | "haproxy-server" => Some("haproxy-log"),
        "libpq" => Some("psql"),
        _ => None,
    }
}

fn say(text: &str, hit: Hit, out: &mut Out<'_>) {
    let place = out.text_place(hit.from, hit.to);
    let observation = hit.observation;
    let (host, server) = (observation.host.clone(), observation.server.clone());
    // A message that a stack trace follows is one of Java's.
    // In a line of a JSON log its lines are written with escapes.
    let frames = || text[hit.to..].lines().take(8).any(|l| l.trim_start().starts_with("at "));
    let escaped = || text[hit.to..].split('\n').next().is_some_and(|line| line.contains("\\tat "));
    let trace = observation.target == Some("java") && (frames() || escaped());
    tell(if trace { "java-trace" } else { "error-text" }, place, observation.clone(), false, out);
    let server = server.or_else(|| remote(text, hit.from));
    if let Some(log) = log(observation.target) {
        if host.is_some() || server.is_some() {
            out.begin(log, place);
        }
        if log == "nginx-log" {
            nginx_fields(text, hit.from, log, host.is_some(), out);
        }
    }
    if let Some(server) = &server {
        out.server(place, server, Some(server));
    }
    if let Some(host) = &host {
        out.host(place, host, HostUse::Client);
    }
}

/// nginx says after its message which of its servers was asked, and at which address it asked itself: a member of a
/// pool where a name was asked for, else only where the server is.
fn nginx_fields(text: &str, at: usize, log: &'static str, named: bool, out: &mut Out<'_>) {
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    const FIELDS: [(&str, HostUse); 3] =
        [(", server: ", HostUse::Client), (", upstream: \"https://", HostUse::Pool), (", host: \"", HostUse::Client)];
    // The name of its own is the one that the client asked for, unless it takes any.
    let mut asked = false;
    for (lead, role) in FIELDS {
        let Some(from) = text[at..end].find(lead).map(|n| at + n + lead.len()) else { continue };
        let rest = &text[from..end];
        let name = match rest.strip_prefix('[') {
            Some(v6) => v6.split(']').next().unwrap_or_default(),
            None => rest.split([',', ':', '/', '"']).next().unwrap_or_default(),
        };
        if !name.starts_with(['_', '*', '~', '.']) && (named || role == HostUse::Client) && !(asked && role == HostUse::Client) {
            asked |= role == HostUse::Client;
            let place = out.text_place(from, from + name.len());
            out.begin(log, place);
            out.host(place, name, role);
        }
    }
}

/// The server that Apache's line is about: `[remote 10.0.0.4:443]`.
fn remote(text: &str, at: usize) -> Option<String> {
    let line = &text[line_start(text, at)..at];
    let rest = line.split_once("[remote ")?.1;
    super::out::host_name(phrases::without_port(rest.split(']').next()?))
}

/// Lines of a text that is taken for a message as a whole.
const MESSAGE: usize = 40;

/// Words of an error about certificates that nobody knows: its place alone.
fn unknown(text: &str, out: &mut Out<'_>) {
    let has_items = out.reading.items.iter().any(|item| item.input == out.input && item.error.is_none());
    if has_items {
        return;
    }
    let mut at = 0;
    // What is long is a document that may explain errors, unless the line is one of a log.
    let short = text.lines().take(MESSAGE + 1).count() <= MESSAGE && !phrases::prose::is_manual(text);
    for line in text.split_inclusive('\n').take(10_000) {
        let small = line.get(..line.len().min(2_000)).unwrap_or("").to_ascii_lowercase();
        // What somebody explains in a comment is no message.
        let comment = ["#", "//", ";"].iter().any(|mark| small.trim_start().starts_with(mark));
        let about = !comment && ["certificate", "x509", "ssl", "tls", "handshake"].iter().any(|word| small.contains(word));
        let bad = [
            "error",
            "fail",
            "invalid",
            "refused",
            "not trusted",
            "cannot",
            "could not",
            "unable",
            "untrusted",
            "fatal",
            "alert",
        ];
        let begins = |word: &str| small.trim_start().starts_with(word);
        let message = || short || times::of_line(line).is_some() || ["error", "fatal", "[error"].iter().any(|w| begins(w));
        if about && bad.iter().any(|word| small.contains(word)) && message() {
            let place = out.text_place(at, at + line.trim_end().len());
            out.begin("error-text", place);
            out.observed(place, Observation::default());
            return;
        }
        at += line.len();
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn a_page_that_explains_errors_is_none() {
        let page =
            format!("# Certificates\n{}If the TLS handshake fails, look at the certificate.\n", "More words.\n".repeat(60));
        let log = format!("{page}2026-11-28 12:00:00 TLS handshake failed: certificate of another kind\n");
        let message = "TLS handshake failed: certificate of another kind";
        let seen = |text: &str| testing::read(&[("x.txt", text.as_bytes())]).0.statements.len();
        assert_eq!([seen(&page), seen(&log), seen(message)], [0, 1, 1]);
    }
}
