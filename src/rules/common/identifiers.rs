//! Presented identifiers as text, and which names that are asked for they do not match (RFC 9525).

use crate::facts::{Certificate, GeneralName};
use crate::identity::{IdentityPolicy, ReferenceIdentifier, ReferenceKind, address_text, matches, parse_host};
use crate::rehearsal::Judgement;
use crate::report::Evidence;
use crate::request::HostUse;
use crate::rules::Survey;
use crate::rules::common::evidence::{name, plain};

/// A name that is asked for and that the certificate does not have.
pub struct Asked<'a> {
    /// Position of the server.
    pub server: usize,
    /// Its end-entity certificate.
    pub leaf: usize,
    /// The reference identifier.
    pub host: &'a str,
    reference: &'a ReferenceIdentifier,
}

impl Asked<'_> {
    /// Whether it is an address.
    pub fn is_address(&self) -> bool {
        matches!(self.reference.kind, ReferenceKind::Ip(_))
    }
}

/// Every server and name that clients ask it for, where RFC 9525 finds no match. Hosts with a use of a gateway's own
/// (probe, backend setting, pool, SNI) are left to the gateway's rehearsal, which knows which of them it compares.
pub fn mismatches<'a>(survey: &Survey<'a>) -> Vec<Asked<'a>> {
    let listener = survey.scene.servers.iter().position(|s| s.listener);
    let mut all = Vec::new();
    for (server, leaf) in survey.leaves() {
        let certificate = survey.certificate(leaf);
        for host in &survey.scene.hosts {
            let asked = match host.role {
                None => true,
                // With a front end, that is where clients come.
                Some(HostUse::Client) => listener.is_none_or(|l| l == server),
                Some(_) => false,
            };
            let reference = &host.identifier;
            if asked
                && reference.kind != ReferenceKind::Invalid
                && !matches(certificate, reference, &IdentityPolicy::RFC9525).matched()
            {
                all.push(Asked { server, leaf, host: reference.name(), reference });
            }
        }
    }
    all
}

/// Whether RFC 9525 accepts the host of a judgement.
pub fn standard_accepts(survey: &Survey<'_>, judgement: &Judgement) -> bool {
    let Some(leaf) = judgement.server.and_then(|s| survey.leaf(s)) else { return false };
    !judgement.host.is_empty()
        && matches(survey.certificate(leaf), &parse_host(&judgement.host), &IdentityPolicy::RFC9525).matched()
}

/// What a mismatch rests on.
pub fn evidence(survey: &Survey<'_>, leaf: usize, host: &str) -> Vec<Evidence> {
    const SHOWN: usize = 12;
    let certificate = survey.certificate(leaf);
    let names = alternative_names(certificate);
    let mut all = vec![name("Asked for", host)];
    all.extend(names.iter().take(SHOWN).map(|n| name("The certificate has", n.clone())));
    if names.is_empty() {
        all.push(plain("The certificate has", "no DNS name and no IP address"));
    }
    if names.len() > SHOWN {
        all.push(plain("Further names", (names.len() - SHOWN).to_string()));
    }
    all.extend(
        certificate
            .subject
            .common_names()
            .filter(|cn| cn.eq_ignore_ascii_case(host))
            .map(|cn| name("Common name, which does not count", cn)),
    );
    all
}

/// Every DNS name and address of the subjectAltName; the commonNames when there is no subjectAltName.
pub fn presented(certificate: &Certificate) -> Vec<String> {
    if certificate.subject_alt_names.is_none() {
        return certificate.subject.common_names().map(str::to_owned).collect();
    }
    alternative_names(certificate)
}

fn alternative_names(certificate: &Certificate) -> Vec<String> {
    certificate
        .alt_names()
        .filter_map(|n| match n {
            GeneralName::Dns(dns) => Some(dns.clone()),
            GeneralName::Ip(octets) => Some(address_text(octets)),
            _ => None,
        })
        .collect()
}

/// A base of a name constraint as text.
pub fn subtree(base: &GeneralName) -> String {
    match base {
        GeneralName::Dns(text) | GeneralName::Email(text) | GeneralName::Uri(text) => text.clone(),
        GeneralName::Ip(octets) if octets.len() == 8 || octets.len() == 32 => {
            let (network, mask) = octets.split_at(octets.len() / 2);
            let ones: u32 = mask.iter().map(|b| b.count_ones()).sum();
            format!("{}/{ones}", address_text(network))
        }
        GeneralName::Ip(octets) => address_text(octets),
        GeneralName::Directory(subject) => subject.to_rfc4514(),
        GeneralName::RegisteredId(oid) | GeneralName::Other(oid, _) => oid.as_str().to_owned(),
        GeneralName::Unsupported(_, content) => crate::octets::hex(content),
    }
}
