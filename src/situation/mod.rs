//! The situation: every combination that can be rehearsed, where each part of it comes from, and how changes apply.
//!
//! Precedence: what is assumed beats what the user set by hand, that beats evidence, evidence beats guesses.

mod changes;
mod clients;
mod from_evidence;
mod hypothetical;
mod layout;
mod overlay;
mod sites;

pub use crate::scene::claims::{ClaimedHost, ClaimedScene, ClaimedSeat, ClaimedServer, ClaimedTrust, Claims, Dials};
pub use from_evidence::claims;
pub use hypothetical::{is_sound, issuer_fingerprint};
pub use layout::Layout;
pub use overlay::{is_public, may_be_above, position, says_root};

use crate::facts::UnixTime;
use crate::identity;
use crate::path::order;
use crate::report::Assumption;
use crate::request::{Change, Edit, HostUse, Request, Seat, SettingValue, Settings};
use crate::scene::{HostScene, Prepared, Scene, ServerScene, Store, StoreFile};
use crate::seats;
use std::borrow::Cow;
use std::cell::OnceCell;

/// What a request asks, laid out once: every set of changes is tried over it.
#[derive(Debug)]
pub struct Base<'a> {
    /// What was read.
    pub prepared: &'a Prepared,
    /// The question.
    pub request: &'a Request,
    /// What an observation tells of the situation, and how that is said: beaten by what the user set, and by what is assumed.
    pub inferred: Vec<(Change, Option<Assumption>)>,
    /// Servers that are taken for sites of their own, because they have nothing in common.
    pub apart: Vec<Vec<String>>,
    made: hypothetical::Made,
    layout: Layout,
    /// Servers and anchors of all scenes as they were laid out.
    parties: OnceCell<(Vec<ServerScene>, Vec<usize>)>,
}

impl<'a> Base<'a> {
    /// Chooses and guesses seats and servers.
    #[must_use]
    pub fn of(prepared: &'a Prepared, request: &'a Request) -> Self {
        let layout = Layout::of(prepared, &request.inputs);
        let apart = sites::apart(prepared, request, &layout);
        Self {
            prepared,
            request,
            inferred: Vec::new(),
            apart,
            made: hypothetical::Made::default(),
            layout,
            parties: OnceCell::new(),
        }
    }

    /// The pool after the changes; `None`: they edit no certificate, and what was read is meant.
    #[must_use]
    pub fn overlay(&self, changes: &[Change]) -> Option<Prepared> {
        if !changes.iter().any(overlay::edits) {
            return None;
        }
        let (servers, trust) = self.parties.get_or_init(|| {
            let scenes = self.scenes(self.prepared);
            let trust = scenes.iter().flat_map(|s| s.trust.iter().copied()).collect();
            (scenes.into_iter().flat_map(|s| s.servers).collect(), trust)
        });
        let now = changes.iter().rev().find_map(time).unwrap_or(self.request.now);
        overlay::overlay(self.prepared, changes, (servers, trust), evaluation_time(now), &self.made)
    }

    /// The scenes after the changes. `prepared` is what [`Self::overlay`] made of the same ones, or what was read.
    #[must_use]
    pub fn situation<'p>(&self, prepared: &'p Prepared, changes: &[Change]) -> Situation<'p>
    where
        'a: 'p,
    {
        self.laid_out(prepared, changes).in_order()
    }

    /// The same without the orders that servers should present their certificates in: verdicts do without.
    #[must_use]
    pub fn laid_out<'p>(&self, prepared: &'p Prepared, changes: &[Change]) -> Situation<'p>
    where
        'a: 'p,
    {
        let mut scenes = self.scenes(prepared);
        for (inferred, _) in &self.inferred {
            changes::apply(&mut scenes, std::slice::from_ref(inferred), None);
        }
        changes::apply(&mut scenes, changes, self.request.focus.as_ref().and_then(|f| f.host.as_deref()));
        Situation { scenes }
    }

    fn scenes<'p>(&self, prepared: &'p Prepared) -> Vec<Scene<'p>>
    where
        'a: 'p,
    {
        let mut typed = typed(prepared, self.request, &self.layout, evaluation_time(self.request.now));
        typed.sites.clone_from(&self.apart);
        if typed.sites.is_empty() {
            typed.sites = sites::configured(prepared, &typed.servers);
        }
        let claims = prepared.claims.scenes.iter().enumerate();
        let claimed: Vec<Scene<'p>> = claims.map(|(index, claim)| claimed(&typed, self.request, index, claim)).collect();
        for target in claimed.iter().filter_map(|s| s.target.clone()) {
            if !typed.elsewhere.contains(&target) {
                typed.elsewhere.push(target);
            }
        }
        let mut scenes = vec![typed];
        scenes.extend(claimed);
        clients::add(&mut scenes);
        scenes
    }
}

/// Another evaluation time, if a change sets one.
fn time(change: &Change) -> Option<Option<f64>> {
    match &change.edit {
        Edit::Time { now } => Some(Some(*now)),
        Edit::All { changes } => changes.iter().rev().find_map(time),
        _ => None,
    }
}

