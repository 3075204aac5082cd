//! Azure services beside Application Gateway: Key Vault's certificates and secrets, Front Door's origins, API
//! Management's backends and CA certificates, App Service's bindings.

use super::gateway::secret_name;
use super::out::{self, Out};
use super::statement::{Handle, SceneDraft};
use super::tree::Node;
use crate::report::Command;
use crate::request::{HostUse, Seat};

/// The field, beside or below `properties`.
fn field<'n>(node: &'n Node<'n>, key: &str) -> Option<&'n Node<'n>> {
    node.get(key).or_else(|| node.at("properties")?.get(key))
}

/// What stands at these paths, beside or below `properties`.
fn all<'n>(node: &'n Node<'n>, paths: &str) -> Vec<&'n Node<'n>> {
    let mut found = node.all(paths);
    if let Some(properties) = node.get("properties") {
        found.extend(properties.all(paths));
    }
    found
}

/// A fingerprint of 40 digits.
fn thumbprint(node: Option<&Node<'_>>) -> Option<Handle> {
    let sha1 = node?.text()?.to_ascii_lowercase();
    (sha1.len() == 40).then(|| Handle { sha1: Some(sha1), ..Handle::default() })
}

/// A server that a service asks, as a scene of its own.
fn scene(
    key: &str,
    title: (&'static str, &str),
    target: &'static str,
    node: &Node<'_>,
    (name, host): (&Node<'_>, &str),
    public: bool,
    out: &mut Out<'_>,
) {
    out.scene(SceneDraft {
        public_trust: public,
        servers: vec![host.to_owned()],
        path: out.path(out.place(node)),
        ..SceneDraft::new(key, title.0, title.1, target)
    });
    out.host(out.place(name), host, HostUse::BackendSetting);
    out.server(out.place(name), host, Some(host));
}

fn type_has(node: &Node<'_>, part: &str) -> bool {
    ["type", "bicepType"].iter().any(|key| node.text_of(key).is_some_and(|t| t.to_ascii_lowercase().contains(part)))
}

/// Elements of a list, of an answer of REST (`value`), of a template (`resources`), or the thing itself.
fn things<'n>(root: &'n Node<'n>) -> Vec<&'n Node<'n>> {
    let inner = ["value", "resources", "data", "resource"]
        .iter()
        .find_map(|key| root.get(key))
        .filter(|n| n.each().iter().any(Node::is_map));
    inner.unwrap_or(root).each().iter().filter(|n| n.is_map()).collect()
}

/// Key Vault: `az keyvault certificate show`, `secret show`, and the same of REST.
pub(super) fn key_vault(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut taken = false;
    for node in things(root) {
        // PowerShell has the certificate in lines of its own, and what it is called below them.
        let print = thumbprint(node.get("thumbprint").filter(|_| node.get("secretId").is_some()));
        let certificate = node.get("sid").is_some() && (node.get("cer").is_some() || node.get("policy").is_some())
            || node.get("x509ThumbprintHex").is_some() && node.get("attributes").is_some()
            || print.is_some();
        let id = ["sid", "secretId", "id"].iter().find_map(|field| node.text_of(field)).unwrap_or_default().replace(":443/", "/");
        let secret = node.get("value").is_some() && id.contains("/secrets/") && id.contains(".vault.");
        if !certificate && !secret {
            continue;
        }
        taken = true;
        let place = out.place(node);
        out.begin("azure-key-vault-certificate", place);
        let name =
            node.text_of("name").map(|n| n.into_owned()).unwrap_or_else(|| id.split('/').nth(4).unwrap_or_default().to_owned());
        out.summary("Key Vault, certificate ", &name);
        let whole = secret_name(&id);
        if secret {
            // The private key is in it too: its place alone is looked at, and its value never.
            if let Some(value) = node.get("value") {
                let place = out.place(value);
                out.named(place, &whole, Seat::Server);
            }
            continue;
        }
        let body = node.get("cer").map_or(0, |cer| out.named(out.place(cer), &whole, Seat::Server));
        if let Some(handle) = thumbprint(node.get("x509ThumbprintHex")).or(print).filter(|_| body == 0) {
            out.handle(place, handle, Some(Seat::Server), None);
        }
        let fill = secret_command(&id);
        out.hole(place, CHAIN, Some(&name), fill);
    }
    taken
}

const CHAIN: &str = "The certificate chain that is stored with the private key.";

fn secret_command(id: &str) -> Option<Command> {
    let plain = id.starts_with("https://") && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./:".contains(&b));
    plain.then(|| Command::new("az", format!("az keyvault secret download --id {id} --encoding base64 --file chain.pfx")))
}

/// Front Door's origins, of the profiles of today and of the classic one.
pub(super) fn front_door(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    const TARGET: &str = "azure-front-door-origin";
    let mut taken = false;
    for node in things(root) {
        let origin = field(node, "originHostHeader").is_some() && field(node, "hostName").is_some()
            || type_has(node, "/origingroups/origins");
        let classic = all(node, "backendPools>backends>address backendPools>properties>backends>address");
        if classic.is_empty() && !origin || field(node, "httpListeners").is_some() {
            continue;
        }
        taken = true;
        out.begin("azure-front-door-origin-json", out.place(node));
        let names = if origin { field(node, "hostName").into_iter().collect() } else { classic };
        out.count("Front Door, origins: ", names.len());
        let check =
            all(node, "enforceCertificateNameCheck certificateNameCheckEnabled backendPoolsSettings>enforceCertificateNameCheck");
        // The classic one says `Enabled`.
        let switch = check.first().and_then(|c| c.switch().or(c.text().map(|t| t.eq_ignore_ascii_case("enabled"))));
        for host in names {
            let Some(name) = host.literal().and_then(|h| out::host_name(&h)) else { continue };
            let called = node.text_of("name").unwrap_or(name.as_str().into());
            let key = if origin { called.to_string() } else { [&*called, "/", &name].concat() };
            scene(&key, ("Front Door origin ", &called), TARGET, node, (host, &name), true, out);
            if let Some(on) = switch {
                out.setting(out.place(node), TARGET, "certificateNameCheck", on);
            }
        }
    }
    taken
}

/// API Management's backends, and the CA certificates of the service.
pub(super) fn api_management(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    const TARGET: &str = "azure-api-management";
    let mut taken = false;
    for node in things(root) {
        let ours = type_has(node, "microsoft.apimanagement/service")
            || node.text_of("id").is_some_and(|id| id.to_ascii_lowercase().contains("microsoft.apimanagement/service"))
            || node.list("labels").first().is_some_and(|l| l.text().is_some_and(|t| t == "azurerm_api_management_backend"));
        let url = field(node, "url").filter(|_| field(node, "protocol").is_some());
        let mut authorities = all(node, "certificates");
        authorities.retain(|c| c.get("storeName").is_some());
        if url.is_none() && authorities.is_empty() || !ours && authorities.is_empty() {
            continue;
        }
        taken = true;
        out.begin(TARGET, out.place(node));
        let name = node.text_of("name").unwrap_or_default();
        out.summary("API Management ", &name);
        for ca in authorities {
            let place = out.place(ca);
            if ca.get("encodedCertificate").is_some_and(|c| out.seat(out.place(c), Seat::Trust, None) > 0) {
                continue;
            }
            match thumbprint(ca.at("certificate.thumbprint")) {
                Some(handle) => out.handle(place, handle, Some(Seat::Trust), None),
                None => out.hole(place, "A CA certificate of the service whose bytes are not in the file.", None, None),
            }
        }
        let Some((url, host)) = url.and_then(|u| Some((u, out::url_host(&u.literal()?)?))) else { continue };
        let key = if name.is_empty() { host.as_str().into() } else { name.clone() };
        scene(&key, ("API Management backend ", &name), TARGET, node, (url, &host), false, out);
        for id in ["validateCertificateChain", "validateCertificateName"] {
            for switch in all(node, "tls").into_iter().filter_map(|tls| tls.get(id)) {
                out.setting(out.place(switch), TARGET, id, switch.switch().unwrap_or(true));
            }
        }
    }
    taken
}

/// App Service: `az webapp config ssl list`, and the names of `az webapp show` with what is bound to each.
pub(super) fn app_service(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut taken = false;
    for node in things(root) {
        let bound = all(node, "hostNameSslStates");
        let names = all(node, "hostNames");
        let ours = !names.is_empty() || type_has(node, "microsoft.web/certificates");
        for (site, names) in bound.into_iter().map(|state| (state, all(state, "name"))).chain([(node, names)]) {
            let Some(handle) = thumbprint(field(site, "thumbprint")).filter(|_| ours) else { continue };
            taken = true;
            out.begin("azure-app-service", out.place(site));
            out.summary("App Service, certificate ", &node.text_of("name").unwrap_or_default());
            for name in names {
                out.host(out.place(name), &name.literal().unwrap_or_default(), HostUse::Client);
            }
            out.handle(out.place(site), handle, Some(Seat::Server), None);
        }
    }
    taken
}
