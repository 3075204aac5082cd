//! A PEM block that breaks off.

use crate::cure::Cure;
use crate::policy::Source;
use crate::rules::prelude::*;

/// There is a BEGIN line, and the text ends before its END line.
pub const RULE: Rule = Rule {
    id: "pem-truncated",
    title: "The file breaks off in the middle of a certificate or key",
    why: "The END line and part of the contents are missing. No program can read what is left.",
    gateway: None,
    fix: Cure::of("Copy the whole text again, from the BEGIN line through the END line, or fetch the file again."),
    clause: Clause::Words("the file breaks off in the middle of a certificate or key"),
    severity: Severity::Error,
    rank: rank::READING,
    explains: Explains::NOTHING,
    sources: &[Source {
        title: "RFC 7468, Textual Encodings of PKIX, PKCS, and CMS Structures",
        section: Some("3"),
        url: Some("https://www.rfc-editor.org/rfc/rfc7468"),
    }],
    applies: applies::files,
    check,
};

/// The reader's ids for it.
pub const IDS: [&str; 1] = ["pem-truncated"];

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (item, read) in survey.scene.prepared.reading.items.iter().enumerate() {
        if read.error.as_ref().is_some_and(|e| IDS.contains(&e.id)) {
            findings.report(at_item(survey, item), Vec::new());
        }
    }
}
