//! A signature does not verify although everything says that it should.

use crate::facts::{AlgorithmIdentifier, PublicKey};
use crate::path::KeyIdEvidence;
use crate::rules::Survey as S;
use crate::rules::prelude::*;
use crate::signature::{self, Verification};

/// Name and key id fit, so this is no wrong issuer: the bytes were changed.
pub const RULE: Rule = Rule {
    id: "signature-invalid",
    title: "A signature does not verify: the data was damaged or altered",
    why: "The issuer fits by name and key, but the contents are not what it signed. Every program refuses it, and nothing in the file can be relied on.",
    gateway: None,
    fix: cure::TAKE_AGAIN,
    clause: Clause::Of("the signature of ", " does not verify, the data was altered"),
    severity: Severity::Error,
    rank: rank::SIGNATURE,
    explains: Explains::NOTHING.behind(&[F::SignatureInvalid, F::IssuerMissing, F::AnchorUntrusted]).instead(&[F::KeyIdMismatch]),
    sources: &[rfc5280("6.1.3"), observed("tests/findings.rs")],
    applies: |s, j| applies::end_entities(s, j) || applies::requests(s, j),
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        uncomputed(survey, server, findings);
        let Some(top) = chain.top().filter(|_| chain.end == End::Gap) else { continue };
        for edge in survey.scene.prepared.graph.issuers(top) {
            let own = edge.issuer == top;
            if (own || edge.key_ids == KeyIdEvidence::Equal) && survey.signature(top, edge.issuer) == Verification::Failed {
                findings.report(
                    at_server(survey, server, Some(top)),
                    vec![
                        name("Certificate", survey.label(top)),
                        name("Issuer that fits by name", survey.label(edge.issuer)),
                        plain("Signature", "does not verify"),
                    ],
                );
            }
        }
    }
    for (&item, request) in survey.scene.prepared.requests.iter() {
        let verified =
            verify(&request.public_key, &request.signature_algorithm, request.info.of(&request.der), &request.signature);
        if verified == Verification::Failed {
            findings.report(
                at_item(survey, item),
                vec![
                    name("Request for", request.subject.to_rfc4514()),
                    plain("Signature", "does not verify with the key in the request"),
                ],
            );
        } else if verified != Verification::Verified {
            findings.undetermined(at_item(survey, item), UNKNOWN);
        }
    }
}

const UNKNOWN: &str = "the signature has an algorithm that is not computed here";
const GIVEN_UP: &str = "checking was given up before this signature: the report had cost as much as it may";

fn uncomputed(survey: &S<'_>, server: usize, findings: &mut Findings) {
    let Some(chain) = survey.chains.get(server) else { return };
    for pair in chain.path.windows(2) {
        let &[subject, issuer] = pair else { continue };
        let reason = match survey.signature(subject, issuer) {
            Verification::Unsupported(_) => UNKNOWN,
            Verification::Unchecked => GIVEN_UP,
            Verification::Verified | Verification::Failed => continue,
        };
        findings.undetermined(at_server(survey, server, Some(subject)), reason);
    }
}

fn verify(key: &PublicKey, algorithm: &AlgorithmIdentifier, message: &[u8], signature: &[u8]) -> Verification {
    signature::verify(key, algorithm, message, signature)
}
