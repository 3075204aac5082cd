//! What a diagnosis promises: every step's proof is what an inspection says with that step and those before it taken as
//! done, nothing that is accepted has a step, and what stays refused has a reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::report::{Diagnosis, Verdict};
use certlens::request::{Change, Edit, Host, HostEntry, HostUse, Input, Seat, SettingValue, Settings};
use certlens::{Report, Request, inspect};
use serde_json::Value;
use std::collections::BTreeSet;
use support::forge::{NOW, Pair};

type Key = (String, String, &'static str, &'static str, String);

fn key(v: &Verdict) -> Key {
    (v.scene.clone(), v.server.clone(), v.target, v.check, v.host.clone())
}

fn in_focus(diagnosis: &Diagnosis, verdict: &Verdict) -> bool {
    let focus = &diagnosis.focus;
    (focus.targets.is_empty() || focus.targets.iter().any(|t| t == verdict.target))
        && (focus.from != "clients" || verdict.check == "connect")
        && focus.scene.as_ref().is_none_or(|s| *s == verdict.scene)
        && focus.server.as_ref().is_none_or(|s| *s == verdict.server)
}

fn refused(report: &Report, diagnosis: &Diagnosis) -> Vec<Key> {
    report.verdicts.iter().filter(|v| v.outcome == "rejected" && in_focus(diagnosis, v)).map(key).collect()
}

/// Holds one report to what it promises; returns whether anything was refused in focus, and whether all of it is cured.
fn hold(name: &str, request: &Request) -> (bool, bool) {
    let report = inspect(request);
    let diagnosis = &report.diagnosis;
    let before = refused(&report, diagnosis);
    assert!(!before.is_empty() || diagnosis.steps.is_empty(), "{name}: nothing is refused in focus, and there are steps");
    assert_eq!(
        diagnosis.complete,
        diagnosis.reason.is_none(),
        "{name}: a reason where nothing is left, or none where something is"
    );
    if before.is_empty() {
        assert!(diagnosis.complete, "{name}: nothing is refused, and the diagnosis is not complete");
        return (false, true);
    }
    let told: BTreeSet<Key> =
        report.verdicts.iter().filter(|v| v.outcome == "undetermined" && in_focus(diagnosis, v)).map(key).collect();
    let mut done: Vec<Change> = Vec::new();
    let mut groups = BTreeSet::new();
    let mut last = before.len();
    let mut end = None;
    for step in &diagnosis.steps {
        let first = step.either.is_none_or(|group| groups.insert(group));
        // An alternative stands on the steps before its group: all that is done but the first of the group itself.
        let base = if first { done.len() } else { done.len() - 1 };
        let mut changes = done[..base].to_vec();
        changes.push(step.change.clone());
        let after = inspect(&Request { assume: changes, ..copy(request) });
        let accepted: BTreeSet<Key> = after.verdicts.iter().filter(|v| v.outcome == "accepted").map(key).collect();
        let turned = before.iter().filter(|k| accepted.contains(*k)).count();
        assert_eq!((step.proof.turned, step.proof.of), (turned, before.len()), "{name}: {}", step.id);
        let open = |v: &&Verdict| {
            in_focus(diagnosis, v) && (v.outcome == "rejected" || v.outcome == "undetermined" && before.contains(&key(v)))
        };
        let left: BTreeSet<Key> = after.verdicts.iter().filter(open).map(key).collect();
        let said: BTreeSet<Key> =
            step.proof.left.iter().map(|l| (l.scene.clone(), l.server.clone(), l.target, l.check, l.host.clone())).collect();
        assert_eq!(said, left, "{name}: {} leaves", step.id);
        if first {
            done.push(step.change.clone());
            // What cannot be told any more is no cure, whatever name it is asked by.
            let doubtful = |v: &&Verdict| in_focus(diagnosis, v) && v.outcome == "undetermined" && !told.contains(&key(v));
            last = left.len().max(after.verdicts.iter().filter(doubtful).count());
            end = Some(after);
        }
    }
    assert_eq!(diagnosis.complete, !diagnosis.steps.is_empty() && last == 0, "{name}: complete");
    if let Some(reason) = &diagnosis.reason {
        support::reasons::hold(name, reason, request, end.as_ref().unwrap_or(&report), diagnosis, &done);
    }
    (true, diagnosis.complete)
}

