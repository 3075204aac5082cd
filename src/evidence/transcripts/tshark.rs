//! tshark's text and JSON: the text cuts bodies to 36 bytes and has lengths and names; JSON has them whole.

use super::{Entry, Part, Range, certificate as tell, learn_part};
use crate::evidence::mapping;
use crate::evidence::out::Out;
use crate::evidence::segments::Segment;
use crate::evidence::tree::Node;
use crate::request::{HostUse, Seat};

const BODY: &str = "The bytes of a certificate that the text cuts off: drop the capture itself, or its JSON";

/// Takes the text of `tshark -V` or of Wireshark's details.
pub fn text(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    if !segment.body().contains("Handshake Protocol: ") {
        return None;
    }
    let mut range = Range::default();
    let mut packet: Option<(&str, &str)> = None;
    let mut server: Option<String> = None;
    let mut length = None;
    let mut certificates: Vec<(Entry, Option<String>)> = Vec::new();
    let mut names: Vec<(&str, usize, usize)> = Vec::new();
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let text = line.trim();
        if let Some((_, rest)) = text.split_once(", Src: ").filter(|(head, _)| head.starts_with("Internet Protocol")) {
            packet = rest.split_once(", Dst: ");
        } else if let Some((_, rest)) =
            text.split_once("Protocol, Src Port: ").filter(|_| text.starts_with("Transmission Control"))
        {
            let port = &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())];
            server = packet.map(|(source, _)| if port == "443" { source.to_owned() } else { [source, ":", port].concat() });
        } else if let Some(n) = text.strip_prefix("Certificate Length: ") {
            length = n.parse().ok();
        } else if text.starts_with("Certificate: 30") {
            let mut entry = Entry::new(at, end);
            entry.handle.size = length.take();
            if let Some((_, names)) = text.rsplit_once(" (") {
                learn_part(&mut entry.handle, Part::Subject, &plain(names.trim_end_matches(')')));
            }
            certificates.push((entry, server.clone()));
        } else if let Some(name) = text.strip_prefix("Server Name: ") {
            names.push((name, at, end));
        } else {
            continue;
        }
        range.take(at, end);
    }
    let (from, to) = range.get()?;
    out.begin("tshark-text", out.text_place(from, to));
    for (name, from, to) in names {
        let place = out.text_place(from, to);
        out.host(place, name, HostUse::Sni);
    }
    let mut known: Option<String> = None;
    for (entry, server) in certificates {
        if let Some(server) = &server
            && known.as_ref() != Some(server)
        {
            out.server(out.text_place(entry.from, entry.to), server, Some(server));
            known = Some(server.clone());
        }
        tell(entry, Some(Seat::Server), server.as_deref(), out);
    }
    if known.is_some() {
        out.hole(out.text_place(from, to), BODY, None, None);
    }
    Some((from, to))
}

/// `id-at-commonName=x,id-at-countryName=US` in the letters of RFC 4514.
fn plain(names: &str) -> String {
    const LETTERS: &[(&str, &str)] = &[
        ("id-at-commonName", "CN"),
        ("id-at-organizationName", "O"),
        ("id-at-organizationalUnitName", "OU"),
        ("id-at-countryName", "C"),
        ("id-at-localityName", "L"),
        ("id-at-stateOrProvinceName", "ST"),
    ];
    LETTERS.iter().fold(names.to_owned(), |text, (long, short)| text.replace(long, short))
}

/// Packets of one file that are looked at.
const PACKETS: usize = 100_000;
/// Fields of a record inside one another.
const DEPTH: usize = 24;

/// Takes `tshark -T json`, or `-T ek` of one packet.
pub fn json(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let packets: Vec<&Node<'_>> = root.each().iter().take(PACKETS).filter_map(|p| p.at("_source.layers")).collect();
    if packets.is_empty() {
        return false;
    }
    out.begin("tshark-json", out.place(root));
    out.bound(root.each().len(), PACKETS);
    out.count(", packets: ", packets.len());
    let mut known: Vec<String> = Vec::new();
    for layers in packets {
        let from = address(layers, true);
        // One packet may have several records, and a record several messages.
        for tls in layers.all("tls ssl") {
            mapping::walk(tls, DEPTH, &mut |node| {
                messages(node, from.as_deref(), &mut known, out);
                false
            });
        }
    }
    true
}

fn address(layers: &Node<'_>, source: bool) -> Option<String> {
    let ends = if source { ["ip.src", "ipv6.src", "tcp.srcport"] } else { ["ip.dst", "ipv6.dst", "tcp.dstport"] };
    let ip =
        layers.get("ip").and_then(|ip| ip.text_of(ends[0])).or_else(|| layers.get("ipv6").and_then(|ip| ip.text_of(ends[1])))?;
    let port = layers.get("tcp").and_then(|tcp| tcp.text_of(ends[2]))?;
    Some([&*ip, ":", &*port].concat())
}

fn messages(node: &Node<'_>, server: Option<&str>, known: &mut Vec<String>, out: &mut Out<'_>) {
    for body in node.all("tls.handshake.certificate ssl.handshake.certificate") {
        certificate(body, server, known, out);
    }
    for name in node.all("tls.handshake.extensions_server_name ssl.handshake.extensions_server_name") {
        out.host(out.place(name), &name.text().unwrap_or_default(), HostUse::Sni);
    }
}

fn certificate(body: &Node<'_>, server: Option<&str>, known: &mut Vec<String>, out: &mut Out<'_>) {
    let place = out.place(body);
    if let Some(server) = server
        && !known.iter().any(|k| k == server)
    {
        out.server(place, server, Some(server));
        known.push(server.to_owned());
    }
    if out.seat(place, Seat::Server, server) == 0 {
        out.hole(place, BODY, None, None);
    }
}
