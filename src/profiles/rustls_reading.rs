//! What rustls-webpki refuses to read (rustls/webpki `src/cert.rs`, `src/der.rs`, `src/x509.rs`, `src/signed_data.rs`).
//!
//! A certificate is taken apart into its fields and extensions first; what is inside names, algorithms and most extensions
//! is compared as octets or not looked at. The server's own certificate ends the handshake there; an intermediate is passed
//! over and leaves its error behind; a root is not added. Dates, basicConstraints and extKeyUsage are read when a path is
//! built, a key when a signature is verified with it, names when they are compared.

use crate::policy::{Confidence, Ext, Flaw, Part, Reading, Reads, Rfc5280, Row, Spot, Word};

/// The table.
pub const READING: Reading = Reading { rows: ROWS, settings_trail: true, old_labels_skipped: true };

/// What is no element, or not the one that is looked for.
const WRONG: &[Flaw] = &[
    Flaw::LengthNotMinimal,
    Flaw::LengthIndefinite,
    Flaw::TagLongForm,
    Flaw::TagHigh,
    Flaw::ContentDamaged,
    Flaw::TagWrong,
    Flaw::StringConstructed,
    Flaw::ElementMissing,
    Flaw::EntryWrong,
];

const ROWS: &[Row] = &[
    Row::taken_apart(&[], &[Spot::At(Part::Certificate)], TRAILING),
    Row::taken_apart(&[Flaw::ElementExtra], &[Spot::At(Part::Tbs)], TRAILING),
    Row::taken_apart(WRONG, &[Spot::At(Part::Tbs)], DER),
    Row::taken_apart(
        &[Flaw::DefaultWritten, Flaw::VersionFour, Flaw::VersionUnknown, Flaw::ElementExtra],
        &[Spot::At(Part::Version)],
        VERSION,
    ),
    Row::taken_apart(&[], &[Spot::At(Part::Version)], DER),
    // A root of version 1 is taken where it has no extensions; the others must be of version 3.
    Row::each(&[Flaw::ExtensionsBeforeV3], &[Spot::At(Part::Extensions)], [Reads::Taken, Reads::Taken, Reads::LeftOut]),
    Row::taken_apart(WRONG, &[Spot::At(Part::Serial)], DER),
    Row::taken_apart(&[Flaw::AlgorithmsDiffer, Flaw::AlgorithmsDifferInNull], &[Spot::Anywhere], DIFFERENT),
    Row::taken_apart(WRONG, Spot::ALGORITHMS, DER).of_outermost(true),
    Row::taken_apart(WRONG, Spot::NAMES, DER).of_outermost(true),
    Row::taken_apart(WRONG, &[Spot::At(Part::Validity), Spot::At(Part::Key)], DER).of_outermost(true),
    Row::taken_apart(&[], &[Spot::At(Part::UniqueId)], TRAILING),
    Row::all(&[Flaw::SequenceEmpty, Flaw::ExtensionsBeforeV3], &[Spot::At(Part::Extensions)], Reads::Taken),
    Row::taken_apart(&[], &[Spot::At(Part::Extensions)], TRAILING),
    Row::taken_apart(&[Flaw::Repeated], &[Spot::FrameOf(KNOWN)], TWICE),
    Row::taken_apart(WRONG, &[Spot::Frames], DER),
    Row::taken_apart(&[Flaw::BooleanNotFf], &[Spot::Frames], DER),
    Row::taken_apart(&[Flaw::ElementExtra, Flaw::BooleanLength], &[Spot::Frames], TRAILING),
    Row::taken_apart(&[Flaw::ValueEmpty, Flaw::OctetsTrailing], &[Spot::ValueOf(TAKEN_APART)], DER),
    Row::taken_apart(WRONG, &[Spot::ValueOf(TAKEN_APART)], DER).of_outermost(true),
    Row::taken_apart(WRONG, &[Spot::At(Part::Signature)], TRAILING),
    Row::taken_apart(
        &[Flaw::BitsEmpty, Flaw::BitsUnusedOfNothing, Flaw::BitsUnusedRange, Flaw::BitsUnused, Flaw::BitsUnusedSet],
        &[Spot::At(Part::Signature)],
        DER,
    ),
    // RSA with PKCS #1 is known with NULL and with nothing behind it.
    Row::all(&[Flaw::ParametersAbsent], Spot::ALGORITHMS, Reads::Taken),
    Row::path_building(&[], Spot::ALGORITHMS, ALGORITHM),
    Row::path_building(&[], &[Spot::At(Part::SignatureContent)], SIGNATURE),
    Row::path_building(&[Flaw::ElementExtra], &[Spot::At(Part::Validity)], TIME),
    Row::all(&[Flaw::GeneralizedEarly], Spot::TIMES, Reads::Taken),
    Row::path_building(&[Flaw::TagWrong, Flaw::ElementMissing, Flaw::StringConstructed], Spot::TIMES, LATE_TRAILING),
    Row::path_building(&[], Spot::TIMES, TIME),
    Row::all(&[Flaw::DefaultWritten, Flaw::PathLenWithoutCa], &[Spot::ValueOf(&[Ext::Bc])], Reads::Taken),
    Row::path_building(&[Flaw::BooleanLength], &[Spot::ValueOf(&[Ext::Bc])], LATE_TRAILING),
    Row::path_building(&[], &[Spot::ValueOf(&[Ext::Bc])], LATE_DER),
    Row::path_building(&[Flaw::SequenceEmpty], &[Spot::ValueOf(&[Ext::Eku])], EMPTY),
    Row::path_building(WRONG, &[Spot::ValueOf(&[Ext::Eku])], Rfc5280::PURPOSES),
    Row::as_issuer(
        &[Flaw::SubtreeMinimum, Flaw::SubtreeMaximum, Flaw::DefaultWritten, Flaw::ElementExtra, Flaw::ElementOrder],
        &[Spot::ValueOf(&[Ext::Nc])],
        LATE_TRAILING,
    ),
    Row::as_issuer(WRONG, &[Spot::ValueOf(&[Ext::Nc])], LATE_DER),
    Row::all(&[Flaw::PointCompressed], &[Spot::At(Part::KeyBits)], Reads::Met(Rfc5280::COMPRESSED)),
    Row::each(
        &[Flaw::BitsEmpty, Flaw::BitsUnusedOfNothing, Flaw::BitsUnusedRange, Flaw::BitsUnused, Flaw::BitsUnusedSet],
        &[Spot::At(Part::Key)],
        [Reads::Met(Rfc5280::KEY_UNREAD), Reads::Met(LATE_DER), Reads::Met(LATE_DER)],
    ),
    Row::each(
        &[Flaw::ElementExtra, Flaw::TagWrong, Flaw::ElementMissing, Flaw::StringConstructed],
        &[Spot::At(Part::Key)],
        [Reads::Met(Rfc5280::KEY_UNREAD), Reads::Met(LATE_TRAILING), Reads::Met(LATE_TRAILING)],
    ),
    Row::each(
        &[],
        &[Spot::At(Part::KeyAlgorithm)],
        [Reads::Met(Rfc5280::KEY_TYPE), Reads::Met(NOT_FOR_KEY), Reads::Met(NOT_FOR_KEY)],
    ),
    Row::each(&[], Spot::KEY, [Reads::Met(Rfc5280::KEY), Reads::Met(SIGNATURE), Reads::Met(SIGNATURE)]),
    Row::all(&[Flaw::NameFormNone], &[Spot::ValueOf(&[Ext::San])], Reads::Met(Rfc5280::NAMES)),
    Row::all(WRONG, &[Spot::ValueOf(&[Ext::San])], Reads::Met(Rfc5280::NAMES)),
];

