//! Files of other projects' test suites: the certificates that another reader finds are found.

use super::robustness::files;
use super::{input, support};
use certlens::input::{Content, read};
use certlens::x509;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Certificates of the table that are not found here, and why.
const NOT_FOUND: &[(&str, &str)] =
    &[("webpki/third-party/chromium/data/verify_signed_data/README", "the table names it, but it is not among the vectors")];

fn sha256s(bytes: Vec<u8>) -> BTreeMap<String, usize> {
    let reading = read(&[input("file", bytes, None)]);
    let mut found = BTreeMap::new();
    for item in &reading.items {
        if let (Content::Certificate(der), None) = (&item.content, &item.error)
            && let Ok(certificate) = x509::decode_certificate(der)
        {
            *found.entry(super::hex(&certificate.sha256)).or_insert(0) += 1;
        }
    }
    found
}

#[test]
fn certificates_of_the_table_are_found() {
    let Some(folder) = support::third_party() else { return };
    let table = support::json(&folder.join("cases/parse.json"));
    let mut wrong = String::new();
    let mut listed = 0;
    let mut total = 0;
    for case in table["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let bytes = std::fs::read(folder.join(id));
        let present = bytes.is_ok();
        let found = sha256s(bytes.unwrap_or_default());
        let wanted = case["certs"].as_array().unwrap().iter().filter(|c| c["ok"] == true);
        let missing: Vec<&str> =
            wanted.filter_map(|c| c["sha256"].as_str()).filter(|sha256| !found.contains_key(*sha256)).collect();
        total += 1;
        match (present && missing.is_empty(), NOT_FOUND.iter().any(|(name, _)| *name == id)) {
            (true, false) => {}
            (false, true) => listed += 1,
            (false, false) => writeln!(wrong, "{id}: not found: {missing:?}").unwrap(),
            (true, true) => writeln!(wrong, "{id}: listed as not found, but was").unwrap(),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(listed, NOT_FOUND.len());
    assert!(total > 2000, "{total}");
}

#[test]
fn every_file_is_read_or_something_is_said() {
    let Some(folder) = support::third_party() else { return };
    for file in files(&folder, 4 << 20) {
        let bytes = std::fs::read(&file).unwrap();
        let reading = read(&[input("file", bytes, None)]);
        assert!(!reading.items.is_empty() || !reading.inputs[0].notes.is_empty(), "{}", file.display());
    }
}
