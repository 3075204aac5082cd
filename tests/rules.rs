//! Every rule has a case in which it fires and one in which it does not, and the answer reads as it should.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{file, forge};

use certlens::fault::{Fault, FaultKind};
use certlens::policy::{Check, Confidence, Outcome};
use certlens::rehearsal::Judgement;
use certlens::report::{Answer, Span};
use certlens::request::{Edit, Host, HostEntry, HostUse, Input, Seat};
use certlens::rules::{self, CATALOG};
use certlens::scene::{Scene, ServerScene, Store};
use certlens::{Report, Request, inspect, prepare};
use forge::{NOW, Pair, Shape, bundle};
use std::collections::{BTreeMap, BTreeSet};

fn on(mut input: Input, server: &str) -> Input {
    input.server = Some(server.to_owned());
    input
}

fn request(inputs: Vec<Input>, hosts: &[&str]) -> Request {
    Request { inputs, hosts: hosts.iter().map(|h| (*h).into()).collect(), now: Some(NOW), ..Request::default() }
}

/// A scenario's files, without passwords, and the hosts given.
fn scenario(id: &str, hosts: &[&str]) -> Request {
    let manifest = support::json(&support::corpus("scenarios").join("manifest.json"));
    let found =
        manifest["scenarios"].as_array().unwrap().iter().find(|s| s["id"] == id).unwrap_or_else(|| panic!("{id}")).clone();
    let inputs = found["files"].as_array().unwrap().iter().map(|f| {
        let path = f["file"].as_str().unwrap();
        let bytes = std::fs::read(support::corpus("scenarios").join(path)).unwrap();
        file(path.rsplit('/').next().unwrap(), bytes, if f["role"] == "trusted-root" { Seat::Trust } else { Seat::Server })
    });
    request(inputs.collect(), hosts)
}

fn at(mut request: Request, now: f64) -> Request {
    request.now = Some(now);
    request
}

fn pfx(name: &str, password: Option<&str>, keep: usize) -> Request {
    let mut bytes = std::fs::read(support::corpus("pfx").join(name)).unwrap();
    bytes.truncate(keep.min(bytes.len()));
    let mut input = file(name, bytes, Seat::Server);
    input.password = password.map(str::to_owned);
    request(vec![input], &[])
}

fn healthy() -> Request {
    scenario("right-chain", &["app.contoso.internal"])
}

/// An Ed25519 key as ring writes it: version 2 of PKCS #8, with the public half behind it.
fn key_with_public_half() -> Request {
    let key = "-----BEGIN PRIVATE KEY-----\nMFECAQEwBQYDK2VwBCIEIB9EPOZ/jaauoNQhviYO3RuBYcF1bPn166f6d/Tm5M6FgSEAL1loq9EIn7JIcC/kV5xvF38Dazt03lffjbuhQ/KKWxI=\n-----END PRIVATE KEY-----\n";
    let mut request = healthy();
    request.inputs.push(file("ring.key", key.as_bytes().to_vec(), Seat::Server));
    request
}

fn three_servers() -> Request {
    let of = |id: &str| std::fs::read(support::corpus("scenarios").join(id).join("bundle.pem")).unwrap();
    request(
        vec![
            on(file("vm1.pem", of("right-chain"), Seat::Server), "vm1"),
            on(file("vm2.pem", of("chain-p256"), Seat::Server), "vm2"),
            on(file("vm3.pem", of("right-chain"), Seat::Server), "vm3"),
        ],
        &[],
    )
}

fn self_signed(ca: bool) -> Request {
    let pair = Pair::self_signed("app.contoso.internal", &["app.contoso.internal"], ca);
    request(vec![file("server.pem", pair.pem, Seat::Server)], &["app.contoso.internal"])
}

/// A request for a name, and the certificate with these names that was issued for it.
fn request_and_certificate(names: &[&str]) -> Request {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        let mut params = rcgen::CertificateParams::new(names).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, "app.contoso.internal");
        params
    };
    let csr = params(&["app.contoso.internal"]).serialize_request(&key).unwrap().pem().unwrap();
    let certificate = params(names).self_signed(&key).unwrap().pem();
    let mut request = request(vec![file("server.pem", certificate, Seat::Server)], &["app.contoso.internal"]);
    let mut asked = Input::default();
    asked.name = "server.csr".to_owned();
    asked.bytes = csr.into_bytes();
    request.inputs.push(asked);
    request
}

#[test]
fn a_request_whose_names_got_lost_is_issued_again() {
    let found = |names: &[&str]| {
        let report = certlens::inspect(&request_and_certificate(names));
        let told = serde_json::to_string(&report.diagnosis.steps).unwrap();
        (report.findings.iter().any(|f| f.rule == "request-names-lost"), told.contains("-copy_extensions copy"))
    };
    assert_eq!(found(&["app.contoso.internal"]), (false, false));
    assert!(found(&[]).0);
}

fn named_like_its_issuer() -> Request {
    let root = Pair::root("Contoso CA");
    let leaf = root.issue("Contoso CA", &["app.contoso.internal"]);
    request(vec![file("server.pem", leaf.pem, Seat::Server), file("root.cer", root.pem, Seat::Trust)], &[])
}

/// A certificate whose common name is this.
fn spelled(name: &str) -> Request {
    let pair = Pair::self_signed(name, &["app.contoso.internal"], false);
    request(vec![file("server.pem", pair.pem, Seat::Server)], &["app.contoso.internal"])
}

/// A recorded handshake whose certificate has an authority key id of its own invention.
fn other_key_id() -> Request {
    let cases = support::json(&support::corpus("handshakes").join("cases.json"));
    let list = cases.as_array().or_else(|| cases["cases"].as_array()).unwrap();
    let case = list.iter().find(|c| c["id"] == "dev-079").expect("the case with a wrong authority key id");
    assert_eq!(case["notes"]["deviations"][0], "aki-wrong");
    let pem = |v: &serde_json::Value| match v {
        serde_json::Value::String(text) => text.clone(),
        list => list.as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect::<Vec<_>>().join("\n"),
    };
    request(vec![file("chain.pem", pem(&case["chain"]), Seat::Server), file("root.pem", pem(&case["roots"]), Seat::Trust)], &[])
}

fn version_1() -> Request {
    let bytes = std::fs::read(support::root().join("tests/fixtures/version-1.pem")).unwrap();
    at(request(vec![file("server.pem", bytes, Seat::Server)], &[]), NOW + 30.0 * 86_400.0)
}

