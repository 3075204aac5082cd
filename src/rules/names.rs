//! Presented identifiers as text (RFC 9525 1.8).

use crate::facts::{Certificate, GeneralName};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Every DNS name and address of the subjectAltName; the commonNames when there is no subjectAltName.
pub fn presented(certificate: &Certificate) -> Vec<String> {
    if certificate.subject_alt_names.is_none() {
        return certificate.subject.common_names().map(str::to_owned).collect();
    }
    certificate
        .alt_names()
        .filter_map(|n| match n {
            GeneralName::Dns(dns) => Some(dns.clone()),
            GeneralName::Ip(octets) => Some(address(octets)),
            _ => None,
        })
        .collect()
}

/// An address as text; hex when it has neither 4 nor 16 octets.
pub fn address(octets: &[u8]) -> String {
    if let Ok(v4) = <[u8; 4]>::try_from(octets) {
        return Ipv4Addr::from(v4).to_string();
    }
    <[u8; 16]>::try_from(octets).map_or_else(|_| super::evidence::hex_text(octets), |v6| Ipv6Addr::from(v6).to_string())
}
