//! An intermediate is limited to purposes other than TLS servers.

use crate::facts::eku;
use crate::rules::prelude::*;

/// RFC 5280 says nothing on extended key usage in CA certificates; most programs take it as a limit for what is below.
pub const RULE: Rule = Rule {
    id: "issuer-eku-server-auth-missing",
    title: "An issuing CA is limited to other purposes than TLS servers",
    why: "Its certificate lists the purposes it may issue for, and serverAuth is not among them (a code-signing or e-mail CA, for instance). Most programs refuse server certificates from it. Java does not look.",
    fix: "Get the server certificate from the CA that your organisation uses for servers.",
    clause: Clause::Of("", " may not issue certificates for TLS servers"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::IssuerServerAuthMissing]),
    sources: &[cabf("7.1.2.10.6"), observed("tests/handshakes.rs")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        for &index in chain.intermediates() {
            let Some(purposes) = survey.certificate(index).extended_key_usage.as_ref().map(|e| &e.purposes) else { continue };
            let fit = [eku::SERVER_AUTH, eku::ANY, eku::MICROSOFT_SGC, eku::NETSCAPE_SGC];
            if !purposes.iter().any(|p| fit.iter().any(|f| *p == **f)) {
                findings.report(
                    at_server(survey, server, Some(index)),
                    vec![
                        name("Issuing CA", survey.label(index)),
                        code("Its extended key usage", crate::rules::common::usage::purposes(purposes)),
                    ],
                );
            }
        }
    }
}
