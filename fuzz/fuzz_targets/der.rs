//! Any bytes as each DER structure, and as a tree.
#![no_main]

use certlens::{der_tree, x509};
use certlens_fuzz::mutate;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| {
    let _ = x509::decode_certificate(data);
    let _ = x509::decode_request(data);
    let _ = x509::decode_crl(data);
    let _ = x509::decode_public_key(data);
    let _ = der_tree(data);
    certlens_fuzz::read(data, None);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate::der(data, size, max_size, seed) });
