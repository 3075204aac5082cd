//! A text that was damaged on its way and could still be read.

use crate::cure::Cure;
use crate::policy::Source;
use crate::rules::prelude::*;

/// Notes of the reader that mean: this program undid something that others do not.
const DAMAGE: [&str; 16] = [
    "dash-count-corrected",
    "typographic-dashes-corrected",
    "quote-marks-removed",
    "quoted-printable-decoded",
    "invisible-characters-removed",
    "markup-removed",
    "line-numbers-removed",
    "line-prefix-removed",
    "percent-encoding-decoded",
    "base64-padding-corrected",
    "base64-url-alphabet",
    "pem-letter-case-corrected",
    "spaces-removed",
    "pem-begin-line-missing",
    "pem-end-line-damaged",
    "pem-end-line-missing",
];

/// Mail programs, web pages and word processors change dashes, blanks and line ends.
pub const RULE: Rule = Rule {
    id: "input-repaired",
    title: "A file was damaged on its way and could be read only after repairs",
    why: "A mail program, web page or word processor has changed the text. The certificates in it are intact, but the programs you give this file to will refuse it.",
    gateway: None,
    fix: Cure::of(
        "Do not install this file. Download the clean copy here, or fetch the original again as an attachment, not as pasted text.",
    ),
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::READING,
    explains: Explains::NOTHING,
    sources: &[Source {
        title: "RFC 7468, Textual Encodings of PKIX, PKCS, and CMS Structures",
        section: Some("2"),
        url: Some("https://www.rfc-editor.org/rfc/rfc7468"),
    }],
    applies: applies::files,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let reading = &survey.scene.prepared.reading;
    for (input, read) in reading.inputs.iter().enumerate() {
        let of_items = reading.items.iter().filter(|i| i.input == input).flat_map(|i| &i.notes);
        let mut repairs: Vec<&'static str> = Vec::new();
        for note in read.notes.iter().chain(of_items) {
            if DAMAGE.contains(&note.id) && !repairs.contains(&note.id) {
                repairs.push(note.id);
            }
        }
        if !repairs.is_empty() {
            findings.report(at_input(input), repairs.iter().map(|id| plain("Repaired", message(id))).collect());
        }
    }
}
