//! Labelled values. The label is constant, the value is what a file says.

use crate::facts::UnixTime;
use crate::octets;
use crate::report::Evidence;

/// Longest value that is carried; the rest is in the certificate's details.
const LONGEST: usize = 512;

fn evidence(label: &'static str, value: impl Into<String>, form: &'static str) -> Evidence {
    let mut value: String = value.into();
    if value.len() > LONGEST {
        value.truncate(octets::char_floor(&value, LONGEST));
        value.push('\u{2026}');
    }
    Evidence { label, value, form }
}

/// Words or numbers.
pub fn plain(label: &'static str, value: impl Into<String>) -> Evidence {
    evidence(label, value, "plain")
}

/// An identifier, a setting, an algorithm.
pub fn code(label: &'static str, value: impl Into<String>) -> Evidence {
    evidence(label, value, "code")
}

/// A distinguished name or host name.
pub fn name(label: &'static str, value: impl Into<String>) -> Evidence {
    evidence(label, value, "name")
}

/// Octets.
pub fn hex(label: &'static str, value: &[u8]) -> Evidence {
    evidence(label, octets::hex(value), "hex")
}

/// A moment.
pub fn date(label: &'static str, value: UnixTime) -> Evidence {
    evidence(label, value.to_string(), "time")
}