fn copy(request: &Request) -> Request {
    Request {
        inputs: request.inputs.clone(),
        hosts: request.hosts.clone(),
        targets: request.targets.clone(),
        now: request.now,
        settings: request.settings.clone(),
        observed: request.observed.clone(),
        focus: request.focus.clone(),
        ..Request::default()
    }
}

fn scenario(scenario: &Value, role: Option<HostUse>, targets: Option<&[&str]>) -> Request {
    let input = |file: &Value| {
        let name = file["file"].as_str().unwrap();
        let mut input = Input::default();
        input.name = name.rsplit('/').next().unwrap().to_owned();
        input.bytes = std::fs::read(support::corpus("scenarios").join(name)).unwrap();
        input.password = file["password"].as_str().map(str::to_owned);
        input.seat = (file["role"] == "trusted-root").then_some(Seat::Trust);
        input
    };
    let hosts = scenario["expected"]["hosts"].as_array().into_iter().flatten();
    Request {
        inputs: scenario["files"].as_array().unwrap().iter().map(input).collect(),
        hosts: hosts.map(|h| HostEntry::Host(Host { name: h["name"].as_str().unwrap().to_owned(), role })).take(2).collect(),
        targets: targets.map(|list| list.iter().map(|t| (*t).to_owned()).collect()),
        now: Some(1_795_435_200.0),
        ..Request::default()
    }
}

/// Of the refusals of one target, how many are cured completely at least.
const FLOOR: f64 = 0.90;

#[test]
fn every_proof_is_what_an_inspection_says() {
    let manifest = support::json(&support::corpus("scenarios").join("manifest.json"));
    let one: &[(&[&str], Option<HostUse>)] = &[
        (&["openssl"], None),
        (&["chrome"], None),
        (&["go"], None),
        (&["azure-application-gateway-v2"], Some(HostUse::BackendSetting)),
        (&["azure-application-gateway-listener"], None),
    ];
    let (mut ill, mut cured, mut open) = (0_u32, 0_u32, Vec::new());
    for case in manifest["scenarios"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        for (targets, role) in one {
            let (refused, complete) = hold(&format!("{id} {}", targets[0]), &scenario(case, *role, Some(targets)));
            ill += u32::from(refused);
            cured += u32::from(refused && complete);
            if refused && !complete {
                open.push(format!("{id} {}", targets[0]));
            }
        }
    }
    let share = f64::from(cured) / f64::from(ill);
    support::agreement::print("diagnosis, one target cured completely", ill as usize, cured as usize, 0, &open);
    assert!(share >= FLOOR, "{cured} of {ill}; not: {}", open.join(", "));
}

#[test]
fn proofs_hold_for_clients_in_general() {
    let manifest = support::json(&support::corpus("scenarios").join("manifest.json"));
    for case in manifest["scenarios"].as_array().unwrap().iter().step_by(7) {
        hold(case["id"].as_str().unwrap(), &scenario(case, None, None));
    }
}

/// Support stories with what has to come of them; `tests/package.test.mjs` judges those, this holds their proofs.
#[test]
fn proofs_hold_for_stories() {
    for (name, request) in support::requests::told("stories") {
        // Where another name is asked for, verdicts have other keys: the package's judge counts those.
        let report = inspect(&request);
        let asks = |change: &Change| format!("{change:?}").contains("Ask {");
        if !report.diagnosis.steps.iter().any(|s| asks(&s.change)) {
            hold(&name, &request);
        }
    }
}

