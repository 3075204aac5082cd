//! Keys in every structure and under every lock, with the public half that pairs them with certificates.

use super::*;

/// File and password, as OpenSSL 3.0 (with its legacy provider) opens them.
const LOCKED: [(&str, &str); 19] = [
    ("cryptography_vectors/asymmetric/Ed448/ed448-pkcs8-enc.pem", "password"),
    ("cryptography_vectors/asymmetric/PEM_Serialization/ec_private_key_encrypted.pem", "123456"),
    ("cryptography_vectors/asymmetric/PKCS8/ed25519-scrypt.pem", "hunter42"),
    ("cryptography_vectors/asymmetric/PKCS8/enc-ec-sha1-128-rc4.pem", "password"),
    ("cryptography_vectors/asymmetric/PKCS8/enc-rsa-pkcs8.pem", "foobar"),
    ("cryptography_vectors/asymmetric/PKCS8/enc2-rsa-pkcs8.pem", "baz"),
    ("cryptography_vectors/asymmetric/PKCS8/rsa-40bitrc2.pem", "baz"),
    ("cryptography_vectors/asymmetric/PKCS8/rsa-pbe-3des-long-salt.pem", "password"),
    ("cryptography_vectors/asymmetric/Traditional_OpenSSL_Serialization/testrsa-encrypted.pem", "password"),
    ("cryptography_vectors/asymmetric/X25519/x25519-pkcs8-enc.pem", "password"),
    ("rustcrypto/pkcs5/tests/examples/rsa_sk_aes-128-cbc_hmacWithSHA1.pkcs8.der", "hunter2"),
    ("rustcrypto/pkcs5/tests/examples/rsa_sk_aes-128-cbc_hmacWithSHA224.pkcs8.der", "hunter2"),
    ("rustcrypto/pkcs5/tests/examples/rsa_sk_aes-128-cbc_hmacWithSHA512.pkcs8.der", "hunter2"),
    ("rustcrypto/pkcs5/tests/examples/rsa_sk_aes-192-cbc_hmacWithSHA384.pkcs8.der", "hunter2"),
    ("rustcrypto/pkcs5/tests/examples/rsa_sk_aes-192-cbc_hmacWithSHA512.pkcs8.der", "hunter2"),
    ("rustcrypto/pkcs5/tests/examples/rsa_sk_aes-256-cbc_hmacWithSHA224.pkcs8.der", "hunter2"),
    ("rustcrypto/pkcs5/tests/examples/rsa_sk_aes-256-cbc_hmacWithSHA512.pkcs8.der", "hunter2"),
    ("rustcrypto/pkcs8/tests/examples/ed25519-encpriv-des-pbkdf2-sha256.der", "hunter42"),
    ("rustcrypto/pkcs8/tests/examples/ed25519-encpriv-des3-pbkdf2-sha256.der", "hunter42"),
];

#[test]
fn locked_keys_of_other_projects_open() {
    let Some(folder) = support::third_party() else { return };
    for (file, password) in LOCKED {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let reading = read(&bytes, Some(password));
        let counts = count(&reading);
        assert_eq!((counts.keys, counts.problems.len()), (1, 0), "{file}: {counts:?}");
        assert_eq!(password_state(&reading), PasswordState::Accepted, "{file}");

        // No integrity check, so damage cannot be excluded; but the state of the password asks for another.
        let reading = read(&bytes, Some("certainly wrong"));
        assert_eq!(count(&reading).problems[0], "password-or-damage", "{file}");
        assert_eq!(password_state(&reading), PasswordState::Wrong, "{file}");

        let reading = read(&bytes, None);
        assert_eq!((count(&reading).locked_keys, count(&reading).problems.len()), (1, 0), "{file}");
        assert_eq!(password_state(&reading), PasswordState::Needed, "{file}");
    }
}

