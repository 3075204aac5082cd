//! The server presents a certificate that nobody dropped: an older one of the same name, one that a program made for
//! itself, another site's, or one that somebody in between signed anew.

use super::{Guess, Place};
use crate::diagnosis::words::Words;
use crate::report::Command;
use crate::request::{Change, Edit, Which, With};

const DAY: i64 = 86_400;

pub(super) fn offer(place: &Place<'_>, all: &mut Vec<Guess>) {
    let server = place.server();
    let Some(leaf) = server.leaf.or_else(|| server.presented.first().copied()) else { return };
    let sha256 = place.sha256(leaf);
    let of_leaf = |with: With| Edit::Reissue { certificate: sha256.clone(), with };
    let alone = || Change::everywhere(Edit::Present { server: server.id.clone(), certificates: vec![sha256.clone()] });
    let who = || {
        let text = format!("{} </dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName", place.dial());
        vec![Command::new("openssl", text)]
    };
    let own = place.scene.certificate(leaf);
    if own.not_after > place.now {
        #[allow(clippy::cast_precision_loss, reason = "seconds of a calendar are exact")]
        let at = |time: i64| Some(time as f64);
        let lasted = own.not_after - own.not_before;
        let with = With { not_before: at(place.now - DAY - lasted), not_after: at(place.now - DAY), ..With::default() };
        let words = "The server still presents the old certificate, which has expired: the new file was not deployed, or the service was not reloaded.";
        all.push(Guess { id: "stale", text: Words::default().say(words), edit: of_leaf(with), check: who() });
    }
    let with = With { issuer: Some(sha256.clone()), ..With::default() };
    let words = "The server presents a self-signed certificate that the program made for itself, as ingress-nginx, Traefik and SQL Server do when no certificate fits the name or none could be read.";
    let edit = Edit::All { changes: vec![Change::everywhere(of_leaf(with)), alone()] };
    all.push(Guess { id: "self-signed", text: Words::default().say(words), edit, check: who() });

    let with = With { dns: Some(vec!["another-site.invalid".to_owned()]), ip: Some(Vec::new()), ..With::default() };
    let words = "The server answers with the certificate of another site: the client did not send the name (SNI), or no binding has that name.";
    all.push(Guess { id: "other-site", text: Words::default().say(words), edit: of_leaf(with), check: who() });

    let words = "A proxy that inspects TLS, or an antivirus, answers with a certificate of its own, and its CA is not trusted. Compare the issuer with that of the file.";
    let with = With { issuer: Some(With::UNKNOWN_ISSUER.to_owned()), ..With::default() };
    let edit = Edit::All { changes: vec![Change::everywhere(of_leaf(with)), alone()] };
    all.push(Guess { id: "proxy", text: Words::default().say(words), edit, check: who() });
    // The same where it sends its root as well: a root that is sent and not trusted.
    if let Some(&root) = server.proposed.path.last().filter(|&&root| root != leaf) {
        let root = place.sha256(root);
        let sent = Edit::Present {
            server: server.id.clone(),
            certificates: server.proposed.path.iter().map(|&i| place.sha256(i)).collect(),
        };
        let distrust = Edit::Distrust { certificates: Which::These(vec![root]) };
        let edit = Edit::All { changes: vec![Change::everywhere(sent), Change::everywhere(distrust)] };
        all.push(Guess { id: "proxy", text: Words::default().say(words), edit, check: who() });
    }
}
