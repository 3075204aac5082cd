//! A public key that is too small.

use crate::facts::KeyAlgorithm;
use crate::path::checks::{self, KeyRules};
use crate::rules::prelude::*;

/// Below 112 bits of strength (NIST SP 800-57): RSA under 2048 bits, curves under 224.
pub const RULE: Rule = Rule {
    id: "weak-key",
    title: "A key in the chain is too small",
    why: "OpenSSL at its usual security level, browsers and Apple systems refuse RSA keys under 2048 bits and elliptic curves under 224 bits.",
    gateway: None,
    fix: cure::NEW_KEY,
    clause: Clause::Of("the key of ", " is too small"),
    severity: Severity::Error,
    rank: rank::ALGORITHM,
    explains: Explains::owner(&[F::WeakKey]).behind(&[F::KeyUnsupported, F::KeyKindRefused]),
    sources: &[cabf("6.1.5"), observed("tests/handshakes.rs")],
    applies: applies::end_entities,
    check,
};

const RULES: KeyRules = KeyRules { rsa_bits: 2048, strength: 112, refused_curves: &[], dsa: true };

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        for position in 0..view.len() {
            let Some(fault) = checks::weak_key(&view, position, &RULES) else { continue };
            let key = &view.at(position).public_key;
            let least = if matches!(key.algorithm, KeyAlgorithm::Ec(_)) { 224 } else { RULES.rsa_bits };
            findings.report(
                at_server(survey, server, fault.certificate),
                vec![
                    name("Certificate", view.at(position).label()),
                    code("Key", crate::rules::common::algorithms::key(key)),
                    plain("Least size in bits", least.to_string()),
                ],
            );
        }
    }
}
