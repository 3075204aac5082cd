//! Server programs that load PEM files: with OpenSSL as nginx does, or with Go's `tls.X509KeyPair`.

use super::nginx_server;
use super::openssl_files::STOPS;
use super::readings;
use super::sources::LOADS;
use crate::fault::FaultKind;
use crate::policy::{
    Check, Confidence, Damaged, EncryptedKey, LoadingRules, Method, Profile, Role, Source, Speech, Statement, Word,
};

const OPENSSL_RULES: LoadingRules = LoadingRules {
    reading: &readings::openssl::CHAIN_FILE,
    first_alone: false,
    damaged: Damaged::Swallows,
    formats: &["pem"],
    stops: STOPS,
    key_stops: super::openssl_files::KEY_STOPS,
    der_key: false,
    one_file: false,
    encrypted_key: EncryptedKey::Asks(
        "The private key needs a password, which the program asks for at start or takes from its settings.",
    ),
    other_key_kind_passes: false,
    key_first: false,
    strength: 112,
    curves: &[],
    keys: &[],
    one_key: false,
    named: false,
};

const PG: Source = Source::file("postgres/postgres src/backend/libpq/be-secure-openssl.c", "be_tls_init");

/// PostgreSQL as a server.
pub const POSTGRESQL: Profile = Profile {
    id: "postgresql-server",
    name: "PostgreSQL loading its certificate",
    version: "12 and later, ssl_cert_file and ssl_key_file",
    method: Method::Loading(&OPENSSL_RULES),
    words: &[
        Word::saying("key", "could not load private key file \"...\": key values mismatch", Confidence::Tested),
        Word::saying("no key in file", "could not load private key file \"...\": unsupported", Confidence::Tested),
        Word::saying("key in DER", "could not load private key file \"...\": unsupported", Confidence::Tested),
        Word::saying("no start line", "could not load server certificate file \"...\": no start line", Confidence::Tested),
        Word::saying("bad end line", "could not load server certificate file \"...\": bad end line", Confidence::Tested),
        Word::saying("ee key too small", "could not load server certificate file \"...\": ee key too small", Confidence::Tested),
        Word::saying("", "could not load server certificate file", Confidence::Tested),
    ],
    accepts: Confidence::Tested,
    statements: &[Statement {
        id: "PGS-F1",
        text: "ssl_cert_file holds PEM, the server certificate first, then its issuers; ssl_key_file its private key. A key with a password is asked for at start; a reload says `cannot be reloaded because it requires a passphrase` without ssl_passphrase_command, and keeps the old files.",
        confidence: Confidence::Tested,
        sources: &[PG, LOADS],
    }],
    sources: &[PG, LOADS],
    ..nginx_server::PROFILE
};

const MYSQL_KEY: &str = "SSL error: Unable to get private key from";
const MYSQL_SOURCE: Source = Source::file("mysql/mysql-server vio/viosslfactories.cc", "vio_set_cert_stuff, sslGetErrString");

/// MySQL and MariaDB as servers.
pub const MYSQL: Profile = Profile {
    id: "mysql-server",
    name: "MySQL or MariaDB loading its certificate",
    version: "8.0, 10.11 and later, ssl_cert and ssl_key",
    method: Method::Loading(&LoadingRules { encrypted_key: EncryptedKey::Refused, ..OPENSSL_RULES }),
    words: &[
        Word::saying("key", MYSQL_KEY, Confidence::Tested),
        Word::saying("no key in file", MYSQL_KEY, Confidence::Tested),
        Word::saying("key in DER", MYSQL_KEY, Confidence::Tested),
        Word::phrase(FaultKind::KeyEncrypted, MYSQL_KEY, Confidence::Tested),
        Word::saying("", "SSL error: Unable to get certificate from", Confidence::Tested),
    ],
    accepts: Confidence::Tested,
    statements: &[Statement {
        id: "MYS-F1",
        text: "ssl_cert holds PEM, the server certificate first, then its issuers; ssl_key the private key without a password. FLUSH SSL (MariaDB) and ALTER INSTANCE RELOAD TLS (MySQL) try them without a restart: `Failed to refresh SSL, error: Unable to get private key`. A key of another certificate is called the same.",
        confidence: Confidence::Tested,
        sources: &[MYSQL_SOURCE, LOADS],
    }],
    sources: &[MYSQL_SOURCE, LOADS],
    ..nginx_server::PROFILE
};

