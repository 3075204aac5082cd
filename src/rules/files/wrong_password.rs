//! A password that does not open the file.

use crate::cure::Cure;
use crate::report::PasswordState;
use crate::rules::prelude::*;

/// Told apart from damage and from unsupported ciphers by the reader.
pub const RULE: Rule = Rule {
    id: "wrong-password",
    title: "The password does not open the file",
    why: "Until it is unlocked, this page knows nothing of the certificates and keys inside.",
    gateway: None,
    fix: Cure::of(
        "Check upper and lower case, spaces at either end and the keyboard layout. A PFX without a password may need an empty one. If the password works elsewhere, export the file again: some tools encode letters outside ASCII differently.",
    ),
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::READING,
    explains: Explains::NOTHING,
    sources: &[],
    applies: applies::files,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (input, read) in survey.scene.prepared.reading.inputs.iter().enumerate() {
        if read.password == PasswordState::Wrong {
            findings.report(at_input(input), vec![plain("Format", read.title)]);
        }
    }
}
