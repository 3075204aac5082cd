//! More than one end-entity certificate in what one server presents.

use crate::lists::Members;
use crate::rules::prelude::*;

/// Often the old and the renewed certificate in one file.
pub const RULE: Rule = Rule {
    id: "several-end-entity-certificates",
    title: "The bundle holds more than one server certificate",
    why: "A server uses the first one and ignores the rest. After a renewal it may still serve the old certificate, or the key may not fit the one in front.",
    gateway: None,
    fix: cure::KEEP_ONE,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::END_ENTITY,
    explains: Explains::NOTHING.instead(&[F::EndEntityNotFirst]),
    sources: &[rfc8446("4.4.2")],
    applies: applies::bundles,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, scene, chain) in survey.servers() {
        // A certificate that names no CA and still issued another one is a fault of its own.
        let issuers: Members = scene
            .presented
            .iter()
            .filter(|&&i| !survey.certificate(i).is_self_issued())
            .flat_map(|&i| survey.scene.prepared.graph.issuers(i))
            .map(|edge| edge.issuer)
            .collect();
        let mut seen = Members::default();
        let own: Vec<usize> = scene
            .presented
            .iter()
            .copied()
            .filter(|&i| !survey.acts_as_ca(i) && !issuers.contains(i) && seen.insert(i))
            .collect();
        if own.len() < 2 {
            continue;
        }
        let mut evidence = Vec::new();
        for &index in own.iter().take(8) {
            evidence.push(name("Server certificate", survey.label(index)));
            evidence.push(date("Expires", survey.certificate(index).not_after));
            if !scene.keys.is_empty() {
                let fits = scene.keys.iter().any(|&k| survey.key_fits(k, index));
                evidence.push(plain("Fits the private key", if fits { "yes" } else { "no" }));
            }
        }
        findings.report(at_server(survey, server, chain.path.first().copied()), evidence);
    }
}
