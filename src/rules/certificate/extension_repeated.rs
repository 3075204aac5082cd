//! The same extension twice in one certificate. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2: a certificate has each extension once.
pub const RULE: Rule = Rule {
    id: "extension-repeated",
    title: "A certificate has the same extension twice",
    why: "The standard allows each extension once. Go, Java, browsers and other programs refuse the certificate.",
    gateway: None,
    fix: cure::EXTENSION_ONCE,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::SIGNATURE,
    explains: Explains::owner(&[F::ExtensionRepeated]),
    sources: &[rfc5280("4.2")],
    applies: applies::judged,
    check: from_judgements,
};
