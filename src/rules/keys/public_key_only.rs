//! A public key where a private one is needed.

use crate::input::Content;
use crate::request::Seat;
use crate::rules::prelude::*;

/// Only when no private key is there at all.
pub const RULE: Rule = Rule {
    id: "public-key-only",
    title: "The file holds a public key, not the private key",
    why: "A server needs the private key. The public key is in the certificate already, so this file adds nothing.",
    gateway: None,
    fix: cure::FIND_KEY,
    clause: Clause::Title,
    severity: Severity::Error,
    rank: rank::KEY,
    explains: Explains::NOTHING.behind(&[F::KeyMissing]),
    sources: &[],
    applies: applies::public_keys,
    check,
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let any_private = survey.scene.servers.iter().any(|s| !s.keys.is_empty());
    if any_private {
        return;
    }
    for (item, read) in survey.scene.prepared.reading.items.iter().enumerate() {
        let aside = survey.scene.seats.get(read.input).is_some_and(|s| !s.guessed && s.seat == Seat::Ignore);
        let Content::PublicKey(public) = &read.content else { continue };
        if aside {
            continue;
        }
        let fits = survey.leaves().find(|&(_, leaf)| survey.certificate(leaf).public_key.fits(public));
        let mut evidence = vec![code("Public key", crate::rules::common::algorithms::key(public))];
        if let Some((_, leaf)) = fits {
            evidence.push(name("It belongs to", survey.label(leaf)));
        }
        findings.report(at_item(survey, item), evidence);
    }
}
