//! A subjectAltName without any entry. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.6: at least one entry.
pub const RULE: Rule = Rule {
    id: "alternative-names-empty",
    title: "The subject alternative name of a certificate is empty",
    why: "The extension is there and names nobody. Strict verifiers refuse the certificate, and no host name matches it.",
    gateway: None,
    fix: cure::ALL_NAMES,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::NAMES,
    explains: Explains::owner(&[F::AlternativeNamesEmpty]),
    sources: &[rfc5280("4.2.1.6")],
    applies: applies::judged,
    check: from_judgements,
};
