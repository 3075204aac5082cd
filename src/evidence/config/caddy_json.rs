//! Caddy's own configuration, as `caddy adapt` and its API print it (caddyserver.com/docs/json).

use super::super::out::Out;
use super::super::tree::{Node, Value};
use super::{Proxy, host};
use crate::request::{HostUse, Seat};

/// Subroutes inside one another.
const DEPTH: usize = 40;

/// Reads it.
pub(in super::super) fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let servers = root.at("apps.http.servers").map_or(&[][..], Node::entries);
    let stored = root.at("apps.tls.certificates");
    if servers.is_empty() && stored.is_none() {
        return false;
    }
    let place = out.place(root);
    out.begin("caddy", place);
    out.summary("Caddy configuration", "");
    let mut proxies = Vec::new();
    for server in servers {
        collect(&server.node, 0, &mut proxies);
    }
    let tls =
        |proxy: &&Node<'_>| proxy.at("transport.tls").is_some_and(|tls| tls.switch_of("insecure_skip_verify") != Some(true));
    proxies.retain(|proxy| tls(proxy));
    let seat = if proxies.is_empty() { Seat::Server } else { Seat::Listener };
    let pairs = ["load_files", "load_pem"].iter().flat_map(|kind| stored.map_or(&[][..], |s| s.list(kind)));
    for (n, pair) in pairs.enumerate() {
        let id = if n == 0 { "caddy".to_owned() } else { format!("caddy {}", n + 1) };
        out.part(pair.get("certificate"), seat, Some(&id));
        out.part(pair.get("key"), seat, Some(&id));
    }
    for server in servers {
        for policy in server.node.list("tls_connection_policies") {
            authorities(policy.get("client_authentication"), Seat::ClientCa, out);
        }
        for name in server.node.list("routes").iter().flat_map(|r| r.list("match")).flat_map(|m| m.list("host")) {
            if let Some(text) = name.literal() {
                let place = out.place(name);
                out.host(place, &text, HostUse::Client);
            }
        }
    }
    for proxy in proxies {
        check(proxy, out);
    }
    true
}

fn collect<'n, 't>(node: &'n Node<'t>, depth: usize, found: &mut Vec<&'n Node<'t>>) {
    if depth > DEPTH {
        return;
    }
    if node.says("handler", "reverse_proxy") {
        found.push(node);
    }
    match &node.value {
        Value::Map(entries) => entries.iter().for_each(|entry| collect(&entry.node, depth + 1, found)),
        Value::List(list) => list.iter().for_each(|inner| collect(inner, depth + 1, found)),
        _ => {}
    }
}

/// Lists of CA files, and of certificates that stand in the configuration.
fn authorities(node: Option<&Node<'_>>, seat: Seat, out: &mut Out<'_>) {
    const LISTS: &[&str] = &[
        "root_ca_pem_files",
        "root_ca_pool",
        "trusted_ca_certs_pem_files",
        "trusted_ca_certs",
        "ca.pem_files",
        "ca.trusted_ca_certs",
    ];
    for one in LISTS.iter().filter_map(|path| node?.at(path)).flat_map(Node::each) {
        out.part(Some(one), seat, None);
    }
}

fn check(proxy: &Node<'_>, out: &mut Out<'_>) {
    let Some(tls) = proxy.at("transport.tls") else { return };
    let dials: Vec<_> = proxy.list("upstreams").iter().filter_map(|u| u.get("dial")).collect();
    let dials: Vec<_> = dials.into_iter().filter_map(|d| Some((out.place(d), d.literal()?))).collect();
    let asked = tls.get("server_name").and_then(|n| Some((out.place(n), n.literal()?)));
    let servers: Vec<_> = dials.iter().map(|(place, dial)| (place.clone(), host(dial))).collect();
    let public = !["root_ca_pem_files", "root_ca_pool", "ca"].iter().any(|field| tls.get(field).is_some());
    let proxy = Proxy {
        words: "Caddy, proxy of ",
        name: servers.first().map_or("caddy", |(_, host)| host).to_owned(),
        path: out.place(proxy).path,
        asked: asked.as_ref().map(|(place, name)| (place.clone(), name.as_ref())),
        servers,
        public,
    };
    proxy.scene(out);
    authorities(Some(tls), Seat::Trust, out);
    out.part(tls.get("client_certificate_file"), Seat::Client, None);
    out.part(tls.get("client_certificate_key_file"), Seat::Client, None);
    out.about(None);
}
