//! Node.js.

use super::sources::{HANDSHAKES, X509_VFY};
use crate::identity::IdentityPolicy;
use crate::policy::{Check, Confidence, Method, OpenSsl, OpenSslKnobs, Profile, Role, Setting, Source, Speech, Statement, Word};

const TLS: Source = Source::file("nodejs/node lib/tls.js", "checkServerIdentity");
const CRYPTO: Source = Source::file("nodejs/node src/crypto/crypto_common.cc", "X509ErrorCode");
const WORDS: [Word; 18] = [
    Word::term("name", "ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match certificate's altnames", Confidence::Tested),
    Word::term("BAD_SIGNATURE", "ERR_SSL_BAD_SIGNATURE", "bad signature", Confidence::Tested),
    Word::term("LAST_OCTET_INVALID", "ERR_SSL_LAST_OCTET_INVALID", "last octet invalid", Confidence::Tested),
    Word::term("WRONG_CURVE", "ERR_SSL_WRONG_CURVE", "wrong curve", Confidence::Source),
    Word::term("WRONG_SIGNATURE_TYPE", "ERR_SSL_WRONG_SIGNATURE_TYPE", "wrong signature type", Confidence::Source),
    Word::term("2", "UNABLE_TO_GET_ISSUER_CERT", "unable to get issuer certificate", Confidence::Tested),
    Word::term("7", "CERT_SIGNATURE_FAILURE", "certificate signature failure", Confidence::Tested),
    Word::term("9", "CERT_NOT_YET_VALID", "certificate is not yet valid", Confidence::Tested),
    Word::term("10", "CERT_HAS_EXPIRED", "certificate has expired", Confidence::Tested),
    Word::term("18", "DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate", Confidence::Tested),
    Word::term("19", "SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain", Confidence::Tested),
    Word::term("20", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "unable to get local issuer certificate", Confidence::Tested),
    Word::term("21", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate", Confidence::Tested),
    Word::term("22", "CERT_CHAIN_TOO_LONG", "certificate chain too long", Confidence::Source),
    Word::term("25", "PATH_LENGTH_EXCEEDED", "path length constraint exceeded", Confidence::Tested),
    Word::term("26", "INVALID_PURPOSE", "unsuitable certificate purpose", Confidence::Tested),
    Word::term("79", "INVALID_CA", "invalid CA certificate", Confidence::Source),
    Word { term: "", fault: None, code: Some("UNSPECIFIED"), message: "", confidence: Confidence::Tested },
];

/// Node.js.
pub const PROFILE: Profile = Profile {
    id: "nodejs",
    name: "Node.js",
    version: "20, tls.connect with checkServerIdentity",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[Setting::security_level(1)],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[(
            "",
            OpenSslKnobs { security_level: 1, goes_on: true, identity: &IdentityPolicy::NODE, ..OpenSslKnobs::PLAIN },
        )],
    }),
    identity: Some(&IdentityPolicy::NODE),
    words: &WORDS,
    speech: Speech::Decisive,
    accepts: Confidence::Tested,
    statements: &[
        Statement {
            id: "NOD-H1",
            text: "An address matches iPAddress entries only; a name dNSName entries, the commonName where there is none. The wildcard may stand anywhere in the first label, with at least two labels after it.",
            confidence: Confidence::Tested,
            sources: &[TLS, HANDSHAKES],
        },
        Statement {
            id: "NOD-E1",
            text: "OpenSSL goes on after an error and the last one is reported; errors without a name in Node's list are UNSPECIFIED. Names are compared only after a clean path.",
            confidence: Confidence::Tested,
            sources: &[CRYPTO, HANDSHAKES],
        },
        Statement {
            id: "NOD-C1",
            text: "Its own copy of OpenSSL runs at security level 1: RSA 1024 is taken, SHA-1 is not. A missing intermediate is not downloaded.",
            confidence: Confidence::Tested,
            sources: &[HANDSHAKES],
        },
    ],
    sources: &[TLS, CRYPTO, X509_VFY, HANDSHAKES],
};
