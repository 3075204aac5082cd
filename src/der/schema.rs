//! Field names of the structures that files usually hold, as data.
//!
//! A shape says what the children of an element are called. It guides names only: an element that does not fit keeps its
//! place in the tree and has no name.

use super::reader::{Tlv, tag};

/// What is inside an element.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Nothing known.
    Any,
    /// Named parts in order.
    Parts(&'static [Part]),
    /// Any number of the same.
    Each(&'static Part),
}

/// A named part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Field name in the defining module.
    pub name: &'static str,
    /// Identifier octets that it may start with; empty for any.
    pub tags: &'static [u8],
    /// What is inside it.
    pub shape: &'static Shape,
}

const fn part(name: &'static str, tags: &'static [u8], shape: &'static Shape) -> Part {
    Part { name, tags, shape }
}

impl Part {
    fn fits(&self, tag: u8) -> bool {
        self.tags.is_empty() || self.tags.contains(&tag)
    }
}

impl Shape {
    /// Name and shape of a child with this identifier octet. `next` counts the parts that are used up: parts that do
    /// not fit are taken to be optional and left out.
    pub(super) fn child(&'static self, tag: u8, next: &mut usize) -> (&'static str, &'static Shape) {
        match self {
            Self::Any => ("", &Self::Any),
            Self::Each(part) if part.fits(tag) => (part.name, part.shape),
            Self::Each(_) => ("", &Self::Any),
            Self::Parts(parts) => {
                let rest = parts.get(*next..).unwrap_or(&[]);
                match rest.iter().position(|p| p.fits(tag)) {
                    Some(i) => {
                        *next += i + 1;
                        (rest[i].name, rest[i].shape)
                    }
                    None => ("", &Self::Any),
                }
            }
        }
    }
}

const SEQ: &[u8] = &[tag::SEQUENCE];
const SET: &[u8] = &[tag::SET];
const INT: &[u8] = &[tag::INTEGER];
const OID: &[u8] = &[tag::OID];
const BITS: &[u8] = &[tag::BIT_STRING];
const OCTETS: &[u8] = &[tag::OCTET_STRING];
const TIME: &[u8] = &[tag::UTC_TIME, tag::GENERALIZED_TIME];

static ANY: Shape = Shape::Any;
static ALGORITHM: Shape = Shape::Parts(&[part("algorithm", OID, &ANY), part("parameters", &[], &ANY)]);
static ATTRIBUTE_VALUE: Shape = Shape::Parts(&[part("type", OID, &ANY), part("value", &[], &ANY)]);
static RDN: Shape = Shape::Each(&part("attribute", SEQ, &ATTRIBUTE_VALUE));
static NAME: Shape = Shape::Each(&part("relativeDistinguishedName", SET, &RDN));
static SPKI: Shape = Shape::Parts(&[part("algorithm", SEQ, &ALGORITHM), part("subjectPublicKey", BITS, &RSA_PUBLIC_WRAPPED)]);
static RSA_PUBLIC_WRAPPED: Shape = Shape::Each(&part("RSAPublicKey", SEQ, &RSA_PUBLIC));
static RSA_PUBLIC: Shape = Shape::Parts(&[part("modulus", INT, &ANY), part("publicExponent", INT, &ANY)]);
static EXTENSION: Shape =
    Shape::Parts(&[part("extnID", OID, &ANY), part("critical", &[tag::BOOLEAN], &ANY), part("extnValue", OCTETS, &ANY)]);
