//! Bytes in, items and notes out. Nothing here fails: what cannot be read is an item with the reason.

mod captures;
mod containers;
mod context;
mod foreign;
mod found;
pub(crate) mod keys;
mod limits;
mod notes;
mod private_key;
mod structure;
mod summary;
mod text;

pub use containers::pkcs12::Pkcs12Summary;
pub use notes::{NOTES, NoteClass, NoteKind, find as find_note, message};

pub(crate) use containers::pkcs12::label as store_label;
pub(crate) use context::{Ctx, Place};
pub(crate) use found::label as trust_label;

use containers::{java_keystore, zip};
use keys::KeyForm;
use std::sync::Arc;
use structure::Structure;
use zeroize::Zeroizing;

use crate::capture::Capture;
use crate::facts::{ByteRange, Field, PrivateKey, Problem, PublicKey};
use crate::report::PasswordState;
use crate::request::Input;
use crate::secrets::ahead::Ahead;
use crate::secrets::stack;

/// Everything recognised in the inputs.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// One per input, in order.
    pub inputs: Vec<ReadInput>,
    /// All items, in reading order.
    pub items: Vec<ReadItem>,
    /// Limits that were hit, as sentences for `Report.notChecked`.
    pub not_checked: Vec<String>,
    /// Parts of the current input that could not be read.
    pub(crate) unreadable: usize,
    /// Bytes that archives were unpacked to, of all files together.
    pub(crate) unpacked: usize,
    /// Private keys whose public half was computed.
    pub(crate) completed: usize,
    /// Keys that somebody else derives.
    pub(crate) ahead: Ahead,
}

impl Reading {
    /// The items of one input, with their places: items stand in the order of their inputs.
    pub fn items_of(&self, input: usize) -> impl Iterator<Item = (usize, &ReadItem)> {
        let from = self.items.partition_point(|item| item.input < input);
        self.items.iter().enumerate().skip(from).take_while(move |(_, item)| item.input == input)
    }
}

impl Reading {
    /// Bytes that archives were unpacked to, of all files together.
    #[must_use]
    pub const fn unpacked(&self) -> usize {
        self.unpacked
    }

    /// What deriving keys from passwords has cost, of all files together: calls of a compression function, about.
    #[must_use]
    pub fn derivation_work(&self) -> u64 {
        self.inputs.iter().map(|input| input.derivation_work).sum()
    }
}

/// What one input turned out to be.
#[derive(Clone, Debug, Default)]
pub struct ReadInput {
    /// As given.
    pub name: String,
    /// Stable id: `pem`, `der`, `pkcs12`, `pkcs7`, `java-keystore`, `text`, `empty`, `zip`, `image`, ...
    pub format: &'static str,
    /// Constant phrase for people.
    pub title: &'static str,
    /// Facts for the card.
    pub facts: Vec<Field>,
    /// Whether a password is missing or wrong.
    pub password: PasswordState,
    /// Notes on the file as a whole.
    pub notes: Vec<ReadNote>,
    /// Why nothing at all could be read.
    pub error: Option<Problem>,
    /// What a capture tells; its certificates are items of their own, in the same order.
    pub capture: Option<Box<Capture>>,
    /// What key derivation has cost so far, of what an input may cost.
    pub(crate) derivation_work: u64,
}

/// A note: id (see [`NOTES`]), value, place.
pub type ReadNote = Problem;

/// One thing found in an input.
#[derive(Clone, Debug)]
pub struct ReadItem {
    /// Index of the input.
    pub input: usize,
    /// Item it was found inside.
    pub parent: Option<usize>,
    /// Place in the input; for things out of an encrypted container, the container's place.
    pub range: ByteRange,
    /// What it is.
    pub content: Content,
    /// friendlyName or key store alias.
    pub alias: Option<String>,
    /// localKeyId of a PFX bag.
    pub local_key_id: Option<Vec<u8>>,
    /// Facts for display.
    pub facts: Vec<Field>,
    /// What was repaired.
    pub notes: Vec<ReadNote>,
    /// Why it could not be read (in full).
    pub error: Option<Problem>,
}

