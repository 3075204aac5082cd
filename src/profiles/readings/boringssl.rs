//! BoringSSL's own X.509 (`crypto/x509/x_x509.cc`, `v3_purp.cc`, `x_name.cc`, `crypto/evp/p_rsa_asn1.cc`), as Envoy calls it. It came from
//! OpenSSL and refuses more: versions that do not exist or do not fit, empty parts of names, RSA keys without NULL. It decodes
//! fewer extensions, and with policies in play all of them.

use super::openssl;
use crate::facts::{Ext, Flaw as F, Part};
use crate::policy::{Reading, Reads, Row, Spot};

/// The reading of Envoy's BoringSSL.
pub const READING: Reading = Reading { rows: &ROWS, settings_trail: false, old_labels_skipped: false };

/// Extensions that it has no decoder for.
const UNREAD: &[Ext] = &[Ext::NsCertType, Ext::ProxyInfo, Ext::Resources];
const POLICIES: &[Ext] = &[Ext::Cp, Ext::Pc, Ext::Pm, Ext::Iap];

const OWN: [Row; 10] = [
    // A BIT STRING has no unused bits set, and none of nothing.
    Row::all(&[F::BitsUnusedSet, F::BitsUnusedOfNothing], &[Spot::ValueOf(&[Ext::Ku])], Reads::Met("extension")),
    Row::decoder_at(&[F::BmpNoncharacter], Spot::NAMES, "INVALID_BMPSTRING"),
    // x509v3_cache_extensions, setup_dp.
    Row::all(&[F::PathLenWithoutCa], &[Spot::ValueOf(&[Ext::Bc])], Reads::Met("extension")),
    Row::all(&[F::PointNowhere], &[Spot::ValueOf(&[Ext::Crldp])], Reads::Taken),
    // x509_parse: "trailing data, fields, versions" in one error.
    Row::refused(
        &[F::VersionFour, F::VersionUnknown, F::ExtensionsBeforeV3, F::UniqueIdentifierEarly],
        &[Spot::At(Part::Version), Spot::At(Part::Extensions), Spot::At(Part::UniqueId)],
        "INVALID_VERSION",
    ),
    Row::refused(&[F::RdnEmpty], Spot::NAMES, "DECODE_ERROR"),
    // rsa_pub_decode: NULL has to stand there.
    Row::each(
        &[F::ParametersAbsent, F::ParametersOdd, F::ParametersNotNull],
        &[Spot::At(Part::KeyAlgorithm)],
        [Reads::Refused("DECODE_ERROR"), Reads::Met("key"), Reads::Met("key")],
    ),
    Row::all(&[], &[Spot::ValueOf(UNREAD), Spot::FrameOf(UNREAD)], Reads::Taken),
    // policy.cc: a path with a policy extension that does not decode has no policy.
    Row::all(&[F::SequenceEmpty, F::PolicyRepeated], &[Spot::ValueOf(POLICIES)], Reads::Met("policies")),
    Row::all(openssl::UNDECODABLE, &[Spot::ValueOf(POLICIES)], Reads::Met("policies")),
];

const ROWS: [Row; OWN.len() + openssl::ROWS.len()] = Row::joined(OWN, openssl::ROWS);
