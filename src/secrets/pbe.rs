//! Password-based encryption: what an AlgorithmIdentifier says, and taking it off again.
//!
//! The schemes of PKCS #12 (RFC 7292 appendix C), PBES1 and PBES2 (RFC 8018), and JCEKS.

use super::ciphers::Cipher;
use super::kdf::{Derivation, Derivations, Purpose, Refusal, Secret};
use super::passwords::Encoded;
use super::protection::{CipherFamily, Scheme};
use crate::der::{Ber, Malformed, Reader, tag};
use crate::digest::Digest;
use crate::facts::Problem;

/// Why something stays locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// An algorithm we do not have, by name.
    Unsupported(String),
    /// More rounds than [`super::limits`] allow; how many.
    TooCostly(String),
    /// Not tried, because it takes long and nobody gave this password.
    NotOnAGuess,
    /// The parameters of the encryption are damaged.
    Damaged,
    /// What comes out is no clear text: another password, or damage.
    NotClearText,
}

impl Obstacle {
    /// The problem to report. `proven`: an integrity check has confirmed the password.
    #[must_use]
    pub fn problem(&self, proven: bool) -> Problem {
        match self {
            Self::Unsupported(name) => Problem::new("algorithm-unsupported").with(name.clone()),
            Self::TooCostly(rounds) => Problem::new("too-many-iterations").with(rounds.clone()),
            Self::Damaged => Problem::new("container-damaged"),
            Self::NotClearText | Self::NotOnAGuess if proven => Problem::new("other-password"),
            Self::NotClearText | Self::NotOnAGuess => Problem::new("password-or-damage"),
        }
    }
}

impl From<Refusal> for Obstacle {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooCostly(rounds) => Self::TooCostly(rounds),
            Refusal::NotOnAGuess => Self::NotOnAGuess,
            Refusal::Malformed => Self::Damaged,
        }
    }
}

impl From<Malformed> for Obstacle {
    fn from(_: Malformed) -> Self {
        Self::Damaged
    }
}

/// An encryption as an AlgorithmIdentifier describes it.
#[derive(Clone, Debug)]
pub struct Encryption {
    /// For people and profiles.
    pub scheme: Scheme,
    oid: Option<String>,
    method: Result<Method, Obstacle>,
}

#[derive(Clone, Debug)]
enum Method {
    /// Key and vector both come from the PKCS #12 derivation.
    Pkcs12 { cipher: Cipher, salt: Vec<u8>, rounds: u64 },
    /// Key and vector are two halves of one derived value.
    KeyAndIv { cipher: Cipher, derivation: Derivation },
    /// The vector is in the parameters.
    Pbes2 { cipher: Cipher, iv: Vec<u8>, derivation: Derivation },
}

impl Encryption {
    /// Reads the contents of an AlgorithmIdentifier. Never fails: what is not understood stays locked with a reason.
    #[must_use]
    pub fn read(algorithm: Reader<'_>) -> Self {
        let oid = { algorithm }.oid().ok();
        let method = Method::read(algorithm);
        let scheme = match &method {
            Ok(method) => method.scheme(),
            Err(obstacle) => Scheme {
                family: CipherFamily::Other,
                cipher: if let Obstacle::Unsupported(name) = obstacle { name.clone() } else { "unreadable".to_owned() },
                pbes2: false,
                derivation: String::new(),
                iterations: None,
            },
        };
        Self { scheme, oid, method }
    }

    /// Whether it is this algorithm.
    #[must_use]
    pub fn is(&self, oid: &str) -> bool {
        self.oid.as_deref() == Some(oid)
    }

    /// Whether a password could open it here at all.
    ///
    /// # Errors
    /// An [`Obstacle`] that no password removes.
    pub fn within_reach(&self) -> Result<(), Obstacle> {
        let method = self.method.as_ref().map_err(Clone::clone)?;
        let (derivation, length) = match method {
            Method::Pkcs12 { cipher, salt, rounds } => (&Method::pkcs12(Purpose::Key, salt, *rounds), cipher.key_len),
            Method::KeyAndIv { cipher, derivation } | Method::Pbes2 { cipher, derivation, .. } => (derivation, cipher.key_len),
        };
        Derivations::default().afford(derivation, length)?;
        Ok(())
    }

