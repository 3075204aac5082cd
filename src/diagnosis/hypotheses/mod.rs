//! What may be the case instead, where the files do not explain what was seen. Each is a change of the situation, and
//! only those after which the very code comes out are listed, with the command that tells.

mod asked;
mod sent;
mod trusted;

use super::focus::Focus;
use super::observed::{Seen, in_scope, is_code};
use super::trial::{self, Row};
use super::words::Words;
use crate::octets::hex;
use crate::policy::Profile;
use crate::profiles;
use crate::report::{Command, Hypothesis, Span};
use crate::request::{Change, Edit};
use crate::scene::Scene;
use crate::situation::Base;

/// Hypotheses that are tried for one observation.
const TRIED: usize = 24;
/// And listed.
const LISTED: usize = 4;

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
        let host =
            if self.host.is_empty() { "HOST".to_owned() } else { crate::shell::quote(&self.host, crate::shell::Shell::Posix) };
        let text = format!("openssl s_client -connect {host}:443 -servername {host} -showcerts </dev/null");
        Command { tool: "openssl", text }
    }
}

/// A kind of hypothesis.
type Offer = fn(&Place<'_>, &mut Vec<Guess>);

/// Likeliest first.
const ALL: &[Offer] = &[sent::offer, trusted::offer, asked::offer];

/// Those that reproduce what was seen.
pub fn find(base: &Base<'_>, seen: &Seen, rows: &[Row]) -> Vec<Hypothesis> {
    let Some(target) = seen.report.target.as_deref().and_then(profiles::find) else { return Vec::new() };
    let situation = base.situation(base.prepared, &[]);
    let mut listed: Vec<Hypothesis> = Vec::new();
    let mut tried = 0;
    for row in rows.iter().filter(|r| in_scope(seen, r)) {
        let (Some(scene), Some(server)) = (situation.scenes.get(row.scene), row.judgement.server) else { continue };
        if scene.servers.get(server).is_none_or(|s| s.presented.is_empty()) {
            continue;
        }
        let place = Place { scene, server, target, host: row.judgement.host.clone() };
        let mut guesses = Vec::new();
        ALL.iter().for_each(|offer| offer(&place, &mut guesses));
        for guess in guesses {
            let within = (situation.scenes.len() > 1).then(|| scene.id.clone());
            let change = Change::within(within, guess.edit);
            if tried >= TRIED || listed.len() >= LISTED {
                return listed;
            }
            if listed.iter().any(|h| h.change == change) {
                continue;
            }
            tried += 1;
            if reproduces(base, seen, target, &change) {
                let id = format!("{}-{}", guess.id, place.server().id);
                listed.push(Hypothesis { id, text: text(guess.text), change, check: guess.check });
            }
        }
    }
    listed
}

fn text(words: Words) -> Vec<Span> {
    words.end()
}

fn reproduces(base: &Base<'_>, seen: &Seen, target: &'static Profile, change: &Change) -> bool {
    let focus = Focus { report: crate::report::FocusReport::default(), profiles: vec![target] };
    let rows = trial::rows(base, &focus, &focus.profiles, std::slice::from_ref(change));
    let mut scope = rows.iter().filter(|r| in_scope(seen, r));
    seen.report.code.is_some() && scope.any(|r| r.refused() && is_code(seen, r.judgement.code.as_deref()))
}