/// All scenes of a request; `typed` is first.
#[derive(Debug)]
pub struct Situation<'a> {
    /// The scenes.
    pub scenes: Vec<Scene<'a>>,
}

impl<'a> Situation<'a> {
    /// Works out for each server the order it should present its certificates in.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.scenes.iter_mut().for_each(propose_order);
        self
    }

    /// The scene of what was typed and dropped without evidence.
    #[must_use]
    pub fn typed(&self) -> &Scene<'a> {
        &self.scenes[0]
    }
}

/// SHA-256 from its hexadecimal form.
#[must_use]
pub fn sha256_of(text: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |d: u8| (d as char).to_digit(16);
        *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?;
    }
    Some(out)
}

/// What the user typed, and what was dropped.
fn typed<'a>(prepared: &'a Prepared, request: &'a Request, layout: &Layout, now: UnixTime) -> Scene<'a> {
    let mut hosts = hosts(request.hosts.iter().map(crate::request::HostEntry::parts));
    let patterns = patterns(&prepared.claims.hosts);
    let stated =
        prepared.claims.hosts.iter().filter(|h| !is_pattern(h) && !overruled(request, h)).map(|h| (h.name.as_str(), h.role));
    for host in self::hosts(stated) {
        if !hosts.iter().any(|h| h.role == host.role && h.identifier == host.identifier) {
            hosts.push(host);
        }
    }
    Scene {
        seats: layout.seats.clone(),
        item_seats: layout.items.clone(),
        servers: layout.servers.clone(),
        trust: layout.trust.clone(),
        trust_items: layout.trust_items.clone(),
        store: if layout.trust.is_empty() { Store::Public } else { Store::Given },
        client_ca: layout.client_ca.clone(),
        client: layout.client.clone(),
        files: files(prepared, layout),
        hosts,
        patterns,
        settings: settings(prepared, request),
        ..Scene::empty(prepared, now)
    }
}

/// Files that stand in a trust store or among the CAs of clients.
fn files(prepared: &Prepared, layout: &Layout) -> Vec<StoreFile> {
    let store = |seat: &Seat| matches!(seat, Seat::Trust | Seat::ClientCa);
    let mut files: Vec<StoreFile> = Vec::new();
    for (input, choice) in layout.seats.iter().enumerate().filter(|(_, c)| store(&c.seat)) {
        let moved = |i: &usize| layout.items.contains(i);
        let items = (0..prepared.reading.items.len()).filter(|&i| prepared.reading.items[i].input == input);
        let whole = !items.clone().any(|i| moved(&i));
        let certificates = items.filter(|i| !moved(i)).filter_map(|i| prepared.certificate_of_item[i]).collect();
        files.push(StoreFile { seat: choice.seat, input: whole.then_some(input), certificates });
    }
    for (item, own) in layout.items.iter().filter(|(_, own)| store(&own.seat) && !own.apart) {
        if let Some(index) = prepared.certificate_of_item.get(*item).copied().flatten() {
            files.push(StoreFile { seat: own.seat, input: None, certificates: vec![index] });
        }
    }
    files
}

/// What was set by hand, over what evidence says of the whole.
fn settings<'a>(prepared: &Prepared, request: &'a Request) -> Cow<'a, Settings> {
    if prepared.claims.settings.is_empty() {
        return Cow::Borrowed(&request.settings);
    }
    let mut settings = prepared.claims.settings.clone();
    for (target, dials) in &request.settings {
        settings.entry(target.clone()).or_default().extend(dials.iter().map(|(k, v)| (k.clone(), v.clone())));
    }
    Cow::Owned(settings)
}

/// Whether a name stands for many, as listeners have them.
fn is_pattern(host: &ClaimedHost) -> bool {
    host.name.contains('*')
}

fn patterns(claimed: &[ClaimedHost]) -> Vec<HostScene> {
    hosts(claimed.iter().filter(|h| is_pattern(h)).map(|h| (h.name.as_str(), h.role)))
}

/// A typed name takes its use over from every name that evidence gives for it.
fn overruled(request: &Request, claimed: &ClaimedHost) -> bool {
    request.hosts.iter().any(|typed| {
        let (name, role) = typed.parts();
        !name.trim().is_empty() && role.is_some() && role == claimed.role
    })
}

