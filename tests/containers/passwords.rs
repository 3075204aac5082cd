//! Passwords as they are typed and pasted: nearly right ones open the file and say how, and what is wrong is told apart.

use super::writer::material;
use super::*;
use certlens::mend::pfx::{Contents, Protection, SEED_LENGTH, write};

fn pfx(password: &str) -> Vec<u8> {
    let material = material();
    let certificates: Vec<&[u8]> = material.certificates.iter().map(Vec::as_slice).collect();
    let contents = Contents { key: &material.key.pkcs8, certificates: &certificates, friendly_name: None };
    write(&contents, Protection::TripleDes, password, &[7; SEED_LENGTH]).unwrap()
}

/// Ids of the notes on the container, with what they say in particular.
fn notes(reading: &Reading) -> Vec<(&'static str, &str)> {
    reading.items[0].notes.iter().map(|note| (note.id, &*note.detail)).collect()
}

#[test]
fn blanks_around_a_password_are_left_out() {
    let file = pfx("P@ss word");
    for typed in ["P@ss word ", " P@ss word", "P@ss word\r\n", "\tP@ss word\u{a0}"] {
        let reading = read(&file, Some(typed));
        assert_eq!((count(&reading).keys, password_state(&reading)), (1, PasswordState::Accepted), "{typed:?}");
        assert_eq!(notes(&reading), [("password-trimmed", "")], "{typed:?}");
    }
    assert_eq!(notes(&read(&file, Some("P@ss word"))), []);
    // Where they belong to the password, they are no remark.
    let file = pfx("P@ss ");
    assert_eq!((count(&read(&file, Some("P@ss "))).keys, notes(&read(&file, Some("P@ss ")))), (1, vec![]));
    assert_eq!(count(&read(&file, Some("P@ss"))).problems, ["wrong-password"]);
}

#[test]
fn accents_are_tried_both_ways() {
    let (together, apart) = ("Gr\u{fc}n-\u{160}\u{f3}", "Gru\u{308}n-S\u{30c}o\u{301}");
    let reading = read(&pfx(together), Some(apart));
    assert_eq!(notes(&reading), [("password-encoding", "accents composed with their letters (NFC)")]);
    assert_eq!(count(&reading).keys, 1);
    let reading = read(&pfx(apart), Some(together));
    assert_eq!(notes(&reading), [("password-encoding", "accents apart from their letters (NFD)")]);
    assert_eq!(count(&reading).keys, 1);
    assert_eq!(count(&read(&pfx(apart), Some("Grun-So"))).problems, ["wrong-password"]);
}

/// The same for key stores and for keys by themselves.
#[test]
fn every_reader_takes_a_pasted_password() {
    for (file, password) in [
        ("pfx/keytool-jks.jks", "P@ssw0rd-2026\n"),
        ("pfx/keytool-jceks.jceks", " P@ssw0rd-2026"),
        ("scenarios/key-pkcs8-encrypted/server.key", "Geheim-2026 "),
        ("scenarios/key-traditional-encrypted/server.key", "Geheim-2026\r\n"),
    ] {
        let reading = read(&std::fs::read(support::corpus(file)).unwrap(), Some(password));
        assert_eq!(count(&reading).keys, 1, "{file}");
        assert_eq!(notes(&reading), [("password-trimmed", "")], "{file}");
    }
}

/// Of a store that is cut off before anything locked, nothing can be said about the password.
#[test]
fn a_password_that_opened_nothing_is_not_accepted() {
    let bytes = std::fs::read(support::corpus("pfx").join("keytool-jks.jks")).unwrap();
    assert_eq!(password_state(&read(&bytes[..200], Some("P@ssw0rd-2026"))), PasswordState::NotNeeded);
}

/// Five reasons why a file will not open, five ids. The damage is one flipped bit in each place that matters.
#[test]
fn reasons_are_told_apart() {
    let file = pfx("P@ss word");
    let problems = |bytes: &[u8], password: &str| count(&read(bytes, Some(password))).problems;
    let flipped = |at: usize| {
        let mut bytes = file.clone();
        bytes[at] ^= 1;
        bytes
    };
    assert_eq!(problems(&file, "another"), ["wrong-password"]);
    // In the cipher text of the key, and in the value of the MAC.
    for at in [file.len() / 3, file.len() - 20] {
        assert_eq!(problems(&flipped(at), "P@ss word"), ["container-damaged"], "{at}");
        assert_eq!(problems(&flipped(at), "another"), ["wrong-password"], "{at}");
    }
    for cut in [40, file.len() / 2, file.len() - 1] {
        assert!(problems(&file[..cut], "P@ss word").contains(&"truncated"), "{cut}");
    }
    // pbeWithSHAAnd3-KeyTripleDES-CBC becomes a scheme that nobody has; without a MAC, that is all that is wrong.
    let bytes = std::fs::read(support::corpus("pfx").join("openssl-nomac-encrypted.pfx")).unwrap();
    assert!(problems(&bytes, "another").iter().all(|id| *id == "password-or-damage"));
    let aes = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 0x2a];
    let at = bytes.windows(9).position(|window| window == aes).unwrap();
    let gcm = [&bytes[..at + 8], &[0x2e], &bytes[at + 9..]].concat();
    let reading = read(&gcm, Some("P@ssw0rd-2026"));
    assert_eq!(count(&reading).problems[0], "algorithm-unsupported");
    assert_eq!(count(&reading).details[0], "AES-256-GCM");
}

