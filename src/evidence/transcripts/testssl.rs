//! testssl.sh with `--json` or `--json-pretty`: findings with ids. Bodies have blanks for line ends, which reading undoes.

use super::{hex, is_address, serial};
use crate::evidence::out::Out;
use crate::evidence::statement::{Handle, Observation, Said};
use crate::evidence::tree::Node;
use crate::request::{HostUse, Seat};

/// Findings of one file that are looked at.
const FINDINGS: usize = 20_000;

/// Takes a list of findings, or the pretty form, which has them in sections.
pub fn read(root: &Node<'_>, out: &mut Out<'_>) -> bool {
    let mut findings: Vec<&Node<'_>> = Vec::new();
    let sections: Vec<&Node<'_>> = root.list("scanResult").iter().collect();
    if sections.is_empty() {
        findings.extend(root.each().iter().filter(|n| is_finding(n)).take(FINDINGS));
    }
    for section in &sections {
        let inner = section.entries().iter().flat_map(|entry| entry.node.each());
        findings.extend(inner.filter(|n| n.get("id").is_some() && n.get("finding").is_some()).take(FINDINGS));
    }
    let about = |id: std::borrow::Cow<'_, str>| id.starts_with("cert") || id == "service" || id.starts_with("TLS");
    if !findings.iter().any(|n| n.text_of("id").is_some_and(about)) {
        return false;
    }
    let place = out.place(root);
    out.begin("testssl-json", place.clone());
    let (host, server) = target(&sections, &findings);
    if let Some(server) = &server {
        out.summary(" of ", server.clone());
        out.server(place.clone(), server, Some(server));
    }
    if let Some(host) = &host {
        out.host(place, host, HostUse::Client);
    }
    for finding in findings {
        one(finding, host.as_deref(), server.as_deref(), out);
    }
    true
}

fn is_finding(node: &Node<'_>) -> bool {
    ["id", "ip", "severity", "finding"].iter().all(|key| node.get(key).is_some())
}

/// The name and the address: `name/address` of a finding, or the fields of the pretty form.
fn target(sections: &[&Node<'_>], findings: &[&Node<'_>]) -> (Option<String>, Option<String>) {
    let own = |text: std::borrow::Cow<'_, str>| text.into_owned();
    let pretty = sections.first().map(|s| (s.text_of("targetHost").map(own), s.text_of("ip").map(own)));
    let flat = findings.iter().filter_map(|n| n.text_of("ip")).find_map(|ip| {
        let (name, address) = ip.split_once('/')?;
        (!address.is_empty()).then(|| (Some(name.to_owned()), Some(address.to_owned())))
    });
    let (name, address) = pretty.or(flat).unwrap_or_default();
    (name.filter(|n| !n.is_empty() && !is_address(n)), address)
}

fn one(finding: &Node<'_>, host: Option<&str>, server: Option<&str>, out: &mut Out<'_>) {
    let (Some(id), Some(value)) = (finding.text_of("id"), finding.get("finding")) else { return };
    // With several certificates the number of the one that is meant stands behind the id.
    let id = id.split([' ', '<']).next().unwrap_or_default();
    let place = out.place(value);
    let text = value.text().unwrap_or_default();
    match id {
        "cert" | "intermediate_cert" => {
            out.seat(&place, Seat::Server, server);
        }
        "cert_fingerprintSHA256" => {
            let handle = Handle { sha256: hex(&text).filter(|h| h.len() == 64), ..Handle::default() };
            out.handle(place, handle, None, server);
        }
        "cert_serialNumber" | "cert_serial" => {
            out.handle(place, Handle { serial: serial(&text), ..Handle::default() }, None, server)
        }
        "cert_chain_of_trust" => {
            let small = text.to_ascii_lowercase();
            let accepted = small.starts_with("passed") || small.starts_with("ok");
            let reason = [
                "chain incomplete",
                "self signed CA in chain",
                "self signed",
                "expired",
                "no matching issuer",
                "certificate not yet valid",
            ]
            .into_iter()
            .find(|r| small.contains(&r.to_ascii_lowercase()));
            let observation = Observation {
                text: Some(match (accepted, reason) {
                    (true, _) => "cert_chain_of_trust: passed".to_owned(),
                    (_, reason) => format!("cert_chain_of_trust: failed ({})", reason.unwrap_or("\u{2026}")),
                }),
                said: if accepted { Said::Accepted } else { Said::Rejected },
                target: Some("testssl"),
                code: (!accepted).then(|| "cert_chain_of_trust".to_owned()),
                equals: equals(reason),
                check: Some("connect"),
                server: server.map(str::to_owned),
                host: host.map(str::to_owned),
                ..Observation::default()
            };
            out.observed(place, observation);
        }
        _ => {}
    }
}

/// The numbers of OpenSSL that testssl's words stand for: it asks `openssl verify`.
fn equals(reason: Option<&str>) -> Vec<&'static str> {
    match reason {
        Some("chain incomplete") => vec!["20", "21"],
        Some("self signed CA in chain") => vec!["19"],
        Some("self signed") => vec!["18"],
        Some("expired") => vec!["10"],
        Some("certificate not yet valid") => vec!["9"],
        _ => vec!["*"],
    }
}
