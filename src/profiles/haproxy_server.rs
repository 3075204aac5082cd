//! HAProxy reading `bind ... ssl crt`.

use super::openssl_files::{KEY_STOPS, STOPS};
use super::readings;
use crate::fault::FaultKind;
use crate::policy::{
    Check, Confidence, Damaged, EncryptedKey, LoadingRules, Method, Profile, Role, Source, Speech, Statement, Word,
};

const CHECKER: Source = Source {
    title: "haproxy/haproxy src/ssl_ckch.c",
    section: Some("ssl_sock_load_pem_into_ckch"),
    url: Some("https://github.com/haproxy/haproxy/blob/master/src/ssl_ckch.c"),
};
const MANUAL: Source = Source { title: "HAProxy configuration manual", section: Some("5.1, crt"), url: None };
const RUN: Source =
    Source { title: "Recorded starts of real programs", section: Some("tests/corpora/handshakes, haproxy-load"), url: None };

const RULES: LoadingRules = LoadingRules {
    reading: &readings::openssl::LOADING,
    first_alone: false,
    damaged: Damaged::Ends,
    formats: &["pem"],
    stops: STOPS,
    key_stops: KEY_STOPS,
    der_key: false,
    one_file: true,
    encrypted_key: EncryptedKey::Asks(
        "The private key needs a password, which HAProxy asks for at start; as a service it cannot.",
    ),
    other_key_kind_passes: false,
    key_first: true,
    strength: 112,
    curves: &[],
    keys: &[],
    one_key: false,
    named: false,
};

const UNREADABLE: &str = "unable to load certificate from file '...'.";
const CONTEXT: &str = "unable to load SSL certificate into SSL Context '...'.";
const CHAIN: &str = "unable to load chain certificate into SSL Context '...'.";

/// HAProxy as a server.
pub const PROFILE: Profile = Profile {
    id: "haproxy-server",
    name: "HAProxy loading its certificate",
    version: "2.6.12 with OpenSSL 3.0.19",
    role: Role::ServerLoad,
    checks: &[Check::Load],
    settings: &[],
    method: Method::Loading(&RULES),
    identity: None,
    words: &[
        Word::term(
            "no key in file",
            "unable to load private key from file",
            "unable to load private key from file '...'.",
            Confidence::Tested,
        ),
        Word::term(
            "key",
            "inconsistencies between private key and certificate loaded",
            "inconsistencies between private key and certificate loaded '...'.",
            Confidence::Tested,
        ),
        Word::term("ee key too small", "unable to load SSL certificate into SSL Context", CONTEXT, Confidence::Tested),
        Word::term("ee md too weak", "unable to load SSL certificate into SSL Context", CONTEXT, Confidence::Tested),
        Word::term("ca key too small", "unable to load chain certificate into SSL Context", CHAIN, Confidence::Tested),
        Word::term("ca md too weak", "unable to load chain certificate into SSL Context", CHAIN, Confidence::Tested),
        Word::term(
            "damaged chain",
            "unable to load certificate chain from file",
            "unable to load certificate chain from file '...'.",
            Confidence::Tested,
        ),
        Word::term(
            "key in DER",
            "unable to load private key from file",
            "unable to load private key from file '...'.",
            Confidence::Tested,
        ),
        Word::kind(FaultKind::FormatUnsupported, "unable to load certificate from file", UNREADABLE, Confidence::Tested),
        Word::kind(FaultKind::Malformed, "unable to load certificate from file", UNREADABLE, Confidence::Inferred),
        Word::kind(FaultKind::EndEntityMissing, "unable to load certificate from file", UNREADABLE, Confidence::Tested),
    ],
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "HAP-F1",
            text: "One PEM file holds key and certificates, the server's first among these; the key may be in a file of its own. They are sent in file order.",
            confidence: Confidence::Tested,
            sources: &[MANUAL, RUN],
        },
        Statement {
            id: "HAP-F2",
            text: "A key that does not belong to the first certificate, a missing key, DER and PFX are refused.",
            confidence: Confidence::Tested,
            sources: &[CHECKER, RUN],
        },
    ],
    sources: &[MANUAL, CHECKER, RUN],
};
