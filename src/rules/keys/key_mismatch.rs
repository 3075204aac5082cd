//! The private key belongs to another certificate.

use crate::rules::prelude::*;

/// Neither the end-entity certificate nor, by mistake of order, another one of the bundle.
pub const RULE: Rule = Rule {
    id: "key-mismatch",
    title: "The private key does not belong to the server certificate",
    why: "The key must be the one that the certificate was issued for. With this pair the server does not start, or every handshake fails.",
    gateway: None,
    fix: cure::OWN_KEY,
    clause: Clause::Key,
    severity: Severity::Error,
    rank: rank::KEY,
    explains: Explains::owner(&[F::KeyMismatch]).instead(&[F::EndEntityNotFirst, F::OrderWrong]),
    sources: &[rfc5280("4.1.2.7"), observed("tests/findings.rs")],
    applies: applies::pairs,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, scene, _) in survey.servers() {
        let Some(leaf) = survey.leaf(server) else { continue };
        for &item in &scene.keys {
            let Some(key) = survey.key(item) else { continue };
            let Some(public) = key.public.as_ref() else {
                findings.undetermined(
                    at_item(survey, item),
                    "the public half of this kind of key is not in the file and is not computed here",
                );
                continue;
            };
            let of_leaf = survey.certificate(leaf).public_key.same_key(public);
            if of_leaf == Some(true) || scene.keys.iter().any(|&k| survey.key_fits(k, leaf)) {
                continue;
            }
            if of_leaf.is_none() {
                findings.undetermined(
                    at_item(survey, item),
                    "the key and the certificate's are of forms that cannot be compared here",
                );
                continue;
            }
            let mut evidence = vec![
                name("Certificate", survey.label(leaf)),
                hex("Its public key (SHA-256)", &survey.certificate(leaf).public_key.spki_sha256),
                hex("Public half of the key (SHA-256)", &public.spki_sha256),
            ];
            if let Some(other) = (0..survey.scene.prepared.pool.len()).find(|&c| survey.key_fits(item, c)) {
                evidence.push(name("The key belongs to", survey.label(other)));
            }
            if survey.scene.prepared.requests.values().any(|r| r.public_key.fits(public)) {
                evidence.push(plain("The key belongs to", "the certification request among the files"));
            }
            findings.report(at_server(survey, server, Some(leaf)), evidence);
        }
    }
}