fn read_all(files: &[(&[u8], Option<&str>)], passwords: &[&str]) -> Reading {
    let inputs: Vec<Input> = files
        .iter()
        .map(|(bytes, own)| {
            let mut input = Input::default();
            input.bytes = bytes.to_vec();
            input.password = own.map(str::to_owned);
            input
        })
        .collect();
    let passwords: Vec<_> = passwords.iter().map(|p| zeroize::Zeroizing::new((*p).to_owned())).collect();
    input::read_with(&inputs, &passwords)
}

/// Passwords that come with the request are tried on everything that is locked, and a password for another file is not a
/// wrong one for this.
#[test]
fn passwords_for_whatever_is_locked() {
    let (first, second) = (pfx("first"), pfx("second"));
    let key = std::fs::read(support::corpus("scenarios/key-pkcs8-encrypted/server.key")).unwrap();
    let files: [(&[u8], Option<&str>); 3] = [(&first, None), (&second, Some("wrong")), (&key, None)];
    let states = |passwords: &[&str]| read_all(&files, passwords).inputs.iter().map(|i| i.password).collect::<Vec<_>>();
    let (needed, wrong, accepted) = (PasswordState::Needed, PasswordState::Wrong, PasswordState::Accepted);
    assert_eq!(states(&[]), [needed, wrong, needed]);
    assert_eq!(states(&["second"]), [needed, accepted, needed]);
    assert_eq!(states(&["no", "Geheim-2026", "second", "first"]), [accepted; 3]);
    assert_eq!(count(&read_all(&files, &["first", "second", "Geheim-2026"])).keys, 3);
}

/// The store has one password and its key another.
#[test]
fn a_key_store_takes_two_passwords() {
    for file in ["pfx/keytool-jks-otherkeypass.jks", "pfx/keytool-jceks-otherkeypass.jceks"] {
        let bytes = std::fs::read(support::corpus(file)).unwrap();
        for order in [["P@ssw0rd-2026", "entry-Pass-9"], ["entry-Pass-9", "P@ssw0rd-2026"]] {
            let reading = read_all(&[(&bytes, None)], &order);
            assert_eq!((count(&reading).keys, count(&reading).locked_keys), (1, 0), "{file} {order:?}");
            assert_eq!(password_state(&reading), PasswordState::Accepted, "{file}");
            let own = read_all(&[(&bytes, Some(order[0]))], &order[1..]);
            assert_eq!(count(&own).keys, 1, "{file} {order:?}");
        }
    }
}

/// Who has better crypto derives keys ahead, and gets the same report.
#[test]
fn keys_that_are_derived_ahead_open_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/pfx");
    for file in ["openssl-iter-100k.pfx", "pyca-aes-sha256-50k.p12", "keytool-iter-100k.p12"] {
        let mut input = Input::default();
        input.bytes = std::fs::read(folder.join(file)).unwrap();
        input.password = Some("P@ssw0rd-2026".to_owned());
        let request = certlens::Request { inputs: vec![input], now: Some(1_795_000_000.0), ..certlens::Request::default() };
        let report = |prepared: &certlens::scene::Prepared| serde_json::to_string(&certlens::judge(prepared, &request)).unwrap();
        let plain = report(&certlens::prepare(&request.inputs));
        assert!(plain.contains("\"password\":\"accepted\""), "{file}");

        let asked = certlens::ask_ahead(&request.inputs, &[]);
        assert!(asked.wanted().count() >= 1, "{file}");
        let derived: Vec<_> = asked
            .wanted()
            .map(|wanted| {
                let mut key = vec![0; wanted.length];
                let rounds = u32::try_from(wanted.rounds).unwrap();
                match wanted.hash {
                    "SHA-1" => pbkdf2::pbkdf2_hmac::<sha1::Sha1>(wanted.password, wanted.salt, rounds, &mut key),
                    "SHA-256" => pbkdf2::pbkdf2_hmac::<sha2::Sha256>(wanted.password, wanted.salt, rounds, &mut key),
                    other => panic!("{file} wants {other}"),
                }
                Some(key.into())
            })
            .collect();
        assert_eq!(report(&certlens::prepare_ahead(&request.inputs, &[], asked.given(derived))), plain, "{file}");
        // Nobody has to.
        let asked = certlens::ask_ahead(&request.inputs, &[]);
        let wrong = asked.wanted().map(|wanted| Some(vec![7; wanted.length + 1].into())).collect::<Vec<_>>();
        assert_eq!(report(&certlens::prepare_ahead(&request.inputs, &[], asked.given(wrong))), plain, "{file}");
    }
}
