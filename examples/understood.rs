//! What is understood of files that say something of a situation, and how long that takes:
//! `cargo run --release --example understood -- FILE...` reads each file alone. `--together` reads them as one drop, and
//! `--made` reads a gateway of 2 MB and a capture of 20 MB, made here.
#![allow(clippy::unwrap_used, missing_docs)]

use certlens::report::{Report, Said};
use certlens::request::{Input, Request};
use std::fmt::Write;
use std::time::{Duration, Instant};

fn input(name: &str, bytes: Vec<u8>) -> Input {
    let mut input = Input::default();
    (input.name, input.bytes) = (name.to_owned(), bytes);
    input
}

fn read(inputs: Vec<Input>) -> (Report, Duration) {
    let request = Request { inputs, now: Some(1_795_867_200.0), targets: Some(Vec::new()), ..Request::default() };
    let began = Instant::now();
    let report = certlens::inspect(&request);
    (report, began.elapsed())
}

fn tell(title: &str, (report, time): &(Report, Duration)) {
    println!("{title}: {} statements, {} scenes, {} ms", report.statements.len(), report.scenes.len(), time.as_millis());
    for input in &report.inputs {
        let facts: Vec<String> = input.facts.iter().map(|fact| format!("{}: {}", fact.label, fact.value)).collect();
        println!("  {} {}", input.name, facts.join("; "));
    }
    for statement in report.statements.iter().take(40) {
        let said = match &statement.value {
            Said::Host { name, role } => format!("{role:?} {name}"),
            Said::Seat { certificate, seat, server } => format!("{seat:?} {} {server:?}", &certificate[..8]),
            Said::Setting { target, setting, value } => format!("{target} {setting} {value:?}"),
            Said::Server { id, .. } => format!("server {id}"),
            Said::Hole { what, .. } => format!("hole: {what}"),
            Said::Observed { index } => {
                let seen = &report.observed[*index];
                format!("{} {:?} {:?} {:?} {:?}", seen.said, seen.target, seen.code, seen.host, seen.text)
            }
            other => format!("{other:?}"),
        };
        println!("    {} [{}] {said}", statement.kind, statement.scene.as_deref().unwrap_or(""));
    }
}

/// A gateway with that many rules, each with a listener, a setting, a probe, a pool and a root of its own.
fn gateway(rules: usize) -> Vec<u8> {
    let id = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/applicationGateways/agw";
    let list = |one: &dyn Fn(usize) -> String| (0..rules).map(one).collect::<Vec<_>>().join(",\n");
    let mut text = format!("{{\"name\": \"agw\", \"id\": \"{id}\", \"sku\": {{\"name\": \"WAF_v2\"}},\n");
    let parts: [(&str, &dyn Fn(usize) -> String); 6] = [
        ("backendAddressPools", &|n| format!("{{\"name\": \"p{n}\", \"backendAddresses\": [{{\"fqdn\": \"vm{n}.example\"}}]}}")),
        ("backendHttpSettingsCollection", &|n| {
            format!(
                "{{\"name\": \"s{n}\", \"id\": \"{id}/backendHttpSettingsCollection/s{n}\", \"protocol\": \"Https\", \"hostName\": \"app{n}.example\", \"probe\": {{\"id\": \"{id}/probes/q{n}\"}}, \"trustedRootCertificates\": [{{\"id\": \"{id}/trustedRootCertificates/r{n}\"}}]}}"
            )
        }),
        ("probes", &|n| format!("{{\"name\": \"q{n}\", \"protocol\": \"Https\", \"host\": \"probe{n}.example\"}}")),
        ("httpListeners", &|n| format!("{{\"name\": \"l{n}\", \"protocol\": \"Https\", \"hostName\": \"www{n}.example\"}}")),
        ("requestRoutingRules", &|n| {
            format!(
                "{{\"name\": \"rule{n}\", \"httpListener\": {{\"id\": \"{id}/httpListeners/l{n}\"}}, \"backendAddressPool\": {{\"id\": \"{id}/backendAddressPools/p{n}\"}}, \"backendHttpSettings\": {{\"id\": \"{id}/backendHttpSettingsCollection/s{n}\"}}}}"
            )
        }),
        ("trustedRootCertificates", &|n| format!("{{\"name\": \"r{n}\", \"data\": \"\"}}")),
    ];
    for (name, one) in parts {
        let _ = writeln!(text, "\"{name}\": [{}],", list(one));
    }
    // What a gateway's file has most of: fields that nobody reads.
    let rules: Vec<String> =
        (0..20_000).map(|n| format!("{{\"ruleGroupName\": \"REQUEST-{n}\", \"etag\": \"W/\\\"{n:032}\\\"\"}}")).collect();
    let _ = write!(text, "\"webApplicationFirewallConfiguration\": {{\"disabledRuleGroups\": [{}]}}}}", rules.join(",\n"));
    text.into_bytes()
}

/// A capture in which every packet belongs to a connection of TLS whose handshake was long ago.
fn capture(size: usize) -> Vec<u8> {
    let mut file = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0];
    let mut sequence = 1_u32;
    while file.len() < size {
        let payload = [&[0x17, 3, 3, 5, 0x78][..], &[0xa5; 1400]].concat();
        let total = u16::try_from(40 + payload.len()).unwrap();
        let mut packet = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0].to_vec();
        packet.extend(total.to_be_bytes());
        packet.extend([0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 4, 10, 0, 0, u8::try_from(file.len() % 200).unwrap()]);
        packet.extend(443_u16.to_be_bytes());
        packet.extend(50_000_u16.to_be_bytes());
        packet.extend(sequence.to_be_bytes());
        packet.extend([0, 0, 0, 1, 0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0]);
        packet.extend(&payload);
        sequence = sequence.wrapping_add(u32::try_from(payload.len()).unwrap());
        let length = u32::try_from(packet.len()).unwrap().to_le_bytes();
        file.extend([[1, 0, 0, 0], [0, 0, 0, 0], length, length].concat());
        file.extend(packet);
    }
    file
}

fn main() {
    let mut together = false;
    let mut inputs = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--together" => together = true,
            "--made" => {
                for rules in [50, 500] {
                    inputs.push(input(&format!("a gateway of {rules} rules"), gateway(rules)));
                }
                inputs.push(input("a capture of 20 MB", capture(20 << 20)));
            }
            path => inputs.push(input(path, std::fs::read(path).unwrap())),
        }
    }
    if together {
        tell("together", &read(inputs));
        return;
    }
    for one in inputs {
        let title = format!("{} ({} bytes)", one.name, one.bytes.len());
        tell(&title, &read(vec![one]));
    }
}