    /// Decrypts, trying the encodings of the password in turn until `accept` takes what comes out. Unusual encodings
    /// are tried where that is cheap, or the password is `proven`.
    ///
    /// # Errors
    /// An [`Obstacle`].
    pub fn decrypt<T>(
        &self,
        cipher_text: &[u8],
        (passwords, proven): (&[Encoded], bool),
        derivations: &mut Derivations,
        accept: impl Fn(&Secret) -> Option<T>,
    ) -> Result<(T, Option<&'static str>), Obstacle> {
        let method = self.method.as_ref().map_err(Clone::clone)?;
        let mut tried: Vec<&[u8]> = Vec::new();
        for way in passwords {
            let password: &[u8] = if method.takes_bmp() { &way.bmp } else { &way.octets };
            if tried.contains(&password) {
                continue;
            }
            tried.push(password);
            let only_cheap = derivations.only_cheap;
            derivations.only_cheap = only_cheap || (way.is_unusual() && !proven);
            let decrypted = method.decrypt(cipher_text, password, derivations);
            derivations.only_cheap = only_cheap;
            match decrypted {
                Ok(Some(text)) => {
                    if let Some(accepted) = accept(&text) {
                        return Ok((accepted, way.variant));
                    }
                }
                Ok(None) => {}
                Err(Obstacle::NotOnAGuess | Obstacle::TooCostly(_)) if tried.len() > 1 => break,
                Err(obstacle) => return Err(obstacle),
            }
        }
        Err(Obstacle::NotClearText)
    }
}

