//! A key identifier extension marked critical. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.1 and 4.2.1.2: never critical.
pub const RULE: Rule = Rule {
    id: "key-id-critical",
    title: "A certificate marks a key identifier as critical",
    why: "The standard forbids it, because key identifiers only help to find the issuer. Strict verifiers and those that do not know the extension refuse the certificate.",
    gateway: None,
    fix: cure::KEY_IDS_NOT_CRITICAL,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::AuthorityKeyIdCritical, F::SubjectKeyIdCritical]),
    sources: &[rfc5280("4.2.1.1")],
    applies: applies::judged,
    check: from_judgements,
};
