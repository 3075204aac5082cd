//! What a person drops or pastes beside certificates, and what is made of it: kinds, names, seats, settings,
//! observations and scenes, over `tests/corpora/situations`. Nothing is given by hand: all of it comes from the files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::request::{Input, Request};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How many of a measure are not right yet; all others are right without exception. Lower it with what gets better.
const MISSES: &[(&str, usize)] = &[("seats", 2)];

#[derive(Default)]
struct Tally {
    right: BTreeMap<&'static str, (usize, usize)>,
    rows: BTreeMap<&'static str, Vec<String>>,
}

impl Tally {
    fn add(&mut self, what: &'static str, right: bool, row: impl FnOnce() -> String) {
        let (good, all) = self.right.entry(what).or_default();
        *all += 1;
        if right {
            *good += 1;
        } else {
            self.rows.entry(what).or_default().push(row());
        }
    }
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn host(host: &Value) -> String {
    format!("{}|{}", text(host, "name").to_lowercase().trim_end_matches('.'), text(host, "use"))
}

fn inspect(folder: &Path, now: f64) -> (Vec<String>, Value) {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n != "expected.json")
        .collect();
    names.sort();
    let input = |name: &String| {
        let mut input = Input::default();
        (input.name, input.bytes) = (name.clone(), std::fs::read(folder.join(name)).unwrap());
        input
    };
    let request = Request { inputs: names.iter().map(input).collect(), now: Some(now), ..Request::default() };
    let report = serde_json::to_value(certlens::inspect(&request)).unwrap();
    (names, report)
}

#[test]
fn situations_are_read() {
    let mut tally = Tally::default();
    let mut cases: Vec<_> = std::fs::read_dir(support::corpus("situations/cases")).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    for folder in &cases {
        let expected = support::json(&folder.join("expected.json"));
        let id = text(&expected, "case");
        let (names, report) = inspect(folder, expected["now"].as_f64().unwrap());
        kinds(&id, &expected, &names, &report, &mut tally);
        seats(&id, &expected, &report, &mut tally);
        hosts(&id, &expected, &report, &mut tally);
        settings(&id, &expected, &report, &mut tally);
        observed(&id, &expected, &report, &mut tally);
        scenes(&id, &expected, &report, &mut tally);
        let whole = report.to_string();
        for secret in list(&expected, "mustNotEcho").filter_map(Value::as_str) {
            tally.add("not echoed", !whole.contains(secret), || format!("{id}: a secret is in the report"));
        }
    }
    let mut low = Vec::new();
    for (what, (right, all)) in &tally.right {
        support::agreement::print(
            &format!("situations, {what}"),
            *all,
            *right,
            0,
            tally.rows.get(what).map_or(&[], Vec::as_slice),
        );
        let known = MISSES.iter().find(|(name, _)| name == what).map_or(0, |(_, misses)| *misses);
        if all - right > known {
            let rows = tally.rows.get(what).map_or(String::new(), |rows| rows.join("\n"));
            low.push(format!("{what}: {right} of {all}, with at most {known} misses so far\n{rows}"));
        }
    }
    assert!(low.is_empty(), "less is right than was before:\n{}", low.join("\n"));
}

fn kinds(id: &str, expected: &Value, names: &[String], report: &Value, tally: &mut Tally) {
    for (file, kind) in expected["kind"].as_object().unwrap() {
        let kind = kind.as_str().unwrap();
        if kind == "certificates" {
            continue;
        }
        let input = names.iter().position(|n| n == file);
        let family = kind.split('/').next();
        let ours = list(report, "statements").filter(|s| s["input"].as_u64().map(|n| n as usize) == input);
        let got: BTreeSet<String> = ours.map(|s| text(s, "kind")).collect();
        let right = got.iter().any(|k| k.split('/').next() == family);
        tally.add("kind", right, || format!("{id}: {file} is {kind}, got {got:?}"));
        let told: String =
            input.map(|n| list(&report["inputs"][n], "understood").map(|span| text(span, "text")).collect()).unwrap_or_default();
        let reads = !told.starts_with([' ', ',', ':', ';']) && !told.is_empty() && !told.contains("  ") && told.trim() == told;
        tally.add("told", reads, || format!("{id}: {file}: {told:?}"));
        if std::env::args().any(|argument| argument == "--nocapture") {
            println!("{file}\t{told}");
        }
    }
}

fn sha256(report: &Value, index: &Value) -> Option<String> {
    Some(text(report["certificates"].get(usize::try_from(index.as_u64()?).ok()?)?, "sha256"))
}

