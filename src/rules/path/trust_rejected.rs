//! A certificate in the trust file that carries OpenSSL's own settings, which rule out servers. Its findings come from the
//! targets' judgements.

use crate::rules::prelude::*;

/// Only what is built on OpenSSL reads them.
pub const RULE: Rule = Rule {
    id: "trust-rejected",
    title: "A trusted certificate is marked as not for servers",
    why: "The block is a TRUSTED CERTIFICATE. It carries OpenSSL's trust settings, and these do not allow this certificate to vouch for servers. Programs that do not read the settings accept it, refuse the file or skip the block.",
    gateway: None,
    fix: cure::PLAIN_TRUST,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::TRUST,
    explains: Explains::owner(&[F::TrustRejected]),
    sources: &[observed("tests/handshakes.rs")],
    applies: applies::trust,
    check: from_judgements,
};
