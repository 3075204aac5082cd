//! Go's crypto/tls.

use super::go_reading;
use super::sources::HANDSHAKES;
use crate::fault::FaultKind as F;
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, Go, Method, Profile, Role, Source, Speech, Statement, Word};

const VERIFY: Source = Source::file("golang/go src/crypto/x509/verify.go", "Certificate.Verify, VerifyHostname");
const PARSER: Source = Source::file("golang/go src/crypto/x509/parser.go", "processExtensions");
const CONSTRAINTS: Source = Source::file("golang/go src/crypto/x509/constraints.go", "checkChainConstraints");

const EXPIRED: &str = "x509: certificate has expired or is not yet valid";
const AUTHORITY: &str = "x509: certificate signed by unknown authority";
const USAGE: &str = "x509: certificate specifies an incompatible key usage";

/// Go's crypto/tls.
pub const PROFILE: Profile = Profile {
    id: "go",
    name: "Go",
    version: "1.27, crypto/tls with RootCAs set (also kubectl, Docker, Terraform, Prometheus, etcd, Caddy, Traefik)",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[],
    method: Method::Go(&Go {
        identity: &IdentityPolicy::GO,
        reading: &go_reading::READING,
        signature_checks: 100,
        rsa_bits: 1024,
        rsa_bits_at_most: 8192,
    }),
    identity: Some(&IdentityPolicy::GO),
    words: &WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "GO-H1",
            text: "Only the subjectAltName counts, never the commonName.",
            confidence: Confidence::Tested,
            sources: &[VERIFY, HANDSHAKES],
        },
        Statement {
            id: "GO-H2",
            text: "A wildcard is the whole first label and stands for one label, with no least number of labels after it. A dot at the end of the host is dropped; a dNSName with one does not match.",
            confidence: Confidence::Tested,
            sources: &[VERIFY, HANDSHAKES],
        },
        Statement {
            id: "GO-H3",
            text: "An address matches iPAddress entries only.",
            confidence: Confidence::Tested,
            sources: &[VERIFY, HANDSHAKES],
        },
        Statement {
            id: "GO-C1",
            text: "The presented certificates after the first are a pool; trusted ones are tried first, and 100 signature checks are the limit. Missing intermediates are not downloaded.",
            confidence: Confidence::Tested,
            sources: &[VERIFY, HANDSHAKES],
        },
        Statement {
            id: "GO-C2",
            text: "Any certificate in RootCAs is an anchor, even the end-entity certificate itself.",
            confidence: Confidence::Tested,
            sources: &[VERIFY, HANDSHAKES],
        },
        Statement {
            id: "GO-X1",
            text: "extKeyUsage is nested along the path, keyUsage of the end-entity certificate is not looked at, SHA-1 and MD5 signatures count for nothing, and name constraints hold for every name of every certificate below.",
            confidence: Confidence::Tested,
            sources: &[VERIFY, CONSTRAINTS, HANDSHAKES],
        },
        Statement {
            id: "GO-E1",
            text: "Critical extensions and dates of the end-entity certificate come first, then the name, then the path, then extended key usage and name constraints.",
            confidence: Confidence::Tested,
            sources: &[VERIFY, PARSER, HANDSHAKES],
        },
    ],
    sources: &[VERIFY, PARSER, CONSTRAINTS, HANDSHAKES],
};

/// Its types and reasons.
pub const WORDS: [Word; go_reading::WORDS.len() + OWN.len()] = Word::joined(go_reading::WORDS, OWN);

const OWN: [Word; 22] = [
    Word::saying("tls", "remote error: tls: handshake failure", Confidence::Tested),
    Word::term("UnknownAuthorityError", "UnknownAuthorityError", AUTHORITY, Confidence::Tested),
    Word::kind(F::NameMismatch, "HostnameError", "x509: certificate is valid for other names", Confidence::Tested),
    Word::kind(F::NoNames, "HostnameError", "x509: certificate is not valid for any names", Confidence::Tested),
    Word::kind(F::HostMalformed, "HostnameError", "x509: certificate is valid for other names", Confidence::Source),
    Word::kind(F::HostMissing, "HostnameError", "x509: certificate is valid for other names", Confidence::Source),
    Word::kind(F::Expired, "Expired", EXPIRED, Confidence::Tested),
    Word::kind(F::NotYetValid, "Expired", EXPIRED, Confidence::Tested),
    Word::kind(F::IssuerExpired, "Expired", EXPIRED, Confidence::Tested),
    Word::kind(F::IssuerNotYetValid, "Expired", EXPIRED, Confidence::Source),
    Word::kind(F::AnchorExpired, "Expired", EXPIRED, Confidence::Tested),
    Word::kind(
        F::UnknownCriticalExtension,
        "UnhandledCriticalExtension",
        "x509: unhandled critical extension",
        Confidence::Tested,
    ),
    Word::kind(F::ServerAuthMissing, "IncompatibleUsage", USAGE, Confidence::Tested),
    Word::kind(F::IssuerServerAuthMissing, "IncompatibleUsage", USAGE, Confidence::Tested),
    Word::kind(F::ClientAuthMissing, "IncompatibleUsage", USAGE, Confidence::Tested),
    Word::kind(F::IssuerClientAuthMissing, "IncompatibleUsage", USAGE, Confidence::Tested),
    Word::kind(
        F::IssuerNotCa,
        "NotAuthorizedToSign",
        "x509: certificate is not authorized to sign other certificates",
        Confidence::Source,
    ),
    Word::kind(
        F::PathLengthExceeded,
        "TooManyIntermediates",
        "x509: too many intermediates for path length constraint",
        Confidence::Tested,
    ),
    Word::kind(
        F::NameConstraintViolated,
        "CANotAuthorizedForThisName",
        "x509: a root or intermediate certificate is not authorized to sign for this name",
        Confidence::Tested,
    ),
    Word::kind(
        F::PolicyUnacceptable,
        "NoValidChains",
        "x509: no valid chains built: 1 candidate chains with invalid policies",
        Confidence::Tested,
    ),
    Word::phrase(
        F::ChainTooLong,
        "x509: signature check attempts limit reached while verifying certificate chain",
        Confidence::Source,
    ),
    Word::phrase(F::KeyMismatch, "tls: invalid signature by the server certificate", Confidence::Source),
];
