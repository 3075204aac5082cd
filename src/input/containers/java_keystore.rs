//! Java key stores: JKS and JCEKS (the file layouts of `sun.security.provider.JavaKeyStore` and
//! `com.sun.crypto.provider.JceKeyStore`).

use super::bytes::Bytes;
use super::java_object;
use super::pkcs12::label;
use crate::digest::{Digest, same};
use crate::facts::{ByteRange, Field, PrivateKey, Problem};
use crate::input::keys::{self, split_encrypted};
use crate::input::{Content, Ctx, Place, Reading, limits, private_key};
use crate::report::PasswordState;
use crate::secrets::kdf::{Derivations, Secret};
use crate::secrets::passwords::{self, Encoded};
use crate::secrets::pbe::Obstacle;
use zeroize::Zeroizing;

const JKS: usize = 0xfeed_feed;
const JCEKS: usize = 0xcece_cece;
/// Mixed into the digest over the file (`JavaKeyStore.getPreKeyedHash`).
const WHITENER: &[u8] = b"Mighty Aphrodite";
const JKS_PROTECTOR: &str = "1.3.6.1.4.1.42.2.17.1.1";

/// A store, taken apart.
#[derive(Default)]
struct Store<'a> {
    jceks: bool,
    entries: Vec<Entry<'a>>,
    /// Where the digest begins, when the entries ended in order.
    digest_at: Option<usize>,
    /// Something stands where it cannot: damage, and not an early end.
    nonsense: bool,
    /// Entries that the head of the file promises beyond what is read.
    cut_short: bool,
}

struct Entry<'a> {
    alias: String,
    kind: Kind<'a>,
}

enum Kind<'a> {
    PrivateKey { key: Part<'a>, chain: Vec<Certificate<'a>> },
    Trusted(Certificate<'a>),
    Secret(ByteRange),
}

#[derive(Clone, Copy)]
struct Part<'a> {
    bytes: &'a [u8],
    from: usize,
}

struct Certificate<'a> {
    part: Part<'a>,
    kind: String,
}

/// Reads the key store in `bytes`: the container as one item, its entries as items inside it.
pub(crate) fn read(bytes: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let range = place.range(0, bytes.len());
    if let Some(name) = bouncy_castle(bytes) {
        let problem = Problem::new("keystore-unsupported").with(name);
        out.push_unreadable(ctx, Content::JavaKeystore, range, problem);
        return;
    }
    let container = out.push(ctx, Content::JavaKeystore, range);
    let mut store = Store::default();
    let whole = store.read(&mut Bytes::new(bytes)).is_some();
    // A store and a key in it may have a password each.
    let spellings: Vec<_> = ctx.candidates().flatten().flat_map(passwords::spellings).collect();
    let fitting = spellings.iter().find(|(text, _)| store.digest_fits(bytes, Some(text)) == Some(true));
    let (password, variant) = match fitting {
        Some((text, variant)) => (Some(text.as_str()), *variant),
        None => (ctx.password, None),
    };
    let mut derivations = out.derivations(ctx);
    let opened: Vec<Option<Unlocked>> = store
        .entries
        .iter()
        .map(|entry| {
            let first = unlock(entry, password, &mut derivations);
            if !matches!(first, Some(Err(_))) {
                return first;
            }
            let mut others = ctx.candidates().flatten().map(|other| unlock(entry, Some(other), &mut derivations));
            others.find(|opened| matches!(opened, Some(Ok(_)))).unwrap_or(first)
        })
        .collect();
    out.settle(ctx, derivations);
    let any_open = opened.iter().flatten().any(Result::is_ok);
    let any_locked = opened.iter().flatten().any(Result::is_err);
    let fits = store.digest_fits(bytes, password);

    let mut error = None;
    let mut notes = Vec::new();
    if !whole {
        error = Some(Problem::new(if store.nonsense { "container-damaged" } else { "truncated" }));
    } else if fits == Some(false) && !any_open {
        error = Some(Problem::new("wrong-password"));
    }
    let wrong = fits == Some(false) && !any_open;
    let state = match (password, wrong) {
        (Some(_), true) => PasswordState::Wrong,
        (Some(_), false) if fits == Some(true) || any_open => PasswordState::Accepted,
        // Nothing was met that it could have opened.
        (Some(_), false) => PasswordState::NotNeeded,
        (None, _) if any_locked => PasswordState::Needed,
        (None, _) => PasswordState::NotNeeded,
    };
    out.password_state(ctx, state);
    if state == PasswordState::Needed {
        notes.push(Problem::new("password-needed"));
    }
    match fits {
        // The password of a key was given, and the store has another.
        Some(false) if any_open => notes.push(Problem::new("integrity-not-checked").with("password of one entry")),
        None if state == PasswordState::NotNeeded => notes.push(Problem::new("integrity-not-checked").with("SHA-1 digest")),
        _ => {}
    }
    notes.extend(variant.map(passwords::note));
    if store.cut_short {
        notes.push(Problem::new("too-many-entries").with(store.entries.len().to_string()));
    }
    let end = store.digest_at.map_or(bytes.len(), |at| at + Digest::Sha1.output_len());
    if end < bytes.len() {
        let beyond = place.range(end, bytes.len());
        notes.push(Problem::new("trailing-data").with((bytes.len() - end).to_string()).at(beyond.from, beyond.to));
    }
    if let Some(item) = out.items.get_mut(container) {
        item.facts = store.facts();
        item.notes = notes;
        item.error = error;
    }
    let Some(inside) = ctx.inside(container) else {
        out.note(ctx, container, Problem::new("nested-too-deep"));
        return;
    };
    for (entry, key) in store.entries.into_iter().zip(opened) {
        push_entry(entry, key, fits, place, &inside, out);
    }
}

