//! A client's certificate that names no user. Its findings come from the targets' judgements.

use crate::policy::Source;
use crate::rules::prelude::*;

/// Servers that log users in by certificate take their name from it.
pub const RULE: Rule = Rule {
    id: "user-name-missing",
    title: "The client certificate names no user",
    why: "The server takes the commonName for the user's name, and the subject has none. Nobody can log in with it.",
    gateway: None,
    fix: cure::USER_NAME,
    clause: Clause::Of("", " has no common name, which would be the user's name"),
    severity: Severity::Error,
    rank: rank::NAMES,
    explains: Explains::owner(&[F::UserNameMissing]),
    sources: &[Source::file("postgres/postgres src/backend/libpq/auth.c", "CheckCertAuth")],
    applies: applies::judged,
    check: from_judgements,
};
