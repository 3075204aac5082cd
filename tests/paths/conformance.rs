//! What RFC 5280 section 4 and the CA/Browser Forum's Baseline Requirements ask of conforming certificates. Path
//! validation as RFC 5280 section 6 defines it looks at none of this; strict verifiers look at some of it. The suites here ask
//! for it; no target does.

use certlens::facts::{Certificate, Curve, GeneralName, KeyAlgorithm, KeyUsage, eku};
use certlens::fault::FaultKind;
use certlens::path::checks::Role;

/// One demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Everything in the certificate could be read, and no extension stands there twice. What is wrong with the serial
    /// number alone is for [`Self::Serial`].
    Readable,
    /// serialNumber: positive, at most 20 octets (RFC 5280 4.1.2.2). Old roots have number 0.
    Serial,
    /// The issuer's name is not empty (RFC 5280 4.1.2.4), and neither is that of a CA (4.1.2.6).
    Names,
    /// SKI in CA certificates, never critical (RFC 5280 4.2.1.2).
    SubjectKeyId,
    /// AKI with keyIdentifier in everything below the trust anchor, never critical (RFC 5280 4.2.1.1).
    AuthorityKeyId,
    /// AKI with keyIdentifier in a trust anchor that is not self-issued (RFC 5280 4.2.1.1).
    AnchorAuthorityKeyId,
    /// A self-signed certificate's AKI names itself, by keyIdentifier alone (BR 7.1.2.1.3).
    RootAuthorityKeyId,
    /// basicConstraints is critical in CA certificates (RFC 5280 4.2.1.9).
    BasicConstraintsCritical,
    /// cA and keyCertSign go together, and pathLenConstraint with both (RFC 5280 4.2.1.3, 4.2.1.9).
    CaAndKeyUsage,
    /// A SAN is there and names somebody (RFC 5280 4.2.1.6).
    AlternativeNames,
    /// The SAN is critical where the subject is empty (RFC 5280 4.2.1.6).
    AlternativeNamesCritical,
    /// The SAN is not critical where the subject is not empty (BR 7.1.2.7.12).
    AlternativeNamesNotCritical,
    /// A CN of the end-entity certificate repeats one SAN entry (BR 7.1.4.3).
    CommonNameInAlternativeNames,
    /// nameConstraints in CA certificates only, and with something in it (RFC 5280 4.2.1.10).
    NameConstraints,
    /// nameConstraints is critical (RFC 5280 4.2.1.10).
    NameConstraintsCritical,
    /// extKeyUsage lists something (RFC 5280 4.2.1.12).
    ExtendedKeyUsageFilled,
    /// extKeyUsage of the end-entity certificate: there, not critical, no anyExtendedKeyUsage (BR 7.1.2.7.10).
    ExtendedKeyUsageOfSubscriber,
    /// RSA of at least 2048 bits, divisible by 8, or P-256, P-384, P-521 (BR 6.1.5).
    Key,
}

/// Demands as a policy holds them.
macro_rules! asks {
    ($($demand:ident),+ $(,)?) => {
        &[$(|certificate, role| crate::conformance::unmet(crate::conformance::Demand::$demand, certificate, role)),+]
    };
}
pub(crate) use asks;

/// RFC 5280 section 4.
pub const RFC5280: &[certlens::path::checks::Demand] = asks![
    Readable,
    Serial,
    Names,
    SubjectKeyId,
    AuthorityKeyId,
    BasicConstraintsCritical,
    CaAndKeyUsage,
    AlternativeNamesCritical,
    NameConstraints,
    ExtendedKeyUsageFilled,
];

/// What is amiss where a certificate does not meet a demand.
pub fn unmet(demand: Demand, certificate: &Certificate, role: Role) -> Option<FaultKind> {
    (!met(demand, certificate, role)).then_some(FaultKind::Malformed)
}

