//! What GnuTLS refuses to read: libtasn1 with strict DER for what is nested, not for lengths (lib/x509/x509.c,
//! lib/x509/x509_ext.c, lib/x509/key_decode.c).
//!
//! The first certificate is decoded in the handshake, the others when the list is verified, the trust file when it is
//! loaded; each time the error ends everything without a status.

use crate::policy::{Ext, Flaw, Part, Reading, Reads, Row, Spot};

/// The table.
pub const READING: Reading = Reading { rows: ROWS, settings_trail: true, old_labels_skipped: false };

macro_rules! refused {
    ($flaws:expr, $spots:expr $(,)?) => {
        Row::refused($flaws, $spots, "decoding")
    };
}

/// No element of the type that is asked for; long lengths and long tags are read.
const WRONG: &[Flaw] = &[
    Flaw::ContentDamaged,
    Flaw::TagWrong,
    Flaw::ElementMissing,
    Flaw::ElementExtra,
    Flaw::LengthIndefinite,
    Flaw::OidEmpty,
    Flaw::OidPadded,
    Flaw::OidHuge,
    Flaw::EntryWrong,
];

/// Seconds may lack, and a day that its month does not have and second 60 are counted on.
const TIME: &[Flaw] = &[
    Flaw::TimeNoZone,
    Flaw::TimeOffset,
    Flaw::TimeOffsetZero,
    Flaw::TimeFraction,
    Flaw::TimeImpossible,
    Flaw::TimeText,
    Flaw::TimeEmpty,
    Flaw::TimeLowerZ,
    Flaw::StringConstructed,
];

/// Keys that cannot be imported.
const KEY: &[Flaw] = &[
    Flaw::ParametersOdd,
    Flaw::OidEmpty,
    Flaw::OidPadded,
    Flaw::CurveUnknown,
    Flaw::CurveExplicit,
    Flaw::PointCompressed,
    Flaw::PointHybrid,
    Flaw::PointInfinity,
    Flaw::PointLength,
    Flaw::ModulusZero,
    Flaw::KeyLength,
    Flaw::ValueEmpty,
    Flaw::ContentDamaged,
    Flaw::TagWrong,
    Flaw::ElementMissing,
    Flaw::ElementExtra,
    Flaw::OctetsTrailing,
];
const CONTENT: &[Spot] =
    &[Spot::At(Part::KeyAlgorithm), Spot::At(Part::KeyBits), Spot::At(Part::Modulus), Spot::At(Part::Exponent)];

/// What strict DER has no value for.
const UNREAD: &[Flaw] = &[
    Flaw::ContentDamaged,
    Flaw::TagWrong,
    Flaw::ElementMissing,
    Flaw::ElementExtra,
    Flaw::ElementOrder,
    Flaw::LengthIndefinite,
    Flaw::OctetsTrailing,
    Flaw::ValueEmpty,
    Flaw::StringConstructed,
    Flaw::OidEmpty,
    Flaw::OidPadded,
    Flaw::OidHuge,
    Flaw::DirectoryImplicit,
    Flaw::NameFormNone,
    Flaw::EntryWrong,
    Flaw::OtherNameDamaged,
    Flaw::OtherNameOdd,
    Flaw::BooleanLength,
];
const SIGNATURE: &[Spot] = &[Spot::At(Part::Signature)];

