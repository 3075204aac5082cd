//! Decoding certificates: up to a thousand of them, drawn evenly from the scenarios, so that one run shows certificates per
//! second as elements per second.
#![allow(missing_docs, clippy::unwrap_used, clippy::field_reassign_with_default)]

use certlens::input::{self, Content};
use certlens::request::Input;
use certlens::{der, x509};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::{Path, PathBuf};

const COUNT: usize = 1000;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn certificates() -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/scenarios"), &mut paths);
    paths.retain(|p| p.extension().is_some_and(|e| ["pem", "crt", "cer", "der"].iter().any(|x| e == *x)));
    let read = |path: &PathBuf| {
        let mut input = Input::default();
        input.bytes = std::fs::read(path).unwrap();
        input
    };
    let inputs: Vec<Input> = paths.iter().map(read).collect();
    let mut all: Vec<Vec<u8>> = Vec::new();
    for item in input::read(&inputs).items {
        match item.content {
            Content::Certificate(der) if x509::decode_certificate(&der).is_ok() => all.push(der.to_vec()),
            _ => {}
        }
    }
    let step = (all.len() / COUNT).max(1);
    all.into_iter().step_by(step).take(COUNT).collect()
}

fn decode(c: &mut Criterion) {
    let certificates = certificates();
    let bytes: usize = certificates.iter().map(Vec::len).sum();
    eprintln!("{} certificates, {} bytes on average", certificates.len(), bytes / certificates.len());
    let mut group = c.benchmark_group("decode");
    group.throughput(Throughput::Elements(certificates.len() as u64));
    group.bench_function("facts", |b| {
        b.iter(|| certificates.iter().filter(|der| black_box(x509::decode_certificate(der)).is_ok()).count());
    });
    let decoded: Vec<_> = certificates.iter().filter_map(|der| x509::decode_certificate(der).ok()).collect();
    group.bench_function("descriptions", |b| {
        let describe = |c: &certlens::facts::Certificate| c.extensions.iter().map(x509::describe_extension).count();
        b.iter(|| decoded.iter().map(|c| black_box(describe(c))).sum::<usize>());
    });
    group.bench_function("tree", |b| b.iter(|| certificates.iter().map(|der| black_box(der::tree(der)).count).sum::<usize>()));
    group.finish();
    c.bench_function("roots by subject", |b| {
        let name = x509::roots::embedded().last().unwrap().subject;
        b.iter(|| x509::roots::with_subject(black_box(name)).count());
    });
}

criterion_group!(benches, decode);
criterion_main!(benches);
