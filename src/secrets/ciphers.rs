//! The ciphers of containers, all in CBC mode but RC4.

use super::kdf::Secret;
use super::protection::CipherFamily;
use cbc::cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit, block_padding::NoPadding,
};
use rc4::StreamCipher;
use zeroize::Zeroizing;

/// A cipher with its key size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cipher {
    /// Which one; never [`CipherFamily::Plain`] or [`CipherFamily::Other`].
    pub family: CipherFamily,
    /// Key in bytes, as derived.
    pub key_len: usize,
    /// RC2's effective key bits (RFC 2268); 0 for all others.
    pub effective_bits: usize,
}

impl Cipher {
    /// Single DES.
    pub const DES: Self = Self::new(CipherFamily::Des, 8);
    /// Triple DES with two keys (the first is used again as the third).
    pub const TRIPLE_DES_2: Self = Self::new(CipherFamily::TripleDes, 16);
    /// Triple DES with three keys.
    pub const TRIPLE_DES: Self = Self::new(CipherFamily::TripleDes, 24);
    /// AES with 256 bits.
    pub const AES_256: Self = Self::new(CipherFamily::Aes, 32);

    /// A cipher without further parameters.
    #[must_use]
    pub const fn new(family: CipherFamily, key_len: usize) -> Self {
        Self { family, key_len, effective_bits: 0 }
    }

    /// RC2.
    #[must_use]
    pub const fn rc2(key_len: usize, effective_bits: usize) -> Self {
        Self { family: CipherFamily::Rc2, key_len, effective_bits }
    }

    /// The cipher with this dotted object identifier in PBES2, with RC2 and the stream ciphers left out.
    #[must_use]
    pub fn from_oid(oid: &str) -> Option<Self> {
        Some(match oid {
            "1.3.14.3.2.7" => Self::DES,
            "1.2.840.113549.3.7" => Self::TRIPLE_DES,
            "2.16.840.1.101.3.4.1.2" => Self::new(CipherFamily::Aes, 16),
            "2.16.840.1.101.3.4.1.22" => Self::new(CipherFamily::Aes, 24),
            "2.16.840.1.101.3.4.1.42" => Self::AES_256,
            "1.2.392.200011.61.1.1.1.2" => Self::new(CipherFamily::Camellia, 16),
            "1.2.392.200011.61.1.1.1.3" => Self::new(CipherFamily::Camellia, 24),
            "1.2.392.200011.61.1.1.1.4" => Self::new(CipherFamily::Camellia, 32),
            "1.2.410.200046.1.1.2" => Self::new(CipherFamily::Aria, 16),
            "1.2.410.200046.1.1.7" => Self::new(CipherFamily::Aria, 24),
            "1.2.410.200046.1.1.12" => Self::new(CipherFamily::Aria, 32),
            _ => return None,
        })
    }

