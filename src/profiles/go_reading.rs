//! What Go's `crypto/x509` refuses to read (src/crypto/x509/parser.go, golang.org/x/crypto/cryptobyte).
//!
//! Everything is parsed before anything is verified, the first certificate and the others alike. A root that cannot be
//! parsed is left out of the pool, silently.

use crate::policy::{Confidence, Reading, Reads, Row, Spot, Word};
use crate::policy::{Ext, Flaw, Part};

/// The table.
pub const READING: Reading = Reading { rows: ROWS, settings_trail: true, old_labels_skipped: true };

macro_rules! refused {
    ($flaws:expr, $spots:expr, $term:expr $(,)?) => {
        Row::refused_or_left_out($flaws, $spots, $term)
    };
}

/// What `cryptobyte` does not read as an element, whatever the type.
const NO_ELEMENT: &[Flaw] =
    &[Flaw::LengthNotMinimal, Flaw::LengthIndefinite, Flaw::TagLongForm, Flaw::TagHigh, Flaw::ContentDamaged];
/// Nor as one of a given type, where a string in pieces or one of no octets is met elsewhere.
const ELEMENT: &[Flaw] = &[
    Flaw::LengthNotMinimal,
    Flaw::LengthIndefinite,
    Flaw::TagLongForm,
    Flaw::TagHigh,
    Flaw::ContentDamaged,
    Flaw::TagWrong,
    Flaw::ElementMissing,
];
/// Nor as one of a given type.
const WRONG: &[Flaw] = &[
    Flaw::LengthNotMinimal,
    Flaw::LengthIndefinite,
    Flaw::TagLongForm,
    Flaw::TagHigh,
    Flaw::ContentDamaged,
    Flaw::TagWrong,
    Flaw::StringConstructed,
    Flaw::ElementMissing,
    Flaw::ValueEmpty,
    Flaw::EntryWrong,
];
const OID: &[Flaw] = &[Flaw::OidEmpty, Flaw::OidCut, Flaw::OidPadded];
/// Where numbers of an object identifier have to fit into 31 bits.
const SMALL_OID: &[Flaw] = &[Flaw::OidEmpty, Flaw::OidCut, Flaw::OidPadded, Flaw::OidLarge];
const INTEGER: &[Flaw] = &[Flaw::IntegerEmpty, Flaw::IntegerPadded];
const BITS: &[Flaw] = &[Flaw::BitsEmpty, Flaw::BitsUnusedOfNothing, Flaw::BitsUnusedRange, Flaw::BitsUnusedSet];
const BOOLEAN: &[Flaw] = &[Flaw::BooleanLength, Flaw::BooleanNotFf];

/// Texts whose contents are checked; other string types pass.
const TEXT: &[Flaw] = &[
    Flaw::PrintableOther,
    Flaw::PrintableHigh,
    Flaw::NumericOther,
    Flaw::Ia5High,
    Flaw::Utf8Invalid,
    Flaw::BmpLength,
    Flaw::BmpSurrogate,
    Flaw::BmpNoncharacter,
    Flaw::TextOidDamaged,
    Flaw::IntegerEmpty,
    Flaw::IntegerPadded,
    Flaw::BooleanLength,
    Flaw::BooleanNotFf,
    Flaw::BitsEmpty,
    Flaw::BitsUnusedOfNothing,
    Flaw::BitsUnusedRange,
    Flaw::BitsUnusedSet,
];

/// UTCTime may lack seconds; an offset is taken unless it is zero.
const TIME: &[Flaw] = &[
    Flaw::GeneralizedNoSeconds,
    Flaw::TimeNoZone,
    Flaw::TimeOffsetZero,
    Flaw::TimeFraction,
    Flaw::TimeDayImpossible,
    Flaw::TimeImpossible,
    Flaw::TimeSecond60,
    Flaw::TimeText,
    Flaw::TimeEmpty,
    Flaw::TimeLowerZ,
];

