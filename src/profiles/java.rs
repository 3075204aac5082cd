//! Java's JSSE.

use super::java_reading;
use super::sources::HANDSHAKES;
use crate::fault::FaultKind as F;
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, Java, Method, Profile, Release, Role, Setting, Source, Speech, Statement, Word};

const HOSTNAME: Source = Source::file("openjdk/jdk sun/security/util/HostnameChecker.java", "match");
const VALIDATOR: Source =
    Source::file("openjdk/jdk sun/security/validator/PKIXValidator.java", "engineValidate, verifyTrustAnchor");
const END_ENTITY: Source = Source::file("openjdk/jdk sun/security/validator/EndEntityChecker.java", "checkTLSServer");
const BUILDER: Source =
    Source::file("openjdk/jdk sun/security/provider/certpath/ForwardBuilder.java", "getMatchingCACerts, verifyCert");
const CHECKERS: Source = Source::file(
    "openjdk/jdk sun/security/provider/certpath/PKIXCertPathValidator.java",
    "validate, KeyChecker, ConstraintsChecker, BasicChecker",
);

/// Java's JSSE.
pub const PROFILE: Profile = Profile {
    id: "java",
    name: "Java",
    version: "17 to 25, SSLSocket with endpoint identification HTTPS; 8 and 11 check alike (also JDBC, Kafka, Maven)",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[Setting::version(&[("17", "17 to 24"), ("25", "25")])],
    method: Method::Java(&Java {
        releases: &[
            (
                "17",
                Release {
                    identity: &IdentityPolicy::JSSE,
                    public_identity: &IdentityPolicy::JSSE_PUBLIC,
                    unreadable_names_refused: false,
                    unreadable_purposes_refused: false,
                    reading: &java_reading::READING,
                },
            ),
            (
                "25",
                Release {
                    identity: &IdentityPolicy::JSSE_25,
                    public_identity: &IdentityPolicy::JSSE_25_PUBLIC,
                    unreadable_names_refused: true,
                    unreadable_purposes_refused: true,
                    reading: &java_reading::READING_25,
                },
            ),
        ],
        rsa_bits: 1024,
        ec_bits: 224,
        presented_at_most: 10,
        message_at_most: 32_768,
    }),
    identity: Some(&IdentityPolicy::JSSE),
    words: &[
        Word::term(
            "CertPathValidatorException/NO_TRUST_ANCHOR",
            "CertPathValidatorException/NO_TRUST_ANCHOR",
            "Path does not chain with any of the trust anchors",
            Confidence::Tested,
        ),
        Word::term(
            "CertPathValidatorException/INVALID_SIGNATURE",
            "CertPathValidatorException/INVALID_SIGNATURE",
            "PKIX path validation failed: signature check failed",
            Confidence::Tested,
        ),
        Word::term(
            "CertPathValidatorException/UNSPECIFIED",
            "CertPathValidatorException/UNSPECIFIED",
            "PKIX path validation failed: signature check failed",
            Confidence::Tested,
        ),
        Word::term(
            "CertificateParsingException",
            "CertificateParsingException",
            "X.509 Certificate is incomplete",
            Confidence::Tested,
        ),
        Word::term(
            "CertPathValidatorException/NOT_CA_CERT",
            "CertPathValidatorException/NOT_CA_CERT",
            "PKIX path validation failed: basic constraints check failed: this is not a CA certificate",
            Confidence::Tested,
        ),
        Word::term(
            "CertPathValidatorException/PATH_TOO_LONG",
            "CertPathValidatorException/PATH_TOO_LONG",
            "PKIX path validation failed: basic constraints check failed: pathLenConstraint violated - this cert must be the last cert in the certification path",
            Confidence::Source,
        ),
        Word::term(
            "CertPathValidatorException/INVALID_NAME",
            "CertPathValidatorException/INVALID_NAME",
            "PKIX path validation failed: name constraints check failed",
            Confidence::Tested,
        ),
        Word::term(
            "SSLProtocolException",
            "SSLProtocolException",
            "Unsupported handshake message: certificate",
            Confidence::Tested,
        ),
        Word::term(
            "SSLHandshakeException",
            "SSLHandshakeException",
            "Received fatal alert: handshake_failure",
            Confidence::Tested,
        ),
        Word::kind(
            F::StoreWithoutEntries,
            "InvalidAlgorithmParameterException",
            "the trustAnchors parameter must be non-empty",
            Confidence::Tested,
        ),
        Word {
            term: "CertificateException",
            fault: Some(F::Encoding),
            code: Some("CertificateException"),
            message: "Unable to initialize, java.io.IOException: ",
            confidence: Confidence::Tested,
        },
        Word {
            term: "CertificateException",
            fault: Some(F::Malformed),
            code: Some("CertificateException"),
            message: "Unable to initialize, java.io.IOException: ",
            confidence: Confidence::Tested,
        },
        Word {
            term: "CertificateException",
            fault: Some(F::StoreUnreadable),
            code: Some("CertificateException"),
            message: "Unable to initialize, java.io.IOException: ",
            confidence: Confidence::Tested,
        },
        Word::term("SSLException", "SSLException", "Unexpected error: ", Confidence::Tested),
        Word::term(
            "CertPathValidatorException/INVALID_POLICY",
            "CertPathValidatorException/INVALID_POLICY",
            "PKIX path validation failed: ",
            Confidence::Tested,
        ),
        Word::term(
            "CertPathValidatorException/INVALID_KEY_USAGE",
            "CertPathValidatorException/INVALID_KEY_USAGE",
            "PKIX path validation failed: CA key usage check failed: keyCertSign bit is not set",
            Confidence::Tested,
        ),
        Word::term(
            "CertPathValidatorException/UNRECOGNIZED_CRIT_EXT",
            "CertPathValidatorException/UNRECOGNIZED_CRIT_EXT",
            "PKIX path validation failed: unrecognized critical extension(s)",
            Confidence::Tested,
        ),
        Word::term(
            "CertPathValidatorException/NAME_CHAINING",
            "CertPathValidatorException/NAME_CHAINING",
            "PKIX path validation failed: subject/issuer name chaining check failed",
            Confidence::Source,
        ),
        Word::term(
            "CertPathValidatorException/ALGORITHM_CONSTRAINED",
            "CertPathValidatorException/ALGORITHM_CONSTRAINED",
            "PKIX path validation failed: Algorithm constraints check failed",
            Confidence::Source,
        ),
        Word::term(
            "CertificateExpiredException",
            "CertificateExpiredException",
            "PKIX path validation failed: validity check failed: NotAfter",
            Confidence::Tested,
        ),
        Word::term(
            "CertificateNotYetValidException",
            "CertificateNotYetValidException",
            "PKIX path validation failed: validity check failed: NotBefore",
            Confidence::Tested,
        ),
        Word {
            term: "ValidatorException",
            fault: Some(F::KeyUsageUnsuitable),
            code: Some("ValidatorException"),
            message: "KeyUsage does not allow digital signatures",
            confidence: Confidence::Tested,
        },
        Word {
            term: "ValidatorException",
            fault: Some(F::CaAsEndEntity),
            code: Some("ValidatorException"),
            message: "KeyUsage does not allow digital signatures",
            confidence: Confidence::Tested,
        },
        Word {
            term: "ValidatorException",
            fault: Some(F::ServerAuthMissing),
            code: Some("ValidatorException"),
            message: "Extended key usage does not permit use for TLS server authentication",
            confidence: Confidence::Tested,
        },
        Word {
            term: "ValidatorException",
            fault: Some(F::ClientAuthMissing),
            code: Some("ValidatorException"),
            message: "Extended key usage does not permit use for TLS client authentication",
            confidence: Confidence::Tested,
        },
        Word::term(
            "ValidatorException",
            "ValidatorException",
            "PKIX path building failed: unable to find valid certification path to requested target",
            Confidence::Tested,
        ),
        Word::kind(F::NoNames, "CertificateException", "No subject alternative names present", Confidence::Tested),
        Word::kind(F::HostMalformed, "CertificateException", "Illegal given domain name", Confidence::Tested),
        Word::kind(F::HostMissing, "CertificateException", "No subject alternative names present", Confidence::Source),
        Word::kind(F::NameMismatch, "CertificateException", "No subject alternative DNS name matching", Confidence::Tested),
        Word::phrase(F::KeyMismatch, "Invalid CertificateVerify message: invalid signature", Confidence::Source),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "JAV-H1",
            text: "dNSName entries if there are any, else the most specific commonName.",
            confidence: Confidence::Tested,
            sources: &[HOSTNAME, HANDSHAKES],
        },
        Statement {
            id: "JAV-H2",
            text: "A wildcard may stand in any label and inside a label, more than once; the number of labels must agree. Wildcards under a public suffix are refused only where the path ends in a root that the runtime ships.",
            confidence: Confidence::Tested,
            sources: &[HOSTNAME, HANDSHAKES],
        },
        Statement {
            id: "JAV-H3",
            text: "Host and pattern must be host names as SNI accepts them: an underscore is refused, and so is a dot at the end of a pattern. A dot at the end of the host is removed for SNI.",
            confidence: Confidence::Tested,
            sources: &[HOSTNAME, HANDSHAKES],
        },
        Statement {
            id: "JAV-H4",
            text: "An address matches iPAddress entries only.",
            confidence: Confidence::Tested,
            sources: &[HOSTNAME, HANDSHAKES],
        },
        Statement {
            id: "JAV-C1",
            text: "A list in path order is validated as it stands; another order goes to the path builder, which ignores extra certificates. Missing issuers are not downloaded by default.",
            confidence: Confidence::Tested,
            sources: &[VALIDATOR, BUILDER, HANDSHAKES],
        },
        Statement {
            id: "JAV-C2",
            text: "Any certificate in the trust store is an anchor. Right below it an expired anchor is still accepted; a version 3 anchor must be a CA unless it is the end-entity certificate itself.",
            confidence: Confidence::Tested,
            sources: &[VALIDATOR, HANDSHAKES],
        },
        Statement {
            id: "JAV-X1",
            text: "serverAuth where there is an extKeyUsage, digitalSignature where there is a keyUsage, no RSA key under 1024 bits; SHA-1 is refused only under roots that the runtime ships.",
            confidence: Confidence::Tested,
            sources: &[END_ENTITY, HANDSHAKES],
        },
        Statement {
            id: "JAV-E1",
            text: "Faults of an ordered path come with their own exception; a path that Java must build itself fails with `unable to find valid certification path to requested target` whatever the reason.",
            confidence: Confidence::Tested,
            sources: &[VALIDATOR, HANDSHAKES],
        },
    ],
    sources: &[HOSTNAME, VALIDATOR, END_ENTITY, BUILDER, CHECKERS, HANDSHAKES],
};
