//! Every file of our own matrix: nine producers, every password and every scheme.

use super::*;

pub fn matrix() -> Vec<Value> {
    rows(&support::corpus("pfx").join("manifest.json"), "files")
}

/// Files of the matrix whose expectation is not met, and why that is right.
const MATRIX_EXCEPTIONS: [&str; 0] = [];

/// The line of the table; a row names its file first.
pub fn said(corpus: &str, files: usize, found: &[String]) {
    let differing: BTreeSet<&str> = found.iter().filter_map(|row| row.split(':').next()).collect();
    support::agreement::print(corpus, files, files - differing.len(), 0, found);
}

#[test]
fn every_file_of_the_matrix_opens_with_its_password() {
    let found = disagreements(&matrix(), |row| {
        let name = row["file"].as_str().unwrap();
        let bytes = std::fs::read(support::corpus("pfx").join(name)).unwrap();
        let expected = &row["expected"];
        let reading = read(&bytes, row["password"].as_str());
        let counts = count(&reading);
        let mut wrong = Vec::new();
        let mut say = |what: &str, got: String| wrong.push(format!("{name}: {what}, got {got}"));
        if expected["certs"] != counts.certificates {
            say("certificates", counts.certificates.to_string());
        }
        if expected["distinct_certs"].is_u64() && expected["distinct_certs"] != counts.distinct.len() {
            say("distinct certificates", counts.distinct.len().to_string());
        }
        if expected["crls"].is_u64() && expected["crls"] != counts.crls {
            say("revocation lists", counts.crls.to_string());
        }
        // A key with a password of its own counts, and says so. Of a damaged file nothing is opened.
        let (damaged, own) = (expected["expect_error"].is_string(), row["entry_password"].is_string());
        let keys = counts.keys + if damaged { 0 } else { counts.locked_keys };
        if expected["keys"] != keys || (counts.locked_keys > 0 && !damaged) != own {
            say("keys", format!("{} open, {} locked", counts.keys, counts.locked_keys));
        }
        if let Some(alias) = expected["friendly_name"].as_str()
            && !counts.aliases.iter().any(|a| a == alias)
        {
            say("friendly name", format!("{:?}", counts.aliases));
        }
        let problems: &[&str] = match expected["expect_error"].as_str() {
            None if row["entry_password"].is_string() => &["other-password"],
            None => &[],
            Some("mac-mismatch") => &["container-damaged"],
            Some("truncated") => &["truncated"],
            Some("empty") => &["file-empty"],
            Some(other) => panic!("{other}"),
        };
        if counts.problems.iter().copied().collect::<BTreeSet<_>>() != problems.iter().copied().collect() {
            say("problems", format!("{:?}", counts.problems));
        }
        wrong.extend(mac_and_leaf(name, expected, &reading));
        wrong
    });
    said("pfx", matrix().len(), &found);
    assert_eq!(found, MATRIX_EXCEPTIONS, "see above");
}

fn mac_and_leaf(name: &str, expected: &Value, reading: &Reading) -> Vec<String> {
    let mut wrong = Vec::new();
    let summary = reading.items.iter().find_map(|item| match &item.content {
        Content::Pkcs12(summary) if summary.size > 0 => Some(summary),
        _ => None,
    });
    if let Some(summary) = summary {
        let mac = summary.mac.as_ref().map(|mac| {
            let digest = mac.digest.to_lowercase().replace("sha-", "sha");
            if mac.pbmac1 { format!("pbmac1-{digest}") } else { digest }
        });
        let agrees = match expected["mac"].as_str() {
            Some("yes") => mac.is_some(),
            other => other == mac.as_deref(),
        };
        if !agrees {
            wrong.push(format!("{name}: MAC, got {mac:?}"));
        }
        let verified = summary.mac.as_ref().and_then(|mac| mac.verified);
        if verified != expected["mac_ok"].as_bool() {
            wrong.push(format!("{name}: MAC verified, got {verified:?}"));
        }
        if let Some(rounds) = expected["iterations"].as_u64()
            && !summary.key_encryption.iter().any(|scheme| scheme.iterations == Some(rounds))
        {
            wrong.push(format!("{name}: rounds, got {:?}", summary.key_encryption));
        }
    }
    // The public half of a key is that of the certificate with the expected subject, unless the file pairs them wrongly.
    let keys: BTreeSet<_> = private_keys(reading).map(|key| key.public.as_ref().expect("computed").spki_sha256).collect();
    if let (Some(subject), false) = (expected["leaf_subject"].as_str(), keys.is_empty()) {
        let subject: BTreeSet<&str> = subject.split(',').collect();
        let pairs = reading.items.iter().any(|item| {
            let Content::Certificate(der) = &item.content else { return false };
            let certificate = certlens::x509::decode_certificate(der).unwrap();
            keys.contains(&certificate.public_key.spki_sha256)
                && certificate.subject.to_rfc4514().split(',').collect::<BTreeSet<_>>() == subject
        });
        if pairs != expected["key_matches_leaf"].as_bool().unwrap_or(true) {
            wrong.push(format!("{name}: key and certificate, got {pairs}"));
        }
    }
    wrong
}

