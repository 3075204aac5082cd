//! Knobs of the procedure of RFC 5280 section 6.

use super::Reading;
use crate::facts::{Certificate, Curve, KeyAlgorithm, UnixTime, eku};
use crate::fault::FaultKind;
use crate::identity::IdentityPolicy;
use crate::path::Limits;
use crate::path::checks::{self, CaRules, Demand, EkuRules, KeyRules, Role};
use crate::path::name_constraints::{Form, LeadingDot, NameRules};
use crate::signature::Digest;

/// A client that follows [`crate::rehearsal::rfc5280`].
#[derive(Clone, Copy, Debug)]
pub struct Rfc5280 {
    /// Most octets of a message with certificates.
    pub served: usize,
    /// How it checks paths.
    pub path: &'static PathPolicy,
    /// How it checks them instead where a setting has a value: setting, value, knobs.
    pub instead: &'static [(&'static str, &'static str, &'static PathPolicy)],
    /// How it matches names.
    pub identity: &'static IdentityPolicy,
    /// It reports the name beside a fault of the path; otherwise the name is looked at after the path has passed.
    pub both: bool,
    /// It may download a missing issuer from the address in the certificate (authorityInfoAccess).
    pub fetches_issuers: bool,
    /// Faults of the path that leave the verdict open, because versions and platforms differ or nobody has looked.
    pub unsure: &'static [FaultKind],
    /// It computes signature algorithms that are not computed here (DSA, Ed448, SM2, ...).
    pub more_algorithms: bool,
}

impl Rfc5280 {
    /// Term of what a reading table finds in the entries of a subjectAltName: it is met where names are compared, unless
    /// an entry before it fits.
    pub const NAMES: &'static str = "names";
    /// Term of what it finds in a public key: it is met when a signature is to be verified with it.
    pub const KEY: &'static str = "key";
    /// Term of a message that is too large.
    pub const MESSAGE: &'static str = "message";
    /// Term of what ends the search for a purpose in an extKeyUsage.
    pub const PURPOSES: &'static str = "purposes";
    /// Term of a key that cannot be taken out of its certificate.
    pub const KEY_UNREAD: &'static str = "key unread";
    /// Term of a key of no type that is known.
    pub const KEY_TYPE: &'static str = "key type";
    /// Term of a key whose point is compressed.
    pub const COMPRESSED: &'static str = "compressed";
    /// What of a server's own certificate is met after its path and name have passed.
    pub const LATE: &'static [&'static str] = &[Self::NAMES, Self::KEY, Self::KEY_UNREAD, Self::KEY_TYPE, Self::COMPRESSED];
    /// What is met when a certificate is taken apart, before anything in it is looked at.
    pub const APART: &'static [&'static str] =
        &["BadDer", "TrailingData", "UnsupportedCertVersion", "SignatureAlgorithmMismatch", "ExtensionValueInvalid"];
}

