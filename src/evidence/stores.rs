//! Answers and files of what keeps certificates: their fields tell which is the server's and which are its issuers, in
//! which order. Amazon's ACM and IAM (docs.aws.amazon.com/acm/latest/APIReference, GetCertificate, DescribeCertificate),
//! Google Cloud (cloud.google.com/compute/docs/reference/rest/v1/sslCertificates, Certificate Manager), HashiCorp Vault
//! (developer.hashicorp.com/vault/api-docs/secret/pki), Traefik's acme.json, JSON Web Keys (RFC 7517 4.7).

use super::out::Out;
use super::statement::Handle;
use super::tree::Node;
use crate::report::Command;
use crate::request::{HostUse, Seat};

fn begin(kind: &'static str, words: &'static str, name: impl Into<String>, node: &Node<'_>, out: &mut Out<'_>) {
    let place = out.place(node);
    out.begin(kind, place);
    out.summary(words, name);
}

/// The fields that a server presents, in the order in which it sends them, and its key.
fn serves(node: &Node<'_>, fields: &[&str], server: Option<&str>, out: &mut Out<'_>) {
    for part in fields.iter().filter_map(|field| node.at(field)).flat_map(Node::each) {
        out.part(Some(part), Seat::Server, server);
    }
}

fn names(node: Option<&Node<'_>>, out: &mut Out<'_>) {
    for name in node.map_or(&[][..], Node::each) {
        let place = out.place(name);
        out.host(place, &name.literal().unwrap_or_default(), HostUse::Client);
    }
}

/// `aws acm get-certificate`, `describe-certificate`, `export-certificate`, `aws iam get-server-certificate`.
pub(super) fn aws(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    const KIND: &str = "aws-acm";
    if let Some(certificate) = root.get("ServerCertificate").filter(|c| c.get("CertificateBody").is_some()) {
        let name = certificate.at("ServerCertificateMetadata.ServerCertificateName").and_then(Node::text).unwrap_or_default();
        begin(KIND, "AWS IAM, server certificate ", name, root, out);
        serves(certificate, &["CertificateBody", "CertificateChain"], None, out);
        return true;
    }
    let Some(certificate) = root.get("Certificate") else { return false };
    if root.get("CertificateChain").is_some() && !certificate.is_map() {
        begin(KIND, "AWS Certificate Manager, a certificate with its chain", "", root, out);
        serves(root, &["Certificate", "CertificateChain", "PrivateKey"], None, out);
        return true;
    }
    let Some(arn) = certificate.text_of("CertificateArn") else { return false };
    let domain = certificate.get("DomainName");
    begin(KIND, "AWS Certificate Manager, certificate for ", domain.and_then(Node::text).unwrap_or_default(), root, out);
    let (alternatives, first) = (certificate.get("SubjectAlternativeNames"), domain.and_then(Node::text));
    names(domain.filter(|_| alternatives.is_none_or(|a| !a.each().iter().any(|n| n.text() == first))), out);
    names(alternatives, out);
    let place = out.place(certificate);
    if let Some(serial) = certificate.text_of("Serial") {
        let handle = Handle { serial: Some(serial.replace(':', "").to_ascii_lowercase()), ..Handle::default() };
        out.handle(place.clone(), handle, Some(Seat::Server), None);
    }
    let plain = arn.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:/".contains(&b));
    let fill = plain.then(|| Command::new("aws", format!("aws acm get-certificate --certificate-arn {arn} > certificate.json")));
    out.hole(place, "The certificate and its chain.", domain.and_then(Node::text).as_deref(), fill);
    true
}

/// `gcloud compute ssl-certificates describe`, `gcloud certificate-manager certificates describe`, `trust-configs describe`.
pub(super) fn google(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    const KIND: &str = "gcp-certificate";
    let mut taken = false;
    for node in root.each() {
        let compute = node.text_of("kind").is_some_and(|kind| kind.starts_with("compute#sslCertificate"));
        let stores = node.list("trustStores").iter().any(|s| s.get("trustAnchors").is_some());
        let manager = node.get("pemCertificate").is_some() && node.get("expireTime").is_some();
        if !(compute || stores || manager) {
            continue;
        }
        taken = true;
        let name = node.text_of("name").unwrap_or_default();
        let name = name.rsplit('/').next().unwrap_or_default();
        begin(KIND, if stores { "Google Cloud, trust config " } else { "Google Cloud, certificate " }, name, node, out);
        for anchor in
            node.list("trustStores").iter().flat_map(|s| ["trustAnchors", "intermediateCas"].map(|f| s.list(f))).flatten()
        {
            out.part(anchor.get("pemCertificate"), Seat::ClientCa, None);
        }
        // Two of its fields have the same text.
        let field = ["pemCertificate", "selfManaged.certificate", "certificate"].into_iter().find(|f| node.at(f).is_some());
        serves(node, field.as_slice(), None, out);
        if field.is_some_and(|f| f.starts_with("self")) {
            out.part(node.get("certificate"), Seat::Ignore, None);
        }
        names(node.at("managed.domains"), out);
    }
    taken
}

/// `vault write -format=json pki/issue/...`, and the answer of its API.
pub(super) fn vault(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let data = root.get("data").filter(|d| d.is_map()).unwrap_or(root);
    let chain = data.get("ca_chain").filter(|c| !c.each().is_empty());
    if data.get("certificate").is_none() || chain.is_none() && data.get("issuing_ca").is_none() {
        return false;
    }
    begin("vault", "HashiCorp Vault, a certificate with its issuers", "", root, out);
    serves(data, &["certificate", "ca_chain"], None, out);
    out.part(data.get("issuing_ca"), if chain.is_some() { Seat::Ignore } else { Seat::Server }, None);
    out.part(data.get("private_key"), Seat::Server, None);
    true
}

/// What Traefik got by ACME: one list of certificates a resolver, or a single one in old versions.
pub(super) fn acme(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let resolvers = root.entries().iter().map(|entry| &entry.node).chain([root]);
    let all = resolvers.flat_map(|resolver| resolver.list("Certificates")).filter(|c| c.at("domain.main").is_some());
    let all: Vec<&Node<'_>> = all.collect();
    if all.is_empty() {
        return false;
    }
    begin("acme-json", "acme.json, certificates: ", all.len().to_string(), root, out);
    for certificate in all {
        let main = certificate.at("domain.main").and_then(Node::text).unwrap_or_default();
        names(certificate.at("domain.main"), out);
        names(certificate.at("domain.sans"), out);
        serves(certificate, &["certificate", "key"], Some(&main), out);
    }
    true
}

/// `x5c`: the key's certificate, and each followed by the one that certifies it.
pub(super) fn jwks(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let all = if root.get("x5c").is_some() { root.each() } else { root.list("keys") };
    let all: Vec<&Node<'_>> = all.iter().filter(|key| key.get("kty").is_some() && key.get("x5c").is_some()).collect();
    if all.is_empty() {
        return false;
    }
    begin("jwks", "JSON Web Keys with certificates: ", all.len().to_string(), root, out);
    for key in &all {
        let id = key.text_of("kid").filter(|_| all.len() > 1);
        serves(key, &["x5c"], id.as_deref(), out);
    }
    true
}
