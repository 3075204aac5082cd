//! Every support desk scenario: what has to be reported is, what would be a false alarm is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::report::Finding;
use certlens::request::{Input, Seat};
use certlens::signature::{Verification, verify};
use certlens::{Report, Request, inspect, prepare};
use serde_json::Value;

/// What the manifest's codes mean, as rules: any of them says it.
const MEANINGS: &[(&str, &[&str])] = &[
    ("ORDER_WRONG", &["chain-order-wrong"]),
    ("ROOT_INCLUDED", &["root-in-bundle"]),
    ("INTERMEDIATE_MISSING", &["issuer-missing"]),
    ("ISSUER_KEY_MISMATCH", &["issuer-key-mismatch"]),
    ("DUPLICATE_CERT", &["duplicate-certificate"]),
    ("UNRELATED_CHAINS", &["unrelated-chains"]),
    ("MULTIPLE_LEAVES", &["several-end-entity-certificates"]),
    ("MULTIPLE_PATHS", &["several-paths"]),
    ("ROOT_MISMATCH", &["anchor-mismatch"]),
    ("TRUSTED_CERT_IS_NOT_A_ROOT", &["trust-input-not-a-root"]),
    ("LEAF_EXPIRED", &["end-entity-expired"]),
    ("INTERMEDIATE_EXPIRED", &["issuer-expired"]),
    ("ROOT_EXPIRED", &["anchor-expired"]),
    ("LEAF_NOT_YET_VALID", &["not-yet-within-validity"]),
    ("LEAF_EXPIRES_SOON", &["end-entity-expires-soon"]),
    ("LIFETIME_TOO_LONG", &["lifetime-too-long"]),
    ("NO_SAN", &["subject-alt-name-absent"]),
    ("CN_NOT_IN_SAN", &["common-name-not-in-san"]),
    ("HOSTNAME_MISMATCH", &["hostname-mismatch"]),
    ("WILDCARD_DEPTH", &["wildcard-depth"]),
    ("WILDCARD_INVALID", &["wildcard-form"]),
    ("WILDCARD_PUBLIC_SUFFIX", &["wildcard-public-suffix"]),
    ("IP_NOT_IN_SAN", &["ip-not-in-san"]),
    ("IP_AS_DNSNAME", &["ip-as-dns-name"]),
    ("SAN_INVALID_DNSNAME", &["dns-name-malformed"]),
    ("UNDERSCORE_IN_DNSNAME", &["dns-name-underscore"]),
    ("SELF_SIGNED_LEAF", &["self-signed-end-entity"]),
    ("KEY_MISMATCH", &["key-mismatch"]),
    ("WEAK_KEY", &["weak-key"]),
    ("WEAK_SIGNATURE", &["weak-signature"]),
    ("NOT_A_CA", &["issuer-not-a-ca"]),
    ("CA_KEY_USAGE", &["issuer-key-usage"]),
    ("PATHLEN_EXCEEDED", &["path-length-exceeded"]),
    ("NAME_CONSTRAINT_VIOLATION", &["name-constraint-violated"]),
    ("EKU_NO_SERVERAUTH", &["eku-server-auth-missing"]),
    ("CA_EKU_NO_SERVERAUTH", &["issuer-eku-server-auth-missing"]),
    ("KEY_USAGE", &["key-usage-unsuitable"]),
    ("UNKNOWN_CRITICAL_EXTENSION", &["unknown-critical-extension"]),
    ("NO_LEAF", &["end-entity-missing"]),
    ("PRECERTIFICATE", &["precertificate"]),
    ("UNCOMMON_ALGORITHM", &["uncommon-algorithm"]),
    ("PEM_DAMAGED_REPAIRED", &["input-repaired"]),
    ("PEM_LABEL_MISMATCH", &["pem-label-mismatch"]),
    ("PEM_TRUNCATED", &["pem-truncated"]),
    ("CERT_DAMAGED", &["certificate-damaged"]),
    ("TRAILING_DATA", &["trailing-data"]),
    ("SIGNATURE_INVALID", &["signature-invalid"]),
    ("KEY_IN_BUNDLE", &["key-in-bundle"]),
    ("KEY_ENCRYPTED", &["key-encrypted"]),
    ("PUBLIC_KEY_ONLY", &["public-key-only"]),
    ("REVOKED_BY_SUPPLIED_CRL", &["revoked"]),
    ("NO_CERTIFICATE", &["no-certificate"]),
];

/// Known disagreements with the manifest: scenario, code, reason. An unlisted one fails the test, and so does one that
/// no longer occurs.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

