//! Bytes after the end of a certificate.

use crate::rules::prelude::*;

/// Left over from copying, or a second file that was appended.
pub const RULE: Rule = Rule {
    id: "trailing-data",
    title: "There are extra bytes after the end of a certificate",
    why: "Strict readers such as Go, rustls and Windows refuse the file. Others read the certificate and ignore the rest.",
    gateway: None,
    fix: cure::CLEAN_COPY,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::READING,
    explains: Explains::owner(&[F::TrailingOctets, F::StoreTrailing, F::FileTrailing]),
    sources: &[rfc5280("4.1")],
    applies: applies::files,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let prepared = &survey.scene.prepared;
    for (item, read) in prepared.reading.items.iter().enumerate() {
        let decoded = prepared.certificate_of_item.get(item).copied().flatten();
        let inside = decoded.into_iter().flat_map(|c| &survey.certificate(c).problems);
        let problem = read.notes.iter().chain(inside).find(|n| matches!(n.id, "trailing-data" | "trailing-data-inside"));
        if let Some(problem) = problem {
            let mut evidence = Vec::new();
            if !problem.detail.is_empty() {
                evidence.push(plain("Extra", problem.detail.clone()));
            }
            findings.report(at_item(survey, item), evidence);
        }
    }
}
