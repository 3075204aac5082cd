//! Passwords into keys: PKCS #12 (RFC 7292 appendix B), PBKDF1 and PBKDF2 (RFC 8018), scrypt (RFC 7914), and the
//! derivations of OpenSSL's PEM encryption and of Java's JCEKS.
//!
//! Every derivation is paid for: a file cannot make the reader work longer than [`limits`] allow.

use super::ahead::Ahead;
use super::protection::grouped;
use super::{chains, limits};
use crate::digest::Digest;
use zeroize::Zeroizing;

/// Key material, wiped when dropped.
pub type Secret = Zeroizing<Vec<u8>>;

/// What a derived value of the PKCS #12 scheme is for: the ID byte of RFC 7292 B.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A key for encryption.
    Key = 1,
    /// An initialisation vector.
    Iv = 2,
    /// A key for the MAC.
    Mac = 3,
}

/// A derivation with all its parameters but the password and the length of its output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// RFC 7292 appendix B.2.
    Pkcs12 { digest: Digest, purpose: Purpose, salt: Vec<u8>, rounds: u64 },
    /// RFC 8018 5.1; at most one hash of output.
    Pbkdf1 { digest: Digest, salt: Vec<u8>, rounds: u64 },
    /// RFC 8018 5.2 with HMAC.
    Pbkdf2 { digest: Digest, salt: Vec<u8>, rounds: u64 },
    /// RFC 7914.
    Scrypt { salt: Vec<u8>, n: u64, r: u64, p: u64 },
    /// `PBEWithMD5AndTripleDES` of the SunJCE provider: two MD5 chains, one per half of the salt.
    Jce { salt: Vec<u8>, rounds: u64 },
}

/// Why a key is not derived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would cost more than [`limits`] allow; a number for people.
    TooCostly(String),
    /// It is not worth its cost on a guess; with a password it is.
    NotOnAGuess,
    /// The parameters make no sense.
    Malformed,
}

impl Derivation {
    /// Name for people, e.g. `PBKDF2 HMAC-SHA-256`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Pkcs12 { digest, .. } => format!("PKCS #12 KDF {}", digest.name()),
            Self::Pbkdf1 { digest, .. } => format!("PBKDF1 {}", digest.name()),
            Self::Pbkdf2 { digest, .. } => format!("PBKDF2 HMAC-{}", digest.name()),
            Self::Scrypt { n, r, p, .. } => format!("scrypt N={n}, r={r}, p={p}"),
            Self::Jce { .. } => "Java KDF MD5".to_owned(),
        }
    }

    /// Rounds, where they are counted.
    #[must_use]
    pub const fn rounds(&self) -> Option<u64> {
        match self {
            Self::Pkcs12 { rounds, .. }
            | Self::Pbkdf1 { rounds, .. }
            | Self::Pbkdf2 { rounds, .. }
            | Self::Jce { rounds, .. } => Some(*rounds),
            Self::Scrypt { .. } => None,
        }
    }

    /// The hash function it is built on, where that is a parameter.
    const fn digest(&self) -> Option<Digest> {
        match self {
            Self::Pkcs12 { digest, .. } | Self::Pbkdf1 { digest, .. } | Self::Pbkdf2 { digest, .. } => Some(*digest),
            Self::Scrypt { .. } | Self::Jce { .. } => None,
        }
    }

    /// Calls of a compression function, about.
    fn work(&self, length: usize) -> u64 {
        // The general path hashes the padded key again and again.
        let slow = |digest: &Digest| if chains::is_fast(*digest) { 1 } else { 2 };
        let blocks = |digest: &Digest| length.div_ceil(digest.output_len()) as u64;
        match self {
            Self::Pkcs12 { digest, rounds, .. } => rounds.saturating_mul(blocks(digest)),
            Self::Pbkdf1 { rounds, .. } => *rounds,
            Self::Pbkdf2 { digest, rounds, .. } => rounds.saturating_mul(2 * slow(digest) * blocks(digest)),
            Self::Scrypt { n, r, p, .. } => n.saturating_mul(*r).saturating_mul(*p).saturating_mul(2),
            Self::Jce { rounds, .. } => rounds.saturating_mul(2),
        }
    }

    fn run(&self, password: &[u8], length: usize) -> Result<Secret, Refusal> {
        match self {
            Self::Pkcs12 { digest, purpose, salt, rounds } => Ok(pkcs12(*digest, *purpose, password, salt, *rounds, length)),
            Self::Pbkdf1 { digest, salt, rounds } => {
                let mut hash = digest.hash(&[password, salt]);
                rehash(*digest, &mut hash, rounds.saturating_sub(1));
                if hash.len() < length {
                    return Err(Refusal::Malformed);
                }
                hash.truncate(length);
                Ok(hash)
            }
            Self::Pbkdf2 { digest, salt, rounds } => {
                let mut out = Zeroizing::new(vec![0; length]);
                pbkdf2(*digest, password, salt, *rounds, &mut out);
                Ok(out)
            }
            Self::Scrypt { salt, n, r, p } => scrypt(password, salt, (*n, *r, *p), length),
            Self::Jce { salt, rounds } => jce(password, salt, *rounds, length),
        }
    }
}

