//! What the card of an input says: what kind of file it is, and how many of what are in it.

use super::{Content, Format, Reading};
use crate::facts::Field;
use crate::report::PasswordState;

/// Kinds of things in the order in which they are counted out.
const COUNTED: [(&str, &str); 8] = [
    ("certificate", "Certificates"),
    ("private-key", "Private keys"),
    ("encrypted-private-key", "Locked private keys"),
    ("certification-request", "Certification requests"),
    ("crl", "Revocation lists"),
    ("public-key", "Public keys"),
    ("unrecognised", "Not read"),
    ("damaged", "Damaged"),
];

/// Fills in the input's format and counts, and its error when nothing in it could be read. Its items start at `first`.
pub(super) fn complete(out: &mut Reading, input: usize, first: usize, format: Format) {
    let items = out.items.get(first..).unwrap_or(&[]);
    let mut counts = [0usize; COUNTED.len()];
    for item in items {
        // A container that stays locked is not damaged; its error is on the card anyway.
        let damaged = item.error.is_some()
            && !matches!(
                item.content,
                Content::Unrecognised
                    | Content::EncryptedPrivateKey
                    | Content::Pkcs7
                    | Content::Pkcs12(_)
                    | Content::JavaKeystore
            );
        let kind = if damaged { "damaged" } else { item.content.kind() };
        if let Some(i) = COUNTED.iter().position(|(counted, _)| *counted == kind) {
            counts[i] += 1;
        }
    }
    let readable = items.iter().any(|item| item.error.is_none());
    let error = if readable { None } else { items.first().and_then(|item| item.error.clone()) };
    if let Some(read) = out.inputs.get_mut(input) {
        read.format = format.id;
        read.title = format.title;
        if error.is_none() {
            let facts = COUNTED.iter().zip(counts).filter(|(_, count)| *count > 0);
            let facts = facts.map(|((_, label), count)| Field { label, value: count.to_string() });
            read.facts.splice(0..0, facts);
        }
        // What is locked is not unreadable: its items say what they need.
        if read.password == PasswordState::NotNeeded {
            read.error = read.error.take().or(error);
        }
    }
}
