//! The integrity check of a PFX: MacData (RFC 7292 section 4) and PBMAC1 (RFC 9579).

use crate::der::{Ber, Reader, tag};
use crate::digest::{Digest, same};
use crate::secrets::MacScheme;
use crate::secrets::kdf::{Derivation, Derivations, Purpose};
use crate::secrets::passwords::Encoded;
use crate::secrets::pbe::{self, Obstacle};

/// The longest key a PBMAC1 may ask for; RFC 9579 section 8 wants the length of the hash.
const KEY_LENGTH: u64 = 256;

/// A MacData.
#[derive(Debug)]
pub struct Mac {
    /// For people and profiles.
    pub scheme: MacScheme,
    method: Result<Method, Obstacle>,
    expected: Vec<u8>,
}

#[derive(Debug)]
struct Method {
    digest: Digest,
    derivation: Derivation,
    key_len: usize,
}

impl Mac {
    /// Reads the contents of a MacData. An algorithm we do not have is no error here.
    ///
    /// # Errors
    /// When the structure is not there.
    pub fn read(mut data: Reader<'_>) -> Ber<Self> {
        let mut digest_info = data.sequence()?;
        let mut algorithm = digest_info.sequence()?;
        let expected = digest_info.octet_string()?.into_owned();
        let salt = data.octet_string()?.into_owned();
        // iterations INTEGER DEFAULT 1
        let rounds = if data.peek() == Some(tag::INTEGER) { data.unsigned()? } else { 1 };
        let oid = algorithm.oid()?;
        let pbmac1 = oid == "1.2.840.113549.1.5.14";
        let method = if pbmac1 {
            pbmac1_method(algorithm)
        } else {
            let digest = Digest::from_oid(&oid).ok_or_else(|| Obstacle::Unsupported(pbe::name_of(&oid)));
            digest.map(|digest| Method {
                digest,
                derivation: Derivation::Pkcs12 { digest, purpose: Purpose::Mac, salt, rounds },
                key_len: digest.output_len(),
            })
        };
        let digest = match &method {
            Ok(method) => method.digest.name().to_owned(),
            Err(Obstacle::Unsupported(name)) => name.clone(),
            Err(_) => oid,
        };
        let iterations = method.as_ref().ok().and_then(|method| method.derivation.rounds()).unwrap_or(rounds);
        Ok(Self { scheme: MacScheme { digest, pbmac1, iterations, verified: None }, method, expected })
    }

    /// Whether the password, in this encoding, gives the expected value over `content`.
    ///
    /// # Errors
    /// An [`Obstacle`] that keeps from computing it.
    pub fn matches(&self, content: &[u8], password: &Encoded, derivations: &mut Derivations) -> Result<bool, Obstacle> {
        let method = self.method.as_ref().map_err(Clone::clone)?;
        let password = if matches!(method.derivation, Derivation::Pkcs12 { .. }) { &password.bmp } else { &password.octets };
        let key = derivations.derive(&method.derivation, password, method.key_len)?;
        Ok(same(&method.digest.hmac(&key, content), &self.expected))
    }
}

/// RFC 8018 A.5: PBMAC1-params.
fn pbmac1_method(mut algorithm: Reader<'_>) -> Result<Method, Obstacle> {
    let mut parameters = algorithm.sequence()?;
    let (derivation, key_len) = pbe::derivation(parameters.sequence()?)?;
    let oid = parameters.sequence()?.oid()?;
    let digest = Digest::from_hmac_oid(&oid).ok_or_else(|| Obstacle::Unsupported(pbe::name_of(&oid)))?;
    let key_len = match key_len {
        None => digest.output_len(),
        Some(length @ 1..=KEY_LENGTH) => usize::try_from(length).map_err(|_| Obstacle::Damaged)?,
        Some(_) => return Err(Obstacle::Damaged),
    };
    Ok(Method { digest, derivation, key_len })
}
