//! The certificate may not be used by a client. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// No extension means any purpose; one without clientAuth means not this one (RFC 5280 4.2.1.12).
pub const RULE: Rule = Rule {
    id: "eku-client-auth-missing",
    title: "The certificate may not be used by a TLS client",
    why: "Its extended key usage lists purposes, and clientAuth is not among them. Whoever shows it to a server that asks for client certificates is refused. Members of a cluster that dial each other with one certificate need serverAuth and clientAuth. A server that dials nobody needs no clientAuth.",
    gateway: None,
    fix: cure::CLIENT_AUTH,
    clause: Clause::Of("", " may not be used by a TLS client: its extended key usage lacks clientAuth"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::ClientAuthMissing]),
    sources: &[rfc5280("4.2.1.12"), observed("tests/client_auth.rs")],
    applies: applies::judged,
    check: from_judgements,
};
