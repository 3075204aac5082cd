//! PFX files, key stores, PKCS #7, ZIP archives and keys: what was ever written opens, and what does not says why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::field_reassign_with_default)]

mod bags;
mod hostile;
mod keys;
mod matrix;
mod passwords;
mod stores;
#[path = "../support/mod.rs"]
mod support;
mod writer;

use certlens::facts::PrivateKey;
use certlens::input::{self, Content, Reading};
use certlens::report::PasswordState;
use certlens::request::Input;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;

fn read(bytes: &[u8], password: Option<&str>) -> Reading {
    let mut input = Input::default();
    input.bytes = bytes.to_vec();
    input.password = password.map(str::to_owned);
    input::read(&[input])
}

/// What a reading holds, in the manifest's words.
#[derive(Debug, Default)]
struct Counts {
    certificates: usize,
    distinct: BTreeSet<[u8; 32]>,
    keys: usize,
    locked_keys: usize,
    crls: usize,
    aliases: Vec<String>,
    problems: Vec<&'static str>,
    details: Vec<String>,
}

fn count(reading: &Reading) -> Counts {
    let mut counts = Counts::default();
    for item in &reading.items {
        match &item.content {
            Content::Certificate(der) => {
                counts.certificates += 1;
                counts.distinct.insert(Sha256::digest(der).into());
            }
            Content::PrivateKey(_) => counts.keys += 1,
            Content::EncryptedPrivateKey => counts.locked_keys += 1,
            Content::Crl(_) => counts.crls += 1,
            _ => {}
        }
        counts.aliases.extend(item.alias.clone());
        counts.problems.extend(item.error.iter().map(|error| error.id));
        counts.details.extend(item.error.iter().map(|error| error.detail.clone()));
    }
    counts.problems.extend(reading.inputs.iter().flat_map(|input| &input.error).map(|error| error.id));
    counts
}

fn password_state(reading: &Reading) -> PasswordState {
    reading.inputs[0].password
}

/// Runs a check over all rows, on both cores, and collects what disagrees.
fn disagreements(rows: &[Value], check: impl Fn(&Value) -> Vec<String> + Sync) -> Vec<String> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        while let Some(row) = rows.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
            found.extend(check(row));
        }
        found
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut found = work();
        found.extend(other.join().unwrap());
        found.sort();
        found
    })
}

fn rows(path: &Path, list: &str) -> Vec<Value> {
    support::json(path)[list].as_array().unwrap().clone()
}

fn private_keys(reading: &Reading) -> impl Iterator<Item = &PrivateKey> {
    reading.items.iter().filter_map(|item| match &item.content {
        Content::PrivateKey(key) => Some(key),
        _ => None,
    })
}

/// What OpenSSL prints; `None` where it is not installed, which CI does not put up with.
fn openssl(arguments: &[&str]) -> Option<Vec<u8>> {
    match std::process::Command::new("openssl").args(arguments).stdin(std::process::Stdio::null()).output() {
        Ok(output) => {
            assert!(output.status.success(), "openssl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            Some(output.stdout)
        }
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "openssl: {error}");
            eprintln!("not run: openssl is not installed");
            None
        }
    }
}
