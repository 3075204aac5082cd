//! Server programs that load PEM files: with OpenSSL as nginx does, or with Go's `tls.X509KeyPair`.

use super::nginx_server;
use super::openssl_files::STOPS;
use super::readings;
use crate::fault::FaultKind;
use crate::policy::{
    Check, Confidence, EncryptedKey, LoadingRules, Method, Profile, Reading, Role, Source, Speech, Statement, Word,
};

const OPENSSL_RULES: LoadingRules = LoadingRules {
    reading: &readings::openssl::LOADING,
    formats: &["pem"],
    stops: STOPS,
    key_stops: super::openssl_files::KEY_STOPS,
    der_key: false,
    encrypted_key: EncryptedKey::Asks(
        "The private key needs a password, which the program asks for at start or takes from its settings.",
    ),
    other_key_kind_passes: true,
    key_first: false,
    strength: 112,
};

const PG: Source = Source::file("postgres/postgres src/backend/libpq/be-secure-openssl.c", "be_tls_init");

/// PostgreSQL as a server.
pub const POSTGRESQL: Profile = Profile {
    id: "postgresql-server",
    name: "PostgreSQL loading its certificate",
    version: "12 and later, ssl_cert_file and ssl_key_file",
    method: Method::Loading(&OPENSSL_RULES),
    words: &[
        Word::saying("key", "check of private key failed: key values mismatch", Confidence::Source),
        Word::saying("no key in file", "could not load private key file", Confidence::Source),
        Word::saying("", "could not load server certificate file", Confidence::Source),
    ],
    accepts: Confidence::Source,
    statements: &[Statement {
        id: "PGS-F1",
        text: "ssl_cert_file holds PEM, the server certificate first, then its issuers; ssl_key_file its private key. A key with a password is asked for at start, and a reload needs ssl_passphrase_command.",
        confidence: Confidence::Source,
        sources: &[PG],
    }],
    sources: &[PG],
    ..nginx_server::PROFILE
};

const MYSQL_SOURCE: Source = Source::file("mysql/mysql-server vio/viosslfactories.cc", "vio_set_cert_stuff, sslGetErrString");

/// MySQL and MariaDB as servers.
pub const MYSQL: Profile = Profile {
    id: "mysql-server",
    name: "MySQL or MariaDB loading its certificate",
    version: "8.0, 10.11 and later, ssl_cert and ssl_key",
    method: Method::Loading(&LoadingRules { encrypted_key: EncryptedKey::Refused, ..OPENSSL_RULES }),
    words: &[
        Word::saying("key", "SSL error: Private key does not match the certificate public key", Confidence::Source),
        Word::saying("no key in file", "SSL error: Unable to get private key from", Confidence::Source),
        Word::phrase(FaultKind::KeyEncrypted, "SSL error: Unable to get private key from", Confidence::Documented),
        Word::saying("", "SSL error: Unable to get certificate from", Confidence::Source),
    ],
    accepts: Confidence::Source,
    statements: &[Statement {
        id: "MYS-F1",
        text: "ssl_cert holds PEM, the server certificate first, then its issuers; ssl_key the private key without a password. Where they cannot be loaded MySQL starts without TLS and says so in its log.",
        confidence: Confidence::Documented,
        sources: &[MYSQL_SOURCE],
    }],
    sources: &[MYSQL_SOURCE],
    ..nginx_server::PROFILE
};

const POSTFIX_SOURCE: Source = Source::file("vdukhovni/postfix postfix/src/tls/tls_certkey.c", "set_cert_stuff");

