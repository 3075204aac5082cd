//! More CAs below a CA than its pathLenConstraint admits.

use crate::rules::prelude::*;

/// RFC 5280 6.1.4 (l) and (m): self-issued certificates do not count.
pub const RULE: Rule = Rule {
    id: "path-length-exceeded",
    title: "A CA in the chain has more CAs below it than it may have",
    why: "Its certificate limits the number of CAs below it (pathLenConstraint). Programs refuse a longer chain.",
    fix: "Get the server certificate from a CA within that limit, or have the limiting CA's certificate reissued with a larger pathLenConstraint.",
    clause: Clause::Of("", " has more CAs below it than it may have"),
    severity: Severity::Error,
    rank: rank::PURPOSE,
    explains: Explains::owner(&[F::PathLengthExceeded]),
    sources: &[rfc5280("4.2.1.9"), rfc5280("6.1.4"), observed("tests/handshakes.rs")],
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, _, chain) in survey.servers() {
        let mut below: u32 = 0;
        for &index in chain.path.iter().skip(1) {
            let certificate = survey.certificate(index);
            if let Some(limit) = certificate.basic_constraints.as_ref().and_then(|b| b.path_len)
                && below > limit
            {
                findings.report(
                    at_server(survey, server, Some(index)),
                    vec![
                        name("CA", survey.label(index)),
                        plain("CAs it may have below it", limit.to_string()),
                        plain("CAs below it in this chain", below.to_string()),
                    ],
                );
            }
            if !certificate.is_self_issued() {
                below += 1;
            }
        }
    }
}
