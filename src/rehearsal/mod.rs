//! How families of programs go about it: one file per procedure, driven by the knobs of a profile.
//!
//! A procedure reports [`Fault`]s in the order in which the program meets them; the profile's words turn the decisive
//! one into the program's own code. No procedure knows a target id.

mod chromium;
mod gateway;
mod gateway_chain;
mod gateway_names;
mod gateway_origin;
mod gnutls;
mod go;
mod java;
mod key_store;
mod loading;
mod meeting;
mod mozpkix;
mod openssl;
mod reading;
pub mod rfc5280;
mod ruling;
mod upload;
mod upload_chain;
mod upload_trust;

pub use meeting::{Dials, Meeting};
pub use reading::Read;
pub use ruling::{Ledger, Ruling, Settled};

use crate::facts::{Certificate, eku};
use crate::fault::{Fault, FaultKind};
use crate::identity::ReferenceIdentifier;
use crate::lists::Map;
use crate::policy::{Check, Confidence, Method, Outcome, Profile, Role, Speech, Word};
use crate::scene::{Scene, Store};
use crate::{identity, profiles};

/// What one target says about one server and host.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Index into `Scene.servers`; `None` for uploads that belong to no server.
    pub server: Option<usize>,
    /// Target id.
    pub target: &'static str,
    /// Host as normalised for the target, empty where it looks at no name.
    pub host: String,
    /// What is judged.
    pub check: Check,
    /// How it ends.
    pub outcome: Outcome,
    /// The target's own identifier.
    pub code: Option<String>,
    /// The phrase its user sees, or why nothing can be said.
    pub message: Option<String>,
    /// How sure.
    pub confidence: Confidence,
    /// Why, the decisive one first.
    pub faults: Vec<Fault>,
}

/// All judgements of the wanted targets over a scene, in catalog order, then server, then host. `told`: those of which a message
/// came with the request.
#[must_use]
pub fn rehearse(scene: &Scene<'_>, targets: Option<&[String]>, told: &[&str]) -> Vec<Judgement> {
    let wanted = |p: &&Profile| match targets {
        Some(list) => list.iter().any(|id| id == p.id),
        None => !p.on_demand() || is_meant(scene, p, told),
    };
    let mut judgements: Vec<Judgement> =
        profiles::ALL.iter().copied().filter(wanted).flat_map(|profile| rehearse_one(scene, profile)).collect();
    if targets.is_none() {
        judgements.iter_mut().filter(|j| reads_another_form(scene, j, told)).for_each(|judgement| {
            judgement.outcome = Outcome::NotApplicable;
            judgement.code = None;
            judgement.message = Some(ANOTHER_FORM.to_owned());
            judgement.faults.clear();
        });
    }
    judgements
}

const ANOTHER_FORM: &str = "It reads files of another form than this one. Choose it to see what it needs.";

/// Whether something says that this program is there: its own scene, a setting, or a text of its own.
fn is_meant(scene: &Scene<'_>, profile: &Profile, told: &[&str]) -> bool {
    let claims = &scene.prepared.claims;
    scene.target.as_deref() == Some(profile.id)
        || told.contains(&profile.id)
        || scene.settings.contains_key(profile.id)
        || claims.settings.contains_key(profile.id)
        || claims.observed.iter().any(|o| o.target.as_deref() == Some(profile.id))
}

/// The file is no text and none that the program reads at all, and nobody said that it should: of all that could be asked, hardly any
/// reads a PFX as well as PEM.
fn reads_another_form(scene: &Scene<'_>, judgement: &Judgement, told: &[&str]) -> bool {
    let server = judgement.server.and_then(|s| scene.servers.get(s));
    let of_file = |fault: &Fault| {
        let files = server.into_iter().flat_map(|s| &s.inputs).filter_map(|&i| scene.prepared.reading.inputs.get(i));
        fault.kind == FaultKind::FormatUnsupported
            && files.map(|f| f.format).any(|format| fault.detail == format && format != "pem")
    };
    judgement.outcome == Outcome::Rejected
        && judgement.faults.first().is_some_and(of_file)
        && profiles::find(judgement.target)
            .is_some_and(|p| !(is_meant(scene, p, told) || p.of_listeners() && server.is_some_and(|s| s.listener)))
}