fn scenarios() -> (Value, f64) {
    let manifest = support::json(&support::corpus("scenarios").join("manifest.json"));
    assert_eq!(manifest["eval_time"], "2026-11-23T12:00:00Z");
    (manifest, 1_795_435_200.0)
}

/// The scenario as a person would enter it.
fn request(scenario: &Value, now: f64) -> Request {
    let inputs = scenario["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            let name = file["file"].as_str().unwrap();
            let mut input = Input::default();
            input.name = name.rsplit('/').next().unwrap().to_owned();
            input.bytes = std::fs::read(support::corpus("scenarios").join(name)).unwrap();
            input.password = file["password"].as_str().map(str::to_owned);
            input.seat = Some(if file["role"] == "trusted-root" { Seat::Trust } else { Seat::Server });
            input
        })
        .collect();
    let hosts = scenario["expected"]["hosts"].as_array().into_iter().flatten();
    Request { inputs, hosts: hosts.map(|h| h["name"].as_str().unwrap().into()).collect(), now: Some(now), ..Request::default() }
}

fn rules_of(code: &str) -> &'static [&'static str] {
    MEANINGS.iter().find(|(c, _)| *c == code).unwrap_or_else(|| panic!("no rule for {code}")).1
}

/// Hosts that are typed as a negative control are right to be reported: what must not be reported is a mismatch of a
/// name that matches.
fn false_alarm(code: &str, finding: &Finding, scenario: &Value) -> bool {
    if !rules_of(code).contains(&finding.rule) {
        return false;
    }
    let hosts = scenario["expected"]["hosts"].as_array().into_iter().flatten();
    let control = |h: &Value| h["rfc9525"] == false && finding.at.host.as_deref() == h["name"].as_str();
    code != "HOSTNAME_MISMATCH" || !hosts.into_iter().any(control)
}

#[test]
fn every_meaning_has_a_rule_and_every_rule_of_the_table_exists() {
    let (manifest, _) = scenarios();
    let codes: Vec<&String> = manifest["findings"].as_object().unwrap().keys().collect();
    assert_eq!(codes.len(), MEANINGS.len());
    for code in codes {
        for rule in rules_of(code) {
            assert!(certlens::rules::rule(rule).is_some(), "{code}: there is no rule {rule}");
        }
    }
}

