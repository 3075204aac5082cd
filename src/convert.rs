//! From what was found to what is shown: plain translation into [`crate::report`], no judgement.

mod certificates;
mod items;
mod scenes;
mod servers;
mod summary;

pub(crate) use certificates::certificates;
pub(crate) use summary::facts as certificate_facts;

use crate::input::NOTES;
use crate::octets::hex;
use crate::rehearsal::Judgement;
use crate::report::{Engine, HostSummary, Note, Problem, Report, RuleOutcomes, Verdict};
use crate::rules::{Checked, Outcome, Survey};
use crate::scene::Scene;
use crate::situation::{Base, Situation};
use crate::{facts, rules, x509};

/// The report of a situation without its diagnosis and its certificates, and which of these signed themselves; `judgements`
/// and `surveys` are those of each scene, `checked` what the rules came to in all.
#[must_use]
pub fn report(
    base: &Base<'_>,
    situation: &Situation<'_>,
    judgements: &[Vec<Judgement>],
    surveys: &[Survey<'_>],
    checked: &Checked,
) -> (Report, Vec<Option<bool>>) {
    let found = checked.found.as_slice();
    let (scene, inputs) = (situation.typed(), base.request.inputs.as_slice());
    let rehearsed: Vec<(&Scene<'_>, &[Judgement])> = situation.scenes.iter().zip(judgements.iter().map(Vec::as_slice)).collect();
    let explained = &rules::Explained::by(found);
    let verdicts = rehearsed.iter().flat_map(|(scene, all)| all.iter().map(|j| verdict(scene, j, explained))).collect();
    let mut servers = servers::servers(scene);
    let mut names = servers::names(scene);
    for (scene, _) in rehearsed.iter().skip(1) {
        for server in servers::servers(scene) {
            if !servers.iter().any(|s| s.id == server.id) {
                servers.push(server);
            }
        }
        for name in servers::names(scene) {
            if !names.iter().any(|n| n.server == name.server && n.host == name.host) {
                names.push(name);
            }
        }
    }
    let self_signed = certificates::self_signed(scene);
    let report = Report {
        engine: Engine::default(),
        now: scene.now,
        inputs: items::inputs(scene, inputs),
        items: items::items(scene),
        servers,
        hosts: hosts(scene),
        verdicts,
        names,
        differences: surveys.first().map(rules::differences).unwrap_or_default(),
        repairs: crate::mend::propose(scene, inputs),
        not_checked: not_checked(scene),
        given_up: scene.prepared.graph.given_up(),
        findings: found.iter().map(rules::Found::report).collect(),
        rules: RuleOutcomes {
            passed: checked.ended(Outcome::Passed),
            undetermined: checked.ended(Outcome::Undetermined),
            not_applicable: checked.ended(Outcome::NotApplicable),
        },
        scenes: rehearsed.iter().map(|(scene, judgements)| scenes::scene(scene, judgements)).collect(),
        statements: scene.prepared.claims.statements.clone(),
        ..Report::default()
    };
    (report, self_signed)
}

fn verdict(scene: &Scene<'_>, judgement: &Judgement, explained: &rules::Explained<'_>) -> Verdict {
    let server = judgement.server.and_then(|s| scene.servers.get(s)).map_or("", |s| s.id.as_str());
    Verdict {
        scene: scene.id.clone(),
        server: server.to_owned(),
        target: judgement.target,
        host: judgement.host.clone(),
        check: judgement.check.word(),
        outcome: judgement.outcome.word(),
        code: judgement.code.clone(),
        message: judgement.message.clone(),
        confidence: judgement.confidence.word(),
        because: explained.because(judgement, server),
    }
}

fn hosts(scene: &Scene<'_>) -> Vec<HostSummary> {
    scene
        .hosts
        .iter()
        .map(|host| HostSummary {
            typed: host.typed.clone(),
            name: host.identifier.ascii.clone(),
            unicode: host.identifier.unicode.clone(),
            kind: host.identifier.kind.word(),
            role: host.role,
            notes: host.identifier.notes.iter().map(note).collect(),
        })
        .collect()
}

fn not_checked(scene: &Scene<'_>) -> Vec<String> {
    let mut all = scene.prepared.reading.not_checked.clone();
    all.extend(scene.prepared.claims.not_checked.iter().map(|&sentence| sentence.to_owned()));
    all.extend(scene.prepared.graph.not_checked());
    all.extend(certificates::not_checked(scene).map(str::to_owned));
    for stopped in scene.servers.iter().filter_map(|s| s.proposed.stopped) {
        if !all.iter().any(|s| s == stopped.sentence()) {
            all.push(stopped.sentence().to_owned());
        }
    }
    all
}

/// A note as shown.
fn note(problem: &facts::Problem) -> Note {
    Note { id: problem.id, detail: problem.detail.clone(), bytes: problem.at.map(|r| [r.from, r.to]) }
}

fn message(id: &str) -> &'static str {
    let reading = NOTES.iter().find(|n| n.id == id).map(|n| n.message);
    reading.or_else(|| x509::NOTES.iter().find(|n| n.0 == id).map(|n| n.1)).unwrap_or("")
}

/// A problem as shown, with the constant sentence of its id.
fn problem(problem: &facts::Problem) -> Problem {
    Problem {
        id: problem.id,
        message: message(problem.id),
        detail: problem.detail.clone(),
        bytes: problem.at.map(|r| [r.from, r.to]),
    }
}

fn field(field: &facts::Field) -> crate::report::Field {
    crate::report::Field { label: field.label, value: field.value.clone() }
}
