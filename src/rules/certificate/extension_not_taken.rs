//! An extension that can be read and says what a program does not take. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// Address forms, URIs, constraints and demands (a stapled response) that a program has no place for.
pub const RULE: Rule = Rule {
    id: "extension-not-taken",
    title: "What an extension says is not accepted by every program",
    why: "The certificate can be read, but an extension in it holds what this program refuses the whole certificate for: a form of name, a constraint or a demand. Others accept it.",
    gateway: None,
    fix: cure::USUAL_FORM,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::READING,
    explains: Explains::owner(&[F::ContentsRefused]),
    sources: &[rfc5280("4.2.1.6"), rfc5280("4.2.1.10")],
    applies: applies::judged,
    check: from_judgements,
};
