//! Kubernetes: Secrets, ConfigMaps, Ingresses, Gateway API, Istio, webhooks and kubeconfigs, as YAML or JSON, alone or
//! in a List. (kubernetes.io/docs/concepts/configuration/secret, ingress-nginx user guide on annotations,
//! gateway-api.sigs.k8s.io BackendTLSPolicy, istio.io DestinationRule.)

use super::out::{self, Out};
use super::statement::SceneDraft;
use super::tree::Node;
use crate::request::{HostUse, Seat};

const NGINX: &str = "nginx-upstream";
const GATEWAY: &str = "azure-application-gateway-v2";

/// Reads an object, or a list of them.
pub(super) fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let listed = root.list("items");
    let objects = if listed.is_empty() { root.each() } else { listed };
    let mut taken = false;
    for object in objects {
        if is_kubeconfig(object) {
            let place = out.place(object);
            out.begin("kubeconfig", place);
            out.summary("kubeconfig", "");
            kubeconfig(object, out);
            taken = true;
            continue;
        }
        if object.get("apiVersion").is_none() || object.get("kind").is_none() {
            continue;
        }
        let kind = object.text_of("kind").unwrap_or_default().into_owned();
        let place = out.place(object);
        out.begin("kubernetes", place);
        let thing = Thing::of(object);
        out.summary("Kubernetes object ", format!("{kind} {}", thing.name));
        one(&kind, &thing, out);
        taken = true;
    }
    taken
}

/// `kubectl` reads one without `kind` too.
fn is_kubeconfig(object: &Node<'_>) -> bool {
    let cluster = |c: &Node<'_>| c.get("cluster").is_some();
    (object.get("kind").is_none() || object.says("kind", "Config")) && object.list("clusters").iter().any(cluster)
}

/// An object with its name.
struct Thing<'n> {
    node: &'n Node<'n>,
    namespace: String,
    name: String,
}

impl<'n> Thing<'n> {
    fn of(node: &'n Node<'n>) -> Self {
        let text = |path: &str| node.at(path).and_then(Node::text).map(String::from);
        let namespace = text("metadata.namespace").unwrap_or_else(|| "default".to_owned());
        Self { node, namespace, name: text("metadata.name").unwrap_or_default() }
    }

    /// The name of a thing beside it, which may name its own namespace.
    fn beside(&self, kind: &str, name: &str) -> String {
        if name.contains('/') { format!("{kind}:{name}") } else { format!("{kind}:{}/{name}", self.namespace) }
    }
}

fn one(kind: &str, thing: &Thing<'_>, out: &mut Out<'_>) {
    let version = thing.node.text_of("apiVersion").unwrap_or_default();
    match kind {
        "Secret" => secret(thing, out),
        "ConfigMap" => {
            for entry in thing.node.get("data").map_or(&[][..], Node::entries) {
                let place = out.place(&entry.node);
                out.named(place, &thing.beside("configmap", &thing.name), Seat::Trust);
            }
        }
        "Ingress" => ingress(thing, out),
        "Gateway" if version.starts_with("networking.istio.io") => istio_gateway(thing, out),
        "Gateway" => gateway(thing, out),
        "BackendTLSPolicy" => policy(thing, out),
        "DestinationRule" => destination(thing, out),
        "HTTPRoute" | "TLSRoute" => hosts(thing.node.at("spec.hostnames"), HostUse::Client, out),
        "Certificate" => {
            if let Some(name) = thing.node.at("spec.secretName") {
                refer(name, &thing.beside("secret", &name.text().unwrap_or_default()), Seat::Server, out);
            }
        }
        "Route" => route(thing, out),
        _ => webhooks(thing.node, 0, out),
    }
}

/// The values are Base64 in `data` and plain in `stringData`; the private key is looked at by its place alone.
fn secret(thing: &Thing<'_>, out: &mut Out<'_>) {
    let whole = thing.beside("secret", &thing.name);
    let authorities = thing.beside("secret-ca", &thing.name);
    for data in [thing.node.get("data"), thing.node.get("stringData")].into_iter().flatten() {
        for entry in data.entries() {
            let place = out.place(&entry.node);
            let key = entry.key.read().to_ascii_lowercase();
            let server = matches!(key.as_str(), "tls.crt" | "tls.key" | "cert" | "key" | "keystore.p12" | "keystore.jks");
            let trust = matches!(key.as_str(), "ca.crt" | "cacert" | "ca.pem" | "truststore.p12" | "truststore.jks");
            if server && out.named(place.clone(), &whole, Seat::Server) == 0 && key != "tls.key" && key != "key" {
                out.hole(place, "A certificate of a Secret whose bytes are not in the file.", Some(&thing.name), None);
            } else if trust {
                out.named(place, &authorities, Seat::Trust);
            }
        }
    }
}

