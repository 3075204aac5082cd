//! How a change edits a scene. Certificates were edited before ([`super::overlay`]).

use super::overlay::position;
use super::{clients, hypothetical, propose_order};
use crate::identity;
use crate::path::order;
use crate::request::{Change, Edit, HostUse, List, Seat, Which};
use crate::scene::{CLIENT, HostScene, ItemSeat, Made, Scene, ServerScene, Store, StoreFile};
use crate::seats::{self, Seating};

/// Applies changes in order to every scene they are for.
pub(super) fn apply(scenes: &mut Vec<Scene<'_>>, changes: &[Change], focus: Option<&str>) {
    for change in changes {
        for scene in scenes.iter_mut().filter(|s| change.scene.as_deref().is_none_or(|id| id == s.id)) {
            edit(scene, &change.edit, focus);
        }
        if matches!(change.edit, Edit::Seat { .. }) {
            clients::renew(scenes);
        }
        // Each of several may be for a scene of its own.
        if let Edit::All { changes } = &change.edit {
            let nested: Vec<Change> = changes
                .iter()
                .map(|c| Change { scene: c.scene.clone().or_else(|| change.scene.clone()), edit: c.edit.clone() })
                .collect();
            apply(scenes, &nested, focus);
        }
    }
}

fn edit(scene: &mut Scene<'_>, edit: &Edit, focus: Option<&str>) {
    match edit {
        Edit::Present { server, certificates } => present(scene, server, certificates),
        Edit::Trust { certificates } => trust(scene, certificates),
        Edit::Distrust { certificates } => distrust(scene, certificates),
        Edit::Ask { .. } if scene.of_clients => {}
        Edit::Ask { host, role, instead } => ask(scene, host, *role, instead.as_deref(), focus),
        Edit::Set { target, setting, value, .. } => {
            scene.settings.to_mut().entry(target.clone()).or_default().insert(setting.clone(), value.clone());
        }
        Edit::Key { server, item } => {
            for server in scene.servers.iter_mut().filter(|s| s.id == *server) {
                server.keys = vec![*item];
                settle(scene.prepared, server);
            }
        }
        // What stands elsewhere now comes from the scene that this one is of.
        Edit::Seat { .. } if scene.of_clients => {}
        Edit::Seat { item, seat, server } => seat_item(scene, *item, *seat, server.clone()),
        Edit::Sites { servers } => scene.sites.clone_from(servers),
        Edit::Obtain { issuer_of, .. } => obtain(scene, issuer_of),
        Edit::Convert { input, repair } => convert(scene, *input, repair),
        Edit::Rekey { server } => scene.servers.iter_mut().filter(|s| s.id == *server).for_each(|s| s.new_key = true),
        Edit::Reissue { certificate, with } if with.key.is_some() => {
            let index = position(&scene.prepared.pool, certificate);
            scene.servers.iter_mut().filter(|s| s.leaf == index && index.is_some()).for_each(|s| s.new_key = true);
        }
        #[allow(clippy::cast_possible_truncation, reason = "held to what a calendar reaches")]
        Edit::Time { now } => scene.now = super::evaluation_time(Some(*now)),
        Edit::Renew { .. } | Edit::Reissue { .. } | Edit::All { .. } => {}
    }
}

/// Works out again which certificate is the server's own.
fn settle(prepared: &crate::scene::Prepared, server: &mut ServerScene) {
    let public: Vec<_> = server.keys.iter().filter_map(|&k| prepared.public_half(k)).collect();
    server.leaf = order::end_entity(&prepared.pool, &server.presented, &public);
}

fn present(scene: &mut Scene<'_>, id: &str, certificates: &[String]) {
    let prepared = scene.prepared;
    let list: Vec<usize> = certificates.iter().filter_map(|sha256| position(&prepared.pool, sha256)).collect();
    if !scene.servers.iter().any(|s| s.id == id) {
        if scene.of_clients || id == CLIENT {
            return;
        }
        scene.servers.push(ServerScene { id: id.to_owned(), ..ServerScene::default() });
    }
    for server in scene.servers.iter_mut().filter(|s| s.id == id) {
        server.presented.clone_from(&list);
        server.items = list.iter().filter_map(|&c| prepared.pool[c].items.first().copied()).collect();
        server.made = server.made.or(Some(Made::Pem));
        settle(prepared, server);
    }
}

fn indexes(scene: &Scene<'_>, list: &[String]) -> Vec<usize> {
    list.iter().filter_map(|sha256| position(&scene.prepared.pool, sha256)).collect()
}

