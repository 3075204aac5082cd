//! A certificate asks for another key id than its issuer has, although the issuer's key verifies the signature.

use crate::path::checks;
use crate::rules::prelude::*;
use crate::signature::Verification;

/// Key ids are hints for finding the issuer (RFC 5280 4.2.1.1); some programs take them as binding.
pub const RULE: Rule = Rule {
    id: "key-id-mismatch",
    title: "A certificate asks for another key id than its issuer has",
    why: "The signature verifies, so the issuer is the right one. OpenSSL and the programs built on it go by the key id and do not find it. Others accept the chain.",
    gateway: None,
    fix: cure::WITH_KEY_ID,
    clause: Clause::Of("", " asks for another key id than its issuer has"),
    severity: Severity::Warning,
    rank: rank::CHAIN,
    explains: Explains::owner(&[F::KeyIdMismatch]).instead(&[F::IssuerMissing]),
    sources: &[rfc5280("4.2.1.1"), observed("tests/handshakes.rs")],
    applies: applies::issuers,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        for (position, pair) in view.indexes.windows(2).enumerate() {
            let &[subject, issuer] = pair else { continue };
            let differs = checks::key_id(&view, position).is_some_and(|fault| fault.kind == F::KeyIdMismatch);
            if !differs || survey.signature(subject, issuer) != Verification::Verified {
                continue;
            }
            let (issued, ca) = (survey.certificate(subject), survey.certificate(issuer));
            let mut evidence = vec![name("Certificate", issued.label()), name("Issuer", ca.label())];
            let wanted = issued.authority_key_id.as_ref().and_then(|a| a.key_id.as_deref());
            evidence.extend(wanted.map(|id| hex("Key id it asks for", id)));
            evidence.extend(ca.subject_key_id.as_deref().map(|id| hex("Key id of the issuer", id)));
            findings.report(at_server(survey, server, Some(subject)), evidence);
        }
    }
}
