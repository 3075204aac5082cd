//! Sources that several profiles cite.

use crate::policy::Source;

/// A run of the program itself, kept with the tests.
pub const HANDSHAKES: Source =
    Source { title: "Recorded handshakes of real programs", section: Some("tests/corpora/handshakes"), url: None };

/// Runs of servers that ask for client certificates, kept with the tests.
pub const CLIENT_AUTH: Source =
    Source { title: "Recorded handshakes with client certificates", section: Some("tests/corpora/client-auth"), url: None };

/// Files that servers were given to load, kept with the tests.
pub const LOADS: Source = Source { title: "Recorded loads of real programs", section: Some("tests/corpora/loads"), url: None };

/// The path check of OpenSSL.
pub const X509_VFY: Source = Source {
    title: "openssl/openssl crypto/x509/x509_vfy.c",
    section: Some("X509_verify_cert"),
    url: Some("https://github.com/openssl/openssl/blob/master/crypto/x509/x509_vfy.c"),
};

/// The name check of OpenSSL.
pub const V3_UTL: Source = Source {
    title: "openssl/openssl crypto/x509/v3_utl.c",
    section: Some("X509_check_host, X509_check_ip"),
    url: Some("https://github.com/openssl/openssl/blob/master/crypto/x509/v3_utl.c"),
};

/// The purpose check of OpenSSL.
pub const V3_PURP: Source = Source {
    title: "openssl/openssl crypto/x509/v3_purp.c",
    section: Some("X509_check_purpose, check_ca"),
    url: Some("https://github.com/openssl/openssl/blob/master/crypto/x509/v3_purp.c"),
};
