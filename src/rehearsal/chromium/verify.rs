//! `VerifyCertificateChain`: from the anchor down. A bad signature ends it; other errors pile up.

use super::is_sha1;
use crate::facts::{Certificate, Curve, KeyAlgorithm, KeyUsage, eku};
use crate::fault::{Fault, FaultKind};
use crate::path::checks;
use crate::path::name_constraints::{CommonName, NameRules, held};
use crate::policy::Chromium;
use crate::rehearsal::{Ledger, Meeting};
use crate::signature::{Digest, Verification, digest};

const NAMES: NameRules = NameRules { common_name: CommonName::Never, any_labels: true, ..NameRules::RFC5280 };

/// Critical extensions that are processed (`IsHandledCriticalExtension`).
const HANDLED: [&str; 9] =
    ["2.5.29.19", "2.5.29.15", "2.5.29.37", "2.5.29.30", "2.5.29.17", "2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.54"];

/// May be critical where there is an extKeyUsage (szOID_APPLICATION_CERT_POLICIES).
const APPLICATION_POLICIES: &str = "1.3.6.1.4.1.311.21.10";

/// `ProcessSingleCertChain`: an end-entity certificate that is trusted itself.
pub(super) fn single(meeting: &Meeting<'_>, leaf: usize, knobs: &Chromium) -> Vec<Fault> {
    let mut faults = Vec::new();
    faults.extend(weak_key(meeting, leaf, knobs));
    faults.extend(dates(meeting, leaf, FaultKind::NotYetValid, FaultKind::Expired));
    faults.extend(purpose(meeting.certificate(leaf)).then(|| Fault::of(FaultKind::ServerAuthMissing, leaf)));
    faults.extend(unhandled(meeting.certificate(leaf), leaf));
    faults
}

/// Everything wrong with a path that ends at an anchor, and what could not be checked.
pub(super) fn verify(meeting: &Meeting<'_>, path: &[usize], knobs: &Chromium) -> (Vec<Fault>, Ledger) {
    let mut faults = Vec::new();
    let mut ledger = Ledger::default();
    let last = path.len() - 1;
    let mut path_len = u32::try_from(last).unwrap_or(u32::MAX);
    anchor(meeting, path[last], &mut path_len, &mut faults);
    faults.extend(weak_key(meeting, path[last], knobs));
    for at in (0..last).rev() {
        let (index, issuer) = (path[at], path[at + 1]);
        let x = meeting.certificate(index);
        if x.signature_algorithm != x.tbs_signature_algorithm {
            faults.push(Fault::of(FaultKind::AlgorithmFieldsDiffer, index));
            return (faults, ledger);
        }
        if digest(&x.signature_algorithm).is_some_and(|d| matches!(d, Digest::Md2 | Digest::Md4 | Digest::Md5)) {
            faults.push(Fault::of(FaultKind::SignatureUnsupported, index));
            return (faults, ledger);
        }
        match ledger.signature(meeting.scene, index, issuer) {
            Verification::Verified | Verification::Unsupported(_) => {}
            Verification::Failed => {
                faults.push(Fault::of(FaultKind::SignatureInvalid, index));
                return (faults, ledger);
            }
        }
        if is_sha1(meeting, index) {
            faults.push(Fault::of(FaultKind::WeakSignature, index));
        }
        let (early, late) = if at == 0 {
            (FaultKind::NotYetValid, FaultKind::Expired)
        } else {
            (FaultKind::IssuerNotYetValid, FaultKind::IssuerExpired)
        };
        faults.extend(dates(meeting, index, early, late));
        if at == 0 || !x.is_self_issued() {
            faults.extend(outside_constraints(meeting, path, at));
        }
        if purpose(x) {
            let kind = if at == 0 { FaultKind::ServerAuthMissing } else { FaultKind::IssuerServerAuthMissing };
            faults.push(Fault::of(kind, index));
        }
        if at > 0 {
            prepare_next(x, index, &mut path_len, &mut faults);
        }
        faults.extend(unhandled(x, index));
        faults.extend(weak_key(meeting, index, knobs));
    }
    (faults, ledger)
}

