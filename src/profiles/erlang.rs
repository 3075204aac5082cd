//! Erlang and what runs on it: RabbitMQ, CouchDB, Elixir.

use super::sources::HANDSHAKES;
use super::{erlang_reading, rustls};
use crate::fault::FaultKind as F;
use crate::identity::IdentityPolicy;
use crate::policy::{Confidence, Method, PathPolicy, Profile, Rfc5280, Setting, SettingKind, Source, Statement, Word};

/// The path check.
pub const VALIDATION: Source =
    Source::file("erlang/otp lib/public_key/src/public_key.erl, pubkey_cert.erl", "pkix_path_validation, validate_extensions");
/// What the handshake makes of it.
pub const SSL: Source = Source::file(
    "erlang/otp lib/ssl/src/ssl_certificate.erl, ssl_handshake.erl",
    "trusted_cert_and_paths, validate, path_validation_alert",
);

const UNKNOWN_CA: &str = "ALERT: Fatal - Unknown CA";
const EXPIRED: &str = "ALERT: Fatal - Certificate Expired";
const BAD: &str = "ALERT: Fatal - Bad Certificate";
const UNSUPPORTED: &str = "ALERT: Fatal - Unsupported Certificate";
const NAME: &str = "ALERT: Fatal - Handshake Failure {bad_cert,hostname_check_failed}";
const PURPOSE: &str = "ALERT: Fatal - Handshake Failure {bad_cert,invalid_ext_key_usage}";
const NO_CA: &str = "ALERT: Fatal - Handshake Failure {bad_cert,missing_basic_constraint}";
const KEY_USAGE: &str = "ALERT: Fatal - Handshake Failure {bad_cert,invalid_key_usage}";
const TOO_LONG: &str = "ALERT: Fatal - Handshake Failure {bad_cert,max_path_length_reached}";

const COUNT: usize = 25;

const PATH: PathPolicy = PathPolicy { reading: &erlang_reading::READING, ..PathPolicy::ERLANG };

/// How it verifies.
pub const KNOBS: Rfc5280 = Rfc5280 {
    served: usize::MAX,
    path: &PATH,
    instead: &[("hostnames", "https", &PathPolicy { identity: Some(&IdentityPolicy::ERLANG_HTTPS), ..PATH })],
    identity: &IdentityPolicy::ERLANG,
    both: false,
    fetches_issuers: false,
    unsure: &[],
    more_algorithms: false,
};

/// Erlang's `ssl`.
pub const PROFILE: Profile = Profile {
    id: "erlang",
    name: "Erlang/OTP (RabbitMQ, CouchDB, Elixir)",
    version: "OTP 25 and later, ssl with verify_peer and cacertfile",
    settings: &[Setting {
        id: "hostnames",
        label: "customize_hostname_check",
        help: "How names are compared: by default no wildcard counts; pkix_verify_hostname_match_fun(https) allows one.",
        kind: SettingKind::Choice(&[("default", "not set"), ("https", "for HTTPS")]),
    }],
    method: Method::Rfc5280(&KNOBS),
    identity: Some(&IdentityPolicy::ERLANG),
    words: &WORDS,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "ERL-H1",
            text: "By default a name matches only where the subjectAltName has it letter by letter: a wildcard does not count without customize_hostname_check, which HTTP clients set and RabbitMQ's and LDAP's settings leave to you.",
            confidence: Confidence::Tested,
            sources: &[VALIDATION, HANDSHAKES],
        },
        Statement {
            id: "ERL-C1",
            text: "The path must end at a trusted self-signed certificate, of which the dates count. A server's lone self-signed certificate is refused even where it is trusted (selfsigned_peer).",
            confidence: Confidence::Tested,
            sources: &[SSL, HANDSHAKES],
        },
        Statement {
            id: "ERL-X1",
            text: "Every extended key usage below the root has to have serverAuth; anyExtendedKeyUsage is not enough. Critical policies are refused, and RSASSA-PSS signatures of ordinary RSA keys.",
            confidence: Confidence::Tested,
            sources: &[VALIDATION, SSL, HANDSHAKES],
        },
        Statement {
            id: "ERL-E1",
            text: "From the root down each certificate is checked for extensions, dates, names and signature; the host comes last. The first failure becomes the TLS alert that both ends log.",
            confidence: Confidence::Tested,
            sources: &[VALIDATION, SSL, HANDSHAKES],
        },
    ],
    sources: &[VALIDATION, SSL, HANDSHAKES],
    ..rustls::PROFILE
};

