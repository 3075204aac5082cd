//! From the faults that targets report to the findings that explain them.

use super::common::{evidence, identifiers};
use super::names::wildcard_depth;
use super::{End, Findings, Severity, Survey, rule};
use crate::fault::{Fault, FaultKind};
use crate::policy::{Check, Outcome};
use crate::rehearsal::Judgement;
use crate::report::{Evidence, Finding, Place};

/// Without an end-entity certificate every other fault is a consequence.
const ABOVE_ALL: &[&str] = &["end-entity-missing"];

/// With a CA in front of the bundle a program takes the CA's certificate for the server's, and finds fault with that.
const fn of_the_first_certificate(kind: FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::CaAsEndEntity
            | FaultKind::NameMismatch
            | FaultKind::NoNames
            | FaultKind::SelfSignedUntrusted
            | FaultKind::ServerAuthMissing
            | FaultKind::KeyUsageUnsuitable
            | FaultKind::EndEntityNotFirst
            | FaultKind::OrderWrong
    )
}

/// Whether a finding says that the fault's certificate stands in front and should not.
fn wrong_in_front(rule: &str, severity: &str, at: &Place, fault: &Fault, server: &str) -> bool {
    rule == "chain-order-wrong"
        && severity == Severity::Error.word()
        && at.server.as_deref() == Some(server)
        && of_the_first_certificate(fault.kind)
        && (fault.certificate.is_none() || fault.certificate != at.certificate)
}

/// Rules that explain a fault, the most telling first. The fault's own rule stands last unless it says most: a missing
/// issuer, for one, is often only the consequence of a wrong certificate in its place.
const fn explanations(kind: FaultKind) -> &'static [&'static str] {
    match kind {
        FaultKind::NameMismatch => &["wildcard-depth", "ip-not-in-san", "hostname-mismatch", "name-match-disputed"],
        FaultKind::NoNames => &["subject-alt-name-absent", "hostname-mismatch", "ip-not-in-san"],
        FaultKind::HostMissing => &["hostname-missing", "ip-not-in-san"],
        FaultKind::IssuerMissing => &[
            "signature-invalid",
            "issuer-key-mismatch",
            "self-signed-end-entity",
            "trust-input-not-a-root",
            "issuer-missing",
            "anchor-mismatch",
            "several-paths",
            "key-id-mismatch",
            "root-not-shared",
        ],
        FaultKind::AnchorUntrusted => &[
            "signature-invalid",
            "issuer-key-mismatch",
            "self-signed-end-entity",
            "anchor-mismatch",
            "trust-input-not-a-root",
            "issuer-missing",
            "root-not-shared",
        ],
        // OpenSSL before 4.0 counts the very second of notAfter as past it.
        FaultKind::Expired => &["end-entity-expired", "end-entity-expires-soon"],
        FaultKind::IssuerExpired => &["issuer-expired", "issuer-expires-soon"],
        FaultKind::AnchorExpired => &["anchor-expired", "issuer-expires-soon"],
        FaultKind::IssuerNotCa => &["issuer-not-a-ca", "issuer-key-usage", "self-signed-end-entity", "trust-input-not-a-root"],
        FaultKind::ServerAuthMissing => &["eku-server-auth-missing", "eku-absent"],
        FaultKind::SelfSignedUntrusted => &["self-signed-end-entity"],
        FaultKind::AnchorNotSelfSigned => &["trust-input-not-a-root", "issuer-missing", "anchor-mismatch"],
        FaultKind::KeyIdMismatch => &["key-id-mismatch", "issuer-key-mismatch", "signature-invalid"],
        FaultKind::SignatureInvalid => &["signature-invalid", "issuer-key-mismatch", "anchor-mismatch"],
        FaultKind::EndEntityNotFirst => {
            &["private-key-for-wrong-order", "chain-order-wrong", "several-end-entity-certificates", "key-mismatch"]
        }
        FaultKind::OrderWrong => &["chain-order-wrong", "key-mismatch"],
        FaultKind::KeyUnsupported => &["weak-key", "uncommon-algorithm", "algorithm-not-taken"],
        FaultKind::SignatureUnsupported => &["weak-signature", "uncommon-algorithm", "algorithm-not-taken"],
        FaultKind::HostMalformed => {
            &["hostname-malformed", "name-match-disputed", "wildcard-depth", "ip-not-in-san", "hostname-mismatch"]
        }
        FaultKind::KeyMismatch => &["private-key-for-wrong-order", "key-mismatch"],
        FaultKind::ChainIncomplete => &["issuer-missing", "root-not-in-file"],
        FaultKind::UnknownCriticalExtension => &["precertificate", "unknown-critical-extension"],
        FaultKind::KeyEncrypted => &["key-encrypted", "locked"],
        FaultKind::KeyMissing => &["public-key-only", "key-encrypted", "locked", "key-missing"],
        FaultKind::CaAsEndEntity => &["ca-as-end-entity", "end-entity-missing"],
        FaultKind::Malformed => &["certificate-damaged", "dns-name-malformed", "unknown-critical-extension"],
        _ => &[],
    }
}

