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

fn type_has(node: &Node<'_>, part: &str) -> bool {
    node.text_of("type").is_some_and(|t| t.to_ascii_lowercase().contains(part))
}

/// Elements of a list, of an answer of REST (`value`), of a template (`resources`), or the thing itself.
fn things<'n>(root: &'n Node<'n>) -> Vec<&'n Node<'n>> {
    let inner = ["value", "resources", "data"].iter().find_map(|key| root.get(key)).filter(|n| n.each().iter().any(Node::is_map));
    inner.unwrap_or(root).each().iter().filter(|n| n.is_map()).collect()
}

/// Key Vault: `az keyvault certificate show`, `secret show`, and the same of REST.
pub(super) fn key_vault(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut taken = false;
    for node in things(root) {
        let certificate = node.get("sid").is_some() && (node.get("cer").is_some() || node.get("policy").is_some())
            || node.get("x509ThumbprintHex").is_some() && node.get("attributes").is_some();
        let id = node.text_of("sid").or_else(|| node.text_of("id")).unwrap_or_default().into_owned();
        let secret = node.get("value").is_some() && id.contains("/secrets/") && id.contains(".vault.");
        if !certificate && !secret {
            continue;
        }
        taken = true;
        let place = out.place(node);
        out.begin("azure-key-vault-certificate", place.clone());
        let name =
            node.text_of("name").map(|n| n.into_owned()).unwrap_or_else(|| id.split('/').nth(4).unwrap_or_default().to_owned());
        out.summary("Key Vault, certificate ", name.clone());
        let whole = secret_name(&id);
        if secret {
            // The private key is in it too: its place alone is looked at, and its value never.
            if let Some(value) = node.get("value") {
                let place = out.place(value);
                out.named(place, &whole, Seat::Server);
            }
            continue;
        }
        let body = node.get("cer").map(|cer| out.place(cer)).filter(|place| out.named(place.clone(), &whole, Seat::Server) > 0);
        let sha1 = node.text_of("x509ThumbprintHex").map(|t| t.to_ascii_lowercase()).filter(|t| t.len() == 40);
        if body.is_none()
            && let Some(sha1) = sha1
        {
            out.handle(place.clone(), Handle { sha1: Some(sha1), ..Handle::default() }, Some(Seat::Server), None);
        }
        let fill = secret_command(&id);
        out.hole(place, "The certificate chain that is stored with the private key.", Some(&name), fill);
    }
    taken
}

fn secret_command(id: &str) -> Option<Command> {
    let plain = id.starts_with("https://") && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./:".contains(&b));
    plain.then(|| Command::new("az", format!("az keyvault secret download --id {id} --encoding base64 --file chain.pfx")))
}

