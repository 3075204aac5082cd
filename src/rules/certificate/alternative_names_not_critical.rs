//! An empty subject, and a subjectAltName that is not critical. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.6: critical where the subject is empty.
pub const RULE: Rule = Rule {
    id: "alternative-names-not-critical",
    title: "The subject is empty, but the alternative names are not marked as critical",
    why: "If the alternative names are the only names, the standard wants the extension marked as critical. Java and strict verifiers, such as Python 3.13, refuse the certificate. Others accept it.",
    gateway: None,
    fix: cure::WITH_SUBJECT,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::AlternativeNamesNotCritical]),
    sources: &[rfc5280("4.2.1.6")],
    applies: applies::judged,
    check: from_judgements,
};