/// A revocation list and nothing that could have signed it.
fn foreign_list() -> Request {
    let crl = std::fs::read(support::corpus("scenarios").join("crl-revoked/issuing.crl")).unwrap();
    let leaf = std::fs::read(support::corpus("scenarios").join("chain-p256/bundle.pem")).unwrap();
    request(vec![file("issuing.crl", crl, Seat::Server), file("server.pem", leaf, Seat::Server)], &[])
}

/// How a rule is made to fire.
enum Firing {
    /// This scenario, with these hosts.
    Scenario(&'static str, &'static [&'static str]),
    /// This request.
    Made(fn() -> Request),
    /// Some target reports this fault about the end-entity certificate of a healthy server.
    Judged(FaultKind),
}
use Firing::{Judged, Made, Scenario as Case};

const APP: &[&str] = &["app.contoso.internal"];

const FIRING: &[(&str, Firing)] = &[
    ("algorithm-not-taken", Judged(FaultKind::KeyUnsupported)),
    ("anchor-expired", Case("root-expired", &[])),
    ("anchor-mismatch", Case("root-mismatch", &[])),
    ("ca-as-end-entity", Made(|| self_signed(true))),
    ("certificate-count", Judged(FaultKind::CountWrong)),
    ("certificate-damaged", Case("bit-flip-in-der-length", &[])),
    ("certificate-version", Made(version_1)),
    ("chain-order-wrong", Case("scrambled-chain", &[])),
    ("chain-superfluous", Judged(FaultKind::ChainSuperfluous)),
    ("chain-too-long", Judged(FaultKind::ChainTooLong)),
    ("common-name-not-in-san", Case("cn-matches-san-does-not", &[])),
    ("crl-stale", Made(|| at(scenario("crl-revoked", &[]), NOW + 20.0 * 365.0 * 86_400.0))),
    ("dns-name-malformed", Case("san-with-url-or-space", &[])),
    ("dns-name-underscore", Case("underscore", &[])),
    ("duplicate-certificate", Case("duplicate-certs", &[])),
    ("eku-absent", Made(|| scenario("eku-absent", APP))),
    ("eku-client-auth-missing", Judged(FaultKind::ClientAuthMissing)),
    ("issuer-eku-client-auth-missing", Judged(FaultKind::IssuerClientAuthMissing)),
    ("user-name-missing", Judged(FaultKind::UserNameMissing)),
    ("eku-server-auth-missing", Case("eku-client-only", &[])),
    ("end-entity-expired", Case("leaf-expired", &[])),
    ("end-entity-expires-soon", Case("expires-in-10-days", &[])),
    ("end-entity-missing", Case("ca-cert-as-leaf", &[])),
    ("file-format-unsupported", Judged(FaultKind::FormatUnsupported)),
    ("file-too-large", Judged(FaultKind::TooLarge)),
    ("hostname-malformed", Made(|| scenario("right-chain", &["not a host!"]))),
    ("hostname-mismatch", Case("right-chain", &["other.contoso.internal"])),
    ("hostname-missing", Judged(FaultKind::HostMissing)),
    ("input-repaired", Case("mail-en-dashes", &[])),
    ("ip-as-dns-name", Case("ip-as-dnsname", &[])),
    ("ip-not-in-san", Case("ip-typed-only-dns-san", &["10.1.5.11"])),
    ("issuer-eku-server-auth-missing", Case("intermediate-eku-code-signing", &[])),
    ("issuer-expired", Case("intermediate-expired", &[])),
    // Ten days before 2032-01-01, when the issuing CA ends.
    ("issuer-expires-soon", Made(|| at(healthy(), 1_956_528_000.0 - 864_000.0))),
    ("issuer-key-mismatch", Case("wrong-intermediate-same-name", &[])),
    ("issuer-key-usage", Case("intermediate-no-certsign", &[])),
    ("issuer-missing", Case("intermediate-missing", &[])),
    ("issuer-not-a-ca", Case("intermediate-ca-false", &[])),
    ("key-form-other", Judged(FaultKind::KeyFormOther)),
    ("key-encrypted", Case("key-pkcs8-encrypted", &[])),
    ("key-form", Made(key_with_public_half)),
    ("key-id-mismatch", Made(other_key_id)),
    ("key-in-bundle", Case("key-before-cert", &[])),
    ("key-mismatch", Case("key-does-not-match", &[])),
    ("key-missing", Judged(FaultKind::KeyMissing)),
    ("key-usage-unsuitable", Case("keyusage-wrong", &[])),
    ("lifetime-too-long", Case("lifetime-10-years", &[])),
    ("locked", Made(|| pfx("certtool-3des-pkcs12.p12", None, usize::MAX))),
    ("name-constraint-violated", Case("name-constraints-violated", &[])),
    ("name-match-disputed", Judged(FaultKind::NameMismatch)),
    ("no-certificate", Case("not-html", &[])),
    ("not-determined", Made(foreign_list)),
    ("not-yet-within-validity", Case("not-yet-valid", &[])),
    ("ocsp-signing-beside-server-auth", Judged(FaultKind::OcspSigningBeside)),
    ("part-unreadable", Made(|| pfx("certtool-3des-pkcs12.p12", Some("P@ssw0rd-2026"), 700))),
    ("path-length-exceeded", Case("pathlen-exceeded", &[])),
    ("pem-label-mismatch", Case("pkcs7-labelled-certificate", &[])),
    ("pem-truncated", Case("pem-truncated", &[])),
    ("pfx-encryption", Judged(FaultKind::ContainerEncryption)),
    ("policy-unacceptable", Judged(FaultKind::PolicyUnacceptable)),
    ("precertificate", Case("precertificate", &[])),
    ("private-key-for-wrong-order", Case("reversed-chain", &[])),
    ("public-key-only", Case("public-key-in-place-of-key", &[])),
    ("request-key-other", Case("csr-and-cert-of-other-key", &[])),
    ("trust-store-without-entries", Judged(FaultKind::StoreWithoutEntries)),
    ("request-names-lost", Made(|| request_and_certificate(&[]))),
    ("revoked", Case("crl-revoked", &[])),
    ("root-in-bundle", Case("root-included", &[])),
    ("root-not-shared", Judged(FaultKind::IssuerMissing)),
    ("root-not-in-file", Judged(FaultKind::RootNotInFile)),
    ("self-signed-end-entity", Made(|| self_signed(false))),
    ("several-end-entity-certificates", Case("two-leaf-certs", &[])),
    ("several-paths", Case("cross-signed-two-paths", &[])),
    ("several-servers-differ", Made(three_servers)),
    ("signature-invalid", Case("bit-flip-in-signature", &[])),
    ("subject-alt-name-absent", Case("cn-only-no-san", &[])),
    ("algorithm-fields-differ", Judged(FaultKind::AlgorithmFieldsDiffer)),
    ("alternative-names-empty", Judged(FaultKind::AlternativeNamesEmpty)),
    ("alternative-names-not-critical", Judged(FaultKind::AlternativeNamesNotCritical)),
    ("authority-key-id-absent", Judged(FaultKind::AuthorityKeyIdAbsent)),
    ("basic-constraints-not-critical", Judged(FaultKind::BasicConstraintsNotCritical)),
    ("certificate-version-unknown", Judged(FaultKind::VersionUnknown)),
    ("encoding-broken", Judged(FaultKind::Encoding)),
    ("netscape-type-unsuitable", Judged(FaultKind::NetscapeTypeUnsuitable)),
    ("extension-not-taken", Judged(FaultKind::ContentsRefused)),
    ("extension-repeated", Judged(FaultKind::ExtensionRepeated)),
    ("extension-unreadable", Judged(FaultKind::ExtensionUnreadable)),
    ("extensions-without-version-3", Judged(FaultKind::ExtensionsWithoutVersion3)),
    ("issuer-key-usage-absent", Judged(FaultKind::KeyUsageAbsent)),
    ("issuer-name-empty", Judged(FaultKind::IssuerNameEmpty)),
    ("issuer-serial-mismatch", Judged(FaultKind::IssuerAndSerialMismatch)),
    ("key-cert-sign-without-ca", Judged(FaultKind::KeyCertSignWithoutCa)),
    ("key-id-critical", Judged(FaultKind::AuthorityKeyIdCritical)),
    ("name-of-mixed-scripts", Made(|| spelled("cont\u{43e}so.example"))),
    ("no-name-of-this-form", Judged(FaultKind::NoNameOfThisForm)),
    ("path-length-misplaced", Judged(FaultKind::PathLengthWithoutCa)),
    ("subject-empty", Judged(FaultKind::SubjectEmpty)),
    ("subject-key-id-absent", Judged(FaultKind::SubjectKeyIdAbsent)),
    ("subject-same-as-issuer", Made(named_like_its_issuer)),
    ("trailing-data", Case("der-trailing-garbage", &[])),
    ("transparency-missing", Judged(FaultKind::TransparencyMissing)),
    ("trust-input-not-a-root", Case("intermediate-as-root", &[])),
    ("trust-rejected", Judged(FaultKind::TrustRejected)),
    ("uncommon-algorithm", Case("chain-p521", &[])),
    ("unknown-critical-extension", Case("unknown-critical-extension", &[])),
    ("unrelated-chains", Case("two-unrelated-chains", &[])),
    ("uploaded-certificate-wrong", Judged(FaultKind::UploadWrongCertificate)),
    ("weak-key", Case("rsa-1024", &[])),
    ("weak-signature", Case("sha1-signed", &[])),
    ("wildcard-depth", Case("wildcard-one-level", &["api.dev.contoso.internal"])),
    ("wildcard-form", Case("wildcard-partial", &[])),
    ("wildcard-public-suffix", Case("wildcard-on-public-suffix", &[])),
    ("wrong-password", Made(|| pfx("certtool-3des-pkcs12.p12", Some("wrong"), usize::MAX))),
];

/// Rules that a healthy server of the scenarios' private CA does report, and a request in which they pass.
const PASSING: &[(&str, &str)] = &[
    ("lifetime-too-long", "lifetime-398-days"),
    ("uploaded-certificate-wrong", "not-html"),
    ("eku-client-auth-missing", "not-html"),
    ("file-format-unsupported", "not-html"),
    ("root-not-in-file", "not-html"),
    ("hostname-missing", "not-html"),
    ("root-not-shared", "not-html"),
    // By default Apache takes one certificate above the server's, so that it refuses this healthy chain of three.
    ("chain-too-long", "not-html"),
];

fn reported(request: &Request) -> Vec<&'static str> {
    inspect(request).findings.iter().map(|f| f.rule).collect()
}

#[test]
fn every_rule_fires_and_passes() {
    let known: Vec<&str> = FIRING.iter().map(|(id, _)| *id).collect();
    for rule in CATALOG {
        assert!(known.contains(&rule.id), "{} has no firing fixture", rule.id);
    }
    assert_eq!(known.len(), CATALOG.len());
    let healthy = reported(&healthy());
    for (id, firing) in FIRING {
        let rules = match firing {
            Case(name, hosts) => reported(&scenario(name, hosts)),
            Made(make) => reported(&make()),
            Judged(kind) => judged(*kind),
        };
        assert!(rules.contains(id), "{id} does not fire: {rules:?}");
        match PASSING.iter().find(|(rule, _)| rule == id) {
            None => assert!(!healthy.contains(id), "{id} fires for a healthy server: {healthy:?}"),
            Some((_, passing)) => assert!(!reported(&scenario(passing, &[])).contains(id), "{id} fires for {passing}"),
        }
    }
}

/// Requests that show outcomes which no fixture above does.
fn further() -> Vec<Request> {
    let of = |targets: &[&str], mut request: Request| {
        request.targets = Some(targets.iter().map(|t| (*t).to_owned()).collect());
        request
    };
    let root = Pair::root("Contoso Root CA");
    let leaf = root.issue("app.contoso.internal", APP);
    let files = || {
        vec![
            file("server.pem", bundle(&[&leaf]), Seat::Server),
            file("server.key", leaf.key_pem(), Seat::Server),
            file("root.cer", root.pem.clone(), Seat::Trust),
        ]
    };
    let mut behind_a_gateway = request(files(), &[]);
    behind_a_gateway.hosts = vec![host("app.contoso.internal", HostUse::BackendSetting)];
    let for_servers = Shape { purposes: Some(vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth]), ..Shape::default() };
    let issuing = root.issue_ca_shaped("Contoso Issuing CA", &for_servers);
    let below = issuing.issue("app.contoso.internal", APP);
    let limited = [file("chain.pem", bundle(&[&below, &issuing]), Seat::Server), file("root.cer", root.pem.clone(), Seat::Trust)];
    let alike = ["vm1", "vm2"].map(|id| on(file(&format!("{id}.pem"), leaf.pem.clone(), Seat::Server), id));
    let mut both_halves = scenario("public-key-in-place-of-key", APP);
    both_halves.inputs.push(file("server.key", leaf.key_pem(), Seat::Server));
    let uploads = ["azure-application-gateway-trusted-root", "azure-application-gateway-listener", "aws-acm"];
    vec![
        Request::default(),
        of(&["openssl", "go"], request(files(), APP)),
        of(&["nginx-server"], request(files(), APP)),
        of(&["azure-application-gateway-v2"], behind_a_gateway),
        of(&uploads, request(files(), APP)),
        of(&uploads, pfx("certtool-3des-pkcs12.p12", Some("P@ssw0rd-2026"), usize::MAX)),
        scenario("lifetime-398-days", APP),
        // Beside a certificate of which nothing is wrong: public key, request, revocation list.
        scenario("csr", APP),
        scenario("wildcard-one-level", &["a.contoso.internal"]),
        at(scenario("crl-revoked", APP), NOW - 86_400.0),
        request_and_certificate(APP),
        request(limited.into(), APP),
        request(alike.into(), APP),
        both_halves,
    ]
}

