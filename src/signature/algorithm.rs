//! Signature algorithms by OID (RFC 3279, 4055, 5758, 8410, 8692, FIPS 204, FIPS 205).

use crate::digest::Digest;
use crate::facts::{AlgorithmIdentifier, KeyAlgorithm, Oid};
use crate::signature::params;

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    RsaPkcs1,
    RsaPss,
    Ecdsa,
    Ed25519,
    Ed448,
    Dsa,
    /// Known by name, not computed.
    None,
}

/// A signature algorithm with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureAlgorithm {
    /// Dotted OID.
    pub oid: &'static str,
    /// Name as RFCs and OpenSSL write it.
    pub name: &'static str,
    /// Digest fixed by the OID; `None` where the parameters or the scheme itself choose it.
    pub digest: Option<Digest>,
    pub(super) scheme: Scheme,
}

impl SignatureAlgorithm {
    /// RSASSA-PSS, whose digest is in the parameters.
    #[must_use]
    pub const fn is_pss(&self) -> bool {
        matches!(self.scheme, Scheme::RsaPss)
    }

    /// Whether keys of this kind make such signatures; `None` for schemes that are known by name only.
    #[must_use]
    pub const fn made_by(&self, key: &KeyAlgorithm) -> Option<bool> {
        match self.scheme {
            Scheme::RsaPkcs1 => Some(matches!(key, KeyAlgorithm::Rsa)),
            Scheme::RsaPss => Some(matches!(key, KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss)),
            Scheme::Ecdsa => Some(matches!(key, KeyAlgorithm::Ec(_))),
            Scheme::Ed25519 => Some(matches!(key, KeyAlgorithm::Ed25519)),
            Scheme::Ed448 => Some(matches!(key, KeyAlgorithm::Ed448)),
            Scheme::Dsa => Some(matches!(key, KeyAlgorithm::Dsa)),
            Scheme::None => None,
        }
    }
}

const fn row(oid: &'static str, name: &'static str, digest: Option<Digest>, scheme: Scheme) -> SignatureAlgorithm {
    SignatureAlgorithm { oid, name, digest, scheme }
}

const ALGORITHMS: &[SignatureAlgorithm] = &[
    row("1.2.840.113549.1.1.11", "sha256WithRSAEncryption", Some(Digest::Sha256), Scheme::RsaPkcs1),
    row("1.2.840.10045.4.3.2", "ecdsa-with-SHA256", Some(Digest::Sha256), Scheme::Ecdsa),
    row("1.2.840.10045.4.3.3", "ecdsa-with-SHA384", Some(Digest::Sha384), Scheme::Ecdsa),
    row("1.2.840.113549.1.1.12", "sha384WithRSAEncryption", Some(Digest::Sha384), Scheme::RsaPkcs1),
    row("1.2.840.113549.1.1.13", "sha512WithRSAEncryption", Some(Digest::Sha512), Scheme::RsaPkcs1),
    row("1.2.840.113549.1.1.5", "sha1WithRSAEncryption", Some(Digest::Sha1), Scheme::RsaPkcs1),
    row("1.3.14.3.2.29", "sha1WithRSAEncryption", Some(Digest::Sha1), Scheme::RsaPkcs1),
    row("1.2.840.113549.1.1.10", "RSASSA-PSS", None, Scheme::RsaPss),
    row("1.3.101.112", "Ed25519", None, Scheme::Ed25519),
    row("1.2.840.10045.4.3.4", "ecdsa-with-SHA512", Some(Digest::Sha512), Scheme::Ecdsa),
    row("1.2.840.10045.4.3.1", "ecdsa-with-SHA224", Some(Digest::Sha224), Scheme::Ecdsa),
    row("1.2.840.10045.4.1", "ecdsa-with-SHA1", Some(Digest::Sha1), Scheme::Ecdsa),
    row("1.2.840.113549.1.1.14", "sha224WithRSAEncryption", Some(Digest::Sha224), Scheme::RsaPkcs1),
    row("1.2.840.113549.1.1.16", "sha512-256WithRSAEncryption", Some(Digest::Sha512Trunc256), Scheme::RsaPkcs1),
    row("1.2.840.113549.1.1.4", "md5WithRSAEncryption", Some(Digest::Md5), Scheme::RsaPkcs1),
    row("1.2.840.113549.1.1.3", "md4WithRSAEncryption", Some(Digest::Md4), Scheme::None),
    row("1.2.840.113549.1.1.2", "md2WithRSAEncryption", Some(Digest::Md2), Scheme::None),
    row("2.16.840.1.101.3.4.3.14", "sha3-256WithRSAEncryption", Some(Digest::Sha3With256), Scheme::RsaPkcs1),
    row("2.16.840.1.101.3.4.3.15", "sha3-384WithRSAEncryption", Some(Digest::Sha3With384), Scheme::RsaPkcs1),
    row("2.16.840.1.101.3.4.3.16", "sha3-512WithRSAEncryption", Some(Digest::Sha3With512), Scheme::RsaPkcs1),
    row("2.16.840.1.101.3.4.3.10", "ecdsa-with-SHA3-256", Some(Digest::Sha3With256), Scheme::Ecdsa),
    row("2.16.840.1.101.3.4.3.11", "ecdsa-with-SHA3-384", Some(Digest::Sha3With384), Scheme::Ecdsa),
    row("2.16.840.1.101.3.4.3.12", "ecdsa-with-SHA3-512", Some(Digest::Sha3With512), Scheme::Ecdsa),
    row("1.2.840.10040.4.3", "dsa-with-SHA1", Some(Digest::Sha1), Scheme::Dsa),
    row("2.16.840.1.101.3.4.3.1", "dsa-with-SHA224", Some(Digest::Sha224), Scheme::Dsa),
    row("2.16.840.1.101.3.4.3.2", "dsa-with-SHA256", Some(Digest::Sha256), Scheme::Dsa),
    row("1.3.101.113", "Ed448", None, Scheme::Ed448),
    row("1.2.156.10197.1.501", "SM2-with-SM3", None, Scheme::None),
    row("2.16.840.1.101.3.4.3.17", "ML-DSA-44", None, Scheme::None),
    row("2.16.840.1.101.3.4.3.18", "ML-DSA-65", None, Scheme::None),
    row("2.16.840.1.101.3.4.3.19", "ML-DSA-87", None, Scheme::None),
    row("2.16.840.1.101.3.4.3.20", "SLH-DSA-SHA2-128s", None, Scheme::None),
    row("2.16.840.1.101.3.4.3.21", "SLH-DSA-SHA2-128f", None, Scheme::None),
];

/// The algorithm with this OID.
#[must_use]
pub fn known(oid: &Oid) -> Option<&'static SignatureAlgorithm> {
    ALGORITHMS.iter().find(|a| a.oid == oid.as_str())
}

/// Name of a signature algorithm; the dotted OID when it has none here.
#[must_use]
pub fn name(algorithm: &AlgorithmIdentifier) -> &str {
    known(&algorithm.oid).map_or(algorithm.oid.as_str(), |a| a.name)
}

/// The digest a signature is made over, for PSS out of its parameters. `None` where the scheme has none to choose
/// (Ed25519, ML-DSA) and for unknown algorithms.
#[must_use]
pub fn digest(algorithm: &AlgorithmIdentifier) -> Option<Digest> {
    let known = known(&algorithm.oid)?;
    if known.scheme == Scheme::RsaPss {
        return params::pss(&algorithm.parameters).map(|p| p.digest);
    }
    known.digest
}
