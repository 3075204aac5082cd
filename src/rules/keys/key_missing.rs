//! A target needs the private key and there is none. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// A certificate alone is enough to be judged by clients, and not to be loaded by a server.
pub const RULE: Rule = Rule {
    id: "key-missing",
    title: "There is no private key among the files",
    why: "A server needs the key that belongs to its certificate, and so does an upload of a server certificate. What clients say can be rehearsed without it.",
    gateway: None,
    fix: cure::ADD_KEY,
    clause: Clause::Words("there is no private key among the files"),
    severity: Severity::Notice,
    rank: rank::KEY,
    explains: Explains::owner(&[F::KeyMissing]),
    sources: &[],
    applies: applies::loads,
    check: from_judgements,
};
