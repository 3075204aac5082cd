//! Envoy: bootstrap files, xDS answers and dumps of its configuration, in YAML or JSON, also as istioctl prints them
//! (envoyproxy.io/docs, api-v3/extensions/transport_sockets/tls/v3/common.proto and tls.proto).

use super::super::out::{self, Out};
use super::super::statement::SceneDraft;
use super::super::tree::{Node, Value};
use crate::request::{HostUse, Seat};

const TARGET: &str = "envoy-upstream";
/// Objects inside one another.
const DEPTH: usize = 48;

/// Contexts of TLS, each with the cluster or filter chain around it, and secrets by their names.
#[derive(Default)]
struct Found<'n> {
    contexts: Vec<(Option<&'n Node<'n>>, &'n Node<'n>)>,
    secrets: Vec<&'n Node<'n>>,
}

/// Reads it.
pub(in super::super) fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut found = Found::default();
    walk(root, None, 0, &mut found);
    if found.contexts.is_empty() && found.secrets.is_empty() {
        return false;
    }
    let place = out.place(root);
    out.begin("envoy", place);
    out.summary("Envoy, contexts of TLS: ", found.contexts.len().to_string());
    let behind = found.contexts.iter().any(|(around, context)| is_upstream(*around, context));
    for (around, context) in &found.contexts {
        if is_upstream(*around, context) {
            upstream(*around, context, &found.secrets, out);
        } else {
            downstream(*around, context, behind, &found.secrets, out);
        }
    }
    // Secrets on their own, as a file of SDS has them.
    for secret in found.secrets.iter().filter(|_| found.contexts.is_empty()) {
        certificates(secret.either("tls_certificate").as_slice(), Seat::Server, None, out);
    }
    true
}

fn walk<'n>(node: &'n Node<'n>, around: Option<&'n Node<'n>>, depth: usize, found: &mut Found<'n>) {
    if depth > DEPTH {
        return;
    }
    match &node.value {
        Value::List(list) => list.iter().for_each(|inner| walk(inner, around, depth + 1, found)),
        Value::Map(entries) => {
            if node.either("common_tls_context").is_some() {
                found.contexts.push((around, node));
                return;
            }
            let part = |key: &str| node.either(key).is_some_and(Node::is_map);
            if node.get("name").is_some() && (part("tls_certificate") || part("validation_context")) {
                found.secrets.push(node);
                return;
            }
            let holds = ["load_assignment", "transport_socket", "tls_context", "filter_chain_match"];
            let around = if holds.iter().any(|key| node.either(key).is_some()) { Some(node) } else { around };
            entries.iter().for_each(|entry| walk(&entry.node, around, depth + 1, found));
        }
        _ => {}
    }
}

/// Its type says so; the old API has a cluster around it instead.
fn is_upstream(around: Option<&Node<'_>>, context: &Node<'_>) -> bool {
    match context.text_of("@type") {
        Some(kind) => kind.ends_with("UpstreamTlsContext"),
        None => around.is_some_and(|node| node.either("load_assignment").is_some() || node.get("hosts").is_some()),
    }
}

/// Names of these fields' secrets, resolved where they stand in the same document.
fn secret<'n>(reference: Option<&Node<'_>>, part: &str, secrets: &[&'n Node<'n>]) -> Option<&'n Node<'n>> {
    let name = reference?.text_of("name")?;
    secrets.iter().find(|s| s.text_of("name").is_some_and(|n| n == name))?.either(part)
}

/// A source of data: a path, or the data itself.
fn data(source: Option<&Node<'_>>, seat: Seat, server: Option<&str>, out: &mut Out<'_>) {
    for field in ["filename", "inline_string", "inline_bytes"] {
        out.part(source.and_then(|s| s.either(field)), seat, server);
    }
}

fn certificates(all: &[&Node<'_>], seat: Seat, server: Option<&str>, out: &mut Out<'_>) {
    for field in ["certificate_chain", "private_key", "pkcs12"] {
        for one in all {
            data(one.either(field), seat, server, out);
        }
    }
}

/// What a context presents.
fn own<'n>(common: &'n Node<'n>, secrets: &[&'n Node<'n>]) -> Vec<&'n Node<'n>> {
    let each = |key: &str| common.either(key).map_or(&[][..], Node::each);
    let named = each("tls_certificate_sds_secret_configs").iter().filter_map(|s| secret(Some(s), "tls_certificate", secrets));
    each("tls_certificates").iter().chain(named).collect()
}

