//! What people really drop: read as it is meant, with every repair said, and nothing brings the reader down.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod detours;
mod robustness;
mod scenarios;
mod shapes;
mod sizes;
mod third_party;

use certlens::input::{Content, ReadItem, Reading, read};
use certlens::request::Input;
use certlens::x509;
use std::collections::BTreeSet;
use std::fmt::Write as _;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

fn input(name: &str, bytes: Vec<u8>, password: Option<&str>) -> Input {
    Input { name: name.to_owned(), bytes, password: password.map(str::to_owned), seat: None, server: None }
}

/// Reads one file.
fn read_one(bytes: impl Into<Vec<u8>>) -> Reading {
    read(&[input("dropped", bytes.into(), None)])
}

/// Ids of all notes and errors.
fn ids(reading: &Reading) -> BTreeSet<&'static str> {
    let items = reading.items.iter().flat_map(|i| i.notes.iter().chain(&i.error));
    let inputs = reading.inputs.iter().flat_map(|i| i.notes.iter().chain(&i.error));
    items.chain(inputs).map(|note| note.id).collect()
}

/// SHA-256 of each certificate that could be read, in reading order.
fn certificates(reading: &Reading) -> Vec<String> {
    let readable = reading.items.iter().filter(|item| item.error.is_none());
    let decoded = readable.filter_map(|item| match &item.content {
        Content::Certificate(der) => x509::decode_certificate(der).ok(),
        _ => None,
    });
    decoded.map(|certificate| hex(&certificate.sha256)).collect()
}

fn count(reading: &Reading, kind: &str) -> usize {
    reading.items.iter().filter(|item| item.content.kind() == kind && item.error.is_none()).count()
}

fn damaged_certificates(reading: &Reading) -> Vec<&ReadItem> {
    reading.items.iter().filter(|item| matches!(item.content, Content::Certificate(_)) && item.error.is_some()).collect()
}

/// A file of the scenarios.
fn scenario(name: &str) -> Vec<u8> {
    std::fs::read(support::corpus("scenarios").join(name)).unwrap()
}

/// Deterministic numbers (xorshift64), the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % bound.max(1)
    }
}