/// One target over a scene, as far as the scene is about it.
#[must_use]
pub fn rehearse_one(scene: &Scene<'_>, profile: &'static Profile) -> Vec<Judgement> {
    if scene.store == Store::Added {
        let store = if profile.keeps_public_roots() { Store::Both } else { Store::Given };
        return rehearse_one(&Scene { store, ..scene.clone() }, profile);
    }
    if scene.of_clients != profile.checks.contains(&Check::ClientAuth) {
        return Vec::new();
    }
    match takes_part(scene, profile) {
        Part::None => Vec::new(),
        Part::Whole => {
            let mut judgements = judge(scene, profile);
            let asked_here = asked_here(scene);
            judgements.retain(asked_here);
            judgements
        }
        Part::AtServers(listener) => {
            let mut judgements = judge(scene, profile);
            let here = |j: &Judgement| j.server.and_then(|s| scene.servers.get(s)).is_some_and(|s| s.listener == listener);
            let mut asked_here = asked_here(scene);
            judgements.retain(|j| here(j) && asked_here(j));
            judgements
        }
    }
}

/// Where several sites are told apart, a name is asked of the site that has it.
fn asked_here(scene: &Scene<'_>) -> impl FnMut(&Judgement) -> bool {
    let has = |site: &Vec<String>, host: &ReferenceIdentifier| {
        let servers = scene.servers.iter().filter(|s| site.contains(&s.id));
        servers
            .filter_map(|s| s.leaf)
            .any(|leaf| identity::matches(scene.certificate(leaf), host, &identity::IdentityPolicy::RFC9525).matched())
    };
    // Which site has a name is worked out once, however many servers are asked for it.
    let mut known: Map<String, Vec<&Vec<String>>> = Map::default();
    move |judgement| {
        if scene.sites.len() < 2 || judgement.host.is_empty() {
            return true;
        }
        let Some(server) = judgement.server.and_then(|s| scene.servers.get(s)) else { return true };
        // A configuration says which of its servers answers to a name, and nothing of others that are here.
        let claimed = &scene.prepared.claims.sites;
        let answers = |(id, name): &(String, Option<String>)| {
            name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(&judgement.host)).then(|| id == &server.id)
        };
        if !claimed.is_empty() {
            if !scene.sites.iter().any(|site| site.contains(&server.id)) {
                return true;
            }
            let told: Vec<bool> = claimed.iter().filter_map(answers).collect();
            if !told.is_empty() {
                return told.contains(&true);
            }
        }
        if !known.contains(&judgement.host) {
            let host = identity::parse_host(&judgement.host);
            known.insert(judgement.host.clone(), scene.sites.iter().filter(|site| has(site, &host)).collect());
        }
        let sites = known.get(&judgement.host).map_or(&[][..], Vec::as_slice);
        sites.is_empty() || sites.iter().any(|site| site.contains(&server.id))
    }
}

/// What of a scene a target is asked about.
enum Part {
    None,
    Whole,
    /// The listener's servers, or those behind it.
    AtServers(bool),
}

/// A scene about one target rehearses that one, and the clients of what it presents.
fn takes_part(scene: &Scene<'_>, profile: &Profile) -> Part {
    let Some(target) = scene.target.as_deref().filter(|_| !scene.of_clients) else {
        return if scene.elsewhere.iter().any(|t| t == profile.id) { Part::None } else { Part::Whole };
    };
    let presents = profiles::find(target).is_some_and(|p| p.role == Role::ServerLoad);
    match profile.role {
        _ if profile.id == target && presents => Part::Whole,
        _ if profile.id == target && profile.role == Role::Client => Part::AtServers(false),
        _ if profile.id == target => Part::Whole,
        Role::Client if profile.checks.contains(&Check::Connect) => Part::AtServers(!presents),
        _ => Part::None,
    }
}

/// One target over a scene.
fn judge(scene: &Scene<'_>, profile: &'static Profile) -> Vec<Judgement> {
    match profile.method {
        Method::Rfc5280(knobs) => meeting::each(scene, profile, |m| rfc5280::connect(m, knobs)),
        Method::OpenSsl(knobs) => meeting::each(scene, profile, |m| openssl::connect(m, knobs)),
        Method::Java(knobs) => meeting::each(scene, profile, |m| java::connect(m, knobs)),
        Method::GnuTls(knobs) => meeting::each(scene, profile, |m| gnutls::connect(m, knobs)),
        Method::Chromium(knobs) => meeting::each(scene, profile, |m| chromium::connect(m, knobs)),
        Method::MozPkix(knobs) => meeting::each(scene, profile, |m| mozpkix::connect(m, knobs)),
        Method::Go(knobs) => meeting::each(scene, profile, |m| go::connect(m, knobs)),
        Method::Gateway(rules) => gateway::each(scene, profile, &rules),
        Method::Origin(rules) => meeting::each(scene, profile, |m| gateway_origin::connect(m, rules)),
        Method::Loading(rules) => loading::each(scene, profile, rules),
        Method::Upload(rules) => upload::each(scene, profile, rules),
    }
}

