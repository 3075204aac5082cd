//! A certificate given as trusted is no root.

use crate::rules::prelude::*;
use crate::signature::Verification;

/// Programs with a partial-chain mode take it; those without, and upload fields for a root, do not.
pub const RULE: Rule = Rule {
    id: "trust-input-not-a-root",
    title: "The certificate given as trusted is not a root",
    why: "A trusted root is signed by itself and may issue certificates. OpenSSL, Python and Node do not accept an intermediate as the end of the path; curl, Go and Java do.",
    gateway: Some("Application Gateway refuses anything else at upload."),
    fix: cure::TRUST_THE_ROOT,
    clause: Clause::Of("the certificate given as trusted, ", ", is not a root"),
    severity: Severity::Warning,
    rank: rank::TRUST,
    explains: Explains::owner(&[F::AnchorNotSelfSigned]).behind(&[F::IssuerMissing]).instead(&[
        F::AnchorUntrusted,
        F::IssuerNotCa,
        F::BasicConstraintsAbsent,
    ]),
    sources: &[app_gateway("Trusted root certificate mismatch"), rfc5280("6.1.1"), observed("tests/handshakes.rs")],
    applies: applies::trust,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (&index, &item) in survey.scene.trust.iter().zip(&survey.scene.trust_items) {
        let certificate = survey.certificate(index);
        if survey.seems_root(index) {
            continue;
        }
        let own = survey.self_signed(index);
        if own != Some(false) && survey.acts_as_ca(index) {
            continue;
        }
        // An intermediate beside its own root is a harmless extra.
        let root_too = own == Some(false)
            && survey.scene.trust.iter().any(|&other| {
                let named = survey.scene.prepared.graph.issuers(index).iter().any(|e| e.issuer == other);
                other != index && named && survey.signature(index, other) == Verification::Verified
            });
        let leads_here = survey.chains.iter().any(|chain| chain.path.contains(&index));
        let severity = match (root_too, leads_here) {
            (true, _) => Severity::Notice,
            (false, true) if own == Some(false) => Severity::Error,
            _ => Severity::Warning,
        };
        let what = match (own, survey.acts_as_ca(index)) {
            (Some(false), true) => "an intermediate CA, issued by another CA",
            (Some(false), false) => "a server certificate, issued by a CA",
            _ => "self-signed, but not marked as a CA",
        };
        let mut evidence = vec![name("Given as trusted", survey.label(index)), plain("What it is", what)];
        if own == Some(false) {
            evidence.push(name("Issued by", certificate.issuer.to_rfc4514()));
        }
        let mut place = item.map(|i| at_item(survey, i)).unwrap_or_default();
        place.certificate = Some(index);
        findings.report_as(severity, place, evidence);
    }
}
