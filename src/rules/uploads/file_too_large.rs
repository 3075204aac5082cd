//! A target has a limit on the file's size. Its findings come from the targets' judgements.

use crate::policy::Source;
use crate::rules::prelude::*;

/// Application Gateway: 16 KB per certificate in v2, 10 KB in v1.
pub const RULE: Rule = Rule {
    id: "file-too-large",
    title: "The file is larger than the target accepts",
    why: "The service limits the size of a certificate file and refuses a larger one.",
    gateway: None,
    fix: cure::SMALLER_FILE,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::TARGET,
    explains: Explains::owner(&[F::TooLarge]),
    sources: &[Source {
        title: "Microsoft, Azure subscription and service limits: Application Gateway",
        section: None,
        url: Some("https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits"),
    }],
    applies: applies::uploads,
    check: from_judgements,
};
