//! Clients that verify with GnuTLS as Debian builds them: wget, git. They ask for no purpose.

use super::gnutls::PROFILE as GNUTLS;
use super::gnutls_reading;
use super::sources::HANDSHAKES;
use crate::fault::FaultKind as F;
use crate::identity::IdentityPolicy;
use crate::policy::{Confidence, GnuTls, Method, Profile, Source, Speech, Statement, Word};

const KNOBS: GnuTls = GnuTls {
    identity: &IdentityPolicy::GNUTLS,
    reading: &gnutls_reading::READING,
    sorted_at_most: 16,
    presented_at_most: 16,
    rsa_bits: 1024,
    ec_bits: 160,
    purpose: false,
    key_usage: true,
};

const WGET_SOURCE: Source = Source::file("mirror/wget src/gnutls.c", "ssl_check_certificate");

/// wget.
pub const WGET: Profile = Profile {
    id: "wget",
    name: "wget",
    version: "1.21 with GnuTLS, --ca-certificate",
    method: Method::GnuTls(&GnuTls { key_usage: false, ..KNOBS }),
    words: &[
        Word::phrase(F::NameMismatch, "The certificate's owner does not match hostname", Confidence::Tested),
        Word::phrase(F::NoNames, "The certificate's owner does not match hostname", Confidence::Tested),
        Word::phrase(F::IssuerMissing, "ERROR: The certificate of '...' doesn't have a known issuer.", Confidence::Tested),
        Word::phrase(F::Expired, "ERROR: The certificate of '...' has expired.", Confidence::Tested),
        Word::phrase(F::NotYetValid, "ERROR: The certificate of '...' is not yet activated.", Confidence::Source),
        Word::saying("handshake", "Unable to establish SSL connection.", Confidence::Tested),
        Word::saying("", "ERROR: The certificate of '...' is not trusted.", Confidence::Tested),
    ],
    speech: Speech::Decisive,
    statements: &[Statement {
        id: "WGT-C1",
        text: "GnuTLS verifies without a purpose: extended key usage and key usage are not looked at. Names are compared as GnuTLS does. Builds with OpenSSL differ.",
        confidence: Confidence::Tested,
        sources: &[WGET_SOURCE, HANDSHAKES],
    }],
    sources: &[WGET_SOURCE, HANDSHAKES],
    ..GNUTLS
};

const VTLS: Source = Source::file("curl/curl lib/vtls/gtls.c", "Curl_gtls_verifyserver");

/// git.
pub const GIT: Profile = Profile {
    id: "git",
    name: "git over HTTPS",
    version: "2.47 with libcurl-gnutls (Debian, Ubuntu), http.sslCAInfo",
    method: Method::GnuTls(&KNOBS),
    words: &[
        Word::phrase(F::NameMismatch, "SSL: certificate subject name (...) does not match target host name", Confidence::Tested),
        Word::phrase(F::NoNames, "SSL: certificate subject name (...) does not match target host name", Confidence::Tested),
        Word::saying(
            "handshake",
            "gnutls_handshake() failed: Key usage violation in certificate has been detected.",
            Confidence::Tested,
        ),
        Word::saying("", "server certificate verification failed. CAfile: ... CRLfile: none", Confidence::Tested),
    ],
    speech: Speech::Decisive,
    statements: &[Statement {
        id: "GIT-C1",
        text: "git leaves the check to libcurl. Debian's and Ubuntu's verifies with GnuTLS, without a purpose; Git for Windows uses Schannel or OpenSSL (http.sslBackend), macOS its own.",
        confidence: Confidence::Tested,
        sources: &[VTLS, HANDSHAKES],
    }],
    sources: &[VTLS, HANDSHAKES],
    ..GNUTLS
};
