//! Something in a file that was recognised and could not be read.

use super::no_certificate::MANGLED;
use crate::cure::Cure;
use crate::rules::prelude::*;

/// Whatever has no rule of its own: the reader's own sentence says why.
pub const RULE: Rule = Rule {
    id: "part-unreadable",
    title: "Part of a file could not be read",
    why: "Nothing on this page is based on that part.",
    gateway: None,
    fix: Cure::of(
        "The evidence says why. Export or fetch the file again. You can rewrite a PFX with unusual encryption with openssl pkcs12.",
    ),
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::READING,
    explains: Explains::NOTHING,
    sources: &[],
    applies: applies::files,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let prepared = &survey.scene.prepared;
    // `no-certificate` speaks for files of another kind as a whole.
    let foreign: Vec<bool> =
        (0..prepared.reading.inputs.len()).map(|i| crate::rules::files::no_certificate::nothing_in(survey, i)).collect();
    for (item, read) in prepared.reading.items.iter().enumerate() {
        if read.content.kind() == "certificate" {
            continue;
        }
        let problem = read.error.as_ref().or_else(|| prepared.undecodable.get(&item));
        // A message or a configuration holds no certificate and is still read.
        let said = |p: &crate::facts::Problem| p.id == "file-no-certificate" && prepared.claims.speaks(read.input);
        let told = |p: &&crate::facts::Problem| !has_own_rule(p.id) && !said(p) && foreign.get(read.input) == Some(&false);
        let Some(problem) = problem.filter(told) else { continue };
        let mut evidence = vec![plain("Reason", message(problem.id))];
        if !problem.detail.is_empty() {
            evidence.push(code("Detail", problem.detail.clone()));
        }
        // Nothing else is in such a file.
        let severity = if problem.id == MANGLED { Severity::Error } else { Severity::Warning };
        findings.report_as(severity, at_item(survey, item), evidence);
    }
}

fn has_own_rule(id: &str) -> bool {
    crate::rules::files::pem_truncated::IDS.contains(&id)
        || crate::rules::files::certificate_damaged::IDS.contains(&id)
        || matches!(id, "password-needed" | "wrong-password" | "password-or-damage" | "other-password")
}
