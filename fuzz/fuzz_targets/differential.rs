//! rustls-webpki and, where its headers are, OpenSSL beside the rehearsal of them, on chains that are changed and signed anew.
#![no_main]

use certlens_fuzz::{differential, mutate};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| { differential::compare(data) });

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate::der(data, size, max_size, seed) });
