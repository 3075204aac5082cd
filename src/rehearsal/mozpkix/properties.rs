//! `BackCert::Init` and `CheckIssuerIndependentProperties`, in their order.

use super::algorithms;
use super::build::Build;
use crate::facts::{Certificate, Curve, KeyAlgorithm, KeyUsage, eku};
use crate::fault::{Fault, FaultKind};
use crate::path::checks;
use crate::policy::{MozPkix, Position};
use crate::rehearsal::Meeting;

/// Extensions that may be critical (`BackCert::RememberExtension`).
const UNDERSTOOD: [&str; 14] = [
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.19",
    "2.5.29.30",
    "2.5.29.32",
    "2.5.29.36",
    "2.5.29.37",
    "2.5.29.54",
    "1.3.6.1.5.5.7.1.1",
    "1.3.6.1.5.5.7.1.3",
    "1.3.6.1.5.5.7.1.24",
    "1.3.6.1.5.5.7.48.1.5",
    "1.3.6.1.4.1.11129.2.4.2",
    "2.16.840.1.113730.1.1",
];

/// Why a certificate cannot be taken in at all (`BackCert::Init`).
pub(super) fn unreadable(meeting: &Meeting<'_>, index: usize, position: Position) -> Option<Fault> {
    const STAGES: [(&str, &str); 4] = [
        (MozPkix::INIT_SIGNATURE, "SEC_ERROR_BAD_SIGNATURE"),
        (MozPkix::INIT_INTEGER, "MOZILLA_PKIX_ERROR_INVALID_INTEGER_ENCODING"),
        (MozPkix::INIT_DER, "SEC_ERROR_BAD_DER"),
        (MozPkix::INIT_VALUE, "SEC_ERROR_EXTENSION_VALUE_INVALID"),
    ];
    let met = |(term, code): (&str, &'static str)| meeting.flaw(index, position, term).map(|f| f.named(code));
    STAGES.into_iter().find_map(met).or_else(|| unknown(meeting.certificate(index), index))
}

/// A critical extension that is not understood. A critical Netscape type has to be doubled by newer extensions.
fn unknown(x: &Certificate, index: usize) -> Option<Fault> {
    const NETSCAPE_TYPE: &str = "2.16.840.1.113730.1.1";
    let doubled = x.extension("2.5.29.19").is_some() && x.extension("2.5.29.37").is_some();
    let unknown = x.extensions.iter().filter(|e| e.critical).find(|e| {
        let oid = e.oid.as_str();
        !UNDERSTOOD.contains(&oid) || oid == NETSCAPE_TYPE && !doubled
    })?;
    let fault = Fault::of(FaultKind::UnknownCriticalExtension, index).with(unknown.oid.as_str());
    Some(fault.named("SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION"))
}

/// What is wrong with a certificate whoever issued it; the first that applies.
pub(super) fn check(build: &Build<'_>, index: usize, end_entity: bool, anchor: bool, sub_cas: u32) -> Result<(), Fault> {
    let x = build.certificate(index);
    let position = build.position(index, end_entity);
    let fail = |kind: FaultKind, term: &'static str| Err(Fault::of(kind, index).named(term));
    let met = |term: &str, code: &'static str| build.meeting.flaw(index, position, term).map_or(Ok(()), |f| Err(f.named(code)));
    met(MozPkix::TIME, "SEC_ERROR_INVALID_TIME")?;
    // Nothing begins before 1970, or ends before it begins.
    if x.not_before < 0 {
        return fail(FaultKind::LifetimeTooLong, "SEC_ERROR_INVALID_TIME");
    }
    if x.not_after < x.not_before {
        let kind = if build.meeting.now() < x.not_before { FaultKind::NotYetValid } else { FaultKind::Expired };
        return fail(kind, "SEC_ERROR_INVALID_TIME");
    }
    if !anchor {
        algorithms::check(x, index, build.knobs.rsa_bits).map_err(|fault| match fault.kind {
            // The size of a signature is that of the key that made it.
            FaultKind::WeakKey => Fault { certificate: build.by_name(index).or(fault.certificate), ..fault },
            _ => fault,
        })?;
    }
    if !matches!(x.public_key.algorithm, KeyAlgorithm::Rsa | KeyAlgorithm::Ec(_)) {
        return fail(FaultKind::KeyUnsupported, "SEC_ERROR_UNSUPPORTED_KEYALG");
    }
    met(MozPkix::KEY_ALGORITHM, "SEC_ERROR_UNSUPPORTED_KEYALG")?;
    met(MozPkix::KEY, "SEC_ERROR_BAD_DER")?;
    met(MozPkix::KEY_INTEGER, "MOZILLA_PKIX_ERROR_INVALID_INTEGER_ENCODING")?;
    match &x.public_key.algorithm {
        // The size is counted in octets.
        KeyAlgorithm::Rsa if x.public_key.bits.div_ceil(8) * 8 < build.knobs.rsa_bits => {
            return fail(FaultKind::WeakKey, "MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE");
        }
        KeyAlgorithm::Rsa | KeyAlgorithm::Ec(Curve::P256 | Curve::P384 | Curve::P521) => {}
        _ => return fail(FaultKind::KeyUnsupported, "SEC_ERROR_UNSUPPORTED_ELLIPTIC_CURVE"),
    }
    met(MozPkix::POINT_FORM, "SEC_ERROR_UNSUPPORTED_EC_POINT_FORM")?;
    if x.issuer.is_empty() {
        return fail(FaultKind::IssuerNameEmpty, "MOZILLA_PKIX_ERROR_EMPTY_ISSUER_NAME");
    }
    met(MozPkix::KEY_USAGE, "SEC_ERROR_INADEQUATE_KEY_USAGE")?;
    let wanted = if end_entity { build.usage } else { KeyUsage::KEY_CERT_SIGN };
    if x.key_usage.is_some_and(|u| !u.any(wanted)) {
        let kind = if end_entity { FaultKind::KeyUsageUnsuitable } else { FaultKind::IssuerKeyUsage };
        return fail(kind, "SEC_ERROR_INADEQUATE_KEY_USAGE");
    }
    met(MozPkix::BASIC_CONSTRAINTS, "SEC_ERROR_EXTENSION_VALUE_INVALID")?;
    basic_constraints(x, index, end_entity, anchor, sub_cas)?;
    met(MozPkix::PURPOSES, "SEC_ERROR_INADEQUATE_CERT_TYPE")?;
    if let Some(usage) = &x.extended_key_usage {
        const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
        let names = |oid: &str| usage.purposes.iter().any(|p| p.as_str() == oid);
        if !names(eku::SERVER_AUTH) || end_entity && names(OCSP_SIGNING) {
            let kind = match end_entity {
                true if names(eku::SERVER_AUTH) => FaultKind::OcspSigningBeside,
                true => FaultKind::ServerAuthMissing,
                false => FaultKind::IssuerServerAuthMissing,
            };
            return fail(kind, "SEC_ERROR_INADEQUATE_CERT_TYPE");
        }
    }
    let now = build.meeting.now();
    if now < x.not_before {
        let kind = if end_entity { FaultKind::NotYetValid } else { FaultKind::IssuerNotYetValid };
        return fail(kind, "MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE");
    }
    if now > x.not_after {
        let kind = match (end_entity, anchor) {
            (true, _) => FaultKind::Expired,
            (false, true) => FaultKind::AnchorExpired,
            (false, false) => FaultKind::IssuerExpired,
        };
        return fail(kind, "SEC_ERROR_EXPIRED_CERTIFICATE");
    }
    Ok(())
}

/// `CheckBasicConstraints`; of version 1 certificates only an anchor may issue.
fn basic_constraints(x: &Certificate, index: usize, end_entity: bool, anchor: bool, sub_cas: u32) -> Result<(), Fault> {
    let fail = |kind: FaultKind, term: &'static str| Err(Fault::of(kind, index).named(term));
    let old = x.basic_constraints.is_none() && x.version == 1;
    // One octet, and no sign in it.
    if x.basic_constraints.as_ref().is_some_and(|b| b.path_len.is_some_and(|l| l > 127)) {
        return fail(FaultKind::Encoding, "SEC_ERROR_EXTENSION_VALUE_INVALID");
    }
    if end_entity {
        return if x.is_ca() { fail(FaultKind::CaAsEndEntity, "MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY") } else { Ok(()) };
    }
    if old && !anchor {
        return fail(FaultKind::IssuerVersionOld, "MOZILLA_PKIX_ERROR_V1_CERT_USED_AS_CA");
    }
    if !x.is_ca() && !old {
        return fail(checks::why_no_ca(x), "SEC_ERROR_CA_CERT_INVALID");
    }
    let limit = x.basic_constraints.as_ref().and_then(|b| b.path_len);
    if limit.is_some_and(|l| sub_cas > l) {
        return fail(FaultKind::PathLengthExceeded, "SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID");
    }
    Ok(())
}
