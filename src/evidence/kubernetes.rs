//! Kubernetes: Secrets, ConfigMaps, Ingresses, Gateway API, Istio, webhooks and kubeconfigs, as YAML or JSON, alone or
//! in a List. (kubernetes.io/docs/concepts/configuration/secret, ingress-nginx user guide on annotations,
//! gateway-api.sigs.k8s.io BackendTLSPolicy, istio.io DestinationRule.)

use super::error_text;
use super::mapping::{self, Do, Row};
use super::out::Out;
use super::statement::SceneDraft;
use super::tree::Node;
use crate::request::{HostUse, Seat};

const NGINX: &str = "nginx-upstream";
const GATEWAY: &str = "azure-application-gateway-v2";

/// Fields of each kind of object. A `Gateway` is one of the Gateway API or of Istio, which have no path in common.
const KINDS: &[(&str, &[Row])] = &[
    (
        "Ingress",
        &[
            ("spec>rules>host spec>tls>hosts", Do::Host(HostUse::Client)),
            ("metadata>annotations>nginx.ingress.kubernetes.io/auth-tls-secret", Do::Refer("secret-ca", Seat::ClientCa)),
        ],
    ),
    (
        "Gateway",
        &[
            ("spec>listeners>hostname spec>servers>hosts", Do::Host(HostUse::Client)),
            ("spec>listeners>tls>frontendValidation>caCertificateRefs", Do::Refer("secret-ca", Seat::ClientCa)),
        ],
    ),
    (
        "BackendTLSPolicy",
        &[
            ("spec>validation>hostname spec>tls>hostname spec>default>verify>subjectAltName", Do::Host(HostUse::BackendSetting)),
            ("spec>default>sni", Do::Host(HostUse::Sni)),
            (
                "spec>validation>caCertificateRefs spec>tls>caCertRefs spec>default>verify>caCertificateRef",
                Do::Refer("secret-ca", Seat::Trust),
            ),
        ],
    ),
    (
        "DestinationRule",
        &[
            ("spec>trafficPolicy>tls>sni", Do::Host(HostUse::Sni)),
            ("spec>trafficPolicy>tls>subjectAltNames", Do::Host(HostUse::BackendSetting)),
            ("spec>trafficPolicy>tls>caCertificates", Do::File(Seat::Trust)),
        ],
    ),
    (
        NAMED_POLICY,
        &[
            ("spec>validation>hostname", Do::Host(HostUse::Sni)),
            ("spec>validation>subjectAltNames>hostname", Do::Host(HostUse::BackendSetting)),
            ("spec>validation>caCertificateRefs", Do::Refer("secret-ca", Seat::Trust)),
        ],
    ),
    // What kustomize makes a Secret or a ConfigMap of.
    (
        "Kustomization",
        &[("secretGenerator>files", Do::NamedFile(Seat::Server)), ("configMapGenerator>files", Do::NamedFile(Seat::Trust))],
    ),
    ("HTTPRoute", &[("spec>hostnames", Do::Host(HostUse::Client))]),
    ("TLSRoute", &[("spec>hostnames", Do::Host(HostUse::Client))]),
    // Names that are wanted.
    (
        "Certificate",
        &[("spec>dnsNames spec>ipAddresses", Do::Host(HostUse::Client)), ("spec>secretName", Do::Refer("secret", Seat::Server))],
    ),
    // Traefik's own.
    (
        "ServersTransport",
        &[("spec>serverName", Do::Host(HostUse::Sni)), ("spec>rootCAsSecrets", Do::Refer("secret-ca", Seat::Trust))],
    ),
    ("IngressRoute", &[]),
    // Contour's and Emissary's own.
    (
        "HTTPProxy",
        &[
            ("spec>virtualhost>fqdn", Do::Host(HostUse::Client)),
            ("spec>virtualhost>tls>secretName", Do::Refer("secret", Seat::Listener)),
            ("spec>routes>services>validation>subjectName", Do::Host(HostUse::BackendSetting)),
            ("spec>routes>services>validation>caSecret", Do::Refer("secret-ca", Seat::Trust)),
        ],
    ),
    ("Host", &[("spec>hostname", Do::Host(HostUse::Client)), ("spec>tlsSecret", Do::Refer("secret", Seat::Listener))]),
    // OpenShift: the certificates stand in the object.
    (
        "Route",
        &[
            ("spec>host", Do::Host(HostUse::Client)),
            ("spec>tls>certificate spec>tls>key spec>tls>caCertificate", Do::Part(Seat::Listener)),
            ("spec>tls>destinationCACertificate", Do::Part(Seat::Trust)),
        ],
    ),
];

