//! Python's ssl module.

use super::openssl_words::{COUNT, ELSE, REST, VERIFY_ERRORS};
use super::readings;
use super::sources::{HANDSHAKES, X509_VFY};
use crate::identity::IdentityPolicy;
use crate::policy::{
    Check, Confidence, Method, NameCheck, OpenSsl, OpenSslKnobs, Profile, Role, Setting, Source, Speech, Statement, Word,
};

const SSL: Source = Source::file("python/cpython Doc/library/ssl.rst", "create_default_context, SSLContext.verify_flags");
const WORDS: [Word; COUNT + REST + 2] = Word::joined::<{ COUNT + REST }, 2, { COUNT + REST + 2 }>(
    Word::joined(VERIFY_ERRORS, Word::recoded(ELSE, "SSLError")),
    [
        Word::term(
            CODEC_311,
            CODEC_311,
            "encoding with 'idna' codec failed (UnicodeError: label empty or too long)",
            Confidence::Tested,
        ),
        Word::term(CODEC_313, CODEC_313, "'idna' codec can't encode characters: label empty or too long", Confidence::Tested),
    ],
);

/// What the codec for hostnames raises, before any connection.
const CODEC_311: &str = "UnicodeError";
const CODEC_313: &str = "UnicodeEncodeError";

/// Python's ssl module.
pub const PROFILE: Profile = Profile {
    id: "python",
    name: "Python ssl",
    version: "3.11 and 3.13, ssl.create_default_context (also requests, PyMongo, Ansible, AWS and Azure CLI)",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[
        Setting::version(&[("3.11", "3.7 to 3.12"), ("3.13", "3.13 and later")]),
        Setting::security_level(2),
        Setting::STRICT,
    ],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[
            (
                "3.13",
                OpenSslKnobs {
                    partial_chain: true,
                    strict: true,
                    names: NameCheck::Inside,
                    unspeakable: CODEC_313,
                    identity: &IdentityPolicy::PYTHON,
                    reading: &readings::openssl::READING,
                    ..OpenSslKnobs::PLAIN
                },
            ),
            (
                "3.11",
                OpenSslKnobs {
                    names: NameCheck::Inside,
                    unspeakable: CODEC_311,
                    identity: &IdentityPolicy::PYTHON,
                    reading: &readings::openssl::READING,
                    ..OpenSslKnobs::PLAIN
                },
            ),
        ],
    }),
    identity: Some(&IdentityPolicy::PYTHON),
    words: &WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "PY-H1",
            text: "OpenSSL's name check without partial wildcards; the commonName counts where there is no dNSName.",
            confidence: Confidence::Tested,
            sources: &[SSL, HANDSHAKES],
        },
        Statement {
            id: "PY-C1",
            text: "From 3.13 on the default context asks for RFC 5280 encoding and takes a trusted intermediate for an anchor: private CAs without key identifiers or keyUsage begin to fail with 85, 86 or 92. The setting stands at 3.7 to 3.12 until somebody turns it.",
            confidence: Confidence::Documented,
            sources: &[SSL],
        },
        Statement {
            id: "PY-E1",
            text: "SSLCertVerificationError carries the number as verify_code.",
            confidence: Confidence::Tested,
            sources: &[HANDSHAKES],
        },
    ],
    sources: &[SSL, X509_VFY, HANDSHAKES],
};
