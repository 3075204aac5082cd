//! nginx reading `ssl_certificate` and `ssl_certificate_key`.

use super::openssl_files::{KEY_STOPS, STOPS};
use super::readings;
use crate::fault::FaultKind;
use crate::policy::{
    Check, Confidence, Damaged, EncryptedKey, LoadingRules, Method, Profile, Role, Source, Speech, Statement, Word,
};

const MODULE: Source = Source {
    title: "nginx/nginx src/event/ngx_event_openssl.c",
    section: Some("ngx_ssl_certificate"),
    url: Some("https://github.com/nginx/nginx/blob/master/src/event/ngx_event_openssl.c"),
};
const RUN: Source =
    Source { title: "Recorded starts of real programs", section: Some("tests/corpora/handshakes, nginx-load"), url: None };

const RULES: LoadingRules = LoadingRules {
    reading: &readings::openssl::LOADING,
    first_alone: false,
    damaged: Damaged::Swallows,
    formats: &["pem"],
    stops: STOPS,
    key_stops: KEY_STOPS,
    der_key: false,
    one_file: false,
    encrypted_key: EncryptedKey::Asks(
        "The private key needs a password, which nginx asks for at start or takes from ssl_password_file.",
    ),
    other_key_kind_passes: true,
    key_first: false,
    strength: 112,
    curves: &[],
    keys: &[],
    one_key: false,
    named: false,
};

/// nginx as a server.
pub const PROFILE: Profile = Profile {
    id: "nginx-server",
    name: "nginx loading its certificate",
    version: "1.22.1 with OpenSSL 3.0.19 (also of GitLab, ingress controllers, OpenResty)",
    role: Role::ServerLoad,
    checks: &[Check::Load],
    settings: &[],
    method: Method::Loading(&RULES),
    identity: None,
    words: &[
        Word::term(
            "no key in file",
            "PEM_read_bio_PrivateKey() failed",
            "cannot load certificate key \"...\": PEM_read_bio_PrivateKey() failed",
            Confidence::Tested,
        ),
        Word::term(
            "key",
            "key values mismatch",
            "SSL_CTX_use_PrivateKey(\"...\") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)",
            Confidence::Tested,
        ),
        Word::term(
            "ee key too small",
            "ee key too small",
            "SSL_CTX_use_certificate(\"...\") failed (SSL: error:0A00018F:SSL routines::ee key too small)",
            Confidence::Tested,
        ),
        Word::term(
            "ee md too weak",
            "ca md too weak",
            "SSL_CTX_use_certificate(\"...\") failed (SSL: error:0A00018E:SSL routines::ca md too weak)",
            Confidence::Tested,
        ),
        Word::term(
            "ca key too small",
            "ca key too small",
            "SSL_CTX_set0_chain(\"...\") failed (SSL: error:0A00018D:SSL routines::ca key too small)",
            Confidence::Tested,
        ),
        Word::term(
            "ca md too weak",
            "ca md too weak",
            "SSL_CTX_set0_chain(\"...\") failed (SSL: error:0A00018E:SSL routines::ca md too weak)",
            Confidence::Tested,
        ),
        Word::term(
            "no start line",
            "no start line",
            "cannot load certificate \"...\": PEM_read_bio_X509_AUX() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)",
            Confidence::Tested,
        ),
        Word::term(
            "bad end line",
            "bad end line",
            "cannot load certificate \"...\": PEM_read_bio_X509_AUX() failed (SSL: error:04800066:PEM routines::bad end line)",
            Confidence::Tested,
        ),
        Word::term(
            "bad base64 decode",
            "bad base64 decode",
            "cannot load certificate \"...\": PEM_read_bio_X509_AUX() failed (SSL: error:04800064:PEM routines::bad base64 decode)",
            Confidence::Inferred,
        ),
        Word::term(
            "damaged chain",
            "PEM_read_bio_X509() failed",
            "cannot load certificate \"...\": PEM_read_bio_X509() failed",
            Confidence::Tested,
        ),
        Word::term(
            "damaged",
            "PEM_read_bio_X509_AUX() failed",
            "cannot load certificate \"...\": PEM_read_bio_X509_AUX() failed",
            Confidence::Tested,
        ),
        Word::term(
            "key in DER",
            "PEM_read_bio_PrivateKey() failed",
            "cannot load certificate key \"...\": PEM_read_bio_PrivateKey() failed",
            Confidence::Tested,
        ),
        Word::phrase(FaultKind::Malformed, "cannot load certificate", Confidence::Inferred),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "NGX-F1",
            text: "The file is PEM with the server certificate first. The rest is sent in file order, whatever it is.",
            confidence: Confidence::Tested,
            sources: &[MODULE, RUN],
        },
        Statement {
            id: "NGX-F2",
            text: "With another certificate first, the start fails with key values mismatch. DER and PFX are not read.",
            confidence: Confidence::Tested,
            sources: &[RUN],
        },
        Statement {
            id: "NGX-F3",
            text: "The chain is never completed from a trust store.",
            confidence: Confidence::Source,
            sources: &[MODULE],
        },
        Statement {
            id: "NGX-F4",
            text: "OpenSSL has a place for each kind of key: an RSA key beside an EC certificate loads without a message, and handshakes fail.",
            confidence: Confidence::Tested,
            sources: &[MODULE],
        },
    ],
    sources: &[MODULE, RUN],
};
