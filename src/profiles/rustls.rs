//! rustls with rustls-webpki.

use super::rustls_reading;
use crate::fault::FaultKind as F;
use crate::identity::IdentityPolicy;
use crate::policy::{
    Check, Confidence, Method, PathPolicy, Profile, Rfc5280, Role, Setting, SettingKind, Source, Speech, Statement, Word,
};

const PATHS: Source = Source::file("rustls/webpki src/verify_cert.rs", "PathBuilder");
const CERTIFICATE: Source = Source::file("rustls/webpki src/cert.rs", "Cert::from_input");
const DER: Source = Source::file("rustls/webpki src/der.rs", "read_tag_and_get_value_limited");
const NAMES: Source = Source::file("rustls/webpki src/subject_name/dns_name.rs", "presented_id_matches_reference_id");
const ERRORS: Source = Source::file("rustls/webpki src/error.rs", "Error");
const WRAPPED: Source = Source::file("rustls/rustls src/webpki/mod.rs", "pki_error");

const INVALID: &str = "invalid peer certificate";

/// rustls with rustls-webpki.
pub const PROFILE: Profile = Profile {
    id: "rustls",
    name: "rustls",
    version: "0.23 with rustls-webpki 0.103",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[Setting {
        id: "provider",
        label: "Cryptography provider",
        help: "Which library computes for rustls: ring knows no P-521.",
        kind: SettingKind::Choice(&[("aws-lc-rs", "aws-lc-rs (default)"), ("ring", "ring")]),
    }],
    method: Method::Rfc5280(&Rfc5280 {
        // `MAX_HANDSHAKE_SIZE` in `src/msgs/deframer/handshake.rs`, without what stands around the list.
        served: 0xffff - 4,
        path: &PathPolicy { reading: &rustls_reading::READING, ..PathPolicy::WEBPKI },
        instead: &[("provider", "ring", &PathPolicy { reading: &rustls_reading::READING, ..PathPolicy::WEBPKI_RING })],
        identity: &IdentityPolicy::WEBPKI,
        both: false,
        fetches_issuers: false,
        unsure: &[],
        more_algorithms: false,
    }),
    identity: Some(&IdentityPolicy::WEBPKI),
    words: &WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "WPK-H1",
            text: "Only the subjectAltName counts. `*` stands for the whole first label, underscores are allowed, an address matches iPAddress entries only.",
            confidence: Confidence::Source,
            sources: &[NAMES],
        },
        Statement {
            id: "WPK-X1",
            text: "Errors are named after the check: CertNotValidForName, UnknownIssuer, CertExpired, CaUsedAsEndEntity, RequiredEkuNotFound and so on.",
            confidence: Confidence::Source,
            sources: &[ERRORS, WRAPPED],
        },
        Statement {
            id: "WPK-P1",
            text: "Certificates must be DER of version 3 with the same algorithm inside and outside, no unique identifiers and each known extension once; odd serial numbers pass. The server's own certificate that is not so ends the handshake, an intermediate is passed over, a root is not added. Dates, constraints and purposes are read when a path is tried, keys when a signature is.",
            confidence: Confidence::Tested,
            sources: &[CERTIFICATE, DER],
        },
        Statement {
            id: "WPK-C1",
            text: "Any certificate in the root store is a trust anchor by its name and key; its dates and usages are not looked at. A server certificate with cA TRUE is refused. Intermediates may come in any order, missing ones are not fetched.",
            confidence: Confidence::Tested,
            sources: &[PATHS],
        },
    ],
    sources: &[PATHS, NAMES, ERRORS, WRAPPED],
};

const WORDS: [Word; rustls_reading::WORDS.len() + OWN.len()] = Word::joined(rustls_reading::WORDS, OWN);

const OWN: [Word; 28] = [
    Word::kind(
        F::NameMismatch,
        "CertNotValidForName",
        "invalid peer certificate: certificate not valid for name",
        Confidence::Source,
    ),
    Word::kind(F::NoNames, "CertNotValidForName", "invalid peer certificate: certificate not valid for name", Confidence::Source),
    Word::kind(F::HostMalformed, "CertNotValidForName", "invalid dns name", Confidence::Source),
    Word::kind(F::IssuerMissing, "UnknownIssuer", "invalid peer certificate: UnknownIssuer", Confidence::Tested),
    Word::kind(F::AnchorUntrusted, "UnknownIssuer", "invalid peer certificate: UnknownIssuer", Confidence::Tested),
    Word::kind(F::SelfSignedUntrusted, "UnknownIssuer", "invalid peer certificate: UnknownIssuer", Confidence::Tested),
    Word::kind(F::AnchorNotSelfSigned, "UnknownIssuer", "invalid peer certificate: UnknownIssuer", Confidence::Tested),
    Word::kind(F::Expired, "CertExpired", "invalid peer certificate: certificate expired", Confidence::Tested),
    Word::kind(F::IssuerExpired, "CertExpired", "invalid peer certificate: certificate expired", Confidence::Tested),
    Word::kind(F::NotYetValid, "CertNotValidYet", "invalid peer certificate: certificate not valid yet", Confidence::Tested),
    Word::kind(
        F::IssuerNotYetValid,
        "CertNotValidYet",
        "invalid peer certificate: certificate not valid yet",
        Confidence::Tested,
    ),
    Word::kind(F::CaAsEndEntity, "CaUsedAsEndEntity", INVALID, Confidence::Tested),
    Word::kind(F::IssuerNotCa, "EndEntityUsedAsCa", INVALID, Confidence::Tested),
    Word::kind(F::ServerAuthMissing, "RequiredEkuNotFound", INVALID, Confidence::Tested),
    Word::kind(F::IssuerServerAuthMissing, "RequiredEkuNotFound", INVALID, Confidence::Tested),
    Word::kind(F::NameConstraintViolated, "NameConstraintViolation", INVALID, Confidence::Tested),
    Word::kind(F::PathLengthExceeded, "PathLenConstraintViolated", INVALID, Confidence::Tested),
    Word::kind(F::ChainTooLong, "MaximumPathDepthExceeded", INVALID, Confidence::Source),
    Word::kind(F::UnknownCriticalExtension, "UnsupportedCriticalExtension", INVALID, Confidence::Tested),
    Word::kind(F::VersionUnsupported, "UnsupportedCertVersion", INVALID, Confidence::Tested),
    Word::kind(F::SignatureInvalid, "InvalidSignatureForPublicKey", "invalid peer certificate: BadSignature", Confidence::Tested),
    Word::kind(F::AlgorithmFieldsDiffer, "BadSignature", "invalid peer certificate: BadSignature", Confidence::Source),
    Word::kind(F::SignatureUnsupported, "UnsupportedSignatureAlgorithm", INVALID, Confidence::Tested),
    Word::kind(F::Malformed, "BadDer", "invalid peer certificate: BadEncoding", Confidence::Source),
    Word::kind(F::KeyUnsupported, "UnsupportedSignatureAlgorithmForPublicKey", INVALID, Confidence::Tested),
    Word::kind(F::WeakSignature, "UnsupportedSignatureAlgorithm", INVALID, Confidence::Tested),
    Word::kind(F::WeakKey, "InvalidSignatureForPublicKey", INVALID, Confidence::Source),
    Word::kind(F::KeyMismatch, "BadSignature", "invalid peer certificate: BadSignature", Confidence::Source),
];
