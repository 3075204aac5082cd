//! A gateway checks the servers behind it: a health probe and live traffic, each with a name of its own.

use super::gateway_chain::{self, Chain};
use super::gateway_names::{self, Asked, Config};
use super::{Judgement, Ledger, Ruling, pronounce};
use crate::fault::{Fault, FaultKind};
use crate::identity::{self, NameMatch, Presented, ReferenceIdentifier, ReferenceKind, WhyNot};
use crate::policy::{BackendTrust, Check, Confidence, GatewayRules, Profile};
use crate::scene::{Scene, ServerScene};

const NOTHING_PRESENTED: &str = "The backend server presents no certificate.";
const NO_UPLOAD: &str = "No authentication certificate was given. The gateway needs the backend server's own certificate, \
                         unless the backend is a trusted Azure service.";
const NAME_RULES_UNPUBLISHED: &str = "Whether this name counts is not documented: partial wildcards, wildcards right under \
                                      a top-level domain, underscores under a wildcard and trailing dots are best avoided.";
const COMMON_NAME_ONLY: &str = "The pool member's name is a subject alternative name of the certificate but not its common \
                                name (CN). How the gateway treats that is not documented.";
const SNI_NAME_ON_PROBE: &str = "Whether the health probe uses the SNI name of the backend setting is not documented, and \
                                 the answer depends on it.";

/// A ruling and how sure it is.
pub(super) struct Opinion {
    /// How it ends.
    pub ruling: Ruling,
    /// How sure, beyond what the profile's word says.
    pub confidence: Confidence,
}

impl Opinion {
    /// Refused in the gateway's own words, named by `term`.
    pub fn refused(fault: Fault, term: &'static str, confidence: Confidence) -> Self {
        Self { ruling: Ruling::refused(fault.named(term)), confidence }
    }

    /// Could not tell.
    pub fn undetermined(why: &'static str, faults: Vec<Fault>) -> Self {
        Self { ruling: Ruling::Undetermined(why, faults), confidence: Confidence::Inferred }
    }
}

/// All servers under all names that the gateway would ask for.
pub(super) fn each(scene: &Scene<'_>, profile: &'static Profile, rules: &GatewayRules) -> Vec<Judgement> {
    let config = Config::of(scene, profile);
    let mut judgements = Vec::new();
    for (index, server) in scene.asked().filter(|(_, s)| !s.listener) {
        for &check in profile.checks {
            for asked in gateway_names::asked(scene, server, &config, check, rules.trust) {
                let opinion = match rules.trust {
                    _ if server.presented.is_empty() => {
                        Opinion { ruling: Ruling::NotApplicable(NOTHING_PRESENTED), confidence: profile.accepts }
                    }
                    BackendTrust::Root => with_root(scene, server, profile, rules, &config, &asked),
                    BackendTrust::EndEntity => with_end_entity(scene, server, profile, &asked),
                };
                judgements.push(speak(profile, index, check, &asked, opinion));
            }
        }
    }
    judgements
}

fn speak(profile: &'static Profile, server: usize, check: Check, asked: &Asked<'_>, opinion: Opinion) -> Judgement {
    let mut judgement = pronounce(profile, Some(server), asked.shown(), check, opinion.ruling);
    judgement.confidence = judgement.confidence.max(opinion.confidence);
    judgement
}

/// Path first, then dates, then the name: the order is ours, each cause is documented.
fn with_root(
    scene: &Scene<'_>,
    server: &ServerScene,
    profile: &'static Profile,
    rules: &GatewayRules,
    config: &Config,
    asked: &Asked<'_>,
) -> Opinion {
    let chain = gateway_chain::judge(scene, server, config);
    let (path, remark, sure) = match chain {
        Chain::Sound { path, remark, confidence } => (path, remark, confidence),
        Chain::Ends(opinion) => return opinion,
    };
    let leaf = path.first().copied().unwrap_or_default();
    let taken = |confidence: Confidence| Opinion {
        ruling: Ledger::default().accept(scene, &path).remarked(remark),
        confidence: sure.max(confidence),
    };
    if !config.validate_sni {
        return taken(Confidence::Documented);
    }
    let compare = |reference| name(scene, leaf, profile, rules, reference);
    match asked {
        Asked::Unknown(why) => Opinion::undetermined(why, Vec::new()),
        Asked::Nothing => Opinion::refused(Fault::new(FaultKind::HostMissing), "M1", Confidence::Documented),
        Asked::Name(reference) => compare(reference).map_or_else(|opinion| opinion, taken),
        // The probe with an SNI name in the setting: certain only where both readings end alike.
        Asked::Either(usual, sni) => {
            let usual = usual
                .map_or_else(|| Err(Opinion::refused(Fault::new(FaultKind::HostMissing), "M1", Confidence::Documented)), compare);
            match (usual, compare(sni)) {
                (Ok(_), Ok(_)) => taken(Confidence::Inferred),
                (Err(usual), Err(_)) => Opinion { confidence: Confidence::Inferred, ..usual },
                (Err(opinion), Ok(_)) | (Ok(_), Err(opinion)) => {
                    let faults = if let Ruling::Rejected(faults) = opinion.ruling { faults } else { Vec::new() };
                    Opinion::undetermined(SNI_NAME_ON_PROBE, faults)
                }
            }
        }
    }
}

