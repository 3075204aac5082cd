//! Captures: who asked whom for which name, and which certificates came back. A small reader of our own; it follows TCP
//! just as far as the handshake goes.

mod bytes;
mod file;
mod link;
mod stream;
mod tls;

pub use file::is_capture;
pub use link::Endpoint;

use crate::facts::ByteRange;
use link::Skipped;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use stream::Flows;
use tls::Side;

/// What a capture tells.
#[derive(Clone, Debug, Default)]
pub struct Capture {
    /// `capture/pcap` or `capture/pcapng`.
    pub kind: &'static str,
    /// One per TLS handshake, in the order they began.
    pub handshakes: Vec<Handshake>,
    /// Every certificate once for each server and name, in the order they were seen.
    pub bodies: Vec<Body>,
    /// It holds session keys.
    pub secrets: bool,
    /// What was not looked at, as sentences.
    pub not_checked: Vec<&'static str>,
}

/// One TLS handshake.
#[derive(Clone, Debug)]
pub struct Handshake {
    /// Who connected.
    pub client: Endpoint,
    /// Who answered.
    pub server: Endpoint,
    /// The name asked for (SNI).
    pub server_name: Option<String>,
    /// The ClientHello was seen, so that a missing name says something.
    pub hello_seen: bool,
    /// The name in the clear is that of a front: the real one is encrypted.
    pub encrypted_hello: bool,
    /// The version that was chosen, 0x0304 for TLS 1.3.
    pub version: Option<u16>,
    /// What the server presented.
    pub presented: Presented,
    /// What the client presented.
    pub client_certificates: Vec<Option<usize>>,
    /// The server asked for a client certificate.
    pub client_asked: bool,
    /// Alerts in the clear.
    pub alerts: Vec<Alert>,
    /// Unix time of the first packet.
    pub time: Option<i64>,
}

/// What the server presented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presented {
    /// These of the capture's bodies, in this order; `None` for one that was not caught whole.
    Certificates(Vec<Option<usize>>),
    /// TLS 1.3: encrypted.
    Encrypted,
    /// An earlier session was resumed, without any certificate.
    Resumed,
    /// It was not caught.
    Unseen,
}

/// A certificate and where it lies in the capture, from its first byte to behind its last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Its DER; taken out by who makes an item of it.
    pub der: Vec<u8>,
    /// Its place in the file. Other packets may lie between its parts.
    pub range: ByteRange,
}

/// An alert (RFC 8446 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alert {
    /// It is the client's, so it is the client who refused.
    pub from_client: bool,
    /// Level 2.
    pub fatal: bool,
    /// Its number.
    pub description: u8,
}

/// Packets of one capture that are read.
const PACKETS: usize = 2_000_000;

/// Reads a capture; `None` where the bytes are none.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<Capture> {
    if !is_capture(bytes) {
        return None;
    }
    let mut flows = Flows::default();
    let mut skipped = BTreeSet::new();
    let mut left = PACKETS;
    let about = file::packets(bytes, &mut |packet| {
        match link::segment(packet.link, packet.data) {
            Ok(segment) => flows.add(&segment, packet.time),
            Err(why) => {
                skipped.insert(why);
            }
        }
        left -= 1;
        left > 0
    });
    let mut capture = Capture {
        kind: if about.next_generation { "capture/pcapng" } else { "capture/pcap" },
        secrets: about.secrets,
        ..Capture::default()
    };
    let mut bounded = false;
    let mut bodies = Bodies::default();
    for flow in &flows.all {
        bounded |= flow.sent.iter().any(|direction| direction.bounded);
        let sides = [0, 1].map(|i| side(&flow.sent[i], bytes));
        capture.handshakes.extend(handshake(flow.ends, flow.time, sides, &mut bodies));
    }
    capture.bodies = bodies.all;
    let no_handshake = capture.handshakes.is_empty();
    let sentences = [
        (about.cut, "The capture ends inside a packet."),
        (left == 0, "Only the first 2,000,000 packets of the capture were read."),
        (flows.bounded, "Only the first 4,096 connections of the capture were followed."),
        (bounded && no_handshake, "Of each connection in the capture only the first 256 KiB were put together."),
        (skipped.contains(&Skipped::Link), "The capture has packets of a link layer that is not followed."),
        (skipped.contains(&Skipped::Tunnel), "The capture has packets in a tunnel that is not followed."),
        (skipped.contains(&Skipped::Fragment), "Fragments of IP packets in the capture were left out."),
    ];
    capture.not_checked = sentences.iter().filter(|(is, _)| *is).map(|(_, sentence)| *sentence).collect();
    Some(capture)
}

