//! .NET's SslStream and HttpClient on Linux.

use crate::fault::FaultKind as F;
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, Method, PathPolicy, Profile, Rfc5280, Role, Source, Speech, Statement, Word};

const NAMES: Source = Source::file("dotnet/runtime X509Certificate2.cs", "MatchesHostname");
const VALIDATION: Source =
    Source::file("dotnet/runtime System/Net/Security/CertificateValidation.Unix.cs", "BuildChainAndVerifyProperties");
const DOWNLOADS: Source = Source {
    title: ".NET API: X509ChainPolicy.DisableCertificateDownloads",
    section: None,
    url: Some(
        "https://learn.microsoft.com/dotnet/api/system.security.cryptography.x509certificates.x509chainpolicy.disablecertificatedownloads",
    ),
};

const NAME: &str = "RemoteCertificateNameMismatch";
const CHAIN: &str = "RemoteCertificateChainErrors";
const PARTIAL: &str = "The remote certificate is invalid because of errors in the certificate chain: PartialChain";
const UNTRUSTED: &str = "The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot";
const TIME: &str = "The remote certificate is invalid because of errors in the certificate chain: NotTimeValid";
const USAGE: &str = "The remote certificate is invalid because of errors in the certificate chain: NotValidForUsage";
const CONSTRAINTS: &str = "The remote certificate is invalid because of errors in the certificate chain: InvalidBasicConstraints";
const NAME_CONSTRAINTS: &str =
    "The remote certificate is invalid because of errors in the certificate chain: HasNotPermittedNameConstraint";
const SIGNATURE: &str = "The remote certificate is invalid because of errors in the certificate chain: NotSignatureValid";
const EXTENSION: &str =
    "The remote certificate is invalid because of errors in the certificate chain: HasNotSupportedCriticalExtension";
const MISMATCH: &str = "The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch";

/// .NET's SslStream and HttpClient on Linux.
pub const PROFILE: Profile = Profile {
    id: "dotnet",
    name: ".NET (SslStream, HttpClient)",
    version: "8 and later, on Linux (also Microsoft.Data.SqlClient there)",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[],
    method: Method::Rfc5280(&Rfc5280 {
        served: usize::MAX,
        path: &PathPolicy::DOTNET,
        instead: &[],
        identity: &IdentityPolicy::DOTNET,
        both: true,
        fetches_issuers: true,
        unsure: &[F::WeakSignature, F::AnchorNotSelfSigned],
        more_algorithms: true,
    }),
    identity: Some(&IdentityPolicy::DOTNET),
    words: &[
        Word::kind(F::NameMismatch, NAME, MISMATCH, Confidence::Source),
        Word::kind(F::NoNames, NAME, MISMATCH, Confidence::Source),
        Word::kind(F::HostMissing, NAME, MISMATCH, Confidence::Source),
        Word::kind(F::HostMalformed, NAME, MISMATCH, Confidence::Source),
        Word::kind(F::IssuerMissing, CHAIN, PARTIAL, Confidence::Documented),
        Word::kind(F::AnchorNotSelfSigned, CHAIN, PARTIAL, Confidence::Inferred),
        Word::kind(F::AnchorUntrusted, CHAIN, UNTRUSTED, Confidence::Documented),
        Word::kind(F::SelfSignedUntrusted, CHAIN, UNTRUSTED, Confidence::Documented),
        Word::kind(F::Expired, CHAIN, TIME, Confidence::Documented),
        Word::kind(F::NotYetValid, CHAIN, TIME, Confidence::Documented),
        Word::kind(F::IssuerExpired, CHAIN, TIME, Confidence::Documented),
        Word::kind(F::IssuerNotYetValid, CHAIN, TIME, Confidence::Documented),
        Word::kind(F::AnchorExpired, CHAIN, TIME, Confidence::Documented),
        Word::kind(F::ServerAuthMissing, CHAIN, USAGE, Confidence::Documented),
        Word::kind(F::IssuerServerAuthMissing, CHAIN, USAGE, Confidence::Documented),
        Word::kind(F::IssuerKeyUsage, CHAIN, USAGE, Confidence::Inferred),
        Word::kind(F::IssuerNotCa, CHAIN, CONSTRAINTS, Confidence::Documented),
        Word::kind(F::PathLengthExceeded, CHAIN, CONSTRAINTS, Confidence::Documented),
        Word::kind(F::NameConstraintViolated, CHAIN, NAME_CONSTRAINTS, Confidence::Documented),
        Word::kind(F::SignatureInvalid, CHAIN, SIGNATURE, Confidence::Documented),
        Word::kind(F::AlgorithmFieldsDiffer, CHAIN, SIGNATURE, Confidence::Inferred),
        Word::kind(F::UnknownCriticalExtension, CHAIN, EXTENSION, Confidence::Inferred),
        Word::phrase(F::KeyMismatch, "Authentication failed, see inner exception.", Confidence::Inferred),
        Word {
            term: "",
            fault: None,
            code: Some(CHAIN),
            message: "The remote certificate is invalid because of errors in the certificate chain",
            confidence: Confidence::Inferred,
        },
    ],
    speech: Speech::Every,
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "NET-H1",
            text: "subjectAltName entries of the kind asked for decide; without any, a single commonName must be equal and cannot hold a wildcard. `*.` stands for the first label, dots at the end are dropped.",
            confidence: Confidence::Source,
            sources: &[NAMES],
        },
        Statement {
            id: "NET-H2",
            text: "Unicode host names are compared in their A-label form; an empty host is a mismatch. On Windows the operating system's rules decide.",
            confidence: Confidence::Source,
            sources: &[VALIDATION],
        },
        Statement {
            id: "NET-C1",
            text: "Missing intermediates are downloaded from the address in the certificate unless DisableCertificateDownloads is set, so that success does not prove that the server sends its chain.",
            confidence: Confidence::Documented,
            sources: &[DOWNLOADS],
        },
        Statement {
            id: "NET-E1",
            text: "SslPolicyErrors names what is wrong: RemoteCertificateNameMismatch, RemoteCertificateChainErrors; the chain's status flags say more (PartialChain, UntrustedRoot, NotTimeValid, ...).",
            confidence: Confidence::Source,
            sources: &[VALIDATION],
        },
    ],
    sources: &[NAMES, VALIDATION, DOWNLOADS],
};
