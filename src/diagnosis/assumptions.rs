//! What nothing said and had to be chosen, with what else may be the case. Never a majority, never silently one of two.

use super::focus::Focus;
use super::observed;
use super::trial::{Row, Trials};
use super::words::Words;
use crate::octets::hex;
use crate::policy::{Profile, SettingKind};
use crate::profiles;
use crate::report::{Alternative, Assumption};
use crate::request::{Change, Edit, List, Seat, SettingValue, Which};
use crate::scene::{HostScene, Scene, Store};
use crate::situation::{Base, Situation};
use std::collections::BTreeMap;

/// Settings that what was seen comes from: the program's own code, where the usual version or depth says something else.
pub fn settings(base: &Base<'_>) -> Vec<Change> {
    let trials = Trials::new(base);
    let mut all: Vec<Change> = Vec::new();
    for seen in observed::all(base).iter().filter(|s| s.report.said == "rejected" && s.report.code.is_some()) {
        let Some(profile) = seen.report.target.as_deref().and_then(profiles::find) else { continue };
        let set = |id: &str| base.request.settings.get(profile.id).is_some_and(|dials| dials.contains_key(id));
        let known = all.iter().any(|c| matches!(&c.edit, Edit::Set { target, .. } if target == profile.id));
        let says = |changes: &[Change]| {
            let rows = rehearse(&trials, profile, changes);
            observed::scope(seen, &rows).iter().any(|r| r.refused() && observed::is_code(seen, r))
        };
        let others: Vec<Change> = others(profile).filter(|(id, ..)| !set(id)).map(|(id, v, _)| change(profile, id, v)).collect();
        if known || others.is_empty() || says(&[]) {
            continue;
        }
        all.extend(others.into_iter().find(|change| says(std::slice::from_ref(change))));
    }
    all
}

/// Most certificates above the first one that a longer depth is tried with.
const DEEPEST: i32 = 4;

/// The versions and depths that are not the usual ones: setting, value, and the name of a version.
fn others(profile: &Profile) -> impl Iterator<Item = (&'static str, SettingValue, &'static str)> {
    profile.settings.iter().flat_map(|setting| match (setting.id, setting.kind) {
        ("version", SettingKind::Choice(choices)) => {
            choices.iter().skip(1).map(|(id, name)| ("version", SettingValue::from(*id), *name)).collect::<Vec<_>>()
        }
        ("depth", SettingKind::Number(usual, _, most)) => {
            (usual + 1..=most.min(DEEPEST)).map(|n| ("depth", SettingValue::from(f64::from(n)), "")).collect()
        }
        _ => Vec::new(),
    })
}

fn change(profile: &Profile, setting: &str, value: SettingValue) -> Change {
    let (target, setting) = (profile.id.to_owned(), setting.to_owned());
    Change::everywhere(Edit::Set { target, setting, value, weakens: false })
}

fn rehearse(trials: &Trials<'_>, profile: &'static Profile, changes: &[Change]) -> Vec<Row> {
    let focus = Focus { report: crate::report::FocusReport::default(), profiles: vec![profile] };
    trials.rows(&focus, &focus.profiles, changes)
}

/// The assumptions that change a verdict in focus.
pub fn of(trials: &Trials<'_>, situation: &Situation<'_>, focus: &Focus, before: &[Row]) -> Vec<Assumption> {
    let scene = situation.typed();
    let mut all = inferred(trials.base);
    apart(trials.base, scene, &mut all);
    let mut guesses: Vec<Assumption> = Vec::new();
    trusted(scene, &mut guesses);
    keys(scene, &mut guesses);
    servers(scene, &mut guesses);
    sent(scene, &mut guesses);
    contradictions(situation, &mut guesses);
    for mut guess in guesses {
        guess.alternatives.retain(|other| {
            let mut changes = trials.base.request.assume.clone();
            changes.push(other.change.clone());
            differs(before, &trials.rows(focus, &focus.profiles, &changes))
        });
        if !guess.alternatives.is_empty() {
            all.push(guess);
        }
    }
    all
}

fn differs(before: &[Row], after: &[Row]) -> bool {
    let now: BTreeMap<_, _> = after.iter().map(|r| (r.key(), r)).collect();
    before.len() != after.len() || before.iter().any(|b| now.get(&b.key()).is_none_or(|a| a.differs(b)))
}