/// What an item is.
#[derive(Clone, Debug)]
pub enum Content {
    /// DER of a certificate, as cut out; it may still turn out damaged. What is decoded of it shares the octets.
    Certificate(Arc<[u8]>),
    /// A private key in the clear.
    PrivateKey(PrivateKey),
    /// A private key that is still locked.
    EncryptedPrivateKey,
    /// DER of a PKCS#10 request.
    CertificationRequest(Vec<u8>),
    /// DER of a CRL.
    Crl(Vec<u8>),
    /// A bare public key.
    PublicKey(PublicKey),
    /// PKCS#7 container; its parts follow as items of their own.
    Pkcs7,
    /// PKCS#12 container; its parts follow.
    Pkcs12(Pkcs12Summary),
    /// Java key store; its parts follow.
    JavaKeystore,
    /// Nothing we read.
    Unrecognised,
}

impl Content {
    /// The contract's word for `Item.kind`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Certificate(_) => "certificate",
            Self::PrivateKey(_) => "private-key",
            Self::EncryptedPrivateKey => "encrypted-private-key",
            Self::CertificationRequest(_) => "certification-request",
            Self::Crl(_) => "crl",
            Self::PublicKey(_) => "public-key",
            Self::Pkcs7 => "pkcs7",
            Self::Pkcs12(_) => "pkcs12",
            Self::JavaKeystore => "java-keystore",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// Reads all inputs.
#[must_use]
pub fn read(inputs: &[Input]) -> Reading {
    read_with(inputs, &[])
}

/// Reads all inputs, and tries `passwords` in order on whatever an input's own password leaves locked.
#[must_use]
pub fn read_with(inputs: &[Input], passwords: &[Zeroizing<String>]) -> Reading {
    read_ahead(inputs, passwords, Ahead::default()).0
}

/// The same with keys that somebody else derived, or to find out which those are.
#[must_use]
pub fn read_ahead(inputs: &[Input], passwords: &[Zeroizing<String>], ahead: Ahead) -> (Reading, Ahead) {
    let mut out = read_all(inputs, passwords, ahead);
    stack::wipe();
    let ahead = std::mem::take(&mut out.ahead);
    (out, ahead)
}

/// Not part of [`read`]: what it leaves on the stack has to lie below the frame that wipes it.
#[inline(never)]
fn read_all(inputs: &[Input], passwords: &[Zeroizing<String>], ahead: Ahead) -> Reading {
    // Made before the first key is met: a value that is moved takes along what lay on the stack between its fields.
    let inputs_read = inputs.iter().map(|input| ReadInput { name: input.name.clone(), ..ReadInput::default() }).collect();
    let mut out = Reading { inputs: inputs_read, ahead, ..Reading::default() };
    for (index, input) in inputs.iter().enumerate() {
        let first = out.items.len();
        out.unreadable = 0;
        let ctx = Ctx::new(index, input.password.as_deref(), passwords);
        let format = read_bytes(&input.bytes, Place::Direct { offset: 0 }, &ctx, &mut out);
        remark(input, format, &ctx, &mut out);
        summary::complete(&mut out, index, first, format);
    }
    out
}

/// What other programs may trip over before they read anything.
fn remark(input: &Input, format: Format, ctx: &Ctx<'_>, out: &mut Reading) {
    let ending = input.name.rsplit('.').next().unwrap_or_default();
    let pfx = ["p12", "pfx"].iter().any(|named| ending.eq_ignore_ascii_case(named));
    if pfx && !matches!(format.id, "pkcs12" | "empty") {
        out.note_input(ctx, Problem::new("name-says-pfx"));
    }
    let blanks = input.bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    if format.id == "pem" && input.bytes.get(..blanks).is_some_and(|before| before.contains(&b'\n')) {
        out.note_input(ctx, Problem::new("blank-line-first").at(0, blanks));
    }
}

/// What a file is as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Format {
    /// Stable id: `pem`, `der`, `pkcs12`, ...
    pub id: &'static str,
    /// Constant phrase for people.
    pub title: &'static str,
}

