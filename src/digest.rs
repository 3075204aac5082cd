//! Hash functions by identifier, and HMAC over any of them. MD2 and MD4 are known by name and not computed.

use zeroize::Zeroizing;

/// A hash function that certificates or containers name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Digest {
    Md2,
    Md4,
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512Trunc224,
    Sha512Trunc256,
    Sha3With224,
    Sha3With256,
    Sha3With384,
    Sha3With512,
    Sm3,
}

/// Runs an expression with `$hash` as the type of the hash function; `None` for those that are not computed.
macro_rules! with_hash {
    ($digest:expr, $hash:ident => $body:expr) => {
        with_hash!(@each $digest, $hash, $body,
            Md5 md5::Md5, Sha1 sha1::Sha1, Sha224 sha2::Sha224, Sha256 sha2::Sha256, Sha384 sha2::Sha384,
            Sha512 sha2::Sha512, Sha512Trunc224 sha2::Sha512_224, Sha512Trunc256 sha2::Sha512_256, Sha3With224 sha3::Sha3_224,
            Sha3With256 sha3::Sha3_256, Sha3With384 sha3::Sha3_384, Sha3With512 sha3::Sha3_512, Sm3 sm3::Sm3)
    };
    (@each $digest:expr, $hash:ident, $body:expr, $($variant:ident $function:ty),*) => {
        match $digest {
            $($crate::digest::Digest::$variant => { type $hash = $function; Some($body) })*
            Digest::Md2 | Digest::Md4 => None,
        }
    };
}

/// Name, object identifier of the hash, and of HMAC with it (RFC 8018 B.1.2, NIST's hash arm, GM/T 0006).
const TABLE: [(Digest, &str, &str, &str); 15] = [
    (Digest::Md2, "MD2", "1.2.840.113549.2.2", ""),
    (Digest::Md4, "MD4", "1.2.840.113549.2.4", ""),
    (Digest::Md5, "MD5", "1.2.840.113549.2.5", "1.3.6.1.5.5.8.1.1"),
    (Digest::Sha1, "SHA-1", "1.3.14.3.2.26", "1.2.840.113549.2.7"),
    (Digest::Sha224, "SHA-224", "2.16.840.1.101.3.4.2.4", "1.2.840.113549.2.8"),
    (Digest::Sha256, "SHA-256", "2.16.840.1.101.3.4.2.1", "1.2.840.113549.2.9"),
    (Digest::Sha384, "SHA-384", "2.16.840.1.101.3.4.2.2", "1.2.840.113549.2.10"),
    (Digest::Sha512, "SHA-512", "2.16.840.1.101.3.4.2.3", "1.2.840.113549.2.11"),
    (Digest::Sha512Trunc224, "SHA-512/224", "2.16.840.1.101.3.4.2.5", "1.2.840.113549.2.12"),
    (Digest::Sha512Trunc256, "SHA-512/256", "2.16.840.1.101.3.4.2.6", "1.2.840.113549.2.13"),
    (Digest::Sha3With224, "SHA3-224", "2.16.840.1.101.3.4.2.7", "2.16.840.1.101.3.4.2.13"),
    (Digest::Sha3With256, "SHA3-256", "2.16.840.1.101.3.4.2.8", "2.16.840.1.101.3.4.2.14"),
    (Digest::Sha3With384, "SHA3-384", "2.16.840.1.101.3.4.2.9", "2.16.840.1.101.3.4.2.15"),
    (Digest::Sha3With512, "SHA3-512", "2.16.840.1.101.3.4.2.10", "2.16.840.1.101.3.4.2.16"),
    (Digest::Sm3, "SM3", "1.2.156.10197.1.401", "1.2.156.10197.1.401.2"),
];

