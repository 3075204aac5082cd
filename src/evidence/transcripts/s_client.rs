//! `openssl s_client` in all its prints: the chain with and without bodies, the verifier's errors, `-brief`.

use super::args::Args;
use super::{host_of, is_address};
use crate::evidence::out::Out;
use crate::evidence::phrases;
use crate::evidence::segments::Segment;
use crate::evidence::statement::{Handle, Observation, Said};
use crate::request::{HostUse, Seat};

/// Takes the transcripts in a segment.
pub fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let args = segment.command.and_then(|c| Args::of_program(c, "openssl")).filter(|args| args.has("s_client"));
    let mut runs = Runs::default();
    for (at, line) in segment.lines() {
        runs.line(at, line);
    }
    let runs = runs.finish();
    let (from, to) = (runs.first()?.from, runs.last()?.to);
    for run in &runs {
        say(run, args.as_ref(), out);
    }
    Some((from, to))
}

/// One entry of the chain list, or the leaf of the section about the server's certificate.
#[derive(Default)]
struct Entry<'t> {
    subject: Option<&'t str>,
    issuer: Option<&'t str>,
    from: usize,
    to: usize,
}

/// One connection.
#[derive(Default)]
struct Run<'t> {
    from: usize,
    to: usize,
    marks: usize,
    connected: bool,
    chain: Vec<Entry<'t>>,
    /// The section with the server's certificate.
    leaf: Option<Entry<'t>>,
    /// Numbers of the verifier's errors, in order.
    errors: Vec<&'t str>,
    /// What was said at the end: number, or text.
    code: Option<&'t str>,
    verification: Option<&'t str>,
    /// `-brief` says which name was compared.
    verified_name: Option<&'t str>,
    no_certificate: bool,
    place: Option<(usize, usize)>,
    part: Part,
}

/// Where in the transcript a line stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Around,
    Chain,
    Leaf,
}

#[derive(Default)]
struct Runs<'t> {
    done: Vec<Run<'t>>,
    now: Run<'t>,
}

impl<'t> Runs<'t> {
    fn line(&mut self, at: usize, line: &'t str) {
        let end = at + line.len();
        let text = line.trim();
        let run = &self.now;
        // stderr and stdout come in any order: what has ended is known by what comes anew.
        let over = run.code.is_some() && (text.starts_with("depth=") || text.starts_with("CONNECTED("))
            || text.starts_with("CONNECTED(") && run.connected
            || text == "Certificate chain" && !run.chain.is_empty();
        if over {
            self.done.push(std::mem::take(&mut self.now));
        }
        let run = &mut self.now;
        if run.mark(at, end, text) || run.inside(end, text) {
            if run.marks == 0 {
                run.from = at;
            }
            run.marks += 1;
            run.to = end;
        }
    }

    fn finish(mut self) -> Vec<Run<'t>> {
        self.done.push(self.now);
        self.done.retain(|run| {
            !run.chain.is_empty()
                || run.code.is_some()
                || run.connected
                || run.errors.len() + run.marks > 2 && run.verification.is_some()
        });
        self.done
    }
}

