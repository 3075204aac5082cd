//! What a client shows to a server that asks for it: a scene of its own beside the one that it is of, in which the client
//! stands where the server did and the CAs of clients are what is trusted.

use crate::request::Seat;
use crate::scene::{Scene, ServerScene, Store, TYPED};

/// What the id of such a scene ends with.
const OWN: &str = "clients";

/// The id of the scene of a scene's clients.
fn id(scene: &str) -> String {
    if scene == TYPED { OWN.to_owned() } else { [scene, "/", OWN].concat() }
}

/// Adds the scenes of those clients that show something.
pub(super) fn add(scenes: &mut Vec<Scene<'_>>) {
    let new: Vec<Scene<'_>> = scenes
        .iter()
        .filter(|s| !s.of_clients && !scenes.iter().any(|other| other.of_clients && other.id == id(&s.id)))
        .filter_map(of)
        .collect();
    scenes.extend(new);
}

/// Takes over what a seat that was changed has changed among clients.
pub(super) fn renew(scenes: &mut Vec<Scene<'_>>) {
    let renewed: Vec<Scene<'_>> = scenes.iter().filter(|s| !s.of_clients).filter_map(of).collect();
    for new in renewed {
        if let Some(old) = scenes.iter_mut().find(|s| s.of_clients && s.id == new.id) {
            *old = Scene { settings: old.settings.clone(), ..new };
        }
    }
    add(scenes);
}

/// The scene of a scene's client.
fn of<'a>(scene: &Scene<'a>) -> Option<Scene<'a>> {
    let client = scene.client.clone()?;
    // Who keeps one list for both sides trusts clients by it, too.
    let own = !scene.client_ca.is_empty();
    // A client's own configuration says whom that client trusts, and nothing of whom its server trusts.
    let placed = |item: &usize| scene.item_seats.contains(item);
    if !own && client.items.iter().all(placed) && scene.trust_items.iter().all(|i| i.as_ref().is_some_and(placed)) {
        return None;
    }
    let (trust, seat) = if own { (scene.client_ca.clone(), Seat::ClientCa) } else { (scene.trust.clone(), Seat::Trust) };
    let mut moved = Scene {
        id: id(&scene.id),
        target: scene.target.clone(),
        claim: scene.claim,
        seats: scene.seats.clone(),
        item_seats: scene.item_seats.clone(),
        servers: vec![ServerScene { listener: false, ..client.clone() }],
        trust_items: trust.iter().map(|&c| scene.prepared.pool[c].items.first().copied()).collect(),
        store: Store::Given,
        client_ca: scene.client_ca.clone(),
        client: Some(client),
        files: scene.files.iter().filter(|f| f.seat == seat).cloned().collect(),
        settings: scene.settings.clone(),
        of_clients: true,
        trust,
        ..Scene::empty(scene.prepared, scene.now)
    };
    moved.files.iter_mut().for_each(|f| f.seat = Seat::Trust);
    if own {
        for choice in &mut moved.seats {
            choice.seat = match choice.seat {
                Seat::Trust => Seat::Ignore,
                Seat::ClientCa => Seat::Trust,
                other => other,
            };
        }
    }
    Some(moved)
}