/// Every certificate once for each server, and each name that it was asked for: what one sends says nothing of another.
#[derive(Default)]
struct Bodies {
    all: Vec<Body>,
    known: BTreeMap<(String, Vec<u8>), usize>,
}

impl Bodies {
    fn index(&mut self, of: &str, body: Body) -> usize {
        let next = self.all.len();
        match self.known.entry((of.to_owned(), body.der.clone())) {
            Entry::Occupied(known) => return *known.get(),
            Entry::Vacant(free) => free.insert(next),
        };
        self.all.push(body);
        next
    }

    fn indexes(&mut self, of: &str, said: Option<Said>) -> Option<Vec<Option<usize>>> {
        let list = said?.certificates?.into_iter();
        Some(list.map(|body| body.map(|body| self.index(of, body))).collect())
    }
}

/// What a side said.
struct Said {
    side: Side,
    certificates: Option<Vec<Option<Body>>>,
}

fn side(direction: &stream::Direction<'_>, file: &[u8]) -> Option<Said> {
    let runs = direction.runs();
    let (run, mut side) = runs.iter().find_map(|run| Some((run, tls::read(run)?)))?;
    let body = |cut: tls::Cut| {
        let [first, last] = cut.at.map(|at| run.place(at, file));
        Body { der: cut.der, range: ByteRange::new(first.min(last), first.max(last) + 1) }
    };
    let certificates = side.certificates.take().map(|list| list.into_iter().map(|cut| cut.map(&body)).collect());
    Some(Said { side, certificates })
}

fn handshake(ends: [Endpoint; 2], time: Option<i64>, sides: [Option<Said>; 2], bodies: &mut Bodies) -> Option<Handshake> {
    let says_client = |i: usize| sides[i].as_ref().is_some_and(|s| s.side.client_hello.is_some());
    let says_server = |i: usize| sides[i].as_ref().is_some_and(|s| s.side.server_hello.is_some());
    let client = match (says_client(0) || says_server(1), says_client(1) || says_server(0)) {
        (true, _) => 0,
        (_, true) => 1,
        // Alerts alone tell nothing.
        _ => return None,
    };
    let [first, second] = sides;
    let (asks, answers) = if client == 0 { (first, second) } else { (second, first) };
    let hello = asks.as_ref().and_then(|s| s.side.client_hello.clone());
    let answer = answers.as_ref().and_then(|s| s.side.server_hello.clone());
    let alerts = [(true, &asks), (false, &answers)]
        .into_iter()
        .filter_map(|(from_client, said)| Some((from_client, said.as_ref()?)))
        .flat_map(|(from_client, said)| {
            said.side.alerts.iter().map(move |&(level, description)| Alert { from_client, fatal: level == 2, description })
        })
        .collect();
    let resumed = answers.as_ref().is_some_and(|s| s.side.encrypted)
        && matches!((&hello, &answer), (Some(a), Some(b)) if !a.session.is_empty() && a.session == b.session);
    let name = hello.as_ref().and_then(|h| h.server_name.clone());
    let of = [&*ends[1 - client].to_string(), " ", name.as_deref().unwrap_or_default()].concat();
    let client_asked = answers.as_ref().is_some_and(|s| s.side.certificate_request);
    let presented = match bodies.indexes(&of, answers) {
        Some(list) => Presented::Certificates(list),
        None if answer.as_ref().is_some_and(|a| a.version >= 0x0304) => Presented::Encrypted,
        None if resumed => Presented::Resumed,
        None => Presented::Unseen,
    };
    Some(Handshake {
        client: ends[client],
        server: ends[1 - client],
        hello_seen: hello.is_some(),
        encrypted_hello: hello.as_ref().is_some_and(|h| h.encrypted_hello),
        server_name: name,
        version: answer.map(|a| a.version),
        presented,
        client_certificates: bodies.indexes(&of, asks).unwrap_or_default(),
        client_asked,
        alerts,
        time,
    })
}
