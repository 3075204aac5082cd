//! From the faults that targets report to the findings that explain them.

use super::common::{evidence, identifiers};
use super::names::wildcard_depth;
use super::registry::{behind, instead, owner};
use super::{Findings, Found, Rule, Severity, Survey, bundle, names};
use crate::fault::{Fault, FaultKind};
use crate::lists::Map;
use crate::octets::same_host;
use crate::policy::{Check, Outcome};
use crate::rehearsal::Judgement;
use crate::report::{Evidence, Place};
use std::cell::RefCell;

/// Without an end-entity certificate every other fault is a consequence.
const ABOVE_ALL: &Rule = &bundle::end_entity_missing::RULE;

/// With a CA in front of the bundle a program takes the CA's certificate for the server's, and finds fault with that.
const fn of_the_first_certificate(kind: FaultKind) -> bool {
    matches!(
        kind.group(),
        FaultKind::CaAsEndEntity
            | FaultKind::NameMismatch
            | FaultKind::NoNames
            | FaultKind::SelfSignedUntrusted
            | FaultKind::ServerAuthMissing
            | FaultKind::ClientAuthMissing
            | FaultKind::KeyUsageUnsuitable
            | FaultKind::EndEntityNotFirst
            | FaultKind::OrderWrong
    )
}

/// Whether a finding says that the fault's certificate stands in front and should not.
fn wrong_in_front(found: &Found, fault: &Fault, server: &str) -> bool {
    *found.rule == bundle::chain_order_wrong::RULE
        && found.severity == Severity::Error
        && found.at.server.as_deref() == Some(server)
        && of_the_first_certificate(fault.kind)
        && (fault.certificate.is_none() || fault.certificate != found.at.certificate)
}

/// Whether findings of a kind are about the chain as a whole: programs disagree on which certificate to blame.
const fn about_the_chain(kind: FaultKind) -> bool {
    matches!(
        kind.group(),
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
            | FaultKind::PolicyUnacceptable
            | FaultKind::PathLengthExceeded
            | FaultKind::IssuerNotCa
            | FaultKind::IssuerKeyUsage
            | FaultKind::IssuerServerAuthMissing
            | FaultKind::IssuerClientAuthMissing
    )
}

/// What was found, and which of it explains which fault: dozens of programs have the same against one server and host.
pub struct Explained<'f> {
    /// What was found.
    pub found: &'f [Found],
    known: RefCell<Map<Asked, [Option<usize>; 2]>>,
}

/// Kind and certificate of a fault, the server where there is one, and the host.
type Asked = (FaultKind, Option<usize>, Option<String>, String);

impl<'f> Explained<'f> {
    /// Nothing is asked yet.
    #[must_use]
    pub fn by(found: &'f [Found]) -> Self {
        Self { found, known: RefCell::default() }
    }

    /// Indexes of the findings that explain a judgement, the decisive one first.
    #[must_use]
    pub fn because(&self, judgement: &Judgement, server: &str) -> Vec<usize> {
        let mut chosen = Vec::new();
        for fault in &judgement.faults {
            let server_of = judgement.server.map(|_| server.to_owned());
            let asked = (fault.kind, fault.certificate, server_of, asked(fault, judgement).to_owned());
            let known = self.known.borrow().get(&asked).copied();
            let both = known.unwrap_or_else(|| {
                let both = self.explain(fault, judgement, server);
                self.known.borrow_mut().insert(asked, both);
                both
            });
            for index in both.into_iter().flatten() {
                if !chosen.contains(&index) {
                    chosen.push(index);
                }
            }
        }
        chosen
    }