fn inferred(base: &Base<'_>) -> Vec<Assumption> {
    let told = |inferred: &Change| {
        let Edit::Set { target, setting, value, .. } = &inferred.edit else { return None };
        let profile = profiles::find(target)?;
        let words = Words::default().say(profile.name);
        let other = Words::default();
        let (words, other, usual) = match (profile.settings.iter().find(|s| s.id == setting)?.kind, value) {
            (SettingKind::Choice(choices), SettingValue::Text(id)) => {
                let name = choices.iter().find(|(v, _)| v == id)?.1;
                let (usual, usual_name) = choices.first()?;
                let words = words.say(" is of version ").say(name);
                (words, other.say("it is of version ").say(usual_name), SettingValue::from(*usual))
            }
            (SettingKind::Number(usual, ..), SettingValue::Number(depth)) => {
                let words = words.say(" allows a path of ").name(format!("{depth}")).say(" certificates above the first");
                (words, other.say("it has its usual limit, ").name(usual.to_string()), SettingValue::from(f64::from(usual)))
            }
            _ => return None,
        };
        Some(Assumption {
            id: format!("{setting}-{target}"),
            text: words.say(", where what was seen comes from").end(),
            alternatives: vec![Alternative { text: other.end(), change: change(profile, setting, usual) }],
        })
    };
    base.inferred.iter().filter_map(told).collect()
}

/// A file's name.
fn input_name(scene: &Scene<'_>, input: usize) -> Option<String> {
    scene.prepared.reading.inputs.get(input).map(|i| i.name.clone())
}

/// That of the file that an item lies in.
fn file(scene: &Scene<'_>, item: usize) -> Option<String> {
    input_name(scene, scene.prepared.reading.items.get(item)?.input)
}

/// A file that nobody put anywhere and that is taken for what is trusted.
fn trusted(scene: &Scene<'_>, all: &mut Vec<Assumption>) {
    let guessed = scene.seats.iter().enumerate().find(|(_, c)| c.seat == Seat::Trust && c.guessed);
    let Some((input, _)) = guessed.filter(|_| !scene.trust.is_empty()) else { return };
    let labels: Vec<String> = scene.trust.iter().map(|&i| scene.certificate(i).label()).collect();
    let name = input_name(scene, input).unwrap_or_default();
    let public = Edit::All {
        changes: vec![
            Change::everywhere(Edit::Distrust { certificates: Which::Named(List::All) }),
            Change::everywhere(Edit::Trust { certificates: Which::Named(List::Public) }),
        ],
    };
    all.push(Assumption {
        id: "trusted".to_owned(),
        text: Words::default().name(name).say(" is what is trusted: ").names(&labels, " others").end(),
        alternatives: vec![Alternative {
            text: Words::of("only the public CAs are trusted"),
            change: Change::everywhere(public),
        }],
    });
}

/// Of several keys one fits; the server may use another.
fn keys(scene: &Scene<'_>, all: &mut Vec<Assumption>) {
    for server in scene.servers.iter().filter(|s| s.keys.len() > 1) {
        let Some(leaf) = server.leaf else { continue };
        let (fitting, others): (Vec<usize>, Vec<usize>) =
            server.keys.iter().copied().partition(|&k| scene.prepared.key_fits(k, leaf));
        let Some(used) = fitting.first().filter(|_| !others.is_empty()) else { continue };
        let own = file(scene, *used).filter(|own| others.iter().all(|&k| file(scene, k).as_ref() != Some(own)));
        let label = scene.certificate(leaf).label();
        let text = match &own {
            Some(own) => Words::default().name(own.clone()).say(" is the key of ").name(label),
            None => Words::default().say("of ").count(server.keys.len()).say(" keys, the one in use belongs to ").name(label),
        };
        let other = |item: usize| match file(scene, item).filter(|_| own.is_some()) {
            Some(name) => Words::default().name(name).say(" is in use, a key that does not fit").end(),
            None => Words::of("the other key is in use, which does not fit"),
        };
        all.push(Assumption {
            id: format!("{KEY}{}", server.id),
            text: text.end(),
            alternatives: others
                .into_iter()
                .take(3)
                .map(|item| Alternative {
                    text: other(item),
                    change: Change::everywhere(Edit::Key { server: server.id.clone(), item }),
                })
                .collect(),
        });
    }
}

/// Servers that have nothing in common.
fn apart(base: &Base<'_>, scene: &Scene<'_>, all: &mut Vec<Assumption>) {
    if base.apart.is_empty() || scene.sites != base.apart {
        return;
    }
    let pool = vec![base.apart.concat()];
    all.push(Assumption {
        id: "sites-of-their-own".to_owned(),
        text: Words::default().count(base.apart.len()).say(" sites of their own, each asked for the names that it has").end(),
        alternatives: vec![Alternative {
            text: Words::of("one pool: each is asked for every name"),
            change: Change::everywhere(Edit::Sites { servers: pool }),
        }],
    });
}

/// How the ids begin of what is assumed to be sent, and of a key that is assumed to be in use.
const SENT: &str = "sent-";
const KEY: &str = "key-";

/// What the files alone leave open, where all is accepted: it may be why something else was seen.
pub fn doubtful(all: &[Assumption]) -> Option<&Assumption> {
    all.iter().find(|a| a.id.starts_with(SENT) || a.id.starts_with(KEY))
}

