//! What a target profile is made of: plain data. No function here decides anything about a certificate.

mod chromium;
mod gateway;
mod gnutls;
mod go;
mod java;
mod loading;
mod mozpkix;
mod openssl;
mod profile;
mod reading;
mod rfc5280;

pub use chromium::Chromium;
pub use gateway::{BackendTrust, GatewayRules, OriginRoots, OriginRules};
pub use gnutls::GnuTls;
pub use go::Go;
pub use java::{Java, Release};
pub use loading::{
    Authorities, ChainDemand, Container, Damaged, EncryptedKey, Encryption, KeyDemand, LoadingRules, Slot, UploadRules,
};
pub use mozpkix::MozPkix;
pub use openssl::{NameCheck, OpenSsl, OpenSslKnobs, OpenSslRelease};
pub use profile::{Method, Profile, Role, Speech, Statement, Word};
pub use reading::{Ext, Flaw, Part, Place, Position, Reading, Reads, Row, Spot};
pub use rfc5280::{AnchorRules, LeafAnchor, Lifetime, PathPolicy, Revocation, Rfc5280};

/// How sure a statement about a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Read in the target's source code.
    Source,
    /// Reproduced with the target itself.
    Tested,
    /// Documented by its vendor.
    Documented,
    /// Reported by users.
    Reported,
    /// Inferred by us.
    Inferred,
}

impl Confidence {
    /// The contract's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Tested => "tested",
            Self::Documented => "documented",
            Self::Reported => "reported",
            Self::Inferred => "inferred",
        }
    }
}

/// What a verdict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// A client connects and asks for the host.
    Connect,
    /// Application Gateway's health probe.
    Probe,
    /// Application Gateway's live traffic.
    Traffic,
    /// A server program reads its certificate file and key.
    Load,
    /// A service takes a file.
    Upload,
    /// A server judges what a client shows.
    ClientAuth,
}

impl Check {
    /// A gateway's check of its backends.
    #[must_use]
    pub const fn by_gateway(self) -> bool {
        matches!(self, Self::Probe | Self::Traffic)
    }

    /// The contract's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Probe => "probe",
            Self::Traffic => "traffic",
            Self::Load => "load",
            Self::Upload => "upload",
            Self::ClientAuth => "client-auth",
        }
    }
}

/// How a verdict ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The target takes it.
    Accepted,
    /// The target refuses it.
    Rejected,
    /// Could not tell; the message says why.
    Undetermined,
    /// The target has nothing to say here; the message says why.
    NotApplicable,
}

impl Outcome {
    /// The contract's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Undetermined => "undetermined",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// A citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Title of the document, or repository and file.
    pub title: &'static str,
    /// Section or function.
    pub section: Option<&'static str>,
    /// Address, shown as text.
    pub url: Option<&'static str>,
}

impl Source {
    /// A file of a public repository.
    #[must_use]
    pub const fn file(title: &'static str, section: &'static str) -> Self {
        Self { title, section: Some(section), url: None }
    }
}

/// A knob of a target that the user can set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Key in `Request.settings[target]`.
    pub id: &'static str,
    /// Label for people.
    pub label: &'static str,
    /// One sentence on what it does.
    pub help: &'static str,
    /// Its kind and default.
    pub kind: SettingKind,
}

impl Setting {
    /// Which of a program's versions is meant.
    #[must_use]
    pub const fn version(choices: &'static [(&'static str, &'static str)]) -> Self {
        let kind = SettingKind::Choice(choices);
        Self { id: "version", label: "Version", help: "Which version of the program is meant.", kind }
    }

    /// How deep a path may be; 1 where nothing is configured. What is counted differs.
    #[must_use]
    pub const fn depth(help: &'static str) -> Self {
        Self { id: "depth", label: "Verification depth", help, kind: SettingKind::Number(1, 0, 100) }
    }

    /// `X509_V_FLAG_X509_STRICT`; the program's own unless it is set.
    pub const STRICT: Self = Self {
        id: "strict",
        label: "Strict RFC 5280 encoding",
        help: "Whether certificates must be encoded as RFC 5280 asks (X509_V_FLAG_X509_STRICT).",
        kind: SettingKind::Switch(None),
    };

    /// OpenSSL's security level, with the program's own.
    #[must_use]
    pub const fn security_level(standard: i32) -> Self {
        Self {
            id: "securityLevel",
            label: "Security level",
            help: "OpenSSL's security level: 1 refuses SHA-1 and keys under 80 bits of strength, 2 keys under 112 bits (RSA 2048), 3 under 128 bits (RSA 3072).",
            kind: SettingKind::Number(standard, 0, 5),
        }
    }
}

/// Kinds of settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SettingKind {
    /// On or off; `None`: the default depends on the request and is worked out.
    Switch(Option<bool>),
    /// One of these (value, label); the first is the default unless the help says it is worked out.
    Choice(&'static [(&'static str, &'static str)]),
    /// A whole number: default, least, most.
    Number(i32, i32, i32),
}
