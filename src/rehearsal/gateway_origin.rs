//! A cloud service connects to an origin: a whole path to a root it trusts, dates, then the name.

use super::{Ledger, Meeting, Ruling};
use crate::fault::{Fault, FaultKind};
use crate::identity::{self, IdentityPolicy, WhyNot};
use crate::path::checks::{self, CaRules, EkuRules, PathView};
use crate::path::order::is_self_signed;
use crate::path::{Limits, search};
use crate::policy::{OriginRoots, OriginRules};

const UNCLEAR: &str = "How the service treats an extension that cannot be read, or is there twice, is not documented.";

pub(super) fn connect(meeting: &Meeting<'_>, rules: &OriginRules) -> Ruling {
    // The first certificate on the wire is the server's, in every version of TLS.
    let Some(&leaf) = meeting.presented().first() else { return Ruling::refused(Fault::new(FaultKind::CertificateMissing)) };
    let on = |switch: &str| meeting.dials.switch(switch) != Some(false);
    let path = if on(rules.path_switch) {
        match sound_path(meeting, rules, leaf) {
            Ok(path) => path,
            Err(fault) => return Ruling::refused(fault),
        }
    } else {
        vec![leaf]
    };
    // What a damaged extension would have said is not known, least of all that it would have said nothing.
    let accepted = || match checks::unclear_extension(&PathView::anchored(&meeting.scene.prepared.pool, &path)) {
        Some(fault) => Ruling::Undetermined(UNCLEAR, vec![fault]),
        None => Ledger::default().accept(meeting.scene, &path),
    };
    if on(rules.name_switch)
        && let Some(host) = meeting.host
    {
        let found = identity::matches(meeting.certificate(leaf), host, meeting.identity.unwrap_or(&IdentityPolicy::RFC9525));
        let kind = match found.why_not {
            None => return accepted(),
            Some(WhyNot::HostMissing) => FaultKind::HostMissing,
            Some(WhyNot::HostRefused) => FaultKind::HostMalformed,
            Some(WhyNot::NoIdentifier) => super::no_names(meeting.certificate(leaf)),
            Some(_) => FaultKind::NameMismatch,
        };
        return Ruling::refused(Fault::of(kind, leaf).with(if host.ascii.is_empty() { &host.host } else { &host.ascii }));
    }
    accepted()
}

/// A path without a fault, else the first fault of the best.
fn sound_path(meeting: &Meeting<'_>, rules: &OriginRules, leaf: usize) -> Result<Vec<usize>, Fault> {
    let scene = meeting.scene;
    let (pool, graph) = (&scene.prepared.pool, &scene.prepared.graph);
    let self_signed = |i: usize| is_self_signed(pool, graph, i);
    let mut intermediates = meeting.presented().to_vec();
    let anchors = match rules.roots {
        OriginRoots::Public => scene.mozilla_roots(),
        OriginRoots::Uploaded => {
            intermediates.extend(&scene.trust);
            scene.anchors().into_iter().filter(|&i| self_signed(i)).collect()
        }
    };
    let query = search::Query { leaf, intermediates: &intermediates, anchors: &anchors, limits: Limits::DEFAULT };
    let found = search::paths(pool, graph, &query);
    let faults = |path: &Vec<usize>| first_fault(&PathView::anchored(pool, path), meeting.now());
    if let Some(first) = found.complete.first() {
        // One path without a fault is enough.
        let sound = found.complete.iter().find(|p| faults(p).is_none());
        return sound.cloned().map_or_else(|| faults(first).map_or_else(|| Ok(first.clone()), Err), Ok);
    }
    // The dead end that leads furthest: to a root, else over most certificates.
    let reach = |p: &&Vec<usize>| (!p.last().is_some_and(|&i| self_signed(i)), std::cmp::Reverse(p.len()));
    let end = found.dead_ends.iter().min_by_key(reach).and_then(|p| p.last().copied()).unwrap_or(leaf);
    let kind = match (self_signed(end), end == leaf) {
        (true, true) => FaultKind::SelfSignedUntrusted,
        (true, false) => FaultKind::AnchorUntrusted,
        (false, _) => FaultKind::IssuerMissing,
    };
    Err(Fault::of(kind, end))
}

fn first_fault(view: &PathView<'_>, now: crate::facts::UnixTime) -> Option<Fault> {
    (0..view.len()).find_map(|position| {
        let issuer = || {
            checks::issuer_is_ca(view, position, CaRules::default())
                .or_else(|| checks::issuer_key_usage(view, position))
                .or_else(|| checks::path_length(view, position, false))
        };
        checks::validity(view, position, now)
            .or_else(|| if position > 0 { issuer() } else { None })
            .or_else(|| checks::extended_key_usage(view, position, EkuRules::SERVER))
    })
}
