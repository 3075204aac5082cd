//! The one who verifies trusts something else.

use super::{Guess, Place};
use crate::diagnosis::words::Words;
use crate::report::Command;
use crate::request::{Change, Edit, List, Which};
use crate::signature::Verification;

pub(super) fn offer(place: &Place<'_>, all: &mut Vec<Guess>) {
    let scene = place.scene;
    let prepared = scene.prepared;
    let check = || {
        let text = "openssl crl2pkcs7 -nocrl -certfile trusted.pem | openssl pkcs7 -print_certs -noout".to_owned();
        vec![Command::new("openssl", text)]
    };
    let nothing = || Change::everywhere(Edit::Distrust { certificates: Which::Named(List::All) });
    let path = &place.server().proposed.path;
    // An issuer that stands where trust was said, such as the CA beside a server's key, may be known to nobody.
    let signed = |last: usize, i: usize| prepared.graph.signature(&prepared.pool, last, i) == Verification::Verified;
    let issued = |last: usize, i: usize| prepared.graph.issuers(last).iter().any(|e| e.issuer == i && signed(last, i));
    let above = |i: usize| path.last().is_some_and(|&last| issued(last, i));
    let unsent = |i: usize| path.contains(&i) && !place.server().presented.contains(&i);
    let issuers = || scene.trust.iter().filter(|&&i| unsent(i) && !prepared.certificate(i).is_self_issued());
    if let Some(&issuer) = issuers().next() {
        let words = Words::default().name(place.label(issuer)).say(" is not trusted there, and the server does not send it.");
        let edit = Edit::Distrust { certificates: Which::These(issuers().map(|&i| place.sha256(i)).collect()) };
        all.push(Guess { id: "issuer-unknown", text: words, edit, check: vec![place.look()] });
    }
    let roots = (0..prepared.pool.len()).filter(|&i| {
        let p = &prepared.pool[i];
        !p.items.is_empty() && p.certificate.is_ca() && p.certificate.is_self_issued() && !path.contains(&i) && !above(i)
    });
    for other in roots.take(3) {
        let words =
            Words::default().say("What is trusted there is ").name(place.label(other)).say(", not the root of this chain.");
        let trust = Edit::Trust { certificates: Which::These(vec![place.sha256(other)]) };
        let edit = Edit::All { changes: vec![nothing(), Change::everywhere(trust)] };
        all.push(Guess { id: "other-root", text: words, edit, check: check() });
    }
    if scene.has_trust_input() {
        let words = Words::default().say("Only the public CAs are trusted there: nobody added the root of this chain.");
        let trust = Edit::Trust { certificates: Which::Named(List::Public) };
        let edit = Edit::All { changes: vec![nothing(), Change::everywhere(trust)] };
        all.push(Guess { id: "public-only", text: words, edit, check: check() });
    }
    let words = Words::default().say("Nothing is trusted there: the list of CAs is empty or could not be read.");
    let edit = Edit::Distrust { certificates: Which::Named(List::All) };
    all.push(Guess { id: "nothing-trusted", text: words, edit, check: check() });
}
