//! A target needs another certificate than the uploaded one. Its findings come from the targets' judgements.

use crate::rules::prelude::*;

/// Application Gateway v2 wants the root, v1 the server's own certificate.
pub const RULE: Rule = Rule {
    id: "uploaded-certificate-wrong",
    title: "Another certificate is needed than the one given as trusted",
    why: "Application Gateway v1 compares the uploaded authentication certificate with the one that the server presents, and knows no roots. v2 wants the root and no other certificate.",
    gateway: None,
    fix: cure::UPLOAD_OTHER,
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::TARGET,
    explains: Explains::owner(&[F::UploadWrongCertificate]),
    sources: &[app_gateway("Backend server certificate is not whitelisted with Application Gateway")],
    applies: applies::uploads,
    check: from_judgements,
};
