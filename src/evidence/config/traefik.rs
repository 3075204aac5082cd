//! Traefik's dynamic configuration (doc.traefik.io, TLS and ServersTransport). It is a Go program and checks as Go does.

use super::super::out::Out;
use super::super::statement::SceneDraft;
use super::super::tree::Node;
use super::{host, is_address, is_variable};
use crate::request::{HostUse, Seat};

const TARGET: &str = "go";

/// Reads it from YAML or JSON.
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
        file(pair.get("certFile"), seat, Some(&id), out);
        file(pair.get("keyFile"), seat, Some(&id), out);
    }
    for options in root.at("tls.options").map_or(&[][..], Node::entries) {
        for path in options.node.at("clientAuth.caFiles").map_or(&[][..], Node::each) {
            file(Some(path), Seat::ClientCa, None, out);
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

fn file(node: Option<&Node<'_>>, seat: Seat, server: Option<&str>, out: &mut Out<'_>) {
    let Some(node) = node else { return };
    let place = out.place(node);
    // The contents may stand where the path does.
    if !out.items(place.at).is_empty() {
        out.seat(&place, seat, server);
    } else if let Some(path) = node.literal().filter(|path| !path.contains("-----")) {
        out.file(place, &path, seat, server);
    }
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
    let tls = |node: &Node<'_>| node.literal().filter(|u| u.starts_with("https://")).map(|u| host(&u).to_owned());
    let servers: Vec<(&Node<'_>, String)> =
        urls.filter_map(|node| Some((node, tls(node)?))).filter(|(_, h)| !is_variable(h)).collect();
    let place = out.place(transport);
    let authorities: Vec<&Node<'_>> = transport.list("rootCAs").iter().collect();
    out.scene(SceneDraft {
        key: name.to_owned(),
        title: vec![("Traefik, servers transport ", name.to_owned())],
        target: Some(TARGET),
        public_trust: authorities.is_empty(),
        servers: servers.iter().map(|(_, h)| h.clone()).collect(),
        path: place.path,
        ..SceneDraft::default()
    });
    let asked = transport.get("serverName");
    if let Some((node, name)) = asked.and_then(|n| Some((n, n.literal()?))) {
        let place = out.place(node);
        out.host(place, &name, HostUse::Sni);
    }
    for (node, host) in &servers {
        let place = out.place(node);
        let role = if asked.is_some() || is_address(host) { HostUse::Pool } else { HostUse::BackendSetting };
        out.host(place, host, role);
    }
    for node in authorities {
        file(Some(node), Seat::Trust, None, out);
    }
    for pair in transport.list("certificates") {
        file(pair.get("certFile"), Seat::Client, None, out);
        file(pair.get("keyFile"), Seat::Client, None, out);
    }
    out.about(None);
}
