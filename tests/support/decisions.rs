//! What the engine decides on the corpora's requests, as digests. Words for people do not count.

use super::requests;
use certlens::report::{Note, Report};
use certlens::request::SettingValue;
use certlens::{Request, inspect, judge, prepare};
use serde::Serialize;

/// What a row says.
pub const COLUMNS: [&str; 5] = ["verdicts", "paths", "findings", "situation", "diagnosis"];

/// A digest a column.
pub type Row = [String; 5];

/// A request and how far it is followed.
pub struct Asked {
    pub name: String,
    request: Request,
    /// A set-up of files alone, on which verdicts are all there is to say.
    judged: bool,
}

impl Asked {
    pub fn decide(&self) -> Row {
        row(&if self.judged { judge(&prepare(&self.request.inputs), &self.request) } else { inspect(&self.request) })
    }
}

/// Every set-up that real programs were asked about, half of them under settings other than the usual; and everything that
/// comes with evidence.
pub fn asked() -> Vec<Asked> {
    let mut all: Vec<_> = requests::recorded().into_iter().map(|(name, request)| Asked { name, request, judged: true }).collect();
    let catalog = certlens::catalog();
    for (turn, asked) in all.iter_mut().enumerate().filter(|(n, _)| n % 2 == 1) {
        for target in &catalog.targets {
            let chosen = target.settings.iter().enumerate().map(|(n, setting)| {
                // Each setting at a pace of its own, so that they meet in many ways.
                let turn = turn / 2 + turn / (3 + 2 * n);
                let value = match (setting.number, setting.choices.as_slice()) {
                    (Some([usual, least, most]), _) => SettingValue::Number(f64::from([least, usual, most][turn % 3])),
                    (None, []) => SettingValue::Bool(turn % 2 == 0),
                    (None, choices) => SettingValue::Text(choices[turn % choices.len()].value.to_owned()),
                };
                (setting.id.to_owned(), value)
            });
            let chosen: std::collections::BTreeMap<_, _> = chosen.collect();
            if !chosen.is_empty() {
                asked.request.settings.insert(target.id.to_owned(), chosen);
            }
        }
    }
    let with_evidence = [requests::scenarios(), requests::told("stories"), requests::told("reported"), requests::situations()];
    all.extend(with_evidence.into_iter().flatten().map(|(name, request)| Asked { name, request, judged: false }));
    all
}

/// FNV-1a, which every platform and release computes alike.
fn digest(value: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(value).unwrap();
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{:08x}", hash >> 32)
}

fn row(report: &Report) -> Row {
    let verdicts: Vec<_> = report
        .verdicts
        .iter()
        .map(|v| ((&v.scene, &v.target, &v.server, &v.host, &v.check), (&v.outcome, &v.code, &v.confidence, &v.because)))
        .collect();
    let note = |n: &Note| (n.id, n.detail.clone());
    let names: Vec<_> = report
        .names
        .iter()
        .map(|n| {
            let entries: Vec<_> =
                n.presented.iter().map(|p| (p.kind, &p.value, p.matches, p.reason, &p.labels, p.distance)).collect();
            (&n.server, &n.host, n.matched, entries, n.advice.as_ref().map(note))
        })
        .collect();
    let roles: Vec<_> = report.certificates.iter().map(|c| (&c.sha256, c.role, c.self_issued, c.self_signed)).collect();
    let differences: Vec<_> = report.differences.iter().map(|d| (d.field, &d.values, &d.odd)).collect();
    let findings: Vec<_> = report
        .findings
        .iter()
        .map(|f| (f.rule, &f.severity, &f.at, f.evidence.iter().map(|e| &e.value).collect::<Vec<_>>()))
        .collect();
    let steps: Vec<_> = report.diagnosis.steps.iter().map(|s| (&s.change, &s.proof)).collect();
    let answer =
        (&report.answer.severity, &report.answer.finding, &report.answer.target, &report.answer.server, &report.answer.host);
    [
        digest(&verdicts),
        digest(&(&report.servers, names, roles)),
        digest(&(findings, &report.rules, differences, &report.not_checked, report.given_up)),
        digest(&(&report.hosts, &report.scenes, &report.statements)),
        digest(&(steps, report.diagnosis.complete, answer)),
    ]
}