const ROWS: &[Row] = &[
    refused!(WRONG, &[Spot::At(Part::Certificate), Spot::At(Part::Tbs), Spot::At(Part::Serial), Spot::At(Part::Validity)]),
    refused!(&[Flaw::OctetsTrailing], &[Spot::At(Part::Certificate)]),
    refused!(WRONG, &[Spot::At(Part::Version), Spot::At(Part::InnerAlgorithm), Spot::At(Part::OuterAlgorithm)]),
    refused!(&[Flaw::IntegerPadded, Flaw::IntegerNegative, Flaw::IntegerLarge], &[Spot::At(Part::Version)]),
    refused!(&[Flaw::AlgorithmsDiffer], &[Spot::Anywhere]),
    refused!(
        &[
            Flaw::ContentDamaged,
            Flaw::TagWrong,
            Flaw::AttributeHalf,
            Flaw::ElementExtra,
            Flaw::LengthIndefinite,
            Flaw::OidEmpty,
            Flaw::OidPadded,
            Flaw::OidHuge,
        ],
        Spot::NAMES,
    ),
    refused!(WRONG, Spot::TIMES),
    refused!(TIME, Spot::TIMES),
    Row::all(&[Flaw::TimeDayImpossible, Flaw::TimeSecond60], Spot::TIMES, Reads::CountedOn),
    refused!(WRONG, &[Spot::At(Part::Key)]),
    refused!(&[Flaw::LengthIndefinite], Spot::KEY),
    Row::all(&[Flaw::ParametersNull, Flaw::ParametersAbsent], &[Spot::At(Part::KeyAlgorithm)], Reads::Met("parameters")),
    Row::each(KEY, CONTENT, [Reads::Refused("decoding"), Reads::Met("insecure"), Reads::Met("insecure")]),
    Row::each(
        &[Flaw::ValueEmpty, Flaw::BitsEmpty, Flaw::BitsUnusedOfNothing, Flaw::BitsUnusedRange],
        &[Spot::At(Part::Key)],
        [Reads::Refused("decoding"), Reads::Met("insecure"), Reads::Met("insecure")],
    ),
    refused!(&[Flaw::StringConstructed, Flaw::UniqueIdentifierEarly], &[Spot::At(Part::UniqueId)]),
    refused!(&[Flaw::ExtensionsBeforeV3], &[Spot::At(Part::Extensions)]),
    refused!(WRONG, &[Spot::At(Part::Extensions), Spot::Frames]),
    refused!(&[Flaw::StringConstructed, Flaw::BooleanLength, Flaw::Repeated], &[Spot::Frames]),
    refused!(UNREAD, &[Spot::ValueOf(&[Ext::San, Ext::Ian])]),
    refused!(&[Flaw::NameOfNothing, Flaw::HostOfNothing, Flaw::NameFormUnusual], &[Spot::ValueOf(&[Ext::San, Ext::Ian])]),
    Row::as_issuer(UNREAD, &[Spot::ValueOf(&[Ext::Bc])], "no CA"),
    Row::as_issuer(&[Flaw::IntegerLarge, Flaw::IntegerHuge, Flaw::IntegerEmpty], &[Spot::ValueOf(&[Ext::Bc])], "no CA"),
    Row::as_issuer(UNREAD, &[Spot::ValueOf(&[Ext::Ku])], "untrusted"),
    Row::as_issuer(&[Flaw::BitsEmpty, Flaw::BitsUnusedOfNothing, Flaw::BitsMany], &[Spot::ValueOf(&[Ext::Ku])], "untrusted"),
    // An issuer's TLS features have to be read before they can be looked for below it.
    Row::each(
        UNREAD,
        &[Spot::ValueOf(&[Ext::TlsFeature])],
        [Reads::Ignored, Reads::Met("constraints"), Reads::Met("constraints")],
    ),
    Row::all(UNREAD, &[Spot::ValueOf(&[Ext::Eku])], Reads::Met("purpose")),
    // An identifier that cannot be read is as good as none.
    Row::all(UNREAD, &[Spot::ValueOf(&[Ext::Aki, Ext::Ski])], Reads::Ignored),
    Row::as_issuer(UNREAD, &[Spot::ValueOf(&[Ext::Nc])], "constraints"),
    Row::as_issuer(&[Flaw::AddressLength, Flaw::AddressMask, Flaw::NameFormUnusual], &[Spot::ValueOf(&[Ext::Nc])], "constraints"),
    refused!(&[Flaw::ContentDamaged, Flaw::TagWrong, Flaw::ElementMissing, Flaw::LengthIndefinite], SIGNATURE),
    refused!(&[Flaw::StringConstructed], SIGNATURE),
    // The signature cannot be taken out to be compared with the issuer's.
    Row::all(
        &[
            Flaw::BitsUnused,
            Flaw::BitsUnusedSet,
            Flaw::BitsEmpty,
            Flaw::BitsUnusedOfNothing,
            Flaw::BitsUnusedRange,
            Flaw::ValueEmpty,
        ],
        SIGNATURE,
        Reads::Met("no CA by signature"),
    ),
];