/// What no key of a type that is known may have.
const KEY: &[Flaw] = &[
    Flaw::LengthNotMinimal,
    Flaw::LengthIndefinite,
    Flaw::TagLongForm,
    Flaw::TagHigh,
    Flaw::ContentDamaged,
    Flaw::TagWrong,
    Flaw::ElementMissing,
    Flaw::StringConstructed,
    Flaw::ValueEmpty,
    Flaw::BitsUnused,
    Flaw::ParametersAbsent,
    Flaw::ParametersNull,
    Flaw::ParametersOdd,
    Flaw::ParametersNotNull,
    Flaw::NullContent,
    Flaw::CurveUnknown,
    Flaw::CurveExplicit,
    Flaw::PointCompressed,
    Flaw::PointHybrid,
    Flaw::PointInfinity,
    Flaw::PointLength,
    Flaw::PointOff,
    Flaw::ModulusZero,
    Flaw::KeyLength,
    Flaw::IntegerEmpty,
    Flaw::IntegerPadded,
    Flaw::IntegerNegative,
    Flaw::ExponentLarge,
];

const SERIAL: Spot = Spot::At(Part::Serial);
/// Where an element of another type than asked for ends the reading of the value, deep inside as well.
const TYPED: &[Spot] = &[Spot::ValueOf(&[Ext::Ku, Ext::Eku, Ext::Cp, Ext::Pm, Ext::Iap, Ext::Ski])];
/// Extensions that are read.
const READ: &[Spot] = &[Spot::ValueOf(&[
    Ext::Ku,
    Ext::Bc,
    Ext::San,
    Ext::Nc,
    Ext::Crldp,
    Ext::Aki,
    Ext::Pc,
    Ext::Eku,
    Ext::Ski,
    Ext::Cp,
    Ext::Pm,
    Ext::Iap,
    Ext::Aia,
])];
const SIGNATURE: &[Spot] = &[Spot::At(Part::Signature)];

