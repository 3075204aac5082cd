//! Private keys in the clear: PKCS #8 (RFC 5958), PKCS #1 (RFC 8017 A.1.2), SEC 1 (RFC 5915), OpenSSL's DSA form,
//! and the public half of each where it can be had: written in the file at first, computed by [`complete`].

use crate::der::{Ber, Malformed, Reader, Tlv, context, encode, tag, unexpected};
use crate::facts::{KeyAlgorithm, PrivateKey, Problem, PublicKey};
use crate::signature::dsa_public_number;
use crate::x509::decode_public_key;
use p256::elliptic_curve::sec1::ToSec1Point;
use zeroize::Zeroizing;

const RSA: &str = "1.2.840.113549.1.1.1";
const EC: &str = "1.2.840.10045.2.1";
const DSA: &str = "1.2.840.10040.4.1";

/// Reads a `PrivateKeyInfo` or `OneAsymmetricKey`.
///
/// # Errors
/// `key-damaged` when the structure is not there. A key of an unknown algorithm is no error.
pub fn from_pkcs8(der: &[u8]) -> Result<PrivateKey, Problem> {
    pkcs8(der, false).map_err(damaged)
}

/// Computes the public half where it follows from a secret number. That takes as long as a signature.
pub fn complete(key: &mut PrivateKey) {
    if !matches!(key.algorithm, KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss | KeyAlgorithm::Dsa)
        && let Ok(completed) = pkcs8(&key.pkcs8, true)
    {
        *key = completed;
    }
}

/// What is unusual about the form of a PKCS #8 key, as a note.
pub fn odd_form(der: &[u8]) -> Option<&'static str> {
    let mut parts = Reader::new(der, 0).sequence().ok()?;
    parts.unsigned().ok()?;
    parts.expect(tag::SEQUENCE).ok()?;
    let private = parts.octet_string().ok()?;
    if is_pkcs8(&private) {
        return Some(super::keys::WRAPPED_TWICE);
    }
    // Some writers tag it explicitly.
    parts.any(|part| matches!(part.tag, 0x81 | 0xa1)).then_some(super::keys::WITH_PUBLIC_HALF)
}

/// Whether this is a PKCS #8 key as a whole.
fn is_pkcs8(der: &[u8]) -> bool {
    let read = || {
        let mut parts = Reader::new(der, 0).sequence()?;
        parts.unsigned()?;
        parts.expect(tag::SEQUENCE)?.children().oid()?;
        parts.expect(tag::OCTET_STRING)
    };
    read().is_ok()
}

/// Reads a PKCS #1 `RSAPrivateKey`.
///
/// # Errors
/// As [`from_pkcs8`].
pub fn from_rsa(der: &[u8]) -> Result<PrivateKey, Problem> {
    let algorithm = encode::sequence(&[&encode::oid(RSA), &encode::NULL]);
    wrap(&algorithm, der).map_err(damaged)
}

/// Reads a SEC 1 `ECPrivateKey`, which has to name its curve itself.
///
/// # Errors
/// As [`from_pkcs8`].
pub fn from_ec(der: &[u8]) -> Result<PrivateKey, Problem> {
    let read = || {
        let parts = EcPrivateKey::read(der)?;
        let parameters = parts.parameters.ok_or(Malformed { at: 0, truncated: false })?;
        wrap(&encode::sequence(&[&encode::oid(EC), parameters]), der)
    };
    read().map_err(damaged)
}

/// Reads OpenSSL's DSA form: version, p, q, g, y, x.
///
/// # Errors
/// As [`from_pkcs8`], and when y is not the public number of x.
pub fn from_dsa(der: &[u8]) -> Result<PrivateKey, Problem> {
    let read = || {
        let mut parts = Reader::new(der, 0).sequence()?;
        parts.unsigned()?;
        let mut number = || parts.expect(tag::INTEGER);
        let (p, q, g, y, x) = (number()?, number()?, number()?, number()?, number()?);
        let parameters = encode::sequence(&[p.full, q.full, g.full]);
        let algorithm = encode::sequence(&[&encode::oid(DSA), &parameters]);
        let mut key = wrap(&algorithm, x.full)?;
        let stated = subject_public_key(&algorithm, &encode::unsigned(y.value));
        // The public number follows from the private one, and PKCS #8 has no room for another.
        if key.public.is_some() && key.public != stated {
            return Err(Malformed { at: 0, truncated: false });
        }
        key.public = stated;
        Ok(key)
    };
    read().map_err(damaged)
}

fn damaged(at: Malformed) -> Problem {
    // Offsets inside decrypted bytes mean nothing to the reader.
    let _ = at;
    Problem::new("key-damaged")
}

