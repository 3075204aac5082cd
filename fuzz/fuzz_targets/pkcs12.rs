//! PFX files, with the password of the seeds. Those in `seeds` take one round, and some are not locked at all, so that
//! what is changed inside them reaches the reader of the bags.
#![no_main]

use certlens_fuzz::mutate;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| certlens_fuzz::read(data, Some("P@ssw0rd-2026")));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate::der(data, size, max_size, seed) });
