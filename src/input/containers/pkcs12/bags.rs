//! Safe bags (RFC 7292 4.2) and their attributes.

use crate::der::{Ber, Reader, context, tag};
use crate::facts::{PrivateKey, Problem};
use crate::secrets::Scheme;

/// What a bag holds.
#[derive(Debug)]
pub enum Value {
    /// DER of a certificate.
    Certificate(Vec<u8>),
    /// A private key.
    Key(PrivateKey),
    /// A private key that stays locked, and why; `None`: no password was given.
    LockedKey(Option<Problem>),
    /// A private key in the clear that makes no sense.
    DamagedKey(Problem),
    /// DER of a revocation list.
    Crl(Vec<u8>),
    /// A secret of this type.
    Secret(String),
    /// A bag or certificate type we do not read.
    Other(String),
}

/// A bag with its attributes.
#[derive(Debug)]
pub struct Bag {
    /// What it holds.
    pub value: Value,
    /// What encrypts it; `None` for things in the clear.
    pub scheme: Option<Scheme>,
    /// Its attributes.
    pub attributes: Attributes,
}

/// Attributes of a bag that mean something to the systems we know.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// friendlyName (RFC 2985 5.5.1).
    pub friendly_name: Option<String>,
    /// localKeyId (RFC 2985 5.5.2): equal on a key and its certificate.
    pub local_key_id: Option<Vec<u8>>,
    /// Java takes only certificates with this attribute for trusted entries.
    pub java_trusted: bool,
    /// Name of the Windows key provider the key goes to.
    pub provider: Option<String>,
    /// The key goes to the machine's store and not the user's.
    pub machine_key: bool,
}

impl Attributes {
    /// Reads the contents of `bagAttributes SET OF PKCS12Attribute`.
    ///
    /// # Errors
    /// When the structure is not there; values of the wrong type are left out.
    pub fn read(mut set: Reader<'_>) -> Ber<Self> {
        let mut out = Self::default();
        while !set.is_empty() {
            let mut attribute = set.sequence()?;
            let oid = attribute.oid()?;
            let mut values = attribute.expect(tag::SET)?.children();
            match oid.as_str() {
                "1.2.840.113549.1.9.20" => out.friendly_name = text(&mut values).filter(|name| !name.is_empty()),
                "1.2.840.113549.1.9.21" => out.local_key_id = values.octet_string().ok().map(std::borrow::Cow::into_owned),
                "2.16.840.1.113894.746875.1.1" => out.java_trusted = true,
                "1.3.6.1.4.1.311.17.1" => out.provider = text(&mut values),
                "1.3.6.1.4.1.311.17.2" => out.machine_key = true,
                _ => {}
            }
        }
        Ok(out)
    }
}

const BMP_STRING: u8 = 0x1e;

/// A BMPString, in which writers put surrogates too; some write UTF8String.
fn text(values: &mut Reader<'_>) -> Option<String> {
    let value = values.read().ok()?;
    match value.tag {
        BMP_STRING => {
            let units = value.value.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            Some(text.trim_end_matches('\0').to_owned())
        }
        tag::UTF8_STRING | 0x13 | 0x16 => Some(String::from_utf8_lossy(value.value).into_owned()),
        _ => None,
    }
}

/// `CertBag`, `CRLBag` and `SecretBag` share one shape: a type, and a value in `[0]`, as OCTET STRING for the X.509
/// types.
///
/// # Errors
/// When that shape is not there.
pub fn typed(mut value: Reader<'_>) -> Ber<(String, Vec<u8>)> {
    let mut parts = value.sequence()?;
    let oid = parts.oid()?;
    let mut content = parts.expect(context(0))?.children();
    let bytes = match content.peek() {
        Some(first) if first & !0x20 == tag::OCTET_STRING => content.octet_string()?.into_owned(),
        _ => Vec::new(),
    };
    Ok((oid, bytes))
}
