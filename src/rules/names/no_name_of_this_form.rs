//! A subjectAltName without an entry of the form that is asked for. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 9525 6.1: a host name is compared with dNSName entries, an address with iPAddress entries.
pub const RULE: Rule = Rule {
    id: "no-name-of-this-form",
    title: "The certificate has alternative names, but none of the kind that is asked for",
    why: "A program compares a host name with DNS entries only, and an address with IP entries only. This certificate has no entry of that kind, and its common name does not count.",
    gateway: None,
    fix: cure::ALL_NAMES,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::NAMES,
    explains: Explains::owner(&[F::NoNameOfThisForm]),
    sources: &[rfc9525("6.1")],
    applies: applies::names_judged,
    check: from_judgements,
};