/// The knobs.
#[derive(Clone, Copy, Debug)]
pub struct PathPolicy {
    /// An issuer's subject must be its subjects' issuer field byte for byte.
    pub exact_names: bool,
    /// An issuer whose SKI is not the AKI is not taken.
    pub key_ids: bool,
    /// When the end-entity certificate may be its own trust anchor.
    pub leaf_anchor: LeafAnchor,
    /// What is asked of a trust anchor's certificate beyond name and key.
    pub anchor: AnchorRules,
    /// Whether the end-entity certificate may be a CA certificate.
    pub end_entity_ca: bool,
    /// What makes an issuer a CA.
    pub ca: CaRules,
    /// Self-issued intermediates count against pathLenConstraint.
    pub self_issued_count: bool,
    /// Issuers with keyUsage need keyCertSign.
    pub issuer_key_usage: bool,
    /// An end-entity certificate with keyUsage needs one of these bits; 0: not looked at.
    pub end_entity_key_usage: u16,
    /// extKeyUsage of the end-entity certificate.
    pub eku: Option<EkuRules>,
    /// extKeyUsage of issuers.
    pub issuer_eku: Option<EkuRules>,
    /// Name constraints; `None`: not processed.
    pub names: Option<NameRules>,
    /// Extensions that may be critical; `None`: criticality is not looked at.
    pub known_extensions: Option<&'static [&'static str]>,
    /// Extensions that may be there once only; `None`: all.
    pub single: Option<&'static [&'static str]>,
    /// Version, algorithms and extensions are looked at before the dates.
    pub parsed_first: bool,
    /// Keys whose point is compressed are used.
    pub compressed: bool,
    /// Extensions that must be readable where they are there, critical or not.
    pub readable: &'static [&'static str],
    /// Only version 3 certificates below the anchor.
    pub version_3: bool,
    /// Keys of issuers below the anchor.
    pub keys: KeyRules,
    /// Kinds of key with which signatures are verified.
    pub verifies_with: fn(&KeyAlgorithm) -> bool,
    /// The end-entity certificate's key is held to the same rules.
    pub end_entity_key: bool,
    /// Digests that signatures below the anchor must not be made over.
    pub refused_digests: &'static [Digest],
    /// RSASSA-PSS only with its usual parameters ([`crate::signature::is_usual`]).
    pub usual_pss: bool,
    /// What else is asked of every certificate.
    pub demands: &'static [Demand],
    /// The two signature algorithm fields of a certificate must agree.
    pub algorithm_fields: bool,
    /// What supplied revocation lists are taken for.
    pub revocation: Revocation,
    /// From this notBefore on the end-entity certificate needs extKeyUsage.
    pub eku_required_from: Option<UnixTime>,
    /// Longest validity periods of the end-entity certificate.
    pub lifetimes: &'static [Lifetime],
    /// Most certificates between end-entity and anchor; self-issued ones count only where they count for
    /// pathLenConstraint.
    pub intermediates: usize,
    /// How certificates are read.
    pub reading: &'static Reading,
    /// How names are matched instead of as usual.
    pub identity: Option<&'static IdentityPolicy>,
    /// A path is looked at once it has reached an anchor, from there down.
    pub top_down: bool,
    /// Bounds of the search.
    pub limits: Limits,
}

/// When an end-entity certificate may be its own anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafAnchor {
    /// Never.
    Never,
    /// When it is self-signed, and not all that is presented.
    NotAlone,
    /// When it is self-signed.
    SelfSigned,
    /// Whenever it is among the anchors.
    Any,
}

/// A longest validity period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// For certificates with a notBefore from here on.
    pub from: UnixTime,
    /// From notBefore to notAfter.
    pub days: i64,
    /// Only under the trust anchors a system comes with, not under those a user added.
    pub public: bool,
}

/// What is asked of the certificate a trust anchor was given as. RFC 5280 6.1.1 (d) asks for nothing but name and key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnchorRules {
    /// It must be self-signed.
    pub self_signed: bool,
    /// Its validity period counts.
    pub validity: bool,
    /// Its basicConstraints and keyUsage count, and its critical extensions must be known.
    pub extensions: bool,
    /// It must have basicConstraints.
    pub basic_constraints: bool,
    /// Its extKeyUsage counts like that of other issuers.
    pub eku: bool,
    /// Its key must be strong enough.
    pub key: bool,
    /// The other demands are put to it as well.
    pub demands: bool,
}

/// What revocation lists are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Not looked at.
    Ignored,
    /// A certificate that a supplied list names is refused.
    Listed,
    /// Each certificate must be cleared by a supplied list in force.
    Required,
}

impl PathPolicy {
    /// RFC 5280 section 6 for a TLS server.
    pub const RFC5280: Self = Self {
        exact_names: false,
        key_ids: false,
        leaf_anchor: LeafAnchor::SelfSigned,
        anchor: AnchorRules {
            self_signed: false,
            validity: false,
            extensions: false,
            basic_constraints: false,
            eku: false,
            key: false,
            demands: false,
        },
        end_entity_ca: true,
        ca: CaRules { version_1_self_issued: false, version_1: false, key_cert_sign: false, signers_only: false },
        self_issued_count: false,
        issuer_key_usage: true,
        end_entity_key_usage: 0,
        eku: Some(EkuRules::SERVER),
        issuer_eku: None,
        names: Some(NameRules::RFC5280),
        known_extensions: Some(checks::KNOWN_EXTENSIONS),
        single: None,
        parsed_first: false,
        compressed: true,
        readable: READABLE,
        version_3: false,
        keys: KeyRules { rsa_bits: 0, strength: 0, refused_curves: &[], dsa: true },
        verifies_with: |_| true,
        end_entity_key: true,
        refused_digests: &[],
        usual_pss: false,
        demands: &[],
        algorithm_fields: true,
        revocation: Revocation::Listed,
        eku_required_from: None,
        lifetimes: &[],
        intermediates: 14,
        reading: &Reading::LENIENT,
        identity: None,
        top_down: false,
        limits: Limits::DEFAULT,
    };

