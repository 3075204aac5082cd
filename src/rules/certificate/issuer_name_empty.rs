//! An empty issuer field. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.1.2.4: a distinguished name that is not empty.
pub const RULE: Rule = Rule {
    id: "issuer-name-empty",
    title: "A certificate does not name its issuer",
    why: "The issuer field is empty. Firefox, Java and strict verifiers refuse the certificate.",
    gateway: None,
    fix: cure::NAMED_ISSUER,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::IssuerNameEmpty]),
    sources: &[rfc5280("4.1.2.4")],
    applies: applies::judged,
    check: from_judgements,
};
