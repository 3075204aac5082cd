//! nginx towards its upstream servers.

use super::openssl_words::{COUNT, ELSE, REST, VERIFY_ERRORS};
use super::readings;
use super::sources::{HANDSHAKES, X509_VFY};
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, Method, OpenSsl, OpenSslKnobs, Profile, Role, Setting, Source, Speech, Statement, Word};

const EVENT: Source = Source::file("nginx/nginx src/event/ngx_event_openssl.c", "ngx_ssl_check_host, ngx_ssl_verify_callback");
const MODULE: Source =
    Source::file("nginx/nginx src/http/modules/ngx_http_proxy_module.c", "proxy_ssl_verify, proxy_ssl_verify_depth");
const NAME: [Word; 1] = [Word::term("name", "name", "upstream SSL certificate does not match", Confidence::Tested)];
const NUMBERED: [Word; COUNT + 1] = Word::joined(NAME, VERIFY_ERRORS);
const WORDS: [Word; COUNT + 1 + REST] = Word::joined(NUMBERED, ELSE);

/// nginx towards its upstream servers.
pub const PROFILE: Profile = Profile {
    id: "nginx-upstream",
    name: "nginx as a client of its upstream",
    version: "1.22 and later, proxy_ssl_verify on",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[
        Setting::version(&[
            ("1.22", "before 1.27.3 (TLS 1.0 to 1.2 by default)"),
            ("1.27.3", "1.27.3 and later (TLS 1.2 and 1.3 by default)"),
        ]),
        Setting::security_level(2),
        Setting::depth("How many intermediates are followed at most."),
    ],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[
            (
                "1.22",
                OpenSslKnobs {
                    depth: 8,
                    default_depth: 1,
                    goes_on: true,
                    identity: &IdentityPolicy::NGINX,
                    tls12_only: true,
                    reading: &readings::openssl::READING,
                    ..OpenSslKnobs::PLAIN
                },
            ),
            (
                "1.27.3",
                OpenSslKnobs {
                    depth: 8,
                    default_depth: 1,
                    goes_on: true,
                    identity: &IdentityPolicy::NGINX,
                    reading: &readings::openssl::READING,
                    ..OpenSslKnobs::PLAIN
                },
            ),
        ],
    }),
    identity: Some(&IdentityPolicy::NGINX),
    words: &WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "NGX-S1",
            text: "Verification of the upstream is off by default, proxy_ssl_verify_depth is 1 and SNI is not sent. The name compared is proxy_ssl_name, by default the host of proxy_pass.",
            confidence: Confidence::Source,
            sources: &[MODULE],
        },
        Statement {
            id: "NGX-H1",
            text: "OpenSSL's name check with its default flags: partial wildcards count, and the commonName where there is no dNSName.",
            confidence: Confidence::Tested,
            sources: &[EVENT, HANDSHAKES],
        },
        Statement {
            id: "NGX-H2",
            text: "iPAddress entries are not looked at; an address written as dNSName or commonName does match.",
            confidence: Confidence::Tested,
            sources: &[EVENT, HANDSHAKES],
        },
        Statement {
            id: "NGX-C1",
            text: "With the default depth of 1 a second intermediate is one too many.",
            confidence: Confidence::Tested,
            sources: &[MODULE],
        },
        Statement {
            id: "NGX-C2",
            text: "The root must be trusted; an intermediate alone ends with error 2.",
            confidence: Confidence::Tested,
            sources: &[HANDSHAKES],
        },
        Statement {
            id: "NGX-E1",
            text: "The last error of OpenSSL is logged: `upstream SSL certificate verify error: (n:text)`, and `upstream SSL certificate does not match` for the name. The client sees 502.",
            confidence: Confidence::Tested,
            sources: &[EVENT, HANDSHAKES],
        },
    ],
    sources: &[EVENT, MODULE, X509_VFY, HANDSHAKES],
};
