//! Tries mutants in one process on the requests of `tests/decisions.rs`: what changes a digest changes it there.
//!
//! `judge trace FILE` writes a line a request into FILE: name, microseconds, digests, the mutants it reaches.
//! `judge try FILE` reads lines of a mutant's number and of requests (`12<tab>0,7,31`) and answers each with the number, and the
//! first request and column in which a digest differs. A panic is a difference. An endless loop ends the process, as do a
//! full stack and a full memory; whoever asked sees the answer missing and asks on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// From the copy, at whose top this stands then.
#[path = "tests/support/mod.rs"]
mod support;

use certlens::mutant;
use std::io::{BufRead, Write};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use support::decisions::{Asked, COLUMNS, asked};

/// A request may take so much longer than unchanged, and so long in any case.
const SLOWER: u64 = 30;
const LEAST: Duration = Duration::from_secs(4);

/// Time of the processor that a thread has had, of which other work on the machine takes nothing.
fn spent(thread: &str) -> Duration {
    let told = std::fs::read_to_string(format!("{thread}/schedstat")).unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0))
}

const OWN: &str = "/proc/thread-self";

fn trace(path: &str) {
    let all = asked();
    let mut lines = String::new();
    for asked in &all {
        mutant::trace();
        let began = spent(OWN);
        let row = asked.decide().join(",");
        let spent = spent(OWN) - began;
        let reached: Vec<String> = mutant::reached().iter().map(u32::to_string).collect();
        lines += &format!("{}\t{}\t{row}\t{}\n", asked.name, spent.as_micros(), reached.join(","));
    }
    std::fs::write(path, lines).unwrap();
}

/// The first column that differs.
fn differs(asked: &Asked, before: &[&str]) -> Option<&'static str> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| asked.decide())) {
        Ok(row) => row.iter().zip(before).position(|(now, before)| now != before).map(|n| COLUMNS[n]),
        Err(_) => Some("panics"),
    }
}

fn try_all(path: &str) {
    static DEADLINE: AtomicU64 = AtomicU64::new(u64::MAX);
    let all = asked();
    let text = std::fs::read_to_string(path).unwrap();
    let before: Vec<(u64, Vec<&str>)> = text
        .lines()
        .map(|line| {
            let mut fields = line.split('\t').skip(1);
            (fields.next().unwrap().parse().unwrap(), fields.next().unwrap().split(',').collect())
        })
        .collect();
    std::panic::set_hook(Box::new(|_| ()));
    let own = std::fs::canonicalize(OWN).unwrap().to_str().unwrap().to_owned();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(200));
            if spent(&own).as_nanos() as u64 > DEADLINE.load(Relaxed) {
                std::process::exit(3);
            }
        }
    });
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (number, requests) = line.split_once('\t').unwrap();
        mutant::choose(Some(number.parse().unwrap()));
        let noticed = requests.split(',').filter_map(|n| n.parse::<usize>().ok()).find_map(|n| {
            let (usual, row) = &before[n];
            let most = Duration::from_micros(usual * SLOWER).max(LEAST);
            DEADLINE.store((spent(OWN) + most).as_nanos() as u64, Relaxed);
            differs(&all[n], row).map(|column| (all[n].name.as_str(), column))
        });
        DEADLINE.store(u64::MAX, Relaxed);
        let (name, column) = noticed.unwrap_or_default();
        println!("{number}\t{name}\t{column}");
        std::io::stdout().flush().unwrap();
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["trace", path] => trace(path),
        ["try", path] => try_all(path),
        _ => panic!("usage: judge trace|try FILE"),
    }
}
