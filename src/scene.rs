//! The question, made concrete: what was read, who presents what, who trusts what, which names are asked for. Rules
//! and rehearsals look at a scene and at nothing else.

use crate::facts::{Certificate, CertificationRequest, PrivateKey, RevocationList, UnixTime};
use crate::identity::ReferenceIdentifier;
use crate::input::Reading;
use crate::path::IssuerGraph;
use crate::path::order::Proposed;
use crate::pool::PoolCertificate;
use crate::request::{HostUse, Seat, SettingValue};
use std::collections::BTreeMap;

/// What depends on the files alone: kept while hostnames, time and settings change.
#[derive(Debug)]
pub struct Prepared {
    /// What the inputs turned out to be.
    pub reading: Reading,
    /// Unique certificates: the inputs' in reading order, then the embedded roots whose subject some of them names
    /// as issuer.
    pub pool: Vec<PoolCertificate>,
    /// Per item: its certificate in the pool.
    pub certificate_of_item: Vec<Option<usize>>,
    /// Items whose bytes could not be decoded into what they are, and why.
    pub undecodable: BTreeMap<usize, crate::facts::Problem>,
    /// Requests, by item.
    pub requests: BTreeMap<usize, CertificationRequest>,
    /// Revocation lists, by item.
    pub crls: BTreeMap<usize, RevocationList>,
    /// Who could have issued whom.
    pub graph: IssuerGraph,
}

impl Prepared {
    /// The certificate with this pool index.
    #[must_use]
    pub fn certificate(&self, index: usize) -> &Certificate {
        &self.pool[index].certificate
    }

    /// Private keys in the clear, with their item.
    pub fn private_keys(&self) -> impl Iterator<Item = (usize, &PrivateKey)> {
        self.reading.items.iter().enumerate().filter_map(|(i, item)| match &item.content {
            crate::input::Content::PrivateKey(key) => Some((i, key)),
            _ => None,
        })
    }
}

/// A scene.
#[derive(Debug)]
pub struct Scene<'a> {
    /// What was read.
    pub prepared: &'a Prepared,
    /// Evaluation time.
    pub now: UnixTime,
    /// Per input: where it stands.
    pub seats: Vec<SeatChoice>,
    /// Servers in order of first appearance; the listener, if any, last with `listener: true`.
    pub servers: Vec<ServerScene>,
    /// Trust anchors given by the user, as pool indexes in input order. Empty: the embedded Mozilla roots.
    pub trust: Vec<usize>,
    /// Items that hold the trust anchors, in the same order.
    pub trust_items: Vec<usize>,
    /// CAs for client certificates.
    pub client_ca: Vec<usize>,
    /// The hostnames.
    pub hosts: Vec<HostScene>,
    /// Settings by target id.
    pub settings: &'a BTreeMap<String, BTreeMap<String, SettingValue>>,
}

impl Scene<'_> {
    /// Whether the user gave trust anchors of their own.
    #[must_use]
    pub fn has_trust_input(&self) -> bool {
        !self.trust.is_empty()
    }

    /// The trust anchors in force by default: the user's, else the embedded roots, as pool indexes.
    #[must_use]
    pub fn anchors(&self) -> Vec<usize> {
        if self.has_trust_input() { self.trust.clone() } else { self.mozilla_roots() }
    }

    /// Embedded roots in the pool.
    #[must_use]
    pub fn mozilla_roots(&self) -> Vec<usize> {
        (0..self.prepared.pool.len()).filter(|&i| self.prepared.pool[i].mozilla_root).collect()
    }

    /// The certificate with this pool index.
    #[must_use]
    pub fn certificate(&self, index: usize) -> &Certificate {
        self.prepared.certificate(index)
    }

    /// A setting of a target, if the user set it.
    #[must_use]
    pub fn setting(&self, target: &str, id: &str) -> Option<&SettingValue> {
        self.settings.get(target)?.get(id)
    }

    /// A switch of a target, if the user set it.
    #[must_use]
    pub fn switch(&self, target: &str, id: &str) -> Option<bool> {
        if let Some(SettingValue::Bool(b)) = self.setting(target, id) { Some(*b) } else { None }
    }

    /// A choice of a target, if the user made it.
    #[must_use]
    pub fn choice(&self, target: &str, id: &str) -> Option<&str> {
        if let Some(SettingValue::Text(t)) = self.setting(target, id) { Some(t) } else { None }
    }

    /// A number of a target, if the user set it.
    #[must_use]
    pub fn number(&self, target: &str, id: &str) -> Option<f64> {
        if let Some(SettingValue::Number(n)) = self.setting(target, id) { Some(*n) } else { None }
    }

    /// Hosts with this use, plain hosts not included.
    pub fn hosts_for(&self, role: HostUse) -> impl Iterator<Item = &HostScene> {
        self.hosts.iter().filter(move |h| h.role == Some(role))
    }
}

/// Where an input stands and why.
#[derive(Clone, Debug)]
pub struct SeatChoice {
    /// The seat.
    pub seat: Seat,
    /// Proposed by us.
    pub guessed: bool,
    /// Constant sentence for a proposal.
    pub reason: &'static str,
    /// Server id for the server seat.
    pub server: Option<String>,
}

/// What one server presents.
#[derive(Clone, Debug)]
pub struct ServerScene {
    /// Its id.
    pub id: String,
    /// It is the front end's listener.
    pub listener: bool,
    /// Inputs that make it up.
    pub inputs: Vec<usize>,
    /// Certificate items in the order presented.
    pub items: Vec<usize>,
    /// The certificates of `items`, as pool indexes, repeats included.
    pub presented: Vec<usize>,
    /// Private key items of the same inputs (plain ones), in order.
    pub keys: Vec<usize>,
    /// The end-entity certificate, see [`crate::path::order::end_entity`]; `None`: only CA certificates.
    pub leaf: Option<usize>,
    /// The order it should present its certificates in, and what is missing for that.
    pub proposed: Proposed,
}

/// A hostname of the request.
#[derive(Clone, Debug)]
pub struct HostScene {
    /// As typed.
    pub typed: String,
    /// Its use.
    pub role: Option<HostUse>,
    /// As understood.
    pub identifier: ReferenceIdentifier,
}
