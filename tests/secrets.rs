//! Neither a password nor a byte of a private key is in anything that the engine says: reports, notes, debug output,
//! commands, and the files that are made without a key.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::input::Content;
use certlens::mend;
use certlens::mend::{Plan, pfx::SEED_LENGTH};
use certlens::request::{Input, Request};
use std::path::Path;
use support::secrets::{containers, password_forms, private_numbers};

/// How much of a secret has to be found in one piece.
const PIECE: usize = 10;
const NEW_PASSWORD: &str = "Neu?Kennw0rt#26";

fn input(name: &str, bytes: &[u8], password: Option<&str>) -> Input {
    let mut input = Input::default();
    input.name = name.to_owned();
    input.bytes = bytes.to_vec();
    input.password = password.map(str::to_owned);
    input
}

/// A secret as it could be written into a text.
fn written(secret: &[u8]) -> Vec<String> {
    let list = |by: &str, one: fn(&u8) -> String| secret.iter().map(one).collect::<Vec<_>>().join(by);
    let hex = list("", |byte| format!("{byte:02x}"));
    let colons = list(":", |byte| format!("{byte:02x}"));
    let mut all =
        vec![hex.to_uppercase(), hex, colons.to_uppercase(), colons, list(",", u8::to_string), list(", ", u8::to_string)];
    all.push(String::from_utf8_lossy(secret).into_owned());
    for shift in 0..3 {
        // Without what depends on the bytes that follow.
        let text = support::to_base64(&secret[shift..]);
        let text = &text[..(secret.len() - shift) / 3 * 4];
        all.push(text.to_owned());
        all.push(text.replace('+', "-").replace('/', "_"));
        all.push(text.replace('/', "\\/"));
    }
    all
}

/// Everything in a file that must not be said, and the number of keys in it.
fn secrets(file: &Input) -> (Vec<String>, usize) {
    let mut secrets = Vec::new();
    let mut keys = 0;
    // One or two characters occur in any text.
    for password in [file.password.as_deref(), Some(NEW_PASSWORD)].into_iter().flatten().filter(|p| p.chars().count() > 3) {
        secrets.push(password.to_owned());
        secrets
            .extend(password_forms(password).iter().filter(|form| form.len() >= PIECE).flat_map(|form| written(&form[..PIECE])));
    }
    for item in certlens::input::read(std::slice::from_ref(file)).items {
        if let Content::PrivateKey(key) = &item.content {
            keys += 1;
            let numbers = private_numbers(&key.pkcs8);
            secrets.extend(numbers.iter().flat_map(|n| n.chunks_exact(PIECE).step_by(3)).flat_map(written));
        }
    }
    secrets.retain(|secret| secret.chars().collect::<std::collections::BTreeSet<_>>().len() > 3);
    (secrets, keys)
}

/// All that the engine says about a file, with this password and with another.
fn said(file: &Input) -> Vec<(&'static str, String)> {
    let wrong = input(&file.name, &file.bytes, Some("definitely-not-the-password"));
    let debugged = |file: &Input| ("reading", format!("{:#?}", certlens::input::read(std::slice::from_ref(file))));
    let mut said = vec![debugged(file), debugged(&wrong)];
    let request = Request { inputs: vec![file.clone()], now: Some(1_790_000_000.0), ..Request::default() };
    let report = certlens::inspect(&request);
    said.push(("request", format!("{request:#?}")));
    said.push(("report", serde_json::to_string(&report).unwrap()));
    for repair in &report.repairs {
        let plan = Plan {
            kind: repair.kind.to_owned(),
            server: repair.server.clone(),
            password: Some(NEW_PASSWORD.to_owned().into()),
            seed: vec![7; SEED_LENGTH],
        };
        if repair.has_key {
            continue;
        }
        let made = mend(&request, &plan);
        said.push(("diff", made.diff));
        said.extend(made.files.iter().map(|file| (repair.kind, String::from_utf8_lossy(&file.bytes).into_owned())));
    }
    said
}

/// What of a file's secrets is said, and whether it holds keys.
fn check(path: &Path, password: Option<&str>) -> (Vec<String>, usize) {
    let name = path.file_name().unwrap().to_string_lossy();
    let file = input(&name, &std::fs::read(path).unwrap(), password);
    let (secrets, keys) = secrets(&file);
    let mut found = Vec::new();
    for (place, text) in said(&file) {
        if let Some(secret) = secrets.iter().find(|secret| text.contains(*secret)) {
            found.push(format!("{}: {secret} is said in its {place}", path.display()));
        }
    }
    (found, keys)
}

/// Runs [`check`] on two cores, and tells how many keys were in the files.
fn check_all(files: &[(std::path::PathBuf, Option<String>)]) -> usize {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        let mut all = (Vec::new(), 0);
        while let Some((path, password)) = files.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
            let (found, keys) = check(path, password.as_deref());
            all.0.extend(found);
            all.1 += keys;
        }
        all
    };
    let (found, keys) = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let (mut found, keys) = work();
        let other = other.join().unwrap();
        found.extend(other.0);
        (found, keys + other.1)
    });
    assert!(found.is_empty(), "{} places:\n{}", found.len(), found.join("\n"));
    keys
}

#[test]
fn containers_keep_their_secrets() {
    let files = containers().into_iter().map(|(path, password)| (path, Some(password)));
    let keys = check_all(&files.collect::<Vec<_>>());
    assert!(keys > 60, "{keys} keys");
}

#[test]
fn scenarios_keep_their_secrets() {
    let folder = support::corpus("scenarios");
    let mut files = Vec::new();
    for scenario in support::json(&folder.join("manifest.json"))["scenarios"].as_array().unwrap() {
        for file in
            scenario["files"].as_array().unwrap().iter().filter(|file| file["role"] == "key" || file["password"].is_string())
        {
            let path = folder.join(file["file"].as_str().unwrap());
            files.push((path, file["password"].as_str().map(str::to_owned)));
        }
    }
    let keys = check_all(&files);
    assert!(keys > 20, "{keys} keys");
}
