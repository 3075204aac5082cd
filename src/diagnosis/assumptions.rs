//! What nothing said and had to be chosen, with what else may be the case. Never a majority, never silently one of two.

use super::focus::Focus;
use super::observed::{self, Seen};
use super::trial::{Row, Trials};
use super::words::Words;
use crate::identity;
use crate::lists::Map;
use crate::octets::hex;
use crate::policy::{Check, Profile, SettingKind};
use crate::profiles;
use crate::report::{Alternative, Assumption, Span};
use crate::request::{Change, Edit, List, Seat, SettingValue, Which};
use crate::scene::{HostScene, Scene, SeatChoice, Store};
use crate::situation::{Base, Situation};
use std::rc::Rc;

/// What was seen comes from: a setting, where the usual version or depth says something else than the program did; or
/// another choice than the one that was guessed, which what was seen beats. Each with what is said of it.
pub fn inferred(base: &Base<'_>) -> Vec<(Change, Option<Assumption>)> {
    let trials = Trials::new(base);
    let everything = observed::all(base);
    let mut all = names(base, &everything);
    let names = all.len();
    let works = everything.iter().any(|s| s.report.said == "accepted");
    for seen in everything.iter().filter(|s| s.report.said == "rejected" && s.report.code.is_some()) {
        let Some(profile) = seen.report.target.as_deref().and_then(profiles::find) else { continue };
        let set = |id: &str| base.request.settings.get(profile.id).is_some_and(|dials| dials.contains_key(id));
        let known = all.iter().any(|(c, _)| matches!(&c.edit, Edit::Set { target, .. } if target == profile.id));
        let says = |changes: &[Change]| {
            let rows = rehearse(&trials, profile, changes);
            observed::scope(seen, &rows).iter().any(|r| r.refused() && observed::is_code(seen, r))
        };
        let told: Vec<Change> = all.iter().map(|(change, _)| change.clone()).collect();
        if known || says(&told) {
            continue;
        }
        let with = |change: &Change| told.iter().chain([change]).cloned().collect::<Vec<_>>();
        let mut others = others(profile).filter(|(id, ..)| !set(id)).map(|(id, v, _)| change(profile, id, v));
        if let Some(change) = others.find(|change| says(&with(change))) {
            all.extend(of_setting(&change).map(|told| (change, Some(told))));
            continue;
        }
        // What is seen to work rests on the guess.
        let guesses = if works || all.len() > names { Vec::new() } else { guessed(base.situation(base.prepared, &[]).typed()) };
        let taken = guesses.into_iter().find_map(|Guess { told, back }| {
            let other = told.alternatives.iter().find(|other| says(&with(&other.change)))?.clone();
            let (text, change) = (seen_from(other.text), back);
            let alternatives = vec![Alternative { text: told.text, change }];
            Some((other.change, Some(Assumption { id: told.id, text, alternatives })))
        });
        all.extend(taken);
    }
    all
}

/// The names that clients were seen to ask for, where nothing else gives one.
fn names(base: &Base<'_>, seen: &[Seen]) -> Vec<(Change, Option<Assumption>)> {
    if seen.is_empty() {
        return Vec::new();
    }
    let given = base.laid_out(base.prepared, &[]);
    if given.scenes.iter().any(|scene| !scene.hosts.is_empty()) {
        return Vec::new();
    }
    let connects = |s: &&Seen| s.report.said == "rejected" && s.report.check.as_deref() == Some(Check::Connect.word());
    let mut names: Vec<&str> = Vec::new();
    for host in seen.iter().filter(connects).filter_map(|s| s.report.host.as_deref()) {
        if !names.contains(&host) && names.len() < NAMES {
            names.push(host);
        }
    }
    let ask = |host: &&str| {
        // Not in the place of the one before.
        let instead = Some((*host).to_owned());
        Change::everywhere(Edit::Ask { host: (*host).to_owned(), role: None, instead })
    };
    names.iter().map(|host| (ask(host), None)).collect()
}

/// Names taken from what was seen.
const NAMES: usize = 3;

/// A guess, and the change that goes back to it from any of its alternatives.
struct Guess {
    told: Assumption,
    back: Change,
}

