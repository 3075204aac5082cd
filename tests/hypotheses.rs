//! What clients were heard to say to servers that present something else than the files say: the true cause is among
//! the hypotheses, each with the command that tells. `tests/corpora/hypotheses/record.py` made the recordings.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::request::{HostEntry, Input, Seat};
use certlens::{Request, inspect};

#[test]
fn the_true_cause_is_among_the_hypotheses() {
    let mut folders: Vec<_> =
        std::fs::read_dir(support::corpus("hypotheses/cases")).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 20);
    let mut missed = Vec::new();
    for folder in &folders {
        let case = support::json(&folder.join("case.json"));
        let text = |name: &str| case[name].as_str().unwrap().to_owned();
        let input = |file: &serde_json::Value| {
            let mut input = Input::default();
            input.name = file["name"].as_str().unwrap().to_owned();
            input.bytes = std::fs::read(folder.join(&input.name)).unwrap();
            input.seat = file["seat"].as_str().and_then(Seat::from_word);
            input
        };
        let hosts: Vec<HostEntry> = serde_json::from_value(case["hosts"].clone()).unwrap();
        let request = Request {
            inputs: case["files"].as_array().unwrap().iter().map(input).collect(),
            hosts,
            now: case["now"].as_f64(),
            observed: vec![text("observed")],
            ..Request::default()
        };
        let report = inspect(&request);
        let wanted = text("hypothesis");
        let listed: Vec<&str> = report.observed.iter().flat_map(|o| &o.hypotheses).map(|h| h.id.as_str()).collect();
        let found = report.observed.iter().flat_map(|o| &o.hypotheses).find(|h| h.id.starts_with(&format!("{wanted}-")));
        let outcomes: Vec<&str> = report.observed.iter().map(|o| o.outcome).collect();
        match found {
            Some(hypothesis) => {
                let telling = hypothesis.check.iter().any(|c| !c.text.is_empty());
                assert!(telling && !hypothesis.text.is_empty(), "{}: {wanted} has no command", folder.display());
            }
            None => missed.push(format!("{}: {wanted}, listed {listed:?}, {outcomes:?}", folder.file_name().unwrap().display())),
        }
    }
    support::agreement::print("hypotheses", folders.len(), folders.len() - missed.len(), 0, &missed);
    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), folders.len(), missed.join("\n"));
}