/// A policy with names of its own to compare: the one of the host is sent then, and not compared (GEP-1897).
const NAMED_POLICY: &str = "BackendTLSPolicy with names";

/// Annotations of an Ingress for what its controller asks of the servers behind it.
const OF_NGINX: &[Row] = &[
    ("metadata>annotations>nginx.ingress.kubernetes.io/proxy-ssl-name", Do::Host(HostUse::BackendSetting)),
    ("metadata>annotations>nginx.ingress.kubernetes.io/proxy-ssl-verify", Do::Switch(NGINX, "verify")),
    ("metadata>annotations>nginx.ingress.kubernetes.io/proxy-ssl-server-name", Do::Switch(NGINX, "serverName")),
    ("metadata>annotations>nginx.ingress.kubernetes.io/proxy-ssl-verify-depth", Do::Number(NGINX, "depth")),
    ("metadata>annotations>nginx.ingress.kubernetes.io/proxy-ssl-secret", Do::Refer("secret-ca", Seat::Trust)),
];
const OF_AZURE: &[Row] = &[
    ("metadata>annotations>appgw.ingress.kubernetes.io/backend-hostname", Do::Host(HostUse::BackendSetting)),
    ("metadata>annotations>appgw.ingress.kubernetes.io/health-probe-hostname", Do::Host(HostUse::Probe)),
];
const AZURE_ROOTS: &str = "metadata>annotations>appgw.ingress.kubernetes.io/appgw-trusted-root-certificate";

/// What `kubectl` trusts and asks for. Tokens and passwords are not looked at.
const KUBECONFIG: &[Row] = &[
    ("clusters>cluster>certificate-authority-data clusters>cluster>certificate-authority", Do::Part(Seat::Trust)),
    ("clusters>cluster>tls-server-name", Do::Host(HostUse::Sni)),
    ("clusters>cluster>server", Do::Server),
    ("users>user>client-certificate-data users>user>client-key-data", Do::Part(Seat::Client)),
];

/// Reads an object, or a list of them.
pub(super) fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let listed = root.list("items");
    let objects = if listed.is_empty() { root.each() } else { listed };
    let mut taken = false;
    for object in objects {
        // `kubectl` reads one without `kind` too.
        let config =
            (object.get("kind").is_none() || object.says("kind", "Config")) && !object.all("clusters>cluster").is_empty();
        if config {
            out.begin("kubeconfig", out.place(object));
            out.summary("kubeconfig", "");
            mapping::say(KUBECONFIG, object, "", None, out);
        } else if object.get("apiVersion").is_some() && object.get("kind").is_some() {
            one(object, out);
        } else {
            continue;
        }
        taken = true;
    }
    taken
}

pub(super) fn one(object: &Node<'_>, out: &mut Out<'_>) {
    let kind = object.text_of("kind").unwrap_or_default();
    let field = |path: &str| object.at(path).and_then(Node::text).unwrap_or_default();
    let (name, mut namespace) = (field("metadata.name"), field("metadata.namespace"));
    if namespace.is_empty() {
        namespace = "default".into();
    }
    out.begin("kubernetes", out.place(object));
    out.summary("Kubernetes object ", &kind);
    out.summary(" ", &name);
    let called = [&*namespace, "/", &*name].concat();
    let names = !object.all("spec>validation>subjectAltNames>hostname").is_empty();
    match if names && kind == "BackendTLSPolicy" { NAMED_POLICY } else { &*kind } {
        "Secret" => secret(object, &called, &name, out),
        "ConfigMap" => {
            for entry in object.all("data>*") {
                out.named(out.place(entry), &["configmap:", &*called].concat(), Seat::Trust);
            }
        }
        kind => match KINDS.iter().find(|(known, _)| *known == kind) {
            Some((_, rows)) => {
                fronts(object, &namespace, out);
                mapping::say(rows, object, &namespace, Some(&called), out);
            }
            None => mapping::walk(object, 16, &mut |node| webhook(node, out)),
        },
    }
    if kind == "IngressRoute" {
        object.all("spec>routes>match").into_iter().for_each(|rule| super::config::traefik::names(rule, out));
    }
    // What a controller or the API server ran into, and an event of it.
    for message in object.all("status>conditions>message message") {
        error_text::field(message, out);
    }
    if kind != "Ingress" {
        return;
    }
    if mapping::any(OF_NGINX, object) {
        scene(object, &called, &name, NGINX, out);
        mapping::say(OF_NGINX, object, &namespace, None, out);
    }
    let roots = object.all(AZURE_ROOTS);
    if !roots.is_empty() || mapping::any(OF_AZURE, object) {
        scene(object, &called, &name, GATEWAY, out);
        mapping::say(OF_AZURE, object, &namespace, None, out);
        for node in roots {
            let place = out.place(node);
            out.setting(place, GATEWAY, "trust", "uploaded-roots");
            // Several names stand with commas between them.
            for name in node.text().unwrap_or_default().split(',') {
                out.file(place, name, Seat::Trust, None);
            }
        }
    }
    out.about(None);
}

