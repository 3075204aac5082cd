//! The requests of the corpora, each with its corpus and name.

use super::{corpus, file, json};
use certlens::request::{Input, Request, Seat};
use serde_json::Value;
use std::path::Path;

/// Of this corpus clients show the chains.
pub const CLIENT_AUTH: &str = "client-auth";

fn pem(value: &Value) -> Vec<u8> {
    value.as_array().into_iter().flatten().flat_map(|p| p.as_str().unwrap().bytes()).collect()
}

/// Set-ups that real programs were asked about.
pub fn recorded() -> Vec<(String, Request)> {
    let mut all = Vec::new();
    let corpora = [
        ("handshakes", 1_795_872_889.0),
        ("handshakes-odd", 1_795_872_889.0),
        ("handshakes-fresh", 1_795_909_200.0),
        ("strictness", 1_795_872_889.0),
        ("third-party-verdicts", 1_795_872_889.0),
        (CLIENT_AUTH, 1_795_910_100.0),
    ];
    for (name, now) in corpora {
        // There a client shows the chain, and a server that asks for it has the roots.
        let (own, trusted) = if name == CLIENT_AUTH { (Seat::Client, Seat::ClientCa) } else { (Seat::Server, Seat::Trust) };
        for case in json(&corpus(name).join("cases.json")).as_array().unwrap() {
            let mut inputs = vec![file("chain.pem", pem(&case["chain"]), own)];
            if let Some(key) = case["key"].as_str().filter(|k| !k.is_empty()) {
                inputs.push(file("server.key", key.as_bytes().to_vec(), own));
            }
            inputs.push(file("roots.pem", pem(&case["roots"]), trusted));
            let hosts = case["hosts"].as_array().unwrap().iter().map(|h| h.as_str().unwrap().into()).collect();
            let now = Some(case["now"].as_f64().unwrap_or(now));
            all.push((format!("{name}/{}", case["id"].as_str().unwrap()), Request { inputs, hosts, now, ..Request::default() }));
        }
    }
    all
}

/// What a support desk meets.
pub fn scenarios() -> Vec<(String, Request)> {
    let folder = corpus("scenarios");
    let manifest = json(&folder.join("manifest.json"));
    let request = |scenario: &Value| {
        let files = scenario["files"].as_array().unwrap().iter().map(|described| {
            let seat = if described["role"] == "trusted-root" { Seat::Trust } else { Seat::Server };
            let name = described["file"].as_str().unwrap();
            let mut read = file(name.rsplit('/').next().unwrap(), std::fs::read(folder.join(name)).unwrap(), seat);
            read.password = described["password"].as_str().map(str::to_owned);
            read
        });
        let hosts = scenario["expected"]["hosts"].as_array().into_iter().flatten();
        let hosts = hosts.map(|h| h["name"].as_str().unwrap().into()).collect();
        let request = Request { inputs: files.collect(), hosts, now: Some(1_795_435_200.0), ..Request::default() };
        (format!("scenarios/{}", scenario["id"].as_str().unwrap()), request)
    };
    manifest["scenarios"].as_array().unwrap().iter().map(request).collect()
}

fn folders(name: &str) -> Vec<std::path::PathBuf> {
    let mut all: Vec<_> = std::fs::read_dir(corpus(name).join("cases")).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    all
}

fn named(name: &str, folder: &Path, request: Request) -> (String, Request) {
    (format!("{name}/{}", folder.file_name().unwrap().to_str().unwrap()), request)
}

/// What people told: `stories` or `reported`.
pub fn told(name: &str) -> Vec<(String, Request)> {
    let request = |folder: std::path::PathBuf| {
        let asked = &json(&folder.join("case.json"))["request"];
        let text = |v: &Value| v.as_str().map(str::to_owned);
        let texts = |v: &Value| v.as_array().map(|a| a.iter().filter_map(text).collect::<Vec<_>>());
        let input = |described: &Value| {
            let mut input = Input::default();
            input.name = text(&described["name"]).unwrap();
            input.bytes = std::fs::read(folder.join(described["file"].as_str().unwrap_or(&input.name))).unwrap();
            input.password = text(&described["password"]);
            input.seat = described["seat"].as_str().and_then(Seat::from_word);
            input.server = text(&described["server"]);
            input
        };
        let request = Request {
            inputs: asked["files"].as_array().into_iter().flatten().map(input).collect(),
            hosts: serde_json::from_value(asked["hosts"].clone()).unwrap_or_default(),
            targets: texts(&asked["targets"]),
            now: asked["now"].as_f64(),
            settings: serde_json::from_value(asked["settings"].clone()).unwrap_or_default(),
            observed: texts(&asked["observed"]).unwrap_or_default(),
            ..Request::default()
        };
        named(name, &folder, request)
    };
    folders(name).into_iter().map(request).collect()
}

/// Evidence, read from files alone.
pub fn situations() -> Vec<(String, Request)> {
    let request = |folder: std::path::PathBuf| {
        let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
        names.retain(|p| p.file_name().unwrap() != "expected.json");
        names.sort();
        let input = |path: &std::path::PathBuf| {
            let mut input = Input::default();
            input.name = path.file_name().unwrap().to_str().unwrap().to_owned();
            input.bytes = std::fs::read(path).unwrap();
            input
        };
        let now = json(&folder.join("expected.json"))["now"].as_f64();
        named("situations", &folder, Request { inputs: names.iter().map(input).collect(), now, ..Request::default() })
    };
    folders("situations").into_iter().map(request).collect()
}
