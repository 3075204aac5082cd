//! Any bytes as a recording of network traffic. A first byte chooses the magic number, so that mutation does not have to
//! find it.
#![no_main]

use certlens::capture::{Presented, read};
use libfuzzer_sys::fuzz_target;

const MAGIC: [&[u8]; 6] = [
    &[0xd4, 0xc3, 0xb2, 0xa1],
    &[0xa1, 0xb2, 0xc3, 0xd4],
    &[0x4d, 0x3c, 0xb2, 0xa1],
    &[0xa1, 0xb2, 0x3c, 0x4d],
    &[0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a],
    &[0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 28, 0x1a, 0x2b, 0x3c, 0x4d],
];

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let bytes = match MAGIC.get(usize::from(*first)) {
        Some(magic) => [magic, rest].concat(),
        None => data.to_vec(),
    };
    let Some(capture) = read(&bytes) else { return };
    for body in &capture.bodies {
        assert!(body.range.from < body.range.to && body.range.to <= bytes.len(), "{:?} of {}", body.range, bytes.len());
    }
    for handshake in &capture.handshakes {
        if let Presented::Certificates(list) = &handshake.presented {
            assert!(list.iter().flatten().all(|index| *index < capture.bodies.len()));
        }
    }
});
