//! The one sentence on top.

use crate::rehearsal::Judgement;
use crate::report::{Answer, Finding, Span};
use crate::scene::Scene;

/// Puts the most useful finding into one sentence.
#[must_use]
pub fn answer(scene: &Scene<'_>, judgements: &[Judgement], findings: &[Finding]) -> Answer {
    let _ = judgements;
    if scene.prepared.reading.inputs.is_empty() {
        return Answer { severity: "waiting", ..Answer::default() };
    }
    let Some(first) = findings.first() else { return Answer { severity: "ok", ..Answer::default() } };
    let plain = |text: &str| Span { text: text.to_owned(), form: "plain" };
    Answer { severity: first.severity, sentence: vec![plain(first.title)], finding: Some(0), ..Answer::default() }
}
