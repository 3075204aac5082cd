//! A supplied CRL lists a certificate.

use crate::path::revocation::{self, Status};
use crate::rules::prelude::*;

/// The list counts when it comes from the certificate's issuer and its signature verifies.
pub const RULE: Rule = Rule {
    id: "revoked",
    title: "The certificate has been revoked",
    why: "Its CA has withdrawn it. Programs that check revocation refuse it. Others still accept it, although the CA says that nobody should.",
    gateway: None,
    fix: cure::REVOKED,
    clause: Clause::Of("", " has been revoked"),
    severity: Severity::Error,
    rank: rank::DATES,
    explains: Explains::owner(&[F::Revoked]),
    sources: &[rfc5280("5.3"), rfc5280("6.3.3")],
    applies: applies::revocation_lists,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let prepared = &survey.scene.prepared;
    for (server, _, chain) in survey.servers() {
        for &index in &chain.path {
            let certificate = survey.certificate(index);
            for crl in prepared.crls.values() {
                for edge in prepared.graph.issuers(index) {
                    let issuer = survey.certificate(edge.issuer);
                    let Status::Revoked { date: when, reason, .. } = revocation::status(crl, certificate, issuer, survey.now())
                    else {
                        continue;
                    };
                    if when > survey.now() {
                        continue;
                    }
                    findings.report(
                        at_server(survey, server, Some(index)),
                        vec![
                            name("Certificate", survey.label(index)),
                            hex("Serial number", &certificate.serial),
                            date("Revoked", when),
                            code("Reason", reason.unwrap_or("not given")),
                            name("List of", crl.issuer.to_rfc4514()),
                        ],
                    );
                }
            }
        }
    }
}
