//! The same certificate more than once.

use crate::cure::Cure;
use crate::rules::prelude::*;

/// Within one file it is a fault of the file; across files it only means that two files overlap.
pub const RULE: Rule = Rule {
    id: "duplicate-certificate",
    title: "The same certificate is in the bundle more than once",
    why: "Most programs ignore the second copy. Upload services such as AWS Certificate Manager refuse it, especially a server certificate repeated in the chain file.",
    gateway: None,
    fix: Cure::of("Remove the second copy. You can download a repaired bundle here that has each certificate once."),
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::CHAIN,
    explains: Explains::NOTHING,
    sources: &[rfc8446("4.4.2")],
    applies: applies::bundles,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let input_of = |item: usize| survey.scene.prepared.reading.items.get(item).map(|i| i.input);
    for (server, scene, _) in survey.servers() {
        let mut copies = vec![Vec::new(); survey.scene.prepared.pool.len()];
        for (&item, &index) in scene.items.iter().zip(&scene.presented) {
            copies[index].push(input_of(item));
        }
        for (index, inputs) in copies.into_iter().enumerate().filter(|(_, inputs)| inputs.len() > 1) {
            let in_one_file = inputs.iter().enumerate().any(|(i, input)| inputs[..i].contains(input));
            findings.report_as(
                if in_one_file { Severity::Warning } else { Severity::Notice },
                at_server(survey, server, Some(index)),
                vec![name("Certificate", survey.label(index)), plain("Copies", inputs.len().to_string())],
            );
        }
    }
}
