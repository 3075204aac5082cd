//! `-Djavax.net.debug=ssl`: what the client asked for and what it was sent. Before what is presented the log lists what
//! is trusted; the headings tell them apart.

use super::serial;
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
    let modern = |line: &str| line.starts_with("javax.net.ssl|");
    let old =
        |line: &str| matches!(line.trim_end(), "*** Certificate chain" | "*** ClientHello, TLSv1.2" | "adding as trusted cert:");
    let mut range: Option<(usize, usize)> = None;
    let mut list = List::None;
    let mut host = None;
    let mut found: Vec<(Handle, List, usize, usize)> = Vec::new();
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let text = line.trim();
        if modern(line) || old(line) {
            range = Some((range.map_or(at, |(from, _)| from), end));
            list = match () {
                () if text.contains("adding as trusted cert") => List::Trusted,
                () if text.contains("Consuming server Certificate handshake message") || text == "*** Certificate chain" => {
                    List::Presented
                }
                () => List::None,
            };
        }
        let Some((from, _)) = range else { continue };
        if let Some((_, rest)) = text.split_once("type=host_name (0), value=") {
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ']' | ',')).unwrap_or(rest.len());
            host = host.or(Some(&rest[..end]));
        }
        if list != List::None && found.iter().filter(|(_, l, ..)| *l == list).count() < LIST {
            let begins = text.starts_with("\"certificate\"")
                || text.starts_with("chain [")
                || text.starts_with("Subject:") && list == List::Trusted;
            if begins {
                found.push((Handle::default(), list, at, end));
            }
            if let Some((handle, l, _, to)) = found.last_mut()
                && *l == list
            {
                if details(text, handle) {
                    *to = end;
                }
                range = Some((from, end));
            }
        }
        if text.starts_with("javax.net.ssl.")
            || text.starts_with("at ")
            || text.starts_with("Caused by:")
            || text.starts_with('"')
            || text.starts_with('}')
        {
            range = Some((from, end));
        }
    }
    let (from, to) = range?;
    let place = out.text_place(from, to);
    out.begin("java-net-debug", place.clone());
    if let Some(host) = host {
        out.host(place, host, HostUse::Client);
    }
    // A list as long as that is the store of the system, which is known without it.
    let trusted = found.iter().filter(|(_, list, ..)| *list == List::Trusted).count();
    found.retain(|(_, list, ..)| *list == List::Presented || trusted < LIST);
    for (handle, list, from, to) in found {
        let seat = if list == List::Trusted { Seat::Trust } else { Seat::Server };
        if handle.serial.is_some() || handle.subject.is_some() {
            let place = out.text_place(from, to);
            out.handle(place, handle, Some(seat), None);
        }
    }
    error_text::within(segment.text, from, to, None, host, out);
    Some((from, to))
}

fn details(text: &str, handle: &mut Handle) -> bool {
    let Some((label, value)) = text.split_once(':') else { return false };
    let value = value.trim().trim_end_matches(',').trim_matches('"').trim_matches(['[', ']']).trim();
    match label.trim().trim_matches('"').trim() {
        "serial number" | "SerialNumber" => handle.serial = handle.serial.take().or_else(|| serial(value)),
        "subject" | "Subject" => handle.subject = Some(value.to_owned()),
        "issuer" | "Issuer" => handle.issuer = Some(value.to_owned()),
        "Algorithm" => {
            let number = value.rsplit("0x").next().filter(|_| value.contains("Serial number: 0x"));
            handle.serial = handle.serial.take().or_else(|| serial(number?));
        }
        _ => return false,
    }
    true
}
