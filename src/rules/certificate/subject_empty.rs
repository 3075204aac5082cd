//! An empty subject where one is needed. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.1.2.6: a CA always has a subject; others need it unless the subjectAltName names them.
pub const RULE: Rule = Rule {
    id: "subject-empty",
    title: "A certificate has an empty subject where it needs one",
    why: "A CA needs a subject, and any other certificate needs one unless alternative names stand in. Java and strict verifiers refuse the certificate.",
    gateway: None,
    fix: cure::WITH_SUBJECT,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::SubjectEmpty]),
    sources: &[rfc5280("4.1.2.6")],
    applies: applies::judged,
    check: from_judgements,
};
