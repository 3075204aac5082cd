//! Why, in half a sentence with the values in it.

use super::lead::Lead;
use crate::diagnosis::words::Words;
use crate::fault::FaultKind;
use crate::identity::is_address;
use crate::path::order::is_self_signed;
use crate::policy::Check;
use crate::rehearsal::Judgement;
use crate::report::{Finding, Span};
use crate::rules::{self, Clause, Explained, Survey};
use crate::scene::Scene;

/// The finding that a refusal is put down to. A certificate with the name of its issuer is taken for self-signed by
/// programs that look no further: what is wrong is the name.
pub fn first(scene: &Scene<'_>, judgement: &Judgement, server: &str, explained: &Explained<'_>) -> Option<usize> {
    let all = explained.because(judgement, server);
    let leaf = judgement.server.and_then(|s| scene.servers.get(s)).and_then(|s| s.leaf);
    let prepared = scene.prepared;
    let namesake = leaf.filter(|&l| {
        let (certificate, graph) = (prepared.certificate(l), &prepared.graph);
        let other = graph
            .issuers(l)
            .iter()
            .any(|e| e.issuer != l && graph.signature(&prepared.pool, l, e.issuer) == crate::signature::Verification::Verified);
        certificate.is_self_issued() && other
    });
    let of_trust = judgement.faults.first().is_some_and(|f| {
        matches!(f.kind.group(), FaultKind::SelfSignedUntrusted | FaultKind::AnchorUntrusted | FaultKind::IssuerMissing)
    });
    let renamed = namesake.filter(|_| of_trust).and_then(|l| {
        explained.found.iter().position(|f| *f.rule == rules::SUBJECT_SAME_AS_ISSUER && f.at.certificate == Some(l))
    });
    renamed.or(all.first().copied())
}

/// The clause after the colon.
pub fn clause(survey: &Survey<'_>, lead: &Lead<'_>, finding: Option<&Finding>) -> Vec<Span> {
    let fault = lead.judgement.faults.first();
    let leaf = lead.judgement.server.and_then(|s| survey.leaf(s));
    let place = finding.and_then(|f| f.at.certificate).or(fault.and_then(|f| f.certificate)).or(leaf);
    let place = place.filter(|&c| c < survey.scene.prepared.pool.len());
    let label = |words: Words| match place {
        Some(index) => words.name(survey.label(index)),
        None => words.say("a certificate"),
    };
    let words = Words::default();
    if let Some(clause) = one_target(survey, lead, finding) {
        return clause;
    }
    let Some((finding, rule)) = finding.and_then(|f| Some((f, rules::rule(f.rule)?))) else {
        return match fault {
            Some(fault) if fault.kind == FaultKind::NameMismatch => name_clause(survey, lead, leaf),
            _ => words.say("see the verdicts below").end(),
        };
    };
    match rule.clause {
        Clause::Title => vec![Span { text: finding.title[..1].to_lowercase() + &finding.title[1..], form: "plain" }],
        Clause::Words(text) => words.say(text).end(),
        Clause::Of(before, after) => label(words.say(before)).say(after).end(),
        Clause::Until(text) => label(words).say(text).time(place.map_or(0, |c| survey.certificate(c).not_after)).end(),
        Clause::From(text) => label(words).say(text).time(place.map_or(0, |c| survey.certificate(c).not_before)).end(),
        Clause::Issuer => {
            let issuer = place.map(|c| survey.certificate(c).issuer.to_rfc4514()).unwrap_or_default();
            if let Some((here, is_root)) = place.and_then(|c| issuer_at_hand(survey, c)) {
                let words = words.say(match (is_root, survey.scene.of_clients) {
                    (true, _) => "what is trusted lacks ",
                    (false, true) => "the client does not send ",
                    (false, false) => "the server does not send ",
                });
                return label(words.name(survey.label(here)).say(", the issuer of ")).end();
            }
            label(words.say("the issuer of ")).say(" is in no file, ").name(issuer).end()
        }
        Clause::Key => {
            words.say("the private key does not belong to ").name(leaf.map_or(String::new(), |l| survey.label(l))).end()
        }
        Clause::Names => name_clause(survey, lead, leaf),
        Clause::Wildcard => {
            let wildcard = finding.evidence.last().map(|e| e.value.clone()).unwrap_or_default();
            words.say("the wildcard ").name(wildcard).say(" stands for exactly one label").end()
        }
        Clause::Disputed if is_address(&lead.judgement.host) => {
            words.say("IP entries are not looked at, although the certificate has this one").end()
        }
        Clause::Disputed => words.say("the certificate has the name, but the rules for names are stricter there").end(),
        Clause::Anchor => anchor_clause(survey, lead),
        Clause::Order => order_clause(survey, lead),
        Clause::KeyOrder => key_order_clause(survey, lead),
    }
}