    /// rustls-webpki 0.103 (`src/verify_cert.rs`, `src/subject_name`) with aws-lc-rs, which rustls takes by default.
    pub const WEBPKI: Self = Self {
        exact_names: true,
        end_entity_ca: false,
        issuer_key_usage: false,
        self_issued_count: true,
        eku: Some(WEBPKI_EKU),
        issuer_eku: Some(WEBPKI_EKU),
        names: Some(NameRules {
            self_issued_exempt: false,
            subject_email: false,
            understood: &[Form::Dns, Form::Ip],
            ..NameRules::RFC5280
        }),
        known_extensions: Some(WEBPKI_EXTENSIONS),
        single: Some(WEBPKI_EXTENSIONS),
        readable: WEBPKI_READABLE,
        version_3: true,
        // ring and aws-lc verify with RSA keys of 2048 to 8192 bits; nobody looks at the end-entity's own key.
        keys: KeyRules { rsa_bits: 2048, strength: 0, refused_curves: &[], dsa: true },
        verifies_with: webpki_verifies_with,
        demands: &[webpki_knows_signature],
        parsed_first: true,
        end_entity_key: false,
        anchor: AnchorRules { key: true, ..Self::RFC5280.anchor },
        refused_digests: &[Digest::Md2, Digest::Md4, Digest::Md5, Digest::Sha1, Digest::Sha224],
        usual_pss: true,
        revocation: Revocation::Ignored,
        intermediates: 6,
        limits: Limits { signatures: 100, ..Limits::DEFAULT },
        ..Self::RFC5280
    };

    /// The same with ring, which knows no P-521 (`src/ring_algs.rs`) and no compressed point (`src/ec/suite_b/public_key.rs`).
    pub const WEBPKI_RING: Self = Self {
        // Octets of the modulus are counted.
        keys: KeyRules { rsa_bits: 2041, ..Self::WEBPKI.keys },
        verifies_with: |key| webpki_verifies_with(key) && *key != KeyAlgorithm::Ec(Curve::P521),
        demands: &[webpki_knows_signature, ring_knows_signature],
        compressed: false,
        ..Self::WEBPKI
    };

    /// .NET's `X509Chain` as `SslStream` sets it up: roots are self-issued, every extKeyUsage of the path has to allow
    /// serverAuth, dates of the root count.
    pub const DOTNET: Self = Self {
        key_ids: true,
        leaf_anchor: LeafAnchor::SelfSigned,
        anchor: AnchorRules { self_signed: true, validity: true, extensions: true, eku: true, ..Self::RFC5280.anchor },
        issuer_eku: Some(EkuRules::SERVER),
        ca: CaRules { version_1_self_issued: true, version_1: false, key_cert_sign: false, signers_only: false },
        refused_digests: &[Digest::Md2, Digest::Md4, Digest::Md5, Digest::Sha1],
        revocation: Revocation::Ignored,
        ..Self::RFC5280
    };

    /// Erlang's `public_key:pkix_path_validation` as `ssl` calls it (lib/public_key/src/pubkey_cert.erl,
    /// lib/ssl/src/ssl_certificate.erl): of the root only the dates count, and a lone self-signed certificate is never taken.
    pub const ERLANG: Self = Self {
        leaf_anchor: LeafAnchor::NotAlone,
        anchor: AnchorRules { validity: true, ..Self::RFC5280.anchor },
        ca: CaRules { version_1_self_issued: false, version_1: false, key_cert_sign: false, signers_only: true },
        eku: Some(ERLANG_EKU),
        issuer_eku: Some(ERLANG_EKU),
        names: Some(NameRules {
            of_anchor: false,
            understood: &[Form::Email, Form::Dns, Form::Directory, Form::Uri],
            leading_dot: LeadingDot::Refused,
            any_labels: true,
            wildcards_cover: false,
            ..NameRules::RFC5280
        }),
        known_extensions: Some(&["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.37"]),
        readable: &[],
        verifies_with: |key| *key != KeyAlgorithm::Dsa,
        refused_digests: &[Digest::Md2, Digest::Md4, Digest::Md5, Digest::Sha224],
        demands: &[checks::critical_names, checks::no_pss],
        single: Some(&[]),
        algorithm_fields: false,
        revocation: Revocation::Ignored,
        intermediates: 10,
        top_down: true,
        limits: Limits { length: 24, ..Limits::DEFAULT },
        ..Self::RFC5280
    };

