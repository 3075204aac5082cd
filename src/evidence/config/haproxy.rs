//! HAProxy: `bind ... ssl crt` presents, `server ... ssl` checks (docs.haproxy.org, configuration manual, sections 5.1
//! and 5.2; `verify` is `required` unless set, `default-server` gives its words to the servers after it).

use super::super::out::Out;
use super::super::segments::Segment;
use super::super::statement::SceneDraft;
use super::{host, is_address, is_variable, numbered, words};
use crate::request::{HostUse, Seat};

const TARGET: &str = "haproxy-upstream";
const SECTIONS: &[&str] = &["global", "defaults", "frontend", "backend", "listen"];
/// What fetches a name that is compared as a whole.
const NAMES: &[&str] = &["hdr(host)", "req.hdr(host)", "req.ssl_sni", "req_ssl_sni", "ssl_fc_sni"];

type Words<'t> = Vec<(usize, &'t str)>;

/// Reads a configuration, or the part of one that was pasted.
pub(in super::super) fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let starts = |line: &str| {
        ["bind ", "server ", "server-template ", "default-server "].iter().any(|word| line.trim_start().starts_with(word))
    };
    if !segment.body().lines().any(starts) {
        return list(segment, out);
    }
    let lines: Vec<Words<'_>> = segment.lines().map(|(at, line)| words(line, at)).filter(|w| !w.is_empty()).collect();
    let has = |line: &Words<'_>, word: &str| line.iter().any(|w| w.1 == word);
    let tls = |line: &Words<'_>| {
        matches!(line[0].1, "bind" | "server" | "server-template" | "default-server")
            && has(line, "ssl")
            && line.len() > 2
            && !line[1].1.ends_with(';')
    };
    if !lines.iter().any(tls) {
        return None;
    }
    out.begin("haproxy", out.text_place(segment.from, segment.to));
    out.summary("HAProxy configuration", "");
    let behind = lines.iter().any(|line| line[0].1.contains("server") && has(line, "ssl"));
    let mut section = "haproxy";
    let mut everywhere: Words<'_> = Vec::new();
    let mut defaults: Words<'_> = Vec::new();
    for line in &lines {
        match line[0].1 {
            word if SECTIONS.contains(&word) => {
                section = line.get(1).map_or(word, |w| w.1);
                defaults.clone_from(&everywhere);
                if word == "defaults" {
                    section = word;
                }
            }
            "default-server" => {
                defaults.extend(&line[1..]);
                if section == "defaults" {
                    everywhere.extend(&line[1..]);
                }
            }
            // What holds for servers that do not say it.
            "ssl-server-verify" => everywhere.extend(line.get(1).into_iter().flat_map(|w| [(w.0, "verify"), *w])),
            "bind" if has(line, "ssl") => bind(&line[1..], section, behind, out),
            // `server-template prefix number host:port` stands for that many servers, all alike.
            word @ ("server" | "server-template") => {
                let at = if word == "server" { 2 } else { 3 };
                if let Some(address) = line.get(at) {
                    let own = line[at + 1..].iter().chain(&defaults).copied().collect::<Words<'_>>();
                    server(line[1].1, *address, &own, section, out);
                }
            }
            _ => names(line, out),
        }
    }
    Some((segment.from, segment.to))
}

/// A list of certificates with their names (`crt-list`): `www.pem [alpn h2] www.example !old.example`.
fn list(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let lines: Vec<Words<'_>> = segment.lines().map(|(at, line)| words(line, at)).filter(|w| !w.is_empty()).collect();
    let entry = |line: &Words<'_>| [".pem", ".crt", ".cer"].iter().any(|end| line[0].1.ends_with(end));
    // Options stand in brackets; what else follows the file are names.
    const FILES: &[&str] = &[".pem", ".crt", ".cer", ".key", ".p12", ".pfx"];
    let name = |word: &str| word.contains('.') && !word.ends_with('.') && !FILES.iter().any(|end| word.ends_with(end));
    let fits = |line: &Words<'_>| listed(line).all(|(_, word)| name(word.trim_start_matches('!')));
    if !lines.iter().all(|line| entry(line) && fits(line)) || !lines.iter().any(|line| line.len() > 1) {
        return None;
    }
    out.begin("haproxy", out.text_place(segment.from, segment.to));
    out.count("HAProxy, list of certificates: ", lines.len());
    for line in lines {
        let (at, path) = line[0];
        let id = path.rsplit('/').next().unwrap_or(path);
        out.file_at(at, path, Seat::Listener, Some(id));
        for (at, word) in listed(&line).filter(|(_, word)| !word.starts_with(['!', '*'])) {
            out.host_at(at, word, HostUse::Client);
            out.site(id, word);
        }
    }
    Some((segment.from, segment.to))
}