/// Derives keys, each only once, within a budget for the whole file.
#[derive(Default)]
pub struct Derivations {
    spent: u64,
    /// Set while a key is worth little effort; see [`limits::CHEAP_ROUNDS`].
    pub only_cheap: bool,
    /// What somebody else derives.
    pub ahead: Ahead,
    kept: Vec<Kept>,
}

struct Kept {
    derivation: Derivation,
    password: Secret,
    output: Secret,
}

impl Derivations {
    /// Goes on where an earlier part of the same input left the budget.
    #[must_use]
    pub fn resume(spent: u64, ahead: Ahead) -> Self {
        Self { spent, ahead, ..Self::default() }
    }

    /// What was spent of [`limits::DERIVATION_WORK`].
    #[must_use]
    pub const fn spent(&self) -> u64 {
        self.spent
    }

    /// The first `length` bytes that the password gives.
    ///
    /// # Errors
    /// A [`Refusal`]; nothing was spent then.
    pub fn derive(&mut self, derivation: &Derivation, password: &[u8], length: usize) -> Result<Secret, Refusal> {
        let known = |kept: &&Kept| kept.output.len() == length && kept.derivation == *derivation && *kept.password == password;
        if let Some(kept) = self.kept.iter().find(known) {
            return Ok(kept.output.clone());
        }
        let work = self.afford(derivation, length)?;
        let output = match self.ahead.known(derivation, password, length) {
            Some(output) => output,
            None if self.ahead.leaves(derivation, password, length) => return Err(Refusal::NotOnAGuess),
            None => {
                let output = derivation.run(password, length)?;
                self.ahead.keep(derivation, password, &output);
                output
            }
        };
        self.spent = self.spent.saturating_add(work);
        if self.kept.len() < limits::KEPT_KEYS {
            let password = Zeroizing::new(password.to_vec());
            self.kept.push(Kept { derivation: derivation.clone(), password, output: output.clone() });
        }
        Ok(output)
    }

    /// Whether the derivation may run, and its cost.
    ///
    /// # Errors
    /// As [`Self::derive`].
    pub fn afford(&self, derivation: &Derivation, length: usize) -> Result<u64, Refusal> {
        if derivation.digest().is_some_and(|digest| !digest.is_computed()) {
            return Err(Refusal::Malformed);
        }
        let work = derivation.work(length);
        let total = self.spent.saturating_add(work);
        let (rounds, allowed) = match derivation {
            Derivation::Scrypt { n, r, .. } => {
                let memory = n.saturating_mul(*r).saturating_mul(128);
                (0, memory <= limits::SCRYPT_MEMORY && work <= limits::SCRYPT_WORK)
            }
            _ => match derivation.rounds() {
                None | Some(0) => return Err(Refusal::Malformed),
                Some(rounds) => (rounds, rounds <= limits::DERIVATION_ROUNDS),
            },
        };
        if !allowed || total > limits::DERIVATION_WORK {
            return Err(Refusal::TooCostly(derivation.rounds().map_or_else(|| derivation.name(), grouped)));
        }
        if self.only_cheap && (rounds > limits::CHEAP_ROUNDS || total > limits::CHEAP_WORK) {
            return Err(Refusal::NotOnAGuess);
        }
        Ok(work)
    }
}

/// RFC 7292 appendix B.2: a hash chain over ID, salt and password, each repeated to whole blocks of `v` bytes.
fn pkcs12(digest: Digest, purpose: Purpose, password: &[u8], salt: &[u8], rounds: u64, length: usize) -> Secret {
    let v = digest.block_len();
    let repeat = |bytes: &[u8]| bytes.iter().copied().cycle().take(bytes.len().div_ceil(v) * v).collect::<Vec<u8>>();
    let mut input = Zeroizing::new(repeat(salt));
    input.extend_from_slice(&Zeroizing::new(repeat(password)));
    let mut out = Zeroizing::new(Vec::with_capacity(length + v));
    loop {
        let mut hash = digest.hash(&[&vec![purpose as u8; v], &input]);
        rehash(digest, &mut hash, rounds.saturating_sub(1));
        out.extend_from_slice(&hash);
        if out.len() >= length {
            out.truncate(length);
            return out;
        }
        // I_j = (I_j + B + 1) mod 2^v for every block of I, big-endian.
        for block in input.chunks_exact_mut(v) {
            let mut carry = 1_u16;
            for (i, byte) in block.iter_mut().enumerate().rev() {
                carry += u16::from(*byte) + u16::from(hash[i % hash.len()]);
                *byte = carry.to_le_bytes()[0];
                carry >>= 8;
            }
        }
    }
}

