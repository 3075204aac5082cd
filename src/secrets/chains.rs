//! The loops in which key derivation spends its time, straight on the compression functions: every message in them is
//! one block long, so that buffers and padding by the general hash functions would only cost.

use crate::digest::Digest;
use zeroize::Zeroizing;

/// Whether there is a loop for this hash function.
#[must_use]
pub const fn is_fast(digest: Digest) -> bool {
    matches!(digest, Digest::Sha1 | Digest::Sha256 | Digest::Sha384 | Digest::Sha512)
}

/// Replaces a hash value by its hash, `rounds` times. `false`: not for this hash function, nothing was done.
pub fn rehash(digest: Digest, value: &mut [u8], rounds: u64) -> bool {
    if value.len() != digest.output_len() {
        return false;
    }
    match digest {
        Digest::Sha1 => sha1::rehash(&sha1::START, value, rounds),
        Digest::Sha256 => sha256::rehash(&sha256::START, value, rounds),
        Digest::Sha384 => sha512::rehash(&sha512::START_384, value, rounds),
        Digest::Sha512 => sha512::rehash(&sha512::START, value, rounds),
        _ => return false,
    }
    true
}

/// Replaces `u` by its HMAC, `rounds` times, and adds each to `sum` without carry (RFC 8018 5.2). `false`: not for
/// this hash function, nothing was done.
pub fn remac(digest: Digest, key: &[u8], u: &mut [u8], sum: &mut [u8], rounds: u64) -> bool {
    if u.len() != digest.output_len() {
        return false;
    }
    let mut block = Zeroizing::new(vec![0; digest.block_len()]);
    if key.len() > block.len() {
        block[..digest.output_len()].copy_from_slice(&digest.hash(&[key]));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    match digest {
        Digest::Sha1 => sha1::remac(&sha1::START, &block, u, sum, rounds),
        Digest::Sha256 => sha256::remac(&sha256::START, &block, u, sum, rounds),
        Digest::Sha384 => sha512::remac(&sha512::START_384, &block, u, sum, rounds),
        Digest::Sha512 => sha512::remac(&sha512::START, &block, u, sum, rounds),
        _ => return false,
    }
    true
}

macro_rules! family {
    ($module:ident, $word:ty, $words:literal, $block:literal, $compress:path, $($start:ident = $values:expr),+) => {
        mod $module {
            use zeroize::Zeroize;

            type State = [$word; $words];
            $(pub const $start: State = $values;)+

            /// The hash state after one more block.
            fn last(start: &State, block: &[u8; $block]) -> State {
                let mut state = *start;
                $compress(&mut state, std::slice::from_ref(block));
                state
            }

            fn store(state: &State, out: &mut [u8]) {
                for (bytes, word) in out.chunks_exact_mut(size_of::<$word>()).zip(state) {
                    bytes.copy_from_slice(&word.to_be_bytes());
                }
            }

            /// A block with room for a message of `length` bytes, padded (FIPS 180-4 section 5.1), as the end of
            /// `before + length` bytes.
            fn padded(before: usize, length: usize) -> [u8; $block] {
                let mut block = [0; $block];
                block[length] = 0x80;
                let bits = ((before + length) * 8) as u64;
                block[$block - 8..].copy_from_slice(&bits.to_be_bytes());
                block
            }

            pub fn rehash(start: &State, value: &mut [u8], rounds: u64) {
                let length = value.len();
                let mut block = padded(0, length);
                block[..length].copy_from_slice(value);
                for _ in 0..rounds {
                    let state = last(start, &block);
                    store(&state, &mut block[..length]);
                }
                value.copy_from_slice(&block[..length]);
                block.zeroize();
            }

            pub fn remac(start: &State, key: &[u8], u: &mut [u8], sum: &mut [u8], rounds: u64) {
                let keyed = |pad: u8| {
                    let mut block = [0; $block];
                    block.iter_mut().zip(key).for_each(|(byte, key)| *byte = key ^ pad);
                    let state = last(start, &block);
                    block.zeroize();
                    state
                };
                let (inner, outer) = (keyed(0x36), keyed(0x5c));
                let length = u.len();
                let mut block = padded($block, length);
                block[..length].copy_from_slice(u);
                for _ in 0..rounds {
                    let state = last(&inner, &block);
                    store(&state, &mut block[..length]);
                    let state = last(&outer, &block);
                    store(&state, &mut block[..length]);
                    sum.iter_mut().zip(&block[..length]).for_each(|(sum, byte)| *sum ^= byte);
                }
                u.copy_from_slice(&block[..length]);
                block.zeroize();
            }
        }
    };
}

// Initial hash values: FIPS 180-4 section 5.3.
family!(sha1, u32, 5, 64, ::sha1::block_api::compress, START = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]);
family!(
    sha256,
    u32,
    8,
    64,
    ::sha2::block_api::compress256,
    START = [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,]
);
family!(
    sha512,
    u64,
    8,
    128,
    ::sha2::block_api::compress512,
    START = [
        0x6a09_e667_f3bc_c908,
        0xbb67_ae85_84ca_a73b,
        0x3c6e_f372_fe94_f82b,
        0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1,
        0x9b05_688c_2b3e_6c1f,
        0x1f83_d9ab_fb41_bd6b,
        0x5be0_cd19_137e_2179,
    ],
    START_384 = [
        0xcbbb_9d5d_c105_9ed8,
        0x629a_292a_367c_d507,
        0x9159_015a_3070_dd17,
        0x152f_ecd8_f70e_5939,
        0x6733_2667_ffc0_0b31,
        0x8eb4_4a87_6858_1511,
        0xdb0c_2e0d_64f9_8fa7,
        0x47b5_481d_befa_4fa4,
    ]
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loops_agree_with_the_hash_functions() {
        for digest in [Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512] {
            let mut value = digest.hash(&[b"start"]);
            let mut slow = value.clone();
            assert!(rehash(digest, &mut value, 3));
            (0..3).for_each(|_| slow = digest.hash(&[&slow]));
            assert_eq!(value, slow, "{}", digest.name());

            for key in [&b"key"[..], &[7; 200]] {
                let mut u = digest.hash(&[b"start"]);
                let (mut sum, mut slow, mut slow_sum) = (vec![0; u.len()], u.clone(), vec![0; u.len()]);
                assert!(remac(digest, key, &mut u, &mut sum, 3));
                for _ in 0..3 {
                    slow = digest.hmac(key, &slow);
                    slow_sum.iter_mut().zip(&*slow).for_each(|(a, b)| *a ^= b);
                }
                assert_eq!((u, sum), (slow, slow_sum), "{}", digest.name());
            }
        }
        assert!(!rehash(Digest::Sha256, &mut [0; 20], 1));
        assert!(!remac(Digest::Md5, b"", &mut [0; 16], &mut [0; 16], 1));
    }
}
