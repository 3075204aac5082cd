//! nmap's `ssl-cert` and sslscan's XML: names and fingerprints, and bodies where they were asked for.

use super::{Entry, Labels, Part, Range, certificate, is_address, learn, learn_part, peer};
use crate::evidence::out::Out;
use crate::evidence::segments::Segment;
use crate::request::{HostUse, Seat};

const LABELS: Labels = &[("Issuer", Part::Issuer), ("SHA-1", Part::Print), ("SHA-256", Part::Print)];

/// Where nmap is.
#[derive(Clone, Copy, Default)]
struct Scanned<'t> {
    name: Option<&'t str>,
    address: Option<&'t str>,
    port: Option<&'t str>,
}

/// Takes reports of nmap: each host with its ports.
pub fn nmap(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut range = Range::default();
    let mut here = Scanned::default();
    let mut found: Vec<(Entry, Scanned<'_>)> = Vec::new();
    let mut open = false;
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let text = line.trim();
        if let Some(target) = text.strip_prefix("Nmap scan report for ") {
            (here.name, here.address) = match target.split_once(" (") {
                Some((name, address)) => (Some(name), Some(address.trim_end_matches(')'))),
                None if is_address(target) => (None, Some(target)),
                None => (Some(target), None),
            };
            open = false;
        } else if let Some((number, _)) = text.split_once("/tcp") {
            here.port = Some(number);
            open = false;
        } else if let Some(rest) = text.strip_prefix('|') {
            let rest = rest.trim_start_matches(['_', ' ']);
            if let Some(subject) = rest.strip_prefix("ssl-cert: Subject: ") {
                let mut entry = Entry::new(at, end);
                learn_part(&mut entry.handle, Part::Subject, subject);
                found.push((entry, here));
                open = true;
            } else if let Some((entry, _)) = found.last_mut().filter(|_| open) {
                entry.to = end;
                let (label, value) = rest.split_once(':').unwrap_or_default();
                learn(&mut entry.handle, LABELS, label, value);
            }
        } else if !["Starting Nmap", "Nmap done", "Host is up"].iter().any(|lead| text.starts_with(lead)) {
            continue;
        }
        range.take(at, end);
    }
    let (from, to) = range.get()?;
    if found.is_empty() {
        return None;
    }
    out.begin("nmap", out.text_place(from, to));
    for (entry, Scanned { name, address, port }) in found {
        let host = address.or(name).unwrap_or_default();
        let port = port.filter(|port| *port != "443");
        let id = port.map_or(host.to_owned(), |port| [host, ":", port].concat());
        let place = out.text_place(entry.from, entry.to);
        out.server(place, &id, address);
        if let Some(name) = name {
            out.host(place, name, HostUse::Client);
        }
        certificate(entry, Some(Seat::Server), Some(&id), out);
    }
    Some((from, to))
}

/// Takes nmap's XML: of each host the ports with a certificate.
pub fn nmap_xml(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let text = segment.body();
    let start = text.find("<nmaprun").or_else(|| text.find("<host"))?;
    text[start..].find("<script id=\"ssl-cert\"")?;
    out.begin("nmap", out.text_place(segment.from + start, segment.to));
    let (mut address, mut name, mut port) = (None, None, None);
    out.bound(text[start..].matches('<').count(), ELEMENTS);
    for (at, _) in text.match_indices('<').filter(|(at, _)| *at >= start).take(ELEMENTS) {
        let head = text[at + 1..].split('>').next().unwrap_or_default();
        match head.split(' ').next().unwrap_or_default() {
            "host" => (address, name, port) = (None, None, None),
            "address" if !head.contains("\"mac\"") => address = attribute(head, " addr=\""),
            "hostname" if head.contains("\"user\"") || name.is_none() => name = attribute(head, " name=\""),
            "port" => port = attribute(head, " portid=\"").filter(|port| *port != "443"),
            "script" if head.contains("id=\"ssl-cert\"") => {
                let part = text[at..].split("</script>").next().unwrap_or_default();
                let mut entry = Entry::new(segment.from + at, segment.from + at + part.len());
                for key in ["key=\"sha1\"", "key=\"sha256\""] {
                    learn_part(&mut entry.handle, Part::Print, element(part, key).unwrap_or_default());
                }
                let host = address.or(name).unwrap_or_default();
                let id = port.map_or(host.to_owned(), |port| [host, ":", port].concat());
                peer(out.text_place(entry.from, entry.to), Some(&id), address, name, out);
                certificate(entry, Some(Seat::Server), Some(&id), out);
            }
            _ => {}
        }
    }
    Some((segment.from + start, segment.to))
}

/// Elements of one file that are looked at.
const ELEMENTS: usize = 200_000;

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
        let host = attribute(head, " host=\"");
        let name = attribute(head, " sniname=\"").or(host).filter(|n| !is_address(n));
        peer(place, host, host, name, out);
        if out.seat(place, Seat::Server, host) == 0
            && let Some((_, part)) = test.split_once("<certificate ")
        {
            let part = part.split("</certificate>").next().unwrap_or_default();
            let mut entry = Entry::new(at, at + test.len());
            for (lead, kind) in [("<subject", Part::Subject), ("<issuer", Part::Issuer)] {
                if let Some(value) = element(part, lead) {
                    learn_part(&mut entry.handle, kind, value);
                }
            }
            if entry.handle.subject.is_some() || entry.handle.issuer.is_some() {
                certificate(entry, Some(Seat::Server), host, out);
            }
        }
    }
    Some((from, to))
}

/// Takes what sslscan prints: names, and no bodies.
pub fn sslscan_text(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut range = Range::default();
    for (at, line) in segment.lines() {
        let Some((server, rest)) = line.strip_prefix("Testing SSL server ").and_then(|l| l.split_once(" on port ")) else {
            range.reach(at + line.len());
            continue;
        };
        range.take(at, at + line.len());
        let place = out.text_place(at, at + line.len());
        out.begin("sslscan-xml", place);
        let name = rest.split_once(" using SNI name ").map_or(server, |(_, name)| name.trim());
        peer(place, Some(server), None, Some(name).filter(|name| !is_address(name)), out);
    }
    range.get()
}

fn tests(text: &str) -> Vec<(usize, &str)> {
    let starts: Vec<usize> = text.match_indices("<ssltest ").map(|(n, _)| n).take(1_000).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(from, to)| (from, &text[from..to])).collect()
}

fn attribute<'t>(head: &'t str, lead: &str) -> Option<&'t str> {
    head.split_once(lead)?.1.split('"').next().filter(|v| !v.is_empty())
}

fn element<'t>(part: &'t str, lead: &str) -> Option<&'t str> {
    let (_, rest) = part.split_once(lead)?.1.split_once('>')?;
    let value = rest.split("</").next()?.trim();
    let value = value.strip_prefix("<![CDATA[").and_then(|v| v.strip_suffix("]]>")).unwrap_or(value);
    Some(value).filter(|value| !value.is_empty())
}