fn hosts(node: Option<&Node<'_>>, role: HostUse, out: &mut Out<'_>) {
    for name in node.map_or(&[][..], Node::each) {
        if let Some(text) = name.literal() {
            let place = out.place(name);
            // Istio puts a namespace before it.
            out.host(place, text.rsplit('/').next().unwrap_or_default(), role);
        }
    }
}

fn refer(node: &Node<'_>, name: &str, seat: Seat, out: &mut Out<'_>) {
    let place = out.place(node);
    out.file(place, name, seat, None);
}

fn ingress(thing: &Thing<'_>, out: &mut Out<'_>) {
    for rule in thing.node.at("spec.rules").map_or(&[][..], Node::each) {
        hosts(rule.get("host"), HostUse::Client, out);
    }
    for tls in thing.node.at("spec.tls").map_or(&[][..], Node::each) {
        hosts(tls.get("hosts"), HostUse::Client, out);
        if let Some(name) = tls.get("secretName") {
            refer(name, &thing.beside("secret", &name.text().unwrap_or_default()), Seat::Listener, out);
        }
    }
    let annotations = thing.node.at("metadata.annotations").map_or(&[][..], Node::entries);
    let of =
        |prefix: &str, name: &str| annotations.iter().find(|e| e.key.read().strip_prefix(prefix) == Some(name)).map(|e| &e.node);
    let nginx = |name: &str| of("nginx.ingress.kubernetes.io/", name);
    let azure = |name: &str| of("appgw.ingress.kubernetes.io/", name);
    if nginx("proxy-ssl-secret").is_some() || nginx("proxy-ssl-verify").is_some() || nginx("proxy-ssl-name").is_some() {
        scene(thing, "Ingress ", NGINX, out);
        hosts(nginx("proxy-ssl-name"), HostUse::BackendSetting, out);
        for (annotation, setting) in [("proxy-ssl-verify", "verify"), ("proxy-ssl-server-name", "serverName")] {
            if let Some(node) = nginx(annotation) {
                let on = node.text().is_some_and(|t| t == "on" || t == "true");
                let place = out.place(node);
                out.setting(place, NGINX, setting, on);
            }
        }
        if let Some((node, depth)) = nginx("proxy-ssl-verify-depth").and_then(|n| Some((n, n.text()?.parse::<f64>().ok()?))) {
            let place = out.place(node);
            out.setting(place, NGINX, "depth", depth);
        }
        if let Some(node) = nginx("proxy-ssl-secret") {
            refer(node, &thing.beside("secret-ca", &node.text().unwrap_or_default()), Seat::Trust, out);
        }
        out.about(None);
    }
    let roots = azure("appgw-trusted-root-certificate");
    if roots.is_some() || azure("backend-hostname").is_some() || azure("health-probe-hostname").is_some() {
        scene(thing, "Ingress ", GATEWAY, out);
        hosts(azure("backend-hostname"), HostUse::BackendSetting, out);
        hosts(azure("health-probe-hostname"), HostUse::Probe, out);
        if let Some(node) = roots {
            let place = out.place(node);
            out.setting(place.clone(), GATEWAY, "trust", "uploaded-roots");
            // Several names stand with commas between them.
            for name in node.text().unwrap_or_default().split(',') {
                out.file(place.clone(), name, Seat::Trust, None);
            }
        }
        out.about(None);
    }
}

fn scene(thing: &Thing<'_>, words: &'static str, target: &'static str, out: &mut Out<'_>) {
    let place = out.place(thing.node);
    out.scene(SceneDraft {
        key: format!("{}/{}", thing.namespace, thing.name),
        title: vec![(words, thing.name.clone())],
        target: Some(target),
        path: place.path,
        ..SceneDraft::default()
    });
}

fn gateway(thing: &Thing<'_>, out: &mut Out<'_>) {
    for listener in thing.node.at("spec.listeners").map_or(&[][..], Node::each) {
        hosts(listener.get("hostname"), HostUse::Client, out);
        for certificate in listener.at("tls.certificateRefs").map_or(&[][..], Node::each) {
            reference(certificate, "secret", thing, Seat::Listener, out);
        }
    }
}

/// A reference by kind, name and namespace.
fn reference(node: &Node<'_>, kind: &str, thing: &Thing<'_>, seat: Seat, out: &mut Out<'_>) {
    let Some(name) = node.text_of("name") else { return };
    let kind = if node.says("kind", "ConfigMap") { "configmap" } else { kind };
    let whole = match node.text_of("namespace") {
        Some(namespace) => format!("{kind}:{namespace}/{name}"),
        None => thing.beside(kind, &name),
    };
    refer(node, &whole, seat, out);
}