/// Puts a key of an older form into PKCS #8.
fn wrap(algorithm: &[u8], private: &[u8]) -> Ber<PrivateKey> {
    let octets = Zeroizing::new(encode::octets(private));
    pkcs8(&Zeroizing::new(encode::sequence(&[&encode::integer(0), algorithm, &octets])), false)
}

fn pkcs8(der: &[u8], compute: bool) -> Ber<PrivateKey> {
    let outer = Reader::new(der, 0).expect(tag::SEQUENCE)?;
    let mut parts = outer.children();
    parts.unsigned()?;
    let algorithm = parts.expect(tag::SEQUENCE)?;
    let at = parts.at();
    let private = parts.octet_string()?;
    let private = Zeroizing::new(private.into_owned());
    if is_pkcs8(&private) {
        // Once is a habit of some tools, twice is nobody's.
        let inner = Reader::new(&private, 0).sequence()?.find(|part| part.tag == tag::OCTET_STRING);
        return match inner {
            Some(inner) if !is_pkcs8(inner.value) => pkcs8(&private, compute),
            _ => Err(Malformed { at, truncated: false }),
        };
    }
    parts.optional(context(0))?;
    // [1] IMPLICIT BIT STRING (RFC 5958 section 2).
    let stored = parts.optional(0x81)?.and_then(|bits| bits.value.get(1..));

    let identifier = algorithm.full;
    let oid = algorithm.children().oid()?;
    let public = match oid.as_str() {
        "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" | "1.2.840.113549.1.1.7" => {
            Some(rsa_public(identifier, &oid, &private)?)
        }
        EC => ec_public(&algorithm, &private, stored, compute)?,
        DSA => stored
            .map(<[u8]>::to_vec)
            .or_else(|| dsa_public(&algorithm, &private))
            .and_then(|key| subject_public_key(identifier, &key)),
        "1.3.101.112" => ed25519_public(identifier, &private, at, compute)?,
        _ => stored.and_then(|key| subject_public_key(identifier, key)),
    };
    // The algorithm and size of a key without a public half are read from a SubjectPublicKeyInfo with no key in it.
    let described = public.clone().or_else(|| subject_public_key(identifier, &[]));
    let (kind, bits) = described.map_or_else(|| (KeyAlgorithm::Other(oid.as_str().into()), 0), |key| (key.algorithm, key.bits));
    // Without the public half behind it, which some programs do not read, it is the same key.
    let pkcs8 = if outer.ber || stored.is_some() {
        let octets = Zeroizing::new(encode::octets(&private));
        encode::sequence(&[&encode::integer(0), identifier, &octets])
    } else {
        outer.full.to_vec()
    };
    Ok(PrivateKey { algorithm: kind, bits, public, pkcs8: Zeroizing::new(pkcs8) })
}

/// A SubjectPublicKeyInfo from an AlgorithmIdentifier and the contents of its BIT STRING.
fn subject_public_key(algorithm: &[u8], key: &[u8]) -> Option<PublicKey> {
    decode_public_key(&encode::sequence(&[algorithm, &encode::bits(key)])).ok()
}

fn rsa_public(identifier: &[u8], oid: &str, private: &[u8]) -> Ber<PublicKey> {
    let mut parts = Reader::new(private, 0).sequence()?;
    parts.unsigned()?;
    let modulus = parts.expect(tag::INTEGER)?;
    let exponent = parts.expect(tag::INTEGER)?;
    // Without the private exponent it is no private key.
    parts.expect(tag::INTEGER)?;
    let key = encode::sequence(&[&encode::unsigned(modulus.value), &encode::unsigned(exponent.value)]);
    // RFC 3279 2.3.1: the parameters of rsaEncryption are NULL, which some writers of keys leave out.
    let with_null = encode::sequence(&[&encode::oid(oid), &encode::NULL]);
    let algorithm = if oid == RSA { &with_null } else { identifier };
    subject_public_key(algorithm, &key).ok_or(unexpected(&modulus))
}

struct EcPrivateKey<'a> {
    private: &'a [u8],
    /// ECParameters with header.
    parameters: Option<&'a [u8]>,
    /// The point.
    public: Option<&'a [u8]>,
}

impl<'a> EcPrivateKey<'a> {
    fn read(der: &'a [u8]) -> Ber<Self> {
        let mut parts = Reader::new(der, 0).sequence()?;
        parts.unsigned()?;
        let private = parts.expect(tag::OCTET_STRING)?.value;
        let parameters = match parts.optional(context(0))? {
            Some(explicit) => Some(explicit.children().read()?.full),
            None => None,
        };
        let public = match parts.optional(context(1))? {
            Some(explicit) => explicit.children().expect(tag::BIT_STRING)?.value.get(1..),
            None => None,
        };
        Ok(Self { private, parameters, public })
    }
}

