//! A CA certificate without keyUsage. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.2.1.3: a CA certificate whose key verifies certificate signatures has the extension.
pub const RULE: Rule = Rule {
    id: "issuer-key-usage-absent",
    title: "A CA certificate has no key usage",
    why: "The standard asks CAs to state what their key may do. Strict verifiers, such as Python 3.13 and OpenSSL with -x509_strict, refuse the path. Others accept it.",
    gateway: None,
    fix: cure::AS_CA,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::KeyUsageAbsent]),
    sources: &[rfc5280("4.2.1.3")],
    applies: applies::judged,
    check: from_judgements,
};
