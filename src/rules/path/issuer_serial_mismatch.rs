//! The AKI names another certificate of the issuer. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.1: authorityCertIssuer and authorityCertSerialNumber stand for one certificate, not for a key.
pub const RULE: Rule = Rule {
    id: "issuer-serial-mismatch",
    title: "A certificate names another issuer certificate than the one at hand",
    why: "Its authority key identifier holds the issuer and serial number of one CA certificate, and the one at hand has others: a reissued or cross-signed CA, usually. OpenSSL and the programs built on it do not take it as the issuer.",
    fix: "Use the CA certificate whose serial number the certificate asks for or, better, have the certificate reissued with the key identifier alone (openssl: authorityKeyIdentifier=keyid).",
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::CHAIN,
    explains: Explains::owner(&[F::IssuerAndSerialMismatch]),
    sources: &[rfc5280("4.2.1.1")],
    check: from_judgements,
};