const ROWS: &[Row] = &[
    refused!(&[Flaw::OctetsTrailing], &[Spot::At(Part::Certificate)], "x509: trailing data"),
    refused!(WRONG, &[Spot::At(Part::Certificate)], "x509: malformed certificate"),
    refused!(WRONG, &[Spot::At(Part::Tbs)], "x509: malformed tbs certificate"),
    refused!(&[Flaw::VersionFour, Flaw::VersionUnknown], &[Spot::At(Part::Version)], "x509: invalid version"),
    refused!(WRONG, &[Spot::At(Part::Version)], "x509: malformed version"),
    refused!(INTEGER, &[Spot::At(Part::Version)], "x509: malformed version"),
    refused!(&[Flaw::ElementExtra], &[Spot::At(Part::Version)], "x509: malformed version"),
    refused!(WRONG, &[SERIAL], "x509: malformed serial number"),
    refused!(INTEGER, &[SERIAL], "x509: malformed serial number"),
    refused!(&[Flaw::IntegerNegative], &[SERIAL], "x509: negative serial number"),
    refused!(
        &[Flaw::AlgorithmsDiffer, Flaw::AlgorithmsDifferInNull],
        &[Spot::Anywhere],
        "x509: inner and outer signature algorithm identifiers don't match",
    ),
    refused!(WRONG, Spot::ALGORITHMS, "x509: malformed algorithm identifier"),
    refused!(SMALL_OID, Spot::ALGORITHMS, "x509: malformed OID"),
    refused!(ELEMENT, Spot::NAMES, "x509: invalid RDNSequence"),
    refused!(SMALL_OID, Spot::NAMES, "x509: invalid RDNSequence: invalid attribute type"),
    // A string in pieces passes as a value of no known type.
    refused!(TEXT, Spot::NAMES, "x509: invalid RDNSequence: invalid attribute value"),
    refused!(WRONG, &[Spot::At(Part::Validity)], "x509: malformed validity"),
    refused!(WRONG, Spot::TIMES, "x509: unsupported time format"),
    refused!(TIME, Spot::TIMES, "x509: malformed UTCTime or GeneralizedTime"),
    refused!(NO_ELEMENT, &[Spot::At(Part::Key), Spot::At(Part::KeyAlgorithm)], "x509: malformed spki"),
    refused!(ELEMENT, &[Spot::At(Part::Key)], "x509: malformed subjectPublicKey"),
    refused!(&[Flaw::StringConstructed], &[Spot::At(Part::Key)], "x509: malformed subjectPublicKey"),
    refused!(BITS, &[Spot::At(Part::Key)], "x509: malformed subjectPublicKey"),
    refused!(SMALL_OID, &[Spot::At(Part::KeyAlgorithm)], "x509: malformed OID"),
    refused!(NO_ELEMENT, &[Spot::At(Part::UniqueId)], "x509: malformed unique identifier"),
    // Where the extensions are looked for stands something else: there are none, and the rest is passed over.
    Row::all(&[Flaw::StringConstructed], &[Spot::At(Part::UniqueId)], Reads::Ignored),
    Row::all(&[Flaw::ElementOrder], &[Spot::At(Part::Extensions)], Reads::Ignored),
    // Versions 1 and 2 have no extensions, whatever stands there.
    Row::all(&[Flaw::ExtensionsBeforeV3], &[Spot::At(Part::Extensions)], Reads::Ignored),
    refused!(WRONG, &[Spot::At(Part::Extensions)], "x509: malformed extensions"),
    refused!(WRONG, &[Spot::Frames], "x509: malformed extension"),
    refused!(SMALL_OID, &[Spot::Frames], "x509: malformed extension OID field"),
    refused!(BOOLEAN, &[Spot::Frames], "x509: malformed extension critical field"),
    refused!(&[Flaw::Repeated], &[Spot::Frames], "x509: certificate contains duplicate extension"),
    refused!(&[Flaw::CriticalForbidden], &[Spot::FrameOf(&[Ext::Ski, Ext::Aki, Ext::Aia])], "x509: incorrectly marked critical"),
    refused!(WRONG, READ, "x509: invalid extension").of_outermost(true),
    // Parts are looked for by their tags, and what has another is passed over.
    Row::all(&[Flaw::TagHigh, Flaw::TagLongForm], &[Spot::ValueOf(&[Ext::Aki, Ext::Pc])], Reads::Taken).of_outermost(false),
    refused!(NO_ELEMENT, READ, "x509: invalid extension"),
    refused!(WRONG, TYPED, "x509: invalid extension"),
    refused!(BITS, &[Spot::ValueOf(&[Ext::Ku])], "x509: invalid key usage"),
    refused!(BOOLEAN, &[Spot::ValueOf(&[Ext::Bc])], "x509: invalid basic constraints"),
    refused!(
        &[Flaw::IntegerEmpty, Flaw::IntegerPadded, Flaw::IntegerNegative, Flaw::IntegerHuge],
        &[Spot::ValueOf(&[Ext::Bc])],
        "x509: invalid basic constraints",
    ),
    refused!(SMALL_OID, &[Spot::ValueOf(&[Ext::Eku])], "x509: invalid extended key usages"),
    refused!(&[Flaw::NameNotAscii], &[Spot::ValueOf(&[Ext::San])], "x509: SAN name is malformed"),
    refused!(&[Flaw::AddressLength], &[Spot::ValueOf(&[Ext::San])], "x509: cannot parse IP address"),
    refused!(
        &[
            Flaw::EntryWrong,
            Flaw::ElementExtra,
            Flaw::OctetsTrailing,
            Flaw::ElementOrder,
            Flaw::ElementMissing,
            Flaw::NameNotAscii,
            Flaw::AddressLength,
            Flaw::AddressMask,
        ],
        &[Spot::ValueOf(&[Ext::Nc])],
        "x509: invalid NameConstraints extension",
    ),
    refused!(
        &[Flaw::EntryWrong, Flaw::ElementMissing, Flaw::NameFormUnusual],
        &[Spot::ValueOf(&[Ext::Crldp])],
        "x509: invalid CRL distribution point",
    ),
    refused!(
        &[Flaw::IntegerEmpty, Flaw::IntegerPadded, Flaw::IntegerHuge],
        &[Spot::ValueOf(&[Ext::Pc, Ext::Iap])],
        "x509: invalid policy constraints extension",
    ),
    refused!(OID, &[Spot::ValueOf(&[Ext::Cp])], "x509: invalid certificate policies"),
    refused!(&[Flaw::PolicyRepeated], &[Spot::ValueOf(&[Ext::Cp])], "x509: invalid certificate policies"),
    refused!(&[Flaw::EntryWrong, Flaw::ElementMissing], &[Spot::ValueOf(&[Ext::Aia])], "x509: invalid authority info access"),
    refused!(SMALL_OID, &[Spot::ValueOf(&[Ext::Aia])], "x509: invalid authority info access"),
    refused!(ELEMENT, SIGNATURE, "x509: malformed signature"),
    refused!(&[Flaw::StringConstructed], SIGNATURE, "x509: malformed signature"),
    refused!(BITS, SIGNATURE, "x509: malformed signature"),
    // Octets are shifted to the right end, which makes another number of them.
    Row::all(&[Flaw::BitsUnused], SIGNATURE, Reads::Met("signature")),
    // `getPublicKeyAlgorithmFromOID` knows one number for RSA.
    Row::all(&[Flaw::KeyOidOfX500], Spot::KEY, Reads::Met("typeless key")),
    Row::all(KEY, Spot::KEY, Reads::Met("key")),
];

