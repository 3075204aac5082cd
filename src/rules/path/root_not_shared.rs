//! A target with a trust list of its own. Its findings come from the targets' judgements.

use crate::fault::Fault;
use crate::policy::Source;
use crate::rehearsal::Judgement;
use crate::rules::prelude::*;

/// The path is complete and ends at a root that was given as trusted; that root is not everybody's.
pub const RULE: Rule = Rule {
    id: "root-not-shared",
    title: "Not every target trusts this root or builds this path",
    why: "The chain is complete and ends at a root that is trusted here. A service with a list of its own, such as Azure Front Door towards its origins, still refuses certificates of a private CA.",
    gateway: None,
    fix: cure::PUBLIC_CA,
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::TARGET,
    explains: Explains::NOTHING.instead(&[F::IssuerMissing, F::AnchorUntrusted]).where_true(complete),
    sources: &[Source {
        title: "Microsoft, End-to-end TLS with Azure Front Door",
        section: Some("Backend TLS connection"),
        url: Some("https://learn.microsoft.com/azure/frontdoor/end-to-end-tls"),
    }],
    applies: applies::judged,
    check: from_judgements,
};

/// By what is trusted here the chain lacks nothing.
fn complete(survey: &Survey<'_>, judgement: &Judgement, _: &Fault) -> bool {
    judgement.server.and_then(|s| survey.chains.get(s)).is_some_and(|chain| chain.end == End::Anchor)
}