fn trust(scene: &mut Scene<'_>, which: &Which) {
    match which {
        Which::These(list) => {
            for index in indexes(scene, list) {
                add(scene, index);
            }
        }
        Which::Named(List::Public) => {
            scene.store = if scene.store == Store::Public { Store::Public } else { Store::Both };
        }
        Which::Named(List::All) => {
            for index in 0..scene.prepared.pool.len() {
                if scene.prepared.pool[index].certificate.is_ca() && !scene.prepared.pool[index].items.is_empty() {
                    add(scene, index);
                }
            }
        }
    }
}

/// The first one given by a change replaces the public roots, or comes to them, as each target's store does.
fn add(scene: &mut Scene<'_>, index: usize) {
    if scene.trust.contains(&index) {
        return;
    }
    if scene.store == Store::Public {
        scene.store = Store::Added;
    }
    scene.trust.push(index);
    scene.trust_items.push(scene.prepared.pool[index].items.first().copied());
    scene.files.push(StoreFile { seat: Seat::Trust, input: None, certificates: vec![index] });
}

fn distrust(scene: &mut Scene<'_>, which: &Which) {
    let mut gone = match which {
        Which::These(list) => indexes(scene, list),
        Which::Named(List::All) => scene.trust.clone(),
        Which::Named(List::Public) => Vec::new(),
    };
    if matches!(which, Which::Named(_)) {
        scene.store = Store::Given;
    } else if scene.store == Store::Public {
        // The public roots without some of them.
        let roots = scene.mozilla_roots();
        if gone.iter().any(|i| roots.contains(i)) {
            scene.trust = roots;
            scene.trust_items = vec![None; scene.trust.len()];
            scene.store = Store::Given;
        }
    } else if scene.trust.iter().all(|i| gone.contains(i)) && scene.store == Store::Added {
        scene.store = Store::Given;
    }
    gone.sort_unstable();
    let kept: Vec<bool> = scene.trust.iter().map(|i| gone.binary_search(i).is_err()).collect();
    let mut keep = kept.iter();
    scene.trust.retain(|_| *keep.next().unwrap_or(&true));
    let mut keep = kept.iter();
    scene.trust_items.retain(|_| *keep.next().unwrap_or(&true));
    for file in scene.files.iter_mut().filter(|f| f.seat == Seat::Trust) {
        let before = file.certificates.len();
        file.certificates.retain(|i| gone.binary_search(i).is_err());
        if file.certificates.len() != before {
            file.input = None;
        }
    }
    scene.files.retain(|f| f.input.is_some() || !f.certificates.is_empty());
}

fn ask(scene: &mut Scene<'_>, host: &str, role: Option<HostUse>, instead: Option<&str>, focus: Option<&str>) {
    let new = HostScene { typed: identity::without_secrets(host), role, identifier: identity::parse_host(host) };
    let same_use = |h: &HostScene| match role {
        None => matches!(h.role, None | Some(HostUse::Client)),
        role => h.role == role,
    };
    let named = |h: &HostScene, name: &str| {
        let other = identity::parse_host(name);
        h.typed == name || h.identifier.ascii == other.ascii
    };
    let place = match instead {
        Some(name) => scene.hosts.iter().position(|h| same_use(h) && named(h, name)),
        None => focus
            .and_then(|name| scene.hosts.iter().position(|h| same_use(h) && named(h, name)))
            .or_else(|| scene.hosts.iter().position(same_use)),
    };
    match place {
        Some(at) => {
            let role = role.or(scene.hosts[at].role);
            scene.hosts[at] = HostScene { role, ..new };
        }
        None => scene.hosts.push(new),
    }
    // One name once.
    let mut seen: Vec<(Option<HostUse>, String)> = Vec::new();
    scene.hosts.retain(|h| {
        let key = (h.role, h.identifier.ascii.clone());
        let first = !seen.contains(&key);
        seen.push(key);
        first
    });
}

