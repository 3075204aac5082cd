//! Node.js.

use super::readings;
use super::sources::{HANDSHAKES, X509_VFY};
use crate::identity::IdentityPolicy;
use crate::policy::{
    Check, Confidence, Method, OpenSsl, OpenSslKnobs, OpenSslRelease, Profile, Role, Setting, Source, Speech, Statement, Word,
};

const TLS: Source = Source::file("nodejs/node lib/tls.js", "checkServerIdentity");
const CRYPTO: Source = Source::file("nodejs/node src/crypto/crypto_common.cc", "X509ErrorCode");
/// Its codes.
pub const WORDS: [Word; 45] = [
    Word::term("name", "ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match certificate's altnames", Confidence::Tested),
    Word::term("BAD_SIGNATURE", "ERR_SSL_BAD_SIGNATURE", "bad signature", Confidence::Tested),
    Word::term(
        "PROVIDER_SIGNATURE_FAILURE",
        "ERR_SSL_PROVIDER_SIGNATURE_FAILURE",
        "provider signature failure",
        Confidence::Tested,
    ),
    Word::term("UTCTIME_IS_TOO_SHORT", "ERR_SSL_UTCTIME_IS_TOO_SHORT", "utctime is too short", Confidence::Tested),
    Word::term(
        "GENERALIZEDTIME_IS_TOO_SHORT",
        "ERR_SSL_GENERALIZEDTIME_IS_TOO_SHORT",
        "generalizedtime is too short",
        Confidence::Tested,
    ),
    Word::term(
        "SSL/TLS_ALERT_HANDSHAKE_FAILURE",
        "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
        "ssl/tls alert handshake failure",
        Confidence::Tested,
    ),
    Word::term("LAST_OCTET_INVALID", "ERR_SSL_LAST_OCTET_INVALID", "last octet invalid", Confidence::Tested),
    Word::term("WRONG_CURVE", "ERR_SSL_WRONG_CURVE", "wrong curve", Confidence::Source),
    Word::term("WRONG_SIGNATURE_TYPE", "ERR_SSL_WRONG_SIGNATURE_TYPE", "wrong signature type", Confidence::Source),
    Word::term("CERT_LENGTH_MISMATCH", "ERR_SSL_CERT_LENGTH_MISMATCH", "cert length mismatch", Confidence::Tested),
    Word::term("MSTRING_WRONG_TAG", "ERR_SSL_MSTRING_WRONG_TAG", "mstring wrong tag", Confidence::Tested),
    Word::term("WRONG_TAG", "ERR_SSL_WRONG_TAG", "wrong tag", Confidence::Tested),
    Word::term("TOO_LONG", "ERR_SSL_TOO_LONG", "too long", Confidence::Tested),
    Word::term("FIELD_MISSING", "ERR_SSL_FIELD_MISSING", "field missing", Confidence::Tested),
    Word::term("SEQUENCE_LENGTH_MISMATCH", "ERR_SSL_SEQUENCE_LENGTH_MISMATCH", "sequence length mismatch", Confidence::Tested),
    Word::term("ILLEGAL_PADDING", "ERR_SSL_ILLEGAL_PADDING", "illegal padding", Confidence::Tested),
    Word::term("ILLEGAL_ZERO_CONTENT", "ERR_SSL_ILLEGAL_ZERO_CONTENT", "illegal zero content", Confidence::Tested),
    Word::term("BOOLEAN_IS_WRONG_LENGTH", "ERR_SSL_BOOLEAN_IS_WRONG_LENGTH", "boolean is wrong length", Confidence::Tested),
    Word::term("INVALID_OBJECT_ENCODING", "ERR_SSL_INVALID_OBJECT_ENCODING", "invalid object encoding", Confidence::Tested),
    Word::term("NULL_IS_WRONG_LENGTH", "ERR_SSL_NULL_IS_WRONG_LENGTH", "null is wrong length", Confidence::Tested),
    Word::term(
        "INVALID_BIT_STRING_BITS_LEFT",
        "ERR_SSL_INVALID_BIT_STRING_BITS_LEFT",
        "invalid bit string bits left",
        Confidence::Tested,
    ),
    Word::term("STRING_TOO_SHORT", "ERR_SSL_STRING_TOO_SHORT", "string too short", Confidence::Tested),
    Word::term("INVALID_UTF8STRING", "ERR_SSL_INVALID_UTF8STRING", "invalid utf8string", Confidence::Tested),
    Word::term("ILLEGAL_CHARACTERS", "ERR_SSL_ILLEGAL_CHARACTERS", "illegal characters", Confidence::Tested),
    Word::term("INVALID_BMPSTRING_LENGTH", "ERR_SSL_INVALID_BMPSTRING_LENGTH", "invalid bmpstring length", Confidence::Tested),
    Word::term(
        "INVALID_UNIVERSALSTRING_LENGTH",
        "ERR_SSL_INVALID_UNIVERSALSTRING_LENGTH",
        "invalid universalstring length",
        Confidence::Tested,
    ),
    Word::term("DECODE_ERROR", "ERR_SSL_DECODE_ERROR", "decode error", Confidence::Tested),
    Word::term(
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
        "sslv3 alert handshake failure",
        Confidence::Tested,
    ),
    Word::term("13", "ERROR_IN_CERT_NOT_BEFORE_FIELD", "format error in certificate's notBefore field", Confidence::Tested),
    Word::term("14", "ERROR_IN_CERT_NOT_AFTER_FIELD", "format error in certificate's notAfter field", Confidence::Tested),
    Word::term("28", "CERT_REJECTED", "certificate rejected", Confidence::Source),
    Word::term("6", "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY", "unable to decode issuer public key", Confidence::Source),
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
    Word::term("", "UNSPECIFIED", "", Confidence::Tested),
];

const TWENTY: OpenSslKnobs = OpenSslKnobs {
    security_level: 1,
    goes_on: true,
    reading: &readings::openssl::ONE_BY_ONE,
    identity: &IdentityPolicy::NODE,
    ..OpenSslKnobs::PLAIN
};
const TWENTY_TWO: OpenSslKnobs =
    OpenSslKnobs { reading: &readings::openssl::ONE_BY_ONE_35, release: OpenSslRelease::ThreeFive, ..TWENTY };

/// Node.js.
pub const PROFILE: Profile = Profile {
    id: "nodejs",
    name: "Node.js",
    version: "20 to 26, tls.connect with checkServerIdentity (also npm, the drivers mysql2, pg, tedious, mongodb)",
    role: Role::Client,
    checks: &[Check::Connect],
    settings: &[
        Setting::version(&[
            ("20", "20 (OpenSSL 3.0, security level 1)"),
            ("22", "22 (OpenSSL 3.5, security level 1)"),
            ("24", "24 and later (OpenSSL 3.5, security level 2)"),
        ]),
        Setting::security_level(1),
    ],
    method: Method::OpenSsl(&OpenSsl {
        versions: &[("20", TWENTY), ("22", TWENTY_TWO), ("24", OpenSslKnobs { security_level: 2, ..TWENTY_TWO })],
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
            text: "Its own copy of OpenSSL runs at security level 1 up to Node 22, where it accepts RSA 1024 and refuses SHA-1, and at level 2 from 24 on. A missing intermediate is not downloaded.",
            confidence: Confidence::Tested,
            sources: &[HANDSHAKES],
        },
    ],
    sources: &[TLS, CRYPTO, X509_VFY, HANDSHAKES],
};
