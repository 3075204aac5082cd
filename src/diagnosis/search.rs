//! The cheapest set of remedies after which nothing in focus is refused, and of which no part does as well.
//!
//! Sets are tried in the order of their cost. Each is a row of remedies, every one of which answers the first refusal
//! that the ones before it leave: so no two orders of one set are tried, and the row is the order of doing. The search
//! is budgeted in rehearsed verdicts and is the same for the same request, whatever the clock says.

use super::focus::Focus;
use super::remedies::{self, Remedy};
use super::trial::{Row, Trials};
use crate::fault::FaultKind;
use crate::policy::Profile;
use crate::request::Change;
use std::rc::Rc;

/// Verdicts that may be rehearsed, and sets that may be tried: in all; over several servers at once, or where only one
/// is refused; and for one of several.
const VERDICTS: usize = 6_000;
const SETS: usize = 160;
const SETS_AT_ONCE: usize = 24;
const SETS_OF_ONE: usize = 64;
const SETS_A_SERVER: usize = 32;
/// Most remedies in a set.
const DEPTH: usize = 7;
/// Remedies that are tried to learn what is behind a refusal.
const BEHIND: usize = 3;
/// What it costs to leave a refusal as it is: more than any remedy. That nobody can say what comes of a refusal is less
/// than a cure, and more than nothing.
const LEFT_ALONE: u32 = 1_000;
const LEFT_OPEN: u32 = 500;

/// What was found.
#[derive(Debug, Default)]
pub struct Plan {
    /// In the order of doing.
    pub steps: Vec<Planned>,
    /// Why something stays refused.
    pub reason: Option<String>,
}

/// A step with the refusal it answers.
#[derive(Debug)]
pub struct Planned {
    /// The remedy.
    pub remedy: Remedy,
    /// The first refusal that it was found for.
    pub row: Row,
    /// Others that do as well.
    pub others: Vec<Remedy>,
}

/// A set of remedies that was tried, and what it leaves.
struct Node {
    cost: u32,
    chosen: Vec<(Remedy, Row)>,
    alone: Vec<Row>,
    /// What was said before the last remedy, and the refusal that it answers; `None`: it was found to help.
    untried: Option<Rc<(Rc<Vec<Row>>, Row)>>,
}

/// What a search came to.
#[derive(Default)]
struct Best {
    chosen: Vec<(Remedy, Row)>,
    alone: Vec<Row>,
    /// It stopped at its bound.
    cut: bool,
}

/// A scene and a server.
type Place = (usize, Rc<str>);

/// What a set leaves: the rows, the first refusal that is not left alone, and what may be done about that.
type Expanded = (Rc<Vec<Row>>, Option<Row>, Vec<Remedy>);

/// How much a set leaves: refused, and no longer refused but not accepted either.
type Short = (usize, usize);

pub struct Search<'a> {
    trials: &'a Trials<'a>,
    focus: &'a Focus,
    profiles: Vec<&'static Profile>,
    /// What could not be told before anything is done.
    open: &'a [Row],
    sets: usize,
    /// Remedies that are settled.
    settled: usize,
}

impl<'a> Search<'a> {
    pub fn new(trials: &'a Trials<'a>, focus: &'a Focus, profiles: Vec<&'static Profile>, open: &'a [Row]) -> Self {
        Self { trials, focus, profiles, open, sets: 0, settled: 0 }
    }

    fn lacks(&self, row: &Row) -> bool {
        lacks(self.open, row)
    }

    fn short(&self, rows: &[Row]) -> Short {
        let refused = rows.iter().filter(|r| r.refused()).count();
        (refused, rows.iter().filter(|r| self.lacks(r)).count() - refused)
    }

