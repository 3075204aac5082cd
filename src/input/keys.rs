//! Private and public keys: PKCS#8, PKCS#1, SEC 1, DSA, encrypted PKCS#8 and OpenSSL's traditional encryption.

use super::context::{Ctx, Place};
use super::{Content, Reading, private_key};
use crate::der::{Reader, encode, tag};
use crate::facts::{Field, PrivateKey, Problem};
use crate::report::PasswordState;
use crate::secrets::ciphers::Cipher;
use crate::secrets::kdf::{self, Derivations};
use crate::secrets::passwords::{self, Encoded};
use crate::secrets::pbe::{Encryption, Obstacle};
use crate::secrets::{CipherFamily, Scheme};
use crate::x509::decode_public_key;

/// Structures that hold a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyForm {
    /// PKCS#8 `PrivateKeyInfo` / `OneAsymmetricKey` (RFC 5958).
    Pkcs8,
    /// PKCS#8 `EncryptedPrivateKeyInfo`.
    EncryptedPkcs8,
    /// PKCS#1 `RSAPrivateKey`.
    Rsa,
    /// SEC 1 `ECPrivateKey` (RFC 5915).
    Ec,
    /// OpenSSL's DSA private key: version, p, q, g, y, x.
    Dsa,
    /// X.509 `SubjectPublicKeyInfo`.
    Public,
    /// PKCS#1 `RSAPublicKey`.
    RsaPublic,
}

/// The headers of a traditionally encrypted PEM block (`Proc-Type: 4,ENCRYPTED`, RFC 1421 4.6.1.1).
#[derive(Clone, Copy, Debug)]
pub(crate) struct DekInfo<'a> {
    /// Cipher name as written: `DES-EDE3-CBC`, `AES-256-CBC`, ...
    pub cipher: &'a str,
    /// Initialisation vector in hex as written.
    pub iv: &'a str,
}

/// The note on a PKCS #8 key with another PKCS #8 inside.
pub(crate) const WRAPPED_TWICE: &str = "key-wrapped-twice";
/// The note on a PKCS #8 key with its public half behind it.
pub(crate) const WITH_PUBLIC_HALF: &str = "key-with-public-half";
/// Label of the fact that says what encrypts a key.
pub(crate) const ENCRYPTION: &str = "Encryption";
/// Label of the fact that says in which structure a key is stored.
pub(crate) const STRUCTURE: &str = "Structure";

/// Reads the key in `der`. The structure was told apart by its contents.
pub(crate) fn read_der(der: &[u8], form: KeyForm, place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let range = place.range(0, der.len());
    let (item, structure) = match form {
        KeyForm::EncryptedPkcs8 => {
            let item = match split_encrypted(der) {
                Some((encryption, cipher_text)) => {
                    let mut derivations = out.derivations(ctx);
                    let attempt = |password| unlock(&encryption, &cipher_text, password, &mut derivations);
                    let outcome = ctx.open(attempt, stays_locked);
                    out.settle(ctx, derivations);
                    push_unlocked(outcome, &encryption.scheme, range, ctx, out)
                }
                None => out.push_unreadable(ctx, Content::EncryptedPrivateKey, range, Problem::new("key-damaged")),
            };
            (item, "PKCS #8, encrypted")
        }
        KeyForm::Pkcs8 => {
            let item = push_key(private_key::from_pkcs8(der), range, ctx, out);
            if let Some(note) = private_key::odd_form(der) {
                out.note(ctx, item, Problem::new(note).at(range.from, range.to));
            }
            (item, "PKCS #8")
        }
        KeyForm::Rsa => (push_key(private_key::from_rsa(der), range, ctx, out), "PKCS #1"),
        KeyForm::Ec => (push_key(private_key::from_ec(der), range, ctx, out), "SEC 1"),
        KeyForm::Dsa => (push_key(private_key::from_dsa(der), range, ctx, out), "OpenSSL DSA"),
        KeyForm::Public => (push_public(der, range, ctx, out), "SubjectPublicKeyInfo"),
        KeyForm::RsaPublic => {
            let algorithm = encode::sequence(&[&encode::oid("1.2.840.113549.1.1.1"), &encode::NULL]);
            let spki = encode::sequence(&[&algorithm, &encode::bits(der)]);
            (push_public(&spki, range, ctx, out), "PKCS #1")
        }
    };
    fact(item, STRUCTURE, structure, out);
}

