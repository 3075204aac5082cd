//! Every file of the scenarios is read as its manifest says.

use super::{certificates, count, damaged_certificates, ids, input, support};
use certlens::input::{Content, NoteClass, Reading, find_note, read};
use certlens::request::Input;
use serde_json::Value;
use std::fmt::Write as _;

struct Scenario<'a> {
    value: &'a Value,
}

impl Scenario<'_> {
    fn read(&self, role: &str) -> Reading {
        let files = self.value["files"].as_array().unwrap().iter().filter(|f| f["role"] == role);
        let inputs: Vec<Input> = files
            .map(|file| {
                let name = file["file"].as_str().unwrap();
                let bytes = std::fs::read(support::corpus("scenarios").join(name)).unwrap();
                input(name, bytes, file["password"].as_str())
            })
            .collect();
        read(&inputs)
    }

    fn finds(&self, code: &str) -> bool {
        self.value["expected"]["findings"].as_array().unwrap().iter().any(|f| f == code || f["code"] == code)
    }
}

#[test]
fn scenarios_are_read_as_their_manifest_says() {
    let manifest = support::json(&support::corpus("scenarios/manifest.json"));
    let table = &manifest["certificates"];
    let mut wrong = String::new();
    let scenarios = manifest["scenarios"].as_array().unwrap();
    for value in scenarios {
        let scenario = Scenario { value };
        let id = value["id"].as_str().unwrap();
        let mut check = |what: &str, right: bool, detail: String| {
            if !right {
                writeln!(wrong, "{id}: {what}: {detail}").unwrap();
            }
        };
        let expected = &value["expected"];
        let bundle = scenario.read("bundle");
        let labels = expected["certs_in_file_order"].as_array().unwrap();
        let wanted: Vec<&str> = labels.iter().map(|label| table[label.as_str().unwrap()]["sha256"].as_str().unwrap()).collect();
        let found = certificates(&bundle);
        check("certificates", found == wanted, format!("{found:?} for {labels:?}, notes {:?}", ids(&bundle)));

        let trusted = scenario.read("trusted-root");
        if let Some(roots) = expected["trusted_roots"].as_array() {
            let wanted: Vec<&str> =
                roots.iter().map(|label| table[label.as_str().unwrap()]["sha256"].as_str().unwrap()).collect();
            check("trusted roots", certificates(&trusted) == wanted, format!("{:?}", ids(&trusted)));
        }
        if let Some(keys) = expected["private_keys"].as_u64() {
            let found = count(&bundle, "private-key");
            check("private keys", found as u64 == keys, format!("{found}"));
        }
        for (role, kind) in [("csr", "certification-request"), ("crl", "crl")] {
            let files = value["files"].as_array().unwrap().iter().filter(|f| f["role"] == role).count();
            let found = count(&scenario.read(role), kind);
            check(kind, found == files, format!("{found} of {files}"));
        }
        let key = scenario.read("key");
        let key_files = value["files"].as_array().unwrap().iter().filter(|f| f["role"] == "key").count();
        let public_only = scenario.finds("PUBLIC_KEY_ONLY");
        let kind = if public_only { "public-key" } else { "private-key" };
        check(kind, count(&key, kind) == key_files, format!("{:?}", key.items));

        let notes = ids(&bundle);
        let damage = notes.iter().any(|id| find_note(id).is_some_and(|n| n.class == NoteClass::Damage));
        let errors = damaged_certificates(&bundle);
        let error = |id: &str| errors.iter().any(|item| item.error.as_ref().is_some_and(|e| e.id == id));
        for (code, reported) in [
            ("PEM_DAMAGED_REPAIRED", damage),
            ("PEM_LABEL_MISMATCH", notes.contains("pem-label-mismatch") || notes.contains("pem-end-label-differs")),
            ("PEM_TRUNCATED", error("pem-truncated")),
            ("CERT_DAMAGED", !errors.is_empty() && !error("pem-truncated")),
            ("TRAILING_DATA", notes.contains("trailing-data")),
            ("KEY_IN_BUNDLE", count(&bundle, "private-key") > 0 && id == "key-before-cert"),
            (
                "NO_CERTIFICATE",
                !bundle.inputs.is_empty()
                    && bundle.inputs.iter().all(|i| i.error.as_ref().is_some_and(|e| e.id != "pem-truncated"))
                    && bundle.items.iter().all(|i| matches!(i.content, Content::Unrecognised)),
            ),
        ] {
            check(
                code,
                reported == scenario.finds(code),
                format!("reported {reported}, notes {notes:?}, {:?}", errors.iter().map(|e| &e.error).collect::<Vec<_>>()),
            );
        }
        let locked = value["files"].as_array().unwrap().iter().any(|f| f["role"] == "key" && f["password"].is_string());
        let state = key.inputs.iter().any(|i| i.password == certlens::report::PasswordState::Accepted);
        check("KEY_ENCRYPTED", state == locked && locked == scenario.finds("KEY_ENCRYPTED"), format!("{state}"));
        for reading in [&bundle, &trusted, &key] {
            for item in &reading.items {
                for note in item.notes.iter().chain(&item.error) {
                    check("registered", find_note(note.id).is_some(), note.id.to_owned());
                }
            }
        }
    }
    assert_eq!(scenarios.len(), 154);
    let differing: std::collections::BTreeSet<&str> = wrong.lines().filter_map(|row| row.split(':').next()).collect();
    let rows: Vec<String> = wrong.lines().map(str::to_owned).collect();
    support::agreement::print("scenarios/reading", scenarios.len(), scenarios.len() - differing.len(), 0, &rows);
    assert!(wrong.is_empty(), "{wrong}");
}
