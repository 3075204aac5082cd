//! What the engine decides over the corpora, as digests: a change that alters a report shows which, and in what.
//!
//! Whether a decision is right is held elsewhere, by what real programs said and by expectations; here it is held that none
//! changes unseen. `CERTLENS_WRITE_DECISIONS=1` writes `tests/corpora/decisions.tsv` anew; its difference belongs to the
//! commit, and each row of it is to be looked at. Words for people do not count.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::report::Report;
use certlens::{Request, inspect, judge, prepare};
use serde::Serialize;
use std::collections::BTreeMap;
use support::requests;

const TABLE: &str = "decisions.tsv";
/// What a row says besides the request's name.
const COLUMNS: [&str; 4] = ["verdicts", "findings", "situation", "diagnosis"];
/// Of set-ups that real programs were asked about, every so manieth: their outcomes are compared with the recordings anyway.
const EVERY: usize = 4;

/// FNV-1a, which every platform and release computes alike.
fn digest(value: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(value).unwrap();
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{:08x}", hash >> 32)
}

fn row(report: &Report) -> [String; 4] {
    let verdicts: Vec<_> = report
        .verdicts
        .iter()
        .map(|v| (&v.scene, &v.target, &v.server, &v.host, &v.check, &v.outcome, &v.code, &v.because))
        .collect();
    let findings: Vec<_> = report.findings.iter().map(|f| (f.rule, &f.severity, &f.at)).collect();
    let steps: Vec<_> = report.diagnosis.steps.iter().map(|s| (&s.change, &s.proof)).collect();
    [
        digest(&verdicts),
        digest(&(findings, &report.rules, &report.not_checked, report.given_up)),
        digest(&(&report.hosts, &report.scenes, &report.statements)),
        digest(&(steps, report.diagnosis.complete, &report.answer.severity, &report.answer.finding)),
    ]
}

fn rows(requests: Vec<(String, Request)>, report: impl Fn(&Request) -> Report + Sync) -> BTreeMap<String, [String; 4]> {
    let work =
        |part: &[(String, Request)]| part.iter().map(|(name, request)| (name.clone(), row(&report(request)))).collect::<Vec<_>>();
    let size = requests.len().div_ceil(2).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = requests.chunks(size).map(|part| scope.spawn(move || work(part))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

#[test]
fn nothing_is_decided_otherwise_unseen() {
    let mut all =
        rows(requests::recorded().into_iter().step_by(EVERY).collect(), |request| judge(&prepare(&request.inputs), request));
    let with_evidence = [requests::scenarios(), requests::told("stories"), requests::told("reported"), requests::situations()];
    all.extend(rows(with_evidence.into_iter().flatten().collect(), inspect));

    if std::env::var_os("CERTLENS_WRITE_DECISIONS").is_some() {
        let head = format!("# What tests/decisions.rs holds: digests of what is decided.\n# request\t{}\n", COLUMNS.join("\t"));
        let lines: String = all.iter().map(|(name, row)| format!("{name}\t{}\n", row.join("\t"))).collect();
        std::fs::write(support::corpus(TABLE), head + &lines).unwrap();
    }
    let mut known: BTreeMap<String, Vec<String>> =
        support::rows::table(TABLE).into_iter().map(|line| (line[0].clone(), line[1..].to_vec())).collect();
    let mut wrong = Vec::new();
    for (name, row) in &all {
        match known.remove(name) {
            None => wrong.push(format!("{name}: new")),
            Some(before) => {
                let changed: Vec<_> =
                    COLUMNS.iter().enumerate().filter(|(i, _)| before.get(*i) != row.get(*i)).map(|(_, c)| *c).collect();
                if !changed.is_empty() {
                    wrong.push(format!("{name}: {}", changed.join(", ")));
                }
            }
        }
    }
    wrong.extend(known.into_keys().map(|name| format!("{name}: gone")));
    assert!(
        wrong.is_empty(),
        "{} of {} requests are decided otherwise:\n{}\nLook at them; CERTLENS_WRITE_DECISIONS=1 takes them over",
        wrong.len(),
        all.len(),
        wrong.join("\n")
    );
}
