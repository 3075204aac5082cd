//! A target does not take the file's format. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// PEM, DER and PFX hold the same things; few programs read all three.
pub const RULE: Rule = Rule {
    id: "file-format-unsupported",
    title: "Files of this format are not read there",
    why: "The contents may be right, but this service or program wants another format: PEM text, DER, or a PFX with the key inside.",
    gateway: None,
    fix: cure::CONVERT,
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::TARGET,
    explains: Explains::owner(&[F::FormatUnsupported]),
    sources: &[observed("tests/handshakes.rs")],
    applies: applies::loads,
    check: from_judgements,
};
