//! Programs that load a certificate file and services that take one: against recorded starts of the programs, and
//! worked examples for the services.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::report::Verdict;
use certlens::request::{Input, Request, Seat, SettingValue};
use serde_json::Value;
use support::file;
use support::forge::{NOW, Pair, Shape, bundle, plain_pfx};

fn ask(target: &str, inputs: Vec<Input>) -> Request {
    Request { inputs, targets: Some(vec![target.to_owned()]), now: Some(NOW), ..Request::default() }
}

/// The one verdict of a target.
fn verdict(request: &Request) -> Verdict {
    let mut verdicts = certlens::inspect(request).verdicts;
    assert_eq!(verdicts.len(), 1, "{verdicts:?}");
    assert_eq!(verdicts[0].host, "");
    verdicts.remove(0)
}

/// Why a recorded start and the verdict may differ, by scenario and program.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Compares a recorded start with the verdict: taken or not, and the code within what the program wrote.
fn compare(id: &str, target: &str, recorded: &str, locked: bool, verdict: &Verdict, wrong: &mut Vec<String>) {
    let agrees = match verdict.outcome {
        "accepted" => recorded == "OK",
        "rejected" => recorded != "OK" && verdict.code.as_deref().is_some_and(|code| recorded.contains(code)),
        // A key with a password: the program asks for it, and fails where there is nobody to ask.
        "undetermined" => locked && recorded != "OK",
        _ => false,
    };
    if agrees == EXCEPTIONS.iter().any(|(i, t, _)| *i == id && *t == target) {
        wrong.push(format!("{id} {target}: {} {:?}, recorded {recorded}", verdict.outcome, verdict.code));
    }
}

