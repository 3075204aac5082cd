//! Each text is as bad as it gets for one part of the reader: a step whose time grows with the square of the size takes minutes
//! on half a megabyte. `benches/cost.mjs` measures what they take.

use super::{certificates, ids, read_one, scenario};
use crate::support::{corpus, json};

const SIZE: usize = 1 << 19;

#[test]
fn bad_texts_are_read_to_their_end() {
    let pem = String::from_utf8(scenario("right-chain/bundle.pem")).unwrap();
    let body: String = pem.lines().filter(|l| !l.contains('-')).collect();
    let patterns: Vec<String> = serde_json::from_value(json(&corpus("cost/texts.json"))).unwrap();
    assert!(patterns.len() > 30);
    for pattern in patterns.iter().chain([&body]) {
        let text = pattern.repeat(SIZE / pattern.len());
        for (what, text) in [("as it is", text.clone()), ("in a block", format!("-----BEGIN CERTIFICATE-----\n{text}"))] {
            let reading = read_one(text);
            assert!(!reading.items.is_empty(), "{pattern:?} {what}");
        }
    }
}

#[test]
fn indefinite_lengths_inside_each_other_are_read_to_their_end() {
    for pattern in [&[0x30u8, 0x80][..], &[0x30, 0x80, 0, 0], &[0x30, 0x80, 0x30, 0], &[0x24, 0x80]] {
        let reading = read_one([&[0x30, 0x82, 0xff, 0xff][..], &pattern.repeat(SIZE / pattern.len())].concat());
        assert!(!reading.items.is_empty(), "{pattern:?}");
        let reading = read_one(pattern.repeat(SIZE / pattern.len()));
        assert!(!reading.items.is_empty(), "{pattern:?}");
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