/// Postfix.
pub const POSTFIX: Profile = Profile {
    id: "postfix-server",
    name: "Postfix loading its certificate",
    version: "3.4 and later, smtpd_tls_chain_files or smtpd_tls_cert_file",
    method: Method::Loading(&LoadingRules { encrypted_key: EncryptedKey::Refused, ..OPENSSL_RULES }),
    words: &[
        Word::saying(
            "key",
            "TLS library problem: error:05800074:x509 certificate routines::key values mismatch",
            Confidence::Source,
        ),
        Word::phrase(FaultKind::KeyEncrypted, "cannot get RSA private key from file", Confidence::Documented),
        Word::saying("", "cannot get RSA certificate from file", Confidence::Source),
    ],
    accepts: Confidence::Source,
    statements: &[Statement {
        id: "PFX-F1",
        text: "PEM, the server certificate first, then its issuers; the key must not be encrypted. With files that cannot be loaded Postfix runs on and offers no TLS (`disabling TLS support`).",
        confidence: Confidence::Documented,
        sources: &[POSTFIX_SOURCE],
    }],
    sources: &[POSTFIX_SOURCE],
    ..nginx_server::PROFILE
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
    method: Method::Loading(&OPENSSL_RULES),
    words: &[
        Word::saying("key", "Can't load private ssl_key: Key is for a different cert than ssl_cert", Confidence::Source),
        Word::saying("", "Can't load SSL certificate (ssl_cert setting): There is no valid PEM certificate.", Confidence::Source),
    ],
    accepts: Confidence::Source,
    statements: &[Statement {
        id: "DOV-F1",
        text: "ssl_cert = </path holds PEM, the server certificate first, then its issuers. Without the < the path itself is taken for the certificate.",
        confidence: Confidence::Source,
        sources: &[DOVECOT_SOURCE],
    }],
    sources: &[DOVECOT_SOURCE],
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
        Word::saying("key", "Error: Server certificate/key are inconsistent.", Confidence::Source),
        Word::saying("no key in file", "Error: Unable to load server key file", Confidence::Source),
        Word::saying("", "Error: Unable to load server certificate", Confidence::Source),
    ],
    accepts: Confidence::Source,
    statements: &[Statement {
        id: "MOS-F1",
        text: "certfile holds PEM, the server certificate first, then its issuers; cafile is for the certificates of clients and completes no chain.",
        confidence: Confidence::Source,
        sources: &[MOSQUITTO_SOURCE],
    }],
    sources: &[MOSQUITTO_SOURCE],
    ..nginx_server::PROFILE
};

const X509_KEY_PAIR: Source = Source::file("golang/go src/crypto/tls/tls.go", "X509KeyPair");
const GO_RULES: LoadingRules = LoadingRules {
    reading: &Reading::LENIENT,
    formats: &["pem"],
    stops: &[
        ("wide-text-decoded", ""),
        ("carriage-return-line-ends", ""),
        ("line-breaks-missing", ""),
        ("pem-lines-missing", ""),
        ("pem-begin-line-missing", ""),
        ("dash-count-corrected", ""),
        ("typographic-dashes-corrected", ""),
        ("markup-removed", ""),
        ("hex-decoded", ""),
    ],
    key_stops: &["key-wrapped-twice"],
    der_key: false,
    encrypted_key: EncryptedKey::Refused,
    other_key_kind_passes: false,
    key_first: false,
    strength: 0,
};
const GO_WORDS: [Word; 5] = [
    Word::saying("key", "tls: private key does not match public key", Confidence::Source),
    Word::phrase(FaultKind::KeyEncrypted, "tls: failed to parse private key", Confidence::Source),
    Word::phrase(FaultKind::KeyMissing, "tls: failed to find any PEM data in key input", Confidence::Source),
    Word::phrase(FaultKind::CertificateMissing, "tls: failed to find any PEM data in certificate input", Confidence::Source),
    Word::saying("", "tls: failed to find \"CERTIFICATE\" PEM block in certificate input", Confidence::Source),
];

/// Caddy.
pub const CADDY: Profile = Profile {
    id: "caddy-server",
    name: "Caddy loading a certificate",
    version: "2.x, tls cert_file key_file",
    role: Role::ServerLoad,
    checks: &[Check::Load],
    settings: &[],
    method: Method::Loading(&GO_RULES),
    identity: None,
    words: &GO_WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Source,
    statements: &[Statement {
        id: "CAD-F1",
        text: "PEM, the server certificate first, then its issuers, and the key in a file of its own without a password. Caddy does not start when a pair cannot be loaded.",
        confidence: Confidence::Source,
        sources: &[X509_KEY_PAIR],
    }],
    sources: &[X509_KEY_PAIR],
};

/// Traefik.
pub const TRAEFIK: Profile = Profile {
    id: "traefik-server",
    name: "Traefik loading a certificate",
    version: "2 and 3, tls.certificates",
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
    statements: &[Statement {
        id: "DRG-F1",
        text: "http.tls.certificate holds the server certificate and its issuers, as Docker checks it with Go: the CA file of clients goes to /etc/docker/certs.d/HOST:PORT/ca.crt.",
        confidence: Confidence::Documented,
        sources: &[REGISTRY_DOCS, X509_KEY_PAIR],
    }],
    sources: &[REGISTRY_DOCS, X509_KEY_PAIR],
    ..CADDY
};
const REGISTRY_DOCS: Source = Source {
    title: "CNCF Distribution, Configuring a registry; Docker, Verify repository client with certificates",
    section: Some("tls"),
    url: Some("https://distribution.github.io/distribution/about/configuration/#tls"),
};
