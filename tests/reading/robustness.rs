//! Truncated and damaged files of the corpora: no panic, and each says something. The amount is fixed, not the time.

use super::{Numbers, input, support};
use certlens::input::read;
use certlens::request::Input;
use std::path::{Path, PathBuf};

/// Everything below `folder` that is no larger than `limit`, in a fixed order.
pub fn files(folder: &Path, limit: u64) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if entry.metadata().unwrap().len() <= limit {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

fn survives(bytes: Vec<u8>, password: Option<&str>, what: &Path) {
    let size = bytes.len();
    let reading = read(&[input("damaged", bytes, password)]);
    assert!(!reading.items.is_empty() || !reading.inputs[0].notes.is_empty(), "{}", what.display());
    for item in &reading.items {
        assert!(item.range.from <= item.range.to && item.range.to <= size, "{}: {:?} of {size}", what.display(), item.range);
    }
}

#[test]
fn damaged_files_are_survived() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut all = files(&support::corpus("scenarios"), 20_000);
    all.extend(files(&support::corpus("pfx"), 8_000).into_iter().filter(|f| !f.to_string_lossy().contains("iter")));
    // Every file once, and an eighth of them in each of seven more rounds: the same on every machine, some ten seconds.
    for round in 0..8 {
        for (i, file) in all.iter().enumerate() {
            if i % 8 != round && round > 0 {
                continue;
            }
            let bytes = std::fs::read(file).unwrap();
            let cut = numbers.below(bytes.len() + 1);
            survives(bytes[..cut].to_vec(), None, file);
            let mut flipped = bytes.clone();
            for _ in 0..=numbers.below(4) {
                if let Some(byte) = flipped.get_mut(numbers.below(bytes.len())) {
                    *byte ^= 1 << numbers.below(8);
                }
            }
            survives(flipped, None, file);
            let from = numbers.below(bytes.len() + 1);
            let to = from + numbers.below(bytes.len() + 1 - from);
            let mut moved = bytes[from..to].to_vec();
            moved.extend_from_slice(&bytes[..from]);
            survives(moved, None, file);
        }
    }
}

#[test]
fn every_length_of_a_bundle_is_survived() {
    let bytes = super::scenario("right-chain/bundle.pem");
    for cut in 0..bytes.len() {
        survives(bytes[..cut].to_vec(), None, Path::new("bundle.pem"));
    }
    let der = super::scenario("pkcs7-der/chain.p7b");
    for cut in 0..der.len() {
        survives(der[..cut].to_vec(), None, Path::new("chain.p7b"));
    }
}

#[test]
fn inputs_do_not_disturb_each_other() {
    let folder = support::corpus("scenarios");
    let names = [
        "right-chain/bundle.pem",
        "not-html/server.crt",
        "der-single/app.cer",
        "pem-truncated/bundle.pem",
        "not-empty/server.crt",
    ];
    let inputs: Vec<Input> = names.iter().map(|n| input(n, std::fs::read(folder.join(n)).unwrap(), None)).collect();
    let together = read(&inputs);
    let mut at = 0;
    for (i, one) in inputs.into_iter().enumerate() {
        let alone = read(&[one]);
        assert_eq!(alone.inputs[0].format, together.inputs[i].format);
        for item in &alone.items {
            let same = &together.items[at];
            assert_eq!((item.range, &item.notes, &item.error, i), (same.range, &same.notes, &same.error, same.input));
            at += 1;
        }
    }
    assert_eq!(at, together.items.len());
}
