//! RSASSA-PSS parameters and the RSA public key, as far as verification needs them.

use crate::signature::Digest;

/// ```text
/// RSASSA-PSS-params ::= SEQUENCE {
///     hashAlgorithm      [0] HashAlgorithm    DEFAULT sha1,
///     maskGenAlgorithm   [1] MaskGenAlgorithm DEFAULT mgf1SHA1,
///     saltLength         [2] INTEGER          DEFAULT 20,
///     trailerField       [3] TrailerField     DEFAULT trailerFieldBC }
/// ```
/// (RFC 4055 3.1)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pss {
    pub digest: Digest,
    pub mask_digest: Digest,
    pub salt_length: usize,
}

const MGF1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08];

/// Reads the DER of RSASSA-PSS parameters. `None`: absent, malformed, or a digest, mask function or trailer we do not know.
pub(super) fn pss(der: &[u8]) -> Option<Pss> {
    let (content, rest) = expect(der, 0x30)?;
    if !rest.is_empty() {
        return None;
    }
    let mut found = Pss { digest: Digest::Sha1, mask_digest: Digest::Sha1, salt_length: 20 };
    let mut input = content;
    let mut last = None;
    while !input.is_empty() {
        let (tag, value, rest) = tlv(input)?;
        if last.is_some_and(|l| tag <= l) {
            return None;
        }
        last = Some(tag);
        match tag {
            0xa0 => found.digest = hash(value)?,
            0xa1 => {
                let (body, _) = expect(value, 0x30)?;
                let (oid, parameters) = expect(body, 0x06)?;
                if oid != MGF1 {
                    return None;
                }
                found.mask_digest = hash(parameters)?;
            }
            0xa2 => found.salt_length = small_integer(value)?,
            0xa3 if small_integer(value)? == 1 => {}
            _ => return None,
        }
        input = rest;
    }
    Some(found)
}

/// The parameters RFC 4055 section 3.1 has for one SHA-2 digest throughout, a salt of its size, and NULL where a digest
/// could have parameters, byte for byte: the only ones that verifiers know which compare whole algorithm identifiers.
pub(super) fn is_usual_pss(der: &[u8]) -> bool {
    const DIGESTS: [(u8, u8); 3] = [(1, 32), (2, 48), (3, 64)];
    DIGESTS.iter().any(|&(digest, salt)| {
        let hash = [0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, digest, 0x05, 0x00];
        let start: &[u8] = &[0x30, 0x34, 0xa0, 0x0f];
        let mask: &[u8] = &[0xa1, 0x1c, 0x30, 0x1a, 0x06, 0x09];
        [start, &hash, mask, MGF1, &hash, &[0xa2, 0x03, 0x02, 0x01, salt]].concat() == der
    })
}

/// The parameters of the AlgorithmIdentifier inside a SubjectPublicKeyInfo: empty when absent.
pub(super) fn spki_parameters(spki: &[u8]) -> Option<&[u8]> {
    let (body, _) = expect(spki, 0x30)?;
    let (algorithm, _) = expect(body, 0x30)?;
    let (_, parameters) = expect(algorithm, 0x06)?;
    Some(parameters)
}

/// Modulus and exponent of an `RSAPublicKey`, as unsigned big-endian bytes.
pub(super) fn rsa_public_key(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (body, rest) = expect(der, 0x30)?;
    let (n, after) = expect(body, 0x02)?;
    let (e, end) = expect(after, 0x02)?;
    (rest.is_empty() && end.is_empty()).then_some((unsigned(n)?, unsigned(e)?))
}

fn unsigned(content: &[u8]) -> Option<&[u8]> {
    match content {
        [] => None,
        [first, ..] if first & 0x80 != 0 => None,
        [0, rest @ ..] => Some(rest),
        _ => Some(content),
    }
}

fn hash(algorithm: &[u8]) -> Option<Digest> {
    let (body, _) = expect(algorithm, 0x30)?;
    let (oid, _) = expect(body, 0x06)?;
    const SHA2: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
    match oid {
        [0x2b, 0x0e, 0x03, 0x02, 0x1a] => Some(Digest::Sha1),
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05] => Some(Digest::Md5),
        _ => match oid.strip_prefix(SHA2)? {
            [1] => Some(Digest::Sha256),
            [2] => Some(Digest::Sha384),
            [3] => Some(Digest::Sha512),
            [4] => Some(Digest::Sha224),
            [6] => Some(Digest::Sha512Trunc256),
            [8] => Some(Digest::Sha3With256),
            [9] => Some(Digest::Sha3With384),
            [10] => Some(Digest::Sha3With512),
            _ => None,
        },
    }
}

/// An INTEGER of at most two octets.
fn small_integer(der: &[u8]) -> Option<usize> {
    let (content, rest) = expect(der, 0x02)?;
    match (content, rest) {
        ([a], []) if a & 0x80 == 0 => Some(usize::from(*a)),
        ([a, b], []) if a & 0x80 == 0 => Some(usize::from(*a) << 8 | usize::from(*b)),
        _ => None,
    }
}

fn expect(input: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, content, rest) = tlv(input)?;
    (found == tag).then_some((content, rest))
}

/// One DER element: tag, content, what follows. Definite minimal lengths up to 65,535 only.
fn tlv(input: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = input.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match (first, rest) {
        (0..=0x7f, rest) => (usize::from(first), rest),
        (0x81, [a, rest @ ..]) if *a >= 0x80 => (usize::from(*a), rest),
        (0x82, [a, b, rest @ ..]) if *a > 0 => (usize::from(*a) << 8 | usize::from(*b), rest),
        _ => return None,
    };
    (length <= rest.len()).then(|| {
        let (content, rest) = rest.split_at(length);
        (tag, content, rest)
    })
}
