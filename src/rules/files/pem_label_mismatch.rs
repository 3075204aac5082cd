//! A PEM block whose label says something else than its contents.

use crate::policy::Source;
use crate::rules::prelude::*;

/// RFC 7468 2: the label names the structure, and BEGIN and END have the same.
pub const RULE: Rule = Rule {
    id: "pem-label-mismatch",
    title: "The label of a PEM block does not fit what is inside",
    why: "Programs go by the words after BEGIN. They refuse the block, or skip it without an error.",
    gateway: None,
    fix: cure::CORRECT_FILE,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::READING,
    explains: Explains::owner(&[F::LabelWrong]),
    sources: &[Source {
        title: "RFC 7468, Textual Encodings of PKIX, PKCS, and CMS Structures",
        section: Some("2"),
        url: Some("https://www.rfc-editor.org/rfc/rfc7468"),
    }],
    applies: applies::files,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (item, read) in survey.scene.prepared.reading.items.iter().enumerate() {
        for note in read.notes.iter().filter(|n| matches!(n.id, "pem-label-mismatch" | "pem-end-label-differs")) {
            let mut evidence = vec![plain("What was found", message(note.id))];
            if !note.detail.is_empty() {
                evidence.push(code("Label", note.detail.clone()));
            }
            findings.report(at_item(survey, item), evidence);
        }
    }
}