/// A private key on a curve that is not computed here, without its public half (RFC 5958), beside a certificate.
fn key_without_its_public_half() -> Request {
    const ALGORITHM: &[u8] = b"\x30\x14\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x07";
    let key = [b"\x30\x42\x02\x01\x00", ALGORITHM, b"\x04\x27\x30\x25\x02\x01\x01\x04\x20", &[7; 32]].concat();
    let pair = Pair::self_signed("app.contoso.internal", APP, false);
    let mut request = request(vec![file("server.pem", pair.pem, Seat::Server), file("server.key", key, Seat::Server)], &[]);
    // Of programs that load the pair, some can tell by the curve that it is none.
    request.targets = Some(vec!["go".to_owned()]);
    request
}

/// A certificate whose signature is of an algorithm that nobody knows.
fn unknown_signature() -> Request {
    const KNOWN: &[u8] = b"\x2a\x86\x48\xce\x3d\x04\x03\x02";
    let root = Pair::root("Contoso Root CA");
    let mut der = root.issue("app.contoso.internal", APP).der;
    for at in 0..der.len() - KNOWN.len() {
        if der[at..].starts_with(KNOWN) {
            der[at + KNOWN.len() - 1] = 0x79;
        }
    }
    request(vec![file("server.cer", der, Seat::Server), file("root.cer", root.pem, Seat::Trust)], APP)
}

