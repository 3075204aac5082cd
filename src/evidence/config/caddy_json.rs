//! Caddy's own configuration, as `caddy adapt` and its API print it (caddyserver.com/docs/json).

use super::super::mapping::{self, Do, Row};
use super::super::out::Out;
use super::super::tree::Node;
use super::{Proxy, host};
use crate::request::{HostUse, Seat};

/// Subroutes inside one another.
const DEPTH: usize = 40;

const FRONT: &[Row] = &[
    (
        "tls_connection_policies>client_authentication>trusted_ca_certs_pem_files \
         tls_connection_policies>client_authentication>trusted_ca_certs \
         tls_connection_policies>client_authentication>ca>pem_files \
         tls_connection_policies>client_authentication>ca>trusted_ca_certs",
        Do::Part(Seat::ClientCa),
    ),
    ("routes>match>host", Do::Host(HostUse::Client)),
];
const BEHIND: &[Row] = &[
    ("root_ca_pem_files root_ca_pool ca>pem_files ca>trusted_ca_certs", Do::Part(Seat::Trust)),
    ("client_certificate_file client_certificate_key_file", Do::Part(Seat::Client)),
];

/// Reads it.
pub(in super::super) fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let servers = root.all("apps>http>servers>*");
    if servers.is_empty() && root.at("apps.tls.certificates").is_none() {
        return false;
    }
    out.begin("caddy", out.place(root));
    out.summary("Caddy configuration", "");
    let mut proxies = Vec::new();
    for server in &servers {
        mapping::walk(server, DEPTH, &mut |node| {
            let tls = node.at("transport.tls").is_some_and(|tls| tls.switch_of("insecure_skip_verify") != Some(true));
            if tls && node.says("handler", "reverse_proxy") {
                proxies.push(node);
            }
            false
        });
    }
    let seat = if proxies.is_empty() { Seat::Server } else { Seat::Listener };
    for (n, pair) in root.all("apps>tls>certificates>load_files apps>tls>certificates>load_pem").into_iter().enumerate() {
        let id = super::numbered("caddy", n);
        out.part(pair.get("certificate"), seat, Some(&id));
        out.part(pair.get("key"), seat, Some(&id));
    }
    for server in servers {
        mapping::say(FRONT, server, "", None, out);
    }
    for proxy in proxies {
        check(proxy, out);
    }
    true
}

fn check(proxy: &Node<'_>, out: &mut Out<'_>) {
    let Some(tls) = proxy.at("transport.tls") else { return };
    let dials: Vec<_> = proxy.all("upstreams>dial").into_iter().filter_map(|d| Some((out.place(d), d.literal()?))).collect();
    let asked = tls.get("server_name").and_then(|n| Some((out.place(n), n.literal()?)));
    let servers: Vec<_> = dials.iter().map(|(place, dial)| (*place, host(dial))).collect();
    let proxy = Proxy {
        words: "Caddy, proxy of ",
        name: servers.first().map_or("caddy", |(_, host)| host).to_owned(),
        path: out.path(out.place(proxy)),
        asked: asked.as_ref().map(|(place, name)| (*place, name.as_ref())),
        servers,
        public: !["root_ca_pem_files", "root_ca_pool", "ca"].iter().any(|field| tls.get(field).is_some()),
    };
    proxy.scene(out);
    mapping::say(BEHIND, tls, "", None, out);
    out.about(None);
}
