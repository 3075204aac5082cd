//! Rehearsals of what is in focus under sets of changes. What a target says about a server is rehearsed once for all sets
//! that leave everything alone that it looks at.

use super::focus::Focus;
use crate::lists::{self, Map, Members};
use crate::policy::{Check, Method, Outcome, Profile, Slot};
use crate::rehearsal::{self, Judgement};
use crate::report::Left;
use crate::request::{Change, SettingValue};
use crate::scene::{Prepared, Scene, ServerScene};
use crate::situation::{Base, Situation};
use std::cell::{Cell, RefCell};
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// A verdict with what tells it from others.
#[derive(Clone, Debug)]
pub struct Row {
    /// Index of its scene.
    pub scene: usize,
    /// Id of its scene.
    pub scene_id: Rc<str>,
    /// Id of its server; empty for what belongs to none.
    pub server: Rc<str>,
    /// What was said.
    pub judgement: Rc<Judgement>,
}

/// What tells a verdict from others: scene, server, target, check, host.
pub type Key<'r> = (&'r str, &'r str, &'static str, &'static str, &'r str);

impl Row {
    /// Refused.
    pub fn refused(&self) -> bool {
        self.judgement.outcome == Outcome::Rejected
    }

    /// Neither refused nor accepted.
    pub fn undetermined(&self) -> bool {
        self.judgement.outcome == Outcome::Undetermined
    }

    /// Not told any more, of what was told before or was not asked.
    pub fn in_doubt(&self, before: &[Self]) -> bool {
        self.undetermined() && !before.iter().any(|b| b.undetermined() && b.same(self))
    }

    /// What tells it from others.
    pub fn key(&self) -> Key<'_> {
        let judgement = &self.judgement;
        (&self.scene_id, &self.server, judgement.target, judgement.check.word(), &judgement.host)
    }

    /// The same verdict of another rehearsal: what differs soonest is compared first.
    pub fn same(&self, other: &Self) -> bool {
        let (one, two) = (&self.judgement, &other.judgement);
        one.check == two.check
            && one.target == two.target
            && self.server == other.server
            && one.host == two.host
            && self.scene_id == other.scene_id
    }

    /// The same verdict among others, which mostly stand in the same order.
    pub fn again<'r>(&self, at: usize, rows: &'r [Self]) -> Option<&'r Self> {
        rows.get(at).filter(|r| r.same(self)).or_else(|| rows.iter().find(|r| r.same(self)))
    }

    /// Says something else than the other one: another outcome, code or cause.
    pub fn differs(&self, other: &Self) -> bool {
        let cause = |r: &Self| r.judgement.faults.first().map(|f| (f.kind, f.certificate, f.detail.clone()));
        if Rc::ptr_eq(&self.judgement, &other.judgement) {
            return false;
        }
        self.judgement.outcome != other.judgement.outcome
            || self.judgement.code != other.judgement.code
            || cause(self) != cause(other)
    }

    /// As the report names what is left.
    pub fn left(&self) -> Left {
        Left {
            scene: self.scene_id.to_string(),
            server: self.server.to_string(),
            target: self.judgement.target,
            host: self.judgement.host.clone(),
            check: self.judgement.check.word(),
            code: self.judgement.code.clone(),
        }
    }
}

/// The rehearsals of one diagnosis.
pub struct Trials<'a> {
    /// The question.
    pub base: &'a Base<'a>,
    known: RefCell<Map<Known, Said>>,
    /// What was said before the diagnosis. It counts as rehearsed when it is first asked for.
    told: RefCell<Map<Known, Said>>,
    verdicts: Cell<usize>,
    sets: RefCell<Vec<Set>>,
}

/// A set of changes, the kind of focus and the ids of the targets, and what they said.
type Set = (Vec<Change>, (&'static str, Vec<&'static str>), Rc<Vec<Row>>);

