//! What the TLS layer of an OpenSSL client says about the server's key, after the certificates.

use crate::facts::{Curve, KeyAlgorithm, KeyUsage};
use crate::fault::{Fault, FaultKind};
use crate::rehearsal::Meeting;

/// Why the handshake cannot be completed with this first certificate. TLS 1.2: `ssl_check_srvr_ecc_cert_and_alg`;
/// TLS 1.3: `tls12_check_peer_sigalg`, then the signature of CertificateVerify.
pub(super) fn fault(meeting: &Meeting<'_>, tls12_only: bool) -> Option<Fault> {
    let leaf = meeting.leaf();
    let certificate = meeting.certificate(leaf);
    let no_signing = certificate.key_usage.is_some_and(|u| !u.any(KeyUsage::DIGITAL_SIGNATURE));
    if tls12_only && no_signing && matches!(certificate.public_key.algorithm, KeyAlgorithm::Ec(_)) {
        return Some(Fault::of(FaultKind::KeyUsageUnsuitable, leaf).named("ECC_CERT_NOT_FOR_SIGNING"));
    }
    if !meeting.key_mismatch() {
        return None;
    }
    let term = match (&meeting.server_key().algorithm, &certificate.public_key.algorithm) {
        (KeyAlgorithm::Ec(signs), KeyAlgorithm::Ec(shown)) if !tls12_only && tls13_curve(signs) != tls13_curve(shown) => {
            "WRONG_CURVE"
        }
        (KeyAlgorithm::Ec(_), KeyAlgorithm::Ec(_)) => "BAD_SIGNATURE",
        (signs, shown) if signs != shown => "WRONG_SIGNATURE_TYPE",
        // What the padding check says first depends on the signature; this is the likelier of two.
        (KeyAlgorithm::Rsa, KeyAlgorithm::Rsa) => "LAST_OCTET_INVALID",
        _ => "BAD_SIGNATURE",
    };
    Some(Fault::of(FaultKind::KeyMismatch, leaf).named(term))
}

/// The curves that TLS 1.3 ties to a signature scheme.
const fn tls13_curve(curve: &Curve) -> u16 {
    match curve {
        Curve::P256 => 256,
        Curve::P384 => 384,
        Curve::P521 => 521,
        _ => 0,
    }
}
