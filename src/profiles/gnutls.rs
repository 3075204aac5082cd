//! GnuTLS.

use super::gnutls_reading;
use super::sources::HANDSHAKES;
use crate::fault::FaultKind as F;
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, GnuTls, Method, Profile, Role, Source, Speech, Statement, Word};

const VERIFY: Source = Source::file("gnutls/gnutls lib/x509/verify.c", "_gnutls_verify_crt_status, verify_crt");
const HIGH: Source = Source::file("gnutls/gnutls lib/x509/verify-high.c", "gnutls_x509_trust_list_verify_crt2");
const HOSTNAME: Source = Source::file("gnutls/gnutls lib/x509/hostname-verify.c", "gnutls_x509_crt_check_hostname2");

const UNKNOWN: &str = "The certificate issuer is unknown.";
const NOT_CA: &str = "The certificate issuer is not a CA.";
const INSECURE: &str = "The certificate chain uses insecure algorithm.";
const CONSTRAINTS: &str = "The certificate chain violates the signer's constraints.";
const NO_STATUS: &str =
    "The certificate requires the server to include an OCSP status in its response, but the OCSP status is missing.";
const PURPOSE: &str = "The certificate chain does not match the intended purpose.";
const EARLY: &str = "The certificate chain uses not yet valid certificate.";
const EXPIRED: &str = "The certificate chain uses expired certificate.";
const SIGNATURE: &str = "The signature in the certificate is invalid.";
const NAME: &str = "The name in the certificate does not match the expected.";
const CRITICAL: &str = "The certificate contains an unknown critical extension.";

/// GnuTLS.
pub const PROFILE: Profile = Profile {
    id: "gnutls",
    name: "GnuTLS",
    version: "3.7 and later, gnutls-cli --verify-hostname",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[],
    method: Method::GnuTls(&GnuTls {
        identity: &IdentityPolicy::GNUTLS,
        reading: &gnutls_reading::READING,
        sorted_at_most: 16,
        presented_at_most: 16,
        rsa_bits: 1024,
        ec_bits: 160,
        purpose: true,
        key_usage: true,
    }),
    identity: Some(&IdentityPolicy::GNUTLS),
    words: &[
        Word {
            term: "handshake",
            fault: Some(F::KeyUsageUnsuitable),
            code: None,
            message: "Key usage violation in certificate has been detected.",
            confidence: Confidence::Tested,
        },
        Word {
            term: "handshake",
            fault: Some(F::KeyMismatch),
            code: None,
            message: "Public key signature verification has failed.",
            confidence: Confidence::Tested,
        },
        Word::saying("handshake", "A TLS fatal alert has been received.", Confidence::Tested),
        Word::saying("decoding", "Error in the certificate.", Confidence::Tested),
        Word::term("no CA", NOT_CA, NOT_CA, Confidence::Tested),
        Word::term("insecure", INSECURE, INSECURE, Confidence::Tested),
        Word::term("constraints", CONSTRAINTS, CONSTRAINTS, Confidence::Tested),
        Word::term("purpose", PURPOSE, PURPOSE, Confidence::Tested),
        Word::term("no status", NO_STATUS, NO_STATUS, Confidence::Tested),
        Word::term("untrusted", "The certificate is NOT trusted.", "The certificate is NOT trusted.", Confidence::Tested),
        Word::kind(F::IssuerMissing, UNKNOWN, UNKNOWN, Confidence::Tested),
        Word::kind(F::AnchorUntrusted, UNKNOWN, UNKNOWN, Confidence::Tested),
        Word::kind(F::SelfSignedUntrusted, UNKNOWN, UNKNOWN, Confidence::Tested),
        Word::kind(F::IssuerNotCa, NOT_CA, NOT_CA, Confidence::Tested),
        Word::kind(F::WeakKey, INSECURE, INSECURE, Confidence::Tested),
        Word::kind(F::WeakSignature, INSECURE, INSECURE, Confidence::Tested),
        Word::kind(F::PathLengthExceeded, CONSTRAINTS, CONSTRAINTS, Confidence::Tested),
        Word::kind(F::NameConstraintViolated, CONSTRAINTS, CONSTRAINTS, Confidence::Tested),
        Word::kind(F::IssuerKeyUsage, CONSTRAINTS, CONSTRAINTS, Confidence::Tested),
        Word::kind(F::ServerAuthMissing, PURPOSE, PURPOSE, Confidence::Tested),
        Word::kind(F::IssuerServerAuthMissing, PURPOSE, PURPOSE, Confidence::Tested),
        Word::kind(F::NotYetValid, EARLY, EARLY, Confidence::Tested),
        Word::kind(F::IssuerNotYetValid, EARLY, EARLY, Confidence::Source),
        Word::kind(F::Expired, EXPIRED, EXPIRED, Confidence::Tested),
        Word::kind(F::IssuerExpired, EXPIRED, EXPIRED, Confidence::Tested),
        Word::kind(F::AnchorExpired, EXPIRED, EXPIRED, Confidence::Tested),
        Word::kind(F::SignatureInvalid, SIGNATURE, SIGNATURE, Confidence::Tested),
        Word::kind(F::NameMismatch, NAME, NAME, Confidence::Tested),
        Word::kind(F::NoNames, NAME, NAME, Confidence::Tested),
        Word::kind(F::HostMalformed, NAME, NAME, Confidence::Source),
        Word::kind(F::HostMissing, NAME, NAME, Confidence::Source),
        Word::kind(F::UnknownCriticalExtension, CRITICAL, CRITICAL, Confidence::Tested),
    ],
    speech: Speech::Every,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "GNT-H1",
            text: "The commonName counts only where the certificate has no subjectAltName of a kind it knows. The wildcard begins the first label, with at least two dots after it; dots at the end are characters like others.",
            confidence: Confidence::Tested,
            sources: &[HOSTNAME, HANDSHAKES],
        },
        Statement {
            id: "GNT-C1",
            text: "GnuTLS sorts the presented list; extra and repeated certificates do no harm. A missing intermediate is not downloaded.",
            confidence: Confidence::Tested,
            sources: &[HIGH, HANDSHAKES],
        },
        Statement {
            id: "GNT-C2",
            text: "A trusted intermediate is enough where it issued the last certificate of the list that is left; a trusted end-entity certificate only where nothing else is presented.",
            confidence: Confidence::Tested,
            sources: &[HIGH, VERIFY, HANDSHAKES],
        },
        Statement {
            id: "GNT-X1",
            text: "anyExtendedKeyUsage is enough for the end-entity certificate and not for its issuers; a keyUsage without digitalSignature already ends the handshake.",
            confidence: Confidence::Tested,
            sources: &[VERIFY, HANDSHAKES],
        },
        Statement {
            id: "GNT-E1",
            text: "Every failing aspect of the first certificate that fails from the top is printed, then purpose and name of the end-entity certificate.",
            confidence: Confidence::Tested,
            sources: &[VERIFY, HANDSHAKES],
        },
    ],
    sources: &[VERIFY, HIGH, HOSTNAME, HANDSHAKES],
};
