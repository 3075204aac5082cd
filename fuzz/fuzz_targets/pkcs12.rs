//! PFX files, with the password of the seeds.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| certlens_fuzz::read(data, Some("P@ssw0rd-2026")));
