//! ZIP archives: the bytes are cut into members, packed or stored, and some bytes of the archive are changed.
#![no_main]

use certlens_fuzz::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [members, edits, rest @ ..] = data else { return };
    let (edits, rest) = rest.split_at((usize::from(edits % 8) * 3).min(rest.len()));
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    let members = usize::from(members % 4);
    for (i, content) in rest.chunks(rest.len().div_ceil(members.max(1)).max(1)).enumerate() {
        let deflated = content.first().is_some_and(|first| first % 2 == 0);
        let packed = if deflated { miniz_oxide::deflate::compress_to_vec(content, 1) } else { content.to_vec() };
        let name = ["chain.pem", "folder/root.cer", "readme.txt", "__MACOSX/._a"][i % 4].as_bytes();
        let at = archive.len();
        // APPNOTE.TXT 4.3.7 and 4.3.12: both headers share the fields from the version to the lengths.
        let mut shared = vec![20, 0, 0, 0, if deflated { 8 } else { 0 }, 0, 0, 0, 0, 0];
        shared.extend(checksum(content).to_le_bytes());
        shared.extend((packed.len() as u32).to_le_bytes());
        shared.extend((content.len() as u32).to_le_bytes());
        shared.extend((name.len() as u16).to_le_bytes());
        shared.extend([0, 0]);
        archive.extend([b"PK\x03\x04", &shared[..], name, &packed].concat());
        directory.extend([b"PK\x01\x02\x14\x00", &shared[..], &[0; 10], &(at as u32).to_le_bytes(), name].concat());
    }
    let at = archive.len() as u32;
    archive.extend_from_slice(&directory);
    let count = (members as u16).to_le_bytes();
    let length = (directory.len() as u32).to_le_bytes();
    archive.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count, &length, &at.to_le_bytes(), &[0, 0]].concat());
    for edit in edits.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % archive.len();
        archive[at] = edit[2];
    }
    read(&archive, None);
});

/// CRC-32 as ZIP has it.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}
