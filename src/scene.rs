//! The question, made concrete: what was read, who presents what, who trusts what, which names are asked for. Rules
//! and rehearsals look at a scene and at nothing else.

pub mod claims;

use crate::facts::{Certificate, CertificationRequest, PrivateKey, PublicKey, RevocationList, UnixTime};
use crate::identity::ReferenceIdentifier;
use crate::input::Reading;
use crate::lists::{Map, Members};
use crate::path::IssuerGraph;
use crate::path::order::Proposed;
use crate::pool::PoolCertificate;
use crate::request::{HostUse, Seat, SettingValue, Settings};
use claims::Claims;
use std::borrow::Cow;
use std::sync::Arc;

/// The scene of what the user typed and dropped without evidence.
pub const TYPED: &str = "typed";
/// Id of what a client shows.
pub const CLIENT: &str = "client";

/// What depends on the files alone: kept while hostnames, time and settings change. A copy shares what was read.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What the inputs turned out to be.
    pub reading: Arc<Reading>,
    /// Unique certificates: the inputs' in reading order, then the embedded roots whose subject some of them names
    /// as issuer.
    pub pool: Vec<PoolCertificate>,
    /// Per item: its certificate in the pool.
    pub certificate_of_item: Arc<Vec<Option<usize>>>,
    /// Items whose bytes could not be decoded into what they are, and why.
    pub undecodable: Arc<Map<usize, crate::facts::Problem>>,
    /// Requests, by item.
    pub requests: Arc<Map<usize, CertificationRequest>>,
    /// Revocation lists, by item.
    pub crls: Arc<Map<usize, RevocationList>>,
    /// Who could have issued whom.
    pub graph: IssuerGraph,
    /// What evidence among the inputs says.
    pub claims: Arc<Claims>,
    /// Certificates of the pool that do not exist yet: what a change would make of them.
    pub hypothetical: Members,
}

impl Prepared {
    /// The certificate with this pool index.
    #[must_use]
    pub fn certificate(&self, index: usize) -> &Certificate {
        &self.pool[index].certificate
    }

    /// The public half of a private key item.
    #[must_use]
    pub fn public_half(&self, item: usize) -> Option<&PublicKey> {
        match &self.reading.items.get(item)?.content {
            crate::input::Content::PrivateKey(key) => key.public.as_ref(),
            _ => None,
        }
    }

    /// Whether a private key item and a certificate are two halves of one key.
    #[must_use]
    pub fn key_fits(&self, item: usize, certificate: usize) -> bool {
        self.public_half(item).is_some_and(|p| p.fits(&self.certificate(certificate).public_key))
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
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// `typed`, or stable from evidence.
    pub id: String,
    /// The target it is about: it and the clients of its listener are rehearsed. `None`: every target asked for.
    pub target: Option<String>,
    /// Targets that have scenes of their own and are not rehearsed here.
    pub elsewhere: Vec<String>,
    /// What evidence claims it to be: index into [`Claims::scenes`].
    pub claim: Option<usize>,
    /// What was read.
    pub prepared: &'a Prepared,
    /// Evaluation time.
    pub now: UnixTime,
    /// Per input: where it stands.
    pub seats: Vec<SeatChoice>,
    /// Items that stand elsewhere than their input.
    pub item_seats: Map<usize, ItemSeat>,
    /// Servers in order of first appearance; the listener, if any, last with `listener: true`.
    pub servers: Vec<ServerScene>,
    /// Trust anchors that were given, as pool indexes in input order.
    pub trust: Vec<usize>,
    /// Items that hold the trust anchors, in the same order; `None`: it was dropped nowhere.
    pub trust_items: Vec<Option<usize>>,
    /// Where the trust in force comes from.
    pub store: Store,
    /// CAs for client certificates.
    pub client_ca: Vec<usize>,
    /// What a client shows.
    pub client: Option<ServerScene>,
    /// Files of certificates in the trust store and among the CAs of clients.
    pub files: Vec<StoreFile>,
    /// Which servers are one pool; empty: all of them.
    pub sites: Vec<Vec<String>>,
    /// The hostnames.
    pub hosts: Vec<HostScene>,
    /// Patterns of names that a listener answers to: nobody asks for them as they stand.
    pub patterns: Vec<HostScene>,
    /// Settings by target id.
    pub settings: Cow<'a, Settings>,
    /// Servers that nobody is asked about: what was said of them is known.
    pub told: Vec<usize>,
    /// It is about what a client shows to a server that asks for it: the client stands where a server does in other
    /// scenes, and what is trusted are the CAs of clients.
    pub of_clients: bool,
}

impl<'a> Scene<'a> {
    /// A scene of what was read in which nobody stands anywhere yet.
    #[must_use]
    pub fn empty(prepared: &'a Prepared, now: UnixTime) -> Self {
        Self {
            id: TYPED.to_owned(),
            target: None,
            elsewhere: Vec::new(),
            claim: None,
            prepared,
            now,
            seats: Vec::new(),
            item_seats: Map::default(),
            servers: Vec::new(),
            trust: Vec::new(),
            trust_items: Vec::new(),
            store: Store::Public,
            client_ca: Vec::new(),
            client: None,
            files: Vec::new(),
            sites: Vec::new(),
            hosts: Vec::new(),
            patterns: Vec::new(),
            settings: Cow::Owned(Settings::new()),
            told: Vec::new(),
            of_clients: false,
        }
    }
}

impl Scene<'_> {
    /// Whether trust anchors of somebody's own are in force, be it none at all.
    #[must_use]
    pub fn has_trust_input(&self) -> bool {
        self.store != Store::Public || !self.trust.is_empty()
    }

