//! How a procedure ends, and what an acceptance takes.
//!
//! Nothing is accepted while a check stands open that the program makes and that could not be made here: an accepting
//! [`Ruling`] holds a [`Settled`], and for a handshake only a [`Ledger`] with no open check hands that out.

use crate::fault::Fault;
use crate::path::checks::left_open;
use crate::policy::{LoadingRules, UploadRules};
use crate::scene::Scene;
use crate::signature::Verification;

/// How a procedure ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// Taken.
    Accepted(Settled),
    /// Taken, with something to say about it.
    AcceptedBecause(Settled, &'static str),
    /// Refused; the decisive fault first.
    Rejected(Vec<Fault>),
    /// Could not tell, and why.
    Undetermined(&'static str, Vec<Fault>),
    /// Nothing to say here, and why.
    NotApplicable(&'static str),
}

impl Ruling {
    /// Refused for one reason.
    #[must_use]
    pub fn refused(fault: Fault) -> Self {
        Self::Rejected(vec![fault])
    }

    /// The same with something to say about it, where it is a plain acceptance.
    #[must_use]
    pub fn remarked(self, why: Option<&'static str>) -> Self {
        match (self, why) {
            (Self::Accepted(settled), Some(why)) => Self::AcceptedBecause(settled, why),
            (ruling, _) => ruling,
        }
    }
}

/// Proof that no check stands open on which an acceptance hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled(());

impl Settled {
    /// A program that only reads its files makes no check that is not made here.
    #[must_use]
    pub const fn reading(_: &LoadingRules) -> Self {
        Self(())
    }

    /// So does a service that takes a file.
    #[must_use]
    pub const fn upload(_: &UploadRules) -> Self {
        Self(())
    }
}

/// The checks that a program makes on its way to a verdict and that could not be made here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    open: Vec<(&'static str, Fault)>,
}

const NOT_COMPUTED: &str = "A path depends on a signature that is not computed here, so its verdict is open.";
/// Why nothing can be said where a signature was not looked at.
pub const GIVEN_UP: &str =
    "Checking was given up before a signature that this verdict depends on; ask again with more effort to go on.";

impl Ledger {
    /// Whether the issuer's key made the subject's signature. One that cannot be computed stays open.
    pub fn signature(&mut self, scene: &Scene<'_>, subject: usize, issuer: usize) -> Verification {
        let prepared = scene.prepared;
        let result = prepared.graph.signature(&prepared.pool, subject, issuer);
        if let Some(fault) = left_open(&result, subject) {
            self.leave_open(if result == Verification::Unchecked { GIVEN_UP } else { NOT_COMPUTED }, fault);
        }
        result
    }

    /// A check that could not be made, and the sentence that says so.
    pub fn leave_open(&mut self, why: &'static str, fault: Fault) {
        if !self.open.iter().any(|(_, known)| *known == fault) {
            self.open.push((why, fault));
        }
    }

    /// Takes over what another line of thought left open.
    pub fn absorb(&mut self, other: Self) {
        for (why, fault) in other.open {
            self.leave_open(why, fault);
        }
    }

    /// Whether nothing stands open.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.open.is_empty()
    }

    /// Accepted on the strength of this path, end-entity certificate first: undetermined where a check stands open, or
    /// where one of the path's signatures was never computed.
    #[must_use]
    pub fn accept(mut self, scene: &Scene<'_>, path: &[usize]) -> Ruling {
        for pair in path.windows(2) {
            self.signature(scene, pair[0], pair[1]);
        }
        if self.is_settled() { Ruling::Accepted(Settled(())) } else { self.undetermined(Vec::new()) }
    }

    /// Refused, where nothing stands open that could have turned the refusal.
    #[must_use]
    pub fn refuse(self, faults: Vec<Fault>) -> Ruling {
        if self.is_settled() { Ruling::Rejected(faults) } else { self.undetermined(faults) }
    }

    fn undetermined(self, faults: Vec<Fault>) -> Ruling {
        let why = self.open.first().map_or(NOT_COMPUTED, |(why, _)| *why);
        let open = self.open.into_iter().map(|(_, fault)| fault);
        Ruling::Undetermined(why, open.chain(faults).collect())
    }
}
