//! Key stores that hold a key of their own and certificates that are trusted: those entries stand on the other side
//! than the key. (docs.oracle.com/en/java/javase/17/docs/specs/man/keytool.html, trustedCertEntry; of PKCS #12 the
//! attribute 2.16.840.1.113894.746875.1.1.)

use super::out::Out;
use super::statement::Says;
use crate::input::{Content, store_label};
use crate::request::Seat;

/// Reads what reading the input made of it.
pub(super) fn read(bytes: &[u8], out: &mut Out<'_>) -> bool {
    let place = out.text_place(0, bytes.len());
    let all = out.reading.items.iter().enumerate().filter(|(_, item)| item.input == out.input && item.parent.is_some());
    let key = |content: &Content| matches!(content, Content::PrivateKey(_) | Content::EncryptedPrivateKey);
    let keys = all.clone().any(|(_, item)| key(&item.content));
    let trusted = all.filter(|(_, item)| item.facts.iter().any(|fact| fact.label == store_label::JAVA_TRUSTED));
    let trusted: Vec<usize> = trusted.map(|(index, _)| index).collect();
    if !keys || trusted.is_empty() {
        return false;
    }
    out.begin("key-store", place);
    out.count("Key store with a key of its own, and trusted certificates: ", trusted.len());
    for item in trusted {
        out.say(place, Says::Seat { item, seat: Seat::Trust, server: None });
    }
    true
}
