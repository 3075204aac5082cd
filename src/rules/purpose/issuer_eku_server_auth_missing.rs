//! An intermediate is limited to purposes other than TLS servers.

use crate::facts::eku;
use crate::path::checks::{self, EkuRules, Role};
use crate::rules::prelude::*;

/// RFC 5280 says nothing on extended key usage in CA certificates; most programs take it as a limit for what is below.
pub const RULE: Rule = Rule {
    id: "issuer-eku-server-auth-missing",
    title: "An issuing CA is limited to other purposes than TLS servers",
    why: "Its certificate lists the purposes it may issue for, and serverAuth is not among them (a code-signing or e-mail CA, for instance). Most programs refuse server certificates from it. Java does not look.",
    gateway: None,
    fix: cure::CA_FOR_SERVERS,
    clause: Clause::Of("", " may not issue certificates for TLS servers"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::IssuerServerAuthMissing]),
    sources: &[cabf("7.1.2.10.6"), observed("tests/handshakes.rs")],
    applies: |s, _| applies::issuer(s, |c| c.extended_key_usage.is_some()),
    check,
};

/// Server gated crypto of old let a CA issue for servers.
const ISSUER: EkuRules =
    EkuRules { purposes: &[eku::SERVER_AUTH, eku::MICROSOFT_SGC, eku::NETSCAPE_SGC], any: true, required: false };

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        // A root that is not trusted is no issuing CA either.
        let root = |p| view.role(p) == Role::Anchor || p + 1 == view.len() && view.at(p).is_self_issued();
        for position in view.issuers().filter(|&p| !root(p)) {
            let Some(fault) = checks::extended_key_usage(&view, position, ISSUER) else { continue };
            let purposes = view.at(position).extended_key_usage.as_ref().map_or(&[][..], |e| &e.purposes);
            findings.report(
                at_server(survey, server, fault.certificate),
                vec![
                    name("Issuing CA", view.at(position).label()),
                    code("Its extended key usage", crate::rules::common::usage::purposes(purposes)),
                ],
            );
        }
    }
}
