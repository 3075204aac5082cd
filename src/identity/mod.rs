//! Reference identifiers (what was asked for), presented identifiers (what the certificate says), and matching them:
//! RFC 9525 as the base, each target's dialect as an [`IdentityPolicy`].

mod address;
mod compare;
mod host;
mod idn;
mod lookup;
mod matching;
mod policy;
mod punycode;
mod request_names;
pub mod scripts;
mod suffixes;

pub use crate::octets::address as address_text;
pub use compare::{ComparedLabel, ComparedName, Comparison, REASONS, compare, compare_closest};
pub use host::{NOTES, parse_host, without_secrets};
pub use idn::to_unicode;
pub use matching::{NameMatch, Presented, WhyNot, matches};
pub use policy::{
    ALabels, Addresses, Alphabet, CommonNameUse, CommonNames, HostSyntax, IdentityPolicy, LeadingDot, OddAddresses,
    PresentedSyntax, SuffixRule, TrailingDot, WildcardPlace,
};
pub use suffixes::{Suffix, public_suffix};

/// What the user typed, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceIdentifier {
    /// Kind and value.
    pub kind: ReferenceKind,
    /// The host part as typed, without scheme, port and path; case and trailing dot kept.
    pub host: String,
    /// A-label form in lower case, trailing dot kept if typed; text form of an address.
    pub ascii: String,
    /// U-label form where it differs from `ascii`.
    pub unicode: Option<String>,
    /// What was taken off (`scheme-removed`, `port-removed`, `path-removed`, ...) or is wrong.
    pub notes: Vec<crate::facts::Problem>,
}

/// Kinds of reference identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// A DNS name.
    Dns,
    /// An address: 4 or 16 octets.
    Ip(Vec<u8>),
    /// Not a host name at all; the notes say why.
    Invalid,
}

/// Whether a host is an address rather than a name.
#[must_use]
pub fn is_address(host: &str) -> bool {
    matches!(parse_host(host).kind, ReferenceKind::Ip(_))
}

impl ReferenceKind {
    /// The contract's word: dns | ip | invalid.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Ip(_) => "ip",
            Self::Invalid => "invalid",
        }
    }
}

impl ReferenceIdentifier {
    /// A name taken as it is, as a program gets it from its configuration: nothing removed, nothing converted.
    #[must_use]
    pub fn dns(name: &str) -> Self {
        Self {
            kind: ReferenceKind::Dns,
            host: name.to_owned(),
            ascii: name.to_ascii_lowercase(),
            unicode: None,
            notes: Vec::new(),
        }
    }

    /// An address of 4 or 16 octets.
    #[must_use]
    pub fn ip(octets: &[u8]) -> Self {
        let text = address_text(octets);
        Self { kind: ReferenceKind::Ip(octets.to_vec()), host: text.clone(), ascii: text, unicode: None, notes: Vec::new() }
    }

    /// The name to show and to compare: empty when it is no host.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.kind == ReferenceKind::Invalid { "" } else { &self.ascii }
    }

    /// Whether there is a note with this id.
    #[must_use]
    pub fn has_note(&self, id: &str) -> bool {
        self.notes.iter().any(|n| n.id == id)
    }
}