const WORDS: [Word; COUNT] = [
    Word::kind(F::NameMismatch, "hostname_check_failed", NAME, Confidence::Tested),
    Word::kind(F::NoNames, "hostname_check_failed", NAME, Confidence::Tested),
    Word::kind(F::HostMalformed, "hostname_check_failed", NAME, Confidence::Tested),
    Word::kind(F::IssuerMissing, "unknown_ca", UNKNOWN_CA, Confidence::Tested),
    Word::kind(F::AnchorUntrusted, "unknown_ca", UNKNOWN_CA, Confidence::Tested),
    Word::kind(F::AnchorNotSelfSigned, "unknown_ca", UNKNOWN_CA, Confidence::Tested),
    Word::kind(F::SelfSignedUntrusted, "bad_certificate", BAD, Confidence::Tested),
    Word::kind(F::SignatureInvalid, "bad_certificate", BAD, Confidence::Tested),
    Word::kind(F::SignatureUnsupported, "bad_certificate", BAD, Confidence::Tested),
    Word::kind(F::SignatureParametersRefused, "bad_certificate", BAD, Confidence::Tested),
    Word::kind(F::WeakSignature, "bad_certificate", BAD, Confidence::Tested),
    Word::kind(F::ContentsRefused, "bad_certificate", BAD, Confidence::Source),
    Word::kind(F::NameConstraintViolated, "bad_certificate", BAD, Confidence::Tested),
    Word::kind(F::Expired, "certificate_expired", EXPIRED, Confidence::Tested),
    Word::kind(F::NotYetValid, "certificate_expired", EXPIRED, Confidence::Tested),
    Word::kind(F::IssuerExpired, "certificate_expired", EXPIRED, Confidence::Tested),
    Word::kind(F::IssuerNotYetValid, "certificate_expired", EXPIRED, Confidence::Tested),
    Word::kind(F::AnchorExpired, "certificate_expired", EXPIRED, Confidence::Tested),
    Word::kind(F::UnknownCriticalExtension, "unsupported_certificate", UNSUPPORTED, Confidence::Tested),
    Word::kind(F::ServerAuthMissing, "invalid_ext_key_usage", PURPOSE, Confidence::Tested),
    Word::kind(F::IssuerServerAuthMissing, "invalid_ext_key_usage", PURPOSE, Confidence::Tested),
    Word::kind(F::IssuerNotCa, "missing_basic_constraint", NO_CA, Confidence::Tested),
    Word::kind(F::IssuerKeyUsage, "invalid_key_usage", KEY_USAGE, Confidence::Tested),
    Word::kind(F::PathLengthExceeded, "max_path_length_reached", TOO_LONG, Confidence::Tested),
    Word::kind(F::ChainTooLong, "max_path_length_reached", TOO_LONG, Confidence::Tested),
];

/// The same of a server about its clients. Only the alerts' names are compared, and both ends log the same ones.
pub const CLIENT_WORDS: [Word; COUNT + 2] = Word::joined(
    [
        Word::kind(F::ClientAuthMissing, "invalid_ext_key_usage", PURPOSE, Confidence::Tested),
        Word::kind(F::IssuerClientAuthMissing, "invalid_ext_key_usage", PURPOSE, Confidence::Tested),
    ],
    WORDS,
);
