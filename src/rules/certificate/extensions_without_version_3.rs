//! Extensions in a certificate of version 1 or 2. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.1.2.9: extensions exist in version 3 only.
pub const RULE: Rule = Rule {
    id: "extensions-without-version-3",
    title: "A certificate has extensions, but not the version that allows them",
    why: "Only version 3 has extensions. Strict verifiers refuse the certificate.",
    gateway: None,
    fix: cure::VERSION_3,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::ExtensionsWithoutVersion3, F::NamesBeforeVersion3]),
    sources: &[rfc5280("4.1.2.9")],
    applies: applies::judged,
    check: from_judgements,
};
