//! The certificate was issued for the request at hand, and lacks names that the request has.

use crate::cure::Cure;
use crate::facts::GeneralName;
use crate::identity::address_text;
use crate::rules::prelude::*;

/// `openssl x509 -req` copies no extension unless told to, and forms of CAs have fields of their own for names.
pub const RULE: Rule = Rule {
    id: "request-names-lost",
    title: "The certification request has names that the certificate issued for it lacks",
    why: "The names were asked for and got lost on the way: the CA did not take the request's extensions over. Clients look only at the certificate.",
    gateway: None,
    fix: Cure::of(
        "Issue the certificate again from the same request with its extensions: openssl x509 -req takes them with -copy_extensions copy (OpenSSL 3.0 and later) or from an -extfile, openssl ca with copy_extensions = copy in its configuration. A CA's form may have a field of its own for the names.",
    ),
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::NAME_MATCH,
    explains: Explains::NOTHING,
    sources: &[],
    applies: |s, j| applies::requests(s, j) && applies::end_entities(s, j),
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (&item, request) in survey.scene.prepared.requests.iter() {
        let Some((_, leaf)) = survey.leaves().find(|(_, leaf)| survey.certificate(*leaf).public_key.fits(&request.public_key))
        else {
            continue;
        };
        let certificate = survey.certificate(leaf);
        let has = |name: &GeneralName| match name {
            GeneralName::Dns(wanted) => certificate.dns_names().any(|n| n.eq_ignore_ascii_case(wanted)),
            other => certificate.alt_names().any(|n| n == other),
        };
        let shown = |name: &GeneralName| match name {
            GeneralName::Dns(text) => Some(text.clone()),
            GeneralName::Ip(octets) => Some(address_text(octets)),
            _ => None,
        };
        let asked = request.subject_alt_names.iter().flat_map(|s| &s.names);
        let lost: Vec<String> = asked.filter(|n| !has(n)).filter_map(shown).collect();
        if !lost.is_empty() {
            let evidence = vec![name("Certificate", survey.label(leaf)), name("Names of the request alone", lost.join(", "))];
            findings.report(at_item(survey, item), evidence);
        }
    }
}
