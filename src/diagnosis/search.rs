//! The cheapest set of remedies after which nothing in focus is refused, and of which no part does as well.
//!
//! Sets are tried in the order of their cost. Each is a row of remedies, every one of which answers the first refusal
//! that the ones before it leave: so no two orders of one set are tried, and the row is the order of doing. The search
//! is budgeted in rehearsed verdicts and is the same for the same request, whatever the clock says.

use super::focus::Focus;
use super::remedies::{self, Remedy};
use super::trial::{self, Row};
use crate::policy::Profile;
use crate::request::Change;
use crate::situation::Base;

/// Verdicts that may be rehearsed, and sets that may be tried.
const VERDICTS: usize = 6_000;
const SETS: usize = 160;
/// Most remedies in a set.
const DEPTH: usize = 7;
/// What it costs to leave a refusal as it is: more than any remedy.
const LEFT_ALONE: u32 = 1_000;

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

/// A set of remedies and what it leaves.
struct Node {
    cost: u32,
    chosen: Vec<(Remedy, Row)>,
    alone: Vec<Row>,
}

pub struct Search<'a> {
    base: &'a Base<'a>,
    focus: &'a Focus,
    profiles: Vec<&'static Profile>,
    verdicts: usize,
    sets: usize,
}

impl<'a> Search<'a> {
    pub fn new(base: &'a Base<'a>, focus: &'a Focus, profiles: Vec<&'static Profile>) -> Self {
        Self { base, focus, profiles, verdicts: 0, sets: 0 }
    }

    /// What is assumed already, then the set.
    fn changes(&self, chosen: &[(Remedy, Row)]) -> Vec<Change> {
        self.base.request.assume.iter().chain(chosen.iter().map(|(remedy, _)| &remedy.change)).cloned().collect()
    }

    fn spent(&self) -> bool {
        self.verdicts >= VERDICTS || self.sets >= SETS
    }

    fn rows(&mut self, changes: &[Change]) -> Vec<Row> {
        let rows = trial::rows(self.base, self.focus, &self.profiles, changes);
        self.verdicts += rows.len();
        self.sets += 1;
        rows
    }

    /// The rows after the set, and the remedies for the first refusal among them that is not left alone.
    fn expand(&mut self, node: &Node) -> (Vec<Row>, Option<Row>, Vec<Remedy>) {
        let inputs = &self.base.request.inputs;
        let found = trial::rehearse(self.base, self.focus, &self.profiles, &self.changes(&node.chosen), |situation, rows| {
            let first = rows.iter().find(|r| r.refused() && !node.alone.iter().any(|a| a.same(r))).cloned();
            let remedies = first.as_ref().map_or_else(Vec::new, |row| remedies::propose(situation, row, &rows, inputs));
            (rows, first, remedies)
        });
        self.verdicts += found.0.len();
        self.sets += 1;
        found
    }

    /// Searches.
    pub fn run(&mut self) -> Plan {
        let mut open = vec![Node { cost: 0, chosen: Vec::new(), alone: Vec::new() }];
        let mut best: Option<Node> = None;
        let mut cut = false;
        while let Some(at) = open.iter().enumerate().min_by_key(|(i, n)| (n.cost, *i)).map(|(i, _)| i) {
            if self.spent() {
                cut = true;
                break;
            }
            let node = open.remove(at);
            let (rows, first, remedies) = self.expand(&node);
            let Some(first) = first else {
                best = Some(node);
                break;
            };
            if node.chosen.len() < DEPTH {
                let known = |change: &Change| node.chosen.iter().any(|(r, _)| r.change == *change);
                for remedy in remedies.into_iter().filter(|r| !known(&r.change)) {
                    let mut chosen = node.chosen.clone();
                    let cost = node.cost + remedy.cost;
                    chosen.push((remedy, first.clone()));
                    if self.helps(&chosen, &rows, &first) {
                        open.push(Node { cost, chosen, alone: node.alone.clone() });
                    }
                    if self.spent() {
                        break;
                    }
                }
            }
            let mut alone = node.alone.clone();
            alone.extend(rows.iter().filter(|r| r.refused() && same_cause(r, &first)).cloned());
            let kept = Node { cost: node.cost + LEFT_ALONE, chosen: node.chosen, alone };
            open.push(kept);
        }
        // A search that was cut short: the set that came furthest, what it leaves is left.
        let best = best.or_else(|| open.into_iter().min_by_key(|n| (n.alone.len(), n.cost))).unwrap_or(Node {
            cost: 0,
            chosen: Vec::new(),
            alone: Vec::new(),
        });
        let alone = best.alone;
        let steps = self.least(best.chosen);
        let steps = self.with_others(steps);
        let reason = if cut { Some(CUT.to_owned()) } else { alone.first().map(remedies::why_none) };
        Plan { steps, reason }
    }

