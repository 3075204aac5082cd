//! What real programs did at recorded servers (`tests/corpora/handshakes`, `handshakes-odd`, `handshakes-fresh`, `strictness`,
//! `third-party-verdicts`, `loads`), against what the rehearsals say.
//!
//! `CERTLENS_ONLY=go,java` looks at clients or targets of these names alone, `CERTLENS_CORPUS=strictness` at one corpus,
//! `CERTLENS_CASES=0,7` at these of its cases, row by row and without the floors, and `CERTLENS_LIST=1` prints every row that
//! differs. `CERTLENS_RAISE_FLOORS=1` writes better figures into `floors.tsv`. The rows that differ are listed (`support::rows`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::report::{Report, Verdict};
use certlens::request::{HostEntry, Request, Seat, SettingValue};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use support::file;
use support::rows::{self, Disagreements, LabEffects};

/// A recorded set of servers.
struct Corpus {
    name: &'static str,
    /// When the programs were run; cases with a time of their own say so.
    now: f64,
}

const CORPORA: [Corpus; 7] = [
    // 2026-11-23T12:00:00Z.
    Corpus { name: "handshakes", now: 1_795_435_200.0 },
    // 2026-11-28T14:21:29Z.
    Corpus { name: "handshakes-odd", now: 1_795_872_889.0 },
    Corpus { name: "strictness", now: 1_795_435_200.0 },
    Corpus { name: "third-party-verdicts", now: 1_795_435_200.0 },
    // 2026-11-28T23:55:00Z: servers that ask for client certificates.
    Corpus { name: CLIENT_AUTH, now: 1_795_910_100.0 },
    // 2026-11-28T23:40:00Z.
    Corpus { name: "handshakes-fresh", now: 1_795_909_200.0 },
    // 2026-11-29T13:04:00Z: pairs of files that servers load.
    Corpus { name: "loads", now: 1_795_957_440.0 },
];

/// Of this corpus a client shows the chain, and a server that asks for it has the roots.
const CLIENT_AUTH: &str = "client-auth";

/// A program of the recordings: its name there, the target, and the settings that stand for it.
struct Client {
    name: &'static str,
    target: &'static str,
    settings: &'static [(&'static str, Setting)],
}

#[derive(Clone, Copy)]
enum Setting {
    Is(&'static str),
    On,
    Number(f64),
}

const fn client(name: &'static str, target: &'static str, settings: &'static [(&'static str, Setting)]) -> Client {
    Client { name, target, settings }
}

