//! The server sends something else than the files say.

use super::{Guess, Place};
use crate::diagnosis::words::Words;
use crate::report::Command;
use crate::request::Edit;

pub(super) fn offer(place: &Place<'_>, all: &mut Vec<Guess>) {
    let server = place.server();
    let prepared = place.scene.prepared;
    let Some(&leaf) = server.presented.first() else { return };
    let present = |list: &[usize]| Edit::Present {
        server: server.id.clone(),
        certificates: list.iter().map(|&i| place.sha256(i)).collect(),
    };
    let mut add = |id, text: Words, list: &[usize]| {
        if list != server.presented {
            all.push(Guess { id, text, edit: present(list), check: vec![place.look()] });
        }
    };
    let own = server.leaf.unwrap_or(leaf);
    add("leaf-only", Words::default().say("The server sends only its own certificate, without its issuers."), &[own]);
    // A renewed file that was never deployed or reloaded.
    let subject = &prepared.certificate(own).subject;
    for older in (0..prepared.pool.len()).filter(|&i| i != own && !prepared.pool[i].items.is_empty()) {
        let certificate = prepared.certificate(older);
        if certificate.subject.equivalent(subject) && !certificate.is_ca() {
            let mut list = vec![older];
            list.extend(server.presented.iter().copied().filter(|&i| i != own));
            let words = Words::default().say("The server presents the other certificate of ").name(place.label(older));
            let words = if certificate.not_before > place.now {
                words.say(", that begins on ").time(certificate.not_before).say(": it was installed before its time.")
            } else {
                let words = words.say(", that expires on ").time(certificate.not_after);
                words.say(": the new file was not deployed, or the service not reloaded.")
            };
            add("stale", words, &list);
        }
    }
    for other in place.scene.servers.iter().filter(|s| s.id != server.id && !s.presented.is_empty()) {
        let words = Words::default().say(if other.listener {
            "The connection ends at the listener, which presents its own certificate, not at this server."
        } else {
            "The answer comes from another server, with the files of "
        });
        let words = if other.listener { words } else { words.name(other.id.clone()).say(".") };
        add(if other.listener { "listener" } else { "other-server" }, words, &other.presented);
    }
    let root = server.proposed.path.last().copied().filter(|r| *r != own && !prepared.pool[*r].items.is_empty());
    if let Some(root) = root {
        let words =
            Words::default().say("The server sends its own certificate and the root, without the issuing CA between them.");
        add("leaf-and-root", words, &[own, root]);
    }
    if server.presented.len() > 1 {
        let reversed: Vec<usize> = server.presented.iter().rev().copied().collect();
        add("other-order", Words::default().say("The server sends the certificates in the opposite order."), &reversed);
    }
    // Whatever else was dropped and is a server's own: the default site, answered without a server name.
    for index in (0..prepared.pool.len()).filter(|&i| !prepared.pool[i].items.is_empty() && !server.presented.contains(&i)) {
        let certificate = prepared.certificate(index);
        if !certificate.is_ca() && !certificate.subject.equivalent(subject) {
            let words = Words::default().say("The server answers with ").name(place.label(index));
            let words = words.say(", the certificate of another site: the name (SNI) was not sent, or no binding has it.");
            let text = "openssl s_client -connect HOST:443 -noservername -showcerts </dev/null".to_owned();
            let check = vec![Command::new("openssl", text)];
            let others = server.presented.iter().copied().filter(|&i| i != own);
            let list: Vec<usize> = std::iter::once(index).chain(others).collect();
            all.push(Guess { id: "default-certificate", text: words, edit: present(&list), check });
        }
    }
}
