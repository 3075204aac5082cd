//! What Java makes of a key store that it is to find its key in: `PKCS12KeyStore.engineLoad` and `JavaKeyStore.engineLoad`.

use crate::fault::{Fault, FaultKind};
use crate::input::{Content, Pkcs12Summary};
use crate::scene::{Scene, ServerScene};
use crate::secrets::{CipherFamily, Scheme};

/// Digests with an `HmacPBE...` in SunJCE.
const DIGESTS: [&str; 7] = ["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/224", "SHA-512/256"];

/// PBES2 has PBKDF2 and AES with 128 or 256 bits (`PBES2Parameters`), the older schemes three keys for Triple DES.
fn decrypts(scheme: &Scheme) -> bool {
    match scheme.family {
        _ if scheme.pbes2 => {
            matches!(scheme.cipher.as_str(), "AES-128-CBC" | "AES-256-CBC") && scheme.derivation.starts_with("PBKDF2")
        }
        CipherFamily::TripleDes => scheme.cipher == "3DES-CBC",
        _ => true,
    }
}

/// Why a PFX does not load, or has no key entry once it is loaded.
pub(super) fn refused(summary: &Pkcs12Summary) -> Option<Fault> {
    let fault = |detail: String, term| Some(Fault::new(FaultKind::ContainerEncryption).with(detail).named(term));
    let schemes = || summary.key_encryption.iter().chain(&summary.certificate_encryption);
    if let Some(scheme) = schemes().find(|s| !decrypts(s)) {
        let term = match scheme.pbes2 {
            false => "scheme of old",
            true if !scheme.derivation.starts_with("PBKDF2") => "derivation",
            true => "scheme",
        };
        return fault(scheme.text(), term);
    }
    if let Some(mac) = summary.mac.iter().find(|m| m.pbmac1 || !DIGESTS.contains(&m.digest.as_str())) {
        return fault(mac.text(), "mac");
    }
    // A key that is not encrypted makes no entry.
    let plain = summary.key_encryption.iter().any(|s| s.family == CipherFamily::Plain);
    (summary.complete && (summary.private_keys == 0 || plain)).then(|| Fault::new(FaultKind::KeyMissing))
}

/// Whether a file of the server is a store in Sun's own formats, and a key in it stays locked.
pub(super) fn of_sun(scene: &Scene<'_>, server: &ServerScene) -> Option<bool> {
    let mut items = scene.prepared.reading.items.iter().filter(|item| server.inputs.contains(&item.input));
    let here = items.clone().any(|item| matches!(item.content, Content::JavaKeystore));
    here.then(|| items.any(|item| matches!(item.content, Content::EncryptedPrivateKey)))
}
