//! A CA certificate without subject key identifier. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.2: in every CA certificate.
pub const RULE: Rule = Rule {
    id: "subject-key-id-absent",
    title: "A CA certificate has no subject key identifier",
    why: "The standard asks every CA certificate for it. Strict verifiers, such as Python 3.13 and OpenSSL with -x509_strict, refuse the path. Others accept it.",
    gateway: None,
    fix: cure::CA_KEY_ID,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::CHAIN,
    explains: Explains::owner(&[F::SubjectKeyIdAbsent]),
    sources: &[rfc5280("4.2.1.2")],
    applies: applies::judged,
    check: from_judgements,
};
