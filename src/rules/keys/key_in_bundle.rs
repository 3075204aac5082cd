//! A private key and certificates in one file.

use crate::cure::Cure;
use crate::input::Content;
use crate::rules::prelude::*;

/// HAProxy wants it so; elsewhere such a file tends to be passed on as "the certificate".
pub const RULE: Rule = Rule {
    id: "key-in-bundle",
    title: "A private key is in the same file as the certificates",
    why: "HAProxy expects this. Elsewhere such a file is easily sent around as \u{201c}the certificate\u{201d}, and anybody who has the key can pose as the server.",
    gateway: None,
    fix: Cure::of(
        "Pass on only the certificates: you can download a file without the key here. If the file has already left your hands, have the certificate reissued with a new key.",
    ),
    clause: Clause::Title,
    severity: Severity::Notice,
    rank: rank::INFORMATION,
    explains: Explains::NOTHING,
    sources: &[],
    applies: applies::keys,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let reading = &survey.scene.prepared.reading;
    for (item, read) in reading.items.iter().enumerate() {
        let key = matches!(read.content, Content::PrivateKey(_) | Content::EncryptedPrivateKey);
        // In a container the key is where it belongs.
        if key
            && read.parent.is_none()
            && reading.items.iter().any(|i| i.input == read.input && matches!(i.content, Content::Certificate(_)))
        {
            findings.report(at_item(survey, item), Vec::new());
        }
    }
}