const POSTFIX_KEY: &str = "cannot get RSA private key from file \"...\": disabling TLS support";
const POSTFIX_SOURCE: Source = Source::file("vdukhovni/postfix postfix/src/tls/tls_certkey.c", "set_cert_stuff");

/// Postfix.
pub const POSTFIX: Profile = Profile {
    id: "postfix-server",
    name: "Postfix loading its certificate",
    version: "3.4 and later, smtpd_tls_chain_files or smtpd_tls_cert_file",
    method: Method::Loading(&LoadingRules { encrypted_key: EncryptedKey::Refused, strength: 0, ..OPENSSL_RULES }),
    words: &[
        Word::saying(
            "key",
            "TLS library problem: error:05800074:x509 certificate routines::key values mismatch",
            Confidence::Tested,
        ),
        Word::saying("no key in file", POSTFIX_KEY, Confidence::Tested),
        Word::saying("key in DER", POSTFIX_KEY, Confidence::Tested),
        Word::phrase(FaultKind::KeyEncrypted, POSTFIX_KEY, Confidence::Tested),
        Word::saying("", "cannot get RSA certificate from file \"...\": disabling TLS support", Confidence::Tested),
    ],
    accepts: Confidence::Tested,
    statements: &[Statement {
        id: "PFX-F1",
        text: "PEM, the server certificate first, then its issuers; the key must not be encrypted. With files that cannot be loaded Postfix runs on and logs `disabling TLS support`; it still offers STARTTLS. Small keys and old digests are taken.",
        confidence: Confidence::Tested,
        sources: &[POSTFIX_SOURCE, LOADS],
    }],
    sources: &[POSTFIX_SOURCE, LOADS],
    ..nginx_server::PROFILE
};

const DOVECOT_KEY: &str = "Couldn't parse private SSL key (ssl_key setting) (maybe ssl_key_password is wrong?)";
/// It asks for CERTIFICATE and not for TRUSTED CERTIFICATE.
const DOVECOT_STOPS: [(&str, &str); STOPS.len() + 1] = {
    let mut stops = [("pem-label-trusted", "no start line"); STOPS.len() + 1];
    let mut n = 0;
    while n < STOPS.len() {
        stops[n] = STOPS[n];
        n += 1;
    }
    stops
};
const DOVECOT_SOURCE: Source = Source::file(
    "dovecot/core src/lib-ssl-iostream/iostream-openssl-context.c",
    "ssl_iostream_context_use_key, ssl_ctx_use_certificate_chain",
);

/// Dovecot.
pub const DOVECOT: Profile = Profile {
    id: "dovecot-server",
    name: "Dovecot loading its certificate",
    version: "2.3, ssl_cert and ssl_key",
    method: Method::Loading(&LoadingRules {
        reading: &readings::openssl::FIRST_ALONE,
        stops: &DOVECOT_STOPS,
        other_key_kind_passes: true,
        encrypted_key: EncryptedKey::Asks("The private key needs a password, which Dovecot takes from ssl_key_password."),
        ..OPENSSL_RULES
    }),
    words: &[
        Word::saying(
            "key",
            "Can't load SSL private key (ssl_key setting): Key is for a different cert than ssl_cert",
            Confidence::Tested,
        ),
        Word::saying("no key in file", DOVECOT_KEY, Confidence::Tested),
        Word::saying("key in DER", DOVECOT_KEY, Confidence::Tested),
        Word::saying(
            "no start line",
            "Can't load SSL certificate (ssl_cert setting): There is no valid PEM certificate.",
            Confidence::Tested,
        ),
        Word::saying("", "Can't load SSL certificate (ssl_cert setting)", Confidence::Tested),
    ],
    accepts: Confidence::Tested,
    statements: &[Statement {
        id: "DOV-F1",
        text: "ssl_cert = </path holds PEM, the server certificate first, then its issuers. Without the < the path itself is taken for the certificate. Dovecot starts with files that it cannot use; each login then fails with `Failed to initialize SSL server context`.",
        confidence: Confidence::Tested,
        sources: &[DOVECOT_SOURCE, LOADS],
    }],
    sources: &[DOVECOT_SOURCE, LOADS],
    ..nginx_server::PROFILE
};

