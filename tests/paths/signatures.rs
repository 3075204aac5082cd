//! Signatures made by OpenSSL 3.0 over `signed by openssl`: `tests/fixtures/signatures.txt` holds one a line, as name,
//! algorithm OID, parameters, SubjectPublicKeyInfo and signature.

use crate::support;
use certlens::facts::{AlgorithmIdentifier, Oid};
use certlens::signature::{Verification, algorithm_name, digest, strength, verify};
use certlens::x509::decode_public_key;

const MESSAGE: &[u8] = b"signed by openssl";

struct Vector {
    name: String,
    algorithm: AlgorithmIdentifier,
    spki: Vec<u8>,
    signature: Vec<u8>,
}

fn vectors() -> Vec<Vector> {
    let text = std::fs::read_to_string(support::root().join("tests/fixtures/signatures.txt")).unwrap();
    text.lines()
        .map(|line| {
            let fields: Vec<&str> = line.split(' ').collect();
            let parameters = if fields[2] == "-" { Vec::new() } else { hex(fields[2]) };
            Vector {
                name: fields[0].to_owned(),
                algorithm: AlgorithmIdentifier { oid: Oid::from(fields[1]), parameters },
                spki: hex(fields[3]),
                signature: hex(fields[4]),
            }
        })
        .collect()
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect()
}

fn check(vector: &Vector, message: &[u8], signature: &[u8]) -> Verification {
    verify(&decode_public_key(&vector.spki).unwrap(), &vector.algorithm, message, signature)
}

#[test]
fn signatures_of_openssl_verify_and_changed_ones_do_not() {
    for vector in vectors() {
        assert_eq!(check(&vector, MESSAGE, &vector.signature), Verification::Verified, "{}", vector.name);
        assert_eq!(check(&vector, b"signed by openssL", &vector.signature), Verification::Failed, "{}", vector.name);
        for at in [0, 1, vector.signature.len() / 2, vector.signature.len() - 1] {
            let mut changed = vector.signature.clone();
            changed[at] ^= 1;
            assert_eq!(check(&vector, MESSAGE, &changed), Verification::Failed, "{} byte {at}", vector.name);
        }
        let longer = [vector.signature.as_slice(), &[0]].concat();
        assert_eq!(check(&vector, MESSAGE, &longer), Verification::Failed, "{} with a byte more", vector.name);
        let shorter = &vector.signature[..vector.signature.len() - 1];
        assert_eq!(check(&vector, MESSAGE, shorter), Verification::Failed, "{} with a byte less", vector.name);
        assert_eq!(check(&vector, MESSAGE, &[]), Verification::Failed, "{} without signature", vector.name);
    }
}

#[test]
fn no_key_verifies_the_signature_of_another() {
    let all = vectors();
    for vector in &all {
        for other in all.iter().filter(|o| o.spki != vector.spki) {
            let key = decode_public_key(&other.spki).unwrap();
            let said = verify(&key, &vector.algorithm, MESSAGE, &vector.signature);
            assert_ne!(said, Verification::Verified, "{} with the key of {}", vector.name, other.name);
        }
    }
}

#[test]
fn another_digest_in_the_algorithm_does_not_verify() {
    let all = vectors();
    for vector in &all {
        for other in all.iter().filter(|o| o.algorithm != vector.algorithm) {
            let key = decode_public_key(&vector.spki).unwrap();
            let said = verify(&key, &other.algorithm, MESSAGE, &vector.signature);
            assert_ne!(said, Verification::Verified, "{} as {}", vector.name, other.name);
        }
    }
}

#[test]
fn what_is_not_computed_is_named() {
    let vector = &vectors()[0];
    for oid in ["1.2.643.7.1.1.3.2", "1.2.156.10197.1.501", "2.16.840.1.101.3.4.3.18", "1.2.3.4"] {
        let algorithm = AlgorithmIdentifier { oid: Oid::from(oid), parameters: Vec::new() };
        let said = verify(&decode_public_key(&vector.spki).unwrap(), &algorithm, MESSAGE, &vector.signature);
        assert_eq!(said, Verification::Unsupported(Oid::from(oid)));
    }
}

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    [&[tag, 0x82, (length >> 8) as u8, length as u8][..], content].concat()
}

fn rsa_key(modulus: &[u8], exponent: &[u8]) -> certlens::facts::PublicKey {
    let vector = vectors().into_iter().find(|v| v.name == "rsa-sha256").unwrap();
    let mut key = decode_public_key(&vector.spki).unwrap();
    let short = |tag: u8, content: &[u8]| [&[tag, content.len() as u8][..], content].concat();
    let sized = |tag: u8, content: &[u8]| match content.len() {
        0..=127 => short(tag, content),
        128..=255 => [&[tag, 0x81, content.len() as u8][..], content].concat(),
        _ => tlv(tag, content),
    };
    let number = |bytes: &[u8]| sized(0x02, &[&[0], bytes].concat());
    key.key = sized(0x30, &[number(modulus), number(exponent)].concat());
    key
}

