//! What Firefox reads of a certificate, and where: NSS decodes its frame (`certdb/certdb.c`, `CERT_CertificateTemplate`)
//! and the key of the end-entity certificate, `BackCert::Init` (`pkixcert.cpp`) reads it again, and what is inside the
//! extensions is read when the path is built (`pkixcheck.cpp`, `pkixnames.cpp`).

use crate::policy::{Ext, Flaw, MozPkix, Part, Reading, Reads, Row, Spot};

use Flaw as F;
use Reads::Met;
use Spot::{At, FrameOf, ValueOf};

/// The frame: another code for the end-entity certificate than for the others, of which NSS names none.
const FRAME: [Reads; 3] = [Met(MozPkix::FRAME), Met(MozPkix::FRAME_OF_OTHERS), Reads::LeftOut];
const OUTERMOST: [Reads; 3] = [Met(MozPkix::OUTERMOST), Met(MozPkix::FRAME_OF_OTHERS), Reads::LeftOut];

/// Extensions of which there may be one only, with a value.
const ONCE: &[Ext] =
    &[Ext::San, Ext::Bc, Ext::Ku, Ext::Eku, Ext::Cp, Ext::Aia, Ext::Nc, Ext::Iap, Ext::TlsFeature, Ext::Sct, Ext::QcStatements];

/// Extensions whose content nobody looks at.
const UNREAD: &[Ext] = &[
    Ext::Ski,
    Ext::Aki,
    Ext::Cp,
    Ext::Crldp,
    Ext::Ian,
    Ext::Pc,
    Ext::Pm,
    Ext::Iap,
    Ext::Sda,
    Ext::Sia,
    Ext::FreshestCrl,
    Ext::NsCertType,
    Ext::NsComment,
    Ext::QcStatements,
    Ext::ProxyInfo,
    Ext::Resources,
    Ext::Other,
];

/// What a name may hold inside an extension before it is compared.
const INSIDE_NAMES: &[Flaw] = &[
    F::NameOfNothing,
    F::NameNotAscii,
    F::AddressLength,
    F::AddressMask,
    F::UriOdd,
    F::MailboxOdd,
    F::NameWildcard,
    F::UriConstraintOdd,
    F::NameFormUnread,
    F::NameFormUnusual,
    F::OidEmpty,
    F::OidCut,
    F::OidPadded,
    F::OidLarge,
    F::OidHuge,
    F::PartyMissing,
    F::PartyOdd,
    F::OtherNameDamaged,
    F::OtherNameOdd,
    F::HostOfNothing,
];