impl<'t> Run<'t> {
    /// A line that s_client alone prints.
    fn mark(&mut self, at: usize, end: usize, text: &'t str) -> bool {
        let (from, to) = (at, end);
        if let Some(rest) = text.strip_prefix("verify error:num=") {
            let number = &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())];
            self.errors.push(number);
            self.place = Some((from, to));
        } else if let Some(rest) = text.strip_prefix("Verify return code: ").or_else(|| text.strip_prefix("Verify return code:"))
        {
            self.code = rest.split_whitespace().next();
            self.place = Some((from, to));
        } else if let Some(rest) = text.strip_prefix("Verification error: ") {
            self.verification = Some(rest);
            self.place = self.place.or(Some((from, to)));
        } else if text == "Verification: OK" {
            self.verification = Some("OK");
            self.place = self.place.or(Some((from, to)));
        } else if let Some(rest) = text.strip_prefix("Verified peername: ") {
            self.verified_name = Some(rest);
        } else if text.starts_with("CONNECTED(") || text == "CONNECTION ESTABLISHED" {
            self.connected = true;
        } else if text == "Certificate chain" {
            self.part = Part::Chain;
        } else if text == "Server certificate" {
            self.part = Part::Leaf;
            self.leaf = Some(Entry { from, to, ..Entry::default() });
        } else if text.starts_with("no peer certificate available") {
            self.no_certificate = true;
        } else if let Some(rest) = text.strip_prefix("Peer certificate: ") {
            self.leaf = Some(Entry { subject: Some(rest), from, to, ..Entry::default() });
        } else {
            return [
                "depth=",
                "verify return:",
                "SSL handshake has read",
                "Protocol version: ",
                "Ciphersuite: ",
                "No client certificate CA names sent",
            ]
            .iter()
            .any(|mark| text.starts_with(mark));
        }
        true
    }

    /// A line that belongs to what went before it.
    fn inside(&mut self, end: usize, text: &'t str) -> bool {
        if self.marks == 0 {
            return false;
        }
        match self.part {
            Part::Chain => {
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let entry = (1..4).contains(&digits).then(|| text[digits..].trim_start().strip_prefix("s:")).flatten();
                if let Some(subject) = entry {
                    self.chain.push(Entry { subject: Some(subject.trim()), from: end - text.len(), to: end, issuer: None });
                    return true;
                }
                if text == "---" {
                    self.part = Part::Around;
                    return true;
                }
                if let Some(last) = self.chain.last_mut() {
                    last.issuer = last.issuer.or_else(|| text.strip_prefix("i:").map(str::trim));
                    last.to = end;
                }
                true
            }
            Part::Leaf => {
                if text == "---" {
                    self.part = Part::Around;
                } else if let Some(leaf) = &mut self.leaf {
                    leaf.subject = leaf.subject.or_else(|| text.strip_prefix("subject=").map(str::trim));
                    leaf.issuer = leaf.issuer.or_else(|| text.strip_prefix("issuer=").map(str::trim));
                    leaf.to = end;
                }
                true
            }
            Part::Around => session(text),
        }
    }
}

/// What follows a handshake: the session with its keys and tickets, which nobody reads.
fn session(text: &str) -> bool {
    const HEADS: &[&str] = &[
        "---",
        "DONE",
        "read R BLOCK",
        "Post-Handshake New Session Ticket arrived:",
        "SSL-Session:",
        "New, ",
        "Server public key is",
        "Secure Renegotiation",
        "Compression: ",
        "Expansion: ",
        "No ALPN",
        "Early data was",
        "Peer signing digest",
        "Peer signature type",
        "Server Temp Key",
        "Protocol  :",
        "Cipher    :",
        "Session-ID",
        "Master-Key",
        "Resumption PSK",
        "PSK identity",
        "SRP username",
        "TLS session ticket",
        "Start Time",
        "Timeout",
        "Extended master secret",
        "Max Early Data",
        "Krb5 Principal",
        "Key-Arg",
        "closed",
    ];
    let dump = text.len() > 6
        && text.is_char_boundary(4)
        && text[..4].bytes().all(|b| b.is_ascii_hexdigit())
        && text[4..].starts_with(" - ");
    dump || HEADS.iter().any(|head| text.starts_with(head))
}

fn say(run: &Run<'_>, args: Option<&Args>, out: &mut Out<'_>) {
    let place = out.text_place(run.from, run.to);
    out.begin("s_client", place.clone());
    let connect =
        args.and_then(|a| a.value(&["-connect", "-host"])).filter(|c| !c.starts_with('-')).or_else(|| connect_operand(args?));
    let server = connect.map(|c| host_of(c).to_owned());
    let asked = args.and_then(|a| a.value(&["-servername"]));
    let compared = args.and_then(|a| a.value(&["-verify_hostname", "-verify_ip"])).or(run.verified_name);
    // Without -servername s_client of 1.1.1 and later sends the host of -connect unless it is an address.
    let name = compared.or(asked).or(connect.map(host_of).filter(|host| !is_address(host)));
    if let Some(server) = &server {
        out.summary(" of ", server.clone());
        out.server(place.clone(), server, connect);
    }
    if let Some(name) = name {
        out.host(place.clone(), name, HostUse::Client);
    }
    for file in args.into_iter().flat_map(|a| a.values(&["-CAfile", "-verifyCAfile", "-trusted"])) {
        out.file(place.clone(), file, Seat::Trust, None);
    }
    for file in args.into_iter().flat_map(|a| a.values(&["-cert", "-key", "-cert_chain"])) {
        out.file(place.clone(), file, Seat::Client, None);
    }
    chain(run, server.as_deref(), out);
    observe(run, server, name, compared.is_some(), out);
}

