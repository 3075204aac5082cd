//! Spring Boot's `server.ssl` and SSL bundles (docs.spring.io/spring-boot/reference/features/ssl.html) in YAML and
//! properties. Passwords are not looked at, and of a URL only its host.

use super::super::dotted;
use super::super::out::Out;
use super::super::segments::Segment;
use super::super::tree::Node;
use super::{host, is_variable};
use crate::request::{HostUse, Seat};

/// Fields deep.
const DEPTH: usize = 12;

/// Reads `application.properties`.
pub(in super::super) fn properties(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let ours = |line: &str| ["server.ssl.", "spring.ssl.bundle."].iter().any(|name| line.trim_start().starts_with(name));
    if !segment.body().lines().any(ours) {
        return None;
    }
    let root = dotted::properties(segment);
    let mut inner = out.with_root(&root);
    let taken = read(&root, &mut inner);
    let found = inner.take();
    out.add(found);
    taken.then_some((segment.from, segment.to))
}

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
    let asks = own.and_then(|o| o.either("client-auth")).and_then(Node::text).is_some_and(|t| t == "need" || t == "want");
    if let Some(own) = own {
        for name in ["certificate", "key-store", "certificate-private-key"] {
            out.part(own.either(name), Seat::Server, Some("server"));
        }
        for name in ["trust-certificate", "trust-store"] {
            out.part(own.either(name), if asks { Seat::ClientCa } else { Seat::Trust }, None);
        }
    }
    for bundle in ["pem", "jks"].iter().filter_map(|kind| bundles?.get(kind)).flat_map(Node::entries) {
        let name = bundle.key.read();
        // A bundle that the server does not use is one of its clients'.
        let serves = used.as_deref().map_or(own.is_none(), |used| used == name);
        let seat = if serves { Seat::Server } else { Seat::Client };
        if let Some(store) = bundle.node.either("keystore") {
            for field in ["certificate", "private-key", "location"] {
                out.part(store.either(field), seat, Some(&name));
            }
        }
        if let Some(store) = bundle.node.either("truststore") {
            let seat = if serves && asks { Seat::ClientCa } else { Seat::Trust };
            for field in ["certificate", "location"] {
                out.part(store.either(field), seat, None);
            }
        }
    }
    urls(root, 0, out);
    true
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
