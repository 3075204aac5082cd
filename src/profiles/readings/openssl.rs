//! OpenSSL and what is built on it (`crypto/asn1/tasn_dec.c`, `crypto/x509/v3_purp.c`, `crypto/x509/x509_cmp.c`).
//!
//! Four stages. The decoder takes BER but no wrong type, count or number; it stops the handshake, or the reading of the
//! trust file. The public key, the extensions that verification rests on and the dates are decoded when they are needed:
//! a certificate whose key or extensions do not decode cannot issue and has no issuer, and one whose dates do not
//! decode is refused when they are compared.

use crate::facts::{Ext, Flaw as F, Part};
use crate::policy::{Reading, Reads, Row, Spot};

/// Extensions that `ossl_x509v3_cache_extensions` decodes.
const CACHED: &[Ext] = &[
    Ext::Bc,
    Ext::Ku,
    Ext::Eku,
    Ext::NsCertType,
    Ext::Ski,
    Ext::Aki,
    Ext::San,
    Ext::Nc,
    Ext::Crldp,
    Ext::ProxyInfo,
    Ext::Resources,
];

/// What no value that is decoded may have.
pub(super) const UNDECODABLE: &[F] = &[
    F::ContentDamaged,
    F::LengthOfNothing,
    F::PrimitiveConstructed,
    F::DirectoryImplicit,
    F::PartyMissing,
    F::PartyOdd,
    F::NameFormNone,
    F::ValueEmpty,
    F::TagWrong,
    F::ElementMissing,
    F::ElementExtra,
    F::ElementOrder,
    F::IntegerEmpty,
    F::IntegerPadded,
    F::BooleanLength,
    F::OidEmpty,
    F::OidCut,
    F::OidPadded,
    F::EntryWrong,
    F::OtherNameDamaged,
    F::OtherNameOdd,
    F::NullContent,
    F::BitsEmpty,
    F::BitsUnusedRange,
    F::TextIsNoString,
    F::TextTypeOther,
    F::Utf8Invalid,
    F::BmpLength,
    F::BmpSurrogate,
    F::UniversalLength,
    F::UniversalRange,
];

/// What the key's own decoder refuses (`crypto/x509/x_pubkey.c`, `crypto/ec/ec_ameth.c`, `crypto/rsa/rsa_ameth.c`).
const KEYLESS: &[F] =
    &[F::KeyAlgorithmUnknown, F::CurveUnknown, F::PointLength, F::PointOff, F::KeyLength, F::ValueEmpty, F::BitsUnusedSet];

/// Extensions that make a certificate EXFLAG_INVALID.
const EXTENSIONS: [Row; 3] = [
    Row::all(&[F::Repeated], &[Spot::FrameOf(CACHED)], Reads::Met("extension")),
    Row::all(UNDECODABLE, &[Spot::ValueOf(CACHED)], Reads::Met("extension")),
    // Decoded, and then found meaningless.
    Row::all(
        &[F::BitsNone, F::IntegerNegative, F::PointNowhere, F::ProxyNamed],
        &[Spot::ValueOf(&[Ext::Ku, Ext::Bc, Ext::Crldp, Ext::ProxyInfo])],
        Reads::Met("extension"),
    ),
];

/// ssl/statem: the length of the message's entry.
const LENGTH: Reads = Reads::Refused("CERT_LENGTH_MISMATCH");
const TRAILING: &[Spot] = &[Spot::At(Part::Certificate)];

/// A PEM block in a trust file is read up to the certificate's end.
pub(super) const ROWS: [Row; 31] = Row::joined([Row::each(&[F::OctetsTrailing], TRAILING, [LENGTH, LENGTH, Reads::Taken])], REST);

