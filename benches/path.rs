//! The issuer graph of large bundles, and certification paths through them.
#![allow(clippy::unwrap_used, missing_docs)]

use certlens::path::search::{self, Query};
use certlens::path::{IssuerGraph, Limits};
use certlens::pool::PoolCertificate;
use certlens::signature;
use certlens::x509::decode_certificate;
use criterion::{Criterion, criterion_group, criterion_main};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use std::hint::black_box;

/// `cas` CAs under one root with `leaves` end-entity certificates each: root first, then each CA before its own.
fn pool(cas: usize, leaves: usize) -> Vec<PoolCertificate> {
    let params = |name: &str, ca: bool| {
        let mut params = CertificateParams::new(vec![format!("{}.example", name.replace(' ', "-"))]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.distinguished_name.push(DnType::OrganizationName, "Example");
        params.is_ca = if ca { IsCa::Ca(BasicConstraints::Unconstrained) } else { IsCa::NoCa };
        params.use_authority_key_identifier_extension = true;
        params
    };
    let key = KeyPair::generate().unwrap();
    let root = params("root", true);
    let mut ders = vec![root.self_signed(&key).unwrap().der().to_vec()];
    let root = Issuer::new(root, &key);
    for ca in 0..cas {
        let key = KeyPair::generate().unwrap();
        let issuer = params(&format!("CA {ca}"), true);
        ders.push(issuer.signed_by(&key, &root).unwrap().der().to_vec());
        let issuer = Issuer::new(issuer, &key);
        for leaf in 0..leaves {
            let leaf = params(&format!("leaf {ca} {leaf}"), false).signed_by(&key, &issuer).unwrap();
            ders.push(leaf.der().to_vec());
        }
    }
    ders.iter()
        .map(|der| PoolCertificate {
            certificate: decode_certificate(der).unwrap().into(),
            items: Vec::new(),
            mozilla_root: false,
        })
        .collect()
}

fn graphs(criterion: &mut Criterion) {
    let large = pool(100, 99);
    let certificates: Vec<_> = large.iter().map(|p| p.certificate.as_ref()).collect();
    criterion.bench_function("issuer graph of 10,000 certificates", |b| b.iter(|| IssuerGraph::build(black_box(&certificates))));

    let graph = IssuerGraph::build(&certificates);
    let all: Vec<usize> = (1..large.len()).collect();
    let query = Query { leaf: large.len() - 1, intermediates: &all, anchors: &[0], limits: Limits::DEFAULT };
    criterion.bench_function("paths among 10,000 certificates, signatures known", |b| {
        b.iter(|| search::paths(&large, &graph, black_box(&query)));
    });

    let same: Vec<_> = std::iter::repeat_n(large[0].certificate.as_ref(), 10_000).collect();
    criterion.bench_function("issuer graph of 10,000 namesakes", |b| b.iter(|| IssuerGraph::build(black_box(&same))));
}

fn signatures(criterion: &mut Criterion) {
    let vectors = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/signatures.txt")).unwrap();
    let hex = |text: &str| -> Vec<u8> {
        (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect()
    };
    for wanted in
        ["rsa-sha256", "rsa3072-e3-sha256", "pss-sha256-32", "ec-P-256-sha256", "ec-P-384-sha384", "ec-P-521-sha512", "ed25519"]
    {
        let line = vectors.lines().find(|l| l.starts_with(&format!("{wanted} "))).unwrap();
        let fields: Vec<&str> = line.split(' ').collect();
        let key = certlens::x509::decode_public_key(&hex(fields[3])).unwrap();
        let parameters = if fields[2] == "-" { Vec::new() } else { hex(fields[2]) };
        let algorithm = certlens::facts::AlgorithmIdentifier { oid: fields[1].into(), parameters };
        let made = hex(fields[4]);
        criterion.bench_function(wanted, |b| {
            b.iter(|| signature::verify(black_box(&key), &algorithm, b"signed by openssl", &made));
        });
    }
}

criterion_group!(benches, graphs, signatures);
criterion_main!(benches);
