//! What the answer on top says of a finding, held to what its rule declares: the clause after the colon, and what to do where
//! no step is proposed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::report::{Report, Span};
use certlens::request::{HostEntry, Request, Seat};
use certlens::rules::{self, Clause};
use std::collections::BTreeSet;
use support::forge::{NOW, Pair, Shape, bundle};

fn text(spans: &[Span]) -> String {
    spans.iter().map(|s| s.text.as_str()).collect()
}

fn ask(files: &[(&str, String, Seat)], hosts: &[&str], targets: &[&str], now: f64) -> Report {
    let input = |(name, text, seat): &(&str, String, Seat)| support::file(name, text.clone(), *seat);
    certlens::inspect(&Request {
        inputs: files.iter().map(input).collect(),
        hosts: hosts.iter().map(|h| HostEntry::from(*h)).collect(),
        targets: Some(targets.iter().map(|t| (*t).to_owned()).collect()),
        now: Some(now),
        ..Request::default()
    })
}

/// The rule that leads, with its clause in the sentence as the rule declares it.
fn leading(report: &Report) -> &'static str {
    let finding = &report.findings[report.answer.finding.expect("a finding leads")];
    let rule = rules::rule(finding.rule).unwrap();
    let (sentence, cause) = (text(&report.answer.sentence), text(&report.answer.cause));
    let label = finding.at.certificate.map(|i| report.certificates[i].label.clone()).unwrap_or_default();
    let wanted = match rule.clause {
        Clause::Title => rule.title.to_owned(),
        Clause::Words(words) => words.to_owned(),
        Clause::Of(before, after) => format!("{before}{label}{after}"),
        Clause::Until(words) | Clause::From(words) => format!("{label}{words}"),
        Clause::Issuer => format!("the issuer of {label} is in no file"),
        Clause::Key => "the private key does not belong to ".to_owned(),
        Clause::Names => "the certificate presents ".to_owned(),
        Clause::Wildcard => " stands for exactly one label".to_owned(),
        Clause::Disputed => "the rules for names are stricter there".to_owned(),
        Clause::Anchor => "its chain leads to ".to_owned(),
        Clause::Order => "the first certificate in the file is ".to_owned(),
        Clause::KeyOrder => "and the key belongs to ".to_owned(),
    };
    assert!(sentence.contains(&wanted) || cause.contains(&wanted), "{}: \"{wanted}\" is not in: {sentence} / {cause}", rule.id);
    rule.id
}

const HOST: &str = "app.contoso.com";
const CLIENTS: [&str; 4] = ["chrome", "curl", "go", "openssl"];

#[test]
fn the_answer_says_the_clause_of_the_rule_that_leads() {
    let root = Pair::root("Contoso Root");
    let issuing = root.issue_ca("Contoso Issuing");
    let other = Pair::root("Other Root");
    let leaf = issuing.issue(HOST, &[HOST]);
    let wild = issuing.issue(HOST, &["*.contoso.com"]);
    let aged = issuing.issue_shaped(HOST, &[HOST], &Shape { years: Some((2020, 2021)), ..Shape::default() });
    let early = issuing.issue_shaped(HOST, &[HOST], &Shape { years: Some((2027, 2028)), ..Shape::default() });
    let purposes = Some(vec![rcgen::ExtendedKeyUsagePurpose::ClientAuth]);
    let client = issuing.issue_shaped(HOST, &[HOST], &Shape { purposes, ..Shape::default() });
    let alone = Pair::self_signed(HOST, &[HOST], false);
    let no_ca = root.issue(HOST, &[HOST]);
    let below = no_ca.issue(HOST, &[HOST]);
    let old_ca = root.issue_ca_shaped("Contoso Old", &Shape { years: Some((2020, 2021)), ..Shape::default() });
    let under_old = old_ca.issue(HOST, &[HOST]);

    let mut led = BTreeSet::new();
    let mut ask_for = |presented: &[&Pair], host: &str, trust: &Pair| {
        let files = [("chain.pem", bundle(presented), Seat::Server), ("root.pem", trust.pem.clone(), Seat::Trust)];
        led.insert(leading(&ask(&files, &[host], &CLIENTS, NOW)));
    };
    ask_for(&[&leaf, &issuing], "www.fabrikam.com", &root);
    ask_for(&[&wild, &issuing], "a.b.contoso.com", &root);
    ask_for(&[&leaf], HOST, &root);
    ask_for(&[&leaf, &issuing], HOST, &other);
    ask_for(&[&aged, &issuing], HOST, &root);
    ask_for(&[&early, &issuing], HOST, &root);
    ask_for(&[&client, &issuing], HOST, &root);
    ask_for(&[&alone], HOST, &root);
    ask_for(&[&below, &no_ca], HOST, &root);
    ask_for(&[&under_old, &old_ca], HOST, &root);
    ask_for(&[&issuing], HOST, &root);
    let server = |bundle: String, key: String| {
        ask(&[("chain.pem", bundle, Seat::Server), ("server.key", key, Seat::Server)], &[HOST], &["nginx-server"], NOW)
    };
    led.insert(leading(&server(bundle(&[&leaf, &issuing]), wild.key_pem())));
    led.insert(leading(&server(bundle(&[&issuing, &leaf]), leaf.key_pem())));
    let expected = [
        "anchor-mismatch",
        "eku-server-auth-missing",
        "end-entity-expired",
        "end-entity-missing",
        "hostname-mismatch",
        "issuer-expired",
        "issuer-key-usage",
        "issuer-missing",
        "key-mismatch",
        "not-yet-within-validity",
        "private-key-for-wrong-order",
        "self-signed-end-entity",
        "wildcard-depth",
    ];
    assert_eq!(led, BTreeSet::from(expected));
}

