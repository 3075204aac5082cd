//! HAProxy towards its servers.

use super::openssl_words::{COUNT, ELSE, REST, VERIFY_ERRORS};
use super::readings;
use super::sources::X509_VFY;
use crate::fault::FaultKind;
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, Method, OpenSsl, OpenSslKnobs, Profile, Role, Setting, Source, Speech, Statement, Word};

const SSL_SOCK: Source = Source::file("haproxy/haproxy src/ssl_sock.c", "ssl_sock_srv_verifycbk, ssl_sock_srv_hostcheck");
const MANUAL: Source = Source::file("haproxy/haproxy doc/configuration.txt", "verify, verifyhost, sni");
const OWN: [Word; 2] = [
    Word::term("name", "33", "SSL server certificate does not match the SNI", Confidence::Tested),
    Word::kind(FaultKind::KeyMismatch, "34", "SSL handshake failure", Confidence::Source),
];
const PATH: [Word; COUNT + 2] = Word::joined(OWN, Word::recoded(VERIFY_ERRORS, "34"));
const WORDS: [Word; COUNT + 2 + REST] = Word::joined(PATH, Word::recoded(ELSE, "34"));

/// HAProxy towards its servers.
pub const PROFILE: Profile = Profile {
    id: "haproxy-upstream",
    name: "HAProxy as a client of its server",
    version: "2.6 and later, verify required",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[Setting::security_level(2)],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[(
            "",
            OpenSslKnobs { identity: &IdentityPolicy::HAPROXY, reading: &readings::openssl::READING, ..OpenSslKnobs::PLAIN },
        )],
    }),
    identity: Some(&IdentityPolicy::HAPROXY),
    words: &WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "HAP-H1",
            text: "The name compared is the SNI sent, else verifyhost; without either no name is compared. dNSName entries and the commonName count alike, with a wildcard anywhere in the first label; iPAddress entries never.",
            confidence: Confidence::Tested,
            sources: &[SSL_SOCK],
        },
        Statement {
            id: "HAP-S1",
            text: "`verify required` is the default for servers unless ssl-server-verify says none.",
            confidence: Confidence::Documented,
            sources: &[MANUAL],
        },
        Statement {
            id: "HAP-E1",
            text: "bc_err 34 for faults of the path, 33 for the name sent as SNI, 32 for verifyhost; the client sees 503.",
            confidence: Confidence::Tested,
            sources: &[SSL_SOCK],
        },
    ],
    sources: &[SSL_SOCK, MANUAL, X509_VFY],
};