#[test]
fn a_wrong_password_is_named_as_such() {
    const WRONG: &str = "definitely-not-the-password";
    let found = disagreements(&matrix(), |row| {
        let name = row["file"].as_str().unwrap();
        let expected = &row["expected"];
        let bytes = std::fs::read(support::corpus("pfx").join(name)).unwrap();
        let reading = read(&bytes, Some(WRONG));
        let counts = count(&reading);
        let problems: BTreeSet<_> = counts.problems.iter().copied().collect();
        let mut wrong = Vec::new();
        let agrees = match (expected["wrong_password"].as_str(), expected["expect_error"].as_str()) {
            // There is no password to be wrong about.
            (_, Some("truncated")) => problems == BTreeSet::from(["truncated"]),
            (_, Some("empty")) => problems == BTreeSet::from(["file-empty"]),
            (Some("opens-anyway"), _) => problems.is_empty() && password_state(&reading) != PasswordState::Wrong,
            // Without a MAC nobody can tell.
            _ if expected["mac"].is_null() => problems == BTreeSet::from(["password-or-damage"]),
            _ => problems == BTreeSet::from(["wrong-password"]),
        };
        let opens_anyway = expected["wrong_password"] == "opens-anyway";
        if !agrees {
            wrong.push(format!("{name}: {problems:?}"));
        }
        let says_wrong = password_state(&reading) == PasswordState::Wrong;
        if says_wrong != (!opens_anyway && expected["expect_error"].as_str().is_none_or(|error| error == "mac-mismatch")) {
            wrong.push(format!("{name}: password {:?}", password_state(&reading)));
        }
        if expected["certs_readable_without_password"] == true && expected["certs"] != counts.certificates {
            wrong.push(format!("{name}: {} certificates in the clear", counts.certificates));
        }
        wrong
    });
    said("pfx, wrong password", matrix().len(), &found);
    assert_eq!(found, [""; 0]);
}

#[test]
fn without_a_password_nothing_is_an_error() {
    let found = disagreements(&matrix(), |row| {
        let name = row["file"].as_str().unwrap();
        let expected = &row["expected"];
        if expected["expect_error"].is_string() {
            return Vec::new();
        }
        let bytes = std::fs::read(support::corpus("pfx").join(name)).unwrap();
        let reading = read(&bytes, None);
        let counts = count(&reading);
        let mut wrong = Vec::new();
        if !counts.problems.is_empty() {
            wrong.push(format!("{name}: {:?}", counts.problems));
        }
        let clear = expected["certs_readable_without_password"] == true || row["format"] != "pkcs12";
        if clear && expected["certs"] != counts.certificates {
            wrong.push(format!("{name}: {} certificates in the clear", counts.certificates));
        }
        // An empty password is found, where trying costs little; otherwise the reader asks, and names it.
        let asks = password_state(&reading) == PasswordState::Needed;
        let notes = reading.items.iter().flat_map(|item| &item.notes).any(|note| note.id == "password-needed");
        let everything = expected["certs"] == counts.certificates && expected["keys"] == counts.keys;
        if asks == everything || asks != notes {
            wrong.push(format!("{name}: {:?}, {counts:?}", password_state(&reading)));
        }
        wrong
    });
    assert_eq!(found, WITHOUT_PASSWORD_EXCEPTIONS);
}

/// Stores that are wholly readable yet ask for nothing, or the other way round.
const WITHOUT_PASSWORD_EXCEPTIONS: [&str; 0] = [];

#[test]
fn the_password_of_an_entry_opens_that_entry() {
    for row in matrix().iter().filter(|row| row["entry_password"].is_string()) {
        let bytes = std::fs::read(support::corpus("pfx").join(row["file"].as_str().unwrap())).unwrap();
        let reading = read(&bytes, row["entry_password"].as_str());
        let counts = count(&reading);
        assert_eq!((counts.keys, counts.locked_keys, counts.problems.len()), (1, 0, 0), "{}", row["file"]);
        assert_eq!(password_state(&reading), PasswordState::Accepted);
    }
}
