//! Configurations of servers and proxies. A path is joined to a dropped file by its base name.

pub(super) mod apache;
pub(super) mod blocks;
pub(super) mod caddy;
pub(super) mod caddy_json;
pub(super) mod envoy;
pub(super) mod haproxy;
pub(super) mod openvpn;
pub(super) mod postgresql;
pub(super) mod properties;
pub(super) mod spring;
pub(super) mod tomcat;
pub(super) mod traefik;

use super::out::{self, Out, Place};
use super::statement::SceneDraft;
use crate::request::HostUse;

/// Words of one line.
const WORDS: usize = 200;

/// The words of a line, each with its place from `at`; quotes hold blanks together, `#` begins a comment.
fn words(line: &str, at: usize) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while found.len() < WORDS {
        let rest = &line[from..];
        from += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let Some(first) = rest.chars().next().filter(|c| *c != '#') else { break };
        if matches!(first, '"' | '\'') {
            let length = rest[1..].find(first).unwrap_or(rest.len() - 1);
            found.push((at + from + 1, &rest[1..=length]));
            from = (from + length + 2).min(line.len());
        } else {
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            found.push((at + from, &rest[..length]));
            from += length;
        }
    }
    found
}

/// The host of `host:port`, `[v6]:port` or a URL.
pub(super) fn host(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let authority = authority.rsplit('@').next().unwrap_or_default();
    match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

fn is_address(host: &str) -> bool {
    host.parse::<std::net::IpAddr>().is_ok()
}

/// What the pair of certificate and key at this place of a list is called.
pub(super) fn numbered(name: &str, at: usize) -> String {
    if at == 0 { name.to_owned() } else { [name, " ", &(at + 1).to_string()].concat() }
}

/// Whether a configuration's own language would have to work it out.
fn is_variable(text: &str) -> bool {
    text.contains(['$', '%']) || out::masked(text)
}

/// A proxy written in Go, and what it asks of the servers behind it.
struct Proxy<'t> {
    words: &'static str,
    name: String,
    path: Option<String>,
    /// The name that is sent and checked for all of them, if one is set.
    asked: Option<(Place<'t>, &'t str)>,
    servers: Vec<(Place<'t>, &'t str)>,
    /// Nobody says whom to trust.
    public: bool,
}

impl Proxy<'_> {
    /// Begins its scene. crypto/tls checks the name that it sends: the one that is set, else the server's own.
    fn scene(self, out: &mut Out<'_>) {
        let known = |name: &str| !is_variable(name) && out::host_name(name).is_some();
        out.scene(SceneDraft {
            public_trust: self.public,
            servers: self.servers.iter().filter(|(_, h)| known(h)).map(|(_, h)| (*h).to_owned()).collect(),
            path: self.path,
            ..SceneDraft::new(&self.name, self.words, &self.name, "go")
        });
        let asked = self.asked.is_some();
        if let Some((place, name)) = self.asked.filter(|(_, name)| !is_variable(name)) {
            out.host(place, name, HostUse::Sni);
        }
        for (place, host) in self.servers.into_iter().filter(|(_, h)| known(h)) {
            out.host(place, host, if asked || is_address(host) { HostUse::Pool } else { HostUse::BackendSetting });
        }
    }
}

#[cfg(test)]
mod tests;
