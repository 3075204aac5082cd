//! A certificate of an old version.

use crate::path::checks::{self, Role};
use crate::rules::prelude::*;

/// Extensions, and with them names and purposes, exist from version 3 on.
pub const RULE: Rule = Rule {
    id: "certificate-version",
    title: "A certificate has an old format version",
    why: "Before version 3 a certificate cannot hold host names, purposes or CA marks. Some programs refuse it outright, and browsers find no name in it.",
    gateway: None,
    fix: cure::VERSION_3,
    clause: Clause::Of("", " has an old format version"),
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::VersionUnsupported, F::IssuerVersionOld]),
    sources: &[rfc5280("4.1.2.1")],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, view) in survey.views() {
        for position in 0..view.len() {
            // What is above 3 has a rule of its own.
            let old = checks::version(&view, position).filter(|fault| fault.kind == F::VersionUnsupported);
            let Some(fault) = old else { continue };
            findings.report_as(
                if view.role(position) == Role::Anchor { Severity::Notice } else { Severity::Warning },
                at_server(survey, server, fault.certificate),
                vec![name("Certificate", view.at(position).label()), plain("Version", fault.detail)],
            );
        }
    }
}
