//! `curl -v` of all TLS builds: whom it asked, and the length of the Certificate message, which tells how much the
//! server sent although no body is printed. The errors themselves are phrases.

use super::args::Args;
use super::is_address;
use crate::evidence::asked;
use crate::evidence::error_text;
use crate::evidence::out::Out;
use crate::evidence::phrases::without_port;
use crate::evidence::segments::Segment;
use crate::evidence::statement::Handle;
use crate::input::Content;
use crate::request::{HostUse, Seat};

/// What the lines of one transfer say.
#[derive(Default)]
struct Transfer<'t> {
    from: Option<usize>,
    to: usize,
    host: Option<&'t str>,
    address: Option<&'t str>,
    subject: Option<&'t str>,
    issuer: Option<&'t str>,
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
            transfer.from = transfer.from.or(Some(at));
            transfer.to = at + line.len();
        }
    }
    let (from, to) = (transfer.from?, transfer.to);
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
    out.begin("curl", place.clone());
    let url = segment.command.and_then(|c| asked::first(c, 0, c.len())).map(|asked| asked.name);
    let host = url.or(transfer.host.map(str::to_owned)).map(|h| without_port(&h).to_owned());
    let server = transfer.address.map(str::to_owned).or(host.clone());
    if let Some(server) = &server {
        out.summary(" of ", server.clone());
        out.server(place.clone(), server, transfer.address);
    }
    if let Some(host) = &host {
        out.host(place.clone(), host, HostUse::Client);
    }
    for file in args.iter().flat_map(|a| a.values(&["--cacert"])).chain(transfer.trust.iter().copied().filter(|_| args.is_none()))
    {
        out.file(place.clone(), file, Seat::Trust, None);
    }
    for file in args.iter().flat_map(|a| a.values(&["--cert", "-E", "--key"])) {
        out.file(place.clone(), file, Seat::Client, None);
    }
    if transfer.subject.is_some() || transfer.issuer.is_some() {
        let name = |name: Option<&str>| name.map(str::to_owned);
        let handle = Handle { subject: name(transfer.subject), issuer: name(transfer.issuer), ..Handle::default() };
        out.handle(place, handle, None, server.as_deref());
    }
    if let Some((tls13, size, from, to)) = transfer.message {
        let place = out.text_place(from, to);
        let certificate = only_one(size, tls13, out);
        let handle = Handle { size: Some(size), certificate, ..Handle::default() };
        out.handle(place, handle, None, server.as_deref());
    }
    // What went wrong stands among these lines: it is looked for here, with what is known of the connection.
    error_text::within(segment.text, from, to, server.as_deref(), host.as_deref(), out);
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
        if line.starts_with("curl: (") || line.starts_with("{ [") || line.starts_with("} [") {
            return true;
        }
        // Of later versions, and the rest of what curl says below an error.
        if ["More details here:", "curl failed to verify", "establish a secure connection", "how to fix it"]
            .iter()
            .any(|l| line.starts_with(l))
        {
            return self.from.is_some();
        }
        let Some(text) = line.strip_prefix("* ").or_else(|| line.strip_prefix("*\t")) else { return false };
        let text = text.trim_start();
        if let Some(rest) = text.strip_prefix("Connected to ") {
            let mut words = rest.split(' ');
            self.host = words.next();
            self.address = words.next().map(|a| a.trim_matches(['(', ')'])).filter(|a| is_address(a)).or(self.address);
        } else if let Some(rest) = text.strip_prefix("Established connection to ") {
            let mut words = rest.split(' ');
            self.host = words.next();
            self.address = words.next().map(|a| a.trim_start_matches('(')).filter(|a| is_address(a)).or(self.address);
        } else if let Some(rest) = text.strip_prefix("Host ").and_then(|r| r.split_once(" was resolved")) {
            self.host = Some(rest.0);
        } else if let Some(rest) = text.strip_prefix("Trying ") {
            let target = rest.trim_end_matches('.');
            self.address = Some(without_port(target)).filter(|a| is_address(a));
        } else if let Some(rest) = text.strip_prefix("CAfile: ") {
            self.trust
                .extend((rest != "none" && !rest.contains("/ca-certificates") && !rest.contains("/ca-bundle")).then_some(rest));
        } else if let Some(rest) = text.strip_prefix("subject: ") {
            self.subject = Some(rest);
        } else if let Some(rest) = text.strip_prefix("issuer: ") {
            self.issuer = Some(rest);
        } else if text.contains("(IN), TLS handshake, Certificate (11)") {
            self.awaits = Some(text.starts_with("TLSv1.3"));
        }
        true
    }
}

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