#[test]
fn what_stays_locked_is_named() {
    let Some(folder) = support::third_party() else { return };
    for (file, password, id, detail) in [
        ("cryptography_vectors/asymmetric/PKCS8/enc-unknown-kdf.pem", "foobar", "algorithm-unsupported", "1.2.840.113549.1.5.1"),
        ("cryptography_vectors/asymmetric/PKCS8/enc-rsa-pkcs8-pbkdf2-0iter.pem", "foobar", "key-damaged", ""),
        (
            "rustcrypto/pkcs8/tests/examples/ed25519-encpriv-aes256-gcm-scrypt.der",
            "hunter42",
            "algorithm-unsupported",
            "AES-256-GCM",
        ),
    ] {
        let reading = read(&std::fs::read(folder.join(file)).unwrap(), Some(password));
        let counts = count(&reading);
        assert_eq!((counts.keys, counts.problems[0]), (0, id), "{file}");
        assert!(counts.details[0].contains(detail), "{file}: {}", counts.details[0]);
    }
}

/// The public half computed here against what OpenSSL wrote into a certificate for the same key.
#[test]
fn public_halves_pair_with_certificates() {
    for (key, certificate) in [
        ("leaf", "leaf"),
        ("leaf2", "leaf2"),
        ("leafec", "leafec"),
        ("leafec384", "leafec384"),
        ("leafed", "leafed"),
        ("root", "root"),
    ] {
        let file = |name: String| std::fs::read(support::corpus("pfx_input").join(name)).unwrap();
        let key_reading = read(&file(format!("{key}.key")), None);
        let public = private_keys(&key_reading).next().unwrap().public.clone().unwrap();
        let reading = read(&file(format!("{certificate}.crt")), None);
        let Content::Certificate(der) = &reading.items[0].content else { panic!() };
        assert_eq!(certlens::x509::decode_certificate(der).unwrap().public_key, public, "{key}");
    }
}

/// Same key, every structure: OpenSSL converts, the public half stays.
#[test]
fn one_key_in_every_structure_has_one_public_half() {
    let folder = support::corpus("keys");
    for name in ["leaf.key", "p256-leaf.key", "p384-leaf.key", "p521-leaf.key", "ed-leaf.key", "pss-int.key"] {
        let path = folder.join(name);
        let reading = read(&std::fs::read(&path).unwrap(), None);
        let public = private_keys(&reading).next().unwrap().public.clone().unwrap();
        let mut conversions = vec![&["-outform", "DER"][..], &["-pubout"], &["-aes128", "-passout", "pass:secret"]];
        if !name.starts_with("ed") && !name.starts_with("pss") {
            conversions.push(&["-traditional"]);
        }
        for arguments in conversions {
            let Some(bytes) = openssl(&[&["pkey", "-in", path.to_str().unwrap()], arguments].concat()) else {
                return;
            };
            let reading = read(&bytes, Some("secret"));
            let found = reading.items.iter().find_map(|item| match &item.content {
                Content::PrivateKey(key) => key.public.clone(),
                Content::PublicKey(key) => Some(key.clone()),
                _ => None,
            });
            assert_eq!(found.as_ref(), Some(&public), "{name} {arguments:?}");
        }
    }
}

/// Found by the fuzzer in a PFX: the algorithm's identifier was that of a prime field, and the same bytes as a file of
/// their own were taken for EC parameters.
#[test]
fn a_key_is_a_key_whatever_its_algorithm() {
    let field = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x01, 0x01];
    let pkcs7 = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
    for oid in [&field[..], &pkcs7[..]] {
        let algorithm = [&[0x30, oid.len() as u8][..], oid].concat();
        let body = [&[0x02, 0x01, 0x00][..], &algorithm, &[0x04, 0x02, 0x05, 0x00]].concat();
        let key = [&[0x30, body.len() as u8][..], &body].concat();
        let counts = count(&read(&key, None));
        assert_eq!((counts.keys, counts.problems.len()), (1, 0), "{counts:?}");
    }
}
