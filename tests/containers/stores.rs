//! Stores out of other projects' test suites.

use super::*;

/// Stores that no tool opened for the table: our password for them and the problem they are named with. Without a
/// problem they open: NSS's own test password, and a store whose secret key Java cannot unseal.
const UNOPENED: [(&str, &str, &[&str]); 12] = [
    ("boringssl/crypto/pkcs8/test/bad1.p12", "", &["container-damaged"]),
    // An OCTET STRING nested a hundred times, on purpose.
    ("boringssl/crypto/pkcs8/test/empty_password_ber_nested.p12", "", &["container-damaged"]),
    ("nss/tests/libpkix/certs/OCSPCA2.p12", "nssnss", &[]),
    ("nss/tests/libpkix/certs/OCSPRoot.p12", "nssnss", &[]),
    ("openssl/test/recipes/80-test_pkcs12_data/bad1.p12", "", &["container-damaged"]),
    ("openssl/test/recipes/80-test_pkcs12_data/bad2.p12", "", &["container-damaged"]),
    ("openssl/test/recipes/90-test_store_cases_data/garbage-pkcs12.p12", "", &["key-damaged"]),
    ("pyjks/tests/keystores/bks/custom_entry_passwords.bksv1", "", &["keystore-unsupported"]),
    ("pyjks/tests/keystores/bks/empty.bksv2", "", &["keystore-unsupported"]),
    ("pyjks/tests/keystores/jceks/unknown_sealed_object_sealAlg.jceks", "12345678", &[]),
    ("pyjks/tests/keystores/uber/custom_entry_passwords.uber", "", &["keystore-unsupported"]),
    ("rustcrypto/cms/tests/examples/example.pfx", "", &["wrong-password"]),
];

#[test]
fn stores_of_other_projects_open() {
    let Some(folder) = support::third_party() else { return };
    let table = rows(&folder.join("cases/stores.json"), "cases");
    let found = disagreements(&table, |row| {
        let id = row["id"].as_str().unwrap();
        let expected = &row["expect"];
        let bytes = std::fs::read(folder.join(id)).unwrap();
        let reading = read(&bytes, row["password"].as_str());
        let counts = count(&reading);
        if expected["opens"] != true {
            let Some((_, password, problems)) = UNOPENED.iter().find(|row| row.0 == id) else {
                return vec![format!("{id}: not in the list")];
            };
            let counts = count(&read(&bytes, Some(password)));
            let agrees = counts.problems.iter().collect::<BTreeSet<_>>() == problems.iter().collect();
            return if agrees { Vec::new() } else { vec![format!("{id}: {counts:?}")] };
        }
        let keys = counts.keys + counts.locked_keys;
        // The table's password for a JKS is none at all, as Java reads the certificates without one.
        let locked_on_purpose = row["format"] != "pkcs12" && row["password"] == "";
        let agrees = expected["certs"] == counts.certificates
            && expected["keys"] == keys
            && (counts.locked_keys == 0 || locked_on_purpose)
            && (counts.problems.is_empty() || locked_on_purpose);
        if agrees { Vec::new() } else { vec![format!("{id}: {counts:?}, table says {expected}")] }
    });
    crate::matrix::said("third-party/stores", table.len(), &found);
    assert_eq!(found, [""; 0]);
}
