//! From what is refused to the cheapest set of remedies after which it is not, each proven by rehearsing it.
//!
//! Causes are found by counterfactual, not by rule: what turns a verdict is its cure. The sentence on top is made from
//! the first step.

mod answer;
mod assumptions;
mod defaults;
mod focus;
mod hypotheses;
mod observed;
mod remedies;
mod search;
mod trial;
mod words;

use crate::policy::{Outcome, Profile};
use crate::rehearsal::Judgement;
use crate::report::{Diagnosed, Diagnosis, Finding, Left, Observed, Proof, Span, Step};
use crate::request::{Change, Edit};
use crate::rules;
use crate::rules::Survey;
use crate::situation::{Base, Situation};
use focus::Focus;
use remedies::Remedy;
use search::{Plan, Search};
use trial::{Row, Trials};
use words::Words;

pub use assumptions::inferred;

/// Diagnoses what is refused. `judgements` and `surveys` are those of each scene, `found` what was found in all.
#[must_use]
pub fn diagnose(
    base: &Base<'_>,
    situation: &Situation<'_>,
    judgements: &[Vec<Judgement>],
    found: &[rules::Found],
    surveys: &[Survey<'_>],
) -> Diagnosed {
    let findings: Vec<Finding> = found.iter().map(rules::Found::report).collect();
    let trials = &Trials::new(base);
    let mut seen = observed::all(base);
    let told: Vec<Observed> = seen.iter().map(|s| s.report.clone()).collect();
    let focus = Focus::of(base.request, situation, &told);
    let hosts = focus.hosts_after(&base.request.assume);
    let rows: Vec<Row> = situation
        .scenes
        .iter()
        .zip(judgements)
        .enumerate()
        .flat_map(|(index, (scene, all))| all.iter().map(move |j| trial::row(index, scene, j.clone())))
        .collect();
    trials.tell(situation, &focus, &rows);
    let explained = &rules::Explained::by(found);
    let because = |row: &Row| explained.because(&row.judgement, &row.server);
    for one in &mut seen {
        observed::judge(trials, one, &rows, &because);
    }
    let before: Vec<Row> = rows.into_iter().filter(|row| focus.holds(row, hosts.as_deref())).collect();
    let plan = plan(trials, &focus, &before);
    let cause = |row: &Row| {
        let scene = situation.scenes.get(row.scene)?;
        answer::cause_of(scene, &row.judgement, &row.server, explained)
    };
    let mut steps: Vec<Step> = Vec::new();
    let mut done: Vec<Change> = base.request.assume.clone();
    let mut left: Vec<Left> = Vec::new();
    let mut open: Option<String> = None;
    for (group, planned) in plan.steps.iter().enumerate() {
        let either = (!planned.others.is_empty()).then_some(group);
        let cause = cause(&planned.row);
        let prove = |remedy: &Remedy| {
            let mut changes = done.clone();
            changes.push(remedy.change.clone());
            proof(&before, &trials.rows(&focus, &focus.profiles, &changes), &planned.row)
        };
        let proven = prove(&planned.remedy);
        left.clone_from(&proven.left);
        let rest: Vec<(&Remedy, Proof)> = planned.others.iter().map(|r| (r, prove(r))).collect();
        steps.push(step(&planned.remedy, cause, either, proven));
        steps.extend(rest.into_iter().map(|(remedy, proof)| step(remedy, cause, either, proof)));
        done.push(planned.remedy.change.clone());
        if group + 1 == plan.steps.len() {
            let after = trials.rows(&focus, &focus.profiles, &done);
            let remains = |r: &&Row| left.contains(&r.left()) || r.in_doubt(&before);
            open = after.iter().find(remains).map(open_reason);
        }
    }
    let refused = before.iter().any(Row::refused);
    let reason = if !refused {
        None
    } else if open.is_some() {
        plan.reason.or(open)
    } else if steps.is_empty() {
        plan.reason.or_else(|| before.iter().find(|r| r.refused()).map(remedies::why_none))
    } else {
        None
    };
    let complete = !refused || (!steps.is_empty() && reason.is_none());
    let assumptions = assumptions::of(trials, situation, &focus, &before);
    let first = plan.steps.first().map(|p| &p.row);
    let observed: Vec<Observed> = seen.into_iter().map(|s| s.report).collect();
    let outcomes =
        answer::Outcomes { focus: &focus, before: &before, steps: &steps, first, assumptions: &assumptions, seen: &observed };
    let answer = answer::answer(situation, judgements, explained, &findings, surveys, &outcomes);
    let diagnosis = Diagnosis { focus: focus.report, complete, reason, steps };
    Diagnosed { diagnosis, answer, observed, assumptions }
}

/// Searches over a few targets that stand for all, and again where others are found to want more.
fn plan(trials: &Trials<'_>, focus: &Focus, before: &[Row]) -> Plan {
    let mut some = representatives(focus, before);
    let open: Vec<Row> = before.iter().filter(|r| r.undetermined()).cloned().collect();
    let mut plan = Plan::default();
    for _ in 0..3 {
        if some.is_empty() {
            return plan;
        }
        let needed = plan.steps.into_iter().map(|s| (s.remedy, s.row)).collect();
        plan = Search::new(trials, focus, some.clone(), &open).run(needed);
        let mut changes = trials.base.request.assume.clone();
        changes.extend(plan.steps.iter().map(|s| s.remedy.change.clone()));
        let after = trials.rows(focus, &focus.profiles, &changes);
        let wanting = after.iter().filter(|r| r.refused()).find(|r| !some.iter().any(|p| p.id == r.judgement.target));
        let Some(other) = wanting.and_then(|r| focus.profiles.iter().copied().find(|p| p.id == r.judgement.target)) else {
            return plan;
        };
        some.push(other);
    }
    plan
}

/// Rows up to which every target is rehearsed each time.
const FEW: usize = 60;

/// Targets that between them refuse for every cause at every server and name.
fn representatives(focus: &Focus, before: &[Row]) -> Vec<&'static Profile> {
    let refused: Vec<&Row> = before.iter().filter(|r| r.refused()).collect();
    let all = |id: &str| focus.profiles.iter().copied().find(|p| p.id == id);
    if refused.is_empty() {
        return Vec::new();
    }
    if before.len() <= FEW {
        return focus.profiles.clone();
    }
    let mut seen = Vec::new();
    let mut chosen: Vec<&'static Profile> = Vec::new();
    for row in refused {
        let cause = row.judgement.faults.first().map(|f| (f.kind, f.certificate));
        let key = (row.scene, row.server.clone(), row.judgement.check, cause);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        if let Some(profile) = all(row.judgement.target).filter(|p| !chosen.iter().any(|c| c.id == p.id)) {
            chosen.push(profile);
        }
    }
    chosen
}

