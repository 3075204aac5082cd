//! `openssl s_client` in all its prints: the chain with and without bodies, the verifier's errors, `-brief`.

use super::args::Args;
use super::{Entry, Part, certificate, files, host_of, is_address, learn_part, peer, sni, verdict};
use crate::evidence::out::Out;
use crate::evidence::phrases;
use crate::evidence::segments::Segment;
use crate::evidence::statement::Said;
use crate::request::Seat;

/// Takes the transcripts in a segment.
pub fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let args = segment.command.and_then(|c| Args::of_program(c, "openssl")).filter(|args| args.has("s_client"));
    let mut runs = Runs::default();
    for (at, line) in segment.lines() {
        runs.line(at, line);
    }
    let runs = runs.finish();
    let (from, to) = (runs.first()?.from, runs.last()?.to);
    for run in runs {
        say(run, args.as_ref(), out);
    }
    Some((from, to))
}

/// One connection.
#[derive(Default)]
struct Run<'t> {
    from: usize,
    to: usize,
    marks: usize,
    connected: bool,
    chain: Vec<Entry>,
    /// The section with the server's certificate.
    leaf: Option<Entry>,
    /// Numbers of the verifier's errors, in order.
    errors: Vec<&'t str>,
    /// What was said at the end: number, or text.
    code: Option<&'t str>,
    verification: Option<&'t str>,
    /// `-brief` says which name was compared.
    verified_name: Option<&'t str>,
    no_certificate: bool,
    place: Option<(usize, usize)>,
    inside: Inside,
}

/// Where in the transcript a line stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
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
        if run.mark(at, end, text) || run.inside(end - text.len(), end, text) {
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
        let Some((lead, mark)) = MARKS.iter().find(|(lead, _)| text.starts_with(lead)) else { return false };
        let rest = text[lead.len()..].trim_start();
        match mark {
            Mark::Other => {}
            Mark::Error => {
                self.errors.push(&rest[..rest.bytes().take_while(u8::is_ascii_digit).count()]);
                self.place = Some((at, end));
            }
            Mark::Code => {
                self.code = rest.split(' ').next();
                self.place = Some((at, end));
            }
            Mark::Verification => {
                self.verification = Some(rest);
                self.place = self.place.or(Some((at, end)));
            }
            Mark::Peer => self.verified_name = Some(rest),
            Mark::Connected => self.connected = true,
            Mark::Chain if rest.is_empty() => self.inside = Inside::Chain,
            Mark::Leaf if rest.is_empty() => {
                self.inside = Inside::Leaf;
                self.leaf = Some(Entry::new(at, end));
            }
            Mark::Chain | Mark::Leaf => return false,
            Mark::NoCertificate => self.no_certificate = true,
            Mark::Subject => {
                let mut leaf = Entry::new(at, end);
                learn_part(&mut leaf.handle, Part::Subject, rest);
                self.leaf = Some(leaf);
            }
        }
        true
    }

    /// A line that belongs to what went before it.
    fn inside(&mut self, at: usize, end: usize, text: &str) -> bool {
        if self.marks == 0 {
            return false;
        }
        let entry = match self.inside {
            Inside::Around => return session(text),
            _ if text == "---" => {
                self.inside = Inside::Around;
                return true;
            }
            Inside::Chain => {
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let subject = text[digits..].trim_start().strip_prefix("s:").filter(|_| (1..4).contains(&digits));
                if let Some(subject) = subject {
                    let mut entry = Entry::new(at, end);
                    learn_part(&mut entry.handle, Part::Subject, subject);
                    self.chain.push(entry);
                }
                self.chain.last_mut()
            }
            Inside::Leaf => self.leaf.as_mut(),
        };
        if let Some(entry) = entry {
            for (lead, part) in [("i:", Part::Issuer), ("subject=", Part::Subject), ("issuer=", Part::Issuer)] {
                if let Some(name) = text.strip_prefix(lead) {
                    learn_part(&mut entry.handle, part, name);
                }
            }
            entry.to = end;
        }
        true
    }
}

/// What a line says.
enum Mark {
    Error,
    Code,
    Verification,
    Peer,
    Connected,
    Chain,
    Leaf,
    NoCertificate,
    Subject,
    Other,
}

