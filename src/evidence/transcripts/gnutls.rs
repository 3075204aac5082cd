//! `gnutls-cli`: no bodies unless asked for, but serial numbers and hashes of keys, and every sentence of its verdict.

use super::args::Args;
use super::{Entry, Part, Range, certificate, files, host_of, is_address, learn_part, peer, sni, verdict};
use crate::evidence::error_text;
use crate::evidence::out::Out;
use crate::evidence::segments::Segment;
use crate::evidence::statement::{Handle, Said};
use crate::request::Seat;

/// Takes the transcript in a segment.
pub fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut range = Range::default();
    let mut certificates: Vec<Entry> = Vec::new();
    let (mut address, mut status, mut name) = (None, None, None);
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let text = line.trim();
        let mut mark = true;
        if let Some(rest) = text.strip_prefix("Connecting to '") {
            address = rest.split('\'').next().map(host_of);
        } else if let Some(rest) = text.strip_prefix("Resolving '") {
            name = rest.split('\'').next().map(host_of);
        } else if text.starts_with("- Certificate[") {
            certificates.push(Entry::new(at, end));
        } else if text.starts_with("- Status: ") {
            status = Some((text, at, end));
        } else if let (Some(entry), true) = (certificates.last_mut(), status.is_none()) {
            entry.to = end;
            details(text, &mut entry.handle);
        } else {
            mark = text.starts_with("- Got a certificate list of ")
                || text.starts_with("Processed ") && text.contains("CA certificate")
                || text.starts_with("*** PKI verification")
                || text.starts_with("*** Fatal error:")
                || text.starts_with("- Certificate type: ");
        }
        if mark {
            range.take(at, end);
        }
    }
    let (from, to) = range.get()?;
    if certificates.is_empty() && status.is_none_or(|(text, ..)| !text.contains("The certificate is")) {
        return None;
    }
    let args = segment.command.and_then(|c| Args::of_program(c, "gnutls-cli"));
    let place = out.text_place(from, to);
    out.begin("gnutls-cli", place);
    let operand = args.as_ref().and_then(|a| {
        a.operands(&["-p", "--port", "--x509cafile", "--sni-hostname", "--verify-hostname", "--priority"]).first().copied()
    });
    let server = address.filter(|a| is_address(a)).or(operand.map(host_of)).or(name);
    let value = |name: &str| args.as_ref().and_then(|a| a.value(&[name]));
    let sent = value("--sni-hostname");
    let asked = value("--verify-hostname").or(sent);
    let host = asked.or(operand.map(host_of).or(name).filter(|h| !is_address(h)));
    peer(place, server, address, host, out);
    sni(place, sent, host, out);
    files(place, args.as_ref(), &["--x509cafile"], Seat::Trust, out);
    for entry in certificates {
        certificate(entry, Some(Seat::Server), server, out);
    }
    if let Some((text, from, to)) = status {
        let place = out.text_place(from, to);
        if text.contains("The certificate is trusted") {
            let observation = verdict(Said::Accepted, "gnutls", "The certificate is trusted.".to_owned(), None, server, host);
            out.observed(place, observation);
        } else {
            error_text::within(segment.text, from, to, server, host, out);
        }
    }
    Some((from, to))
}

/// What a line says of a certificate.
fn details(text: &str, handle: &mut Handle) {
    for (lead, end, part) in
        [("subject `", '\'', Part::Subject), ("issuer `", '\'', Part::Issuer), ("serial 0x", ',', Part::Serial)]
    {
        if let Some((_, rest)) = text.split_once(lead) {
            learn_part(handle, part, rest.split(end).next().unwrap_or_default());
        }
    }
    if let Some(rest) = text.strip_prefix("sha256:") {
        learn_part(handle, Part::Key, rest);
    }
}
