//! Key stores as Java 17 and 25 loaded them (`tests/corpora/pfx/java-loads.tsv`), against the rehearsal of `java-key-store`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::inspect;
use certlens::request::{Input, Request, Seat};

/// Files on which the two differ, and why.
const DIFFERENT: &[(&str, &str)] = &[
    ("custom-no-localkeyid.pfx", "Java finds a key's certificate by localKeyID alone; the reader by the key itself"),
    ("custom-nested-safecontents.pfx", "Java passes over nested bags"),
    ("custom-key-of-other-leaf.pfx", "Java compares key and certificate at the first handshake, not when it loads them"),
    ("custom-secret-bag.pfx", "Java takes a bag of secrets for a key that it then cannot open"),
    ("odd-version-9.pfx", "the reader does not mind the version of a PFX"),
    ("wrapped-base64.pfx", "the reader takes Base64 off, and Java does not"),
    ("wrapped-pem-pkcs12.pfx", "the reader takes PEM off, and Java does not"),
];

#[test]
fn stores_load_as_they_did() {
    let folder = support::corpus("pfx");
    let table = std::fs::read_to_string(folder.join("java-loads.tsv")).unwrap();
    let (mut rows, mut coded, mut wrong) = (0, 0, Vec::new());
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [file, password, java17, java25] = fields[..] else { panic!("{line}") };
        // A million rounds say nothing more than a thousand.
        if file.contains("iter-") {
            continue;
        }
        let input = Input {
            name: file.to_owned(),
            bytes: std::fs::read(folder.join(file)).unwrap(),
            password: Some(password.to_owned()),
            seat: Some(Seat::Server),
            server: None,
        };
        let request = Request {
            inputs: vec![input],
            now: Some(1_795_910_100.0),
            targets: Some(vec!["java-key-store".to_owned()]),
            ..Request::default()
        };
        let report = inspect(&request);
        let said = report.verdicts.first().map_or("nothing", |v| v.outcome);
        let right = match java17 {
            "key" => said == "accepted",
            "locked" => said != "accepted",
            _ => matches!(said, "rejected" | "nothing" | "not-applicable" | "undetermined"),
        };
        let told = DIFFERENT.iter().any(|(name, _)| *name == file);
        rows += 1;
        if right == told {
            wrong.push(format!("{file}: Java {java17}, said {said}"));
        }
        // What they threw, where they did: the exception, and what it says up to a value. Java 17 puts its parser's name before it.
        let Some(thrown) = java17.strip_prefix("FAIL ").map(|t| t.replace("parseAlgParameters failed: ", "")) else { continue };
        let Some(verdict) = report.verdicts.first().filter(|v| v.outcome == "rejected") else { continue };
        coded += 1;
        let (code, message) = (verdict.code.as_deref().unwrap_or_default(), verdict.message.as_deref().unwrap_or_default());
        // Of a message without end, as far as the recording goes.
        let says = |thrown: &str| {
            let text = thrown.split_once(": ").map_or("", |(_, text)| text);
            let begins = message.split("...").next().unwrap_or_default();
            thrown.contains(code) && (text.starts_with(begins) || begins.starts_with(text))
        };
        if code.is_empty()
            || message.is_empty()
            || !says(&thrown)
            || java25.strip_prefix("FAIL ").is_some_and(|thrown| !says(thrown))
        {
            wrong.push(format!("{file}: Java {thrown} and {java25}, said {code}: {message}"));
        }
    }
    assert!(rows > 150, "{rows}");
    assert!(coded > 15, "{coded}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
