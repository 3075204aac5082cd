//! The support desk's tickets: which chains lead to the trusted roots.

use crate::bench::time;
use crate::support;
use crate::tally::Tally;
use crate::webpki::Ders;
use certlens::report::Server;
use certlens::request::{HostEntry, Input, Request, Seat, SettingValue};
use certlens::{Report, inspect, judge, prepare};
use serde_json::Value;

fn inputs(scenario: &Value) -> Vec<Input> {
    scenario["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            let name = file["file"].as_str().unwrap();
            let mut input = Input::default();
            input.name = name.to_owned();
            input.bytes = std::fs::read(support::corpus("scenarios").join(name)).unwrap();
            input.password = file["password"].as_str().map(str::to_owned);
            input.seat = match file["role"].as_str() {
                Some("bundle" | "key") => Some(Seat::Server),
                Some("trusted-root") => Some(Seat::Trust),
                _ => None,
            };
            input
        })
        .collect()
}

fn report(scenario: &Value, now: i64) -> Report {
    inspect(&Request { inputs: inputs(scenario), now: Some(now as f64), ..Request::default() })
}

/// Ticket by ticket, what the page says of rustls against rustls-webpki itself.
#[test]
fn rustls_says_what_rustls_webpki_says() {
    let manifest = support::json(&support::corpus("scenarios/manifest.json"));
    let now = time(manifest["eval_time"].as_str().unwrap());
    let mut tally = Tally::new("rustls-webpki itself, on the scenarios", &[]);
    for scenario in manifest["scenarios"].as_array().unwrap() {
        let hosts: Vec<&str> =
            scenario["expected"]["hosts"].as_array().into_iter().flatten().filter_map(|h| h["name"].as_str()).collect();
        let request = Request {
            inputs: inputs(scenario),
            now: Some(now as f64),
            targets: Some(vec!["rustls".to_owned()]),
            // The provider that runs here.
            settings: [("rustls".to_owned(), [("provider".to_owned(), SettingValue::Text("ring".to_owned()))].into())].into(),
            hosts: hosts.iter().map(|h| HostEntry::Text((*h).to_owned())).collect(),
            ..Request::default()
        };
        let prepared = prepare(&request.inputs);
        let report = judge(&prepared, &request);
        let Some(server) = report.servers.iter().find(|s| s.id == "server" && !s.presented.is_empty()) else { continue };
        let der = |i: &usize| prepared.pool[*i].certificate.der.to_vec();
        let trusted = |item: &certlens::report::Item| matches!(item.seat, Seat::Trust).then_some(item.certificate).flatten();
        let ders = Ders {
            leaf: der(&server.presented[0]),
            intermediates: server.presented[1..].iter().map(der).collect(),
            anchors: report.items.iter().filter_map(trusted).map(|i| der(&i)).collect(),
        };
        for verdict in &report.verdicts {
            // The host is compared as the engine read it: URLs and blanks are rustls' caller's business.
            let host = (!verdict.host.is_empty()).then_some(verdict.host.as_str());
            let theirs = ders.webpki(now, false, host);
            // A key that does not belong to the certificate fails in the handshake, not in the path.
            let keyed = verdict.code.as_deref() != Some("BadSignature");
            let id = format!("{} {}", scenario["id"].as_str().unwrap(), verdict.host);
            tally.add(
                &id,
                theirs.is_ok() && keyed,
                verdict.outcome == "accepted",
                &format!("{:?}, webpki {theirs:?}", verdict.code),
            );
        }
    }
    tally.finish(0);
}

fn passing(server: &Server) -> usize {
    server.paths.iter().filter(|p| p.complete && p.faults.is_empty()).count()
}

/// Differences that are meant: scenario, field, why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "cross-signed-new-root-only",
    "leaf_first_order",
    "only the cross certificate leads to the trusted root, so it is the one to present",
)];

