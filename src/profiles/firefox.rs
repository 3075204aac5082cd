//! Firefox.

use super::firefox_reading;
use super::sources::HANDSHAKES;
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, Method, MozPkix, Profile, Role, Source, Speech, Statement, Word};

const NAMES: Source = Source::file("nss-dev/nss lib/mozpkix/lib/pkixnames.cpp", "CheckCertHostname, CheckNameConstraints");
const CHECK: Source = Source::file("nss-dev/nss lib/mozpkix/lib/pkixcheck.cpp", "CheckIssuerIndependentProperties");
const BUILD: Source = Source::file("nss-dev/nss lib/mozpkix/lib/pkixbuild.cpp", "BuildForward, PathBuildingStep");
const OVERRIDE: Source =
    Source::file("mozilla/gecko-dev security/manager/ssl/SSLServerCertVerification.cpp", "DetermineCertOverrideErrors");
const PRELOAD: Source = Source::file("wiki.mozilla.org Security/CryptoEngineering", "Intermediate Preloading");

/// Firefox.
pub const PROFILE: Profile = Profile {
    id: "firefox",
    name: "Firefox",
    version: "153 ESR",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[],
    method: Method::MozPkix(&MozPkix {
        identity: &IdentityPolicy::MOZPKIX,
        reading: &firefox_reading::FIREFOX,
        public_identity: &IdentityPolicy::MOZPKIX_PUBLIC,
        rsa_bits: 1024,
        intermediates: 6,
        steps: 2000,
    }),
    identity: Some(&IdentityPolicy::MOZPKIX),
    words: &[
        Word::term(
            "SEC_ERROR_INVALID_KEY",
            "SEC_ERROR_INVALID_KEY",
            "The key does not support the requested operation.",
            Confidence::Tested,
        ),
        Word::term(
            "SSL_ERROR_BAD_CERT_DOMAIN",
            "SSL_ERROR_BAD_CERT_DOMAIN",
            "The certificate is for other names than this one.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_UNKNOWN_ISSUER",
            "SEC_ERROR_UNKNOWN_ISSUER",
            "The certificate is not trusted because the issuer certificate is unknown.",
            Confidence::Tested,
        ),
        Word::term(
            "MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT",
            "MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT",
            "The certificate is not trusted because it is self-signed.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_BAD_SIGNATURE",
            "SEC_ERROR_BAD_SIGNATURE",
            "Peer's certificate has an invalid signature.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_EXPIRED_CERTIFICATE",
            "SEC_ERROR_EXPIRED_CERTIFICATE",
            "The certificate expired.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE",
            "SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE",
            "The certificate issuer's certificate has expired.",
            Confidence::Tested,
        ),
        Word::term(
            "MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE",
            "MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE",
            "The certificate is not yet within its validity period.",
            Confidence::Tested,
        ),
        Word::term(
            "MOZILLA_PKIX_ERROR_NOT_YET_VALID_ISSUER_CERTIFICATE",
            "MOZILLA_PKIX_ERROR_NOT_YET_VALID_ISSUER_CERTIFICATE",
            "The issuer's certificate is not yet within its validity period.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_INADEQUATE_CERT_TYPE",
            "SEC_ERROR_INADEQUATE_CERT_TYPE",
            "Certificate type not approved for application.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_INADEQUATE_KEY_USAGE",
            "SEC_ERROR_INADEQUATE_KEY_USAGE",
            "Certificate key usage inadequate for attempted operation.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_CA_CERT_INVALID",
            "SEC_ERROR_CA_CERT_INVALID",
            "Issuer certificate is invalid.",
            Confidence::Tested,
        ),
        Word::term(
            "MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY",
            "MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY",
            "The server uses a certificate with a basic constraints extension identifying it as a certificate authority.",
            Confidence::Tested,
        ),
        Word::term(
            "MOZILLA_PKIX_ERROR_V1_CERT_USED_AS_CA",
            "MOZILLA_PKIX_ERROR_V1_CERT_USED_AS_CA",
            "An X.509 version 1 certificate that is not a trust anchor was used to issue the server's certificate.",
            Confidence::Source,
        ),
        Word::term(
            "SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID",
            "SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID",
            "Certificate path length constraint is invalid.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_CERT_NOT_IN_NAME_SPACE",
            "SEC_ERROR_CERT_NOT_IN_NAME_SPACE",
            "The certifying authority for this certificate is not permitted to issue a certificate with this name.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION",
            "SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION",
            "Certificate contains unknown critical extension.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_BAD_DER",
            "SEC_ERROR_BAD_DER",
            "Security library: improperly formatted DER-encoded message.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED",
            "SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED",
            "The certificate was signed using a signature algorithm that is disabled because it is not secure.",
            Confidence::Source,
        ),
        Word::term(
            "MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE",
            "MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE",
            "The server presented a certificate with a key size that is too small.",
            Confidence::Source,
        ),
        Word::term(
            "MOZILLA_PKIX_ERROR_SIGNATURE_ALGORITHM_MISMATCH",
            "MOZILLA_PKIX_ERROR_SIGNATURE_ALGORITHM_MISMATCH",
            "The signature algorithm in the signature field does not match its signatureAlgorithm field.",
            Confidence::Source,
        ),
        Word::term(
            "MOZILLA_PKIX_ERROR_EMPTY_ISSUER_NAME",
            "MOZILLA_PKIX_ERROR_EMPTY_ISSUER_NAME",
            "The server presented a certificate with an empty issuer distinguished name.",
            Confidence::Source,
        ),
        Word::term(
            "SEC_ERROR_UNSUPPORTED_ELLIPTIC_CURVE",
            "SEC_ERROR_UNSUPPORTED_ELLIPTIC_CURVE",
            "Unsupported elliptic curve.",
            Confidence::Source,
        ),
        Word::term(
            "SEC_ERROR_UNSUPPORTED_KEYALG",
            "SEC_ERROR_UNSUPPORTED_KEYALG",
            "Unsupported or unknown key algorithm.",
            Confidence::Source,
        ),
        Word::term(
            "SSL_ERROR_NO_CYPHER_OVERLAP",
            "SSL_ERROR_NO_CYPHER_OVERLAP",
            "Cannot communicate securely with peer: no common encryption algorithm(s).",
            Confidence::Tested,
        ),
        Word::term(
            "MOZILLA_PKIX_ERROR_INSUFFICIENT_CERTIFICATE_TRANSPARENCY",
            "MOZILLA_PKIX_ERROR_INSUFFICIENT_CERTIFICATE_TRANSPARENCY",
            "The certificate is not trusted because it was not proved to be publicly disclosed using Certificate Transparency.",
            Confidence::Inferred,
        ),
        Word::term("SEC_ERROR_LIBRARY_FAILURE", "SEC_ERROR_LIBRARY_FAILURE", "security library failure.", Confidence::Tested),
        Word::term(
            "SEC_ERROR_INVALID_ARGS",
            "SEC_ERROR_INVALID_ARGS",
            "security library: invalid arguments.",
            Confidence::Tested,
        ),
        Word::term("SEC_ERROR_INVALID_TIME", "SEC_ERROR_INVALID_TIME", "Improperly formatted time string.", Confidence::Tested),
        Word::term(
            "MOZILLA_PKIX_ERROR_INVALID_INTEGER_ENCODING",
            "MOZILLA_PKIX_ERROR_INVALID_INTEGER_ENCODING",
            "The server presented a certificate with an invalid encoding of an integer.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_EXTENSION_VALUE_INVALID",
            "SEC_ERROR_EXTENSION_VALUE_INVALID",
            "Certificate extension value is invalid.",
            Confidence::Tested,
        ),
        Word::term(
            "SSL_ERROR_EXTRACT_PUBLIC_KEY_FAILURE",
            "SSL_ERROR_EXTRACT_PUBLIC_KEY_FAILURE",
            "SSL was unable to extract the public key from the peer's certificate.",
            Confidence::Tested,
        ),
        Word::term(
            "SSL_ERROR_WEAK_SERVER_CERT_KEY",
            "SSL_ERROR_WEAK_SERVER_CERT_KEY",
            "The server certificate included a public key that was too weak.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_UNSUPPORTED_EC_POINT_FORM",
            "SEC_ERROR_UNSUPPORTED_EC_POINT_FORM",
            "Unsupported elliptic curve point form.",
            Confidence::Tested,
        ),
        Word::term(
            "SEC_ERROR_CERT_BAD_ACCESS_LOCATION",
            "SEC_ERROR_CERT_BAD_ACCESS_LOCATION",
            "invalid OCSP access location in certificate.",
            Confidence::Tested,
        ),
        Word::term(
            "MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING",
            "MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING",
            "A required TLS feature is missing.",
            Confidence::Source,
        ),
        Word::saying("handshake", "SSL peer was unable to verify: bad signature in the handshake", Confidence::Tested),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "FFX-H1",
            text: "Only the subjectAltName counts. A wildcard is the whole first label with at least two labels after it; a dNSName with a dot at the end is malformed, a host with one is fine. An address matches iPAddress entries only.",
            confidence: Confidence::Tested,
            sources: &[NAMES, HANDSHAKES],
        },
        Statement {
            id: "FFX-C1",
            text: "Missing intermediates are not downloaded; those of public CAs are preloaded, private ones are not.",
            confidence: Confidence::Documented,
            sources: &[PRELOAD],
        },
        Statement {
            id: "FFX-C2",
            text: "Any certificate trusted for servers is an anchor, even an end-entity certificate; the anchor itself must be a CA with room in its pathLenConstraint and within its validity period.",
            confidence: Confidence::Tested,
            sources: &[CHECK, HANDSHAKES],
        },
        Statement {
            id: "FFX-X1",
            text: "A CA certificate as the server's own is refused, and so is an extKeyUsage without serverAuth; anyExtendedKeyUsage does not count. RSA keys under 1024 bits and SHA-1 signatures are refused.",
            confidence: Confidence::Tested,
            sources: &[CHECK, HANDSHAKES],
        },
        Statement {
            id: "FFX-E1",
            text: "Faults of the end-entity certificate show only when a path was found, and candidates that fail in different ways end as an unknown issuer. Of errors that users may override, trust comes before the name and the name before dates.",
            confidence: Confidence::Tested,
            sources: &[BUILD, OVERRIDE, HANDSHAKES],
        },
    ],
    sources: &[NAMES, CHECK, BUILD, OVERRIDE, PRELOAD, HANDSHAKES],
};
