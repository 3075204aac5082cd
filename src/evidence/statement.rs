//! What evidence says, one fact at a time, each with its place.

use crate::facts::ByteRange;
use crate::report::Command;
use crate::request::{HostUse, Seat, SettingValue};

/// One fact.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Kind of the evidence: an id of [`super::KINDS`], with its shape after a slash.
    pub kind: &'static str,
    /// Index of the input.
    pub input: usize,
    /// Place in the input.
    pub at: ByteRange,
    /// Path in the document, as `httpListeners[0].hostName`.
    pub path: Option<String>,
    /// The scene that it is about: a key of [`super::Evidence::scenes`]. `None`: the situation as a whole.
    pub scene: Option<String>,
    /// The fact.
    pub says: Says,
}

/// A fact. Names of files, of servers and of certificates are joined to what was dropped after all readers have read.
#[derive(Clone, Debug)]
pub enum Says {
    /// A name, and what it is used for.
    Host {
        /// As written: a pattern (`*.example`) stays one.
        name: String,
        /// Its use.
        role: HostUse,
    },
    /// A thing that stands in the evidence has this seat. Of a server's certificates: in the order that it sends them.
    Seat {
        /// Item of the reading.
        item: usize,
        /// Its seat.
        seat: Seat,
        /// The server that presents it.
        server: Option<String>,
    },
    /// What stands under this name has that seat: the certificates and keys of a dropped file, or of something that
    /// evidence calls so ([`Says::Named`]).
    File {
        /// Path or name as written.
        name: String,
        /// Its seat.
        seat: Seat,
        /// The server that presents them.
        server: Option<String>,
    },
    /// Things that stand in the evidence are called so: a secret of a vault or a cluster. Without anyone who refers to
    /// the name they have the seat given here.
    Named {
        /// The name.
        name: String,
        /// Items of the reading.
        items: Vec<usize>,
        /// Their seat while nobody refers to them.
        seat: Seat,
    },
    /// A certificate and the private key that goes with it.
    Pair {
        /// Item of the certificate.
        certificate: usize,
        /// Item of the key.
        key: usize,
    },
    /// A setting of a target.
    Setting {
        /// Target id.
        target: &'static str,
        /// Setting id.
        setting: &'static str,
        /// Its value.
        value: SettingValue,
    },
    /// There is such a server.
    Server {
        /// Its id: an address, a name, a virtual host.
        id: String,
        /// Where it is reached.
        address: Option<String>,
    },
    /// A certificate is named without its bytes.
    Handle {
        /// What names it.
        handle: Handle,
        /// Its seat.
        seat: Option<Seat>,
        /// The server that presents it.
        server: Option<String>,
    },
    /// Something is known to exist, and is not here.
    Hole {
        /// What it is: constant words.
        what: &'static str,
        /// Its name in the evidence.
        name: Option<String>,
        /// What would fill it.
        fill: Option<Command>,
    },
    /// Somebody judged.
    Observed(Observation),
}

/// What names a certificate without its bytes. Hexadecimal in small letters; a field that the evidence lacks is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handle {
    /// SHA-256 of the DER.
    pub sha256: Option<String>,
    /// SHA-1 of the DER.
    pub sha1: Option<String>,
    /// SHA-256 of the SubjectPublicKeyInfo.
    pub spki_sha256: Option<String>,
    /// Serial number.
    pub serial: Option<String>,
    /// Subject as written.
    pub subject: Option<String>,
    /// Issuer as written.
    pub issuer: Option<String>,
    /// Length of the DER.
    pub size: Option<usize>,
    /// The certificate in the pool that it is, set when it was joined.
    pub certificate: Option<usize>,
}

impl Handle {
    /// Whether it tells one certificate from all others, and is no mere name.
    #[must_use]
    pub const fn is_print(&self) -> bool {
        self.sha256.is_some() || self.sha1.is_some() || self.spki_sha256.is_some() || self.serial.is_some()
    }
}

/// What somebody saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observation {
    /// The phrase that was recognised: of the phrase table, never of the file. `None`: a phrase that nobody knows.
    pub text: Option<String>,
    /// The outcome.
    pub said: Said,
    /// Target id, or a family of targets.
    pub target: Option<&'static str>,
    /// The target's code.
    pub code: Option<String>,
    /// Other codes that were seen with it.
    pub also: Vec<String>,
    /// Codes of the rehearsal that count as the same; `*`: any.
    pub equals: Vec<&'static str>,
    /// `connect`, `probe`, `traffic`, `load`, `upload`, `client-auth`.
    pub check: Option<&'static str>,
    /// Server id.
    pub server: Option<String>,
    /// Name asked for.
    pub host: Option<String>,
    /// When, Unix seconds.
    pub time: Option<i64>,
    /// What of a configuration it is about, in words of the reader that reads it too; see [`SceneDraft::about`].
    pub about: Option<String>,
}

/// An outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Said {
    /// It works.
    Accepted,
    /// It does not.
    Rejected,
    /// It says nothing of certificates.
    #[default]
    Other,
}

/// One combination that can be rehearsed: its names, seats and settings are the statements that bear its key.
#[derive(Clone, Debug, Default)]
pub struct SceneDraft {
    /// `gateway/rule`, `namespace/secret`, `vhost`.
    pub key: String,
    /// Kind of the evidence.
    pub kind: &'static str,
    /// What reads it, for people: `Application Gateway agw-prod, rule rule1`; constant words and names by turns.
    pub title: Vec<(&'static str, String)>,
    /// The target that it is about.
    pub target: Option<&'static str>,
    /// It trusts the public roots.
    pub public_trust: bool,
    /// Ids of the servers.
    pub servers: Vec<String>,
    /// What observations call it: pool and setting of a gateway.
    pub about: Option<String>,
    /// Index of the input.
    pub input: usize,
    /// Place in the document.
    pub path: Option<String>,
}

impl SceneDraft {
    /// A scene of this name, led in by these words, about this target.
    #[must_use]
    pub fn new(key: &str, words: &'static str, name: &str, target: &'static str) -> Self {
        Self { key: key.to_owned(), title: vec![(words, name.to_owned())], target: Some(target), ..Self::default() }
    }
}

/// One recognised thing in an input.
#[derive(Clone, Debug)]
pub struct Document {
    /// Kind, with its shape.
    pub kind: &'static str,
    /// Index of the input.
    pub input: usize,
    /// Place.
    pub at: ByteRange,
    /// What was understood, for the file's card: constant words and values by turns.
    pub summary: Vec<(&'static str, String)>,
}
