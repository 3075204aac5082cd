//! A certificate has the issuer's name but another key.

use crate::path::{KeyIdEvidence, NameEvidence};
use crate::report::Evidence;
use crate::rules::prelude::*;
use crate::signature::Verification;

/// The step rests on the name alone: key ids differ, or there are none and the signature tells.
pub const RULE: Rule = Rule {
    id: "issuer-key-mismatch",
    title: "A CA certificate has the right name but the wrong key",
    why: "It looks like the issuer but did not sign the certificate below it. The CA may have renewed its key, or this is a test CA of the same name. Every program refuses this chain.",
    gateway: None,
    fix: cure::RIGHT_ISSUER,
    clause: Clause::Of("", " has the name of the issuer but another key"),
    severity: Severity::Error,
    rank: rank::SIGNATURE,
    explains: Explains::owner(&[F::SignatureInvalid])
        .behind(&[F::IssuerMissing, F::AnchorUntrusted])
        .instead(&[F::KeyIdMismatch]),
    sources: &[rfc5280("4.2.1.1"), rfc5280("6.1.3"), observed("tests/findings.rs")],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, scene, chain) in survey.servers() {
        let Some(top) = chain.top() else { continue };
        if chain.end == End::Untrusted && chain.path.len() > 1 {
            namesakes(survey, server, top, findings);
        }
        if chain.end != End::Gap {
            continue;
        }
        for edge in survey.scene.prepared.graph.issuers(top) {
            let here = scene.presented.contains(&edge.issuer) || survey.scene.trust.contains(&edge.issuer);
            if edge.issuer == top || edge.names == NameEvidence::Different || !here || edge.key_ids == KeyIdEvidence::Equal {
                continue;
            }
            if survey.signature(top, edge.issuer) == Verification::Failed {
                let wanted = survey.certificate(top).authority_key_id.as_ref().and_then(|a| a.key_id.as_deref());
                let mut evidence = evidence(survey, top, edge.issuer, wanted);
                evidence.push(plain("Signature", "does not verify with the key of this CA"));
                findings.report(at_server(survey, server, Some(edge.issuer)), evidence);
            }
        }
    }
}

/// A trusted root with the name of the one that the chain ends at, and another key: a renewed root, usually.
fn namesakes(survey: &Survey<'_>, server: usize, top: usize, findings: &mut Findings) {
    let root = survey.certificate(top);
    for &anchor in &survey.anchors {
        let trusted = survey.certificate(anchor);
        if trusted.subject.equivalent(&root.subject) && trusted.public_key.spki != root.public_key.spki {
            let mut evidence = evidence(survey, top, anchor, root.subject_key_id.as_deref());
            evidence.push(hex("SHA-256 of the root that is needed", &root.sha256));
            findings.report(at_server(survey, server, Some(anchor)), evidence);
        }
    }
}

fn evidence(survey: &Survey<'_>, issued: usize, wrong: usize, wanted: Option<&[u8]>) -> Vec<Evidence> {
    let mut evidence =
        vec![name("Chain at hand ends at", survey.label(issued)), name("Same name, other key", survey.label(wrong))];
    if let Some(wanted) = wanted {
        evidence.push(hex("Key id it asks for", wanted));
    }
    if let Some(found) = survey.certificate(wrong).subject_key_id.as_deref() {
        evidence.push(hex("Key id of this CA", found));
    }
    evidence
}
