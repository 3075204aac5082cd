//! The key fits a certificate of the bundle, only not the first.

use crate::rules::prelude::*;

/// "key values mismatch" is usually this and no wrong key: servers compare the key with the first certificate.
pub const RULE: Rule = Rule {
    id: "private-key-for-wrong-order",
    title: "The private key is the right one, but its certificate is not first in the file",
    why: "Servers compare the key with the first certificate in the file and report that the two do not match. The key is right; the order is wrong.",
    gateway: None,
    fix: cure::ORDER,
    clause: Clause::KeyOrder,
    severity: Severity::Error,
    rank: rank::KEY,
    explains: Explains::NOTHING.behind(&[F::EndEntityNotFirst, F::KeyMismatch]),
    sources: &[observed("tests/handshakes.rs")],
    applies: applies::pairs,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, scene, _) in survey.servers() {
        let Some(leaf) = survey.leaf(server) else { continue };
        let Some(&first) = scene.presented.first() else { continue };
        if first != leaf && scene.keys.iter().any(|&k| survey.key_fits(k, leaf)) {
            findings.report(
                at_server(survey, server, Some(leaf)),
                vec![name("First in the file", survey.label(first)), name("The key belongs to", survey.label(leaf))],
            );
        }
    }
}
