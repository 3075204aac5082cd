//! Our model of rustls-webpki against rustls-webpki itself, on chains of every kind.

use crate::bench::{pem, time};
use crate::support;
use crate::tally::Tally;
use crate::webpki::Ders;
use certlens::identity::{IdentityPolicy, matches, parse_host};
use certlens::policy::PathPolicy;
use serde_json::Value;

/// Where our model of rustls-webpki says something else than rustls-webpki.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// What our rustls says: the code, `None` where it accepts.
fn modelled(ders: &Ders, now: i64, host: Option<&str>) -> Option<String> {
    let profile = certlens::profiles::find("rustls").unwrap();
    let case = ders.case();
    let Some(leaf) = case.leaf else { return Some("unreadable".to_owned()) };
    if let Err(refusal) = case.verify(now, &PathPolicy::WEBPKI_RING) {
        return Some(profile.word(&refusal.faults[0]).and_then(|w| w.code).unwrap_or("none").to_owned());
    }
    let host = parse_host(host?);
    let found = matches(&case.pool[leaf].certificate, &host, &IdentityPolicy::WEBPKI);
    (!found.matched()).then(|| "CertNotValidForName".to_owned())
}

/// PEM blocks of a text or of a list of texts.
fn blocks(value: &Value) -> Vec<Vec<u8>> {
    let texts: Vec<&str> = match value {
        Value::String(text) => vec![text],
        other => other.as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect(),
    };
    texts.iter().flat_map(|t| t.split_inclusive("-----END CERTIFICATE-----")).filter(|t| t.contains("BEGIN")).map(pem).collect()
}

#[test]
fn recorded_chains() {
    let cases = support::json(&support::corpus("handshakes/cases.json"));
    let now = time("2026-11-23T12:00:00Z");
    let mut tally = Tally::new("rustls-webpki itself, on the recorded chains", EXCEPTIONS);
    let (mut said, mut same, mut others) = (0, 0, Vec::new());
    for case in cases.as_array().unwrap() {
        let mut chain = blocks(&case["chain"]);
        let ders = Ders { leaf: chain.remove(0), intermediates: chain, anchors: blocks(&case["roots"]) };
        for host in case["hosts"].as_array().unwrap() {
            let host = host.as_str().unwrap();
            let id = format!("{} {host}", case["id"].as_str().unwrap());
            let theirs = ders.webpki(now, false, Some(host));
            let ours = modelled(&ders, now, Some(host));
            if let (Err(theirs), Some(ours)) = (&theirs, &ours) {
                said += 1;
                if theirs.starts_with(ours.as_str()) { same += 1 } else { others.push(format!("{id}: {ours}, {theirs}")) }
            }
            tally.add(&id, theirs.is_ok(), ours.is_none(), &format!("ours {ours:?}, webpki {theirs:?} {}", case["notes"]));
        }
    }
    println!("{same} of {said} refusals carry rustls-webpki's own error name");
    tally.finish(0);
    assert_eq!(same, said, "{others:#?}");
}

/// The chains of the other suites, whatever they were made to show.
#[test]
fn chains_of_other_suites() {
    let Some(folder) = support::third_party() else { return };
    let mut tally = Tally::new("rustls-webpki itself, on the chains of other suites", EXCEPTIONS);
    let mut left_out = 0;
    let list =
        |value: &Value| -> Vec<Vec<u8>> { value.as_array().into_iter().flatten().filter_map(Value::as_str).map(pem).collect() };
    for table in ["path_openssl.json", "path_go.json", "path_boringssl.json", "path_pkits.json"] {
        for case in support::json(&folder.join("cases").join(table))["cases"].as_array().unwrap() {
            let one = |key: &str| pem(case[key].as_str().unwrap());
            let (ders, now) = match table {
                "path_openssl.json" => (
                    Ders { leaf: one("leaf"), intermediates: list(&case["untrusted"]), anchors: list(&case["trusted"]) },
                    time("2026-11-23T12:00:00Z"),
                ),
                "path_go.json" => (
                    Ders { leaf: one("leaf"), intermediates: list(&case["intermediates"]), anchors: list(&case["roots"]) },
                    case["time_epoch"].as_i64().unwrap(),
                ),
                "path_boringssl.json" => {
                    let mut chain = list(&case["chain_leaf_first"]);
                    let anchors = chain.pop().into_iter().collect();
                    if chain.is_empty() {
                        continue;
                    }
                    let text = case["time"].as_str().unwrap();
                    (
                        Ders { leaf: chain.remove(0), intermediates: chain, anchors },
                        time(if text == "default" { "2021-10-05T12:00:00Z" } else { text }),
                    )
                }
                _ => {
                    let mut chain = list(&case["chain_root_to_leaf"]);
                    let leaf = chain.pop().unwrap();
                    (Ders { leaf, intermediates: chain, anchors: vec![one("root")] }, time(case["time"].as_str().unwrap()))
                }
            };
            // rustls-webpki takes DER and nothing after it, as OpenSSL's trust settings are.
            if case["trusted"].to_string().contains("BEGIN TRUSTED") {
                left_out += 1;
                continue;
            }
            let (theirs, ours) = (ders.webpki(now, false, None), modelled(&ders, now, None));
            let id = format!("{table} {}", case["id"].as_str().unwrap());
            tally.add(&id, theirs.is_ok(), ours.is_none(), &format!("ours {ours:?}, webpki {theirs:?}"));
        }
    }
    tally.finish(left_out);
}
