//! Tells DER structures apart by their contents alone: labels and file names lie.

use super::keys::KeyForm;
use crate::der::{Extent, Part, part, parts};

/// What a DER structure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Structure {
    /// X.509 certificate (RFC 5280 4.1).
    Certificate,
    /// PKCS#10 request (RFC 2986).
    Request,
    /// Revocation list (RFC 5280 5.1).
    Crl,
    /// PKCS#7 or CMS `ContentInfo` with signed data, or Netscape's certificate sequence: a bag of certificates.
    Pkcs7,
    /// A `ContentInfo` with other content: enveloped, encrypted, ...
    OtherCms,
    /// PFX (RFC 7292).
    Pkcs12,
    /// A key.
    Key(KeyForm),
    /// DH, DSA or EC parameters: no key, no certificate.
    Parameters,
    /// OCSP response (RFC 6960).
    OcspResponse,
    /// Attribute certificate (RFC 5755).
    AttributeCertificate,
    /// Key store of Bouncy Castle in FIPS mode.
    Bcfks,
}

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OID: u8 = 0x06;
const ENUMERATED: u8 = 0x0a;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const CONTEXT_0: u8 = 0xa0;

/// 1.2.840.113549.1.7, the content types of PKCS#7.
const PKCS7: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
/// 1.2.840.113549.1.7.2, signedData.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// 1.2.840.113549.1.9.16.1, further content types of S/MIME.
const SMIME_CT: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01];
/// 1.2.840.113549.1.5, PKCS#5: PBES1 and PBES2.
const PKCS5: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05];
/// 1.2.840.113549.1.12.1, PKCS#12 password-based encryption.
const PKCS12_PBE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01];
/// 1.2.840.10045.1, field types of explicit EC parameters.
const EC_FIELD: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x01];
/// 2.16.840.1.113730.2.5.
const NETSCAPE_SEQUENCE: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x86, 0xf8, 0x42, 0x02, 0x05];

/// What the element at the start of `der` is; works on its head, so that a cut-off structure still has a name.
pub(super) fn identify(der: &[u8]) -> Option<Structure> {
    let outer = part(der)?;
    if outer.tag == OID {
        return matches!(outer.extent, Extent::Complete(_)).then_some(Structure::Parameters);
    }
    if outer.tag != SEQUENCE {
        return None;
    }
    let mut parts = parts(outer.content);
    let a = parts.next()?;
    let b = parts.next();
    let c = parts.next();
    match (a.tag, b.map(|b| b.tag)) {
        (INTEGER, Some(SEQUENCE)) => {
            let oid = first_oid(b?.content)?;
            // Neither a PFX nor parameters have an OCTET STRING here: it is a key, whatever its algorithm.
            match c.map(|c| c.tag) {
                Some(OCTET_STRING) => Some(Structure::Key(KeyForm::Pkcs8)),
                _ if oid.starts_with(PKCS7) => Some(Structure::Pkcs12),
                _ if oid.starts_with(EC_FIELD) => Some(Structure::Parameters),
                None => Some(Structure::Key(KeyForm::Pkcs8)),
                Some(_) => None,
            }
        }
        (INTEGER, Some(OCTET_STRING)) => Some(Structure::Key(KeyForm::Ec)),
        (INTEGER, Some(INTEGER)) => integers(&a, &b?, outer.content),
        (SEQUENCE, Some(BIT_STRING)) => first_oid(a.content).map(|_| Structure::Key(KeyForm::Public)),
        (SEQUENCE, Some(OCTET_STRING)) => {
            let oid = first_oid(a.content)?;
            (oid.starts_with(PKCS5) || oid.starts_with(PKCS12_PBE)).then_some(Structure::Key(KeyForm::EncryptedPkcs8))
        }
        (SEQUENCE, Some(SEQUENCE) | None) => signed(&a, b.as_ref(), c.as_ref()),
        (OID, Some(CONTEXT_0)) if a.content == SIGNED_DATA || a.content == NETSCAPE_SEQUENCE => Some(Structure::Pkcs7),
        (OID, _) if a.content.starts_with(PKCS7) || a.content.starts_with(SMIME_CT) => Some(Structure::OtherCms),
        (ENUMERATED, Some(CONTEXT_0) | None) => Some(Structure::OcspResponse),
        _ => None,
    }
}

/// A row of INTEGERs: RSA and DSA keys in their own formats, and parameters.
fn integers(a: &Part<'_>, b: &Part<'_>, content: &[u8]) -> Option<Structure> {
    let count = parts(content).take(10).take_while(|t| t.tag == INTEGER).count();
    if a.content == [0] || a.content == [1] {
        return Some(Structure::Key(if count == 6 { KeyForm::Dsa } else { KeyForm::Rsa }));
    }
    match count {
        // Generators of Diffie-Hellman groups are 2 or 5 by custom; RSA exponents are odd and above that.
        2 if b.content != [2] && b.content != [5] => Some(Structure::Key(KeyForm::RsaPublic)),
        2 | 3 => Some(Structure::Parameters),
        _ => None,
    }
}

/// Certificates, requests and lists are all `SEQUENCE { tbs, algorithm, BIT STRING }`; the fields of the first part
/// tell which.
fn signed(tbs: &Part<'_>, algorithm: Option<&Part<'_>>, signature: Option<&Part<'_>>) -> Option<Structure> {
    let mut tags = [0u8; 7];
    for (slot, part) in tags.iter_mut().zip(parts(tbs.content)) {
        *slot = part.tag;
    }
    // A version, something, an algorithm, a name and dates: a certificate whatever is wrong with its number or signature.
    if let [CONTEXT_0, _, SEQUENCE, SEQUENCE, SEQUENCE, ..] = tags
        && algorithm.is_some()
    {
        return Some(Structure::Certificate);
    }
    if signature.is_some_and(|s| s.tag != BIT_STRING) {
        return None;
    }
    if tags[..2] == [SEQUENCE, OCTET_STRING] && algorithm.is_some() && signature.is_none() {
        return Some(Structure::Bcfks);
    }
    match tags {
        [CONTEXT_0, INTEGER, ..] | [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, ..] => Some(Structure::Certificate),
        [SEQUENCE, SEQUENCE, UTC_TIME | GENERALIZED_TIME, ..]
        | [INTEGER, SEQUENCE, SEQUENCE, UTC_TIME | GENERALIZED_TIME, ..] => Some(Structure::Crl),
        [INTEGER, SEQUENCE, SEQUENCE, CONTEXT_0 | 0, ..] => Some(Structure::Request),
        [INTEGER, SEQUENCE, CONTEXT_0, SEQUENCE, ..] => Some(Structure::AttributeCertificate),
        _ => None,
    }
}

/// Content of the OBJECT IDENTIFIER that `content` starts with.
fn first_oid(content: &[u8]) -> Option<&[u8]> {
    part(content).filter(|t| t.tag == OID).map(|t| t.content)
}

/// Whether a signed structure's three parts fill it to the last byte. A length that was damaged shows here.
pub(super) fn parts_fill(der: &[u8]) -> bool {
    let Some(outer) = part(der) else { return false };
    let mut used = 0usize;
    let mut tags = [0u8; 3];
    for (i, part) in parts(outer.content).enumerate() {
        let (Some(slot), Extent::Complete(end)) = (tags.get_mut(i), part.extent) else { return false };
        *slot = part.tag;
        used += end;
    }
    tags[..2] == [SEQUENCE, SEQUENCE] && tags[2] != 0 && used == outer.content.len()
}
