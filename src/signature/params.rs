//! RSASSA-PSS parameters and the RSA public key, as far as verification needs them.

use crate::der::encode::{NULL, element, integer, oid, sequence};
use crate::der::{Reader, context, dotted, tag};
use crate::digest::Digest;

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
    /// hashAlgorithm, maskGenAlgorithm and saltLength are written out, and nothing else is.
    pub spelled_out: bool,
}

const MGF1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08];

/// Reads the DER of RSASSA-PSS parameters. `None`: absent, malformed, or a digest, mask function or trailer we do not know.
pub(super) fn pss(der: &[u8]) -> Option<Pss> {
    let (content, rest) = expect(der, tag::SEQUENCE)?;
    if !rest.is_empty() {
        return None;
    }
    let mut found = Pss { digest: Digest::Sha1, mask_digest: Digest::Sha1, salt_length: 20, spelled_out: false };
    let mut written: Vec<u8> = Vec::new();
    let mut input = content;
    let mut last = None;
    while !input.is_empty() {
        let (tag, value, rest) = tlv(input)?;
        if last.is_some_and(|l| tag <= l) {
            return None;
        }
        last = Some(tag);
        written.push(tag);
        match tag {
            0xa0 => found.digest = hash(value)?,
            0xa1 => {
                let (body, _) = expect(value, tag::SEQUENCE)?;
                let (oid, parameters) = expect(body, tag::OID)?;
                if oid != MGF1 {
                    return None;
                }
                found.mask_digest = hash(parameters)?;
            }
            0xa2 => found.salt_length = salt_length(value)?,
            0xa3 if salt_length(value)? == 1 => {}
            _ => return None,
        }
        input = rest;
    }
    found.spelled_out = written == [0xa0, 0xa1, 0xa2];
    Some(found)
}

/// The parameters RFC 4055 section 3.1 has for one SHA-2 digest throughout, a salt of its size, and NULL where a digest
/// could have parameters, byte for byte: the only ones that verifiers know which compare whole algorithm identifiers.
pub(super) fn is_usual_pss(der: &[u8]) -> bool {
    [Digest::Sha256, Digest::Sha384, Digest::Sha512].iter().any(|digest| {
        let hash = sequence(&[&oid(digest.oid()), &NULL]);
        let mask = sequence(&[&element(tag::OID, &[MGF1]), &hash]);
        let salt = integer(digest.output_len() as u64);
        sequence(&[&element(context(0), &[&hash]), &element(context(1), &[&mask]), &element(context(2), &[&salt])]) == der
    })
}

/// The parameters of the AlgorithmIdentifier inside a SubjectPublicKeyInfo: empty when absent.
pub(super) fn spki_parameters(spki: &[u8]) -> Option<&[u8]> {
    let (body, _) = expect(spki, tag::SEQUENCE)?;
    let (algorithm, _) = expect(body, tag::SEQUENCE)?;
    let (_, parameters) = expect(algorithm, tag::OID)?;
    Some(parameters)
}

/// Modulus and exponent of an `RSAPublicKey`, as unsigned big-endian bytes without leading zeros.
///
/// Programs that take a modulus without its leading zero (as a negative number), or with too many of them, compute with
/// the number that was meant; who does not is for their reading tables to say.
pub(super) fn rsa_public_key(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut numbers = Reader::new(der, 0).sequence().ok()?;
    let mut next = || numbers.expect(tag::INTEGER).ok().map(|number| number.value);
    let (n, e) = (next()?, next()?);
    let trimmed = |n: &'_ [u8]| n.iter().take_while(|b| **b == 0).count();
    Some((&n[trimmed(n)..], &e[trimmed(e)..]))
}

/// r and s of an ECDSA signature, which has to be DER and nothing else.
pub(super) fn ecdsa_value(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (body, rest) = expect(der, tag::SEQUENCE)?;
    let (r, after) = expect(body, tag::INTEGER)?;
    let (s, end) = expect(after, tag::INTEGER)?;
    (rest.is_empty() && end.is_empty()).then_some((positive(r)?, positive(s)?))
}

/// Content of a non-negative INTEGER in DER, without its leading zero.
fn positive(content: &[u8]) -> Option<&[u8]> {
    match content {
        [0, second, ..] if second & 0x80 == 0 => None,
        [0, rest @ ..] => Some(rest),
        [first, ..] if first & 0x80 == 0 => Some(content),
        _ => None,
    }
}

fn hash(algorithm: &[u8]) -> Option<Digest> {
    let (body, _) = expect(algorithm, tag::SEQUENCE)?;
    let (oid, _) = expect(body, tag::OID)?;
    Digest::from_oid(&dotted(oid)?)
}

/// A non-negative INTEGER; what is too large for any key is as good as the largest number there is.
fn salt_length(der: &[u8]) -> Option<usize> {
    let (content, rest) = expect(der, tag::INTEGER)?;
    let digits = positive(content).filter(|_| rest.is_empty())?;
    Some(digits.iter().fold(0_usize, |n, b| n.saturating_mul(256).saturating_add(usize::from(*b))))
}

fn expect(input: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, content, rest) = tlv(input)?;
    (found == tag).then_some((content, rest))
}

/// One element as DER has it, with nothing that only BER allows: tag, content, what follows.
fn tlv(input: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let mut reader = Reader::new(input, 0);
    let element = reader.read().ok().filter(|element| !element.ber)?;
    Some((element.tag, element.value, reader.rest()))
}
