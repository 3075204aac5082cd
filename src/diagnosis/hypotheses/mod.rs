//! What may be the case instead, where the files do not explain what was seen. Each is a change of the situation, and
//! only those after which the very code comes out are listed, with the command that tells.

mod asked;
mod clock;
mod sent;
mod signed;
mod trusted;

use super::focus::Focus;
use super::observed::{Seen, is_code, scope};
use super::trial::{Row, Trials};
use super::words::Words;
use crate::octets::hex;
use crate::policy::{Check, Profile};
use crate::profiles;
use crate::report::{Command, Hypothesis, Span};
use crate::request::{Change, Edit};
use crate::scene::Scene;

/// Hypotheses that are tried for one observation.
const TRIED: usize = 40;
/// And listed.
const LISTED: usize = 8;

/// What may be the case.
pub struct Guess {
    id: &'static str,
    text: Words,
    edit: Edit,
    check: Vec<Command>,
}

/// Where the observation is looked at.
pub struct Place<'s> {
    scene: &'s Scene<'s>,
    /// Index of the server.
    server: usize,
    target: &'static Profile,
    host: String,
    /// The name that was seen to be asked for.
    seen: Option<&'s str>,
    now: i64,
}

impl Place<'_> {
    fn server(&self) -> &crate::scene::ServerScene {
        &self.scene.servers[self.server]
    }

    fn sha256(&self, index: usize) -> String {
        hex(&self.scene.certificate(index).sha256)
    }

    fn label(&self, index: usize) -> String {
        self.scene.certificate(index).label()
    }

    /// What the server really sends, seen from outside.
    fn look(&self) -> Command {
        Command::new("openssl", format!("{} -showcerts </dev/null", self.dial()))
    }

    fn dial(&self) -> String {
        let host = crate::shell::host(&self.host, crate::shell::Shell::Posix);
        format!("openssl s_client -connect {host}:443 -servername {host}")
    }
}

/// A kind of hypothesis.
type Offer = fn(&Place<'_>, &mut Vec<Guess>);

/// Likeliest first.
const ALL: &[Offer] = &[sent::offer, trusted::offer, signed::offer, clock::offer, asked::offer];

/// Those that reproduce what was seen.
pub fn find(trials: &Trials<'_>, seen: &Seen, rows: &[Row]) -> Vec<Hypothesis> {
    let Some(target) = seen.report.target.as_deref().and_then(profiles::find) else { return Vec::new() };
    let base = trials.base;
    let situation = base.situation(base.prepared, &[]);
    let mut listed: Vec<Hypothesis> = Vec::new();
    let mut tried = 0;
    // What is read or uploaded was sent by nobody, and its reader trusts nobody.
    let met = |row: &&Row| !matches!(row.judgement.check, Check::Load | Check::Upload);
    for row in scope(seen, rows).into_iter().filter(met) {
        let (Some(scene), Some(server)) = (situation.scenes.get(row.scene), row.judgement.server) else { continue };
        if scene.servers.get(server).is_none_or(|s| s.presented.is_empty()) {
            continue;
        }
        let (host, seen_host) = (row.judgement.host.clone(), seen.report.host.as_deref());
        let place = Place { scene, server, target, host, seen: seen_host, now: scene.now };
        let mut guesses = Vec::new();
        ALL.iter().for_each(|offer| offer(&place, &mut guesses));
        for guess in guesses {
            let within = (situation.scenes.len() > 1).then(|| scene.id.clone());
            let change = Change::within(within, guess.edit);
            if tried >= TRIED || listed.len() >= LISTED {
                return listed;
            }
            let id = format!("{}-{}", guess.id, place.server().id);
            if listed.iter().any(|h| h.id == id) {
                continue;
            }
            tried += 1;
            if reproduces(trials, seen, target, &change) {
                listed.push(Hypothesis { id, text: text(guess.text), change, check: guess.check });
            }
        }
    }
    listed
}

fn text(words: Words) -> Vec<Span> {
    words.end()
}

fn reproduces(trials: &Trials<'_>, seen: &Seen, target: &'static Profile, change: &Change) -> bool {
    let focus = Focus { report: crate::report::FocusReport::default(), profiles: vec![target] };
    let rows = trials.rows(&focus, &focus.profiles, std::slice::from_ref(change));
    seen.report.code.is_some() && scope(seen, &rows).iter().any(|r| r.refused() && is_code(seen, r))
}
