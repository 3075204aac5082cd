//! Spring Boot's `server.ssl` and SSL bundles (docs.spring.io/spring-boot/reference/features/ssl.html) in YAML and
//! properties. Passwords are not looked at, and of a URL only its host.

use super::super::dotted;
use super::super::mapping;
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
    // A profile of its own may have the address of a database alone.
    let database = root.at("spring.datasource.url").and_then(Node::text).is_some_and(|url| url.contains("ssl"));
    if own.is_none() && bundles.is_none() && !database {
        return false;
    }
    out.begin("spring-boot", out.place(root));
    out.summary("Spring Boot settings", "");
    let used = own.and_then(|o| o.text_of("bundle"));
    let asks = own.is_some_and(|o| o.says("client-auth", "need") || o.says("client-auth", "want"));
    let trust = if asks { Seat::ClientCa } else { Seat::Trust };
    let mut parts = |node: &Node<'_>, paths: &str, seat: Seat, server: Option<&str>| {
        for part in node.all(paths) {
            out.part(Some(part), seat, server);
        }
    };
    if let Some(own) = own {
        parts(own, "certificate key-store certificate-private-key", Seat::Server, Some("server"));
        parts(own, "trust-certificate trust-store", trust, None);
    }
    for bundle in ["pem", "jks"].iter().filter_map(|kind| bundles?.get(kind)).flat_map(Node::entries) {
        let name = bundle.key.read();
        // A bundle that the server does not use is one of its clients'.
        let serves = used.as_ref().map_or(own.is_none(), |used| *used == name);
        let seat = if serves { Seat::Server } else { Seat::Client };
        parts(&bundle.node, "keystore>certificate keystore>private-key keystore>location", seat, Some(&name));
        parts(&bundle.node, "truststore>certificate truststore>location", if serves { trust } else { Seat::Trust }, None);
    }
    mapping::walk(root, DEPTH, &mut |node| urls(node, out));
    true
}

/// Whom its clients ask.
fn urls(node: &Node<'_>, out: &mut Out<'_>) -> bool {
    for found in node.all("url uri jdbc-url base-url issuer-uri") {
        if let Some(url) = found.literal()
            && (url.starts_with("jdbc:") || url.starts_with("https://"))
            && url.contains("://")
            && !is_variable(host(&url))
        {
            out.host(out.place(found), host(&url), HostUse::Client);
        }
    }
    false
}
