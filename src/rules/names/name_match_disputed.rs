//! A target does not take a name that RFC 9525 takes. Its findings come from the targets' judgements.

use crate::fault::Fault;
use crate::rehearsal::Judgement;
use crate::rules::prelude::*;

/// Dialects differ on trailing dots, underscores, wildcards under short domains, and on whether a malformed entry
/// spoils the others.
pub const RULE: Rule = Rule {
    id: "name-match-disputed",
    title: "Some programs do not accept this name although the certificate has it",
    why: "By the standard (RFC 9525) the name matches. The programs that refuse it have stricter rules on trailing dots, underscores or wildcards directly under a top-level domain, or do not look at IP entries.",
    gateway: None,
    fix: cure::PLAIN_NAME,
    clause: Clause::Disputed,
    severity: Severity::Warning,
    rank: rank::NAME_MATCH,
    explains: Explains::NOTHING.instead(&[F::NameMismatch, F::HostMalformed]).where_true(standard_accepts),
    sources: &[rfc9525("6"), observed("tests/handshakes.rs")],
    applies: applies::names_judged,
    check: from_judgements,
};

/// RFC 9525 finds the name: a host that can be compared, which this target refuses to look at.
fn standard_accepts(survey: &Survey<'_>, judgement: &Judgement, _: &Fault) -> bool {
    crate::rules::common::identifiers::standard_accepts(survey, judgement)
}
