//! A target wants proof of logging. Its findings come from the targets' judgements.

use crate::policy::Source;
use crate::rules::prelude::*;

/// Only certificates of public CAs are concerned.
pub const RULE: Rule = Rule {
    id: "transparency-missing",
    title: "The certificate carries no proof that it was logged publicly",
    why: "Chrome, Safari and Firefox require signed certificate timestamps (Certificate Transparency) from public CAs, in the certificate or in the handshake. Private CAs are exempt.",
    gateway: None,
    fix: cure::TRANSPARENCY,
    clause: Clause::Words("the certificate carries no proof that it was logged publicly"),
    severity: Severity::Warning,
    rank: rank::TARGET,
    explains: Explains::owner(&[F::TransparencyMissing]),
    sources: &[Source {
        title: "RFC 6962, Certificate Transparency",
        section: Some("3.3"),
        url: Some("https://www.rfc-editor.org/rfc/rfc6962"),
    }],
    applies: applies::judged,
    check: from_judgements,
};