#[test]
fn what_refuses_nothing_advises_what_its_rule_says() {
    let root = Pair::root("Contoso Root");
    let issuing = root.issue_ca("Contoso Issuing");
    let leaf = issuing.issue(HOST, &[HOST]);
    let soon = certlens::x509::decode_certificate(&leaf.der).unwrap().not_after as f64 - 86_400.0;
    let files = [("chain.pem", bundle(&[&leaf, &issuing]), Seat::Server), ("root.pem", root.pem.clone(), Seat::Trust)];
    let report = ask(&files, &[HOST], &CLIENTS, soon);
    let finding = &report.findings[report.answer.finding.unwrap()];
    assert_eq!((finding.rule, report.answer.severity), ("end-entity-expires-soon", "warning"));
    let fixes: Vec<String> = report.answer.fixes.iter().map(|fix| text(&fix.text)).collect();
    assert_eq!(fixes.first().map(String::as_str), Some(finding.fix), "{fixes:?}");
    assert_eq!(rules::rule(finding.rule).unwrap().fix.text, finding.fix);
}

#[test]
fn rules_that_own_a_clause_keep_it() {
    let own = rules::CATALOG.iter().filter(|rule| rule.clause != Clause::Title).count();
    assert_eq!(own, 53, "a rule has lost its clause, or has a new one");
}

/// A CA that is both a root and cross-signed by an older root, which has expired: programs that look at what is presented
/// before what is trusted follow it there, as OpenSSL did before 1.1.0.
#[test]
fn older_openssl_follows_a_cross_signed_ca_to_its_expired_root() {
    let legacy = Pair::root_shaped("Legacy Root", &Shape { years: Some((2000, 2025)), ..Shape::default() });
    let root = Pair::root("New Root");
    let (cross, issuing) = (legacy.cross(&root), root.issue_ca("Issuing CA"));
    let leaf = issuing.issue(HOST, &[HOST]);
    let said = |presented: &[&Pair], trusted: &[&Pair]| {
        let files = [("chain.pem", bundle(presented), Seat::Server), ("roots.pem", bundle(trusted), Seat::Trust)];
        let report = ask(&files, &[HOST], &["openssl", "openssl-1-0"], NOW);
        report.verdicts.iter().map(|v| v.code.clone().unwrap_or_else(|| v.outcome.to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(said(&[&leaf, &issuing, &cross], &[&root, &legacy]), ["accepted", "10"]);
    assert_eq!(said(&[&leaf, &issuing], &[&root, &legacy]), ["accepted", "accepted"]);
    // Nobody trusted leads on from the cross-signed certificate: one further down does.
    assert_eq!(said(&[&leaf, &issuing, &cross], &[&root]), ["accepted", "accepted"]);
    assert_eq!(said(&[&leaf], &[&root]), ["20", "20"]);
}
