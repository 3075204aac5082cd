//! A server program reads its certificate file and key at start.

use super::reading;
use super::{Judgement, Ruling, Settled, pronounce};
use crate::facts::{Curve, KeyAlgorithm, PrivateKey, Problem};
use crate::fault::{Fault, FaultKind};
use crate::input::keys::STRUCTURE;
use crate::input::{Content, ReadItem};
use crate::lists;
use crate::path::checks::{self, KeyRules, PathView};
use crate::policy::{Damaged, EncryptedKey, LoadingRules, Position, Profile};
use crate::request::Seat;
use crate::scene::{Made, Scene, ServerScene};

/// Among [`LoadingRules::key_stops`]: a key of an older form under the label of another one.
const OLD_FORM_MISLABELLED: &str = "pem-label-mismatch-old-form";
const LABEL: &str = "pem-label-mismatch";

const NOTHING: &str = "There is no certificate file and no key for this server.";
const NO_KEY: &str = "No private key was given. With the key of the first certificate the file loads.";
const KEY_WITHOUT_PUBLIC_HALF: &str = "Whether the private key belongs to the certificate could not be worked out.";
const LOST: &str = "The program starts, but the END line of a block is not found: the next block is taken for a part of it and is \
                    not sent.";
const OTHER_KIND: &str = "The program starts, but the private key is of another kind than the first certificate: it has no \
                          certificate for the key, and handshakes fail.";

/// All servers.
pub(super) fn each(scene: &Scene<'_>, profile: &'static Profile, rules: &LoadingRules) -> Vec<Judgement> {
    let check = profile.checks.first().copied().unwrap_or(crate::policy::Check::Load);
    scene
        .asked()
        .map(|(index, server)| pronounce(profile, Some(index), String::new(), check, load(scene, server, rules)))
        .collect()
}

fn load(scene: &Scene<'_>, server: &ServerScene, rules: &LoadingRules) -> Ruling {
    if server.inputs.is_empty() && server.made.is_none() {
        return Ruling::NotApplicable(NOTHING);
    }
    let certificates = match read(scene, server, rules.formats, rules.stops, rules.damaged) {
        Ok(certificates) => certificates,
        Err(fault) => return Ruling::refused(fault),
    };
    if let Some(fault) = unreadable(scene, server, &certificates, rules) {
        return Ruling::refused(fault);
    }
    let strength = strength(scene, &certificates, rules);
    let key = key(scene, server, certificates[0], rules).and_then(|()| named(scene, certificates[0], rules));
    match (strength, key) {
        (Some(_), Err(ruling @ Ruling::Rejected(_))) if rules.key_first => ruling,
        (Some(fault), _) => Ruling::refused(fault),
        (None, Err(ruling)) => ruling,
        (None, Ok(())) => {
            let lost = certificates.len() < server.presented.len() && server.inputs.iter().any(|&input| loses(scene, input));
            Ruling::Accepted(Settled::reading(rules)).remarked(lost.then_some(LOST))
        }
    }
}

/// The first certificate that the program's own decoder refuses, or whose key it cannot read.
fn unreadable(scene: &Scene<'_>, server: &ServerScene, certificates: &[usize], rules: &LoadingRules) -> Option<Fault> {
    let parsed = if rules.first_alone { 1 } else { certificates.len() };
    certificates.iter().take(parsed).enumerate().find_map(|(n, &index)| {
        let (position, term) = if n == 0 { (Position::Leaf, "damaged") } else { (Position::Issuer, "damaged chain") };
        let found = reading::refused(scene, rules.reading, index, server.items.get(n), position)?;
        let kind = if found.kind == FaultKind::TrailingOctets { FaultKind::FileTrailing } else { FaultKind::Malformed };
        Some(Fault { kind, ..found.named(term) })
    })
}

