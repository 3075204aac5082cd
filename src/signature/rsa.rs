//! RSA signatures (RFC 8017 8.1.2, 8.2.2).

use crate::der::from_dotted;
use crate::facts::{KeyAlgorithm, PublicKey};
use crate::signature::{Digest, Verification, params};
use rsa::{BoxedUint, Pkcs1v15Sign, Pss};
use sha2::Digest as _;
use std::ops::RangeInclusive;

/// Modulus sizes that are computed. One verification grows with the cube of the size; 16,384 bits is also where
/// OpenSSL stops (`OPENSSL_RSA_MAX_MODULUS_BITS`).
pub const BITS: RangeInclusive<usize> = 256..=16_384;

/// `None`: cannot be computed here.
pub(super) fn pkcs1(key: &PublicKey, digest: Digest, message: &[u8], signature: &[u8]) -> Option<Verification> {
    if !digest.is_computed() {
        return None;
    }
    let hashed = digest.hash(&[message]);
    let scheme = Pkcs1v15Sign { hash_len: Some(hashed.len()), prefix: digest_info(digest, hashed.len())?.into_boxed_slice() };
    let key = public_key(key)?;
    Some(outcome(key.verify(scheme, &hashed, signature)))
}

/// The DER of `DigestInfo` up to the digest itself (RFC 8017 9.2).
fn digest_info(digest: Digest, length: usize) -> Option<Vec<u8>> {
    let oid = from_dotted(digest.oid())?;
    let (oid_length, length) = (u8::try_from(oid.len()).ok()?, u8::try_from(length).ok()?);
    let mut out = vec![0x30, oid_length + length + 8, 0x30, oid_length + 4, 0x06, oid_length];
    out.extend_from_slice(&oid);
    out.extend_from_slice(&[0x05, 0x00, 0x04, length]);
    Some(out)
}

/// `None`: cannot be computed here.
pub(super) fn pss(key: &PublicKey, parameters: &[u8], message: &[u8], signature: &[u8]) -> Option<Verification> {
    let wanted = params::pss(parameters)?;
    // Two digests in one signature are allowed and made by nobody.
    if wanted.mask_digest != wanted.digest {
        return None;
    }
    if key.algorithm == KeyAlgorithm::RsaPss && !allowed_by_key(key, &wanted) {
        return Some(Verification::Failed);
    }
    let key = public_key(key)?;
    let salt = wanted.salt_length;
    let result = match wanted.digest {
        Digest::Sha1 => key.verify(Pss::<sha1::Sha1>::new_with_salt(salt), &sha1::Sha1::digest(message), signature),
        Digest::Sha224 => key.verify(Pss::<sha2::Sha224>::new_with_salt(salt), &sha2::Sha224::digest(message), signature),
        Digest::Sha256 => key.verify(Pss::<sha2::Sha256>::new_with_salt(salt), &sha2::Sha256::digest(message), signature),
        Digest::Sha384 => key.verify(Pss::<sha2::Sha384>::new_with_salt(salt), &sha2::Sha384::digest(message), signature),
        Digest::Sha512 => key.verify(Pss::<sha2::Sha512>::new_with_salt(salt), &sha2::Sha512::digest(message), signature),
        _ => return None,
    };
    Some(outcome(result))
}

/// A PSS key with parameters may be used with these digests and at least this salt only (RFC 4055 3.3).
fn allowed_by_key(key: &PublicKey, wanted: &params::Pss) -> bool {
    match params::spki_parameters(&key.spki) {
        Some([]) => true,
        Some(restriction) => params::pss(restriction).is_some_and(|r| {
            r.digest == wanted.digest && r.mask_digest == wanted.mask_digest && r.salt_length <= wanted.salt_length
        }),
        None => false,
    }
}

fn public_key(key: &PublicKey) -> Option<rsa::PublicKey> {
    let (n, e) = params::rsa_public_key(&key.key)?;
    if n.len() > BITS.end() / 8 || e.len() > n.len() {
        return None;
    }
    let bits = u32::try_from(n.len().checked_mul(8)?).ok()?;
    let n = BoxedUint::from_be_slice(n, bits).ok()?;
    let e = BoxedUint::from_be_slice(e, bits).ok()?;
    rsa::PublicKey::new_with_size_limits(n, e, BITS).ok()
}

fn outcome(result: rsa::Result<()>) -> Verification {
    if result.is_ok() { Verification::Verified } else { Verification::Failed }
}
