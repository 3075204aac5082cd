//! Files that are made: they are what was proposed, Certlens and openssl read them, and the commands shown make the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::mend::Plan;
use certlens::report::Repair;
use certlens::request::{Input, Seat};
use certlens::{Report, Request, inspect, mend};
use std::path::{Path, PathBuf};
use std::process::Command;

const NOW: f64 = 1_795_435_200.0;

fn input(scenario: &str, file: &str, name: &str, seat: Seat) -> Input {
    let mut input = Input::default();
    input.name = name.to_owned();
    input.bytes = std::fs::read(support::corpus("scenarios").join(scenario).join(file)).unwrap();
    input.seat = Some(seat);
    input
}

fn request(inputs: Vec<Input>) -> Request {
    Request { inputs, now: Some(NOW), ..Request::default() }
}

/// A bundle in the wrong order with its key and root, under a name that no shell should run.
fn reversed(name: &str) -> Request {
    request(vec![
        input("reversed-chain", "bundle.pem", name, Seat::Server),
        input("reversed-chain", "server.key", "server.key", Seat::Server),
        input("reversed-chain", "root.cer", "root.cer", Seat::Trust),
    ])
}

fn plan(repair: &Repair) -> Plan {
    Plan {
        kind: repair.kind.to_owned(),
        server: repair.server.clone(),
        password: Some("secret-1".to_owned().into()),
        seed: (0..64).collect(),
    }
}

fn repair<'a>(report: &'a Report, kind: &str) -> &'a Repair {
    report.repairs.iter().find(|r| r.kind == kind).unwrap_or_else(|| panic!("{kind} is not proposed"))
}

fn make(request: &Request, kind: &str) -> Vec<u8> {
    let report = inspect(request);
    let mut made = mend(request, &plan(repair(&report, kind)));
    assert_eq!(made.files.len(), 1, "{kind}");
    std::mem::take(&mut made.files[0].bytes)
}

fn fingerprints(report: &Report, indexes: &[usize]) -> Vec<String> {
    indexes.iter().map(|&i| report.certificates[i].sha256.clone()).collect()
}

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("certlens-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs openssl; `None` where it is not installed, which only a machine of one's own may be.
fn openssl(arguments: &[&str], folder: &Path) -> Option<String> {
    match Command::new("openssl").args(arguments).current_dir(folder).output() {
        Ok(done) => {
            assert!(done.status.success(), "openssl {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
            Some(String::from_utf8(done.stdout).unwrap())
        }
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "openssl is missing: {error}");
            eprintln!("not run: openssl is not installed");
            None
        }
    }
}

#[test]
fn every_proposed_file_is_made_and_holds_what_was_proposed() {
    let request = reversed("bundle.pem");
    let report = inspect(&request);
    for kind in ["bundle", "bundle-with-root", "certificate", "chain", "root-cer", "bundle-with-key", "key", "trust-bundle"] {
        let repair = repair(&report, kind);
        let bytes = make(&request, kind);
        let text = std::str::from_utf8(&bytes).unwrap();
        assert!(text.ends_with("-----\n") && !text.contains('\r'), "{kind}");
        assert_eq!(repair.has_key, text.contains("PRIVATE KEY"), "{kind}: key material only where it is asked for");
        if kind == "key" {
            continue;
        }
        let mut again = Input::default();
        again.name = repair.name.clone();
        again.bytes = bytes;
        again.seat = Some(Seat::Server);
        let read = inspect(&self::request(vec![again]));
        let found: Vec<usize> = read.items.iter().filter_map(|i| i.certificate).collect();
        assert_eq!(fingerprints(&read, &found), fingerprints(&report, &repair.certificates), "{kind}");
        assert!(read.items.iter().all(|i| i.notes.is_empty() && i.error.is_none()), "{kind} reads without repairs");
    }
}

#[test]
fn the_bundle_is_in_path_order_and_says_what_changed() {
    let request = reversed("bundle.pem");
    let report = inspect(&request);
    let server = &report.servers[0];
    let bundle = repair(&report, "bundle");
    assert_eq!(bundle.certificates, server.proposed);
    let changes: Vec<(&str, &str)> = bundle.changes.iter().map(|c| (c.kind, c.label.as_str())).collect();
    assert_eq!(
        changes,
        [("moved", "app.contoso.internal"), ("moved", "Contoso Issuing CA 01"), ("dropped", "Contoso Private Root CA")]
    );
    let made = mend(&request, &plan(bundle));
    assert_eq!(made.diff, "> app.contoso.internal\n> Contoso Issuing CA 01\n- Contoso Private Root CA\n");
    assert_eq!(made.files[0].name, "app.contoso.internal-fullchain.pem");
}

#[test]
fn a_missing_issuer_is_added_from_another_file_or_named() {
    let alone = || input("intermediate-missing", "bundle.pem", "bundle.pem", Seat::Server);
    let report = inspect(&request(vec![alone()]));
    let bundle = repair(&report, "bundle");
    assert!(bundle.changes.iter().any(|c| c.kind == "missing" && c.label == "CN=Contoso Issuing CA 01,O=Contoso"));
    let report = inspect(&request(vec![alone(), input("leaf-last", "bundle.pem", "other.pem", Seat::Ignore)]));
    let bundle = repair(&report, "bundle");
    assert!(bundle.changes.iter().any(|c| c.kind == "added" && c.label == "Contoso Issuing CA 01"), "{:?}", bundle.changes);
}