impl Format {
    const fn new(id: &'static str, title: &'static str) -> Self {
        Self { id, title }
    }
}

/// Reads one file, or one member of an archive: tells what it is and hands it to the reader for that. Leaves at least
/// one item, if only to say what the file is instead.
pub(crate) fn read_bytes(bytes: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) -> Format {
    if bytes.len() > limits::FILE_SIZE {
        return unread(bytes, place, Format::new("binary", "Very large file"), "file-too-large", ctx, out);
    }
    if let Some(problem) = blank(bytes) {
        return unread(bytes, place, Format::new("empty", "Empty file"), problem, ctx, out);
    }
    if foreign::is_java_keystore(bytes) {
        java_keystore::read(bytes, place, ctx, out);
        return Format::new("java-keystore", "Java key store");
    }
    if foreign::is_zip(bytes) {
        let before = out.items.len();
        zip::read(bytes, place, ctx, out);
        let format = Format::new("zip", "ZIP archive");
        return if out.items.len() > before { format } else { unread(bytes, place, format, "file-archive", ctx, out) };
    }
    if let Some(format) = captures::read(bytes, place, ctx, out) {
        return format;
    }
    if let Some(known) = foreign::by_signature(bytes) {
        return unread(bytes, place, known.format, known.problem, ctx, out);
    }
    if let Some(structure) = binary_der(bytes, place, ctx, out) {
        return structure;
    }
    text::read(bytes, place, ctx, out)
}

/// Why there is nothing in the file at all.
fn blank(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [] => Some("file-empty"),
        _ if bytes.iter().all(|b| b.is_ascii_whitespace()) => Some("file-blank"),
        _ if bytes.iter().all(|&b| b == 0) => Some("file-zeros"),
        _ => None,
    }
}

/// Reads the file as DER, if it starts like it.
fn binary_der(bytes: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) -> Option<Format> {
    let head = bytes.get(..2)?;
    if head[0] != 0x30 {
        return None;
    }
    match found::read(bytes, found::After::More, place, ctx, out) {
        Some(Structure::Pkcs12) => Some(Format::new("pkcs12", "PFX (PKCS #12)")),
        Some(Structure::Pkcs7 | Structure::OtherCms) => Some(Format::new("pkcs7", "PKCS #7 file")),
        Some(Structure::Bcfks) => Some(Format::new("java-keystore", "Java key store")),
        Some(structure) => Some(Format::new("der", der_title(structure))),
        // Text may start with the digit 0, which is a SEQUENCE's tag; only a long length is no text.
        None if head[1] >= 0x80 => {
            let problem = if foreign::was_text(bytes) { "binary-as-text" } else { "contents-unknown" };
            Some(unread(bytes, place, Format::new("der", "Binary data (DER)"), problem, ctx, out))
        }
        None => None,
    }
}

const fn der_title(structure: Structure) -> &'static str {
    match structure {
        Structure::Certificate => "Certificate in binary form (DER)",
        Structure::Request => "Certification request in binary form (DER)",
        Structure::Crl => "Revocation list in binary form (DER)",
        Structure::Key(KeyForm::Public | KeyForm::RsaPublic) => "Public key in binary form (DER)",
        Structure::Key(_) => "Private key in binary form (DER)",
        _ => "Binary data (DER)",
    }
}

/// Leaves one item that says what the file is.
fn unread(bytes: &[u8], place: Place, format: Format, problem: &'static str, ctx: &Ctx<'_>, out: &mut Reading) -> Format {
    let range = place.range(0, bytes.len());
    out.push_unreadable(ctx, Content::Unrecognised, range, Problem::new(problem));
    format
}
