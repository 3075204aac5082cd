//! Servers that ask for client certificates and verify them with OpenSSL, or code that comes from it.
//!
//! They differ from clients in what the certificate has to be good for (`X509_PURPOSE_SSL_CLIENT`); no name is compared.

use super::envoy_upstream;
use super::nodejs;
use super::openssl_words::{COUNT, ELSE, REST, VERIFY_ERRORS};
use super::readings;
use super::sources::{CLIENT_AUTH, V3_PURP, X509_VFY};
use crate::fault::FaultKind;
use crate::policy::{
    Check, Confidence, Method, NameCheck, OpenSsl, OpenSslKnobs, Profile, Role, Setting, Source, Speech, Statement, Word,
};

/// How such a server calls the library.
pub const KNOBS: OpenSslKnobs =
    OpenSslKnobs { names: NameCheck::Never, reading: &readings::openssl::READING, ..OpenSslKnobs::PLAIN };
const NUMBERED: [Word; COUNT + REST] = Word::joined(VERIFY_ERRORS, ELSE);
const LEVEL: &[Setting] = &[Setting::security_level(2)];

/// OpenSSL's own server.
pub const OPENSSL: Profile = Profile {
    id: "openssl-client-auth",
    name: "OpenSSL server for client certificates",
    version: "3.x, s_server -Verify with -verify_return_error",
    role: Role::Client,
    checks: &[Check::ClientAuth],
    settings: LEVEL,
    method: Method::OpenSsl(&OpenSsl { versions: &[("", KNOBS)] }),
    identity: None,
    words: &NUMBERED,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[Statement {
        id: "OSL-M1",
        text: "A client's certificate needs clientAuth where it has an extended key usage, and digitalSignature or keyAgreement where it has a key usage; its issuers are held to the same purpose.",
        confidence: Confidence::Tested,
        sources: &[V3_PURP, CLIENT_AUTH],
    }],
    sources: &[X509_VFY, V3_PURP, CLIENT_AUTH],
};

const EVENT: Source = Source::file(
    "nginx/nginx src/event/ngx_event_openssl.c, src/http/ngx_http_request.c",
    "ngx_ssl_client_certificate, ngx_http_process_request",
);

/// nginx with `ssl_verify_client on`.
pub const NGINX: Profile = Profile {
    id: "nginx-client-auth",
    name: "nginx for client certificates",
    version: "1.22 and later, ssl_verify_client on",
    settings: &[
        Setting::security_level(2),
        Setting::depth("ssl_verify_depth: how many issuing CAs may stand between the client's certificate and the root."),
    ],
    method: Method::OpenSsl(&OpenSsl { versions: &[("", OpenSslKnobs { goes_on: true, ..KNOBS })] }),
    statements: &[
        Statement {
            id: "NGX-M1",
            text: "ssl_client_certificate names the CAs of clients, ssl_verify_depth is 1 by default: one issuing CA between the client's certificate and the root.",
            confidence: Confidence::Tested,
            sources: &[EVENT, CLIENT_AUTH],
        },
        Statement {
            id: "NGX-M2",
            text: "The handshake succeeds; the request is answered with 400 `The SSL certificate error`, and the last error of OpenSSL is logged: `client SSL certificate verify error: (n:text)`.",
            confidence: Confidence::Tested,
            sources: &[EVENT, CLIENT_AUTH],
        },
    ],
    sources: &[EVENT, X509_VFY, CLIENT_AUTH],
    ..OPENSSL
};

const KERNEL: Source = Source::file("apache/httpd modules/ssl/ssl_engine_kernel.c", "ssl_callback_SSLVerify");
const APACHE_OWN: [Word; 1] =
    [Word::term("AH02040", "AH02040", "Certificate Verification: Certificate Chain too long", Confidence::Tested)];
const APACHE_PATH: [Word; COUNT + 1] = Word::joined(APACHE_OWN, Word::recoded(VERIFY_ERRORS, "AH02276"));
const APACHE_WORDS: [Word; COUNT + 1 + REST] = Word::joined(APACHE_PATH, Word::recoded(ELSE, "AH02008"));