impl Method {
    fn read(mut algorithm: Reader<'_>) -> Result<Self, Obstacle> {
        let oid = algorithm.oid()?;
        if oid == "1.2.840.113549.1.5.13" {
            return Self::pbes2(algorithm.sequence()?);
        }
        let salt_and_rounds = |mut algorithm: Reader<'_>| -> Ber<(Vec<u8>, u64)> {
            let mut parameters = algorithm.sequence()?;
            Ok((parameters.octet_string()?.into_owned(), parameters.unsigned()?))
        };
        let pkcs12 = match oid.as_str() {
            "1.2.840.113549.1.12.1.1" => Some(Cipher::new(CipherFamily::Rc4, 16)),
            "1.2.840.113549.1.12.1.2" => Some(Cipher::new(CipherFamily::Rc4, 5)),
            "1.2.840.113549.1.12.1.3" => Some(Cipher::TRIPLE_DES),
            "1.2.840.113549.1.12.1.4" => Some(Cipher::TRIPLE_DES_2),
            "1.2.840.113549.1.12.1.5" => Some(Cipher::rc2(16, 128)),
            "1.2.840.113549.1.12.1.6" => Some(Cipher::rc2(5, 40)),
            _ => None,
        };
        if let Some(cipher) = pkcs12 {
            let (salt, rounds) = salt_and_rounds(algorithm)?;
            return Ok(Self::Pkcs12 { cipher, salt, rounds });
        }
        let (cipher, digest) = match oid.as_str() {
            "1.2.840.113549.1.5.3" => (Cipher::DES, Some(Digest::Md5)),
            "1.2.840.113549.1.5.6" => (Cipher::rc2(8, 64), Some(Digest::Md5)),
            "1.2.840.113549.1.5.10" => (Cipher::DES, Some(Digest::Sha1)),
            "1.2.840.113549.1.5.11" => (Cipher::rc2(8, 64), Some(Digest::Sha1)),
            "1.3.6.1.4.1.42.2.19.1" => (Cipher::TRIPLE_DES, None),
            _ => return Err(Obstacle::Unsupported(name_of(&oid))),
        };
        let (salt, rounds) = salt_and_rounds(algorithm)?;
        let derivation = match digest {
            Some(digest) => Derivation::Pbkdf1 { digest, salt, rounds },
            None => Derivation::Jce { salt, rounds },
        };
        Ok(Self::KeyAndIv { cipher, derivation })
    }

    /// RFC 8018 6.2: a key derivation function and an encryption scheme.
    fn pbes2(mut parameters: Reader<'_>) -> Result<Self, Obstacle> {
        let (derivation, _) = derivation(parameters.sequence()?)?;
        let mut scheme = parameters.sequence()?;
        let oid = scheme.oid()?;
        if oid == "1.2.840.113549.3.2" {
            // RFC 8018 B.2.3: the version number encodes the effective key bits.
            let mut rc2 = scheme.sequence()?;
            let bits = match rc2.peek() {
                Some(tag::INTEGER) => match rc2.unsigned()? {
                    160 => 40,
                    120 => 64,
                    58 => 128,
                    other => return Err(Obstacle::Unsupported(format!("RC2 version {other}"))),
                },
                _ => 32,
            };
            let iv = rc2.octet_string()?.into_owned();
            return Ok(Self::Pbes2 { cipher: Cipher::rc2(bits / 8, bits), iv, derivation });
        }
        let cipher = Cipher::from_oid(&oid).ok_or_else(|| Obstacle::Unsupported(name_of(&oid)))?;
        Ok(Self::Pbes2 { cipher, iv: scheme.octet_string()?.into_owned(), derivation })
    }

    fn pkcs12(purpose: Purpose, salt: &[u8], rounds: u64) -> Derivation {
        Derivation::Pkcs12 { digest: Digest::Sha1, purpose, salt: salt.to_vec(), rounds }
    }

    /// Whether the password goes in as BMPString.
    const fn takes_bmp(&self) -> bool {
        matches!(self, Self::Pkcs12 { .. })
    }

    /// `Ok(None)`: the padding is not there.
    fn decrypt(&self, cipher_text: &[u8], password: &[u8], derivations: &mut Derivations) -> Result<Option<Secret>, Obstacle> {
        match self {
            Self::Pkcs12 { cipher, salt, rounds } => {
                let mut derive = |purpose, length| derivations.derive(&Self::pkcs12(purpose, salt, *rounds), password, length);
                let key = derive(Purpose::Key, cipher.key_len)?;
                let iv = match cipher.block_len() {
                    0 => Secret::default(),
                    length => derive(Purpose::Iv, length)?,
                };
                Ok(cipher.decrypt(&key, &iv, cipher_text))
            }
            Self::KeyAndIv { cipher, derivation } => {
                let both = derivations.derive(derivation, password, cipher.key_len + cipher.block_len())?;
                let (key, iv) = both.split_at(cipher.key_len);
                Ok(cipher.decrypt(key, iv, cipher_text))
            }
            Self::Pbes2 { cipher, iv, derivation } => {
                let key = derivations.derive(derivation, password, cipher.key_len)?;
                Ok(cipher.decrypt(&key, iv, cipher_text))
            }
        }
    }

    fn scheme(&self) -> Scheme {
        let (cipher, pbes2, derivation, iterations) = match self {
            Self::Pkcs12 { cipher, rounds, .. } => (cipher, false, "PKCS #12 KDF SHA-1".to_owned(), Some(*rounds)),
            Self::KeyAndIv { cipher, derivation } => (cipher, false, derivation.name(), derivation.rounds()),
            Self::Pbes2 { cipher, derivation, .. } => (cipher, true, derivation.name(), derivation.rounds()),
        };
        Scheme { family: cipher.family, cipher: cipher.name(), pbes2, derivation, iterations }
    }
}

