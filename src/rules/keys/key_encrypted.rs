//! A private key that is itself locked with a password.

use crate::input::Content;
use crate::rules::prelude::*;

/// Within a PFX that is as it should be; a key file of its own usually has to be plain.
pub const RULE: Rule = Rule {
    id: "key-encrypted",
    title: "The private key file is encrypted with a password",
    why: "A server asks for the password at every start, or does not start at all. HAProxy, Kubernetes, AWS and Google Cloud accept only keys without one.",
    gateway: None,
    fix: cure::DECRYPT_KEY,
    clause: Clause::Words("the private key is encrypted with a password"),
    severity: Severity::Notice,
    rank: rank::KEY,
    explains: Explains::owner(&[F::KeyEncrypted]).behind(&[F::KeyMissing]),
    sources: &[],
    applies: applies::keys,
    check,
};

/// The reader's label for what locks a key.
const ENCRYPTION: &str = "Encryption";

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (item, read) in survey.scene.prepared.reading.items.iter().enumerate() {
        if read.parent.is_some() {
            continue;
        }
        let scheme = read.facts.iter().find(|f| f.label == ENCRYPTION).map(|f| f.value.as_str());
        let locked = match read.content {
            Content::EncryptedPrivateKey => true,
            Content::PrivateKey(_) => scheme.is_some(),
            _ => false,
        };
        if locked {
            let evidence = scheme.map(|s| code("Encrypted with", s)).into_iter().collect();
            findings.report(at_item(survey, item), evidence);
        }
    }
}
