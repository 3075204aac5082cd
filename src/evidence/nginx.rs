//! nginx: what a server block presents, and what a location behind it checks. Directives are inherited from the block
//! around (nginx.org/en/docs/http/ngx_http_proxy_module.html; proxy_ssl_verify off, depth 1, server name off unless set).

use super::config::blocks::{self, DEPTH, Directive};
use super::config::{host, numbered};
use super::limits;
use super::out::{self, Out};
use super::segments::Segment;
use super::statement::SceneDraft;
use crate::request::{HostUse, Seat};

const TARGET: &str = "nginx-upstream";

/// Reads a configuration, or the part of one that was pasted.
pub(super) fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    const OURS: &[&str] = &["ssl_certificate ", "proxy_pass ", "proxy_ssl_", "server_name ", "ssl_client_certificate "];
    let body = segment.body();
    // Directives may share their line with the block that they stand in.
    let begins = |part: &str| OURS.iter().any(|o| part.trim_start().starts_with(o));
    let ours = |line: &str| line.contains(';') && !line.trim_start().starts_with('#') && line.split(['{', ';']).any(begins);
    // A file may hold nothing but what it takes in.
    let includes = |line: &str| line.trim_start().starts_with("include ");
    if !(body.lines().any(ours) || out.takes_in() && body.lines().any(includes)) {
        return None;
    }
    out.begin("nginx", out.text_place(segment.from, segment.to));
    out.summary("nginx configuration", "");
    if out.part {
        return Some((segment.from, segment.to));
    }
    let mut all = blocks::parse(segment, false, out);
    let mut left = INCLUDED;
    take_in(&mut all, out, &mut left, 0);
    let mut teller = Teller { upstreams: Vec::new(), behind: is_behind(&all), out };
    teller.upstreams(&all);
    // `nginx -T` prints included files one after the other: what stands around them is in the file before.
    let http = all.iter().find(|d| d.name() == "http" && d.inner.iter().any(|d| d.name() == "include"));
    let around: Vec<&Directive<'_>> = http.map_or(&[][..], |d| &d.inner).iter().filter(|d| d.inner.is_empty()).collect();
    teller.walk(&all, &around, "nginx", 0);
    Some((segment.from, segment.to))
}

/// Bytes of all files that are put in where they are included, each as often as it is.
const INCLUDED: usize = 1 << 20;

/// Puts dropped files where they are included.
fn take_in<'t, 'r: 't>(block: &mut Vec<Directive<'t>>, out: &mut Out<'r>, left: &mut usize, depth: usize) {
    let mut at = 0;
    while at < block.len() && depth < DEPTH {
        let files = match block[at].values() {
            [(_, path)] if block[at].name() == "include" => out.included(path),
            _ => Vec::new(),
        };
        take_in(&mut block[at].inner, out, left, depth + 1);
        at += 1;
        for (begin, text) in files {
            if *left <= text.len() {
                out.not_checked(limits::TOO_MANY_PARTS);
            } else {
                *left -= text.len().max(1);
                let mut inner = blocks::parse(&Segment { text, from: 0, to: text.len(), command: None }, false, out);
                blocks::move_by(&mut inner, begin);
                take_in(&mut inner, out, left, depth + 1);
                let count = inner.len();
                block.splice(at..at, inner);
                at += count;
            }
        }
    }
}

/// Whether something is asked over TLS that stands behind.
fn is_behind(block: &[Directive<'_>]) -> bool {
    let asks = |d: &Directive<'_>| {
        d.name().starts_with("proxy_ssl_") || d.name() == "proxy_pass" && d.values().iter().any(|v| v.1.starts_with("https:"))
    };
    block.iter().any(|d| asks(d) || is_behind(&d.inner))
}

struct Teller<'o, 'r> {
    out: &'o mut Out<'r>,
    upstreams: Vec<(String, Vec<(usize, String)>)>,
    /// There is an upstream of TLS: what is presented is a front end's.
    behind: bool,
}