/// Whether a certificate meets a demand in its role.
fn met(demand: Demand, certificate: &Certificate, role: Role) -> bool {
    let end_entity = role == Role::EndEntity;
    let critical = |oid: &str| certificate.extension(oid).is_some_and(|e| e.critical);
    match demand {
        Demand::Readable => {
            certificate.problems.iter().all(|p| p.id.starts_with("serial"))
                && certificate.extensions.iter().all(|e| e.problem.is_none())
        }
        Demand::Serial => {
            let positive =
                certificate.serial.first().is_some_and(|b| b & 0x80 == 0) && certificate.serial.iter().any(|b| *b != 0);
            role == Role::Anchor || positive && certificate.serial.len() <= 20
        }
        Demand::Names => !certificate.issuer.is_empty() && (end_entity || !certificate.subject.is_empty()),
        Demand::SubjectKeyId => !critical("2.5.29.14") && (!certificate.is_ca() || certificate.subject_key_id.is_some()),
        Demand::AuthorityKeyId => {
            let named = certificate.authority_key_id.as_ref().is_some_and(|a| a.key_id.is_some());
            !critical("2.5.29.35") && (named || role == Role::Anchor)
        }
        Demand::AnchorAuthorityKeyId => {
            let named = certificate.authority_key_id.as_ref().is_some_and(|a| a.key_id.is_some());
            named || role != Role::Anchor || certificate.is_self_issued()
        }
        Demand::RootAuthorityKeyId => match &certificate.authority_key_id {
            Some(aki) if certificate.is_self_issued() => {
                aki.issuer.is_empty() && aki.serial.is_none() && aki.key_id.is_some() && aki.key_id == certificate.subject_key_id
            }
            _ => true,
        },
        Demand::BasicConstraintsCritical => certificate.basic_constraints.as_ref().is_none_or(|b| !b.ca || b.critical),
        Demand::CaAndKeyUsage => {
            let signs = certificate.key_usage.is_none_or(|u| u.any(KeyUsage::KEY_CERT_SIGN));
            let signs_for_sure = certificate.key_usage.is_some_and(|u| u.any(KeyUsage::KEY_CERT_SIGN));
            let length = certificate.basic_constraints.as_ref().is_some_and(|b| b.path_len.is_some());
            if certificate.is_ca() { signs } else { !signs_for_sure && !length }
        }
        Demand::AlternativeNames => !end_entity || certificate.subject_alt_names.as_ref().is_some_and(|s| !s.names.is_empty()),
        Demand::AlternativeNamesCritical => {
            !end_entity || !certificate.subject.is_empty() || certificate.subject_alt_names.as_ref().is_some_and(|s| s.critical)
        }
        Demand::AlternativeNamesNotCritical => {
            certificate.subject.is_empty() || certificate.subject_alt_names.as_ref().is_none_or(|s| !s.critical)
        }
        Demand::CommonNameInAlternativeNames => {
            !end_entity || certificate.subject.common_names().all(|name| certificate.alt_names().any(|n| written_as(n, name)))
        }
        Demand::NameConstraints => certificate
            .name_constraints
            .as_ref()
            .is_none_or(|c| certificate.is_ca() && !(c.permitted.is_empty() && c.excluded.is_empty())),
        Demand::NameConstraintsCritical => certificate.name_constraints.as_ref().is_none_or(|c| c.critical),
        Demand::ExtendedKeyUsageFilled => certificate.extended_key_usage.as_ref().is_none_or(|u| !u.purposes.is_empty()),
        Demand::ExtendedKeyUsageOfSubscriber => {
            !end_entity
                || certificate
                    .extended_key_usage
                    .as_ref()
                    .is_some_and(|u| !u.critical && !u.purposes.iter().any(|p| p.as_str() == eku::ANY))
        }
        Demand::Key => match &certificate.public_key.algorithm {
            KeyAlgorithm::Rsa => certificate.public_key.bits >= 2048 && certificate.public_key.bits.is_multiple_of(8),
            KeyAlgorithm::Ec(curve) => matches!(curve, Curve::P256 | Curve::P384 | Curve::P521),
            _ => false,
        },
    }
}

/// BR 7.1.4.3: a CN is written as the SAN entry is, addresses in the text form of RFC 5952 or as a dotted quad.
fn written_as(name: &GeneralName, common_name: &str) -> bool {
    match name {
        GeneralName::Dns(dns) => dns.eq_ignore_ascii_case(common_name),
        GeneralName::Ip(octets) => {
            let v4 = <[u8; 4]>::try_from(octets.as_slice()).map(|o| std::net::Ipv4Addr::from(o).to_string());
            let v6 = <[u8; 16]>::try_from(octets.as_slice()).map(|o| std::net::Ipv6Addr::from(o).to_string());
            v4.is_ok_and(|t| t == common_name) || v6.is_ok_and(|t| t == common_name)
        }
        _ => false,
    }
}
