//! Kafka's settings (kafka.apache.org/documentation, `ssl.*`), of a broker or a client: `name=value` lines.

use super::super::out::Out;
use super::super::segments::Segment;
use super::{host, is_address, is_variable};
use crate::request::{HostUse, Seat};

/// Reads a file of properties with Kafka's settings for TLS.
pub(in super::super) fn read(segment: &Segment<'_>, out: &mut Out<'_>) -> Option<(usize, usize)> {
    let setting = |(at, line): (usize, &'_ str)| -> Option<(usize, usize)> {
        let name = line.find('=')?;
        (!line.trim_start().starts_with(['#', '!'])).then_some((at, name))
    };
    let text = segment.text;
    let lines: Vec<(&str, usize, &str)> = segment
        .lines()
        .filter_map(|line| {
            let (at, sign) = setting(line)?;
            let value = line.1[sign + 1..].trim();
            let from = at + sign + 1 + (line.1[sign + 1..].len() - line.1[sign + 1..].trim_start().len());
            Some((text.get(at..at + sign)?.trim(), from, value))
        })
        .collect();
    let value = |name: &str| lines.iter().find(|l| l.0 == name).map(|l| (l.1, l.2)).filter(|l| !l.1.is_empty());
    if !lines.iter().any(|l| l.0.starts_with("ssl.keystore.") || l.0.starts_with("ssl.truststore.")) {
        return None;
    }
    out.begin("kafka", out.text_place(segment.from, segment.to));
    out.summary("Kafka settings", "");
    let broker = ["broker.id", "node.id", "listeners", "advertised.listeners"].iter().any(|name| value(name).is_some());
    let asks = value("ssl.client.auth").is_some_and(|v| v.1 == "required" || v.1 == "requested");
    let (own, trust) =
        if broker { (Seat::Server, if asks { Seat::ClientCa } else { Seat::Trust }) } else { (Seat::Client, Seat::Trust) };
    let fields = [
        ("ssl.keystore.location", own),
        ("ssl.keystore.certificate.chain", own),
        ("ssl.keystore.key", own),
        ("ssl.truststore.location", trust),
        ("ssl.truststore.certificates", trust),
    ];
    for (name, seat) in fields {
        let Some((at, value)) = value(name) else { continue };
        let place = out.text_place(at, at + value.len());
        if !out.items(place).is_empty() {
            out.seat(place, seat, None);
        } else if name.ends_with("location") && !is_variable(value) {
            out.file(place, value, seat, None);
        }
    }
    for list in ["advertised.listeners", "bootstrap.servers"] {
        let Some((at, all)) = value(list) else { continue };
        let place = out.text_place(at, at + all.len());
        for one in all.split(',').map(str::trim) {
            let name = host(one);
            let plain = one.starts_with("PLAINTEXT:") || one.starts_with("SASL_PLAINTEXT:");
            if !plain && !is_address(name) && !is_variable(name) && name.contains('.') {
                out.host(place, name, HostUse::Client);
            }
        }
    }
    Some((segment.from, segment.to))
}
