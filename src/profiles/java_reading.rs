//! What Java refuses to read (sun.security.x509, sun.security.util), in JDK 17 to 25.
//!
//! Everything is parsed before anything is verified, whatever the position; the trust store fails as a whole. An
//! extension that is not critical and cannot be read counts as absent.

use crate::policy::{Ext, Flaw, Part, Reading, Reads, Row, Spot};

/// The table.
pub const READING: Reading = Reading { rows: &ROWS, settings_trail: true, old_labels_skipped: false };

/// JDK 25 reads indefinite lengths wherever they stand before the signature is verified, and takes ECDSA with parameters of
/// any kind. Tried on 4,410 chains.
pub const READING_25: Reading = Reading { rows: &ROWS_25, settings_trail: true, old_labels_skipped: false };

const LENIENT_25: [Row; 2] = [
    Row::all(
        &[Flaw::LengthIndefinite],
        &[
            Spot::At(Part::Version),
            Spot::At(Part::InnerAlgorithm),
            Spot::At(Part::Issuer),
            Spot::At(Part::Validity),
            Spot::At(Part::Subject),
            Spot::At(Part::Key),
            Spot::Frames,
        ],
        Reads::Taken,
    ),
    Row::all(&[Flaw::ParametersOdd], Spot::ALGORITHMS, Reads::Taken),
];
const ROWS_25: [Row; ROWS.len() + LENIENT_25.len()] = Row::joined(LENIENT_25, ROWS);

const PARSING: &str = "CertificateParsingException";
const OTHER: &str = "CertificateException";

macro_rules! parsing {
    ($flaws:expr, $spots:expr $(,)?) => {
        Row::refused($flaws, $spots, PARSING)
    };
}

macro_rules! ignored {
    ($flaws:expr, $spots:expr $(,)?) => {
        Row::all($flaws, $spots, Reads::Ignored).only(false)
    };
}

/// Not an element, or not of the type that is asked for. Needless long lengths are read, and most indefinite ones.
const WRONG: &[Flaw] = &[Flaw::ContentDamaged, Flaw::TagWrong, Flaw::TagLongForm, Flaw::ElementMissing, Flaw::ValueEmpty];
const OID: &[Flaw] = &[Flaw::OidEmpty, Flaw::OidCut, Flaw::OidPadded];
const BITS: &[Flaw] = &[Flaw::BitsEmpty, Flaw::BitsUnusedOfNothing, Flaw::BitsUnusedRange];

/// A day that its month does not have is counted on; offsets and fractions are read.
const TIME: &[Flaw] =
    &[Flaw::TimeNoZone, Flaw::TimeText, Flaw::TimeEmpty, Flaw::TimeImpossible, Flaw::TimeSecond60, Flaw::TimeLowerZ];

const KEY: &[Flaw] = &[
    Flaw::ParametersOdd,
    Flaw::NullContent,
    Flaw::CurveUnknown,
    Flaw::CurveExplicit,
    Flaw::PointCompressed,
    Flaw::PointHybrid,
    Flaw::PointInfinity,
    Flaw::PointLength,
    Flaw::ModulusZero,
    Flaw::KeyLength,
    Flaw::ElementExtra,
    Flaw::IntegerEmpty,
    Flaw::ExponentOne,
    Flaw::StringConstructed,
];

