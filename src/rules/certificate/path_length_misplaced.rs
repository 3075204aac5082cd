//! pathLenConstraint where it has no meaning. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.9: only with cA TRUE and keyCertSign.
pub const RULE: Rule = Rule {
    id: "path-length-misplaced",
    title: "A certificate limits the CAs below it without the marks of a CA",
    why: "A path length limit means something only beside CA:TRUE and keyCertSign. The standard forbids it elsewhere. Strict verifiers refuse the path.",
    gateway: None,
    fix: cure::NO_CERT_SIGN,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::PathLengthWithoutCa, F::PathLengthWithoutKeyCertSign]),
    sources: &[rfc5280("4.2.1.9")],
    applies: applies::judged,
    check: from_judgements,
};
