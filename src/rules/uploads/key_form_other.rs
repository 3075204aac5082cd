//! A private key in a form that a service does not take. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// PKCS #1 (BEGIN RSA PRIVATE KEY) and SEC 1 (BEGIN EC PRIVATE KEY) hold the same key as PKCS #8 (BEGIN PRIVATE KEY).
pub const RULE: Rule = Rule {
    id: "key-form-other",
    title: "The private key is needed in another form (PKCS #8)",
    why: "The key itself is right, but it stands in an older form that begins with BEGIN RSA PRIVATE KEY or BEGIN EC PRIVATE KEY. Azure Key Vault takes only BEGIN PRIVATE KEY in a PEM file.",
    gateway: None,
    fix: cure::KEY_FORM,
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::KEY,
    explains: Explains::owner(&[F::KeyFormOther]),
    sources: &[],
    applies: applies::judged,
    check: from_judgements,
};
