//! An algorithm that is fine by the standards and not taken everywhere.

use crate::facts::{Curve, KeyAlgorithm, PublicKey};
use crate::rules::prelude::*;
use crate::signature;

/// RSASSA-PSS as a signature algorithm, and id-RSASSA-PSS as a key type.
const RSASSA_PSS: &str = "1.2.840.113549.1.1.10";

/// What programs can do differs; whether the pair of signature and key is sound does not.
pub const RULE: Rule = Rule {
    id: "uncommon-algorithm",
    title: "The chain uses an algorithm that many products do not accept",
    why: "Standards allow the algorithm, but browsers, gateways and older Java versions support only RSA with PKCS #1 v1.5 signatures and the curves P-256 and P-384.",
    gateway: None,
    fix: cure::ORDINARY_KEY,
    clause: Clause::Of("", " uses an algorithm that is not supported there"),
    severity: Severity::Notice,
    rank: rank::ALGORITHM,
    explains: Explains::NOTHING.behind(&[F::KeyUnsupported, F::SignatureUnsupported, F::KeyKindRefused]),
    sources: &[cabf("6.1.5"), observed("tests/handshakes.rs")],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        for &index in &chain.path {
            let certificate = survey.certificate(index);
            let pss = certificate.signature_algorithm.oid == *RSASSA_PSS;
            if uncommon(&certificate.public_key) || pss {
                findings.report(
                    at_server(survey, server, Some(index)),
                    vec![
                        name("Certificate", survey.label(index)),
                        code("Key", crate::rules::common::algorithms::key(&certificate.public_key)),
                        code("Signed with", signature::name(&certificate.signature_algorithm)),
                    ],
                );
            }
        }
    }
}

fn uncommon(key: &PublicKey) -> bool {
    !matches!(key.algorithm, KeyAlgorithm::Rsa | KeyAlgorithm::Ec(Curve::P256 | Curve::P384))
}
