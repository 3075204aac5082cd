//! A version above 3. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.1: versions 1, 2 and 3 are defined.
pub const RULE: Rule = Rule {
    id: "certificate-version-unknown",
    title: "A certificate has a format version that does not exist",
    why: "Only versions 1 to 3 exist. Programs refuse any other.",
    gateway: None,
    fix: cure::VERSION_3,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::VersionUnknown]),
    sources: &[rfc5280("4.1.2.1")],
    applies: applies::judged,
    check: from_judgements,
};
