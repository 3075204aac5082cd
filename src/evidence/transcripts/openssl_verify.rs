//! `openssl verify`, and the handles that `openssl x509` prints.

use super::args::Args;
use super::{Labels, Part, Range, files, host_of, is_address, learn, verdict};
use crate::evidence::limits;
use crate::evidence::out::Out;
use crate::evidence::phrases;
use crate::evidence::segments::Segment;
use crate::evidence::statement::{Handle, Said, SceneDraft};
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

/// What was found out about one file.
#[derive(Default)]
struct Run<'t> {
    errors: Vec<&'t str>,
    /// The file, as the result names it.
    file: Option<&'t str>,
    range: Range,
}

/// Takes the output of `openssl verify`: a result for each file that it was given.
pub fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let args = segment.command.and_then(|c| Args::of_program(c, "openssl")).filter(|args| args.has("verify"));
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut run = Run::default();
    let mut range = Range::default();
    for (at, line) in segment.lines() {
        let text = line.trim();
        let number = depth_error(text);
        let file = result(text, args.is_some());
        if number.is_none() && file.is_none() {
            continue;
        }
        range.take(at, at + line.len());
        run.range.take(at, at + line.len());
        run.errors.extend(number);
        if file.is_some() && runs.len() < limits::SCENES {
            run.file = file;
            runs.push(std::mem::take(&mut run));
        }
    }
    if !run.errors.is_empty() {
        runs.push(run);
    }
    if args.is_none() && runs.iter().all(|run| run.errors.is_empty()) {
        return None;
    }
    let (from, to) = range.get()?;
    // Of several each has files of its own, here and behind other prompts.
    let results = |line: &str| result(line.trim(), false).is_some();
    let several = runs.len() > 1 || segment.text.lines().filter(|line| results(line)).count() > 1;
    for run in &runs {
        one(run, args.as_ref(), several, out);
    }
    Some((from, to))
}

fn one(run: &Run<'_>, args: Option<&Args>, several: bool, out: &mut Out<'_>) {
    let Some((from, to)) = run.range.get() else { return };
    let place = out.text_place(from, to);
    out.begin("openssl-verify", place);
    let operands = args.map_or(Vec::new(), |a| a.operands(WITH_VALUE));
    // A result has the name that the command has, and tells which of several it is about.
    let checked = run.file.or(operands.get(1).copied());
    let mut server = None;
    if let Some(file) = checked.filter(|_| several) {
        out.scene(SceneDraft { servers: vec![file.to_owned()], ..SceneDraft::new(file, "openssl verify ", file, "openssl") });
        server = Some(file);
    }
    files(place, args, &["-CAfile", "-trusted"], Seat::Trust, out);
    // What is checked comes first, what was given to build the path with after it.
    if let Some(file) = checked {
        out.file(place, file, Seat::Server, server);
    }
    for file in args.iter().flat_map(|a| a.values(&["-untrusted"])) {
        out.file(place, file, Seat::Server, server);
    }
    let name = args.and_then(|a| a.value(&["-verify_hostname", "-verify_ip"]));
    if let Some(name) = name {
        out.host(place, name, HostUse::Client);
    }
    // verify stops at the first error, unless it is told to go on.
    let first = run.errors.first().copied();
    let text = first.map_or("OK".to_owned(), |n| {
        ["error ", n, " at \u{2026} depth lookup: ", phrases::openssl_text(n).unwrap_or("\u{2026}")].concat()
    });
    let said = if first.is_none() { Said::Accepted } else { Said::Rejected };
    let mut observation = verdict(said, "openssl", text, first, server, name);
    observation.also = run.errors.iter().skip(1).map(|n| (*n).to_owned()).collect();
    if name.is_none() && first.is_none() {
        observation.equals = vec!["62", "64"];
    }
    out.observed(place, observation);
    out.about(None);
}

/// The file of `a.pem: OK` and `error a.pem: verification failed`.
fn result(text: &str, asked: bool) -> Option<&str> {
    let failed = text.strip_prefix("error ").and_then(|t| t.strip_suffix(": verification failed"));
    failed.or(text.strip_suffix(": OK").filter(|file| asked || file.contains('.') && !file.contains(' ')))
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
    // What `s_client` before the pipe was asked to do.
    let piped = segment.command.and_then(|c| Args::of_program(c, "openssl")).filter(|args| args.has("s_client"));
    let known = handle.sha256.is_some() || handle.sha1.is_some() || handle.serial.is_some() && handle.issuer.is_some();
    if piped.is_none() && !known {
        return None;
    }
    let (from, to) = range.get()?;
    let place = out.text_place(from, to);
    out.begin("openssl-x509", place);
    let asked = piped.as_ref().and_then(|args| args.value(&["-servername"]).or(args.value(&["-connect"])));
    if let Some(name) = asked.map(host_of).filter(|name| !is_address(name)) {
        out.host(place, name, HostUse::Client);
    }
    if known {
        out.handle(place, handle, None, None);
    }
    Some((from, to))
}
