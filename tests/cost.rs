//! What files cost that are made to cost much: counted, not timed, so that the same files fail on every machine or on none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::field_reassign_with_default)]

mod support;

use certlens::Report;
use certlens::facts::{Attribute, Oid, same_attributes};
use certlens::identity::{self, IdentityPolicy};
use certlens::input::Content;
use certlens::path::REPORT_WORK;
use certlens::request::{Input, Request};
use certlens::scene::Prepared;
use certlens::signature::Verification;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use std::cell::Cell;

/// Verifying once more than the budget holds costs this at most: RSA with 16,384 bits.
const LAST: usize = 250_000;
const GIVEN_UP: &str = "Checking was given up when it had cost as much as one report may";

fn file(name: &str, bytes: Vec<u8>) -> Input {
    let mut input = Input::default();
    input.name = name.to_owned();
    input.bytes = bytes;
    input
}

fn stored(name: &str) -> Input {
    file(name, std::fs::read(support::corpus("cost").join(name)).unwrap())
}

fn question(inputs: Vec<Input>, hosts: usize) -> Request {
    let hosts = (0..hosts).map(|i| format!("h{i}.example{i}.com").as_str().into()).collect();
    Request { inputs, hosts, now: Some(1_795_000_000.0), ..Request::default() }
}

/// The report, and what was read; neither the verdicts nor the diagnosis may cost more than a report.
fn bounded(request: &Request) -> (Report, Prepared) {
    let prepared = certlens::prepare(&request.inputs);
    let (report, judged) = certlens::verdicts(&prepared, request);
    assert!(prepared.graph.spent() <= REPORT_WORK + LAST, "verdicts cost {}", prepared.graph.spent());
    let diagnosed = certlens::diagnose(&prepared, request, &judged);
    assert!(prepared.graph.spent() <= REPORT_WORK + LAST, "the diagnosis costs {}", prepared.graph.spent());
    (report.with(diagnosed), prepared)
}

/// One of each family is enough where it is names that cost.
const FAMILIES: [&str; 4] = ["openssl", "chrome", "java", "gnutls"];

fn families(request: Request) -> Request {
    Request { targets: Some(FAMILIES.map(str::to_owned).into()), ..request }
}

fn says_so(report: &Report) -> bool {
    report.not_checked.iter().any(|sentence| sentence.starts_with(GIVEN_UP))
}

#[test]
fn what_an_archive_unpacks_to_counts_whether_it_is_good_or_not() {
    const ROOM: usize = 32 << 20;
    let one = certlens::prepare(&[stored("crc-bomb-256.zip")]);
    assert!(one.reading.unpacked() > 1 << 20, "it is unpacked at all");
    let many: Vec<Input> = (0..8).map(|_| stored("crc-bomb-256.zip")).collect();
    let all = certlens::prepare(&many);
    assert!(all.reading.unpacked() <= ROOM, "{} of all files together", all.reading.unpacked());
}

#[test]
fn long_relative_names_are_compared_by_looking_up() {
    let of = |i: usize| Attribute {
        oid: Oid::from("2.5.4.11"),
        label: "OU".into(),
        value: format!("unit {i}"),
        string_type: "UTF8String",
    };
    let (asked, keys) = (Cell::new(0), Cell::new(0));
    let alike = |x: &Attribute, y: &Attribute| {
        asked.set(asked.get() + 1);
        x.value == y.value
    };
    let key = |x: &Attribute| {
        keys.set(keys.get() + 1);
        x.value.clone()
    };
    let forwards: Vec<Attribute> = (0..8_000).map(of).collect();
    let backwards: Vec<Attribute> = (0..8_000).rev().map(of).collect();
    assert!(same_attributes(&forwards, &backwards, &alike, &key));
    // Once in its own place, and once where its like was found.
    assert_eq!((asked.get(), keys.get()), (16_000, 16_000));
    asked.set(0);
    keys.set(0);
    assert!(same_attributes(&forwards, &forwards, &alike, &key));
    assert_eq!((asked.get(), keys.get()), (8_000, 0));
    let other: Vec<Attribute> = (1..8_001).map(of).collect();
    assert!(!same_attributes(&forwards, &other, &alike, &key));
    // Those in use are compared as they stand, and the answer is the same.
    for (a, b) in [(3, 3), (9, 9)] {
        assert!(same_attributes(&forwards[..a], &forwards[..b], &alike, &key));
        assert!(!same_attributes(&forwards[..a], &other[..b], &alike, &key));
    }
}

