//! More than one end-entity certificate in what one server presents.

use super::prelude::*;
use crate::signature::Verification;

/// Often the old and the renewed certificate in one file.
pub const RULE: Rule = Rule {
    id: "several-end-entity-certificates",
    title: "The bundle holds more than one server certificate",
    why: "A server uses the first one, whatever else is in the file: after a renewal the old certificate may still be the one that is served, or the key may not fit the one in front.",
    fix: "Keep the certificate that fits the private key and expires last, and remove the others from the file.",
    severity: Severity::Warning,
    rank: rank::END_ENTITY,
    sources: &[rfc8446("4.4.2")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, scene, chain) in survey.servers() {
        let issued_another = |index: usize| {
            scene.presented.iter().any(|&other| {
                let edges = survey.scene.prepared.graph.issuers(other);
                other != index
                    && edges.iter().any(|e| e.issuer == index)
                    && survey.signature(other, index) != Verification::Failed
            })
        };
        let mut own: Vec<usize> = Vec::new();
        for &index in &scene.presented {
            if !own.contains(&index) && !survey.acts_as_ca(index) && !issued_another(index) {
                own.push(index);
            }
        }
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
