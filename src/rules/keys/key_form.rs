//! A private key in a form of PKCS #8 that much of the world does not read.

use crate::input::Content;
use crate::input::keys::{WITH_PUBLIC_HALF, WRAPPED_TWICE};
use crate::policy::Source;
use crate::rules::prelude::*;

/// Java tools wrap a key once more; ring and other Rust libraries put the public half behind it.
pub const RULE: Rule = Rule {
    id: "key-form",
    title: "The private key is in a form that OpenSSL up to 3.4 does not read",
    why: "Apache, HAProxy and nginx read keys with OpenSSL: they say that there is no private key in the file, and do not start.",
    gateway: None,
    fix: cure::PLAIN_KEY,
    clause: Clause::Words("the private key is in a form that OpenSSL up to 3.4 does not read"),
    severity: Severity::Warning,
    rank: rank::KEY,
    explains: Explains::owner(&[F::KeyForm]),
    sources: &[Source {
        title: "RFC 5958, Asymmetric Key Packages",
        section: Some("2"),
        url: Some("https://www.rfc-editor.org/rfc/rfc5958"),
    }],
    applies: applies::keys,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (item, read) in survey.scene.prepared.reading.items.iter().enumerate() {
        let odd = read.notes.iter().find(|note| [WRAPPED_TWICE, WITH_PUBLIC_HALF].contains(&note.id));
        if let (Some(note), Content::PrivateKey(_)) = (odd, &read.content) {
            findings.report(at_item(survey, item), vec![plain("Form", message(note.id))]);
        }
    }
}
