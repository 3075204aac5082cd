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
    out.count("Envoy, contexts of TLS: ", found.contexts.len());
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
        certificates(&secret.all("tls_certificate"), Seat::Server, None, out);
    }
    true
}

fn walk<'n>(node: &'n Node<'n>, around: Option<&'n Node<'n>>, depth: usize, found: &mut Found<'n>) {
    if depth > DEPTH {
        return;
    }
    let part = |key: &str| node.get(key).is_some_and(Node::is_map);
    let around = if !node.all("load_assignment transport_socket tls_context filter_chain_match").is_empty() && node.is_map() {
        Some(node)
    } else {
        around
    };
    match &node.value {
        Value::List(list) => list.iter().for_each(|inner| walk(inner, around, depth + 1, found)),
        Value::Map(_) if part("common_tls_context") => found.contexts.push((around, node)),
        Value::Map(_) if node.get("name").is_some() && (part("tls_certificate") || part("validation_context")) => {
            found.secrets.push(node);
        }
        Value::Map(entries) => entries.iter().for_each(|entry| walk(&entry.node, around, depth + 1, found)),
        _ => {}
    }
}

/// Its type says so; the old API has a cluster around it instead.
fn is_upstream(around: Option<&Node<'_>>, context: &Node<'_>) -> bool {
    match context.text_of("@type") {
        Some(kind) => kind.ends_with("UpstreamTlsContext"),
        None => around.is_some_and(|node| node.get("load_assignment").is_some() || node.get("hosts").is_some()),
    }
}

/// Names of these fields' secrets, resolved where they stand in the same document.
fn secret<'n>(reference: &Node<'_>, part: &str, secrets: &[&'n Node<'n>]) -> Option<&'n Node<'n>> {
    let name = reference.text_of("name")?;
    secrets.iter().find(|s| s.text_of("name").is_some_and(|n| n == name))?.get(part)
}

/// A source of data: a path, or the data itself.
fn data(source: &Node<'_>, seat: Seat, server: Option<&str>, out: &mut Out<'_>) {
    for one in source.all("filename inline_string inline_bytes") {
        out.part(Some(one), seat, server);
    }
}

fn certificates(all: &[&Node<'_>], seat: Seat, server: Option<&str>, out: &mut Out<'_>) {
    for field in ["certificate_chain", "private_key", "pkcs12"] {
        for one in all.iter().filter_map(|one| one.get(field)) {
            data(one, seat, server, out);
        }
    }
}

/// What a context presents.
fn own<'n>(common: &'n Node<'n>, secrets: &[&'n Node<'n>]) -> Vec<&'n Node<'n>> {
    let mut own = common.all("tls_certificates");
    let named = common.all("tls_certificate_sds_secret_configs");
    own.extend(named.into_iter().filter_map(|s| secret(s, "tls_certificate", secrets)));
    own
}

/// What a context checks: its own rules, the default of combined ones, and those of a secret.
fn rules<'n>(common: &'n Node<'n>, secrets: &[&'n Node<'n>]) -> Vec<&'n Node<'n>> {
    let mut own = common.all("validation_context combined_validation_context>default_validation_context");
    let named =
        common.all("validation_context_sds_secret_config combined_validation_context>validation_context_sds_secret_config");
    own.extend(named.into_iter().filter_map(|s| secret(s, "validation_context", secrets)));
    own
}

fn downstream<'n>(
    around: Option<&'n Node<'n>>,
    context: &'n Node<'n>,
    behind: bool,
    secrets: &[&'n Node<'n>],
    out: &mut Out<'_>,
) {
    let Some(common) = context.get("common_tls_context") else { return };
    let names = around.map_or(Vec::new(), |a| a.all("filter_chain_match>server_names"));
    for name in &names {
        out.host(out.place(name), &name.literal().unwrap_or_default(), HostUse::Client);
    }
    let id = names.first().and_then(|n| n.literal()).unwrap_or("envoy".into());
    certificates(&own(common, secrets), if behind { Seat::Listener } else { Seat::Server }, Some(&id), out);
    for rule in rules(common, secrets).into_iter().filter_map(|rule| rule.get("trusted_ca")) {
        data(rule, Seat::ClientCa, None, out);
    }
}

/// A scene where both a path and a name are checked: without a name in its rules Envoy compares none.
fn upstream<'n>(around: Option<&'n Node<'n>>, context: &'n Node<'n>, secrets: &[&'n Node<'n>], out: &mut Out<'_>) {
    let Some(common) = context.get("common_tls_context") else { return };
    let rules = rules(common, secrets);
    const NAMES: &str = "match_typed_subject_alt_names>matcher>exact match_subject_alt_names>exact verify_subject_alt_name";
    let named = |n: &&Node<'_>| n.literal().is_some_and(|t| out::host_name(&t).is_some());
    let names: Vec<&Node<'_>> = rules.iter().flat_map(|rule| rule.all(NAMES)).filter(named).collect();
    let authorities: Vec<&Node<'_>> = rules.iter().filter_map(|rule| rule.get("trusted_ca")).collect();
    let endpoints =
        around.map_or(Vec::new(), |a| a.all("load_assignment>endpoints>lb_endpoints>endpoint>address>socket_address>address"));
    let address = |node: &&Node<'_>| node.literal().and_then(|a| out::host_name(&a));
    let called = around.and_then(|a| a.text_of("name")).unwrap_or("envoy".into());
    if !names.is_empty() && !authorities.is_empty() {
        let place = out.place(around.unwrap_or(context));
        out.scene(SceneDraft {
            servers: endpoints.iter().filter_map(address).collect(),
            path: out.path(place),
            ..SceneDraft::new(&called, "Envoy, cluster ", &called, TARGET)
        });
    }
    let asked = context.get("sni");
    let hosts = names.iter().map(|n| (*n, HostUse::BackendSetting)).chain(asked.map(|n| (n, HostUse::Sni)));
    for (node, role) in hosts.chain(endpoints.iter().map(|n| (*n, HostUse::Pool))) {
        out.host(out.place(node), &node.literal().unwrap_or_default(), role);
    }
    for authority in authorities {
        data(authority, Seat::Trust, None, out);
    }
    certificates(&own(common, secrets), Seat::Client, None, out);
    out.about(None);
}