const REST: [Row; 30] = [
    Row::decoder_at(&[F::TagWrong], Spot::TIMES, "MSTRING_WRONG_TAG"),
    Row::decoder_at(&[F::TextIsNoString, F::TextTypeOther], Spot::NAMES, "MSTRING_WRONG_TAG"),
    // asn1_get_length wants an octet behind a length in the long form.
    Row::decoder(&[F::LengthOfNothing], "HEADER_TOO_LONG"),
    Row::decoder(&[F::PrimitiveConstructed], "TYPE_NOT_PRIMITIVE"),
    Row::decoder(&[F::TagWrong, F::ElementOrder, F::EntryWrong], "WRONG_TAG"),
    Row::decoder(&[F::ContentDamaged], "TOO_LONG"),
    Row::decoder(&[F::ElementMissing], "FIELD_MISSING"),
    Row::decoder(&[F::ElementExtra], "SEQUENCE_LENGTH_MISMATCH"),
    Row::decoder(&[F::IntegerPadded], "ILLEGAL_PADDING"),
    Row::decoder(&[F::IntegerEmpty], "ILLEGAL_ZERO_CONTENT"),
    Row::decoder(&[F::BooleanLength], "BOOLEAN_IS_WRONG_LENGTH"),
    Row::decoder(&[F::OidEmpty, F::OidCut, F::OidPadded], "INVALID_OBJECT_ENCODING"),
    Row::decoder(&[F::NullContent], "NULL_IS_WRONG_LENGTH"),
    Row::decoder(&[F::BitsUnusedRange], "INVALID_BIT_STRING_BITS_LEFT"),
    Row::decoder(&[F::BitsEmpty], "STRING_TOO_SHORT"),
    // x509_name_canon turns every text into UTF-8.
    Row::decoder_at(&[F::Utf8Invalid], Spot::NAMES, "INVALID_UTF8STRING"),
    Row::decoder_at(&[F::BmpSurrogate, F::UniversalRange], Spot::NAMES, "ILLEGAL_CHARACTERS"),
    Row::decoder_at(&[F::BmpLength], Spot::NAMES, "INVALID_BMPSTRING_LENGTH"),
    Row::decoder_at(&[F::UniversalLength], Spot::NAMES, "INVALID_UNIVERSALSTRING_LENGTH"),
    // The parameters of rsaEncryption are not looked at.
    Row::all(
        &[F::ParametersAbsent, F::ParametersNull, F::ParametersOdd],
        &[Spot::At(Part::KeyAlgorithm)],
        Reads::Met("key parameters"),
    ),
    Row::all(KEYLESS, &[Spot::At(Part::Key), Spot::At(Part::KeyAlgorithm), Spot::At(Part::KeyBits)], Reads::Met("key")),
    Row::all(
        &[F::ContentDamaged, F::TagWrong, F::ElementMissing, F::ElementExtra, F::ModulusZero],
        &[Spot::At(Part::KeyBits), Spot::At(Part::Modulus), Spot::At(Part::Exponent)],
        Reads::Met("key"),
    ),
    // ASN1_item_verify.
    Row::all(&[F::BitsUnused], &[Spot::At(Part::Signature)], Reads::Met("7")),
    // Keys that decode and make no signature.
    Row::all(&[F::PointInfinity], &[Spot::At(Part::KeyBits)], Reads::Met("BAD_SIGNATURE")),
    Row::all(&[F::ExponentEven], &[Spot::At(Part::Exponent)], Reads::Met("LAST_OCTET_INVALID")),
    EXTENSIONS[0],
    EXTENSIONS[1],
    EXTENSIONS[2],
    Row::all(TIMES, &[Spot::At(Part::NotBefore)], Reads::Met("13")),
    Row::all(TIMES, &[Spot::At(Part::NotAfter)], Reads::Met("14")),
];

/// `X509_cmp_time` takes YYMMDDHHMMSSZ and YYYYMMDDHHMMSSZ of days that exist.
const TIMES: &[F] = &[
    F::UtcNoSeconds,
    F::GeneralizedNoSeconds,
    F::TimeNoZone,
    F::TimeOffset,
    F::TimeOffsetZero,
    F::TimeFraction,
    F::TimeDayImpossible,
    F::TimeImpossible,
    F::TimeSecond60,
    F::TimeText,
    F::TimeEmpty,
    F::TimeLowerZ,
];

/// A program that reads its trust file as a whole, and stops where a certificate in it does not decode.
pub const READING: Reading = Reading { rows: &ROWS, settings_trail: false, old_labels_skipped: false };

/// PEM is not read to the certificate's end but to the block's.
const EACH_ALONE: [Row; 31] =
    Row::joined([Row::each(&[F::OctetsTrailing], TRAILING, [LENGTH, LENGTH, Reads::LeftOut])], Row::without_stopping(REST));

/// OpenSSL 1.0.2: extensions that do not decode are as if they were not there, and numbers may be padded.
pub const OLD: Reading = Reading { rows: &OF_OLD, settings_trail: false, old_labels_skipped: false };