/// The table.
pub const FIREFOX: Reading = Reading {
    settings_trail: false,
    old_labels_skipped: false,
    rows: &[
        // Nobody minds.
        Row::all(&[], &[At(Part::SignatureContent)], Reads::Taken),
        Row::all(&[F::UniqueIdentifier, F::UniqueIdentifierEarly], &[At(Part::UniqueId)], Reads::Taken),
        Row::all(&[F::CriticalForbidden, F::DefaultWritten], &[Spot::Frames], Reads::Taken),
        Row::all(&[F::ExtensionsBeforeV3, F::SequenceEmpty], &[At(Part::Extensions)], Reads::Taken),
        Row::all(&[F::SerialZero, F::SerialLong, F::IntegerNegative], &[At(Part::Serial)], Reads::Taken),
        Row::all(&[F::GeneralizedEarly], Spot::TIMES, Reads::Taken),
        Row::all(&[F::VersionFour, F::DefaultWritten], &[At(Part::Version)], Reads::Taken),
        Row::all(&[F::ValueEmpty], &[At(Part::Signature)], Reads::Taken),
        Row::each(&[F::NullContent], Spot::ALGORITHMS, FRAME),
        // What is made of an algorithm is for `rehearsal::mozpkix::algorithms` to say.
        Row::all(
            &[
                F::ParametersAbsent,
                F::ParametersNull,
                F::ParametersOdd,
                F::ParametersNotNull,
                F::AlgorithmsDiffer,
                F::AlgorithmsDifferInNull,
                F::OidCut,
                F::OidPadded,
                F::OidLarge,
                F::OidHuge,
                F::OidHuge,
            ],
            Spot::ALGORITHMS,
            Reads::Taken,
        ),
        // Names are compared as they are; strings may hold anything.
        Row::each(
            &[
                F::TagWrong,
                F::ElementMissing,
                F::ElementExtra,
                F::ContentDamaged,
                F::LengthNotMinimal,
                F::LengthIndefinite,
                F::TagLongForm,
                F::TagHigh,
                F::OidEmpty,
                F::NullContent,
            ],
            Spot::NAMES,
            FRAME,
        ),
        Row::all(&[], Spot::NAMES, Reads::Taken),
        // Extensions by number and by size.
        Row::all(&[F::Repeated], &[FrameOf(ONCE)], Met(MozPkix::INIT_VALUE)),
        Row::all(&[F::Repeated], &[Spot::Frames], Reads::Taken),
        Row::all(&[F::ValueEmpty], &[ValueOf(ONCE), ValueOf(&[Ext::Pc])], Met(MozPkix::INIT_VALUE)),
        Row::all(&[], &[ValueOf(UNREAD)], Reads::Taken),
        Row::all(&[F::BooleanNotFf, F::BooleanLength], &[Spot::Frames], Met(MozPkix::INIT_DER)),
        Row::all(&[F::OidCut, F::OidPadded, F::OidLarge, F::OidHuge], &[Spot::Frames], Reads::Taken),
        // The outermost frame.
        Row::each(
            &[F::OctetsTrailing, F::LengthNotMinimal, F::LengthIndefinite, F::ContentDamaged],
            &[At(Part::Certificate), At(Part::Tbs), At(Part::Serial), At(Part::Version)],
            OUTERMOST,
        ),
        Row::each(&[F::TagWrong, F::StringConstructed], &[At(Part::Signature)], OUTERMOST),
        Row::all(
            &[F::BitsUnused, F::BitsUnusedSet, F::BitsUnusedRange, F::BitsUnusedOfNothing, F::BitsEmpty],
            &[At(Part::Signature)],
            Met(MozPkix::INIT_SIGNATURE),
        ),
        Row::each(&[F::IntegerEmpty], &[At(Part::Serial)], FRAME),
        Row::all(&[F::IntegerPadded, F::IntegerNegative], &[At(Part::Version), At(Part::Serial)], Met(MozPkix::INIT_INTEGER)),
        Row::all(&[F::VersionUnknown, F::IntegerLarge], &[At(Part::Version)], Met(MozPkix::INIT_DER)),
        // Times, once their frame is read.
        Row::each(&[F::TagWrong, F::ElementMissing, F::StringConstructed], Spot::TIMES, FRAME),
        Row::all(&[], Spot::TIMES, Met(MozPkix::TIME)),
        // Keys. That of the end-entity certificate is taken out in the handshake.
        Row::each(
            &[F::ElementExtra, F::LengthNotMinimal, F::LengthIndefinite, F::TagLongForm, F::TagWrong, F::ElementMissing],
            &[At(Part::Key)],
            FRAME,
        ),
        Row::each(
            &[F::ValueEmpty, F::BitsEmpty, F::BitsUnusedOfNothing],
            &[At(Part::Key)],
            [Met(MozPkix::NO_KEY), Met(MozPkix::KEY), Met(MozPkix::KEY)],
        ),
        Row::all(&[F::BitsUnused, F::BitsUnusedSet], &[At(Part::Key)], Met(MozPkix::KEY)),
        Row::all(&[F::PointCompressed], &[At(Part::KeyBits)], Met(MozPkix::POINT_FORM)),
        Row::each(
            &[F::PointHybrid, F::PointInfinity],
            &[At(Part::KeyBits)],
            [Met(MozPkix::NO_HANDSHAKE), Met(MozPkix::POINT_FORM), Met(MozPkix::POINT_FORM)],
        ),
        Row::each(&[F::PointOff], &[At(Part::KeyBits)], [Met(MozPkix::NO_HANDSHAKE), Reads::Taken, Reads::Taken]),
        Row::each(
            &[F::ExponentEven, F::ExponentLarge, F::ExponentOne],
            &[At(Part::Exponent)],
            [Met(MozPkix::NO_HANDSHAKE), Reads::Taken, Reads::Taken],
        ),
        Row::all(&[F::ExponentWide], &[At(Part::Exponent)], Reads::Taken),
        Row::all(&[F::IntegerPadded, F::IntegerNegative], &[At(Part::Modulus)], Met(MozPkix::KEY_INTEGER)),
        Row::each(
            &[F::IntegerPadded, F::IntegerNegative],
            &[At(Part::Exponent)],
            [Met(MozPkix::NO_KEY), Met(MozPkix::KEY_INTEGER), Met(MozPkix::KEY_INTEGER)],
        ),
        Row::each(&[F::CurveUnknown], &[At(Part::KeyAlgorithm)], [Met(MozPkix::WEAK_SERVER_KEY), Reads::Taken, Reads::Taken]),
        Row::each(&[F::KeyAlgorithmUnknown], &[At(Part::KeyAlgorithm)], [Met(MozPkix::NO_KEY), Reads::Taken, Reads::Taken]),
        Row::all(&[F::KeyOidOfX500], &[At(Part::KeyAlgorithm)], Met(MozPkix::KEY_ALGORITHM)),
        Row::each(&[F::ParametersNull], &[At(Part::KeyAlgorithm)], [Met(MozPkix::NO_KEY), Met(MozPkix::KEY), Met(MozPkix::KEY)]),
        Row::all(
            &[F::ParametersAbsent, F::ParametersOdd, F::ParametersNotNull, F::CurveExplicit],
            &[At(Part::KeyAlgorithm)],
            Met(MozPkix::KEY),
        ),
        Row::each(&[], Spot::KEY, [Met(MozPkix::NO_KEY), Met(MozPkix::KEY), Met(MozPkix::KEY)]),
        // Extensions, each where it is needed.
        Row::all(&[F::DefaultWritten, F::PathLenWithoutCa], &[ValueOf(&[Ext::Bc])], Reads::Taken),
        Row::all(&[], &[ValueOf(&[Ext::Bc])], Met(MozPkix::BASIC_CONSTRAINTS)),
        Row::all(&[F::BitsTrailingZeros, F::BitsMany], &[ValueOf(&[Ext::Ku])], Reads::Taken),
        Row::all(&[], &[ValueOf(&[Ext::Ku])], Met(MozPkix::KEY_USAGE)),
        Row::all(&[F::OidEmpty, F::OidCut, F::OidPadded, F::OidLarge, F::OidHuge], &[ValueOf(&[Ext::Eku])], Reads::Taken),
        Row::all(&[], &[ValueOf(&[Ext::Eku])], Met(MozPkix::PURPOSES)),
        Row::all(INSIDE_NAMES, &[ValueOf(&[Ext::Nc, Ext::San, Ext::Aia])], Reads::Taken),
        Row::all(&[], &[ValueOf(&[Ext::Nc])], Met(MozPkix::CONSTRAINTS)),
        Row::all(
            &[F::SequenceEmpty, F::OctetsTrailing, F::ContentDamaged, F::LengthNotMinimal, F::LengthIndefinite],
            &[ValueOf(&[Ext::San])],
            Met(MozPkix::NAMES),
        ),
        // Names are read one by one until one fits, and what is no name ends it.
        Row::all(&[F::NameFormNone, F::StringConstructed], &[ValueOf(&[Ext::San])], Reads::CutOff(MozPkix::NAMES_CUT)),
        // An odd name is met only if none before it fits.
        Row::all(&[], &[ValueOf(&[Ext::San])], Reads::Taken),
        Row::each(&[], &[ValueOf(&[Ext::Aia])], [Met(MozPkix::ACCESS), Reads::Taken, Reads::Taken]),
        Row::each(&[], &[ValueOf(&[Ext::Sct, Ext::TlsFeature])], [Met(MozPkix::LATE), Reads::Taken, Reads::Taken]),
        // All the rest is the frame.
        Row::each(&[], &[Spot::Skeleton], FRAME),
    ],
};
