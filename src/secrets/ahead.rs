//! Keys that somebody else derives ahead: a browser's own crypto is several times as fast as this core. What is computed
//! here stays the definition; who gives nothing gets the same report a little later.

use super::kdf::{Derivation, Secret};
use crate::digest::Digest;
use zeroize::Zeroizing;

/// Fewer rounds are not worth a question.
const ROUNDS: u64 = 20_000;
/// Most that are asked for.
const ASKED: usize = 16;

/// What is wanted, and what is known.
#[derive(Default)]
pub struct Ahead {
    asking: bool,
    asked: Vec<Asked>,
    known: Vec<(Asked, Secret)>,
}

/// The first octets of a key.
#[derive(PartialEq, Eq)]
struct Asked {
    derivation: Derivation,
    password: Secret,
    length: usize,
}

/// A key by PBKDF2 with HMAC (RFC 8018 5.2) that is wanted.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The hash function as Web Cryptography calls it.
    pub hash: &'static str,
    /// The password in octets.
    pub password: &'a [u8],
    /// The salt.
    pub salt: &'a [u8],
    /// Rounds.
    pub rounds: u64,
    /// Octets of the key.
    pub length: usize,
}

impl std::fmt::Debug for Ahead {
    // Passwords and keys reach no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ahead").field("asked", &self.asked.len()).field("known", &self.known.len()).finish()
    }
}

impl Clone for Ahead {
    /// Nothing: it is for one reading.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Ahead {
    /// For a reading that is made to find out what is wanted.
    #[must_use]
    pub fn asking() -> Self {
        Self { asking: true, ..Self::default() }
    }

    /// What is wanted.
    pub fn wanted(&self) -> impl Iterator<Item = Wanted<'_>> {
        self.asked.iter().filter_map(|asked| {
            let Derivation::Pbkdf2 { digest, salt, rounds } = &asked.derivation else { return None };
            Some(Wanted { hash: hash(*digest)?, password: &asked.password, salt, rounds: *rounds, length: asked.length })
        })
    }

    /// Takes what was derived, in the order of [`Self::wanted`], for the reading that counts. What is missing or of another
    /// length is derived here.
    #[must_use]
    pub fn given(self, keys: impl IntoIterator<Item = Option<Secret>>) -> Self {
        let mut known = self.known;
        let fitting = self.asked.into_iter().zip(keys).filter_map(|(asked, key)| {
            let key = key.filter(|key| key.len() == asked.length)?;
            Some((asked, key))
        });
        known.extend(fitting);
        Self { asking: false, asked: Vec::new(), known }
    }

    /// The key, if it is known.
    pub(super) fn known(&self, derivation: &Derivation, password: &[u8], length: usize) -> Option<Secret> {
        let same = |(known, _): &&(Asked, Secret)| {
            known.length == length && known.derivation == *derivation && *known.password == password
        };
        self.known.iter().find(same).map(|(_, key)| key.clone())
    }

    /// Whether the key is left to somebody else.
    pub(super) fn leaves(&mut self, derivation: &Derivation, password: &[u8], length: usize) -> bool {
        let Derivation::Pbkdf2 { digest, rounds, .. } = derivation else { return false };
        if !self.asking || *rounds < ROUNDS || hash(*digest).is_none() || self.asked.len() >= ASKED {
            return false;
        }
        let asked = Asked { derivation: derivation.clone(), password: Zeroizing::new(password.to_vec()), length };
        if !self.asked.contains(&asked) {
            self.asked.push(asked);
        }
        true
    }

    /// Keeps a key that was derived here while asking: once is enough.
    pub(super) fn keep(&mut self, derivation: &Derivation, password: &[u8], key: &Secret) {
        if self.asking && derivation.rounds().is_none_or(|rounds| rounds >= ROUNDS) {
            let password = Zeroizing::new(password.to_vec());
            self.known.push((Asked { derivation: derivation.clone(), password, length: key.len() }, key.clone()));
        }
    }
}

/// Those that Web Cryptography has (section 18 of its registry of algorithms).
const fn hash(digest: Digest) -> Option<&'static str> {
    match digest {
        Digest::Sha1 => Some("SHA-1"),
        Digest::Sha256 => Some("SHA-256"),
        Digest::Sha384 => Some("SHA-384"),
        Digest::Sha512 => Some("SHA-512"),
        _ => None,
    }
}
