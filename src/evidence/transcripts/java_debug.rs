//! `-Djavax.net.debug=ssl`: what the client asked for and what it was sent. Before what is presented the log lists what
//! is trusted; the headings tell them apart.

use super::{Entry, Labels, Part, Range, certificate, learn, learn_part};
use crate::evidence::error_text;
use crate::evidence::out::Out;
use crate::evidence::segments::Segment;
use crate::evidence::statement::Handle;
use crate::request::{HostUse, Seat};

/// Certificates of one list.
const LIST: usize = 32;

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    None,
    Trusted,
    Presented,
}

/// Takes the log in a segment.
pub fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    // A logger may write something of its own before.
    let modern = |line: &str| line.find("javax.net.ssl|").is_some_and(|at| at < 100);
    let old =
        |line: &str| matches!(line.trim_end(), "*** Certificate chain" | "*** ClientHello, TLSv1.2" | "adding as trusted cert:");
    let mut range = Range::default();
    let mut list = List::None;
    let mut host = None;
    let mut found: Vec<(Entry, List)> = Vec::new();
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let text = line.trim();
        if modern(line) || old(line) {
            range.take(at, end);
            list = match () {
                () if text.contains("adding as trusted cert") => List::Trusted,
                () if text.contains("Consuming server Certificate handshake message") || text == "*** Certificate chain" => {
                    List::Presented
                }
                () => List::None,
            };
        }
        if range.get().is_none() {
            continue;
        }
        if let Some((_, rest)) = text.split_once("type=host_name (0), value=") {
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ']' | ',')).unwrap_or(rest.len());
            host = host.or(Some(&rest[..end]));
        }
        if list != List::None && found.iter().filter(|(_, l)| *l == list).count() < LIST {
            let begins = text.starts_with("\"certificate\"")
                || text.starts_with("chain [")
                || text.starts_with("Subject:") && list == List::Trusted;
            if begins {
                found.push((Entry::new(at, end), list));
            }
            if let Some((entry, l)) = found.last_mut()
                && *l == list
            {
                if details(text, &mut entry.handle) {
                    entry.to = end;
                }
                range.reach(end);
            }
        }
        if text.starts_with("javax.net.ssl.")
            || text.starts_with("at ")
            || text.starts_with("Caused by:")
            || text.starts_with('"')
            || text.starts_with('}')
        {
            range.reach(end);
        }
    }
    let (from, to) = range.get()?;
    let place = out.text_place(from, to);
    out.begin("java-net-debug", place);
    if let Some(host) = host {
        out.host(place, host, HostUse::Client);
    }
    // A list as long as that is the store of the system, which is known without it.
    let trusted = found.iter().filter(|(_, list)| *list == List::Trusted).count();
    found.retain(|(_, list)| *list == List::Presented || trusted < LIST);
    for (entry, list) in found {
        let seat = if list == List::Trusted { Seat::Trust } else { Seat::Server };
        if entry.handle.serial.is_some() || entry.handle.subject.is_some() {
            certificate(entry, Some(seat), None, out);
        }
    }
    error_text::within(segment.text, from, to, None, host, out);
    Some((from, to))
}

const LABELS: Labels = &[
    ("serial number", Part::Serial),
    ("SerialNumber", Part::Serial),
    ("subject", Part::Subject),
    ("Subject", Part::Subject),
    ("issuer", Part::Issuer),
    ("Issuer", Part::Issuer),
];

fn details(text: &str, handle: &mut Handle) -> bool {
    let Some((label, value)) = text.split_once(':') else { return false };
    let value = value.trim().trim_end_matches(',').trim_matches(['"', '[', ']', ' ']);
    let label = label.trim_matches(['"', ' ']);
    if let ("Algorithm", Some((_, number))) = (label, value.rsplit_once("Serial number: 0x")) {
        return learn_part(handle, Part::Serial, number);
    }
    learn(handle, LABELS, label, value) || label == "Algorithm"
}
