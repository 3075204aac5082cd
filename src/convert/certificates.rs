//! Certificates.

use super::{field, hex, items::curve, problem};
use crate::facts::{self, GeneralName, KEY_USAGE_NAMES, Name};
use crate::identity::address_text;
use crate::pool::PoolCertificate;
use crate::report::{AltName, BasicConstraints, Certificate, Extension, NamePart, PublicKey};
use crate::scene::Scene;
use crate::signature;
use crate::x509;

/// Certificates whose own signature is verified for display: some 0.3 s in a browser, and more roots than any store has.
const SELF_SIGNATURES: usize = 1_000;

/// A sentence for `Report.notChecked` where some self-signature was left alone.
pub(super) fn not_checked(scene: &Scene<'_>) -> Option<&'static str> {
    let left = scene.prepared.pool.iter().skip(SELF_SIGNATURES).any(|p| !p.mozilla_root && p.certificate.is_self_issued());
    left.then_some("Whether a root certificate signed itself was verified for the first 1,000 certificates only.")
}

/// Whether each signed itself, as far as that is worked out for display.
pub(super) fn self_signed(scene: &Scene<'_>) -> Vec<Option<bool>> {
    scene.prepared.pool.iter().enumerate().map(|(i, p)| signed_itself(scene, i, p)).collect()
}

/// Each as it is asked for: ten thousand of them as they are shown take several times the room of their files.
pub(crate) fn certificates<'s>(scene: &'s Scene<'_>, self_signed: &'s [Option<bool>]) -> impl Iterator<Item = Certificate> + 's {
    let pool = scene.prepared.pool.iter().zip(self_signed).enumerate();
    pool.map(|(index, (pooled, signed))| convert(scene, index, pooled, *signed))
}

fn convert(scene: &Scene<'_>, index: usize, pooled: &PoolCertificate, self_signed: Option<bool>) -> Certificate {
    let c = &pooled.certificate;
    let self_issued = c.is_self_issued();
    Certificate {
        sha256: hex(&c.sha256),
        sha1: hex(&c.sha1),
        version: c.version,
        subject: c.subject.to_rfc4514(),
        issuer: c.issuer.to_rfc4514(),
        subject_parts: parts(&c.subject),
        issuer_parts: parts(&c.issuer),
        label: c.label(),
        common_names: c.subject.common_names().map(str::to_owned).collect(),
        serial: hex(&c.serial),
        not_before: c.not_before,
        not_after: c.not_after,
        subject_alt_names: alt_names(c),
        has_subject_alt_name: c.subject_alt_names.is_some(),
        basic_constraints: c.basic_constraints.as_ref().map(|b| BasicConstraints { ca: b.ca, path_len: b.path_len }),
        key_usage: c.key_usage.map(|u| {
            let set = KEY_USAGE_NAMES.iter().enumerate().filter(|(bit, _)| u.any(1 << bit));
            set.map(|(_, name)| (*name).to_owned()).collect()
        }),
        extended_key_usage: c.extended_key_usage.as_ref().map(|e| {
            e.purposes.iter().map(|p| x509::purpose_name(p).map_or_else(|| p.as_str().to_owned(), str::to_owned)).collect()
        }),
        public_key: PublicKey {
            algorithm: c.public_key.algorithm.name().to_owned(),
            bits: c.public_key.bits,
            curve: curve(&c.public_key.algorithm),
            spki_sha256: hex(&c.public_key.spki_sha256),
        },
        signature_algorithm: signature::algorithm_name(&c.signature_algorithm),
        self_issued,
        self_signed,
        subject_key_id: c.subject_key_id.as_deref().map(hex),
        authority_key_id: c.authority_key_id.as_ref().and_then(|a| a.key_id.as_deref()).map(hex),
        ca_issuers: c.ca_issuers().map(str::to_owned).collect(),
        extensions: c.extensions.iter().map(extension).collect(),
        mozilla_root: pooled.mozilla_root,
        role: match (c.is_ca(), self_issued) {
            (true, true) => "root",
            (true, false) => "intermediate",
            (false, _) => "end-entity",
        },
        items: pooled.items.clone(),
        hypothetical: scene.prepared.hypothetical.contains(index),
        problems: c.problems.iter().map(problem).collect(),
        der: c.der.to_vec(),
    }
}

/// Its own key verifies its signature. An embedded root carries no signature, but it was chosen because it does.
fn signed_itself(scene: &Scene<'_>, index: usize, pooled: &PoolCertificate) -> Option<bool> {
    if !pooled.certificate.is_self_issued() {
        return Some(false);
    }
    if pooled.mozilla_root {
        return Some(true);
    }
    if index >= SELF_SIGNATURES {
        return None;
    }
    scene.prepared.graph.self_signed(&scene.prepared.pool, index)
}

fn parts(name: &Name) -> Vec<NamePart> {
    let attributes = name.rdns.iter().enumerate().flat_map(|(rdn, attributes)| attributes.iter().map(move |a| (rdn, a)));
    attributes
        .map(|(rdn, a)| NamePart {
            label: a.label.clone().into_owned(),
            oid: a.oid.as_str().to_owned(),
            value: a.value.clone(),
            string_type: a.string_type,
            rdn,
        })
        .collect()
}

fn alt_names(c: &facts::Certificate) -> Vec<AltName> {
    let critical = c.subject_alt_names.as_ref().is_some_and(|s| s.critical);
    c.alt_names()
        .map(|name| {
            let (kind, value) = general_name(name);
            AltName { kind, value, critical }
        })
        .collect()
}

/// Kind and text of a GeneralName.
pub(crate) fn general_name(name: &GeneralName) -> (&'static str, String) {
    match name {
        GeneralName::Dns(dns) => ("dns", dns.clone()),
        GeneralName::Ip(octets) => ("ip", address_text(octets)),
        GeneralName::Email(email) => ("email", email.clone()),
        GeneralName::Uri(uri) => ("uri", uri.clone()),
        GeneralName::Directory(name) => ("dirname", name.to_rfc4514()),
        GeneralName::RegisteredId(oid) => ("rid", oid.as_str().to_owned()),
        GeneralName::Other(oid, value) => ("other", format!("{}:{}", oid.as_str(), hex(value))),
        GeneralName::Unsupported(tag, value) => ("other", format!("[{tag}]:{}", hex(value))),
    }
}

fn extension(e: &facts::Extension) -> Extension {
    let described = x509::describe_extension(e);
    Extension {
        oid: e.oid.as_str().to_owned(),
        name: e.name,
        critical: e.critical,
        explanation: described.explanation,
        fields: described.fields.iter().map(field).collect(),
        bytes: [e.value_at.from, e.value_at.to],
        problem: described.problem.as_ref().map(problem),
    }
}
