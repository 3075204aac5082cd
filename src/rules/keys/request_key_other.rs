//! A certification request for another key than the certificate's.

use crate::rules::prelude::*;

/// The certificate was issued for an earlier request, or the request is for the next one.
pub const RULE: Rule = Rule {
    id: "request-key-other",
    title: "The certification request has another key than the certificate",
    why: "The certificate was not issued for this request. If the private key belongs to the request, it will not work with the certificate.",
    fix: "Send this request to the CA and use the certificate it returns, or find the private key of the earlier request.",
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::KEY,
    explains: Explains::NOTHING,
    sources: &[],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (&item, request) in survey.scene.prepared.requests.iter() {
        let same = survey.leaves().any(|(_, leaf)| survey.certificate(leaf).public_key.fits(&request.public_key));
        let Some((_, leaf)) = survey.leaves().next().filter(|_| !same) else { continue };
        let keys = survey.scene.prepared.private_keys();
        let fits = keys.filter_map(|(_, k)| k.public.as_ref()).any(|p| p.fits(&request.public_key));
        findings.report(
            at_item(survey, item),
            vec![
                name("Request for", request.subject.to_rfc4514()),
                name("Certificate", survey.label(leaf)),
                plain("A private key among the files fits the request", if fits { "yes" } else { "no" }),
            ],
        );
    }
}