fn ec_public(algorithm: &Tlv<'_>, private: &[u8], stored: Option<&[u8]>, compute: bool) -> Ber<Option<PublicKey>> {
    let key = EcPrivateKey::read(private)?;
    let mut parts = algorithm.children();
    parts.oid()?;
    let parameters = parts.read().ok().map(|p| p.full).or(key.parameters).unwrap_or(&[]);
    let curve = Reader::new(parameters, 0).oid().unwrap_or_default();
    // What follows from the secret beats what the file says: the two can only differ in a damaged or forged file.
    let computed = match curve.as_str() {
        _ if !compute => None,
        "1.2.840.10045.3.1.7" => padded::<32>(key.private).and_then(|secret| {
            let secret = p256::SecretKey::from_bytes((&*secret).into()).ok()?;
            Some(secret.public_key().to_sec1_point(false).as_bytes().to_vec())
        }),
        "1.3.132.0.34" => padded::<48>(key.private).and_then(|secret| {
            let secret = p384::SecretKey::from_bytes((&*secret).into()).ok()?;
            Some(secret.public_key().to_sec1_point(false).as_bytes().to_vec())
        }),
        "1.3.132.0.35" => padded::<66>(key.private).and_then(|secret| {
            let secret = p521::SecretKey::from_bytes((&*secret).into()).ok()?;
            Some(secret.public_key().to_sec1_point(false).as_bytes().to_vec())
        }),
        _ => None,
    };
    let point = computed.or_else(|| key.public.or(stored).map(<[u8]>::to_vec));
    let algorithm = encode::sequence(&[&encode::oid(EC), parameters]);
    Ok(point.and_then(|point| subject_public_key(&algorithm, &point)))
}

/// The secret at its full length: some writers leave leading zeros out, others add them.
fn padded<const N: usize>(secret: &[u8]) -> Option<Zeroizing<[u8; N]>> {
    let from = secret.iter().position(|b| *b != 0)?;
    let digits = &secret[from..];
    let mut out = Zeroizing::new([0; N]);
    out.get_mut(N.checked_sub(digits.len())?..)?.copy_from_slice(digits);
    Some(out)
}

/// y from x (RFC 3279 2.3.2).
fn dsa_public(algorithm: &Tlv<'_>, private: &[u8]) -> Option<Vec<u8>> {
    let mut parts = algorithm.children();
    parts.oid().ok()?;
    let domain = parts.expect(tag::SEQUENCE).ok()?.full;
    let x = Reader::new(private, 0).expect(tag::INTEGER).ok()?;
    Some(encode::unsigned(&dsa_public_number(domain, x.value)?))
}

/// RFC 8410 section 7: an OCTET STRING inside the OCTET STRING.
fn ed25519_public(identifier: &[u8], private: &[u8], at: usize, compute: bool) -> Ber<Option<PublicKey>> {
    let wrong = Malformed { at, truncated: false };
    let seed = Reader::new(private, at).expect(tag::OCTET_STRING)?.value;
    let seed: Zeroizing<[u8; 32]> = Zeroizing::new(seed.try_into().map_err(|_| wrong)?);
    if !compute {
        return Ok(None);
    }
    let public = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key();
    subject_public_key(identifier, public.as_bytes()).ok_or(wrong).map(Some)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// y = g^x mod p.
    #[test]
    fn a_dsa_key_whose_public_number_is_another_is_damaged() {
        let number = |high: u128, low: u64| encode::unsigned(&[&high.to_be_bytes()[..], &low.to_be_bytes()].concat());
        let (p, q) = (
            number(0xf1a3_b5c7_d9e1_f3a5_b7c9_dbed_fe0f_2143, 0x6587_99aa_bbcc_ddef),
            number(0xe1a3_b5c7_d9e1_f3a5_b7c9_dbed, 0xfe0f_2143_6587_99ab),
        );
        let y = |low| number(0xbe52_3650_b215_ff72_3c97_b704_a264_cf88, low);
        let key = |y: &[u8]| {
            let x = encode::unsigned(&0x1234_5678_90ab_cdef_u64.to_be_bytes());
            encode::sequence(&[&encode::integer(0), &p, &q, &encode::integer(5), y, &x])
        };
        let fits = from_dsa(&key(&y(0xde35_d925_8d77_751b))).unwrap();
        assert_eq!(from_pkcs8(&fits.pkcs8).unwrap().public, fits.public);
        assert!(fits.public.is_some());
        assert_eq!(from_dsa(&key(&y(0xde35_d925_8d77_751a))).unwrap_err().id, "key-damaged");
    }
}
