//! What evidence hands over. A reader fills [`Claims`] while files are prepared, and knows nothing of scenes, seats or
//! what is rehearsed; `situation` turns it into scenes and knows nothing of the files' formats.
//!
//! Certificates are pool indexes ([`crate::scene::Prepared::pool`]), inputs and items are indexes into the reading.

use crate::lists::{Map, Members};
use crate::report::{Observed, Origin, Span, Statement};
use crate::request::{HostUse, Seat, SettingValue};
use std::collections::{BTreeMap, BTreeSet};

/// Settings of one target.
pub type Dials = BTreeMap<String, SettingValue>;

/// Everything that the evidence among the inputs says.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// Statements for the report, in reading order.
    pub statements: Vec<Statement>,
    /// Combinations that can be rehearsed, one a rule: never a union of several.
    pub scenes: Vec<ClaimedScene>,
    /// What belongs to no scene of its own and is taken into `typed`: names that a transcript shows.
    pub hosts: Vec<ClaimedHost>,
    /// Items that stand elsewhere than their file: one certificate of a transcript, the CA of a secret.
    pub seats: Vec<ClaimedSeat>,
    /// Settings that belong to no scene of their own, taken into `typed`.
    pub settings: BTreeMap<String, Dials>,
    /// What was seen, as far as the evidence alone tells: `outcome`, `because` and `hypotheses` are filled in later.
    pub observed: Vec<Observed>,
    /// Inputs that say something of the situation.
    pub speaking: Members,
    /// Servers of one configuration that present something of their own, and names that each answers to.
    pub sites: BTreeSet<(String, Option<String>)>,
    /// What was understood of them, for people.
    pub understood: Map<usize, Vec<Span>>,
    /// Bounds that were met while reading, a sentence each.
    pub not_checked: Vec<&'static str>,
}

impl Claims {
    /// Whether an input says anything of the situation.
    #[must_use]
    pub fn speaks(&self, input: usize) -> bool {
        self.speaking.contains(input)
    }
}

/// One combination.
#[derive(Clone, Debug, Default)]
pub struct ClaimedScene {
    /// Stable: `gateway/rule`, `namespace/secret`, `vhost`. Not `typed`.
    pub id: String,
    /// For people: constant words and names.
    pub text: Vec<Span>,
    /// Target id of the catalog. A gateway or proxy is rehearsed against `servers`, clients against `listener`; a server
    /// program loads `servers`, and clients meet those.
    pub target: Option<String>,
    /// Names with their uses.
    pub hosts: Vec<ClaimedHost>,
    /// What the target trusts; `None`: evidence does not say, what the user gave is taken.
    pub trust: Option<ClaimedTrust>,
    /// Servers behind it; empty: evidence does not say, the dropped ones are taken.
    pub servers: Vec<ClaimedServer>,
    /// What clients meet.
    pub listener: Option<ClaimedServer>,
    /// CAs of client certificates.
    pub client_ca: Vec<usize>,
    /// Settings by target id, as in a request.
    pub settings: BTreeMap<String, BTreeMap<String, SettingValue>>,
    /// Where it stands.
    pub from: Option<Origin>,
}

/// A name that evidence gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedHost {
    /// As written.
    pub name: String,
    /// What for; `None`: clients ask for it.
    pub role: Option<HostUse>,
}

/// What a target trusts according to evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimedTrust {
    /// The well-known CAs.
    Public,
    /// These certificates, pool indexes; empty: none, or none whose bytes are here.
    These(Vec<usize>),
}

/// A server that evidence knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimedServer {
    /// Its id. One that a dropped file bears means that server.
    pub id: String,
    /// Pool indexes in the order sent; `None`: evidence does not show it, what was dropped for that id is taken.
    pub presented: Option<Vec<usize>>,
    /// Items of its private keys.
    pub keys: Vec<usize>,
}

/// An item that stands elsewhere than its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedSeat {
    /// The item.
    pub item: usize,
    /// Where.
    pub seat: Seat,
    /// Which server, for the server seat.
    pub server: Option<String>,
    /// It is of a scene of its own, and takes no part in `typed`.
    pub apart: bool,
    /// Place among all claims of seats, in the order in which evidence names them.
    pub rank: usize,
}
