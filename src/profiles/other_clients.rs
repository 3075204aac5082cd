//! Clients of which documents say more than runs: Windows' Schannel, Android.

use super::dotnet;
use super::rustls;
use crate::fault::FaultKind as F;
use crate::identity::IdentityPolicy;
use crate::policy::{Confidence, Method, PathPolicy, Profile, Rfc5280, Setting, SettingKind, Source, Statement, Word};

const POLICY_STATUS: Source = Source {
    title: "Microsoft, CERT_CHAIN_POLICY_STATUS structure; Schannel error codes for TLS and SSL alerts",
    section: None,
    url: Some("https://learn.microsoft.com/windows/win32/api/wincrypt/ns-wincrypt-cert_chain_policy_status"),
};

/// What stands on Schannel: WinHTTP, .NET Framework, PowerShell, SQL Server's drivers, LDAP over TLS.
pub const SCHANNEL: Profile = Profile {
    id: "schannel",
    name: "Windows (Schannel: WinHTTP, .NET Framework, PowerShell, SQL Server drivers)",
    version: "Windows 10 and Server 2016 and later",
    settings: &[],
    method: Method::Rfc5280(&Rfc5280 {
        served: usize::MAX,
        path: &PathPolicy::DOTNET,
        instead: &[],
        identity: &IdentityPolicy::SCHANNEL,
        both: false,
        fetches_issuers: true,
        unsure: &[F::WeakSignature, F::WeakKey, F::Revoked, F::NameConstraintViolated, F::PolicyUnacceptable],
        more_algorithms: true,
    }),
    identity: Some(&IdentityPolicy::SCHANNEL),
    words: &[
        Word::kind(
            F::NameMismatch,
            "0x80090322",
            "SEC_E_WRONG_PRINCIPAL: The target principal name is incorrect.",
            Confidence::Documented,
        ),
        Word::kind(
            F::NoNames,
            "0x80090322",
            "SEC_E_WRONG_PRINCIPAL: The target principal name is incorrect.",
            Confidence::Documented,
        ),
        Word::kind(
            F::IssuerMissing,
            "0x800B010A",
            "CERT_E_CHAINING: A certificate chain could not be built to a trusted root authority.",
            Confidence::Documented,
        ),
        Word::kind(F::AnchorUntrusted, "0x800B0109", UNTRUSTED, Confidence::Documented),
        Word::kind(F::SelfSignedUntrusted, "0x800B0109", UNTRUSTED, Confidence::Documented),
        Word::kind(
            F::AnchorNotSelfSigned,
            "0x800B010A",
            "CERT_E_CHAINING: A certificate chain could not be built to a trusted root authority.",
            Confidence::Inferred,
        ),
        Word::kind(F::Expired, "0x800B0101", DATES, Confidence::Documented),
        Word::kind(F::NotYetValid, "0x800B0101", DATES, Confidence::Documented),
        Word::kind(F::IssuerExpired, "0x800B0101", DATES, Confidence::Documented),
        Word::kind(F::IssuerNotYetValid, "0x800B0101", DATES, Confidence::Documented),
        Word::kind(F::AnchorExpired, "0x800B0101", DATES, Confidence::Documented),
        Word::kind(F::ServerAuthMissing, "0x800B0110", USAGE, Confidence::Documented),
        Word::kind(F::IssuerServerAuthMissing, "0x800B0110", USAGE, Confidence::Documented),
        Word::kind(
            F::IssuerNotCa,
            "0x80096019",
            "TRUST_E_BASIC_CONSTRAINTS: A certificate's basic constraint extension has not been observed.",
            Confidence::Documented,
        ),
        Word::kind(
            F::PathLengthExceeded,
            "0x80096019",
            "TRUST_E_BASIC_CONSTRAINTS: A certificate's basic constraint extension has not been observed.",
            Confidence::Documented,
        ),
        Word::kind(
            F::SignatureInvalid,
            "0x80096004",
            "TRUST_E_CERT_SIGNATURE: The signature of the certificate cannot be verified.",
            Confidence::Documented,
        ),
    ],
    accepts: Confidence::Documented,
    statements: &[Statement {
        id: "SCH-C1",
        text: "Roots come from the machine's and the user's Trusted Root Certification Authorities; missing intermediates are taken from the stores or downloaded. The client's error is a number of CryptoAPI or SEC_E_UNTRUSTED_ROOT (0x80090325).",
        confidence: Confidence::Documented,
        sources: &[POLICY_STATUS],
    }],
    sources: &[POLICY_STATUS],
    ..dotnet::PROFILE
};
const UNTRUSTED: &str = "CERT_E_UNTRUSTEDROOT: A certificate chain processed, but terminated in a root certificate which is not trusted by the trust provider.";
const DATES: &str = "CERT_E_EXPIRED: A required certificate is not within its validity period when verifying against the current system clock or the timestamp in the signed file.";
const USAGE: &str = "CERT_E_WRONG_USAGE: The certificate is not valid for the requested usage.";

