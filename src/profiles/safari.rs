//! Safari and other programs of Apple's platforms.

use crate::fault::FaultKind as F;
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, Method, PathPolicy, Profile, Rfc5280, Role, Source, Speech, Statement, Word};

const REQUIREMENTS: Source = Source {
    title: "Requirements for trusted certificates in iOS 13 and macOS 10.15",
    section: None,
    url: Some("https://support.apple.com/103769"),
};
const LIMITS: Source = Source {
    title: "About upcoming limits on trusted certificates",
    section: None,
    url: Some("https://support.apple.com/102028"),
};

const NOT_PRIVATE: &str = "This Connection Is Not Private";

/// Safari and other programs of Apple's platforms.
pub const PROFILE: Profile = Profile {
    id: "safari",
    name: "Safari and Apple platforms",
    version: "macOS 10.15, iOS 13 and later",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[],
    method: Method::Rfc5280(&Rfc5280 {
        served: usize::MAX,
        path: &PathPolicy::APPLE,
        instead: &[],
        identity: &IdentityPolicy::APPLE,
        both: false,
        fetches_issuers: true,
        unsure: &[F::AnchorNotSelfSigned],
        more_algorithms: true,
    }),
    identity: Some(&IdentityPolicy::APPLE),
    words: &[
        Word::phrase(F::NameMismatch, NOT_PRIVATE, Confidence::Documented),
        Word::phrase(F::NoNames, NOT_PRIVATE, Confidence::Documented),
        Word::phrase(F::ServerAuthMissing, NOT_PRIVATE, Confidence::Documented),
        Word::phrase(F::WeakKey, NOT_PRIVATE, Confidence::Documented),
        Word::phrase(F::WeakSignature, NOT_PRIVATE, Confidence::Documented),
        Word::phrase(F::LifetimeTooLong, NOT_PRIVATE, Confidence::Documented),
        Word::phrase(F::KeyMismatch, "Safari can’t establish a secure connection to the server", Confidence::Inferred),
        Word::saying("", NOT_PRIVATE, Confidence::Inferred),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "APL-H1",
            text: "The DNS name must be in the subjectAltName; the commonName does not count.",
            confidence: Confidence::Documented,
            sources: &[REQUIREMENTS],
        },
        Statement {
            id: "APL-X1",
            text: "Servers and issuing CAs need RSA keys of 2048 bits or more and SHA-2 signatures. Certificates issued from July 2019 on need serverAuth in extKeyUsage and may run 825 days at most. This holds for private CAs too.",
            confidence: Confidence::Documented,
            sources: &[REQUIREMENTS],
        },
        Statement {
            id: "APL-X2",
            text: "Certificates issued from September 2020 on under preinstalled roots may run 398 days at most; roots that a user or administrator added are exempt.",
            confidence: Confidence::Documented,
            sources: &[LIMITS],
        },
        Statement {
            id: "APL-E1",
            text: "The browser's sentence is the same for every fault: \"This Connection Is Not Private\".",
            confidence: Confidence::Inferred,
            sources: &[],
        },
    ],
    sources: &[REQUIREMENTS, LIMITS],
};
