//! Traefik's dynamic configuration (doc.traefik.io, TLS and ServersTransport), and the file of version 1 (doc.traefik.io/
//! traefik/v1.7, entry points and file provider). It is a Go program and checks as Go does.

use super::super::mapping::{self, Do, Row};
use super::super::out::Out;
use super::super::tree::{Entry, Node};
use super::{Proxy, host};
use crate::request::{HostUse, Seat};

/// What clients of the entry points must show.
const CLIENTS: &[Row] = &[(
    "tls>options>*>clientAuth>caFiles entryPoints>*>tls>clientCA>files entryPoints>*>tls>clientCAFiles",
    Do::Part(Seat::ClientCa),
)];
/// Pairs of certificate and key: those of version 1 stand with their entry point or in a list of their own.
const PAIRS: &str = "tls>certificates tls>stores>*>defaultCertificate entryPoints>*>tls>certificates entryPoints>*>tls>defaultCertificate tls>certificate";
const RULES: &str = "http>routers>*>rule tcp>routers>*>rule frontends>*>routes>*>rule";

/// Reads it from YAML, TOML or JSON.
pub(in super::super) fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let pairs: Vec<&Node<'_>> = root.all(PAIRS).into_iter().filter(|pair| pair.get("certFile").is_some()).collect();
    let transports = root.at("http.serversTransports").map_or(&[][..], Node::entries);
    let rules = root.all(RULES);
    let old = root.all("backends>*>servers>*>url");
    let labels = labels(root);
    if pairs.is_empty() && transports.is_empty() && rules.is_empty() && old.is_empty() && labels.is_empty() {
        return false;
    }
    out.begin("traefik", out.place(root));
    out.summary("Traefik configuration", "");
    let behind = !transports.is_empty() || old.iter().any(|url| is_tls(url));
    let seat = if behind { Seat::Listener } else { Seat::Server };
    for (n, pair) in pairs.into_iter().enumerate() {
        let id = super::numbered("traefik", n);
        out.part(pair.get("certFile"), seat, Some(&id));
        out.part(pair.get("keyFile"), seat, Some(&id));
    }
    mapping::say(CLIENTS, root, "", None, out);
    for rule in rules.into_iter().chain(labels) {
        names(rule, out);
    }
    for transport in transports {
        let using = |service: &&Entry<'_>| {
            let named = service.node.at("loadBalancer.serversTransport").and_then(Node::text);
            named.is_some_and(|n| n.split('@').next() == Some(&*transport.key.read()))
        };
        let services = root.at("http.services").map_or(&[][..], Node::entries).iter().filter(using);
        let urls = services.flat_map(|s| s.node.all("loadBalancer>servers>url")).collect();
        check(&transport.key.read(), &transport.node, urls, out);
    }
    for backend in root.at("backends").map_or(&[][..], Node::entries) {
        let urls: Vec<&Node<'_>> = backend.node.all("servers>*>url");
        if urls.iter().any(|url| is_tls(url)) {
            check(&backend.key.read(), root, urls, out);
        }
    }
    true
}

/// Rules that stand with containers: `traefik.http.routers.x.rule=Host(...)` in a list, or as a field.
fn labels<'n, 't>(root: &'n Node<'t>) -> Vec<&'n Node<'t>> {
    let mut found = Vec::new();
    mapping::walk(root, 12, &mut |node| {
        let lists = node.entries().iter().filter(|entry| entry.key.is("labels"));
        for label in lists.flat_map(|entry| entry.node.each()) {
            let rule = |name: &str| name.starts_with("traefik.") && name.ends_with(".rule");
            if label.text().is_some_and(|text| text.split_once('=').is_some_and(|(name, _)| rule(name))) {
                found.push(label);
            }
            found.extend(label.entries().iter().filter(|entry| rule(entry.key.raw)).map(|entry| &entry.node));
        }
        false
    });
    found
}

fn is_tls(url: &Node<'_>) -> bool {
    url.literal().is_some_and(|url| url.starts_with("https://"))
}

/// ``Host(`a`) || Host(`b`, `c`)``, of version 1 `Host:a,b;Path:/x`; patterns in ``HostRegexp`` are nobody's question.
pub(in super::super) fn names(rule: &Node<'_>, out: &mut Out<'_>) {
    let Some(text) = rule.text() else { return };
    for lead in ["Host(", "HostSNI(", "Host:"] {
        for (at, _) in text.match_indices(lead) {
            if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '!') {
                continue;
            }
            let inner = text[at + lead.len()..].split([')', ';']).next().unwrap_or_default();
            for name in inner.split(',').map(|n| n.trim().trim_matches(['`', '"', '\''])).filter(|name| !name.contains('*')) {
                out.host(out.place(rule), name, HostUse::Client);
            }
        }
    }
}

/// What is asked of the servers behind, and who is trusted for it.
fn check(name: &str, transport: &Node<'_>, urls: Vec<&Node<'_>>, out: &mut Out<'_>) {
    if transport.switch_of("insecureSkipVerify") == Some(true) {
        return;
    }
    let urls: Vec<_> = urls.into_iter().filter(|n| is_tls(n)).filter_map(|n| Some((out.place(n), n.literal()?))).collect();
    let asked = transport.get("serverName").and_then(|n| Some((out.place(n), n.literal()?)));
    let proxy = Proxy {
        words: "Traefik, servers transport ",
        name: name.to_owned(),
        path: out.path(out.place(transport)),
        asked: asked.as_ref().map(|(place, name)| (*place, name.as_ref())),
        servers: urls.iter().map(|(place, url)| (*place, host(url))).collect(),
        public: transport.list("rootCAs").is_empty(),
    };
    proxy.scene(out);
    mapping::say(
        &[("rootCAs", Do::Part(Seat::Trust)), ("certificates>certFile certificates>keyFile", Do::Part(Seat::Client))],
        transport,
        "",
        None,
        out,
    );
    out.about(None);
}
