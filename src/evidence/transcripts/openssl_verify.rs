//! `openssl verify`, and the handles that `openssl x509` prints.

use super::args::Args;
use super::{hex, serial};
use crate::evidence::out::Out;
use crate::evidence::phrases;
use crate::evidence::segments::Segment;
use crate::evidence::statement::{Handle, Observation, Said};
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
    let mut range: Option<(usize, usize)> = None;
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
        range = Some((range.map_or(at, |(from, _)| from), at + line.len()));
    }
    let (from, to) = range?;
    if errors.is_empty() && args.is_none() {
        return None;
    }
    let place = out.text_place(from, to);
    out.begin("openssl-verify", place.clone());
    let operands = args.as_ref().map_or(Vec::new(), |a| a.operands(WITH_VALUE));
    let checked = operands.get(1).copied().or(failed).or(ok);
    for file in args.iter().flat_map(|a| a.values(&["-CAfile", "-trusted"])) {
        out.file(place.clone(), file, Seat::Trust, None);
    }
    // What is checked comes first, what was given to build the path with after it.
    for file in checked.into_iter().chain(args.iter().flat_map(|a| a.values(&["-untrusted"]))) {
        out.file(place.clone(), file, Seat::Server, None);
    }
    let name = args.as_ref().and_then(|a| a.value(&["-verify_hostname", "-verify_ip"]));
    if let Some(name) = name {
        out.host(place.clone(), name, HostUse::Client);
    }
    let observation = Observation {
        // verify stops at the first error, unless it is told to go on.
        text: errors
            .first()
            .map(|n| format!("error {n} at \u{2026} depth lookup: {}", phrases::openssl_text(n).unwrap_or("\u{2026}"))),
        said: if errors.is_empty() { Said::Accepted } else { Said::Rejected },
        target: Some("openssl"),
        code: errors.first().map(|n| (*n).to_owned()),
        also: errors.iter().skip(1).map(|n| (*n).to_owned()).collect(),
        equals: if name.is_none() && errors.is_empty() { vec!["62", "64"] } else { Vec::new() },
        check: Some("connect"),
        host: name.map(str::to_owned),
        ..Observation::default()
    };
    let observation = Observation { text: observation.text.or_else(|| Some("OK".to_owned())), ..observation };
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

/// Takes what `openssl x509 -noout -fingerprint -serial -subject -issuer` prints.
pub fn read_x509(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut handle = Handle::default();
    let mut range: Option<(usize, usize)> = None;
    for (at, line) in segment.lines() {
        let Some((name, value)) = line.trim().split_once('=') else { continue };
        match name.to_ascii_lowercase().as_str() {
            "sha256 fingerprint" => handle.sha256 = hex(value).filter(|h| h.len() == 64),
            "sha1 fingerprint" => handle.sha1 = hex(value).filter(|h| h.len() == 40),
            "serial" => handle.serial = serial(value),
            "subject" => handle.subject = Some(value.trim().to_owned()),
            "issuer" => handle.issuer = Some(value.trim().to_owned()),
            "notbefore" | "notafter" => {}
            _ => continue,
        }
        range = Some((range.map_or(at, |(from, _)| from), at + line.len()));
    }
    if handle.sha256.is_none() && handle.sha1.is_none() && (handle.serial.is_none() || handle.issuer.is_none()) {
        return None;
    }
    let (from, to) = range?;
    let place = out.text_place(from, to);
    out.begin("openssl-x509", place.clone());
    out.handle(place, handle, None, None);
    Some((from, to))
}
