//! What was typed is no host name.

use crate::identity::ReferenceKind;
use crate::rules::prelude::*;

/// Nothing can be compared with it.
pub const RULE: Rule = Rule {
    id: "hostname-malformed",
    title: "A name that is asked for is not a host name",
    why: "Programs refuse it before they look at any certificate.",
    gateway: None,
    fix: cure::HOST_ALONE,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::NAMES,
    explains: Explains::owner(&[F::HostMalformed]),
    sources: &[rfc9525("6.1.2")],
    applies: applies::hosts,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for host in &survey.scene.hosts {
        if host.identifier.kind == ReferenceKind::Invalid {
            let place = crate::report::Place { host: Some(host.typed.clone()), ..Default::default() };
            findings.report(place, vec![name("Typed", host.typed.clone())]);
        }
    }
}