/// Extensions that have a class of their own.
const READ: &[Spot] = &[Spot::ValueOf(&[
    Ext::San,
    Ext::Ian,
    Ext::Bc,
    Ext::Ku,
    Ext::Eku,
    Ext::Aki,
    Ext::Nc,
    Ext::Cp,
    Ext::Pc,
    Ext::Pm,
    Ext::Iap,
    Ext::Aia,
    Ext::Sia,
    Ext::Crldp,
    Ext::FreshestCrl,
    Ext::NsCertType,
])];
/// What keeps the value of any of them from being read.
const UNREAD: &[Flaw] = &[
    Flaw::ContentDamaged,
    Flaw::TagWrong,
    Flaw::TagLongForm,
    Flaw::ElementMissing,
    Flaw::ValueEmpty,
    Flaw::OctetsTrailing,
    Flaw::BooleanLength,
    Flaw::IntegerEmpty,
    Flaw::IntegerLarge,
    Flaw::IntegerHuge,
    Flaw::EntryWrong,
    Flaw::OidEmpty,
    Flaw::OidCut,
    Flaw::OidPadded,
    Flaw::OtherNameDamaged,
    Flaw::PartyMissing,
    Flaw::NameFormNone,
    Flaw::AccessNowhere,
    Flaw::BitsEmpty,
    Flaw::BitsUnusedOfNothing,
    Flaw::BitsUnusedRange,
];
/// Lists inside a list, and places that name nothing.
const INNER: &[Flaw] = &[Flaw::SequenceEmpty, Flaw::PointNowhere, Flaw::UriOdd, Flaw::NameOfNothing];
const POINTS: &[Spot] = &[Spot::ValueOf(&[Ext::Cp, Ext::Crldp])];
const KU: &[Spot] = &[Spot::ValueOf(&[Ext::Ku])];
const NC: &[Spot] = &[Spot::ValueOf(&[Ext::Nc])];
const AKI: &[Spot] = &[Spot::ValueOf(&[Ext::Aki])];
const GENERAL_NAMES: &[Spot] = &[Spot::ValueOf(&[Ext::San, Ext::Ian, Ext::Nc, Ext::Aia, Ext::Sia, Ext::Crldp, Ext::FreshestCrl])];
const NAMES: &[Spot] = &[Spot::ValueOf(&[Ext::San, Ext::Ian])];