/// What the files alone leave open about what is sent, about keys, and about what is trusted; the likeliest one first.
fn guessed(scene: &Scene<'_>) -> Vec<Guess> {
    let mut all = Vec::new();
    sent(scene, &mut all);
    keys(scene, &mut all);
    trusted(scene, &mut all);
    all
}

fn seen_from(text: Vec<Span>) -> Vec<Span> {
    Words::default().then(text).say(", where what was seen comes from").end()
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

fn rehearse(trials: &Trials<'_>, profile: &'static Profile, changes: &[Change]) -> Rc<Vec<Row>> {
    let focus = Focus { report: crate::report::FocusReport::default(), profiles: vec![profile] };
    trials.rows(&focus, &focus.profiles, changes)
}

/// The assumptions that change a verdict in focus.
pub fn of(trials: &Trials<'_>, situation: &Situation<'_>, focus: &Focus, before: &[Row]) -> Vec<Assumption> {
    let scene = situation.typed();
    let mut all: Vec<Assumption> = trials.base.inferred.iter().filter_map(|(_, told)| told.clone()).collect();
    apart(trials.base, scene, &mut all);
    let mut guesses: Vec<Assumption> = guessed(scene).into_iter().map(|guess| guess.told).collect();
    servers(scene, &mut guesses);
    asked(scene, &mut guesses);
    contradictions(situation, &mut guesses);
    guesses.retain(|guess| all.iter().all(|told| told.id != guess.id));
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
    let now: Map<_, _> = after.iter().map(|r| (r.key(), r)).collect();
    before.len() != after.len() || before.iter().any(|b| now.get(&b.key()).is_none_or(|a| a.differs(b)))
}

fn of_setting(inferred: &Change) -> Option<Assumption> {
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
        text: seen_from(words.end()),
        alternatives: vec![Alternative { text: other.end(), change: change(profile, setting, usual) }],
    })
}

/// A file's name.
fn input_name(scene: &Scene<'_>, input: usize) -> Option<String> {
    scene.prepared.reading.inputs.get(input).map(|i| i.name.clone())
}

/// That of the file that an item lies in.
fn file(scene: &Scene<'_>, item: usize) -> Option<String> {
    input_name(scene, scene.prepared.reading.items.get(item)?.input)
}

/// Files that nobody put anywhere and that are taken for what is trusted: one of several may not be, or only the public
/// roots are.
fn trusted(scene: &Scene<'_>, all: &mut Vec<Guess>) {
    let stands = |guessed: bool| {
        // What evidence puts there is no guess.
        let claimed = |input: usize| scene.prepared.reading.items_of(input).any(|(i, _)| scene.item_seats.contains(&i));
        let here = move |(i, c): &(usize, &SeatChoice)| c.seat == Seat::Trust && (c.guessed && !claimed(*i)) == guessed;
        scene.seats.iter().enumerate().filter(here).map(|(input, _)| input).collect::<Vec<_>>()
    };
    let (guessed, by_hand) = (stands(true), stands(false));
    let Some(first) = guessed.first().filter(|_| !scene.trust.is_empty()) else { return };
    let sha256 = |certificates: &[usize]| certificates.iter().map(|&i| hex(&scene.certificate(i).sha256)).collect();
    let within = |input: usize| {
        let of = |&&c: &&usize| inputs_of(scene, c).eq([input]);
        scene.trust.iter().filter(of).copied().collect::<Vec<usize>>()
    };
    let name = |input: usize| input_name(scene, input).unwrap_or_default();
    let none = || Change::everywhere(Edit::Distrust { certificates: Which::Named(List::All) });
    let mut alternatives = Vec::new();
    for &input in guessed.iter().filter(|_| guessed.len() + by_hand.len() > 1).take(2) {
        let certificates = within(input);
        if !certificates.is_empty() {
            let text = Words::default().name(name(input)).say(" is not trusted there").end();
            let edit = Edit::Distrust { certificates: Which::These(sha256(&certificates)) };
            alternatives.push(Alternative { text, change: Change::everywhere(edit) });
        }
    }
    if by_hand.is_empty() {
        let public = Change::everywhere(Edit::Trust { certificates: Which::Named(List::Public) });
        alternatives.push(Alternative {
            text: Words::of("only the public CAs are trusted"),
            change: Change::everywhere(Edit::All { changes: vec![none(), public] }),
        });
    }
    let labels: Vec<String> = scene.trust.iter().map(|&i| scene.certificate(i).label()).collect();
    let words = Words::default().name(name(*first));
    let (id, words) = if by_hand.is_empty() {
        ("trusted", words.say(" is what is trusted: "))
    } else {
        (AS_WELL, words.say(" is trusted as well: "))
    };
    let back = Change::everywhere(Edit::Trust { certificates: Which::These(sha256(&scene.trust)) });
    all.push(Guess {
        told: Assumption { id: id.to_owned(), text: words.names(&labels, " others").end(), alternatives },
        back: Change::everywhere(Edit::All { changes: vec![none(), back] }),
    });
}

