//! A target follows fewer steps than the path has. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// nginx and Apache follow one intermediate unless told otherwise.
pub const RULE: Rule = Rule {
    id: "chain-too-long",
    title: "The chain has more CAs than the program follows",
    why: "Proxies limit the depth of a path when they check the server behind them. By default nginx follows one intermediate, and Apache one certificate above the server's.",
    gateway: None,
    fix: cure::DEPTH,
    clause: Clause::Words("the chain has more CAs than the depth that is set allows"),
    severity: Severity::Notice,
    rank: rank::TARGET,
    explains: Explains::owner(&[F::ChainTooLong]),
    sources: &[observed("tests/handshakes.rs")],
    applies: applies::judged,
    check: from_judgements,
};