#[test]
fn an_absurd_modulus_costs_no_time() {
    let algorithm = AlgorithmIdentifier { oid: Oid::from("1.2.840.113549.1.1.11"), parameters: vec![5, 0] };
    let key = rsa_key(&[0xff; 1 << 14], &[1, 0, 1]);
    assert_eq!(verify(&key, &algorithm, MESSAGE, &[1; 64]), Verification::Unsupported(algorithm.oid.clone()));
}

#[test]
fn odd_rsa_keys_never_verify_and_never_panic() {
    let moduli: Vec<Vec<u8>> = [1, 16, 32, 33, 63, 64, 65, 128, 129]
        .iter()
        .flat_map(|&size| [vec![0xff; size], vec![0x81; size], [vec![0x01], vec![0xfe; size - 1]].concat()])
        .collect();
    for modulus in &moduli {
        for exponent in [&[1_u8][..], &[3], &[0xff; 5]] {
            let key = rsa_key(modulus, exponent);
            for vector in vectors().iter().filter(|v| v.name.starts_with("rsa-") || v.name.starts_with("pss-")) {
                for signature in [vec![0; modulus.len()], vec![0x7f; modulus.len()], vec![1; modulus.len() + 1], Vec::new()] {
                    assert_ne!(verify(&key, &vector.algorithm, MESSAGE, &signature), Verification::Verified, "{modulus:x?}");
                }
            }
        }
    }
}

#[test]
fn a_salt_longer_than_the_key_is_no_signature() {
    let vector = vectors().into_iter().find(|v| v.name == "pss-sha256-32").unwrap();
    for salt in [[0x02, 0x01, 0x7f], [0x02, 0x01, 0x00], [0x02, 0x01, 0xff]] {
        let mut algorithm = vector.algorithm.clone();
        let at = algorithm.parameters.len() - 3;
        algorithm.parameters[at..].copy_from_slice(&salt);
        let said = verify(&decode_public_key(&vector.spki).unwrap(), &algorithm, MESSAGE, &vector.signature);
        assert_ne!(said, Verification::Verified);
    }
}

#[test]
fn points_off_the_curve_never_verify() {
    for vector in vectors().into_iter().filter(|v| v.name.starts_with("ec-")) {
        let mut key = decode_public_key(&vector.spki).unwrap();
        for point in [vec![], vec![0], vec![4], vec![4; key.key.len()], vec![5; key.key.len()], vec![2; key.key.len() / 2 + 1]] {
            key.key = point;
            assert_eq!(verify(&key, &vector.algorithm, MESSAGE, &vector.signature), Verification::Failed, "{}", vector.name);
        }
    }
}

#[test]
fn a_hybrid_point_has_to_say_the_same_twice() {
    let vector = vectors().into_iter().find(|v| v.name == "ec-P-256-hybrid").unwrap();
    let mut key = decode_public_key(&vector.spki).unwrap();
    assert_eq!(verify(&key, &vector.algorithm, MESSAGE, &vector.signature), Verification::Verified);
    key.key[0] ^= 1;
    assert_eq!(verify(&key, &vector.algorithm, MESSAGE, &vector.signature), Verification::Failed);
}

/// What the arithmetic has no answer for is no signature: nobody takes these.
#[test]
fn an_even_modulus_and_the_exponent_zero_are_refused_outright() {
    let algorithm = AlgorithmIdentifier { oid: Oid::from("1.2.840.113549.1.1.11"), parameters: vec![5, 0] };
    let (mut even, odd) = ([0xc5; 256], [0xc5; 256]);
    even[255] = 0xc4;
    for (modulus, exponent) in [(&even, &[1_u8, 0, 1][..]), (&odd, &[0]), (&odd, &[2])] {
        let key = rsa_key(modulus, exponent);
        assert_eq!(verify(&key, &algorithm, MESSAGE, &[0x11; 256]), Verification::Failed);
    }
}

#[test]
fn algorithms_have_names_digests_and_strengths() {
    let named = |name: &str| vectors().into_iter().find(|v| v.name == name).unwrap();
    let facts = |name: &str| {
        let vector = named(name);
        let key = decode_public_key(&vector.spki).unwrap();
        (
            algorithm_name(&vector.algorithm),
            digest(&vector.algorithm).map(|d| d.name()),
            strength::of_key(&key),
            strength::of_signature(&vector.algorithm),
        )
    };
    assert_eq!(facts("rsa-sha256"), ("sha256WithRSAEncryption".into(), Some("SHA-256"), Some(112), Some(128)));
    assert_eq!(facts("rsa-md5"), ("md5WithRSAEncryption".into(), Some("MD5"), Some(112), Some(39)));
    assert_eq!(facts("pss-sha384-48"), ("RSASSA-PSS".into(), Some("SHA-384"), Some(112), Some(192)));
    assert_eq!(facts("pss-sha1-20"), ("RSASSA-PSS".into(), Some("SHA-1"), Some(112), Some(63)));
    assert_eq!(facts("rsa1024-sha256").2, Some(80));
    assert_eq!(facts("ec-P-521-sha512"), ("ecdsa-with-SHA512".into(), Some("SHA-512"), Some(256), Some(256)));
    assert_eq!(facts("ed25519"), ("Ed25519".into(), None, Some(128), None));
}
