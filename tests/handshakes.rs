//! What real programs did at 236 servers (`tests/corpora/handshakes`), against what the rehearsals say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::report::{Report, Verdict};
use certlens::request::{HostEntry, Input, Request, Seat, SettingValue};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// 2026-11-23T12:00:00Z, when the programs were run.
const NOW: f64 = 1_795_435_200.0;

/// Client of the recording, target id.
const CLIENTS: [(&str, &str); 12] = [
    ("openssl", "openssl"),
    ("curl", "curl"),
    ("python", "python"),
    ("node", "nodejs"),
    ("nginx", "nginx-upstream"),
    ("go", "go"),
    ("java", "java"),
    ("gnutls", "gnutls"),
    ("chromium", "chrome"),
    ("firefox", "firefox"),
    ("nginx-load", "nginx-server"),
    ("haproxy-load", "haproxy-server"),
];

/// Rows on which we disagree with a program: target, case, host, reason. A row that is not listed fails the test, and so
/// does one that no longer disagrees.
const EXCEPTIONS: [(&str, &str, &str, &str); 0] = [];

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// PEM texts of a field, one after the other.
fn pem(case: &Value, field: &str) -> Vec<u8> {
    case[field].as_array().unwrap().iter().flat_map(|p| p.as_str().unwrap().bytes()).collect()
}

fn request(case: &Value) -> Request {
    let input =
        |name: &str, bytes: Vec<u8>, seat| Input { name: name.into(), bytes, password: None, seat: Some(seat), server: None };
    let hosts = case["hosts"].as_array().unwrap().iter();
    Request {
        inputs: vec![
            input("chain.pem", pem(case, "chain"), Seat::Server),
            input("server.key", text(case, "key").as_bytes().to_vec(), Seat::Server),
            input("roots.pem", pem(case, "roots"), Seat::Trust),
        ],
        hosts: hosts.map(|h| HostEntry::from(h.as_str().unwrap())).collect(),
        targets: Some(CLIENTS.iter().map(|(_, target)| (*target).to_owned()).collect()),
        now: Some(NOW),
        ..Request::default()
    }
}

/// The verdict for a host as typed; verdicts of programs that load a file have none.
fn verdict<'a>(report: &'a Report, target: &str, typed: &str) -> Option<&'a Verdict> {
    let name = report.hosts.iter().find(|h| h.typed == typed).map_or("", |h| h.name.as_str());
    report.verdicts.iter().find(|v| v.target == target && v.host == name)
}

/// The recorded code as the contract writes it; `None` where the program had none.
fn expected(client: &str, recorded: &str) -> Option<String> {
    let code = match client {
        "openssl" | "curl" | "python" | "nginx" => recorded.split(' ').next().unwrap_or_default(),
        "gnutls" => recorded.strip_prefix("The certificate is NOT trusted. ").unwrap_or(recorded),
        "nginx-load" | "haproxy-load" => "",
        _ => recorded,
    };
    (!matches!(code, "" | "OK" | "other")).then(|| code.to_owned())
}

/// Counts per target.
#[derive(Default)]
struct Tally {
    rows: usize,
    outcomes: usize,
    coded: usize,
    codes: usize,
    undetermined: usize,
}

/// `part` of `whole` in hundredths of a percent.
fn share(part: usize, whole: usize) -> usize {
    (part * 10_000).checked_div(whole).unwrap_or(10_000)
}