/// `openssl s_client host:port`, as 3.0 and later take it.
fn connect_operand(args: &Args) -> Option<&str> {
    args.operands(&[
        "-servername",
        "-CAfile",
        "-CApath",
        "-verify_hostname",
        "-cert",
        "-key",
        "-starttls",
        "-verify",
        "-name",
        "-proxy",
    ])
    .into_iter()
    .skip(1)
    .find(|word| word.contains(':'))
}

/// What the server presented, in order: bodies where they were printed, names where not.
fn chain(run: &Run<'_>, server: Option<&str>, out: &mut Out<'_>) {
    let leaf = run.leaf.as_ref();
    if run.chain.is_empty() {
        if let Some(leaf) = leaf {
            present(leaf, None, server, out);
        }
        return;
    }
    out.summary(", certificates presented: ", run.chain.len().to_string());
    for (n, entry) in run.chain.iter().enumerate() {
        present(entry, leaf.filter(|_| n == 0), server, out);
    }
}

/// One certificate: its body, that of the section about the server's certificate, or its names alone.
fn present(entry: &Entry<'_>, section: Option<&Entry<'_>>, server: Option<&str>, out: &mut Out<'_>) {
    let place = out.text_place(entry.from, entry.to);
    if out.seat(&place, Seat::Server, server) > 0 {
        return;
    }
    if let Some(section) = section {
        let place = out.text_place(section.from, section.to);
        if out.seat(&place, Seat::Server, server) > 0 {
            return;
        }
    }
    let names = |name: Option<&str>| name.map(str::to_owned);
    let handle = Handle { subject: names(entry.subject), issuer: names(entry.issuer), ..Handle::default() };
    out.handle(place, handle, Some(Seat::Server), server);
}

fn observe(run: &Run<'_>, server: Option<String>, name: Option<&str>, compared: bool, out: &mut Out<'_>) {
    let by_text = run.verification.filter(|text| *text != "OK").and_then(phrases::openssl_number);
    let accepted = run.code == Some("0") || run.code.is_none() && run.verification == Some("OK");
    let code = run.code.filter(|code| *code != "0").or(by_text).or(run.errors.last().copied());
    if !accepted && code.is_none() || run.no_certificate {
        return;
    }
    let (from, to) = run.place.unwrap_or((run.from, run.to));
    let mut also: Vec<String> = Vec::new();
    for number in &run.errors {
        if Some(*number) != code && !also.iter().any(|n| n == number) {
            also.push((*number).to_owned());
        }
    }
    let said = if accepted { Said::Accepted } else { Said::Rejected };
    let number = if accepted { "0" } else { code.unwrap_or_default() };
    let text = if accepted { Some("ok") } else { phrases::openssl_text(number) };
    let observation = Observation {
        text: Some(
            text.map_or_else(|| format!("Verify return code: {number}"), |text| format!("Verify return code: {number} ({text})")),
        ),
        said,
        target: Some("openssl"),
        code: (!accepted).then(|| number.to_owned()),
        also,
        // Without -verify_hostname no name is compared: a name that does not fit is no contradiction.
        equals: if compared || !accepted { Vec::new() } else { vec!["62", "64"] },
        check: Some("connect"),
        server,
        host: name.map(str::to_owned),
        time: None,
        about: None,
    };
    let place = out.text_place(from, to);
    out.observed(place, observation);
}
