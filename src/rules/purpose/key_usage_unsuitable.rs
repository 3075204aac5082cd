//! The end-entity certificate's keyUsage does not fit TLS.

use crate::facts::{KeyAlgorithm, KeyUsage};
use crate::path::checks;
use crate::rules::prelude::*;

/// TLS 1.3 and every ephemeral key exchange sign with the key; only the RSA key exchange of TLS 1.2 encrypts to it.
pub const RULE: Rule = Rule {
    id: "key-usage-unsuitable",
    title: "The certificate's key usage does not fit TLS",
    why: "In TLS 1.3, and in TLS 1.2 with forward secrecy, the server signs with its key, so the key usage must include digitalSignature. Clients that check this end the handshake.",
    gateway: None,
    fix: cure::KEY_USAGE,
    clause: Clause::Of("the key usage of ", " does not fit TLS"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::KeyUsageUnsuitable]),
    sources: &[rfc8446("4.4.2.2"), rfc5280("4.2.1.3"), observed("tests/handshakes.rs")],
    applies: |s, _| applies::end_entity(s, |c| c.key_usage.is_some()),
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        let Some(fault) = checks::end_entity_key_usage(&view, KeyUsage::DIGITAL_SIGNATURE) else { continue };
        let certificate = view.at(0);
        let encrypts = certificate.public_key.algorithm == KeyAlgorithm::Rsa;
        let old_exchange = encrypts && certificate.key_usage.is_some_and(|u| u.any(KeyUsage::KEY_ENCIPHERMENT));
        let usage = certificate.key_usage.map(crate::rules::common::usage::text).unwrap_or_default();
        findings.report_as(
            if old_exchange { Severity::Warning } else { Severity::Error },
            at_server(survey, server, fault.certificate),
            vec![name("Certificate", certificate.label()), code("Its keyUsage", usage)],
        );
    }
}