/// The files that a certificate lies in.
fn inputs_of<'s>(scene: &'s Scene<'_>, certificate: usize) -> impl Iterator<Item = usize> + 's {
    let items = scene.prepared.pool.get(certificate).map_or(&[][..], |p| &p.items);
    items.iter().filter_map(|&item| Some(scene.prepared.reading.items.get(item)?.input))
}

/// Of several keys one fits; the server may use another.
fn keys(scene: &Scene<'_>, all: &mut Vec<Guess>) {
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
        let key = |item: usize| Change::everywhere(Edit::Key { server: server.id.clone(), item });
        let alternatives = others.into_iter().take(3).map(|item| Alternative { text: other(item), change: key(item) });
        let id = format!("{KEY}{}", server.id);
        let told = Assumption { id, text: text.end(), alternatives: alternatives.collect() };
        all.push(Guess { told, back: key(*used) });
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
/// A file that nobody put anywhere, beside others that somebody said are trusted.
const AS_WELL: &str = "trusted-as-well";

/// What the files alone leave open, where all is accepted: it may be why something else was seen.
pub fn doubtful(all: &[Assumption]) -> Option<&Assumption> {
    all.iter().find(|a| a.id.starts_with(SENT) || a.id.starts_with(KEY) || a.id == AS_WELL)
}

/// A file of issuers that nobody put anywhere is taken to be sent with the certificate.
fn sent(scene: &Scene<'_>, all: &mut Vec<Guess>) {
    let inputs = |certificate: usize| inputs_of(scene, certificate);
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
        let present = |list: &[usize]| {
            let certificates = list.iter().map(|&c| hex(&scene.certificate(c).sha256)).collect();
            Change::everywhere(Edit::Present { server: server.id.clone(), certificates })
        };
        let text = Words::default().say("the server sends only what is in ").name(name(own)).end();
        let alternatives = vec![Alternative { text, change: present(&alone) }];
        let told = Assumption { id: format!("{SENT}{}", server.id), text: words.end(), alternatives };
        all.push(Guess { told, back: present(&server.presented) });
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

/// Names beyond this number are a list to be checked, and not what somebody typed to see which is to blame.
const FEW: usize = 12;

/// Of several names that nobody gave a use, the certificate has some: perhaps the server is asked for those alone.
fn asked(scene: &Scene<'_>, all: &mut Vec<Assumption>) {
    let mut behind = scene.servers.iter().filter(|s| !s.listener && !s.presented.is_empty());
    let (Some(server), None) = (behind.next(), behind.next()) else { return };
    let Some(leaf) = server.leaf.map(|leaf| scene.certificate(leaf)) else { return };
    let every: Vec<&HostScene> = scene.hosts.iter().filter(|h| h.role.is_none()).collect();
    let (covered, others): (Vec<&HostScene>, Vec<&HostScene>) =
        every.iter().copied().partition(|h| identity::compare_closest(leaf, &h.identifier, 1).matched);
    let Some(first) = covered.first().filter(|_| !others.is_empty() && scene.hosts.len() <= FEW) else { return };
    let names = |hosts: &[&HostScene]| hosts.iter().map(|h| h.typed.clone()).collect::<Vec<_>>();
    let instead = |other: &&HostScene| Edit::Ask { host: first.typed.clone(), role: None, instead: Some(other.typed.clone()) };
    all.push(Assumption {
        id: "asked".to_owned(),
        text: Words::default().say("the server is asked for ").names(&names(&every), " others").end(),
        alternatives: vec![Alternative {
            text: Words::default().say("only for ").names(&names(&covered), " others").end(),
            change: Change::everywhere(Edit::All { changes: others.iter().map(instead).map(Change::everywhere).collect() }),
        }],
    });
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