    /// The cipher of a `DEK-Info` line, as OpenSSL names it.
    #[must_use]
    pub fn from_openssl_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_str() {
            "DES-CBC" => Self::DES,
            "DES-EDE-CBC" => Self::TRIPLE_DES_2,
            "DES-EDE3-CBC" => Self::TRIPLE_DES,
            "RC2-CBC" => Self::rc2(16, 128),
            "RC2-64-CBC" => Self::rc2(8, 64),
            "RC2-40-CBC" => Self::rc2(5, 40),
            "AES-128-CBC" => Self::new(CipherFamily::Aes, 16),
            "AES-192-CBC" => Self::new(CipherFamily::Aes, 24),
            "AES-256-CBC" => Self::AES_256,
            "CAMELLIA-128-CBC" => Self::new(CipherFamily::Camellia, 16),
            "CAMELLIA-192-CBC" => Self::new(CipherFamily::Camellia, 24),
            "CAMELLIA-256-CBC" => Self::new(CipherFamily::Camellia, 32),
            "ARIA-128-CBC" => Self::new(CipherFamily::Aria, 16),
            "ARIA-192-CBC" => Self::new(CipherFamily::Aria, 24),
            "ARIA-256-CBC" => Self::new(CipherFamily::Aria, 32),
            _ => return None,
        })
    }

    /// Name for people.
    #[must_use]
    pub fn name(&self) -> String {
        let bits = self.key_len * 8;
        match self.family {
            CipherFamily::Rc2 => format!("RC2-{}", self.effective_bits),
            CipherFamily::Rc4 => format!("RC4-{bits}"),
            CipherFamily::Des => "DES-CBC".to_owned(),
            CipherFamily::TripleDes if self.key_len == 16 => "3DES-CBC (2 keys)".to_owned(),
            CipherFamily::TripleDes => "3DES-CBC".to_owned(),
            CipherFamily::Aes => format!("AES-{bits}-CBC"),
            CipherFamily::Camellia => format!("Camellia-{bits}-CBC"),
            CipherFamily::Aria => format!("ARIA-{bits}-CBC"),
            CipherFamily::Plain | CipherFamily::Other => String::new(),
        }
    }

    /// Block and initialisation vector in bytes; 0 for a stream cipher.
    #[must_use]
    pub const fn block_len(&self) -> usize {
        match self.family {
            CipherFamily::Rc4 => 0,
            CipherFamily::Aes | CipherFamily::Camellia | CipherFamily::Aria => 16,
            _ => 8,
        }
    }

    /// The clear text without its padding; `None` when key, vector or cipher text have the wrong size or the padding
    /// is not there, as with a wrong key.
    #[must_use]
    pub fn decrypt(&self, key: &[u8], iv: &[u8], cipher_text: &[u8]) -> Option<Secret> {
        let mut text = Zeroizing::new(cipher_text.to_vec());
        let data = text.as_mut_slice();
        match (self.family, key.len()) {
            (CipherFamily::Rc4, _) => {
                rc4::Rc4::new_from_slice(key).ok()?.apply_keystream(data);
                return Some(text);
            }
            (CipherFamily::Rc2, 1..=128) => decrypt(rc2::Rc2::new_with_eff_key_len(key, self.effective_bits), iv, data),
            (CipherFamily::Des, _) => decrypt(des::Des::new_from_slice(key).ok()?, iv, data),
            (CipherFamily::TripleDes, _) => decrypt(des::TdesEde3::new_from_slice(&three_keys(key)).ok()?, iv, data),
            (CipherFamily::Aes, 16) => decrypt(aes::Aes128::new_from_slice(key).ok()?, iv, data),
            (CipherFamily::Aes, 24) => decrypt(aes::Aes192::new_from_slice(key).ok()?, iv, data),
            (CipherFamily::Aes, _) => decrypt(aes::Aes256::new_from_slice(key).ok()?, iv, data),
            (CipherFamily::Camellia, 16) => decrypt(camellia::Camellia128::new_from_slice(key).ok()?, iv, data),
            (CipherFamily::Camellia, 24) => decrypt(camellia::Camellia192::new_from_slice(key).ok()?, iv, data),
            (CipherFamily::Camellia, _) => decrypt(camellia::Camellia256::new_from_slice(key).ok()?, iv, data),
            (CipherFamily::Aria, 16) => decrypt(aria::Aria128::new_from_slice(key).ok()?, iv, data),
            (CipherFamily::Aria, 24) => decrypt(aria::Aria192::new_from_slice(key).ok()?, iv, data),
            (CipherFamily::Aria, _) => decrypt(aria::Aria256::new_from_slice(key).ok()?, iv, data),
            _ => None,
        }?;
        let kept = unpadded(&text, self.block_len())?;
        text.truncate(kept);
        Some(text)
    }

    /// The cipher text, padded (RFC 5652 6.3), for the two ciphers that we write; `None` for others and for wrong
    /// sizes.
    #[must_use]
    pub fn encrypt(&self, key: &[u8], iv: &[u8], text: &[u8]) -> Option<Vec<u8>> {
        let block = self.block_len();
        let padding = block - text.len() % block.max(1);
        let mut data = Zeroizing::new(Vec::with_capacity(text.len() + padding));
        data.extend_from_slice(text);
        data.resize(text.len() + padding, u8::try_from(padding).ok()?);
        match (self.family, key.len()) {
            (CipherFamily::TripleDes, 24) => encrypt(des::TdesEde3::new_from_slice(key).ok()?, iv, &mut data),
            (CipherFamily::Aes, 32) => encrypt(aes::Aes256::new_from_slice(key).ok()?, iv, &mut data),
            _ => None,
        }?;
        Some(data.to_vec())
    }
}

fn decrypt<C: BlockCipherDecrypt>(cipher: C, iv: &[u8], data: &mut [u8]) -> Option<()> {
    let mode = cbc::Decryptor::<C>::inner_iv_slice_init(cipher, iv).ok()?;
    mode.decrypt_padded::<NoPadding>(data).ok().map(|_| ())
}

fn encrypt<C: BlockCipherEncrypt>(cipher: C, iv: &[u8], data: &mut [u8]) -> Option<()> {
    let mode = cbc::Encryptor::<C>::inner_iv_slice_init(cipher, iv).ok()?;
    let length = data.len();
    mode.encrypt_padded::<NoPadding>(data, length).ok().map(|_| ())
}

fn three_keys(key: &[u8]) -> Secret {
    let mut keys = Zeroizing::new(key.to_vec());
    if keys.len() == 16 {
        keys.extend_from_within(..8);
    }
    keys
}

fn unpadded(text: &[u8], block: usize) -> Option<usize> {
    let padding = usize::from(*text.last()?);
    let kept = text.len().checked_sub(padding)?;
    ((1..=block).contains(&padding) && text[kept..].iter().all(|b| usize::from(*b) == padding)).then_some(kept)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_encrypted_is_decrypted() {
        for cipher in [Cipher::TRIPLE_DES, Cipher::AES_256] {
            let key: Vec<u8> = (0..cipher.key_len as u8).collect();
            let iv = vec![7; cipher.block_len()];
            for length in 0..40 {
                let text = vec![0xab; length];
                let locked = cipher.encrypt(&key, &iv, &text).unwrap();
                assert_eq!(*cipher.decrypt(&key, &iv, &locked).unwrap(), text);
                assert_eq!(locked.len() % cipher.block_len(), 0);
            }
        }
    }

    #[test]
    fn odd_sizes_are_no_panic() {
        for cipher in [Cipher::DES, Cipher::TRIPLE_DES_2, Cipher::rc2(5, 40), Cipher::AES_256] {
            for length in 0..40 {
                let bytes = vec![1; length];
                assert!(cipher.decrypt(&bytes, &bytes, &bytes).is_none_or(|text| text.len() < bytes.len()));
            }
        }
    }
}