    /// The first refusal that is not left alone, at one place or anywhere; else the first verdict that is open now.
    fn first<'r>(&self, rows: &'r [Row], alone: &[Row], place: Option<&Place>) -> Option<&'r Row> {
        let here = |r: &&Row| place.is_none_or(|(scene, server)| r.scene == *scene && r.server == *server);
        let mut left = rows.iter().filter(here).filter(|r| self.lacks(r) && !alone.iter().any(|a| a.same(r)));
        let first = left.next()?;
        if first.refused() { Some(first) } else { left.find(|r| r.refused()).or(Some(first)) }
    }

    /// What is assumed already, then the set.
    fn changes(&self, chosen: &[(Remedy, Row)]) -> Vec<Change> {
        let assumed = &self.trials.base.request.assume;
        assumed.iter().chain(chosen.iter().map(|(remedy, _)| &remedy.change)).cloned().collect()
    }

    fn spent(&self) -> bool {
        self.trials.verdicts() >= VERDICTS || self.sets >= SETS || self.trials.base.prepared.graph.exhausted()
    }

    fn rows(&mut self, changes: &[Change]) -> Rc<Vec<Row>> {
        self.sets += 1;
        self.trials.rows(self.focus, &self.profiles, changes)
    }

    /// Tries a set; `None`: its last remedy does not help.
    fn expand(&mut self, node: &Node, place: Option<&Place>) -> Option<Expanded> {
        self.sets += 1;
        let inputs = &self.trials.base.request.inputs;
        self.trials.rehearse(self.focus, &self.profiles, &self.changes(&node.chosen), |situation, rows| {
            if node.untried.as_ref().is_some_and(|before| !helps(&before.0, &before.1, rows)) {
                return None;
            }
            let first = self.first(rows, &node.alone, place).cloned();
            let remedies = first.as_ref().filter(|_| node.chosen.len() < self.settled + DEPTH);
            let remedies = remedies.map_or_else(Vec::new, |row| remedies::propose(&situation.in_order(), row, rows, inputs));
            Some((Rc::clone(rows), first, remedies))
        })
    }

    /// Searches on from a set that is known to be needed: over everything at once where that is soon done, else one
    /// server after the other.
    pub fn run(&mut self, needed: Vec<(Remedy, Row)>) -> Plan {
        let rows = self.rows(&self.changes(&needed));
        let mut places = rows.iter().filter(|r| r.refused()).map(|r| (r.scene, &r.server));
        let first = places.next();
        let most = if places.any(|place| Some(place) != first) { SETS_AT_ONCE } else { SETS_OF_ONE };
        let mut found = self.cheapest(needed.clone(), Vec::new(), None, most);
        let mut cut = false;
        if found.cut {
            found = Best { chosen: needed, ..Best::default() };
            while let Some(place) = {
                let rows = self.rows(&self.changes(&found.chosen));
                self.first(&rows, &found.alone, None).map(|r| (r.scene, Rc::clone(&r.server)))
            } {
                let before = std::mem::take(&mut found);
                found = self.cheapest(before.chosen, before.alone, Some(&place), SETS_A_SERVER);
                if found.cut {
                    cut = true;
                    let rows = self.rows(&self.changes(&found.chosen));
                    let rest: Vec<Row> =
                        rows.iter().filter(|r| self.lacks(r) && (r.scene, &r.server) == (place.0, &place.1)).cloned().collect();
                    found.alone.extend(rest);
                }
                if self.spent() {
                    cut = true;
                    break;
                }
            }
        }
        let steps = self.least(found.chosen);
        let steps = self.with_others(steps);
        let done: Vec<Change> = steps.iter().map(|s| &s.remedy.change).cloned().collect();
        let reason = if cut {
            Some(CUT.to_owned())
        } else {
            found.alone.iter().find(|r| r.refused()).map(|row| remedies::why_none(&self.behind(&done, row)))
        };
        Plan { steps, reason }
    }

    /// What the refusal of a file comes to once its form is mended: that is why nothing helps.
    fn behind(&mut self, done: &[Change], row: &Row) -> Row {
        let form = |kind: FaultKind| matches!(kind, FaultKind::ContainerEncryption | FaultKind::FormatUnsupported);
        if !row.judgement.faults.first().is_some_and(|f| form(f.kind.group())) {
            return row.clone();
        }
        let mut changes = self.trials.base.request.assume.clone();
        changes.extend(done.iter().cloned());
        let inputs = &self.trials.base.request.inputs;
        let offered = self.trials.rehearse(self.focus, &self.profiles, &changes, |situation, rows| {
            remedies::propose(&situation.in_order(), row, rows, inputs)
        });
        for remedy in offered.into_iter().take(BEHIND) {
            let mut changes = changes.clone();
            changes.push(remedy.change);
            let after = self.rows(&changes);
            if let Some(then) = after.iter().find(|r| r.same(row) && r.refused() && !same_cause_alone(r, row)) {
                return then.clone();
            }
        }
        row.clone()
    }

    /// The cheapest set that goes on from `chosen` and leaves nothing refused at a place but what is left alone.
    fn cheapest(&mut self, chosen: Vec<(Remedy, Row)>, alone: Vec<Row>, place: Option<&Place>, most: usize) -> Best {
        let last = self.sets + most;
        self.settled = chosen.len();
        let mut open = vec![Node { cost: 0, chosen, alone, untried: None }];
        // The set that came furthest: what it leaves is left.
        let mut best: Option<(Short, Best)> = None;
        while let Some(at) = open.iter().enumerate().min_by_key(|(i, n)| (n.cost, *i)).map(|(i, _)| i) {
            if self.spent() || self.sets >= last {
                let (_, best) = best.unwrap_or_default();
                return Best { cut: true, ..best };
            }
            let node = open.remove(at);
            let Some((rows, first, remedies)) = self.expand(&node, place) else { continue };
            let Some(first) = first else { return Best { chosen: node.chosen, alone: node.alone, cut: false } };
            let short = self.short(&rows);
            if best.as_ref().is_none_or(|(least, _)| short < *least) {
                best = Some((short, Best { chosen: node.chosen.clone(), alone: node.alone.clone(), cut: false }));
            }
            let mut alone = node.alone.clone();
            alone.extend(rows.iter().filter(|r| self.lacks(r) && same_cause(r, &first)).cloned());
            let left = if first.refused() { LEFT_ALONE } else { LEFT_OPEN };
            let before = Rc::new((rows, first.clone()));
            let known = |change: &Change| node.chosen.iter().any(|(r, _)| r.change == *change);
            for remedy in remedies.into_iter().filter(|r| !known(&r.change)) {
                let mut chosen = node.chosen.clone();
                let cost = node.cost + remedy.cost;
                chosen.push((remedy, first.clone()));
                open.push(Node { cost, chosen, alone: node.alone.clone(), untried: Some(Rc::clone(&before)) });
            }
            open.push(Node { cost: node.cost + left, chosen: node.chosen, alone, untried: None });
        }
        best.unwrap_or_default().1
    }

    /// How much a set leaves.
    fn left(&mut self, chosen: &[(Remedy, Row)]) -> Short {
        let rows = self.rows(&self.changes(chosen));
        self.short(&rows)
    }

    /// Leaves out what the others do without, and what turns nothing.
    fn least(&mut self, mut chosen: Vec<(Remedy, Row)>) -> Vec<(Remedy, Row)> {
        let whole = self.left(&chosen);
        let mut at = 0;
        while at < chosen.len() {
            let mut without = chosen.clone();
            without.remove(at);
            if self.left(&without) <= whole {
                chosen = without;
            } else {
                at += 1;
            }
        }
        chosen
    }

    /// For each step: what else would do in its place.
    fn with_others(&mut self, chosen: Vec<(Remedy, Row)>) -> Vec<Planned> {
        let mut steps = Vec::new();
        let whole = self.left(&chosen);
        for at in 0..chosen.len() {
            let (remedy, row) = chosen[at].clone();
            let inputs = &self.trials.base.request.inputs;
            let offered = self.trials.rehearse(self.focus, &self.profiles, &self.changes(&chosen[..at]), |situation, rows| {
                let now = rows.iter().find(|r| r.same(&row)).unwrap_or(&row).clone();
                remedies::propose(&situation.in_order(), &now, rows, inputs)
            });
            let done = self.rows(&self.changes(&chosen[..=at]));
            let open = self.open;
            let left = |rows: &[Row]| rows.iter().filter(|r| lacks(open, r)).map(Row::left).collect::<Vec<_>>();
            let wanted = left(&done);
            let mut others: Vec<Remedy> = Vec::new();
            let another = |o: &Remedy| o.change != remedy.change && o.told.text != remedy.told.text;
            for other in offered.into_iter().filter(another) {
                if others.len() >= 3 || !(other.second_door || other.cost <= remedy.cost + 2) {
                    continue;
                }
                let mut list = self.changes(&chosen[..at]);
                list.push(other.change.clone());
                let after = left(&self.rows(&list));
                let fewer = after.iter().all(|l| wanted.contains(l)) || (wanted.is_empty() && after.is_empty());
                // In its place the other steps have to come as far.
                let mut instead = chosen.clone();
                instead[at].0 = other;
                if fewer && after.len() <= wanted.len() && (at + 1 == chosen.len() || self.left(&instead) <= whole) {
                    others.push(instead.swap_remove(at).0);
                }
            }
            steps.push(Planned { remedy, row, others });
        }
        steps
    }
}

