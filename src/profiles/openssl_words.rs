//! OpenSSL's own numbers and phrases (`X509_verify_cert_error_string`), shared by everything that passes them on.

use crate::fault::FaultKind;
use crate::policy::Confidence::{Source, Tested};
use crate::policy::Word;

/// How many there are.
pub const COUNT: usize = 51;

/// X509_V_ERR numbers as OpenSSL 3 gives them.
pub const VERIFY_ERRORS: [Word; COUNT] = [
    Word::term("1", "1", "unspecified certificate verification error", Tested),
    Word::term("2", "2", "unable to get issuer certificate", Tested),
    Word::term("6", "6", "unable to decode issuer public key", Source),
    Word::term("7", "7", "certificate signature failure", Tested),
    Word::term("9", "9", "certificate is not yet valid", Tested),
    Word::term("10", "10", "certificate has expired", Tested),
    Word::term("13", "13", "format error in certificate's notBefore field", Tested),
    Word::term("14", "14", "format error in certificate's notAfter field", Tested),
    Word::term("18", "18", "self-signed certificate", Tested),
    Word::term("19", "19", "self-signed certificate in certificate chain", Tested),
    Word::term("20", "20", "unable to get local issuer certificate", Tested),
    Word::term("21", "21", "unable to verify the first certificate", Tested),
    Word::term("22", "22", "certificate chain too long", Source),
    Word::term("25", "25", "path length constraint exceeded", Tested),
    Word::term("26", "26", "unsuitable certificate purpose", Tested),
    Word::term("28", "28", "certificate rejected", Tested),
    Word::term("32", "32", "key usage does not include certificate signing", Tested),
    Word::term("34", "34", "unhandled critical extension", Tested),
    Word::term("40", "40", "proxy certificates not allowed, please set the appropriate flag", Tested),
    Word::term("42", "42", "invalid or inconsistent certificate policy extension", Source),
    Word::term("43", "43", "no explicit policy", Source),
    Word::term("46", "46", "RFC 3779 resource not subset of parent's resources", Tested),
    Word::term("47", "47", "permitted subtree violation", Tested),
    Word::term("48", "48", "excluded subtree violation", Tested),
    Word::term("49", "49", "name constraints minimum and maximum not supported", Tested),
    Word::term("51", "51", "unsupported name constraint type", Source),
    Word::term("53", "53", "unsupported or invalid name syntax", Tested),
    Word::term("62", "62", "hostname mismatch", Tested),
    Word::term("64", "64", "IP address mismatch", Tested),
    Word::term("66", "66", "EE certificate key too weak", Tested),
    Word::term("67", "67", "CA certificate key too weak", Source),
    Word::term("68", "68", "CA signature digest algorithm too weak", Tested),
    Word::term("78", "78", "signature algorithm inconsistency", Source),
    Word::term("79", "79", "invalid CA certificate", Tested),
    Word::term("80", "80", "Path length invalid for non-CA cert", Source),
    Word::term("81", "81", "Path length given without key usage keyCertSign", Source),
    Word::term("82", "82", "Key usage keyCertSign invalid for non-CA cert", Source),
    Word::term("83", "83", "Issuer name empty", Source),
    Word::term("84", "84", "Subject name empty", Source),
    Word::term("85", "85", "Missing Authority Key Identifier", Source),
    Word::term("86", "86", "Missing Subject Key Identifier", Source),
    Word::term("87", "87", "Empty Subject Alternative Name extension", Source),
    Word::term("88", "88", "Empty subject and Subject Alternative Name extension not critical", Source),
    Word::term("89", "89", "Basic Constraints of CA cert not marked critical", Source),
    Word::term("90", "90", "Authority Key Identifier marked critical", Source),
    Word::term("91", "91", "Subject Key Identifier marked critical", Source),
    Word::term("92", "92", "CA cert does not include key usage extension", Source),
    Word::term("93", "93", "Using cert extension requires at least X509v3", Source),
    Word::term("94", "94", "Certificate public key has explicit ECC parameters", Source),
    Word::term("102", "102", "Empty Authority Key Identifier", Tested),
    Word::term("103", "103", "Authority Key Identifier issuer and serial number must be paired", Tested),
];

/// How many there are.
pub const REST: usize = 6;

/// What ends a connection without a number of the verification: the handshake breaks off, or a certificate or the trust
/// file cannot be decoded.
pub const ELSE: [Word; REST] = [
    Word::phrase(FaultKind::KeyMismatch, "bad signature", Tested),
    Word { term: "ECC_CERT_NOT_FOR_SIGNING", fault: None, code: None, message: "ecc cert not for signing", confidence: Tested },
    Word::phrase(FaultKind::KeyUnsupported, "sslv3 alert handshake failure", Tested),
    Word::phrase(FaultKind::Encoding, "asn1 lib", Tested),
    Word::phrase(FaultKind::TimeUnreadable, "mstring wrong tag", Tested),
    Word::phrase(FaultKind::StoreUnreadable, "PEM lib", Tested),
];