/// A key derivation function's AlgorithmIdentifier, and the key length it may state.
///
/// # Errors
/// Unsupported functions and damage.
pub fn derivation(mut function: Reader<'_>) -> Result<(Derivation, Option<u64>), Obstacle> {
    let oid = function.oid()?;
    match oid.as_str() {
        "1.2.840.113549.1.5.12" => {
            let mut parameters = function.sequence()?;
            if parameters.peek() == Some(tag::SEQUENCE) {
                return Err(Obstacle::Unsupported("PBKDF2 salt source".to_owned()));
            }
            let salt = parameters.octet_string()?.into_owned();
            let rounds = parameters.unsigned()?;
            let length = match parameters.peek() {
                Some(tag::INTEGER) => Some(parameters.unsigned()?),
                _ => None,
            };
            let digest = match parameters.optional(tag::SEQUENCE)? {
                // RFC 8018 A.2: prf DEFAULT algid-hmacWithSHA1.
                None => Digest::Sha1,
                Some(prf) => {
                    let oid = prf.children().oid()?;
                    Digest::from_hmac_oid(&oid).ok_or_else(|| Obstacle::Unsupported(name_of(&oid)))?
                }
            };
            Ok((Derivation::Pbkdf2 { digest, salt, rounds }, length))
        }
        "1.3.6.1.4.1.11591.4.11" => {
            let mut parameters = function.sequence()?;
            let salt = parameters.octet_string()?.into_owned();
            let (n, r, p) = (parameters.unsigned()?, parameters.unsigned()?, parameters.unsigned()?);
            let length = if parameters.is_empty() { None } else { Some(parameters.unsigned()?) };
            Ok((Derivation::Scrypt { salt, n, r, p }, length))
        }
        _ => Err(Obstacle::Unsupported(name_of(&oid))),
    }
}

/// The usual name of an algorithm we do not have; its number when we do not know it either.
#[must_use]
pub fn name_of(oid: &str) -> String {
    let name = match oid {
        "1.2.840.113549.1.5.1" => "pbeWithMD2AndDES-CBC",
        "1.2.840.113549.1.5.4" => "pbeWithMD2AndRC2-CBC",
        "1.2.840.113549.3.9" => "RC5-CBC",
        "1.2.840.113533.7.66.10" => "CAST5-CBC",
        "1.3.6.1.4.1.188.7.1.1.2" => "IDEA-CBC",
        "1.3.6.1.4.1.3029.1.2" => "Blowfish-CBC",
        "1.2.410.200004.1.4" => "SEED-CBC",
        "1.2.410.200004.1.15" => "pbeWithSHA1AndSEED-CBC",
        "1.2.156.10197.1.104.2" => "SM4-CBC",
        "2.16.840.1.101.3.4.1.6" => "AES-128-GCM",
        "2.16.840.1.101.3.4.1.26" => "AES-192-GCM",
        "2.16.840.1.101.3.4.1.46" => "AES-256-GCM",
        "1.2.643.2.2.21" => "GOST 28147-89",
        "1.2.643.7.1.1.5.1.1" | "1.2.643.7.1.1.5.1.2" => "Magma",
        "1.2.643.7.1.1.5.2.1" | "1.2.643.7.1.1.5.2.2" => "Kuznyechik",
        "1.2.643.7.1.1.4.1" => "HMAC-Streebog-256",
        "1.2.643.7.1.1.4.2" => "HMAC-Streebog-512",
        "1.2.643.2.2.10" => "HMAC-GOST R 34.11-94",
        "1.2.643.2.2.9" => "GOST R 34.11-94",
        "1.2.643.7.1.1.2.2" => "Streebog-256",
        "1.2.643.7.1.1.2.3" => "Streebog-512",
        "1.2.840.113549.2.2" => "MD2",
        "1.3.6.1.4.1.1722.12.2.1.16" => "BLAKE2b-512",
        "1.3.6.1.4.1.1722.12.2.2.8" => "BLAKE2s-256",
        "1.3.36.3.2.1" => "RIPEMD-160",
        "1.3.6.1.4.1.22554.1.1.2.1.2" | "1.3.6.1.4.1.22554.1.2.1.2.1.42" => "pbeWithSHA256And256BitAES-CBC (Bouncy Castle)",
        "1.3.6.1.4.1.42.2.17.1.1" => "JKS key protector",
        _ => return oid.to_owned(),
    };
    name.to_owned()
}
