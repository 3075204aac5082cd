//! The two signature algorithm fields of a certificate differ. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// RFC 5280 4.1.1.2: both hold the same algorithm identifier.
pub const RULE: Rule = Rule {
    id: "algorithm-fields-differ",
    title: "A certificate names two different signature algorithms",
    why: "The algorithm stands twice in a certificate, inside and outside the signed part, and both have to agree. Browsers, Go, OpenSSL and most other programs refuse the certificate.",
    fix: "Have the certificate reissued: the software that made it is at fault. If it was edited afterwards, take the original again.",
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::SIGNATURE,
    explains: Explains::owner(&[F::AlgorithmFieldsDiffer]),
    sources: &[rfc5280("4.1.1.2")],
    check: from_judgements,
};