const MOSQUITTO_SOURCE: Source = Source::file("eclipse/mosquitto src/net.c", "net__load_certificates");

/// Mosquitto.
pub const MOSQUITTO: Profile = Profile {
    id: "mosquitto-server",
    name: "Mosquitto loading its certificate",
    version: "2.0, certfile and keyfile",
    method: Method::Loading(&OPENSSL_RULES),
    words: &[
        Word::saying("key", "Error: Unable to load server key file", Confidence::Tested),
        Word::saying("no key in file", "Error: Unable to load server key file", Confidence::Tested),
        Word::saying("key in DER", "Error: Unable to load server key file", Confidence::Tested),
        Word::saying("", "Error: Unable to load server certificate", Confidence::Tested),
    ],
    accepts: Confidence::Tested,
    statements: &[Statement {
        id: "MOS-F1",
        text: "certfile holds PEM, the server certificate first, then its issuers; cafile is for the certificates of clients and completes no chain. A key of another certificate is `Unable to load server key file`; one of another kind (EC beside RSA) is `Server certificate/key are inconsistent`.",
        confidence: Confidence::Tested,
        sources: &[MOSQUITTO_SOURCE, LOADS],
    }],
    sources: &[MOSQUITTO_SOURCE, LOADS],
    ..nginx_server::PROFILE
};

const X509_KEY_PAIR: Source = Source::file("golang/go src/crypto/tls/tls.go", "X509KeyPair");
const GO_RULES: LoadingRules = LoadingRules {
    reading: &super::go_reading::READING,
    first_alone: true,
    damaged: Damaged::Skipped,
    formats: &["pem"],
    stops: &[
        ("wide-text-decoded", ""),
        ("byte-order-mark-removed", ""),
        ("indentation-removed", ""),
        ("escapes-decoded", ""),
        ("line-prefix-removed", ""),
        ("quote-marks-removed", ""),
        ("pem-letter-case-corrected", ""),
        ("pem-lines-glued", ""),
        ("pem-end-line-missing", "no start line"),
        ("pem-end-label-differs", "no start line"),
        ("pem-label-old", "no start line"),
        ("carriage-return-line-ends", ""),
        ("line-breaks-missing", ""),
        ("pem-lines-missing", ""),
        ("pem-begin-line-missing", ""),
        ("dash-count-corrected", ""),
        ("typographic-dashes-corrected", ""),
        ("markup-removed", ""),
        ("hex-decoded", ""),
        ("line-numbers-removed", ""),
        ("invisible-characters-removed", "no start line"),
        ("invisible-line-ends-removed", "no start line"),
        ("pem-end-line-damaged", "no start line"),
        ("pem-label-trusted", "no start line"),
        ("pem-line-shared", ""),
        ("base64-url-alphabet", "no start line"),
    ],
    key_stops: &[
        "key-wrapped-twice",
        "byte-order-mark-removed",
        "indentation-removed",
        "escapes-decoded",
        "line-prefix-removed",
        "quote-marks-removed",
        "pem-letter-case-corrected",
        "carriage-return-line-ends",
        "pem-end-line-missing",
        "pem-end-line-damaged",
        "pem-end-label-differs",
        "pem-line-shared",
        "pem-lines-missing",
        "dash-count-corrected",
        "typographic-dashes-corrected",
    ],
    der_key: false,
    one_file: false,
    encrypted_key: EncryptedKey::Refused,
    other_key_kind_passes: false,
    key_first: false,
    strength: 0,
    curves: &["P-224", "P-256", "P-384", "P-521"],
    keys: &["RSA", "EC", "Ed25519"],
    one_key: false,
    named: false,
};
const GO_WORDS: [Word; 10] = [
    Word::saying("key unread", "tls: failed to parse private key", Confidence::Tested),
    Word::saying("names", "tls: caching unmanaged certificate: certificate has no names", Confidence::Tested),
    Word::saying("curve", "x509: unsupported elliptic curve", Confidence::Tested),
    Word::saying("key", "tls: private key does not match public key", Confidence::Tested),
    Word::phrase(FaultKind::KeyEncrypted, "tls: failed to parse private key", Confidence::Tested),
    Word::phrase(FaultKind::KeyMissing, "tls: failed to find any PEM data in key input", Confidence::Tested),
    Word::saying("key in DER", "tls: failed to find any PEM data in key input", Confidence::Tested),
    Word::phrase(FaultKind::CertificateMissing, "tls: failed to find any PEM data in certificate input", Confidence::Tested),
    Word::phrase(FaultKind::FormatUnsupported, "tls: failed to find any PEM data in certificate input", Confidence::Tested),
    Word::saying("", "x509: ", Confidence::Tested),
];

