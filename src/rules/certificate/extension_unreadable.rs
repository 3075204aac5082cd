//! An extension that cannot be read. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2: each extension is the DER encoding of its own type.
pub const RULE: Rule = Rule {
    id: "extension-unreadable",
    title: "An extension of a certificate cannot be read",
    why: "The contents of the extension are damaged. Programs that need it refuse the certificate. Others ignore the extension.",
    gateway: None,
    fix: cure::BY_OTHER_SOFTWARE,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::SIGNATURE,
    explains: Explains::owner(&[F::ExtensionUnreadable, F::BasicConstraintsUnreadable]),
    sources: &[rfc5280("4.2")],
    applies: applies::judged,
    check: from_judgements,
};
