//! A public key that is too small.

use crate::facts::KeyAlgorithm;
use crate::rules::prelude::*;

/// Below 112 bits of strength (NIST SP 800-57): RSA under 2048 bits, curves under 224.
pub const RULE: Rule = Rule {
    id: "weak-key",
    title: "A key in the chain is too small",
    why: "OpenSSL at its usual security level, browsers and Apple systems refuse RSA keys under 2048 bits and elliptic curves under 224 bits.",
    fix: cure::NEW_KEY,
    clause: Clause::Of("the key of ", " is too small"),
    severity: Severity::Error,
    rank: rank::ALGORITHM,
    explains: Explains::owner(&[F::WeakKey]).behind(&[F::KeyUnsupported, F::KeyKindRefused]),
    sources: &[cabf("6.1.5"), observed("tests/handshakes.rs")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        for &index in &chain.path {
            let key = &survey.certificate(index).public_key;
            let least = match key.algorithm {
                KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss | KeyAlgorithm::Dsa => 2048,
                KeyAlgorithm::Ec(_) => 224,
                _ => continue,
            };
            if key.bits > 0 && key.bits < least {
                findings.report(
                    at_server(survey, server, Some(index)),
                    vec![
                        name("Certificate", survey.label(index)),
                        code("Key", crate::rules::common::algorithms::key(key)),
                        plain("Least size in bits", least.to_string()),
                    ],
                );
            }
        }
    }
}
