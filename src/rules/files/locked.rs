//! A file that needs a password and got none.

use crate::report::PasswordState;
use crate::rules::prelude::*;

/// What is inside cannot be judged before it is open.
pub const RULE: Rule = Rule {
    id: "locked",
    title: "A file is locked and needs its password",
    why: "Until it is unlocked, this page knows nothing of the certificates and keys inside.",
    gateway: None,
    fix: cure::UNLOCK,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::READING,
    explains: Explains::NOTHING.behind(&[F::KeyMissing]).instead(&[F::KeyEncrypted]),
    sources: &[],
    applies: applies::files,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (input, read) in survey.scene.prepared.reading.inputs.iter().enumerate() {
        if read.password == PasswordState::Needed {
            findings.report(at_input(input), vec![plain("Format", read.title)]);
        }
    }
}
