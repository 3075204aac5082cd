//! The certificates that are here, in the order in which a server sends them.

use super::{Case, Remedy, cost};
use crate::diagnosis::words::Words;
use crate::fault::FaultKind as F;
use crate::policy::Check;
use crate::report::Fix;
use crate::request::Edit;

pub(super) fn offer(case: &Case<'_>, all: &mut Vec<Remedy>) {
    let Some(server) = case.server else { return };
    let order = &server.proposed.order;
    if order.is_empty() || server.presented.is_empty() {
        return;
    }
    if *order != server.presented && order.iter().all(|&i| sendable(case, i)) {
        bundle(case, order, all);
    }
    // A place that asks for the root as well.
    let root = server.proposed.path.last().copied().filter(|r| !order.contains(r) && case.dropped(*r));
    if let Some(root) = root
        && (case.check == Check::Upload || case.has(&[F::ChainIncomplete]))
    {
        let whole: Vec<usize> = order.iter().copied().chain([root]).collect();
        let words = Words::default().say("Use the file with the whole chain, the root ").name(case.label(root)).say(" included.");
        let edit = present(case, &server.id, &whole);
        all.push(case.remedy(cost::SUPPLY, edit, Fix::words(words).repair("bundle-with-root")));
    }
}

/// The CA's certificate that is sent gives way to another one of the same CA.
fn replaced(case: &Case<'_>, server: &str, (old, new): (usize, usize), file: Option<&str>) -> Words {
    let words = Words::default().say("Replace the certificate of ").name(case.label(old)).say(" that ");
    let words = if case.several_servers() { words.name(server) } else { words.say(case.side()) }.say(" sends");
    let expired = case.scene.certificate(old).not_after;
    let words = if expired < case.scene.now { words.say(", which expired on ").time(expired).say(",") } else { words };
    let words = match file {
        Some(file) => words.say(" with the one in ").name(file),
        None => words.say(" with the other one"),
    };
    words.say(", which expires on ").time(case.scene.certificate(new).not_after).say(".")
}

/// An embedded root is not at hand as a file; what a step before obtains is.
fn sendable(case: &Case<'_>, index: usize) -> bool {
    case.dropped(index) || case.scene.prepared.hypothetical.contains(index)
}

fn present(case: &Case<'_>, server: &str, list: &[usize]) -> Edit {
    Edit::Present { server: server.to_owned(), certificates: list.iter().map(|&i| case.sha256(i)).collect() }
}

fn bundle(case: &Case<'_>, order: &[usize], all: &mut Vec<Remedy>) {
    let Some(server) = case.server else { return };
    let added: Vec<usize> = order.iter().copied().filter(|i| !server.presented.contains(i)).collect();
    let dropped: Vec<usize> = server.presented.iter().copied().filter(|i| !order.contains(i)).collect();
    let kept: Vec<usize> = server.presented.iter().copied().filter(|i| order.contains(i)).collect();
    let at = |words: Words| if case.several_servers() { words.say(" on ").name(server.id.clone()) } else { words };
    let (price, words) = if let Some(&first) = added.first() {
        let labels: Vec<String> = added.iter().map(|&i| case.label(i)).collect();
        let words = if case.scene.of_clients {
            Words::default().say("Complete the client's certificate file")
        } else {
            at(Words::default().say("Install the completed bundle"))
        };
        // Another certificate of the same CA is sent.
        let subject = &case.scene.certificate(first).subject;
        let instead =
            dropped.iter().copied().find(|&i| added.len() == 1 && case.scene.certificate(i).subject.equivalent(subject));
        let words = match (instead, case.file(first).filter(|_| added.len() == 1)) {
            (Some(old), file) => replaced(case, &server.id, (old, first), file),
            (None, Some(file)) => {
                let words = words.say(": ").names(&labels, " others").say(", which ").say(case.side());
                words.say(" does not send, is in ").name(file).say(".")
            }
            (None, None) => {
                let words = words.say(": ").names(&labels, " others").say(if added.len() > 1 { " are" } else { " is" });
                let words = words.say(" at hand, and ").say(case.side()).say(" does not send ");
                words.say(if added.len() > 1 { "them." } else { "it." })
            }
        };
        (cost::SUPPLY, words)
    } else if kept == order && !dropped.is_empty() {
        let labels: Vec<String> = dropped.iter().map(|&i| case.label(i)).collect();
        let words = Words::default().say("Remove ").names(&labels, " others");
        // Another one of the same name stays.
        let namesake = dropped.first().filter(|&&d| labels.len() == 1 && order.iter().any(|&i| case.label(i) == case.label(d)));
        let words = match namesake {
            Some(&gone) => words.say(", the one that expires on ").time(case.scene.certificate(gone).not_after).say(","),
            None => words,
        };
        if matches!(case.check, Check::Load | Check::Upload) {
            (cost::FILES, at(words.say(" from the file")).say(": the rest is all that the chain needs."))
        } else {
            let words = words.say(" from what ").say(case.side());
            let words = if case.several_servers() { words.say(" ").name(server.id.clone()) } else { words };
            (cost::FILES, words.say(" sends: the rest is all that its chain needs."))
        }
    } else {
        let first = order.first().map(|&i| case.label(i)).unwrap_or_default();
        let words = at(Words::default().say("Install the bundle with the certificates in the right order"));
        (cost::FILES, words.say(": ").name(first).say(" first, then each issuer after the certificate that it issued."))
    };
    let told = Fix::words(words);
    let told = if case.scene.of_clients { told } else { told.repair("bundle") };
    all.push(case.remedy(price, present(case, &server.id, order), told));
}
