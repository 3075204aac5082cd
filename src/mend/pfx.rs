//! Writes a PFX (RFC 7292) with one private key and its certificates, for systems that differ in what they read.
//!
//! The core has no randomness: salts and vectors come out of a seed that the caller draws from a secure source.

use crate::der::encode::{element, integer, octets, oid, sequence};
use crate::der::tag;
use crate::digest::Digest;
use crate::lists;
use crate::secrets::ciphers::Cipher;
use crate::secrets::kdf::{Derivation, Derivations, Purpose, Secret};
use crate::secrets::passwords::utf16;

/// The least that a seed must have.
pub const SEED_LENGTH: usize = 32;

/// OWASP's advice for PBKDF2 with HMAC-SHA-256; Windows reports a wrong password for more.
const MODERN_ROUNDS: u64 = 600_000;

/// What OpenSSL writes for the old schemes. More would slow down readers and protect little: the cipher is the weak
/// part.
const LEGACY_ROUNDS: u64 = 2_048;

/// Which encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// pbeWithSHAAnd3-KeyTripleDES-CBC and a SHA-1 MAC: what every version of Windows, and what stands on it, imports.
    TripleDes,
    /// PBES2 with AES-256-CBC and PBKDF2 HMAC-SHA-256, and a SHA-256 MAC.
    Aes,
}

/// What goes into the file.
#[derive(Clone, Copy)]
pub struct Contents<'a> {
    /// The key as PKCS #8 `PrivateKeyInfo`.
    pub key: &'a [u8],
    /// DER of the certificates; the first is the key's.
    pub certificates: &'a [&'a [u8]],
    /// friendlyName of the key and its certificate.
    pub friendly_name: Option<&'a str>,
}

/// The PFX. The same arguments give the same bytes.
///
/// `None` when the seed is shorter than [`SEED_LENGTH`].
#[must_use]
pub fn write(contents: &Contents<'_>, protection: Protection, password: &str, seed: &[u8]) -> Option<Vec<u8>> {
    if seed.len() < SEED_LENGTH {
        return None;
    }
    let mut writer = Writer { protection, password, seed, derivations: Derivations::default() };
    // Windows and OpenSSL pair a key with its certificate by localKeyId; the certificate's SHA-1 is the usual value.
    let local_key_id = contents.certificates.first().map(|leaf| Digest::Sha1.hash(&[leaf]));
    let pair = attributes(contents.friendly_name, local_key_id.as_deref().map(Vec::as_slice));

    let mut bags = Vec::new();
    for (i, certificate) in contents.certificates.iter().enumerate() {
        let typed = sequence(&[&oid("1.2.840.113549.1.9.22.1"), &explicit(&octets(certificate))]);
        bags.extend(bag("1.2.840.113549.1.12.10.1.3", &typed, if i == 0 { &pair } else { &[] }));
    }
    let certificates = writer.encrypted_safe(&sequence(&[&bags]))?;
    let (algorithm, cipher_text) = writer.encrypt(contents.key, "key")?;
    let shrouded = sequence(&[&algorithm, &octets(&cipher_text)]);
    let key = bag("1.2.840.113549.1.12.10.1.2", &shrouded, &pair);
    let key = content_info("1.2.840.113549.1.7.1", &octets(&sequence(&[&key])));

    let safe = sequence(&[&key, &certificates]);
    let mac = writer.mac(&safe)?;
    Some(sequence(&[&integer(3), &content_info("1.2.840.113549.1.7.1", &octets(&safe)), &mac]))
}

struct Writer<'a> {
    protection: Protection,
    password: &'a str,
    seed: &'a [u8],
    derivations: Derivations,
}