/// Refused, or undetermined and not so from the start.
fn lacks(open: &[Row], row: &Row) -> bool {
    row.refused() || row.in_doubt(open)
}

/// Whether a remedy changes what is said about the refusal it is for.
fn helps(before: &[Row], first: &Row, after: &[Row]) -> bool {
    let mut now = after.iter().filter(|r| r.same(first)).peekable();
    if now.peek().is_none() {
        // Asked by another name, or another file: fewer refusals than before.
        let refused = |rows: &[Row]| rows.iter().filter(|r| r.refused()).count();
        return refused(after) < refused(before) || after.iter().any(|r| r.refused() && r.differs(first));
    }
    now.any(|r| r.differs(first))
}

const CUT: &str = "The search for remedies stopped at its bound; what is shown may not be all that is needed.";

fn same_cause_alone(a: &Row, b: &Row) -> bool {
    let cause = |r: &Row| r.judgement.faults.first().map(|f| f.kind.group());
    cause(a) == cause(b)
}

/// Refused for the same reason.
fn same_cause(a: &Row, b: &Row) -> bool {
    let cause = |r: &Row| r.judgement.faults.first().map(|f| (f.kind, f.certificate));
    a.same(b) || (cause(a) == cause(b) && a.judgement.target == b.judgement.target)
}