/// Apache httpd with `SSLVerifyClient require`.
pub const APACHE: Profile = Profile {
    id: "apache-client-auth",
    name: "Apache httpd for client certificates",
    version: "2.4, SSLVerifyClient require",
    settings: &[
        Setting::security_level(2),
        Setting::depth("SSLVerifyDepth: how many certificates may stand above the client's, the root included."),
    ],
    method: Method::OpenSsl(&OpenSsl { versions: &[("", OpenSslKnobs { depth: 1, depth_to_anchor: true, ..KNOBS })] }),
    words: &APACHE_WORDS,
    statements: &[Statement {
        id: "APA-M1",
        text: "SSLCACertificateFile names the CAs of clients. SSLVerifyDepth is 1 by default and counts the root: a client certificate below an issuing CA needs 2. The handshake ends with an alert.",
        confidence: Confidence::Tested,
        sources: &[KERNEL, CLIENT_AUTH],
    }],
    sources: &[KERNEL, X509_VFY, CLIENT_AUTH],
    ..OPENSSL
};

const SSL_SOCK: Source =
    Source::file("haproxy/haproxy src/ssl_sock.c, src/connection.c", "ssl_sock_bind_verifycbk, CO_ER_SSL_CRT_FAIL");

/// HAProxy with `verify required` on a bind line.
pub const HAPROXY: Profile = Profile {
    id: "haproxy-client-auth",
    name: "HAProxy for client certificates",
    version: "2.6 and later, bind ... ca-file, verify required",
    statements: &[Statement {
        id: "HAP-M1",
        text: "The log says `SSL client certificate not trusted` for the client's own certificate and `SSL client CA chain cannot be verified` for one above it; ssl_c_err and ssl_c_ca_err hold OpenSSL's number.",
        confidence: Confidence::Tested,
        sources: &[SSL_SOCK, CLIENT_AUTH],
    }],
    sources: &[SSL_SOCK, X509_VFY, CLIENT_AUTH],
    ..OPENSSL
};

const ENVOY_VALIDATOR: Source =
    Source::file("envoyproxy/envoy source/common/tls/cert_validator/default_validator.cc", "DefaultCertValidator");
const ENVOY_WORDS: [Word; COUNT + 1] = Word::joined(
    [Word::kind(FaultKind::KeyUnsupported, "ssl.fail_verify_no_cert", "PEER_DID_NOT_RETURN_A_CERTIFICATE", Confidence::Tested)],
    Word::recoded(VERIFY_ERRORS, "ssl.fail_verify_error"),
);

/// Envoy with `require_client_certificate`.
pub const ENVOY: Profile = Profile {
    id: "envoy-client-auth",
    name: "Envoy and Istio for client certificates",
    version: "1.40, require_client_certificate with trusted_ca",
    settings: &[],
    method: Method::OpenSsl(&OpenSsl { versions: &[("", OpenSslKnobs { names: NameCheck::Never, ..envoy_upstream::KNOBS })] }),
    words: &ENVOY_WORDS,
    statements: &[Statement {
        id: "ENV-M1",
        text: "A path to any certificate of trusted_ca is enough, even to an intermediate. Names count only with match_typed_subject_alt_names. Envoy offers no signature algorithm for Ed25519 and P-521, so that a client with such a key sends no certificate (ssl.fail_verify_no_cert).",
        confidence: Confidence::Tested,
        sources: &[ENVOY_VALIDATOR, CLIENT_AUTH],
    }],
    sources: &[ENVOY_VALIDATOR, CLIENT_AUTH],
    ..OPENSSL
};

const TROUBLESHOOTING: Source = Source {
    title: "Microsoft, Troubleshoot mutual authentication errors in Application Gateway",
    section: Some("SslClientVerify"),
    url: Some("https://learn.microsoft.com/azure/application-gateway/mutual-authentication-troubleshooting"),
};
const GATEWAY_WORDS: [Word; COUNT] = Word::at_best(Word::recoded(VERIFY_ERRORS, "400"), Confidence::Documented);

