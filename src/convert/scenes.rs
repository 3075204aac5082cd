//! What was rehearsed, scene by scene.

use crate::policy::Check;
use crate::rehearsal::Judgement;
use crate::report::{Scene, SceneHost, Span, Trust};
use crate::scene;

pub(super) fn scene(scene: &scene::Scene<'_>, judgements: &[Judgement]) -> Scene {
    let claim = scene.claim.and_then(|i| scene.prepared.claims.scenes.get(i));
    let asked = |check: Check| {
        let host = judgements.iter().find(|j| j.check == check).map(|j| j.host.clone());
        host.filter(|h| !h.is_empty())
    };
    let target = scene.target.as_deref();
    // Several sites of one server stand in a row, as servers do.
    let listeners = scene.servers.iter().filter(|s| s.listener).count();
    Scene {
        id: scene.id.clone(),
        text: match claim {
            _ if scene.of_clients => plain("What a client shows, and the CAs of clients"),
            Some(claim) => claim.text.clone(),
            None => plain("The files as dropped and the names as typed"),
        },
        target: scene.target.clone(),
        hosts: scene.hosts.iter().chain(&scene.patterns).map(|h| SceneHost { name: h.typed.clone(), role: h.role }).collect(),
        trust: if scene.has_trust_input() { Trust::These(scene.trust.clone()) } else { Trust::Public("public") },
        servers: scene.servers.iter().filter(|s| !s.listener || listeners > 1).map(|s| s.id.clone()).collect(),
        listener: scene.servers.iter().find(|s| s.listener && listeners == 1).map(|s| s.id.clone()),
        client_ca: scene.client_ca.clone(),
        settings: target.and_then(|t| scene.settings.get(t)).cloned().unwrap_or_default(),
        probe_name: asked(Check::Probe),
        traffic_name: asked(Check::Traffic),
        from: claim.and_then(|c| c.from.clone()),
    }
}

fn plain(text: &str) -> Vec<Span> {
    vec![Span { text: text.to_owned(), form: "plain" }]
}
