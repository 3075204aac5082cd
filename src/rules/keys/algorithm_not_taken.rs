//! A target does not take an ordinary kind of key or signature. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// Front Door takes no elliptic curves, Google Cloud's load balancers no RSA over 2048 bits: limits of one service.
pub const RULE: Rule = Rule {
    id: "algorithm-not-taken",
    title: "This kind of key or signature is not accepted everywhere",
    why: "The algorithm is common and accepted elsewhere; this service supports only some of the common ones.",
    gateway: None,
    fix: cure::ORDINARY_KEY,
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::TARGET,
    explains: Explains::owner(&[F::KeyUnsupported, F::SignatureUnsupported, F::KeyKindRefused, F::SignatureParametersRefused]),
    sources: &[],
    applies: applies::judged,
    check: from_judgements,
};
