//! The AKI names another certificate of the issuer. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.1: authorityCertIssuer and authorityCertSerialNumber stand for one certificate, not for a key.
pub const RULE: Rule = Rule {
    id: "issuer-serial-mismatch",
    title: "A certificate names another issuer certificate than the one at hand",
    why: "Its authority key identifier names one CA certificate by issuer and serial number, and the one at hand has others. Usually the CA was reissued or cross-signed. OpenSSL and the programs built on it do not accept it as the issuer.",
    gateway: None,
    fix: cure::NO_SERIAL,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::CHAIN,
    explains: Explains::owner(&[F::IssuerAndSerialMismatch]),
    sources: &[rfc5280("4.2.1.1")],
    applies: applies::judged,
    check: from_judgements,
};
