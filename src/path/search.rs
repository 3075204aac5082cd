//! Budgeted depth-first search for certification paths.

use crate::lists::{self, Members};
use crate::path::{IssuerGraph, KeyIdEvidence};
use crate::pool::PoolCertificate;
use crate::signature::Verification;

/// Bounds of one search, so that no pool can hold it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Signatures looked at.
    pub signatures: usize,
    /// Steps from a certificate to a possible issuer.
    pub steps: usize,
    /// Certificates in one path, both ends included.
    pub length: usize,
    /// Paths returned.
    pub paths: usize,
}

impl Limits {
    /// What everything uses that has no bound of its own. 200 verifications take about 0.1 s in a browser.
    pub const DEFAULT: Self = Self { signatures: 200, steps: 1_000, length: 16, paths: 64 };
}

/// What a search has used up.
#[derive(Clone, Debug)]
pub struct Spent {
    limits: Limits,
    signatures: usize,
    steps: usize,
    /// The first bound that was hit.
    pub stopped: Option<Stopped>,
}

/// Which bound was hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stopped {
    /// [`Limits::signatures`].
    Signatures,
    /// [`Limits::steps`].
    Steps,
    /// [`Limits::length`]: some path was not followed further.
    Length,
    /// [`Limits::paths`].
    Paths,
    /// [`crate::path::REPORT_WORK`].
    Work,
    /// [`crate::path::ISSUERS_OF_ONE`]: not every certificate of an issuer's name was tried.
    Namesakes,
}

impl Stopped {
    /// A sentence for `Report.notChecked`.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Signatures => {
                "The search for certification paths stopped at its bound of signature checks (200 at most): these files offer more possible issuers than that."
            }
            Self::Steps => {
                "The search for certification paths stopped at its bound of steps (1,000 at most): these files offer more possible ways than that."
            }
            Self::Length => "Certification paths of more than 16 certificates were not followed further.",
            Self::Paths => "Only the first 64 certification paths are listed; these files allow for more.",
            Self::Work => {
                "Checking was given up when it had cost as much as one report may: these files ask for too many signatures or comparisons. What rests on the rest is undetermined."
            }
            Self::Namesakes => {
                "More than 32 certificates of one name are here; only the 32 likeliest issuers of a certificate were considered."
            }
        }
    }
}

impl Spent {
    /// Nothing used yet.
    #[must_use]
    pub const fn new(limits: Limits) -> Self {
        Self { limits, signatures: 0, steps: 0, stopped: None }
    }

    /// Takes one signature check out of the budget; `false` when it is used up.
    pub fn signature(&mut self) -> bool {
        self.signatures += 1;
        self.within(self.signatures <= self.limits.signatures, Stopped::Signatures)
    }

    /// Takes one step out of the budget; `false` when it is used up.
    pub fn step(&mut self) -> bool {
        self.steps += 1;
        self.within(self.steps <= self.limits.steps, Stopped::Steps)
    }

    fn within(&mut self, within: bool, otherwise: Stopped) -> bool {
        if !within {
            self.stopped.get_or_insert(otherwise);
        }
        within
    }
}

/// What to search.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// Where paths start.
    pub leaf: usize,
    /// Certificates that may stand between, best first. The leaf need not be among them.
    pub intermediates: &'a [usize],
    /// Where paths end.
    pub anchors: &'a [usize],
    /// Bounds.
    pub limits: Limits,
}

/// What a search found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Paths from the leaf to a trust anchor with every signature verified, pool indexes, leaf first, best first: key
    /// ids that fit before others, and the order of the query's anchors and intermediates among equals.
    pub complete: Vec<Vec<usize>>,
    /// Paths with every signature verified that could not be taken further, longest first.
    pub dead_ends: Vec<Vec<usize>>,
    /// The bound that was hit, if any.
    pub stopped: Option<Stopped>,
}

/// All certification paths from the leaf to an anchor, by name and verified signature alone: dates, constraints and
/// usages are for [`crate::path::checks`] to say.
#[must_use]
pub fn paths(pool: &[PoolCertificate], graph: &IssuerGraph, query: &Query<'_>) -> Found {
    let mut found = Found::default();
    let stopped = walk(pool, graph, query, &mut |path, end| {
        match end {
            End::Anchor => found.complete.push(path.to_vec()),
            End::DeadEnd => found.dead_ends.push(path.to_vec()),
            End::Open => return Go::On,
        }
        if found.complete.len() + found.dead_ends.len() >= query.limits.paths { Go::Stop(Stopped::Paths) } else { Go::On }
    });
    found.stopped = stopped;
    lists::sort_by_key(&mut found.dead_ends, |p| std::cmp::Reverse(p.len()));
    found
}

/// Where a path stands when the visitor is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its last certificate is a trust anchor.
    Anchor,
    /// It can be taken further.
    Open,
    /// No certificate at hand issued its last one.
    DeadEnd,
}

/// What the visitor wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// Go on.
    On,
    /// Do not take this path further.
    Back,
    /// Enough.
    Done,
    /// A bound of the visitor's own was hit.
    Stop(Stopped),
}

