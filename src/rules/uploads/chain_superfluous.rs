//! A target wants less than it was given. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// A root, a repeated or an unrelated certificate, where the target refuses it.
pub const RULE: Rule = Rule {
    id: "chain-superfluous",
    title: "The file has certificates that the target does not accept there",
    why: "This service wants the server certificate and its chain as separate files, and refuses a repeated certificate, an unrelated one, or a root in the wrong place.",
    gateway: None,
    fix: cure::SEPARATE_FILES,
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::TARGET,
    explains: Explains::owner(&[F::ChainSuperfluous]),
    sources: &[],
    applies: applies::uploads,
    check: from_judgements,
};
