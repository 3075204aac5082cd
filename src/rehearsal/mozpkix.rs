//! Firefox: mozilla::pkix (`pkixbuild.cpp`, `pkixcheck.cpp`), and which of several errors the browser shows
//! (`SSLServerCertVerification.cpp`).
//!
//! Certificates are verified while the handshake goes on, so a signature of the wrong key breaks it off first. Faults of
//! the end-entity certificate wait until a path was found; candidates that fail in different ways end as an unknown
//! issuer.

mod algorithms;
mod build;
mod constraints;
mod properties;

use super::{Ledger, Meeting, Ruling};
use crate::facts::{Curve, KeyAlgorithm, KeyUsage};
use crate::fault::{Fault, FaultKind};
use crate::policy::{MozPkix, Position};
use crate::signature::Verification;

/// What Firefox does.
pub fn connect(meeting: &Meeting<'_>, knobs: &MozPkix) -> Ruling {
    let leaf = meeting.leaf();
    let key = &meeting.server_key().algorithm;
    if !matches!(key, KeyAlgorithm::Rsa | KeyAlgorithm::Ec(Curve::P256 | Curve::P384 | Curve::P521)) {
        return Ruling::refused(Fault::of(FaultKind::KeyUnsupported, leaf).with(key.name()).named("SSL_ERROR_NO_CYPHER_OVERLAP"));
    }
    if let Some(fault) = in_handshake(meeting) {
        return Ruling::refused(fault);
    }
    if meeting.key_mismatch() {
        return Ruling::refused(Fault::of(FaultKind::KeyMismatch, leaf).named("handshake"));
    }
    let (result, ledger) = one_key_usage(meeting, knobs);
    match result {
        Ok(path) => {
            if let Some(fault) = late(meeting) {
                return Ruling::refused(fault);
            }
            let anchor = path.last().copied().unwrap_or(leaf);
            let public = meeting.scene.prepared.pool[anchor].mozilla_root;
            // SCT list, RFC 6962 3.3. Certificates that a root issued directly to itself are no business of it.
            let logged = meeting.certificate(leaf).extension("1.3.6.1.4.1.11129.2.4.2").is_some();
            if public && !logged && anchor != leaf {
                let fault = Fault::of(FaultKind::TransparencyMissing, leaf);
                return Ruling::refused(fault.named("MOZILLA_PKIX_ERROR_INSUFFICIENT_CERTIFICATE_TRANSPARENCY"));
            }
            let identity = if public { knobs.public_identity } else { knobs.identity };
            let unread = meeting.flaw(leaf, Position::Leaf, MozPkix::NAMES).filter(|_| meeting.host.is_some());
            let cut = || meeting.flaw(leaf, Position::Leaf, MozPkix::NAMES_CUT);
            match unread.or_else(|| meeting.name_fault(identity).map(|fault| cut().unwrap_or(fault))) {
                Some(fault) => Ruling::refused(fault.named(DOMAIN)),
                // What other paths left open does not matter to one that passed.
                None => Ledger::default().accept(meeting.scene, &path),
            }
        }
        Err(fault) => {
            let mut ledger = ledger;
            let faults = shown(meeting, knobs, fault, &mut ledger);
            ledger.refuse(faults)
        }
    }
}

/// What NSS cannot decode, and keys that it cannot take out or work with.
fn in_handshake(meeting: &Meeting<'_>) -> Option<Fault> {
    let leaf = meeting.leaf();
    let of_leaf = |term: &str, code: &'static str| meeting.flaw(leaf, Position::Leaf, term).map(|f| f.named(code));
    let mut others = meeting.presented().iter().skip(1);
    of_leaf(MozPkix::OUTERMOST, MozPkix::OUTERMOST)
        .or_else(|| of_leaf(MozPkix::FRAME, MozPkix::FRAME))
        .or_else(|| {
            others.find_map(|&i| meeting.flaw(i, Position::Issuer, MozPkix::FRAME_OF_OTHERS)).map(|f| f.named("handshake"))
        })
        .or_else(|| of_leaf(MozPkix::NO_KEY, "SSL_ERROR_EXTRACT_PUBLIC_KEY_FAILURE"))
        .or_else(|| of_leaf(MozPkix::WEAK_SERVER_KEY, "SSL_ERROR_WEAK_SERVER_CERT_KEY"))
        .or_else(|| of_leaf(MozPkix::NO_HANDSHAKE, "handshake"))
}

