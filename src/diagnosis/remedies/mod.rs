//! What can be done about a refusal: one file a kind of remedy. Each looks at one refusal in its scene and offers
//! changes, with what they cost and how to carry them out in the target's own terms. Whether one cures is not its
//! business: the rehearsal says so.

mod dates;
mod files;
mod issuers;
mod names;
mod order;
mod reissue;
mod settings;
mod trust;
mod trust_words;
mod uploads;

pub use reissue::request_again;

use super::trial::Row;
use crate::cure::Cure;
use crate::fault::{Fault, FaultKind};
use crate::identity::{Addresses, is_address};
use crate::octets::hex;
use crate::policy::{ChainDemand, Check, Method, OriginRoots, Profile};
use crate::profiles;
use crate::report::Fix;
use crate::request::{Change, Input};
use crate::rules;
use crate::scene::{Scene, ServerScene};
use crate::situation::Situation;

/// What a remedy costs, the cheapest first. Sums of several stay in order.
pub mod cost {
    /// Order or choice of files that are here.
    pub const FILES: u32 = 2;
    /// A setting, or a name that is asked.
    pub const SETTING: u32 = 4;
    /// Trusting a root, on the side of the one who verifies.
    pub const TRUST: u32 = 6;
    /// Supplying an issuer that is here.
    pub const SUPPLY: u32 = 8;
    /// Obtaining one that is not.
    pub const OBTAIN: u32 = 11;
    /// Converting or renewing a file.
    pub const CONVERT: u32 = 13;
    /// Reissuing one certificate.
    pub const REISSUE: u32 = 20;
    /// Reissuing a CA's certificate, and with it trust in it.
    pub const REISSUE_CA: u32 = 24;
    /// Going to another CA: after an issuer obtained, a file renewed and a certificate reissued by the CA that there is.
    pub const OTHER_CA: u32 = 50;
    /// A setting that turns a check down: after every set of remedies that turns none down.
    pub const WEAKENS: u32 = 100;
}

/// One thing that may be done.
#[derive(Clone, Debug)]
pub struct Remedy {
    /// What it costs.
    pub cost: u32,
    /// The edit that it is.
    pub change: Change,
    /// It is the usual cure for what it answers: offered beside a cheaper one.
    pub second_door: bool,
    /// How to carry it out.
    pub told: Box<Fix>,
}

/// One refusal in its scene.
pub struct Case<'s> {
    /// The scene, after the changes so far.
    pub scene: &'s Scene<'s>,
    /// The server.
    pub server: Option<&'s ServerScene>,
    /// The target.
    pub profile: &'static Profile,
    /// The check.
    pub check: Check,
    /// The name asked for; empty: none.
    pub host: &'s str,
    /// Why, the decisive one first.
    pub faults: &'s [Fault],
    /// Every name that is asked of this server in focus.
    pub asked: Vec<String>,
    /// Names of the files.
    pub inputs: &'s [Input],
    /// The scene's id, where there are several.
    within: Option<String>,
}

impl Case<'_> {
    fn sha256(&self, index: usize) -> String {
        hex(&self.scene.certificate(index).sha256)
    }

    fn label(&self, index: usize) -> String {
        self.scene.certificate(index).label()
    }

    fn dropped(&self, index: usize) -> bool {
        !self.scene.prepared.pool[index].items.is_empty()
    }

    fn kind(&self) -> Option<FaultKind> {
        self.faults.first().map(|f| f.kind.group())
    }

    /// What cures the decisive fault, in general words.
    fn cure(&self) -> Cure {
        self.faults.first().map_or(Cure::of(""), |f| rules::owner(f.kind).fix)
    }

    fn has(&self, kinds: &[FaultKind]) -> bool {
        self.faults.iter().any(|f| kinds.contains(&f.kind) || kinds.contains(&f.kind.group()))
    }

    fn leaf(&self) -> Option<usize> {
        let server = self.server?;
        server.leaf.or(server.presented.first().copied())
    }

    /// The file that a certificate was read from.
    fn file(&self, index: usize) -> Option<&str> {
        self.inputs.get(self.input(index)?).map(|i| i.name.as_str())
    }

    /// Of several the one that holds the fewest others.
    fn input(&self, index: usize) -> Option<usize> {
        let reading = &self.scene.prepared.reading;
        let inputs = self.scene.prepared.pool.get(index)?.items.iter().filter_map(|&item| Some(reading.items.get(item)?.input));
        inputs.min_by_key(|&input| reading.items_of(input).count())
    }

    /// Who presents.
    fn side(&self) -> &'static str {
        if self.scene.of_clients { "the client" } else { "the server" }
    }

    fn by_gateway(&self) -> bool {
        self.check.by_gateway()
    }

    /// The target takes what public CAs issue, and no root of anybody's own.
    fn public_only(&self) -> bool {
        match self.profile.method {
            Method::Origin(rules) => rules.roots == OriginRoots::Public,
            Method::Upload(rules) => rules.chain == ChainDemand::Public,
            _ => false,
        }
    }

    fn several_servers(&self) -> bool {
        self.scene.servers.iter().filter(|s| !s.listener).count() > 1
    }

    fn remedy(&self, cost: u32, edit: crate::request::Edit, told: Box<Fix>) -> Remedy {
        Remedy { cost, change: Change::within(self.within.clone(), edit), second_door: false, told }
    }

    fn self_signed(&self, index: usize) -> bool {
        let prepared = self.scene.prepared;
        crate::path::order::is_self_signed(&prepared.pool, &prepared.graph, index)
    }
}