/// The name against the end-entity certificate: how sure a match is, or why there is none.
fn name(
    scene: &Scene<'_>,
    leaf: usize,
    profile: &'static Profile,
    rules: &GatewayRules,
    reference: &ReferenceIdentifier,
) -> Result<Confidence, Opinion> {
    let certificate = scene.certificate(leaf);
    let policy = profile.identity.unwrap_or(&identity::IdentityPolicy::AZURE);
    let found = identity::matches(certificate, reference, policy);
    if let Some(Presented::AlternativeName(_, name) | Presented::CommonName(name)) = &found.by {
        // Wildcards are documented for the listener; on backends they are known from users alone.
        return Ok(if name.contains('*') { Confidence::Inferred } else { Confidence::Documented });
    }
    if identity::matches(certificate, reference, rules.widest_identity).matched() {
        return Err(Opinion::undetermined(NAME_RULES_UNPUBLISHED, vec![mismatch(&found, scene, leaf, reference)]));
    }
    // The wildcard's reach over deeper names is inferred, that it leaves the domain itself out is documented.
    let host = reference.ascii.as_str();
    let deeper = certificate
        .dns_names()
        .filter_map(|n| n.strip_prefix("*."))
        .any(|d| host.strip_suffix(&d.to_ascii_lowercase()).is_some_and(|above| above.ends_with('.')));
    let confidence = if deeper { Confidence::Inferred } else { Confidence::Documented };
    Err(Opinion::refused(mismatch(&found, scene, leaf, reference), "M1", confidence))
}

fn mismatch(found: &NameMatch, scene: &Scene<'_>, leaf: usize, reference: &ReferenceIdentifier) -> Fault {
    let kind = match found.why_not {
        Some(WhyNot::HostMissing | WhyNot::AddressNeverMatches) => {
            return Fault::new(FaultKind::HostMissing).with(&reference.ascii);
        }
        Some(WhyNot::HostRefused) => return Fault::new(FaultKind::HostMalformed).with(&reference.host),
        Some(WhyNot::NoIdentifier) => super::no_names(scene.certificate(leaf)),
        _ => FaultKind::NameMismatch,
    };
    Fault::of(kind, leaf).with(&reference.ascii)
}

/// No path at all: the presented certificate has to be the uploaded one, within its validity period, and its common
/// name the pool member's.
fn with_end_entity(scene: &Scene<'_>, server: &ServerScene, profile: &'static Profile, asked: &Asked<'_>) -> Opinion {
    let leaf = server.leaf.or(server.presented.first().copied()).unwrap_or_default();
    if scene.trust.is_empty() {
        return Opinion::undetermined(NO_UPLOAD, Vec::new());
    }
    if !scene.trust.contains(&leaf) {
        let uploaded = scene.trust.first().copied().unwrap_or(leaf);
        let fault = Fault::of(FaultKind::UploadWrongCertificate, uploaded);
        return Opinion::refused(fault, "M9", Confidence::Reported);
    }
    if let Some(fault) = gateway_chain::outside_validity(scene, &[leaf]).into_iter().next() {
        return Opinion::refused(fault, "M2", Confidence::Documented);
    }
    // No signature is looked at: the certificate is the uploaded one.
    let accepted = |confidence| Opinion { ruling: Ledger::default().accept(scene, &[leaf]), confidence };
    let reference = match asked {
        Asked::Name(reference) => reference,
        Asked::Unknown(why) => return Opinion::undetermined(why, Vec::new()),
        // Without a name there is no SNI and nothing to compare.
        Asked::Nothing | Asked::Either(..) => return accepted(Confidence::Documented),
    };
    let certificate = scene.certificate(leaf);
    let policy = profile.identity.unwrap_or(&identity::IdentityPolicy::AZURE);
    let found = identity::matches(certificate, reference, policy);
    if let Some(Presented::CommonName(name)) = &found.by {
        return accepted(if name.contains('*') { Confidence::Inferred } else { Confidence::Documented });
    }
    let fault = mismatch(&found, scene, leaf, reference);
    if reference.kind == ReferenceKind::Dns && found.matched() {
        return Opinion::undetermined(COMMON_NAME_ONLY, vec![fault]);
    }
    Opinion::refused(fault, "M1a", Confidence::Documented)
}