/// Depth-first walk over all paths whose signatures verify; the visitor sees each path as it grows (leaf alone first)
/// and may turn back or end it. Returns the bound that was hit, if any.
///
/// A path never holds the same subject and key twice: such loops cannot lead anywhere new (RFC 4158 2.4.2).
pub fn walk(
    pool: &[PoolCertificate],
    graph: &IssuerGraph,
    query: &Query<'_>,
    visit: &mut dyn FnMut(&[usize], End) -> Go,
) -> Option<Stopped> {
    let mut walk = Walk {
        pool,
        graph,
        anchors: query.anchors.iter().copied().collect(),
        rank: rank(pool, query),
        spent: Spent::new(query.limits),
        path: vec![query.leaf],
    };
    if walk.anchors.contains(query.leaf) {
        match visit(&walk.path, End::Anchor) {
            Go::On => {}
            Go::Back | Go::Done => return None,
            Go::Stop(why) => walk.spent.stopped = Some(why),
        }
    }
    if walk.spent.stopped.is_none()
        && let Err(Some(why)) = walk.extend(visit)
    {
        walk.spent.stopped.get_or_insert(why);
    }
    if let Some(why) = walk.spent.stopped {
        graph.note(why);
    }
    walk.spent.stopped
}

/// Per certificate of the pool: its place among the query's anchors and intermediates.
fn rank(pool: &[PoolCertificate], query: &Query<'_>) -> Vec<Option<usize>> {
    let mut rank = vec![None; pool.len()];
    for (position, &index) in query.anchors.iter().chain(query.intermediates).enumerate() {
        if let Some(place) = rank.get_mut(index) {
            place.get_or_insert(position);
        }
    }
    rank
}

struct Walk<'a> {
    pool: &'a [PoolCertificate],
    graph: &'a IssuerGraph,
    anchors: Members,
    /// Per certificate: its place among anchors, then intermediates, in the query's order; `None`: not to be taken.
    rank: Vec<Option<usize>>,
    spent: Spent,
    path: Vec<usize>,
}

impl Walk<'_> {
    /// Depth is bounded by `Limits::length`. `Err(None)`: the visitor is done.
    fn extend(&mut self, visit: &mut dyn FnMut(&[usize], End) -> Go) -> Result<(), Option<Stopped>> {
        match visit(&self.path, End::Open) {
            Go::On => {}
            Go::Back => return Ok(()),
            Go::Done => return Err(None),
            Go::Stop(why) => return Err(Some(why)),
        }
        let mut dead_end = true;
        if self.path.len() < self.spent.limits.length {
            let last = self.path[self.path.len() - 1];
            if self.graph.cut_short().binary_search(&last).is_ok() {
                self.spent.stopped.get_or_insert(Stopped::Namesakes);
            }
            for issuer in self.candidates() {
                if !self.spent.step() {
                    return Err(None);
                }
                let subject = self.path[self.path.len() - 1];
                match self.graph.signature_within(self.pool, subject, issuer, &mut self.spent) {
                    Some(Verification::Verified) => {}
                    Some(_) => continue,
                    None => return Err(None),
                }
                dead_end = false;
                self.path.push(issuer);
                let result = self.arrive(issuer, visit);
                self.path.pop();
                result?;
            }
        } else {
            self.spent.stopped.get_or_insert(Stopped::Length);
        }
        if dead_end {
            match visit(&self.path, End::DeadEnd) {
                Go::On | Go::Back => {}
                Go::Done => return Err(None),
                Go::Stop(why) => return Err(Some(why)),
            }
        }
        Ok(())
    }

    fn arrive(&mut self, issuer: usize, visit: &mut dyn FnMut(&[usize], End) -> Go) -> Result<(), Option<Stopped>> {
        if !self.anchors.contains(issuer) {
            return self.extend(visit);
        }
        match visit(&self.path, End::Anchor) {
            Go::On | Go::Back => Ok(()),
            Go::Done => Err(None),
            Go::Stop(why) => Err(Some(why)),
        }
    }

    /// Issuers of the last certificate that the path may take, best first.
    fn candidates(&self) -> Vec<usize> {
        let subject = self.path[self.path.len() - 1];
        let mut candidates: Vec<(u8, usize, usize)> = self
            .graph
            .issuers(subject)
            .iter()
            .filter(|edge| !self.repeats(edge.issuer))
            .filter_map(|edge| {
                let rank = *self.rank.get(edge.issuer)?.as_ref()?;
                let fit = match edge.key_ids {
                    KeyIdEvidence::Equal => 0,
                    KeyIdEvidence::Absent => 1,
                    KeyIdEvidence::Different => 2,
                };
                Some((fit, rank, edge.issuer))
            })
            .collect();
        lists::sort_by(&mut candidates, |a, b| a.cmp(b));
        candidates.into_iter().map(|(_, _, issuer)| issuer).collect()
    }

    /// Name and key of a certificate already in the path: whatever lies beyond is reached from there as well. A trust
    /// anchor may repeat those of the leaf: a self-signed certificate renewed with the same key.
    fn repeats(&self, issuer: usize) -> bool {
        let candidate = &self.pool[issuer].certificate;
        let exempt = usize::from(self.anchors.contains(issuer));
        self.path.contains(&issuer)
            || self.path.iter().skip(exempt).any(|&i| {
                let seen = &self.pool[i].certificate;
                seen.subject.der == candidate.subject.der && seen.public_key.spki == candidate.public_key.spki
            })
    }
}
