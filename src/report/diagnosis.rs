//! What was said about the situation, what was seen, and what would cure it.

use super::{Answer, Check, Command, Span};
use crate::request::{Change, HostUse, Seat, SettingValue};
use serde::Serialize;
use std::collections::BTreeMap;

/// One combination that was rehearsed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scene {
    /// `typed`, or stable from evidence: `gateway/rule`, `namespace/secret`, `vhost`.
    pub id: String,
    /// For people.
    pub text: Vec<Span>,
    /// The target it is about; null: every one that was asked for.
    pub target: Option<String>,
    /// Hostnames in force.
    pub hosts: Vec<SceneHost>,
    /// Certificates trusted, or the public roots.
    pub trust: Trust,
    /// Server ids.
    pub servers: Vec<String>,
    /// The server id that clients meet.
    pub listener: Option<String>,
    /// CAs of client certificates.
    pub client_ca: Vec<usize>,
    /// Settings of the target that evidence states.
    pub settings: BTreeMap<String, SettingValue>,
    /// The name that a gateway's probe asks for.
    pub probe_name: Option<String>,
    /// The name that a gateway asks for in live traffic.
    pub traffic_name: Option<String>,
    /// Where it stands.
    pub from: Option<Origin>,
}

/// A hostname of a scene.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SceneHost {
    /// As stated.
    pub name: String,
    /// Use.
    #[serde(rename = "use")]
    pub role: Option<HostUse>,
}

/// What a scene trusts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Trust {
    /// These certificates.
    These(Vec<usize>),
    /// `public`.
    Public(&'static str),
}

impl Default for Trust {
    fn default() -> Self {
        Self::Public("public")
    }
}

/// Where something was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// Input.
    pub input: usize,
    /// The field's path in it.
    pub path: Option<String>,
}

/// One thing that evidence says, with its place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statement {
    /// Kind of evidence: `azure-application-gateway/cli`.
    pub kind: &'static str,
    /// Input.
    pub input: usize,
    /// Offsets in it.
    pub at: [usize; 2],
    /// The field's path.
    pub path: Option<String>,
    /// The scene it belongs to.
    pub scene: Option<String>,
    /// Whether it took part in what was rehearsed.
    pub used: bool,
    /// host | seat | pair | setting | server | handle | hole | observed.
    pub says: &'static str,
    /// What.
    pub value: Said,
}

/// What a statement says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Said {
    /// A name and its use.
    Host {
        /// The name.
        name: String,
        /// Its use.
        #[serde(rename = "use")]
        role: HostUse,
    },
    /// Where a certificate stands.
    Seat {
        /// SHA-256.
        certificate: String,
        /// Seat.
        seat: Seat,
        /// Server id.
        #[serde(skip_serializing_if = "Option::is_none")]
        server: Option<String>,
    },
    /// A certificate and its key.
    Pair {
        /// SHA-256.
        certificate: String,
        /// Item of the key.
        key: usize,
    },
    /// A target's setting.
    Setting {
        /// Target id.
        target: String,
        /// Setting.
        setting: String,
        /// Value.
        value: SettingValue,
    },
    /// A server.
    Server {
        /// Its id.
        id: String,
        /// Where it is.
        #[serde(skip_serializing_if = "Option::is_none")]
        address: Option<String>,
    },
    /// A certificate that is named without its bytes.
    Handle(Handle),
    /// Something that exists and is not here.
    Hole {
        /// What.
        what: String,
        /// The command that would bring it.
        fill: Option<Command>,
    },
    /// An error or a success that somebody saw.
    Observed {
        /// Index into `Report.observed`.
        index: usize,
    },
}

impl Said {
    /// The contract's word for `says`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Host { .. } => "host",
            Self::Seat { .. } => "seat",
            Self::Pair { .. } => "pair",
            Self::Setting { .. } => "setting",
            Self::Server { .. } => "server",
            Self::Handle(_) => "handle",
            Self::Hole { .. } => "hole",
            Self::Observed { .. } => "observed",
        }
    }
}

/// What tells a certificate without its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Handle {
    /// Of the DER.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Of the DER.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha1: Option<String>,
    /// Of the SubjectPublicKeyInfo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spki_sha256: Option<String>,
    /// Hex.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Bytes of the Certificate message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<usize>,
    /// The certificate it is, if it was dropped.
    pub certificate: Option<usize>,
}