/// Whether findings of a kind are about the chain as a whole: programs disagree on which certificate to blame.
const fn about_the_chain(kind: FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::IssuerMissing
            | FaultKind::AnchorUntrusted
            | FaultKind::SelfSignedUntrusted
            | FaultKind::AnchorNotSelfSigned
            | FaultKind::KeyIdMismatch
            | FaultKind::SignatureInvalid
            | FaultKind::ChainIncomplete
            | FaultKind::ChainSuperfluous
            | FaultKind::EndEntityNotFirst
            | FaultKind::EndEntityMissing
            | FaultKind::OrderWrong
            | FaultKind::KeyMismatch
            | FaultKind::KeyMissing
            | FaultKind::KeyEncrypted
            | FaultKind::NameConstraintViolated
            | FaultKind::PathLengthExceeded
            | FaultKind::IssuerNotCa
            | FaultKind::IssuerKeyUsage
            | FaultKind::IssuerServerAuthMissing
    )
}

/// Indexes of the findings that explain a judgement, the decisive one first.
#[must_use]
pub fn because(judgement: &Judgement, server: &str, findings: &[Finding]) -> Vec<usize> {
    let mut chosen = Vec::new();
    for fault in &judgement.faults {
        let fitting = |id: &str| {
            findings
                .iter()
                .position(|f| f.rule == id && fits(&f.at, fault, judgement, server) && exactly(&f.at, fault))
                .or_else(|| findings.iter().position(|f| f.rule == id && fits(&f.at, fault, judgement, server)))
        };
        let in_front = || findings.iter().position(|f| wrong_in_front(f.rule, f.severity, &f.at, fault, server));
        let told = ABOVE_ALL.iter().copied().find_map(fitting).or_else(in_front);
        // The most telling one, and what the fault itself is called where that says more.
        let telling = || explanations(fault.kind).iter().copied().find_map(fitting);
        let found = told.map_or_else(|| [telling(), fitting(fault.kind.rule())], |index| [Some(index), None]);
        for index in found.into_iter().flatten() {
            if !chosen.contains(&index) {
                chosen.push(index);
            }
        }
    }
    chosen
}

/// Adds a finding for every fault that no rule reported: what only one target minds, at the place where it does.
pub(super) fn complete(survey: &Survey<'_>, judgements: &[Judgement], findings: &mut Findings) {
    for judgement in judgements.iter().filter(|j| j.outcome == Outcome::Rejected) {
        let server = judgement.server.and_then(|s| survey.scene.servers.get(s)).map_or("", |s| s.id.as_str());
        for fault in &judgement.faults {
            let own = own_rule(survey, judgement, fault);
            let explained = findings.drafts.iter().any(|d| {
                let telling = ABOVE_ALL.contains(&d.rule.id) || explanations(fault.kind).contains(&d.rule.id);
                ((telling || d.rule.id == own) && fits(&d.at, fault, judgement, server))
                    || wrong_in_front(d.rule.id, d.severity.word(), &d.at, fault, server)
            });
            if explained {
                continue;
            }
            let Some(rule) = rule(own) else { continue };
            let leaf = judgement.server.and_then(|s| survey.leaf(s));
            let named = matches!(fault.kind, FaultKind::NameMismatch | FaultKind::NoNames);
            let values = match leaf {
                Some(leaf) if named => identifiers::evidence(survey, leaf, &judgement.host),
                _ => evidence_of(survey, judgement, fault),
            };
            let too_deep = leaf
                .filter(|_| own == "hostname-mismatch")
                .and_then(|leaf| wildcard_depth::missed(survey, leaf, &judgement.host));
            findings.rule = rule;
            // What one upload field minds stops no connection, nor does a gateway that nobody spoke of.
            let gateway = matches!(judgement.check, Check::Probe | Check::Traffic);
            let aside = judgement.check == Check::Upload || (gateway && !survey.about_a_gateway());
            let severity = match fault.kind {
                _ if aside => Severity::Notice,
                FaultKind::HostMissing if gateway => Severity::Error,
                _ => rule.severity,
            };
            let place = Place {
                certificate: fault.certificate,
                // What is trusted is the same for all servers.
                server: Some(server)
                    .filter(|s| !s.is_empty() && fault.kind != FaultKind::UploadWrongCertificate)
                    .map(str::to_owned),
                host: about_a_host(fault.kind).then(|| judgement.host.clone()).filter(|h| !h.is_empty()),
                ..Place::default()
            };
            findings.report_as(severity, place.clone(), values);
            if let Some(values) = too_deep {
                findings.rule = &wildcard_depth::RULE;
                findings.report(place, values);
            }
        }
    }
}

