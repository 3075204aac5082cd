//! Time grows with the size of the input and not with its square. Each text is as bad as it gets for one part of the
//! reader; a quadratic step would take minutes on half a megabyte.

use super::{certificates, ids, read_one, scenario};
use crate::support::spent;
use std::time::Duration;

const SIZE: usize = 1 << 19;
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn bad_texts_take_linear_time() {
    let pem = String::from_utf8(scenario("right-chain/bundle.pem")).unwrap();
    let body: String = pem.lines().filter(|l| !l.contains('-')).collect();
    for pattern in [
        "-----BEGIN CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n!\n",
        "-----BEGIN CERTIFICATE-----\nMIIB",
        "BEGIN CERTIFICATE-----!",
        "BEGIN CERTIFICATE-----\nMII\u{2013}",
        "-----END CERTIFICATE-----\n",
        "-----BEGIN PGP MESSAGE-----\n",
        "-----BEGIN X-----\nA-",
        "-",
        "\u{2013}",
        "- ",
        "BEGIN",
        "begin -",
        "\\",
        "\\n",
        "\"",
        "\" ",
        "<",
        "&",
        "=",
        "=\n",
        ">",
        "A: \n",
        "MIIB",
        "MIIB\n",
        "MIICAQMIICAQMIICAQMIICAQMIICAQMIICAQMIICAQMIICAQMIICAQMIICAQMIIC\n",
        "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg",
        "TFMwdExTMUNSVWRKVGlC",
        "3082",
        "30 82 ",
        "30 82\n",
        "0000: 30 82\n",
        "00000000: 3082 0000\n00000004: 3082 0000\n",
        "\0",
        "\u{a0}",
        "0\u{80}",
        " ",
        "\r",
        "a",
        body.as_str(),
    ] {
        let text = pattern.repeat(SIZE / pattern.len());
        for (what, text) in [("as it is", text.clone()), ("in a block", format!("-----BEGIN CERTIFICATE-----\n{text}"))] {
            let start = spent();
            let reading = read_one(text);
            let took = spent() - start;
            assert!(took < LIMIT, "{pattern:?} {what}: {took:?}, {:?}", ids(&reading));
            assert!(!reading.items.is_empty(), "{pattern:?} {what}");
        }
    }
}

#[test]
fn indefinite_lengths_inside_each_other_take_linear_time() {
    for pattern in [&[0x30u8, 0x80][..], &[0x30, 0x80, 0, 0], &[0x30, 0x80, 0x30, 0], &[0x24, 0x80]] {
        let start = spent();
        let reading = read_one([&[0x30, 0x82, 0xff, 0xff][..], &pattern.repeat(SIZE / pattern.len())].concat());
        assert!(spent() - start < LIMIT && !reading.items.is_empty(), "{pattern:?}");
        let reading = read_one(pattern.repeat(SIZE / pattern.len()));
        assert!(spent() - start < LIMIT && !reading.items.is_empty(), "{pattern:?}");
    }
}

#[test]
fn a_bundle_of_thousands_is_read_in_full() {
    let pem = scenario("right-chain/bundle.pem");
    let reading = read_one(pem.repeat(500));
    assert_eq!(certificates(&reading).len(), 1000);
    assert!(ids(&reading).is_empty());
}

#[test]
fn damage_without_end_is_given_up_and_said() {
    let reading = read_one("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n".repeat(5_000));
    assert_eq!(reading.items.len(), 1_000);
    assert_eq!(reading.not_checked.len(), 1);
}

#[test]
fn items_are_bounded_and_the_rest_is_said_to_be_left_out() {
    let key = String::from_utf8(scenario("public-key-in-place-of-key/server.key")).unwrap();
    let reading = read_one(key.repeat(50_010));
    assert_eq!(reading.items.len(), 50_000);
    assert_eq!(reading.not_checked.len(), 1);
}