#[test]
fn a_name_of_thousands_of_attributes_is_held_to_a_constraint_as_long() {
    for name in ["rdn-8000-attributes.pem", "rdn-nc.pem"] {
        let (report, _) = bounded(&families(question(vec![stored(name)], 1)));
        assert!(report.certificates.len() > 1, "{name}");
        assert!(!report.verdicts.is_empty(), "{name}");
    }
}

#[test]
fn revocation_lists_times_namesakes_stop_at_the_budget_and_say_so() {
    let files = ["crl-namesakes-chain.pem", "crl-namesakes-crls.pem", "crl-namesakes-root.pem"];
    let (report, prepared) = bounded(&question(files.map(stored).into(), 1));
    assert!(says_so(&report), "{:?}", report.not_checked);
    assert!(prepared.crls.values().count() >= 8);
    assert!(report.verdicts.iter().all(|v| v.outcome != "accepted" || v.check != "connect"), "unknown is not passed");
}

#[test]
fn a_thousand_large_self_issued_certificates_stop_at_the_budget() {
    let root = stored("crl-namesakes-root.pem");
    let der = certlens::prepare(&[root]).pool[0].certificate.der.to_vec();
    let mut inputs = Vec::new();
    for i in 0..1_000_usize {
        let mut der = der.clone();
        // The last octets are the signature's: a thousand certificates, none of which signed itself.
        let length = der.len();
        der[length - 2..].copy_from_slice(&u16::try_from(i).unwrap().to_be_bytes());
        inputs.push(file(&format!("{i}.cer"), der));
    }
    let (report, _) = bounded(&question(inputs, 1));
    assert_eq!(report.certificates.iter().filter(|c| !c.mozilla_root).count(), 1_000);
}

#[test]
fn public_halves_are_computed_of_two_hundred_keys_and_no_more() {
    // SEC 1 without its optional point: the number 7 on P-256.
    let key = |n: u8| {
        let secret = [&[0; 31][..], &[n]].concat();
        let curve = [0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
        let content = [&[0x02, 0x01, 0x01, 0x04, 0x20][..], &secret, &curve].concat();
        [&[0x30, u8::try_from(content.len()).unwrap()][..], &content].concat()
    };
    let text: String = (0..250)
        .map(|n| format!("-----BEGIN EC PRIVATE KEY-----\n{}\n-----END EC PRIVATE KEY-----\n", support::to_base64(&key(n + 1))))
        .collect();
    let reading = certlens::input::read(&[file("keys.pem", text.into_bytes())]);
    let keys: Vec<_> = reading
        .items
        .iter()
        .filter_map(|item| if let Content::PrivateKey(key) = &item.content { Some(key) } else { None })
        .collect();
    assert_eq!(keys.len(), 250);
    assert_eq!(keys.iter().filter(|key| key.public.is_some()).count(), 200);
    assert!(keys.iter().all(|key| key.bits == 256));
    assert!(reading.not_checked.iter().any(|said| said.starts_with("There are more than 200 private keys")));
}

#[test]
fn a_check_that_was_given_up_is_no_unsupported_algorithm_and_more_effort_makes_it() {
    // One certificate, and many of its issuer's name with keys of 16,384 bits.
    let request = families(question(vec![stored("crl-namesakes-chain.pem")], 1));
    let prepared = certlens::prepare(&request.inputs);
    let issuers: Vec<usize> = prepared.graph.issuers(0).iter().map(|edge| edge.issuer).collect();
    assert!(issuers.len() > 11, "{}", issuers.len());
    let asked = |effort| {
        prepared.graph.start_report(effort);
        issuers.iter().map(|&issuer| prepared.graph.signature(&prepared.pool, 0, issuer)).collect::<Vec<_>>()
    };
    let usual = asked(1);
    assert_eq!((usual.first(), usual.last()), (Some(&Verification::Failed), Some(&Verification::Unchecked)));
    assert!(asked(16).iter().all(|said| *said == Verification::Failed));

    let usual = certlens::verdicts(&prepared, &request).0;
    assert!(usual.given_up && says_so(&usual));
    let json = serde_json::to_string(&usual).unwrap();
    assert!(!json.contains("is not computed here"), "the algorithm is not to blame");
    let whole = certlens::verdicts(&prepared, &Request { effort: Some(64), ..request }).0;
    assert!(!whole.given_up && !says_so(&whole), "{:?}", whole.not_checked);
}

#[test]
fn certificates_that_all_sign_each_other_stop_at_a_bound_and_say_so() {
    const ALL: usize = 20;
    let ca = |i: usize| {
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, format!("CA {i}"));
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        (params, KeyPair::generate().unwrap())
    };
    let all: Vec<_> = (0..ALL).map(ca).collect();
    let mut text = String::new();
    let sign = |params: &CertificateParams, key: &KeyPair, by: usize| {
        let issuer = Issuer::from_params(&all[by].0, &all[by].1);
        params.signed_by(key, &issuer).unwrap().pem()
    };
    let leaf_key = KeyPair::generate().unwrap();
    text += &sign(&CertificateParams::new(vec!["h0.example0.com".to_owned()]).unwrap(), &leaf_key, 0);
    for (i, (params, key)) in all.iter().enumerate() {
        for by in (0..ALL).filter(|by| *by != i) {
            text += &sign(params, key, by);
        }
    }
    let (report, _) = bounded(&question(vec![file("mesh.pem", text.into_bytes())], 1));
    assert!(!report.not_checked.is_empty());
}

