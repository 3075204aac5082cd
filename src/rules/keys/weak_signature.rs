//! A certificate of the path is signed with a broken hash.

use crate::rules::prelude::*;
use crate::signature::{self, Digest};

/// A root's own signature does not matter: nobody checks it (RFC 5280 6.1).
pub const RULE: Rule = Rule {
    id: "weak-signature",
    title: "A certificate is signed with an outdated hash (SHA-1 or MD5)",
    why: "Such signatures can be forged, so browsers, Go and OpenSSL at its usual security level refuse the certificate.",
    fix: cure::SHA_256,
    clause: Clause::Of("", " is signed with an outdated hash"),
    severity: Severity::Error,
    rank: rank::ALGORITHM,
    explains: Explains::owner(&[F::WeakSignature]).behind(&[F::SignatureUnsupported]),
    sources: &[cabf("7.1.3.2"), observed("tests/handshakes.rs")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        for (n, &index) in chain.path.iter().enumerate() {
            let certificate = survey.certificate(index);
            let root = (n > 0 && certificate.is_self_issued()) || (chain.end == End::Anchor && chain.top() == Some(index));
            if root {
                continue;
            }
            let digest = signature::digest(&certificate.signature_algorithm);
            if matches!(digest, Some(Digest::Md2 | Digest::Md4 | Digest::Md5 | Digest::Sha1)) {
                findings.report(
                    at_server(survey, server, Some(index)),
                    vec![
                        name("Certificate", survey.label(index)),
                        code("Signed with", signature::name(&certificate.signature_algorithm)),
                    ],
                );
            }
        }
    }
}