/// The issuer that is missing where it is looked for, and lies here in a file that has another place; whether it is a root.
fn issuer_at_hand(survey: &Survey<'_>, certificate: usize) -> Option<(usize, bool)> {
    let prepared = survey.scene.prepared;
    let mut issuers = prepared.graph.issuers(certificate).iter().map(|e| e.issuer);
    let here = issuers.find(|&i| i != certificate && !prepared.pool[i].items.is_empty())?;
    Some((here, is_self_signed(&prepared.pool, &prepared.graph, here)))
}

/// Findings that say what one target minds, beside others that do not: where it is the one in question, what it minds is
/// said of it, not of "one target".
fn one_target(survey: &Survey<'_>, lead: &Lead<'_>, finding: Option<&Finding>) -> Option<Vec<Span>> {
    let (finding, fault) = (finding?, lead.judgement.faults.first()?);
    let words = Words::default();
    if rules::ROOT_NOT_SHARED.found(finding) {
        let chain = lead.judgement.server.and_then(|s| survey.chains.get(s));
        let root = chain.and_then(rules::Chain::top).map(|i| survey.label(i)).unwrap_or_default();
        let words = words.say("it trusts the well-known CAs only, and the chain leads to ").name(root);
        return Some(words.say(", which is not one of them").end());
    }
    if !rules::UPLOADED_CERTIFICATE_WRONG.found(finding) {
        return None;
    }
    let given = fault.certificate.map(|i| survey.label(i)).unwrap_or_default();
    let presented = lead.judgement.server.and_then(|s| survey.leaf(s)).map(|l| survey.label(l));
    Some(match (lead.judgement.check, presented) {
        (Check::Upload, _) if fault.certificate.is_some_and(|i| !survey.certificate(i).is_ca()) => {
            words.name(given).say(" is not marked as a CA (CA:TRUE)").end()
        }
        (Check::Probe | Check::Traffic, Some(presented)) => {
            let words = words.say("it compares what the server presents, ").name(presented);
            words.say(", with what was uploaded, ").name(given).end()
        }
        _ => words.name(given).say(" is not the certificate that belongs here").end(),
    })
}

/// The cause in general words for such a finding.
pub fn of_one_target(survey: &Survey<'_>, lead: &Lead<'_>, finding: Option<&Finding>) -> Option<Vec<Span>> {
    let finding = finding?;
    let words = Words::default();
    if rules::ROOT_NOT_SHARED.found(finding) {
        return Some(if lead.by_gateway() {
            Words::of("Well-known CAs are the public ones. Upload a private root and choose it instead.")
        } else {
            Words::of("Well-known CAs are the public ones. This service takes no other root.")
        });
    }
    if rules::ISSUER_MISSING.found(finding)
        && let Some((_, true)) = finding.at.certificate.and_then(|c| issuer_at_hand(survey, c))
    {
        return Some(Words::of(
            "The root above the chain is not among what is trusted. Whoever verifies needs the root in a list of its own; that it is sent does not help.",
        ));
    }
    let fault = lead.judgement.faults.first().filter(|_| rules::UPLOADED_CERTIFICATE_WRONG.found(finding))?;
    let no_ca = fault.certificate.is_some_and(|i| !survey.certificate(i).is_ca());
    Some(match lead.judgement.check {
        Check::Upload if no_ca => words.say("What is uploaded here is a CA certificate, and this one belongs to a server or a client.").end(),
        Check::Probe | Check::Traffic => {
            words.say("The two must be the same certificate, byte for byte. A server that is asked without its name may present its default certificate.").end()
        }
        _ => words.say("The field takes the root of the chain.").end(),
    })
}