#[test]
fn every_rule_has_a_case_for_each_way_in_which_it_can_end() {
    let mut seen: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut look = |report: &Report| {
        let found: BTreeSet<&str> = report.findings.iter().map(|f| f.rule).collect();
        let ways = [
            ("found", found.into_iter().collect::<Vec<_>>()),
            ("passed", report.rules.passed.clone()),
            ("undetermined", report.rules.undetermined.clone()),
            ("not applicable", report.rules.not_applicable.clone()),
        ];
        let mut ended: Vec<&str> = ways.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
        ended.sort_unstable();
        let mut all: Vec<&str> = CATALOG.iter().map(|r| r.id).collect();
        all.sort_unstable();
        assert_eq!(ended, all, "each rule ends in one way");
        for (way, ids) in ways {
            for id in ids {
                seen.entry(id).or_default().insert(way);
            }
        }
    };
    let mut requests = further();
    requests.push(healthy());
    requests.push(foreign_list());
    requests.push(key_without_its_public_half());
    requests.push(unknown_signature());
    requests.extend(FIRING.iter().filter_map(|(_, firing)| match firing {
        Case(name, hosts) => Some(scenario(name, hosts)),
        Made(make) => Some(make()),
        Judged(_) => None,
    }));
    for request in &requests {
        look(&certlens::verdicts(&prepare(&request.inputs), request).0);
    }
    for (id, firing) in FIRING {
        if let Judged(kind) = firing {
            assert!(judged(*kind).contains(id));
            seen.entry(id).or_default().insert("found");
        }
    }
    // Rules that look at something which may be undecidable.
    const UNSURE: [&str; 3] = ["crl-stale", "key-mismatch", "signature-invalid"];
    let mut wrong = Vec::new();
    for rule in CATALOG {
        let mut wanted = vec!["found", "not applicable", "passed"];
        wanted.extend(UNSURE.contains(&rule.id).then_some("undetermined"));
        let got: Vec<&str> = seen.remove(rule.id).unwrap_or_default().into_iter().collect();
        if got != wanted {
            wrong.push(format!("{}: {got:?}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{} rules without a case for each outcome:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is found when a target reports a fault about the end-entity certificate of a healthy server.
fn judged(kind: FaultKind) -> Vec<&'static str> {
    let request = healthy();
    let prepared = prepare(&request.inputs);
    let leaf = prepared.certificate_of_item[0].unwrap();
    let issuer = prepared.certificate_of_item[1].unwrap();
    let root = prepared.certificate_of_item[2].unwrap();
    let scene = Scene {
        servers: vec![ServerScene {
            id: "server".to_owned(),
            listener: false,
            inputs: vec![0],
            items: vec![0, 1],
            presented: vec![leaf, issuer],
            keys: Vec::new(),
            leaf: Some(leaf),
            ..ServerScene::default()
        }],
        trust: vec![root],
        trust_items: vec![Some(2)],
        store: Store::Given,
        ..Scene::empty(&prepared, 1_795_435_200)
    };
    let judgement = Judgement {
        server: Some(0),
        target: "openssl",
        host: "app.contoso.internal".to_owned(),
        check: Check::Connect,
        outcome: Outcome::Rejected,
        code: None,
        message: None,
        confidence: Confidence::Source,
        faults: vec![Fault::of(kind, leaf)],
    };
    let findings = rules::check(&scene, std::slice::from_ref(&judgement));
    assert!(!rules::Explained::by(&findings).because(&judgement, "server").is_empty(), "{kind:?} is not explained");
    findings.iter().map(|f| f.rule.id).collect()
}

#[test]
fn every_fault_is_owned_by_one_rule_and_explained() {
    for &kind in FaultKind::ALL {
        let owners: Vec<&str> = CATALOG.iter().filter(|r| r.explains.owned.contains(&kind)).map(|r| r.id).collect();
        assert_eq!(owners.len(), 1, "{kind:?} is owned by {owners:?}");
        assert_eq!(kind.group(), kind.group().group(), "{kind:?}: the group of a group");
        assert!(!judged(kind).is_empty());
    }
    for rule in CATALOG {
        for kind in [rule.explains.behind, rule.explains.instead].concat() {
            assert!(!rule.explains.owned.contains(&kind), "{}: owner of {kind:?} and beside it", rule.id);
        }
        let both = rule.explains.behind.iter().find(|k| rule.explains.instead.contains(k));
        assert!(both.is_none(), "{}: {both:?} twice", rule.id);
    }
}

#[test]
fn texts_keep_the_style() {
    let mut ids: Vec<&str> = Vec::new();
    for rule in CATALOG {
        assert!(!ids.contains(&rule.id), "{} twice", rule.id);
        ids.push(rule.id);
        assert!(rule.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", rule.id);
        assert!(!rule.title.ends_with(['.', '!']), "{}: {}", rule.id, rule.title);
        for text in [rule.title, rule.why, rule.fix.text].into_iter().chain(rule.gateway) {
            assert!(text.chars().next().is_some_and(|c| c.is_uppercase() || c == '*'), "{}: {text}", rule.id);
            let bare =
                text.split(|c: char| !c.is_alphabetic()).any(|w| matches!(w.to_ascii_lowercase().as_str(), "valid" | "invalid"));
            assert!(!bare, "{}: {text}", rule.id);
            assert!(!text.contains("  ") && !text.contains(" ,"), "{}: {text}", rule.id);
        }
        for text in [rule.why, rule.fix.text].into_iter().chain(rule.gateway) {
            assert!(text.ends_with(['.', '?']), "{}: {text}", rule.id);
        }
    }
}

fn text(spans: &[Span]) -> String {
    spans.iter().map(|s| if s.form == "plain" { s.text.clone() } else { format!("[{}]", s.text) }).collect()
}

fn host(name: &str, role: HostUse) -> HostEntry {
    HostEntry::Host(Host { name: name.to_owned(), role: Some(role) })
}

/// The story the program began with: three servers behind a gateway, and one of them has another name.
fn origin(names: [&str; 3]) -> Report {
    let root = Pair::root("Contoso Root CA");
    let issuing = root.issue_ca("Contoso Issuing CA");
    let mut inputs = vec![file("root.cer", root.pem.clone(), Seat::Trust)];
    for (n, name) in names.iter().enumerate() {
        let leaf = issuing.issue(name, &[name]);
        let id = format!("vm{}", n + 1);
        inputs.push(on(file(&format!("{id}.pem"), bundle(&[&leaf, &issuing]), Seat::Server), &id));
    }
    let mut request = request(inputs, &[]);
    request.hosts = vec![host("myapp.example.com", HostUse::BackendSetting)];
    inspect(&request)
}

fn settings(answer: &Answer) -> Vec<(&str, &str)> {
    answer.fixes.iter().filter_map(|f| Some((f.setting?, f.value.as_deref()?))).collect()
}

#[test]
fn one_server_of_three_has_another_name() {
    let report = origin(["myapp.example.com", "vm2.contoso.internal", "myapp.example.com"]);
    let answer = &report.answer;
    assert_eq!(answer.severity, "error");
    assert_eq!(
        text(&answer.sentence),
        "Azure Application Gateway v2 will mark [vm2] Unhealthy: the name it checks is [myapp.example.com], and the certificate presents only [vm2.contoso.internal]."
    );
    assert!(text(&answer.cause).ends_with("This does not concern [vm1] and [vm3]."), "{}", text(&answer.cause));
    assert_eq!((answer.target, answer.server.as_deref()), (Some("azure-application-gateway-v2"), Some("vm2")));
    assert_eq!(answer.host.as_deref(), Some("myapp.example.com"));
    // The setting is right, since the other servers have the name: only this server changes.
    assert_eq!(answer.fixes.len(), 3);
    assert_eq!(
        settings(answer),
        [("Backend setting > Override with new host name > Override with specific domain name", "vm2.contoso.internal")]
    );
    assert!(text(&answer.fixes[2].text).contains("a backend pool and setting of its own"));
    assert!(
        text(&answer.fixes[0].text).starts_with("Install on [vm2] a certificate for [myapp.example.com], as on [vm1] and [vm3]")
    );
    assert!(answer.fixes[1].commands[0].text.contains("subjectAltName=DNS:myapp.example.com,DNS:vm2.contoso.internal"));
    assert_eq!(report.findings[answer.finding.unwrap()].rule, "hostname-mismatch");
    let field = report.differences.iter().find(|d| d.field == "Names").unwrap();
    assert_eq!(field.odd, ["vm2"]);
}

#[test]
fn all_servers_have_another_name_so_the_setting_can_change() {
    let report = origin(["app.contoso.internal"; 3]);
    let answer = &report.answer;
    assert_eq!(
        text(&answer.sentence),
        "Azure Application Gateway v2 will mark every server ([vm1], [vm2] and [vm3]) Unhealthy: the name it checks is [myapp.example.com], and the certificate presents only [app.contoso.internal]."
    );
    assert_eq!(settings(answer)[0].1, "app.contoso.internal");
    assert!(answer.fixes.len() >= 2, "reissuing and changing the setting are both offered");
    assert!(answer.fixes[0].commands[0].text.ends_with("--host-name app.contoso.internal"));
}

/// A backend server's bundle, the uploaded root, and a name with its use: what the gateway's line says.
#[test]
fn worked_examples_of_the_gateway() {
    let root = Pair::root("Contoso Root CA");
    let issuing = root.issue_ca("Contoso Issuing CA");
    let app = issuing.issue("app.contoso.local", &["app.contoso.local"]);
    let wild = issuing.issue("wild", &["*.contoso.local"]);
    let expired = forge::Shape { years: Some((2024, 2025)), ..forge::Shape::default() };
    let expired = issuing.issue_shaped("app.contoso.local", &["app.contoso.local"], &expired);
    let renewed = Pair::root("Contoso Root CA");
    let other = Pair::root("Fabrikam Root CA");
    let setting = |name| vec![host(name, HostUse::BackendSetting)];
    let whole = bundle(&[&app, &issuing]);
    let unhealthy = "Azure Application Gateway v2 will mark the server Unhealthy: ";
    let name = "it has no host name to check the certificate against.";
    let cases: Vec<(String, &Pair, Vec<HostEntry>, String)> = vec![
        (whole.clone(), &root, vec![host("10.0.0.4", HostUse::Pool)], format!("{unhealthy}{name}")),
        (
            bundle(&[&wild, &issuing]),
            &root,
            setting("contoso.local"),
            format!("{unhealthy}the wildcard [*.contoso.local] stands for exactly one label."),
        ),
        (
            whole.clone(),
            &root,
            vec![host("app.contoso.local", HostUse::Probe), host("www.contoso.com", HostUse::Client)],
            "Azure Application Gateway v2 will answer 502 for requests to the server: the name it checks is [www.contoso.com], and the certificate presents only [app.contoso.local].".to_owned(),
        ),
        (
            app.pem.clone(),
            &root,
            setting("app.contoso.local"),
            format!("{unhealthy}the issuer of [app.contoso.local] is in no file, [CN=Contoso Issuing CA]."),
        ),
        (
            whole.clone(),
            &other,
            setting("app.contoso.local"),
            format!("{unhealthy}its chain leads to [Contoso Root CA], and what is trusted is [Fabrikam Root CA]."),
        ),
        (
            bundle(&[&app, &issuing, &root]),
            &renewed,
            setting("app.contoso.local"),
            format!("{unhealthy}[Contoso Root CA] has the name of the issuer but another key."),
        ),
        (
            bundle(&[&issuing, &app]),
            &root,
            setting("app.contoso.local"),
            format!("{unhealthy}the first certificate in the file is [Contoso Issuing CA], it should be [app.contoso.local]."),
        ),
        (
            bundle(&[&issuing, &root]),
            &root,
            setting("app.contoso.local"),
            format!("{unhealthy}the bundle holds only CA certificates, none for the server itself."),
        ),
        (
            bundle(&[&expired, &issuing]),
            &root,
            setting("app.contoso.local"),
            format!("{unhealthy}[app.contoso.local] expired on [1735689600]."),
        ),
    ];
    for (presented, trusted, hosts, sentence) in cases {
        let mut request =
            request(vec![file("vm.pem", presented, Seat::Server), file("root.cer", trusted.pem.clone(), Seat::Trust)], &[]);
        request.hosts = hosts;
        let answer = inspect(&request).answer;
        assert_eq!(text(&answer.sentence), sentence);
        assert!(!answer.fixes.is_empty(), "{sentence}");
    }
}

/// Folders of servers, dropped as they were copied: the folder is the server's name where the files' names are no help.
#[test]
fn a_folder_is_a_server() {
    let of = |id: &str, name: &str| std::fs::read(support::corpus("scenarios").join(id).join(name)).unwrap();
    let dropped = |name: &str, bytes: Vec<u8>| {
        let mut input = file(name, bytes, Seat::Server);
        input.seat = None;
        input
    };
    let servers = |request: &Request| inspect(request).servers.into_iter().map(|s| s.id).collect::<Vec<_>>();
    let request = request(
        vec![
            dropped("pool/vm1/fullchain.pem", of("right-chain", "bundle.pem")),
            dropped("pool/vm1/server.key", of("right-chain", "server.key")),
            dropped("pool/vm2/fullchain.pem", of("chain-p256", "bundle.pem")),
            dropped("root.cer", of("right-chain", "root.cer")),
        ],
        &[],
    );
    assert_eq!(servers(&request), ["vm1", "vm2"]);
    let given: Vec<_> = inspect(&request).inputs.into_iter().map(|i| i.server).collect();
    let vm = |n: &str| Some(n.to_owned());
    assert_eq!(given, [vm("vm1"), vm("vm1"), vm("vm2"), None], "the key beside a certificate is its server's");
    // Names that tell the servers apart by themselves stay.
    let mut named = request;
    named.inputs[2].name = "pool/vm2/portal.pem".to_owned();
    assert_eq!(servers(&named), ["fullchain", "portal"]);
}

fn guess(name: &str, bytes: impl Into<Vec<u8>>) -> Input {
    let mut input = file(name, bytes, Seat::Server);
    input.seat = None;
    input
}

/// Six certificates with no name in common are no pool, until somebody says so, asks for a name, or two share one.
#[test]
fn many_servers_without_a_common_name_are_sites_of_their_own() {
    let root = Pair::root("Contoso Root CA");
    let site =
        |n: usize| root.issue(&format!("host-{n}.example"), &[&format!("host-{n}.example"), &format!("www.site-{n}.example")]);
    let mut inputs: Vec<Input> = (0..6).map(|n| guess(&format!("host-{n}.pem"), bundle(&[&site(n)]))).collect();
    let apart = |inputs: &[Input], hosts: &[&str]| {
        let report = inspect(&request(inputs.to_vec(), hosts));
        report.assumptions.into_iter().find(|a| a.id == "sites-of-their-own")
    };
    let taken = apart(&inputs, &[]).expect("they are told apart");
    assert_eq!(text(&taken.text), "6 sites of their own, each asked for the names that it has");
    let Edit::Sites { servers } = &taken.alternatives[0].change.edit else { panic!("{taken:?}") };
    assert_eq!(servers.concat().len(), 6, "the other way is one pool");
    assert!(apart(&inputs, &["host-1.example"]).is_none(), "a name says what is asked of them");
    assert!(apart(&inputs[..5], &[]).is_none(), "five are few");
    inputs[5] = guess("host-5.pem", bundle(&[&root.issue("host-4.example", &["host-4.example"])]));
    assert!(apart(&inputs, &[]).is_none(), "two have a name in common");
}

/// Names that nobody gave a use: that the server is asked for all of them is said, and what else may be.
#[test]
fn of_names_without_a_use_the_server_may_be_asked_for_those_that_it_has() {
    let root = Pair::root("Contoso Root CA");
    let site = root.issue("vm2.contoso.example", &["vm2.contoso.example"]);
    let mut trust = file("root.cer", bundle(&[&root]), Seat::Trust);
    trust.server = None;
    let asked = |hosts: &[&str]| {
        let mut of = request(vec![guess("vm2.pem", bundle(&[&site])), trust.clone()], hosts);
        of.targets = Some(vec!["curl".to_owned()]);
        (inspect(&of).assumptions.into_iter().find(|a| a.id == "asked"), of)
    };
    let (told, mut of) = asked(&["app.contoso.example", "vm2.contoso.example", "10.1.2.4"]);
    let told = told.expect("it is said");
    assert_eq!(text(&told.text), "the server is asked for [app.contoso.example], [vm2.contoso.example] and [10.1.2.4]");
    assert_eq!(text(&told.alternatives[0].text), "only for [vm2.contoso.example]");
    of.assume = vec![told.alternatives[0].change.clone()];
    let report = inspect(&of);
    assert!(report.verdicts.iter().all(|v| v.host == "vm2.contoso.example" && v.outcome == "accepted"), "{:?}", report.verdicts);
    assert!(asked(&["vm2.contoso.example"]).0.is_none(), "one name is the one");
    assert!(asked(&["app.contoso.example", "10.1.2.4"]).0.is_none(), "there is nothing else to be asked for");
}

/// A file that comes back to where it was proposed to stand is the server that it was.
#[test]
fn beside_a_server_placed_by_hand_another_certificate_is_a_server_of_its_own() {
    let of = |id: &str, name: &str| std::fs::read(support::corpus("scenarios").join(id).join(name)).unwrap();
    let mut inputs = vec![
        file("vm1.pem", of("right-chain", "bundle.pem"), Seat::Server),
        file("vm2.pem", of("chain-p256", "bundle.pem"), Seat::Server),
    ];
    inputs[0].server = Some("vm1".to_owned());
    inputs[1].seat = None;
    let ids = |inputs: &[Input]| {
        let report = inspect(&request(inputs.to_vec(), &[]));
        report.servers.into_iter().map(|s| s.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&inputs), ["vm1", "vm2"]);
    // The same certificate once more is the same server's.
    inputs[1].bytes = inputs[0].bytes.clone();
    assert_eq!(ids(&inputs), ["vm1"]);
}

#[test]
fn a_message_without_a_certificate_is_no_unreadable_file() {
    let of = |name: &str| std::fs::read(support::corpus("scenarios").join("right-chain").join(name)).unwrap();
    let text = "additional info: TLS: hostname does not match name in peer certificate\n";
    let files = |text: &str| vec![file("bundle.pem", of("bundle.pem"), Seat::Server), guess("error.txt", text)];
    let rules = |text: &str| inspect(&request(files(text), &[])).findings.into_iter().map(|f| f.rule).collect::<Vec<_>>();
    assert!(!rules(text).contains(&"part-unreadable"));
    assert!(rules("A letter to nobody.\n").contains(&"no-certificate"));
}

/// Octets that went through a text tool may have been anything, so that nothing is missing but the file as it was.
#[test]
fn a_binary_file_that_was_handled_as_text_is_that_and_nothing_else() {
    let der = std::fs::read(support::corpus("scenarios/der-single/app.cer")).unwrap();
    let findings = |bytes: Vec<u8>| inspect(&request(vec![file("cert.cer", bytes, Seat::Server)], &[])).findings;
    let about = |f: &certlens::report::Finding| {
        (f.rule == "part-unreadable" || f.rule == "no-certificate").then_some((f.rule, f.severity))
    };
    let text = String::from_utf8_lossy(&der).into_owned().into_bytes();
    assert_eq!(findings(text).iter().filter_map(about).collect::<Vec<_>>(), [("part-unreadable", "error")]);
    assert_eq!(findings(der).iter().filter_map(about).collect::<Vec<_>>(), []);
}

/// A secret engine prints its values by name, the chain before the certificate; a server is given them the other way round.
#[test]
fn values_of_a_document_are_loaded_in_the_order_in_which_they_are_served() {
    let printed = std::fs::read(support::corpus("reported/cases/r-b06/vault-output.txt")).unwrap();
    let at = |name: &str| printed.windows(name.len()).position(|w| w == name.as_bytes()).unwrap();
    assert!(at("ca_chain") < at("certificate "), "the file has the other order");
    let mut asked = request(vec![guess("vault-output.txt", printed)], &[]);
    asked.targets = Some(vec!["caddy-server".to_owned()]);
    let loads: Vec<_> = inspect(&asked).verdicts.into_iter().map(|v| (v.check, v.outcome, v.code)).collect();
    assert_eq!(loads, [("load", "accepted", None)]);
}

/// Whom a client trusts is not whom its server trusts: by that list alone nobody judges what the client shows.
#[test]
fn a_clients_own_configuration_says_nothing_of_whom_its_server_trusts() {
    let config = std::fs::read(support::corpus("situations/cases/B13-kubeconfig/config")).unwrap();
    let judged = |inputs: Vec<Input>| inspect(&request(inputs, &[])).verdicts.iter().any(|v| v.check == "client-auth");
    assert!(!judged(vec![guess("config", config.clone())]));
    let root = Pair::root("Contoso Clients CA");
    assert!(judged(vec![guess("config", config), file("clients.pem", bundle(&[&root]), Seat::ClientCa)]));
}

#[test]
fn what_a_renewal_leaves_in_a_folder_is_one_server_with_its_bundle() {
    let of = |id: &str, name: &str| std::fs::read(support::corpus("scenarios").join(id).join(name)).unwrap();
    let mut inputs = Vec::new();
    for (host, id) in [("a.example", "right-chain"), ("b.example", "chain-p256")] {
        let bundle = String::from_utf8(of(id, "bundle.pem")).unwrap();
        let second = bundle.match_indices("-----BEGIN").nth(1).unwrap().0;
        let files = [("cert.pem", &bundle[..second]), ("chain.pem", &bundle[second..]), ("fullchain.pem", &bundle)];
        inputs.extend(files.map(|(name, text)| file(&format!("live/{host}/{name}"), text.as_bytes().to_vec(), Seat::Server)));
        inputs.push(file(&format!("live/{host}/privkey.pem"), of(id, "server.key"), Seat::Server));
    }
    inputs.iter_mut().for_each(|input| input.seat = None);
    let report = inspect(&request(inputs, &[]));
    assert_eq!(report.servers.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["a.example", "b.example"]);
    // The bundle is what is presented; that its parts lie beside it is no fault.
    let seats: Vec<_> = report.inputs.iter().map(|i| (i.seat, i.server.as_deref())).collect();
    let one = |host| [(Seat::Ignore, None), (Seat::Ignore, None), (Seat::Server, Some(host)), (Seat::Server, Some(host))];
    assert_eq!(seats, [one("a.example"), one("b.example")].concat());
    let twice: Vec<_> =
        report.findings.iter().filter(|f| f.rule == "chain-order-wrong" || f.rule == "duplicate-certificate").collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn answers_for_other_beginnings() {
    let sentence = |request: &Request| {
        let answer = inspect(request).answer;
        (answer.severity, text(&answer.sentence))
    };
    assert_eq!(sentence(&Request::default()).0, "waiting");
    assert_eq!(
        sentence(&pfx("certtool-3des-pkcs12.p12", None, usize::MAX)),
        ("warning", "First unlock the PFX (PKCS #12): what is inside cannot be judged without its password.".to_owned())
    );
    assert_eq!(
        sentence(&pfx("certtool-3des-pkcs12.p12", Some("wrong"), usize::MAX)),
        ("warning", "The password does not open the PFX (PKCS #12).".to_owned())
    );
    assert_eq!(sentence(&scenario("not-html", &[])), ("error", "There is no certificate in this file.".to_owned()));
    // With several files the sentence says which one, and what is broken comes before what is something else.
    let other = |name: &str, bytes: &[u8]| {
        let mut input = file(name, bytes, Seat::Ignore);
        input.seat = None;
        input
    };
    let page = || other("page.html", b"<!doctype html><html></html>");
    assert_eq!(
        sentence(&request(vec![page(), other("note.txt", b"see below")], &[])),
        ("error", "There is no certificate in any of these files.".to_owned())
    );
    let whole = &healthy().inputs[0].bytes;
    assert_eq!(
        sentence(&request(vec![page(), other("cut.pem", &whole[..whole.len() / 5])], &[])),
        ("error", "The file breaks off in the middle of a certificate or key: [cut.pem].".to_owned())
    );
    let mut locked = pfx("certtool-3des-pkcs12.p12", None, usize::MAX);
    locked.inputs.push(page());
    assert_eq!(
        sentence(&locked).1,
        "First unlock the PFX (PKCS #12) [certtool-3des-pkcs12.p12]: what is inside cannot be judged without its password."
    );
    let (severity, words) = sentence(&scenario("csr", &[]));
    assert!(
        severity == "ok" && words.starts_with("This is a certification request for [CN=app.contoso.internal,O=Contoso]"),
        "{words}"
    );
    let (severity, words) = sentence(&healthy());
    assert!(
        severity == "ok" && words.ends_with("for [app.contoso.internal]: chain, signatures, dates and names are in order."),
        "{words}"
    );
    let (severity, words) = sentence(&scenario("reversed-chain", APP));
    assert!(severity == "error" && words.contains("the first certificate in the file is [Contoso Private Root CA]"), "{words}");
    let (severity, words) = sentence(&scenario("root-mismatch", APP));
    assert!(
        severity == "error"
            && words.ends_with("its chain leads to [Contoso Private Root CA], and what is trusted is [Fabrikam Root CA]."),
        "{words}"
    );
    let (severity, words) = sentence(&scenario("leaf-expired", APP));
    assert!(severity == "error" && words.ends_with(": [app.contoso.internal] expired on [1790812800]."), "{words}");
}

/// Values out of files never become constant words, and never reach a command unquoted.
#[test]
fn hostile_names_stay_values() {
    let root = Pair::root("$(reboot) \u{202e}evil");
    let leaf = root.issue("`reboot`", &["a.example"]);
    let inputs = vec![file("'; reboot; '.pem", leaf.pem, Seat::Server), file("root.cer", root.pem, Seat::Trust)];
    let report = inspect(&request(inputs, &["b.example", "x'; reboot #.example"]));
    for span in report.answer.sentence.iter().chain(&report.answer.cause).filter(|s| s.form == "plain") {
        assert!(!span.text.contains("reboot"), "{}", span.text);
    }
    let of_repairs = report.repairs.iter().flat_map(|r| &r.commands);
    for command in report.answer.fixes.iter().flat_map(|f| &f.commands).chain(of_repairs) {
        let outside: String = command.text.replace("'\\''", "").split('\'').step_by(2).collect();
        assert!(!["`", "$(", "; reboot"].iter().any(|hostile| outside.contains(hostile)), "{}", command.text);
    }
}

/// What a read certificate makes certain is said first, whatever is inside a locked file.
#[test]
fn a_locked_file_does_not_hide_what_is_certain() {
    let read = |name: &str, seat| file(name, std::fs::read(support::root().join("tests/corpora").join(name)).unwrap(), seat);
    let ask = |host: &str| {
        let request = certlens::Request {
            inputs: vec![
                read("scenarios/right-chain/bundle.pem", Seat::Server),
                read("scenarios/right-chain/root.cer", Seat::Trust),
                read("pfx/openssl-default-chain.pfx", Seat::Listener),
            ],
            hosts: vec![HostEntry::from(host)],
            now: Some(1_795_435_200.0),
            ..certlens::Request::default()
        };
        let report = certlens::inspect(&request);
        let sentence: String = report.answer.sentence.iter().map(|s| s.text.as_str()).collect();
        let cause: String = report.answer.cause.iter().map(|s| s.text.as_str()).collect();
        (sentence, cause)
    };
    let (sentence, cause) = ask("other.contoso.internal");
    assert!(sentence.contains("other.contoso.internal") && cause.contains("still locked"), "{sentence} {cause}");
    let (sentence, _) = ask("app.contoso.internal");
    assert!(sentence.starts_with("First unlock"), "{sentence}");
}

/// Firefox asks for the names of a constrained root before it looks at the signature, so a forged certificate shows it.
#[test]
fn firefox_holds_a_root_to_the_names_that_mozilla_imposes() {
    let constrained = certlens::x509::roots::embedded()
        .find(|r| !certlens::x509::roots::imposed_suffixes(&r.sha256).is_empty())
        .and_then(|r| r.decode())
        .expect("a root with imposed names");
    let impostor = Pair::namesake(&constrained.subject);
    let code = |name: &str| {
        let leaf = impostor.issue(name, &[name]);
        let mut request = request(vec![file("server.pem", leaf.pem, Seat::Server)], &[name]);
        request.targets = Some(vec!["firefox".to_owned()]);
        inspect(&request).verdicts.iter().find_map(|v| v.code.clone())
    };
    assert_eq!(code("app.example.com").as_deref(), Some("SEC_ERROR_CERT_NOT_IN_NAME_SPACE"));
    assert_ne!(code("app.example.gov.tr").as_deref(), Some("SEC_ERROR_CERT_NOT_IN_NAME_SPACE"));
}