fn seats(id: &str, expected: &Value, report: &Value, tally: &mut Tally) {
    let mut seats: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut put = |certificate: Option<String>, seat: String| {
        seats.entry(certificate.unwrap_or_default()).or_default().insert(seat);
    };
    for item in list(report, "items").filter(|i| i["kind"] == "certificate") {
        put(sha256(report, &item["certificate"]), text(item, "seat"));
    }
    for scene in list(report, "scenes") {
        list(scene, "trust").for_each(|c| put(sha256(report, c), "trust".to_owned()));
    }
    for statement in list(report, "statements").filter(|s| s["says"] == "seat") {
        put(Some(text(&statement["value"], "certificate")), text(&statement["value"], "seat"));
    }
    for (certificate, seat) in expected["seats"].as_object().unwrap() {
        let right = seats.get(certificate).is_some_and(|s| s.contains(seat.as_str().unwrap()));
        let label = text(&expected["labels"], certificate);
        tally.add("seats", right, || format!("{id}: {label} is {seat}, got {:?}", seats.get(certificate)));
    }
    for (server, chain) in expected["servers"].as_object().unwrap() {
        let Some(chain) = chain.as_array().filter(|c| !c.is_empty() && !c.contains(&Value::Null)) else { continue };
        let sent = |s: &Value| list(s, "presented").map(|c| sha256(report, c).unwrap_or_default()).collect::<Vec<_>>();
        let right = list(report, "servers").any(|s| sent(s).iter().eq(chain.iter().filter_map(Value::as_str)));
        tally.add("presented", right, || format!("{id}: {server} presents {} certificates in order", chain.len()));
    }
}

fn hosts(id: &str, expected: &Value, report: &Value, tally: &mut Tally) {
    let of_scenes = |value: &Value| list(value, "scenes").flat_map(|s| list(s, "hosts").map(host)).collect::<BTreeSet<_>>();
    let mut wanted: BTreeSet<String> = list(expected, "hosts").map(host).collect();
    wanted.extend(of_scenes(expected));
    let mut got: BTreeSet<String> =
        list(report, "statements").filter(|s| s["says"] == "host").map(|s| host(&s["value"])).collect();
    got.extend(of_scenes(report));
    for name in &wanted {
        tally.add("hosts found", got.contains(name), || format!("{id}: {name}"));
    }
    for name in &got {
        tally.add("hosts right", wanted.contains(name), || format!("{id}: {name} is too many"));
    }
}

fn settings(id: &str, expected: &Value, report: &Value, tally: &mut Tally) {
    for (target, dials) in expected["settings"].as_object().unwrap() {
        for (setting, value) in dials.as_object().unwrap() {
            let said =
                |s: &Value| s["says"] == "setting" && s["value"]["target"] == **target && s["value"]["setting"] == **setting;
            let same = |a: &Value| a == value || a.is_number() && a.as_f64() == value.as_f64();
            let right = list(report, "statements").any(|s| said(s) && same(&s["value"]["value"]));
            tally.add("settings", right, || format!("{id}: {target}.{setting} = {value}"));
        }
    }
}

fn observed(id: &str, expected: &Value, report: &Value, tally: &mut Tally) {
    let catalog = certlens::catalog();
    let known = |target: &str| catalog.targets.iter().any(|t| t.id == target);
    if expected["facts"]["nothingObserved"] == true {
        let quiet = list(report, "observed").next().is_none();
        tally.add("nothing observed", quiet, || format!("{id}: {:?}", list(report, "observed").collect::<Vec<_>>()));
    }
    for want in list(expected, "observed") {
        let fits = |got: &&Value| {
            let code = &got["code"];
            let target = got["target"] == want["target"] || !known(&text(want, "target"));
            let same = *code == want["code"]
                || list(want, "also").any(|c| c == code)
                || list(want, "equals").any(|c| c == code || c == "*");
            let hosts = [&got["host"], &want["host"]].map(Value::as_str);
            target && same && (hosts.contains(&None) || hosts[0].map(str::to_lowercase) == hosts[1].map(str::to_lowercase))
        };
        let right = list(report, "observed").any(|got| fits(&got));
        tally.add("observed", right, || format!("{id}: {} {} {}", want["target"], want["code"], want["outcome"]));
    }
}

fn scenes(id: &str, expected: &Value, report: &Value, tally: &mut Tally) {
    for want in list(expected, "scenes") {
        let names: BTreeSet<String> = list(want, "hosts").map(host).collect();
        let trust: BTreeSet<String> = list(want, "trust").filter_map(|c| c.as_str().map(str::to_owned)).collect();
        let fits = |got: &Value| {
            let here: BTreeSet<String> = list(got, "hosts").map(host).collect();
            let trusted: BTreeSet<String> = list(got, "trust").filter_map(|c| sha256(report, c)).collect();
            got["target"] == want["target"]
                && names.is_subset(&here)
                && (want["trust"].is_null() || trust == trusted)
                && got["probeName"] == want["probeName"]
                && got["trafficName"] == want["trafficName"]
        };
        tally.add("scenes", list(report, "scenes").any(fits), || format!("{id}: {}", want["scene"]));
    }
}
