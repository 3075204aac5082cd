//! The end-entity certificate may not be used for a server.

use crate::path::checks::{self, EkuRules};
use crate::rules::prelude::*;

/// No extension means any purpose; one without serverAuth means not this one (RFC 5280 4.2.1.12).
pub const RULE: Rule = Rule {
    id: "eku-server-auth-missing",
    title: "The certificate may not be used for a TLS server",
    why: "Its extended key usage lists purposes, and serverAuth is not among them. Every client refuses it as unsuitable for this purpose.",
    gateway: None,
    fix: cure::SERVER_AUTH,
    clause: Clause::Of("", " may not be used for a TLS server"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::ServerAuthMissing]),
    sources: &[rfc5280("4.2.1.12"), observed("tests/handshakes.rs")],
    applies: |s, _| applies::end_entity(s, |c| c.extended_key_usage.is_some()),
    check,
};

/// anyExtendedKeyUsage apart: OpenSSL does not take it for serverAuth, Go and NSS do.
const SERVER: EkuRules = EkuRules { any: false, ..EkuRules::SERVER };

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        let Some(fault) = checks::extended_key_usage(&view, 0, SERVER) else { continue };
        let any = checks::extended_key_usage(&view, 0, EkuRules::SERVER).is_none();
        let purposes = view.at(0).extended_key_usage.as_ref().map_or(&[][..], |e| &e.purposes);
        findings.report_as(
            if any { Severity::Warning } else { Severity::Error },
            at_server(survey, server, fault.certificate),
            vec![
                name("Certificate", view.at(0).label()),
                code("Its extended key usage", crate::rules::common::usage::purposes(purposes)),
            ],
        );
    }
}
