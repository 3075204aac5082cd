//! Spring Boot's `server.ssl` and SSL bundles (docs.spring.io/spring-boot/reference/features/ssl.html) in YAML.
//! Passwords are not looked at, and of a URL only its host.

use super::super::out::Out;
use super::super::tree::Node;
use super::{host, is_variable};
use crate::request::{HostUse, Seat};

/// Fields deep.
const DEPTH: usize = 12;

/// Reads `application.yml`.
pub(in super::super) fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let own = root.at("server.ssl");
    let bundles = root.at("spring.ssl.bundle");
    if own.is_none() && bundles.is_none() {
        return false;
    }
    let place = out.place(root);
    out.begin("spring-boot", place);
    out.summary("Spring Boot settings", "");
    let used = own.and_then(|o| o.text_of("bundle")).map(String::from);
    let asks = own.and_then(|o| get(o, "client-auth")).and_then(Node::text).is_some_and(|t| t == "need" || t == "want");
    if let Some(own) = own {
        for name in ["certificate", "key-store", "certificate-private-key"] {
            file(get(own, name), Seat::Server, Some("server"), out);
        }
        for name in ["trust-certificate", "trust-store"] {
            file(get(own, name), if asks { Seat::ClientCa } else { Seat::Trust }, None, out);
        }
    }
    for bundle in ["pem", "jks"].iter().filter_map(|kind| bundles?.get(kind)).flat_map(Node::entries) {
        let name = bundle.key.read();
        // A bundle that the server does not use is one of its clients'.
        let serves = used.as_deref().map_or(own.is_none(), |used| used == name);
        let seat = if serves { Seat::Server } else { Seat::Client };
        if let Some(store) = get(&bundle.node, "keystore") {
            for field in ["certificate", "private-key", "location"] {
                file(get(store, field), seat, Some(&name), out);
            }
        }
        if let Some(store) = get(&bundle.node, "truststore") {
            let seat = if serves && asks { Seat::ClientCa } else { Seat::Trust };
            for field in ["certificate", "location"] {
                file(get(store, field), seat, None, out);
            }
        }
    }
    urls(root, 0, out);
    true
}

/// A field in either spelling: `private-key`, `privateKey`.
fn get<'n, 't>(node: &'n Node<'t>, name: &str) -> Option<&'n Node<'t>> {
    node.get(name).or_else(|| node.get(&name.replace('-', "")))
}

fn file(node: Option<&Node<'_>>, seat: Seat, server: Option<&str>, out: &mut Out<'_>) {
    let Some(node) = node else { return };
    let place = out.place(node);
    if !out.items(place.at).is_empty() {
        out.seat(&place, seat, server);
    } else if let Some(path) = node.literal().filter(|path| !path.contains("-----")) {
        let path = path.strip_prefix("classpath:").or_else(|| path.strip_prefix("file:")).unwrap_or(&path);
        out.file(place, path, seat, server);
    }
}

/// Whom its clients ask.
fn urls(node: &Node<'_>, depth: usize, out: &mut Out<'_>) {
    if depth > DEPTH {
        return;
    }
    for entry in node.entries() {
        let name = entry.key.read().to_ascii_lowercase();
        if matches!(name.as_str(), "url" | "uri" | "jdbc-url" | "jdbcurl" | "base-url" | "issuer-uri")
            && let Some(url) = entry.node.literal()
            && (url.starts_with("jdbc:") || url.starts_with("https://"))
            && url.contains("://")
            && !is_variable(host(&url))
        {
            let place = out.place(&entry.node);
            out.host(place, host(&url), HostUse::Client);
        }
        urls(&entry.node, depth + 1, out);
    }
}