#[test]
fn openssl_reads_what_was_made() {
    let folder = Folder::new("mending");
    let request = reversed("bundle.pem");
    for (kind, name) in [("certificate", "leaf.pem"), ("chain", "chain.pem"), ("root-cer", "root.cer"), ("key", "plain.key")] {
        folder.write(name, &make(&request, kind));
    }
    folder.write("combined.pem", &make(&request, "bundle-with-key"));
    let Some(verified) =
        openssl(&["verify", "-attime", "1795435200", "-CAfile", "root.cer", "-untrusted", "chain.pem", "leaf.pem"], &folder.0)
    else {
        return;
    };
    assert_eq!(verified.trim(), "leaf.pem: OK");
    let public = openssl(&["pkey", "-in", "plain.key", "-pubout"], &folder.0).unwrap();
    assert_eq!(public, openssl(&["x509", "-in", "leaf.pem", "-noout", "-pubkey"], &folder.0).unwrap());
    assert_eq!(public, openssl(&["pkey", "-in", "combined.pem", "-pubout"], &folder.0).unwrap());
}

/// The commands shown beside a file make the same file, also when the input has a name that a shell would run.
#[test]
fn the_equivalent_commands_make_the_same_file() {
    for (n, name) in
        ["bundle.pem", "-my server (1).pem", "-rf $(touch pwned) `touch pwned`; touch pwned '.pem", "it's \"quoted\" & done.pem"]
            .iter()
            .enumerate()
    {
        let request = reversed(name);
        let report = inspect(&request);
        let folder = Folder::new(&format!("commands-{n}"));
        for input in &request.inputs {
            // Whoever fills in the placeholder of such a name has to quote it; here the file is called as the placeholder.
            let unusual = input.name.contains(['\'', '`', '"']);
            folder.write(if unusual { "FILE" } else { &input.name }, &input.bytes);
        }
        for kind in ["bundle", "bundle-with-root", "certificate", "chain", "root-cer"] {
            let repair = repair(&report, kind);
            for command in repair.commands.iter().filter(|c| matches!(c.tool, "sh" | "openssl")) {
                let done = Command::new("sh").arg("-c").arg(&command.text).current_dir(&folder.0).output().unwrap();
                assert!(done.status.success(), "{}: {}", command.text, String::from_utf8_lossy(&done.stderr));
            }
            let made = std::fs::read(folder.0.join(&repair.name)).unwrap();
            assert_eq!(String::from_utf8_lossy(&made), String::from_utf8_lossy(&make(&request, kind)), "{name}: {kind}");
        }
        assert!(!folder.0.join("pwned").exists(), "{name} was run");
    }
}

#[test]
fn a_rebuilt_pfx_opens_with_its_new_password() {
    let folder = Folder::new("pfx");
    let request = reversed("bundle.pem");
    let report = inspect(&request);
    for kind in ["pfx-legacy", "pfx-modern"] {
        let bytes = make(&request, kind);
        let mut again = Input::default();
        again.name = "new.pfx".to_owned();
        again.bytes = bytes.clone();
        again.password = Some("secret-1".to_owned());
        again.seat = Some(Seat::Server);
        let read = inspect(&self::request(vec![again]));
        let found: Vec<usize> = read.items.iter().filter_map(|i| i.certificate).collect();
        assert_eq!(fingerprints(&read, &found), fingerprints(&report, &repair(&report, kind).certificates), "{kind}");
        let key = read.servers[0].key.as_ref().expect("the key is inside");
        assert_eq!(key.matches, read.servers[0].leaf, "{kind}");
        folder.write("new.pfx", &bytes);
        if let Some(public) = openssl(&["pkcs12", "-in", "new.pfx", "-passin", "pass:secret-1", "-nokeys", "-clcerts"], &folder.0)
        {
            assert!(public.contains("BEGIN CERTIFICATE"), "{kind}");
        }
    }
    // Without randomness from the caller, nothing that needs it is made.
    let without = Plan { seed: Vec::new(), ..plan(repair(&report, "pfx-modern")) };
    assert!(mend(&request, &without).files.is_empty());
}

#[test]
fn a_plan_that_was_not_proposed_makes_nothing() {
    let request = reversed("bundle.pem");
    for (kind, server) in [("bundle", Some("no such server")), ("no-such-kind", Some("server")), ("key", None)] {
        let plan = Plan { kind: kind.to_owned(), server: server.map(str::to_owned), ..Plan::default() };
        assert!(mend(&request, &plan).files.is_empty(), "{kind}");
    }
    let without_key = self::request(vec![input("leaf-last", "bundle.pem", "bundle.pem", Seat::Server)]);
    let plan = Plan { kind: "key".to_owned(), server: Some("server".to_owned()), ..Plan::default() };
    assert!(mend(&without_key, &plan).files.is_empty());
}
