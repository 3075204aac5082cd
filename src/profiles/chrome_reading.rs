//! What Chromium reads of a certificate, and where.
//!
//! Three places, one after the other: BoringSSL's handshake (`ssl/ssl_cert.cc`), the network stack's own
//! (`net/cert/x509_certificate.cc`), and `ParsedCertificate::Create` (`pki/parsed_certificate.cc`). The first two read
//! the end-entity certificate alone; what the third cannot read of another certificate leaves that one out.

use crate::policy::{Chromium, Ext, Flaw, Part, Reading, Reads, Row, Spot};

use Flaw as F;
use Spot::{At, ValueOf};

const IN_HANDSHAKE: [Reads; 3] = [Reads::Met(Chromium::HANDSHAKE), Reads::LeftOut, Reads::LeftOut];
const IN_FORMAT: [Reads; 3] = [Reads::Met(Chromium::FORMAT), Reads::LeftOut, Reads::LeftOut];
const IN_VERIFIER: [Reads; 3] = [Reads::Met(Chromium::INVALID), Reads::LeftOut, Reads::LeftOut];

/// Extensions that are not looked into.
const UNREAD: &[Ext] = &[
    Ext::Crldp,
    Ext::Ian,
    Ext::Sct,
    Ext::TlsFeature,
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

/// What a name may hold without anybody minding inside an extension, where nothing but its frame is read.
const INSIDE_NAMES: &[Flaw] = &[
    F::PartyMissing,
    F::PartyOdd,
    F::OtherNameDamaged,
    F::OtherNameOdd,
    F::HostOfNothing,
    F::NameOfNothing,
    F::UriOdd,
    F::MailboxOdd,
    F::NameWildcard,
    F::UriConstraintOdd,
    F::NameFormUnread,
    F::NameFormUnusual,
    F::RdnEmpty,
    F::RdnUnsorted,
    F::PrintableStar,
    F::PrintableAmpersand,
    F::PrintableOther,
    F::PrintableHigh,
    F::NumericOther,
    F::Ia5High,
    F::TeletexHigh,
    F::Utf8Invalid,
    F::Utf8Nul,
    F::BmpLength,
    F::BmpSurrogate,
    F::BmpNoncharacter,
    F::TextOidDamaged,
    F::UniversalLength,
    F::UniversalRange,
    F::TextTypeUnusual,
    F::TextTypeOther,
    F::TextIsStructure,
    F::TextIsNoString,
    F::TextLong,
    F::CountryLength,
    F::MappingOfAny,
];

/// The table.
pub const CHROMIUM: Reading = Reading {
    settings_trail: false,
    old_labels_skipped: false,
    rows: &[
        // Nobody minds.
        Row::all(&[], &[ValueOf(UNREAD)], Reads::Taken),
        Row::all(&[], &[At(Part::SignatureContent)], Reads::Taken),
        Row::all(&[Flaw::UniqueIdentifier], &[At(Part::UniqueId)], Reads::Taken),
        Row::each(
            &[F::OidPadded],
            Spot::KEY,
            [Reads::Met(Chromium::HANDSHAKE), Reads::Met(Chromium::KEY), Reads::Met(Chromium::KEY)],
        ),
        Row::all(&[F::OidEmpty, F::OidCut, F::OidPadded, F::OidLarge, F::OidHuge], &[Spot::Anywhere], Reads::Taken),
        // NSS finds no root again whose serial number it would write otherwise.
        Row::each(&[F::IntegerPadded], &[At(Part::Serial)], [Reads::Taken, Reads::Taken, Reads::LeftOut]),
        Row::all(
            &[F::SerialZero, F::SerialLong, F::IntegerNegative, F::IntegerPadded, F::IntegerEmpty],
            &[At(Part::Serial)],
            Reads::Taken,
        ),
        Row::all(&[F::GeneralizedEarly], Spot::TIMES, Reads::Taken),
        Row::all(&[F::TimeSecond60], Spot::TIMES, Reads::CountedOn),
        Row::all(
            &[
                F::PrintableStar,
                F::TeletexHigh,
                F::TextEmpty,
                F::TextLong,
                F::CountryLength,
                F::RdnUnsorted,
                F::Utf8Invalid,
                F::Utf8Nul,
                F::TextOidDamaged,
                F::NameEmpty,
            ],
            Spot::NAMES,
            Reads::Taken,
        ),
        // What the verifier makes of an algorithm is for `rehearsal::chromium::algorithms` to say.
        Row::all(
            &[
                F::ParametersAbsent,
                F::ParametersNull,
                F::ParametersOdd,
                F::ParametersNotNull,
                F::ElementExtra,
                F::ElementMissing,
                F::NullContent,
                F::AlgorithmsDiffer,
                F::AlgorithmsDifferInNull,
            ],
            Spot::ALGORITHMS,
            Reads::Taken,
        ),
        Row::all(&[F::PointCompressed], Spot::KEY, Reads::Taken),
        Row::all(INSIDE_NAMES, &[Spot::Values], Reads::Taken),
        Row::all(&[F::DefaultWritten, F::PathLenWithoutCa], &[ValueOf(&[Ext::Bc])], Reads::Taken),
        Row::all(&[F::BitsTrailingZeros, F::BitsMany], &[ValueOf(&[Ext::Ku])], Reads::Taken),
        Row::all(&[F::TextEmpty], &[ValueOf(&[Ext::Ski, Ext::Aki])], Reads::Taken),
        Row::all(
            &[F::SequenceEmpty, F::IntegerPadded, F::IntegerEmpty, F::AddressLength, F::NameNotAscii],
            &[ValueOf(&[Ext::Aki])],
            Reads::Taken,
        ),
        Row::all(
            &[F::AddressLength, F::OctetsTrailing, F::NameFormNone, F::StringConstructed],
            &[ValueOf(&[Ext::Aia])],
            Reads::Taken,
        ),
        Row::all(&[F::NameFormNone], &[ValueOf(&[Ext::Aki])], Reads::Taken),
        Row::all(&[F::CriticalForbidden], &[Spot::Frames], Reads::Taken),
        Row::all(&[F::QualifierUnknown], &[ValueOf(&[Ext::Cp])], Reads::Met(Chromium::QUALIFIER)).only(true),
        Row::all(&[F::QualifierUnknown], &[ValueOf(&[Ext::Cp])], Reads::Taken),
        Row::all(&[F::BitsUnused], &[At(Part::Signature)], Reads::Met(Chromium::UNUSED_BITS)),
        Row::all(&[F::ValueEmpty], &[At(Part::Signature)], Reads::Taken),
        // The handshake: down to the key, then as far as keyUsage.
        Row::each(&[F::OctetsTrailing], &[At(Part::Certificate)], IN_HANDSHAKE),
        Row::each(
            &[F::LengthNotMinimal, F::LengthIndefinite, F::TagLongForm],
            &[
                At(Part::Certificate),
                At(Part::Tbs),
                At(Part::Version),
                At(Part::Serial),
                At(Part::InnerAlgorithm),
                At(Part::Validity),
                At(Part::Key),
                At(Part::KeyAlgorithm),
                At(Part::UniqueId),
                At(Part::Extensions),
            ],
            IN_HANDSHAKE,
        ),
        // It passes over names as a whole.
        Row::each(&[F::LengthNotMinimal, F::LengthIndefinite, F::TagLongForm], Spot::NAMES, IN_HANDSHAKE).of_outermost(true),
        Row::each(
            &[F::TagWrong, F::ElementMissing, F::ContentDamaged],
            &[At(Part::Certificate), At(Part::Tbs), At(Part::Serial), At(Part::InnerAlgorithm), At(Part::Validity)],
            IN_HANDSHAKE,
        ),
        Row::each(&[], Spot::KEY, [Reads::Met(Chromium::HANDSHAKE), Reads::Met(Chromium::KEY), Reads::Met(Chromium::KEY)]),
        // Without digitalSignature the handshake ends for that.
        Row::each(&[F::BitsNone], &[ValueOf(&[Ext::Ku])], [Reads::Taken, Reads::LeftOut, Reads::LeftOut]),
        Row::each(&[], &[ValueOf(&[Ext::Ku])], IN_HANDSHAKE),
        // The network stack.
        Row::each(&[F::ExtensionsBeforeV3], &[At(Part::Extensions)], IN_FORMAT),
        Row::each(&[F::SequenceEmpty], &[At(Part::Extensions)], IN_VERIFIER),
        Row::each(&[F::ElementOrder], &[At(Part::Extensions)], IN_FORMAT),
        Row::each(&[], &[At(Part::Extensions)], IN_HANDSHAKE),
        // Types of text that are not converted are compared as they are; shown are those of the end-entity certificate.
        Row::each(
            &[
                F::TextTypeUnusual,
                F::NumericOther,
                F::TextTypeOther,
                F::TextIsStructure,
                F::TextIsNoString,
                F::StringConstructed,
                F::NullContent,
            ],
            Spot::NAMES,
            [Reads::Met(Chromium::FORMAT), Reads::Taken, Reads::Taken],
        ),
        Row::each(
            &[],
            &[
                At(Part::Certificate),
                At(Part::Tbs),
                At(Part::Version),
                At(Part::Serial),
                At(Part::InnerAlgorithm),
                At(Part::Issuer),
                At(Part::Validity),
                At(Part::NotBefore),
                At(Part::NotAfter),
                At(Part::Subject),
                At(Part::UniqueId),
                At(Part::OuterAlgorithm),
                At(Part::Signature),
            ],
            IN_FORMAT,
        ),
        // The verifier.
        Row::each(&[], &[Spot::Frames, Spot::Values], IN_VERIFIER),
    ],
};