/// How lines begin that s_client alone prints.
const MARKS: &[(&str, Mark)] = &[
    ("verify error:num=", Mark::Error),
    ("Verify return code:", Mark::Code),
    ("Verification error: ", Mark::Verification),
    ("Verification: OK", Mark::Verification),
    ("Verified peername: ", Mark::Peer),
    ("CONNECTED(", Mark::Connected),
    ("CONNECTION ESTABLISHED", Mark::Connected),
    ("Certificate chain", Mark::Chain),
    ("Server certificate", Mark::Leaf),
    ("no peer certificate available", Mark::NoCertificate),
    ("Peer certificate: ", Mark::Subject),
    ("depth=", Mark::Other),
    ("verify return:", Mark::Other),
    ("SSL handshake has read", Mark::Other),
    ("Protocol version: ", Mark::Other),
    ("Ciphersuite: ", Mark::Other),
    ("No client certificate CA names sent", Mark::Other),
];

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

fn say(mut run: Run<'_>, args: Option<&Args>, out: &mut Out<'_>) {
    let place = out.text_place(run.from, run.to);
    out.begin("s_client", place);
    let connect =
        args.and_then(|a| a.value(&["-connect", "-host"])).filter(|c| !c.starts_with('-')).or_else(|| connect_operand(args?));
    let server = connect.map(|c| host_of(c).to_owned());
    let asked = args.and_then(|a| a.value(&["-servername"]));
    let compared = args.and_then(|a| a.value(&["-verify_hostname", "-verify_ip"])).or(run.verified_name);
    // Without -servername s_client of 1.1.1 and later sends the host of -connect unless it is an address.
    let name = compared.or(asked).or(connect.map(host_of).filter(|host| !is_address(host)));
    peer(place, server.as_deref(), connect, name, out);
    sni(place, asked, name, out);
    files(place, args, &["-CAfile", "-verifyCAfile", "-trusted"], Seat::Trust, out);
    files(place, args, &["-cert", "-key", "-cert_chain"], Seat::Client, out);
    chain(&mut run, server.as_deref(), out);
    observe(&run, server.as_deref(), name, compared.is_some(), out);
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

/// What the server presented, in order: bodies where they were printed, names where not. The leaf's may stand in the
/// section about the server's certificate.
fn chain(run: &mut Run<'_>, server: Option<&str>, out: &mut Out<'_>) {
    if run.chain.is_empty() {
        if let Some(leaf) = run.leaf.take() {
            certificate(leaf, Some(Seat::Server), server, out);
        }
        return;
    }
    out.count(", certificates presented: ", run.chain.len());
    let section = run.leaf.as_ref().map(|leaf| out.text_place(leaf.from, leaf.to));
    for (n, entry) in std::mem::take(&mut run.chain).into_iter().enumerate() {
        let own = out.text_place(entry.from, entry.to);
        match section.filter(|place| n == 0 && out.items(own).is_empty() && !out.items(*place).is_empty()) {
            Some(section) => _ = out.seat(section, Seat::Server, server),
            None => certificate(entry, Some(Seat::Server), server, out),
        }
    }
}

fn observe(run: &Run<'_>, server: Option<&str>, name: Option<&str>, compared: bool, out: &mut Out<'_>) {
    let by_text = run.verification.filter(|text| !text.is_empty()).and_then(phrases::openssl_number);
    let accepted = run.code == Some("0") || run.code.is_none() && run.verification == Some("");
    let code = run.code.filter(|code| *code != "0").or(by_text).or(run.errors.last().copied());
    if !accepted && code.is_none() || run.no_certificate && run.errors.is_empty() {
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
    let text = text.map_or(String::new(), |text| [" (", text, ")"].concat());
    let text = ["Verify return code: ", number, &text].concat();
    let mut observation = verdict(said, "openssl", text, Some(number).filter(|_| !accepted), server, name);
    observation.also = also;
    // Of a leaf alone OpenSSL says both, 20 and then 21; the last line of a transcript has the second one only.
    if number == "21" {
        observation.equals = vec!["20"];
    }
    // Without -verify_hostname no name is compared: a name that does not fit is no contradiction.
    if accepted && !compared {
        observation.equals = vec!["62", "64"];
    }
    out.observed(out.text_place(from, to), observation);
}
