//! Certificates of more than one chain in what one server presents.

use crate::cure::Cure;
use crate::lists::Members;
use crate::rules::prelude::*;

/// Connected means: one of the two has issued the other, or bears the name of its issuer.
pub const RULE: Rule = Rule {
    id: "unrelated-chains",
    title: "The bundle mixes certificates of different chains",
    why: "A server sends the file as it is. Certificates from another chain confuse clients that expect every certificate to issue the one before it, and upload services refuse them.",
    gateway: None,
    fix: Cure::of(
        "Split the file: keep the server certificate and the CAs that lead from it to the root, and move the others to a file of their own.",
    ),
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::END_ENTITY,
    explains: Explains::NOTHING,
    sources: &[rfc8446("4.4.2")],
    applies: applies::bundles,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let graph = &survey.scene.prepared.graph;
    for (server, scene, chain) in survey.servers() {
        let Some(&start) = chain.path.first() else { continue };
        let presented: Members = scene.presented.iter().copied().collect();
        let mut near = vec![Vec::new(); survey.scene.prepared.pool.len()];
        for &subject in &scene.presented {
            for issuer in graph.issuers(subject).iter().map(|e| e.issuer).filter(|&i| presented.contains(i)) {
                near[issuer].push(subject);
                near[subject].push(issuer);
            }
        }
        let mut connected = Members::from_iter([start]);
        let mut next = vec![start];
        while let Some(here) = next.pop() {
            next.extend(near[here].iter().filter(|&&n| connected.insert(n)));
        }
        let mut strangers: Vec<usize> = Vec::new();
        for &index in &scene.presented {
            if connected.insert(index) {
                strangers.push(index);
            }
        }
        // Beyond a hole the rest of the same chain looks like a stranger; that hole is what has to be said.
        let all_issuers = strangers.iter().all(|&i| survey.acts_as_ca(i));
        if strangers.is_empty() || (chain.end == End::Gap && all_issuers) {
            continue;
        }
        let mut evidence = vec![name("Server certificate", survey.label(start))];
        evidence.extend(strangers.iter().take(8).map(|&i| name("Not of its chain", survey.label(i))));
        findings.report(at_server(survey, server, strangers.first().copied()), evidence);
    }
}
