//! The handshake in the clear: records (RFC 8446 5.1), ClientHello, ServerHello, Certificate of TLS 1.2 and before
//! (RFC 5246 7.4.2), alerts. Nothing behind a change to encryption is looked at.

use super::bytes::{be, u8_at};
use super::stream::Run;

/// What one side of a connection said in the clear.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// ClientHello.
    pub client_hello: Option<ClientHello>,
    /// ServerHello.
    pub server_hello: Option<ServerHello>,
    /// The certificates of its Certificate message, in order; `None` where one is not whole.
    pub certificates: Option<Vec<Option<Cut>>>,
    /// It asked for a client certificate.
    pub certificate_request: bool,
    /// It changed to encryption.
    pub encrypted: bool,
    /// Alerts in the clear: level, description.
    pub alerts: Vec<(u8, u8)>,
}

/// A certificate, and where it lies in its run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Its DER.
    pub der: Vec<u8>,
    /// Offset of its first byte in the run of TCP bytes, and of its last one.
    pub at: [usize; 2],
}

/// What matters of a ClientHello.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientHello {
    /// server_name (RFC 6066 3).
    pub server_name: Option<String>,
    /// session_id.
    pub session: Vec<u8>,
    /// It has encrypted_client_hello (RFC 9849): the name in the clear is that of the front.
    pub encrypted_hello: bool,
}

/// What matters of a ServerHello.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerHello {
    /// The version that was chosen: 0x0303 is TLS 1.2, 0x0304 TLS 1.3.
    pub version: u16,
    /// session_id.
    pub session: Vec<u8>,
}

const CHANGE_CIPHER_SPEC: u8 = 20;
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
/// A record's largest body: 2^14, and what compression and encryption may add (RFC 5246 6.2.3).
const RECORD: usize = (1 << 14) + 2048;
/// A handshake message that is put together.
const MESSAGE: usize = super::stream::STREAM;

/// Reads what a side said. `None` where no TLS begins in these bytes.
pub fn read(run: &Run) -> Option<Side> {
    let bytes = &run.bytes;
    let mut at = start(bytes)?;
    let mut side = Side::default();
    // The handshake's own bytes, and where each record's part of them lies in the run.
    let mut message: Vec<u8> = Vec::new();
    let mut origin: Vec<(usize, usize)> = Vec::new();
    while let (Some(kind), Some(3), Some(length)) = (u8_at(bytes, at), u8_at(bytes, at + 1), be::<2>(bytes, at + 3)) {
        if !(CHANGE_CIPHER_SPEC..=24).contains(&kind) || length > RECORD {
            break;
        }
        let rest = bytes.get(at + 5..).unwrap_or(&[]);
        let body = rest.get(..length).unwrap_or(rest);
        match kind {
            CHANGE_CIPHER_SPEC => side.encrypted = true,
            ALERT if !side.encrypted && body.len() == 2 && length == 2 => side.alerts.push((body[0], body[1])),
            HANDSHAKE if !side.encrypted && message.len() < MESSAGE => {
                origin.push((message.len(), at + 5));
                message.extend_from_slice(body);
            }
            _ => {}
        }
        at += 5 + length;
    }
    let place = |at: usize| {
        let behind = origin.partition_point(|&(from, _)| from <= at);
        behind.checked_sub(1).map_or(0, |i| origin[i].1 + (at - origin[i].0))
    };
    messages(&message, &place, &mut side);
    Some(side)
}

/// Where TLS begins: at once, or behind what a protocol says before STARTTLS, a proxy's CONNECT, PostgreSQL's question.
fn start(bytes: &[u8]) -> Option<usize> {
    let hello = |at: usize| {
        let body = be::<2>(bytes, at + 3)?;
        let kind = u8_at(bytes, at + 5)?;
        let length = be::<3>(bytes, at + 6)?;
        (matches!(kind, 1 | 2 | 11) && (4..=RECORD).contains(&body) && length < MESSAGE).then_some(at)
    };
    let alert = |at: usize| (bytes.get(at..at + 5)?.ends_with(&[0, 2]) && matches!(u8_at(bytes, at + 5)?, 1 | 2)).then_some(at);
    // An alert may be all that a server says.
    if bytes.starts_with(&[ALERT, 3]) && alert(0).is_some() {
        return Some(0);
    }
    let mut at = 0;
    while let Some(found) = bytes.get(at..)?.windows(3).position(|w| matches!(w, [HANDSHAKE, 3, 0..=4])) {
        if let Some(start) = hello(at + found) {
            return Some(start);
        }
        at += found + 1;
    }
    None
}