fn seat_item(scene: &mut Scene<'_>, item: usize, seat: Seat, server: Option<String>) {
    let prepared = scene.prepared;
    let Some(certificate_or_key) = prepared.reading.items.get(item) else { return };
    scene.item_seats.insert(item, ItemSeat { seat, server, apart: false, rank: usize::MAX });
    let seating = Seating { inputs: &scene.seats, items: &scene.item_seats };
    let before = std::mem::take(&mut scene.servers);
    let mut servers = seats::servers(prepared, &seating);
    // What was changed at a server before stays so, unless this item is a part of it.
    for server in &mut servers {
        if let Some(old) = before.iter().find(|s| s.id == server.id && (s.made.is_some() || s.new_key)) {
            let keys = if old.keys.is_empty() { server.keys.clone() } else { old.keys.clone() };
            *server = ServerScene { keys, ..old.clone() };
        }
    }
    for old in before {
        if !servers.iter().any(|s| s.id == old.id) && scene.claim.is_some() {
            servers.push(old);
        }
    }
    let client = seats::client(prepared, &seating);
    let Some(index) = prepared.certificate_of_item.get(item).copied().flatten() else {
        let _ = certificate_or_key;
        (scene.servers, scene.client) = (servers, client);
        return;
    };
    (scene.servers, scene.client) = (servers, client);
    let leave = |file: &mut StoreFile| {
        if file.certificates.contains(&index) {
            file.certificates.retain(|&i| i != index);
            file.input = None;
        }
    };
    if seat == Seat::Trust {
        add(scene, index);
        if scene.store == Store::Added {
            // A file in the seat is a list of its own.
            scene.store = Store::Given;
        }
    } else if let Some(at) = scene.trust.iter().position(|&i| i == index) {
        scene.trust.remove(at);
        scene.trust_items.remove(at);
        scene.files.iter_mut().filter(|f| f.seat == Seat::Trust).for_each(leave);
    }
    if seat == Seat::ClientCa {
        client_ca(scene, index);
    } else if let Some(at) = scene.client_ca.iter().position(|&i| i == index) {
        scene.client_ca.remove(at);
        scene.files.iter_mut().filter(|f| f.seat == Seat::ClientCa).for_each(leave);
    }
    scene.files.retain(|f| f.input.is_some() || !f.certificates.is_empty());
}

/// CAs of clients are one file.
fn client_ca(scene: &mut Scene<'_>, index: usize) {
    if scene.client_ca.contains(&index) {
        return;
    }
    scene.client_ca.push(index);
    match scene.files.iter_mut().find(|f| f.seat == Seat::ClientCa) {
        Some(file) => {
            file.certificates.push(index);
            file.input = None;
        }
        None => scene.files.push(StoreFile { seat: Seat::ClientCa, input: None, certificates: vec![index] }),
    }
}

/// What is obtained stands beside the certificate that it issued: sent after it, trusted with it.
fn obtain(scene: &mut Scene<'_>, issuer_of: &str) {
    let prepared = scene.prepared;
    let Some(child) = position(&prepared.pool, issuer_of) else { return };
    let id = hypothetical::issuer_fingerprint(prepared.certificate(child));
    let Some(index) = prepared.pool.iter().position(|p| p.certificate.sha256 == id) else { return };
    for server in &mut scene.servers {
        let Some(at) = server.presented.iter().position(|&i| i == child) else { continue };
        // A root is trusted, not sent.
        if !prepared.certificate(index).is_self_issued() && !server.presented.contains(&index) {
            server.presented.insert(at + 1, index);
            server.made = server.made.or(Some(Made::Pem));
        }
    }
    if scene.trust.contains(&child) {
        add(scene, index);
    }
    if scene.client_ca.contains(&child) {
        client_ca(scene, index);
    }
}

fn convert(scene: &mut Scene<'_>, input: usize, repair: &str) {
    let prepared = scene.prepared;
    let Some(made) = Made::of_repair(repair) else { return };
    // A file that is made has its certificates in order.
    propose_order(scene);
    for server in scene.servers.iter_mut().filter(|s| s.inputs.contains(&input)) {
        server.made = Some(made);
        if made != Made::PlainKey {
            // What was odd about the file as it was written is gone with it.
            server.items.clear();
        }
        let proposed = &server.proposed.order;
        let order = if proposed.is_empty() { server.presented.clone() } else { proposed.clone() };
        let root = server.proposed.path.last().copied().filter(|&i| {
            Some(i) != server.leaf
                && order::is_self_signed(&prepared.pool, &prepared.graph, i)
                && !prepared.pool[i].items.is_empty()
        });
        match made {
            Made::PlainKey => {}
            Made::PfxLegacy | Made::PfxModern | Made::PemWithRoot => {
                server.presented = order.into_iter().chain(root).collect();
            }
            Made::Leaf => server.presented = server.leaf.into_iter().collect(),
            Made::Pem => server.presented = order,
        }
    }
    for file in scene.files.iter_mut().filter(|f| f.input == Some(input)) {
        file.input = None;
    }
    // What a trust store said of its certificates is gone with it.
    for item in &mut scene.trust_items {
        *item = item.filter(|&i| prepared.reading.items[i].input != input);
    }
}
