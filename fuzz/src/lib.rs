//! What the fuzz targets share.

use certlens::input::read as read_inputs;
use certlens::request::Input;

/// Reads the bytes as one file and checks what holds for every reading.
///
/// # Panics
/// When it does not hold.
pub fn read(bytes: &[u8], password: Option<&str>) {
    let input = Input {
        name: "fuzzed".to_owned(),
        bytes: bytes.to_vec(),
        password: password.map(str::to_owned),
        seat: None,
        server: None,
    };
    let reading = read_inputs(&[input]);
    let notes = certlens::catalog().notes;
    assert!(!reading.items.is_empty() || !reading.inputs[0].notes.is_empty(), "nothing is said about the file");
    for (i, item) in reading.items.iter().enumerate() {
        assert!(item.range.from <= item.range.to && item.range.to <= bytes.len(), "{:?} of {}", item.range, bytes.len());
        assert!(item.parent.is_none_or(|parent| parent < i), "item {i} comes before its container");
        for note in item.notes.iter().chain(&item.error) {
            assert!(notes.iter().any(|kind| kind.id == note.id), "{} is not registered", note.id);
            assert!(note.at.is_none_or(|at| at.from <= at.to && at.to <= bytes.len()), "{note:?} of {}", bytes.len());
        }
    }
}

/// The bytes as a CERTIFICATE block.
#[must_use]
pub fn armour(der: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in der.chunks(48) {
        for chunk in line.chunks(3) {
            let n = chunk.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
            for i in 0..4 {
                let digit = char::from(ALPHABET[(n >> (18 - 6 * i) & 63) as usize]);
                out.push(if i <= chunk.len() { digit } else { '=' });
            }
        }
        out.push('\n');
    }
    out + "-----END CERTIFICATE-----\n"
}
