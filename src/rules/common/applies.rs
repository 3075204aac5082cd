//! When a rule has anything to look at. Where it has not, its outcome is "not applicable", and its check is not asked.

use super::named;
use crate::facts::Certificate;
use crate::input::Content;
use crate::policy::{Check, Outcome};
use crate::rehearsal::Judgement;
use crate::rules::{End, Survey};

/// There is a file.
pub fn files(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    !survey.scene.prepared.reading.inputs.is_empty()
}

/// There is a certificate.
pub fn certificates(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    !survey.scene.prepared.pool.is_empty()
}

/// A server presents something.
pub fn presented(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    survey.scene.servers.iter().any(|s| !s.presented.is_empty())
}

/// A server presents more than one certificate.
pub fn bundles(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    survey.scene.servers.iter().any(|s| s.presented.len() > 1)
}

/// There are several servers that should be alike.
pub fn several_servers(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    survey.scene.servers.iter().filter(|s| !s.listener).count() > 1
}

/// A server has an end-entity certificate.
pub fn end_entities(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    survey.leaves().next().is_some()
}

/// An issuer of an end-entity certificate is at hand.
pub fn issuers(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    survey.chains.iter().any(|c| c.path.len() > 1)
}

/// A path ends at a root, trusted or not.
pub fn roots(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    survey.chains.iter().any(|c| c.path.len() > 1 && matches!(c.end, End::Anchor | End::Untrusted))
}

/// A path ends at a trust anchor.
pub fn anchored(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    survey.chains.iter().any(|c| c.end == End::Anchor)
}

/// A certificate was given as trusted.
pub fn trust(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    !survey.scene.trust.is_empty()
}

/// There is a private key, locked or not.
pub fn keys(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    let items = &survey.scene.prepared.reading.items;
    items.iter().any(|i| matches!(i.content, Content::PrivateKey(_) | Content::EncryptedPrivateKey))
}

/// There is a public key by itself.
pub fn public_keys(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    survey.scene.prepared.reading.items.iter().any(|i| matches!(i.content, Content::PublicKey(_)))
}

/// A server has an end-entity certificate and a key.
pub fn pairs(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    survey.servers().any(|(_, server, chain)| !server.keys.is_empty() && !chain.path.is_empty())
}

/// There is a certification request.
pub fn requests(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    !survey.scene.prepared.requests.is_empty()
}

/// There is a revocation list.
pub fn revocation_lists(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    !survey.scene.prepared.crls.is_empty()
}

/// A host is asked for.
pub fn hosts(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    !survey.scene.hosts.is_empty()
}

/// A host is asked for of an end-entity certificate.
pub fn names(survey: &Survey<'_>, judgements: &[Judgement]) -> bool {
    hosts(survey, judgements) && end_entities(survey, judgements)
}

/// Some end-entity certificate is of this kind.
pub fn end_entity(survey: &Survey<'_>, kind: impl Fn(&Certificate) -> bool) -> bool {
    survey.leaves().any(|(_, leaf)| kind(survey.certificate(leaf)))
}

/// Some issuer in a path is of this kind.
pub fn issuer(survey: &Survey<'_>, kind: impl Fn(&Certificate) -> bool) -> bool {
    survey.chains.iter().any(|c| c.path.iter().skip(1).any(|&i| kind(survey.certificate(i))))
}

/// Somebody has names of a server.
pub fn named(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    !named::all(survey).is_empty()
}

/// Somebody has a DNS name.
pub fn dns_names(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    named::all(survey).iter().any(|n| n.dns().next().is_some())
}

/// Somebody has a DNS name with a star in it.
pub fn wildcards(survey: &Survey<'_>, _: &[Judgement]) -> bool {
    named::all(survey).iter().any(|n| n.dns().any(|dns| dns.contains('*')))
}

/// A program decided on an end-entity certificate: rules that leave the decision to programs have one to read.
pub fn judged(survey: &Survey<'_>, judgements: &[Judgement]) -> bool {
    end_entities(survey, judgements) && judgements.iter().any(|j| decided(j) && j.check != Check::Upload)
}

/// A program decided whether names match.
pub fn names_judged(survey: &Survey<'_>, judgements: &[Judgement]) -> bool {
    judged(survey, judgements) && judgements.iter().any(|j| decided(j) && !j.host.is_empty())
}

/// A gateway decided on a server.
pub fn gateways(_: &Survey<'_>, judgements: &[Judgement]) -> bool {
    judgements.iter().any(|j| decided(j) && j.check.by_gateway())
}

/// A program or a service decided whether it takes the files.
pub fn loads(_: &Survey<'_>, judgements: &[Judgement]) -> bool {
    judgements.iter().any(|j| decided(j) && matches!(j.check, Check::Load | Check::Upload))
}

/// A service decided whether it takes a file.
pub fn uploads(_: &Survey<'_>, judgements: &[Judgement]) -> bool {
    judgements.iter().any(|j| decided(j) && j.check == Check::Upload)
}

fn decided(judgement: &Judgement) -> bool {
    matches!(judgement.outcome, Outcome::Accepted | Outcome::Rejected)
}
