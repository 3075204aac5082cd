//! curl with OpenSSL.

use super::openssl_words::{COUNT, ELSE, REST, VERIFY_ERRORS};
use super::readings;
use super::sources::{HANDSHAKES, X509_VFY};
use crate::fault::FaultKind;
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, Method, OpenSsl, OpenSslKnobs, Profile, Role, Setting, Source, Speech, Statement, Word};

const VTLS: Source = Source::file("curl/curl lib/vtls/openssl.c", "ossl_connect_step2, ossl_verifyhost");
const MATCHER: Source = Source::file("curl/curl lib/vtls/hostcheck.c", "Curl_cert_hostcheck");

/// Exit code 60, but where an error of another library comes first in OpenSSL's queue.
const OWN: [Word; 7] = [
    Word::kind(FaultKind::IssuerNameEmpty, "60", "SSL: couldn't get X509-issuer name", Confidence::Tested),
    Word::term("first in queue", "35", "OpenSSL error", Confidence::Tested),
    Word::kind(
        FaultKind::NameMismatch,
        "60",
        "SSL: no alternative certificate subject name matches target host name",
        Confidence::Tested,
    ),
    Word::kind(
        FaultKind::NoNameOfThisForm,
        "60",
        "SSL: no alternative certificate subject name matches target host name",
        Confidence::Tested,
    ),
    Word::kind(FaultKind::NoNames, "60", "SSL: unable to obtain common name from peer certificate", Confidence::Tested),
    Word::term("name", "60", "SSL: no alternative certificate subject name matches target host name", Confidence::Tested),
    Word::kind(FaultKind::StoreUnreadable, "77", "error setting certificate file", Confidence::Tested),
];
const PATH: [Word; COUNT + 7] = Word::joined(OWN, Word::recoded(VERIFY_ERRORS, "60"));
const BROKEN_OFF: [Word; COUNT + 7 + REST] = Word::joined(PATH, Word::recoded(ELSE, "35"));
const WORDS: [Word; COUNT + 8 + REST] =
    Word::joined(BROKEN_OFF, [Word::kind(FaultKind::Malformed, "35", "OpenSSL error", Confidence::Tested)]);

/// curl with OpenSSL.
pub const PROFILE: Profile = Profile {
    id: "curl",
    name: "curl",
    version: "7.88 and 8.x built with OpenSSL (also git built with OpenSSL: Git for Windows, macOS, Fedora, Alpine)",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[Setting::security_level(2)],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[(
            "",
            OpenSslKnobs {
                partial_chain: true,
                first_in_queue: true,
                needs_issuer_name: true,
                reading: &readings::openssl::READING,
                identity: &IdentityPolicy::CURL,
                ..OpenSslKnobs::PLAIN
            },
        )],
    }),
    identity: Some(&IdentityPolicy::CURL),
    words: &WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "CUR-H1",
            text: "Its own matcher: dNSName or iPAddress; the last commonName only where there is neither. `*.` as the whole first label with two dots after it; dots at the end are dropped on both sides.",
            confidence: Confidence::Tested,
            sources: &[MATCHER, HANDSHAKES],
        },
        Statement {
            id: "CUR-C1",
            text: "A trusted intermediate is enough, and so is a trusted end-entity certificate.",
            confidence: Confidence::Tested,
            sources: &[VTLS, HANDSHAKES],
        },
        Statement {
            id: "CUR-E1",
            text: "Refusals end with exit code 60; a signature that does not verify ends with 35.",
            confidence: Confidence::Tested,
            sources: &[VTLS, HANDSHAKES],
        },
        Statement {
            id: "CUR-X1",
            text: "A missing intermediate is not downloaded.",
            confidence: Confidence::Tested,
            sources: &[HANDSHAKES],
        },
    ],
    sources: &[VTLS, MATCHER, X509_VFY, HANDSHAKES],
};