#[test]
fn chains_lead_to_the_trusted_roots_where_the_manifest_says_so() {
    let manifest = support::json(&support::corpus("scenarios/manifest.json"));
    let now = time(manifest["eval_time"].as_str().unwrap());
    let sha256 =
        |label: &Value| manifest["certificates"][label.as_str().unwrap_or_default()]["sha256"].as_str().map(str::to_owned);
    let (mut asked, mut wrong, mut met) = (0, Vec::new(), Vec::new());
    for scenario in manifest["scenarios"].as_array().unwrap() {
        let id = scenario["id"].as_str().unwrap();
        let expected = &scenario["expected"];
        let report = report(scenario, now);
        let server = report.servers.iter().find(|s| s.id == "server");
        let mut check = |field: &'static str, wanted: &Value, said: Value| {
            asked += 1;
            if *wanted == said {
                return;
            }
            match EXCEPTIONS.iter().find(|e| (e.0, e.1) == (id, field)) {
                Some(exception) => met.push(*exception),
                None => wrong.push(format!("{id} {field}: expected {wanted}, said {said}")),
            }
        };
        let leaf = server.and_then(|s| s.leaf).map(|i| report.certificates[i].sha256.clone());
        check("leaf", &Value::from(sha256(&expected["leaf"])), Value::from(leaf));
        if expected["path_valid"].is_boolean() {
            check("path_valid", &expected["path_valid"], Value::from(server.is_some_and(|s| passing(s) > 0)));
        }
        if expected["valid_paths"].is_number() {
            check("valid_paths", &expected["valid_paths"], Value::from(server.map_or(0, passing)));
        }
        if expected["missing_issuer"].is_string() {
            let issuer = server.and_then(|s| s.missing.first()).map(|m| m.issuer.clone());
            check("missing_issuer", &expected["missing_issuer"], Value::from(issuer));
        }
        if expected["aia"].is_string() {
            let address = server.and_then(|s| s.missing.first()).and_then(|m| m.ca_issuers.first().cloned());
            check("aia", &expected["aia"], Value::from(address));
        }
        if expected["expected_root"].is_string() {
            let top = server.and_then(|s| s.paths.first()).and_then(|p| p.certificates.last().copied());
            check("expected_root", &expected["expected_root"], Value::from(top.map(|i| report.certificates[i].issuer.clone())));
        }
        if let Some(order) = expected["leaf_first_order"].as_array() {
            // The manifest repeats what the file holds; a root is not for a server to send.
            let wanted: Vec<String> = order.iter().filter_map(sha256).filter(|sha| !self_signed(&report, sha)).collect();
            let proposed: Vec<String> =
                server.map_or_else(Vec::new, |s| s.proposed.iter().map(|&i| report.certificates[i].sha256.clone()).collect());
            let alone = order.len() == 1;
            if !alone {
                check("leaf_first_order", &Value::from(wanted), Value::from(proposed));
            }
        }
    }
    let listed = EXCEPTIONS.iter().map(|e| format!("{e:?}: listed"));
    let rows: Vec<String> = listed.chain(wrong.iter().cloned()).collect();
    crate::support::agreement::print("scenarios/paths", asked, asked - wrong.len() - met.len(), 0, &rows);
    for line in &wrong {
        println!("  {line}");
    }
    assert!(wrong.is_empty(), "{} path facts differ", wrong.len());
    for exception in EXCEPTIONS {
        assert!(met.contains(exception), "{exception:?} is listed and did not occur");
    }
}

fn self_signed(report: &Report, sha256: &str) -> bool {
    report.certificates.iter().any(|c| c.sha256 == sha256 && c.self_issued)
}

/// What the profiles of .NET, Apple and rustls add to RFC 5280, one ticket each: scenario, target, outcome, code.
const SAID: &[(&str, &str, &str, Option<&str>)] = &[
    ("right-chain", "dotnet", "accepted", None),
    ("right-chain", "safari", "accepted", None),
    ("intermediate-missing", "rustls", "rejected", Some("UnknownIssuer")),
    ("intermediate-missing", "dotnet", "undetermined", None),
    ("intermediate-missing", "safari", "undetermined", None),
    ("root-mismatch", "dotnet", "rejected", Some("RemoteCertificateChainErrors")),
    ("root-expired", "rustls", "accepted", None),
    ("root-expired", "dotnet", "rejected", Some("RemoteCertificateChainErrors")),
    ("leaf-expired", "dotnet", "rejected", Some("RemoteCertificateChainErrors")),
    ("intermediate-as-root", "rustls", "accepted", None),
    ("intermediate-as-root", "dotnet", "undetermined", None),
    ("lifetime-10-years", "safari", "rejected", None),
    ("lifetime-10-years", "dotnet", "accepted", None),
    ("eku-absent", "safari", "rejected", None),
    ("rsa-1024", "safari", "rejected", None),
    ("sha1-signed", "safari", "rejected", None),
    ("sha1-signed", "dotnet", "undetermined", None),
    ("sha1-signed", "rustls", "rejected", Some("UnsupportedSignatureAlgorithm")),
    ("name-constraints-violated", "rustls", "rejected", Some("NameConstraintViolation")),
    ("chain-p521", "rustls", "accepted", None),
];

#[test]
fn profiles_say_what_they_add() {
    let manifest = support::json(&support::corpus("scenarios/manifest.json"));
    let now = time(manifest["eval_time"].as_str().unwrap());
    for (id, target, outcome, code) in SAID {
        let scenario = manifest["scenarios"].as_array().unwrap().iter().find(|s| s["id"] == *id).unwrap();
        let request = Request {
            inputs: inputs(scenario),
            now: Some(now as f64),
            targets: Some(vec![(*target).to_owned()]),
            ..Request::default()
        };
        let report = inspect(&request);
        let verdict = report.verdicts.iter().find(|v| v.server == "server").unwrap();
        assert_eq!((verdict.outcome, verdict.code.as_deref()), (*outcome, *code), "{id} {target}: {:?}", verdict.message);
    }
}
