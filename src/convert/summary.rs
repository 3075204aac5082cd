//! Certificates and nothing else.

use super::hex;
use crate::facts::{Certificate, GeneralName, KEY_USAGE_NAMES};
use crate::identity::address_text;
use crate::input::{Content, Reading};
use crate::report::{CertificateFacts, Facts};
use crate::{signature, x509};

/// The facts of what was read.
pub(crate) fn facts(reading: &Reading) -> Facts {
    let mut all = Facts { not_checked: reading.not_checked.clone(), ..Facts::default() };
    for item in &reading.items {
        let Content::Certificate(der) = &item.content else {
            all.other_parts += 1;
            continue;
        };
        match x509::decode_facts(der) {
            Ok(certificate) if item.error.is_none() => all.certificates.push(convert(item.input, &certificate)),
            _ => all.other_parts += 1,
        }
    }
    all
}

fn convert(input: usize, c: &Certificate) -> CertificateFacts {
    let mut facts = CertificateFacts {
        input,
        sha256: hex(&c.sha256),
        subject: c.subject.to_rfc4514(),
        issuer: c.issuer.to_rfc4514(),
        serial: hex(&c.serial),
        not_before: c.not_before,
        not_after: c.not_after,
        dns_names: Vec::new(),
        ip_addresses: Vec::new(),
        other_names: 0,
        ca: c.is_ca(),
        path_len: c.basic_constraints.as_ref().and_then(|b| b.path_len),
        key_usage: c.key_usage.map(|usage| {
            KEY_USAGE_NAMES.iter().enumerate().filter(|(bit, _)| usage.any(1 << bit)).map(|(_, name)| *name).collect()
        }),
        extended_key_usage: c
            .extended_key_usage
            .as_ref()
            .map(|e| e.purposes.iter().map(|p| x509::purpose_name(p).unwrap_or_else(|| p.as_str()).to_owned()).collect()),
        key_algorithm: c.public_key.algorithm.name().to_owned(),
        key_bits: c.public_key.bits,
        signature_algorithm: signature::algorithm_name(&c.signature_algorithm),
        subject_key_id: c.subject_key_id.as_deref().map(hex),
        authority_key_id: c.authority_key_id.as_ref().and_then(|a| a.key_id.as_deref()).map(hex),
    };
    for name in c.alt_names() {
        match name {
            GeneralName::Dns(name) => facts.dns_names.push(name.clone()),
            GeneralName::Ip(octets) => facts.ip_addresses.push(address_text(octets)),
            _ => facts.other_names += 1,
        }
    }
    facts
}
