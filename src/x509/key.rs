//! Subject public keys.
//!
//! ```text
//! SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
//! ```

use super::oids;
use crate::der::{self, Malformed, Reader, Tlv, tag};
use crate::facts::{AlgorithmIdentifier, Curve, KeyAlgorithm, Problem, PublicKey};
use sha2::{Digest, Sha256};
use x509_parser::asn1_rs::{Any, Class, Tag};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::RSAPublicKey;
use x509_parser::x509;

/// Reads an AlgorithmIdentifier. The parameters are kept octet by octet, whatever stands there: programs compare them so.
pub(super) fn algorithm(sequence: &Tlv<'_>) -> Result<AlgorithmIdentifier, Malformed> {
    let mut parts = sequence.children();
    let oid = oids::exact(parts.expect(tag::OID)?.value);
    Ok(AlgorithmIdentifier { oid, parameters: parts.rest().to_vec() })
}

/// Reads a SubjectPublicKeyInfo. What is inside the BIT STRING may be odd: the key then has no size and a problem is noted.
pub(super) fn decode(spki: &Tlv<'_>, problems: &mut Vec<Problem>) -> Result<PublicKey, Malformed> {
    let mut parts = spki.children();
    let identifier = parts.expect(tag::SEQUENCE)?;
    let oid = identifier.children().expect(tag::OID)?;
    let bit_string = parts.expect(tag::BIT_STRING)?;
    let key = bit_string.value.get(1..).unwrap_or(&[]);
    let parameters = x509::AlgorithmIdentifier::from_der(identifier.full).ok().and_then(|(_, read)| read.parameters);
    let mut public = PublicKey {
        spki: spki.full.to_vec(),
        algorithm: KeyAlgorithm::Rsa,
        bits: 0,
        key: key.to_vec(),
        spki_sha256: Sha256::digest(spki.full).into(),
        rsa_exponent: None,
        value: Vec::new(),
    };
    let dotted = oids::oid(oid.value);
    public.algorithm = match dotted.as_str() {
        // id-ea-rsa of X.500 is an older number for the same.
        "1.2.840.113549.1.1.1" | "2.5.8.1.1" => KeyAlgorithm::Rsa,
        "1.2.840.113549.1.1.10" => KeyAlgorithm::RsaPss,
        "1.2.840.10045.2.1" => {
            let (curve, bits) = parameters.as_ref().map_or((Curve::Other(dotted), 0), curve);
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
            let theirs = RSAPublicKey::from_der(key).map(|(_, numbers)| (numbers.modulus, numbers.exponent));
            match theirs.or_else(|_| rsa_numbers(Reader::new(key, bit_string.value_from + 1))) {
                Ok((modulus, exponent)) => {
                    public.bits = bit_length(modulus);
                    public.rsa_exponent = unsigned(exponent);
                }
                Err(e) => problems.push(Problem::new("public-key-content").at(e.at, bit_string.to())),
            }
        }
        KeyAlgorithm::Dsa => {
            public.bits =
                parameters.and_then(|p| Reader::new(p.data, 0).expect(tag::INTEGER).ok()).map_or(0, |p| bit_length(p.value));
        }
        KeyAlgorithm::Ed25519 | KeyAlgorithm::X25519 => public.bits = 256,
        KeyAlgorithm::Ed448 => public.bits = 456,
        KeyAlgorithm::X448 => public.bits = 448,
        KeyAlgorithm::Named(name) => public.bits = named_bits(name),
        KeyAlgorithm::Ec(_) | KeyAlgorithm::Other(_) => {}
    }
    public.value = value(&public);
    if !fits(&public) {
        problems.push(Problem::new("public-key-content").at(bit_string.from, bit_string.to()));
    }
    Ok(public)
}

/// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }` (RFC 8017 A.1.1) with numbers that x509-parser
/// refuses: those with needless leading zeros, which programs read.
fn rsa_numbers<'a>(mut key: Reader<'a>) -> Result<(&'a [u8], &'a [u8]), Malformed> {
    let mut numbers = key.expect(tag::SEQUENCE)?.children();
    Ok((numbers.expect(tag::INTEGER)?.value, numbers.expect(tag::INTEGER)?.value))
}

/// id-ea-rsa of X.500: another number for rsaEncryption.
const X500_RSA: &str = "2.5.8.1.1";

