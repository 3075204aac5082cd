//! A Netscape certificate type that is not a server's. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// An extension of the nineties that OpenSSL and Java still read.
pub const RULE: Rule = Rule {
    id: "netscape-type-unsuitable",
    title: "The Netscape certificate type does not name a server",
    why: "This old extension says what the certificate is for, and a server is not on its list. OpenSSL, the programs built on it, and Java check it and refuse the certificate. Others ignore it.",
    fix: "Have the certificate reissued without the Netscape certificate type. Today the extended key usage takes its place.",
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::NetscapeTypeUnsuitable]),
    sources: &[observed("tests/handshakes.rs")],
    check: from_judgements,
};
