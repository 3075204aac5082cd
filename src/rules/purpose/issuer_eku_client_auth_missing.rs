//! An intermediate of a client's chain is limited to other purposes. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 says nothing on extended key usage in CA certificates; most programs take it as a limit for what is below.
pub const RULE: Rule = Rule {
    id: "issuer-eku-client-auth-missing",
    title: "An issuing CA is limited to other purposes than TLS clients",
    why: "Its certificate lists the purposes it may issue for, and clientAuth is not among them. Public CAs that issue for servers are limited like this today. Most servers refuse client certificates from it; Java does not look.",
    gateway: None,
    fix: cure::CA_FOR_CLIENTS,
    clause: Clause::Of("", " may not issue certificates for TLS clients"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::IssuerClientAuthMissing]),
    sources: &[cabf("7.1.2.10.6"), observed("tests/client_auth.rs")],
    applies: applies::judged,
    check: from_judgements,
};