/// What is read of the end-entity certificate once there is a path.
fn late(meeting: &Meeting<'_>) -> Option<Fault> {
    const FEATURES: &str = "1.3.6.1.5.5.7.1.24";
    let met = |term: &str, code: &'static str| meeting.flaw(meeting.leaf(), Position::Leaf, term).map(|f| f.named(code));
    // `CheckTLSFeaturesAreSatisfied`: any feature but status_request is one too many, and that one needs a stapled response.
    // A server that staples one has to be told to, which no file here says.
    let wanted = || {
        let has = meeting.certificate(meeting.leaf()).extension(FEATURES).is_some();
        let fault = Fault::of(FaultKind::ContentsRefused, meeting.leaf()).with(FEATURES);
        has.then(|| fault.named("MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING"))
    };
    met(MozPkix::LATE, "SEC_ERROR_BAD_DER").or_else(|| met(MozPkix::ACCESS, "SEC_ERROR_CERT_BAD_ACCESS_LOCATION")).or_else(wanted)
}

const DOMAIN: &str = "SSL_ERROR_BAD_CERT_DOMAIN";

/// `BuildCertChainForOneKeyUsage`: any of three key usages will do, each tried by itself.
fn one_key_usage(meeting: &Meeting<'_>, knobs: &MozPkix) -> (Result<Vec<usize>, Fault>, Ledger) {
    const KEY_USAGE: &str = "SEC_ERROR_INADEQUATE_KEY_USAGE";
    let mut first: Option<Fault> = None;
    let mut ledger = Ledger::default();
    for usage in [KeyUsage::DIGITAL_SIGNATURE, KeyUsage::KEY_ENCIPHERMENT, KeyUsage::KEY_AGREEMENT] {
        let (result, open) = build::chain(meeting, knobs, usage);
        ledger.absorb(open);
        match result {
            Err(fault) if fault.term == KEY_USAGE => {
                first.get_or_insert(fault);
            }
            Err(fault) if usage != KeyUsage::KEY_AGREEMENT => return (Err(fault), ledger),
            // Whatever stands in the way of the last one, the key usage is what is reported.
            Err(fault) => return (Err(first.unwrap_or(fault)), ledger),
            Ok(path) => return (Ok(path), ledger),
        }
    }
    (first.map_or(Ok(vec![meeting.leaf()]), Err), ledger)
}

/// `DetermineCertOverrideErrors`: trust comes before the name, the name before dates.
fn shown(meeting: &Meeting<'_>, knobs: &MozPkix, fault: Fault, ledger: &mut Ledger) -> Vec<Fault> {
    let leaf = meeting.leaf();
    let x = meeting.certificate(leaf);
    if fault.term == "SEC_ERROR_UNKNOWN_ISSUER"
        && x.issuer.der == x.subject.der
        && ledger.signature(meeting.scene, leaf, leaf) == Verification::Verified
    {
        let own = Fault::of(FaultKind::SelfSignedUntrusted, leaf);
        return vec![own.named("MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT")];
    }
    let dates = matches!(fault.kind, FaultKind::Expired | FaultKind::NotYetValid) && fault.term != "SEC_ERROR_INVALID_TIME";
    match meeting.name_fault(knobs.identity).filter(|_| dates) {
        Some(name) => vec![name.named(DOMAIN), fault],
        None => vec![fault],
    }
}
