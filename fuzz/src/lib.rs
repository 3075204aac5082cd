//! What the fuzz targets share.

pub mod differential;
pub mod mutate;

use certlens::evidence;
use certlens::facts::PrivateKey;
use certlens::input::{Content, Reading, read as read_inputs};
use certlens::request::Input;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Ids of all notes that have a sentence.
static REGISTERED: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| certlens::catalog().notes.iter().map(|kind| kind.id).collect());

/// Reads the bytes as one file and checks what holds for every reading.
///
/// # Panics
/// When it does not hold.
pub fn read(bytes: &[u8], password: Option<&str>) {
    let reading = reading(bytes, password);
    assert!(!reading.items.is_empty() || !reading.inputs[0].notes.is_empty(), "nothing is said about the file");
    for (i, item) in reading.items.iter().enumerate() {
        assert!(item.range.from <= item.range.to && item.range.to <= bytes.len(), "{:?} of {}", item.range, bytes.len());
        assert!(item.parent.is_none_or(|parent| parent < i), "item {i} comes before its container");
        for note in item.notes.iter().chain(&item.error) {
            assert!(REGISTERED.contains(note.id), "{} is not registered", note.id);
            assert!(note.at.is_none_or(|at| at.from <= at.to && at.to <= bytes.len()), "{note:?} of {}", bytes.len());
        }
    }
    for key in keys(&reading) {
        // What was read of a key is what is written for it.
        let again = self::reading(&key.pkcs8, None);
        // (PKCS #8 has no room for the public half of a DSA key.)
        let fits =
            |other: &PrivateKey| other.algorithm == key.algorithm && (other.public == key.public || other.public.is_none());
        let same = keys(&again).next().is_some_and(fits);
        assert!(same, "a key that is written out is another: {:?}", again.items);
    }
}

fn keys(reading: &Reading) -> impl Iterator<Item = &PrivateKey> {
    reading.items.iter().filter_map(|item| if let Content::PrivateKey(key) = &item.content { Some(key) } else { None })
}

/// The bytes as one file.
#[must_use]
pub fn reading(bytes: &[u8], password: Option<&str>) -> Reading {
    read_inputs(&[file("fuzzed", bytes, password)])
}

/// A file of a request.
#[must_use]
pub fn file(name: &str, bytes: &[u8], password: Option<&str>) -> Input {
    let mut input = Input::default();
    input.name = name.to_owned();
    input.bytes = bytes.to_vec();
    input.password = password.map(str::to_owned);
    input
}

/// The bytes, cut before BEGIN line number `which`; in the middle when there is none.
#[must_use]
pub fn halves(data: &[u8], which: u8) -> (&[u8], &[u8]) {
    let begins = data.windows(10).enumerate().filter(|(_, window)| *window == b"-----BEGIN").map(|(at, _)| at);
    data.split_at(begins.cycle().nth(usize::from(which)).unwrap_or(data.len() / 2))
}

/// The bytes as a block with this label, `headers` before the Base64.
#[must_use]
pub fn armour(label: &str, headers: &str, der: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = format!("-----BEGIN {label}-----\n{headers}");
    for line in der.chunks(48) {
        for chunk in line.chunks(3) {
            let n = chunk.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
            for i in 0..4 {
                let digit = char::from(ALPHABET[(n >> (18 - 6 * i) & 63) as usize]);
                out.push(if i <= chunk.len() { digit } else { '=' });
            }
        }
        out.push('\n');
    }
    out + &format!("-----END {label}-----\n")
}

/// The bytes as evidence, behind the beginning that the first of them chooses; checks what holds for every reading.
///
/// # Panics
/// When it does not hold.
pub fn evidence(beginnings: &[&str], data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let bytes = match beginnings.get(usize::from(*first)) {
        Some(beginning) => [beginning.as_bytes(), rest].concat(),
        None => data.to_vec(),
    };
    // Twice: what two files say is joined, and may contradict itself.
    let inputs = [file("one", &bytes, None), file("two", &bytes, None)];
    let reading = read_inputs(&inputs);
    let mut next = 0..;
    let number =
        |item: &certlens::input::ReadItem| matches!(item.content, Content::Certificate(_)).then(|| next.next()).flatten();
    let certificates: Vec<Option<usize>> = reading.items.iter().map(number).collect();
    let found = evidence::read(&inputs, &reading, &certificates);
    for document in &found.documents {
        assert!(document.input < 2 && document.at.from <= document.at.to && document.at.to <= bytes.len(), "{document:?}");
    }
    for statement in &found.statements {
        let at = statement.at;
        assert!(statement.input < 2 && at.from <= at.to && at.to <= bytes.len(), "{at:?} of {}", bytes.len());
        assert!(statement.scene.as_ref().is_none_or(|key| found.scenes.iter().any(|s| s.key == *key)), "{statement:?}");
    }
    for (n, scene) in found.scenes.iter().enumerate() {
        assert!(!found.scenes[..n].iter().any(|other| other.key == scene.key), "two scenes are called {}", scene.key);
    }
    if let Ok(text) = std::str::from_utf8(&bytes) {
        for hit in evidence::phrases::find(text) {
            assert!(hit.from < hit.to && text.get(hit.from..hit.to).is_some(), "{hit:?}");
        }
    }
}
