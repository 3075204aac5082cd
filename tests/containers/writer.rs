//! The PFX that is written: read back here, and by OpenSSL.

use super::*;
use certlens::mend::pfx::{Contents, Protection, SEED_LENGTH, write};
use certlens::secrets::CipherFamily;

const PASSWORD: &str = "Grün-2026 🔑";

pub struct Material {
    pub key: PrivateKey,
    pub certificates: Vec<Vec<u8>>,
}

pub fn material() -> Material {
    let mut reading = Reading::default();
    for file in ["leaf.key", "leaf.crt", "int.crt", "root.crt"] {
        reading.items.extend(read(&std::fs::read(support::corpus("pfx_input").join(file)).unwrap(), None).items);
    }
    let key = private_keys(&reading).next().unwrap().clone();
    let certificates = reading.items.iter().filter_map(|item| match &item.content {
        Content::Certificate(der) => Some(der.to_vec()),
        _ => None,
    });
    Material { key, certificates: certificates.collect() }
}

fn written(protection: Protection) -> Vec<u8> {
    let material = material();
    let certificates: Vec<&[u8]> = material.certificates.iter().map(Vec::as_slice).collect();
    let contents = Contents { key: &material.key.pkcs8, certificates: &certificates, friendly_name: Some("app für 東京") };
    let seed = [7; SEED_LENGTH];
    let pfx = write(&contents, protection, PASSWORD, &seed).unwrap();
    assert_eq!(Some(&pfx), write(&contents, protection, PASSWORD, &seed).as_ref(), "same arguments, same bytes");
    assert_ne!(Some(&pfx), write(&contents, protection, PASSWORD, &[8; SEED_LENGTH]).as_ref());
    assert_eq!(write(&contents, protection, PASSWORD, &seed[1..]), None, "too little randomness");
    pfx
}

fn check(protection: Protection, family: CipherFamily, digest: &str, rounds: u64) {
    let pfx = written(protection);
    let reading = read(&pfx, Some(PASSWORD));
    let counts = count(&reading);
    assert_eq!((counts.certificates, counts.keys, counts.problems.len()), (3, 1, 0), "{counts:?}");
    let key = reading.items.iter().find(|item| matches!(item.content, Content::PrivateKey(_))).unwrap();
    let leaf = reading.items.iter().find(|item| matches!(item.content, Content::Certificate(_))).unwrap();
    assert_eq!(key.alias.as_deref(), Some("app für 東京"));
    assert!(key.local_key_id.is_some() && key.local_key_id == leaf.local_key_id);
    let Content::Pkcs12(summary) = &reading.items[0].content else { panic!() };
    for scheme in summary.key_encryption.iter().chain(&summary.certificate_encryption) {
        assert_eq!((scheme.family, scheme.iterations), (family, Some(rounds)));
    }
    let mac = summary.mac.as_ref().unwrap();
    assert_eq!((mac.digest.as_str(), mac.iterations, mac.verified), (digest, rounds, Some(true)));

    // OpenSSL gives the same key and the same certificates.
    let path = std::env::temp_dir().join(format!("certlens-{}-{family:?}.pfx", std::process::id()));
    std::fs::write(&path, &pfx).unwrap();
    let pass = format!("pass:{PASSWORD}");
    let pem = openssl(&["pkcs12", "-in", path.to_str().unwrap(), "-passin", &pass, "-nodes"]);
    std::fs::remove_file(path).unwrap();
    let Some(pem) = pem else { return };
    let again = read(&pem, None);
    assert_eq!(count(&again).distinct, counts.distinct);
    let public = |reading: &Reading| private_keys(reading).next().unwrap().public.clone();
    assert_eq!(public(&again), public(&reading));
}

#[test]
fn triple_des_for_windows_and_azure() {
    check(Protection::TripleDes, CipherFamily::TripleDes, "SHA-1", 2_048);
}

#[test]
fn aes_for_current_systems() {
    check(Protection::Aes, CipherFamily::Aes, "SHA-256", 600_000);
}
