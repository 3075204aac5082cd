//! RSA signatures (RFC 8017 8.1.2, 8.2.2): the public operation, and what it has to yield.

use crate::der::from_dotted;
use crate::facts::{KeyAlgorithm, PublicKey};
use crate::signature::{Digest, Verification, integers, outcome, params};

/// Largest modulus that is computed. One verification grows with the cube of the size; 16,384 bits is also where
/// OpenSSL stops (`OPENSSL_RSA_MAX_MODULUS_BITS`).
pub const BITS: usize = 16_384;

/// Largest exponent for moduli above 3,072 bits, in octets (`OPENSSL_RSA_SMALL_MODULUS_BITS`, `_MAX_PUBEXP_BITS`).
const EXPONENT: usize = 8;

/// `None`: cannot be computed here.
pub(super) fn pkcs1(key: &PublicKey, digest: Digest, message: &[u8], signature: &[u8]) -> Option<Verification> {
    if !digest.is_computed() {
        return None;
    }
    let hashed = digest.hash(&[message]);
    let info = digest_info(digest, hashed.len())?;
    let Some(encoded) = open(key, signature)? else { return Some(Verification::Failed) };
    // RFC 8017 9.2, compared as a whole: 00 01 FF .. FF 00 DigestInfo.
    let filling = encoded.len().checked_sub(info.len() + hashed.len() + 3);
    let Some(filling) = filling.filter(|f| *f >= 8) else { return Some(Verification::Failed) };
    let wanted = [&[0, 1][..], &vec![0xff; filling], &[0], &info, &hashed].concat();
    Some(outcome(encoded == wanted))
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
    if key.algorithm == KeyAlgorithm::RsaPss && !allowed_by_key(key, &wanted) {
        return Some(Verification::Failed);
    }
    if !wanted.digest.is_computed() || !wanted.mask_digest.is_computed() {
        return None;
    }
    let hashed = wanted.digest.hash(&[message]);
    let Some(encoded) = open(key, signature)? else { return Some(Verification::Failed) };
    let bits = params::rsa_public_key(&key.key).map_or(0, |(modulus, _)| bit_length(modulus));
    Some(outcome(is_pss_encoding(bits, &encoded, &hashed, &wanted).unwrap_or(false)))
}

/// Bits of a number without leading zero octets.
fn bit_length(number: &[u8]) -> u32 {
    let first = number.first().map_or(0, |first| first.leading_zeros());
    u32::try_from(number.len()).unwrap_or(u32::MAX).saturating_mul(8).saturating_sub(first)
}

/// EMSA-PSS-VERIFY (RFC 8017 9.1.2).
fn is_pss_encoding(bits: u32, encoded: &[u8], hashed: &[u8], wanted: &params::Pss) -> Option<bool> {
    let unused = (8 - (bits.checked_sub(1)?) % 8) % 8;
    // With a modulus of 8n + 1 bits the encoded message is an octet shorter than the modulus.
    let encoded = if bits % 8 == 1 { encoded.strip_prefix(&[0])? } else { encoded };
    let masked = encoded.len().checked_sub(hashed.len() + 1)?;
    let zeros = masked.checked_sub(wanted.salt_length.checked_add(1)?)?;
    let (body, end) = encoded.split_at(masked);
    let own = end.strip_suffix(&[0xbc])?;
    let clear = 0xff_u8.checked_shr(unused).unwrap_or(0);
    if body.first().is_some_and(|first| first & !clear != 0) {
        return Some(false);
    }
    let mut block = Vec::with_capacity(masked);
    let mut counter = 0_u32;
    while block.len() < masked {
        block.extend_from_slice(&wanted.mask_digest.hash(&[own, &counter.to_be_bytes()]));
        counter += 1;
    }
    block.truncate(masked);
    for (octet, hidden) in block.iter_mut().zip(body) {
        *octet ^= hidden;
    }
    if let Some(first) = block.first_mut() {
        *first &= clear;
    }
    let (padding, salt) = block.split_at(zeros + 1);
    let padded = padding.split_last().is_some_and(|(one, zeros)| *one == 1 && zeros.iter().all(|z| *z == 0));
    Some(padded && wanted.digest.hash(&[&[0; 8], hashed, salt]).as_slice() == own)
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

/// RSAVP1 (RFC 8017 5.2.2), in as many octets as the modulus has. `Some(None)`: no signature of this key, whatever is
/// in it. `None`: too large to be computed here, or no key at all.
fn open(key: &PublicKey, signature: &[u8]) -> Option<Option<Vec<u8>>> {
    let (modulus, exponent) = params::rsa_public_key(&key.key)?;
    if modulus.len() > BITS / 8 || modulus.len() > 3072 / 8 && exponent.len() > EXPONENT || exponent.len() > modulus.len() {
        return None;
    }
    if signature.len() != modulus.len() {
        return Some(None);
    }
    Some(integers::power(signature, exponent, modulus))
}