/// `rounds` times the hash of the hash.
fn rehash(digest: Digest, value: &mut Secret, rounds: u64) {
    if !chains::rehash(digest, value, rounds) {
        for _ in 0..rounds {
            *value = digest.hash(&[value]);
        }
    }
}

fn pbkdf2(digest: Digest, password: &[u8], salt: &[u8], rounds: u64, out: &mut [u8]) {
    for (i, chunk) in out.chunks_mut(digest.output_len()).enumerate() {
        let index = u32::try_from(i + 1).unwrap_or(u32::MAX).to_be_bytes();
        let mut u = digest.hmac(password, &[salt, &index].concat());
        let mut sum = u.clone();
        let rounds = rounds.saturating_sub(1);
        if !chains::remac(digest, password, &mut u, &mut sum, rounds) {
            for _ in 0..rounds {
                u = digest.hmac(password, &u);
                sum.iter_mut().zip(&*u).for_each(|(a, b)| *a ^= b);
            }
        }
        chunk.copy_from_slice(&sum[..chunk.len()]);
    }
}

fn scrypt(password: &[u8], salt: &[u8], (n, r, p): (u64, u64, u64), length: usize) -> Result<Secret, Refusal> {
    let cost = |value: u64| u32::try_from(value).map_err(|_| Refusal::Malformed);
    if !n.is_power_of_two() || n < 2 {
        return Err(Refusal::Malformed);
    }
    let log_n = n.trailing_zeros().to_le_bytes()[0];
    let parameters = scrypt::Params::new(log_n, cost(r)?, cost(p)?).map_err(|_| Refusal::Malformed)?;
    let mut out = Zeroizing::new(vec![0; length]);
    scrypt::scrypt(password, salt, &parameters, &mut out).map_err(|_| Refusal::Malformed)?;
    Ok(out)
}

fn jce(password: &[u8], salt: &[u8], rounds: u64, length: usize) -> Result<Secret, Refusal> {
    let mut salt: [u8; 8] = salt.try_into().map_err(|_| Refusal::Malformed)?;
    if salt[..4] == salt[4..] {
        // Meant to reverse the first half when both halves are equal; the provider writes to index 2 both times, and
        // files depend on it.
        for i in 0..2 {
            let kept = salt[i];
            salt[i] = salt[3 - i];
            salt[2] = kept;
        }
    }
    let mut out = Zeroizing::new(Vec::with_capacity(32));
    for half in salt.chunks(4) {
        let mut hash = Zeroizing::new(half.to_vec());
        for _ in 0..rounds {
            hash = Digest::Md5.hash(&[&hash, password]);
        }
        out.extend_from_slice(&hash);
    }
    if out.len() < length {
        return Err(Refusal::Malformed);
    }
    out.truncate(length);
    Ok(out)
}

