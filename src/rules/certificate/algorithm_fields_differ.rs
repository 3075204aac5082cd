//! The two signature algorithm fields of a certificate differ. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.1.1.2: both hold the same algorithm identifier.
pub const RULE: Rule = Rule {
    id: "algorithm-fields-differ",
    title: "A certificate names two different signature algorithms",
    why: "A certificate names its algorithm twice, inside and outside the signed part, and both must agree. Browsers, Go, OpenSSL and most other programs refuse this one.",
    gateway: None,
    fix: cure::BY_OTHER_SOFTWARE,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::SIGNATURE,
    explains: Explains::owner(&[F::AlgorithmFieldsDiffer]),
    sources: &[rfc5280("4.1.1.2")],
    applies: applies::judged,
    check: from_judgements,
};