/// Reads a key that OpenSSL's traditional PEM encryption locks; `label` is what stands after BEGIN and tells the form
/// of the clear text (`RSA PRIVATE KEY`, `EC PRIVATE KEY`, ...).
pub(crate) fn read_traditional(
    cipher_text: &[u8],
    dek: &DekInfo<'_>,
    label: &str,
    place: Place,
    ctx: &Ctx<'_>,
    out: &mut Reading,
) {
    let range = place.range(0, cipher_text.len());
    let cipher = Cipher::from_openssl_name(dek.cipher);
    let scheme = Scheme {
        family: cipher.map_or(CipherFamily::Other, |cipher| cipher.family),
        cipher: cipher.map_or_else(|| dek.cipher.chars().take(40).collect(), |cipher| cipher.name()),
        pbes2: false,
        derivation: "EVP_BytesToKey MD5".to_owned(),
        iterations: Some(1),
    };
    let outcome = match (cipher, from_hex(dek.iv)) {
        (None, _) => (Err(Locked::Because(Obstacle::Unsupported(scheme.cipher.clone()))), None),
        (_, None) => (Err(Locked::Because(Obstacle::Damaged)), None),
        (Some(cipher), Some(iv)) => {
            let open = |way: &Encoded| {
                let key = kdf::openssl_pem(&way.octets, iv.get(..8)?, cipher.key_len);
                let text = cipher.decrypt(&key, &iv, cipher_text)?;
                match label {
                    "RSA PRIVATE KEY" => private_key::from_rsa(&text),
                    "EC PRIVATE KEY" => private_key::from_ec(&text),
                    "DSA PRIVATE KEY" => private_key::from_dsa(&text),
                    _ => private_key::from_pkcs8(&text),
                }
                .ok()
                .map(|key| (key, way.variant))
            };
            let attempt = |password: Option<&str>| match (passwords::encodings(password).iter().find_map(open), password) {
                (Some(key), _) => Ok(key),
                (None, None) => Err(Locked::NoPassword),
                (None, Some(_)) => Err(Locked::Because(Obstacle::NotClearText)),
            };
            ctx.open(attempt, stays_locked)
        }
    };
    let item = push_unlocked(outcome, &scheme, range, ctx, out);
    fact(item, STRUCTURE, "traditional PEM, encrypted", out);
}

/// A key, and the variant of the password that opened it, where that is not as it was given.
type Unlocked = (PrivateKey, Option<&'static str>);

/// Why a key stays locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Locked {
    /// No password was given, and it is not an empty one.
    NoPassword,
    /// Something else is in the way.
    Because(Obstacle),
}

/// Splits an `EncryptedPrivateKeyInfo`.
pub(crate) fn split_encrypted(der: &[u8]) -> Option<(Encryption, Vec<u8>)> {
    let mut parts = Reader::new(der, 0).sequence().ok()?;
    let encryption = Encryption::read(parts.expect(tag::SEQUENCE).ok()?.children());
    Some((encryption, parts.octet_string().ok()?.into_owned()))
}

/// Takes the encryption off a key. Without a password an empty one is tried where that is cheap.
fn unlock(
    encryption: &Encryption,
    cipher_text: &[u8],
    password: Option<&str>,
    derivations: &mut Derivations,
) -> Result<Unlocked, Locked> {
    derivations.only_cheap = password.is_none();
    let ways = passwords::encodings(password);
    match encryption.decrypt(cipher_text, (&ways, false), derivations, |text| private_key::from_pkcs8(text).ok()) {
        Ok(opened) => Ok(opened),
        Err(Obstacle::NotClearText | Obstacle::NotOnAGuess) if password.is_none() => Err(Locked::NoPassword),
        Err(obstacle) => Err(Locked::Because(obstacle)),
    }
}

/// Whether another password may open it.
const fn stays_locked(outcome: &Result<Unlocked, Locked>) -> bool {
    matches!(outcome, Err(Locked::NoPassword | Locked::Because(Obstacle::NotClearText | Obstacle::NotOnAGuess)))
}

fn push_unlocked(
    (outcome, password): (Result<Unlocked, Locked>, Option<&str>),
    scheme: &Scheme,
    range: crate::facts::ByteRange,
    ctx: &Ctx<'_>,
    out: &mut Reading,
) -> usize {
    let mut variant = None;
    let (content, error) = match outcome {
        Ok((key, way)) => {
            out.password_state(ctx, PasswordState::Accepted);
            // An empty password that nobody gave is no remark.
            variant = way.filter(|_| password.is_some());
            (Content::PrivateKey(key), None)
        }
        Err(Locked::NoPassword) => {
            out.password_state(ctx, PasswordState::Needed);
            (Content::EncryptedPrivateKey, None)
        }
        Err(Locked::Because(obstacle)) => {
            if obstacle == Obstacle::NotClearText {
                out.password_state(ctx, PasswordState::Wrong);
            }
            let problem = match obstacle {
                Obstacle::Damaged => Problem::new("key-damaged"),
                other => other.problem(false),
            };
            (Content::EncryptedPrivateKey, Some(problem))
        }
    };
    let needed = error.is_none() && matches!(content, Content::EncryptedPrivateKey);
    let item = out.push(ctx, content, range);
    if let Some(read) = out.items.get_mut(item) {
        read.error = error;
    }
    if needed {
        out.note(ctx, item, Problem::new("password-needed"));
    }
    if let Some(variant) = variant {
        out.note(ctx, item, passwords::note(variant));
    }
    fact(item, ENCRYPTION, &scheme.text(), out);
    item
}

fn push_key(key: Result<PrivateKey, Problem>, range: crate::facts::ByteRange, ctx: &Ctx<'_>, out: &mut Reading) -> usize {
    match key {
        Ok(key) => out.push(ctx, Content::PrivateKey(key), range),
        Err(problem) => out.push_unreadable(ctx, Content::Unrecognised, range, problem),
    }
}

fn push_public(spki: &[u8], range: crate::facts::ByteRange, ctx: &Ctx<'_>, out: &mut Reading) -> usize {
    match decode_public_key(spki) {
        Ok(key) => out.push(ctx, Content::PublicKey(key), range),
        Err(problem) => out.push_unreadable(ctx, Content::Unrecognised, range, problem),
    }
}

fn fact(item: usize, label: &'static str, value: &str, out: &mut Reading) {
    if let Some(read) = out.items.get_mut(item) {
        read.facts.push(Field { label, value: value.to_owned() });
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.trim().chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits?;
    (digits.len() % 2 == 0).then(|| digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
