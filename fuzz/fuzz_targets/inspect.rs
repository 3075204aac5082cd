//! The whole engine: the bytes are a server's file, a trusted file and a hostname.
#![no_main]

use certlens::request::{HostEntry, Request, Seat};
use certlens_fuzz::{file, halves};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [rest @ .., length, cut, hour] = data else { return };
    let (rest, host) = rest.split_at(rest.len().saturating_sub(usize::from(*length % 32)));
    let (server, trust) = halves(rest, *cut);
    let mut inputs = vec![file("server.pem", server, None), file("root.cer", trust, None)];
    inputs[0].seat = Some(Seat::Server);
    inputs[1].seat = Some(Seat::Trust);
    let _ = certlens::inspect(&Request {
        inputs,
        hosts: vec![HostEntry::Text(String::from_utf8_lossy(host).into_owned())],
        now: Some(1_700_000_000.0 + f64::from(*hour) * 1_000_000.0),
        ..Request::default()
    });
});
