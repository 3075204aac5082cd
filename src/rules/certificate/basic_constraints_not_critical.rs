//! basicConstraints of a CA that are not marked critical. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.9: critical in every CA certificate whose key verifies certificate signatures.
pub const RULE: Rule = Rule {
    id: "basic-constraints-not-critical",
    title: "A CA certificate does not mark its basic constraints as critical",
    why: "The standard asks CAs to mark this extension as critical. Strict verifiers, such as Python 3.13 and OpenSSL with -x509_strict, refuse the path. Others accept it.",
    gateway: None,
    fix: cure::AS_CA,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::BasicConstraintsNotCritical]),
    sources: &[rfc5280("4.2.1.9")],
    applies: applies::judged,
    check: from_judgements,
};
