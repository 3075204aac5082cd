//! Answers and files of what keeps certificates: their fields tell which is the server's and which are its issuers, in
//! which order. Amazon's ACM and IAM (docs.aws.amazon.com/acm/latest/APIReference, GetCertificate, DescribeCertificate),
//! Google Cloud (cloud.google.com/compute/docs/reference/rest/v1/sslCertificates, Certificate Manager), HashiCorp Vault
//! (developer.hashicorp.com/vault/api-docs/secret/pki), Traefik's acme.json, JSON Web Keys (RFC 7517 4.7).

use super::mapping::{self, Do, Row};
use super::out::Out;
use super::segments::Segment;
use super::statement::Handle;
use super::tree::Node;
use crate::report::Command;
use crate::request::{HostUse, Seat};

fn begin(kind: &'static str, words: &'static str, name: &str, node: &Node<'_>, out: &mut Out<'_>) {
    out.begin(kind, out.place(node));
    out.summary(words, name);
}

/// What a server presents, in the order in which it sends it, and its key.
const SERVES: Do = Do::Part(Seat::Server);
const NAMES: Do = Do::Host(HostUse::Client);

fn tell(rows: &[Row], node: &Node<'_>, server: Option<&str>, out: &mut Out<'_>) {
    mapping::say(rows, node, "", server, out);
}

/// `aws acm get-certificate`, `describe-certificate`, `export-certificate`, `aws iam get-server-certificate`.
pub(super) fn aws(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    const KIND: &str = "aws-acm";
    if let Some(certificate) = root.get("ServerCertificate").filter(|c| c.get("CertificateBody").is_some()) {
        let name = certificate.at("ServerCertificateMetadata.ServerCertificateName").and_then(Node::text).unwrap_or_default();
        begin(KIND, "AWS IAM, server certificate ", &name, root, out);
        tell(&[("CertificateBody CertificateChain", SERVES)], certificate, None, out);
        return true;
    }
    let Some(certificate) = root.get("Certificate") else { return false };
    if root.get("CertificateChain").is_some() && !certificate.is_map() {
        begin(KIND, "AWS Certificate Manager, a certificate with its chain", "", root, out);
        tell(&[("Certificate CertificateChain PrivateKey", SERVES)], root, None, out);
        return true;
    }
    let Some(arn) = certificate.text_of("CertificateArn") else { return false };
    let domain = certificate.text_of("DomainName").unwrap_or_default();
    begin(KIND, "AWS Certificate Manager, certificate for ", &domain, root, out);
    let listed = certificate.list("SubjectAlternativeNames").iter().any(|n| n.text().as_ref() == Some(&domain));
    let names = if listed { "SubjectAlternativeNames" } else { "DomainName SubjectAlternativeNames" };
    tell(&[(names, NAMES)], certificate, None, out);
    let place = out.place(certificate);
    if let Some(serial) = certificate.text_of("Serial") {
        let handle = Handle { serial: Some(serial.replace(':', "").to_ascii_lowercase()), ..Handle::default() };
        out.handle(place, handle, Some(Seat::Server), None);
    }
    let plain = arn.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:/".contains(&b));
    let command = ["aws acm get-certificate --certificate-arn ", &*arn, " > certificate.json"].concat();
    let fill = plain.then(|| Command::new("aws", command));
    out.hole(place, "The certificate and its chain.", Some(&domain).filter(|d| !d.is_empty()).map(|d| &**d), fill);
    true
}

