//! OpenSSL's own client.

use super::openssl_words::{COUNT, ELSE, REST, VERIFY_ERRORS};
use super::readings;
use super::sources::{HANDSHAKES, V3_PURP, V3_UTL, X509_VFY};
use crate::identity::IdentityPolicy;
use crate::policy::{
    Check, Confidence, Method, NameCheck, OpenSsl, OpenSslKnobs, OpenSslRelease, Profile, Role, Setting, SettingKind, Speech,
    Statement, Word,
};

const NUMBERED: [Word; COUNT + REST] = Word::joined(VERIFY_ERRORS, ELSE);
const WORDS: [Word; COUNT + REST + 1] = Word::joined::<{ COUNT + REST }, 1, { COUNT + REST + 1 }>(
    NUMBERED,
    [Word {
        term: HOST_REFUSED,
        fault: None,
        code: None,
        message: "X509_VERIFY_PARAM_set1_host takes no such name",
        confidence: Confidence::Tested,
    }],
);

/// 4.0 takes no name that is none (`X509_VERIFY_PARAM_set1_host`).
const HOST_REFUSED: &str = "host refused";

/// OpenSSL's own client.
pub const PROFILE: Profile = Profile {
    id: "openssl",
    name: "OpenSSL",
    version: "3.x and 4.x, s_client -verify_return_error with -verify_hostname or -verify_ip (also Rust native-tls on Linux)",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[
        Setting::version(&[("3", "1.1.0 to 3.4"), ("3.5", "3.5 and 3.6"), ("4.0", "4.0"), ("4.1", "4.1 and later")]),
        Setting::security_level(2),
        Setting {
            id: "partialChain",
            label: "Trust any listed certificate",
            help: "Whether a trusted certificate that is not self-signed ends the path (X509_V_FLAG_PARTIAL_CHAIN).",
            kind: SettingKind::Switch(None),
        },
        Setting::STRICT,
    ],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[
            (
                "3",
                OpenSslKnobs {
                    names: NameCheck::Inside,
                    identity: &IdentityPolicy::OPENSSL,
                    reading: &readings::openssl::READING,
                    ..OpenSslKnobs::PLAIN
                },
            ),
            (
                "3.5",
                OpenSslKnobs {
                    names: NameCheck::Inside,
                    identity: &IdentityPolicy::OPENSSL,
                    reading: &readings::openssl::READING_35,
                    release: OpenSslRelease::ThreeFive,
                    ..OpenSslKnobs::PLAIN
                },
            ),
            (
                "4.0",
                OpenSslKnobs {
                    names: NameCheck::Inside,
                    identity: &IdentityPolicy::OPENSSL_4,
                    unspeakable: HOST_REFUSED,
                    reading: &readings::openssl::READING_4,
                    release: OpenSslRelease::Four,
                    ..OpenSslKnobs::PLAIN
                },
            ),
            (
                "4.1",
                OpenSslKnobs {
                    names: NameCheck::Inside,
                    identity: &IdentityPolicy::OPENSSL_4_NO_SUBJECT,
                    unspeakable: HOST_REFUSED,
                    reading: &readings::openssl::READING_4,
                    release: OpenSslRelease::Four,
                    ..OpenSslKnobs::PLAIN
                },
            ),
        ],
    }),
    identity: Some(&IdentityPolicy::OPENSSL),
    words: &WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "OSL-H1",
            text: "Up to 4.0 the commonName counts where the certificate has no dNSName; a subjectAltName with nothing but addresses still allows it. From 4.1 on it is never looked at by default.",
            confidence: Confidence::Tested,
            sources: &[V3_UTL, HANDSHAKES],
        },
        Statement {
            id: "OSL-H3",
            text: "One wildcard in the first label, at its start or end, with at least two dots after it; not inside an A-label. A partial one matches no A-label.",
            confidence: Confidence::Tested,
            sources: &[V3_UTL, HANDSHAKES],
        },
        Statement {
            id: "OSL-H4",
            text: "An address matches iPAddress entries only.",
            confidence: Confidence::Tested,
            sources: &[V3_UTL, HANDSHAKES],
        },
        Statement {
            id: "OSL-H5",
            text: "A wildcard never stands for an underscore, and a dot at the end is a character like others.",
            confidence: Confidence::Tested,
            sources: &[V3_UTL, HANDSHAKES],
        },
        Statement {
            id: "OSL-C1",
            text: "The presented certificates after the first are a pool: their order does not matter, and extra ones do no harm.",
            confidence: Confidence::Tested,
            sources: &[X509_VFY, HANDSHAKES],
        },
        Statement {
            id: "OSL-C2",
            text: "The path must end at a trusted self-signed certificate unless partial chains are allowed.",
            confidence: Confidence::Tested,
            sources: &[X509_VFY, HANDSHAKES],
        },
        Statement {
            id: "OSL-X1",
            text: "Security level 2, the default of Debian and Ubuntu and of OpenSSL since 3.2, refuses RSA keys under 2048 bits and SHA-1 signatures.",
            confidence: Confidence::Tested,
            sources: &[X509_VFY, HANDSHAKES],
        },
        Statement {
            id: "OSL-C3",
            text: "From 3.5 on a UTCTime or GeneralizedTime without seconds or Z keeps the certificate from being read. From 4.0 on a host with labels that are no labels is not taken, and strict verification no longer asks that basicConstraints be critical.",
            confidence: Confidence::Tested,
            sources: &[X509_VFY, HANDSHAKES],
        },
        Statement {
            id: "OSL-E1",
            text: "The name is checked after extensions and strength, and before signatures, dates and name constraints.",
            confidence: Confidence::Tested,
            sources: &[X509_VFY, HANDSHAKES],
        },
    ],
    sources: &[X509_VFY, V3_UTL, V3_PURP, HANDSHAKES],
};
