//! The files that captures come in: pcap in both orders of bytes with micro- or nanoseconds
//! (draft-ietf-opsawg-pcap), and pcapng (draft-ietf-opsawg-pcapng).

use super::bytes::Order;

/// One packet as it was caught.
#[derive(Clone, Copy, Debug)]
pub struct Packet<'b> {
    /// Link type (<https://www.tcpdump.org/linktypes.html>).
    pub link: u16,
    /// Unix time in seconds, where the file has one.
    pub time: Option<i64>,
    /// What was kept of it.
    pub data: &'b [u8],
}

/// What a file tells besides its packets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The file ends inside a packet or block.
    pub cut: bool,
    /// It holds session keys (a decryption-secrets block).
    pub secrets: bool,
    /// It is pcapng.
    pub next_generation: bool,
}

/// Classic pcap: order of bytes, as the first four bytes tell.
fn classic(bytes: &[u8]) -> Option<Order> {
    match bytes.get(..4)? {
        [0xa1, 0xb2, 0xc3, 0xd4] | [0xa1, 0xb2, 0x3c, 0x4d] => Some(Order::Big),
        [0xd4, 0xc3, 0xb2, 0xa1] | [0x4d, 0x3c, 0xb2, 0xa1] => Some(Order::Little),
        _ => None,
    }
}

const SECTION: u32 = 0x0a0d_0d0a;

fn section_order(block: &[u8]) -> Option<Order> {
    match block.get(8..12)? {
        [0x1a, 0x2b, 0x3c, 0x4d] => Some(Order::Big),
        [0x4d, 0x3c, 0x2b, 0x1a] => Some(Order::Little),
        _ => None,
    }
}

/// Whether these are the first bytes of a capture that is read here.
#[must_use]
pub fn is_capture(bytes: &[u8]) -> bool {
    classic(bytes).is_some() || bytes.starts_with(&SECTION.to_be_bytes()) && section_order(bytes).is_some()
}

/// Hands each packet to `each`, until that says `false`.
pub fn packets<'b>(bytes: &'b [u8], each: &mut dyn FnMut(Packet<'b>) -> bool) -> About {
    match classic(bytes) {
        Some(order) => pcap(bytes, order, each),
        None => pcapng(bytes, each),
    }
}

fn pcap<'b>(bytes: &'b [u8], order: Order, each: &mut dyn FnMut(Packet<'b>) -> bool) -> About {
    let mut about = About::default();
    // The upper half says how long the frame check sequence is, which nothing here needs.
    let Some(link) = order.u32(bytes, 20).map(|n| n as u16) else {
        about.cut = true;
        return about;
    };
    let mut at = 24;
    while at < bytes.len() {
        let header = (order.u32(bytes, at), order.length(bytes, at + 8));
        let (Some(time), Some(kept)) = header else {
            about.cut = true;
            break;
        };
        let from = at + 16;
        let rest = bytes.get(from..).unwrap_or(&[]);
        about.cut |= rest.len() < kept;
        let data = rest.get(..kept).unwrap_or(rest);
        at = from.saturating_add(kept);
        if !each(Packet { link, time: Some(i64::from(time)), data }) {
            break;
        }
    }
    about
}

/// An interface of a section: link type, how its time stamps count, and where it cut packets off.
struct Interface {
    link: u16,
    /// Ticks of the clock per second.
    per_second: u64,
    snap: usize,
}

impl Interface {
    fn read(body: &[u8], order: Order) -> Option<Self> {
        let mut interface = Self { link: order.u16(body, 0)?, per_second: 1_000_000, snap: order.length(body, 4)? };
        let mut at = 8;
        while let (Some(code), Some(length)) = (order.u16(body, at), order.u16(body, at + 2)) {
            let length = usize::from(length);
            // if_tsresol: a power of ten, or of two with the highest bit set.
            if code == 9
                && let Some(&n) = body.get(at + 4)
            {
                let base: u64 = if n & 0x80 == 0 { 10 } else { 2 };
                interface.per_second = base.checked_pow(u32::from(n & 0x7f)).unwrap_or(u64::MAX);
            }
            if code == 0 {
                break;
            }
            at += 4 + length.next_multiple_of(4);
        }
        Some(interface)
    }
}

fn pcapng<'b>(bytes: &'b [u8], each: &mut dyn FnMut(Packet<'b>) -> bool) -> About {
    let mut about = About { next_generation: true, ..About::default() };
    let mut order = Order::Little;
    let mut interfaces: Vec<Interface> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let block = &bytes[at..];
        // The section's own type reads the same in both orders; the others are known by then.
        if block.starts_with(&SECTION.to_be_bytes()) {
            let Some(new) = section_order(block) else { break };
            order = new;
            interfaces.clear();
        }
        let (Some(kind), Some(length)) = (order.u32(block, 0), order.length(block, 4)) else {
            about.cut = true;
            break;
        };
        if length < 12 {
            about.cut = true;
            break;
        }
        // The last block may be cut; what is there of it is still read.
        about.cut |= length > block.len();
        let body = block.get(8..length.saturating_sub(4).min(block.len())).unwrap_or(&[]);
        at = at.saturating_add(length.next_multiple_of(4));
        let packet = match kind {
            1 => {
                interfaces.extend(Interface::read(body, order));
                None
            }
            10 => {
                about.secrets = true;
                None
            }
            6 => enhanced(body, order, order.length(body, 0), &interfaces),
            2 => enhanced(body, order, order.u16(body, 0).map(usize::from), &interfaces),
            3 => interfaces.first().and_then(|interface| {
                let kept = order.length(body, 0)?.min(if interface.snap == 0 { usize::MAX } else { interface.snap });
                let rest = body.get(4..)?;
                Some(Packet { link: interface.link, time: None, data: rest.get(..kept).unwrap_or(rest) })
            }),
            _ => None,
        };
        if let Some(packet) = packet
            && !each(packet)
        {
            break;
        }
    }
    about
}

/// An enhanced packet block, or the packet block that came before it: only the interface is written differently.
fn enhanced<'b>(body: &'b [u8], order: Order, interface: Option<usize>, interfaces: &[Interface]) -> Option<Packet<'b>> {
    let interface = interfaces.get(interface?)?;
    let ticks = u64::from(order.u32(body, 4)?) << 32 | u64::from(order.u32(body, 8)?);
    let kept = order.length(body, 12)?;
    let rest = body.get(20..)?;
    let time = i64::try_from(ticks / interface.per_second.max(1)).ok();
    Some(Packet { link: interface.link, time, data: rest.get(..kept).unwrap_or(rest) })
}
