//! `curl -v` of all TLS builds: whom it asked, and the length of the Certificate message, which tells how much the
//! server sent although no body is printed. The errors themselves are phrases.

use super::args::Args;
use super::{Part, Range, files, is_address, learn_part, peer};
use crate::evidence::asked;
use crate::evidence::error_text;
use crate::evidence::out::Out;
use crate::evidence::phrases::without_port;
use crate::evidence::segments::Segment;
use crate::evidence::statement::Handle;
use crate::input::Content;
use crate::request::Seat;

/// What the lines of one transfer say.
#[derive(Default)]
struct Transfer<'t> {
    range: Range,
    host: Option<&'t str>,
    address: Option<&'t str>,
    handle: Handle,
    trust: Vec<&'t str>,
    /// The next line has the length of a Certificate message of TLS 1.3 (`true`) or before.
    awaits: Option<bool>,
    message: Option<(bool, usize, usize, usize)>,
}

/// Takes the transfers in a segment.
pub fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut transfer = Transfer::default();
    for (at, line) in segment.lines() {
        if transfer.line(at, line) {
            transfer.range.take(at, at + line.len());
        }
    }
    let (from, to) = transfer.range.get()?;
    if transfer.host.is_none() && transfer.address.is_none() {
        return None;
    }
    // A transfer without TLS says nothing of certificates.
    let tls =
        |text: &str| ["https:", "TLS", "SSL", "schannel", "certificate", ":443", "port 443"].iter().any(|w| text.contains(w));
    if !tls(segment.body()) && !segment.command.is_some_and(tls) {
        return None;
    }
    let args = segment.command.and_then(|c| Args::of_program(c, "curl"));
    let place = out.text_place(from, to);
    out.begin("curl", place);
    let url = segment.command.and_then(|c| asked::first(c, 0, c.len())).map(|asked| asked.name);
    let host = url.or(transfer.host.map(str::to_owned)).map(|h| without_port(&h).to_owned());
    let host = host.as_deref();
    let server = transfer.address.or(host);
    peer(place, server, transfer.address, host, out);
    files(place, args.as_ref(), &["--cacert"], Seat::Trust, out);
    for file in transfer.trust.iter().filter(|_| args.is_none()) {
        out.file(place, file, Seat::Trust, None);
    }
    files(place, args.as_ref(), &["--cert", "-E", "--key"], Seat::Client, out);
    if transfer.handle.subject.is_some() || transfer.handle.issuer.is_some() {
        out.handle(place, transfer.handle, None, server);
    }
    if let Some((tls13, size, from, to)) = transfer.message {
        let place = out.text_place(from, to);
        let certificate = only_one(size, tls13, out);
        let handle = Handle { size: Some(size), certificate, ..Handle::default() };
        out.handle(place, handle, None, server);
    }
    // What went wrong stands among these lines: it is looked for here, with what is known of the connection.
    error_text::within(segment.text, from, to, server, host, out);
    Some((from, to))
}

impl<'t> Transfer<'t> {
    fn line(&mut self, at: usize, line: &'t str) -> bool {
        if let Some(tls13) = self.awaits.take()
            && let Some(size) =
                line.trim().strip_prefix("{ [").and_then(|l| l.strip_suffix(" bytes data]")).and_then(|n| n.parse().ok())
        {
            self.message = Some((tls13, size, at, at + line.len()));
            return true;
        }
        let line = line.trim_start();
        if line.starts_with("curl: (") || line.starts_with("{ [") || line.starts_with("} [") {
            return true;
        }
        // Of later versions, and the rest of what curl says below an error.
        if ["More details here:", "curl failed to verify", "establish a secure connection", "how to fix it"]
            .iter()
            .any(|l| line.starts_with(l))
        {
            return self.range.get().is_some();
        }
        let Some(text) = line.strip_prefix("* ").or_else(|| line.strip_prefix("*\t")) else { return false };
        let text = text.trim_start();
        let rest = LEADS.iter().find_map(|lead| Some((*lead, text.strip_prefix(lead)?)));
        if let Some((lead, rest)) = rest {
            let mut words = rest.split(' ');
            let first = words.next().unwrap_or_default();
            match lead {
                "Connected to " | "Established connection to " => {
                    self.host = Some(first);
                    let address = words.next().map(|a| a.trim_matches(['(', ')']));
                    self.address = address.filter(|a| is_address(a)).or(self.address);
                }
                "Host " => self.host = rest.split_once(" was resolved").map(|(host, _)| host).or(self.host),
                "Trying " => self.address = Some(without_port(rest.trim_end_matches('.'))).filter(|a| is_address(a)),
                "CAfile: " if !["none", "/ca-certificates", "/ca-bundle"].iter().any(|own| rest.contains(own)) => {
                    self.trust.push(rest);
                }
                // Who was connected to is the proxy.
                "Establish HTTP proxy tunnel to " | "Establishing HTTP proxy tunnel to " => {
                    (self.host, self.address, self.handle) = (Some(without_port(first)), None, Handle::default());
                }
                "subject: " => _ = learn_part(&mut self.handle, Part::Subject, rest),
                "issuer: " => _ = learn_part(&mut self.handle, Part::Issuer, rest),
                _ => {}
            }
        } else if text.contains("(IN), TLS handshake, Certificate (11)") {
            self.awaits = Some(text.starts_with("TLSv1.3"));
        }
        true
    }
}

/// How lines begin that say something.
const LEADS: &[&str] = &[
    "Connected to ",
    "Established connection to ",
    "Host ",
    "Trying ",
    "CAfile: ",
    "subject: ",
    "issuer: ",
    "Establish HTTP proxy tunnel to ",
    "Establishing HTTP proxy tunnel to ",
];

/// The certificate whose length fits a Certificate message of one, where just one of those here does: 13 bytes around it
/// in TLS 1.3 (RFC 8446 4.4.2), 10 before (RFC 5246 7.4.2).
fn only_one(size: usize, tls13: bool, out: &Out<'_>) -> Option<usize> {
    let length = size.checked_sub(if tls13 { 13 } else { 10 })?;
    let items = out.reading.items.iter().zip(out.certificate_of_item);
    let fits = items.filter_map(|(item, certificate)| match &item.content {
        Content::Certificate(der) if der.len() == length => *certificate,
        _ => None,
    });
    let mut fits: Vec<usize> = fits.collect();
    fits.dedup();
    if let [one] = fits[..] { Some(one) } else { None }
}
