//! Helpers shared by the integration tests.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod agreement;

pub mod decisions;

pub mod forge;

pub mod reasons;

pub mod requests;

pub mod rows;

pub mod secrets;

use certlens::request::{Input, Seat};
use std::path::PathBuf;

/// One file in a seat.
pub fn file(name: &str, bytes: impl Into<Vec<u8>>, seat: Seat) -> Input {
    Input { name: name.to_owned(), bytes: bytes.into(), password: None, seat: Some(seat), server: None }
}

/// The project's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Our own corpora: `scenarios`, `pfx`, `handshakes`.
pub fn corpus(name: &str) -> PathBuf {
    root().join("tests/corpora").join(name)
}

/// The third-party vectors, which live beside the project and not in it. Without them a test in CI fails; elsewhere it
/// says in one line that it did not run.
pub fn third_party() -> Option<PathBuf> {
    let folder = root().join("../shared/corpora/third-party");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "the third-party vectors are missing: {}", folder.display());
    eprintln!("not run: the third-party vectors are not beside the project");
    None
}

/// Reads a JSON file.
pub fn json(path: &std::path::Path) -> serde_json::Value {
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Base64 without line breaks.
pub fn to_base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let n = chunk.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = char::from(ALPHABET[(n >> (18 - 6 * i) & 63) as usize]);
            out.push(if i <= chunk.len() { digit } else { '=' });
        }
    }
    out
}

/// Decodes Base64, ignoring everything outside its alphabet.
pub fn base64(text: &str) -> Vec<u8> {
    let (mut out, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}
