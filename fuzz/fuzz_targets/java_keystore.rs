//! Java key stores: the magic number is put right, so that the fuzzer need not find it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(rest) = data.get(4..) else { return };
    let magic = match data[0] {
        0xfe => [0xfe, 0xed, 0xfe, 0xed],
        0xce => [0xce; 4],
        kind => [0, 0, 0, 1 + kind % 2],
    };
    certlens_fuzz::read(&[&magic[..], rest].concat(), Some("P@ssw0rd-2026"));
});
