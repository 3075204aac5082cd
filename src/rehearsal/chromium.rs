//! Chromium: BoringSSL's handshake, its path builder (`pki/path_builder.cc`, `pki/verify_certificate_chain.cc`), and
//! what `net/cert/cert_verify_proc.cc` adds and reports.
//!
//! Key usage ends the handshake before any verification. Then paths are tried until one passes; the errors of the best
//! one and the name are put into one status, of which the most serious bit is shown.

mod algorithms;
mod constraints;
mod names;
mod paths;
mod verify;

use super::{Meeting, Ruling};
use crate::facts::{Curve, KeyAlgorithm, KeyUsage};
use crate::fault::{Fault, FaultKind};
use crate::lists;
use crate::policy::{Chromium, Position};
use paths::Path;

const FETCHED: &str = "The issuer is missing here, but the certificate says where it is published, and this browser fetches it from there if it can be reached.";

/// What Chromium does.
pub fn connect(meeting: &Meeting<'_>, knobs: &Chromium) -> Ruling {
    let leaf = meeting.leaf();
    let x = meeting.certificate(leaf);
    // Signature schemes it offers: ECDSA over P-256 and P-384, RSA.
    let offered = matches!(meeting.server_key().algorithm, KeyAlgorithm::Rsa | KeyAlgorithm::Ec(Curve::P256 | Curve::P384));
    if !offered {
        return Ruling::refused(Fault::of(FaultKind::KeyUnsupported, leaf).with(meeting.server_key().algorithm.name()));
    }
    let unread = |term| meeting.flaw(leaf, Position::Leaf, term);
    if let Some(fault) = unread(Chromium::HANDSHAKE) {
        return Ruling::refused(fault);
    }
    if x.key_usage.is_some_and(|u| !u.any(KeyUsage::DIGITAL_SIGNATURE)) {
        return Ruling::refused(Fault::of(FaultKind::KeyUsageUnsuitable, leaf));
    }
    if let Some(fault) = unread(Chromium::FORMAT).or_else(|| unread(Chromium::INVALID)) {
        return Ruling::refused(fault);
    }
    // `kSubjectAltNameNotCritical`, and an algorithm that is not known.
    let san = x.extension("2.5.29.17");
    if x.subject.is_empty() && san.is_some_and(|e| !e.critical) {
        return Ruling::refused(Fault::of(FaultKind::AlternativeNamesNotCritical, leaf).named(Chromium::INVALID));
    }
    if algorithms::scheme(&x.signature_algorithm).is_none() {
        return Ruling::refused(verify::unknown_algorithm(x, leaf));
    }
    let (best, mut unsure) = paths::best(meeting, knobs);
    let mut faults = status(&best);
    if let Some(&anchor) = best.certificates.last().filter(|&&a| best.trusted && meeting.scene.prepared.pool[a].mozilla_root) {
        faults.extend(public_rules(meeting, knobs, &best.certificates, anchor));
    }
    faults.extend(meeting.name_fault(knobs.identity));
    lists::sort_by_key(&mut faults, seriousness);
    match faults.first() {
        None if meeting.key_mismatch() => Ruling::refused(Fault::of(FaultKind::KeyMismatch, leaf)),
        None => {
            // What other paths left open does not matter to one that passed.
            unsure = best.ledger;
            unsure.accept(meeting.scene, &best.certificates)
        }
        Some(first) if first.kind == FaultKind::IssuerMissing && publishes_issuer(meeting, first) => {
            Ruling::Undetermined(FETCHED, faults)
        }
        Some(_) => unsure.refuse(faults),
    }
}

fn publishes_issuer(meeting: &Meeting<'_>, fault: &Fault) -> bool {
    fault.certificate.is_some_and(|i| meeting.certificate(i).ca_issuers().next().is_some())
}

/// `MapPathBuilderErrorsToCertStatus`: errors without a bit of their own count only where no other is set.
fn status(path: &Path) -> Vec<Fault> {
    let own: Vec<Fault> = path.faults.iter().filter(|f| seriousness(f) > 0).cloned().collect();
    if own.is_empty() { path.faults.clone() } else { own }
}

/// `MapCertStatusToNetError`: 0 is ERR_CERT_INVALID.
fn seriousness(fault: &Fault) -> u8 {
    use FaultKind as F;
    match fault.kind.group() {
        _ if fault.term == Chromium::INVALID => 0,
        F::IssuerMissing | F::AnchorUntrusted | F::SelfSignedUntrusted | F::SignatureInvalid | F::ChainTooLong => 2,
        F::NameMismatch | F::NoNames | F::HostMalformed | F::HostMissing => 3,
        F::TransparencyMissing => 4,
        F::WeakKey => 6,
        F::Expired | F::NotYetValid | F::IssuerExpired | F::IssuerNotYetValid | F::AnchorExpired => 7,
        F::LifetimeTooLong => 8,
        _ => 0,
    }
}

/// Rules for roots that the browser ships: transparency, and how long a certificate may last.
fn public_rules(meeting: &Meeting<'_>, knobs: &Chromium, path: &[usize], anchor: usize) -> Vec<Fault> {
    /// 2020-09-01.
    const FROM: i64 = 1_598_918_400;
    /// 2018-05-01, from when on every certificate has to be logged.
    const LOGGED: i64 = 1_525_132_800;
    let leaf = path[0];
    let x = meeting.certificate(leaf);
    let mut faults = Vec::new();
    if leaf == anchor {
        return faults;
    }
    // SCT list, RFC 6962 3.3.
    if x.not_before >= LOGGED && x.extension("1.3.6.1.4.1.11129.2.4.2").is_none() {
        faults.push(Fault::of(FaultKind::TransparencyMissing, leaf));
    }
    if x.not_before >= FROM && x.not_after - x.not_before > knobs.days * 86_400 {
        faults.push(Fault::of(FaultKind::LifetimeTooLong, leaf));
    }
    faults
}
