//! `BackCert::Init` and `CheckIssuerIndependentProperties`, in their order.

use super::build::Build;
use crate::facts::{Certificate, Curve, KeyAlgorithm, KeyUsage, eku};
use crate::fault::{Fault, FaultKind};
use crate::path::checks;
use crate::signature::{Digest, digest};

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

/// Why a certificate cannot be taken in at all.
pub(super) fn unreadable(x: &Certificate, index: usize) -> Option<Fault> {
    let unknown = x.extensions.iter().find(|e| e.critical && !UNDERSTOOD.contains(&e.oid.as_str()))?;
    let fault = Fault::of(FaultKind::UnknownCriticalExtension, index).with(unknown.oid.as_str());
    Some(fault.named("SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION"))
}

/// What is wrong with a certificate whoever issued it; the first that applies.
pub(super) fn check(build: &Build<'_>, index: usize, end_entity: bool, anchor: bool, sub_cas: u32) -> Result<(), Fault> {
    let x = build.certificate(index);
    let fail = |kind: FaultKind, term: &'static str| Err(Fault::of(kind, index).named(term));
    if !anchor {
        if x.signature_algorithm != x.tbs_signature_algorithm {
            return fail(FaultKind::AlgorithmFieldsDiffer, "MOZILLA_PKIX_ERROR_SIGNATURE_ALGORITHM_MISMATCH");
        }
        if digest(&x.signature_algorithm).is_some_and(|d| matches!(d, Digest::Md2 | Digest::Md4 | Digest::Md5 | Digest::Sha1)) {
            return fail(FaultKind::WeakSignature, "SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED");
        }
    }
    match &x.public_key.algorithm {
        KeyAlgorithm::Rsa if x.public_key.bits < build.knobs.rsa_bits => {
            return fail(FaultKind::WeakKey, "MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE");
        }
        KeyAlgorithm::Rsa | KeyAlgorithm::Ec(Curve::P256 | Curve::P384 | Curve::P521) => {}
        KeyAlgorithm::Ec(_) => return fail(FaultKind::KeyUnsupported, "SEC_ERROR_UNSUPPORTED_ELLIPTIC_CURVE"),
        _ => return fail(FaultKind::KeyUnsupported, "SEC_ERROR_UNSUPPORTED_KEYALG"),
    }
    if x.issuer.is_empty() {
        return fail(FaultKind::IssuerNameEmpty, "MOZILLA_PKIX_ERROR_EMPTY_ISSUER_NAME");
    }
    let wanted = if end_entity { build.usage } else { KeyUsage::KEY_CERT_SIGN };
    if x.key_usage.is_some_and(|u| !u.any(wanted)) {
        let kind = if end_entity { FaultKind::KeyUsageUnsuitable } else { FaultKind::IssuerKeyUsage };
        return fail(kind, "SEC_ERROR_INADEQUATE_KEY_USAGE");
    }
    basic_constraints(x, index, end_entity, anchor, sub_cas)?;
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
