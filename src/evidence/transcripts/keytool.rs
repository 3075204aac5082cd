//! `keytool -printcert` and `keytool -list`: certificates by their fingerprints. Labels are translated in many languages;
//! the forms of fingerprints and the numbering are not.

use super::args::Args;
use super::{hex, host_of, serial};
use crate::evidence::out::Out;
use crate::evidence::segments::Segment;
use crate::evidence::statement::Handle;
use crate::request::{HostUse, Seat};

/// One certificate of a listing.
struct Entry {
    handle: Handle,
    from: usize,
    to: usize,
    seat: Option<Seat>,
}

/// What is being read.
#[derive(Default)]
struct Listing {
    entries: Vec<Entry>,
    kind: Option<Seat>,
    list: bool,
    range: Option<(usize, usize)>,
}

/// Takes a listing.
pub fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let args = segment.command.and_then(|c| Args::of_program(c, "keytool"));
    let mut listing = Listing::default();
    for (at, line) in segment.lines() {
        if listing.line(at, line) {
            listing.range = Some((listing.range.map_or(at, |(from, _)| from), at + line.len()));
        }
    }
    let has = |entry: &Entry| entry.handle.sha256.is_some() || entry.handle.sha1.is_some() || entry.handle.serial.is_some();
    listing.entries.retain(has);
    // -rfc prints bodies and nothing else.
    let bodies = args.as_ref().is_some_and(|a| a.has("-rfc") && a.has("-sslserver")).then_some((segment.from, segment.to));
    let (from, to) = listing.range.or(bodies)?;
    if listing.entries.is_empty() && bodies.is_none() {
        return None;
    }
    let place = out.text_place(from, to);
    out.begin(if listing.list { "keytool-list" } else { "keytool-printcert" }, place.clone());
    out.summary(", certificates: ", listing.entries.len().to_string());
    let target = args.as_ref().and_then(|a| a.value(&["-sslserver"]));
    let server = target.map(host_of);
    if let Some(server) = server {
        out.server(place.clone(), server, target);
        out.host(place, server, HostUse::Client);
    }
    if let Some((from, to)) = bodies {
        let place = out.text_place(from, to);
        out.seat(&place, Seat::Server, server);
    }
    // A listing of a file names what is in it, and not who presents it.
    let from_file = args.as_ref().is_some_and(|a| a.has("-file") || a.has("-jarfile"));
    for entry in listing.entries {
        let place = out.text_place(entry.from, entry.to);
        let seat = match (listing.list, entry.seat) {
            (true, seat) => seat.filter(|s| *s == Seat::Trust),
            (false, _) => (!from_file).then_some(Seat::Server),
        };
        let body = seat.map_or(0, |seat| out.seat(&place, seat, server));
        if body == 0 {
            out.handle(place, entry.handle, seat, server);
        }
    }
    Some((from, to))
}

impl Listing {
    fn line(&mut self, at: usize, line: &str) -> bool {
        let end = at + line.len();
        let text = line.trim();
        // `Certificate #0`, `Zertifikat Nr. 0`, `Certificate[1]:`, `Zertifikat[1]:`: a word, and a number.
        let numbered = text.split_once(['#', '[']).is_some_and(|(word, n)| {
            let digits = n.trim_end_matches([']', ':']);
            word.trim_end().chars().all(char::is_alphabetic)
                && word.trim_end().len() > 4
                && !digits.is_empty()
                && digits.bytes().all(|b| b.is_ascii_digit())
        });
        if numbered || text.ends_with("PrivateKeyEntry") || text.ends_with("trustedCertEntry") {
            if let Some(seat) =
                [("PrivateKeyEntry", Seat::Server), ("trustedCertEntry", Seat::Trust)].iter().find(|(w, _)| text.ends_with(w))
            {
                (self.kind, self.list) = (Some(seat.1), true);
            }
            if numbered || self.kind == Some(Seat::Trust) {
                self.entries.push(Entry { handle: Handle::default(), from: at, to: end, seat: self.kind });
            }
            return true;
        }
        // The short form of -list: `app, 28.11.2026, PrivateKeyEntry, ` and the fingerprint below.
        if text.contains(", PrivateKeyEntry,") || text.contains(", trustedCertEntry,") {
            let seat = if text.contains(", trustedCertEntry,") { Seat::Trust } else { Seat::Server };
            (self.kind, self.list) = (Some(seat), true);
            self.entries.push(Entry { handle: Handle::default(), from: at, to: end, seat: self.kind });
            return true;
        }
        let Some((label, value)) = text.split_once(':') else { return false };
        let value = value.trim();
        if label == "Alias name" || label.starts_with("Alias") {
            (self.kind, self.list) = (None, true);
            return true;
        }
        let fingerprint = label.contains("SHA") && label.len() < 80;
        let starts = matches!(label, "Owner" | "Eigent\u{fc}mer");
        if self.entries.is_empty() && (starts || fingerprint) {
            self.entries.push(Entry { handle: Handle::default(), from: at, to: end, seat: None });
        }
        let Some(entry) = self.entries.last_mut() else { return false };
        let handle = &mut entry.handle;
        match label {
            "Owner" | "Eigent\u{fc}mer" => handle.subject = Some(value.to_owned()),
            "Issuer" | "Aussteller" => handle.issuer = Some(value.to_owned()),
            "Serial number" | "Seriennummer" => handle.serial = serial(value),
            _ if fingerprint => {
                // `SHA256: F1:..`, `Certificate fingerprint (SHA-256): F1:..`.
                match hex(value) {
                    Some(digits) if digits.len() == 64 => handle.sha256 = Some(digits),
                    Some(digits) if digits.len() == 40 => handle.sha1 = Some(digits),
                    _ => return false,
                }
            }
            _ => return false,
        }
        entry.to = end;
        true
    }
}