/// Scene, target, and all that the target looks at.
type Known = (usize, &'static str, u64);

/// What was said, with the index that the server had.
type Said = Rc<Vec<Rc<Judgement>>>;

impl<'a> Trials<'a> {
    /// None yet.
    pub fn new(base: &'a Base<'a>) -> Self {
        Self { base, known: RefCell::default(), told: RefCell::default(), verdicts: Cell::new(0), sets: RefCell::default() }
    }

    /// What clients in focus said of a situation that nothing was changed in need not be rehearsed again. `rows`: all that was said.
    pub fn tell(&self, situation: &Situation<'_>, focus: &Focus, rows: &[Row]) {
        let clients = || focus.profiles.iter().copied().filter(|p| p.checks == [Check::Connect]);
        let mut told = self.told.borrow_mut();
        for (index, scene) in situation.scenes.iter().enumerate().filter(|_| clients().next().is_some()) {
            let shared = shared(scene);
            let servers: Vec<u64> = scene.servers.iter().map(|s| server(scene, s)).collect();
            for profile in clients() {
                let dials = dials(scene, profile);
                for row in rows.iter().filter(|r| r.scene == index && r.judgement.target == profile.id) {
                    let Some(&server) = row.judgement.server.and_then(|at| servers.get(at)) else { continue };
                    let list = told.at((index, profile.id, sum(&(shared, server, dials))));
                    // Two servers with one id and the same files are one to every target.
                    if list.first().is_none_or(|first| first.server == row.judgement.server) {
                        Rc::make_mut(list).push(Rc::clone(&row.judgement));
                    }
                }
            }
        }
    }

    /// Verdicts rehearsed so far.
    pub fn verdicts(&self) -> usize {
        self.verdicts.get()
    }

    /// Rehearses what is in focus after the changes, and lets the caller look at the scenes.
    pub fn rehearse<T: Default>(
        &self,
        focus: &Focus,
        profiles: &[&'static Profile],
        changes: &[Change],
        look: impl Fn(Situation<'_>, &Rc<Vec<Row>>) -> T,
    ) -> T {
        let mut seen = T::default();
        self.laid_out(focus, profiles, changes, &mut |situation, rows| seen = look(situation, rows));
        seen
    }

    fn laid_out(
        &self,
        focus: &Focus,
        profiles: &[&'static Profile],
        changes: &[Change],
        look: &mut dyn FnMut(Situation<'_>, &Rc<Vec<Row>>),
    ) {
        let changed = self.base.overlay(changes);
        let prepared = changed.as_ref().unwrap_or(self.base.prepared);
        self.base.prepared.graph.spend(octets(prepared) / OCTETS_LAID_OUT);
        let mut situation = self.base.laid_out(prepared, changes);
        let mut rows = Vec::new();
        for (index, scene) in situation.scenes.iter_mut().enumerate() {
            self.scene(index, scene, profiles, &mut rows);
        }
        let hosts = focus.hosts_after(changes);
        rows.retain(|r| focus.holds(r, hosts.as_deref()));
        let rows = Rc::new(rows);
        self.sets.borrow_mut().push((changes.to_vec(), (focus.report.from, ids(profiles)), Rc::clone(&rows)));
        look(situation, &rows);
    }

    /// The rows alone. One diagnosis has one focus; what is rehearsed to judge an observation has none, and no word for it.
    pub fn rows(&self, focus: &Focus, profiles: &[&'static Profile], changes: &[Change]) -> Rc<Vec<Row>> {
        let asked = (focus.report.from, ids(profiles));
        let same = |set: &&Set| set.1 == asked && set.0 == changes;
        let known = self.sets.borrow().iter().find(same).map(|set| Rc::clone(&set.2));
        known.unwrap_or_else(|| self.rehearse(focus, profiles, changes, |_, rows| Rc::clone(rows)))
    }

    fn scene(&self, index: usize, scene: &mut Scene<'_>, profiles: &[&'static Profile], rows: &mut Vec<Row>) {
        let ids: Vec<Rc<str>> = scene.servers.iter().map(|s| Rc::from(s.id.as_str())).collect();
        let (none, scene_id): (Rc<str>, Rc<str>) = (Rc::from(""), Rc::from(scene.id.as_str()));
        let shared = shared(scene);
        let servers: Vec<u64> = scene.servers.iter().map(|s| server(scene, s)).collect();
        for &profile in profiles {
            let dials = dials(scene, profile);
            let looks_at = |server: u64| sum(&(shared, server, dials));
            let mut said: Vec<(Option<usize>, Said)> = Vec::new();
            if one_by_one(profile) {
                let mut missing = Vec::new();
                for (at, &server) in servers.iter().enumerate() {
                    let key = (index, profile.id, looks_at(server));
                    match self.known.borrow().get(&key) {
                        Some(known) => {
                            scene.told.push(at);
                            said.push((Some(at), Rc::clone(known)));
                        }
                        None => missing.push((at, key)),
                    }
                }
                let mut told = Vec::new();
                missing.retain(|(at, key)| {
                    let Some(known) = self.told.borrow_mut().remove(key) else { return true };
                    scene.told.push(*at);
                    told.push((*at, *key, known));
                    false
                });
                let old: usize = told.iter().map(|(_, _, known)| known.len()).sum();
                let mut new = if missing.is_empty() { Vec::new() } else { rehearsal::rehearse_one(scene, profile) };
                if old + new.len() > 0 || !missing.is_empty() {
                    self.spend(scene, old + new.len());
                }
                scene.told.clear();
                said.extend(told.into_iter().map(|(at, key, known)| (Some(at), self.keep(key, known))));
                for (at, key) in missing {
                    let (mine, rest) = new.into_iter().partition(|j: &Judgement| j.server == Some(at));
                    new = rest;
                    let mine: Vec<Judgement> = mine;
                    said.push((Some(at), self.keep(key, Rc::new(mine.into_iter().map(Rc::new).collect()))));
                }
                lists::sort_by_key(&mut said, |(at, _)| *at);
            } else {
                let key = (index, profile.id, looks_at(sum(&(&servers, everything(scene.prepared)))));
                let known = self.known.borrow().get(&key).cloned();
                let list = known.unwrap_or_else(|| {
                    let new = rehearsal::rehearse_one(scene, profile);
                    self.spend(scene, new.len());
                    self.keep(key, Rc::new(new.into_iter().map(Rc::new).collect()))
                });
                said.push((None, list));
            }
            for (at, list) in said {
                rows.extend(list.iter().map(|judgement| {
                    let judgement = match at {
                        Some(at) if judgement.server != Some(at) => {
                            Rc::new(Judgement { server: Some(at), ..(**judgement).clone() })
                        }
                        _ => Rc::clone(judgement),
                    };
                    let server = judgement.server.and_then(|s| ids.get(s)).unwrap_or(&none);
                    Row { scene: index, scene_id: Rc::clone(&scene_id), server: Rc::clone(server), judgement }
                }));
            }
        }
    }

    fn spend(&self, scene: &Scene<'_>, verdicts: usize) {
        self.base.prepared.graph.spend(VERDICT * verdicts + octets(scene.prepared) / OCTETS_OF_A_TARGET);
        self.verdicts.set(self.verdicts.get() + verdicts);
    }

    fn keep(&self, key: Known, said: Said) -> Said {
        self.known.borrow_mut().insert(key, Rc::clone(&said));
        said
    }
}

/// What is spent in microseconds: a verdict, and octets of certificates that are decoded again for a change, or that a target
/// looks at.
const VERDICT: usize = 5;
const OCTETS_LAID_OUT: usize = 20;
const OCTETS_OF_A_TARGET: usize = 200;

fn ids(profiles: &[&'static Profile]) -> Vec<&'static str> {
    profiles.iter().map(|p| p.id).collect()
}

fn octets(prepared: &Prepared) -> usize {
    prepared.pool.iter().filter(|p| !p.items.is_empty()).map(|p| p.certificate.der.len()).sum()
}

/// Whether a target looks at one server at a time.
fn one_by_one(profile: &Profile) -> bool {
    !matches!(profile.method, Method::Upload(rules) if matches!(rules.slot, Slot::TrustFile | Slot::ClientCaFile))
}

fn sum(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// What every target looks at: time, trust, names.
fn shared(scene: &Scene<'_>) -> u64 {
    let mut all = DefaultHasher::new();
    (scene.now, scene.store, scene.of_clients, &scene.client_ca, &scene.files, &scene.item_seats, &scene.sites).hash(&mut all);
    scene.servers.iter().any(|s| s.listener).hash(&mut all);
    for host in scene.hosts.iter().chain(&scene.patterns) {
        (&host.typed, host.role).hash(&mut all);
    }
    for &anchor in &scene.trust {
        certificate(scene.prepared, anchor, &mut all);
    }
    if let Some(client) = &scene.client {
        server(scene, client).hash(&mut all);
    }
    if scene.sites.len() > 1 {
        // Which site has a name is a question to all of them.
        everything(scene.prepared).hash(&mut all);
        scene.servers.iter().for_each(|s| (&s.id, s.leaf).hash(&mut all));
    }
    all.finish()
}

/// A certificate: the one that was read, or what a change makes of it.
fn certificate(prepared: &Prepared, index: usize, all: &mut DefaultHasher) {
    index.hash(all);
    if prepared.hypothetical.contains(index) {
        prepared.certificate(index).der.hash(all);
    } else if prepared.pool[index].items.is_empty() {
        prepared.certificate(index).sha256.hash(all);
    }
}

fn everything(prepared: &Prepared) -> u64 {
    let mut all = DefaultHasher::new();
    (0..prepared.pool.len()).for_each(|index| certificate(prepared, index, &mut all));
    all.finish()
}

/// What a server presents, and every certificate above it.
fn server(scene: &Scene<'_>, server: &ServerScene) -> u64 {
    let prepared = scene.prepared;
    let mut all = DefaultHasher::new();
    (&server.id, server.listener, &server.inputs, &server.items, &server.presented).hash(&mut all);
    (&server.keys, server.leaf, server.made, server.new_key).hash(&mut all);
    let mut reached: Members = Members::default();
    let mut open = server.presented.clone();
    open.extend(&scene.trust);
    while let Some(index) = open.pop() {
        if reached.insert(index) {
            certificate(prepared, index, &mut all);
            let by_key = prepared.graph.issuers_by_key_id_alone(index, prepared.certificate(index)).map(|e| e.issuer);
            open.extend(prepared.graph.issuers(index).iter().map(|e| e.issuer).chain(by_key));
        }
    }
    all.finish()
}

/// How a target is set.
fn dials(scene: &Scene<'_>, profile: &Profile) -> u64 {
    let mut all = DefaultHasher::new();
    for (id, value) in scene.settings.get(profile.id).into_iter().flatten() {
        id.hash(&mut all);
        match value {
            SettingValue::Bool(switch) => switch.hash(&mut all),
            SettingValue::Number(number) => number.to_bits().hash(&mut all),
            SettingValue::Text(text) => text.hash(&mut all),
        }
    }
    all.finish()
}

/// A judgement as a row.
pub fn row(index: usize, scene: &Scene<'_>, judgement: Judgement) -> Row {
    let server = judgement.server.and_then(|s| scene.servers.get(s)).map_or("", |s| s.id.as_str());
    Row { scene: index, scene_id: Rc::from(scene.id.as_str()), server: Rc::from(server), judgement: Rc::new(judgement) }
}
