//! How strong keys and signatures are, in bits, after NIST SP 800-57 part 1 and as OpenSSL's security levels count.

use crate::facts::{AlgorithmIdentifier, Curve, KeyAlgorithm, PublicKey};
use crate::signature::{Digest, digest, known};

/// Least strength in bits that OpenSSL's security level asks for (`ssl_security_default_callback`).
#[must_use]
pub const fn of_level(level: u8) -> u32 {
    match level {
        0 => 0,
        1 => 80,
        2 => 112,
        3 => 128,
        4 => 192,
        _ => 256,
    }
}

/// Strength of a public key. `None`: not known for this algorithm, or the size is unknown.
#[must_use]
pub fn of_key(key: &PublicKey) -> Option<u32> {
    if key.bits == 0 {
        return None;
    }
    match &key.algorithm {
        KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss | KeyAlgorithm::Dsa => Some(of_modulus(key.bits)),
        KeyAlgorithm::Ec(Curve::Other(_) | Curve::Explicit) => None,
        KeyAlgorithm::Ec(_) => Some(match key.bits {
            512.. => 256,
            384.. => 192,
            256.. => 128,
            224.. => 112,
            160.. => 80,
            bits => bits / 2,
        }),
        KeyAlgorithm::Ed25519 => Some(128),
        KeyAlgorithm::Ed448 => Some(224),
        _ => None,
    }
}

/// As OpenSSL computes it (`ossl_ifc_ffc_compute_security_bits` in `crypto/rsa/rsa_lib.c`, after SP 800-56B rev. 2 appendix D),
/// rounded to eights: the least size for each step.
fn of_modulus(bits: u32) -> u32 {
    const STEPS: [(u32, u32); 24] = [
        (308, 48),
        (425, 56),
        (566, 64),
        (729, 72),
        (920, 80),
        (1137, 88),
        (1383, 96),
        (1657, 104),
        (1963, 112),
        (2301, 120),
        (2671, 128),
        (3076, 136),
        (3514, 144),
        (3991, 152),
        (4502, 160),
        (5054, 168),
        (5642, 176),
        (6274, 184),
        (6947, 192),
        (7681, 200),
        (9216, 216),
        (10_953, 232),
        (12_877, 248),
        (13_914, 256),
    ];
    // Sizes that the standard names have its own figure.
    match bits {
        2048 => 112,
        3072 => 128,
        _ => STEPS.iter().rev().find(|(least, _)| bits >= *least).map_or(bits / 8, |(_, strength)| *strength),
    }
}

/// Strength of a signature's digest against collisions. `None` where the scheme has no digest to choose: its key
/// says it all.
#[must_use]
pub fn of_signature(algorithm: &AlgorithmIdentifier) -> Option<u32> {
    digest(algorithm).map(of_digest)
}

/// Nothing is known of the algorithm, or its RSASSA-PSS parameters cannot be read: OpenSSL counts that as no strength
/// (`X509_get_signature_info`).
#[must_use]
pub fn is_unknown(algorithm: &AlgorithmIdentifier) -> bool {
    known(&algorithm.oid).is_none_or(|a| a.is_pss()) && digest(algorithm).is_none()
}

/// Strength of a digest against collisions. MD5 and SHA-1 count below half their size since collisions were found
/// (`crypto/x509/x509_set.c`).
#[must_use]
pub const fn of_digest(digest: Digest) -> u32 {
    match digest {
        Digest::Md2 | Digest::Md4 | Digest::Md5 => 39,
        Digest::Sha1 => 63,
        Digest::Sha224 | Digest::Sha512Trunc224 | Digest::Sha3With224 => 112,
        Digest::Sha256 | Digest::Sha512Trunc256 | Digest::Sha3With256 | Digest::Sm3 => 128,
        Digest::Sha384 | Digest::Sha3With384 => 192,
        Digest::Sha512 | Digest::Sha3With512 => 256,
    }
}
