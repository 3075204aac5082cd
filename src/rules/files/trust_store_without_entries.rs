//! A PKCS #12 trust store whose certificates Java does not take for entries. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// openssl and most tools write certificates without the attribute that Java looks for.
pub const RULE: Rule = Rule {
    id: "trust-store-without-entries",
    title: "The trust store has certificates, but no entry that counts as trusted",
    why: "Java takes a certificate in a PKCS #12 file for a trusted entry only if it bears the attribute trustedKeyUsage, which keytool writes and openssl leaves out unless told. keytool -list shows 0 entries, and every connection ends with \"the trustAnchors parameter must be non-empty\".",
    gateway: None,
    fix: cure::STORE_ENTRIES,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::READING,
    explains: Explains::owner(&[F::StoreWithoutEntries]),
    sources: &[],
    applies: applies::trust,
    check: from_judgements,
};