const ROWS: [Row; 63] = [
    // The outer SEQUENCE, before the TBSCertificate.
    Row::each(&[Flaw::OctetsTrailing], &[Spot::At(Part::Certificate)], [Reads::Taken, Reads::Taken, Reads::StoreRefused(OTHER)]),
    Row::refused(&[Flaw::ContentDamaged, Flaw::TagLongForm], &[Spot::At(Part::Certificate)], OTHER),
    parsing!(&[Flaw::TagWrong, Flaw::ElementMissing, Flaw::ElementExtra], &[Spot::At(Part::Certificate)]),
    Row::refused(WRONG, &[Spot::At(Part::OuterAlgorithm)], OTHER),
    Row::refused(OID, &[Spot::At(Part::OuterAlgorithm)], OTHER),
    // Met when a signature is verified, which that of an anchor is not.
    Row::each(
        &[Flaw::ParametersOdd, Flaw::ParametersNotNull],
        Spot::ALGORITHMS,
        [Reads::Refused(OTHER), Reads::Refused(OTHER), Reads::Taken],
    ),
    Row::refused(&[Flaw::NullContent, Flaw::ElementExtra], &[Spot::At(Part::OuterAlgorithm)], OTHER),
    Row::refused(
        &[Flaw::ContentDamaged, Flaw::TagWrong, Flaw::TagLongForm, Flaw::ElementMissing],
        &[Spot::At(Part::Signature)],
        OTHER,
    ),
    Row::refused(BITS, &[Spot::At(Part::Signature)], OTHER),
    Row::refused(&[Flaw::StringConstructed], &[Spot::At(Part::Signature)], OTHER),
    // The TBSCertificate.
    parsing!(WRONG, &[Spot::At(Part::Tbs), Spot::At(Part::Version), Spot::At(Part::Serial), Spot::At(Part::InnerAlgorithm)]),
    parsing!(&[Flaw::VersionFour, Flaw::VersionUnknown, Flaw::IntegerEmpty], &[Spot::At(Part::Version), Spot::At(Part::Serial)]),
    parsing!(OID, &[Spot::At(Part::InnerAlgorithm)]),
    parsing!(&[Flaw::NullContent, Flaw::ElementExtra], &[Spot::At(Part::InnerAlgorithm)]),
    parsing!(
        &[
            Flaw::ContentDamaged,
            Flaw::TagWrong,
            Flaw::TagLongForm,
            Flaw::TagHigh,
            Flaw::ElementMissing,
            Flaw::ElementExtra,
            Flaw::OidEmpty,
            Flaw::OidCut,
            Flaw::OidPadded,
        ],
        Spot::NAMES,
    ),
    parsing!(&[Flaw::LengthIndefinite], Spot::NAMES).of_outermost(true),
    parsing!(&[Flaw::NameEmpty], &[Spot::At(Part::Issuer)]),
    parsing!(WRONG, &[Spot::At(Part::Validity)]),
    parsing!(&[Flaw::ElementExtra], &[Spot::At(Part::Validity)]),
    parsing!(WRONG, Spot::TIMES),
    parsing!(&[Flaw::StringConstructed], Spot::TIMES),
    parsing!(TIME, Spot::TIMES),
    Row::all(&[Flaw::TimeDayImpossible], Spot::TIMES, Reads::CountedOn),
    parsing!(WRONG, Spot::KEY),
    parsing!(OID, Spot::KEY),
    parsing!(BITS, &[Spot::At(Part::Key)]),
    // Only keys on curves need their parameters.
    Row::all(&[Flaw::ParametersNull, Flaw::ParametersAbsent], &[Spot::At(Part::KeyAlgorithm)], Reads::Met("parameters")),
    parsing!(KEY, Spot::KEY),
    // Unused bits are taken for zero, which makes another key of them, or another signature.
    Row::all(&[Flaw::BitsUnusedSet], &[Spot::At(Part::Key)], Reads::Met("key")),
    Row::all(&[Flaw::BitsUnusedSet], &[Spot::At(Part::Signature)], Reads::Met("signature")),
    parsing!(&[Flaw::OctetsTrailing], &[Spot::At(Part::KeyBits)]),
    parsing!(
        &[Flaw::LengthIndefinite],
        &[Spot::At(Part::Version), Spot::At(Part::InnerAlgorithm), Spot::At(Part::Validity), Spot::At(Part::Key)],
    ),
    // Where the extensions are looked for stands something else: there are none.
    Row::all(&[Flaw::ElementOrder], &[Spot::At(Part::Extensions)], Reads::Ignored),
    Row::all(&[Flaw::LengthIndefinite, Flaw::LengthNotMinimal], &[Spot::At(Part::Tbs)], Reads::Met("signature")),
    parsing!(BITS, &[Spot::At(Part::UniqueId)]),
    parsing!(&[Flaw::UniqueIdentifierEarly], &[Spot::At(Part::UniqueId)]),
    parsing!(&[Flaw::ExtensionsBeforeV3], &[Spot::At(Part::Extensions)]),
    parsing!(WRONG, &[Spot::At(Part::Extensions), Spot::Frames]),
    parsing!(OID, &[Spot::Frames]),
    parsing!(&[Flaw::LengthIndefinite], &[Spot::Frames]),
    parsing!(&[Flaw::BooleanLength], &[Spot::Frames]),
    // inhibitAnyPolicy that is not critical is not read (`InhibitAnyPolicyExtension`), however often it is there.
    Row::all(&[Flaw::Repeated], &[Spot::FrameOf(&[Ext::Iap])], Reads::Ignored).only(false),
    parsing!(&[Flaw::Repeated], &[Spot::Frames]),
    // Values.
    ignored!(UNREAD, READ),
    parsing!(UNREAD, READ),
    ignored!(&[Flaw::StringConstructed], KU),
    parsing!(&[Flaw::StringConstructed], KU),
    ignored!(&[Flaw::StringConstructed], GENERAL_NAMES),
    parsing!(&[Flaw::StringConstructed], GENERAL_NAMES),
    ignored!(&[Flaw::SequenceEmpty], AKI).of_outermost(false),
    parsing!(&[Flaw::SequenceEmpty], AKI).of_outermost(false),
    ignored!(&[Flaw::UriOdd, Flaw::NameOfNothing, Flaw::SequenceEmpty], NAMES),
    parsing!(&[Flaw::UriOdd, Flaw::NameOfNothing, Flaw::SequenceEmpty], NAMES),
    ignored!(INNER, POINTS).of_outermost(false),
    parsing!(INNER, POINTS).of_outermost(false),
    ignored!(&[Flaw::LengthIndefinite], NC).of_outermost(false),
    parsing!(&[Flaw::LengthIndefinite], NC).of_outermost(false),
    ignored!(&[Flaw::UriConstraintOdd, Flaw::ElementExtra], NC),
    parsing!(&[Flaw::UriConstraintOdd, Flaw::ElementExtra], NC),
    ignored!(&[Flaw::ElementExtra], &[Spot::ValueOf(&[Ext::Pc])]),
    parsing!(&[Flaw::ElementExtra], &[Spot::ValueOf(&[Ext::Pc])]),
    Row::all(&[Flaw::SubtreeMinimum, Flaw::SubtreeMaximum], NC, Reads::Met("subtree")),
    Row::refused(&[Flaw::AlgorithmsDiffer], &[Spot::Anywhere], OTHER),
];
