//! A certificate without authority key identifier. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.1: in every certificate that a CA issues to somebody else.
pub const RULE: Rule = Rule {
    id: "authority-key-id-absent",
    title: "A certificate has no authority key identifier",
    why: "The standard asks every issued certificate for the key identifier of its issuer. Strict verifiers, such as Python 3.13 and OpenSSL with -x509_strict, refuse the path. Others accept it.",
    gateway: None,
    fix: cure::WITH_KEY_ID,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::CHAIN,
    explains: Explains::owner(&[F::AuthorityKeyIdAbsent]),
    sources: &[rfc5280("4.2.1.1")],
    applies: applies::judged,
    check: from_judgements,
};