/// What makes the key that it is, for [`PublicKey::same_key`].
fn value(public: &PublicKey) -> Vec<u8> {
    let rsa = |key: &[u8]| {
        let (modulus, exponent) = rsa_numbers(Reader::new(key, 0)).ok()?;
        let trimmed = |n: &[u8]| n.iter().copied().skip_while(|b| *b == 0).collect::<Vec<u8>>();
        let (modulus, exponent) = (trimmed(modulus), trimmed(exponent));
        Some([&b"rsa"[..], &modulus, &b"e"[..], &exponent].concat())
    };
    match &public.algorithm {
        KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss => rsa(&public.key).unwrap_or_default(),
        KeyAlgorithm::Other(oid) if *oid == *X500_RSA => rsa(&public.key).unwrap_or_default(),
        // A named curve and the same one by its numbers have the same points.
        KeyAlgorithm::Ec(_) => match public.key.as_slice() {
            // The point at infinity, which is nobody's key.
            [0] => b"ec0".to_vec(),
            [2 | 3, x @ ..] => [&[b'e', b'c', public.key[0] & 1], x].concat(),
            [4 | 6 | 7, both @ ..] if both.len() % 2 == 0 && !both.is_empty() => {
                let (x, y) = both.split_at(both.len() / 2);
                [&[b'e', b'c', y.last().map_or(0, |last| last & 1)], x].concat()
            }
            _ => Vec::new(),
        },
        KeyAlgorithm::Other(_) => Vec::new(),
        algorithm if !public.key.is_empty() => [algorithm.name().as_bytes(), &public.key].concat(),
        _ => Vec::new(),
    }
}

/// Whether the octets have the length that the algorithm gives them (SEC 1 2.3.3, RFC 8410 4).
fn fits(public: &PublicKey) -> bool {
    let octets = public.bits.div_ceil(8) as usize;
    match public.algorithm {
        KeyAlgorithm::Ec(_) if octets > 0 => match public.key.first() {
            Some(4) => public.key.len() == 1 + 2 * octets,
            Some(2 | 3) => public.key.len() == 1 + octets,
            _ => false,
        },
        KeyAlgorithm::Ed448 => public.key.len() == 57,
        KeyAlgorithm::Ed25519 | KeyAlgorithm::X25519 | KeyAlgorithm::X448 => public.key.len() == octets,
        _ => true,
    }
}

