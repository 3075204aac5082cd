//! RabbitMQ as a server: its own certificate and key, and the certificates of its clients. Both are Erlang's `ssl`.

use super::sources::{CLIENT_AUTH, LOADS};
use super::{erlang, erlang_reading, nginx_server};
use crate::policy::{
    Check, Confidence, Damaged, EncryptedKey, LoadingRules, Method, PathPolicy, Profile, Rfc5280, Source, Statement, Word,
};

const PEM: Source = Source::file(
    "erlang/otp lib/public_key/src/pubkey_pem.erl, lib/ssl/src/ssl_config.erl",
    "decode_pem_entries, init_private_key, init_certificates",
);

/// RabbitMQ loading its certificate.
pub const SERVER: Profile = Profile {
    id: "rabbitmq-server",
    name: "RabbitMQ loading its certificate",
    version: "3.10 and later, ssl_options.certfile and keyfile (also EMQX, CouchDB, Elixir)",
    method: Method::Loading(&LoadingRules {
        reading: &erlang_reading::READING,
        first_alone: true,
        damaged: Damaged::Refused,
        formats: &["pem"],
        stops: &[
            ("wide-text-decoded", ""),
            ("byte-order-mark-removed", ""),
            ("indentation-removed", ""),
            ("escapes-decoded", ""),
            ("line-prefix-removed", ""),
            ("quote-marks-removed", ""),
            ("markup-removed", ""),
            ("pem-letter-case-corrected", ""),
            ("pem-label-old", ""),
            ("pem-lines-missing", ""),
            ("dash-count-corrected", ""),
            ("typographic-dashes-corrected", ""),
            ("base64-layer-removed", ""),
            ("line-numbers-removed", ""),
            ("invisible-line-ends-removed", ""),
            ("pem-headers-skipped", ""),
            ("pem-line-shared", ""),
            ("pem-end-line-missing", ""),
            ("pem-end-line-damaged", ""),
            ("base64-url-alphabet", ""),
            ("pem-label-trusted", "no start line"),
        ],
        key_stops: &[
            "pem-label-mismatch",
            "byte-order-mark-removed",
            "indentation-removed",
            "escapes-decoded",
            "line-prefix-removed",
            "quote-marks-removed",
            "pem-letter-case-corrected",
            "pem-end-line-missing",
            "pem-lines-missing",
            "dash-count-corrected",
            "typographic-dashes-corrected",
            "pem-headers-skipped",
            "pem-label-unknown",
        ],
        der_key: false,
        one_file: false,
        encrypted_key: EncryptedKey::Asks("The private key needs a password, which RabbitMQ takes from ssl_options.password."),
        other_key_kind_passes: false,
        key_first: false,
        strength: 0,
        curves: &["P-256", "P-384", "P-521", "explicit parameters"],
        keys: &["RSA", "EC", "Ed25519", "Ed448"],
        one_key: true,
        named: false,
    }),
    words: &[Word::saying("", "", Confidence::Tested)],
    statements: &[Statement {
        id: "RMQ-F1",
        text: "RabbitMQ starts with files that it cannot use and logs nothing of them: clients then see the connection reset, or a bad signature where the key is another certificate's. certfile holds PEM, the server certificate first, then its issuers; keyfile exactly one private key.",
        confidence: Confidence::Tested,
        sources: &[PEM, LOADS],
    }],
    sources: &[PEM, LOADS],
    ..nginx_server::PROFILE
};

/// RabbitMQ with `verify_peer` and `fail_if_no_peer_cert`.
pub const CLIENTS: Profile = Profile {
    id: "rabbitmq-client-auth",
    name: "RabbitMQ for client certificates",
    version: "3.10 and later with Erlang/OTP 25, verify_peer and fail_if_no_peer_cert (also EMQX, CouchDB, Elixir)",
    checks: &[Check::ClientAuth],
    settings: &[],
    method: Method::Rfc5280(&Rfc5280 {
        path: &PathPolicy { reading: &erlang_reading::READING, ..PathPolicy::ERLANG_CLIENTS },
        instead: &[],
        ..erlang::KNOBS
    }),
    identity: None,
    words: &erlang::CLIENT_WORDS,
    statements: &[Statement {
        id: "RMQ-M1",
        text: "The log says `TLS server: ... generated SERVER ALERT: Fatal` with the alert. cacertfile must hold the root itself: a trusted intermediate ends no path. clientAuth is asked of every certificate below the root that has an extended key usage, and anyExtendedKeyUsage is not enough.",
        confidence: Confidence::Tested,
        sources: &[erlang::VALIDATION, CLIENT_AUTH],
    }],
    sources: &[erlang::VALIDATION, erlang::SSL, CLIENT_AUTH],
    ..erlang::PROFILE
};
