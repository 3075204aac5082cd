//! `netsh http show sslcert` and `certutil -store`: fingerprints. Labels are translated; the forms of values are not.

use super::args::Args;
use super::{hex, is_address, serial};
use crate::evidence::out::Out;
use crate::evidence::phrases::without_port;
use crate::evidence::segments::Segment;
use crate::evidence::statement::Handle;
use crate::request::{HostUse, Seat};

/// The value of `Label : value`, as netsh aligns it.
fn value(line: &str) -> Option<&str> {
    line.split_once(" : ").map(|(_, value)| value.trim()).filter(|v| !v.is_empty())
}

/// Takes bindings: what has the form `name:port`, and under it a hash of 40 digits.
pub fn netsh(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut binding: Option<(&str, usize)> = None;
    let mut found: Vec<(&str, Option<String>, usize, usize)> = Vec::new();
    let mut range: Option<(usize, usize)> = None;
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let Some(text) = value(line) else { continue };
        let port = text.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
        if port && !text.contains(' ') {
            binding = Some((text, at));
            range = Some((range.map_or(at, |(from, _)| from), end));
        } else if let Some((name, from)) = binding {
            let hash = hex(text).filter(|h| h.len() == 40 && !text.contains([' ', ':']));
            if hash.is_some() {
                found.push((name, hash, from, end));
                binding = None;
            }
        }
        range = range.map(|(from, _)| (from, end));
    }
    let (from, to) = range?;
    if found.is_empty() {
        return None;
    }
    out.begin("netsh-sslcert", out.text_place(from, to));
    out.summary(", bindings: ", found.len().to_string());
    for (name, hash, from, to) in found {
        let place = out.text_place(from, to);
        out.server(place.clone(), name, Some(name));
        let host = without_port(name);
        if !is_address(host) {
            out.host(place.clone(), host, HostUse::Client);
        }
        out.handle(place, Handle { sha1: hash, ..Handle::default() }, Some(Seat::Server), Some(name));
    }
    Some((from, to))
}

/// Takes the certificates of a store.
pub fn certutil(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let args = segment.command.and_then(|c| Args::of_program(c, "certutil"));
    let mut blocks: Vec<(Handle, usize, usize)> = Vec::new();
    let mut store = None;
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let text = line.trim();
        // `================ Certificate 0 ================`
        let rule = text.starts_with("====")
            && text.ends_with("====")
            && text.trim_matches('=').trim().ends_with(|c: char| c.is_ascii_digit());
        if rule {
            blocks.push((Handle::default(), at, end));
            continue;
        }
        if blocks.is_empty() {
            // `My "Personal"` is what -store says first.
            store = store.or(text.split_once(" \"").map(|(name, _)| name).filter(|n| !n.is_empty() && !n.contains(' ')));
            continue;
        }
        let Some((handle, _, to)) = blocks.last_mut() else { continue };
        let Some((label, value)) = text.split_once(':') else { continue };
        let digits = hex(value);
        if label.contains("(sha1)") {
            handle.sha1 = digits.filter(|h| h.len() == 40);
        } else if label.contains("(sha256)") {
            handle.sha256 = digits.filter(|h| h.len() == 64);
        } else if handle.serial.is_none() && digits.as_ref().is_some_and(|d| d.len() >= 8) && label.len() < 40 {
            handle.serial = serial(value);
        } else if handle.issuer.is_none() && value.trim_start().contains('=') {
            handle.issuer = Some(value.trim().to_owned());
        } else if handle.subject.is_none() && value.trim_start().contains('=') {
            handle.subject = Some(value.trim().to_owned());
        }
        *to = end;
    }
    blocks.retain(|(handle, ..)| handle.sha1.is_some() || handle.sha256.is_some());
    let (from, to) = (blocks.first()?.1, blocks.last()?.2);
    let name = args.as_ref().and_then(|a| a.value(&["-store", "-user"])).or(store).unwrap_or_default().to_ascii_lowercase();
    let seat = match name.as_str() {
        "root" | "authroot" => Some(Seat::Trust),
        // The machine's own certificates, of which a binding picks one.
        _ => None,
    };
    out.begin("certutil-store", out.text_place(from, to));
    out.summary(", certificates: ", blocks.len().to_string());
    for (handle, from, to) in blocks {
        let place = out.text_place(from, to);
        out.handle(place, handle, seat, None);
    }
    Some((from, to))
}