/// Curve and field size from the parameters of id-ecPublicKey (RFC 5480 2.1.1).
fn curve(parameters: &Any<'_>) -> (Curve, u32) {
    if parameters.class() == Class::Universal && parameters.tag() == Tag::Sequence {
        // X9.62 SpecifiedECDomain: version, then fieldID { fieldType, prime }.
        let field = (|| {
            let mut parts = Reader::new(parameters.data, 0);
            parts.expect(tag::INTEGER).ok()?;
            let mut field = parts.expect(tag::SEQUENCE).ok()?.children();
            field.expect(tag::OID).ok()?;
            field.expect(tag::INTEGER).ok().map(|p| bit_length(p.value))
        })();
        return (Curve::Explicit, field.unwrap_or(0));
    }
    let is_oid = parameters.class() == Class::Universal && parameters.tag() == Tag::Oid;
    let oid = oids::oid(if is_oid { parameters.data } else { &[] });
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::facts::{Curve, KeyAlgorithm};
    use crate::x509::decode_public_key;

    fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let content = parts.concat();
        let mut out = vec![tag, 0x82, (content.len() >> 8) as u8, content.len() as u8];
        out.extend(content);
        out
    }

    fn spki(oid: &str, parameters: &[u8], key: &[u8]) -> Vec<u8> {
        let oid = tlv(6, &[&crate::der::from_dotted(oid).unwrap()]);
        tlv(0x30, &[&tlv(0x30, &[&oid, parameters]), &tlv(3, &[&[0], key])])
    }

    fn kind(oid: &str, parameters: &[u8], key: &[u8]) -> (KeyAlgorithm, u32) {
        let key = decode_public_key(&spki(oid, parameters, key)).unwrap();
        (key.algorithm, key.bits)
    }

    #[test]
    fn rsa_and_dsa_by_their_numbers() {
        let modulus = tlv(2, &[&[0], &[0xc0; 128]]);
        let key = tlv(0x30, &[&modulus, &[2, 3, 1, 0, 1]]);
        let rsa = decode_public_key(&spki("1.2.840.113549.1.1.1", &[5, 0], &key)).unwrap();
        assert_eq!((rsa.algorithm, rsa.bits, rsa.rsa_exponent), (KeyAlgorithm::Rsa, 1024, Some(65_537)));
        assert_eq!(kind("1.2.840.113549.1.1.10", &[], &key), (KeyAlgorithm::RsaPss, 1024));
        let large = tlv(0x30, &[&modulus, &tlv(2, &[&[1; 9]])]);
        assert_eq!(decode_public_key(&spki("1.2.840.113549.1.1.1", &[5, 0], &large)).unwrap().rsa_exponent, None);
        assert_eq!(kind("1.2.840.10040.4.1", &tlv(0x30, &[&modulus]), &[2, 1, 3]), (KeyAlgorithm::Dsa, 1024));
        assert_eq!(kind("1.2.840.113549.1.1.1", &[5, 0], &[0xff]), (KeyAlgorithm::Rsa, 0));
    }

    #[test]
    fn curves_by_name_and_by_parameters() {
        let named = |curve: &str| tlv(6, &[&crate::der::from_dotted(curve).unwrap()]);
        let ec = |parameters: &[u8]| kind("1.2.840.10045.2.1", parameters, &[4; 65]);
        assert_eq!(ec(&named("1.2.840.10045.3.1.7")), (KeyAlgorithm::Ec(Curve::P256), 256));
        assert_eq!(ec(&named("1.3.132.0.35")), (KeyAlgorithm::Ec(Curve::P521), 521));
        assert_eq!(ec(&named("1.3.36.3.3.2.8.1.1.7")), (KeyAlgorithm::Ec(Curve::Other("1.3.36.3.3.2.8.1.1.7".into())), 256));
        assert_eq!(Curve::Other("1.3.36.3.3.2.8.1.1.7".into()).name(), "brainpoolP256r1");
        assert_eq!(ec(&named("1.3.36.3.3.2.8.1.1.14")).1, 512);
        assert_eq!(ec(&named("2.999.1")).1, 0);
        let field = tlv(0x30, &[&named("1.2.840.10045.1.1"), &tlv(2, &[&[0], &[0xff; 32]])]);
        assert_eq!(ec(&tlv(0x30, &[&[2, 1, 1], &field])), (KeyAlgorithm::Ec(Curve::Explicit), 256));
    }

    #[test]
    fn the_others_by_name() {
        assert_eq!(kind("1.3.101.112", &[], &[0; 32]), (KeyAlgorithm::Ed25519, 256));
        assert_eq!(kind("1.3.101.113", &[], &[0; 57]), (KeyAlgorithm::Ed448, 456));
        assert_eq!(kind("1.3.101.110", &[], &[0; 32]), (KeyAlgorithm::X25519, 256));
        assert_eq!(kind("2.16.840.1.101.3.4.3.18", &[], &[0; 9]), (KeyAlgorithm::Named("ML-DSA-65"), 0));
        assert_eq!(kind("2.16.840.1.101.3.4.3.20", &[], &[0; 9]), (KeyAlgorithm::Named("SLH-DSA-SHA2-128s"), 0));
        assert_eq!(kind("2.16.840.1.101.3.4.4.2", &[], &[0; 9]), (KeyAlgorithm::Named("ML-KEM-768"), 768));
        assert_eq!(kind("1.2.643.7.1.1.1.2", &[], &[0; 9]), (KeyAlgorithm::Named("GOST R 34.10-2012 (512)"), 512));
        assert_eq!(kind("2.999.1", &[], &[0; 9]), (KeyAlgorithm::Other("2.999.1".into()), 0));
    }

    #[test]
    fn a_key_of_the_wrong_length_is_noted() {
        let noted = |der: &[u8]| {
            let mut problems = Vec::new();
            let sequence = crate::der::Reader::new(der, 0).read().unwrap();
            super::decode(&sequence, &mut problems).unwrap();
            problems.iter().any(|p| p.id == "public-key-content")
        };
        assert!(noted(&spki("1.3.101.112", &[], &[0; 31])));
        assert!(!noted(&spki("1.3.101.112", &[], &[0; 32])));
        let p256 = tlv(6, &[&crate::der::from_dotted("1.2.840.10045.3.1.7").unwrap()]);
        assert!(noted(&spki("1.2.840.10045.2.1", &p256, &[4; 64])));
        assert!(!noted(&spki("1.2.840.10045.2.1", &p256, &[2; 33])));
    }
}