/// Front Door's origins, of the profiles of today and of the classic one.
pub(super) fn front_door(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    const TARGET: &str = "azure-front-door-origin";
    let mut taken = false;
    for node in things(root) {
        let pools = field(node, "backendPools").map_or(&[][..], Node::each);
        let classic: Vec<&Node<'_>> = pools.iter().flat_map(|pool| field(pool, "backends").map_or(&[][..], Node::each)).collect();
        let classic_check = field(node, "backendPoolsSettings").and_then(|s| s.text_of("enforceCertificateNameCheck"));
        let origin = field(node, "originHostHeader").is_some() && field(node, "hostName").is_some()
            || type_has(node, "/origingroups/origins");
        if classic.is_empty() && !origin || field(node, "httpListeners").is_some() {
            continue;
        }
        taken = true;
        let place = out.place(node);
        out.begin("azure-front-door-origin-json", place);
        out.summary("Front Door, origins: ", if origin { 1 } else { classic.len() }.to_string());
        let switch = if origin {
            field(node, "enforceCertificateNameCheck").and_then(Node::switch)
        } else {
            classic_check.map(|c| c.eq_ignore_ascii_case("enabled"))
        };
        let names = if origin { vec![(node, "hostName")] } else { classic.into_iter().map(|b| (b, "address")).collect() };
        for (thing, key) in names {
            let Some(host) = field(thing, key) else { continue };
            let Some(name) = host.literal().and_then(|h| out::host_name(&h)) else { continue };
            let called = node.text_of("name").map_or(name.clone(), |n| n.into_owned());
            let place = out.place(thing);
            out.scene(SceneDraft {
                key: if origin { called.clone() } else { format!("{called}/{name}") },
                title: vec![("Front Door origin ", called)],
                target: Some(TARGET),
                public_trust: true,
                servers: vec![name.clone()],
                path: place.path.clone(),
                ..SceneDraft::default()
            });
            let host_place = out.place(host);
            out.host(host_place.clone(), &name, HostUse::BackendSetting);
            out.server(host_place, &name, Some(&name));
            if let Some(on) = switch {
                out.setting(place, TARGET, "certificateNameCheck", on);
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
            || node.text_of("id").is_some_and(|id| id.to_ascii_lowercase().contains("microsoft.apimanagement/service"));
        let url = field(node, "url").filter(|_| field(node, "protocol").is_some());
        let authorities: Vec<&Node<'_>> =
            field(node, "certificates").map_or(&[][..], Node::each).iter().filter(|c| c.get("storeName").is_some()).collect();
        if url.is_none() && authorities.is_empty() || !ours && authorities.is_empty() {
            continue;
        }
        taken = true;
        let place = out.place(node);
        out.begin(TARGET, place.clone());
        let name = node.text_of("name").map(|n| n.into_owned()).unwrap_or_default();
        out.summary("API Management ", name.clone());
        for ca in authorities {
            let body = ca.get("encodedCertificate").map(|c| out.place(c));
            if body.is_none_or(|place| out.seat(&place, Seat::Trust, None) == 0) {
                let sha1 = ca
                    .at("certificate.thumbprint")
                    .and_then(Node::text)
                    .map(|t| t.to_ascii_lowercase())
                    .filter(|t| t.len() == 40);
                let place = out.place(ca);
                match sha1 {
                    Some(sha1) => out.handle(place, Handle { sha1: Some(sha1), ..Handle::default() }, Some(Seat::Trust), None),
                    None => out.hole(place, "A CA certificate of the service whose bytes are not in the file.", None, None),
                }
            }
        }
        let Some((url, host)) = url.and_then(|u| Some((u, out::url_host(&u.literal()?)?))) else { continue };
        let url_place = out.place(url);
        out.scene(SceneDraft {
            key: if name.is_empty() { host.clone() } else { name.clone() },
            title: vec![("API Management backend ", name)],
            target: Some(TARGET),
            servers: vec![host.clone()],
            path: place.path.clone(),
            ..SceneDraft::default()
        });
        out.host(url_place.clone(), &host, HostUse::BackendSetting);
        out.server(url_place, &host, Some(&host));
        for id in ["validateCertificateChain", "validateCertificateName"] {
            if let Some(switch) = field(node, "tls").and_then(|tls| tls.get(id)) {
                let place = out.place(switch);
                out.setting(place, TARGET, id, switch.switch().unwrap_or(true));
            }
        }
    }
    taken
}

/// App Service: `az webapp config ssl list`.
pub(super) fn app_service(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut taken = false;
    for node in things(root) {
        let thumbprint = field(node, "thumbprint").and_then(Node::text).map(|t| t.to_ascii_lowercase()).filter(|t| t.len() == 40);
        let names = field(node, "hostNames").map_or(&[][..], Node::each);
        let Some(sha1) = thumbprint.filter(|_| !names.is_empty() || type_has(node, "microsoft.web/certificates")) else {
            continue;
        };
        taken = true;
        let place = out.place(node);
        out.begin("azure-app-service", place.clone());
        out.summary("App Service, certificate ", node.text_of("name").unwrap_or_default());
        for name in names {
            if let Some(text) = name.literal() {
                let place = out.place(name);
                out.host(place, &text, HostUse::Client);
            }
        }
        out.handle(place, Handle { sha1: Some(sha1), ..Handle::default() }, Some(Seat::Server), None);
    }
    taken
}
