//! The shipped targets against the programs' own answers to other projects' path suites
//! (`tests/corpora/path-suites`), whatever the suites' authors want of a verifier.

use crate::bench::time;
use crate::support;
use certlens::report::Report;
use certlens::request::{HostEntry, Input, Request, Seat, SettingValue};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const PROGRAMS: [&str; 4] = ["openssl", "go", "java", "gnutls"];

/// Rows on which we disagree: program, case, reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

struct Job {
    id: String,
    chain: String,
    roots: String,
    now: i64,
    host: Option<String>,
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(block).collect()
}

/// A PEM block of a certificate, from PEM or Base64.
fn block(text: &str) -> String {
    let body: String = text.lines().filter(|l| !l.starts_with("-----")).collect::<String>().split_whitespace().collect();
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

fn list(file: &str, key: &str) -> Option<Vec<Value>> {
    let path = support::third_party()?.join(file);
    Some(support::json(&path)[key].as_array().unwrap().clone())
}

fn at(case: &Value) -> i64 {
    match case.as_str() {
        None => time("2026-11-23T12:00:00Z"),
        Some("default") => time("2021-10-05T12:00:00Z"),
        Some(text) => time(text),
    }
}

/// The cases as `record.py` hands them to the programs.
fn jobs() -> Option<Vec<Job>> {
    let job = |id: String, chain: Vec<String>, roots: Vec<String>, now, host: Option<&str>| Job {
        id,
        chain: chain.concat(),
        roots: roots.concat(),
        now,
        host: host.filter(|h| !h.is_empty()).map(str::to_owned),
    };
    let id = |suite: &str, case: &Value| format!("{suite}/{}", case["id"].as_str().unwrap());
    let leaf = |case: &Value, key: &str| vec![block(case[key].as_str().unwrap())];
    let mut out = Vec::new();
    for case in list("limbo/limbo.json", "testcases")?.iter().filter(|c| c["validation_kind"] == "SERVER") {
        let chain = [leaf(case, "peer_certificate"), texts(&case["untrusted_intermediates"])].concat();
        let host = case["expected_peer_name"]["value"].as_str();
        out.push(job(id("limbo", case), chain, texts(&case["trusted_certs"]), at(&case["validation_time"]), host));
    }
    for case in list("cases/path_boringssl.json", "cases")? {
        let mut chain = texts(&case["chain_leaf_first"]);
        let root = chain.pop().unwrap();
        let chain = if chain.is_empty() { vec![root.clone()] } else { chain };
        out.push(job(id("boringssl", &case), chain, vec![root], at(&case["time"]), None));
    }
    for case in list("cases/path_pkits.json", "cases")? {
        let mut chain = texts(&case["chain_root_to_leaf"]);
        chain.reverse();
        out.push(job(id("pkits", &case), chain, leaf(&case, "root"), at(&case["time"]), None));
    }
    for case in list("cases/path_openssl.json", "cases")? {
        let chain = [leaf(&case, "leaf"), texts(&case["untrusted"])].concat();
        let options: Vec<&str> = case["options"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let attime = options.iter().position(|o| *o == "-attime").and_then(|i| options.get(i + 1)).map(|t| t.parse().unwrap());
        out.push(job(id("openssl", &case), chain, texts(&case["trusted"]), attime.unwrap_or_else(|| at(&Value::Null)), None));
    }
    for case in list("cases/path_go.json", "cases")? {
        let chain = [leaf(&case, "leaf"), texts(&case["intermediates"])].concat();
        let now = case["time_epoch"].as_i64().unwrap();
        out.push(job(id("go", &case), chain, texts(&case["roots"]), now, case["host"].as_str()));
    }
    Some(out)
}

fn report(job: &Job) -> Report {
    let input = |name: &str, text: &str, seat| Input {
        name: name.into(),
        bytes: text.as_bytes().to_vec(),
        seat: Some(seat),
        ..Input::default()
    };
    let version = |v: &str| BTreeMap::from([("version".to_owned(), SettingValue::Text(v.to_owned()))]);
    certlens::inspect(&Request {
        inputs: vec![input("chain.pem", &job.chain, Seat::Server), input("roots.pem", &job.roots, Seat::Trust)],
        hosts: job.host.iter().map(|h| HostEntry::from(h.as_str())).collect(),
        targets: Some(PROGRAMS.iter().map(|p| (*p).to_owned()).collect()),
        settings: BTreeMap::from([("openssl".to_owned(), version("3")), ("java".to_owned(), version("17"))]),
        #[allow(clippy::cast_precision_loss)]
        now: Some(job.now as f64),
        ..Request::default()
    })
}

#[test]
fn shipped_targets_answer_as_the_programs_do() {
    let Some(jobs) = jobs() else { return };
    let recorded = support::json(&support::corpus("path-suites").join("outcomes.json"));
    let codes = recorded["codes"].as_array().unwrap();
    let (mut rows, mut agreed, mut coded, mut open) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut disagreements = BTreeSet::new();
    for job in &jobs {
        let report = report(job);
        for (column, program) in PROGRAMS.iter().enumerate() {
            let index = recorded["rows"][&job.id][column].as_u64().unwrap_or_else(|| panic!("{} was not recorded", job.id));
            let Some(want) = codes[usize::try_from(index).unwrap()].as_str() else { continue };
            let said = report.verdicts.iter().find(|v| v.target == *program).unwrap();
            let outcome = said.outcome == if want == "OK" { "accepted" } else { "rejected" };
            let code = want == "OK" || matches!(want, "other" | "decode") || said.code.as_deref() == Some(want);
            *rows.entry(program).or_insert(0) += 1;
            *agreed.entry(program).or_insert(0) += usize::from(outcome);
            *coded.entry(program).or_insert(0) += usize::from(outcome && code);
            *open.entry(program).or_insert(0) += usize::from(said.outcome == "undetermined");
            if !outcome {
                disagreements.insert(((*program).to_owned(), job.id.clone()));
            }
            if !outcome || !code {
                println!("{program} {}: recorded {want:?}, said {} {:?} {:?}", job.id, said.outcome, said.code, said.message);
            }
        }
    }
    for program in &PROGRAMS {
        let (all, same, open): (usize, usize, usize) = (rows[program], agreed[program], open[program]);
        println!("{program:8} {all} rows, outcome {same}, code {}, undetermined {open}", coded[program]);
        let listed: Vec<String> = disagreements.iter().filter(|d| d.0 == *program).map(|d| d.1.clone()).collect();
        support::agreement::print(&format!("path suites/{program}, outcome"), all, same.min(all - open), open, &listed);
        assert!(same * 100 >= all * 99, "{program}: outcomes agree too rarely");
    }
    let listed: BTreeSet<(String, String)> = EXCEPTIONS.iter().map(|(p, c, _)| ((*p).to_owned(), (*c).to_owned())).collect();
    assert_eq!(disagreements, listed, "disagreements on the left, the list of exceptions on the right");
}
