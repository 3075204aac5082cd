//! What nothing said and had to be chosen, with what else may be the case. Never a majority, never silently one of two.

use super::focus::Focus;
use super::observed;
use super::trial::{self, Row};
use super::words::Words;
use crate::policy::{Profile, SettingKind};
use crate::profiles;
use crate::report::{Alternative, Assumption};
use crate::request::{Change, Edit, List, Seat, SettingValue, Which};
use crate::scene::Scene;
use crate::situation::{Base, Situation};

/// Versions that what was seen comes from: the program's own code, where the usual version says something else.
pub fn versions(base: &Base<'_>) -> Vec<Change> {
    let mut all: Vec<Change> = Vec::new();
    for seen in observed::all(base).iter().filter(|s| s.report.said == "rejected" && s.report.code.is_some()) {
        let Some(profile) = seen.report.target.as_deref().and_then(profiles::find) else { continue };
        let set = base.request.settings.get(profile.id).is_some_and(|dials| dials.contains_key("version"));
        let known = all.iter().any(|c| matches!(&c.edit, Edit::Set { target, .. } if target == profile.id));
        if set || known || choices(profile).len() < 2 {
            continue;
        }
        let says = |changes: &[Change]| {
            let rows = rehearse(base, profile, changes);
            rows.iter()
                .any(|r| r.refused() && observed::in_scope(seen, r) && observed::is_code(seen, r.judgement.code.as_deref()))
        };
        if says(&[]) {
            continue;
        }
        all.extend(
            choices(profile).iter().skip(1).map(|(id, _)| version(profile, id)).find(|change| says(std::slice::from_ref(change))),
        );
    }
    all
}

fn choices(profile: &Profile) -> &'static [(&'static str, &'static str)] {
    let setting = profile.settings.iter().find(|s| s.id == "version").map(|s| s.kind);
    if let Some(SettingKind::Choice(choices)) = setting { choices } else { &[] }
}

fn version(profile: &Profile, id: &str) -> Change {
    Change::everywhere(Edit::Set {
        target: profile.id.to_owned(),
        setting: "version".to_owned(),
        value: SettingValue::Text(id.to_owned()),
        weakens: false,
    })
}

fn rehearse(base: &Base<'_>, profile: &'static Profile, changes: &[Change]) -> Vec<Row> {
    let focus = Focus { report: crate::report::FocusReport::default(), profiles: vec![profile] };
    trial::rows(base, &focus, &focus.profiles, changes)
}

/// The assumptions that change a verdict in focus.
pub fn of(base: &Base<'_>, situation: &Situation<'_>, focus: &Focus, before: &[Row]) -> Vec<Assumption> {
    let scene = situation.typed();
    let mut all = inferred(base);
    let mut guesses: Vec<Assumption> = Vec::new();
    trusted(scene, &mut guesses);
    keys(scene, &mut guesses);
    servers(scene, &mut guesses);
    for mut guess in guesses {
        guess.alternatives.retain(|other| {
            let mut changes = base.request.assume.clone();
            changes.push(other.change.clone());
            differs(before, &trial::rows(base, focus, &focus.profiles, &changes))
        });
        if !guess.alternatives.is_empty() {
            all.push(guess);
        }
    }
    all
}

fn differs(before: &[Row], after: &[Row]) -> bool {
    before.len() != after.len() || before.iter().any(|b| !after.iter().any(|a| a.same(b) && !a.differs(b)))
}

fn inferred(base: &Base<'_>) -> Vec<Assumption> {
    let told = |change: &Change| {
        let Edit::Set { target, value: SettingValue::Text(id), .. } = &change.edit else { return None };
        let profile = profiles::find(target)?;
        let (usual, name) = (choices(profile).first()?, choices(profile).iter().find(|(v, _)| v == id)?.1);
        let words = Words::default().say(profile.name).say(" is taken to be of version ").say(name);
        let other = Words::default().say("It is of version ").say(usual.1).say(".");
        Some(Assumption {
            id: format!("version-{target}"),
            text: words.say(": what was seen comes from that one.").end(),
            alternatives: vec![Alternative { text: other.end(), change: version(profile, usual.0) }],
        })
    };
    base.inferred.iter().filter_map(told).collect()
}

fn file(scene: &Scene<'_>, input: usize) -> String {
    scene.prepared.reading.inputs.get(input).map_or_else(String::new, |i| i.title.to_owned())
}

/// A file that nobody put anywhere and that is taken for what is trusted.
fn trusted(scene: &Scene<'_>, all: &mut Vec<Assumption>) {
    let guessed = scene.seats.iter().enumerate().find(|(_, c)| c.seat == Seat::Trust && c.guessed);
    let Some((input, _)) = guessed.filter(|_| !scene.trust.is_empty()) else { return };
    let labels: Vec<String> = scene.trust.iter().map(|&i| scene.certificate(i).label()).collect();
    let words =
        Words::default().say("What was dropped as ").name(file(scene, input)).say(" is taken for what the other side trusts: ");
    let public = Edit::All {
        changes: vec![
            Change::everywhere(Edit::Distrust { certificates: Which::Named(List::All) }),
            Change::everywhere(Edit::Trust { certificates: Which::Named(List::Public) }),
        ],
    };
    all.push(Assumption {
        id: "trusted".to_owned(),
        text: words.names(&labels, " others").say(".").end(),
        alternatives: vec![Alternative {
            text: Words::of("The other side trusts the public CAs only."),
            change: Change::everywhere(public),
        }],
    });
}

/// Of several keys one fits; the server may use another.
fn keys(scene: &Scene<'_>, all: &mut Vec<Assumption>) {
    for server in scene.servers.iter().filter(|s| s.keys.len() > 1) {
        let Some(leaf) = server.leaf else { continue };
        let others: Vec<usize> = server.keys.iter().copied().filter(|&k| !scene.prepared.key_fits(k, leaf)).collect();
        if others.len() == server.keys.len() || others.is_empty() {
            continue;
        }
        let words = Words::default()
            .say("Of ")
            .count(server.keys.len())
            .say(" private keys, the server is taken to use the one that belongs to ");
        all.push(Assumption {
            id: format!("key-{}", server.id),
            text: words.name(scene.certificate(leaf).label()).say(".").end(),
            alternatives: others
                .into_iter()
                .take(3)
                .map(|item| Alternative {
                    text: Words::of("The server uses the other key, which does not fit."),
                    change: Change::everywhere(Edit::Key { server: server.id.clone(), item }),
                })
                .collect(),
        });
    }
}

/// Several files with a certificate of their own are several servers; they may be one, of which one file is in use.
fn servers(scene: &Scene<'_>, all: &mut Vec<Assumption>) {
    let guessed = scene.seats.iter().filter(|c| c.seat == Seat::Server && c.guessed && c.server.is_some()).count();
    let behind: Vec<_> = scene.servers.iter().filter(|s| !s.listener && !s.presented.is_empty()).collect();
    if guessed < 2 || behind.len() < 2 {
        return;
    }
    let ids: Vec<String> = behind.iter().map(|s| s.id.clone()).collect();
    let sites = behind.iter().map(|s| vec![s.id.clone()]).collect();
    let words = Words::default().say("The files are taken for ").count(behind.len()).say(" servers of one pool, ");
    all.push(Assumption {
        id: "one-pool".to_owned(),
        text: words.names(&ids, " others").say(": each is asked for every name.").end(),
        alternatives: vec![Alternative {
            text: Words::of("They are sites of their own, each asked for the names that it has."),
            change: Change::everywhere(Edit::Sites { servers: sites }),
        }],
    });
}
