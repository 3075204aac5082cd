//! Traefik's dynamic configuration (doc.traefik.io, TLS and ServersTransport). It is a Go program and checks as Go does.

use super::super::out::Out;
use super::super::tree::Node;
use super::{Proxy, host};
use crate::request::{HostUse, Seat};

/// Reads it from YAML, TOML or JSON.
pub(in super::super) fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let field = |path: &str, name: &str| root.at(path).is_some_and(|n| n.each().iter().any(|c| c.get(name).is_some()));
    let stores = root.at("tls.stores").map_or(&[][..], Node::entries);
    let transports = root.at("http.serversTransports").map_or(&[][..], Node::entries);
    let routers = root.at("http.routers").map_or(&[][..], Node::entries);
    let rules = routers.iter().any(|r| r.node.get("rule").is_some());
    if !field("tls.certificates", "certFile")
        && !stores.iter().any(|s| s.node.get("defaultCertificate").is_some())
        && transports.is_empty()
        && !rules
    {
        return false;
    }
    let place = out.place(root);
    out.begin("traefik", place);
    out.summary("Traefik configuration", "");
    let seat = if transports.is_empty() { Seat::Server } else { Seat::Listener };
    let own = root.at("tls.certificates").map_or(&[][..], Node::each).iter();
    let fallback = stores.iter().filter_map(|s| s.node.get("defaultCertificate"));
    for (n, pair) in own.chain(fallback).enumerate() {
        let id = if n == 0 { "traefik".to_owned() } else { format!("traefik {}", n + 1) };
        out.part(pair.get("certFile"), seat, Some(&id));
        out.part(pair.get("keyFile"), seat, Some(&id));
    }
    for options in root.at("tls.options").map_or(&[][..], Node::entries) {
        for path in options.node.at("clientAuth.caFiles").map_or(&[][..], Node::each) {
            out.part(Some(path), Seat::ClientCa, None);
        }
    }
    for part in ["http.routers", "tcp.routers"] {
        for router in root.at(part).map_or(&[][..], Node::entries) {
            if let Some(rule) = router.node.get("rule") {
                names(rule, out);
            }
        }
    }
    let services = root.at("http.services").map_or(&[][..], Node::entries);
    for transport in transports {
        let name = transport.key.read();
        if transport.node.switch_of("insecureSkipVerify") != Some(true) {
            check(&name, &transport.node, services, out);
        }
    }
    true
}

/// ``Host(`a`) || Host(`b`, `c`)``; patterns in ``HostRegexp`` are nobody's question.
fn names(rule: &Node<'_>, out: &mut Out<'_>) {
    let Some(text) = rule.text() else { return };
    let place = out.place(rule);
    for lead in ["Host(", "HostSNI("] {
        for (at, _) in text.match_indices(lead) {
            if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '!') {
                continue;
            }
            let inner = text[at + lead.len()..].split(')').next().unwrap_or_default();
            for name in inner.split(',').map(|n| n.trim().trim_matches(['`', '"', '\''])) {
                if !name.contains('*') {
                    out.host(place.clone(), name, HostUse::Client);
                }
            }
        }
    }
}

/// What is asked of the servers behind, and who is trusted for it.
fn check(name: &str, transport: &Node<'_>, services: &[super::super::tree::Entry<'_>], out: &mut Out<'_>) {
    let using = services
        .iter()
        .filter_map(|s| s.node.get("loadBalancer"))
        .filter(|b| b.text_of("serversTransport").is_some_and(|t| t.split('@').next() == Some(name)));
    let urls = using.flat_map(|b| b.list("servers")).filter_map(|s| s.get("url"));
    let urls: Vec<_> = urls.filter_map(|n| Some((out.place(n), n.literal().filter(|u| u.starts_with("https://"))?))).collect();
    let asked = transport.get("serverName").and_then(|n| Some((out.place(n), n.literal()?)));
    let proxy = Proxy {
        words: "Traefik, servers transport ",
        name: name.to_owned(),
        path: out.place(transport).path,
        asked: asked.as_ref().map(|(place, name)| (place.clone(), name.as_ref())),
        servers: urls.iter().map(|(place, url)| (place.clone(), host(url))).collect(),
        public: transport.list("rootCAs").is_empty(),
    };
    proxy.scene(out);
    for node in transport.list("rootCAs") {
        out.part(Some(node), Seat::Trust, None);
    }
    for pair in transport.list("certificates") {
        out.part(pair.get("certFile"), Seat::Client, None);
        out.part(pair.get("keyFile"), Seat::Client, None);
    }
    out.about(None);
}
