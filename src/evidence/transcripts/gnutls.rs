//! `gnutls-cli`: no bodies unless asked for, but serial numbers and hashes of keys, and every sentence of its verdict.

use super::args::Args;
use super::{hex, host_of, is_address, serial};
use crate::evidence::error_text;
use crate::evidence::out::Out;
use crate::evidence::segments::Segment;
use crate::evidence::statement::{Handle, Observation, Said};
use crate::request::{HostUse, Seat};

/// Takes the transcript in a segment.
pub fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut range: Option<(usize, usize)> = None;
    let mut certificates: Vec<(Handle, usize, usize)> = Vec::new();
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
            certificates.push((Handle::default(), at, end));
        } else if text.starts_with("- Status: ") {
            status = Some((text, at, end));
        } else if let (Some((handle, _, to)), true) = (certificates.last_mut(), status.is_none()) {
            *to = end;
            details(text, handle);
        } else {
            mark = text.starts_with("- Got a certificate list of ")
                || text.starts_with("Processed ") && text.contains("CA certificate")
                || text.starts_with("*** PKI verification")
                || text.starts_with("*** Fatal error:")
                || text.starts_with("- Certificate type: ");
        }
        if mark {
            range = Some((range.map_or(at, |(from, _)| from), end));
        }
    }
    let (from, to) = range?;
    if certificates.is_empty() && status.is_none_or(|(text, ..)| !text.contains("The certificate is")) {
        return None;
    }
    let args = segment.command.and_then(|c| Args::of_program(c, "gnutls-cli"));
    let place = out.text_place(from, to);
    out.begin("gnutls-cli", place.clone());
    let operand = args.as_ref().and_then(|a| {
        a.operands(&["-p", "--port", "--x509cafile", "--sni-hostname", "--verify-hostname", "--priority"]).first().copied()
    });
    let server = address.filter(|a| is_address(a)).or(operand.map(host_of)).or(name);
    let asked = args.as_ref().and_then(|a| a.value(&["--verify-hostname"]).or_else(|| a.value(&["--sni-hostname"])));
    let host = asked.or(operand.map(host_of).or(name).filter(|h| !is_address(h)));
    if let Some(server) = server {
        out.summary(" of ", server);
        out.server(place.clone(), server, address);
    }
    if let Some(host) = host {
        out.host(place.clone(), host, HostUse::Client);
    }
    for file in args.iter().flat_map(|a| a.values(&["--x509cafile"])) {
        out.file(place.clone(), file, Seat::Trust, None);
    }
    for (handle, from, to) in certificates {
        let place = out.text_place(from, to);
        if out.seat(&place, Seat::Server, server) == 0 {
            out.handle(place, handle, Some(Seat::Server), server);
        }
    }
    if let Some((text, from, to)) = status {
        let place = out.text_place(from, to);
        if text.contains("The certificate is trusted") {
            let observation = Observation {
                text: Some("The certificate is trusted.".to_owned()),
                said: Said::Accepted,
                target: Some("gnutls"),
                check: Some("connect"),
                server: server.map(str::to_owned),
                host: host.map(str::to_owned),
                ..Observation::default()
            };
            out.observed(place, observation);
        } else {
            error_text::within(segment.text, from, to, server, host, out);
        }
    }
    Some((from, to))
}

/// What a line says of a certificate.
fn details(text: &str, handle: &mut Handle) {
    let quoted = |lead: &str| text.split_once(lead).and_then(|(_, rest)| rest.split('\'').next()).map(str::to_owned);
    handle.subject = handle.subject.take().or_else(|| quoted("subject `"));
    handle.issuer = handle.issuer.take().or_else(|| quoted("issuer `"));
    if let Some((_, rest)) = text.split_once("serial 0x") {
        let digits = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
        handle.serial = serial(&rest[..digits]);
    }
    if let Some(rest) = text.strip_prefix("sha256:") {
        handle.spki_sha256 = hex(rest).filter(|h| h.len() == 64);
    }
}
