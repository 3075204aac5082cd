//! Captures in every wrapping that is read: two files, two orders of bytes, link layers, both versions of IP, and
//! segments in any order. The bytes are written here, layer by layer.
#![allow(clippy::unwrap_used)]

use certlens::capture::{Capture, Presented, read};

fn record(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind, 3, 3], &u16::try_from(body.len()).unwrap().to_be_bytes()[..], body].concat()
}

fn sized(bytes: usize, body: &[u8]) -> Vec<u8> {
    [&body.len().to_be_bytes()[8 - bytes..], body].concat()
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [vec![kind], sized(3, body)].concat()
}

fn client_hello(name: &str) -> Vec<u8> {
    let entry = [&[0][..], &sized(2, name.as_bytes())].concat();
    let extension = [&[0, 0][..], &sized(2, &sized(2, &entry))].concat();
    let body = [&[3, 3][..], &[7; 32], &sized(1, &[]), &sized(2, &[0x13, 1]), &sized(1, &[0]), &sized(2, &extension)].concat();
    record(22, &message(1, &body))
}

/// ServerHello, Certificate and ServerHelloDone in records of `piece` bytes.
fn server_flight(certificates: &[Vec<u8>], tls13: bool, piece: usize) -> Vec<u8> {
    let extensions: &[u8] = if tls13 { &[0, 43, 0, 2, 3, 4] } else { &[] };
    let hello = [&[3, 3][..], &[9; 32], &sized(1, &[1, 2]), &[0x13, 1, 0], &sized(2, extensions)].concat();
    let list: Vec<u8> = certificates.iter().flat_map(|c| sized(3, c)).collect();
    let mut flight = message(2, &hello);
    if !tls13 {
        flight.extend(message(11, &sized(3, &list)));
        flight.extend(message(14, &[]));
    }
    flight.chunks(piece).flat_map(|part| record(22, part)).collect()
}

#[derive(Clone, Copy)]
enum Link {
    Ethernet,
    Tagged,
    CookedV1,
    CookedV2,
    Raw,
    Null,
    Vxlan,
}

const LINKS: [Link; 7] = [Link::Ethernet, Link::Tagged, Link::CookedV1, Link::CookedV2, Link::Raw, Link::Null, Link::Vxlan];

impl Link {
    fn number(self) -> u16 {
        match self {
            Self::Ethernet | Self::Tagged | Self::Vxlan => 1,
            Self::CookedV1 => 113,
            Self::CookedV2 => 276,
            Self::Raw => 101,
            Self::Null => 0,
        }
    }

    fn frame(self, packet: &[u8]) -> Vec<u8> {
        let kind: [u8; 2] = if packet[0] >> 4 == 4 { [8, 0] } else { [0x86, 0xdd] };
        let ethernet = |inner: &[u8]| [&[2; 12][..], &kind, inner].concat();
        match self {
            // A short frame is filled up to 60 bytes.
            Self::Ethernet => {
                let mut frame = ethernet(packet);
                frame.resize(frame.len().max(60), 0);
                frame
            }
            Self::Tagged => [&[2; 12][..], &[0x88, 0xa8, 0, 100, 0x81, 0, 7, 0xd1], &kind, packet].concat(),
            Self::CookedV1 => [&[0; 14][..], &kind, packet].concat(),
            Self::CookedV2 => [&kind[..], &[0; 18], packet].concat(),
            Self::Raw => packet.to_vec(),
            Self::Null => [&[2, 0, 0, 0][..], packet].concat(),
            Self::Vxlan => {
                let udp = [&[0x30, 0, 0x12, 0xb5, 0, 0, 0, 0][..], &[8, 0, 0, 0, 0, 0, 7, 0], &ethernet(packet)].concat();
                [&[2; 12][..], &[8, 0], &version_4(17, &udp)].concat()
            }
        }
    }
}

fn version_4(protocol: u8, body: &[u8]) -> Vec<u8> {
    let total = u16::try_from(24 + body.len()).unwrap().to_be_bytes();
    // Six words: one of options.
    [&[0x46, 0][..], &total, &[0, 1, 0x40, 0, 64, protocol, 0, 0], &[10, 0, 0, 9], &[10, 0, 0, 4], &[1, 1, 1, 0], body].concat()
}