/// What a context checks: its own rules, the default of combined ones, and those of a secret.
fn rules<'n>(common: &'n Node<'n>, secrets: &[&'n Node<'n>]) -> Vec<&'n Node<'n>> {
    let combined = common.either("combined_validation_context");
    let named = [
        common.either("validation_context_sds_secret_config"),
        combined.and_then(|c| c.either("validation_context_sds_secret_config")),
    ];
    let named = named.into_iter().filter_map(|reference| secret(reference, "validation_context", secrets));
    let own = [common.either("validation_context"), combined.and_then(|c| c.either("default_validation_context"))];
    own.into_iter().flatten().chain(named).collect()
}

fn downstream<'n>(
    around: Option<&'n Node<'n>>,
    context: &'n Node<'n>,
    behind: bool,
    secrets: &[&'n Node<'n>],
    out: &mut Out<'_>,
) {
    let Some(common) = context.either("common_tls_context") else { return };
    let chain = around.and_then(|a| a.either("filter_chain_match")).and_then(|m| m.either("server_names"));
    let names = chain.map_or(&[][..], Node::each);
    for name in names {
        let place = out.place(name);
        out.host(place, &name.literal().unwrap_or_default(), HostUse::Client);
    }
    let id = names.first().and_then(Node::literal).unwrap_or("envoy".into());
    certificates(&own(common, secrets), if behind { Seat::Listener } else { Seat::Server }, Some(&id), out);
    for rule in rules(common, secrets) {
        data(rule.either("trusted_ca"), Seat::ClientCa, None, out);
    }
}

/// A scene where both a path and a name are checked: without a name in its rules Envoy compares none.
fn upstream<'n>(around: Option<&'n Node<'n>>, context: &'n Node<'n>, secrets: &[&'n Node<'n>], out: &mut Out<'_>) {
    let Some(common) = context.either("common_tls_context") else { return };
    let rules = rules(common, secrets);
    let matchers = rules.iter().flat_map(|rule| {
        let each = |key: &str| rule.either(key).map_or(&[][..], Node::each).iter();
        let typed = each("match_typed_subject_alt_names").filter_map(|m| m.at("matcher.exact"));
        let plain = each("match_subject_alt_names").filter_map(|m| m.get("exact"));
        typed.chain(plain).chain(each("verify_subject_alt_name"))
    });
    let names: Vec<&Node<'_>> = matchers.filter(|n| n.literal().is_some_and(|t| out::host_name(&t).is_some())).collect();
    let authorities: Vec<&Node<'_>> = rules.iter().filter_map(|rule| rule.either("trusted_ca")).collect();
    let endpoints = around.and_then(|a| a.either("load_assignment")).map_or(&[][..], |l| l.list("endpoints"));
    let endpoints: Vec<&Node<'_>> = endpoints
        .iter()
        .flat_map(|e| e.either("lb_endpoints").map_or(&[][..], Node::each))
        .filter_map(|e| e.at("endpoint.address")?.either("socket_address")?.get("address"))
        .collect();
    let address = |node: &&Node<'_>| node.literal().and_then(|a| out::host_name(&a));
    let called = around.and_then(|a| a.text_of("name")).unwrap_or("envoy".into());
    if !names.is_empty() && !authorities.is_empty() {
        let place = out.place(around.unwrap_or(context));
        out.scene(SceneDraft {
            key: called.to_string(),
            title: vec![("Envoy, cluster ", called.to_string())],
            target: Some(TARGET),
            servers: endpoints.iter().filter_map(address).collect(),
            path: place.path,
            ..SceneDraft::default()
        });
    }
    let asked = context.get("sni");
    let hosts = names.iter().map(|n| (*n, HostUse::BackendSetting)).chain(asked.map(|n| (n, HostUse::Sni)));
    for (node, role) in hosts.chain(endpoints.iter().map(|n| (*n, HostUse::Pool))) {
        let place = out.place(node);
        out.host(place, &node.literal().unwrap_or_default(), role);
    }
    for authority in authorities {
        data(Some(authority), Seat::Trust, None, out);
    }
    certificates(&own(common, secrets), Seat::Client, None, out);
    out.about(None);
}
