//! Which mutant is on: the number in `CERTLENS_MUTANT`. With `CERTLENS_MUTANT_TRACE`, a file, none is, and the numbers of
//! those that are reached go there, each once.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

const UNREAD: u32 = u32::MAX;
const NONE: u32 = u32::MAX - 1;
const TRACED: u32 = u32::MAX - 2;

static STATE: AtomicU32 = AtomicU32::new(UNREAD);
static REACHED: [AtomicBool; 1 << 14] = [const { AtomicBool::new(false) }; 1 << 14];

/// Whether this mutant is on.
#[inline]
pub fn on(number: u32) -> bool {
    let state = STATE.load(Relaxed);
    state == number || state >= TRACED && slow(number, state)
}

#[cold]
fn slow(number: u32, mut state: u32) -> bool {
    if state == UNREAD {
        state = read();
    }
    if state == TRACED && !REACHED[number as usize].swap(true, Relaxed) {
        line(&format!("{number}\n"));
    }
    state == number
}

fn read() -> u32 {
    let chosen = std::env::var("CERTLENS_MUTANT").ok().and_then(|n| n.parse().ok());
    let state = if path().is_some() { TRACED } else { chosen.unwrap_or(NONE) };
    STATE.store(state, Relaxed);
    state
}

/// From here on this mutant is on, or none.
pub fn choose(number: Option<u32>) {
    STATE.store(number.unwrap_or(NONE), Relaxed);
}

/// From here on none is on, and those are kept that are reached.
pub fn trace() {
    STATE.store(TRACED, Relaxed);
    REACHED.iter().for_each(|r| r.store(false, Relaxed));
}

/// Those that were reached since.
pub fn reached() -> Vec<u32> {
    (0..).zip(&REACHED).filter(|(_, r)| r.load(Relaxed)).map(|(n, _)| n).collect()
}

/// A new case begins: what is reached from here on is told again.
pub fn case() {
    if path().is_some() {
        trace();
        line("#\n");
    }
}

fn path() -> Option<std::ffi::OsString> {
    std::env::var_os("CERTLENS_MUTANT_TRACE")
}

fn line(text: &str) {
    let Some(path) = path() else { return };
    if let Ok(mut file) = std::fs::OpenOptions::new().create(true).append(true).open(path) {
        let _ = file.write_all(text.as_bytes());
    }
}

// A mutant counts as reached where it makes a difference, so that the requests that reach it are those that may notice.

pub fn lt<T: PartialOrd + ?Sized>(number: u32, a: &T, b: &T) -> bool {
    a < b || a == b && on(number)
}

pub fn le<T: PartialOrd + ?Sized>(number: u32, a: &T, b: &T) -> bool {
    a < b || a == b && !on(number)
}

pub fn gt<T: PartialOrd + ?Sized>(number: u32, a: &T, b: &T) -> bool {
    a > b || a == b && on(number)
}

pub fn ge<T: PartialOrd + ?Sized>(number: u32, a: &T, b: &T) -> bool {
    a > b || a == b && !on(number)
}

pub fn not<T: std::ops::Not<Output = T>>(on: bool, value: T) -> T {
    if on { value } else { !value }
}
