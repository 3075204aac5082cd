//! All the constant data in one value, so that a page writes no rule text of its own.

use crate::evidence;
use crate::identity;
use crate::input::NOTES;
use crate::policy::{self, Profile, Role, SettingKind};
use crate::profiles;
pub use crate::report::Source;
use crate::report::{Check, Confidence, Engine, Severity};
use crate::rules;
use crate::x509;
use serde::Serialize;

/// The engine's constant data, so that a page writes no rule text of its own.
#[derive(Clone, Debug, Serialize)]
pub struct Catalog {
    /// Engine version.
    pub version: &'static str,
    /// Every target, in the order in which verdicts come.
    pub targets: Vec<Target>,
    /// Every rule.
    pub rules: Vec<Rule>,
    /// Every kind of note and problem.
    pub notes: Vec<NoteKind>,
    /// Every kind of evidence: the part of a statement's kind before the slash, and what it is called.
    pub evidence: Vec<NoteKind>,
    /// Every source that is cited, once.
    pub sources: Vec<Source>,
    /// Data of others that the engine carries, and how old they are.
    pub data: Vec<Data>,
}

/// Data of others.
#[derive(Clone, Debug, Serialize)]
pub struct Data {
    /// roots | suffixes | logs | letters.
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// The day they are of: `2026-08-19`.
    pub date: &'static str,
    /// Their own version, or the commit.
    pub revision: &'static str,
    /// Where they are published; never a link.
    pub url: &'static str,
}

/// A target.
#[derive(Clone, Debug, Serialize)]
pub struct Target {
    /// Stable id.
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Version that the profile describes.
    pub version: &'static str,
    /// client | server-load | upload.
    pub role: &'static str,
    /// What it is asked for.
    pub checks: Vec<Check>,
    /// Knobs for `Request.settings`.
    pub settings: Vec<Setting>,
    /// What it says: its own codes and phrases.
    pub words: Vec<Word>,
    /// What is known about it.
    pub statements: Vec<Known>,
    /// Where that is known from.
    pub sources: Vec<Source>,
}

/// One of a target's own codes and phrases.
#[derive(Clone, Debug, Serialize)]
pub struct Word {
    /// Its identifier; null where it has none.
    pub code: Option<&'static str>,
    /// The phrase its user sees, up to the first value in it; empty where none is known.
    pub message: &'static str,
    /// Id of the rule that explains it; null where it stands for several causes.
    pub rule: Option<&'static str>,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A knob.
#[derive(Clone, Debug, Serialize)]
pub struct Setting {
    /// Key.
    pub id: &'static str,
    /// Label.
    pub label: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// switch | choice | number.
    pub kind: &'static str,
    /// Default of a switch; null when it is worked out from the request.
    pub switch: Option<bool>,
    /// Values and labels of a choice; the first is the default.
    pub choices: Vec<Choice>,
    /// Default, least and most of a number.
    pub number: Option<[i32; 3]>,
}

/// One value of a choice.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// What goes into the request.
    pub value: &'static str,
    /// What people read.
    pub label: &'static str,
}

/// One thing known about a target.
#[derive(Clone, Debug, Serialize)]
pub struct Known {
    /// Stable id.
    pub id: &'static str,
    /// One or two sentences.
    pub text: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where from.
    pub sources: Vec<Source>,
}

/// A rule's constant part.
#[derive(Clone, Debug, Serialize)]
pub struct Rule {
    /// Stable id.
    pub id: &'static str,
    /// What is the case.
    pub title: &'static str,
    /// Who is hurt.
    pub why: &'static str,
    /// What comes of it at a gateway besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<&'static str>,
    /// What to do today.
    pub fix: &'static str,
    /// Usual severity.
    pub severity: Severity,
    /// Sources.
    pub sources: Vec<Source>,
}

/// A kind of note or problem.
#[derive(Clone, Debug, Serialize)]
pub struct NoteKind {
    /// Stable id.
    pub id: &'static str,
    /// The sentence.
    pub message: &'static str,
}

/// The catalog of this engine.
#[must_use]
pub fn catalog() -> Catalog {
    let mut sources: Vec<Source> = Vec::new();
    let targets: Vec<Target> = profiles::ALL.iter().map(|p| target(p)).collect();
    let rules: Vec<Rule> = rules::CATALOG.iter().map(|r| rule(r)).collect();
    let cited = targets.iter().flat_map(|t| t.sources.iter().chain(t.statements.iter().flat_map(|s| &s.sources)));
    for source in cited.chain(rules.iter().flat_map(|r| &r.sources)) {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    let reading = NOTES.iter().map(|n| NoteKind { id: n.id, message: n.message });
    let names = identity::NOTES.iter().chain(identity::REASONS).chain(x509::NOTES).map(|&(id, message)| NoteKind { id, message });
    let notes = reading.chain(names).collect();
    let mut kinds: Vec<NoteKind> = Vec::new();
    for (id, message) in evidence::names() {
        if kinds.iter().all(|known| known.id != id) {
            kinds.push(NoteKind { id, message });
        }
    }
    let data = DATA.lines().filter(|line| !line.starts_with('#')).filter_map(data).collect();
    Catalog { version: Engine::default().version, targets, rules, notes, evidence: kinds, sources, data }
}

/// See the head of the file for its fields.
const DATA: &str = include_str!("../data/sources.txt");

fn data(line: &'static str) -> Option<Data> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    let (id, name, date, revision, _licence, url) = (next()?, next()?, next()?, next()?, next()?, next()?);
    Some(Data { id, name, date, revision, url })
}

fn target(profile: &Profile) -> Target {
    Target {
        id: profile.id,
        name: profile.name,
        version: profile.version,
        role: match profile.role {
            Role::Client => "client",
            Role::ServerLoad => "server-load",
            Role::Upload => "upload",
        },
        checks: profile.checks.iter().map(|c| c.word()).collect(),
        settings: profile.settings.iter().map(setting).collect(),
        words: profile
            .words
            .iter()
            .map(|w| Word {
                code: w.code,
                message: w.message,
                rule: w.fault.map(|kind| rules::owner(kind).id),
                confidence: w.confidence.word(),
            })
            .collect(),
        statements: profile
            .statements
            .iter()
            .map(|s| Known { id: s.id, text: s.text, confidence: s.confidence.word(), sources: cite(s.sources) })
            .collect(),
        sources: cite(profile.sources),
    }
}

fn setting(setting: &policy::Setting) -> Setting {
    let (kind, switch, choices, number) = match setting.kind {
        SettingKind::Switch(default) => ("switch", default, &[][..], None),
        SettingKind::Choice(choices) => ("choice", None, choices, None),
        SettingKind::Number(default, least, most) => ("number", None, &[][..], Some([default, least, most])),
    };
    let choices = choices.iter().map(|&(value, label)| Choice { value, label }).collect();
    Setting { id: setting.id, label: setting.label, help: setting.help, kind, switch, choices, number }
}

fn rule(rule: &rules::Rule) -> Rule {
    Rule {
        id: rule.id,
        title: rule.title,
        why: rule.why,
        gateway: rule.gateway,
        fix: rule.fix.text,
        severity: rule.severity.word(),
        sources: cite(rule.sources),
    }
}

fn cite(sources: &[policy::Source]) -> Vec<Source> {
    sources.iter().map(|s| Source { title: s.title, section: s.section, url: s.url }).collect()
}
