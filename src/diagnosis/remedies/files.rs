//! Another choice among the files that are here: the key of the certificate, the certificate of the key, the newer one.

use super::{Case, Remedy, cost};
use crate::cure;
use crate::diagnosis::words::Words;
use crate::fault::FaultKind as F;
use crate::identity::{IdentityPolicy, matches, parse_host};
use crate::path::order;
use crate::policy::Check;
use crate::report::Fix;
use crate::request::{Change, Edit, Seat};
use crate::shell::{self, Shell};

const OF_THE_CERTIFICATE: &[F] = &[
    F::NameMismatch,
    F::NoNames,
    F::Expired,
    F::NotYetValid,
    F::ServerAuthMissing,
    F::KeyUsageUnsuitable,
    F::WeakKey,
    F::WeakSignature,
    F::SelfSignedUntrusted,
    F::EndEntityMissing,
    F::CaAsEndEntity,
];

pub(super) fn offer(case: &Case<'_>, all: &mut Vec<Remedy>) {
    if case.has(&[F::KeyMismatch, F::KeyMissing, F::EndEntityNotFirst]) {
        keys(case, all);
    }
    if case.has(OF_THE_CERTIFICATE) {
        certificates(case, all);
    }
}

fn keys(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let (Some(server), prepared) = (case.server, case.scene.prepared) else { return };
    let Some(leaf) = case.leaf() else { return };
    let name = |item: usize| {
        let input = prepared.reading.items.get(item).map_or(usize::MAX, |i| i.input);
        case.inputs.get(input).map_or("the key", |i| i.name.as_str()).to_owned()
    };
    for (item, _) in prepared.private_keys() {
        // Of several keys the program may look at another one.
        let looked_at = server.keys.contains(&item) && !(case.has(&[F::KeyMismatch]) && server.keys.len() > 1);
        if prepared.key_fits(item, leaf) && !looked_at {
            let words =
                Words::default().say("Use the key in ").name(name(item)).say(": it belongs to ").name(case.label(leaf)).say(".");
            let edit = if server.keys.is_empty() {
                Edit::Seat { item, seat: Seat::Server, server: case.several_servers().then(|| server.id.clone()) }
            } else {
                Edit::Key { server: server.id.clone(), item }
            };
            all.push(case.remedy(cost::FILES, edit, Fix::words(words)));
        }
    }
    // The certificate that the key was made for.
    for &item in &server.keys {
        for other in (0..prepared.pool.len()).filter(|&i| i != leaf && case.dropped(i) && prepared.key_fits(item, i)) {
            install(case, other, "the private key belongs to it", all);
        }
    }
    if case.has(&[F::KeyMismatch]) {
        let words = Words::cure(cure::OWN_KEY, &case.label(leaf));
        let word = |file: Option<String>, other: &str| file.map_or_else(|| other.to_owned(), |f| shell::file(&f, Shell::Posix));
        let certificate = word(case.file(leaf).map(str::to_owned), "server.pem");
        let key = word(server.keys.first().map(|&item| name(item)), "server.key");
        let line = "openssl req -new -newkey rsa:2048 -noenc -keyout new.key -out new.csr -config request.cnf";
        let told = Fix::words(words)
            .command("openssl", format!("openssl x509 -in {certificate} -noout -pubkey | openssl sha256"))
            .command("openssl", format!("openssl pkey -in {key} -pubout | openssl sha256"))
            .command("openssl", line);
        all.push(case.remedy(cost::REISSUE, Edit::Rekey { server: server.id.clone() }, told));
    }
}