const CLIENTS: [Client; 58] = [
    client("openssl", "openssl", &[("version", Setting::Is("3"))]),
    client("curl", "curl", &[]),
    client("python", "python", &[("version", Setting::Is("3.11"))]),
    client("node", "nodejs", &[]),
    client("nginx", "nginx-upstream", &[("version", Setting::Is("1.22")), ("depth", Setting::Number(8.0))]),
    client("haproxy-up", "haproxy-upstream", &[]),
    client("go", "go", &[]),
    client("java", "java", &[("version", Setting::Is("17"))]),
    client("gnutls", "gnutls", &[]),
    client("chromium", "chrome", &[]),
    client("firefox", "firefox", &[]),
    client("nginx-load", "nginx-server", &[]),
    client("haproxy-load", "haproxy-server", &[]),
    client("openssl-strict", "openssl", &[("version", Setting::Is("3")), ("strict", Setting::On)]),
    client("python313", "python", &[("version", Setting::Is("3.13"))]),
    client("java25", "java", &[("version", Setting::Is("25"))]),
    client("openssl-partial", "openssl", &[("version", Setting::Is("3")), ("partialChain", Setting::On)]),
    client("openssl35", "openssl", &[("version", Setting::Is("3.5"))]),
    client("openssl4", "openssl", &[("version", Setting::Is("4.0"))]),
    client("openssl4-strict", "openssl", &[("version", Setting::Is("4.0")), ("strict", Setting::On)]),
    client("node24", "nodejs", &[("version", Setting::Is("24"))]),
    client("openssl-verify", "openssl", &[("version", Setting::Is("3")), ("securityLevel", Setting::Number(0.0))]),
    client("certtool", "gnutls", &[]),
    client("psql", "libpq", &[]),
    client("php", "php", &[]),
    client("ruby", "ruby", &[]),
    client("perl", "perl", &[]),
    client("wget", "wget", &[]),
    client("git", "git", &[]),
    client("mysql", "mysql-client", &[]),
    client("ldap", "ldap", &[]),
    client("erlang", "erlang", &[]),
    client("erlang-https", "erlang", &[("hostnames", Setting::Is("https"))]),
    client("rustls", "rustls", &[("provider", Setting::Is("ring"))]),
    client("openssl-clients", "openssl-client-auth", &[]),
    client("nginx-clients", "nginx-client-auth", &[]),
    client("apache-clients", "apache-client-auth", &[("depth", Setting::Number(2.0))]),
    client("haproxy-clients", "haproxy-client-auth", &[]),
    client("postgresql-clients", "postgresql-client-auth", &[]),
    client("node-clients", "nodejs-client-auth", &[]),
    client("go-clients", "go-client-auth", &[]),
    client("java-clients", "java-client-auth", &[("version", Setting::Is("17"))]),
    client("apache-load", "apache-server", &[]),
    client("mosquitto-load", "mosquitto-server", &[]),
    client("registry-load", "docker-registry-server", &[]),
    client("caddy-load", "caddy-server", &[]),
    client("postgresql-load", "postgresql-server", &[]),
    client("mariadb-load", "mysql-server", &[]),
    client("postfix-load", "postfix-server", &[]),
    client("dovecot-load", "dovecot-server", &[]),
    client("rabbitmq-load", "rabbitmq-server", &[]),
    client("rabbitmq-clients", "rabbitmq-client-auth", &[]),
    client("envoy-clients", "envoy-client-auth", &[]),
    client("envoy-up", "envoy-upstream", &[]),
    client("apache-up", "apache-proxy", &[("depth", Setting::Number(8.0))]),
    client("openssl102", "openssl-1-0", &[]),
    client("mysql-connector", "mysql-client", &[("version", Setting::Is("mysql"))]),
    client("git-openssl", "curl", &[]),
];

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// PEM texts of a field, one after the other.
fn pem(case: &Value, field: &str) -> Vec<u8> {
    case[field].as_array().unwrap().iter().flat_map(|p| p.as_str().unwrap().bytes()).collect()
}

fn request(corpus: &Corpus, case: &Value) -> Request {
    let hosts = case["hosts"].as_array().unwrap().iter();
    let (own, trusted) = if corpus.name == CLIENT_AUTH { (Seat::Client, Seat::ClientCa) } else { (Seat::Server, Seat::Trust) };
    // Files as they are, an octet a character.
    let octets = |field: &str| text(case, field).chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let certificates = if case["cert"].is_string() { octets("cert") } else { pem(case, "chain") };
    let mut inputs = vec![file("chain.pem", certificates, own)];
    // An empty file is one too.
    if case["cert"].is_string() || !text(case, "key").is_empty() {
        inputs.push(file("server.key", octets("key"), own));
    }
    if case["roots"].as_array().is_some_and(|roots| !roots.is_empty()) {
        inputs.push(file("roots.pem", pem(case, "roots"), trusted));
    }
    Request {
        inputs,
        hosts: hosts.map(|h| HostEntry::from(h.as_str().unwrap())).collect(),
        now: Some(case["now"].as_f64().unwrap_or(corpus.now)),
        ..Request::default()
    }
}

/// The case under several clients at once, each with its settings; no two of one target.
fn under(request: &Request, clients: &[&Client]) -> Report {
    let mut request = request.clone();
    request.targets = Some(clients.iter().map(|c| c.target.to_owned()).collect());
    for client in clients {
        let values = client.settings.iter().map(|(id, value)| {
            let value = match *value {
                Setting::Is(word) => SettingValue::Text(word.to_owned()),
                Setting::On => SettingValue::Bool(true),
                Setting::Number(n) => SettingValue::Number(n),
            };
            ((*id).to_owned(), value)
        });
        request.settings.insert(client.target.to_owned(), values.collect());
    }
    certlens::inspect(&request)
}

/// The verdict for a host as typed; verdicts of programs that load a file have none.
fn verdict<'a>(report: &'a Report, target: &str, typed: &str) -> Option<&'a Verdict> {
    let name = report.hosts.iter().find(|h| h.typed == typed).map_or("", |h| h.name.as_str());
    let of_target = || report.verdicts.iter().filter(|v| v.target == target);
    of_target().find(|v| v.host == name).or_else(|| of_target().find(|v| v.host.is_empty()))
}

