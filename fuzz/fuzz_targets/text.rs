//! Any bytes as a file, without a password.
#![no_main]

use certlens_fuzz::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| read(data, None));