#[test]
fn a_thousand_names_for_two_hundred_hosts_show_the_closest() {
    let (report, prepared) = bounded(&families(question(vec![stored("san-1000.pem")], 200)));
    assert_eq!(report.names.len(), 200);
    // The short list is the head of the long one.
    let certificate = &prepared.pool[0].certificate;
    for host in ["h0.example0.com", "wwww.example.com", "203.0.113.9", "h7.exmaple7.com"] {
        let host = identity::parse_host(host);
        let whole = identity::compare(certificate, &host);
        let closest = identity::compare_closest(certificate, &host, 50);
        assert_eq!(closest.matched, whole.matched);
        assert_eq!(closest.advice, whole.advice);
        assert_eq!(closest.presented[..], whole.presented[..closest.presented.len()]);
    }
}

#[test]
fn of_a_thousand_names_programs_look_at_those_that_could_be_the_host() {
    let prepared = certlens::prepare(&[stored("san-1000.pem")]);
    let certificate = &prepared.pool[0].certificate;
    let names: Vec<&str> = certificate.dns_names().collect();
    assert_eq!(names.len(), 1_000);
    let mut looked = 0;
    for policy in [IdentityPolicy::RFC9525, IdentityPolicy::OPENSSL, IdentityPolicy::JSSE, IdentityPolicy::MOZPKIX_PUBLIC] {
        for host in (0..200).map(|i| format!("h{i}.example{i}.com")).chain(names.iter().step_by(50).map(|n| (*n).to_owned())) {
            let found = identity::matches(certificate, &identity::parse_host(&host), &policy);
            assert_eq!(found.matched(), names.contains(&host.as_str()), "{host}");
            looked += found.compared;
        }
    }
    assert_eq!(looked, 4 * names.len().div_ceil(50), "once for each that matches");
}

#[test]
fn dashes_are_passed_over() {
    let prepared = certlens::prepare(&[file("dashes.txt", vec![b'-'; 8 << 20])]);
    assert!(prepared.pool.is_empty());
    // What stands behind them is read.
    let mut text = vec![b'-'; 1 << 20];
    text.extend(b"\n");
    text.extend(std::fs::read(support::corpus("cost/san-1000.pem")).unwrap());
    assert!(!certlens::prepare(&[file("dashes.pem", text)]).pool.is_empty());
}

#[test]
fn the_same_files_cost_the_same_whatever_was_asked_before() {
    let files = || vec![stored("crl-namesakes-chain.pem"), stored("crl-namesakes-root.pem")];
    let request = question(files(), 2);
    let prepared = certlens::prepare(&request.inputs);
    let first = serde_json::to_string(&certlens::judge(&prepared, &request)).unwrap();
    let _ = certlens::judge(&prepared, &question(files(), 5));
    assert_eq!(serde_json::to_string(&certlens::judge(&prepared, &request)).unwrap(), first);
}