/// What somebody saw, and what to make of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Observed {
    /// The phrase that was recognised; null for an unknown one, which is not repeated.
    pub text: Option<String>,
    /// Input it stands in; null: it came with the request.
    pub input: Option<usize>,
    /// Offsets, in the input or in the text of the request.
    pub at: Option<[usize; 2]>,
    /// rejected | accepted | other.
    pub said: &'static str,
    /// Target id, or a family where no target of the catalog is meant.
    pub target: Option<String>,
    /// The target's own identifier.
    pub code: Option<String>,
    /// The check it belongs to.
    pub check: Option<String>,
    /// Server id.
    pub server: Option<String>,
    /// Host.
    pub host: Option<String>,
    /// Scene id.
    pub scene: Option<String>,
    /// Unix seconds.
    pub time: Option<i64>,
    /// Codes of the rehearsal that count as the same, `*` any; and codes that were seen with it. For the comparison alone.
    #[serde(skip)]
    pub equals: Vec<&'static str>,
    /// See `equals`.
    #[serde(skip)]
    pub also: Vec<String>,
    /// explained | another | contradicted | open | not-a-certificate-matter | unknown-phrase.
    pub outcome: &'static str,
    /// Findings; for `another` those of the other code.
    pub because: Vec<usize>,
    /// What would bring the very code about, likeliest first.
    pub hypotheses: Vec<Hypothesis>,
}

/// What may be the case instead of what the files say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hypothesis {
    /// Stable id.
    pub id: String,
    /// What.
    pub text: Vec<Span>,
    /// The change that makes it so.
    pub change: Change,
    /// Commands that tell.
    pub check: Vec<Command>,
}

/// Something that nothing said and that had to be chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Assumption {
    /// Stable id.
    pub id: String,
    /// What was taken for true.
    pub text: Vec<Span>,
    /// What else may be the case.
    pub alternatives: Vec<Alternative>,
}

/// Another choice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alternative {
    /// What.
    pub text: Vec<Span>,
    /// The change that makes it so.
    pub change: Change,
}

/// What would cure what is refused, step by step.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diagnosis {
    /// What the question was taken to be about.
    pub focus: FocusReport,
    /// After all steps nothing in focus is refused.
    pub complete: bool,
    /// Why something stays refused, or what was cut.
    pub reason: Option<String>,
    /// In the order of doing.
    pub steps: Vec<Step>,
}

/// The part of a report that is searched for, and that verdicts do not wait for.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Diagnosed {
    /// The one sentence on top.
    pub answer: Answer,
    /// What was seen, compared with what the rehearsal says.
    pub observed: Vec<Observed>,
    /// What had to be chosen.
    pub assumptions: Vec<Assumption>,
    /// What would cure what is refused.
    pub diagnosis: Diagnosis,
}

/// What the question was taken to be about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FocusReport {
    /// Target ids.
    pub targets: Vec<String>,
    /// Server id.
    pub server: Option<String>,
    /// Host.
    pub host: Option<String>,
    /// Scene id.
    pub scene: Option<String>,
    /// request | target | observed | evidence | roles | clients.
    pub from: &'static str,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// From what the change does, so that a ticked step keeps its id.
    pub id: String,
    /// What to do.
    pub text: Vec<Span>,
    /// The finding it cures.
    pub cause: Option<usize>,
    /// The edit that it is.
    pub change: Change,
    /// Group of alternatives, of which one is enough.
    pub either: Option<usize>,
    /// A setting, if that is what it is.
    pub setting: Option<&'static str>,
    /// Value for the setting.
    pub value: Option<String>,
    /// Command lines.
    pub commands: Vec<Command>,
    /// Kind of the repair that produces the file, see `repairs`.
    pub repair: Option<&'static str>,
    /// What the rehearsal says once it is done.
    pub proof: Proof,
}

/// What the rehearsal says after a step and those before it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Proof {
    /// Of the refused verdicts in focus, those that are accepted now.
    pub turned: usize,
    /// Refused verdicts in focus before any step.
    pub of: usize,
    /// In words.
    pub text: Vec<Span>,
    /// What is refused or open now.
    pub left: Vec<Left>,
}

/// A verdict that is left.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Left {
    /// Scene id.
    pub scene: String,
    /// Server id.
    pub server: String,
    /// Target id.
    pub target: &'static str,
    /// Host.
    pub host: String,
    /// Check.
    pub check: Check,
    /// The target's own identifier.
    pub code: Option<String>,
}