    fn explain(&self, fault: &Fault, judgement: &Judgement, server: &str) -> [Option<usize>; 2] {
        let found = self.found;
        let fitting = |rule: &Rule| {
            let fits = |f: &&Found| f.rule == rule && fits(&f.at, fault, judgement, server);
            let position = |wanted: &dyn Fn(&&Found) -> bool| found.iter().position(|f| wanted(&f));
            position(&|f| fits(f) && exactly(&f.at, fault)).or_else(|| position(&|f| fits(f)))
        };
        let in_front = || found.iter().position(|f| wrong_in_front(f, fault, server));
        let told = fitting(ABOVE_ALL).or_else(in_front);
        let own = fitting(owner(fault.kind));
        // The most telling one, and what the fault itself is called where that says more.
        let telling = || behind(fault.kind).find_map(fitting).or(own).or_else(|| instead(fault.kind).find_map(fitting));
        told.map_or_else(|| [telling(), own], |index| [Some(index), None])
    }
}

/// Adds a finding for every fault that no rule reported: what only one target minds, at the place where it does.
pub(super) fn complete(survey: &Survey<'_>, judgements: &[Judgement], findings: &mut Findings) {
    for judgement in judgements.iter().filter(|j| j.outcome == Outcome::Rejected) {
        let server = judgement.server.and_then(|s| survey.scene.servers.get(s)).map_or("", |s| s.id.as_str());
        for fault in &judgement.faults {
            let rule = own_rule(survey, judgement, fault);
            let explained = findings.drafts.iter().any(|d| {
                let of = &d.rule.explains;
                let telling = d.rule == ABOVE_ALL
                    || d.rule == rule
                    || [of.owned, of.behind, of.instead].iter().any(|kinds| kinds.contains(&fault.kind));
                telling && fits(&d.at, fault, judgement, server) || wrong_in_front(d, fault, server)
            });
            if explained {
                continue;
            }
            let leaf = judgement.server.and_then(|s| survey.leaf(s));
            let named = matches!(fault.kind.group(), FaultKind::NameMismatch | FaultKind::NoNames);
            let values = match leaf {
                Some(leaf) if named => identifiers::evidence(survey, leaf, &judgement.host),
                _ => evidence_of(survey, judgement, fault),
            };
            let too_deep = leaf
                .filter(|_| *rule == names::hostname_mismatch::RULE)
                .and_then(|leaf| wildcard_depth::missed(survey, leaf, &judgement.host));
            findings.rule = rule;
            // What one upload field minds stops no connection, nor does a gateway that nobody spoke of.
            let gateway = judgement.check.by_gateway();
            let aside = judgement.check == Check::Upload || (gateway && !survey.about_a_gateway());
            // A server that dials nobody needs nothing for it.
            let dials = judgement.check == Check::Connect
                && matches!(fault.kind, FaultKind::ClientAuthMissing | FaultKind::IssuerClientAuthMissing);
            let severity = match fault.kind {
                _ if aside || dials => Severity::Notice,
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

/// The rule for a fault that nothing explains yet: its owner, unless the scene shows that another one says what is true.
fn own_rule(survey: &Survey<'_>, judgement: &Judgement, fault: &Fault) -> &'static Rule {
    let applies = |r: &&Rule| r.explains.applies.is_some_and(|applies| applies(survey, judgement, fault));
    instead(fault.kind).find(applies).unwrap_or_else(|| owner(fault.kind))
}

const fn about_a_host(kind: FaultKind) -> bool {
    matches!(kind.group(), FaultKind::NameMismatch | FaultKind::NoNames | FaultKind::HostMissing | FaultKind::HostMalformed)
}

fn fits(at: &Place, fault: &Fault, judgement: &Judgement, server: &str) -> bool {
    let same_server = match (&at.server, judgement.server) {
        (Some(id), Some(_)) => id == server,
        _ => true,
    };
    let same_host = match &at.host {
        Some(host) => same_host(host, asked(fault, judgement)),
        None => true,
    };
    same_server && same_host && (about_the_chain(fault.kind) || exactly(at, fault))
}

/// A host that could not be understood has no normalised form; the fault says what was typed.
fn asked<'j>(fault: &'j Fault, judgement: &'j Judgement) -> &'j str {
    if judgement.host.is_empty() { &fault.detail } else { &judgement.host }
}

fn exactly(at: &Place, fault: &Fault) -> bool {
    match (at.certificate, fault.certificate) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}
