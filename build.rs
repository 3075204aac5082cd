//! Prepares the embedded Mozilla roots: see `src/x509/roots.rs` for what the two files hold and why.

use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// A root, in pieces of its DER.
struct Root {
    subject: Vec<u8>,
    tbs: Vec<u8>,
    fingerprints: Vec<u8>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut roots: Vec<Root> = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().map(|der| prepare(der)).collect();
    // Names of one company side by side compress better, and the order does not depend on that of the source.
    roots.sort_by(|a, b| (&a.subject, &a.fingerprints).cmp(&(&b.subject, &b.fingerprints)));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let mut table = LATER.0.to_vec();
    table.extend(roots.iter().flat_map(|r| r.fingerprints.iter().copied()));
    table.extend(roots.iter().flat_map(|r| r.tbs.iter().copied()));
    table.extend(LATER.1);
    let index: Vec<u8> =
        roots.iter().flat_map(|r| [hash(&r.subject), [0, 1, 2, 3].map(|i| r.fingerprints[i])].concat()).collect();
    std::fs::write(out.join("mozilla_roots.table"), table)?;
    std::fs::write(out.join("mozilla_roots.index"), index)?;
    Ok(())
}

/// What stands before and after data that few files need: the page may bring it later (`scripts/parts/split.mjs`).
const LATER: (&[u8; 16], &[u8; 16]) = (b"certlens:later:[", b"]:later:certlens");

/// FNV-1a of 32 bits, as in `src/x509/roots.rs`.
fn hash(bytes: &[u8]) -> [u8; 4] {
    bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)).to_be_bytes()
}

fn prepare(der: &[u8]) -> Root {
    let certificate = children(der)[0];
    let mut tbs = certificate.to_vec();
    // version [0], serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo; version 1 lacks the first.
    let parts = children(certificate);
    let first = usize::from(parts[0][0] == 0xa0);
    let (subject, spki) = (parts[first + 4], parts[first + 5]);
    let key = &content(children(spki)[1])[1..];
    erase(&mut tbs, &Sha1::digest(key));
    let mut fingerprints = Sha256::digest(der).to_vec();
    fingerprints.extend(Sha1::digest(der));
    Root { subject: subject.to_vec(), tbs, fingerprints }
}

/// Puts zeros where the key identifier is the SHA-1 of the key, which the decoder computes again.
fn erase(tbs: &mut [u8], key_id: &[u8]) {
    assert!(!tbs.windows(20).any(|w| w.iter().all(|b| *b == 0)), "twenty zeros already stand in a root");
    for at in 0..tbs.len() - key_id.len() {
        if &tbs[at..at + key_id.len()] == key_id {
            tbs[at..at + key_id.len()].fill(0);
        }
    }
}

/// Header length and content length of the DER element at the start of `bytes`.
fn lengths(bytes: &[u8]) -> (usize, usize) {
    match bytes[1] {
        short @ 0..=0x7f => (2, usize::from(short)),
        long => {
            let octets = usize::from(long & 0x7f);
            (2 + octets, bytes[2..2 + octets].iter().fold(0, |n, b| n << 8 | usize::from(*b)))
        }
    }
}

fn content(element: &[u8]) -> &[u8] {
    let (header, length) = lengths(element);
    &element[header..header + length]
}

fn children(element: &[u8]) -> Vec<&[u8]> {
    let mut rest = content(element);
    let mut out = Vec::new();
    while !rest.is_empty() {
        let (header, length) = lengths(rest);
        let (child, after) = rest.split_at(header + length);
        out.push(child);
        rest = after;
    }
    out
}
