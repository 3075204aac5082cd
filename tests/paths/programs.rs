//! The shipped targets against the programs' own answers to other projects' path suites
//! (`tests/corpora/path-suites`), whatever the suites' authors want of a verifier.

use crate::bench::time;
use crate::support::{self, rows};
use certlens::report::Report;
use certlens::request::{HostEntry, Request, Seat, SettingValue};
use serde_json::Value;
use std::collections::BTreeMap;

const PROGRAMS: [&str; 4] = ["openssl", "go", "java", "gnutls"];

const CORPUS: &str = "path-suites";

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

/// The same block without what stands behind the certificate in it.
fn bare(block: &str) -> String {
    let octets = support::base64(block.split("-----").nth(2).unwrap());
    let length = match octets[1] {
        0x81 => 3 + usize::from(octets[2]),
        0x82 => 4 + (usize::from(octets[2]) << 8 | usize::from(octets[3])),
        short => 2 + usize::from(short),
    };
    let body = support::to_base64(octets.get(..length).unwrap_or(&octets));
    format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
}

/// The targets' report on a case; Java's certificate factory was given DER, of which it reads one element.
fn report(job: &Job, programs: &[&str]) -> Report {
    let roots = if programs == ["java"] {
        job.roots.split_inclusive("-----END CERTIFICATE-----\n").map(bare).collect()
    } else {
        job.roots.clone()
    };
    let version = |v: &str| BTreeMap::from([("version".to_owned(), SettingValue::Text(v.to_owned()))]);
    certlens::inspect(&Request {
        inputs: vec![
            support::file("chain.pem", job.chain.as_bytes(), Seat::Server),
            support::file("roots.pem", roots.as_bytes(), Seat::Trust),
        ],
        hosts: job.host.iter().map(|h| HostEntry::from(h.as_str())).collect(),
        targets: Some(programs.iter().map(|p| (*p).to_owned()).collect()),
        settings: BTreeMap::from([("openssl".to_owned(), version("3")), ("java".to_owned(), version("17"))]),
        #[allow(clippy::cast_precision_loss)]
        now: Some(job.now as f64),
        ..Request::default()
    })
}

/// Counts per program.
#[derive(Clone, Copy, Default)]
struct Tally {
    rows: usize,
    outcomes: usize,
    codes: usize,
    coded: usize,
    open: usize,
    wrongly_accepted: usize,
}

#[test]
fn shipped_targets_answer_as_the_programs_do() {
    let Some(jobs) = jobs() else { return };
    let recorded = support::json(&support::corpus(CORPUS).join("outcomes.json"));
    let codes = recorded["codes"].as_array().unwrap();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut listed: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let (mut lab, mut disagreements) = (rows::LabEffects::of(CORPUS), rows::Disagreements::read());
    for job in &jobs {
        let with_java = report(job, &PROGRAMS);
        // Where nothing stands behind a root, the answer is the same.
        let same = job.roots.split_inclusive("-----END CERTIFICATE-----\n").all(|block| bare(block).len() == block.len());
        let java = if same { None } else { Some(report(job, &["java"])) };
        for (column, program) in PROGRAMS.iter().enumerate() {
            let index = recorded["rows"][&job.id][column].as_u64().unwrap_or_else(|| panic!("{} was not recorded", job.id));
            let want = codes[usize::try_from(index).unwrap()].as_str().unwrap();
            if lab.explain(CORPUS, program, &job.id) {
                continue;
            }
            let report = java.as_ref().filter(|_| *program == "java").unwrap_or(&with_java);
            let said = report.verdicts.iter().find(|v| v.target == *program).unwrap();
            let agrees = said.outcome == if want == "OK" { "accepted" } else { "rejected" };
            let coded = !matches!(want, "other" | "decode" | "handshake" | "The certificate is NOT trusted.");
            let same_code = agrees && (want == "OK" || !coded || said.code.as_deref() == Some(want));
            let tally = tallies.entry(program).or_default();
            tally.rows += 1;
            tally.outcomes += usize::from(agrees);
            tally.open += usize::from(said.outcome == "undetermined");
            tally.wrongly_accepted += usize::from(want != "OK" && said.outcome == "accepted");
            tally.coded += usize::from(coded);
            tally.codes += usize::from(coded && same_code);
            if !same_code {
                let text = [said.outcome, said.code.as_deref().unwrap_or_default()].join(" ");
                let host = job.host.as_deref().unwrap_or_default();
                disagreements.add([CORPUS, program, &job.id, host], want, text.trim_end());
                listed.entry(program).or_default().push(format!("{} {host}: recorded {want:?}, said {text}", job.id));
            }
        }
    }
    for (program, t) in &tallies {
        let line = format!("{CORPUS}/{program}");
        let rows = listed.remove(program).unwrap_or_default();
        support::agreement::print(&format!("{line}, outcome"), t.rows, t.outcomes.min(t.rows - t.open), t.open, &rows);
        support::agreement::print(&format!("{line}, code"), t.coded, t.codes, 0, &[]);
        assert!(t.outcomes * 100 >= t.rows * 99, "{line}: outcomes agree too rarely");
        assert_eq!(t.wrongly_accepted, 0, "{line}: what the program refuses is accepted");
    }
    let idle = lab.idle(|_| true);
    assert!(idle.is_empty(), "no such rows in the recording: {idle:?}");
    let wrong = disagreements.finish(|corpus, _, _| corpus == CORPUS);
    assert!(wrong.is_empty(), "not as listed:\n{}", wrong.join("\n"));
}
