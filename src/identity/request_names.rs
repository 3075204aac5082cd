//! The names of a certification request, judged as those of the certificate will be.

use super::{IdentityPolicy, ReferenceIdentifier, ReferenceKind};
use crate::facts::{CertificationRequest, GeneralName};

impl CertificationRequest {
    /// Whether a certificate with the names of this request is for the host (RFC 9525).
    #[must_use]
    pub fn names(&self, host: &ReferenceIdentifier) -> bool {
        self.subject_alt_names.iter().flat_map(|s| &s.names).any(|name| match (name, &host.kind) {
            (GeneralName::Dns(name), ReferenceKind::Dns) => IdentityPolicy::RFC9525.dns_name_matches(name.as_str(), &host.ascii),
            (GeneralName::Ip(own), ReferenceKind::Ip(octets)) => own == octets,
            _ => false,
        })
    }
}