/// A kind of remedy.
type Offer = fn(&Case<'_>, &mut Vec<Remedy>);

const ALL: &[Offer] = &[
    order::offer,
    files::offer,
    names::offer,
    settings::offer,
    trust::offer,
    issuers::offer,
    uploads::offer,
    dates::offer,
    reissue::offer,
];

/// Everything that may be done about a refusal, the cheapest first.
pub fn propose(situation: &Situation<'_>, row: &Row, rows: &[Row], inputs: &[Input]) -> Vec<Remedy> {
    let (Some(scene), Some(profile)) = (situation.scenes.get(row.scene), profiles::find(row.judgement.target)) else {
        return Vec::new();
    };
    let mut asked: Vec<String> = Vec::new();
    for other in rows.iter().filter(|r| r.server == row.server && r.scene == row.scene && !r.judgement.host.is_empty()) {
        if !asked.contains(&other.judgement.host) {
            asked.push(other.judgement.host.clone());
        }
    }
    let case = Case {
        scene,
        server: row.judgement.server.and_then(|s| scene.servers.get(s)),
        profile,
        check: row.judgement.check,
        host: &row.judgement.host,
        faults: &row.judgement.faults,
        asked,
        inputs,
        within: (situation.scenes.len() > 1).then(|| scene.id.clone()),
    };
    let mut all: Vec<Remedy> = Vec::new();
    for offer in ALL {
        offer(&case, &mut all);
    }
    let mut kept: Vec<Remedy> = Vec::new();
    for remedy in all {
        if !kept.iter().any(|k| k.change == remedy.change) {
            kept.push(remedy);
        }
    }
    crate::lists::sort_by_key(&mut kept, |r| r.cost);
    kept
}

/// The program takes an address for a name, or for nothing.
fn compares_no_address(target: &str) -> bool {
    let policy = profiles::find(target).and_then(|p| p.identity);
    policy.is_some_and(|p| matches!(p.addresses, Addresses::AsName | Addresses::AsNameToColon | Addresses::Never))
}

/// Why nothing helps.
pub fn why_none(row: &Row) -> String {
    let why = match row.judgement.faults.first().map(|f| f.kind.group()) {
        Some(FaultKind::KeyEncrypted) => "a file is locked, and what is inside cannot be judged without its password",
        Some(FaultKind::ContainerEncryption) => {
            "the file is encrypted in a way that it may not open, and not all is here that a new one takes"
        }
        Some(FaultKind::SignatureInvalid) => "a signature does not verify: take the certificate again from where it was issued",
        Some(FaultKind::Malformed) => "a certificate or file is damaged: take it again from where it comes",
        Some(FaultKind::HostMalformed) if !is_address(&row.judgement.host) => {
            "it takes no name of the form of the one that is asked for, whatever the certificate has"
        }
        Some(FaultKind::NameMismatch) if is_address(&row.judgement.host) && compares_no_address(row.judgement.target) => {
            "it compares no addresses, and no name that the certificate has was typed or stands in it"
        }
        Some(FaultKind::HostMissing | FaultKind::HostMalformed) => {
            "it needs a host name, and none that the certificate has was typed or stands in it"
        }
        Some(FaultKind::Revoked) => "a certificate is revoked: only a new one helps",
        Some(FaultKind::EndEntityMissing | FaultKind::KeyMissing) => "a file that is needed is not among those given",
        Some(FaultKind::UnknownCriticalExtension) => {
            "the target does not know an extension that a CA of the chain marks critical"
        }
        Some(FaultKind::TransparencyMissing) => {
            "only a publicly trusted CA that logs its certificates can issue one that is accepted"
        }
        _ => "none of the remedies known here turns this verdict",
    };
    let name = profiles::find(row.judgement.target).map_or(row.judgement.target, |p| p.name);
    format!("{name} still refuses: {why}.")
}
