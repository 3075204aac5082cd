//! Apache httpd reading `SSLCertificateFile` and `SSLCertificateKeyFile`.

use super::openssl_files::{KEY_FORMS, STOPS};
use super::readings;
use crate::fault::FaultKind;
use crate::policy::{
    Check, Confidence, Damaged, EncryptedKey, LoadingRules, Method, Profile, Role, Source, Speech, Statement, Word,
};

const INIT: Source = Source {
    title: "apache/httpd modules/ssl/ssl_engine_init.c",
    section: Some("ssl_init_server_certs"),
    url: Some("https://github.com/apache/httpd/blob/trunk/modules/ssl/ssl_engine_init.c"),
};
const MANUAL: Source = Source {
    title: "Apache module mod_ssl",
    section: Some("SSLCertificateFile"),
    url: Some("https://httpd.apache.org/docs/current/mod/mod_ssl.html"),
};

const RULES: LoadingRules = LoadingRules {
    reading: &readings::openssl::CHAIN_FILE,
    first_alone: false,
    damaged: Damaged::Swallows,
    formats: &["pem"],
    stops: STOPS,
    key_stops: KEY_FORMS,
    der_key: true,
    one_file: false,
    encrypted_key: EncryptedKey::Asks(
        "The private key needs a password, which Apache asks for at start or takes from SSLPassPhraseDialog.",
    ),
    other_key_kind_passes: false,
    key_first: false,
    strength: 112,
    curves: &[],
    keys: &[],
    one_key: false,
    named: false,
};

const CERTIFICATE: &str = "AH02562: Failed to configure certificate ... (with chain), check ...";

/// Apache httpd as a server.
pub const PROFILE: Profile = Profile {
    id: "apache-server",
    name: "Apache httpd loading its certificate",
    version: "2.4 with OpenSSL 3.0.19",
    role: Role::ServerLoad,
    checks: &[Check::Load],
    settings: &[],
    method: Method::Loading(&RULES),
    identity: None,
    words: &[
        Word::term("no key in file", "AH02579", "AH02579: Init: Private key not found", Confidence::Tested),
        Word::term(
            "key",
            "AH02565",
            "AH02565: Certificate and private key ... from ... and ... do not match",
            Confidence::Tested,
        ),
        Word::kind(FaultKind::WeakKey, "AH02562", CERTIFICATE, Confidence::Tested),
        Word::kind(FaultKind::WeakSignature, "AH02562", CERTIFICATE, Confidence::Tested),
        Word::kind(FaultKind::FormatUnsupported, "AH02562", CERTIFICATE, Confidence::Tested),
        Word::kind(FaultKind::Malformed, "AH02562", CERTIFICATE, Confidence::Tested),
        Word::kind(FaultKind::EndEntityMissing, "AH02562", CERTIFICATE, Confidence::Tested),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "APA-F1",
            text: "The file is PEM with the server certificate first, then intermediates up to the root.",
            confidence: Confidence::Documented,
            sources: &[MANUAL],
        },
        Statement {
            id: "APA-F2",
            text: "With another certificate first the start fails with AH02565. A CA certificate or a name that does not fit gives a warning only (AH01906, AH01909).",
            confidence: Confidence::Tested,
            sources: &[INIT],
        },
    ],
    sources: &[MANUAL, INIT],
};