/// The recorded code as the contract writes it; `None` where the program had none.
fn expected(client: &str, recorded: &str) -> Option<String> {
    let code = match client {
        "apache-load" => recorded.split(' ').next().unwrap_or_default(),
        "mysql-connector" | "git-openssl" => "",
        _ if client.ends_with("-load") => "",
        "gnutls" | "certtool" => recorded.strip_prefix("The certificate is NOT trusted.").unwrap_or(recorded).trim(),
        "go" | "java" | "java25" | "node" | "chromium" | "firefox" | "go-clients" | "node-clients" => recorded,
        _ => recorded.split(' ').next().unwrap_or_default(),
    };
    (!matches!(code, "" | "OK" | "other")).then(|| code.to_owned())
}

/// Counts per client.
#[derive(Clone, Copy, Default)]
struct Tally {
    rows: usize,
    outcomes: usize,
    coded: usize,
    codes: usize,
    undetermined: usize,
    /// The program refuses, and the rehearsal accepts.
    wrongly_accepted: usize,
}

/// What a client must reach in a corpus (`tests/corpora/floors.tsv`): the figures only ever rise, and wrong acceptances only
/// ever fall.
#[derive(Clone, Copy, Default)]
struct Floor {
    /// Hundredths of a percent.
    outcome: usize,
    code: usize,
    wrongly_accepted: usize,
}

/// `part` of `whole` in hundredths of a percent.
fn share(part: usize, whole: usize) -> usize {
    (part * 10_000).checked_div(whole).unwrap_or(10_000)
}

fn percent(hundredths: usize) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// By corpus and client.
type Floors = BTreeMap<(String, String), Floor>;

/// Writes the figures down where they are better than before.
fn raise(mut floors: Floors, reached: &Floors) {
    for (key, new) in reached {
        let old = floors.get(key).copied().unwrap_or(Floor { wrongly_accepted: usize::MAX, ..Floor::default() });
        let floor = Floor {
            outcome: new.outcome.max(old.outcome),
            code: new.code.max(old.code),
            wrongly_accepted: new.wrongly_accepted.min(old.wrongly_accepted),
        };
        floors.insert(key.clone(), floor);
    }
    let mut text = String::from("# corpus\tclient\toutcome\tcode\twrongly accepted\n");
    for ((corpus, client), f) in &floors {
        text += &format!("{corpus}\t{client}\t{}\t{}\t{}\n", percent(f.outcome), percent(f.code), f.wrongly_accepted);
    }
    std::fs::write(support::corpus("floors.tsv"), text).unwrap();
}

fn floors() -> Floors {
    let hundredths = |figure: &str| {
        let (whole, part) = figure.split_once('.').expect("two decimals");
        whole.parse::<usize>().unwrap() * 100 + part.parse::<usize>().unwrap()
    };
    rows::table("floors.tsv")
        .into_iter()
        .map(|l| {
            let floor = Floor { outcome: hundredths(&l[2]), code: hundredths(&l[3]), wrongly_accepted: l[4].parse().unwrap() };
            ((l[0].clone(), l[1].clone()), floor)
        })
        .collect()
}

fn wanted() -> impl Fn(&Client) -> bool {
    let only = std::env::var("CERTLENS_ONLY").ok();
    move |client: &Client| only.as_deref().is_none_or(|list| list.split(',').any(|o| o == client.name || o == client.target))
}

/// The numbers of the cases that are looked at, where not all are.
fn some_cases() -> Option<BTreeSet<usize>> {
    let list = std::env::var("CERTLENS_CASES").ok()?;
    Some(list.split(',').map(|n| n.parse().expect("a number")).collect())
}

/// Clients that can be asked together: one of each target.
fn rounds(wanted: impl Fn(&Client) -> bool) -> Vec<Vec<&'static Client>> {
    let mut rounds: Vec<Vec<&Client>> = Vec::new();
    for client in CLIENTS.iter().filter(|c| wanted(c)) {
        match rounds.iter_mut().find(|round| round.iter().all(|c| c.target != client.target)) {
            Some(round) => round.push(client),
            None => rounds.push(vec![client]),
        }
    }
    rounds
}

