//! A target wants the root inside the file. Its findings come from the targets' judgements.

use crate::policy::Source;
use crate::rules::prelude::*;

/// The path is complete but for the root, which this target does not add by itself.
pub const RULE: Rule = Rule {
    id: "root-not-in-file",
    title: "The file does not contain the root certificate",
    why: "The documentation of this service asks for the whole chain in the file, including the root. Without it the upload may work, but the chain sent to clients can be incomplete.",
    gateway: None,
    fix: cure::WHOLE_PFX,
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::TARGET,
    explains: Explains::owner(&[F::RootNotInFile]),
    sources: &[Source {
        title: "Microsoft, Overview of TLS termination and end to end TLS with Application Gateway",
        section: Some("TLS termination"),
        url: Some("https://learn.microsoft.com/azure/application-gateway/ssl-overview"),
    }],
    applies: applies::uploads,
    check: from_judgements,
};
