//! Apache: what a virtual host presents, and what its proxy checks (httpd.apache.org/docs/2.4/mod/mod_ssl.html; a
//! proxy checks nothing unless `SSLProxyVerify` says so, and asks for the host of the URL it passes to).

use super::super::out::{self, Out};
use super::super::segments::Segment;
use super::super::statement::SceneDraft;
use super::{host, is_address, is_variable, words};
use crate::request::{HostUse, Seat};

const TARGET: &str = "apache-proxy";

type Words<'t> = Vec<(usize, &'t str)>;

/// What stands in a virtual host, or around all.
#[derive(Default)]
struct Context<'t> {
    lines: Vec<Words<'t>>,
}

impl<'t> Context<'t> {
    fn all<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Words<'t>> {
        self.lines.iter().filter(move |line| line[0].1.eq_ignore_ascii_case(name) && line.len() > 1)
    }

    /// The addresses of TLS that it passes to.
    fn passes(&self) -> impl Iterator<Item = (usize, &'t str)> {
        ["ProxyPass", "ProxyPassMatch", "BalancerMember"].into_iter().flat_map(|name| self.all(name)).filter_map(|l| passes_to(l))
    }

    fn value(&self, name: &str) -> Option<(usize, &'t str)> {
        self.all(name).last().and_then(|line| line.get(1)).copied()
    }
}

/// Reads a configuration, or the part of one that was pasted.
pub(in super::super) fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    const OURS: &[&str] = &["sslcertificatefile", "sslproxy", "<virtualhost", "sslcacertificatefile"];
    let ours = |line: &str| {
        let line = line.trim_start().to_ascii_lowercase();
        OURS.iter().any(|o| line.starts_with(o)) && line.trim_end().contains([' ', '\t'])
    };
    if !segment.body().lines().any(ours) {
        return None;
    }
    out.begin("apache", out.text_place(segment.from, segment.to));
    out.summary("Apache configuration", "");
    let mut around = Context::default();
    let mut hosts: Vec<Context<'_>> = Vec::new();
    let (mut inside, mut continued) = (false, false);
    for (at, line) in segment.lines() {
        let goes_on = line.trim_end().ends_with('\\');
        let line = words(line.trim_end().trim_end_matches('\\'), at);
        let Some(first) = line.first().map(|w| w.1.to_ascii_lowercase()) else { continue };
        if std::mem::replace(&mut continued, goes_on) {
            let context = hosts.last_mut().filter(|_| inside).unwrap_or(&mut around);
            if let Some(last) = context.lines.last_mut() {
                last.extend(line);
            }
            continue;
        }
        if first.starts_with("<virtualhost") {
            hosts.push(Context::default());
            inside = true;
        } else if first.starts_with("</virtualhost") {
            inside = false;
        } else if !first.starts_with('<') {
            match hosts.last_mut().filter(|_| inside) {
                Some(host) => host.lines.push(line),
                None => around.lines.push(line),
            }
        }
    }
    let behind = std::iter::once(&around).chain(&hosts).any(|c| c.passes().next().is_some());
    tell(&around, &Context::default(), behind, out);
    for host in &hosts {
        tell(host, &around, behind, out);
    }
    Some((segment.from, segment.to))
}

/// The URL of TLS that a line passes to.
fn passes_to<'t>(line: &[(usize, &'t str)]) -> Option<(usize, &'t str)> {
    line.iter().skip(1).copied().find(|w| w.1.starts_with("https://") || w.1.starts_with("wss://"))
}

fn file(context: &Context<'_>, name: &str, seat: Seat, id: Option<&str>, out: &mut Out<'_>) {
    for (at, path) in context.all(name).filter_map(|line| line.get(1)).copied() {
        // What stands before the last part of a path may be a variable.
        if is_variable(path.rsplit('/').next().unwrap_or(path)) {
            continue;
        }
        out.file_at(at, path, seat, id);
    }
}

fn tell(context: &Context<'_>, around: &Context<'_>, behind: bool, out: &mut Out<'_>) {
    let id = context.value("ServerName").map(|w| host(w.1)).filter(|name| !is_variable(name)).unwrap_or("apache").to_owned();
    for (at, name) in context.all("ServerName").chain(context.all("ServerAlias")).flat_map(|line| &line[1..]).copied() {
        let from = at + name.find("://").map_or(0, |n| n + 3);
        let name = host(name);
        // A pattern is nobody's question.
        if !name.contains(['*', '?']) && !is_variable(name) {
            out.host_at(from, name, HostUse::Client);
            if context.value("SSLCertificateFile").is_some() {
                out.site(&id, name);
            }
        }
    }
    let seat = if behind { Seat::Listener } else { Seat::Server };
    // In the order in which they are sent.
    for name in ["SSLCertificateFile", "SSLCertificateChainFile", "SSLCertificateKeyFile"] {
        file(context, name, seat, Some(&id), out);
    }
    file(context, "SSLCACertificateFile", Seat::ClientCa, None, out);
    // Members of a balancer stand in a section of its own.
    let balanced = || context.all("ProxyPass").any(|line| line.iter().any(|w| w.1.starts_with("balancer://")));
    let Some((at, url)) = context.passes().next().or_else(|| around.passes().next().filter(|_| balanced())) else {
        file(context, "SSLProxyCACertificateFile", Seat::Trust, None, out);
        return;
    };
    let inherited = |name: &str| context.value(name).or_else(|| around.value(name));
    let to = host(url);
    let from = at + url.find("://").map_or(0, |n| n + 3);
    let place = out.text_place(from, from + to.len());
    let role = if is_address(to) { HostUse::Pool } else { HostUse::BackendSetting };
    if inherited("SSLProxyVerify").is_none_or(|w| w.1.eq_ignore_ascii_case("none")) || out::host_name(to).is_none() {
        if !is_variable(to) {
            out.host(place, to, role);
        }
        return;
    }
    let servers = vec![to.to_owned()];
    out.scene(SceneDraft { servers, ..SceneDraft::new(&id, "Apache, proxy of ", &id, TARGET) });
    out.server(place, to, Some(to));
    out.host(place, to, role);
    if let Some((at, depth)) = inherited("SSLProxyVerifyDepth").and_then(|(at, v)| Some((at, v.parse::<f64>().ok()?))) {
        let place = out.text_place(at, at + 1);
        out.setting(place, TARGET, "depth", depth);
    }
    if let Some((at, value)) = inherited("SSLProxyCheckPeerName") {
        let place = out.text_place(at, at + value.len());
        out.setting(place, TARGET, "checkPeerName", value.eq_ignore_ascii_case("on"));
    }
    let own = if context.value("SSLProxyCACertificateFile").is_some() { context } else { around };
    file(own, "SSLProxyCACertificateFile", Seat::Trust, None, out);
    file(context, "SSLProxyMachineCertificateFile", Seat::Client, None, out);
    out.about(None);
}
