//! Clients that verify with OpenSSL and compare names by themselves: libpq, MariaDB's client, PHP, Ruby, Perl.

use super::openssl::PROFILE as OPENSSL;
use super::openssl_words::{COUNT, ELSE, REST, VERIFY_ERRORS};
use super::readings;
use super::sources::{HANDSHAKES, X509_VFY};
use crate::facts::KeyAlgorithm;
use crate::identity::IdentityPolicy;
use crate::policy::{
    Confidence, Method, NameCheck, OpenSsl, OpenSslKnobs, OpenSslRelease, Profile, Setting, SettingKind, Source, Statement, Word,
};

const LEVEL: &[Setting] = &[Setting::security_level(2)];
const KNOBS: OpenSslKnobs = OpenSslKnobs { reading: &readings::openssl::READING, ..OpenSslKnobs::PLAIN };

const LIBPQ_NAMES: Source = Source::file(
    "postgres/postgres src/interfaces/libpq/fe-secure-common.c, fe-secure-openssl.c",
    "pq_verify_peer_name_matches_certificate_name, pgtls_verify_peer_name_matches_certificate_guts",
);

/// libpq, and with it psql and most drivers of PostgreSQL.
pub const LIBPQ: Profile = Profile {
    id: "libpq",
    name: "libpq (psql, drivers of PostgreSQL)",
    version: "15, sslmode=verify-full with sslrootcert (also of Amazon RDS, Cloud SQL, Azure Database)",
    settings: LEVEL,
    method: Method::OpenSsl(&OpenSsl { versions: &[("", OpenSslKnobs { identity: &IdentityPolicy::LIBPQ, ..KNOBS })] }),
    identity: Some(&IdentityPolicy::LIBPQ),
    words: &LIBPQ_WORDS,
    statements: &[
        Statement {
            id: "LPQ-H1",
            text: "`*.` as the whole first label stands for one label. The commonName counts where there is no name of the kind that is asked for; an address is compared with iPAddress entries and, as text, with dNSName entries.",
            confidence: Confidence::Tested,
            sources: &[LIBPQ_NAMES, HANDSHAKES],
        },
        Statement {
            id: "LPQ-S1",
            text: "Nothing is verified with sslmode prefer or require and no root certificate file; verify-ca compares no name. The file is ~/.postgresql/root.crt by default.",
            confidence: Confidence::Documented,
            sources: &[LIBPQ_NAMES],
        },
    ],
    sources: &[LIBPQ_NAMES, X509_VFY, HANDSHAKES],
    ..OPENSSL
};
const LIBPQ_WORDS: [Word; 2] = [
    Word::term("name", "name", "server certificate for \"...\" does not match host name", Confidence::Tested),
    Word::saying("", "SSL error: certificate verify failed", Confidence::Tested),
];

const MARIADB_TLS: Source = Source::file(
    "mariadb-corporation/mariadb-connector-c libmariadb/secure/openssl.c",
    "ma_tls_connect, ma_tls_verify_server_cert",
);
const MYSQL_WORDS: [Word; COUNT + REST + 1] = Word::joined(
    [Word::term("name", "name", "TLS/SSL error: Validation of SSL server certificate failed", Confidence::Tested)],
    RUBY_WORDS,
);

/// MariaDB's client, and the drivers that are built on its connector.
pub const MYSQL: Profile = Profile {
    id: "mysql-client",
    name: "MySQL and MariaDB clients",
    version: "MariaDB 10.11, --ssl-verify-server-cert; MySQL 9, VERIFY_IDENTITY (also of Amazon RDS, Aurora, Cloud SQL, Azure Database)",
    settings: &[
        Setting::security_level(2),
        Setting {
            id: "version",
            label: "Client",
            help: "Whose client library: they compare addresses in different ways.",
            kind: SettingKind::Choice(&[("mariadb", "MariaDB"), ("mysql", "MySQL")]),
        },
    ],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[
            ("mariadb", OpenSslKnobs { identity: &IdentityPolicy::MARIADB, ..KNOBS }),
            ("mysql", OpenSslKnobs { names: NameCheck::Inside, ..KNOBS }),
        ],
    }),
    identity: Some(&IdentityPolicy::MARIADB),
    words: &MYSQL_WORDS,
    statements: &[
        Statement {
            id: "MYC-E1",
            text: "ERROR 2026 (HY000): TLS/SSL error, then OpenSSL's reason. A host that is an address is compared as a name too, with dNSName entries and the commonName.",
            confidence: Confidence::Tested,
            sources: &[MARIADB_TLS, HANDSHAKES],
        },
        Statement {
            id: "MYC-S1",
            text: "MySQL's own client compares inside OpenSSL, an address with iPAddress entries alone, and says `SSL connection error: error:0A000086:SSL routines::certificate verify failed` whatever it was.",
            confidence: Confidence::Tested,
            sources: &[VIO, HANDSHAKES],
        },
    ],
    sources: &[MARIADB_TLS, X509_VFY, HANDSHAKES],
    ..OPENSSL
};
const VIO: Source = Source::file("mysql/mysql-server sql-common/client.cc, vio/viossl.cc", "cli_establish_ssl, ssl_do");

const PHP_NAMES: Source =
    Source::file("php/php-src ext/openssl/xp_ssl.c", "php_openssl_matches_wildcard_name, php_openssl_matches_san_list");