/// `EVP_BytesToKey` with MD5 and one round, which OpenSSL's traditional PEM encryption uses. The salt is the first
/// eight bytes of the initialisation vector.
#[must_use]
pub fn openssl_pem(password: &[u8], salt: &[u8], length: usize) -> Secret {
    let mut out = Zeroizing::new(Vec::with_capacity(length + 16));
    let mut hash = Zeroizing::new(Vec::new());
    while out.len() < length {
        hash = Digest::Md5.hash(&[&hash, password, salt]);
        out.extend_from_slice(&hash);
    }
    out.truncate(length);
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn run(derivation: Derivation, password: &[u8], length: usize) -> Vec<u8> {
        Derivations::default().derive(&derivation, password, length).unwrap().to_vec()
    }

    /// The worked values of "PKCS #12 test vectors" that circulate with BouncyCastle and OpenSSL: password `smeg`.
    #[test]
    fn pkcs12_values() {
        let password = [0, b's', 0, b'm', 0, b'e', 0, b'g', 0, 0];
        let salt = vec![0x0a, 0x58, 0xcf, 0x64, 0x53, 0x0d, 0x82, 0x3f];
        let key = Derivation::Pkcs12 { digest: Digest::Sha1, purpose: Purpose::Key, salt: salt.clone(), rounds: 1 };
        assert_eq!(
            run(key, &password, 24),
            [
                0x8a, 0xaa, 0xe6, 0x29, 0x7b, 0x6c, 0xb0, 0x46, 0x42, 0xab, 0x5b, 0x07, 0x78, 0x51, 0x28, 0x4e, 0xb7, 0x12, 0x8f,
                0x1a, 0x2a, 0x7f, 0xbc, 0xa3
            ]
        );
        let iv = Derivation::Pkcs12 { digest: Digest::Sha1, purpose: Purpose::Iv, salt, rounds: 1 };
        assert_eq!(run(iv, &password, 8), [0x79, 0x99, 0x3d, 0xfe, 0x04, 0x8d, 0x3b, 0x76]);
    }

    /// RFC 6070, and every hash function against another implementation of the loop.
    #[test]
    fn pbkdf2_values() {
        let of = |digest| Derivation::Pbkdf2 { digest, salt: b"salt".to_vec(), rounds: 3 };
        let rfc6070 = Derivation::Pbkdf2 { digest: Digest::Sha1, salt: b"salt".to_vec(), rounds: 2 };
        assert_eq!(run(rfc6070, b"password", 20)[..4], [0xea, 0x6c, 0x01, 0x4d]);
        let mut same = vec![0; 100];
        ::pbkdf2::pbkdf2_hmac::<sha1::Sha1>(b"password", b"salt", 3, &mut same);
        assert_eq!(run(of(Digest::Sha1), b"password", 100), same);
        ::pbkdf2::pbkdf2_hmac::<sha2::Sha224>(b"password", b"salt", 3, &mut same);
        assert_eq!(run(of(Digest::Sha224), b"password", 100), same);
        ::pbkdf2::pbkdf2_hmac::<sha2::Sha256>(b"password", b"salt", 3, &mut same);
        assert_eq!(run(of(Digest::Sha256), b"password", 100), same);
        ::pbkdf2::pbkdf2_hmac::<sha2::Sha384>(b"password", b"salt", 3, &mut same);
        assert_eq!(run(of(Digest::Sha384), b"password", 100), same);
        ::pbkdf2::pbkdf2_hmac::<sha2::Sha512>(b"password", b"salt", 3, &mut same);
        assert_eq!(run(of(Digest::Sha512), b"password", 100), same);
        ::pbkdf2::pbkdf2_hmac::<sm3::Sm3>(b"password", b"salt", 3, &mut same);
        assert_eq!(run(of(Digest::Sm3), b"password", 100), same);
    }

    /// RFC 7914 section 12.
    #[test]
    fn scrypt_value() {
        let derivation = Derivation::Scrypt { salt: b"NaCl".to_vec(), n: 1024, r: 8, p: 16 };
        assert_eq!(run(derivation, b"password", 64)[..4], [0xfd, 0xba, 0xbe, 0x1c]);
    }

    #[test]
    fn a_hundred_million_rounds_are_refused_with_the_number() {
        let mut derivations = Derivations::default();
        let derivation = Derivation::Pbkdf2 { digest: Digest::Sha256, salt: vec![1; 8], rounds: 100_000_000 };
        let refusal = derivations.derive(&derivation, b"x", 32).unwrap_err();
        assert_eq!(refusal, Refusal::TooCostly("100,000,000".to_owned()));
        let derivation = Derivation::Scrypt { salt: vec![], n: 1 << 40, r: 8, p: 1 };
        assert!(matches!(derivations.derive(&derivation, b"x", 32), Err(Refusal::TooCostly(_))));
        let derivation = Derivation::Pbkdf2 { digest: Digest::Sha256, salt: vec![1; 8], rounds: 0 };
        assert_eq!(derivations.derive(&derivation, b"x", 32), Err(Refusal::Malformed));
    }

    #[test]
    fn many_small_derivations_run_into_the_budget() {
        let mut derivations = Derivations { spent: limits::DERIVATION_WORK - 10, ..Derivations::default() };
        let derivation =
            |salt: u8| Derivation::Pkcs12 { digest: Digest::Sha1, purpose: Purpose::Key, salt: vec![salt; 8], rounds: 6 };
        assert!(derivations.derive(&derivation(1), b"", 16).is_ok());
        assert!(derivations.derive(&derivation(1), b"", 16).is_ok(), "the same key costs nothing");
        assert_eq!(derivations.derive(&derivation(2), b"", 16), Err(Refusal::TooCostly("6".to_owned())));
    }
}