#[test]
fn starts_with_the_scenarios_bundles() {
    let folder = support::corpus("scenarios");
    let recorded = support::json(&support::root().join("tests/fixtures/loads/outcomes.json"));
    let manifest = support::json(&folder.join("manifest.json"));
    let scenarios = manifest["scenarios"].as_array().unwrap();
    let mut wrong = Vec::new();
    for (id, outcomes) in recorded["outcomes"].as_object().unwrap() {
        let scenario = scenarios.iter().find(|s| s["id"] == **id).unwrap();
        let of_role = |role: &str| {
            let files = scenario["files"].as_array().unwrap();
            files.iter().find(|f| f["role"] == role).map(|f| f["name"].as_str().or(f["file"].as_str()).unwrap().to_owned())
        };
        let name = of_role("bundle").unwrap();
        let mut inputs = vec![file(&name, std::fs::read(folder.join(&name)).unwrap(), Seat::Server)];
        let key = match outcomes["key"].as_str().unwrap() {
            "own" => of_role("key"),
            "right-chain" => Some("right-chain/server.key".to_owned()),
            _ => None,
        };
        if let Some(key) = key {
            inputs.push(file(&key, std::fs::read(folder.join(&key)).unwrap(), Seat::Server));
        }
        let locked = id.contains("encrypted");
        for (program, target) in [("nginx", "nginx-server"), ("haproxy", "haproxy-server"), ("apache", "apache-server")] {
            let request = ask(target, inputs.iter().map(|i| file(&i.name, i.bytes.clone(), Seat::Server)).collect());
            let recorded = outcomes[program].as_str().unwrap();
            // A file with nothing in it that could be presented makes no server.
            match certlens::inspect(&request).verdicts.as_slice() {
                [] => assert_ne!(recorded, "OK", "{id} {target}"),
                [one] => compare(id, target, recorded, locked, one, &mut wrong),
                more => panic!("{id}: {more:?}"),
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{} differ", wrong.join("\n"), wrong.len());
}

#[test]
fn starts_with_the_served_lists_of_the_handshakes() {
    let folder = support::corpus("handshakes");
    let cases = support::json(&folder.join("cases.json"));
    let cases = cases.as_array().or(cases["cases"].as_array()).unwrap();
    let outcomes = std::fs::read_to_string(folder.join("outcomes.jsonl")).unwrap();
    let mut wrong = Vec::new();
    let mut judged = 0;
    for line in outcomes.lines().filter(|l| l.contains("\"nginx-load\"") || l.contains("\"haproxy-load\"")) {
        let outcome: Value = serde_json::from_str(line).unwrap();
        let id = outcome["case"].as_str().unwrap();
        let case = cases.iter().find(|c| c["id"] == id).unwrap();
        let chain: String = case["chain"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
        let key = case["key"].as_str().unwrap().as_bytes().to_vec();
        let target = if outcome["client"] == "nginx-load" { "nginx-server" } else { "haproxy-server" };
        let request = ask(target, vec![file("chain.pem", chain, Seat::Server), file("server.key", key, Seat::Server)]);
        judged += 1;
        compare(id, target, outcome["code"].as_str().unwrap(), false, &verdict(&request), &mut wrong);
    }
    assert_eq!(judged, 472);
    assert!(wrong.is_empty(), "{}\n{} differ", wrong.join("\n"), wrong.len());
}

/// A PFX of the matrix with its password.
fn matrix(name: &str, seat: Seat) -> Input {
    let folder = support::corpus("pfx");
    let manifest = support::json(&folder.join("manifest.json"));
    let files = manifest["files"].as_array().unwrap();
    let entry = files.iter().find(|f| f["name"] == name || f["file"] == name).unwrap_or_else(|| panic!("{name}"));
    let mut input = file(name, std::fs::read(folder.join(name)).unwrap(), seat);
    input.password = entry["password"].as_str().map(str::to_owned);
    input
}

/// Outcome, code, confidence and whether something is said.
type Row = (&'static str, Option<&'static str>, &'static str, bool);

#[track_caller]
fn expect(what: &str, request: &Request, expected: Row) {
    let verdict = verdict(request);
    let found = (verdict.outcome, verdict.code.as_deref(), verdict.confidence, verdict.message.is_some());
    assert_eq!(found, expected, "{what}: {verdict:?}");
    assert!(verdict.outcome != "rejected" || !verdict.because.is_empty(), "{what}: no finding says why");
}

const LISTENER: &str = "azure-application-gateway-listener";
const TRUSTED_ROOT: &str = "azure-application-gateway-trusted-root";
const CLIENT_CA: &str = "azure-application-gateway-client-ca";

#[test]
fn application_gateway_listener() {
    const INVALID: Option<&str> = Some("ApplicationGatewaySslCertificateInvalidData");
    let taken = ("accepted", None, "documented", false);
    let taken_with_a_word = ("accepted", None, "documented", true);
    let too_new = ("rejected", INVALID, "reported", true);
    let rows: &[(&str, Row)] = &[
        ("openssl-legacy-3des-3des.pfx", taken),
        ("openssl-legacy-rc2-40-3des.pfx", taken),
        ("openssl-legacy-rc2-128.pfx", taken),
        ("openssl-legacy-2des.pfx", taken),
        ("pyca-3des-sha1.p12", taken),
        ("custom-3des-ber-indefinite.pfx", taken),
        ("openssl-pw-unicode-2-3des.pfx", taken),
        // Leaf and intermediate only: the documentation asks for the root too.
        ("custom-password-eacute-3des.pfx", taken_with_a_word),
        ("custom-mac-sha1.pfx", too_new),
        ("openssl-default-chain.pfx", too_new),
        ("openssl-default-leafonly.pfx", too_new),
        ("opensslnew-default.pfx", too_new),
        ("opensslnew-pbmac1.pfx", too_new),
        ("keytool-default.p12", too_new),
        ("openssl-pbes2-aes-128-cbc.pfx", too_new),
        ("openssl-pbes2-des-ede3-cbc.pfx", too_new),
        ("openssl-mac-sha512.pfx", too_new),
        ("openssl-mixed-aes-key-3des-certs.pfx", too_new),
        ("custom-password-null-3des.pfx", taken_with_a_word),
        ("custom-mac-iter-absent.pfx", too_new),
    ];
    for (name, expected) in rows {
        expect(name, &ask(LISTENER, vec![matrix(name, Seat::Listener)]), *expected);
    }
    // Locked: what encrypts it is visible without the password.
    let locked = |name: &str| {
        let mut input = matrix(name, Seat::Listener);
        input.password = None;
        ask(LISTENER, vec![input])
    };
    expect("locked AES", &locked("openssl-default-chain.pfx"), too_new);
    expect("locked 3DES", &locked("openssl-legacy-3des-3des.pfx"), ("undetermined", None, "inferred", true));
    // PEM with its key is no PFX.
    let ca = Pair::root("Contoso Root CA");
    let leaf = ca.issue("www.contoso.com", &["www.contoso.com"]);
    let pem = file("listener.pem", bundle(&[&leaf, &ca]) + &leaf.key_pem(), Seat::Listener);
    expect("PEM", &ask(LISTENER, vec![pem]), ("rejected", INVALID, "documented", true));
    // Without a listener a server's PFX is looked at, and a server without PFX is not.
    expect("server's", &ask(LISTENER, vec![matrix("openssl-legacy-3des-3des.pfx", Seat::Server)]), taken);
    let pem = file("server.pem", bundle(&[&leaf]), Seat::Server);
    expect("server's PEM", &ask(LISTENER, vec![pem]), ("not-applicable", None, "documented", true));
    // With one, servers are left alone.
    let both = vec![file("server.pem", bundle(&[&leaf]), Seat::Server), matrix("openssl-legacy-3des-3des.pfx", Seat::Listener)];
    let found = verdict(&ask(LISTENER, both));
    assert_eq!((found.server.as_str(), found.outcome), ("listener", "accepted"));
}

#[test]
fn application_gateway_listener_contents_and_size() {
    const INVALID: Option<&str> = Some("ApplicationGatewaySslCertificateInvalidData");
    let root = Pair::root("Contoso Root CA");
    let issuing = root.issue_ca("Contoso Issuing CA");
    let leaf = issuing.issue("www.contoso.com", &["www.contoso.com"]);
    let other = issuing.issue("other.contoso.com", &["other.contoso.com"]);
    let roots: Vec<Pair> = (0..40).map(|n| Pair::root(&format!("Another Root CA {n}"))).collect();
    let with_roots = |count: usize| {
        let mut all: Vec<&[u8]> = vec![&leaf.der, &issuing.der, &root.der];
        all.extend(roots.iter().take(count).map(|r| r.der.as_slice()));
        plain_pfx(&all, &[leaf.key_der()])
    };
    let listener = |bytes: Vec<u8>, generation: &str| {
        let mut request = ask(LISTENER, vec![file("listener.pfx", bytes, Seat::Listener)]);
        let settings = request.settings.entry(LISTENER.to_owned()).or_default();
        settings.insert("generation".to_owned(), SettingValue::Text(generation.to_owned()));
        request
    };
    let (small, medium, large) = (with_roots(0), with_roots(22), with_roots(40));
    assert!(small.len() < 10_240 && (10_241..16_384).contains(&medium.len()), "{}", medium.len());
    assert!(large.len() > 16_384, "{}", large.len());
    let taken = ("accepted", None, "documented", false);
    let too_large = ("rejected", None, "documented", false);
    expect("small, v2", &listener(small.clone(), "v2"), taken);
    expect("small, v1", &listener(small, "v1"), taken);
    expect("medium, v2", &listener(medium.clone(), "v2"), taken);
    expect("medium, v1", &listener(medium, "v1"), too_large);
    expect("large, v2", &listener(large, "v2"), too_large);
    let refused = |confidence| ("rejected", INVALID, confidence, true);
    let said = ("accepted", None, "documented", true);
    let rows: Vec<(&str, Vec<u8>, Row)> = vec![
        ("any order in the bag", plain_pfx(&[&root.der, &leaf.der, &issuing.der], &[leaf.key_der()]), taken),
        ("without root", plain_pfx(&[&leaf.der, &issuing.der], &[leaf.key_der()]), said),
        ("without intermediate", plain_pfx(&[&leaf.der], &[leaf.key_der()]), said),
        ("without intermediate, with root", plain_pfx(&[&leaf.der, &root.der], &[leaf.key_der()]), said),
        ("without key", plain_pfx(&[&leaf.der, &issuing.der, &root.der], &[]), refused("documented")),
        ("key of another", plain_pfx(&[&leaf.der, &issuing.der], &[other.key_der()]), refused("inferred")),
        ("only CAs", plain_pfx(&[&issuing.der, &root.der], &[leaf.key_der()]), refused("inferred")),
        ("two keys", plain_pfx(&[&leaf.der, &other.der, &issuing.der, &root.der], &[leaf.key_der(), other.key_der()]), taken),
    ];
    for (what, bytes, expected) in rows {
        expect(what, &listener(bytes, "v2"), expected);
    }
}

#[test]
fn application_gateway_trusted_root() {
    let root = Pair::root("Contoso Root CA");
    let issuing = root.issue_ca("Contoso Issuing CA");
    let leaf = issuing.issue("app.contoso.local", &["app.contoso.local"]);
    let stranger = Pair::root("Fabrikam Root CA");
    let no_ca = Pair::root_shaped("Contoso Old Root", &Shape { ca: Some(rcgen::IsCa::NoCa), ..Shape::default() });
    let expired = Pair::root_shaped("Contoso Expired Root", &Shape { years: Some((2000, 2020)), ..Shape::default() });
    let own = Pair::self_signed("app.contoso.local", &["app.contoso.local"], false);
    let own_ca = Pair::self_signed("app.contoso.local", &["app.contoso.local"], true);
    let crlf = root.pem.replace('\n', "\r\n");
    let taken = ("accepted", None, "documented", false);
    let taken_with_a_word = ("accepted", None, "documented", true);
    let not_a_root = ("rejected", None, "reported", true);
    let wrong_form = ("rejected", None, "documented", false);
    let rows: Vec<(&str, Vec<u8>, Row)> = vec![
        ("the root", root.pem.clone().into(), taken),
        ("the root, CRLF", crlf.into(), taken),
        ("the root with text before it", format!("Bag Attributes\n{}", root.pem).into(), taken),
        ("a CA:TRUE server certificate", own_ca.pem.clone().into(), taken),
        ("an expired root", expired.pem.clone().into(), taken_with_a_word),
        ("the intermediate", issuing.pem.clone().into(), not_a_root),
        ("the server certificate", leaf.pem.clone().into(), not_a_root),
        ("root in DER", root.der.clone(), wrong_form),
        ("intermediate in DER", issuing.der.clone(), wrong_form),
        ("root and intermediate", bundle(&[&root, &issuing]).into(), wrong_form),
        ("the whole chain", bundle(&[&leaf, &issuing, &root]).into(), wrong_form),
        ("the whole chain, root first", bundle(&[&root, &issuing, &leaf]).into(), wrong_form),
        ("two roots", bundle(&[&root, &stranger]).into(), wrong_form),
        ("the root twice", bundle(&[&root, &root]).into(), wrong_form),
        ("the root with its key", (root.pem.clone() + &root.key_pem()).into(), wrong_form),
        ("a root without CA:TRUE", no_ca.pem.clone().into(), ("rejected", None, "inferred", false)),
        ("a self-signed server certificate", own.pem.clone().into(), ("rejected", None, "inferred", false)),
    ];
    for (what, bytes, expected) in rows {
        expect(what, &ask(TRUSTED_ROOT, vec![file("root.cer", bytes, Seat::Trust)]), expected);
    }
    let with_backend = |chain: &[&Pair], upload: &Pair| {
        let backend = file("vm.pem", bundle(chain), Seat::Server);
        ask(TRUSTED_ROOT, vec![backend, file("root.cer", upload.pem.clone(), Seat::Trust)])
    };
    expect("backend's root", &with_backend(&[&leaf, &issuing], &root), taken);
    expect("backend's root, sent too", &with_backend(&[&leaf, &issuing, &root], &root), taken);
    let direct = root.issue("vm.contoso.local", &["vm.contoso.local"]);
    expect("the root that issued the server certificate itself", &with_backend(&[&direct], &root), taken);
    expect("the backend's intermediate", &with_backend(&[&leaf, &issuing], &issuing), not_a_root);
    expect("the backend's own certificate", &with_backend(&[&leaf, &issuing], &leaf), not_a_root);
    expect("another root", &with_backend(&[&leaf, &issuing], &stranger), taken_with_a_word);
    let namesake = Pair::root("Contoso Root CA");
    expect("a root of the same name", &with_backend(&[&leaf, &issuing], &namesake), taken_with_a_word);
    // Each file is judged for itself.
    let two = ["old.cer", "new.cer"].map(|name| file(name, root.pem.clone(), Seat::Trust));
    let report = certlens::inspect(&ask(TRUSTED_ROOT, two.into()));
    assert_eq!(report.verdicts.len(), 2);
    assert!(report.verdicts.iter().all(|v| v.check == "upload" && v.outcome == "accepted"));
    let pfx = matrix("openssl-legacy-3des-3des.pfx", Seat::Trust);
    expect("PFX", &ask(TRUSTED_ROOT, vec![pfx]), wrong_form);
}

#[test]
fn application_gateway_client_cas() {
    let root = Pair::root("Contoso Client Root");
    let issuing = root.issue_ca("Contoso Client CA");
    let leaf = issuing.issue("alice", &[]);
    let other = Pair::root("Fabrikam Client Root");
    let orphan = other.issue_ca("Fabrikam Client CA");
    let cases: Vec<(&str, String, Row)> = vec![
        ("root and intermediate", bundle(&[&issuing, &root]), ("accepted", None, "documented", false)),
        ("root alone", bundle(&[&root]), ("accepted", None, "documented", false)),
        ("intermediate alone", bundle(&[&issuing]), ("rejected", None, "documented", false)),
        ("intermediate of another root", bundle(&[&root, &orphan]), ("rejected", None, "documented", false)),
        ("two chains", bundle(&[&issuing, &root, &orphan, &other]), ("rejected", None, "inferred", false)),
        ("with a client certificate", bundle(&[&leaf, &issuing, &root]), ("rejected", None, "inferred", false)),
        (
            "too large",
            bundle(&[&root]) + &"# remark\n".repeat(3000) + &bundle(&[&issuing]),
            ("rejected", None, "documented", false),
        ),
    ];
    for (what, text, expected) in cases {
        expect(what, &ask(CLIENT_CA, vec![file("clients.pem", text, Seat::ClientCa)]), expected);
    }
}

#[test]
fn aws_acm_import() {
    let root = Pair::root("Contoso Root CA");
    let issuing = root.issue_ca("Contoso Issuing CA");
    let second = issuing.issue_ca("Contoso Issuing CA 2");
    let leaf = second.issue("app.contoso.com", &["app.contoso.com"]);
    let other = second.issue("other.contoso.com", &["other.contoso.com"]);
    let own = Pair::self_signed("app.contoso.com", &["app.contoso.com"], false);
    let years = |from, to| Shape { years: Some((from, to)), ..Shape::default() };
    let expired = second.issue_shaped("app.contoso.com", &["app.contoso.com"], &years(2024, 2025));
    let early = second.issue_shaped("app.contoso.com", &["app.contoso.com"], &years(2027, 2028));
    let nameless = second.issue("Contoso web server", &[]);
    let chain = bundle(&[&leaf, &second, &issuing, &root]);
    let taken = ("accepted", None, "documented", false);
    let taken_with_a_word = ("accepted", None, "documented", true);
    let refused = ("rejected", None, "documented", false);
    let key = leaf.key_pem();
    let rows: Vec<(&str, Vec<u8>, String, Row)> = vec![
        ("whole chain", chain.clone().into(), key.clone(), taken),
        ("chain without root", bundle(&[&leaf, &second, &issuing]).into(), key.clone(), taken),
        ("chain in CRLF", chain.replace('\n', "\r\n").into(), key.clone(), taken),
        ("certificate alone", bundle(&[&leaf]).into(), key.clone(), taken_with_a_word),
        ("self-signed", bundle(&[&own]).into(), own.key_pem(), taken),
        ("leaf repeated in the chain", bundle(&[&leaf, &leaf, &second, &issuing]).into(), key.clone(), refused),
        ("leaf repeated at the end", bundle(&[&leaf, &second, &issuing, &leaf]).into(), key.clone(), refused),
        ("root before intermediates", bundle(&[&leaf, &root, &issuing, &second]).into(), key.clone(), refused),
        ("intermediates swapped", bundle(&[&leaf, &issuing, &second]).into(), key.clone(), refused),
        ("reversed", bundle(&[&root, &issuing, &second, &leaf]).into(), key.clone(), refused),
        ("issuer left out", bundle(&[&leaf, &issuing, &root]).into(), key.clone(), refused),
        ("stranger at the end", bundle(&[&leaf, &second, &issuing, &own]).into(), key.clone(), refused),
        ("key of another certificate", chain.clone().into(), other.key_pem(), refused),
        ("key in a file of 6 kB", chain.clone().into(), key.clone() + &"\n".repeat(6000), taken),
        ("expired", bundle(&[&expired, &second, &issuing]).into(), expired.key_pem(), refused),
        ("not yet within validity", bundle(&[&early, &second, &issuing]).into(), early.key_pem(), refused),
        ("no host named", bundle(&[&nameless, &second, &issuing]).into(), nameless.key_pem(), refused),
        ("DER", leaf.der.clone(), key.clone(), refused),
        (
            "no BEGIN and END",
            chain.replace("-----BEGIN CERTIFICATE-----\n", "").replace("-----END CERTIFICATE-----\n", "").into(),
            key.clone(),
            refused,
        ),
        ("indented", chain.replace('\n', "\n    ").replacen("-----", "    -----", 1).into(), key.clone(), refused),
    ];
    for (what, certificates, key, expected) in rows {
        let inputs = vec![file("chain.pem", certificates, Seat::Server), file("server.key", key, Seat::Server)];
        expect(what, &ask("aws-acm", inputs), expected);
    }
    let pfx = matrix("openssl-legacy-3des-3des.pfx", Seat::Server);
    expect("PFX", &ask("aws-acm", vec![pfx]), refused);
    let without = ask("aws-acm", vec![file("chain.pem", chain, Seat::Server)]);
    expect("no key", &without, ("undetermined", None, "inferred", true));
    for (scenario, expected) in [
        ("key-pkcs8-encrypted", refused),
        ("chain-ed25519", refused),
        ("chain-p521", taken_or_word()),
        ("right-chain", taken_or_word()),
    ] {
        expect(scenario, &ask("aws-acm", scenario_files(scenario)), expected);
    }
}

/// The scenarios' bundles have no root, and that is nothing to say to ACM.
fn taken_or_word() -> Row {
    ("accepted", None, "documented", false)
}

/// Bundle and key of a scenario.
fn scenario_files(id: &str) -> Vec<Input> {
    let folder = support::corpus("scenarios").join(id);
    ["bundle.pem", "server.key"].map(|name| file(name, std::fs::read(folder.join(name)).unwrap(), Seat::Server)).into()
}

#[test]
fn google_cloud_app_service_front_door_iis_and_kubernetes() {
    let documented = ("accepted", None, "documented", false);
    let refused = ("rejected", None, "documented", false);
    let gcp = "gcp-load-balancer";
    for (scenario, expected) in [
        ("right-chain", documented),
        ("chain-p256", documented),
        ("chain-p384", refused),
        ("chain-ed25519", refused),
        ("rsa-1024", refused),
        ("key-pkcs8-encrypted", refused),
        ("intermediate-missing", documented),
        ("reversed-chain", ("rejected", None, "inferred", false)),
        ("key-does-not-match", ("rejected", None, "inferred", false)),
    ] {
        expect(scenario, &ask(gcp, scenario_files(scenario)), expected);
    }
    let app_service = "azure-app-service";
    for (name, expected) in [
        ("openssl-legacy-3des-3des.pfx", documented),
        ("openssl-default-chain.pfx", ("rejected", None, "reported", true)),
        ("custom-password-eacute-3des.pfx", refused),
    ] {
        expect(name, &ask(app_service, vec![matrix(name, Seat::Server)]), expected);
    }
    expect("App Service, PEM", &ask(app_service, scenario_files("right-chain")), ("not-applicable", None, "documented", true));
    let front_door = "azure-front-door";
    expect("Front Door, private CA", &ask(front_door, vec![matrix("openssl-legacy-3des-3des.pfx", Seat::Server)]), refused);
    expect("Front Door, EC key", &ask(front_door, vec![matrix("openssl-ec-p256.pfx", Seat::Server)]), refused);
    let iis = "iis-server";
    let older = |mut request: Request| {
        request.settings.entry(iis.to_owned()).or_default().insert("windows".to_owned(), SettingValue::Text("older".to_owned()));
        request
    };
    expect("IIS, AES", &ask(iis, vec![matrix("openssl-default-chain.pfx", Seat::Server)]), documented);
    expect("older IIS, AES", &older(ask(iis, vec![matrix("openssl-default-chain.pfx", Seat::Server)])), refused);
    expect("older IIS, 3DES", &older(ask(iis, vec![matrix("openssl-legacy-3des-3des.pfx", Seat::Server)])), documented);
    expect(
        "IIS, leaf only",
        &ask(iis, vec![matrix("openssl-default-leafonly.pfx", Seat::Server)]),
        ("accepted", None, "documented", true),
    );
    expect(
        "IIS, no key",
        &ask(iis, vec![matrix("openssl-truststore.pfx", Seat::Server)]),
        ("rejected", None, "documented", true),
    );
    expect(
        "IIS, other key",
        &ask(iis, vec![matrix("custom-key-of-other-leaf.pfx", Seat::Server)]),
        ("rejected", None, "inferred", false),
    );
    let ingress = "kubernetes-ingress";
    let source = ("accepted", None, "source", false);
    for (scenario, expected) in [
        ("right-chain", source),
        ("leaf-expired", source),
        ("rsa-1024", source),
        ("key-does-not-match", ("rejected", Some("private key does not match public key"), "source", true)),
        ("reversed-chain", ("rejected", Some("private key does not match public key"), "source", true)),
        ("key-pkcs8-encrypted", ("rejected", None, "inferred", false)),
    ] {
        expect(scenario, &ask(ingress, scenario_files(scenario)), expected);
    }
}

#[test]
fn files_of_authorities_by_service() {
    let root = Pair::root("Contoso Client Root");
    let issuing = root.issue_ca("Contoso Client CA");
    let leaf = issuing.issue("alice", &["alice.contoso.com"]);
    let old = Pair::root_shaped("Contoso Old Root", &Shape { years: Some((2000, 2020)), ..Shape::default() });
    let taken = ("accepted", None, "documented", false);
    let taken_with_a_word = ("accepted", None, "documented", true);
    let wrong_form = ("rejected", None, "documented", false);
    let wrong_certificate = ("rejected", None, "inferred", false);
    let open = ("undetermined", None, "inferred", true);
    let bad_bundle = ("rejected", Some("InvalidCaCertificatesBundle"), "documented", true);
    let pem = |pairs: &[&Pair]| bundle(pairs).into_bytes();
    let with_key = || (leaf.pem.clone() + &leaf.key_pem()).into_bytes();
    let large = || (root.pem.clone() + &"# remark\n".repeat(600)).into_bytes();
    let last_large = || ("# remark\n".repeat(600) + &root.pem).into_bytes();
    let pfx = || plain_pfx(&[&root.der], &[]);
    let rows: Vec<(&str, &str, Seat, Vec<u8>, Row)> = vec![
        ("azure-app-service-public", "in DER", Seat::Trust, root.der.clone(), taken),
        ("azure-app-service-public", "in PEM", Seat::Trust, pem(&[&root]), taken),
        ("azure-app-service-public", "of a server", Seat::Trust, pem(&[&leaf]), taken),
        ("azure-app-service-public", "several", Seat::Trust, pem(&[&issuing, &root]), open),
        ("azure-app-service-public", "with its key", Seat::Trust, with_key(), wrong_form),
        ("azure-app-service-public", "in a PFX", Seat::Trust, pfx(), wrong_form),
        ("azure-api-management-ca", "a root in DER", Seat::Trust, root.der.clone(), taken),
        ("azure-api-management-ca", "an intermediate, of clients", Seat::ClientCa, pem(&[&issuing]), taken),
        ("azure-api-management-ca", "in a PFX without key", Seat::Trust, pfx(), taken),
        ("azure-api-management-ca", "a server's", Seat::Trust, pem(&[&leaf]), wrong_certificate),
        ("azure-api-management-ca", "a chain", Seat::Trust, pem(&[&issuing, &root]), open),
        ("aws-api-gateway-trust-store", "the whole path", Seat::ClientCa, pem(&[&issuing, &root]), taken),
        ("aws-api-gateway-trust-store", "a client's own", Seat::ClientCa, pem(&[&leaf, &issuing, &root]), taken_with_a_word),
        ("aws-api-gateway-trust-store", "an expired root", Seat::ClientCa, pem(&[&root, &old]), taken_with_a_word),
        ("aws-api-gateway-trust-store", "in DER", Seat::ClientCa, root.der.clone(), wrong_form),
        ("aws-elb-trust-store", "the whole path", Seat::ClientCa, pem(&[&issuing, &root]), taken),
        ("aws-elb-trust-store", "a client's own", Seat::ClientCa, pem(&[&leaf, &root]), bad_bundle),
        ("aws-elb-trust-store", "in DER", Seat::ClientCa, root.der.clone(), bad_bundle),
        ("gcp-trust-config", "a root", Seat::Trust, pem(&[&root]), taken),
        ("gcp-trust-config", "an intermediate", Seat::ClientCa, pem(&[&issuing]), taken),
        ("gcp-trust-config", "two", Seat::Trust, pem(&[&root, &issuing]), open),
        ("gcp-trust-config", "with much behind it", Seat::Trust, large(), taken),
        ("gcp-trust-config", "too large", Seat::Trust, last_large(), wrong_form),
    ];
    for (target, what, seat, bytes, expected) in rows {
        expect(&format!("{target}, {what}"), &ask(target, vec![file("ca.cer", bytes, seat)]), expected);
    }
}
