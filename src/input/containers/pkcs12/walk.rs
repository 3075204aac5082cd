//! Goes through the safes and bags of a PFX and unlocks what the password opens.

use super::Pkcs12Summary;
use super::bags::{Attributes, Bag, Value, typed};
use crate::der::{Ber, Reader, Tlv, context, octets, tag};
use crate::facts::Problem;
use crate::input::keys::split_encrypted;
use crate::input::{limits, private_key};
use crate::secrets::Scheme;
use crate::secrets::kdf::{Derivations, Secret};
use crate::secrets::passwords::Encoded;
use crate::secrets::pbe::{Encryption, Obstacle};

/// What going through the safes gave.
#[derive(Default)]
pub struct Walk {
    /// Bags in encoded order.
    pub bags: Vec<Bag>,
    /// Counts and schemes; size and MAC are not filled in here.
    pub summary: Pkcs12Summary,
    /// What the whole file should say: the first obstacle that hides a safe.
    pub obstacle: Option<Obstacle>,
    /// A key stays locked because the password does not fit.
    pub key_obstacle: Option<Obstacle>,
    /// Encrypted parts that the password opened.
    pub unlocked: usize,
    /// Encrypted parts that stay locked.
    pub locked: usize,
    /// How the password was encoded, where that is not the standard way.
    pub variant: Option<&'static str>,
    /// More entries than are read.
    pub cut_short: bool,
}

/// What opens locked parts.
pub struct Opener<'a> {
    /// Encodings of the password to try; empty: leave everything locked.
    pub ways: &'a [Encoded],
    /// Whether the user gave a password (an empty one is tried in any case).
    pub given: bool,
    /// The MAC has confirmed the password.
    pub proven: bool,
    /// Pays for the work.
    pub derivations: &'a mut Derivations,
}

