//! A certification request for another key than the certificate's.

use crate::cure::Cure;
use crate::rules::prelude::*;

/// The certificate was issued for an earlier request, or the request is for the next one.
pub const RULE: Rule = Rule {
    id: "request-key-other",
    title: "The certification request has another key than the certificate or private key beside it",
    why: "A certificate works only with the key that its request was made with. A certificate for another request does not fit this key, and another key will not fit the certificate that the CA returns.",
    gateway: None,
    fix: Cure::of(
        "Send this request to the CA and use the certificate it returns, or find the private key that belongs to the one you use.",
    ),
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::KEY,
    explains: Explains::NOTHING,
    sources: &[],
    applies: |s, j| applies::requests(s, j) && (applies::end_entities(s, j) || applies::keys(s, j)),
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (&item, request) in survey.scene.prepared.requests.iter() {
        let same = survey.leaves().any(|(_, leaf)| survey.certificate(leaf).public_key.fits(&request.public_key));
        let leaf = survey.leaves().next().map(|(_, leaf)| survey.label(leaf));
        let keys = || survey.scene.prepared.private_keys().filter_map(|(_, k)| k.public.as_ref());
        let fits = keys().any(|p| p.fits(&request.public_key));
        // Beside a certificate its own rules judge the key.
        let alone = leaf.is_none() && (fits || keys().next().is_none());
        if same || alone {
            continue;
        }
        let mut evidence = vec![name("Request for", request.subject.to_rfc4514())];
        evidence.extend(leaf.map(|label| name("Certificate", label)));
        evidence.push(plain("A private key among the files fits the request", if fits { "yes" } else { "no" }));
        // Without a certificate it is the pair that is to become one.
        let severity = if survey.leaves().next().is_none() { Severity::Warning } else { Severity::Notice };
        findings.report_as(severity, at_item(survey, item), evidence);
    }
}
