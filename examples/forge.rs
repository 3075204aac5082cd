//! Forges a PEM bundle for measurements: `cargo run --release --example forge -- COUNT > bundle.pem`.
//!
//! One private CA, COUNT end-entity certificates of about 1.5 kB with 21 names each, as public ones have on average.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use std::io::Write;

fn main() {
    let count: usize = std::env::args().nth(1).and_then(|a| a.parse().ok()).expect("usage: forge COUNT");
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "Forged Bench Root");
    let root = params.self_signed(&key).unwrap();
    let issuer = Issuer::from_params(&params, &key);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let leaf_key = KeyPair::generate().unwrap();
    for n in 0..count {
        let names: Vec<String> = (0..21).map(|i| format!("service-{i}.region-{}.bench-{n}.example.com", n % 7)).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params.distinguished_name.push(DnType::CommonName, format!("bench-{n}.example.com"));
        out.write_all(params.signed_by(&leaf_key, &issuer).unwrap().pem().as_bytes()).unwrap();
    }
    out.write_all(root.pem().as_bytes()).unwrap();
}
