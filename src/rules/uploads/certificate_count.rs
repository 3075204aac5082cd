//! A target takes exactly one certificate in a file. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// An upload field for one root does not take a bundle.
pub const RULE: Rule = Rule {
    id: "certificate-count",
    title: "Exactly one certificate is accepted in this file",
    why: "An upload field for a trusted root accepts one certificate. If there are several, the service refuses the file or reads only the first.",
    gateway: None,
    fix: cure::ROOT_ALONE,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::TARGET,
    explains: Explains::owner(&[F::CountWrong]),
    sources: &[app_gateway("Trusted root certificate mismatch")],
    applies: applies::uploads,
    check: from_judgements,
};
