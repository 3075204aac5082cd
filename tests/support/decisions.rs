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
    let spelled = spelled(&all[0].request).map(|(name, request)| Asked { name, request, judged: true });
    all.extend(spelled.collect::<Vec<_>>());
    let with_evidence = [requests::scenarios(), requests::told("stories"), requests::told("reported"), requests::situations()];
    all.extend(with_evidence.into_iter().flatten().map(|(name, request)| Asked { name, request, judged: false }));
    all
}

/// A certificate that is asked for hosts as people type them, a dozen at a time.
fn spelled(of: &Request) -> impl Iterator<Item = (String, Request)> {
    let long = |label: usize| format!("{}.contoso.internal", "a".repeat(label));
    let deep = |length: usize| format!("{}a", "a.".repeat(length / 2));
    let limits = [long(63), long(64), deep(253), deep(255), long(2_000), long(5_000)];
    let all: Vec<String> = SPELLED.iter().map(|host| (*host).to_owned()).chain(limits).collect();
    let parts: Vec<Vec<String>> = all.chunks(12).map(<[String]>::to_vec).collect();
    let of = of.clone();
    parts.into_iter().enumerate().map(move |(n, hosts)| {
        (format!("spelled/{n}"), Request { hosts: hosts.iter().map(|h| h.as_str().into()).collect(), ..of.clone() })
    })
}

#[rustfmt::skip]
const SPELLED: &[&str] = &[
    // Quoted, with what cannot be seen, in lists.
    "\"app.contoso.internal\"", "'app.contoso.internal'", "`app.contoso.internal`", "<app.contoso.internal>", "<https://app.contoso.internal/>",
    "“app.contoso.internal”", "‘app.contoso.internal’", "„app.contoso.internal“", "«app.contoso.internal»", "app\u{200b}.contoso.internal",
    "\u{feff}app.contoso.internal", "\u{202a}app.contoso.internal\u{202c}", "app.contoso.internal\u{2060}", "\u{7f}app.contoso.internal",
    "  app.contoso.internal\t", "app.contoso.internal,", "app.contoso.internal;", "a b.contoso.internal", "a,b.contoso.internal", "a\u{200b}b", "",
    // Addresses of pages, mail addresses, ports, secrets, ranges.
    "https://app.contoso.internal:8443/x?y#z", "ldap+tls://app.contoso.internal", "ld ap://app.contoso.internal", "://app.contoso.internal",
    "//app.contoso.internal", "https://", "/", "https://user:secret@app.contoso.internal", "https://user@app.contoso.internal",
    "user@app.contoso.internal", "user:secret@app.contoso.internal", "app.contoso.internal:443", "app.contoso.internal:x", "app.contoso.internal:",
    ":443", "10.0.0.0/8", "10.0.0.4/", "10.0.0.4/x", "10.0.0.4/1x", "fd00::/64", "app.contoso.internal/24", "https://10.0.0.4/24",
    // Addresses.
    "10.0.0.4", "10.0.0.4:443", "10.0.0.4.", "[10.0.0.4]", "[fd00::4]", "[fd00::4]:443", "[fd00::4]x", "[fd00::4", "[fd00::4%eth0]", "fd00::4%eth0",
    "[app.contoso.internal]", "fd00:::4", "fd00::g", "::ffff:10.0.0.4", "a:b", "10.0.0.04", "10.0.0.08", "012.0.0.4", "0x0a.0.0.4", "0X0A000004",
    "0x", "0xg", "0", "00", "10.4", "10..4", "167772164", "4294967295", "4294967296", "256.0.0.1", "255.0.0.1", "10.0.0.256", "10.65535", "10.16777215",
    "10.16777216", "10.0.65536", "1.2.3.4.5", "+1.2.3.4", "app.contoso.0x1", "app.contoso.0xg", "app.contoso.08", "app.1", "app.1.", "a.",
    // Names that are none, and labels at their limits.
    "app.contoso.internal.", "app.contoso.internal..", ".", "..", ".contoso.internal", "-app.contoso.internal", "app-.contoso.internal",
    "a--b.contoso.internal", "app_1.contoso.internal", "*.contoso.internal", "a*.contoso.internal", "APP.Contoso.Internal", "app", "com", "co.uk",
    // International ones.
    "bücher.example", "BÜCHER.example", "bu\u{308}cher.example", "xn--bcher-kva.example", "XN--BCHER-KVA.example", "xn--a.example", "xn--.example",
    "xn--\u{e9}.example", "xn--app-.example", "faß.example", "βόλος.example", "ｅｘａｍｐｌｅ.com", "a。b．c｡d", "ſ.example", "µ.example", "ª.example",
    "º.example", "a\u{ad}b.example", "a\u{fe0f}b.example", "\u{301}a.example", "\u{93c}a.example", "\u{3099}a.example", "\u{20d0}a.example",
    "\u{64b}a.example", "\u{5bd}a.example", "\u{483}a.example", "\u{fe20}a.example", "\u{1ab0}a.example", "\u{1dc0}a.example", "\u{94d}a.example",
    "\u{309a}a.example", "a\u{200d}b.example", "a\u{85}b.example", "\u{430}pp.contoso.internal", "\u{3b1}pp.contoso.internal", "例え.テスト", "ß.ς.example",
];

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