fn policy(thing: &Thing<'_>, out: &mut Out<'_>) {
    let Some(spec) = thing.node.get("spec") else { return };
    for (validation, host, authorities) in [
        ("validation", "hostname", "caCertificateRefs"),
        ("tls", "hostname", "caCertRefs"),
        ("default", "verify.subjectAltName", "verify.caCertificateRef"),
    ] {
        let Some(rules) = spec.get(validation) else { continue };
        hosts(rules.at(host), HostUse::BackendSetting, out);
        hosts(rules.get("sni"), HostUse::Sni, out);
        for ca in rules.at(authorities).map_or(&[][..], Node::each) {
            reference(ca, "secret-ca", thing, Seat::Trust, out);
        }
    }
}

fn istio_gateway(thing: &Thing<'_>, out: &mut Out<'_>) {
    for server in thing.node.at("spec.servers").map_or(&[][..], Node::each) {
        hosts(server.get("hosts"), HostUse::Client, out);
        if let Some(name) = server.at("tls.credentialName") {
            refer(name, &thing.beside("secret", &name.text().unwrap_or_default()), Seat::Listener, out);
        }
    }
}

fn destination(thing: &Thing<'_>, out: &mut Out<'_>) {
    let Some(tls) = thing.node.at("spec.trafficPolicy.tls") else { return };
    hosts(tls.get("sni"), HostUse::Sni, out);
    hosts(tls.get("subjectAltNames"), HostUse::BackendSetting, out);
    if let Some(path) = tls.get("caCertificates") {
        refer(path, &path.text().unwrap_or_default(), Seat::Trust, out);
    }
}

/// OpenShift: the certificates stand in the object.
fn route(thing: &Thing<'_>, out: &mut Out<'_>) {
    hosts(thing.node.at("spec.host"), HostUse::Client, out);
    let parts = [
        ("certificate", Seat::Listener),
        ("key", Seat::Listener),
        ("caCertificate", Seat::Listener),
        ("destinationCACertificate", Seat::Trust),
    ];
    for (field, seat) in parts {
        if let Some(node) = thing.node.at("spec.tls").and_then(|tls| tls.get(field)) {
            let place = out.place(node);
            out.seat(&place, seat, None);
        }
    }
}

/// `caBundle` of webhooks, API services and conversions: what the API server trusts, and whom it asks for.
fn webhooks(node: &Node<'_>, depth: usize, out: &mut Out<'_>) {
    if depth > 8 {
        return;
    }
    if let Some(bundle) = node.get("caBundle") {
        let place = out.place(bundle);
        if out.seat(&place, Seat::Trust, None) == 0 {
            out.hole(place, "A caBundle without a certificate.", None, None);
        }
        let service = node.get("service");
        if let Some((name, namespace)) = service.and_then(|s| Some((s.text_of("name")?, s.text_of("namespace")?))) {
            let place = out.place(service.unwrap_or(node));
            out.host(place, &format!("{name}.{namespace}.svc"), HostUse::Client);
        }
    }
    for inner in node.entries().iter().map(|e| &e.node) {
        for element in inner.each().iter().filter(|n| n.is_map()) {
            webhooks(element, depth + 1, out);
        }
    }
}

/// What `kubectl` trusts and asks for. Tokens and passwords are not looked at.
fn kubeconfig(root: &Node<'_>, out: &mut Out<'_>) {
    for cluster in root.list("clusters").iter().filter_map(|c| c.get("cluster")) {
        if let Some(data) = cluster.get("certificate-authority-data") {
            let place = out.place(data);
            out.seat(&place, Seat::Trust, None);
        }
        if let Some(path) = cluster.get("certificate-authority") {
            refer(path, &path.text().unwrap_or_default(), Seat::Trust, out);
        }
        hosts(cluster.get("tls-server-name"), HostUse::Sni, out);
        if let Some(server) = cluster.get("server")
            && let Some(host) = server.literal().and_then(|url| out::url_host(&url))
        {
            let place = out.place(server);
            out.host(place.clone(), &host, HostUse::Client);
            out.server(place, &host, Some(&host));
        }
    }
    for user in root.list("users").iter().filter_map(|u| u.get("user")) {
        for field in ["client-certificate-data", "client-key-data"] {
            if let Some(data) = user.get(field) {
                let place = out.place(data);
                out.seat(&place, Seat::Client, None);
            }
        }
    }
}
