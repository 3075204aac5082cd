//! A server's files hold CA certificates only.

use crate::rules::prelude::*;

/// Nothing in the bundle can stand for the server itself.
pub const RULE: Rule = Rule {
    id: "end-entity-missing",
    title: "There is no server certificate in the bundle, only CA certificates",
    why: "A server proves its name with a certificate of its own. A CA certificate vouches for others, and clients do not accept it in that place.",
    gateway: None,
    fix: cure::FIND_CERTIFICATE,
    clause: Clause::Words("the bundle holds only CA certificates, none for the server itself"),
    severity: Severity::Error,
    rank: rank::END_ENTITY,
    explains: Explains::owner(&[F::EndEntityMissing]).instead(&[F::CaAsEndEntity]),
    sources: &[rfc8446("4.4.2"), app_gateway("Leaf certificate is not presented by the backend")],
    applies: applies::presented,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, scene, chain) in survey.servers() {
        if chain.path.is_empty() && !scene.presented.is_empty() {
            findings.report(
                at_server(survey, server, None),
                scene.presented.iter().take(4).map(|&i| name("CA certificate", survey.label(i))).collect(),
            );
        }
    }
}
