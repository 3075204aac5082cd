//! Files that mean harm.

use super::*;

/// A hundred million rounds are refused at once, by their number.
#[test]
fn too_many_rounds_are_refused() {
    let mut bytes = std::fs::read(support::corpus("pfx").join("openssl-iter-1m.pfx")).unwrap();
    // INTEGER 1,000,000 becomes 8,388,607, of the same length.
    let mut replaced = 0;
    while let Some(at) = bytes.windows(5).position(|window| window == [2, 3, 0x0f, 0x42, 0x40]) {
        bytes[at + 2..at + 5].copy_from_slice(&[0x7f, 0xff, 0xff]);
        replaced += 1;
    }
    assert!(replaced >= 2);
    for password in [Some("P@ssw0rd-2026"), None] {
        let reading = read(&bytes, password);
        let counts = count(&reading);
        assert_eq!(counts.problems[0], "too-many-iterations");
        assert_eq!(counts.details[0], "8,388,607");
        assert_eq!(reading.derivation_work(), 0);
    }
}

/// The same where only the contents ask for them and the integrity check does not: told before anybody types a password.
#[test]
fn too_many_rounds_behind_a_cheap_integrity_check() {
    let mut bytes = std::fs::read(support::corpus("pfx").join("openssl-iter-2m-3des.pfx")).unwrap();
    // The MAC's rounds are the last three bytes of the file.
    let end = bytes.len() - 3;
    while let Some(at) = bytes[..end].windows(5).position(|window| window == [2, 3, 0x1e, 0x84, 0x80]) {
        bytes[at + 2..at + 5].copy_from_slice(&[0x7f, 0xff, 0xff]);
    }
    bytes[end..].copy_from_slice(&[0, 0, 1]);
    let reading = read(&bytes, None);
    let counts = count(&reading);
    assert_eq!(counts.problems.iter().copied().collect::<BTreeSet<_>>(), BTreeSet::from(["too-many-iterations"]));
    assert!(counts.details.iter().all(|detail| detail == "8,388,607"), "{counts:?}");
    assert_eq!(count(&read(&bytes, Some("wrong"))).problems[0], "wrong-password");
}

/// Files with few rounds, so that a thousand readings take no time.
fn quick_files() -> Vec<(String, Vec<u8>)> {
    [
        "custom-3des-ber-indefinite.pfx",
        "custom-aes-ber-indefinite.pfx",
        "custom-nested-safecontents.pfx",
        "custom-plain-nomac.pfx",
        "custom-crl-bag.pfx",
        "keytool-secretkey.jceks",
        "keytool-two-keys.jks",
        "openssl-all-plain-mac.pfx",
    ]
    .map(|name| (name.to_owned(), std::fs::read(support::corpus("pfx").join(name)).unwrap()))
    .to_vec()
}

#[test]
fn damage_anywhere_is_survived() {
    for (name, bytes) in quick_files() {
        for at in (0..bytes.len()).step_by(13) {
            let cut = read(&bytes[..at], None);
            assert!(at < 8 || !cut.items.is_empty() || cut.inputs[0].error.is_some(), "{name} cut at {at}");
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            read(&flipped, None);
            flipped[at] = 0xff;
            read(&flipped, None);
        }
    }
}

/// A cut store says so and keeps what came before.
#[test]
fn a_store_that_is_cut_off_keeps_its_first_entries() {
    let bytes = std::fs::read(support::corpus("pfx").join("keytool-truststore.jks")).unwrap();
    let reading = read(&bytes[..bytes.len() * 2 / 3], Some("P@ssw0rd-2026"));
    let counts = count(&reading);
    assert_eq!((counts.certificates, counts.problems), (1, vec!["truncated"]));
}
