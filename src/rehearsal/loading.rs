//! A server program reads its certificate file and key at start.

use super::{Judgement, Ruling, pronounce};
use crate::facts::{KeyAlgorithm, PrivateKey};
use crate::input::Content;
use crate::path::checks::{self, KeyRules, PathView};
use crate::policy::{EncryptedKey, Fault, FaultKind, LoadingRules, Profile};
use crate::scene::{Scene, ServerScene};

const NOTHING: &str = "There is no certificate file and no key for this server.";
const NO_KEY: &str = "No private key was given. With the key of the first certificate the file loads.";
const KEY_WITHOUT_PUBLIC_HALF: &str = "Whether the private key belongs to the certificate could not be worked out.";
const OTHER_KIND: &str = "The program starts, but the private key is of another kind than the first certificate: it has no \
                          certificate for the key, and handshakes fail.";

/// All servers.
pub(super) fn each(scene: &Scene<'_>, profile: &'static Profile, rules: &LoadingRules) -> Vec<Judgement> {
    let check = profile.checks.first().copied().unwrap_or(crate::policy::Check::Load);
    scene
        .servers
        .iter()
        .enumerate()
        .map(|(index, server)| pronounce(profile, Some(index), String::new(), check, load(scene, server, rules)))
        .collect()
}

fn load(scene: &Scene<'_>, server: &ServerScene, rules: &LoadingRules) -> Ruling {
    if server.inputs.is_empty() {
        return Ruling::NotApplicable(NOTHING);
    }
    if let Some(fault) = unreadable(scene, server, rules.formats, rules.stops) {
        return Ruling::refused(fault);
    }
    let Some(&first) = server.presented.first() else {
        return Ruling::refused(Fault::new(FaultKind::EndEntityMissing).named("no start line"));
    };
    let strength = strength(scene, server, rules.strength);
    let key = key(scene, server, first, rules);
    match (strength, key) {
        (Some(_), Err(ruling @ Ruling::Rejected(_))) if rules.key_first => ruling,
        (Some(fault), _) => Ruling::refused(fault),
        (None, Err(ruling)) => ruling,
        (None, Ok(())) => Ruling::Accepted,
    }
}

/// Files in a form that the program does not read, and blocks whose contents are damaged.
pub(super) fn unreadable(
    scene: &Scene<'_>,
    server: &ServerScene,
    formats: &[&str],
    stops: &[(&str, &'static str)],
) -> Option<Fault> {
    let reading = &scene.prepared.reading;
    let mut seen_certificate = false;
    for &input in &server.inputs {
        let Some(file) = reading.inputs.get(input) else { continue };
        let items = || reading.items.iter().enumerate().filter(move |(_, item)| item.input == input);
        let only_keys = items().all(|(_, item)| {
            matches!(item.content, Content::PrivateKey(_) | Content::EncryptedPrivateKey | Content::PublicKey(_))
        }) && items().next().is_some();
        if only_keys {
            continue;
        }
        if !formats.contains(&file.format) {
            return Some(Fault::new(FaultKind::FormatUnsupported).with(file.format).named("no start line"));
        }
        let notes = || file.notes.iter().chain(items().flat_map(|(_, item)| &item.notes));
        if let Some((id, term)) = stops.iter().find(|(id, _)| notes().any(|n| n.id == *id)) {
            return Some(Fault::new(FaultKind::FormatUnsupported).with(*id).named(term));
        }
        for (index, item) in items() {
            let damaged = matches!(item.content, Content::Certificate(_)) && scene.prepared.undecodable.contains_key(&index)
                || matches!(item.content, Content::Unrecognised) && item.error.is_some();
            if damaged {
                let term = if seen_certificate { "damaged chain" } else { "damaged" };
                return Some(Fault::new(FaultKind::Malformed).named(term));
            }
            seen_certificate |= matches!(item.content, Content::Certificate(_));
        }
    }
    None
}

/// OpenSSL's security level over the certificates it is given to present: the server's, then the others.
fn strength(scene: &Scene<'_>, server: &ServerScene, least: u32) -> Option<Fault> {
    if least == 0 {
        return None;
    }
    let keys = KeyRules { rsa_bits: 0, strength: least, refused_curves: &[], dsa: true };
    for (position, &index) in server.presented.iter().enumerate() {
        let own = [index];
        let view = PathView::open(&scene.prepared.pool, &own);
        let (key, digest) =
            if position == 0 { ("ee key too small", "ee md too weak") } else { ("ca key too small", "ca md too weak") };
        if let Some(fault) = checks::weak_key(&view, 0, &keys) {
            return Some(fault.named(key));
        }
        // Nobody checks the signature of a self-signed certificate.
        if !scene.certificate(index).is_self_issued()
            && let Some(fault) = checks::weak_signature(&view, 0, least)
        {
            return Some(fault.named(digest));
        }
    }
    None
}

fn key(scene: &Scene<'_>, server: &ServerScene, first: usize, rules: &LoadingRules) -> Result<(), Ruling> {
    let items = &scene.prepared.reading.items;
    let locked =
        items.iter().any(|item| server.inputs.contains(&item.input) && matches!(item.content, Content::EncryptedPrivateKey));
    let wanted = &scene.certificate(first).public_key;
    let plain = |item: usize| if let Content::PrivateKey(key) = &items[item].content { Some(key) } else { None };
    let fits = |key: &PrivateKey| key.public.as_ref().is_some_and(|p| p.spki_sha256 == wanted.spki_sha256);
    let chosen = server.keys.iter().copied().find(|&k| plain(k).is_some_and(fits)).or(server.keys.first().copied());
    let Some(item) = chosen else {
        return Err(match rules.encrypted_key {
            EncryptedKey::Asks(why) if locked => Ruling::Undetermined(why, vec![Fault::new(FaultKind::KeyEncrypted)]),
            EncryptedKey::Refused if locked => Ruling::refused(Fault::new(FaultKind::KeyEncrypted)),
            _ => Ruling::Undetermined(NO_KEY, vec![Fault::new(FaultKind::KeyMissing)]),
        });
    };
    let Some(key) = plain(item) else { return Err(Ruling::Undetermined(NO_KEY, vec![Fault::new(FaultKind::KeyMissing)])) };
    let format = scene.prepared.reading.inputs.get(items[item].input).map_or("", |i| i.format);
    if format == "der" && !rules.der_key {
        return Err(Ruling::refused(Fault::new(FaultKind::FormatUnsupported).with(format).named("key in DER")));
    }
    if fits(key) {
        return match rules.encrypted_key {
            _ if !is_encrypted(scene, item) => Ok(()),
            EncryptedKey::Asks(why) => Err(Ruling::Undetermined(why, vec![Fault::new(FaultKind::KeyEncrypted)])),
            EncryptedKey::Refused => Err(Ruling::refused(Fault::new(FaultKind::KeyEncrypted))),
        };
    }
    if key.public.is_none() {
        return Err(Ruling::Undetermined(KEY_WITHOUT_PUBLIC_HALF, Vec::new()));
    }
    let other_kind = family(&key.algorithm) != family(&wanted.algorithm);
    if other_kind && rules.other_key_kind_passes {
        return Err(Ruling::AcceptedBecause(OTHER_KIND));
    }
    // The key of a later certificate: the file has the wrong one first.
    let later = server
        .presented
        .iter()
        .copied()
        .find(|&c| key.public.as_ref().is_some_and(|p| p.spki_sha256 == scene.certificate(c).public_key.spki_sha256));
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
