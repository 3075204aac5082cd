//! Programs that load a certificate file and services that take one: against recorded starts of the programs, and
//! worked examples for the services.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::report::Verdict;
use certlens::request::{Input, Request, Seat, SettingValue};
use serde_json::Value;
use support::forge::{NOW, Pair, Shape, bundle};

/// One file in a seat.
fn file(name: &str, bytes: impl Into<Vec<u8>>, seat: Seat) -> Input {
    Input { name: name.to_owned(), bytes: bytes.into(), password: None, seat: Some(seat), server: None }
}

fn ask(target: &str, inputs: Vec<Input>) -> Request {
    Request { inputs, targets: Some(vec![target.to_owned()]), now: Some(NOW), ..Request::default() }
}

/// The one verdict of a target.
fn verdict(request: &Request) -> Verdict {
    let mut verdicts = certlens::inspect(request).verdicts;
    assert_eq!(verdicts.len(), 1, "{verdicts:?}");
    assert_eq!(verdicts[0].host, "");
    verdicts.remove(0)
}

/// Why a recorded start and the verdict may differ, by scenario and program.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Compares a recorded start with the verdict: taken or not, and the code within what the program wrote.
fn compare(id: &str, target: &str, recorded: &str, locked: bool, verdict: &Verdict, wrong: &mut Vec<String>) {
    let agrees = match verdict.outcome {
        "accepted" => recorded == "OK",
        "rejected" => recorded != "OK" && verdict.code.as_deref().is_some_and(|code| recorded.contains(code)),
        // A key with a password: the program asks for it, and fails where there is nobody to ask.
        "undetermined" => locked && recorded != "OK",
        _ => false,
    };
    if agrees == EXCEPTIONS.iter().any(|(i, t, _)| *i == id && *t == target) {
        wrong.push(format!("{id} {target}: {} {:?}, recorded {recorded}", verdict.outcome, verdict.code));
    }
}

#[test]
fn starts_with_the_scenarios_bundles() {
    let folder = support::corpus("scenarios");
    let recorded = support::json(&support::root().join("tests/fixtures/loads/outcomes.json"));
    let manifest = support::json(&folder.join("manifest.json"));
    let scenarios = manifest["scenarios"].as_array().unwrap();
    let mut wrong = Vec::new();
    for (id, outcomes) in recorded["outcomes"].as_object().unwrap() {
        let scenario = scenarios.iter().find(|s| s["id"] == **id).unwrap();
        let of_role = |role: &str| {
            let files = scenario["files"].as_array().unwrap();
            files.iter().find(|f| f["role"] == role).map(|f| f["name"].as_str().or(f["file"].as_str()).unwrap().to_owned())
        };
        let name = of_role("bundle").unwrap();
        let mut inputs = vec![file(&name, std::fs::read(folder.join(&name)).unwrap(), Seat::Server)];
        let key = match outcomes["key"].as_str().unwrap() {
            "own" => of_role("key"),
            "right-chain" => Some("right-chain/server.key".to_owned()),
            _ => None,
        };
        if let Some(key) = key {
            inputs.push(file(&key, std::fs::read(folder.join(&key)).unwrap(), Seat::Server));
        }
        let locked = id.contains("encrypted");
        for (program, target) in [("nginx", "nginx-server"), ("haproxy", "haproxy-server"), ("apache", "apache-server")] {
            let request = ask(target, inputs.iter().map(|i| file(&i.name, i.bytes.clone(), Seat::Server)).collect());
            let recorded = outcomes[program].as_str().unwrap();
            // A file with nothing in it that could be presented makes no server.
            match certlens::inspect(&request).verdicts.as_slice() {
                [] => assert_ne!(recorded, "OK", "{id} {target}"),
                [one] => compare(id, target, recorded, locked, one, &mut wrong),
                more => panic!("{id}: {more:?}"),
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} differ", wrong.join("\n"), wrong.len());
}

#[test]
fn starts_with_the_served_lists_of_the_handshakes() {
    let folder = support::corpus("handshakes");
    let cases = support::json(&folder.join("cases.json"));
    let cases = cases.as_array().or(cases["cases"].as_array()).unwrap();
    let outcomes = std::fs::read_to_string(folder.join("outcomes.jsonl")).unwrap();
    let mut wrong = Vec::new();
    let mut judged = 0;
    for line in outcomes.lines().filter(|l| l.contains("-load\"")) {
        let outcome: Value = serde_json::from_str(line).unwrap();
        let id = outcome["case"].as_str().unwrap();
        let case = cases.iter().find(|c| c["id"] == id).unwrap();
        let chain: String = case["chain"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
        let key = case["key"].as_str().unwrap().as_bytes().to_vec();
        let target = if outcome["client"] == "nginx-load" { "nginx-server" } else { "haproxy-server" };
        let request = ask(target, vec![file("chain.pem", chain, Seat::Server), file("server.key", key, Seat::Server)]);
        judged += 1;
        compare(id, target, outcome["code"].as_str().unwrap(), false, &verdict(&request), &mut wrong);
    }
    assert_eq!(judged, 472);
    assert!(wrong.is_empty(), "{}\n{} differ", wrong.join("\n"), wrong.len());
}