/// What a comparison brings: rows that differ, figures that are too low, figures that were reached.
struct Outcome {
    disagreements: Disagreements,
    failures: Vec<String>,
    reached: Floors,
    /// Cases that were looked at, where not all were.
    cases: Option<BTreeSet<String>>,
}

fn compare(corpus: &Corpus, floors: &Floors, out: &mut Outcome) {
    let folder = support::corpus(corpus.name);
    let cases = support::json(&folder.join("cases.json"));
    let outcomes: Vec<Value> = std::fs::read_to_string(folder.join("outcomes.jsonl"))
        .unwrap()
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let recorded: BTreeSet<&str> = outcomes.iter().map(|row| text(row, "client")).collect();
    let mut lab = LabEffects::of(corpus.name);
    let wanted = wanted();
    let some = some_cases();
    let all = cases.as_array().unwrap().iter().enumerate();
    let cases: Vec<&Value> = all.filter(|(n, _)| some.as_ref().is_none_or(|some| some.contains(n))).map(|(_, c)| c).collect();
    out.cases = some.map(|_| cases.iter().map(|c| text(c, "id").to_owned()).collect());
    let mut reports: BTreeMap<(&str, &str), std::rc::Rc<Report>> = BTreeMap::new();
    for round in rounds(|c| recorded.contains(c.name) && wanted(c)) {
        for case in cases.iter().copied() {
            let report = std::rc::Rc::new(under(&request(corpus, case), &round));
            for client in &round {
                reports.insert((client.name, text(case, "id")), report.clone());
            }
        }
    }
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut differing: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in &outcomes {
        let (case, name, host) = (text(row, "case"), text(row, "client"), text(row, "host"));
        let client = CLIENTS.iter().find(|c| c.name == name).unwrap_or_else(|| panic!("unknown client {name}"));
        if !wanted(client) || out.cases.as_ref().is_some_and(|cases| !cases.contains(case)) {
            continue;
        }
        if lab.explain(corpus.name, name, case) {
            continue;
        }
        let target = client.target;
        let said = verdict(&reports[&(name, case)], target, host);
        let said_nothing = ("no verdict", None);
        let (outcome, code) = said.map_or(said_nothing, |v| (v.outcome, v.code.clone()));
        let ok = row["ok"].as_bool().unwrap();
        let want = expected(name, text(row, "code"));
        let tally = tallies.entry(client.name).or_default();
        let agrees = outcome == if ok { "accepted" } else { "rejected" };
        let coded = ok || want.is_some();
        let same_code = agrees && (code == want || !ok && want.is_none());
        tally.rows += 1;
        tally.outcomes += usize::from(agrees);
        tally.undetermined += usize::from(outcome == "undetermined");
        tally.wrongly_accepted += usize::from(!ok && outcome == "accepted");
        tally.coded += usize::from(coded);
        tally.codes += usize::from(coded && same_code);
        if !same_code {
            let said = [outcome, code.as_deref().unwrap_or_default()].join(" ");
            let recorded = text(row, "code");
            out.disagreements.add([corpus.name, name, case, host], recorded, said.trim_end());
            let line = format!("{case} {host}: recorded {recorded:?}, said {said}");
            differing.entry(client.name).or_default().push(line);
        }
    }
    if out.cases.is_some() {
        return;
    }
    println!(
        "{:22} {:16} {:>5} {:>9} {:>9} {:>16} {:>12}",
        "corpus", "client", "rows", "outcome", "code", "wrongly accepted", "undetermined"
    );
    for (name, t) in &tallies {
        let (outcome, code) = (share(t.outcomes, t.rows), share(t.codes, t.coded));
        println!(
            "{:22} {name:16} {:5} {:>7} % {:>7} % {:16} {:12}",
            corpus.name,
            t.rows,
            percent(outcome),
            percent(code),
            t.wrongly_accepted,
            t.undetermined
        );
        let rows = differing.remove(name).unwrap_or_default();
        let decided = t.rows - t.undetermined;
        let line = format!("{}/{name}", corpus.name);
        let (agreeing, open) = (t.outcomes.min(decided), t.undetermined);
        support::agreement::print(&format!("{line}, outcome"), t.rows, agreeing, open, &rows);
        if t.coded > 0 {
            support::agreement::print(&format!("{line}, code"), t.coded, t.codes, 0, &[]);
        }
        let key = (corpus.name.to_owned(), (*name).to_owned());
        let floor = floors.get(&key).copied().unwrap_or_default();
        out.reached.insert(key, Floor { outcome, code, wrongly_accepted: t.wrongly_accepted });
        if outcome < floor.outcome || code < floor.code || t.wrongly_accepted > floor.wrongly_accepted {
            out.failures.push(format!(
                "{line}: outcome {} (floor {}), code {} (floor {}), wrongly accepted {} (at most {})",
                percent(outcome),
                percent(floor.outcome),
                percent(code),
                percent(floor.code),
                t.wrongly_accepted,
                floor.wrongly_accepted
            ));
        }
    }
    let clients: BTreeSet<&str> = tallies.keys().copied().collect();
    let asked: BTreeSet<&str> = recorded.into_iter().filter(|n| CLIENTS.iter().any(|c| c.name == *n && wanted(c))).collect();
    assert_eq!(clients, asked, "{}: a client of the recording was not compared", corpus.name);
    let idle = lab.idle(|c| asked.contains(c) || c == "*" && asked.len() > 1);
    assert!(idle.is_empty(), "no such rows in the recording: {idle:?}");
}