/// Which of Bouncy Castle's own formats it is: version, salt and rounds come first in both, then the entries of BKS
/// (each begins with its type, 0 ends the list), or the cipher text of UBER.
fn bouncy_castle(bytes: &[u8]) -> Option<&'static str> {
    let mut head = Bytes::new(bytes);
    matches!(head.u32()?, 1 | 2).then_some(())?;
    head.block()?;
    head.u32()?;
    Some(if head.u8()? <= 4 { "BKS" } else { "UBER" })
}

impl<'a> Store<'a> {
    /// `None` when the bytes end early or make no sense; what was read until then is kept.
    fn read(&mut self, bytes: &mut Bytes<'a>) -> Option<()> {
        self.jceks = match bytes.u32()? {
            JKS => false,
            JCEKS => true,
            _ => {
                self.nonsense = true;
                return None;
            }
        };
        let version = bytes.u32()?;
        let count = bytes.u32()?;
        for _ in 0..count {
            if self.entries.len() >= limits::CONTAINER_ENTRIES {
                self.cut_short = true;
                return Some(());
            }
            let tag = bytes.u32()?;
            let alias = bytes.utf()?;
            // Milliseconds since 1970: when the entry was made.
            bytes.take(8)?;
            let kind = match tag {
                1 => {
                    let key = Part::read(bytes)?;
                    let length = bytes.u32()?;
                    let mut chain = Vec::new();
                    for _ in 0..length {
                        if chain.len() >= limits::CONTAINER_ENTRIES {
                            return None;
                        }
                        chain.push(Certificate::read(bytes, version)?);
                    }
                    Kind::PrivateKey { key, chain }
                }
                2 => Kind::Trusted(Certificate::read(bytes, version)?),
                3 => {
                    let from = bytes.at();
                    if java_object::skip(bytes).is_none() {
                        self.nonsense = true;
                        return None;
                    }
                    Kind::Secret(ByteRange::new(from, bytes.at()))
                }
                _ => {
                    self.nonsense = true;
                    return None;
                }
            };
            self.entries.push(Entry { alias, kind });
        }
        self.digest_at = Some(bytes.at());
        bytes.take(Digest::Sha1.output_len())?;
        Some(())
    }

    /// SHA-1 over password, whitener and everything before. `None`: not computed.
    fn digest_fits(&self, bytes: &[u8], password: Option<&str>) -> Option<bool> {
        let (covered, after) = bytes.split_at_checked(self.digest_at?)?;
        let password = passwords::utf16(password?, false);
        let digest = Digest::Sha1.hash(&[&password, WHITENER, covered]);
        Some(same(&digest, after.get(..digest.len())?))
    }

    fn facts(&self) -> Vec<Field> {
        let count = |matches: fn(&Kind<'_>) -> usize| self.entries.iter().map(|entry| matches(&entry.kind)).sum::<usize>();
        let counts = [
            (label::PRIVATE_KEYS, count(|kind| usize::from(matches!(kind, Kind::PrivateKey { .. })))),
            (
                label::CERTIFICATES,
                count(|kind| match kind {
                    Kind::PrivateKey { chain, .. } => chain.len(),
                    Kind::Trusted(_) => 1,
                    Kind::Secret(_) => 0,
                }),
            ),
            (label::SECRETS, count(|kind| usize::from(matches!(kind, Kind::Secret(_))))),
        ];
        let mut facts = vec![Field { label: "Type", value: if self.jceks { "JCEKS" } else { "JKS" }.to_owned() }];
        facts.extend(counts.into_iter().filter(|(_, n)| *n > 0).map(|(label, n)| Field { label, value: n.to_string() }));
        facts
    }
}

impl<'a> Part<'a> {
    fn read(bytes: &mut Bytes<'a>) -> Option<Self> {
        let content = bytes.block()?;
        Some(Self { bytes: content, from: bytes.at() - content.len() })
    }

