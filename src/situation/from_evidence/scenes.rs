//! Scenes from the statements that bear their key, and what belongs to none.

use super::servers::Servers;
use super::{Joiner, Standing};
use crate::evidence::Evidence;
use crate::evidence::statement::{Says, SceneDraft};
use crate::report::{Origin, Span};
use crate::request::Seat;
use crate::scene::claims::{ClaimedHost, ClaimedScene, ClaimedServer, ClaimedTrust};
use crate::{seats, situation};

/// The scene that is meant where somebody speaks of a gateway, and there is one kind of it.
pub(super) fn only_gateway(evidence: &Evidence) -> Option<&SceneDraft> {
    let mut gateways = evidence.scenes.iter().filter(|s| s.target.is_some_and(|t| t.starts_with("azure-application-gateway")));
    let first = gateways.next()?;
    gateways.all(|s| s.target == first.target).then_some(first)
}

/// One scene.
pub(super) fn claimed(joiner: &Joiner<'_>, draft: &SceneDraft, stands: &[Standing], servers: &Servers) -> ClaimedScene {
    let here = |s: &&Standing| s.scene.as_deref() == Some(&draft.key);
    let mut scene = ClaimedScene {
        id: draft.key.clone(),
        text: text(draft),
        target: draft.target.map(str::to_owned),
        from: Some(Origin { input: draft.input, path: draft.path.clone() }),
        ..ClaimedScene::default()
    };
    let mut holes = false;
    for statement in joiner.evidence.statements.iter().filter(|s| s.scene.as_deref() == Some(&draft.key)) {
        match &statement.says {
            Says::Host { name, role } => {
                let host = ClaimedHost { name: name.clone(), role: Some(*role) };
                if !scene.hosts.contains(&host) {
                    scene.hosts.push(host);
                }
            }
            Says::Setting { target, setting, value } => {
                scene.settings.entry((*target).to_owned()).or_default().insert((*setting).to_owned(), value.clone());
            }
            Says::File { name, seat: Seat::Trust, .. } => holes |= joiner.files.items(name).is_empty(),
            Says::Handle { handle, seat: Some(Seat::Trust), .. } => {
                holes |= super::handles::find(handle, joiner.prepared).is_none()
            }
            _ => {}
        }
    }
    let seated = |seat: Seat| stands.iter().filter(here).filter(move |s| s.seat == seat);
    let certificate = |s: &Standing| joiner.prepared.certificate_of_item[s.item];
    let mut trust: Vec<usize> = Vec::new();
    for certificate in seated(Seat::Trust).filter_map(certificate) {
        if !trust.contains(&certificate) {
            trust.push(certificate);
        }
    }
    scene.trust = if draft.public_trust {
        Some(ClaimedTrust::Public)
    } else if holes {
        // Part of the list is not here: what was dropped as trusted is taken for it.
        None
    } else {
        (!trust.is_empty()).then_some(ClaimedTrust::These(trust))
    };
    for certificate in seated(Seat::ClientCa).filter_map(certificate) {
        if !scene.client_ca.contains(&certificate) {
            scene.client_ca.push(certificate);
        }
    }
    let listener: Vec<&Standing> = seated(Seat::Listener).collect();
    if let Some(first) = listener.first() {
        let id = first.server.clone().unwrap_or_else(|| seats::LISTENER.to_owned());
        scene.listener = Some(server(joiner, &id, listener.iter().map(|s| s.item).collect()));
    }
    let mut ids: Vec<String> = draft.servers.clone();
    for stand in seated(Seat::Server) {
        let id = stand.server.clone().unwrap_or_else(|| seats::ONLY_SERVER.to_owned());
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let seen = |id: &String| servers.known(id) || seated(Seat::Server).any(|s| s.server.as_ref() == Some(id));
    // A pool whose members nobody tells apart presents what was dropped.
    if ids.len() == 1 || !servers.free || ids.iter().any(seen) {
        for id in ids {
            let own: Vec<usize> = seated(Seat::Server)
                .filter(|s| s.server.as_deref().unwrap_or(seats::ONLY_SERVER) == id)
                .map(|s| s.item)
                .collect();
            scene.servers.push(if own.is_empty() {
                ClaimedServer { id, ..ClaimedServer::default() }
            } else {
                server(joiner, &id, own)
            });
        }
    }
    scene
}

/// What a server presents of these items.
pub(super) fn server(joiner: &Joiner<'_>, id: &str, items: Vec<usize>) -> ClaimedServer {
    let certificate = |i: &usize| joiner.prepared.certificate_of_item.get(*i).copied().flatten();
    let (certificates, keys): (Vec<usize>, Vec<usize>) = items.into_iter().partition(|i| certificate(i).is_some());
    let ordered = seats::presented_order(joiner.prepared, &certificates, &keys);
    let mut presented: Vec<usize> = Vec::new();
    for certificate in ordered.iter().filter_map(certificate) {
        if !presented.contains(&certificate) {
            presented.push(certificate);
        }
    }
    ClaimedServer { id: id.to_owned(), presented: Some(presented), keys }
}

/// Names and settings that belong to no scene of their own.
pub(super) fn beside(joiner: &mut Joiner<'_>) {
    joiner.hosts();
    // One list of trust for all is everybody's; of several, none is.
    let mut lists = joiner.claims.scenes.iter().filter_map(|s| s.trust.as_ref());
    let first = lists.next();
    if matches!(first, Some(ClaimedTrust::These(_))) && lists.all(|list| Some(list) == first) {
        joiner.seats.values_mut().filter(|s| s.seat == Seat::Trust).for_each(|s| s.apart = false);
    }
    for statement in joiner.evidence.statements.iter().filter(|s| s.scene.is_none()) {
        if let Says::Setting { target, setting, value } = &statement.says {
            let dials: &mut situation::Dials = joiner.claims.settings.entry((*target).to_owned()).or_default();
            dials.insert((*setting).to_owned(), value.clone());
        }
    }
}

fn text(draft: &SceneDraft) -> Vec<Span> {
    let mut spans = Vec::new();
    for (words, name) in draft.title.iter().filter(|(_, name)| !name.is_empty()) {
        spans.push(Span { text: (*words).to_owned(), form: "plain" });
        spans.push(Span { text: name.clone(), form: "name" });
    }
    spans
}
