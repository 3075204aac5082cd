//! Transcripts of clients and tools: what they were asked to do, what a server presented, and what they made of it.

pub mod args;
pub mod browsers;
pub mod curl;
pub mod gnutls;
pub mod java_debug;
pub mod keytool;
pub mod openssl_verify;
pub mod s_client;
pub mod scanners;
pub mod sslyze;
pub mod testssl;
pub mod tshark;
pub mod windows;

#[cfg(test)]
mod tests;

use super::out::{Out, Place};
use super::phrases::without_port;
use super::statement::{Handle, Observation, Said};
use crate::request::{HostUse, Seat};
use args::Args;
use std::net::IpAddr;

/// Whether the text is an address, with or without brackets.
pub(super) fn is_address(text: &str) -> bool {
    text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
}

/// The host of `H:P`, `[A]:P` or `H`.
pub(super) fn host_of(target: &str) -> &str {
    without_port(target)
}

/// Hexadecimal digits of a fingerprint in small letters, whatever stands between them; `None` where other letters do.
pub(super) fn hex(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("0x").unwrap_or(text);
    let mut digits = String::new();
    for byte in text.bytes() {
        match byte {
            b':' | b' ' | b'-' => {}
            byte if byte.is_ascii_hexdigit() && digits.len() < 128 => digits.push(byte.to_ascii_lowercase().into()),
            _ => return None,
        }
    }
    Some(digits).filter(|digits| !digits.is_empty())
}

/// What of a certificate a value is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A fingerprint: SHA-256 or SHA-1, by its length.
    Print,
    /// SHA-256 of its key.
    Key,
    Serial,
    Subject,
    Issuer,
}

/// Labels, and what the values beside them are.
pub(super) type Labels = &'static [(&'static str, Part)];

/// Takes over a value that has the form of what its label says; of two the first. Tells whether it did.
pub(super) fn learn(handle: &mut Handle, labels: Labels, label: &str, value: &str) -> bool {
    let Some((_, part)) = labels.iter().find(|(known, _)| *known == label) else { return false };
    learn_part(handle, *part, value)
}

/// The same for a value that is known.
pub(super) fn learn_part(handle: &mut Handle, part: Part, value: &str) -> bool {
    let digits = if matches!(part, Part::Subject | Part::Issuer) { None } else { hex(value) };
    let length = digits.as_ref().map_or(0, String::len);
    let (field, value) = match (part, length) {
        (Part::Print, 64) => (&mut handle.sha256, digits),
        (Part::Print, 40) => (&mut handle.sha1, digits),
        (Part::Key, 64) => (&mut handle.spki_sha256, digits),
        (Part::Serial, 1..) => {
            // Without leading zeros.
            let digits = digits.unwrap_or_default();
            let short = digits.trim_start_matches('0');
            (&mut handle.serial, Some(if short.is_empty() { "0" } else { short }.to_owned()))
        }
        (Part::Subject, _) => (&mut handle.subject, Some(value.trim().to_owned())),
        (Part::Issuer, _) => (&mut handle.issuer, Some(value.trim().to_owned())),
        _ => return false,
    };
    if field.is_none() {
        *field = value;
    }
    true
}

/// A name that was sent to the server, where another one was compared with its certificate.
pub(super) fn sni(place: Place<'_>, sent: Option<&str>, compared: Option<&str>, out: &mut Out<'_>) {
    if let Some(sent) = sent.filter(|sent| compared.is_some_and(|name| !name.eq_ignore_ascii_case(sent))) {
        out.host(place, sent, HostUse::Sni);
    }
}

/// The part of a text that a reader takes: it grows with each line.
#[derive(Clone, Copy, Default)]
pub(super) struct Range(Option<(usize, usize)>);

impl Range {
    pub fn take(&mut self, from: usize, to: usize) {
        self.0 = Some((self.0.map_or(from, |(first, _)| first), to));
    }

    /// Goes on to here, if it has begun.
    pub fn reach(&mut self, to: usize) {
        self.0 = self.0.map(|(from, _)| (from, to));
    }

    pub const fn get(self) -> Option<(usize, usize)> {
        self.0
    }
}

/// A certificate that a transcript speaks of, with the part of the text that does.
pub(super) struct Entry {
    pub handle: Handle,
    pub from: usize,
    pub to: usize,
}

impl Entry {
    pub fn new(from: usize, to: usize) -> Self {
        Self { handle: Handle::default(), from, to }
    }
}

/// Whom a transcript is about: what it calls the server, where that is, and the name that was asked for.
pub(super) fn peer(place: Place<'_>, server: Option<&str>, address: Option<&str>, host: Option<&str>, out: &mut Out<'_>) {
    if let Some(server) = server {
        out.summary(" of ", server);
        out.server(place, server, address);
    }
    if let Some(host) = host {
        out.host(place, host, HostUse::Client);
    }
}

/// What was given to a command with these options stands in files.
pub(super) fn files(place: Place<'_>, args: Option<&Args>, options: &[&str], seat: Seat, out: &mut Out<'_>) {
    if let Some(args) = args {
        for file in args.values(options) {
            out.file(place, file, seat, None);
        }
    }
}

/// A certificate with its body, or what is known of it without.
pub(super) fn certificate(entry: Entry, seat: Option<Seat>, server: Option<&str>, out: &mut Out<'_>) {
    let place = out.text_place(entry.from, entry.to);
    if seat.is_none_or(|seat| out.seat(place, seat, server) == 0) {
        out.handle(place, entry.handle, seat, server);
    }
}

/// What a client that connected said.
pub(super) fn verdict(
    said: Said,
    target: &'static str,
    text: String,
    code: Option<&str>,
    server: Option<&str>,
    host: Option<&str>,
) -> Observation {
    Observation {
        text: Some(text),
        said,
        target: Some(target),
        code: code.map(str::to_owned),
        check: Some("connect"),
        server: server.map(str::to_owned),
        host: host.map(str::to_owned),
        ..Observation::default()
    }
}
