//! A file without anything of use.

use crate::input::Content;
use crate::report::PasswordState;
use crate::rules::prelude::*;

/// Neither a certificate nor a key, request or list, nor a damaged or locked one.
pub const RULE: Rule = Rule {
    id: "no-certificate",
    title: "There is no certificate in this file",
    why: "It is a file of another kind, and nothing on this page is based on it.",
    gateway: None,
    fix: cure::FIND_FILE,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::READING,
    explains: Explains::owner(&[F::CertificateMissing]),
    sources: &[],
    applies: applies::files,
    check,
};

/// The reader's id for a binary file that was changed on its way as text.
pub const MANGLED: &str = "binary-as-text";

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (input, read) in survey.scene.prepared.reading.inputs.iter().enumerate() {
        if !nothing_in(survey, input) {
            continue;
        }
        let mut evidence = vec![plain("What it is", read.title)];
        let items = survey.scene.prepared.reading.items.iter().filter(|i| i.input == input);
        let problem = read.error.as_ref().or_else(|| items.filter_map(|i| i.error.as_ref()).next());
        if let Some(problem) = problem.filter(|p| !message(p.id).is_empty()) {
            evidence.push(plain("In detail", message(problem.id)));
        }
        findings.report(at_input(input), evidence);
    }
}

/// Whether an input holds nothing that takes part, and says nothing of the situation either.
pub fn nothing_in(survey: &Survey<'_>, input: usize) -> bool {
    let prepared = survey.scene.prepared;
    if prepared.claims.speaks(input) {
        return false;
    }
    let reading = &prepared.reading;
    let open = reading.inputs.get(input).is_none_or(|i| i.password == PasswordState::NotNeeded);
    // What was whole before it was handled as text may have been anything.
    let damaged = |id: &str| {
        id == MANGLED
            || crate::rules::files::pem_truncated::IDS.contains(&id)
            || crate::rules::files::certificate_damaged::IDS.contains(&id)
    };
    open && !reading.items.iter().any(|item| {
        item.input == input
            && (!matches!(item.content, Content::Unrecognised) || item.error.as_ref().is_some_and(|e| damaged(e.id)))
    })
}
