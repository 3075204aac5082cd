//! DSA (FIPS 186-4 4.7), and the public half of a private key.

use super::integers::Field;
use super::params;
use crate::der::{Reader, tag};
use crate::facts::PublicKey;
use crypto_bigint::modular::BoxedMontyForm;
use crypto_bigint::{BoxedUint, NonZero};

/// Largest prime p that is computed, in octets (`OPENSSL_DSA_MAX_MODULUS_BITS` is 10,000 bits).
const OCTETS: usize = 1250;

/// `SEQUENCE { p, q, g INTEGER }` (RFC 3279 2.3.2).
fn domain(parameters: &[u8]) -> Option<(Field, Field, BoxedMontyForm)> {
    let mut numbers = Reader::new(parameters, 0).sequence().ok()?;
    let mut next = || numbers.expect(tag::INTEGER).ok().map(|number| trimmed(number.value));
    let (p, q, g) = (next()?, next()?, next()?);
    // Digests are cut to the length of q, which is known for these lengths alone.
    if p.len() > OCTETS || !matches!(q.len(), 20 | 28 | 32) || q.first().is_none_or(|first| first & 0x80 == 0) {
        return None;
    }
    let (p, q) = (Field::new(p)?, Field::new(q)?);
    let g = p.number(g)?;
    Some((p, q, g))
}

fn trimmed(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|o| **o == 0).count();
    octets.get(zeros..).unwrap_or_default()
}

/// Whether the key made this signature, the DER of two numbers, over this digest. `None`: cannot be computed here, as where
/// the parameters are those of the issuer's key.
pub(super) fn verify(key: &PublicKey, digest: &[u8], signature: &[u8]) -> Option<bool> {
    let (p, q, g) = domain(params::spki_parameters(&key.spki)?)?;
    let y = p.number(trimmed(Reader::new(&key.key, 0).expect(tag::INTEGER).ok()?.value))?;
    Some(holds(&q, &g, &y, digest, signature).unwrap_or(false))
}

fn holds(q: &Field, g: &BoxedMontyForm, y: &BoxedMontyForm, digest: &[u8], signature: &[u8]) -> Option<bool> {
    let (r, s) = params::ecdsa_value(signature)?;
    let (r, s) = (q.number(r)?, q.number(s)?);
    if bool::from(r.is_zero()) {
        return None;
    }
    let inverse: Option<BoxedMontyForm> = s.invert().into_option();
    let inverse = inverse?;
    let power = |base: &BoxedMontyForm, exponent: &BoxedMontyForm| base.pow_bounded_exp(&exponent.retrieve(), q.bits);
    let product = power(g, &q.leftmost(digest).mul(&inverse)).mul(&power(y, &r.mul(&inverse)));
    let order: Option<NonZero<BoxedUint>> = NonZero::new(q.modulus().clone()).into_option();
    Some(product.retrieve().rem_vartime(&order?) == r.retrieve())
}

/// The public number of a private one.
pub fn public_number(parameters: &[u8], private: &[u8]) -> Option<Vec<u8>> {
    let (p, q, g) = domain(parameters)?;
    let private = q.number(trimmed(private))?;
    Some(p.octets(&g.pow_bounded_exp(&private.retrieve(), q.bits)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::integers::unhex;
    use super::*;
    use crate::der::encode;
    use crate::x509::decode_public_key;

    /// A key and a signature that OpenSSL made.
    #[test]
    fn a_signature_of_openssl() {
        let key = decode_public_key(&unhex("308201b83082012c06072a8648ce3804013082011f02818100d0fe1bb7c0ae63854471d0081a527c5a69b7bf6c6899c88e77935b6b404abdd66cd16ded92a8eae44390849777af5d95e03ba5ff3449d0c1972619b06a42fed42278dc9ef524ef8f045dbd77a72c39ddd8b3e512ad97caad5a38cd46075fa30c8457e73ef861f8f3cfa39a1287fb29bfd5c8c72979913ef38ba5ec4be821a37502150083b260835f095477d2c1dd9be16b5d7719069aad02818100ad7ef15ea8fbf3ca35401ed63bada4e5052624c54c2de51d8a1b4018c14624b26f19749b6ecddc5573fd4704993a9db0bb26f951cd17c4f2f4f5bfb3a7129c3cee017b70af93ffbd7b611ef9ad1d9393976d9add77501c9c25b9e86187962d2bc56925c89099d8fbe6da8906d823a2ae96f86e87f637e0a16c91a3d83fd82e8e0381850002818100b137f638b17ecfcc766da248322181d4ea3c8c677f24dea0420df16732ccccfa2a2a33be3a8d0829d94ab49fff8c9c599ea14a53d4512814d9e2ac30fe92338f48c318aa45183fbb2a63aa7f2223ee4fdb0d6bcf5ae84eff85f37237ccea9b45079b4783347d7321b00bd802ec0fd3df6547b556a0d69f275fc71bd5284ad263")).unwrap();
        let digest = crate::digest::Digest::Sha1.hash(&[b"message"]);
        let signature = unhex("302c02145b0d1c4a09702afd5b118dd81b9276be41f94548021476f547093b61df509471544c99251c89263a6424");
        assert_eq!(verify(&key, &digest, &signature), Some(true));
        let other = crate::digest::Digest::Sha1.hash(&[b"massage"]);
        assert_eq!(verify(&key, &other, &signature), Some(false));
        assert_eq!(verify(&key, &digest, &signature[1..]), Some(false));
        let parameters = params::spki_parameters(&key.spki).unwrap();
        let public = public_number(parameters, &unhex("214435b5e3cb8d001a73e3f7329a3724376aa5f9")).unwrap();
        assert_eq!(encode::unsigned(&public), key.key);
    }
}
