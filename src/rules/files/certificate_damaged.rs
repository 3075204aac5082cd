//! Bytes that were to be a certificate and are none.

use crate::rules::prelude::*;

/// Either the text around it or the ASN.1 inside does not hold together.
pub const RULE: Rule = Rule {
    id: "certificate-damaged",
    title: "A certificate is damaged and cannot be read",
    why: "No program can use it, and whatever depends on it seems to be missing.",
    gateway: None,
    fix: cure::FETCH_AGAIN,
    clause: Clause::Words("a certificate in the bundle is damaged and cannot be read"),
    severity: Severity::Error,
    rank: rank::READING,
    explains: Explains::owner(&[F::Malformed]).behind(&[F::StoreUnreadable]),
    sources: &[rfc5280("4.1")],
    applies: applies::files,
    check,
};

/// The reader's ids for contents that were announced and are not whole.
pub const IDS: [&str; 6] =
    ["der-length-wrong", "der-truncated", "base64-damaged", "pem-empty", "base64-illegal-character", "certificate-damaged"];

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let prepared = &survey.scene.prepared;
    for (item, read) in prepared.reading.items.iter().enumerate() {
        let decoding = prepared.undecodable.get(&item).filter(|_| read.content.kind() == "certificate");
        let reading = read.error.as_ref().filter(|e| IDS.contains(&e.id) || read.content.kind() == "certificate");
        let Some(problem) = decoding.or(reading.filter(|e| !crate::rules::files::pem_truncated::IDS.contains(&e.id))) else {
            continue;
        };
        let mut evidence = vec![plain("What was found", message(problem.id))];
        if !problem.detail.is_empty() {
            evidence.push(code("Detail", problem.detail.clone()));
        }
        if let Some(at) = problem.at {
            evidence.push(plain("At byte", at.from.to_string()));
        }
        findings.report(at_item(survey, item), evidence);
    }
}
