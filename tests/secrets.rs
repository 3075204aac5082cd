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

/// Words at the end of a field's or option's name that say that its value is nobody's business.
const SECRET_NAMES: [&str; 12] = [
    "password",
    "passphrase",
    "passwd",
    "pwd",
    "secret",
    "token",
    "storepass",
    "keypass",
    "passin",
    "passout",
    "apikey",
    "api_key",
];

/// Words that stand where a secret could, and are none; `changeit` is what Java's documentation says.
const NO_SECRETS: [&str; 8] = ["true", "false", "null", "none", "required", "optional", "changeit", "redacted"];

/// Values that stand under such names, as configurations, command lines and JSON write them.
fn told_to_be_secret(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for name in SECRET_NAMES {
        for (at, _) in lower.match_indices(name) {
            let rest = text.get(at + name.len()..).unwrap_or_default();
            let value = rest.trim_start_matches(['"', '\'', ' ', '\t']);
            let Some(value) = value.strip_prefix([':', '=']) else { continue };
            let value = value.trim_start_matches([' ', '\t', '"', '\'', '>']).trim_start_matches("pass:");
            let end = value.find(|c: char| c.is_whitespace() || "\"'`,;&<>{}[]()".contains(c)).unwrap_or(value.len());
            let value = &value[..end];
            // A path, an address or a name that a resource is known by is shown; a word of the language occurs anyway.
            let reference = value.contains(['/', '.', '$', '*']) || value.ends_with("-tls");
            if value.len() >= 6 && !reference && !NO_SECRETS.contains(&value.to_ascii_lowercase().as_str()) {
                found.push(value.to_owned());
            }
        }
    }
    found
}

#[test]
fn values_under_secret_names_are_found() {
    let text = "a: {\"clientSecret\": \"s3cr3t-one\"}\nssl.key.password=hunter22 x\n-passin pass:file\npassword required\n";
    assert_eq!(told_to_be_secret(text), ["hunter22", "s3cr3t-one"]);
}

/// The folders of cases with files that people send beside certificates; the last lies beside the project.
fn folders_of_cases() -> Vec<std::path::PathBuf> {
    let mut folders = vec![support::corpus("stories/cases"), support::corpus("situations/cases")];
    let beside = support::root().join("../shared/corpora/reported/cases");
    if beside.is_dir() {
        folders.push(beside);
    } else {
        println!("not run: {} is not beside the project", beside.display());
    }
    folders
}

/// Each case as it was sent: what its files call secret, what it says must not be told, keys and passwords.
#[test]
fn cases_with_evidence_keep_their_secrets() {
    let (mut files, mut told) = (Vec::new(), 0);
    for case in folders_of_cases().iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path())
    {
        let of_case = ["case.json", "expected.json"].map(|name| case.join(name)).into_iter().find(|path| path.is_file()).unwrap();
        let expected = support::json(&of_case);
        let password = |name: &str| {
            let all = expected["request"]["files"].as_array().into_iter().flatten();
            let mut mine = all.filter(|file| file["file"] == name || file["name"] == name);
            mine.find_map(|file| file["password"].as_str()).map(str::to_owned)
        };
        let mut inputs = Vec::new();
        let mut secrets: Vec<String> = Vec::new();
        let must_not = [&expected["mustNotEcho"], &expected["expected"]["mustNotEcho"]];
        secrets.extend(must_not.iter().filter_map(|v| v.as_array()).flatten().map(|v| v.as_str().unwrap().to_owned()));
        for path in std::fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path()).filter(|path| *path != of_case) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let file = input(&name, &std::fs::read(&path).unwrap(), password(&name).as_deref());
            secrets.extend(told_to_be_secret(&String::from_utf8_lossy(&file.bytes)));
            files.push((path, file.password.clone()));
            inputs.push(file);
        }
        told += secrets.len();
        let claims = format!("{:?}", certlens::prepare(&inputs).claims);
        let request = Request { inputs, now: Some(1_795_867_200.0), ..Request::default() };
        let report = serde_json::to_string(&certlens::inspect(&request)).unwrap();
        for secret in secrets {
            assert!(!report.contains(&secret) && !claims.contains(&secret), "{}: {secret}", case.display());
        }
    }
    assert!(told >= 8, "{told}");
    let keys = check_all(&files);
    assert!(keys > 20, "{keys} keys");
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
