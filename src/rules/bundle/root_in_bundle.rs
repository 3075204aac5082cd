//! The server sends its root.

use crate::cure::Cure;
use crate::rules::prelude::*;

/// Harmless: RFC 8446 4.4.2 lets the anchor be left out, and a verifier never trusts a root because it was sent.
pub const RULE: Rule = Rule {
    id: "root-in-bundle",
    title: "The bundle contains a root certificate",
    why: "This does no harm: clients trust a root only if they already have it, so sending it costs a few bytes. A PFX for Application Gateway or App Service is expected to contain it.",
    gateway: None,
    fix: Cure::of(
        "No action is needed. To tidy up, remove the root from what the server sends and keep it for the side that trusts it.",
    ),
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::INFORMATION,
    explains: Explains::NOTHING,
    sources: &[rfc8446("4.4.2"), app_gateway("Leaf certificate is not topmost certificate in chain")],
    applies: applies::presented,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, scene, _) in survey.servers() {
        for &index in &scene.presented {
            if Some(index) != survey.leaf(server) && survey.seems_root(index) {
                findings.report(at_server(survey, server, Some(index)), vec![name("Root", survey.label(index))]);
            }
        }
    }
}
