//! Knobs of mozilla::pkix as Firefox uses it.

use super::Reading;
use crate::identity::IdentityPolicy;

/// How Firefox verifies.
#[derive(Clone, Copy, Debug)]
pub struct MozPkix {
    /// How names are compared.
    pub identity: &'static IdentityPolicy,
    /// How it reads certificates.
    pub reading: &'static Reading,
    /// How names are compared under roots that it ships.
    pub public_identity: &'static IdentityPolicy,
    /// Smallest RSA modulus in bits.
    pub rsa_bits: u32,
    /// Most CA certificates between the end-entity certificate and the anchor (`MAX_SUBCA_COUNT`).
    pub intermediates: u32,
    /// Most steps of one search; the real budget is 200,000.
    pub steps: u32,
}

/// Terms of its reading table, each for a place where the procedure meets what it cannot read.
impl MozPkix {
    /// NSS decodes nothing of the end-entity certificate.
    pub const OUTERMOST: &'static str = "SEC_ERROR_INVALID_ARGS";
    /// NSS decodes the end-entity certificate only in part.
    pub const FRAME: &'static str = "SEC_ERROR_LIBRARY_FAILURE";
    /// NSS decodes no other certificate of the list.
    pub const FRAME_OF_OTHERS: &'static str = "frame of others";
    /// No key can be taken out of the end-entity certificate.
    pub const NO_KEY: &'static str = "no key";
    /// The handshake cannot be finished with this key.
    pub const NO_HANDSHAKE: &'static str = "no handshake";
    /// A key of no known strength.
    pub const WEAK_SERVER_KEY: &'static str = "weak server key";
    /// `BackCert::Init`: the signature.
    pub const INIT_SIGNATURE: &'static str = "init: signature";
    /// `BackCert::Init`: a number.
    pub const INIT_INTEGER: &'static str = "init: number";
    /// `BackCert::Init`: anything else.
    pub const INIT_DER: &'static str = "init";
    /// `BackCert::Init`: an extension that is there twice or without a value.
    pub const INIT_VALUE: &'static str = "init: extension";
    /// `ParseValidity`.
    pub const TIME: &'static str = "time";
    /// `CheckSubjectPublicKeyInfo`.
    pub const KEY: &'static str = "key";
    /// `CheckSubjectPublicKeyInfo`: an algorithm under a number that is not known.
    pub const KEY_ALGORITHM: &'static str = "key: algorithm";
    /// `CheckSubjectPublicKeyInfo`: a number.
    pub const KEY_INTEGER: &'static str = "key: number";
    /// `CheckSubjectPublicKeyInfo`: the form of a point.
    pub const POINT_FORM: &'static str = "key: form of the point";
    /// `CheckKeyUsage`.
    pub const KEY_USAGE: &'static str = "key usage";
    /// `CheckBasicConstraints`.
    pub const BASIC_CONSTRAINTS: &'static str = "basic constraints";
    /// `CheckExtendedKeyUsage`.
    pub const PURPOSES: &'static str = "purposes";
    /// `CheckNameConstraints`.
    pub const CONSTRAINTS: &'static str = "name constraints";
    /// `CheckCertHostname`.
    pub const NAMES: &'static str = "names";
    /// The same, of names after an entry that is none.
    pub const NAMES_CUT: &'static str = "names cut";
    /// The revocation check takes the addresses out of authorityInfoAccess.
    pub const ACCESS: &'static str = "access";
    /// What is read of the end-entity certificate once a path is found.
    pub const LATE: &'static str = "late";
}
