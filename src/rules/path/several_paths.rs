//! An issuer of the path exists in cross-signed versions.

use crate::rules::prelude::*;
use crate::signature::Verification;

/// One CA, one key, several certificates by different issuers.
pub const RULE: Rule = Rule {
    id: "several-paths",
    title: "There is more than one way from the certificate to a root",
    why: "A CA in the chain exists in versions signed by different roots (cross-signed). Some programs find the way to the root they trust. Others take the first version they meet and give up there.",
    gateway: None,
    fix: cure::OTHER_PATH,
    clause: Clause::Of("", " exists in several versions, and the first one leads to no trusted root"),
    severity: Severity::Notice,
    rank: rank::CHAIN,
    explains: Explains::NOTHING.instead(&[F::IssuerMissing]),
    sources: &[rfc5280("6.1"), observed("tests/handshakes.rs")],
    applies: applies::issuers,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, scene, chain) in survey.servers() {
        for pair in chain.path.windows(2) {
            let &[subject, issuer] = pair else { continue };
            let taken = survey.certificate(issuer);
            let versions: Vec<usize> = survey
                .scene
                .prepared
                .graph
                .issuers(subject)
                .iter()
                .map(|edge| edge.issuer)
                .filter(|i| scene.presented.contains(i) || survey.anchors.contains(i))
                .filter(|&i| {
                    let other = survey.certificate(i);
                    i != issuer
                        && other.public_key.spki == taken.public_key.spki
                        && !other.issuer.equivalent(&taken.issuer)
                        && survey.signature(subject, i) == Verification::Verified
                })
                .collect();
            if versions.is_empty() {
                continue;
            }
            let mut evidence = vec![
                name("CA in several versions", survey.label(issuer)),
                name("Used here: issued by", taken.issuer.to_rfc4514()),
            ];
            evidence.extend(
                versions.iter().take(4).map(|&i| name("Other version: issued by", survey.certificate(i).issuer.to_rfc4514())),
            );
            let astray = versions.iter().any(|&i| survey.walk(i, |c| scene.presented.contains(&c)).end != End::Anchor);
            evidence.push(plain("Every version leads to a trusted root", if astray { "no" } else { "yes" }));
            findings.report_as(
                if astray { Severity::Warning } else { Severity::Notice },
                at_server(survey, server, Some(issuer)),
                evidence,
            );
        }
    }
}