fn messages(bytes: &[u8], place: &dyn Fn(usize) -> usize, side: &mut Side) {
    let mut at = 0;
    while let (Some(kind), Some(length)) = (u8_at(bytes, at), be::<3>(bytes, at + 1)) {
        let from = at + 4;
        let rest = bytes.get(from..).unwrap_or(&[]);
        let body = rest.get(..length).unwrap_or(rest);
        match kind {
            1 if side.client_hello.is_none() => side.client_hello = client_hello(body),
            2 => side.server_hello = server_hello(body).or(side.server_hello.take()),
            11 if side.certificates.is_none() => side.certificates = Some(certificates(body, from, place)),
            13 => side.certificate_request = true,
            // Behind them nothing of the handshake is of use: ServerHelloDone, Finished.
            14 | 20 => break,
            _ => {}
        }
        at = from + length;
    }
}

/// A field with its length in `N` bytes before it; gives the field and where it ends.
fn field<const N: usize>(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let length = be::<N>(bytes, at)?;
    let end = at + N + length;
    Some((bytes.get(at + N..end)?, end))
}

fn client_hello(body: &[u8]) -> Option<ClientHello> {
    // Version and random come first.
    let (session, at) = field::<1>(body, 34)?;
    let mut hello = ClientHello { session: session.to_vec(), ..ClientHello::default() };
    let extensions = field::<2>(body, at).and_then(|(_, at)| field::<1>(body, at)).map_or(body.len(), |(_, at)| at);
    each_extension(body, extensions, &mut |kind, data| match kind {
        // One list, of names of type host_name only; the first counts.
        0 if data.get(2) == Some(&0) => {
            hello.server_name = field::<2>(data, 3).and_then(|(name, _)| String::from_utf8(name.to_vec()).ok());
        }
        0xfe0d => hello.encrypted_hello = true,
        _ => {}
    });
    Some(hello)
}

fn server_hello(body: &[u8]) -> Option<ServerHello> {
    let version = be::<2>(body, 0)? as u16;
    let (session, at) = field::<1>(body, 34)?;
    let mut hello = ServerHello { version, session: session.to_vec() };
    each_extension(body, at + 3, &mut |kind, data| {
        // supported_versions says what `version` may not (RFC 8446 4.1.3).
        if kind == 43
            && let Some(chosen) = be::<2>(data, 0)
        {
            hello.version = chosen as u16;
        }
    });
    Some(hello)
}

/// The extensions, as far as they are there: a ClientHello may be cut.
fn each_extension(body: &[u8], at: usize, each: &mut dyn FnMut(usize, &[u8])) {
    let mut at = at + 2;
    while let (Some(kind), Some((data, end))) = (be::<2>(body, at), field::<2>(body, at + 2)) {
        each(kind, data);
        at = end;
    }
}

/// The list of a Certificate message. Of one that is not whole: those that are, and one `None` for what follows.
fn certificates(body: &[u8], from: usize, place: &dyn Fn(usize) -> usize) -> Vec<Option<Cut>> {
    let Some(length) = be::<3>(body, 0) else { return vec![None] };
    let mut list = Vec::new();
    let mut at = 3;
    while at < 3 + length {
        let Some((der, end)) = field::<3>(body, at) else {
            list.push(None);
            break;
        };
        let first = from + at + 3;
        list.push(Some(Cut { der: der.to_vec(), at: [place(first), place(first + der.len().saturating_sub(1))] }));
        at = end;
    }
    list
}
