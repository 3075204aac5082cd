//! Stores out of other projects' test suites.

use super::*;

/// Third-party stores that the table could not open or whose format we only name.
fn store_exception(id: &str) -> Option<&'static str> {
    let name = id.rsplit('/').next()?;
    Some(match name {
        _ if name.ends_with("bksv1") || name.ends_with("bksv2") || name.ends_with(".uber") => "Bouncy Castle's own formats",
        _ => return None,
    })
}

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
            let named = store_exception(id).is_some();
            return if named && counts.problems.is_empty() { vec![format!("{id}: not named")] } else { Vec::new() };
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
    assert_eq!(found, [""; 0]);
}
