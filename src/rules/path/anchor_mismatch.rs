//! The path ends elsewhere than at a trusted certificate.

use crate::rules::common::survey::Chain;
use crate::rules::prelude::*;

/// The other side trusts something, only not this chain's root.
pub const RULE: Rule = Rule {
    id: "anchor-mismatch",
    title: "The chain does not end at a root that the other side trusts",
    why: "The certificates fit together, but the side that connects does not trust the root they lead to and refuses the connection as untrusted.",
    gateway: None,
    fix: cure::TRUST,
    clause: Clause::Anchor,
    severity: Severity::Error,
    rank: rank::TRUST,
    explains: Explains::owner(&[F::AnchorUntrusted]).instead(&[F::IssuerMissing, F::AnchorNotSelfSigned, F::SignatureInvalid]),
    sources: &[rfc5280("6.1.1"), app_gateway("Trusted root certificate mismatch"), observed("tests/handshakes.rs")],
    applies: applies::issuers,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        let Some(top) = chain.top().filter(|_| wrong_anchor(survey, chain)) else { continue };
        let certificate = survey.certificate(top);
        let mut evidence = vec![name("Chain ends at", survey.label(top))];
        if chain.end == End::Untrusted {
            evidence.push(hex("Its SHA-256", &certificate.sha256));
        } else {
            evidence.push(name("Root it needs", certificate.issuer.to_rfc4514()));
            if let Some(id) = certificate.authority_key_id.as_ref().and_then(|a| a.key_id.as_deref()) {
                evidence.push(hex("Key id of that root", id));
            }
        }
        if survey.scene.has_trust_input() {
            evidence.extend(
                survey.anchors.iter().take(4).map(|&a| name("Trusted instead", survey.certificate(a).subject.to_rfc4514())),
            );
        } else {
            evidence.push(plain("Trusted instead", "the public roots in Mozilla's list"));
        }
        findings.report(at_server(survey, server, Some(top)), evidence);
    }
}

/// The chain is complete as far as can be told, and ends outside the trusted certificates. From an intermediate whose
/// issuer is at hand nowhere it cannot be known whether one more CA or the root comes next; a trusted root of the same
/// organisation speaks for a missing CA between the two.
pub fn wrong_anchor(survey: &Survey<'_>, chain: &Chain) -> bool {
    let Some(top) = chain.top() else { return false };
    match chain.end {
        // A self-signed server certificate has a rule of its own.
        End::Untrusted => chain.path.len() > 1,
        End::Gap => chain.path.len() > 1 && !related(survey, top),
        End::Anchor | End::Nothing => false,
    }
}

fn related(survey: &Survey<'_>, top: usize) -> bool {
    let issuer = &survey.certificate(top).issuer;
    survey.anchors.iter().any(|&anchor| {
        let subject = &survey.certificate(anchor).subject;
        !subject.equivalent(issuer) && issuer.values("O").any(|o| subject.values("O").any(|p| o == p))
    })
}