/// What a reader of PEM makes of the server's files: the certificates it sees, in file order.
///
/// # Errors
/// A file in another form, or the first block that it stops at.
pub(super) fn read(
    scene: &Scene<'_>,
    server: &ServerScene,
    formats: &[&str],
    stops: &[(&str, &'static str)],
    damaged: Damaged,
) -> Result<Vec<usize>, Fault> {
    // A bundle that is made anew is as every reader takes it.
    if server.made.is_some_and(|m| !m.is_pfx() && m != Made::PlainKey) && !server.presented.is_empty() {
        return Ok(server.presented.clone());
    }
    let reading = &scene.prepared.reading;
    let unsupported = |detail: &str, term| Fault::new(FaultKind::FormatUnsupported).with(detail).named(term);
    let stop = |notes: &[Problem]| stops.iter().find(|(id, _)| notes.iter().any(|n| n.id == *id));
    let mut seen = Vec::new();
    let mut hidden = "";
    for &input in &server.inputs {
        let Some(file) = reading.inputs.get(input) else { continue };
        let items = || reading.items_of(input);
        if items().next().is_some() && items().all(|(_, item)| is_key(&item.content)) || is_key_file(scene, server, input) {
            continue;
        }
        if !formats.contains(&file.format) {
            return Err(unsupported(file.format, NO_START_LINE));
        }
        if let Some((id, term)) = stop(&file.notes) {
            return Err(unsupported(id, term));
        }
        let mut swallowed = 0;
        for (index, item) in items().filter(|(_, item)| !is_key(&item.content)) {
            if index < swallowed {
                continue;
            }
            // A value of a document is taken out of it first.
            let note = stop(&item.notes).filter(|_| !scene.item_seats.contains(&index));
            let bag = item.parent.is_some_and(|p| matches!(reading.items[p].content, Content::Pkcs7));
            match note {
                // CERTIFICATE on the BEGIN line and a bag of certificates behind it.
                Some(_) if matches!(item.content, Content::Pkcs7) => {
                    return Err(Fault { kind: FaultKind::LabelWrong, ..damage(&seen, "") });
                }
                // A BEGIN line that is not found hides its block, not the next one.
                Some((id, NO_START_LINE)) => {
                    hidden = id;
                    continue;
                }
                // Glued to the block before, of which it spoils the END line.
                Some((id, _)) if damaged == Damaged::Ends && !seen.is_empty() && *id != "pem-lines-glued" => break,
                Some((id, _)) if swallows(damaged, id) && items().any(|later| closes(later, index)) => {
                    swallowed = items().find(|later| closes(*later, index)).map_or(0, |(last, _)| last + 1);
                }
                Some((id, term)) => return Err(unsupported(id, term)),
                None if bag => continue,
                None => {}
            }
            let unread = item.error.as_ref().or_else(|| scene.prepared.undecodable.get(&index));
            match (&item.content, unread) {
                // A block under another label.
                (Content::Unrecognised, Some(problem)) if problem.id == "contents-unknown" => {}
                (_, Some(problem)) if damaged == Damaged::Skipped && of_text(problem) && problem.id != "pem-empty" => {}
                (_, Some(_)) if damaged == Damaged::Skipped && !seen.is_empty() => break,
                (_, Some(problem)) if damaged == Damaged::Ends && !seen.is_empty() && of_text(problem) => break,
                (Content::Certificate(_) | Content::Unrecognised, Some(problem)) => return Err(damage(&seen, problem.id)),
                // What a container names as something else (`ca.crt` of a Secret) is not served.
                (Content::Certificate(_), None) if !elsewhere(scene, index) => {
                    let rank = scene.item_seats.get(&index).map(|own| own.rank);
                    seen.extend(scene.prepared.certificate_of_item[index].map(|certificate| (rank, certificate)));
                }
                _ => {}
            }
        }
    }
    // Values of a document are written one after another as it says, whatever stands first in the document.
    if seen.iter().all(|(rank, _)| rank.is_some()) {
        lists::sort_by_key(&mut seen, |(rank, _)| *rank);
    }
    let seen: Vec<usize> = seen.into_iter().map(|(_, certificate)| certificate).collect();
    match (seen.is_empty(), hidden) {
        (false, _) => Ok(seen),
        // Certificates that are there in another form than this reader looks for.
        (true, "") if !server.presented.is_empty() => Err(unsupported("", NO_START_LINE)),
        (true, "") => Err(Fault::new(FaultKind::CertificateMissing).named(NO_START_LINE)),
        (true, hidden) => Err(unsupported(hidden, NO_START_LINE)),
    }
}

/// Whether a block that this note is about reaches into the next ones.
fn swallows(damaged: Damaged, note: &str) -> bool {
    matches!(damaged, Damaged::Swallows | Damaged::Ends) && UNSEEN_END.contains(&note)
}

/// The notes of a block whose END line is not found.
const UNSEEN_END: [&str; 2] = ["pem-end-line-missing", "pem-end-line-damaged"];

/// Whether a file has such a block.
fn loses(scene: &Scene<'_>, input: usize) -> bool {
    scene.prepared.reading.items_of(input).any(|(_, item)| item.notes.iter().any(|note| UNSEEN_END.contains(&note.id)))
}

/// Whether a block after this one has an END line that is found.
fn closes((later, item): (usize, &ReadItem), index: usize) -> bool {
    let unseen = |id: &str| UNSEEN_END.contains(&id) || id == "pem-truncated";
    let problems = item.notes.iter().chain(&item.error);
    later > index && item.parent.is_none() && !problems.into_iter().any(|p| unseen(p.id))
}

/// What is wrong with the text of a block and not with what it holds.
fn of_text(problem: &Problem) -> bool {
    problem.id.starts_with("pem-") || problem.id.starts_with("base64-")
}

/// Whether a file is there for its key alone: its name says so, and the certificates are in another one.
fn is_key_file(scene: &Scene<'_>, server: &ServerScene, input: usize) -> bool {
    let reading = &scene.prepared.reading;
    let named = |input: usize| {
        let ending = reading.inputs.get(input).and_then(|i| i.name.rsplit_once('.')).map_or("", |(_, ending)| ending);
        ending.eq_ignore_ascii_case("key")
    };
    let certificates = |input: usize| reading.items_of(input).any(|(_, item)| matches!(item.content, Content::Certificate(_)));
    named(input) && server.inputs.iter().any(|&other| other != input && !named(other) && certificates(other))
}

/// Whether a thing in a server's file has a seat of its own that is none of a server.
fn elsewhere(scene: &Scene<'_>, item: usize) -> bool {
    scene.item_seats.get(&item).is_some_and(|own| !matches!(own.seat, Seat::Server | Seat::Listener))
}

/// OpenSSL's reason for a block that is not found.
const NO_START_LINE: &str = "no start line";

const fn is_private(content: &Content) -> bool {
    matches!(content, Content::PrivateKey(_) | Content::EncryptedPrivateKey)
}

fn is_key(content: &Content) -> bool {
    matches!(content, Content::PrivateKey(_) | Content::EncryptedPrivateKey | Content::PublicKey(_))
}

fn damage<T>(seen: &[T], problem: &str) -> Fault {
    let term = match problem {
        "pem-truncated" => "bad end line",
        "base64-illegal-character" | "base64-length" => "bad base64 decode",
        _ if seen.is_empty() => "damaged",
        _ => "damaged chain",
    };
    Fault::new(FaultKind::Malformed).named(term)
}

/// OpenSSL's security level over the certificates it is given to present: the server's, then the others.
fn strength(scene: &Scene<'_>, certificates: &[usize], rules: &LoadingRules) -> Option<Fault> {
    let least = rules.strength;
    let curve = |key: &KeyAlgorithm| match key {
        KeyAlgorithm::Ec(curve) => rules.curves.is_empty() || rules.curves.contains(&curve.name()),
        _ => true,
    };
    if let Some(&first) = certificates.first().filter(|&&first| !curve(&scene.certificate(first).public_key.algorithm)) {
        return Some(Fault::of(FaultKind::KeyUnsupported, first).named("curve"));
    }
    if least == 0 {
        return None;
    }
    let keys = KeyRules { rsa_bits: 0, strength: least, refused_curves: &[], dsa: true };
    for (position, &index) in certificates.iter().enumerate() {
        let own = [index];
        let view = PathView::open(&scene.prepared.pool, &own);
        let (key, digest) =
            if position == 0 { ("ee key too small", "ee md too weak") } else { ("ca key too small", "ca md too weak") };
        if let Some(fault) = checks::weak_key(&view, 0, &keys) {
            return Some(fault.named(key));
        }
        // Nobody checks the signature of a self-signed certificate.
        if scene.certificate(index).is_self_issued() {
            continue;
        }
        // An algorithm of which nothing is known counts as no strength at all.
        if checks::signature_unknown(&view, 0) {
            return Some(Fault::of(FaultKind::SignatureUnsupported, index).named(digest));
        }
        if let Some(fault) = checks::weak_signature(&view, 0, least) {
            return Some(fault.named(digest));
        }
    }
    None
}

/// Whether the certificate has what the program lists it under.
fn named(scene: &Scene<'_>, first: usize, rules: &LoadingRules) -> Result<(), Ruling> {
    let certificate = scene.certificate(first);
    let nameless = certificate.subject.common_names().next().is_none() && certificate.alt_names().next().is_none();
    if rules.named && nameless {
        return Err(Ruling::refused(Fault::of(super::no_names(certificate), first).named("names")));
    }
    Ok(())
}

fn key(scene: &Scene<'_>, server: &ServerScene, first: usize, rules: &LoadingRules) -> Result<(), Ruling> {
    let items = &scene.prepared.reading.items;
    if server.new_key {
        return Ok(());
    }
    let locked = server
        .inputs
        .iter()
        .flat_map(|&input| scene.prepared.reading.items_of(input))
        .find(|(_, item)| matches!(item.content, Content::EncryptedPrivateKey))
        .map(|(_, item)| item);
    let wanted = &scene.certificate(first).public_key;
    let plain = |item: usize| if let Content::PrivateKey(key) = &items[item].content { Some(key) } else { None };
    // A key of another kind is no half of this certificate's, whatever its numbers.
    let fits = |key: &PrivateKey| {
        key.public.as_ref().is_some_and(|p| p.fits(wanted) && family(&p.algorithm) == family(&wanted.algorithm))
    };
    // Of several keys in a file the first counts.
    let first_of_file = |&k: &usize| {
        let mut here = scene.prepared.reading.items_of(items[k].input);
        here.find(|(_, item)| is_private(&item.content)).is_some_and(|(first, _)| first == k)
    };
    let own = server.items.first().map(|&item| items[item].input);
    let beside = |&k: &usize| own == Some(items[k].input);
    let one_file = rules.one_file && server.keys.iter().any(beside);
    let keys = || server.keys.iter().copied().filter(first_of_file).filter(|k| !one_file || beside(k));
    let chosen = keys().find(|&k| plain(k).is_some_and(fits)).or_else(|| keys().next());
    let several =
        |&input: &usize| scene.prepared.reading.items_of(input).filter(|(_, item)| is_private(&item.content)).nth(1).is_some();
    if rules.one_key && server.inputs.iter().any(several) {
        return Err(Ruling::refused(Fault::new(FaultKind::KeyForm).named("no key in file")));
    }
    let Some(item) = chosen else {
        let only_public = |input: &usize| {
            let mut here = scene.prepared.reading.items_of(*input).peekable();
            here.peek().is_some() && here.all(|(_, item)| matches!(item.content, Content::PublicKey(_)))
        };
        if let Some(note) = locked.and_then(|item| item.notes.iter().find(|note| note.id == LABEL)) {
            return Err(Ruling::refused(Fault::new(FaultKind::KeyForm).with(note.id).named("no key in file")));
        }
        if locked.is_none() && server.inputs.iter().any(|input| only_public(input) || is_key_file(scene, server, *input)) {
            return Err(Ruling::refused(Fault::new(FaultKind::KeyMissing).named("no key in file")));
        }
        return Err(match rules.encrypted_key {
            EncryptedKey::Asks(why) if locked.is_some() => Ruling::Undetermined(why, vec![Fault::new(FaultKind::KeyEncrypted)]),
            EncryptedKey::Refused if locked.is_some() => Ruling::refused(Fault::new(FaultKind::KeyEncrypted)),
            _ => Ruling::Undetermined(NO_KEY, vec![Fault::new(FaultKind::KeyMissing)]),
        });
    };
    let Some(key) = plain(item) else { return Err(Ruling::Undetermined(NO_KEY, vec![Fault::new(FaultKind::KeyMissing)])) };
    let format = scene.prepared.reading.inputs.get(items[item].input).map_or("", |i| i.format);
    if format == "der" && !rules.der_key {
        return Err(Ruling::refused(Fault::new(FaultKind::FormatUnsupported).with(format).named("key in DER")));
    }
    // A container hands its key to nobody who looks for a block.
    if matches!(format, "pkcs12" | "java-keystore") {
        return Err(Ruling::refused(Fault::new(FaultKind::KeyForm).with(format).named("no key in file")));
    }
    let own_curve = |curve: &Curve| rules.curves.is_empty() || rules.curves.contains(&curve.name());
    let unknown = !rules.keys.is_empty() && !rules.keys.contains(&key.algorithm.name());
    if unknown || matches!(&key.algorithm, KeyAlgorithm::Ec(curve @ Curve::Explicit) if !own_curve(curve)) {
        return Err(Ruling::refused(Fault::new(FaultKind::KeyUnsupported).with(key.algorithm.name()).named("key unread")));
    }
    let old_form = || items[item].facts.iter().any(|f| f.label == STRUCTURE && !f.value.starts_with("PKCS #8"));
    let stops = |note: &&Problem| {
        rules.key_stops.contains(&note.id) || note.id == LABEL && rules.key_stops.contains(&OLD_FORM_MISLABELLED) && old_form()
    };
    let stopped = items[item].notes.iter().find(stops).filter(|_| !scene.item_seats.contains(&item));
    if let Some(note) = stopped.filter(|_| server.made != Some(Made::PlainKey)) {
        return Err(Ruling::refused(Fault::new(FaultKind::KeyForm).with(note.id).named("no key in file")));
    }
    if fits(key) {
        return match rules.encrypted_key {
            _ if server.made == Some(Made::PlainKey) || !is_encrypted(scene, item) => Ok(()),
            EncryptedKey::Asks(why) => Err(Ruling::Undetermined(why, vec![Fault::new(FaultKind::KeyEncrypted)])),
            EncryptedKey::Refused => Err(Ruling::refused(Fault::new(FaultKind::KeyEncrypted))),
        };
    }
    if key.public.as_ref().is_none_or(|p| p.same_key(wanted).is_none()) {
        return Err(Ruling::Undetermined(KEY_WITHOUT_PUBLIC_HALF, Vec::new()));
    }
    let other_kind = family(&key.algorithm) != family(&wanted.algorithm);
    if other_kind && rules.other_key_kind_passes {
        return Err(Ruling::AcceptedBecause(Settled::reading(rules), OTHER_KIND));
    }
    // The key of a later certificate: the file has the wrong one first.
    let later = server
        .presented
        .iter()
        .copied()
        .filter(|&c| c != first)
        .find(|&c| key.public.as_ref().is_some_and(|p| p.fits(&scene.certificate(c).public_key)));
    Err(Ruling::refused(match later {
        Some(leaf) => Fault::of(FaultKind::EndEntityNotFirst, leaf).named("key"),
        None => Fault::of(FaultKind::KeyMismatch, first).named("key"),
    }))
}

/// The key was encrypted in its file, and the password given with it opened it.
pub(super) fn is_encrypted(scene: &Scene<'_>, item: usize) -> bool {
    let item = &scene.prepared.reading.items[item];
    item.parent.is_none() && item.facts.iter().any(|f| f.label == crate::input::keys::ENCRYPTION && !f.value.starts_with("not "))
}

/// OpenSSL keeps one certificate and key for each of these.
fn family(algorithm: &KeyAlgorithm) -> &str {
    if let KeyAlgorithm::Ec(_) = algorithm { "EC" } else { algorithm.name() }
}
