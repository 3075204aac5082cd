//! How strong keys and signatures are, in bits, after NIST SP 800-57 part 1 and as OpenSSL's security levels count.

use crate::facts::{AlgorithmIdentifier, Curve, KeyAlgorithm, PublicKey};
use crate::signature::{Digest, digest};

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

/// SP 800-56B rev. 2 appendix D gives the round sizes; in between the next lower of them holds, below 1024 bits a
/// straight line is near enough to order keys.
const fn of_modulus(bits: u32) -> u32 {
    match bits {
        15_360.. => 256,
        8192.. => 200,
        7680.. => 192,
        6144.. => 176,
        4096.. => 152,
        3072.. => 128,
        2048.. => 112,
        1024.. => 80,
        _ => bits * 80 / 1024,
    }
}

/// Strength of a signature's digest against collisions. `None` where the scheme has no digest to choose: its key
/// says it all.
#[must_use]
pub fn of_signature(algorithm: &AlgorithmIdentifier) -> Option<u32> {
    digest(algorithm).map(of_digest)
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
