//! What the TLS layer of an OpenSSL client says about the server's key.

use super::Context;
use crate::facts::{Curve, KeyAlgorithm, KeyUsage};
use crate::fault::{Fault, FaultKind};
use crate::policy::{OpenSslKnobs, OpenSslRelease};
use crate::rehearsal::{Meeting, Purpose};

/// Why no handshake begins: the client offers no signature algorithm or group for such a key (the defaults of
/// `tls12_sigalgs` and of the supported groups in `ssl/t1_lib.c`), and the server gives up.
pub(super) fn not_offered(meeting: &Meeting<'_>, knobs: &OpenSslKnobs) -> Option<Fault> {
    let leaf = meeting.leaf();
    let refused = match &meeting.certificate(leaf).public_key.algorithm {
        algorithm if (knobs.not_offered)(algorithm) => true,
        // A curve that cannot be named cannot be refused either: the certificate is sent, and then not understood.
        KeyAlgorithm::Ec(curve) => match curve {
            Curve::P256 | Curve::P384 | Curve::P521 | Curve::Explicit => false,
            Curve::P224 | Curve::Secp256k1 => true,
            Curve::Other(_) => meeting.certificate(leaf).public_key.bits > 0,
        },
        KeyAlgorithm::Dsa | KeyAlgorithm::X25519 | KeyAlgorithm::X448 | KeyAlgorithm::Named(_) => true,
        _ => false,
    };
    let newer = knobs.release >= OpenSslRelease::ThreeFive;
    let alert = if newer { "SSL/TLS_ALERT_HANDSHAKE_FAILURE" } else { "SSLV3_ALERT_HANDSHAKE_FAILURE" };
    refused.then(|| Fault::of(FaultKind::KeyUnsupported, leaf).named(alert))
}

impl Context<'_> {
    /// Why the handshake cannot be completed with this first certificate. TLS 1.2: `ssl_check_srvr_ecc_cert_and_alg`,
    /// `tls1_check_pkey_comp`; TLS 1.3: `tls12_check_peer_sigalg`, then the signature of CertificateVerify.
    pub(super) fn handshake_fault(&self) -> Option<Fault> {
        let meeting = self.meeting;
        let leaf = meeting.leaf();
        let certificate = meeting.certificate(leaf);
        if let Some(fault) = self.keyless(leaf) {
            return Some(fault.named("DECODE_ERROR"));
        }
        let elliptic = matches!(certificate.public_key.algorithm, KeyAlgorithm::Ec(_));
        if self.knobs.tls12_only && elliptic && self.purpose == Purpose::Server {
            let no_signing = certificate.key_usage.is_some_and(|u| !u.any(KeyUsage::DIGITAL_SIGNATURE));
            // X509_get_key_usage finds no bit at all where the extensions cannot be decoded.
            if let Some(fault) = self.undecoded(leaf) {
                return Some(fault.named("ECC_CERT_NOT_FOR_SIGNING"));
            }
            if no_signing {
                return Some(Fault::of(FaultKind::KeyUsageUnsuitable, leaf).named("ECC_CERT_NOT_FOR_SIGNING"));
            }
            if !matches!(certificate.public_key.key.first(), Some(4)) {
                return Some(Fault::of(FaultKind::KeyUnsupported, leaf).named("ILLEGAL_POINT_COMPRESSION"));
            }
        }
        if self.knobs.is_boringssl() && certificate.key_usage.is_some_and(|u| !u.any(KeyUsage::DIGITAL_SIGNATURE)) {
            return Some(Fault::of(FaultKind::KeyUsageUnsuitable, leaf).named("KEY_USAGE_BIT_INCORRECT"));
        }
        // Keys with which nothing can be signed.
        if let Some(fault) = self.flaw(leaf, "BAD_SIGNATURE").or_else(|| self.flaw(leaf, "LAST_OCTET_INVALID")) {
            let newer = self.knobs.release >= OpenSslRelease::ThreeFive && fault.term == "BAD_SIGNATURE";
            return Some(if newer { fault.named("PROVIDER_SIGNATURE_FAILURE") } else { fault });
        }
        if !meeting.key_mismatch() {
            return None;
        }
        let term = match (&meeting.server_key().algorithm, &certificate.public_key.algorithm) {
            (KeyAlgorithm::Ec(signs), KeyAlgorithm::Ec(shown))
                if !self.knobs.tls12_only && tls13_curve(signs) != tls13_curve(shown) =>
            {
                "WRONG_CURVE"
            }
            (KeyAlgorithm::Ec(_), KeyAlgorithm::Ec(_)) if self.knobs.release >= OpenSslRelease::ThreeFive => {
                "PROVIDER_SIGNATURE_FAILURE"
            }
            (KeyAlgorithm::Ec(_), KeyAlgorithm::Ec(_)) => "BAD_SIGNATURE",
            (signs, shown) if signs != shown => "WRONG_SIGNATURE_TYPE",
            // What the padding check says first depends on the signature; this is the likelier of two.
            (KeyAlgorithm::Rsa, KeyAlgorithm::Rsa) => "LAST_OCTET_INVALID",
            _ => "BAD_SIGNATURE",
        };
        Some(Fault::of(FaultKind::KeyMismatch, leaf).named(term))
    }
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
