//! A critical extension that is not understood.

use crate::rules::prelude::*;

/// Extensions that RFC 5280, RFC 7633 and RFC 3739 define and that path validation or TLS knows what to do with.
const KNOWN: [&str; 17] = [
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.16",
    "2.5.29.17",
    "2.5.29.18",
    "2.5.29.19",
    "2.5.29.30",
    "2.5.29.31",
    "2.5.29.32",
    "2.5.29.33",
    "2.5.29.35",
    "2.5.29.36",
    "2.5.29.37",
    "2.5.29.54",
    "1.3.6.1.5.5.7.1.1",
    "1.3.6.1.5.5.7.1.3",
    "1.3.6.1.5.5.7.1.24",
];

/// The poison of a precertificate.
pub const POISON: &str = "1.3.6.1.4.1.11129.2.4.3";

/// Critical means: refuse the certificate unless you know what this is (RFC 5280 4.2).
pub const RULE: Rule = Rule {
    id: "unknown-critical-extension",
    title: "A certificate has a critical extension that programs do not know",
    why: "A program must refuse a certificate with a critical extension that it does not know, and general TLS programs do not know this one.",
    fix: "Ask the CA for a certificate without this extension, or with the extension marked as not critical.",
    clause: Clause::Of("", " has a critical extension that programs do not know"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::UnknownCriticalExtension]),
    sources: &[rfc5280("4.2"), observed("tests/handshakes.rs")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        for &index in &chain.path {
            for extension in &survey.certificate(index).extensions {
                let oid = extension.oid.as_str();
                if extension.critical && oid != POISON && !KNOWN.contains(&oid) {
                    findings.report(
                        at_server(survey, server, Some(index)),
                        vec![name("Certificate", survey.label(index)), code("Extension", oid)],
                    );
                }
            }
        }
    }
}