/// What evidence claims, with what the user set by hand over it and what was dropped where it says nothing.
fn claimed<'a>(typed: &Scene<'a>, request: &Request, index: usize, claim: &ClaimedScene) -> Scene<'a> {
    let prepared = typed.prepared;
    let mut settings = claim.settings.clone();
    for (target, dials) in &request.settings {
        settings.entry(target.clone()).or_default().extend(dials.iter().map(|(k, v)| (k.clone(), v.clone())));
    }
    let mut hosts =
        hosts(claim.hosts.iter().filter(|h| !is_pattern(h) && !overruled(request, h)).map(|h| (h.name.as_str(), h.role)));
    let named = hosts.iter().any(|h| h.role == Some(HostUse::BackendSetting));
    // Without a use a typed name is what clients ask for; the setting's only where evidence gives none.
    hosts.extend(typed.hosts.iter().filter(|h| h.role.is_some() || !named).cloned());
    let by_hand = typed.seats.iter().any(|s| s.seat == Seat::Trust && !s.guessed);
    let (trust, store) = match &claim.trust {
        Some(ClaimedTrust::Public) if !by_hand => (Vec::new(), Store::Public),
        Some(ClaimedTrust::These(list)) if !by_hand => (list.clone(), Store::Given),
        _ => (typed.trust.clone(), typed.store),
    };
    let trust_items = trust.iter().map(|&c| prepared.pool.get(c).and_then(|p| p.items.first().copied())).collect();
    let target = claim.target.clone();
    // What evidence says of a trust store decides unless the setting itself is stated.
    if let (Some(target), Some(ClaimedTrust::Public)) = (&target, &claim.trust)
        && target.starts_with("azure-application-gateway")
        && !by_hand
    {
        let dials = settings.entry(target.clone()).or_default();
        dials.entry("trust".to_owned()).or_insert_with(|| SettingValue::Text("well-known-ca".to_owned()));
    }
    let mut servers = if claim.servers.is_empty() {
        typed.servers.iter().filter(|s| !s.listener).cloned().collect()
    } else {
        claim.servers.iter().map(|s| server(typed, s, false)).collect::<Vec<_>>()
    };
    match &claim.listener {
        Some(listener) => servers.push(server(typed, listener, true)),
        None => servers.extend(typed.servers.iter().filter(|s| s.listener).cloned()),
    }
    Scene {
        id: claim.id.clone(),
        target,
        claim: Some(index),
        seats: typed.seats.clone(),
        item_seats: typed.item_seats.clone(),
        servers,
        trust,
        trust_items,
        store,
        client_ca: if claim.client_ca.is_empty() { typed.client_ca.clone() } else { claim.client_ca.clone() },
        client: typed.client.clone(),
        files: typed.files.clone(),
        hosts,
        patterns: patterns(&claim.hosts),
        settings: Cow::Owned(settings),
        sites: typed.sites.clone(),
        ..Scene::empty(prepared, typed.now)
    }
}

/// A server that evidence knows: what it is seen to present, else what was dropped for it.
fn server(typed: &Scene<'_>, claimed: &ClaimedServer, listener: bool) -> ServerScene {
    let prepared = typed.prepared;
    let own = typed.servers.iter().find(|s| s.id == claimed.id);
    // What was placed by hand as the server's, and nobody said of which, is what every server presents.
    let mut behind = typed.servers.iter().filter(|s| !s.listener);
    let only = behind.next().filter(|s| s.id == seats::ONLY_SERVER && behind.next().is_none());
    let dropped = own.or(only.filter(|_| !listener));
    let Some(presented) = &claimed.presented else {
        let own = dropped.cloned().unwrap_or_default();
        return ServerScene { id: claimed.id.clone(), listener, ..own };
    };
    let items: Vec<usize> = presented.iter().filter_map(|&c| prepared.pool.get(c)?.items.first().copied()).collect();
    let public: Vec<_> = claimed.keys.iter().filter_map(|&k| prepared.public_half(k)).collect();
    let mut inputs: Vec<usize> = items.iter().chain(&claimed.keys).map(|&i| prepared.reading.items[i].input).collect();
    inputs.sort_unstable();
    inputs.dedup();
    ServerScene {
        id: claimed.id.clone(),
        listener,
        inputs,
        items,
        presented: presented.clone(),
        keys: claimed.keys.clone(),
        leaf: order::end_entity(&prepared.pool, presented, &public),
        ..ServerScene::default()
    }
}

/// Works out for each server the order it should present its certificates in.
fn propose_order(scene: &mut Scene<'_>) {
    let (prepared, now, anchors) = (scene.prepared, scene.now, scene.anchors());
    for server in &mut scene.servers {
        let Some(leaf) = server.leaf else { continue };
        let mut presented = vec![false; prepared.pool.len()];
        server.presented.iter().for_each(|&i| presented[i] = true);
        let elsewhere: Vec<usize> = (0..prepared.pool.len()).filter(|&i| !presented[i]).collect();
        server.proposed = order::propose(&prepared.pool, &prepared.graph, &server.presented, leaf, &elsewhere, &anchors, now);
    }
}

/// The request's time as whole seconds; times that no calendar reaches are brought back into range.
fn evaluation_time(now: Option<f64>) -> UnixTime {
    // 9999-12-31T23:59:59Z is the last moment a certificate can name (RFC 5280 4.1.2.5).
    const LAST: f64 = 253_402_300_799.0;
    let seconds = now.unwrap_or(0.0);
    if seconds.is_nan() {
        return 0;
    }
    #[allow(clippy::cast_possible_truncation, reason = "clamped to a range that i64 holds")]
    {
        seconds.clamp(-LAST, LAST).floor() as i64
    }
}

fn hosts<'h>(entries: impl Iterator<Item = (&'h str, Option<HostUse>)>) -> Vec<HostScene> {
    entries
        .filter(|(name, _)| !name.trim().is_empty())
        .map(|(name, role)| HostScene { typed: identity::without_secrets(name), role, identifier: identity::parse_host(name) })
        .collect()
}
