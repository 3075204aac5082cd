//! Certificates of thirty projects' test suites: what another reader (python `cryptography`) reads, we read the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::field_reassign_with_default)]

mod support;

use certlens::facts::{Certificate, GeneralName};
use certlens::input::{self, Content};
use certlens::request::{Input, Request};
use certlens::x509;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where we do not read what the other reader reads, and why: certificate (SHA-256), field, reason.
const DISAGREEMENTS: &[(&str, &str, &str)] = &[
    (
        "e7588e09c99a0f69d89065aaf6958f6bcd2d166b7c00d950174f64f33189a848",
        "san_dns",
        "a dNSName that is not ASCII: we keep each octet as a Latin-1 character, they read UTF-8",
    ),
    (
        "358c59dcfda64a497c3a2b29116d1ec05b184f15851c136fbc2d6fe0388024b6",
        "san_ip",
        "an iPAddress of eight octets: we keep the octets, they read a network",
    ),
];

#[test]
fn reads_what_the_other_reader_reads() {
    let Some(folder) = support::third_party() else { return };
    let table = support::json(&folder.join("cases/parse.json"));
    let mut found: BTreeMap<(String, String), String> = BTreeMap::new();
    let (mut compared, mut more) = (0, 0);
    for case in table["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        if case["certs"].as_array().unwrap().is_empty() {
            continue;
        }
        let bytes = std::fs::read(folder.join(id)).unwrap_or_else(|e| panic!("{id}: {e}"));
        let decoded: Vec<_> = certificate_bytes(bytes).iter().map(|der| x509::decode_certificate(der)).collect();
        for expected in case["certs"].as_array().unwrap() {
            if expected["ok"] != true {
                continue;
            }
            compared += 1;
            let sha256 = expected["sha256"].as_str().unwrap();
            let Some(ours) = decoded.iter().flatten().find(|c| hex(&c.sha256) == sha256) else {
                found.insert((sha256.to_owned(), "certificate".to_owned()), format!("{id}: not read"));
                continue;
            };
            for (field, theirs, ours) in differences(expected, ours) {
                found.insert((sha256.to_owned(), field.to_owned()), format!("{id}: theirs {theirs}\n   ours {ours}"));
            }
        }
        let theirs = case["certs"].as_array().unwrap().iter().filter(|c| c["ok"] == true).count();
        more += decoded.iter().flatten().count().saturating_sub(theirs);
    }
    println!("{more} certificates read beyond the table");
    let differing: std::collections::BTreeSet<&String> = found.keys().map(|(sha256, _)| sha256).collect();
    let rows: Vec<String> =
        DISAGREEMENTS.iter().map(|(sha256, field, reason)| format!("{sha256} {field}: listed, {reason}")).collect();
    support::agreement::print("third-party/parse", compared, compared - differing.len(), 0, &rows);
    for (sha256, field, reason) in DISAGREEMENTS {
        assert!(
            found.remove(&((*sha256).to_owned(), (*field).to_owned())).is_some(),
            "{sha256} {field}: listed as different ({reason}) and is not"
        );
    }
    for ((sha256, field), text) in &found {
        println!("{sha256} {field}: {text}");
    }
    assert!(found.is_empty(), "{} unlisted differences", found.len());
    assert!(compared > 4000);
}

/// (field, theirs, ours) where they differ. A field that the other reader could not read is not compared.
fn differences(expected: &Value, ours: &Certificate) -> Vec<(&'static str, String, String)> {
    let mut out = Vec::new();
    let mut compare = |field: &'static str, ours: String| {
        if let Some(theirs) = expected.get(field) {
            let theirs = match theirs {
                Value::Array(values) => values.iter().map(|v| v.as_str().unwrap()).collect::<Vec<_>>().join(" | "),
                value => value.as_str().unwrap().to_owned(),
            };
            if theirs != ours {
                out.push((field, theirs, ours));
            }
        }
    };
    compare("subject", ours.subject.to_rfc4514());
    compare("issuer", ours.issuer.to_rfc4514());
    compare("serial", serial(&ours.serial));
    compare("not_before", iso(ours.not_before));
    compare("not_after", iso(ours.not_after));
    compare("sigalg", ours.signature_algorithm.oid.as_str().to_owned());
    compare("san_dns", ours.dns_names().collect::<Vec<_>>().join(" | "));
    compare("san_ip", ours.ip_addresses().map(address).collect::<Vec<_>>().join(" | "));
    let kind = match ours.public_key.algorithm.name() {
        "RSA" | "RSA-PSS" => "RSAPublicKey",
        "EC" => "ECPublicKey",
        "DSA" => "DSAPublicKey",
        "Ed25519" => "Ed25519PublicKey",
        "Ed448" => "Ed448PublicKey",
        "X25519" => "X25519PublicKey",
        "X448" => "X448PublicKey",
        other => &(other.replace('-', "") + "PublicKey"),
    };
    compare("pubkey", kind.to_owned());
    out
}

