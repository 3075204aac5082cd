//! A Netscape certificate type that is not a server's, or not a client's. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// An extension of the nineties that OpenSSL and Java still read.
pub const RULE: Rule = Rule {
    id: "netscape-type-unsuitable",
    title: "The Netscape certificate type does not allow this use",
    why: "This old extension says what the certificate is for, and what it is used for here is not on its list. OpenSSL, the programs built on it, and Java check it and refuse the certificate. Others ignore it.",
    gateway: None,
    fix: cure::NO_NETSCAPE_TYPE,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::NetscapeTypeUnsuitable]),
    sources: &[observed("tests/handshakes.rs")],
    applies: applies::judged,
    check: from_judgements,
};
