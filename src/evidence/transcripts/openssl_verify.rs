//! `openssl verify`, and the handles that `openssl x509` prints.

use super::args::Args;
use super::{Labels, Part, Range, files, learn, verdict};
use crate::evidence::out::Out;
use crate::evidence::phrases;
use crate::evidence::segments::Segment;
use crate::evidence::statement::{Handle, Said};
use crate::request::{HostUse, Seat};

/// Options of `verify` that take a value.
const WITH_VALUE: &[&str] = &[
    "-CAfile",
    "-CApath",
    "-CAstore",
    "-trusted",
    "-untrusted",
    "-CRLfile",
    "-purpose",
    "-verify_depth",
    "-verify_hostname",
    "-verify_ip",
    "-verify_email",
    "-verify_name",
    "-attime",
    "-auth_level",
    "-policy",
    "-nameopt",
];

/// Takes the output of `openssl verify`.
pub fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let args = segment.command.and_then(|c| Args::of_program(c, "openssl")).filter(|args| args.has("verify"));
    let mut errors: Vec<&str> = Vec::new();
    let (mut ok, mut failed) = (None, None);
    let mut range = Range::default();
    for (at, line) in segment.lines() {
        let text = line.trim();
        if let Some(number) = depth_error(text) {
            errors.push(number);
        } else if let Some(file) = text.strip_prefix("error ").and_then(|t| t.strip_suffix(": verification failed")) {
            failed = Some(file);
        } else if let Some(file) =
            text.strip_suffix(": OK").filter(|file| args.is_some() || file.contains('.') && !file.contains(' '))
        {
            ok = Some(file);
        } else {
            continue;
        }
        range.take(at, at + line.len());
    }
    let (from, to) = range.get()?;
    if errors.is_empty() && args.is_none() {
        return None;
    }
    let place = out.text_place(from, to);
    out.begin("openssl-verify", place);
    let operands = args.as_ref().map_or(Vec::new(), |a| a.operands(WITH_VALUE));
    let checked = operands.get(1).copied().or(failed).or(ok);
    files(place, args.as_ref(), &["-CAfile", "-trusted"], Seat::Trust, out);
    // What is checked comes first, what was given to build the path with after it.
    if let Some(file) = checked {
        out.file(place, file, Seat::Server, None);
    }
    files(place, args.as_ref(), &["-untrusted"], Seat::Server, out);
    let name = args.as_ref().and_then(|a| a.value(&["-verify_hostname", "-verify_ip"]));
    if let Some(name) = name {
        out.host(place, name, HostUse::Client);
    }
    // verify stops at the first error, unless it is told to go on.
    let first = errors.first().copied();
    let text = first.map_or("OK".to_owned(), |n| {
        ["error ", n, " at \u{2026} depth lookup: ", phrases::openssl_text(n).unwrap_or("\u{2026}")].concat()
    });
    let said = if first.is_none() { Said::Accepted } else { Said::Rejected };
    let mut observation = verdict(said, "openssl", text, first, None, name);
    observation.also = errors.iter().skip(1).map(|n| (*n).to_owned()).collect();
    if name.is_none() && first.is_none() {
        observation.equals = vec!["62", "64"];
    }
    out.observed(place, observation);
    Some((from, to))
}

/// The number of `error 20 at 0 depth lookup:unable ...`.
fn depth_error(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("error ")?;
    let (number, rest) = rest.split_once(' ')?;
    let rest = rest.strip_prefix("at ")?.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.starts_with(" depth lookup:") && number.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

const LABELS: Labels = &[
    ("sha256 fingerprint", Part::Print),
    ("sha1 fingerprint", Part::Print),
    ("serial", Part::Serial),
    ("subject", Part::Subject),
    ("issuer", Part::Issuer),
];

/// Takes what `openssl x509 -noout -fingerprint -serial -subject -issuer` prints.
pub fn read_x509(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut handle = Handle::default();
    let mut range = Range::default();
    for (at, line) in segment.lines() {
        let Some((name, value)) = line.trim().split_once('=') else { continue };
        let name = name.to_ascii_lowercase();
        if learn(&mut handle, LABELS, &name, value) || name == "notbefore" || name == "notafter" {
            range.take(at, at + line.len());
        }
    }
    if handle.sha256.is_none() && handle.sha1.is_none() && (handle.serial.is_none() || handle.issuer.is_none()) {
        return None;
    }
    let (from, to) = range.get()?;
    let place = out.text_place(from, to);
    out.begin("openssl-x509", place);
    out.handle(place, handle, None, None);
    Some((from, to))
}
