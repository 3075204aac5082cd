//! Chrome, Chromium and Edge.

use super::chrome_reading;
use super::sources::HANDSHAKES;
use crate::fault::FaultKind as F;
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Chromium, Confidence, Method, Profile, Role, Source, Speech, Statement, Word};

const X509: Source = Source::file("chromium/chromium net/cert/x509_certificate.cc", "X509Certificate::VerifyHostname");
const PROC: Source =
    Source::file("chromium/chromium net/cert/cert_verify_proc.cc", "CertVerifyProc::Verify, MapCertStatusToNetError");
const BUILDER: Source = Source::file("google/boringssl pki/path_builder.cc", "CertPathBuilder, CertIssuersIter");
const CHAIN: Source = Source::file("google/boringssl pki/verify_certificate_chain.cc", "PathVerifier::Run");

/// Chrome, Chromium and Edge.
pub const PROFILE: Profile = Profile {
    id: "chrome",
    name: "Chrome",
    version: "156, Edge and other Chromium browsers alike",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[],
    method: Method::Chromium(&Chromium {
        identity: &IdentityPolicy::CHROMIUM,
        reading: &chrome_reading::CHROMIUM,
        iterations: 20,
        rsa_bits: 1024,
        days: 398,
    }),
    identity: Some(&IdentityPolicy::CHROMIUM),
    words: &[
        Word::term(Chromium::HANDSHAKE, "ERR_SSL_PROTOCOL_ERROR", "net::ERR_SSL_PROTOCOL_ERROR", Confidence::Tested),
        Word::term(Chromium::FORMAT, "ERR_SSL_SERVER_CERT_BAD_FORMAT", "net::ERR_SSL_SERVER_CERT_BAD_FORMAT", Confidence::Tested),
        Word::term(Chromium::INVALID, "ERR_CERT_INVALID", "net::ERR_CERT_INVALID", Confidence::Tested),
        Word::kind(F::IssuerMissing, "ERR_CERT_AUTHORITY_INVALID", "net::ERR_CERT_AUTHORITY_INVALID", Confidence::Tested),
        Word::kind(F::AnchorUntrusted, "ERR_CERT_AUTHORITY_INVALID", "net::ERR_CERT_AUTHORITY_INVALID", Confidence::Tested),
        Word::kind(F::SelfSignedUntrusted, "ERR_CERT_AUTHORITY_INVALID", "net::ERR_CERT_AUTHORITY_INVALID", Confidence::Source),
        Word::kind(F::SignatureInvalid, "ERR_CERT_AUTHORITY_INVALID", "net::ERR_CERT_AUTHORITY_INVALID", Confidence::Tested),
        Word::kind(F::ChainTooLong, "ERR_CERT_AUTHORITY_INVALID", "net::ERR_CERT_AUTHORITY_INVALID", Confidence::Source),
        Word::kind(F::NameMismatch, "ERR_CERT_COMMON_NAME_INVALID", "net::ERR_CERT_COMMON_NAME_INVALID", Confidence::Tested),
        Word::kind(F::NoNames, "ERR_CERT_COMMON_NAME_INVALID", "net::ERR_CERT_COMMON_NAME_INVALID", Confidence::Tested),
        Word::kind(F::HostMalformed, "ERR_CERT_COMMON_NAME_INVALID", "net::ERR_CERT_COMMON_NAME_INVALID", Confidence::Source),
        Word::kind(F::HostMissing, "ERR_CERT_COMMON_NAME_INVALID", "net::ERR_CERT_COMMON_NAME_INVALID", Confidence::Source),
        Word::kind(F::Expired, "ERR_CERT_DATE_INVALID", "net::ERR_CERT_DATE_INVALID", Confidence::Tested),
        Word::kind(F::NotYetValid, "ERR_CERT_DATE_INVALID", "net::ERR_CERT_DATE_INVALID", Confidence::Tested),
        Word::kind(F::IssuerExpired, "ERR_CERT_DATE_INVALID", "net::ERR_CERT_DATE_INVALID", Confidence::Tested),
        Word::kind(F::IssuerNotYetValid, "ERR_CERT_DATE_INVALID", "net::ERR_CERT_DATE_INVALID", Confidence::Source),
        Word::kind(F::AnchorExpired, "ERR_CERT_DATE_INVALID", "net::ERR_CERT_DATE_INVALID", Confidence::Tested),
        Word::kind(
            F::KeyUsageUnsuitable,
            "ERR_SSL_KEY_USAGE_INCOMPATIBLE",
            "net::ERR_SSL_KEY_USAGE_INCOMPATIBLE",
            Confidence::Tested,
        ),
        Word::kind(
            F::KeyUnsupported,
            "ERR_SSL_VERSION_OR_CIPHER_MISMATCH",
            "net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH",
            Confidence::Tested,
        ),
        Word::kind(F::KeyMismatch, "ERR_SSL_PROTOCOL_ERROR", "net::ERR_SSL_PROTOCOL_ERROR", Confidence::Source),
        Word::kind(F::WeakKey, "ERR_CERT_WEAK_KEY", "net::ERR_CERT_WEAK_KEY", Confidence::Source),
        Word::kind(F::LifetimeTooLong, "ERR_CERT_VALIDITY_TOO_LONG", "net::ERR_CERT_VALIDITY_TOO_LONG", Confidence::Source),
        Word::kind(
            F::TransparencyMissing,
            "ERR_CERTIFICATE_TRANSPARENCY_REQUIRED",
            "net::ERR_CERTIFICATE_TRANSPARENCY_REQUIRED",
            Confidence::Inferred,
        ),
        Word::term("", "ERR_CERT_INVALID", "net::ERR_CERT_INVALID", Confidence::Tested),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "CHR-H1",
            text: "Only the subjectAltName counts: without dNSName and iPAddress no name matches.",
            confidence: Confidence::Tested,
            sources: &[X509, HANDSHAKES],
        },
        Statement {
            id: "CHR-H2",
            text: "A wildcard is the whole first label, and what follows must not be a public suffix or a single label that is no known top-level domain.",
            confidence: Confidence::Tested,
            sources: &[X509, HANDSHAKES],
        },
        Statement {
            id: "CHR-H3",
            text: "The host is brought to its canonical form; a dot at the end is dropped on both sides. An address matches iPAddress entries only.",
            confidence: Confidence::Tested,
            sources: &[X509, HANDSHAKES],
        },
        Statement {
            id: "CHR-C1",
            text: "A missing intermediate is fetched where the certificate says it is published, so a success does not prove that the server sends it. Order and extra certificates do not matter.",
            confidence: Confidence::Tested,
            sources: &[BUILDER, HANDSHAKES],
        },
        Statement {
            id: "CHR-C2",
            text: "A trusted intermediate is enough; a trusted end-entity certificate only if it signed itself. Dates and constraints of roots that users add are enforced.",
            confidence: Confidence::Tested,
            sources: &[BUILDER, HANDSHAKES],
        },
        Statement {
            id: "CHR-X1",
            text: "Under roots that it ships: no more than 398 days and signed certificate timestamps. RSA keys under 1024 bits and SHA-1 signatures are refused everywhere; the handshake offers no Ed25519 and no P-521.",
            confidence: Confidence::Source,
            sources: &[PROC, CHAIN],
        },
        Statement {
            id: "CHR-E1",
            text: "A keyUsage without digitalSignature ends the handshake. Else the most serious of the errors is shown: invalid, authority, name, transparency, weak signature, weak key, dates, lifetime.",
            confidence: Confidence::Tested,
            sources: &[PROC, HANDSHAKES],
        },
    ],
    sources: &[X509, PROC, BUILDER, CHAIN, HANDSHAKES],
};
