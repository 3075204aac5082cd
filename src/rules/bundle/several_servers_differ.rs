//! Servers that should be equal are not.

use crate::cure::Cure;
use crate::rules::prelude::*;

/// One odd server among several is how every third request fails.
pub const RULE: Rule = Rule {
    id: "several-servers-differ",
    title: "One server presents something else than the others",
    why: "Behind a load balancer the error comes and goes, because only some requests reach the server that differs.",
    gateway: None,
    fix: Cure::of("Compare the servers below and install the same certificate and chain on the one that differs."),
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::END_ENTITY,
    explains: Explains::NOTHING,
    sources: &[],
    applies: applies::several_servers,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let differences = crate::rules::differences::differences(survey);
    for (server, scene) in survey.scene.servers.iter().enumerate() {
        let alone: Vec<&str> = differences.iter().filter(|d| d.odd.contains(&scene.id)).map(|d| d.field).collect();
        if !alone.is_empty() {
            findings.report(
                at_server(survey, server, survey.leaf(server)),
                alone.iter().map(|field| plain("Differs in", *field)).collect(),
            );
        }
    }
}
