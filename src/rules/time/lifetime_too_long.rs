//! A validity period longer than public CAs may issue, or than Apple systems take.

use crate::policy::Source;
use crate::rules::prelude::*;

const DAY: i64 = 86_400;
/// Apple's limit for every server certificate issued from 2019-07-01, private CAs included.
const APPLE_DAYS: i64 = 825;
const APPLE_FROM: i64 = 1_561_939_200;
/// Ballot SC-081v3 and what came before: from when, how many days.
const PUBLIC: [(i64, i64); 5] = [
    (1_868_227_200, 47),  // 2029-03-15
    (1_805_068_800, 100), // 2027-03-15
    (1_773_532_800, 200), // 2026-03-15
    (1_598_918_400, 398), // 2020-09-01
    (1_519_862_400, 825), // 2018-03-01
];

/// A period counts with both its ends: from notBefore through notAfter.
pub const RULE: Rule = Rule {
    id: "lifetime-too-long",
    title: "The certificate runs longer than public CAs may issue",
    why: "Browsers refuse certificates of public CAs over the limit. A private CA may issue up to 825 days; beyond that Apple systems refuse its certificates too.",
    gateway: None,
    fix: cure::SHORTER,
    clause: Clause::Of("", " runs longer than is accepted there"),
    severity: Severity::Notice,
    rank: rank::DATES,
    explains: Explains::owner(&[F::LifetimeTooLong]),
    sources: &[
        cabf("6.3.2"),
        Source {
            title: "Apple, Requirements for trusted certificates in iOS 13 and macOS 10.15",
            section: None,
            url: Some("https://support.apple.com/103769"),
        },
    ],
    applies: applies::end_entities,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (server, leaf) in survey.leaves() {
        let certificate = survey.certificate(leaf);
        let seconds = certificate.not_after.saturating_sub(certificate.not_before).saturating_add(1);
        let public = PUBLIC.iter().find(|(from, _)| certificate.not_before >= *from).map(|&(_, days)| days);
        let apple = certificate.not_before >= APPLE_FROM && seconds > APPLE_DAYS * DAY + 1;
        let over = public.is_some_and(|days| seconds > days * DAY + 1);
        if !apple && !over {
            continue;
        }
        let from_public_ca = survey
            .chains
            .get(server)
            .and_then(|c| c.top().filter(|_| c.end == End::Anchor))
            .is_some_and(|top| survey.scene.prepared.pool.get(top).is_some_and(|p| p.mozilla_root));
        let mut evidence = vec![
            name("Certificate", survey.label(leaf)),
            date("Begins", certificate.not_before),
            date("Expires", certificate.not_after),
            plain("Days", (seconds / DAY).to_string()),
        ];
        if let Some(days) = public {
            evidence.push(plain("Days a public CA may issue at that time", days.to_string()));
        }
        evidence.push(plain("Over Apple's limit of 825 days", if apple { "yes" } else { "no" }));
        findings.report_as(
            if apple || from_public_ca { Severity::Warning } else { Severity::Notice },
            at_server(survey, server, Some(leaf)),
            evidence,
        );
    }
}