impl Digest {
    /// The usual name, e.g. `SHA-256`.
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// The object identifier of the hash function.
    #[must_use]
    pub fn oid(self) -> &'static str {
        TABLE.iter().find(|row| row.0 == self).map_or("", |row| row.2)
    }

    /// The hash function with this dotted object identifier, if it is computed here.
    #[must_use]
    pub fn from_oid(oid: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.2 == oid).map(|row| row.0).filter(|digest| digest.is_computed())
    }

    /// Whether [`Self::hash`] has a function for it.
    #[must_use]
    pub const fn is_computed(self) -> bool {
        !matches!(self, Self::Md2 | Self::Md4)
    }

    /// The hash function of the HMAC with this dotted object identifier.
    #[must_use]
    pub fn from_hmac_oid(oid: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.3 == oid).map(|row| row.0)
    }

    /// Input block in bytes.
    #[must_use]
    pub fn block_len(self) -> usize {
        match self {
            Self::Md2 => 16,
            Self::Md4 | Self::Md5 | Self::Sha1 | Self::Sha224 | Self::Sha256 | Self::Sm3 => 64,
            Self::Sha384 | Self::Sha512 | Self::Sha512Trunc224 | Self::Sha512Trunc256 => 128,
            Self::Sha3With224 => 144,
            Self::Sha3With256 => 136,
            Self::Sha3With384 => 104,
            Self::Sha3With512 => 72,
        }
    }

    /// Output in bytes.
    #[must_use]
    pub fn output_len(self) -> usize {
        match self {
            Self::Md2 | Self::Md4 | Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 | Self::Sha512Trunc224 | Self::Sha3With224 => 28,
            Self::Sha256 | Self::Sha512Trunc256 | Self::Sha3With256 | Self::Sm3 => 32,
            Self::Sha384 | Self::Sha3With384 => 48,
            Self::Sha512 | Self::Sha3With512 => 64,
        }
    }

    /// The hash of the parts, one after the other; empty when it is not computed.
    #[must_use]
    pub fn hash(self, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
        with_hash!(self, H => {
            use sha2::Digest as _;
            let mut hasher = H::new();
            for part in parts {
                hasher.update(part);
            }
            Zeroizing::new(hasher.finalize().to_vec())
        })
        .unwrap_or_default()
    }

    /// HMAC (RFC 2104).
    #[must_use]
    pub fn hmac(self, key: &[u8], message: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut block = Zeroizing::new(vec![0_u8; self.block_len()]);
        if key.len() > block.len() {
            let hashed = self.hash(&[key]);
            block[..hashed.len()].copy_from_slice(&hashed);
        } else {
            block[..key.len()].copy_from_slice(key);
        }
        let pad = |with: u8| Zeroizing::new(block.iter().map(|b| b ^ with).collect::<Vec<u8>>());
        let inner = self.hash(&[&pad(0x36), message]);
        self.hash(&[&pad(0x5c), &inner])
    }
}

/// Equality without leaving early.
#[must_use]
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (x, y)| differs | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hash_has_the_lengths_it_says() {
        for digest in TABLE.iter().map(|row| row.0).filter(|digest| digest.is_computed()) {
            assert_eq!(digest.hash(&[b"abc"]).len(), digest.output_len(), "{}", digest.name());
            let block = with_hash!(digest, H => <H as sha2::digest::block_api::BlockSizeUser>::block_size());
            assert_eq!(block, Some(digest.block_len()), "{}", digest.name());
        }
    }

    #[test]
    fn what_is_not_computed_is_no_hash() {
        for digest in [Digest::Md2, Digest::Md4] {
            assert!(digest.hash(&[b"abc"]).is_empty() && Digest::from_oid(digest.oid()).is_none());
        }
    }

    /// RFC 4231 test case 2.
    #[test]
    fn hmac_sha_256() {
        let mac = Digest::Sha256.hmac(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(mac[..4], [0x5b, 0xdc, 0xc1, 0x46]);
        // Test case 6: a key longer than the block.
        let mac = Digest::Sha256.hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(mac[..4], [0x60, 0xe4, 0x31, 0x59]);
    }
}