    const fn range(&self, place: Place) -> ByteRange {
        place.range(self.from, self.from + self.bytes.len())
    }
}

impl<'a> Certificate<'a> {
    fn read(bytes: &mut Bytes<'a>, version: usize) -> Option<Self> {
        let kind = if version >= 2 { bytes.utf()? } else { "X.509".to_owned() };
        Some(Self { kind, part: Part::read(bytes)? })
    }
}

/// A key entry: the key, or why it stays locked (`None`: no password).
type Unlocked = Result<PrivateKey, Option<Obstacle>>;

fn unlock(entry: &Entry<'_>, password: Option<&str>, derivations: &mut Derivations) -> Option<Unlocked> {
    let Kind::PrivateKey { key, .. } = &entry.kind else { return None };
    let Some(password) = password else { return Some(Err(None)) };
    Some(unlock_key(key.bytes, password, derivations).map_err(Some))
}

fn unlock_key(der: &[u8], password: &str, derivations: &mut Derivations) -> Result<PrivateKey, Obstacle> {
    let (encryption, cipher_text) = split_encrypted(der).ok_or(Obstacle::Damaged)?;
    if encryption.is(JKS_PROTECTOR) {
        let text = jks_key(&cipher_text, password).ok_or(Obstacle::NotClearText)?;
        return private_key::from_pkcs8(&text).map_err(|_| Obstacle::Damaged);
    }
    // JceKeyStore keeps the low seven bits of each UTF-16 unit.
    let mut octets: Secret = Zeroizing::new(Vec::with_capacity(password.len()));
    octets.extend(password.encode_utf16().map(|unit| unit.to_le_bytes()[0] & 0x7f));
    let ways = [Encoded { bmp: passwords::utf16(password, true), octets, variant: None }];
    let key = encryption.decrypt(&cipher_text, (&ways, false), derivations, |text| private_key::from_pkcs8(text).ok());
    key.map(|(key, _)| key)
}

/// `sun.security.provider.KeyProtector`: a key stream of chained SHA-1, then a digest over password and clear text.
fn jks_key(protected: &[u8], password: &str) -> Option<Secret> {
    const DIGEST: usize = 20;
    let password = passwords::utf16(password, false);
    let (salt, rest) = protected.split_at_checked(DIGEST)?;
    let (cipher_text, check) = rest.split_at_checked(rest.len().checked_sub(DIGEST)?)?;
    let mut text: Secret = Zeroizing::new(cipher_text.to_vec());
    let mut stream = Zeroizing::new(salt.to_vec());
    for block in text.chunks_mut(DIGEST) {
        stream = Digest::Sha1.hash(&[&password, &stream]);
        block.iter_mut().zip(&*stream).for_each(|(byte, key)| *byte ^= key);
    }
    same(&Digest::Sha1.hash(&[&password, &text]), check).then_some(text)
}

fn push_entry(entry: Entry<'_>, key: Option<Unlocked>, fits: Option<bool>, place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let first = out.items.len();
    match entry.kind {
        Kind::PrivateKey { key: part, chain } => {
            push_private_key(part, key.unwrap_or(Err(None)), fits, place, ctx, out);
            for certificate in chain {
                push_certificate(certificate, place, ctx, out);
            }
        }
        Kind::Trusted(certificate) => {
            if let Some(index) = push_certificate(certificate, place, ctx, out)
                && let Some(item) = out.items.get_mut(index)
            {
                item.facts.push(Field { label: label::JAVA_TRUSTED, value: "yes".to_owned() });
            }
        }
        Kind::Secret(range) => {
            let index = out.push(ctx, Content::Unrecognised, place.range(range.from, range.to));
            out.note(ctx, index, Problem::new("secret-skipped").with("secret key entry"));
        }
    }
    for item in out.items.iter_mut().skip(first) {
        item.alias = Some(entry.alias.clone());
    }
}

fn push_private_key(part: Part<'_>, key: Unlocked, fits: Option<bool>, place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let scheme = split_encrypted(part.bytes).map(|(encryption, _)| encryption.scheme.text());
    let range = part.range(place);
    let index = match key {
        Ok(key) => out.push(ctx, Content::PrivateKey(key), range),
        Err(None) => {
            let index = out.push(ctx, Content::EncryptedPrivateKey, range);
            out.note(ctx, index, Problem::new("password-needed"));
            index
        }
        Err(Some(obstacle)) => {
            let problem = match obstacle {
                Obstacle::NotClearText if fits == Some(false) => Problem::new("wrong-password"),
                other => other.problem(fits == Some(true)),
            };
            out.push_unreadable(ctx, Content::EncryptedPrivateKey, range, problem)
        }
    };
    if let (Some(item), Some(value)) = (out.items.get_mut(index), scheme) {
        item.facts.push(Field { label: keys::ENCRYPTION, value });
    }
}

fn push_certificate(certificate: Certificate<'_>, place: Place, ctx: &Ctx<'_>, out: &mut Reading) -> Option<usize> {
    let range = certificate.part.range(place);
    if !matches!(certificate.kind.as_str(), "X.509" | "X509") {
        let container = ctx.parent?;
        out.note(ctx, container, Problem::new("bag-skipped").with(certificate.kind.chars().take(40).collect::<String>()));
        return None;
    }
    Some(out.push(ctx, Content::Certificate(certificate.part.bytes.into()), range))
}
