//! `netsh http show sslcert` and `certutil -store`: fingerprints. Labels are translated; the forms of values are not.

use super::args::Args;
use super::{Entry, Part, Range, certificate, hex, host_of, is_address, learn_part};
use crate::evidence::out::Out;
use crate::evidence::segments::Segment;
use crate::request::{HostUse, Seat};

/// Takes bindings: what has the form `name:port`, and under it a hash of 40 digits.
pub fn netsh(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut binding: Option<(&str, usize)> = None;
    let mut found: Vec<(&str, Entry)> = Vec::new();
    let mut range = Range::default();
    for (at, line) in segment.lines() {
        let end = at + line.len();
        // The value of `Label : value`, as netsh aligns it.
        let Some((_, text)) = line.rsplit_once(" : ") else { continue };
        let text = text.trim();
        let port = text.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
        if port && !text.contains(' ') {
            binding = Some((text, at));
            range.take(at, end);
        } else if let Some((name, from)) = binding
            && !text.contains([' ', ':'])
        {
            let mut entry = Entry::new(from, end);
            learn_part(&mut entry.handle, Part::Print, text);
            if entry.handle.sha1.is_some() {
                found.push((name, entry));
                binding = None;
            }
        }
        range.reach(end);
    }
    let (from, to) = range.get()?;
    if found.is_empty() {
        return None;
    }
    out.begin("netsh-sslcert", out.text_place(from, to));
    out.count(", bindings: ", found.len());
    for (name, entry) in found {
        let place = out.text_place(entry.from, entry.to);
        out.server(place, name, Some(name));
        let host = host_of(name);
        if !is_address(host) {
            out.host(place, host, HostUse::Client);
        }
        certificate(entry, Some(Seat::Server), Some(name), out);
    }
    Some((from, to))
}

/// Takes the certificates of a store.
pub fn certutil(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let args = segment.command.and_then(|c| Args::of_program(c, "certutil"));
    let mut blocks: Vec<Entry> = Vec::new();
    let mut store = None;
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let text = line.trim();
        // `================ Certificate 0 ================`
        let rule = text.starts_with("====") && text.ends_with("====");
        if rule && text.trim_matches(['=', ' ']).ends_with(|c: char| c.is_ascii_digit()) {
            blocks.push(Entry::new(at, end));
            continue;
        }
        let Some(entry) = blocks.last_mut() else {
            // `My "Personal"` is what -store says first.
            store = store.or(text.split_once(" \"").map(|(name, _)| name).filter(|n| !n.is_empty() && !n.contains(' ')));
            continue;
        };
        let Some((label, value)) = text.split_once(':') else { continue };
        let (handle, name) = (&mut entry.handle, value.contains('='));
        let part = if label.contains("(sha") {
            Part::Print
        } else if hex(value).is_some_and(|d| d.len() >= 8) && label.len() < 40 {
            Part::Serial
        } else if handle.issuer.is_none() && name {
            Part::Issuer
        } else if name {
            Part::Subject
        } else {
            entry.to = end;
            continue;
        };
        learn_part(handle, part, value);
        entry.to = end;
    }
    blocks.retain(|Entry { handle, .. }| handle.sha1.is_some() || handle.sha256.is_some());
    let (from, to) = (blocks.first()?.from, blocks.last()?.to);
    let name = args.as_ref().and_then(|a| a.value(&["-store", "-user"])).or(store).unwrap_or_default();
    // The machine's own certificates are those of which a binding picks one.
    let root = ["root", "authroot"].iter().any(|known| name.eq_ignore_ascii_case(known));
    out.begin("certutil-store", out.text_place(from, to));
    out.count(", certificates: ", blocks.len());
    for Entry { handle, from, to } in blocks {
        out.handle(out.text_place(from, to), handle, root.then_some(Seat::Trust), None);
    }
    Some((from, to))
}

/// Takes what PowerShell prints of its `Cert:` drive: as a table, where a fingerprint stands before each subject, or as lists.
pub fn drive(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut range = Range::default();
    let mut subject = None;
    let mut found = Vec::new();
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let (text, listed) =
            line.split_once(" : ").map_or((line.trim(), None), |(label, value)| (value.trim(), Some(label.trim())));
        let (print, name) = text.split_once(' ').unwrap_or((text, ""));
        match listed {
            Some("Subject") => subject = Some((at, text)),
            None | Some("Thumbprint") if print.len() == 40 => {
                let name = if listed.is_some() { subject.take() } else { Some((at, name.trim())) };
                let Some((from, name)) = name.filter(|(_, name)| is_subject(name)) else { continue };
                let mut entry = Entry::new(from, end);
                learn_part(&mut entry.handle, Part::Print, print);
                learn_part(&mut entry.handle, Part::Subject, name);
                if entry.handle.sha1.is_some() {
                    range.take(from, end);
                    found.push(entry);
                }
            }
            _ => {}
        }
    }
    let (from, to) = range.get()?;
    out.begin("certutil-store", out.text_place(from, to));
    out.count(", certificates: ", found.len());
    for Entry { handle, from, to } in found {
        out.handle(out.text_place(from, to), handle, None, None);
    }
    Some((from, to))
}

/// `CN=...`: Windows writes the type of the first part in capitals, or as `OID.2.5...`.
fn is_subject(name: &str) -> bool {
    let capitals = |kind: &str| kind.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.');
    name.split_once('=').is_some_and(|(kind, _)| !kind.is_empty() && capitals(kind))
}