/// Another certificate that was dropped and has the name.
fn certificates(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let prepared = case.scene.prepared;
    let Some(server) = case.server else { return };
    let host = parse_host(case.host);
    let now = case.scene.now;
    for index in (0..prepared.pool.len()).filter(|&i| case.dropped(i) && !server.presented.contains(&i)) {
        let certificate = prepared.certificate(index);
        let sound = !certificate.is_ca() && (certificate.not_before..=certificate.not_after).contains(&now);
        let named = case.host.is_empty() || matches(certificate, &host, &IdentityPolicy::RFC9525).matched();
        if sound && named && !case.scene.trust.contains(&index) {
            let elsewhere: Vec<String> =
                case.scene.servers.iter().filter(|s| s.id != server.id && s.leaf == Some(index)).map(|s| s.id.clone()).collect();
            let one = |r: &Remedy| matches!(&r.change.edit, Edit::Present { server: s, .. } if *s == server.id);
            if !elsewhere.is_empty() && all.iter().any(one) {
                continue;
            }
            if elsewhere.is_empty() {
                install(case, index, "it is within its validity period and has the name", all);
            } else {
                as_elsewhere(case, index, &elsewhere, all);
            }
        }
    }
}

fn chain(case: &Case<'_>, leaf: usize) -> Vec<String> {
    let prepared = case.scene.prepared;
    let elsewhere: Vec<usize> = (0..prepared.pool.len()).filter(|&i| i != leaf).collect();
    let anchors = case.scene.anchors();
    let proposed = order::propose(&prepared.pool, &prepared.graph, &[leaf], leaf, &elsewhere, &anchors, case.scene.now);
    proposed.order.iter().filter(|&&i| case.dropped(i)).map(|&i| case.sha256(i)).collect()
}

fn install(case: &Case<'_>, leaf: usize, why: &'static str, all: &mut Vec<Remedy>) {
    let Some(server) = case.server else { return };
    let words = Words::default().say("Install ").name(case.label(leaf));
    let words = match case.file(leaf) {
        Some(file) => words.say(" from ").name(file),
        None => words,
    };
    let words = if case.several_servers() { words.say(" on ").name(server.id.clone()) } else { words };
    let words = words.say(" in place of the present certificate: ").say(why).say(".");
    // A server of several sites chooses by the name that is sent.
    let by_name = case.has(&[F::NameMismatch]) && (case.check == Check::Connect || case.by_gateway());
    let words = if by_name && !case.has(&[F::Expired]) {
        words.say(
            " If it is installed there already, reload the server, and see that whoever connects sends the server name (SNI).",
        )
    } else {
        words
    };
    let changes = put(case, &server.id, leaf);
    all.push(case.remedy(cost::FILES + 1, changes, Fix::words(words).repair("bundle")));
}

/// The certificate with its chain, and its key where the server has another one and this one is here.
fn put(case: &Case<'_>, server: &str, leaf: usize) -> Edit {
    let prepared = case.scene.prepared;
    let edit = Edit::Present { server: server.to_owned(), certificates: chain(case, leaf) };
    let keys = case.server.map_or(&[][..], |s| &s.keys);
    let fitting = prepared.private_keys().map(|(item, _)| item).find(|&item| prepared.key_fits(item, leaf));
    match fitting.filter(|item| !keys.is_empty() && !keys.contains(item)) {
        Some(item) => {
            let key = Edit::Key { server: server.to_owned(), item };
            Edit::All { changes: vec![Change::everywhere(edit), Change::everywhere(key)] }
        }
        None => edit,
    }
}

/// Where the other servers have the name, the setting is right and this server is not.
fn as_elsewhere(case: &Case<'_>, leaf: usize, servers: &[String], all: &mut Vec<Remedy>) {
    let Some(server) = case.server else { return };
    let host = parse_host(case.host);
    let fine: Vec<String> = case
        .scene
        .servers
        .iter()
        .filter(|s| !s.listener && s.id != server.id)
        .filter(|s| s.leaf.is_some_and(|l| matches(case.scene.certificate(l), &host, &IdentityPolicy::RFC9525).matched()))
        .map(|s| s.id.clone())
        .collect();
    let shown = if fine.is_empty() { servers } else { &fine };
    let words = Words::default().say("Install on ").name(server.id.clone());
    let words = if case.host.is_empty() {
        words.say(" the certificate ").name(case.label(leaf))
    } else {
        words.say(" a certificate for ").name(case.host)
    };
    let words = words.say(", as on ").names(shown, " others").say(", and rebind the service to it.");
    let edit = put(case, &server.id, leaf);
    all.push(case.remedy(cost::FILES + 1, edit, Fix::words(words)));
}