    /// Whether the last remedy changes what is said about the refusal it is for, and refuses nothing that was accepted
    /// for the same cause.
    fn helps(&mut self, chosen: &[(Remedy, Row)], before: &[Row], first: &Row) -> bool {
        let after = self.rows(&self.changes(chosen));
        let now: Vec<&Row> = after.iter().filter(|r| r.same(first)).collect();
        if now.is_empty() {
            // Asked by another name, or another file: fewer refusals than before.
            let refused = |rows: &[Row]| rows.iter().filter(|r| r.refused()).count();
            return refused(&after) < refused(before) || after.iter().filter(|r| r.refused()).any(|r| r.differs(first));
        }
        now.iter().any(|r| r.differs(first))
    }

    /// Leaves out what the others do without.
    fn least(&mut self, mut chosen: Vec<(Remedy, Row)>) -> Vec<(Remedy, Row)> {
        if chosen.len() < 2 {
            return chosen;
        }
        let refused = |rows: Vec<Row>| rows.iter().filter(|r| r.refused()).count();
        let whole = refused(self.rows(&self.changes(&chosen)));
        let mut at = 0;
        while at < chosen.len() && chosen.len() > 1 {
            let mut without = chosen.clone();
            without.remove(at);
            if refused(self.rows(&self.changes(&without))) <= whole {
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
        for at in 0..chosen.len() {
            let before = Node { cost: 0, chosen: chosen[..at].to_vec(), alone: Vec::new() };
            let (remedy, row) = chosen[at].clone();
            let inputs = &self.base.request.inputs;
            let offered =
                trial::rehearse(self.base, self.focus, &self.profiles, &self.changes(&before.chosen), |situation, rows| {
                    let now = rows.iter().find(|r| r.same(&row)).unwrap_or(&row).clone();
                    remedies::propose(situation, &now, &rows, inputs)
                });
            let done = self.rows(&self.changes(&chosen[..=at]));
            let left = |rows: &[Row]| rows.iter().filter(|r| r.refused()).map(Row::left).collect::<Vec<_>>();
            let wanted = left(&done);
            let mut others: Vec<Remedy> = Vec::new();
            for other in offered.into_iter().filter(|o| o.change != remedy.change) {
                if others.len() >= 3 || !(other.second_door || other.cost <= remedy.cost + 2) {
                    continue;
                }
                let mut list = self.changes(&chosen[..at]);
                list.push(other.change.clone());
                let after = left(&self.rows(&list));
                let fewer = after.iter().all(|l| wanted.contains(l)) || (wanted.is_empty() && after.is_empty());
                if fewer && after.len() <= wanted.len() {
                    others.push(other);
                }
            }
            steps.push(Planned { remedy, row, others });
        }
        steps
    }
}

const CUT: &str = "The search for remedies stopped at its bound; what is shown may not be all that is needed.";

/// Refused for the same reason.
fn same_cause(a: &Row, b: &Row) -> bool {
    let cause = |r: &Row| r.judgement.faults.first().map(|f| (f.kind, f.certificate));
    a.same(b) || (cause(a) == cause(b) && a.judgement.target == b.judgement.target)
}
