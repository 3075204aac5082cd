//! What the server sends is not in path order.

use crate::rules::prelude::*;

/// RFC 8446 4.4.2: the sender's certificate first, each following one should certify the one before it.
pub const RULE: Rule = Rule {
    id: "chain-order-wrong",
    title: "The certificates in the bundle are in the wrong order",
    why: "A server takes the first certificate in the file for its own. With another one in front, nginx, Apache and HAProxy refuse to start. Clients that do not sort the chain fail as well.",
    gateway: Some("Application Gateway reports that the leaf is not on top."),
    fix: cure::ORDER,
    clause: Clause::Order,
    severity: Severity::Error,
    rank: rank::CHAIN,
    explains: Explains::owner(&[F::EndEntityNotFirst, F::OrderWrong]),
    sources: &[rfc8446("4.4.2"), app_gateway("Leaf certificate is not topmost certificate in chain")],
    applies: applies::bundles,
    check,
};

/// Names shown of a longer list.
const SHOWN: usize = 16;

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, scene, chain) in survey.servers() {
        let position = |index: &usize| scene.presented.iter().position(|p| p == index);
        let path: Vec<usize> = chain.path.iter().filter_map(position).collect();
        let Some(&first) = path.first() else { continue };
        // Another server certificate in front is a fault of its own.
        let ca_in_front = scene.presented.iter().take(first).any(|&i| survey.acts_as_ca(i));
        let sorted = path.windows(2).all(|w| matches!(w, [a, b] if a < b));
        if !ca_in_front && sorted {
            continue;
        }
        let wanted = chain.path.iter().filter(|i| position(i).is_some()).map(|&i| survey.label(i)).collect::<Vec<_>>();
        let found = scene.presented.iter().take(SHOWN).map(|&i| survey.label(i)).collect::<Vec<_>>();
        findings.report_as(
            if ca_in_front { Severity::Error } else { Severity::Warning },
            at_server(survey, server, chain.path.first().copied()),
            vec![name("As it is", found.join(" \u{2192} ")), name("As it should be", wanted.join(" \u{2192} "))],
        );
    }
}