/// Extensions that are remembered, each once.
const KNOWN: &[Ext] = &[Ext::Ku, Ext::San, Ext::Bc, Ext::Nc, Ext::Crldp, Ext::Eku, Ext::Sct];
/// Those of them whose outermost element is taken off.
const TAKEN_APART: &[Ext] = &[Ext::San, Ext::Bc, Ext::Nc, Ext::Crldp, Ext::Eku, Ext::Sct];

const DER: &str = "BadDer";
const TRAILING: &str = "TrailingData";
const LATE_DER: &str = "late BadDer";
const LATE_TRAILING: &str = "late TrailingData";
const TIME: &str = "BadDerTime";
const VERSION: &str = "UnsupportedCertVersion";
const DIFFERENT: &str = "SignatureAlgorithmMismatch";
const ALGORITHM: &str = "UnsupportedSignatureAlgorithm";
const TWICE: &str = "ExtensionValueInvalid";
const SIGNATURE: &str = "InvalidSignatureForPublicKey";
const NOT_FOR_KEY: &str = "UnsupportedSignatureAlgorithmForPublicKey";
const EMPTY: &str = "EmptyEkuExtension";

const ENCODING: &str = "invalid peer certificate: BadEncoding";
const BAD: &str = "invalid peer certificate: BadSignature";
const OTHER: &str = "invalid peer certificate: Other";

/// What is said about each.
pub const WORDS: [Word; 19] = [
    Word::term(DER, DER, ENCODING, Confidence::Tested),
    Word::term(TRAILING, TRAILING, ENCODING, Confidence::Tested),
    Word::term(LATE_DER, DER, ENCODING, Confidence::Tested),
    Word::term(LATE_TRAILING, TRAILING, ENCODING, Confidence::Tested),
    Word::term(Rfc5280::PURPOSES, DER, ENCODING, Confidence::Source),
    Word::term(Rfc5280::KEY_UNREAD, "BadEncoding", ENCODING, Confidence::Tested),
    Word::term(TIME, TIME, ENCODING, Confidence::Tested),
    Word::term(VERSION, VERSION, OTHER, Confidence::Tested),
    Word::term(DIFFERENT, DIFFERENT, OTHER, Confidence::Tested),
    Word::term(ALGORITHM, ALGORITHM, "invalid peer certificate", Confidence::Tested),
    Word::term(TWICE, TWICE, OTHER, Confidence::Tested),
    Word::term(EMPTY, EMPTY, OTHER, Confidence::Tested),
    Word::term(Rfc5280::NAMES, DER, ENCODING, Confidence::Tested),
    Word::term(SIGNATURE, SIGNATURE, BAD, Confidence::Tested),
    Word::term(Rfc5280::KEY, "BadSignature", BAD, Confidence::Tested),
    Word::term(Rfc5280::COMPRESSED, "BadSignature", BAD, Confidence::Tested),
    Word::term(
        Rfc5280::MESSAGE,
        "InvalidMessage",
        "received corrupt message of type HandshakePayloadTooLarge",
        Confidence::Tested,
    ),
    Word::term(Rfc5280::KEY_TYPE, NOT_FOR_KEY, "invalid peer certificate", Confidence::Tested),
    Word::term(NOT_FOR_KEY, NOT_FOR_KEY, "invalid peer certificate", Confidence::Tested),
];