/// What is asked for against what is presented.
fn name_clause(survey: &Survey<'_>, lead: &Lead<'_>, leaf: Option<usize>) -> Vec<Span> {
    let host = lead.judgement.host.as_str();
    let words = Words::default();
    if host.is_empty() {
        return words.say("it has no host name to check the certificate against").end();
    }
    let words = if lead.by_gateway() && is_address(host) {
        words.say("it is given the address ").name(host).say(" where it needs a host name, and the certificate presents ")
    } else if lead.by_gateway() {
        words.say("the name it checks is ").name(host).say(", and the certificate presents ")
    } else {
        words.say("the certificate presents ")
    };
    let presented = leaf.map(|l| rules::presented_names(survey.certificate(l))).unwrap_or_default();
    match presented.as_slice() {
        [] => words.say("no name at all").end(),
        [one] if is_address(host) && one == host => words.say("this address as a DNS name, where it does not count").end(),
        [one] => words.say("only ").name(one.clone()).end(),
        several => words.names(several, " other names").end(),
    }
}

fn anchor_clause(survey: &Survey<'_>, lead: &Lead<'_>) -> Vec<Span> {
    let chain = lead.judgement.server.and_then(|s| survey.chains.get(s));
    let top = chain.and_then(rules::Chain::top);
    let root = match (chain.map(|c| c.end), top) {
        (Some(rules::End::Untrusted), Some(top)) => survey.label(top),
        (_, Some(top)) => issuer_label(survey, top),
        _ => String::new(),
    };
    let words = Words::default().say("its chain leads to ").name(root);
    if !survey.scene.has_trust_input() || survey.anchors.is_empty() {
        return words.say(", which is no public root").end();
    }
    let trusted: Vec<String> = survey.anchors.iter().map(|&a| survey.label(a)).collect();
    words.say(", and what is trusted is ").names(&trusted, " others").end()
}

fn issuer_label(survey: &Survey<'_>, certificate: usize) -> String {
    let issuer = &survey.certificate(certificate).issuer;
    issuer.common_names().last().map_or_else(|| issuer.to_rfc4514(), str::to_owned)
}

fn order_clause(survey: &Survey<'_>, lead: &Lead<'_>) -> Vec<Span> {
    match first_and_own(survey, lead) {
        Some((first, leaf)) if first != leaf => {
            let words = Words::default().say("the first certificate in the file is ").name(survey.label(first));
            words.say(", it should be ").name(survey.label(leaf)).end()
        }
        _ => Words::of("the issuers are not in the order in which they issued each other"),
    }
}

fn key_order_clause(survey: &Survey<'_>, lead: &Lead<'_>) -> Vec<Span> {
    let Some((first, leaf)) = first_and_own(survey, lead) else { return Words::of("the key belongs to another certificate") };
    let words = Words::default().say("the first certificate in the file is ").name(survey.label(first));
    let words = words.say(", and the key belongs to ").name(survey.label(leaf));
    if survey.label(first) != survey.label(leaf) {
        return words.end();
    }
    words.say(" that expires on ").time(survey.certificate(leaf).not_after).end()
}

fn first_and_own(survey: &Survey<'_>, lead: &Lead<'_>) -> Option<(usize, usize)> {
    let server = lead.judgement.server?;
    Some((*survey.scene.servers.get(server)?.presented.first()?, survey.leaf(server)?))
}