/// Situations are read from files alone; those whose steps ask for other names have verdicts of other keys.
#[test]
fn proofs_hold_for_situations() {
    let (mut ill, mut cured) = (0_usize, 0_usize);
    for (name, request) in support::requests::situations() {
        let report = inspect(&request);
        let asks = |change: &Change| format!("{change:?}").contains("Ask {");
        if !report.diagnosis.steps.iter().any(|s| asks(&s.change)) {
            let (refused, complete) = hold(&name, &request);
            ill += usize::from(refused);
            cured += usize::from(refused && complete);
        }
    }
    support::agreement::print("diagnosis, situations cured completely", ill, cured, 0, &[]);
}

/// Server set-ups made at random and dialled by real programs: every so manieth of them, by one program each.
#[test]
fn proofs_hold_for_recorded_handshakes() {
    const EVERY: usize = 6;
    let targets = ["go", "openssl", "java", "chrome", "gnutls", "nginx-upstream", "python"];
    let cases = support::json(&support::corpus("handshakes").join("cases.json"));
    let (mut ill, mut cured, mut open) = (0_usize, 0_usize, Vec::new());
    for (n, case) in cases.as_array().unwrap().iter().step_by(EVERY).enumerate() {
        let target = targets[n % targets.len()];
        let pem = |field: &str| case[field].as_array().unwrap().iter().flat_map(|p| p.as_str().unwrap().bytes()).collect();
        let input = |name: &str, bytes: Vec<u8>, seat| {
            let mut input = Input::default();
            (input.name, input.bytes, input.seat) = (name.to_owned(), bytes, Some(seat));
            input
        };
        let request = Request {
            inputs: vec![input("chain.pem", pem("chain"), Seat::Server), input("roots.pem", pem("roots"), Seat::Trust)],
            hosts: case["hosts"].as_array().unwrap().iter().map(|h| HostEntry::from(h.as_str().unwrap())).collect(),
            targets: Some(vec![target.to_owned()]),
            now: Some(1_795_435_200.0),
            ..Request::default()
        };
        let name = format!("{} {target}", case["id"].as_str().unwrap());
        let (refused, complete) = hold(&name, &request);
        ill += usize::from(refused);
        cured += usize::from(refused && complete);
        if refused && !complete {
            let reason = inspect(&request).diagnosis.reason.unwrap_or_default();
            open.push(format!("{name}: {reason}"));
        }
    }
    support::agreement::print("diagnosis, recorded handshakes cured completely", ill, cured, 0, &open);
    assert!(cured * 10 >= ill * 9, "{cured} of {ill}; not: {}", open.join("\n"));
}

/// curl has one number for all that it minds about a certificate: what it says besides tells which.
#[test]
fn one_number_for_several_causes_is_told_apart_by_its_words() {
    let (root, other) = (Pair::root("Contoso Root"), Pair::root("Fabrikam Root"));
    let leaf = root.issue("app.contoso.internal", &["app.contoso.internal"]);
    let input = |name: &str, pem: &str, seat| {
        let mut input = Input::default();
        (input.name, input.bytes, input.seat) = (name.to_owned(), pem.as_bytes().to_vec(), Some(seat));
        input
    };
    let seen = |text: &str| {
        let request = Request {
            inputs: vec![input("chain.pem", &leaf.pem, Seat::Server), input("root.pem", &other.pem, Seat::Trust)],
            hosts: vec![HostEntry::from("app.contoso.internal")],
            now: Some(NOW),
            observed: vec![text.to_owned()],
            ..Request::default()
        };
        inspect(&request).observed[0].outcome
    };
    assert_eq!(seen("curl: (60) SSL certificate problem: unable to get local issuer certificate"), "explained");
    for other in [
        "curl: (60) SSL certificate problem: certificate has expired",
        "curl: (60) SSL: no alternative certificate subject name matches target ipv4 address '10.0.0.9'",
        "curl: (60) SSL: certificate subject name 'x.example' does not match target host name 'app.contoso.internal'",
    ] {
        assert_eq!(seen(other), "another", "{other}");
    }
}