const OF_OLD: [Row; 37] = Row::joined(
    [
        Row::all(&[F::IntegerPadded, F::IntegerEmpty], &[Spot::Skeleton], Reads::Taken),
        Row::all(&[F::IntegerPadded, F::IntegerEmpty], &[Spot::ValueOf(CACHED)], Reads::Taken),
        Row::all(&[F::Repeated], &[Spot::FrameOf(CACHED)], Reads::Ignored),
        Row::all(UNDECODABLE, &[Spot::ValueOf(CACHED)], Reads::Ignored),
        Row::all(&[], &[Spot::ValueOf(CACHED)], Reads::Taken),
        // X509_cmp_time counted with an offset.
        Row::all(&[F::TimeOffset, F::TimeOffsetZero], Spot::TIMES, Reads::Taken),
    ],
    ROWS,
);

/// A program that adds trusted certificates one by one, and goes on without those that do not decode (Node's `ca`).
pub const ONE_BY_ONE: Reading = Reading { rows: &EACH_ALONE, settings_trail: false, old_labels_skipped: false };

/// A server program that loads its own certificates (`SSL_CTX_use_certificate`, `ssl/ssl_rsa.c`): it decodes each and its
/// key, and looks at no extension and no date. What follows the first certificate is read as its trust settings.
pub const LOADING: Reading = Reading { rows: &LOADED, settings_trail: false, old_labels_skipped: false };

/// The same with `SSL_CTX_use_certificate_chain_file`: whatever the library met on the way to the first certificate's key is
/// an error, so its extensions have to be as verification wants them.
pub const CHAIN_FILE: Reading = Reading { rows: &WITH_EXTENSIONS, settings_trail: false, old_labels_skipped: false };

/// The same where nothing is made of what follows the first certificate (`PEM_read_bio_X509`).
pub const FIRST_ALONE: Reading = Reading { rows: &FIRST, settings_trail: false, old_labels_skipped: false };
const FIRST: [Row; 35] = Row::joined([Row::each(&[F::OctetsTrailing], TRAILING, [Reads::Taken; 3])], WITH_EXTENSIONS);

const WITH_EXTENSIONS: [Row; 34] = {
    let mut rows = EXTENSIONS;
    let mut row = 0;
    while row < rows.len() {
        rows[row].leaf = Reads::Refused("damaged");
        row += 1;
    }
    Row::joined(rows, LOADED)
};

const LOADED: [Row; 31] = Row::joined([Row::each(&[F::OctetsTrailing], TRAILING, [LENGTH, Reads::Taken, Reads::Taken])], REST);

/// What 3.5 refuses besides: times that are too short for their type (`asn1_ex_c2i`). 3.5.5, 3.5.7 and 4.0.3 were run.
const SHORT: [Row; 2] = [
    Row::decoder_at(&[F::UtcShort], Spot::TIMES, "UTCTIME_IS_TOO_SHORT"),
    Row::decoder_at(&[F::GeneralizedShort], Spot::TIMES, "GENERALIZEDTIME_IS_TOO_SHORT"),
];
const ROWS_35: [Row; 33] = Row::joined(SHORT, ROWS);
/// The same as [`READING`] by OpenSSL 3.5.
pub const READING_35: Reading = Reading { rows: &ROWS_35, settings_trail: false, old_labels_skipped: false };
const EACH_ALONE_35: [Row; 33] = Row::joined(Row::without_stopping(SHORT), EACH_ALONE);
/// The same as [`ONE_BY_ONE`] by OpenSSL 3.5.
pub const ONE_BY_ONE_35: Reading = Reading { rows: &EACH_ALONE_35, settings_trail: false, old_labels_skipped: false };
/// And what 4.0 refuses: numbers of a key that are negative.
const NEGATIVE: [Row; 1] =
    [Row::all(&[F::IntegerNegative], &[Spot::At(Part::Modulus), Spot::At(Part::Exponent)], Reads::Met("key"))];
const ROWS_4: [Row; 34] = Row::joined(NEGATIVE, ROWS_35);
/// The same as [`READING`] by OpenSSL 4.0.
pub const READING_4: Reading = Reading { rows: &ROWS_4, settings_trail: false, old_labels_skipped: false };
