//! Why, in half a sentence with the values in it.

use super::lead::Lead;
use crate::diagnosis::words::Words;
use crate::fault::FaultKind;
use crate::policy::Check;
use crate::rehearsal::Judgement;
use crate::report::{Finding, Span};
use crate::rules::{Found, Survey, because};
use crate::scene::Scene;

/// The finding that a refusal is put down to. A certificate with the name of its issuer is taken for self-signed by
/// programs that look no further: what is wrong is the name.
pub fn first(scene: &Scene<'_>, judgement: &Judgement, server: &str, found: &[Found]) -> Option<usize> {
    let all = because(judgement, server, found);
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
    let renamed = namesake
        .filter(|_| of_trust)
        .and_then(|l| found.iter().position(|f| f.rule.id == "subject-same-as-issuer" && f.at.certificate == Some(l)));
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
    match finding.map_or("", |f| f.rule) {
        "hostname-mismatch" | "ip-not-in-san" | "hostname-missing" => return name_clause(survey, lead, leaf),
        "wildcard-depth" => {
            let wildcard = finding.and_then(|f| f.evidence.last()).map(|e| e.value.clone()).unwrap_or_default();
            return words.say("the wildcard ").name(wildcard).say(" stands for exactly one label").end();
        }
        "subject-alt-name-absent" => {
            return words.say("the certificate has no subject alternative name, only a common name").end();
        }
        "name-match-disputed" => {
            let says = if host_is_address(&lead.judgement.host) {
                "they do not look at IP entries, although the certificate has this one"
            } else {
                "the certificate has the name, but their rules for names are stricter"
            };
            return words.say(says).end();
        }
        "certificate-damaged" => return words.say("a certificate in the bundle is damaged and cannot be read").end(),
        "pem-truncated" => return words.say("the file breaks off in the middle of a certificate or key").end(),
        "end-entity-missing" => return words.say("the bundle holds only CA certificates, none for the server itself").end(),
        "issuer-missing" => {
            let issuer = place.map(|c| survey.certificate(c).issuer.to_rfc4514()).unwrap_or_default();
            return label(words.say("the issuer of ")).say(" is in no file, ").name(issuer).end();
        }
        "issuer-key-mismatch" => return label(words).say(" has the name of the issuer but another key").end(),
        "key-id-mismatch" => return label(words).say(" asks for another key id than its issuer has").end(),
        "signature-invalid" => return label(words.say("the signature of ")).say(" does not verify, the data was altered").end(),
        "self-signed-end-entity" => return label(words).say(" is self-signed and not trusted as it stands").end(),
        "subject-same-as-issuer" => {
            return label(words).say(" has the name of the CA that issued it, so it looks like its own issuer").end();
        }
        "anchor-mismatch" => return anchor_clause(survey, lead),
        "trust-input-not-a-root" => return label(words.say("the certificate given as trusted, ")).say(", is not a root").end(),
        "chain-order-wrong" => return order_clause(survey, lead),
        "private-key-for-wrong-order" => return key_order_clause(survey, lead),
        "end-entity-expires-soon" | "issuer-expires-soon" => {
            let when = place.map_or(0, |c| survey.certificate(c).not_after);
            return label(words).say(" is at the end of its validity period, ").time(when).end();
        }
        "certificate-version" => return label(words).say(" has an old format version").end(),
        "chain-too-long" => return words.say("the chain has more CAs than they follow").end(),
        "uncommon-algorithm" => return label(words).say(" uses an algorithm that they do not support").end(),
        "dns-name-malformed" => return words.say("the certificate has a malformed DNS entry").end(),
        "transparency-missing" => return words.say("the certificate carries no proof that it was logged publicly").end(),
        "several-paths" => {
            return label(words).say(" exists in several versions, and the first one leads to no trusted root").end();
        }
        "key-mismatch" => {
            return words.say("the private key does not belong to ").name(leaf.map_or(String::new(), |l| survey.label(l))).end();
        }
        "end-entity-expired" | "issuer-expired" | "anchor-expired" => {
            let when = place.map_or(0, |c| survey.certificate(c).not_after);
            return label(words).say(" expired on ").time(when).end();
        }
        "not-yet-within-validity" => {
            let when = place.map_or(0, |c| survey.certificate(c).not_before);
            return label(words).say(" is not within its validity period before ").time(when).end();
        }
        "revoked" => return label(words).say(" has been revoked").end(),
        "issuer-not-a-ca" => return label(words).say(" issued a certificate without being marked as a CA").end(),
        "issuer-key-usage" => return label(words).say(" may not sign certificates").end(),
        "path-length-exceeded" => return label(words).say(" has more CAs below it than it may have").end(),
        "name-constraint-violated" => return words.say("the certificate has a name that its CA may not issue for").end(),
        "eku-server-auth-missing" => return label(words).say(" may not be used for a TLS server").end(),
        "issuer-eku-server-auth-missing" => return label(words).say(" may not issue certificates for TLS servers").end(),
        "key-usage-unsuitable" => return label(words.say("the key usage of ")).say(" does not fit a TLS server").end(),
        "ca-as-end-entity" => return label(words).say(" is marked as a CA").end(),
        "unknown-critical-extension" => return label(words).say(" has a critical extension that programs do not know").end(),
        "precertificate" => return label(words).say(" is a precertificate, not the certificate itself").end(),
        "weak-key" => return label(words.say("the key of ")).say(" is too small").end(),
        "weak-signature" => return label(words).say(" is signed with an outdated hash").end(),
        "lifetime-too-long" => return label(words).say(" runs longer than they accept").end(),
        "key-missing" => return words.say("there is no private key among the files").end(),
        "key-encrypted" => return words.say("the private key is encrypted with a password").end(),
        "pfx-encryption" => return words.say("the PFX is encrypted in a way that they may not open").end(),
        _ => {}
    }
    match finding {
        Some(finding) => words.say(finding.title).end(),
        None if fault.is_some_and(|f| f.kind == FaultKind::NameMismatch) => name_clause(survey, lead, leaf),
        None => words.say("see the verdicts below").end(),
    }
}

