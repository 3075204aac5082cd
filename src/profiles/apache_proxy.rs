//! Apache httpd towards its backends.

use super::openssl_words::{COUNT, ELSE, REST, VERIFY_ERRORS};
use super::readings;
use super::sources::X509_VFY;
use crate::fault::FaultKind;
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, Method, OpenSsl, OpenSslKnobs, Profile, Role, Setting, Source, Speech, Statement, Word};

const IO: Source = Source::file("apache/httpd modules/ssl/ssl_engine_io.c", "ssl_io_filter_handshake");
const MANUAL: Source =
    Source::file("apache/httpd docs/manual/mod/mod_ssl.xml", "SSLProxyVerify, SSLProxyVerifyDepth, SSLProxyCheckPeerName");
const OWN: [Word; 3] = [
    Word::term("AH02040", "AH02040", "Certificate Verification: Certificate Chain too long", Confidence::Tested),
    Word::term("name", "AH02411", "SSL Proxy: Peer certificate does not match for hostname", Confidence::Tested),
    Word::kind(FaultKind::KeyMismatch, "AH02003", "SSL Proxy connect failed", Confidence::Source),
];
const PATH: [Word; COUNT + 3] = Word::joined(OWN, Word::recoded(VERIFY_ERRORS, "AH02003"));
const WORDS: [Word; COUNT + 3 + REST] = Word::joined(PATH, Word::recoded(ELSE, "AH02003"));

/// Apache httpd towards its backends.
pub const PROFILE: Profile = Profile {
    id: "apache-proxy",
    name: "Apache httpd as a proxy",
    version: "2.4, SSLProxyVerify require",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[
        Setting::security_level(2),
        Setting::depth("SSLProxyVerifyDepth: how many certificates may stand above the server's, the root included."),
    ],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[(
            "",
            OpenSslKnobs {
                depth: 1,
                depth_to_anchor: true,
                default_depth: 100,
                identity: &IdentityPolicy::APACHE,
                reading: &readings::openssl::READING,
                ..OpenSslKnobs::PLAIN
            },
        )],
    }),
    identity: Some(&IdentityPolicy::APACHE),
    words: &WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "APA-S1",
            text: "SSLProxyVerify is none by default and SSLProxyVerifyDepth 1; the name is still compared (SSLProxyCheckPeerName).",
            confidence: Confidence::Documented,
            sources: &[MANUAL],
        },
        Statement {
            id: "APA-H1",
            text: "All dNSName entries and all commonNames count alike, `*.` as the whole first label with no least number of dots; iPAddress entries never.",
            confidence: Confidence::Tested,
            sources: &[IO],
        },
        Statement {
            id: "APA-E1",
            text: "AH02411 for the name; in our runs each fault of path or dates was AH02003 with `certificate verify failed`. The client sees 502, in our runs 500.",
            confidence: Confidence::Tested,
            sources: &[IO],
        },
    ],
    sources: &[IO, MANUAL, X509_VFY],
};