fn packet(v6: bool, from_client: bool, sequence: u32, flags: u8, data: &[u8]) -> Vec<u8> {
    let ports: [u16; 2] = if from_client { [50000, 443] } else { [443, 50000] };
    let tcp =
        [&ports[0].to_be_bytes()[..], &ports[1].to_be_bytes(), &sequence.to_be_bytes(), &[0; 4], &[0x50, flags], &[0; 6], data]
            .concat();
    if v6 {
        let address = |n: u8| [&[0x20, 1, 0xd, 0xb8][..], &[0; 11], &[n]].concat();
        let (a, b) = if from_client { (9, 4) } else { (4, 9) };
        let body = [&[6, 0, 1, 4, 0, 0, 0, 0][..], &tcp].concat();
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        return [&[0x60, 0, 0, 0][..], &length, &[60, 64], &address(a), &address(b), &body].concat();
    }
    let mut packet = version_4(6, &tcp);
    if !from_client {
        packet[12..20].rotate_left(4);
    }
    packet
}

/// The packets of a handshake: SYN, SYN, the client's bytes, the server's in segments of 300 that come in another order,
/// one of them twice. Sequence numbers wrap around.
fn packets(v6: bool, client: &[u8], server: &[u8]) -> Vec<Vec<u8>> {
    let base = u32::MAX - 100;
    let mut all = vec![packet(v6, true, 1000, 2, &[]), packet(v6, false, base, 0x12, &[])];
    all.push(packet(v6, true, 1001, 0x18, client));
    let mut parts: Vec<Vec<u8>> = server
        .chunks(300)
        .enumerate()
        .map(|(n, part)| packet(v6, false, base.wrapping_add(1 + 300 * u32::try_from(n).unwrap()), 0x18, part))
        .collect();
    if parts.len() > 2 {
        parts.swap(1, 2);
        parts.push(parts[0].clone());
    }
    all.extend(parts);
    all
}

#[derive(Clone, Copy)]
struct Wrap {
    next: bool,
    big: bool,
    nano: bool,
}

impl Wrap {
    fn u32(self, n: u32) -> [u8; 4] {
        if self.big { n.to_be_bytes() } else { n.to_le_bytes() }
    }

    fn u16(self, n: u16) -> [u8; 2] {
        if self.big { n.to_be_bytes() } else { n.to_le_bytes() }
    }

    fn block(self, kind: u32, body: &[u8]) -> Vec<u8> {
        let mut body = body.to_vec();
        body.resize(body.len().next_multiple_of(4), 0);
        let length = self.u32(u32::try_from(body.len() + 12).unwrap());
        [&self.u32(kind)[..], &length, &body, &length].concat()
    }

    fn file(self, link: Link, packets: &[Vec<u8>], snap: usize) -> Vec<u8> {
        let frames = packets.iter().map(|p| link.frame(p));
        let length = |n: usize| self.u32(u32::try_from(n).unwrap());
        if !self.next {
            let magic = if self.nano { 0xa1b2_3c4d } else { 0xa1b2_c3d4 };
            let head =
                [&self.u32(magic)[..], &self.u16(2), &self.u16(4), &[0; 8], &length(snap), &self.u32(link.number().into())]
                    .concat();
            let each = frames.map(|f| {
                let kept = &f[..f.len().min(snap)];
                [&self.u32(1_795_860_000)[..], &self.u32(5), &length(kept.len()), &length(f.len()), kept].concat()
            });
            return head.into_iter().chain(each.flatten()).collect();
        }
        let section = [&self.u32(0x1a2b_3c4d)[..], &self.u16(1), &self.u16(0), &[0xff; 8]].concat();
        let resolution: &[u8] = if self.nano { &[9, 0, 0, 0] } else { &[6, 0, 0, 0] };
        let option = [&self.u16(9)[..], &self.u16(1), resolution, &self.u16(0), &self.u16(0)].concat();
        let interface = [&self.u16(link.number())[..], &self.u16(0), &length(snap), &option].concat();
        let ticks = 1_795_860_000u64 * if self.nano { 1_000_000_000 } else { 1_000_000 };
        let each = frames.map(|f| {
            let kept = &f[..f.len().min(snap)];
            let (high, low) = (u32::try_from(ticks >> 32).unwrap(), u32::try_from(ticks & 0xffff_ffff).unwrap());
            let head = [self.u32(0), self.u32(high), self.u32(low), length(kept.len()), length(f.len())].concat();
            self.block(6, &[&head[..], kept].concat())
        });
        let unknown = self.block(0x4000_0001, b"anything");
        [self.block(0x0a0d_0d0a, &section), self.block(1, &interface), unknown].into_iter().chain(each).flatten().collect()
    }
}

fn presented(capture: &Capture) -> Option<Vec<Option<Vec<u8>>>> {
    let Presented::Certificates(list) = &capture.handshakes.first()?.presented else { return None };
    Some(list.iter().map(|c| c.map(|i| capture.bodies[i].der.clone())).collect())
}