/// Why a certificate has no identifier to compare: no subjectAltName, or none of the form that is asked for.
fn no_names(certificate: &Certificate) -> FaultKind {
    if certificate.extension("2.5.29.17").is_none() { FaultKind::NoNames } else { FaultKind::NoNameOfThisForm }
}

/// What an end-entity certificate has to be good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A server presents it.
    Server,
    /// A client shows it.
    Client,
}

impl Purpose {
    /// Its extended key usage.
    #[must_use]
    pub const fn oid(self) -> &'static str {
        match self {
            Self::Server => eku::SERVER_AUTH,
            Self::Client => eku::CLIENT_AUTH,
        }
    }

    /// The fault of a certificate, the end-entity's or an issuer's, that lacks it.
    #[must_use]
    pub const fn missing(self, end_entity: bool) -> FaultKind {
        match (self, end_entity) {
            (Self::Server, true) => FaultKind::ServerAuthMissing,
            (Self::Server, false) => FaultKind::IssuerServerAuthMissing,
            (Self::Client, true) => FaultKind::ClientAuthMissing,
            (Self::Client, false) => FaultKind::IssuerClientAuthMissing,
        }
    }
}

/// Puts a ruling into the target's words.
#[must_use]
pub fn pronounce(profile: &'static Profile, server: Option<usize>, host: String, check: Check, ruling: Ruling) -> Judgement {
    let mut judgement = Judgement {
        server,
        target: profile.id,
        host,
        check,
        outcome: Outcome::Accepted,
        code: None,
        message: None,
        confidence: profile.accepts,
        faults: Vec::new(),
    };
    match ruling {
        Ruling::Accepted(_) => {}
        Ruling::AcceptedBecause(_, why) => judgement.message = Some(why.to_owned()),
        Ruling::NotApplicable(why) => {
            judgement.outcome = Outcome::NotApplicable;
            judgement.message = Some(why.to_owned());
        }
        Ruling::Undetermined(why, faults) => {
            judgement.outcome = Outcome::Undetermined;
            judgement.message = Some(why.to_owned());
            judgement.confidence = Confidence::Inferred;
            judgement.faults = faults;
        }
        Ruling::Rejected(faults) => {
            judgement.outcome = Outcome::Rejected;
            let spoken = match profile.speech {
                Speech::Decisive => faults.get(..1).unwrap_or_default(),
                Speech::Every | Speech::Bits => faults.as_slice(),
            };
            let mut codes: Vec<&str> = Vec::new();
            let mut phrases: Vec<&str> = Vec::new();
            let mut words: Vec<_> = spoken.iter().filter_map(|f| profile.word(f)).collect();
            let bits = words.iter().filter(|_| profile.speech == Speech::Bits).filter_map(|w| bits(w)).fold(0, |all, b| all | b);
            let number = format!("{bits:#x}");
            if bits > 0 {
                words.retain(|w| self::bits(w).is_some());
                codes.push(&number);
            } else if profile.speech == Speech::Bits {
                words.truncate(1);
            }
            for word in &words {
                codes.extend(word.code.filter(|c| bits == 0 && !codes.contains(c)));
                if !word.message.is_empty() && !phrases.contains(&word.message) {
                    phrases.push(word.message);
                }
            }
            judgement.confidence = words.iter().map(|w| w.confidence).max().unwrap_or(Confidence::Inferred);
            judgement.code = (!codes.is_empty()).then(|| codes.join(" "));
            judgement.message = (!phrases.is_empty()).then(|| phrases.join(" "));
            judgement.faults = faults;
        }
    }
    judgement
}

/// The bits that a word's code sets.
fn bits(word: &Word) -> Option<u32> {
    u32::from_str_radix(word.code?.strip_prefix("0x")?, 16).ok()
}
