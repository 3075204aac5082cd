//! A certificate of an old version.

use crate::rules::prelude::*;

/// Extensions, and with them names and purposes, exist from version 3 on.
pub const RULE: Rule = Rule {
    id: "certificate-version",
    title: "A certificate has an old format version",
    why: "Before version 3 a certificate cannot hold host names, purposes or CA marks. Some programs refuse it outright, and browsers find no name in it.",
    fix: cure::VERSION_3,
    clause: Clause::Of("", " has an old format version"),
    severity: Severity::Warning,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::VersionUnsupported, F::IssuerVersionOld]),
    sources: &[rfc5280("4.1.2.1")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        for (n, &index) in chain.path.iter().enumerate() {
            let version = survey.certificate(index).version;
            if version >= 3 {
                continue;
            }
            let root = n > 0 && chain.top() == Some(index) && chain.end == End::Anchor;
            findings.report_as(
                if root { Severity::Notice } else { Severity::Warning },
                at_server(survey, server, Some(index)),
                vec![name("Certificate", survey.label(index)), plain("Version", version.to_string())],
            );
        }
    }
}
