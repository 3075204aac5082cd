//! `keytool -printcert` and `keytool -list`: certificates by their fingerprints. Labels are translated in many languages;
//! the forms of fingerprints and the numbering are not.

use super::args::Args;
use super::{Entry, Labels, Part, Range, certificate, host_of, learn, learn_part, peer};
use crate::evidence::out::Out;
use crate::evidence::segments::Segment;
use crate::request::Seat;

/// What is being read.
#[derive(Default)]
struct Listing {
    entries: Vec<(Entry, Option<Seat>)>,
    kind: Option<Seat>,
    list: bool,
}

const LABELS: Labels = &[
    ("Owner", Part::Subject),
    ("Eigent\u{fc}mer", Part::Subject),
    ("Issuer", Part::Issuer),
    ("Aussteller", Part::Issuer),
    ("Serial number", Part::Serial),
    ("Seriennummer", Part::Serial),
];

/// Takes a listing.
pub fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let args = segment.command.and_then(|c| Args::of_program(c, "keytool"));
    let has = |word: &str| args.as_ref().is_some_and(|a| a.has(word));
    let mut listing = Listing::default();
    let mut range = Range::default();
    for (at, line) in segment.lines() {
        if listing.line(at, line) {
            range.take(at, at + line.len());
        }
    }
    listing.entries.retain(|(Entry { handle, from, to }, _)| {
        let body = listing.list && !out.items(out.text_place(*from, *to)).is_empty();
        body || handle.sha256.is_some() || handle.sha1.is_some() || handle.serial.is_some()
    });
    // -rfc prints bodies and nothing else.
    let bodies = (has("-rfc") && has("-sslserver")).then_some((segment.from, segment.to));
    let (from, to) = range.get().or(bodies)?;
    if listing.entries.is_empty() && bodies.is_none() {
        return None;
    }
    let place = out.text_place(from, to);
    out.begin(if listing.list { "keytool-list" } else { "keytool-printcert" }, place);
    out.count(", certificates: ", listing.entries.len());
    let target = args.as_ref().and_then(|a| a.value(&["-sslserver"]));
    let server = target.map(host_of);
    peer(place, server, target, server, out);
    if let Some((from, to)) = bodies {
        out.seat(out.text_place(from, to), Seat::Server, server);
    }
    // A listing of a file names what is in it, and not who presents it.
    let from_file = has("-file") || has("-jarfile");
    for (entry, seat) in listing.entries {
        let seat = match seat {
            seat if listing.list => seat,
            _ => (!from_file).then_some(Seat::Server),
        };
        certificate(entry, seat, server, out);
    }
    Some((from, to))
}

impl Listing {
    fn begin(&mut self, at: usize, end: usize, kind: Option<Seat>) -> bool {
        self.entries.push((Entry::new(at, end), kind));
        true
    }

    fn line(&mut self, at: usize, line: &str) -> bool {
        let end = at + line.len();
        let text = line.trim();
        // `Entry type: PrivateKeyEntry`; in the short form `app, 28.11.2026, PrivateKeyEntry, ` and the fingerprint below.
        let entry = text.trim_end_matches([',', ' ']);
        let short = entry.len() < text.len() || entry.matches(", ").count() > 1;
        for (word, seat) in [("PrivateKeyEntry", Seat::Server), ("trustedCertEntry", Seat::Trust)] {
            if entry.ends_with(word) {
                (self.kind, self.list) = (Some(seat), true);
                return !(short || seat == Seat::Trust) || self.begin(at, end, Some(seat));
            }
        }
        // `Certificate #0`, `Zertifikat Nr. 0`, `Certificate[1]:`, `Zertifikat[1]:`: a word, and a number.
        if let Some((word, n)) = text.split_once(['#', '[']) {
            let (word, digits) = (word.trim_end(), n.trim_end_matches([']', ':']));
            let numbered = word.len() > 4 && word.chars().all(char::is_alphabetic);
            if numbered && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
                return self.begin(at, end, self.kind);
            }
        }
        // -rfc prints bodies in the place of what is in them.
        if self.list
            && text == "-----END CERTIFICATE-----"
            && let Some((entry, _)) = self.entries.last_mut()
        {
            entry.to = end;
            return true;
        }
        let Some((label, value)) = text.split_once(':') else { return false };
        if label.starts_with("Alias") {
            (self.kind, self.list) = (None, true);
            return true;
        }
        let fingerprint = label.contains("SHA") && label.len() < 80;
        if self.entries.is_empty() && (fingerprint || matches!(label, "Owner" | "Eigent\u{fc}mer")) {
            self.begin(at, end, None);
        }
        let Some((entry, _)) = self.entries.last_mut() else { return false };
        // `SHA256: F1:..`, `Certificate fingerprint (SHA-256): F1:..`.
        let handle = &mut entry.handle;
        let known = learn(handle, LABELS, label, value) || fingerprint && learn_part(handle, Part::Print, value);
        if known {
            entry.to = end;
        }
        known
    }
}
