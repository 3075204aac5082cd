//! Keys in every form, in the clear and locked, in PEM: the length says under which label and with which headers.
#![no_main]

use certlens_fuzz::{armour, mutate, read};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

const LABELS: [&str; 7] = [
    "PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "DSA PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PUBLIC KEY",
];
const HEADERS: [&str; 4] = [
    "",
    "",
    "Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0123456789ABCDEF\n\n",
    "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0123456789ABCDEF0123456789ABCDEF\n\n",
];

fuzz_target!(|data: &[u8]| {
    read(data, Some("secret"));
    let text = armour(LABELS[data.len() % LABELS.len()], HEADERS[data.len() / LABELS.len() % HEADERS.len()], data);
    read(text.as_bytes(), Some("secret"));
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { mutate::der(data, size, max_size, seed) });
