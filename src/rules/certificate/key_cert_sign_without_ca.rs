//! keyCertSign in a certificate that is no CA. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.3: with keyCertSign goes cA TRUE.
pub const RULE: Rule = Rule {
    id: "key-cert-sign-without-ca",
    title: "A certificate may sign certificates by its key usage, but is no CA",
    why: "Its key usage lists keyCertSign while its basic constraints do not mark it as a CA. The standard forbids the combination. Strict verifiers refuse the path.",
    gateway: None,
    fix: cure::NO_CERT_SIGN,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::KeyCertSignWithoutCa]),
    sources: &[rfc5280("4.2.1.3")],
    applies: applies::judged,
    check: from_judgements,
};
