//! DER in PEM whose lines were edited: the first bytes say which line is changed, and how.
#![no_main]

use certlens_fuzz::{armour, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [edits, which, what, length, der @ ..] = data else { return };
    let mut text = armour("CERTIFICATE", "", der).into_bytes();
    for edit in 0..edits % 4 {
        if text.is_empty() {
            break;
        }
        let at = (usize::from(*which) * (usize::from(edit) + 1) * 7) % text.len();
        let piece = der.get(..usize::from(*length % 16)).unwrap_or(&[]);
        match what.wrapping_add(edit) % 4 {
            0 => text[at] = *length,
            1 => drop(text.splice(at..at, piece.iter().copied())),
            2 => drop(text.drain(at..(at + usize::from(*length)).min(text.len()))),
            _ => text.extend_from_within(at..),
        }
    }
    read(&text, None);
});
