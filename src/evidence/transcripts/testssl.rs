//! testssl.sh: with `--json` or `--json-pretty` findings with ids, and what it prints. Bodies have blanks for line ends,
//! which reading undoes.

use super::{Labels, Part, Range, host_of, is_address, learn, learn_part, peer, verdict};
use crate::evidence::out::{Out, Place};
use crate::evidence::segments::Segment;
use crate::evidence::statement::{Handle, Said};
use crate::evidence::tree::Node;
use crate::request::Seat;

/// Findings of one file that are looked at.
const FINDINGS: usize = 20_000;

/// Takes a list of findings, or the pretty form, which has them in sections.
pub fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let sections = root.list("scanResult");
    let mut findings: Vec<&Node<'_>> = if sections.is_empty() {
        root.each().iter().filter(|n| n.get("ip").is_some() && n.get("severity").is_some()).collect()
    } else {
        root.all("scanResult>*")
    };
    findings.retain(|n| n.get("id").is_some() && n.get("finding").is_some());
    out.bound(findings.len(), FINDINGS);
    findings.truncate(FINDINGS);
    let about =
        |n: &&Node<'_>| n.text_of("id").is_some_and(|id| ["cert", "service", "TLS"].iter().any(|lead| id.starts_with(lead)));
    if !findings.iter().any(about) {
        return false;
    }
    let place = out.place(root);
    out.begin("testssl-json", place);
    // The name and the address: `name/address` of a finding, or the fields of the pretty form.
    let mut whole = findings.iter().filter_map(|n| n.text_of("ip")).find(|ip| ip.contains('/') && !ip.ends_with('/'));
    if let Some(section) = sections.first() {
        let field = |key: &str| section.text_of(key).unwrap_or_default();
        whole = Some([&*field("targetHost"), "/", &*field("ip")].concat().into());
    }
    let (host, server) = whole.as_ref().and_then(|w| w.split_once('/')).unwrap_or_default();
    let server = Some(server).filter(|s| !s.is_empty());
    let host = Some(host).filter(|h| !h.is_empty() && !is_address(h));
    peer(place, server, server, host, out);
    for finding in findings {
        one(finding, host, server, out);
    }
    true
}

const LABELS: Labels =
    &[("cert_fingerprintSHA256", Part::Print), ("cert_serialNumber", Part::Serial), ("cert_serial", Part::Serial)];

/// What testssl says of a chain, and the numbers of OpenSSL that it stands for: it asks `openssl verify`.
const REASONS: &[(&str, &[&str])] = &[
    ("chain incomplete", &["20", "21"]),
    ("self signed ca in chain", &["19"]),
    ("self signed", &["18"]),
    ("expired", &["10"]),
    ("certificate not yet valid", &["9"]),
    ("\u{2026}", &["*"]),
];

fn one(finding: &Node<'_>, host: Option<&str>, server: Option<&str>, out: &mut Out<'_>) {
    let (Some(id), Some(value)) = (finding.text_of("id"), finding.get("finding")) else { return };
    // With several certificates the number of the one that is meant stands behind the id.
    let id = id.split([' ', '<']).next().unwrap_or_default();
    let place = out.place(value);
    let text = value.text().unwrap_or_default();
    if id == "cert" || id == "intermediate_cert" {
        out.seat(place, Seat::Server, server);
    } else if id == "cert_chain_of_trust" {
        trust(place, &text, host, server, out);
    } else {
        let mut handle = Handle::default();
        if learn(&mut handle, LABELS, id, &text) {
            out.handle(place, handle, None, server);
        }
    }
}

fn trust(place: Place<'_>, text: &str, host: Option<&str>, server: Option<&str>, out: &mut Out<'_>) {
    let small = text.to_ascii_lowercase();
    let accepted = small.starts_with("passed") || small.starts_with("ok");
    let last = REASONS.len() - 1;
    let (reason, numbers) = REASONS.iter().find(|(reason, _)| small.contains(reason)).unwrap_or(&REASONS[last]);
    let (said, code, text) = if accepted {
        (Said::Accepted, None, "cert_chain_of_trust: passed".to_owned())
    } else {
        (Said::Rejected, Some("cert_chain_of_trust"), ["cert_chain_of_trust: failed (", reason, ")"].concat())
    };
    let mut observation = verdict(said, "testssl", text, code, server, host);
    observation.equals = numbers.to_vec();
    out.observed(place, observation);
}

/// Takes what testssl prints on the console: of each address what it says of the certificate and its chain.
pub fn text(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let mut range = Range::default();
    let (mut host, mut server) = (None, None);
    let mut handle = Handle::default();
    for (at, line) in segment.lines() {
        let end = at + line.len();
        let place = out.text_place(at, end);
        if let Some((_, whole)) = line.split_once("-->> ") {
            let (address, name) = whole.split_once(" <<--")?.0.split_once(" (").unwrap_or((whole, ""));
            server = Some(host_of(address));
            host = Some(name.trim_end_matches(')')).filter(|name| !name.is_empty() && !is_address(name));
            out.begin("testssl-json", place);
            peer(place, server, server, host, out);
            range.take(at, end);
        }
        if range.get().is_none() {
            continue;
        }
        let content = line.trim();
        // `Serial / Fingerprints  1E.. / SHA1 5E..` up to 3.0, in two lines since.
        if let Some((_, print)) = content.split_once("SHA1 ").filter(|(label, _)| label.contains("Fingerprints")) {
            learn_part(&mut handle, Part::Print, print);
        } else if let Some(print) = content.strip_prefix("SHA256 ") {
            learn_part(&mut handle, Part::Print, print);
            out.handle(place, std::mem::take(&mut handle), Some(Seat::Server), server);
        } else if let Some(said) = content.strip_prefix("Chain of trust") {
            trust(place, said.trim(), host, server, out);
        } else {
            continue;
        }
        range.take(at, end);
    }
    range.get()
}
