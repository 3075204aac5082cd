//! No extended key usage at all, where a target demands one. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// By RFC 5280 no extension means any purpose; Apple systems, public CAs and some uploads want serverAuth spelled out.
pub const RULE: Rule = Rule {
    id: "eku-absent",
    title: "The certificate does not say that it is for TLS servers",
    why: "It has no extended key usage. By the standard that allows every purpose, and most programs agree. Apple systems, public CAs and some upload services want serverAuth spelled out.",
    gateway: None,
    fix: cure::SPELLED_OUT,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::PurposeAbsent]),
    sources: &[rfc5280("4.2.1.12"), cabf("7.1.2.7.10")],
    applies: applies::judged,
    check: from_judgements,
};
