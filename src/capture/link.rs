//! From a frame to a TCP segment: link layers, VLAN tags, IPv4 and IPv6. Check sums are not looked at: network cards
//! fill them in after the capture has seen the packet.

use super::bytes::{be, u8_at};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address and a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint {
    /// IPv4 or IPv6.
    pub address: IpAddr,
    /// TCP port.
    pub port: u16,
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::net::SocketAddr::new(self.address, self.port).fmt(f)
    }
}

/// One TCP segment.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'b> {
    /// Who sent it.
    pub from: Endpoint,
    /// Who gets it.
    pub to: Endpoint,
    /// Sequence number of the first byte (of the SYN itself, where it is one).
    pub sequence: u32,
    /// It opens the connection.
    pub syn: bool,
    /// Its bytes, as far as they were kept.
    pub data: &'b [u8],
    /// How many it had on the wire.
    pub length: usize,
}

/// Why a frame gave no segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skipped {
    /// No TCP, or too short to be anything.
    Other,
    /// A link layer that is not followed.
    Link,
    /// A packet in a packet that is not followed.
    Tunnel,
    /// A part of a larger IP packet.
    Fragment,
}

/// Packets in packets that are followed.
const DEPTH: usize = 3;

/// The TCP segment in a frame.
pub fn segment(link: u16, frame: &[u8]) -> Result<Segment<'_>, Skipped> {
    match link {
        1 => ethernet(frame, DEPTH),
        // Null and loop: a protocol family in the order of the machine that caught it. The IP header says more.
        0 | 108 => ip(after(frame, 4)?, DEPTH),
        12 | 14 | 101 | 228 | 229 => ip(frame, DEPTH),
        113 => typed(be::<2>(frame, 14), after(frame, 16)?, DEPTH),
        276 => typed(be::<2>(frame, 0), after(frame, 20)?, DEPTH),
        _ => Err(Skipped::Link),
    }
}

fn after(bytes: &[u8], at: usize) -> Result<&[u8], Skipped> {
    bytes.get(at..).ok_or(Skipped::Other)
}

fn ethernet(frame: &[u8], depth: usize) -> Result<Segment<'_>, Skipped> {
    typed(be::<2>(frame, 12), after(frame, 14)?, depth)
}

/// What an EtherType announces, behind any number of VLAN tags.
fn typed(kind: Option<usize>, mut body: &[u8], depth: usize) -> Result<Segment<'_>, Skipped> {
    let mut kind = kind.ok_or(Skipped::Other)?;
    while matches!(kind, 0x8100 | 0x88a8 | 0x9100 | 0x9200) {
        kind = be::<2>(body, 2).ok_or(Skipped::Other)?;
        body = after(body, 4)?;
    }
    match kind {
        0x0800 | 0x86dd => ip(body, depth),
        // PPPoE session (RFC 2516 4): six bytes, then the protocol of PPP.
        0x8864 => match be::<2>(body, 6) {
            Some(0x0021 | 0x0057) => ip(after(body, 8)?, depth),
            _ => Err(Skipped::Other),
        },
        0x8847 | 0x8848 => Err(Skipped::Tunnel),
        _ => Err(Skipped::Other),
    }
}

fn ip(packet: &[u8], depth: usize) -> Result<Segment<'_>, Skipped> {
    match u8_at(packet, 0).map(|b| b >> 4) {
        Some(4) => version_4(packet, depth),
        Some(6) => version_6(packet, depth),
        _ => Err(Skipped::Other),
    }
}

fn version_4(packet: &[u8], depth: usize) -> Result<Segment<'_>, Skipped> {
    let header = usize::from(packet[0] & 15) * 4;
    let (Some(total), Some(fragment), Some(protocol)) = (be::<2>(packet, 2), be::<2>(packet, 6), u8_at(packet, 9)) else {
        return Err(Skipped::Other);
    };
    let address = |at: usize| {
        let octets: [u8; 4] = packet.get(at..at + 4)?.try_into().ok()?;
        Some(IpAddr::V4(Ipv4Addr::from(octets)))
    };
    if fragment & 0x3fff != 0 {
        return Err(Skipped::Fragment);
    }
    // Segmentation left to the network card writes 0 here: then the frame says it.
    let total = if total == 0 { packet.len() } else { total };
    let payload = packet.get(header.max(20)..total.min(packet.len())).ok_or(Skipped::Other)?;
    let length = total.saturating_sub(header);
    transport(protocol, [address(12), address(16)], payload, length, depth)
}

fn version_6(packet: &[u8], depth: usize) -> Result<Segment<'_>, Skipped> {
    let (Some(length), Some(mut next)) = (be::<2>(packet, 4), u8_at(packet, 6)) else { return Err(Skipped::Other) };
    let address = |at: usize| {
        let octets: [u8; 16] = packet.get(at..at + 16)?.try_into().ok()?;
        Some(IpAddr::V6(Ipv6Addr::from(octets)))
    };
    let mut length = if length == 0 { packet.len().saturating_sub(40) } else { length };
    let mut payload = packet.get(40..packet.len().min(length + 40)).ok_or(Skipped::Other)?;
    // Hop-by-hop, routing and destination options (RFC 8200 4) all say their length in units of eight bytes.
    while matches!(next, 0 | 43 | 60) {
        let size = (usize::from(u8_at(payload, 1).ok_or(Skipped::Other)?) + 1) * 8;
        next = payload[0];
        payload = after(payload, size)?;
        length = length.saturating_sub(size);
    }
    if next == 44 {
        return Err(Skipped::Fragment);
    }
    transport(next, [address(8), address(24)], payload, length, depth)
}

fn transport(
    protocol: u8,
    [from, to]: [Option<IpAddr>; 2],
    payload: &[u8],
    length: usize,
    depth: usize,
) -> Result<Segment<'_>, Skipped> {
    let (Some(from), Some(to)) = (from, to) else { return Err(Skipped::Other) };
    let port = |at| be::<2>(payload, at).map(|n| n as u16).ok_or(Skipped::Other);
    match protocol {
        6 => {
            let sequence = be::<4>(payload, 4).ok_or(Skipped::Other)? as u32;
            let header = usize::from(u8_at(payload, 12).ok_or(Skipped::Other)? >> 4) * 4;
            let flags = u8_at(payload, 13).ok_or(Skipped::Other)?;
            Ok(Segment {
                from: Endpoint { address: from, port: port(0)? },
                to: Endpoint { address: to, port: port(2)? },
                sequence,
                syn: flags & 2 != 0,
                data: payload.get(header.max(20)..).unwrap_or(&[]),
                length: length.saturating_sub(header),
            })
        }
        // VXLAN (RFC 7348): mirrors of clouds send their copies in it.
        17 if depth > 0 && port(2) == Ok(4789) => ethernet(after(payload, 16)?, depth - 1),
        4 | 41 if depth > 0 => ip(payload, depth - 1),
        47 => Err(Skipped::Tunnel),
        // GENEVE (RFC 8926).
        17 if port(2) == Ok(6081) => Err(Skipped::Tunnel),
        _ => Err(Skipped::Other),
    }
}