#[test]
fn rehearsals_agree_with_recorded_handshakes() {
    let folder = support::corpus("handshakes");
    let cases = support::json(&folder.join("cases.json"));
    let reports: BTreeMap<&str, Report> =
        cases.as_array().unwrap().iter().map(|c| (text(c, "id"), certlens::inspect(&request(c)))).collect();
    let outcomes = std::fs::read_to_string(folder.join("outcomes.jsonl")).unwrap();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut disagreements: BTreeSet<(&str, String, String)> = BTreeSet::new();
    for line in outcomes.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let (case, client, host) = (text(&row, "case"), text(&row, "client"), text(&row, "host"));
        let (_, target) = CLIENTS.iter().find(|(c, _)| *c == client).unwrap_or_else(|| panic!("unknown client {client}"));
        let said = verdict(&reports[case], target, host).unwrap_or_else(|| panic!("no verdict: {target} {case} {host:?}"));
        let ok = row["ok"].as_bool().unwrap();
        let want = expected(client, text(&row, "code"));
        let tally = tallies.entry(target).or_default();
        let outcome = said.outcome == if ok { "accepted" } else { "rejected" };
        let code = outcome && (said.code == want || !ok && want.is_none());
        let coded = ok || want.is_some();
        tally.rows += 1;
        tally.outcomes += usize::from(outcome);
        tally.undetermined += usize::from(said.outcome == "undetermined");
        tally.coded += usize::from(coded);
        tally.codes += usize::from(coded && code);
        if !code {
            println!("{target} {case} {host}: recorded {:?}, said {} {:?}", text(&row, "code"), said.outcome, said.code);
            disagreements.insert((target, case.to_owned(), host.to_owned()));
        }
    }
    println!("{:16} {:>5} {:>9} {:>9} {:>12}", "target", "rows", "outcome", "code", "undetermined");
    for (target, t) in &tallies {
        let (outcome, code, open) = (share(t.outcomes, t.rows), share(t.codes, t.coded), share(t.undetermined, t.rows));
        println!(
            "{target:16} {:5} {:6}.{:02} % {:5}.{:02} % {:9}.{:02} %",
            t.rows,
            outcome / 100,
            outcome % 100,
            code / 100,
            code % 100,
            open / 100,
            open % 100
        );
        let rows: Vec<String> = disagreements.iter().filter(|d| d.0 == *target).map(|d| format!("{} {}", d.1, d.2)).collect();
        let decided = t.rows - t.undetermined;
        support::agreement::print(
            &format!("handshakes/{target}, outcome"),
            t.rows,
            t.outcomes.min(decided),
            t.undetermined,
            &rows,
        );
        if t.coded > 0 {
            support::agreement::print(&format!("handshakes/{target}, code"), t.coded, t.codes, 0, &[]);
        }
        assert!(outcome >= 9950, "{target}: outcomes agree too rarely");
        assert!(code >= 9800, "{target}: codes agree too rarely");
        assert!(open < 50, "{target}: too often undetermined");
    }
    assert_eq!(tallies.len(), CLIENTS.len(), "a client of the recording was not compared");
    let listed: BTreeSet<(&str, String, String)> =
        EXCEPTIONS.iter().map(|(t, c, h, _)| (*t, (*c).to_owned(), (*h).to_owned())).collect();
    assert_eq!(disagreements, listed, "disagreements on the left, the list of exceptions on the right");
}

/// The verdict's outcome and code under settings of one target.
fn under(case: &str, target: &str, typed: &str, settings: &[(&str, SettingValue)]) -> (&'static str, Option<String>) {
    let cases = support::json(&support::corpus("handshakes").join("cases.json"));
    let case = cases.as_array().unwrap().iter().find(|c| text(c, "id") == case).unwrap();
    let mut request = request(case);
    let settings = settings.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect();
    request.settings = BTreeMap::from([(target.to_owned(), settings)]);
    let report = certlens::inspect(&request);
    let said = verdict(&report, target, typed).unwrap();
    (said.outcome, said.code.clone())
}

/// What the settings of OpenSSL and Python change, as `openssl verify` 3.0.19 says with the same options; the name
/// check of 4.1 as its source says.
#[test]
fn settings_change_the_verdict() {
    let (on, app) = (SettingValue::Bool(true), "app.contoso.internal");
    let word = |w: &str| SettingValue::Text(w.to_owned());
    let rejected = |code: &str| ("rejected", Some(code.to_owned()));
    // A commonName and no subjectAltName.
    assert_eq!(under("dev-224", "openssl", app, &[]), ("accepted", None));
    assert_eq!(under("dev-224", "openssl", app, &[("version", word("4.1"))]), rejected("62"));
    // Trust in an intermediate that has no keyUsage.
    assert_eq!(under("dev-031", "openssl", app, &[]), rejected("2"));
    assert_eq!(under("dev-031", "openssl", app, &[("partialChain", on.clone())]), ("accepted", None));
    assert_eq!(under("dev-031", "openssl", app, &[("partialChain", on.clone()), ("strict", on)]), rejected("92"));
    assert_eq!(under("dev-031", "python", app, &[]), rejected("2"));
    assert_eq!(under("dev-031", "python", app, &[("version", word("3.13"))]), rejected("92"));
    // RSA 1024.
    let level = [("securityLevel", SettingValue::Number(1.0))];
    assert_eq!(under("dev-014", "openssl", "b.contoso.internal", &[]), rejected("66"));
    assert_eq!(under("dev-014", "openssl", "b.contoso.internal", &level), ("accepted", None));
    // Three intermediates where nginx's default depth follows one.
    let depth = [("depth", SettingValue::Number(1.0))];
    assert_eq!(under("dev-237", "nginx-upstream", app, &[]), ("accepted", None));
    assert_eq!(under("dev-237", "nginx-upstream", app, &depth).0, "rejected");
}
