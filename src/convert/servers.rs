//! Servers, their paths and their names.

use super::hex;
use crate::identity::{self, ComparedName, ReferenceKind};
use crate::lists::Members;
use crate::path::checks::{self, CaRules, EkuRules, KNOWN_EXTENSIONS, PathView};
use crate::path::name_constraints::{self, NameRules};
use crate::path::search::{self, Limits};
use crate::path::{self, KeyIdEvidence, NameEvidence};
use crate::report::{Edge, Label, MissingIssuer, NameComparison, Note, Path, PresentedName, Server, ServerKey};
use crate::request::HostUse;
use crate::rules;
use crate::scene::{Scene, ServerScene};

/// Paths shown for one server: more than a person compares.
const SHOWN_PATHS: usize = 8;

/// Names shown for one host: the closest ones.
const SHOWN_NAMES: usize = 50;

pub(super) fn servers(scene: &Scene<'_>) -> Vec<Server> {
    scene.servers.iter().map(|server| convert(scene, server)).collect()
}

fn convert(scene: &Scene<'_>, server: &ServerScene) -> Server {
    let proposed = &server.proposed;
    Server {
        id: server.id.clone(),
        presented: server.presented.clone(),
        proposed: proposed.order.clone(),
        order_correct: proposed.presented_fits,
        missing: proposed.missing.iter().map(|gap| missing(scene, gap.certificate)).collect(),
        paths: server.leaf.map_or_else(Vec::new, |leaf| paths(scene, server, leaf)),
        key: server.keys.first().map(|&first| {
            let fitting = server
                .presented
                .iter()
                .find_map(|&c| server.keys.iter().find(|&&k| scene.prepared.key_fits(k, c)).map(|&k| (k, c)));
            let leaf = server.leaf.and_then(|c| server.keys.iter().find(|&&k| scene.prepared.key_fits(k, c)).map(|&k| (k, c)));
            match leaf.or(fitting) {
                Some((item, certificate)) => ServerKey { item, matches: Some(certificate) },
                None => ServerKey { item: first, matches: None },
            }
        }),
        leaf: server.leaf,
    }
}

fn missing(scene: &Scene<'_>, certificate: usize) -> MissingIssuer {
    let c = scene.certificate(certificate);
    MissingIssuer {
        certificate,
        issuer: c.issuer.to_rfc4514(),
        key_id: c.authority_key_id.as_ref().and_then(|a| a.key_id.as_deref()).map(hex),
        ca_issuers: c.ca_issuers().map(str::to_owned).collect(),
    }
}

fn paths(scene: &Scene<'_>, server: &ServerScene, leaf: usize) -> Vec<Path> {
    let pool = &scene.prepared.pool;
    let anchors = scene.anchors();
    let presented: Members = server.presented.iter().copied().collect();
    let elsewhere = (0..pool.len()).filter(|&i| !presented.contains(i));
    let intermediates: Vec<usize> = server.presented.iter().copied().chain(elsewhere).collect();
    let query = search::Query { leaf, intermediates: &intermediates, anchors: &anchors, limits: Limits::DEFAULT };
    let found = search::paths(pool, &scene.prepared.graph, &query);
    let complete = found.complete.iter().map(|p| (p, true));
    let others = found.dead_ends.iter().map(|p| (p, false));
    complete.chain(others).take(SHOWN_PATHS).map(|(indexes, anchored)| path(scene, indexes, anchored)).collect()
}

fn path(scene: &Scene<'_>, indexes: &[usize], anchored: bool) -> Path {
    let last = indexes.last().copied().unwrap_or_default();
    Path {
        certificates: indexes.to_vec(),
        edges: indexes.windows(2).map(|pair| edge(scene, pair[0], pair[1])).collect(),
        anchor: match (anchored, scene.has_trust_input()) {
            (false, _) => "none",
            (true, true) => "uploaded",
            (true, false) => "mozilla",
        },
        complete: anchored && scene.prepared.pool.get(last).is_some(),
        faults: faults(scene, indexes, anchored),
    }
}

fn edge(scene: &Scene<'_>, subject: usize, issuer: usize) -> Edge {
    let (s, i) = (scene.certificate(subject), scene.certificate(issuer));
    let names = scene.prepared.graph.edge(subject, issuer).map_or(NameEvidence::Different, |e| e.names);
    Edge {
        subject,
        issuer,
        names: match names {
            NameEvidence::Exact => "exact",
            NameEvidence::Equivalent => "equivalent",
            NameEvidence::Different => "different",
        },
        key_ids: match path::key_ids(s, i) {
            KeyIdEvidence::Equal => "equal",
            KeyIdEvidence::Different => "different",
            KeyIdEvidence::Absent => "absent",
        },
        signature: scene.prepared.graph.signature(&scene.prepared.pool, subject, issuer).word(),
    }
}

/// What RFC 5280 has against a path as a TLS server's, as rule ids without repeats.
fn faults(scene: &Scene<'_>, indexes: &[usize], anchored: bool) -> Vec<&'static str> {
    let pool = &scene.prepared.pool;
    let view = if anchored { PathView::anchored(pool, indexes) } else { PathView::open(pool, indexes) };
    let mut found = Vec::new();
    for position in 0..view.len() {
        found.extend(checks::validity(&view, position, scene.now));
    }
    for position in view.below_anchor() {
        found.extend(checks::unknown_critical(&view, position, KNOWN_EXTENSIONS));
        found.extend(checks::extended_key_usage(&view, position, EkuRules::SERVER));
        if position > 0 {
            found.extend(checks::issuer_is_ca(&view, position, CaRules::default()));
            found.extend(checks::issuer_key_usage(&view, position));
            found.extend(checks::path_length(&view, position, false));
        }
    }
    found.extend(name_constraints::check(&view, &NameRules::RFC5280));
    let mut rules: Vec<&'static str> = Vec::new();
    for fault in found {
        let rule = rules::owner(fault.kind).id;
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules
}

/// Every server's names against every host that somebody asks it for.
pub(super) fn names(scene: &Scene<'_>) -> Vec<NameComparison> {
    let mut all = Vec::new();
    for server in &scene.servers {
        let Some(leaf) = server.leaf.or(server.presented.first().copied()) else { continue };
        for host in scene.hosts.iter().filter(|h| !server.listener || matches!(h.role, None | Some(HostUse::Client))) {
            if host.identifier.kind == ReferenceKind::Invalid {
                continue;
            }
            let compared = identity::compare_closest(scene.certificate(leaf), &host.identifier, SHOWN_NAMES);
            all.push(NameComparison {
                server: server.id.clone(),
                host: host.identifier.ascii.clone(),
                matched: compared.matched,
                presented: compared.presented.into_iter().map(presented_name).collect(),
                advice: compared.advice.map(|(id, _, about)| Note { id, detail: about, bytes: None }),
            });
        }
    }
    all
}

fn presented_name(name: ComparedName) -> PresentedName {
    PresentedName {
        kind: name.kind,
        value: name.value,
        matches: name.matches,
        reason: name.reason,
        explanation: name.explanation,
        labels: name.labels.into_iter().map(|l| Label { text: l.text, differs: l.differs }).collect(),
        distance: name.distance,
    }
}
