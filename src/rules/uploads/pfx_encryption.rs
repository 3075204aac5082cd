//! A target may not open the encryption of a PFX. Its findings come from the targets' judgements.

use crate::policy::Source;
use crate::rules::prelude::*;

/// OpenSSL 3 writes AES, older Windows imports read triple DES; OpenSSL 3 in turn does not read RC2-40.
pub const RULE: Rule = Rule {
    id: "pfx-encryption",
    title: "The PFX is encrypted in a way that the target may not open",
    why: "An import that cannot read the encryption reports a wrong password, although the password is right. Older Windows imports and some Azure uploads cannot read AES, the default of OpenSSL 3. OpenSSL 3 and Node cannot read RC2-40.",
    gateway: None,
    fix: cure::PFX_ENCRYPTION,
    clause: Clause::Words("the PFX is encrypted in a way that may not be readable there"),
    severity: Severity::Warning,
    rank: rank::TARGET,
    explains: Explains::owner(&[F::ContainerEncryption]),
    sources: &[
        Source { title: "Users' reports: MicrosoftDocs/azure-docs #54393 and #70835", section: None, url: None },
        observed("tests/pfx.rs"),
    ],
    applies: applies::uploads,
    check: from_judgements,
};
