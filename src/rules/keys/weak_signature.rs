//! A certificate of the path is signed with a broken hash.

use crate::path::checks;
use crate::rules::prelude::*;
use crate::signature::{self, Digest};

/// A root's own signature does not matter: nobody checks it (RFC 5280 6.1).
pub const RULE: Rule = Rule {
    id: "weak-signature",
    title: "A certificate is signed with an outdated hash (SHA-1 or MD5)",
    why: "Such signatures can be forged, so browsers, Go and OpenSSL at its usual security level refuse the certificate.",
    gateway: None,
    fix: cure::SHA_256,
    clause: Clause::Of("", " is signed with an outdated hash"),
    severity: Severity::Error,
    rank: rank::ALGORITHM,
    explains: Explains::owner(&[F::WeakSignature]).behind(&[F::SignatureUnsupported]),
    sources: &[cabf("7.1.3.2"), observed("tests/handshakes.rs")],
    applies: applies::end_entities,
    check,
};

const BROKEN: &[Digest] = &[Digest::Md2, Digest::Md4, Digest::Md5, Digest::Sha1];

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        let root = |position| position > 0 && view.at(position).is_self_issued();
        for position in view.below_anchor().filter(|&p| !root(p)) {
            let Some(fault) = checks::weak_digest(&view, position, BROKEN) else { continue };
            findings.report(
                at_server(survey, server, fault.certificate),
                vec![
                    name("Certificate", view.at(position).label()),
                    code("Signed with", signature::name(&view.at(position).signature_algorithm)),
                ],
            );
        }
    }
}