impl Writer<'_> {
    /// Bytes for one use, never the same for two.
    fn random(&self, purpose: &str, length: usize) -> Vec<u8> {
        let mut bytes = Digest::Sha256.hmac(self.seed, purpose.as_bytes()).to_vec();
        bytes.truncate(length);
        bytes
    }

    /// An AlgorithmIdentifier and the cipher text.
    fn encrypt(&mut self, text: &[u8], purpose: &str) -> Option<(Vec<u8>, Vec<u8>)> {
        match self.protection {
            Protection::TripleDes => {
                let salt = self.random(purpose, 8);
                let key = self.pkcs12(Digest::Sha1, Purpose::Key, &salt, LEGACY_ROUNDS, 24)?;
                let iv = self.pkcs12(Digest::Sha1, Purpose::Iv, &salt, LEGACY_ROUNDS, 8)?;
                let parameters = sequence(&[&octets(&salt), &integer(LEGACY_ROUNDS)]);
                let algorithm = sequence(&[&oid("1.2.840.113549.1.12.1.3"), &parameters]);
                Some((algorithm, Cipher::TRIPLE_DES.encrypt(&key, &iv, text)?))
            }
            Protection::Aes => {
                // One salt for all parts: the key is the same, its derivation is done once, and the vectors differ.
                let salt = self.random("salt", 16);
                let iv = self.random(purpose, 16);
                let derivation = Derivation::Pbkdf2 { digest: Digest::Sha256, salt: salt.clone(), rounds: MODERN_ROUNDS };
                let key = self.derivations.derive(&derivation, self.password.as_bytes(), 32).ok()?;
                let prf = sequence(&[&oid("1.2.840.113549.2.9"), &[tag::NULL, 0]]);
                let pbkdf2 = sequence(&[&octets(&salt), &integer(MODERN_ROUNDS), &prf]);
                let function = sequence(&[&oid("1.2.840.113549.1.5.12"), &pbkdf2]);
                let scheme = sequence(&[&oid("2.16.840.1.101.3.4.1.42"), &octets(&iv)]);
                let parameters = sequence(&[&function, &scheme]);
                let algorithm = sequence(&[&oid("1.2.840.113549.1.5.13"), &parameters]);
                Some((algorithm, Cipher::AES_256.encrypt(&key, &iv, text)?))
            }
        }
    }

    fn encrypted_safe(&mut self, safe: &[u8]) -> Option<Vec<u8>> {
        let (algorithm, cipher_text) = self.encrypt(safe, "certificates")?;
        let content = element(0x80, &[&cipher_text]);
        let encrypted = sequence(&[&oid("1.2.840.113549.1.7.1"), &algorithm, &content]);
        Some(content_info("1.2.840.113549.1.7.6", &sequence(&[&integer(0), &encrypted])))
    }

    fn mac(&mut self, safe: &[u8]) -> Option<Vec<u8>> {
        let (digest, rounds) = match self.protection {
            Protection::TripleDes => (Digest::Sha1, LEGACY_ROUNDS),
            // As many as for the keys: the MAC must not be the cheap way to try passwords.
            Protection::Aes => (Digest::Sha256, MODERN_ROUNDS),
        };
        let salt = self.random("mac", 8);
        let key = self.pkcs12(digest, Purpose::Mac, &salt, rounds, digest.output_len())?;
        let algorithm = sequence(&[&oid(digest.oid()), &[tag::NULL, 0]]);
        let info = sequence(&[&algorithm, &octets(&digest.hmac(&key, safe))]);
        Some(sequence(&[&info, &octets(&salt), &integer(rounds)]))
    }

    fn pkcs12(&mut self, digest: Digest, purpose: Purpose, salt: &[u8], rounds: u64, length: usize) -> Option<Secret> {
        let password = utf16(self.password, true);
        let derivation = Derivation::Pkcs12 { digest, purpose, salt: salt.to_vec(), rounds };
        self.derivations.derive(&derivation, &password, length).ok()
    }
}

fn explicit(content: &[u8]) -> Vec<u8> {
    element(0xa0, &[content])
}

fn content_info(kind: &str, content: &[u8]) -> Vec<u8> {
    sequence(&[&oid(kind), &explicit(content)])
}

fn bag(kind: &str, value: &[u8], attributes: &[u8]) -> Vec<u8> {
    sequence(&[&oid(kind), &explicit(value), attributes])
}

/// `bagAttributes`, empty when there are none.
fn attributes(friendly_name: Option<&str>, local_key_id: Option<&[u8]>) -> Vec<u8> {
    let attribute = |kind: &str, value: &[u8]| sequence(&[&oid(kind), &element(tag::SET, &[value])]);
    let mut all = Vec::new();
    if let Some(name) = friendly_name {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
        all.push(attribute("1.2.840.113549.1.9.20", &element(0x1e, &[&units])));
    }
    if let Some(id) = local_key_id {
        all.push(attribute("1.2.840.113549.1.9.21", &octets(id)));
    }
    if all.is_empty() {
        return Vec::new();
    }
    // DER: the elements of a SET OF in ascending order.
    lists::sort_by(&mut all, Vec::cmp);
    let parts: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
    element(tag::SET, &parts)
}