const NETWORK_SECURITY: Source = Source {
    title: "Android Developers, Network security configuration; Security with network protocols",
    section: Some("Missing intermediate certificate authority"),
    url: Some("https://developer.android.com/privacy-and-security/security-ssl"),
};
const CONSCRYPT: Source = Source::file(
    "google/conscrypt common/src/main/java/org/conscrypt/TrustManagerImpl.java, OkHostnameVerifier.java",
    "checkTrusted, verifyHostname",
);

const ISRG: Source = Source {
    title: "thunderbird/thunderbird-android issue 7646, Let's Encrypt certificates on Android 7.0 and earlier",
    section: None,
    url: Some("https://github.com/thunderbird/thunderbird-android/issues/7646"),
};

/// Android apps.
pub const ANDROID: Profile = Profile {
    id: "android",
    name: "Android apps",
    version: "platform TLS (Conscrypt), Android 9 and later or older",
    settings: &[Setting {
        id: "version",
        label: "Android",
        help: "Up to Android 8.1 the commonName counts where the subjectAltName has no dNSName.",
        kind: SettingKind::Choice(&[("9", "9 and later"), ("8", "8.1 and older")]),
    }],
    method: Method::Rfc5280(&Rfc5280 {
        served: usize::MAX,
        path: &PathPolicy::RFC5280,
        instead: &[("version", "8", &PathPolicy { identity: Some(&IdentityPolicy::ANDROID_8), ..PathPolicy::RFC5280 })],
        identity: &IdentityPolicy::ANDROID,
        both: false,
        fetches_issuers: false,
        unsure: &[F::WeakSignature, F::WeakKey, F::Revoked, F::PolicyUnacceptable],
        more_algorithms: true,
    }),
    identity: Some(&IdentityPolicy::ANDROID),
    words: &[
        Word::kind(F::NameMismatch, "SSLPeerUnverifiedException", "Hostname ... not verified", Confidence::Source),
        Word::kind(F::NoNames, "SSLPeerUnverifiedException", "Hostname ... not verified", Confidence::Source),
        Word::term(
            "",
            "CertPathValidatorException",
            "java.security.cert.CertPathValidatorException: Trust anchor for certification path not found.",
            Confidence::Documented,
        ),
    ],
    accepts: Confidence::Documented,
    statements: &[
        Statement {
            id: "AND-C1",
            text: "Missing intermediates are not downloaded: the server must send them. From Android 7 on apps trust the system's CAs alone unless their network security configuration names others.",
            confidence: Confidence::Documented,
            sources: &[NETWORK_SECURITY],
        },
        Statement {
            id: "AND-S1",
            text: "Before Android 7 apps trust the CAs that the user installed as well. Before 7.1.1 there is no ISRG Root X1 among the system's CAs: Let's Encrypt's chains end in `Trust anchor for certification path not found`.",
            confidence: Confidence::Documented,
            sources: &[NETWORK_SECURITY, ISRG],
        },
        Statement {
            id: "AND-H1",
            text: "Only the subjectAltName counts since Android 9, before that the commonName where there is no dNSName; `*.` as the whole first label stands for one label.",
            confidence: Confidence::Source,
            sources: &[CONSCRYPT],
        },
    ],
    sources: &[NETWORK_SECURITY, CONSCRYPT],
    ..rustls::PROFILE
};
