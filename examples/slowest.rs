//! Which files take longest: `cargo run --release --example slowest -- FOLDER...` inspects everything below the folders,
//! each file alone, without a password, with a wrong one, and with those given by `--password`.
//!
//! What takes long for an honest reason is a key derivation; its rounds are among the facts that are printed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use certlens::request::{Input, Request};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How many are printed.
const PRINTED: usize = 15;
/// What nothing but a key derivation may take.
const LONG: Duration = Duration::from_secs(2);

struct Taken {
    time: Duration,
    path: PathBuf,
    password: Option<String>,
    facts: String,
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    if folder.is_file() {
        found.push(folder.to_path_buf());
        return;
    }
    let Ok(entries) = std::fs::read_dir(folder) else { panic!("{} cannot be read", folder.display()) };
    for entry in entries {
        files(&entry.unwrap().path(), found);
    }
}

fn inspect(path: &Path, password: Option<&str>) -> Taken {
    let mut input = Input::default();
    input.name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    input.bytes = std::fs::read(path).unwrap();
    input.password = password.map(str::to_owned);
    let request =
        Request { inputs: vec![input], hosts: vec!["www.example.com".into()], now: Some(1_790_000_000.0), ..Request::default() };
    let began = Instant::now();
    let report = certlens::inspect(&request);
    let time = began.elapsed();
    let facts = report.inputs.iter().flat_map(|input| &input.facts).map(|fact| format!("{}: {}", fact.label, fact.value));
    Taken { time, path: path.to_path_buf(), password: password.map(str::to_owned), facts: facts.collect::<Vec<_>>().join("; ") }
}

fn main() {
    let mut passwords = vec![None, Some("definitely-not-the-password".to_owned())];
    let mut found = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--password" => passwords.push(Some(arguments.next().expect("a password after --password"))),
            folder => files(Path::new(folder), &mut found),
        }
    }
    found.sort();
    let mut all: Vec<Taken> =
        found.iter().flat_map(|path| passwords.iter().map(|password| inspect(path, password.as_deref()))).collect();
    all.sort_by_key(|taken| std::cmp::Reverse(taken.time));
    // Once more, and again, in case that the machine was busy with something else.
    for taken in all.iter_mut().take(2 * PRINTED).filter(|taken| taken.time > LONG / 4) {
        let least = (0..2).map(|_| inspect(&taken.path, taken.password.as_deref()).time).min();
        taken.time = taken.time.min(least.unwrap_or(taken.time));
    }
    all.sort_by_key(|taken| std::cmp::Reverse(taken.time));
    for taken in all.iter().take(PRINTED) {
        let password = taken.password.as_deref().unwrap_or("no password");
        println!("{:>6} ms  {}, {password}  ({})", taken.time.as_millis(), taken.path.display(), taken.facts);
    }
    let long = all.iter().filter(|taken| taken.time > LONG).count();
    println!("{} files, {} readings, {long} over {} s", found.len(), all.len(), LONG.as_secs());
}
