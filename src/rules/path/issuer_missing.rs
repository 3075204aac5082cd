//! The path breaks off: an issuer is in no file.

use crate::rules::common::survey::Survey as S;
use crate::rules::prelude::*;
use crate::signature::Verification;

/// Browsers and Windows often hide this by fetching or remembering the missing certificate; programs do not.
pub const RULE: Rule = Rule {
    id: "issuer-missing",
    title: "The bundle lacks the certificate of an issuing CA",
    why: "Without it there is no complete path from the server certificate to a trusted root. Browsers and Windows may fetch the missing certificate themselves and hide the fault. curl, Java, Go, Python and gateways do not.",
    gateway: None,
    fix: cure::OBTAIN,
    clause: Clause::Issuer,
    severity: Severity::Error,
    rank: rank::CHAIN,
    explains: Explains::owner(&[F::IssuerMissing, F::ChainIncomplete]).instead(&[F::AnchorUntrusted, F::AnchorNotSelfSigned]),
    sources: &[
        rfc8446("4.4.2"),
        rfc5280("6.1"),
        app_gateway("Intermediate certificate was not found"),
        observed("tests/handshakes.rs"),
    ],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        let Some(top) = chain.top().filter(|_| chain.end == End::Gap) else { continue };
        if name_taken(survey, top) || crate::rules::path::anchor_mismatch::wrong_anchor(survey, chain) {
            continue;
        }
        let certificate = survey.certificate(top);
        let mut evidence = vec![name("Issued", survey.label(top)), name("Missing issuer", certificate.issuer.to_rfc4514())];
        if let Some(id) = certificate.authority_key_id.as_ref().and_then(|a| a.key_id.as_deref()) {
            evidence.push(hex("Its key id", id));
        }
        evidence.extend(certificate.ca_issuers().take(2).map(|url| code("Published at", url)));
        findings.report(at_server(survey, server, Some(top)), evidence);
    }
}

/// Some certificate at hand carries the issuer's name and did not sign this one: then it is not missing but wrong.
fn name_taken(survey: &S<'_>, top: usize) -> bool {
    survey
        .scene
        .prepared
        .graph
        .issuers(top)
        .iter()
        .any(|edge| edge.issuer != top && survey.signature(top, edge.issuer) == Verification::Failed)
}