#[test]
fn a_root_in_another_form_is_converted() {
    let root = Pair::root("Contoso Root");
    let mut input = Input::default();
    (input.name, input.bytes, input.seat) = ("root.cer".to_owned(), root.der, Some(Seat::Trust));
    let request = Request {
        inputs: vec![input],
        targets: Some(vec!["azure-application-gateway-trusted-root".to_owned()]),
        now: Some(NOW),
        ..Request::default()
    };
    assert_eq!(hold("root in DER", &request), (true, true));
    let report = inspect(&request);
    assert!(matches!(report.diagnosis.steps[0].change.edit, Edit::Convert { .. }));
    assert!(report.diagnosis.steps[0].commands[0].text.starts_with("openssl x509 -inform DER -in root.cer"));
}

#[test]
fn a_setting_that_is_assumed_is_in_force() {
    let manifest = support::json(&support::corpus("scenarios").join("manifest.json"));
    let case = manifest["scenarios"].as_array().unwrap().iter().find(|s| s["id"] == "right-chain").unwrap();
    let mut request = scenario(case, None, Some(&["azure-application-gateway-v2"]));
    let edit = Edit::Set {
        target: "azure-application-gateway-v2".to_owned(),
        setting: "trust".to_owned(),
        value: SettingValue::Text("well-known-ca".to_owned()),
        weakens: false,
    };
    let settings: Settings = [(
        "azure-application-gateway-v2".to_owned(),
        [("trust".to_owned(), SettingValue::Text("well-known-ca".to_owned()))].into(),
    )]
    .into();
    let by_hand = inspect(&Request { settings, ..copy(&request) });
    request.assume = vec![Change::everywhere(edit)];
    let assumed = inspect(&request);
    let said = |r: &Report| r.verdicts.iter().map(|v| (key(v), v.outcome, v.code.clone())).collect::<Vec<_>>();
    assert_eq!(said(&assumed), said(&by_hand));
}

/// A certificate that does not exist yet is read by every program as one that does.
#[test]
fn a_renewed_certificate_is_taken_by_every_client_that_took_the_old_one() {
    let manifest = support::json(&support::corpus("scenarios").join("manifest.json"));
    let all = |id: &str| manifest["scenarios"].as_array().unwrap().iter().find(|s| s["id"] == id).unwrap();
    let rsa = |id: &str| scenario(all(id), None, None);
    let root = Pair::root("Contoso Root");
    let input = |name: &str, pem: &str, seat| {
        let mut input = Input::default();
        (input.name, input.bytes, input.seat) = (name.to_owned(), pem.as_bytes().to_vec(), Some(seat));
        input
    };
    let elliptic = |years| {
        let shape = support::forge::Shape { years, ..support::forge::Shape::default() };
        let leaf = root.issue_shaped("app.contoso.internal", &["app.contoso.internal"], &shape);
        Request {
            inputs: vec![input("chain.pem", &leaf.pem, Seat::Server), input("root.pem", &root.pem, Seat::Trust)],
            hosts: vec![HostEntry::from("app.contoso.internal")],
            now: Some(NOW),
            ..Request::default()
        }
    };
    let accepts = |request: &Request| -> BTreeSet<&'static str> {
        let verdicts = inspect(request).verdicts;
        verdicts.into_iter().filter(|v| v.check == "connect" && v.outcome == "accepted").map(|v| v.target).collect()
    };
    for (sound, mut expired) in [(rsa("right-chain"), rsa("leaf-expired")), (elliptic(None), elliptic(Some((2024, 2025))))] {
        let renew = Edit::Renew { server: inspect(&expired).servers[0].id.clone() };
        expired.assume = vec![Change::everywhere(renew)];
        let (before, after) = (accepts(&sound), accepts(&expired));
        assert!(before.len() > 15, "{before:?}");
        let lost: Vec<_> = before.difference(&after).collect();
        assert!(lost.is_empty(), "refuse what was renewed: {lost:?}");
    }
}