fn evidence_of(survey: &Survey<'_>, judgement: &Judgement, fault: &Fault) -> Vec<Evidence> {
    let mut values = Vec::new();
    if let Some(certificate) = fault.certificate.filter(|&c| c < survey.scene.prepared.pool.len()) {
        values.push(evidence::name("Certificate", survey.label(certificate)));
    }
    if !judgement.host.is_empty() {
        values.push(evidence::name("Asked for", judgement.host.clone()));
    }
    if !fault.detail.is_empty() {
        values.push(evidence::plain("Detail", fault.detail.clone()));
    }
    values
}

/// The rule for a fault that nothing explains yet. Some kinds are told apart by the scene: a file that lacks
/// nothing but the root, a name that the standard accepts and this target does not, purposes that are not listed at all.
fn own_rule(survey: &Survey<'_>, judgement: &Judgement, fault: &Fault) -> &'static str {
    let chain = judgement.server.and_then(|s| survey.chains.get(s));
    match fault.kind {
        FaultKind::IssuerMissing | FaultKind::AnchorUntrusted if chain.is_some_and(|c| c.end == End::Anchor) => "root-not-shared",
        FaultKind::ChainIncomplete if chain.is_some_and(|c| c.end == End::Anchor) => "root-not-in-file",
        // A host that can be compared, which this target refuses to look at.
        FaultKind::NameMismatch | FaultKind::HostMalformed if identifiers::standard_accepts(survey, judgement) => {
            "name-match-disputed"
        }
        // Damage is for the rule to say; what a program calls a bad signature is mostly another key of the same name.
        FaultKind::SignatureInvalid => "issuer-key-mismatch",
        FaultKind::KeyUnsupported | FaultKind::SignatureUnsupported => "algorithm-not-taken",
        FaultKind::ServerAuthMissing if says_no_purpose(survey, judgement, fault) => "eku-absent",
        kind => kind.rule(),
    }
}

fn says_no_purpose(survey: &Survey<'_>, judgement: &Judgement, fault: &Fault) -> bool {
    let pool = &survey.scene.prepared.pool;
    let certificate = fault.certificate.filter(|&c| c < pool.len()).or_else(|| survey.leaf(judgement.server?));
    certificate.is_some_and(|c| survey.certificate(c).extended_key_usage.is_none())
}

const fn about_a_host(kind: FaultKind) -> bool {
    matches!(kind, FaultKind::NameMismatch | FaultKind::NoNames | FaultKind::HostMissing | FaultKind::HostMalformed)
}

fn fits(at: &Place, fault: &Fault, judgement: &Judgement, server: &str) -> bool {
    let same_server = match (&at.server, judgement.server) {
        (Some(id), Some(_)) => id == server,
        _ => true,
    };
    let same_host = match &at.host {
        Some(host) => same_host(host, &judgement.host),
        None => true,
    };
    same_server && same_host && (about_the_chain(fault.kind) || exactly(at, fault))
}

fn exactly(at: &Place, fault: &Fault) -> bool {
    match (at.certificate, fault.certificate) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Targets normalise hosts in their own way; a trailing dot and case make no other host.
fn same_host(a: &str, b: &str) -> bool {
    a.trim_end_matches('.').eq_ignore_ascii_case(b.trim_end_matches('.'))
}
