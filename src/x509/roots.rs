//! The TLS server roots of the Mozilla CA Certificate Program, embedded.
//!
//! The data is that of the `webpki-root-certs` crate, taken from the Common CA Database (ccadb.org) under the Community
//! Data License Agreement, Permissive, version 2.0 (<https://cdla.dev/permissive-2-0/>). It holds roots that Mozilla
//! trusts for TLS servers without an end: none of them has a distrust-after date.
//!
//! What is kept of each root is its TBSCertificate and its two fingerprints. The self-signature is left out: it cannot be
//! compressed and proves nothing for a trust anchor. Key identifiers that are the SHA-1 of the key (RFC 5280 4.2.1.2,
//! method 1) are zeros in the data and computed when a root is decoded. So 118 roots and their fingerprints take
//! 91 kB, and 55 kB after `brotli -q 11` (their full DER alone takes 91 kB compressed); 40 kB of that are the keys. An index
//! of a kilobyte tells for most files that no root is meant: the page brings the table itself later.

use crate::der::{Reader, tag};
use crate::facts::{Certificate, Part};
use crate::lists::Set;
use sha1::{Digest, Sha1};
use std::collections::{BTreeMap, BTreeSet};

/// Fingerprints, then TBSCertificates, between marks by which the page's build finds them.
static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/mozilla_roots.table"));
const MARK: usize = 16;
/// For each root four octets of its subject's hash and the first four of its SHA-256.
static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/mozilla_roots.index"));
const ENTRY: usize = 4 + 4;
/// SHA-256, then SHA-1.
const FINGERPRINT: usize = 32 + 20;

/// Roots that Mozilla's clients hold to names under these suffixes although their certificate has no nameConstraints
/// (NSS lib/certdb/genname.c, `CERT_GetImposedNameConstraints`; webpki-roots has the same).
const IMPOSED: [([u8; 32], &[&str]); 1] = [(
    // CN=TUBITAK Kamu SM SSL Kok Sertifikasi - Surum 1
    [
        0x46, 0xed, 0xc3, 0x68, 0x90, 0x46, 0xd5, 0x3a, 0x45, 0x3f, 0xb3, 0x10, 0x4a, 0xb8, 0x0d, 0xca, 0xec, 0x65, 0x8b, 0x26,
        0x60, 0xea, 0x16, 0x29, 0xdd, 0x7e, 0x86, 0x79, 0x90, 0x64, 0x87, 0x16,
    ],
    &[".tr"],
)];

/// An embedded root, as far as it can be told without decoding it.
#[derive(Clone, Copy, Debug)]
pub struct Root {
    /// Its index, for [`decode`].
    pub index: usize,
    /// DER of the subject `Name`.
    pub subject: &'static [u8],
    /// DER of the SubjectPublicKeyInfo.
    pub spki: &'static [u8],
    /// SHA-256 of the certificate.
    pub sha256: [u8; 32],
    tbs: &'static [u8],
    sha1: [u8; 20],
}

/// FNV-1a of 32 bits.
fn hash(bytes: &[u8]) -> [u8; 4] {
    bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)).to_be_bytes()
}

/// Whether a root may have one of these subjects or SHA-256 fingerprints; where the index says no, none has.
#[must_use]
pub fn may_hold<T>(subjects: &BTreeSet<&[u8]>, fingerprints: &BTreeMap<[u8; 32], T>) -> bool {
    let subjects: Set<[u8; 4]> = subjects.iter().map(|subject| hash(subject)).collect();
    INDEX.chunks_exact(ENTRY).any(|entry| {
        let (subject, sha256) = entry.split_at(4);
        let (mut least, mut most) = ([0; 32], [0xff; 32]);
        least[..4].copy_from_slice(sha256);
        most[..4].copy_from_slice(sha256);
        subjects.contains(subject) || fingerprints.range(least..=most).next().is_some()
    })
}

/// The fingerprints and the certificates. Nobody else names the table, and no caller is to know its address beforehand.
#[inline(never)]
fn table() -> (&'static [u8], &'static [u8]) {
    let whole = std::hint::black_box(TABLE);
    whole[MARK..whole.len() - MARK].split_at(INDEX.len() / ENTRY * FINGERPRINT)
}

/// All roots, ordered by subject DER.
pub fn embedded() -> impl Iterator<Item = Root> {
    let (fingerprints, certificates) = table();
    Reader::new(certificates, 0).zip(fingerprints.chunks_exact(FINGERPRINT)).enumerate().filter_map(
        |(index, (tbs, fingerprints))| {
            let mut parts = tbs.children();
            parts.optional(0xa0).ok()?;
            let (sha256, sha1) = fingerprints.split_at(32);
            // serialNumber, signature, issuer and validity stand before the subject.
            let subject = parts.nth(4)?;
            let spki = parts.read().ok()?;
            Some(Root {
                index,
                subject: subject.full,
                spki: spki.full,
                sha256: sha256.try_into().ok()?,
                tbs: tbs.full,
                sha1: sha1.try_into().ok()?,
            })
        },
    )
}

/// The roots with this subject: the DER of a `Name`, compared octet by octet, as issuers are looked up by their own
/// certificates' issuer field.
pub fn with_subject(name: &[u8]) -> impl Iterator<Item = Root> {
    embedded().filter(move |root| root.subject == name)
}

/// The root with this SHA-256 fingerprint.
#[must_use]
pub fn find(sha256: &[u8; 32]) -> Option<Root> {
    embedded().find(|root| root.sha256 == *sha256)
}