/// Caddy.
pub const CADDY: Profile = Profile {
    id: "caddy-server",
    name: "Caddy loading a certificate",
    version: "2.x, tls cert_file key_file",
    role: Role::ServerLoad,
    checks: &[Check::Load],
    settings: &[],
    method: Method::Loading(&LoadingRules { named: true, ..GO_RULES }),
    identity: None,
    words: &GO_WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[Statement {
        id: "CAD-F1",
        text: "PEM, the server certificate first, then its issuers, and the key in a file of its own without a password. Caddy does not start when a pair cannot be loaded; of the chain it parses the first certificate alone.",
        confidence: Confidence::Tested,
        sources: &[X509_KEY_PAIR, LOADS],
    }],
    sources: &[X509_KEY_PAIR, LOADS],
};

/// Traefik.
pub const TRAEFIK: Profile = Profile {
    id: "traefik-server",
    name: "Traefik loading a certificate",
    version: "2 and 3, tls.certificates",
    method: Method::Loading(&GO_RULES),
    statements: &[Statement {
        id: "TRA-F1",
        text: "A pair that cannot be loaded is logged (`Unable to append certificate`), and requests get the default certificate `TRAEFIK DEFAULT CERT`. So do names that no loaded certificate has.",
        confidence: Confidence::Documented,
        sources: &[TRAEFIK_DOCS, X509_KEY_PAIR],
    }],
    sources: &[TRAEFIK_DOCS, X509_KEY_PAIR],
    ..CADDY
};
const TRAEFIK_DOCS: Source = Source {
    title: "Traefik documentation, TLS",
    section: Some("User defined, Default Certificate"),
    url: Some("https://doc.traefik.io/traefik/https/tls/"),
};

/// The Docker registry.
pub const DOCKER_REGISTRY: Profile = Profile {
    id: "docker-registry-server",
    name: "Docker registry loading its certificate",
    version: "2 and 3, http.tls",
    method: Method::Loading(&GO_RULES),
    statements: &[Statement {
        id: "DRG-F1",
        text: "http.tls.certificate holds the server certificate and its issuers, as Docker checks it with Go: the CA file of clients goes to /etc/docker/certs.d/HOST:PORT/ca.crt.",
        confidence: Confidence::Documented,
        sources: &[REGISTRY_DOCS, X509_KEY_PAIR],
    }],
    sources: &[REGISTRY_DOCS, X509_KEY_PAIR, LOADS],
    ..CADDY
};
const REGISTRY_DOCS: Source = Source {
    title: "CNCF Distribution, Configuring a registry; Docker, Verify repository client with certificates",
    section: Some("tls"),
    url: Some("https://distribution.github.io/distribution/about/configuration/#tls"),
};
