//! GnuTLS: `gnutls_x509_trust_list_verify_crt2` as its clients call it, with the purpose of a TLS server and a name.
//!
//! The presented list is sorted and cut where a trusted issuer is known, then verified from its last certificate down,
//! up to the first that fails. All aspects of that certificate, and then purpose and name of the end-entity
//! certificate, end up in one status. The handshake is over before that.

mod list;
mod verify;

use super::{Ledger, Meeting, Ruling};
use crate::facts::{Attribute, Certificate, Curve, KeyAlgorithm, KeyUsage, Name, eku};
use crate::fault::{Fault, FaultKind};
use crate::lists;
use crate::policy::{GnuTls, Position};

struct Verifier<'a> {
    meeting: &'a Meeting<'a>,
    knobs: &'a GnuTls,
    trusted: Vec<usize>,
    ledger: Ledger,
}

/// What a GnuTLS client does.
pub fn connect(meeting: &Meeting<'_>, knobs: &GnuTls) -> Ruling {
    let leaf = meeting.leaf();
    let x = meeting.certificate(leaf);
    if let Some(fault) = before_verifying(meeting, knobs) {
        return Ruling::refused(fault);
    }
    // check_key_usage_for_sig, then CertificateVerify: both before the certificates are looked at. An empty keyUsage
    // forbids nothing.
    if knobs.key_usage && x.key_usage.is_some_and(|u| u.bits != 0 && !u.any(KeyUsage::DIGITAL_SIGNATURE)) {
        return Ruling::refused(Fault::of(FaultKind::KeyUsageUnsuitable, leaf).named("handshake"));
    }
    if meeting.key_mismatch() {
        return Ruling::refused(Fault::of(FaultKind::KeyMismatch, leaf).named("handshake"));
    }
    let mut verifier = Verifier { meeting, knobs, trusted: meeting.anchors(), ledger: Ledger::default() };
    let list = verifier.list();
    let mut faults = verifier.status(&list);
    if !knobs.purpose {
    } else if let Some(fault) = verifier.flaw(leaf, "purpose") {
        faults.push(fault);
    } else if lacks_purpose(x, true) {
        faults.push(Fault::of(FaultKind::ServerAuthMissing, leaf));
    }
    faults.extend(meeting.name_fault(knobs.identity));
    // `check_ocsp_response` finds none: a server that staples one has to be told to, which no file here says.
    if verify::wants_status(x) {
        faults.push(Fault::of(FaultKind::ContentsRefused, leaf).with("1.3.6.1.5.5.7.1.24").named("no status"));
    }
    // What has no sentence of its own is heard only where nothing else is.
    if faults.iter().any(|f| f.term != UNTRUSTED) {
        faults.retain(|f| f.term != UNTRUSTED);
    }
    if faults.is_empty() {
        return verifier.ledger.accept(meeting.scene, &[leaf]);
    }
    // gnutls_certificate_verification_status_print has an order of its own.
    lists::sort_by_key(&mut faults, place);
    Ruling::Rejected(faults)
}

/// The term for a fault that has no sentence: the status says no more than that the certificate is not trusted.
const UNTRUSTED: &str = "untrusted";

/// More certificates than are imported, and keys that no handshake is offered for or that cannot be imported.
fn before_verifying(meeting: &Meeting<'_>, knobs: &GnuTls) -> Option<Fault> {
    let leaf = meeting.leaf();
    let presented = meeting.presented().len();
    if presented > knobs.presented_at_most {
        return Some(Fault::new(FaultKind::ChainTooLong).with(presented.to_string()).named("decoding"));
    }
    let key = &meeting.certificate(leaf).public_key;
    let parameters = || meeting.flaw(leaf, Position::Leaf, "parameters");
    let offered = match &key.algorithm {
        KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss | KeyAlgorithm::Ed25519 | KeyAlgorithm::Ed448 => true,
        KeyAlgorithm::Ec(curve) => matches!(curve, Curve::P256 | Curve::P384 | Curve::P521) && parameters().is_none(),
        KeyAlgorithm::Other(oid) => *oid == *"2.5.8.1.1",
        _ => false,
    };
    let even = key.algorithm == KeyAlgorithm::Rsa && key.rsa_exponent.is_some_and(|e| e % 2 == 0);
    (!offered || even).then(|| {
        let fault = parameters().unwrap_or_else(|| Fault::of(FaultKind::KeyUnsupported, leaf).with(key.algorithm.name()));
        fault.named("handshake")
    })
}

/// Place of an aspect in the printed status.
fn place(fault: &Fault) -> u8 {
    match fault.term {
        "no CA" => return 1,
        "insecure" => return 2,
        "constraints" => return 3,
        "purpose" => return 4,
        "no status" => return 10,
        _ => {}
    }
    match fault.kind.group() {
        FaultKind::IssuerMissing | FaultKind::AnchorUntrusted | FaultKind::SelfSignedUntrusted => 0,
        FaultKind::IssuerNotCa => 1,
        FaultKind::WeakKey | FaultKind::WeakSignature => 2,
        FaultKind::PathLengthExceeded | FaultKind::NameConstraintViolated | FaultKind::IssuerKeyUsage => 3,
        FaultKind::ServerAuthMissing | FaultKind::IssuerServerAuthMissing => 4,
        FaultKind::NotYetValid | FaultKind::IssuerNotYetValid => 5,
        FaultKind::Expired | FaultKind::IssuerExpired | FaultKind::AnchorExpired => 6,
        FaultKind::SignatureInvalid => 7,
        FaultKind::UnknownCriticalExtension => 9,
        _ => 8,
    }
}

/// `_gnutls_check_key_purpose`; CA certificates may have old purposes instead, and for issuers `any` does not count.
fn lacks_purpose(x: &Certificate, any: bool) -> bool {
    const VERISIGN_SGC: &str = "2.16.840.1.113733.1.8.1";
    x.extended_key_usage.as_ref().filter(|e| !e.purposes.is_empty()).is_some_and(|e| {
        !e.purposes.iter().any(|p| {
            let p = p.as_str();
            p == eku::SERVER_AUTH || any && p == eku::ANY || x.is_ca() && (p == eku::NETSCAPE_SGC || p == VERISIGN_SGC)
        })
    })
}

/// `is_issuer`: the same name, and key identifiers that agree where both are there.
fn is_issuer(issuer: &Certificate, x: &Certificate) -> bool {
    // An identifier without octets, or with more than there is room for, is as good as none.
    let read = |id: &&Vec<u8>| (1..=128).contains(&id.len());
    let wanted = x.authority_key_id.as_ref().and_then(|a| a.key_id.as_ref()).filter(read);
    let fits = match (wanted, issuer.subject_key_id.as_ref().filter(read)) {
        (Some(wanted), Some(own)) => wanted == own,
        _ => true,
    };
    same_name(&issuer.subject, &x.issuer) && fits
}

/// `_gnutls_x509_compare_raw_dn`: the same octets, or the same text whatever the types of the strings, as long as they are
/// types that a DirectoryString has: others are printed as octets.
fn same_name(a: &Name, b: &Name) -> bool {
    let foreign = |name: &Name| {
        let odd = |x: &Attribute| matches!(x.string_type, "IA5String" | "NumericString" | "VisibleString" | "GeneralString");
        name.rdns.iter().flatten().any(|x| odd(x) && !matches!(x.label.as_ref(), "DC" | "emailAddress"))
    };
    a.der == b.der || a.to_rfc4514() == b.to_rfc4514() && foreign(a) == foreign(b)
}