static EXTENSIONS: Shape = Shape::Each(&part("extension", SEQ, &EXTENSION));
static EXPLICIT_EXTENSIONS: Shape = Shape::Each(&part("Extensions", SEQ, &EXTENSIONS));
static EXPLICIT_VERSION: Shape = Shape::Each(&part("Version", INT, &ANY));
static VALIDITY: Shape = Shape::Parts(&[part("notBefore", TIME, &ANY), part("notAfter", TIME, &ANY)]);
static TBS_CERTIFICATE: Shape = Shape::Parts(&[
    part("version", &[0xa0], &EXPLICIT_VERSION),
    part("serialNumber", INT, &ANY),
    part("signature", SEQ, &ALGORITHM),
    part("issuer", SEQ, &NAME),
    part("validity", SEQ, &VALIDITY),
    part("subject", SEQ, &NAME),
    part("subjectPublicKeyInfo", SEQ, &SPKI),
    part("issuerUniqueID", &[0x81, 0xa1], &ANY),
    part("subjectUniqueID", &[0x82, 0xa2], &ANY),
    part("extensions", &[0xa3], &EXPLICIT_EXTENSIONS),
]);
static CERTIFICATE: Shape = Shape::Parts(&[
    part("tbsCertificate", SEQ, &TBS_CERTIFICATE),
    part("signatureAlgorithm", SEQ, &ALGORITHM),
    part("signatureValue", BITS, &ANY),
]);
static ATTRIBUTE: Shape = Shape::Parts(&[part("type", OID, &ANY), part("values", SET, &ANY)]);
static ATTRIBUTES: Shape = Shape::Each(&part("attribute", SEQ, &ATTRIBUTE));
static REQUEST: Shape = Shape::Parts(&[
    part("certificationRequestInfo", SEQ, &REQUEST_INFO),
    part("signatureAlgorithm", SEQ, &ALGORITHM),
    part("signature", BITS, &ANY),
]);
static REQUEST_INFO: Shape = Shape::Parts(&[
    part("version", INT, &ANY),
    part("subject", SEQ, &NAME),
    part("subjectPKInfo", SEQ, &SPKI),
    part("attributes", &[0xa0], &ATTRIBUTES),
]);
static CRL: Shape = Shape::Parts(&[
    part("tbsCertList", SEQ, &TBS_CERT_LIST),
    part("signatureAlgorithm", SEQ, &ALGORITHM),
    part("signatureValue", BITS, &ANY),
]);
static CRL_ENTRY: Shape = Shape::Parts(&[
    part("userCertificate", INT, &ANY),
    part("revocationDate", TIME, &ANY),
    part("crlEntryExtensions", SEQ, &EXTENSIONS),
]);
static CRL_ENTRIES: Shape = Shape::Each(&part("entry", SEQ, &CRL_ENTRY));
static TBS_CERT_LIST: Shape = Shape::Parts(&[
    part("version", INT, &ANY),
    part("signature", SEQ, &ALGORITHM),
    part("issuer", SEQ, &NAME),
    part("thisUpdate", TIME, &ANY),
    part("nextUpdate", TIME, &ANY),
    part("revokedCertificates", SEQ, &CRL_ENTRIES),
    part("crlExtensions", &[0xa0], &EXPLICIT_EXTENSIONS),
]);
static PRIVATE_KEY_INFO: Shape = Shape::Parts(&[
    part("version", INT, &ANY),
    part("privateKeyAlgorithm", SEQ, &ALGORITHM),
    part("privateKey", OCTETS, &ANY),
    part("attributes", &[0xa0], &ATTRIBUTES),
    part("publicKey", &[0x81], &ANY),
]);
static ENCRYPTED_PRIVATE_KEY_INFO: Shape =
    Shape::Parts(&[part("encryptionAlgorithm", SEQ, &ALGORITHM), part("encryptedData", OCTETS, &ANY)]);
static RSA_PRIVATE_KEY: Shape = Shape::Parts(&[
    part("version", INT, &ANY),
    part("modulus", INT, &ANY),
    part("publicExponent", INT, &ANY),
    part("privateExponent", INT, &ANY),
    part("prime1", INT, &ANY),
    part("prime2", INT, &ANY),
    part("exponent1", INT, &ANY),
    part("exponent2", INT, &ANY),
    part("coefficient", INT, &ANY),
]);
static EC_PRIVATE_KEY: Shape = Shape::Parts(&[
    part("version", INT, &ANY),
    part("privateKey", OCTETS, &ANY),
    part("parameters", &[0xa0], &ANY),
    part("publicKey", &[0xa1], &ANY),
]);
static CERTIFICATE_SET: Shape = Shape::Each(&part("certificate", SEQ, &CERTIFICATE));
static CRL_SET: Shape = Shape::Each(&part("crl", SEQ, &CRL));
static SIGNED_DATA: Shape = Shape::Parts(&[
    part("version", INT, &ANY),
    part("digestAlgorithms", SET, &ANY),
    part("encapContentInfo", SEQ, &CONTENT_INFO),
    part("certificates", &[0xa0], &CERTIFICATE_SET),
    part("crls", &[0xa1], &CRL_SET),
    part("signerInfos", SET, &ANY),
]);
static ENCRYPTED_CONTENT: Shape = Shape::Parts(&[
    part("contentType", OID, &ANY),
    part("contentEncryptionAlgorithm", SEQ, &ALGORITHM),
    part("encryptedContent", &[0x80, 0xa0], &ANY),
]);
static ENCRYPTED_DATA: Shape = Shape::Parts(&[part("version", INT, &ANY), part("encryptedContentInfo", SEQ, &ENCRYPTED_CONTENT)]);
static CONTENT_INFO: Shape = Shape::Parts(&[part("contentType", OID, &ANY), part("content", &[0xa0], &ANY)]);
static SIGNED_INFO: Shape = Shape::Parts(&[part("contentType", OID, &ANY), part("content", &[0xa0], &SIGNED_WRAPPED)]);
static SIGNED_WRAPPED: Shape = Shape::Each(&part("SignedData", SEQ, &SIGNED_DATA));
static DIGEST_INFO: Shape = Shape::Parts(&[part("digestAlgorithm", SEQ, &ALGORITHM), part("digest", OCTETS, &ANY)]);
static MAC_DATA: Shape =
    Shape::Parts(&[part("mac", SEQ, &DIGEST_INFO), part("macSalt", OCTETS, &ANY), part("iterations", INT, &ANY)]);
