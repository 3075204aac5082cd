//! nmap's `ssl-cert` and sslscan's XML: names and fingerprints, and bodies where they were asked for.

use super::{hex, is_address};
use crate::evidence::out::Out;
use crate::evidence::segments::Segment;
use crate::evidence::statement::Handle;
use crate::request::{HostUse, Seat};

/// A certificate that nmap saw.
struct Seen<'t> {
    handle: Handle,
    from: usize,
    to: usize,
    name: Option<&'t str>,
    address: Option<&'t str>,
    port: Option<&'t str>,
}

/// Takes reports of nmap: each host with its ports.
pub fn nmap(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut range: Option<(usize, usize)> = None;
    let (mut name, mut address) = (None, None);
    let mut port = None;
    let mut handle: Option<(Handle, usize, usize)> = None;
    let mut found: Vec<Seen<'_>> = Vec::new();
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let text = line.trim();
        if let Some(target) = text.strip_prefix("Nmap scan report for ") {
            found.extend(handle.take().map(|(handle, from, to)| Seen { handle, from, to, name, address, port }));
            (name, address) = match target.split_once(" (") {
                Some((name, address)) => (Some(name), Some(address.trim_end_matches(')'))),
                None if is_address(target) => (None, Some(target)),
                None => (Some(target), None),
            };
        } else if let Some((number, _)) = text.split_once("/tcp") {
            found.extend(handle.take().map(|(handle, from, to)| Seen { handle, from, to, name, address, port }));
            port = Some(number);
        } else if let Some(rest) = text.strip_prefix('|') {
            let rest = rest.trim_start_matches(['_', ' ']);
            if let Some(subject) = rest.strip_prefix("ssl-cert: Subject: ") {
                handle = Some((Handle { subject: Some(subject.to_owned()), ..Handle::default() }, at, end));
            } else if let Some((handle, _, to)) = &mut handle {
                *to = end;
                match rest.split_once(':') {
                    Some(("Issuer", value)) => handle.issuer = Some(value.trim().to_owned()),
                    Some(("SHA-1", value)) => handle.sha1 = hex(value).filter(|h| h.len() == 40),
                    Some(("SHA-256", value)) => handle.sha256 = hex(value).filter(|h| h.len() == 64),
                    _ => {}
                }
            }
        } else if !text.starts_with("Starting Nmap") && !text.starts_with("Nmap done") && !text.starts_with("Host is up") {
            continue;
        }
        range = Some((range.map_or(at, |(from, _)| from), end));
    }
    found.extend(handle.take().map(|(handle, from, to)| Seen { handle, from, to, name, address, port }));
    let (from, to) = range?;
    if found.is_empty() {
        return None;
    }
    out.begin("nmap", out.text_place(from, to));
    for Seen { handle, from, to, name, address, port } in found {
        let place = out.text_place(from, to);
        let host = address.or(name).unwrap_or_default();
        let id =
            if matches!(port, None | Some("443")) { host.to_owned() } else { format!("{host}:{}", port.unwrap_or_default()) };
        out.server(place.clone(), &id, address);
        if let Some(name) = name {
            out.host(place.clone(), name, HostUse::Client);
        }
        if out.seat(&place, Seat::Server, Some(&id)) == 0 {
            out.handle(place, handle, Some(Seat::Server), Some(&id));
        }
    }
    Some((from, to))
}

/// Takes sslscan's XML: a test for each host.
pub fn sslscan(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let text = segment.body();
    let start = text.find("<ssltest ")?;
    let end = text.rfind("</ssltest>").map_or(text.len(), |n| n + "</ssltest>".len());
    let (from, to) = (segment.from + start, segment.from + end.max(start));
    out.begin("sslscan-xml", out.text_place(from, to));
    for (offset, test) in tests(&text[start..end.max(start)]) {
        let head = &test[..test.find('>').unwrap_or(test.len())];
        let at = from + offset;
        let place = out.text_place(at, at + test.len());
        let value = |key: &str| attribute(head, key).filter(|v| !v.is_empty());
        let host = value("host");
        let name = value("sniname").or(host).filter(|n| !is_address(n));
        if let Some(host) = host {
            out.server(place.clone(), host, Some(host));
        }
        if let Some(name) = name {
            out.host(place.clone(), name, HostUse::Client);
        }
        let body = out.seat(&place, Seat::Server, host);
        if body == 0
            && let Some(certificate) = test.find("<certificate ")
        {
            let part = &test[certificate..test[certificate..].find("</certificate>").map_or(test.len(), |n| certificate + n)];
            let handle = Handle { subject: element(part, "subject"), issuer: element(part, "issuer"), ..Handle::default() };
            if handle != Handle::default() {
                out.handle(place, handle, Some(Seat::Server), host);
            }
        }
    }
    Some((from, to))
}

fn tests(text: &str) -> Vec<(usize, &str)> {
    let starts: Vec<usize> = text.match_indices("<ssltest ").map(|(n, _)| n).take(1_000).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(from, to)| (from, &text[from..to])).collect()
}

fn attribute<'t>(head: &'t str, key: &str) -> Option<&'t str> {
    let (_, rest) = head.split_once(&format!(" {key}=\""))?;
    rest.split('"').next()
}

fn element(part: &str, name: &str) -> Option<String> {
    let (_, rest) = part.split_once(&format!("<{name}"))?;
    let (_, rest) = rest.split_once('>')?;
    let value = rest.split("</").next()?.trim();
    let value = value.strip_prefix("<![CDATA[").and_then(|v| v.strip_suffix("]]>")).unwrap_or(value);
    (!value.is_empty()).then(|| value.to_owned())
}