/// PHP's streams.
pub const PHP: Profile = Profile {
    id: "php",
    name: "PHP",
    version: "8.2, ssl:// and https:// streams with verify_peer",
    settings: LEVEL,
    method: Method::OpenSsl(&OpenSsl { versions: &[("", OpenSslKnobs { identity: &IdentityPolicy::PHP, depth: 9, ..KNOBS })] }),
    identity: Some(&IdentityPolicy::PHP),
    words: &PHP_WORDS,
    statements: &[Statement {
        id: "PHP-H1",
        text: "A wildcard may stand anywhere in the first label and for nothing; a single label may follow it. The commonName counts where the subjectAltName has no dNSName and no URI.",
        confidence: Confidence::Tested,
        sources: &[PHP_NAMES, HANDSHAKES],
    }],
    sources: &[PHP_NAMES, X509_VFY, HANDSHAKES],
    ..OPENSSL
};
const PHP_WORDS: [Word; 2] = [
    Word::term("name", "name", "Peer certificate subjectAltName did not match expected name", Confidence::Tested),
    Word::saying(
        "",
        "SSL operation failed with code 1. OpenSSL Error messages: error:0A000086:SSL routines::certificate verify failed",
        Confidence::Tested,
    ),
];

const RUBY_NAMES: Source = Source::file("ruby/openssl lib/openssl/ssl.rb", "verify_certificate_identity, verify_hostname");
const RUBY_WORDS: [Word; COUNT + REST] = Word::joined(VERIFY_ERRORS, ELSE);

/// Ruby's Net::HTTP.
pub const RUBY: Profile = Profile {
    id: "ruby",
    name: "Ruby",
    version: "3.1, Net::HTTP with VERIFY_PEER",
    settings: LEVEL,
    method: Method::OpenSsl(&OpenSsl { versions: &[("", OpenSslKnobs { identity: &IdentityPolicy::RUBY, ..KNOBS })] }),
    identity: Some(&IdentityPolicy::RUBY),
    words: &RUBY_OWN,
    statements: &[Statement {
        id: "RUB-H1",
        text: "OpenSSL::SSL::SSLError gives OpenSSL's reason in parentheses. A wildcard stands in the first label, for at least one character; the commonName counts only without dNSName and iPAddress.",
        confidence: Confidence::Tested,
        sources: &[RUBY_NAMES, HANDSHAKES],
    }],
    sources: &[RUBY_NAMES, X509_VFY, HANDSHAKES],
    ..OPENSSL
};
const RUBY_OWN: [Word; COUNT + REST + 1] =
    Word::joined([Word::term("name", "62", "certificate verify failed (hostname mismatch)", Confidence::Tested)], RUBY_WORDS);

const PERL_NAMES: Source = Source::file("noxxi/p5-io-socket-ssl lib/IO/Socket/SSL.pm", "verify_hostname_of_cert");

/// Perl's IO::Socket::SSL.
pub const PERL: Profile = Profile {
    id: "perl",
    name: "Perl (IO::Socket::SSL, LWP)",
    version: "2.081, scheme http",
    settings: LEVEL,
    method: Method::OpenSsl(&OpenSsl {
        versions: &[("", OpenSslKnobs { identity: &IdentityPolicy::PERL, partial_chain: true, ..KNOBS })],
    }),
    identity: Some(&IdentityPolicy::PERL),
    words: &PERL_WORDS,
    statements: &[Statement {
        id: "PER-H1",
        text: "A trusted intermediate ends the path. A wildcard may stand anywhere in the first label; wildcards over a public suffix are refused. The commonName counts only without dNSName.",
        confidence: Confidence::Tested,
        sources: &[PERL_NAMES, HANDSHAKES],
    }],
    sources: &[PERL_NAMES, X509_VFY, HANDSHAKES],
    ..OPENSSL
};
const PERL_WORDS: [Word; 2] = [
    Word::term("name", "name", "hostname verification failed", Confidence::Tested),
    Word::saying("", "SSL connect attempt failed error:0A000086:SSL routines::certificate verify failed", Confidence::Tested),
];

const OLD_VFY: Source = Source::file("openssl/openssl OpenSSL_1_0_2-stable crypto/x509/x509_vfy.c", "X509_verify_cert");
const OLD_WORDS: [Word; COUNT + REST + 2] = Word::joined(
    [
        Word::term("79", "24", "invalid CA certificate", Confidence::Tested),
        Word::term("26", "26", "unsupported certificate purpose", Confidence::Tested),
    ],
    RUBY_WORDS,
);

/// OpenSSL before it looked for trusted issuers first.
pub const OLD_OPENSSL: Profile = Profile {
    id: "openssl-1-0",
    name: "OpenSSL 1.0.2 and older (RHEL 7, Ubuntu 16.04, old appliances)",
    version: "1.0.2, without -trusted_first",
    settings: &[],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[(
            "",
            OpenSslKnobs {
                trusted_first: false,
                security_level: 0,
                names: NameCheck::Inside,
                release: OpenSslRelease::OneZero,
                tls12_only: true,
                not_offered: |key| matches!(key, KeyAlgorithm::Ed25519 | KeyAlgorithm::Ed448 | KeyAlgorithm::RsaPss),
                reading: &readings::openssl::OLD,
                ..OpenSslKnobs::PLAIN
            },
        )],
    }),
    words: &OLD_WORDS,
    statements: &[Statement {
        id: "OLD-C1",
        text: "Presented issuers come before trusted ones: where the server sends a cross-signed CA certificate whose root has expired, the path goes there and ends in `certificate has expired`, though the CA's own root is trusted as well. Take the old root out, or have the server leave the cross-signed one out. Nothing is asked of a trusted certificate but its dates; Ed25519 and RSASSA-PSS keys are not understood.",
        confidence: Confidence::Tested,
        sources: &[OLD_VFY, HANDSHAKES],
    }],
    sources: &[OLD_VFY, HANDSHAKES],
    ..OPENSSL
};