    /// The same of a server about its clients.
    pub const ERLANG_CLIENTS: Self = Self { eku: Some(CLIENTS_EKU), issuer_eku: Some(CLIENTS_EKU), ..Self::ERLANG };

    /// Apple's requirements for TLS servers (support.apple.com/103769, /102028), private CAs included, on top of
    /// RFC 5280.
    pub const APPLE: Self = Self {
        anchor: AnchorRules { self_signed: true, validity: true, extensions: true, ..Self::RFC5280.anchor },
        issuer_eku: Some(EkuRules::SERVER),
        keys: KeyRules { rsa_bits: 2048, strength: 0, refused_curves: &[], dsa: false },
        refused_digests: &[Digest::Md2, Digest::Md4, Digest::Md5, Digest::Sha1],
        eku_required_from: Some(JULY_2019),
        lifetimes: &[
            Lifetime { from: SEPTEMBER_2020, days: 398, public: true },
            Lifetime { from: JULY_2019, days: 825, public: false },
        ],
        revocation: Revocation::Ignored,
        ..Self::RFC5280
    };
}

/// 2019-07-01T00:00:00Z.
const JULY_2019: UnixTime = 1_561_939_200;
/// 2020-09-01T00:00:00Z.
const SEPTEMBER_2020: UnixTime = 1_598_918_400;

/// What decides on a path: keyUsage, subjectAltName, basicConstraints, nameConstraints, extKeyUsage.
const READABLE: &[&str] = &["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.37"];
/// The same without subjectAltName, which is read entry by entry when names are compared, and without keyUsage, which is
/// read for revocation lists alone (`remember_extension` in `src/cert.rs`, `issuer_key_usage` in `src/verify_cert.rs`).
const WEBPKI_READABLE: &[&str] = &["2.5.29.19", "2.5.29.30", "2.5.29.37"];

const CLIENTS_EKU: EkuRules = EkuRules { purposes: &[eku::CLIENT_AUTH], any: false, required: false };
const ERLANG_EKU: EkuRules = EkuRules { purposes: &[eku::SERVER_AUTH], any: false, required: false };

/// Of the keys in webpki's `src/aws_lc_rs_algs.rs` those that are computed here.
const fn webpki_verifies_with(key: &KeyAlgorithm) -> bool {
    matches!(key, KeyAlgorithm::Rsa | KeyAlgorithm::Ec(Curve::P256 | Curve::P384 | Curve::P521) | KeyAlgorithm::Ed25519)
}

/// RSA, ECDSA and Ed25519, over digests that `refused_digests` leaves.
fn webpki_knows_signature(certificate: &Certificate, _: Role) -> Option<FaultKind> {
    let oid = certificate.signature_algorithm.oid.as_str();
    let family = ["1.2.840.113549.1.1.", "1.2.840.10045.4."].iter().any(|known| oid.starts_with(known));
    (!family && oid != "1.3.101.112").then_some(FaultKind::SignatureUnsupported)
}

/// ecdsa-with-SHA512 is not among ring's.
fn ring_knows_signature(certificate: &Certificate, _: Role) -> Option<FaultKind> {
    (certificate.signature_algorithm.oid.as_str() == "1.2.840.10045.4.3.4").then_some(FaultKind::SignatureUnsupported)
}

const WEBPKI_EKU: EkuRules = EkuRules { purposes: &[eku::SERVER_AUTH], any: false, required: false };
const WEBPKI_EXTENSIONS: &[&str] =
    &["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.37", "1.3.6.1.4.1.11129.2.4.2"];
