//! Looks for files that cost much for their size: processor time, with a class of cost as coverage, so that the search climbs.
#![no_main]

use certlens::request::{HostEntry, Request};
use certlens_fuzz::file;
use libfuzzer_sys::fuzz_target;
use std::hint::black_box;

/// Nanoseconds that a report may take on top of what its size allows: the whole budget of signatures, and then again for
/// the diagnosis, in an instrumented build.
const BASE: u64 = 20_000_000_000;
/// The same for a byte: two seconds for a megabyte, twenty times as much for the instruments.
const BYTE: u64 = 40_000;
/// Bytes of all files.
const SIZE: usize = 1 << 16;

/// Processor time of this thread in nanoseconds.
fn spent() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or_default()
}

/// Each class is a branch of its own, which the fuzzer counts as new ground.
macro_rules! climb {
    ($class:expr; $($step:literal)*) => { $(if $class >= $step { black_box($step); })* };
}

fuzz_target!(|data: &[u8]| {
    let [rest @ .., copies, hosts] = data else { return };
    // Ten of one kind cost more than ten times as much only if somebody compares them.
    let copies = (1_usize << (copies % 8)).min(SIZE / rest.len().max(1)).max(1);
    let inputs = (0..copies).map(|n| file(&format!("{n}"), rest, Some("x"))).collect();
    let hosts = (0..1_usize << (hosts % 8)).map(|n| HostEntry::Text(format!("h{n}.example.com"))).collect();
    let request = Request { inputs, hosts, now: Some(1_795_953_600.0), ..Request::default() };
    let size = (rest.len() * copies + 16 * request.hosts.len()) as u64;
    let began = spent();
    let _ = black_box(certlens::inspect(&request));
    let cost = spent() - began;
    let class = 2 * u64::from((cost / size.max(512)).max(1).ilog2()) + (cost / 1_000_000_000).min(40);
    climb!(class; 8 10 12 14 16 18 20 22 24 26 28 30 32 34 36 38 40 42 44 46 48 50 52 54 56 58 60 64 68 72 76 80);
    if let Ok(folder) = std::env::var("CERTLENS_FUZZ_COLLECT")
        && cost > 1_000_000_000
    {
        let _ = std::fs::write(format!("{folder}/{:05}-ms", cost / 1_000_000), data);
    }
    assert!(cost <= BASE + BYTE * size, "{} ms for {size} bytes", cost / 1_000_000);
});