/// The serial as the other reader prints it: a two's complement number in hex without leading zeros.
fn serial(content: &[u8]) -> String {
    let negative = content.first().is_some_and(|b| b & 0x80 != 0);
    let mut digits = content.to_vec();
    if negative {
        let mut carry = true;
        for b in digits.iter_mut().rev() {
            let (value, overflow) = (!*b).overflowing_add(u8::from(carry));
            *b = value;
            carry = overflow;
        }
    }
    let text = hex(&digits);
    let text = text.trim_start_matches('0');
    format!("{}{}", if negative { "-" } else { "" }, if text.is_empty() { "0" } else { text })
}

fn address(octets: &[u8]) -> String {
    match octets.len() {
        4 => Ipv4Addr::from(<[u8; 4]>::try_from(octets).unwrap()).to_string(),
        16 => Ipv6Addr::from(<[u8; 16]>::try_from(octets).unwrap()).to_string(),
        _ => hex(octets),
    }
}

/// `2016-03-17T16:40:46+00:00`, by counting days: nothing of the decoder's own calendar.
fn iso(unix: i64) -> String {
    let (mut days, seconds) = (unix.div_euclid(86_400), unix.rem_euclid(86_400));
    let leap = |y: i64| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    let mut year = 1970;
    while days < 0 {
        year -= 1;
        days += if leap(year) { 366 } else { 365 };
    }
    while days >= if leap(year) { 366 } else { 365 } {
        days -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let mut month = 1;
    for length in [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}+00:00", days + 1)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// DER of the certificates that the readers find in a file.
fn certificate_bytes(bytes: Vec<u8>) -> Vec<Vec<u8>> {
    let mut input = Input::default();
    input.bytes = bytes;
    let items = input::read(&[input]).items;
    items.into_iter().filter_map(|i| if let Content::Certificate(der) = i.content { Some(der.to_vec()) } else { None }).collect()
}

/// Everything that decodes bytes, on these bytes.
fn decode_everything(bytes: &[u8]) {
    let certificate = x509::decode_certificate(bytes);
    for certificate in certificate.iter() {
        for extension in &certificate.extensions {
            let _ = x509::describe_extension(extension);
        }
        let _ = certificate.subject.to_rfc4514();
        assert!(certificate.alt_names().all(|n| !matches!(n, GeneralName::Unsupported(n, _) if *n > 8)));
    }
    let _ = certlens::der::tree(bytes);
    let _ = x509::decode_crl(bytes);
    let _ = x509::decode_request(bytes);
    let _ = x509::decode_public_key(bytes);
}

/// What is kept of an embedded root is no file: it may complete a path and must never be in one that is produced.
#[test]
fn embedded_roots_complete_paths_and_are_in_no_repair() {
    let Some(folder) = support::third_party() else { return };
    let mut files = Vec::new();
    collect(&folder.join("badssl"), &mut files);
    collect(&folder.join("cert-chain-resolver"), &mut files);
    let mut complete = 0;
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "pem" || e == "crt")) {
        let mut input = Input::default();
        input.bytes = std::fs::read(file).unwrap();
        let request = Request { inputs: vec![input], now: Some(1_577_836_800.0), ..Request::default() };
        let report = certlens::inspect(&request);
        let embedded = |i: &usize| report.certificates[*i].items.is_empty();
        for repair in &report.repairs {
            assert!(!repair.certificates.iter().any(embedded), "{} of {}", repair.kind, file.display());
        }
        complete += report.servers.iter().flat_map(|s| &s.paths).filter(|p| p.complete && p.anchor == "mozilla").count();
    }
    assert!(complete > 0);
}

#[test]
fn takes_any_bytes_without_panic() {
    let Some(folder) = support::third_party() else { return };
    let mut files = Vec::new();
    collect(&folder, &mut files);
    let seeds = unpack(&folder.join("fuzz-seeds.tar.xz"));
    if let Some(seeds) = &seeds {
        collect(seeds, &mut files);
    }
    let mut count = 0;
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        if bytes.len() > 4 << 20 {
            continue;
        }
        // Containers have tests of their own; deriving their keys would take long here.
        let text = ["pem", "crt", "cer", "crl", "csr"].iter().any(|e| file.extension().is_some_and(|x| x == *e));
        let mut all = if text { certificate_bytes(bytes.clone()) } else { Vec::new() };
        all.push(bytes);
        for bytes in all {
            count += 1;
            decode_everything(&bytes);
        }
    }
    println!("{count} byte strings from {} files", files.len());
    assert!(count > 3000);
    if let Some(seeds) = seeds {
        std::fs::remove_dir_all(seeds).unwrap();
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

/// The seeds in a folder of their own; `None`, said in one line, where `tar` cannot unpack xz.
fn unpack(archive: &Path) -> Option<PathBuf> {
    let to = std::env::temp_dir().join(format!("certlens-seeds-{}", std::process::id()));
    std::fs::create_dir_all(&to).unwrap();
    let done = Command::new("tar").arg("-xJf").arg(archive).arg("-C").arg(&to).status();
    if done.is_ok_and(|s| s.success()) {
        return Some(to);
    }
    println!("not run: tar cannot unpack {}", archive.display());
    None
}
