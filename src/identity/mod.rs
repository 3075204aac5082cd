//! Reference identifiers (what was asked for), presented identifiers (what the certificate says), and matching them:
//! RFC 9525 as the base, each target's dialect as an [`IdentityPolicy`].

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

/// How a target matches names. All knobs; the defaults are RFC 9525.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentityPolicy {}

/// Understands a hostname as typed.
#[must_use]
pub fn parse_host(typed: &str) -> ReferenceIdentifier {
    ReferenceIdentifier {
        kind: ReferenceKind::Dns,
        host: typed.to_owned(),
        ascii: typed.to_owned(),
        unicode: None,
        notes: Vec::new(),
    }
}
