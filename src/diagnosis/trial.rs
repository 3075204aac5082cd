//! One rehearsal of what is in focus, under a set of changes.

use super::focus::Focus;
use crate::policy::{Outcome, Profile};
use crate::rehearsal::{self, Judgement};
use crate::report::Left;
use crate::request::Change;
use crate::scene::Scene;
use crate::situation::{Base, Situation};

/// A verdict with what tells it from others.
#[derive(Clone, Debug)]
pub struct Row {
    /// Index of its scene.
    pub scene: usize,
    /// Id of its scene.
    pub scene_id: String,
    /// Id of its server; empty for what belongs to none.
    pub server: String,
    /// What was said.
    pub judgement: Judgement,
}

impl Row {
    /// Refused.
    pub fn refused(&self) -> bool {
        self.judgement.outcome == Outcome::Rejected
    }

    /// The same verdict of another rehearsal.
    pub fn same(&self, other: &Self) -> bool {
        self.scene_id == other.scene_id && self.server == other.server && self.alike(other)
    }

    fn alike(&self, other: &Self) -> bool {
        let (a, b) = (&self.judgement, &other.judgement);
        a.target == b.target && a.check == b.check && a.host == b.host
    }

    /// Says something else than the other one: another outcome, code or cause.
    pub fn differs(&self, other: &Self) -> bool {
        let cause = |r: &Self| r.judgement.faults.first().map(|f| (f.kind, f.certificate, f.detail.clone()));
        self.judgement.outcome != other.judgement.outcome
            || self.judgement.code != other.judgement.code
            || cause(self) != cause(other)
    }

    /// As the report names what is left.
    pub fn left(&self) -> Left {
        Left {
            scene: self.scene_id.clone(),
            server: self.server.clone(),
            target: self.judgement.target,
            host: self.judgement.host.clone(),
            check: self.judgement.check.word(),
            code: self.judgement.code.clone(),
        }
    }
}

/// Rehearses what is in focus after the changes, and lets the caller look at the scenes.
pub fn rehearse<T>(
    base: &Base<'_>,
    focus: &Focus,
    profiles: &[&'static Profile],
    changes: &[Change],
    look: impl FnOnce(&Situation<'_>, Vec<Row>) -> T,
) -> T {
    let changed = base.overlay(changes);
    let prepared = changed.as_ref().unwrap_or(base.prepared);
    let situation = base.situation(prepared, changes);
    let mut rows = Vec::new();
    for (index, scene) in situation.scenes.iter().enumerate() {
        for profile in profiles {
            rows.extend(rehearsal::rehearse_one(scene, profile).into_iter().map(|j| row(index, scene, j)));
        }
    }
    let hosts = focus.hosts_after(changes);
    rows.retain(|r| focus.holds(r, hosts.as_deref()));
    look(&situation, rows)
}

/// A judgement as a row.
pub fn row(index: usize, scene: &Scene<'_>, judgement: Judgement) -> Row {
    let server = judgement.server.and_then(|s| scene.servers.get(s)).map_or("", |s| s.id.as_str()).to_owned();
    Row { scene: index, scene_id: scene.id.clone(), server, judgement }
}

/// The rows alone.
pub fn rows(base: &Base<'_>, focus: &Focus, profiles: &[&'static Profile], changes: &[Change]) -> Vec<Row> {
    rehearse(base, focus, profiles, changes, |_, rows| rows)
}