/// What is said about each, behind `tls: failed to parse certificate from server: `.
pub const WORDS: [Word; 40] = [
    Word::said("x509: trailing data", Confidence::Tested),
    Word::said("x509: malformed certificate", Confidence::Tested),
    Word::said("x509: malformed tbs certificate", Confidence::Tested),
    Word::said("x509: invalid version", Confidence::Tested),
    Word::said("x509: malformed version", Confidence::Tested),
    Word::said("x509: malformed serial number", Confidence::Tested),
    Word::said("x509: negative serial number", Confidence::Tested),
    Word::said("x509: inner and outer signature algorithm identifiers don't match", Confidence::Tested),
    Word::said("x509: malformed algorithm identifier", Confidence::Tested),
    Word::said("x509: malformed OID", Confidence::Tested),
    Word::said("x509: invalid RDNSequence", Confidence::Tested),
    Word::said("x509: invalid RDNSequence: invalid attribute type", Confidence::Tested),
    Word::said("x509: invalid RDNSequence: invalid attribute value", Confidence::Tested),
    Word::said("x509: malformed validity", Confidence::Tested),
    Word::said("x509: unsupported time format", Confidence::Tested),
    Word::said("x509: malformed UTCTime or GeneralizedTime", Confidence::Tested),
    Word::said("x509: malformed spki", Confidence::Tested),
    Word::said("x509: malformed subjectPublicKey", Confidence::Tested),
    Word::said("x509: malformed unique identifier", Confidence::Tested),
    Word::said("x509: malformed extensions", Confidence::Tested),
    Word::said("x509: malformed extension", Confidence::Tested),
    Word::said("x509: malformed extension OID field", Confidence::Tested),
    Word::said("x509: malformed extension critical field", Confidence::Tested),
    Word::said("x509: certificate contains duplicate extension", Confidence::Tested),
    Word::said("x509: incorrectly marked critical", Confidence::Tested),
    Word::said("x509: invalid extension", Confidence::Tested),
    Word::said("x509: invalid key usage", Confidence::Tested),
    Word::said("x509: invalid basic constraints", Confidence::Tested),
    Word::said("x509: invalid extended key usages", Confidence::Tested),
    Word::said("x509: SAN name is malformed", Confidence::Tested),
    Word::said("x509: cannot parse IP address", Confidence::Tested),
    Word::said("x509: invalid NameConstraints extension", Confidence::Tested),
    Word::said("x509: invalid CRL distribution point", Confidence::Tested),
    Word::said("x509: invalid policy constraints extension", Confidence::Tested),
    Word::said("x509: invalid certificate policies", Confidence::Tested),
    Word::said("x509: invalid authority info access", Confidence::Tested),
    Word::said("x509: malformed signature", Confidence::Tested),
    Word::said("x509: unsupported elliptic curve", Confidence::Tested),
    Word::said("x509: invalid public key", Confidence::Tested),
    Word::said("x509: empty name constraints extension", Confidence::Tested),
];