/// Application Gateway's listener with an SSL profile.
pub const APPLICATION_GATEWAY: Profile = Profile {
    id: "azure-application-gateway-client-auth",
    name: "Application Gateway for client certificates",
    version: "v2, SSL profile with a trusted client CA in strict mode (also Application Gateway for Containers)",
    settings: &[],
    method: Method::OpenSsl(&OpenSsl { versions: &[("", OpenSslKnobs { security_level: 1, goes_on: true, ..KNOBS })] }),
    words: &GATEWAY_WORDS,
    accepts: Confidence::Documented,
    statements: &[Statement {
        id: "AGWL-M1",
        text: "The uploaded file must hold the root and every intermediate of the clients' chain. Any failure is HTTP 400; the access log's sslClientVerify gives the reason after FAILED, and NONE where no certificate was sent. A missing clientAuth is among the reasons.",
        confidence: Confidence::Documented,
        sources: &[TROUBLESHOOTING],
    }],
    sources: &[TROUBLESHOOTING],
    ..OPENSSL
};

const API_GATEWAY_DOCS: Source = Source {
    title: "Amazon API Gateway Developer Guide, Configuring mutual TLS authentication for a REST API",
    section: None,
    url: Some("https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html"),
};
const API_GATEWAY_WORDS: [Word; COUNT] = Word::at_best(Word::recoded(VERIFY_ERRORS, "403"), Confidence::Documented);

/// API Gateway of AWS with a trust store.
pub const API_GATEWAY: Profile = Profile {
    id: "aws-api-gateway-client-auth",
    name: "Amazon API Gateway for client certificates (mTLS trust store)",
    version: "mTLS on a custom domain name, truststoreUri",
    settings: &[],
    method: Method::OpenSsl(&OpenSsl { versions: &[("", OpenSslKnobs { goes_on: true, depth: 2, ..KNOBS })] }),
    words: &API_GATEWAY_WORDS,
    accepts: Confidence::Inferred,
    statements: &[Statement {
        id: "AGT-M1",
        text: "A client that is not trusted gets 403 with `Forbidden`, without a reason. The trust store (PEM in S3) holds every CA up to the root, four in a chain at most; a certificate in it that is not taken gives a warning (truststoreWarnings) and no error.",
        confidence: Confidence::Documented,
        sources: &[API_GATEWAY_DOCS],
    }],
    sources: &[API_GATEWAY_DOCS],
    ..OPENSSL
};

const AUTH: Source =
    Source::file("postgres/postgres src/backend/libpq/be-secure-openssl.c, src/backend/libpq/auth.c", "verify_cb, CheckCertAuth");
const POSTGRESQL_OWN: [Word; 1] = [Word::phrase(
    FaultKind::UserNameMissing,
    "certificate authentication failed for user: client certificate contains no user name",
    Confidence::Tested,
)];
const POSTGRESQL_WORDS: [Word; COUNT + REST + 1] = Word::joined(POSTGRESQL_OWN, NUMBERED);

/// PostgreSQL with the method `cert`.
pub const POSTGRESQL: Profile = Profile {
    id: "postgresql-client-auth",
    name: "PostgreSQL for client certificates",
    version: "12 and later, ssl_ca_file, method cert in pg_hba.conf",
    method: Method::OpenSsl(&OpenSsl { versions: &[("", OpenSslKnobs { common_name: true, ..KNOBS })] }),
    words: &POSTGRESQL_WORDS,
    statements: &[Statement {
        id: "PGS-M1",
        text: "The commonName must be the name of the database user, or be mapped to it (pg_ident.conf). The log of the server says `could not accept SSL connection: certificate verify failed`, with OpenSSL's reason in its detail.",
        confidence: Confidence::Tested,
        sources: &[AUTH, CLIENT_AUTH],
    }],
    sources: &[AUTH, X509_VFY, CLIENT_AUTH],
    ..OPENSSL
};

/// Node's server with `requestCert`.
pub const NODEJS: Profile = Profile {
    id: "nodejs-client-auth",
    name: "Node.js for client certificates",
    version: "20, requestCert and rejectUnauthorized",
    settings: &[],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[("", OpenSslKnobs { security_level: 1, goes_on: true, reading: &readings::openssl::ONE_BY_ONE, ..KNOBS })],
    }),
    words: &nodejs::WORDS,
    statements: &[Statement {
        id: "NOD-M1",
        text: "socket.authorizationError holds the code of OpenSSL's last error; with rejectUnauthorized the connection is closed.",
        confidence: Confidence::Tested,
        sources: &[CLIENT_AUTH],
    }],
    sources: &[X509_VFY, CLIENT_AUTH],
    ..OPENSSL
};
