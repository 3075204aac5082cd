//! A supplied CRL is past its nextUpdate.

use crate::cure::Cure;
use crate::rules::prelude::*;

/// A stale list proves that a certificate was revoked, and not that another one was not.
pub const RULE: Rule = Rule {
    id: "crl-stale",
    title: "The revocation list is out of date",
    why: "There should be a newer list: a certificate that is not on this one may have been revoked since. Programs that insist on a current list refuse every certificate of that CA.",
    gateway: None,
    fix: Cure::of("Download the current list from the CA and check again."),
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::DATES,
    explains: Explains::NOTHING,
    sources: &[rfc5280("5.1.2.5")],
    applies: applies::revocation_lists,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (&item, crl) in survey.scene.prepared.crls.iter() {
        if let Some(next) = crl.next_update.filter(|&n| n < survey.now()) {
            findings.report(
                at_item(survey, item),
                vec![name("List of", crl.issuer.to_rfc4514()), date("Issued", crl.this_update), date("Next one due", next)],
            );
        }
        if crl.signed_by.is_none() {
            findings
                .undetermined(at_item(survey, item), "no certificate at hand has signed the revocation list, so it was left out");
        }
    }
}
