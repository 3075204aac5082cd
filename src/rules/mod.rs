//! One file per rule: it turns facts of a scene into findings.

use crate::rehearsal::Judgement;
use crate::report::{Answer, Difference, Finding};
use crate::scene::Scene;

/// Every finding of a scene, most useful first.
#[must_use]
pub fn check(scene: &Scene<'_>, judgements: &[Judgement]) -> Vec<Finding> {
    let _ = (scene, judgements);
    Vec::new()
}

/// The findings that explain a judgement (indexes into `findings`), the decisive one first.
#[must_use]
pub fn because(judgement: &Judgement, server: &str, findings: &[Finding]) -> Vec<usize> {
    let mut because = Vec::new();
    for fault in &judgement.faults {
        let fits = |f: &Finding| {
            f.rule == fault.kind.rule()
                && (fault.certificate.is_none() || f.at.certificate.is_none() || f.at.certificate == fault.certificate)
                && f.at.server.as_deref().is_none_or(|s| s == server)
                && f.at.host.as_deref().is_none_or(|h| h.eq_ignore_ascii_case(&judgement.host))
        };
        if let Some(index) = findings.iter().position(fits)
            && !because.contains(&index)
        {
            because.push(index);
        }
    }
    because
}

/// The sentence on top.
#[must_use]
pub fn answer(scene: &Scene<'_>, judgements: &[Judgement], findings: &[Finding]) -> Answer {
    let _ = (scene, judgements, findings);
    Answer::default()
}

/// What differs between servers.
#[must_use]
pub fn differences(scene: &Scene<'_>) -> Vec<Difference> {
    let _ = scene;
    Vec::new()
}