/// What stands behind the file, outside of brackets.
fn listed<'t>(line: &Words<'t>) -> impl Iterator<Item = (usize, &'t str)> {
    let mut inside = false;
    line[1..].iter().copied().filter(move |(_, word)| {
        inside |= word.starts_with('[');
        let outside = !inside;
        inside &= !word.ends_with(']');
        outside
    })
}

/// The word after this one, of the first that there is.
fn after<'t>(words: &[(usize, &'t str)], name: &str) -> Option<(usize, &'t str)> {
    let at = words.iter().position(|w| w.1 == name)?;
    words.get(at + 1).copied().filter(|w| !is_variable(w.1))
}

fn file(found: Option<(usize, &str)>, seat: Seat, server: Option<&str>, out: &mut Out<'_>) {
    if let Some((at, path)) = found.filter(|(_, path)| !path.starts_with('@')) {
        out.file_at(at, path, seat, server);
    }
}

fn bind(words: &[(usize, &str)], section: &str, behind: bool, out: &mut Out<'_>) {
    let seat = if behind { Seat::Listener } else { Seat::Server };
    // One name picks one certificate: none follows another.
    for (n, pair) in words.windows(2).filter(|pair| pair[0].1 == "crt").enumerate() {
        file(Some(pair[1]), seat, Some(&numbered(section, n)), out);
    }
    file(after(words, "ca-file"), Seat::ClientCa, None, out);
}

/// One `server` line: what it checks is a situation of its own. Without TLS or checking there is nothing to rehearse.
fn server(name: &str, (at, address): (usize, &str), words: &[(usize, &str)], section: &str, out: &mut Out<'_>) {
    let last = words.iter().find(|w| matches!(w.1, "ssl" | "no-ssl"));
    if last.is_none_or(|w| w.1 != "ssl") {
        return;
    }
    let to = host(address);
    let pool = out.text_place(at, at + to.len());
    let checks = after(words, "verify").is_none_or(|w| w.1 != "none");
    if !checks {
        if !is_variable(to) {
            out.host(pool, to, HostUse::Pool);
        }
        return;
    }
    let authorities = after(words, "ca-file");
    let called = [section, "/", name].concat();
    out.scene(SceneDraft {
        public_trust: authorities.is_some_and(|w| w.1 == "@system-ca"),
        servers: vec![name.to_owned()],
        ..SceneDraft::new(&called, "HAProxy, server ", &called, TARGET)
    });
    if !is_variable(to) {
        out.server(pool, name, Some(to));
        out.host(pool, to, HostUse::Pool);
    }
    let verify = after(words, "verify");
    let place = verify.map_or(pool, |(at, value)| out.text_place(at, at + value.len()));
    out.setting(place, TARGET, "verify", verify.map_or("required", |w| w.1));
    for (word, role) in [("sni", HostUse::Sni), ("check-sni", HostUse::Sni), ("verifyhost", HostUse::BackendSetting)] {
        let Some((at, value)) = after(words, word) else { continue };
        // A name that is known beforehand stands in str(); other expressions depend on the request.
        let fixed = value.strip_prefix("str(").and_then(|v| v.strip_suffix(')'));
        let name = if word == "sni" { fixed } else { Some(value) };
        if let Some(name) = name {
            out.host_at(at + value.find(name).unwrap_or(0), name, role);
        }
    }
    file(authorities, Seat::Trust, None, out);
    file(after(words, "crt"), Seat::Client, None, out);
    out.about(None);
}

/// Names that requests are told apart by.
fn names(line: &[(usize, &str)], out: &mut Out<'_>) {
    let fetch = |w: &(usize, &str)| {
        let word = w.1.to_ascii_lowercase();
        NAMES.contains(&word.split(',').next().unwrap_or_default())
    };
    let Some(at) = line.iter().position(fetch) else { return };
    for (at, word) in line[at + 1..].iter().copied() {
        if matches!(word, "}" | "||" | "or" | "if" | "unless" | "-f" | "-m") {
            return;
        }
        let name = host(word);
        if word.starts_with('-') || is_address(name) || is_variable(name) || !name.contains('.') {
            continue;
        }
        out.host_at(at, name, HostUse::Client);
    }
}