/// `gcloud compute ssl-certificates describe`, `gcloud certificate-manager certificates describe`, `trust-configs describe`.
pub(super) fn google(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut taken = false;
    for node in root.each() {
        let compute = node.text_of("kind").is_some_and(|kind| kind.starts_with("compute#sslCertificate"));
        let stores = !node.all("trustStores>trustAnchors").is_empty();
        let manager = node.get("pemCertificate").is_some() && node.get("expireTime").is_some();
        if !(compute || stores || manager) {
            continue;
        }
        taken = true;
        let name = node.text_of("name").unwrap_or_default();
        let name = name.rsplit('/').next().unwrap_or_default();
        begin(
            "gcp-certificate",
            if stores { "Google Cloud, trust config " } else { "Google Cloud, certificate " },
            name,
            node,
            out,
        );
        // Two of its fields have the same text.
        let (own, again) = match (node.get("pemCertificate"), node.at("selfManaged.certificate")) {
            (Some(_), _) => ("pemCertificate", "-"),
            (_, Some(_)) => ("selfManaged>certificate", "certificate"),
            _ => ("certificate", "-"),
        };
        let anchors = "trustStores>trustAnchors>pemCertificate trustStores>intermediateCas>pemCertificate";
        let rows =
            [(anchors, Do::Part(Seat::ClientCa)), (own, SERVES), (again, Do::Part(Seat::Ignore)), ("managed>domains", NAMES)];
        tell(&rows, node, None, out);
    }
    taken
}

/// `vault write -format=json pki/issue/...`, and the answer of its API.
pub(super) fn vault(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let data = root.get("data").filter(|d| d.is_map()).unwrap_or(root);
    let chain = !data.list("ca_chain").is_empty();
    if data.get("certificate").is_none() || !chain && data.get("issuing_ca").is_none() {
        return false;
    }
    begin("vault", VAULT, "", root, out);
    let issuer = Do::Part(if chain { Seat::Ignore } else { Seat::Server });
    tell(&[("certificate ca_chain", SERVES), ("issuing_ca", issuer), ("private_key", SERVES)], data, None, out);
    true
}

/// Fields of `vault write pki/issue/...` as it prints them, in the order in which a server sends what they hold.
const ROWS: &[&str] = &["certificate", "ca_chain", "issuing_ca", "private_key"];

/// The same as a table: each value begins in the column beside its name, and goes on at the margin.
pub(super) fn vault_table(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut found: Vec<(&str, usize, usize)> = Vec::new();
    for (at, line) in segment.lines() {
        let name = &line[..line.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count()];
        if name.contains('_') && line[name.len()..].starts_with("  ") || ROWS.contains(&name) {
            found.push((name, at, at));
        }
        if let Some((_, _, to)) = found.last_mut() {
            *to = at + line.len();
        }
    }
    let of = |field: &str| found.iter().find(|(name, ..)| *name == field).map(|(_, from, to)| (*from, *to));
    let chain = of("ca_chain");
    if of("certificate").is_none() || of("issuing_ca").is_none() || of("serial_number").is_none() {
        return None;
    }
    let (from, to) = (found.first()?.1, found.last()?.2);
    out.begin("vault", out.text_place(from, to));
    out.summary(VAULT, "");
    for field in ROWS {
        let seat = if *field == "issuing_ca" && chain.is_some() { Seat::Ignore } else { Seat::Server };
        if let Some((from, to)) = of(field) {
            out.seat(out.text_place(from, to), seat, None);
        }
    }
    Some((from, to))
}

const VAULT: &str = "HashiCorp Vault, a certificate with its issuers";

/// What Traefik got by ACME: one list of certificates a resolver, or a single one in old versions.
pub(super) fn acme(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut all = root.all("*>Certificates Certificates");
    all.retain(|c| c.at("domain.main").is_some());
    if all.is_empty() {
        return false;
    }
    begin("acme-json", "acme.json, certificates: ", &all.len().to_string(), root, out);
    for certificate in all {
        let main = certificate.at("domain.main").and_then(Node::text).unwrap_or_default();
        tell(&[("domain>main domain>sans", NAMES), ("certificate key", SERVES)], certificate, Some(&main), out);
    }
    true
}

/// `x5c`: the key's certificate, and each followed by the one that certifies it.
pub(super) fn jwks(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut all: Vec<&Node<'_>> = if root.get("x5c").is_some() { root.each().iter().collect() } else { root.all("keys") };
    all.retain(|key| key.get("kty").is_some() && key.get("x5c").is_some());
    if all.is_empty() {
        return false;
    }
    begin("jwks", "JSON Web Keys with certificates: ", &all.len().to_string(), root, out);
    for key in &all {
        let id = key.text_of("kid").filter(|_| all.len() > 1);
        tell(&[("x5c", SERVES)], key, id.as_deref(), out);
    }
    true
}