/// Suffixes to which Mozilla holds the root with this fingerprint; empty for all others.
#[must_use]
pub fn imposed_suffixes(sha256: &[u8; 32]) -> &'static [&'static str] {
    IMPOSED.iter().find(|(root, _)| root == sha256).map_or(&[], |(_, suffixes)| suffixes)
}

impl Root {
    /// Its facts, fingerprints included. `Certificate::der` is **not** the CA's file: it is the true TBSCertificate with
    /// an empty signature, good for reading and not for writing to a file. `Certificate::signature` is empty.
    #[must_use]
    pub fn decode(&self) -> Option<Certificate> {
        let algorithm = {
            let mut parts = Reader::new(self.tbs, 0).read().ok()?.children();
            parts.optional(0xa0).ok()?;
            parts.nth(1)?.full
        };
        const NO_BITS: [u8; 3] = [tag::BIT_STRING, 1, 0];
        let length = self.tbs.len() + algorithm.len() + NO_BITS.len();
        let mut der = Vec::with_capacity(length + 4);
        der.extend([tag::SEQUENCE, 0x82, (length >> 8) as u8, length as u8]);
        der.extend(self.tbs);
        der.extend(algorithm);
        der.extend(NO_BITS);
        self.restore_key_ids(&mut der);
        let mut certificate = super::certificate::decode(&der).ok()?;
        certificate.sha256 = self.sha256;
        certificate.sha1 = self.sha1;
        // The signature was left out when the roots were packed.
        certificate.malformations.retain(|m| m.part != Part::Signature);
        Some(certificate)
    }

    /// Undoes what `build.rs` did to key identifiers.
    fn restore_key_ids(&self, der: &mut [u8]) {
        let Some(key) = Reader::new(self.spki, 0).read().ok().and_then(|spki| spki.children().nth(1)) else { return };
        let id = Sha1::digest(key.value.get(1..).unwrap_or(&[]));
        let mut zeros = 0;
        for at in 0..der.len() {
            zeros = if der[at] == 0 { zeros + 1 } else { 0 };
            if zeros == id.len() {
                der[at + 1 - zeros..=at].copy_from_slice(&id);
                zeros = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::x509::decode_certificate;
    use webpki_root_certs::TLS_SERVER_ROOT_CERTS;

    #[test]
    fn every_root_decodes_to_what_its_certificate_says() {
        assert_eq!(embedded().count(), TLS_SERVER_ROOT_CERTS.len());
        for der in TLS_SERVER_ROOT_CERTS {
            let whole = decode_certificate(der).unwrap();
            let root = find(&whole.sha256).unwrap();
            let mut ours = root.decode().unwrap();
            assert_eq!(ours.tbs_bytes(), whole.tbs_bytes(), "{}", whole.subject.to_rfc4514());
            assert_eq!((root.subject, root.spki), (&whole.subject.der[..], &whole.public_key.spki[..]));
            assert!(with_subject(&whole.subject.der).any(|r| r.index == root.index));
            assert!(ours.signature.is_empty() && ours.der.starts_with(&[tag::SEQUENCE, 0x82]));
            assert_eq!(ours.signature_algorithm, whole.signature_algorithm);
            ours.der.clone_from(&whole.der);
            ours.tbs = whole.tbs;
            ours.signature.clone_from(&whole.signature);
            ours.extensions.clone_from(&whole.extensions);
            ours.problems.clone_from(&whole.problems);
            let flaws = |c: &Certificate| c.malformations.iter().map(|m| (m.flaw, m.part)).collect::<Vec<_>>();
            assert_eq!(flaws(&ours), flaws(&whole));
            ours.malformations.clone_from(&whole.malformations);
            assert_eq!(ours, whole);
        }
    }

    #[test]
    fn the_index_knows_every_root_by_either_and_hardly_anything_else() {
        let nobody = BTreeSet::from([&b"nobody"[..]]);
        for root in embedded() {
            assert!(may_hold(&BTreeSet::from([root.subject]), &BTreeMap::<_, ()>::new()));
            assert!(may_hold(&nobody, &BTreeMap::from([([0; 32], ()), (root.sha256, ()), ([0xff; 32], ())])));
        }
        assert!(!may_hold(&nobody, &BTreeMap::from([([0; 32], ()), ([0xff; 32], ())])));
    }

    #[test]
    fn every_root_is_signed_by_its_own_key() {
        for der in TLS_SERVER_ROOT_CERTS {
            let c = decode_certificate(der).unwrap();
            let verified = crate::signature::verify(&c.public_key, &c.signature_algorithm, c.tbs_bytes(), &c.signature);
            assert_eq!(verified, crate::signature::Verification::Verified, "{}", c.subject.to_rfc4514());
        }
    }

    #[test]
    fn imposed_suffixes_belong_to_a_root() {
        for (sha256, suffixes) in IMPOSED {
            let root = find(&sha256).unwrap().decode().unwrap();
            assert!(root.subject.to_rfc4514().contains("TUBITAK"));
            assert_eq!(imposed_suffixes(&sha256), suffixes);
        }
        assert!(imposed_suffixes(&[0; 32]).is_empty());
    }

    #[test]
    fn an_unknown_fingerprint_is_none() {
        assert!(find(&[0; 32]).is_none());
        assert_eq!(with_subject(&[0x30, 0]).count(), 0);
    }
}
