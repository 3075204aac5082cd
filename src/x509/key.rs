//! Subject public keys.
//!
//! ```text
//! SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
//! ```

use super::oids;
use crate::der::{self, Malformed, Reader, Tlv, tag};
use crate::facts::{AlgorithmIdentifier, Curve, KeyAlgorithm, Problem, PublicKey};
use sha2::{Digest, Sha256};

/// Reads an AlgorithmIdentifier.
pub(super) fn algorithm(sequence: &Tlv<'_>) -> Result<AlgorithmIdentifier, Malformed> {
    let mut parts = sequence.children();
    let oid = oids::oid(parts.expect(tag::OID)?.value);
    Ok(AlgorithmIdentifier { oid, parameters: parts.rest().to_vec() })
}

/// Reads a SubjectPublicKeyInfo. What is inside the BIT STRING may be odd: the key then has no size and a problem is noted.
pub(super) fn decode(spki: &Tlv<'_>, problems: &mut Vec<Problem>) -> Result<PublicKey, Malformed> {
    let mut parts = spki.children();
    let identifier = parts.expect(tag::SEQUENCE)?;
    let mut algorithm_parts = identifier.children();
    let oid = algorithm_parts.expect(tag::OID)?;
    let bit_string = parts.expect(tag::BIT_STRING)?;
    let key = bit_string.value.get(1..).unwrap_or(&[]);
    let parameters = algorithm_parts.read().ok();
    let mut public = PublicKey {
        spki: spki.full.to_vec(),
        algorithm: KeyAlgorithm::Rsa,
        bits: 0,
        key: key.to_vec(),
        spki_sha256: Sha256::digest(spki.full).into(),
        rsa_exponent: None,
    };
    let dotted = oids::oid(oid.value);
    public.algorithm = match dotted.as_str() {
        "1.2.840.113549.1.1.1" => KeyAlgorithm::Rsa,
        "1.2.840.113549.1.1.10" => KeyAlgorithm::RsaPss,
        "1.2.840.10045.2.1" => {
            let (curve, bits) = parameters.map_or((Curve::Other(dotted), 0), |p| curve(&p));
            public.bits = bits;
            KeyAlgorithm::Ec(curve)
        }
        "1.3.101.112" => KeyAlgorithm::Ed25519,
        "1.3.101.113" => KeyAlgorithm::Ed448,
        "1.3.101.110" => KeyAlgorithm::X25519,
        "1.3.101.111" => KeyAlgorithm::X448,
        "1.2.840.10040.4.1" => KeyAlgorithm::Dsa,
        _ => named(oid.value).map_or(KeyAlgorithm::Other(dotted), KeyAlgorithm::Named),
    };
    match &public.algorithm {
        KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss => {
            // RFC 8017 A.1.1: RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
            let numbers = Reader::new(key, bit_string.value_from + 1).expect(tag::SEQUENCE).and_then(|s| {
                let mut numbers = s.children();
                Ok((numbers.expect(tag::INTEGER)?.value, numbers.expect(tag::INTEGER)?.value))
            });
            match numbers {
                Ok((modulus, exponent)) => {
                    public.bits = bit_length(modulus);
                    public.rsa_exponent = unsigned(exponent);
                }
                Err(e) => problems.push(Problem::new("public-key-content").at(e.at, bit_string.to())),
            }
        }
        KeyAlgorithm::Dsa => {
            public.bits = parameters.and_then(|p| p.children().expect(tag::INTEGER).ok()).map_or(0, |p| bit_length(p.value));
        }
        KeyAlgorithm::Ed25519 | KeyAlgorithm::X25519 => public.bits = 256,
        KeyAlgorithm::Ed448 => public.bits = 456,
        KeyAlgorithm::X448 => public.bits = 448,
        KeyAlgorithm::Named(name) => public.bits = named_bits(name),
        KeyAlgorithm::Ec(_) | KeyAlgorithm::Other(_) => {}
    }
    Ok(public)
}

/// Curve and field size from the parameters of id-ecPublicKey (RFC 5480 2.1.1).
fn curve(parameters: &Tlv<'_>) -> (Curve, u32) {
    if parameters.tag == tag::SEQUENCE {
        // X9.62 SpecifiedECDomain: version, then fieldID { fieldType, prime }.
        let field = (|| {
            let mut parts = parameters.children();
            parts.expect(tag::INTEGER).ok()?;
            let mut field = parts.expect(tag::SEQUENCE).ok()?.children();
            field.expect(tag::OID).ok()?;
            field.expect(tag::INTEGER).ok().map(|p| bit_length(p.value))
        })();
        return (Curve::Explicit, field.unwrap_or(0));
    }
    let oid = oids::oid(if parameters.tag == tag::OID { parameters.value } else { &[] });
    match oid.as_str() {
        "1.2.840.10045.3.1.7" => (Curve::P256, 256),
        "1.3.132.0.34" => (Curve::P384, 384),
        "1.3.132.0.35" => (Curve::P521, 521),
        "1.3.132.0.33" => (Curve::P224, 224),
        "1.3.132.0.10" => (Curve::Secp256k1, 256),
        "1.2.840.10045.3.1.1" => (Curve::Other(oid), 192),
        "1.2.156.10197.1.301" => (Curve::Other(oid), 256),
        // RFC 5639 4.1: brainpoolP160r1 is 1, each further pair r1, t1 in order of size.
        other => {
            let brainpool = other.strip_prefix("1.3.36.3.3.2.8.1.1.").and_then(|n| n.parse::<usize>().ok());
            let bits = brainpool.and_then(|n| [160, 192, 224, 256, 320, 384, 512].get(n.wrapping_sub(1) / 2).copied());
            (Curve::Other(oid), bits.unwrap_or(0))
        }
    }
}

/// Algorithms that are told apart by name alone: NIST CSOR sigAlgs 17 to 46 and kems 1 to 3, and GOST.
fn named(oid: &[u8]) -> Option<&'static str> {
    let known = der::known(oid)?;
    let post_quantum = matches!(known.name.as_bytes(), [b'M', b'L', b'-', ..] | [b'S', b'L', b'H', ..]);
    (post_quantum || known.name.starts_with("GOST")).then_some(known.name)
}

fn named_bits(name: &str) -> u32 {
    match name {
        "GOST R 34.10-2001" | "GOST R 34.10-2012 (256)" => 256,
        "GOST R 34.10-2012 (512)" => 512,
        // ML-KEM parameter sets are named after n * k; ML-DSA and SLH-DSA sets have no such figure.
        _ => name.strip_prefix("ML-KEM-").and_then(|n| n.parse().ok()).unwrap_or(0),
    }
}

/// Bits of a non-negative INTEGER.
fn bit_length(content: &[u8]) -> u32 {
    let skip = content.iter().take_while(|b| **b == 0).count();
    match content.get(skip..) {
        Some([first, rest @ ..]) => {
            u32::try_from(rest.len()).unwrap_or(u32::MAX).saturating_mul(8).saturating_add(8 - first.leading_zeros())
        }
        _ => 0,
    }
}

fn unsigned(content: &[u8]) -> Option<u64> {
    let skip = content.iter().take_while(|b| **b == 0).count();
    let digits = content.get(skip..).filter(|d| d.len() <= 8)?;
    Some(digits.iter().fold(0, |value, b| value << 8 | u64::from(*b)))
}
