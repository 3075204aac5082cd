//! The encoding of a certificate breaks DER or RFC 5280.

use crate::facts::Flaw;
use crate::rules::prelude::*;

/// Whether a program minds is its own affair; the place is the same for all.
pub const RULE: Rule = Rule {
    id: "encoding-broken",
    title: "The encoding of a certificate breaks the rules",
    why: "Programs read a certificate before they judge it, and some readers are stricter than others. Some accept this one, others refuse it before they look at names, dates or trust.",
    gateway: None,
    fix: cure::BY_OTHER_SOFTWARE,
    clause: Clause::Title,
    severity: Severity::Warning,
    rank: rank::READING,
    explains: Explains::owner(&[F::Encoding, F::TimeUnreadable, F::StoreUnreadable]).behind(&[F::Malformed]),
    sources: &[rfc5280("4.1"), rfc5280("4.2")],
    applies: applies::certificates,
    check,
};

/// Found in certificates of everyday CAs, and refused by hardly anything.
const MILD: &[Flaw] = &[
    Flaw::SerialLong,
    Flaw::SerialZero,
    Flaw::TextTypeUnusual,
    Flaw::TextLong,
    Flaw::TextEmpty,
    Flaw::CountryLength,
    Flaw::TeletexHigh,
    Flaw::RdnUnsorted,
    Flaw::GeneralizedEarly,
    Flaw::PrintableStar,
    Flaw::PrintableAmpersand,
    Flaw::PrintableOther,
    Flaw::CurveExplicit,
    Flaw::KeyAlgorithmUnknown,
    Flaw::CurveUnknown,
    Flaw::PointCompressed,
    Flaw::NameFormUnusual,
    Flaw::NameFormUnread,
    Flaw::NameWildcard,
    Flaw::MailboxOdd,
    Flaw::UriOdd,
    Flaw::BitsTrailingZeros,
    Flaw::MappingOfAny,
    Flaw::QualifierUnknown,
    Flaw::QualifierUnknownOfAny,
    Flaw::ExponentOne,
    Flaw::ExponentWide,
    Flaw::ExponentLarge,
    Flaw::AkiHalf,
    Flaw::PathLenWithoutCa,
    Flaw::PathLenLarge,
    Flaw::DefaultWritten,
    Flaw::NameEmpty,
    Flaw::UniqueIdentifier,
];

/// Malformations that are listed; the certificate's details have the rest.
const LISTED: usize = 5;

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (index, entry) in survey.scene.prepared.pool.iter().enumerate() {
        let broken: Vec<_> = entry.certificate.malformations.iter().filter(|m| !MILD.contains(&m.flaw)).collect();
        if broken.is_empty() {
            continue;
        }
        let mut evidence = vec![name("Certificate", survey.label(index))];
        for malformation in broken.iter().take(LISTED) {
            evidence.push(plain("Where and what", malformation.described()));
            evidence.push(plain("At byte", malformation.at.from.to_string()));
        }
        findings.report(at_certificate(index), evidence);
    }
}