impl Walk {
    /// Goes through an AuthenticatedSafe. Never fails: what cannot be read is an obstacle.
    #[must_use]
    pub fn through(authenticated_safe: &[u8], opener: &mut Opener<'_>) -> Self {
        let mut walk = Self::default();
        let read = |walk: &mut Self, opener: &mut Opener<'_>| -> Ber<()> {
            let mut safes = Reader::new(authenticated_safe, 0).sequence()?;
            while !safes.is_empty() && !walk.cut_short {
                let safe = safes.sequence()?;
                if let Err(obstacle) = walk.safe(safe, opener) {
                    walk.hit(obstacle, opener);
                }
            }
            Ok(())
        };
        if let Err(malformed) = read(&mut walk, opener) {
            walk.obstacle.get_or_insert(malformed.into());
        }
        walk.summary.complete = walk.obstacle.is_none() && walk.locked == 0 && !walk.cut_short;
        walk
    }

    fn hit(&mut self, obstacle: Obstacle, opener: &Opener<'_>) {
        let only_lacks_password = !opener.given && !opener.proven && may_be_the_password(&obstacle);
        if !only_lacks_password {
            self.obstacle.get_or_insert(obstacle);
        }
    }

    fn safe(&mut self, mut info: Reader<'_>, opener: &mut Opener<'_>) -> Result<(), Obstacle> {
        let oid = info.oid()?;
        let mut content = info.expect(context(0))?.children();
        match oid.as_str() {
            "1.2.840.113549.1.7.1" => {
                let contents = content.octet_string()?;
                Ok(self.contents(&contents, None, 0, opener)?)
            }
            "1.2.840.113549.1.7.6" => {
                let mut data = content.sequence()?;
                data.unsigned()?;
                let mut encrypted = data.sequence()?;
                encrypted.oid()?;
                let encryption = Encryption::read(encrypted.sequence()?);
                let cipher_text = octets(&encrypted.read()?)?;
                match self.unlock(&encryption, &cipher_text, opener, safe_contents) {
                    Ok(Some(contents)) => Ok(self.contents(&contents, Some(&encryption.scheme), 0, opener)?),
                    // What is inside is not known; in files that people have, it is certificates.
                    Ok(None) => {
                        once(&mut self.summary.certificate_encryption, &encryption.scheme);
                        Ok(())
                    }
                    Err(obstacle) => {
                        once(&mut self.summary.certificate_encryption, &encryption.scheme);
                        Err(obstacle)
                    }
                }
            }
            "1.2.840.113549.1.7.3" => Err(Obstacle::Unsupported("public-key encryption (envelopedData)".to_owned())),
            _ => Err(Obstacle::Unsupported(oid)),
        }
    }

    /// `Ok(None)`: not tried, there is no password.
    fn unlock<T>(
        &mut self,
        encryption: &Encryption,
        cipher_text: &[u8],
        opener: &mut Opener<'_>,
        accept: impl Fn(&Secret) -> Option<T>,
    ) -> Result<Option<T>, Obstacle> {
        if opener.ways.is_empty() {
            self.locked += 1;
            return encryption.within_reach().map(|()| None);
        }
        match encryption.decrypt(cipher_text, (opener.ways, opener.proven), opener.derivations, accept) {
            Ok((accepted, variant)) => {
                self.unlocked += 1;
                self.variant = self.variant.or(variant);
                Ok(Some(accepted))
            }
            Err(obstacle) => {
                self.locked += 1;
                Err(obstacle)
            }
        }
    }

    /// Goes through a SafeContents. `scheme`: what it was encrypted with.
    fn contents(&mut self, der: &[u8], scheme: Option<&Scheme>, depth: usize, opener: &mut Opener<'_>) -> Ber<()> {
        let mut bags = Reader::new(der, 0).sequence()?;
        while !bags.is_empty() {
            if self.bags.len() >= limits::CONTAINER_ENTRIES {
                self.cut_short = true;
                break;
            }
            let bag = bags.expect(tag::SEQUENCE)?;
            self.bag(&bag, scheme, depth, opener)?;
        }
        Ok(())
    }

    fn bag(&mut self, bag: &Tlv<'_>, scheme: Option<&Scheme>, depth: usize, opener: &mut Opener<'_>) -> Ber<()> {
        let mut parts = bag.children();
        let oid = parts.oid()?;
        let explicit = parts.expect(context(0))?;
        let attributes = match parts.optional(tag::SET)? {
            Some(set) => Attributes::read(set.children())?,
            None => Attributes::default(),
        };
        let mut own_scheme = None;
        let kind = oid.strip_prefix("1.2.840.113549.1.12.10.1.").unwrap_or_default();
        let value = match kind {
            "1" => {
                self.summary.private_keys += 1;
                match private_key::from_pkcs8(explicit.value) {
                    Ok(key) => Value::Key(key),
                    Err(problem) => Value::DamagedKey(problem),
                }
            }
            "2" => {
                self.summary.private_keys += 1;
                let (value, encryption) = self.shrouded(explicit.value, opener);
                own_scheme = encryption;
                value
            }
            "3" => match typed(explicit.children())? {
                (kind, der) if kind == "1.2.840.113549.1.9.22.1" => {
                    self.summary.certificates += 1;
                    Value::Certificate(der)
                }
                (kind, _) => Value::Other(kind),
            },
            "4" => match typed(explicit.children())? {
                (kind, der) if kind == "1.2.840.113549.1.9.23.1" => {
                    self.summary.revocation_lists += 1;
                    Value::Crl(der)
                }
                (kind, _) => Value::Other(kind),
            },
            "5" => {
                self.summary.secrets += 1;
                Value::Secret(typed(explicit.children())?.0)
            }
            "6" if depth < limits::SAFE_DEPTH => return self.contents(explicit.value, scheme, depth + 1, opener),
            _ => Value::Other(oid),
        };
        let scheme = own_scheme.or_else(|| scheme.cloned());
        let of_kind = match &value {
            Value::Certificate(_) => Some(&mut self.summary.certificate_encryption),
            Value::Key(_) | Value::LockedKey(_) | Value::DamagedKey(_) => Some(&mut self.summary.key_encryption),
            _ => None,
        };
        if let Some(schemes) = of_kind {
            once(schemes, scheme.as_ref().unwrap_or(&Scheme::plain()));
        }
        self.bags.push(Bag { value, scheme, attributes });
        Ok(())
    }

    fn shrouded(&mut self, der: &[u8], opener: &mut Opener<'_>) -> (Value, Option<Scheme>) {
        let Some((encryption, cipher_text)) = split_encrypted(der) else {
            return (Value::DamagedKey(Problem::new("key-damaged")), None);
        };
        let outcome = self.unlock(&encryption, &cipher_text, opener, |text| private_key::from_pkcs8(text).ok());
        let value = match outcome {
            Ok(Some(key)) => Value::Key(key),
            Ok(None) => Value::LockedKey(None),
            Err(obstacle) if !opener.given && !opener.proven && may_be_the_password(&obstacle) => Value::LockedKey(None),
            Err(obstacle) => {
                let problem = obstacle.problem(opener.proven);
                self.key_obstacle.get_or_insert(obstacle);
                Value::LockedKey(Some(problem))
            }
        };
        (value, Some(encryption.scheme))
    }
}

/// Whether a password that was not asked for yet could change the outcome.
const fn may_be_the_password(obstacle: &Obstacle) -> bool {
    matches!(obstacle, Obstacle::NotClearText | Obstacle::NotOnAGuess)
}

/// A SafeContents fills the clear text to its end; anything else is the result of a wrong key.
fn safe_contents(text: &Secret) -> Option<Secret> {
    let outer = Reader::new(text, 0).expect(tag::SEQUENCE).ok()?;
    let mut bags = outer.children();
    let first = bags.optional(tag::SEQUENCE).ok()?;
    let plausible = match first {
        None => outer.value.is_empty(),
        Some(bag) => bag.children().oid().is_ok(),
    };
    (plausible && outer.full.len() == text.len()).then(|| text.clone())
}

/// Adds a scheme that is not in the list yet.
fn once(schemes: &mut Vec<Scheme>, scheme: &Scheme) {
    if !schemes.contains(scheme) {
        schemes.push(scheme.clone());
    }
}
