//! Knobs of Java's JSSE.

use super::Reading;
use crate::identity::IdentityPolicy;

/// How the runtimes verify.
#[derive(Clone, Copy, Debug)]
pub struct Java {
    /// Its releases, by the value of the setting `version`; the first is the default.
    pub releases: &'static [(&'static str, Release)],
    /// Smallest RSA and DSA keys (`jdk.certpath.disabledAlgorithms`).
    pub rsa_bits: u32,
    /// Smallest EC keys.
    pub ec_bits: u32,
    /// Most certificates that a server may present (`jdk.tls.client.maxInboundCertificateChainLength`).
    pub presented_at_most: usize,
    /// Most octets of the message that carries them (`jdk.tls.maxHandshakeMessageSize`).
    pub message_at_most: usize,
}

/// What tells one release from another.
#[derive(Clone, Copy, Debug)]
pub struct Release {
    /// How names are compared where the path ends in an anchor of one's own.
    pub identity: &'static IdentityPolicy,
    /// How names are compared where it ends in a root that the runtime ships.
    pub public_identity: &'static IdentityPolicy,
    /// A subjectAltName that cannot be read ends the comparison of names, also where it is not critical.
    pub unreadable_names_refused: bool,
    /// The same of an extKeyUsage where purposes are compared.
    pub unreadable_purposes_refused: bool,
    /// How it reads certificates.
    pub reading: &'static Reading,
}

impl Java {
    /// The release that the setting names.
    #[must_use]
    pub fn chosen(&self, version: Option<&str>) -> Option<&'static Release> {
        self.releases.iter().find(|(v, _)| Some(*v) == version).or(self.releases.first()).map(|(_, release)| release)
    }
}
