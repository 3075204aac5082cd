//! The whole engine: the bytes are cut into a server's file, a trusted file and a hostname.
#![no_main]

use certlens::request::{HostEntry, Input, Request, Seat};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [a, b, hour, rest @ ..] = data else { return };
    let (host, rest) = rest.split_at(usize::from(*a % 32).min(rest.len()));
    let (server, trust) = rest.split_at(rest.len() * usize::from(*b) / 255);
    let file = |name: &str, bytes: &[u8], seat| Input {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
        password: None,
        seat: Some(seat),
        server: None,
    };
    let _ = certlens::inspect(&Request {
        inputs: vec![file("server.pem", server, Seat::Server), file("root.cer", trust, Seat::Trust)],
        hosts: vec![HostEntry::Text(String::from_utf8_lossy(host).into_owned())],
        now: Some(1_700_000_000.0 + f64::from(*hour) * 1_000_000.0),
        ..Request::default()
    });
});