impl<'o> Teller<'o, '_> {
    fn upstreams(&mut self, all: &[Directive<'_>]) {
        for directive in all {
            if directive.name() == "upstream" {
                let member = |d: &Directive<'_>| d.values().first().map(|(at, v)| (*at, host(v).to_owned()));
                let members = directive.inner.iter().filter(|d| d.name() == "server").filter_map(member).collect();
                let name = directive.values().first().map_or("", |v| v.1);
                self.upstreams.push((name.to_owned(), members));
            }
            self.upstreams(&directive.inner);
        }
    }

    fn walk<'t>(&mut self, block: &'t [Directive<'t>], around: &[&'t Directive<'t>], id: &str, depth: usize) {
        if depth > DEPTH {
            return;
        }
        // What stands here beats what is inherited.
        let mut known: Vec<&Directive<'_>> = block.iter().filter(|d| d.inner.is_empty()).collect();
        let own = known.len();
        for directive in around {
            if !known[..own].iter().any(|d| d.name() == directive.name()) {
                known.push(directive);
            }
        }
        if let Some(pass) = block.iter().find(|d| d.name() == "proxy_pass")
            && (pass.values().first().is_some_and(|(_, url)| url.starts_with("https://"))
                // A stream has no URLs.
                || known.iter().any(|d| d.name() == "proxy_ssl" && d.values().first().is_some_and(|v| v.1 == "on")))
        {
            self.proxy(pass, &known, id);
        } else if depth == 0 || block.iter().any(|d| matches!(d.name(), "server_name" | "ssl_certificate")) {
            self.front(&known[..own], id);
        }
        for directive in block.iter().filter(|d| !d.inner.is_empty() && d.name() != "upstream") {
            let name = match directive.name() {
                "server" => directive
                    .inner
                    .iter()
                    .find(|d| d.name() == "server_name")
                    .and_then(|d| d.values().first())
                    .map_or("nginx", |v| v.1)
                    .to_owned(),
                "location" => format!("{id}{}", directive.values().last().map_or("", |v| v.1)),
                _ => id.to_owned(),
            };
            self.walk(&directive.inner, &known, &name, depth + 1);
        }
    }

    fn host(&mut self, at: usize, name: &str, role: HostUse) {
        if !name.contains(['$', '~']) && !name.starts_with(['*', '.', '_']) {
            self.out.host_at(at, name, role);
        }
    }

    /// What the block presents, and to whom.
    fn front(&mut self, known: &[&Directive<'_>], id: &str) {
        let seat = if self.behind { Seat::Listener } else { Seat::Server };
        // A certificate of each kind of key: a client is sent one of them.
        let (mut certificates, mut keys) = (0, 0);
        let named = |d: &&&Directive<'_>| d.name() == "server_name";
        let names: Vec<String> = known.iter().filter(named).flat_map(|d| d.values().iter().map(|v| v.1.to_owned())).collect();
        for directive in known {
            for (at, value) in directive.values().iter().copied() {
                match directive.name() {
                    "server_name" => self.host(at, value, HostUse::Client),
                    name @ ("ssl_certificate" | "ssl_certificate_key") => {
                        let count = if name == "ssl_certificate" { &mut certificates } else { &mut keys };
                        self.out.file_at(at, value, seat, Some(&numbered(id, *count)));
                        if name == "ssl_certificate" {
                            names.iter().for_each(|host| self.out.site(&numbered(id, *count), host));
                        }
                        *count += 1;
                    }
                    "ssl_client_certificate" | "ssl_trusted_certificate" => self.out.file_at(at, value, Seat::ClientCa, None),
                    _ => {}
                }
            }
        }
    }

    fn proxy(&mut self, pass: &Directive<'_>, known: &[&Directive<'_>], id: &str) {
        let Some((at, url)) = pass.values().first().copied() else { return };
        let to = host(url);
        let at = at + url.find("://").map_or(0, |n| n + 3);
        let members = self.upstreams.iter().find(|(name, _)| name == to).map(|(_, m)| m.clone());
        let named = members.is_none() && to.parse::<std::net::IpAddr>().is_err();
        let members = members.unwrap_or_else(|| if named { Vec::new() } else { vec![(at, to.to_owned())] });
        let servers = members
            .iter()
            .map(|(_, m)| m.clone())
            .chain(named.then(|| to.to_owned()))
            .filter(|m| out::host_name(m).is_some())
            .collect();
        self.out.scene(SceneDraft { servers, ..SceneDraft::new(id, "nginx, proxy behind ", id, TARGET) });
        self.front(known, id);
        for (at, member) in &members {
            self.host(*at, member, HostUse::Pool);
        }
        let mut asked = false;
        for directive in known {
            let Some((at, value)) = directive.values().first().copied() else { continue };
            let place = self.out.text_place(at, at + value.len());
            match directive.name() {
                "proxy_ssl_name" => {
                    asked = true;
                    self.host(at, value, HostUse::BackendSetting);
                }
                "proxy_ssl_verify" => self.out.setting(place, TARGET, "verify", value == "on"),
                "proxy_ssl_server_name" => self.out.setting(place, TARGET, "serverName", value == "on"),
                "proxy_ssl_verify_depth" => {
                    if let Ok(depth) = value.parse::<f64>() {
                        self.out.setting(place, TARGET, "depth", depth);
                    }
                }
                "proxy_ssl_trusted_certificate" => self.out.file_at(at, value, Seat::Trust, None),
                _ => {}
            }
        }
        if !asked && named {
            self.host(at, to, HostUse::BackendSetting);
        }
        self.out.about(None);
    }
}