    /// The trust anchors in force by default, as pool indexes: what was given, the embedded roots, or both.
    #[must_use]
    pub fn anchors(&self) -> Vec<usize> {
        let mut anchors = self.trust.clone();
        if self.store != Store::Given {
            anchors.extend(self.mozilla_roots().into_iter().filter(|i| !self.trust.contains(i)));
        }
        anchors
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

    /// The servers that are asked about, with their indexes.
    pub fn asked(&self) -> impl Iterator<Item = (usize, &ServerScene)> {
        self.servers.iter().enumerate().filter(|(index, _)| !self.told.contains(index))
    }

    /// Hosts with this use, plain hosts not included.
    pub fn hosts_for(&self, role: HostUse) -> impl Iterator<Item = &HostScene> {
        self.hosts.iter().filter(move |h| h.role == Some(role))
    }
}

/// Where the trust in force comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Store {
    /// Nobody gave any: the embedded Mozilla roots.
    Public,
    /// What was given, and nothing else.
    Given,
    /// What was given beside the embedded roots.
    Both,
    /// Nobody gave any, and a change adds some: to the embedded roots or in their place, as each target's store does.
    Added,
}

/// A file of certificates in a store.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StoreFile {
    /// Trusted, or CAs of clients.
    pub seat: Seat,
    /// The input it is; `None`: a PEM file that does not exist yet.
    pub input: Option<usize>,
    /// Its certificates.
    pub certificates: Vec<usize>,
}

/// A file that a change puts in the place of a server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Made {
    /// PEM with the certificates as presented.
    Pem,
    /// The same with the root.
    PemWithRoot,
    /// The server's certificate alone.
    Leaf,
    /// The private key without encryption.
    PlainKey,
    /// PFX with the old encryption.
    PfxLegacy,
    /// PFX with the current one.
    PfxModern,
}

impl Made {
    /// What a kind of repair makes.
    #[must_use]
    pub fn of_repair(kind: &str) -> Option<Self> {
        Some(match kind {
            "bundle" | "bundle-with-key" | "chain" => Self::Pem,
            "bundle-with-root" => Self::PemWithRoot,
            "certificate" => Self::Leaf,
            "key" => Self::PlainKey,
            "pfx-legacy" => Self::PfxLegacy,
            "pfx-modern" => Self::PfxModern,
            "root-cer" | "trust-bundle" => Self::Pem,
            _ => return None,
        })
    }

    /// A PFX.
    #[must_use]
    pub const fn is_pfx(self) -> bool {
        matches!(self, Self::PfxLegacy | Self::PfxModern)
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

/// Where one item stands, if not where its file does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ItemSeat {
    /// The seat.
    pub seat: Seat,
    /// Which server, for the server seat.
    pub server: Option<String>,
    /// It is of a scene of its own, and takes no part in `typed`.
    pub apart: bool,
    /// Place among all that evidence names, in the order in which it does.
    pub rank: usize,
}

/// What one server presents.
#[derive(Clone, Debug, Default)]
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
    /// The file that a change puts in the place of its own.
    pub made: Option<Made>,
    /// A change gives it a new key, which fits its certificate.
    pub new_key: bool,
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
