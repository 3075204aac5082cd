//! What `pubkey_cert_records:decode_cert` makes nothing of: BER is read, strict in types and in the lengths of texts; each
//! extension that it knows is decoded, whatever becomes of it. A trust file is used without such a certificate.

use crate::policy::{Ext, Flaw, Reading, Reads, Row, Spot};

/// The table.
pub const READING: Reading = Reading {
    rows: &[
        Row::all(
            &[],
            &[Spot::ValueOf(&[
                Ext::TlsFeature,
                Ext::Sct,
                Ext::Sda,
                Ext::NsCertType,
                Ext::NsComment,
                Ext::QcStatements,
                Ext::ProxyInfo,
                Ext::Resources,
                Ext::Other,
            ])],
            Reads::Taken,
        ),
        Row::refused_or_left_out(
            &[
                Flaw::ContentDamaged,
                Flaw::TagWrong,
                Flaw::ElementMissing,
                Flaw::ElementExtra,
                Flaw::NameFormNone,
                Flaw::EntryWrong,
                Flaw::ValueEmpty,
                Flaw::OidEmpty,
                Flaw::AttributeHalf,
                Flaw::PrimitiveConstructed,
                Flaw::DirectoryImplicit,
                Flaw::NullContent,
            ],
            &[Spot::Skeleton, Spot::Values],
            "decoding",
        ),
        Row::refused_or_left_out(
            &[
                Flaw::TextIsNoString,
                Flaw::TextIsStructure,
                Flaw::TextTypeOther,
                Flaw::TextTypeUnusual,
                Flaw::TextEmpty,
                Flaw::Utf8Invalid,
                Flaw::UniversalRange,
            ],
            Spot::NAMES,
            "decoding",
        ),
        Row::all(
            &[
                Flaw::UtcNoSeconds,
                Flaw::GeneralizedNoSeconds,
                Flaw::TimeNoZone,
                Flaw::TimeOffset,
                Flaw::TimeOffsetZero,
                Flaw::TimeFraction,
                Flaw::TimeDayImpossible,
                Flaw::TimeImpossible,
                Flaw::TimeText,
                Flaw::TimeEmpty,
            ],
            Spot::TIMES,
            Reads::Refused("decoding"),
        ),
    ],
    settings_trail: true,
    old_labels_skipped: true,
};