/// `ApplyTrustAnchorConstraints`, with expiry enforced as for roots that users add.
fn anchor(meeting: &Meeting<'_>, index: usize, path_len: &mut u32, faults: &mut Vec<Fault>) {
    let x = meeting.certificate(index);
    faults.extend(dates(meeting, index, FaultKind::IssuerNotYetValid, FaultKind::AnchorExpired));
    if x.key_usage.is_some_and(|u| !u.any(KeyUsage::KEY_CERT_SIGN)) {
        faults.push(Fault::of(FaultKind::IssuerKeyUsage, index));
    }
    if purpose(x) {
        faults.push(Fault::of(FaultKind::IssuerServerAuthMissing, index));
    }
    if let Some(basic) = &x.basic_constraints {
        if !basic.ca {
            faults.push(Fault::of(FaultKind::IssuerNotCa, index));
        }
        *path_len = basic.path_len.unwrap_or(*path_len);
    }
    faults.extend(unhandled(x, index));
}

/// `PrepareForNextCertificate`.
fn prepare_next(x: &Certificate, index: usize, path_len: &mut u32, faults: &mut Vec<Fault>) {
    if !x.is_ca() {
        faults.push(Fault::of(checks::why_no_ca(x), index));
    }
    if !x.is_self_issued() {
        if *path_len == 0 {
            faults.push(Fault::of(FaultKind::PathLengthExceeded, index));
        }
        *path_len = path_len.saturating_sub(1);
    }
    if let Some(limit) = x.basic_constraints.as_ref().and_then(|b| b.path_len) {
        *path_len = limit.min(*path_len);
    }
    if x.key_usage.is_some_and(|u| !u.any(KeyUsage::KEY_CERT_SIGN)) {
        faults.push(Fault::of(FaultKind::IssuerKeyUsage, index));
    }
}

fn outside_constraints(meeting: &Meeting<'_>, path: &[usize], at: usize) -> Option<Fault> {
    let x = meeting.certificate(path[at]);
    let above = path.get(at + 1..).unwrap_or_default();
    above.iter().rev().filter_map(|&i| meeting.certificate(i).name_constraints.as_ref()).find_map(|constraints| {
        let mut budget = NAMES.comparisons;
        let name = held(constraints, x, at == 0, &NAMES, &mut budget).err()?;
        Some(Fault::of(FaultKind::NameConstraintViolated, path[at]).with(name))
    })
}

/// An extKeyUsage with neither serverAuth nor anyExtendedKeyUsage.
fn purpose(x: &Certificate) -> bool {
    x.extended_key_usage.as_ref().is_some_and(|e| !e.purposes.iter().any(|p| [eku::SERVER_AUTH, eku::ANY].contains(&p.as_str())))
}

fn unhandled(x: &Certificate, index: usize) -> Option<Fault> {
    let unknown = x.extensions.iter().filter(|e| e.critical).find(|e| {
        let oid = e.oid.as_str();
        !(HANDLED.contains(&oid) || oid == APPLICATION_POLICIES && x.extended_key_usage.is_some())
    })?;
    Some(Fault::of(FaultKind::UnknownCriticalExtension, index).with(unknown.oid.as_str()))
}

fn weak_key(meeting: &Meeting<'_>, index: usize, knobs: &Chromium) -> Option<Fault> {
    let key = &meeting.certificate(index).public_key;
    let acceptable = match &key.algorithm {
        KeyAlgorithm::Rsa => key.bits >= knobs.rsa_bits,
        KeyAlgorithm::Ec(curve) => matches!(curve, Curve::P256 | Curve::P384 | Curve::P521),
        KeyAlgorithm::Named(name) => name.starts_with("ML-DSA"),
        _ => false,
    };
    let kind = if key.algorithm == KeyAlgorithm::Rsa { FaultKind::WeakKey } else { FaultKind::KeyKindRefused };
    (!acceptable).then(|| Fault::of(kind, index).with(key.algorithm.name()))
}

fn dates(meeting: &Meeting<'_>, index: usize, early: FaultKind, late: FaultKind) -> Option<Fault> {
    let (x, now) = (meeting.certificate(index), meeting.now());
    if now < x.not_before { Some(Fault::of(early, index)) } else { (now > x.not_after).then(|| Fault::of(late, index)) }
}
