//! Certification requests: their names, their keys, and what became of them in the certificate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::report::{Report, Span};
use certlens::request::{HostEntry, Input, Request};
use rcgen::{CertificateParams, DnType, KeyPair};
use support::forge::{NOW, Pair, bundle};

const HOST: &str = "app.contoso.internal";

fn text(spans: &[Span]) -> String {
    spans.iter().map(|s| s.text.as_str()).collect()
}

fn csr(key: &KeyPair, names: &[&str]) -> String {
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, "App");
    params.subject_alt_names = names.iter().map(|n| rcgen::SanType::DnsName((*n).try_into().unwrap())).collect();
    params.serialize_request(key).unwrap().pem().unwrap()
}

fn ask(files: &[(&str, String)], hosts: &[&str]) -> Report {
    let input = |(name, text): &(&str, String)| {
        let mut input = Input::default();
        (input.name, input.bytes) = ((*name).to_owned(), text.clone().into_bytes());
        input
    };
    certlens::inspect(&Request {
        inputs: files.iter().map(input).collect(),
        hosts: hosts.iter().map(|h| HostEntry::from(*h)).collect(),
        now: Some(NOW),
        ..Request::default()
    })
}

fn rules(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|f| f.rule).collect()
}

#[test]
fn a_request_that_lacks_the_name_is_made_again() {
    let key = KeyPair::generate().unwrap();
    for files in [vec![("app.csr", csr(&key, &[]))], vec![("both.pem", csr(&key, &[]) + &key.serialize_pem())]] {
        let report = ask(&files, &[HOST]);
        assert_eq!(report.answer.severity, "warning");
        assert!(text(&report.answer.sentence).contains("does not ask for app.contoso.internal"));
        let command = &report.answer.fixes[0].commands[0].text;
        assert!(command.contains("subjectAltName=DNS:app.contoso.internal"), "{command}");
        // The key stays where it is at hand.
        assert_eq!(command.contains("-key both.pem"), files[0].0 == "both.pem", "{command}");
    }
}

#[test]
fn a_request_is_matched_with_the_key_beside_it() {
    let (key, other) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let own = ask(&[("app.csr", csr(&key, &[HOST])), ("app.key", key.serialize_pem())], &[HOST]);
    assert_eq!(own.answer.severity, "ok", "{}", text(&own.answer.sentence));
    assert!(text(&own.answer.sentence).ends_with("The private key beside it belongs to it."));
    let foreign = ask(&[("app.csr", csr(&key, &[HOST])), ("app.key", other.serialize_pem())], &[HOST]);
    assert_eq!(foreign.answer.severity, "warning", "{}", text(&foreign.answer.sentence));
    assert!(rules(&foreign).contains(&"request-key-other"));
    assert!(!rules(&own).contains(&"request-key-other"));
}

#[test]
fn names_of_a_request_are_judged_like_those_of_a_certificate() {
    let key = KeyPair::generate().unwrap();
    let of = |name: &str| rules(&ask(&[("app.csr", csr(&key, &[HOST, name]))], &[HOST]));
    assert!(of("10.0.0.4").contains(&"ip-as-dns-name"));
    assert!(of("a*.contoso.internal").contains(&"wildcard-form"));
    assert!(of("my_app.contoso.internal").contains(&"dns-name-underscore"));
    assert!(of("https://app.contoso.internal").contains(&"dns-name-malformed"));
    assert!(of("*.com").contains(&"wildcard-public-suffix"));
    assert_eq!(of("www.contoso.internal"), Vec::<&str>::new());
}

#[test]
fn a_name_that_neither_has_asks_for_a_new_request() {
    let root = Pair::root("Contoso Root");
    let leaf = root.issue(HOST, &[HOST]);
    let key = KeyPair::from_pem(&leaf.key_pem()).unwrap();
    let files = [("chain.pem", bundle(&[&leaf])), ("app.csr", csr(&key, &[HOST])), ("root.pem", root.pem.clone())];
    let report = ask(&files, &["other.contoso.internal"]);
    let told: Vec<String> = report.diagnosis.steps.iter().map(|s| text(&s.text)).collect();
    assert!(told.iter().any(|t| t.contains("The request at hand lacks it as well")), "{told:?}");
}
