//! Bytes in, items and notes out. Nothing here fails: what cannot be read is an item with the reason.

mod ber;
mod bytes;
mod ciphers;
mod context;
mod digests;
pub(crate) mod encode;
pub(crate) mod java_keystore;
mod java_object;
mod kdf;
pub(crate) mod keys;
mod limits;
mod notes;
mod passwords;
mod pbe;
pub(crate) mod pkcs12;
pub(crate) mod pkcs7;
mod private_key;
mod protection;
pub(crate) mod zip;

pub use notes::{NOTES, NoteKind, message};
pub use protection::{CipherFamily, MacScheme, Pkcs12Summary, Scheme};

pub(crate) use context::{Ctx, Place};

use crate::facts::{ByteRange, Field, PrivateKey, Problem, PublicKey};
use crate::report::PasswordState;
use crate::request::Input;

/// Everything recognised in the inputs.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// One per input, in order.
    pub inputs: Vec<ReadInput>,
    /// All items, in reading order.
    pub items: Vec<ReadItem>,
    /// Limits that were hit, as sentences for `Report.notChecked`.
    pub not_checked: Vec<String>,
}

/// What one input turned out to be.
#[derive(Clone, Debug, Default)]
pub struct ReadInput {
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
    /// DER of a certificate, as cut out; it may still turn out damaged.
    Certificate(Vec<u8>),
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
    let mut out = Reading::default();
    for (index, input) in inputs.iter().enumerate() {
        out.inputs.push(ReadInput::default());
        let ctx = Ctx::new(index, input.password.as_deref());
        let format = read_bytes(&input.bytes, Place::Direct { offset: 0 }, &ctx, &mut out);
        if let Some(read) = out.inputs.last_mut() {
            read.format = format.id;
            read.title = format.title;
        }
    }
    out
}

/// What a file is as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Format {
    /// Stable id: `pem`, `der`, `pkcs12`, ...
    pub id: &'static str,
    /// Constant phrase for people.
    pub title: &'static str,
}

/// Reads one file, or one member of an archive: tells what it is and hands it to the reader for that.
pub(crate) fn read_bytes(bytes: &[u8], place: Place, ctx: &Ctx<'_>, out: &mut Reading) -> Format {
    let _ = (bytes, place, ctx, out);
    Format { id: "unrecognised", title: "Not a format we read" }
}