static SAFE_BAG: Shape =
    Shape::Parts(&[part("bagId", OID, &ANY), part("bagValue", &[0xa0], &ANY), part("bagAttributes", SET, &ATTRIBUTES)]);
static SAFE_CONTENTS: Shape = Shape::Each(&part("safeBag", SEQ, &SAFE_BAG));
static SAFE_OCTETS: Shape = Shape::Each(&part("SafeContents", SEQ, &SAFE_CONTENTS));
/// Content of an inner ContentInfo: the octets of `data` or the EncryptedData of `encryptedData`.
static SAFE_CHOICE: Shape = Shape::Parts(&[part("data", OCTETS, &SAFE_OCTETS), part("EncryptedData", SEQ, &ENCRYPTED_DATA)]);
static SAFE_INFO: Shape = Shape::Parts(&[part("contentType", OID, &ANY), part("content", &[0xa0], &SAFE_CHOICE)]);
static AUTHENTICATED_SAFE: Shape = Shape::Each(&part("contentInfo", SEQ, &SAFE_INFO));
static AUTH_OCTETS: Shape = Shape::Each(&part("AuthenticatedSafe", SEQ, &AUTHENTICATED_SAFE));
static AUTH_DATA: Shape = Shape::Each(&part("data", OCTETS, &AUTH_OCTETS));
static AUTH_SAFE: Shape = Shape::Parts(&[part("contentType", OID, &ANY), part("content", &[0xa0], &AUTH_DATA)]);
static PFX: Shape =
    Shape::Parts(&[part("version", INT, &ANY), part("authSafe", SEQ, &AUTH_SAFE), part("macData", SEQ, &MAC_DATA)]);

/// The structure that an outermost element most likely is, by the kinds of its first children.
pub(super) fn recognise(outer: &Tlv<'_>) -> (&'static str, &'static Shape) {
    let children = kinds(outer);
    let first = outer.children().next();
    let second = outer.children().nth(1);
    let inner = |tlv: Option<Tlv<'_>>| tlv.map(|t| kinds(&t)).unwrap_or_default();
    if outer.tag != tag::SEQUENCE {
        return ("", &ANY);
    }
    match children {
        // Cut inside its first part: nothing but a certificate of version 2 or 3 begins like this.
        [0, ..] if outer.value.first() == Some(&tag::SEQUENCE) && begins_with_version(outer.value) => {
            ("Certificate", &CERTIFICATE)
        }
        [tag::SEQUENCE, tag::SEQUENCE, tag::BIT_STRING, ..] => match inner(first) {
            [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE, 0xa0 | 0, ..] => ("CertificationRequest", &REQUEST),
            [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE, tag::UTC_TIME | tag::GENERALIZED_TIME, ..]
            | [tag::SEQUENCE, tag::SEQUENCE, tag::UTC_TIME | tag::GENERALIZED_TIME, ..] => ("CertificateList", &CRL),
            _ => ("Certificate", &CERTIFICATE),
        },
        [tag::SEQUENCE, tag::BIT_STRING, 0, ..] => ("SubjectPublicKeyInfo", &SPKI),
        [tag::SEQUENCE, tag::OCTET_STRING, 0, ..] => ("EncryptedPrivateKeyInfo", &ENCRYPTED_PRIVATE_KEY_INFO),
        [tag::INTEGER, tag::SEQUENCE, tag::OCTET_STRING, ..] => ("PrivateKeyInfo", &PRIVATE_KEY_INFO),
        [tag::INTEGER, tag::SEQUENCE, ..] if inner(second)[0] == tag::OID => ("PFX", &PFX),
        [tag::INTEGER, tag::INTEGER, tag::INTEGER, tag::INTEGER] => ("RSAPrivateKey", &RSA_PRIVATE_KEY),
        [tag::INTEGER, tag::OCTET_STRING, ..] => ("ECPrivateKey", &EC_PRIVATE_KEY),
        [tag::OID, 0xa0, ..] => ("ContentInfo", &SIGNED_INFO),
        _ => ("", &ANY),
    }
}

fn begins_with_version(first_part: &[u8]) -> bool {
    let header = super::reader::header(first_part, 0);
    header.is_ok_and(|h| first_part.get(h.octets..).is_some_and(|inside| inside.starts_with(&[0xa0, 3, tag::INTEGER, 1])))
}

fn kinds(tlv: &Tlv<'_>) -> [u8; 4] {
    let mut out = [0; 4];
    for (slot, child) in out.iter_mut().zip(tlv.children()) {
        *slot = child.tag;
    }
    out
}