/// A file of issuers that nobody put anywhere is taken to be sent with the certificate.
fn sent(scene: &Scene<'_>, all: &mut Vec<Assumption>) {
    let prepared = scene.prepared;
    let inputs = |certificate: usize| {
        let items = prepared.pool.get(certificate).map_or(&[][..], |p| &p.items);
        items.iter().filter_map(|&item| Some(prepared.reading.items.get(item)?.input))
    };
    let name = |input: usize| input_name(scene, input).unwrap_or_default();
    for server in scene.servers.iter().filter(|s| !s.listener) {
        let Some((leaf, own)) = server.leaf.and_then(|leaf| Some((leaf, inputs(leaf).next()?))) else { continue };
        let (alone, beside): (Vec<usize>, Vec<usize>) =
            server.presented.iter().copied().partition(|&c| inputs(c).any(|input| input == own));
        let guessed = |input: &usize| scene.seats.get(*input).is_some_and(|seat| seat.guessed);
        let Some(other) = beside.first().and_then(|&c| inputs(c).find(guessed)) else { continue };
        let words = Words::default()
            .name(name(other))
            .say(" is sent along with the certificate of ")
            .name(scene.certificate(leaf).label());
        let certificates = alone.iter().map(|&c| crate::octets::hex(&scene.certificate(c).sha256)).collect();
        let edit = Edit::Present { server: server.id.clone(), certificates };
        let text = Words::default().say("the server sends only what is in ").name(name(own)).end();
        all.push(Assumption {
            id: format!("{SENT}{}", server.id),
            text: words.end(),
            alternatives: vec![Alternative { text, change: Change::everywhere(edit) }],
        });
    }
}

/// Two files that say different things of one combination: each is a scene, of which the second bears a number. What
/// the first comes to is assumed, and the second is what else may be in force.
fn contradictions(situation: &Situation<'_>, all: &mut Vec<Assumption>) {
    for other in &situation.scenes {
        let number = other.id.rsplit_once(' ').filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit()));
        let first = number.and_then(|(id, _)| situation.scenes.iter().find(|s| s.id == id && s.target == other.target));
        let Some(first) = first else { continue };
        let changes = differences(first, other);
        if changes.is_empty() {
            continue;
        }
        let named = |scene: &Scene<'_>| {
            let from = scene.prepared.claims.scenes.get(scene.claim?)?.from.as_ref()?;
            input_name(scene, from.input)
        };
        let (Some(taken), Some(place)) = (named(first), named(other)) else { continue };
        let words = Words::default().name(taken).say(" is in force and not ").name(place.clone());
        all.push(Assumption {
            id: format!("in-force-{}", first.id),
            text: words.say(", which says something else of ").name(first.id.clone()).end(),
            alternatives: vec![Alternative {
                text: Words::default().name(place).say(" is in force").end(),
                change: Change { scene: Some(first.id.clone()), edit: Edit::All { changes } },
            }],
        });
    }
}

/// What makes one scene of another: its trust list, its names and its settings.
fn differences(first: &Scene<'_>, other: &Scene<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    if first.trust != other.trust || first.store != other.store {
        changes.push(Edit::Distrust { certificates: Which::Named(List::All) });
        let certificates = match other.store {
            Store::Public => Which::Named(List::Public),
            _ => Which::These(other.trust.iter().map(|&i| hex(&other.certificate(i).sha256)).collect()),
        };
        changes.push(Edit::Trust { certificates });
    }
    for host in &other.hosts {
        let own = |h: &&HostScene| h.role == host.role;
        if !first.hosts.iter().any(|h| own(&h) && h.typed == host.typed)
            && let Some(instead) = first.hosts.iter().find(own)
        {
            changes.push(Edit::Ask { host: host.typed.clone(), role: host.role, instead: Some(instead.typed.clone()) });
        }
    }
    for (target, dials) in other.settings.iter() {
        for (setting, value) in dials.iter().filter(|(id, v)| first.settings.get(target).and_then(|d| d.get(*id)) != Some(v)) {
            let (target, setting, value) = (target.clone(), setting.clone(), value.clone());
            changes.push(Edit::Set { target, setting, value, weakens: false });
        }
    }
    changes.into_iter().map(|edit| Change { scene: Some(first.id.clone()), edit }).collect()
}

/// Several files with a certificate of their own are several servers; they may be one, of which one file is in use.
fn servers(scene: &Scene<'_>, all: &mut Vec<Assumption>) {
    let guessed = scene.seats.iter().filter(|c| c.seat == Seat::Server && c.guessed && c.server.is_some()).count();
    let behind: Vec<_> = scene.servers.iter().filter(|s| !s.listener && !s.presented.is_empty()).collect();
    if guessed < 2 || behind.len() < 2 || scene.sites.len() > 1 {
        return;
    }
    let ids: Vec<String> = behind.iter().map(|s| s.id.clone()).collect();
    let sites = behind.iter().map(|s| vec![s.id.clone()]).collect();
    all.push(Assumption {
        id: "one-pool".to_owned(),
        text: Words::default().names(&ids, " others").say(" are one pool: each is asked for every name").end(),
        alternatives: vec![Alternative {
            text: Words::of("sites of their own, each asked for the names that it has"),
            change: Change::everywhere(Edit::Sites { servers: sites }),
        }],
    });
}