fn certificates() -> [Vec<u8>; 2] {
    [(0..=255u8).cycle().take(700).collect(), vec![0x30; 523]]
}

#[test]
fn every_wrapping_gives_the_same_handshake() {
    let chain = certificates();
    let server = server_flight(&chain, false, 400);
    for link in LINKS {
        for v6 in [false, true] {
            for bits in 0..8 {
                let wrap = Wrap { next: bits & 1 > 0, big: bits & 2 > 0, nano: bits & 4 > 0 };
                let file = wrap.file(link, &packets(v6, &client_hello("app.example"), &server), 65535);
                let capture = read(&file).unwrap();
                let handshake = &capture.handshakes[0];
                assert_eq!(handshake.server_name.as_deref(), Some("app.example"));
                assert_eq!(handshake.server.to_string(), if v6 { "[2001:db8::4]:443" } else { "10.0.0.4:443" });
                assert_eq!((handshake.version, handshake.time), (Some(0x0303), Some(1_795_860_000)));
                assert_eq!(presented(&capture).unwrap(), chain.clone().map(Some));
                assert!(capture.not_checked.is_empty());
                let range = capture.bodies[0].range;
                assert_eq!((file[range.from], file[range.to - 1]), (chain[0][0], chain[0][699]));
            }
        }
    }
}

const PLAIN: Wrap = Wrap { next: false, big: false, nano: false };

#[test]
fn nothing_half_is_shown() {
    let chain = certificates();
    let server = server_flight(&chain, false, 16000);
    let all = packets(false, &client_hello("app.example"), &server);
    // Cut at capture.
    let capture = read(&PLAIN.file(Link::Ethernet, &all, 200)).unwrap();
    assert_eq!(presented(&capture).unwrap(), [None]);
    // A segment in the middle of the second certificate is lost.
    let mut lost = all.clone();
    lost.truncate(all.len() - 2);
    assert_eq!(presented(&read(&PLAIN.file(Link::Ethernet, &lost, 65535)).unwrap()).unwrap(), [Some(chain[0].clone()), None]);
    // The file ends in the middle of a packet.
    let file = PLAIN.file(Link::Ethernet, &all, 65535);
    let capture = read(&file[..file.len() - 500]).unwrap();
    assert_eq!(presented(&capture).unwrap()[1], None);
    assert_eq!(capture.not_checked, ["The capture ends inside a packet."]);
}

#[test]
fn what_is_encrypted_is_said_to_be() {
    let all = packets(false, &client_hello("app.example"), &server_flight(&[], true, 16000));
    let capture = read(&PLAIN.file(Link::Raw, &all, 65535)).unwrap();
    assert_eq!((capture.handshakes[0].version, &capture.handshakes[0].presented), (Some(0x0304), &Presented::Encrypted));
}

#[test]
fn tls_behind_plain_words_is_found_and_alerts_keep_their_side() {
    let chain = certificates();
    let server =
        [b"220 mail.example ESMTP\r\n220 2.0.0 Ready to start TLS\r\n".to_vec(), server_flight(&chain, false, 16000)].concat();
    let client = [b"EHLO x\r\nSTARTTLS\r\n".to_vec(), client_hello("mail.example"), record(21, &[2, 48])].concat();
    let capture = read(&PLAIN.file(Link::Null, &packets(true, &client, &server), 65535)).unwrap();
    assert_eq!(presented(&capture).unwrap().len(), 2);
    let alert = capture.handshakes[0].alerts[0];
    assert_eq!((alert.from_client, alert.fatal, alert.description), (true, true, 48));
}

#[test]
fn a_gigantic_capture_is_bounded() {
    let one = packet(false, false, 7, 0x18, &[22; 1]);
    let all: Vec<Vec<u8>> = (0..50_000u32)
        .map(|n| {
            let mut p = one.clone();
            p[28..32].copy_from_slice(&n.to_be_bytes());
            p
        })
        .collect();
    let capture = read(&PLAIN.file(Link::Raw, &all, 65535)).unwrap();
    assert!(capture.handshakes.is_empty());
    assert_eq!(capture.not_checked, ["Of each connection in the capture only the first 256 KiB were put together."]);
}

#[test]
fn session_keys_are_noticed_and_left_alone() {
    let wrap = Wrap { next: true, ..PLAIN };
    let mut file = wrap.file(Link::Raw, &[], 65535);
    file.extend(wrap.block(10, b"KSLT\x10\0\0\0CLIENT_RANDOM aa"));
    assert!(read(&file).unwrap().secrets);
}
