//! Clients that verify with GnuTLS as Debian builds them: wget, git, OpenLDAP. They ask for no purpose.

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
    version: "2.47 with libcurl-gnutls (Debian, Ubuntu), http.sslCAInfo; built with OpenSSL it does as curl does",
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

const TLS_G: Source = Source::file("openldap/openldap libraries/libldap/tls_g.c", "tlsg_cert_verify, tlsg_session_chkhost");
const UNTRUSTED: &str = "TLS: peer cert untrusted or revoked";
const NAME: &str = "TLS: hostname (...) does not match common name in certificate";

/// OpenLDAP's library, and what is built on it: ldapsearch, SSSD, nslcd, Python's and PHP's LDAP.
pub const LDAP: Profile = Profile {
    id: "ldap",
    name: "LDAP clients (OpenLDAP: ldapsearch, SSSD)",
    version: "2.5 with GnuTLS (Debian, Ubuntu), TLS_REQCERT demand",
    method: Method::GnuTls(&GnuTls { identity: &IdentityPolicy::OPENLDAP, ..KNOBS }),
    identity: Some(&IdentityPolicy::OPENLDAP),
    words: &[
        Word::kind(F::NameMismatch, "name", NAME, Confidence::Tested),
        Word::kind(F::NoNames, "name", NAME, Confidence::Tested),
        Word::saying(
            "handshake",
            "TLS: can't connect: Key usage violation in certificate has been detected.",
            Confidence::Tested,
        ),
        Word::term("no CA", "0x82", UNTRUSTED, Confidence::Tested),
        Word::term("insecure", "0x102", UNTRUSTED, Confidence::Tested),
        Word::term("constraints", "0x10002", UNTRUSTED, Confidence::Tested),
        Word::kind(F::IssuerMissing, "0x42", UNTRUSTED, Confidence::Tested),
        Word::kind(F::AnchorUntrusted, "0x42", UNTRUSTED, Confidence::Tested),
        Word::kind(F::SelfSignedUntrusted, "0x42", UNTRUSTED, Confidence::Tested),
        Word::kind(F::IssuerNotCa, "0x82", UNTRUSTED, Confidence::Tested),
        Word::kind(F::WeakKey, "0x102", UNTRUSTED, Confidence::Tested),
        Word::kind(F::WeakSignature, "0x102", UNTRUSTED, Confidence::Tested),
        Word::term("no status", "0x80002", UNTRUSTED, Confidence::Tested),
        Word::term("untrusted", "0x2", UNTRUSTED, Confidence::Tested),
        Word::kind(F::IssuerNotYetValid, "0x202", UNTRUSTED, Confidence::Tested),
        Word::kind(F::IssuerExpired, "0x402", UNTRUSTED, Confidence::Tested),
        Word::kind(F::NotYetValid, "0x202", UNTRUSTED, Confidence::Tested),
        Word::kind(F::Expired, "0x402", UNTRUSTED, Confidence::Tested),
        Word::kind(F::AnchorExpired, "0x402", UNTRUSTED, Confidence::Tested),
        Word::kind(F::SignatureInvalid, "0x802", UNTRUSTED, Confidence::Tested),
        Word::kind(F::PathLengthExceeded, "0x10002", UNTRUSTED, Confidence::Tested),
        Word::kind(F::NameConstraintViolated, "0x10002", UNTRUSTED, Confidence::Tested),
        Word::kind(F::IssuerKeyUsage, "0x10002", UNTRUSTED, Confidence::Tested),
        Word::kind(F::UnknownCriticalExtension, "0x200002", UNTRUSTED, Confidence::Tested),
        Word::saying("", UNTRUSTED, Confidence::Tested),
    ],
    speech: Speech::Bits,
    statements: &[
        Statement {
            id: "LDP-H1",
            text: "A name matches where it is the same, or `*.` stands for the host's first label. The last commonName is compared after the subjectAltName even where there is one; no purpose is asked for.",
            confidence: Confidence::Tested,
            sources: &[TLS_G, HANDSHAKES],
        },
        Statement {
            id: "LDP-E1",
            text: "What users see is `Can't contact LDAP server (-1)`; `-d 1` prints the reason: GnuTLS's status as a number (0x42 unknown issuer, 0x402 expired), or the name. TLS_CACERT in ldap.conf names the CA file.",
            confidence: Confidence::Tested,
            sources: &[TLS_G, HANDSHAKES],
        },
    ],
    sources: &[TLS_G, HANDSHAKES],
    ..GNUTLS
};