#[test]
fn scenarios_are_reported_as_expected() {
    let (manifest, now) = scenarios();
    let mut wrong: Vec<String> = Vec::new();
    let mut seen = vec![false; EXCEPTIONS.len()];
    let (mut wanted, mut found, mut forbidden, mut silent) = (0, 0, 0, 0);
    for scenario in manifest["scenarios"].as_array().unwrap() {
        let id = scenario["id"].as_str().unwrap();
        let report = inspect(&request(scenario, now));
        let rules: Vec<&str> = report.findings.iter().map(|f| f.rule).collect();
        let mut disagree = |code: &str, what: &str| match EXCEPTIONS.iter().position(|(s, c, _)| *s == id && *c == code) {
            Some(known) => seen[known] = true,
            None => wrong.push(format!("{id}: {code} {what}; reported {rules:?}")),
        };
        let expected = &scenario["expected"];
        for code in expected["findings"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()) {
            wanted += 1;
            if rules_of(code).iter().any(|rule| rules.contains(rule)) {
                found += 1;
            } else {
                disagree(code, "is not reported");
            }
        }
        for code in expected["must_not_report"].as_array().into_iter().flatten().map(|c| c.as_str().unwrap()) {
            forbidden += 1;
            if report.findings.iter().any(|f| false_alarm(code, f, scenario)) {
                disagree(code, "is reported");
            } else {
                silent += 1;
            }
        }
        key_matches(scenario, &report, &mut disagree);
    }
    support::agreement::print("scenarios/findings", wanted, found, 0, &wrong);
    support::agreement::print("scenarios/false alarms avoided", forbidden, silent, 0, &[]);
    for ((scenario, code, _), seen) in EXCEPTIONS.iter().zip(seen) {
        assert!(seen, "{scenario}: {code} agrees now, take it off the list");
    }
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether the private key belongs to the end-entity certificate.
fn key_matches(scenario: &Value, report: &Report, disagree: &mut impl FnMut(&str, &str)) {
    let expected = &scenario["expected"];
    let fits = report.servers.iter().any(|s| s.key.as_ref().is_some_and(|k| k.matches.is_some() && k.matches == s.leaf));
    let mismatch = report.findings.iter().any(|f| f.rule == "key-mismatch");
    match &expected["key_matches_leaf"] {
        Value::Null => {}
        Value::Bool(true) => {
            if !fits || mismatch {
                disagree("key_matches_leaf", "should fit");
            }
        }
        Value::Bool(false) => {
            if !mismatch {
                disagree("key_matches_leaf", "should not fit");
            }
        }
        Value::String(text) if text == "public-only" => {
            if report.servers.iter().any(|s| s.key.is_some()) {
                disagree("key_matches_leaf", "there is no private key");
            }
        }
        Value::String(label) => {
            let (manifest, _) = scenarios();
            let wanted = manifest["certificates"][label]["sha256"].as_str().unwrap();
            let matched = report.servers.iter().filter_map(|s| s.key.as_ref()?.matches);
            if !matched.into_iter().any(|c| report.certificates[c].sha256 == wanted) {
                disagree("key_matches_leaf", "should fit another certificate");
            }
        }
        other => panic!("unknown expectation {other}"),
    }
    if let Some(label) = expected["key_matches"].as_str() {
        let named = report.findings.iter().filter(|f| f.rule == "key-mismatch").flat_map(|f| &f.evidence);
        if !named.into_iter().any(|e| e.label == "The key belongs to") {
            disagree("key_matches", label);
        }
    }
    if expected["key_matches_csr"] == true && !report.findings.iter().any(|f| f.rule == "request-key-other") {
        disagree("key_matches_csr", "is not said");
    }
}

#[test]
fn certification_requests_are_read_as_expected() {
    let (manifest, now) = scenarios();
    let mut seen = 0;
    for scenario in manifest["scenarios"].as_array().unwrap() {
        let expected = &scenario["expected"];
        let Some(verified) = expected["csr_signature_valid"].as_bool() else { continue };
        let id = scenario["id"].as_str().unwrap();
        let prepared = prepare(&request(scenario, now).inputs);
        assert!(!prepared.requests.is_empty(), "{id}: no request");
        for csr in prepared.requests.values() {
            seen += 1;
            let result = verify(&csr.public_key, &csr.signature_algorithm, csr.info.of(&csr.der), &csr.signature);
            assert_eq!(result == Verification::Verified, verified, "{id}");
            if let Some(subject) = expected["csr_subject"].as_str() {
                assert_eq!(csr.subject.to_rfc4514(), subject, "{id}");
            }
            if let Some(names) = expected["csr_san"].as_array() {
                let read: Vec<String> = csr.subject_alt_names.iter().flat_map(|s| &s.names).map(general_name).collect();
                assert_eq!(&read.into_iter().map(Value::from).collect::<Vec<_>>(), names, "{id}");
            }
        }
    }
    assert!(seen >= 4, "only {seen} requests");
}

fn general_name(name: &certlens::facts::GeneralName) -> String {
    match name {
        certlens::facts::GeneralName::Dns(dns) => format!("DNS:{dns}"),
        certlens::facts::GeneralName::Ip(octets) => format!("IP:{}", certlens::identity::address_text(octets)),
        other => format!("{other:?}"),
    }
}

/// A rejection always has a reason, causes come before consequences, and nothing is said twice.
#[test]
fn findings_explain_every_rejection_and_are_sorted() {
    let (manifest, now) = scenarios();
    for scenario in manifest["scenarios"].as_array().unwrap() {
        let id = scenario["id"].as_str().unwrap();
        let report = inspect(&request(scenario, now));
        for verdict in report.verdicts.iter().filter(|v| v.outcome == "rejected") {
            assert!(!verdict.because.is_empty(), "{id}: {} {} {:?} has no reason", verdict.target, verdict.host, verdict.code);
        }
        let order: Vec<_> = report
            .findings
            .iter()
            .map(|f| {
                let severity = ["error", "warning", "notice"].iter().position(|s| *s == f.severity).unwrap();
                (severity, certlens::rules::rule(f.rule).unwrap().rank)
            })
            .collect();
        assert!(order.is_sorted(), "{id}: {order:?}");
        for (n, finding) in report.findings.iter().enumerate() {
            let twice = |other: &&Finding| other.rule == finding.rule && other.at == finding.at && other.rule != "not-determined";
            assert!(!report.findings[..n].iter().any(|f| twice(&f)), "{id}: {} twice at {:?}", finding.rule, finding.at);
        }
        assert!(!report.answer.sentence.is_empty(), "{id}: no sentence");
    }
}
