//! Private and public keys: PKCS#8, PKCS#1, SEC 1, DSA, encrypted PKCS#8 and OpenSSL's traditional encryption.

use super::context::{Ctx, Place};
use super::{Content, Reading};

/// Structures that hold a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyForm {
    /// PKCS#8 `PrivateKeyInfo` / `OneAsymmetricKey` (RFC 5958).
    Pkcs8,
    /// PKCS#8 `EncryptedPrivateKeyInfo`.
    EncryptedPkcs8,
    /// PKCS#1 `RSAPrivateKey`.
    Rsa,
    /// SEC 1 `ECPrivateKey` (RFC 5915).
    Ec,
    /// OpenSSL's DSA private key: version, p, q, g, y, x.
    Dsa,
    /// X.509 `SubjectPublicKeyInfo`.
    Public,
    /// PKCS#1 `RSAPublicKey`.
    RsaPublic,
}

/// The headers of a traditionally encrypted PEM block (`Proc-Type: 4,ENCRYPTED`, RFC 1421 4.6.1.1).
#[derive(Clone, Copy, Debug)]
pub(crate) struct DekInfo<'a> {
    /// Cipher name as written: `DES-EDE3-CBC`, `AES-256-CBC`, ...
    pub cipher: &'a str,
    /// Initialisation vector in hex as written.
    pub iv: &'a str,
}

/// Reads the key in `der`. The structure was told apart by its contents.
pub(crate) fn read_der(der: &[u8], form: KeyForm, place: Place, ctx: &Ctx<'_>, out: &mut Reading) {
    let _ = form;
    let range = place.range(0, der.len());
    out.push(ctx, Content::EncryptedPrivateKey, range);
}

/// Reads a key that OpenSSL's traditional PEM encryption locks; `label` is what stands after BEGIN and tells the form
/// of the clear text (`RSA PRIVATE KEY`, `EC PRIVATE KEY`, ...).
pub(crate) fn read_traditional(
    cipher_text: &[u8],
    dek: &DekInfo<'_>,
    label: &str,
    place: Place,
    ctx: &Ctx<'_>,
    out: &mut Reading,
) {
    let _ = (dek, label);
    let range = place.range(0, cipher_text.len());
    out.push(ctx, Content::EncryptedPrivateKey, range);
}
