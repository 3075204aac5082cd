//! A password that does not open the file.

use crate::report::PasswordState;
use crate::rules::prelude::*;

/// Told apart from damage and from unsupported ciphers by the reader.
pub const RULE: Rule = Rule {
    id: "wrong-password",
    title: "The password does not open the file",
    why: "Until it is open, its certificates and keys are missing from everything said here.",
    fix: "Check upper and lower case, blanks at the ends and the keyboard layout. A PFX without a password may want an empty one. If the password is right elsewhere, export the file again: some tools store passwords with letters outside ASCII differently.",
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::READING,
    explains: Explains::NOTHING,
    sources: &[],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (input, read) in survey.scene.prepared.reading.inputs.iter().enumerate() {
        if read.password == PasswordState::Wrong {
            findings.report(at_input(input), vec![plain("Format", read.title)]);
        }
    }
}
