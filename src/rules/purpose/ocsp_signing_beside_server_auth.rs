//! OCSPSigning beside serverAuth. Its findings come from the targets' judgements.

use crate::policy::Source;
use crate::rules::prelude::*;

/// Whoever holds the key could answer for the CA whether certificates are revoked.
pub const RULE: Rule = Rule {
    id: "ocsp-signing-beside-server-auth",
    title: "The server certificate may also sign revocation answers",
    why: "Its extended key usage lists OCSPSigning beside serverAuth. Firefox refuses such a certificate for a server. Other programs accept it.",
    gateway: None,
    fix: cure::NO_OCSP_SIGNING,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::OcspSigningBeside]),
    sources: &[Source::file("mozilla-central, security/nss/lib/mozpkix/lib/pkixcheck.cpp", "CheckExtendedKeyUsage")],
    applies: applies::judged,
    check: from_judgements,
};