/// Findings that say what one target minds, beside others that do not: where it is the one in question, what it minds is
/// said of it, not of "one target".
const OF_ONE_TARGET: &[&str] = &["root-not-shared", "uploaded-certificate-wrong"];

fn one_target(survey: &Survey<'_>, lead: &Lead<'_>, finding: Option<&Finding>) -> Option<Vec<Span>> {
    let rule = finding.map(|f| f.rule).filter(|r| OF_ONE_TARGET.contains(r))?;
    let fault = lead.judgement.faults.first()?;
    let words = Words::default();
    if rule == "root-not-shared" {
        let chain = lead.judgement.server.and_then(|s| survey.chains.get(s));
        let root = chain.and_then(crate::rules::Chain::top).map(|i| survey.label(i)).unwrap_or_default();
        let words = words.say("it trusts the well-known CAs only, and the chain leads to ").name(root);
        return Some(words.say(", which is not one of them").end());
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
    let rule = finding.map(|f| f.rule).filter(|r| OF_ONE_TARGET.contains(r))?;
    let words = Words::default();
    if rule == "root-not-shared" {
        return Some(
            words.say("Well-known CAs are the public ones. A private root has to be uploaded and chosen instead.").end(),
        );
    }
    let fault = lead.judgement.faults.first()?;
    let no_ca = fault.certificate.is_some_and(|i| !survey.certificate(i).is_ca());
    Some(match lead.judgement.check {
        Check::Upload if no_ca => words.say("What is uploaded here is a CA certificate, and this one belongs to a server or a client.").end(),
        Check::Probe | Check::Traffic => {
            words.say("The two have to be the same certificate, byte for byte. A server that is asked without its name may present its default certificate.").end()
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
    let words = if lead.by_gateway() && host_is_address(host) {
        words.say("it is given the address ").name(host).say(" where it needs a host name, and the certificate presents ")
    } else if lead.by_gateway() {
        words.say("the name it checks is ").name(host).say(", and the certificate presents ")
    } else {
        words.say("the certificate presents ")
    };
    let presented = leaf.map(|l| crate::rules::presented_names(survey.certificate(l))).unwrap_or_default();
    match presented.as_slice() {
        [] => words.say("no name at all").end(),
        [one] if host_is_address(host) && one == host => words.say("this address as a DNS name, where it does not count").end(),
        [one] => words.say("only ").name(one.clone()).end(),
        several => words.names(several, " other names").end(),
    }
}

fn anchor_clause(survey: &Survey<'_>, lead: &Lead<'_>) -> Vec<Span> {
    let chain = lead.judgement.server.and_then(|s| survey.chains.get(s));
    let top = chain.and_then(crate::rules::Chain::top);
    let root = match (chain.map(|c| c.end), top) {
        (Some(crate::rules::End::Untrusted), Some(top)) => survey.label(top),
        (_, Some(top)) => issuer_label(survey, top),
        _ => String::new(),
    };
    let words = Words::default().say("its chain leads to ").name(root);
    if !survey.scene.has_trust_input() {
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

/// Whether a host is an address rather than a name.
pub fn host_is_address(host: &str) -> bool {
    matches!(crate::identity::parse_host(host).kind, crate::identity::ReferenceKind::Ip(_))
}