/// What the rehearsal says of those that were refused.
fn proof(before: &[Row], after: &[Row], first: &Row) -> Proof {
    let refused_before = || before.iter().enumerate().filter(|(_, r)| r.refused());
    let accepts = |(at, row): &(usize, &Row)| row.again(*at, after).is_some_and(|r| r.judgement.outcome == Outcome::Accepted);
    let of = refused_before().count();
    let turned = refused_before().filter(accepts).count();
    let was_refused = |at: usize, row: &Row| row.again(at, before).is_some_and(Row::refused);
    let open = |(at, row): &(usize, &Row)| row.refused() || (row.undetermined() && was_refused(*at, row));
    let left: Vec<Left> = after.iter().enumerate().filter(open).map(|(_, row)| row.left()).collect();
    let text = told(turned, of, &left, first, before, after);
    Proof { turned, of, text, left }
}

fn told(turned: usize, of: usize, left: &[Left], first: &Row, before: &[Row], after: &[Row]) -> Vec<Span> {
    let words = Words::default();
    // What cannot be told is no cure.
    let doubtful = after.iter().any(|r| r.in_doubt(before));
    if left.is_empty() {
        let words = words.say("With this done, nothing that was refused is refused any more");
        return words.say(if doubtful { "; whether all of it is accepted could not be told." } else { "." }).end();
    }
    let open = after.iter().filter(|r| r.undetermined() && left.contains(&r.left())).count();
    if open == left.len() {
        let words = words.say("With this done, nothing is refused any more; whether it is accepted could not be told for ");
        return words.count(open).say(" of ").count(of.max(open)).say(".").end();
    }
    if turned == 0
        && let Some(now) = after.iter().find(|r| r.same(first) && r.refused())
    {
        let was = first.judgement.code.clone().unwrap_or_default();
        let is = now.judgement.code.clone().unwrap_or_default();
        if was != is && !was.is_empty() && !is.is_empty() {
            let words = words.say("By itself this changes only the error: ").name(was).say(" becomes ").name(is);
            return words.say(", and the next step does the rest.").end();
        }
        return words.say("By itself this changes nothing; the steps after it do.").end();
    }
    if turned == 0 && left.len() >= of && !after.iter().any(|r| r.same(first)) {
        // Another name is asked for: the refusals are of that one.
        return words.say("By itself this cures nothing yet; the steps after it do the rest.").end();
    }
    // Names that are asked for instead of others take refusals away with them: what is left is what counts.
    words.count(left.len()).say(" of ").count(of.max(left.len())).say(" refusals remain after this.").end()
}

fn open_reason(left: &Row) -> String {
    let name = crate::profiles::find(left.judgement.target).map_or(left.judgement.target, |p| p.name);
    if left.refused() {
        return remedies::why_none(left);
    }
    let why = left.judgement.message.as_deref().unwrap_or("what it does then is not known.");
    format!("{name} is not known to accept it after these steps: {why}")
}

fn step(remedy: &Remedy, cause: Option<usize>, either: Option<usize>, proof: Proof) -> Step {
    let told = *remedy.told.clone();
    Step {
        id: id(&remedy.change),
        text: told.text,
        cause,
        change: remedy.change.clone(),
        either,
        setting: told.setting,
        value: told.value,
        commands: told.commands,
        repair: told.repair,
        proof,
    }
}

/// From what a change does.
fn id(change: &Change) -> String {
    let word = match &change.edit {
        Edit::Present { .. } => "present",
        Edit::Trust { .. } => "trust",
        Edit::Distrust { .. } => "distrust",
        Edit::Ask { .. } => "ask",
        Edit::Set { .. } => "set",
        Edit::Key { .. } => "key",
        Edit::Seat { .. } => "seat",
        Edit::Sites { .. } => "sites",
        Edit::Obtain { .. } => "obtain",
        Edit::Convert { .. } => "convert",
        Edit::Renew { .. } => "renew",
        Edit::Rekey { .. } => "rekey",
        Edit::Reissue { .. } => "reissue",
        Edit::Time { .. } => "time",
        Edit::All { .. } => "all",
    };
    // FNV-1a over what it says: short, and the same for the same change.
    let text = format!("{change:?}");
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{word}-{:08x}", hash & 0xffff_ffff)
}