/// What is presented to clients, each with the names that it is for: `tls` of an Ingress, `listeners` of the Gateway API,
/// `servers` of Istio.
fn fronts(object: &Node<'_>, namespace: &str, out: &mut Out<'_>) {
    for front in object.all("spec>tls spec>listeners spec>servers") {
        for secret in front.all("secretName tls>certificateRefs tls>credentialName") {
            let name = mapping::reference(secret, "secret", namespace);
            let id = name.split_once(':').map_or(&*name, |(_, id)| id);
            out.file(out.place(secret), &name, Seat::Listener, Some(id));
            // Istio takes who may be a client from the same Secret, or from one of its name and `-cacert`.
            if front.at("tls.mode").and_then(Node::text).is_some_and(|mode| mode.ends_with("MUTUAL")) {
                out.file(out.place(secret), &["secret-ca:", id].concat(), Seat::ClientCa, None);
            }
            for host in front.all("hosts hostname").into_iter().filter_map(Node::literal) {
                out.site(id, host.rsplit('/').next().unwrap_or_default());
            }
        }
    }
    // OpenShift's routes have their certificate with them.
    if let Some(host) = object.at("spec.host").and_then(Node::literal).filter(|_| object.at("spec.tls.certificate").is_some()) {
        let name = object.at("metadata.name").and_then(Node::text).unwrap_or_default();
        out.site(&[namespace, "/", &*name].concat(), &host);
    }
}

/// The values are Base64 in `data` and plain in `stringData`; the private key is looked at by its place alone.
fn secret(object: &Node<'_>, called: &str, name: &str, out: &mut Out<'_>) {
    const SERVER: &[&str] = &["tls.crt", "tls.key", "cert", "key", "keystore.p12", "keystore.jks"];
    const TRUST: &[&str] = &["ca.crt", "cacert", "ca.pem", "truststore.p12", "truststore.jks"];
    for entry in ["data", "stringData"].iter().filter_map(|field| object.get(field)).flat_map(Node::entries) {
        let place = out.place(&entry.node);
        let among = |names: &[&str]| names.iter().any(|name| entry.key.is(name));
        if among(SERVER) {
            let found = out.named(place, &["secret:", called].concat(), Seat::Server);
            if found == 0 && !entry.key.raw.ends_with("key") {
                out.hole(place, WITHOUT_BYTES, Some(name), None);
            }
        } else if among(TRUST) {
            // Istio keeps apart who may be a client (istio.io, Secure Gateways).
            let apart = called.strip_suffix("-cacert");
            let seat = if apart.is_some() { Seat::ClientCa } else { Seat::Trust };
            out.named(place, &["secret-ca:", apart.unwrap_or(called)].concat(), seat);
        }
    }
}

pub(super) const WITHOUT_BYTES: &str = "A certificate of a Secret whose bytes are not in the file.";

fn scene(object: &Node<'_>, called: &str, name: &str, target: &'static str, out: &mut Out<'_>) {
    let path = out.path(out.place(object));
    out.scene(SceneDraft { path, ..SceneDraft::new(called, "Ingress ", name, target) });
}

/// `caBundle` of webhooks, API services and conversions: what the API server trusts, and whom it asks for.
fn webhook(node: &Node<'_>, out: &mut Out<'_>) -> bool {
    if let Some(bundle) = node.get("caBundle") {
        let place = out.place(bundle);
        if out.seat(place, Seat::Trust, None) == 0 {
            out.hole(place, "A caBundle without a certificate.", None, None);
        }
        if let Some(url) = node.get("url")
            && let Some(host) = url.text().and_then(|url| super::out::url_host(&url))
        {
            out.host(out.place(url), &host, HostUse::Client);
        }
        if let Some(service) = node.get("service")
            && let (Some(name), Some(namespace)) = (service.text_of("name"), service.text_of("namespace"))
        {
            out.host(out.place(service), &[&*name, ".", &*namespace, ".svc"].concat(), HostUse::Client);
        }
    }
    false
}