#[test]
fn rehearsals_agree_with_recorded_handshakes() {
    let floors = floors();
    let only = std::env::var("CERTLENS_CORPUS").ok();
    let chosen = |name: &str| CORPORA.iter().any(|c| c.name == name) && only.as_deref().is_none_or(|o| o == name);
    let mut out = Outcome { disagreements: Disagreements::read(), failures: Vec::new(), reached: BTreeMap::new(), cases: None };
    for corpus in CORPORA.iter().filter(|c| chosen(c.name)) {
        compare(corpus, &floors, &mut out);
    }
    if std::env::var_os("CERTLENS_RAISE_FLOORS").is_some() {
        raise(floors, &out.reached);
    }
    let wanted = wanted();
    let asked = |client: &str| CLIENTS.iter().any(|c| c.name == client && wanted(c));
    let mut failures = out.failures;
    let cases = out.cases;
    let looked_at = |case: &str| cases.as_ref().is_none_or(|cases| cases.contains(case));
    failures.extend(out.disagreements.finish(|corpus, client, case| chosen(corpus) && asked(client) && looked_at(case)));
    assert!(failures.is_empty(), "below what was reached before, or not as listed:\n{}", failures.join("\n"));
}

/// The verdict's outcome and code under settings of one target.
fn with_settings(case: &str, target: &str, typed: &str, settings: &[(&str, SettingValue)]) -> (&'static str, Option<String>) {
    let corpus = &CORPORA[0];
    let cases = support::json(&support::corpus(corpus.name).join("cases.json"));
    let case = cases.as_array().unwrap().iter().find(|c| text(c, "id") == case).unwrap();
    let mut request = request(corpus, case);
    request.targets = Some(vec![target.to_owned()]);
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
    assert_eq!(with_settings("dev-224", "openssl", app, &[("version", word("3"))]), ("accepted", None));
    assert_eq!(with_settings("dev-224", "openssl", app, &[("version", word("4.1"))]), rejected("62"));
    // Trust in an intermediate that has no keyUsage.
    assert_eq!(with_settings("dev-031", "openssl", app, &[]), rejected("2"));
    assert_eq!(with_settings("dev-031", "openssl", app, &[("partialChain", on.clone())]), ("accepted", None));
    assert_eq!(with_settings("dev-031", "openssl", app, &[("partialChain", on.clone()), ("strict", on)]), rejected("92"));
    assert_eq!(with_settings("dev-031", "python", app, &[("version", word("3.11"))]), rejected("2"));
    assert_eq!(with_settings("dev-031", "python", app, &[("version", word("3.13"))]), rejected("92"));
    // RSA 1024.
    let level = [("securityLevel", SettingValue::Number(1.0))];
    assert_eq!(with_settings("dev-014", "openssl", "b.contoso.internal", &[]), rejected("66"));
    assert_eq!(with_settings("dev-014", "openssl", "b.contoso.internal", &level), ("accepted", None));
    // Three intermediates where nginx's default depth follows one.
    let depth = |n: f64| [("depth", SettingValue::Number(n))];
    assert_eq!(with_settings("dev-237", "nginx-upstream", app, &depth(8.0)), ("accepted", None));
    assert_eq!(with_settings("dev-237", "nginx-upstream", app, &depth(1.0)).0, "rejected");
}
