//! Inputs and items.

use super::{field, note, problem};
use crate::facts::{KeyAlgorithm, PrivateKey, PublicKey};
use crate::input::{Content, ReadItem};
use crate::report::{Field, InputSummary, Item, KeySummary};
use crate::request::Input;
use crate::scene::Scene;

pub(super) fn inputs(scene: &Scene<'_>, inputs: &[Input]) -> Vec<InputSummary> {
    inputs
        .iter()
        .zip(&scene.prepared.reading.inputs)
        .zip(&scene.seats)
        .enumerate()
        .map(|(index, ((input, read), seat))| InputSummary {
            name: input.name.clone(),
            size: input.bytes.len(),
            format: read.format.to_owned(),
            title: read.title,
            facts: read.facts.iter().map(field).collect(),
            understood: scene.prepared.claims.understood.get(&index).cloned().unwrap_or_default(),
            password: read.password,
            seat: seat.seat,
            seat_guessed: seat.guessed,
            seat_reason: seat.reason,
            server: seat.server.clone(),
            notes: read.notes.iter().map(note).collect(),
            error: read.error.as_ref().map(problem),
        })
        .collect()
}

pub(super) fn items(scene: &Scene<'_>) -> Vec<Item> {
    scene.prepared.reading.items.iter().enumerate().map(|(id, item)| convert(scene, id, item)).collect()
}

fn convert(scene: &Scene<'_>, id: usize, item: &ReadItem) -> Item {
    let choice = &scene.seats[item.input];
    // What evidence says of one item is no guess.
    let (seat, guessed) = scene.item_seats.get(&id).map_or((choice.seat, choice.guessed), |own| (own.seat, false));
    let certificate = scene.prepared.certificate_of_item[id];
    let key = key(scene, id, &item.content);
    let mut facts: Vec<Field> = item.facts.iter().map(field).collect();
    if let Some(request) = scene.prepared.requests.get(&id) {
        facts.push(Field { label: "Subject", value: request.subject.to_rfc4514() });
    }
    if let Some(crl) = scene.prepared.crls.get(&id) {
        facts.push(Field { label: "Issuer", value: crl.issuer.to_rfc4514() });
        facts.push(Field { label: "Entries", value: crl.revoked.len().to_string() });
    }
    Item {
        id,
        input: item.input,
        parent: item.parent,
        kind: item.content.kind(),
        from: item.range.from,
        to: item.range.to,
        certificate,
        alias: item.alias.clone(),
        seat,
        seat_guessed: guessed,
        summary: summary(scene, id, item, key.as_ref()),
        facts,
        key,
        notes: item.notes.iter().map(note).collect(),
        error: item.error.as_ref().or_else(|| scene.prepared.undecodable.get(&id)).map(problem),
    }
}

/// One line: what it is and whose.
fn summary(scene: &Scene<'_>, id: usize, item: &ReadItem, key: Option<&KeySummary>) -> String {
    let described = match &item.content {
        Content::Certificate(_) => {
            scene.prepared.certificate_of_item[id].map(|c| ("Certificate: ", scene.certificate(c).label()))
        }
        Content::CertificationRequest(_) => {
            scene.prepared.requests.get(&id).map(|r| ("Certification request: ", r.subject.to_rfc4514()))
        }
        Content::Crl(_) => scene.prepared.crls.get(&id).map(|c| ("Revocation list of ", c.issuer.to_rfc4514())),
        Content::PrivateKey(_) => key.map(|k| ("Private key: ", size(k))),
        Content::PublicKey(_) => key.map(|k| ("Public key: ", size(k))),
        _ => None,
    };
    if let Some((what, value)) = described {
        return format!("{what}{value}");
    }
    match item.content {
        Content::Certificate(_) => "Certificate, not readable",
        Content::PrivateKey(_) => "Private key",
        Content::EncryptedPrivateKey => "Private key, locked",
        Content::CertificationRequest(_) => "Certification request, not readable",
        Content::Crl(_) => "Revocation list, not readable",
        Content::PublicKey(_) => "Public key",
        Content::Pkcs7 => "PKCS #7 file",
        Content::Pkcs12(_) => "PFX (PKCS #12)",
        Content::JavaKeystore => "Java key store",
        Content::Unrecognised => "Not recognised",
    }
    .to_owned()
}

fn size(key: &KeySummary) -> String {
    match &key.curve {
        Some(curve) => format!("{} {curve}", key.algorithm),
        None if key.bits > 0 => format!("{} {} bits", key.algorithm, key.bits),
        None => key.algorithm.clone(),
    }
}

fn key(scene: &Scene<'_>, id: usize, content: &Content) -> Option<KeySummary> {
    let describe = |algorithm: &KeyAlgorithm, bits: u32, public: Option<&PublicKey>| KeySummary {
        algorithm: algorithm.name().to_owned(),
        bits,
        curve: curve(algorithm),
        spki_sha256: public.map(|p| super::hex(&p.spki_sha256)),
        certificates: public.map_or_else(Vec::new, |p| {
            let pool = &scene.prepared.pool;
            (0..pool.len()).filter(|&c| pool[c].certificate.public_key.spki_sha256 == p.spki_sha256).collect()
        }),
    };
    match content {
        Content::PrivateKey(PrivateKey { algorithm, bits, public, .. }) => Some(describe(algorithm, *bits, public.as_ref())),
        Content::PublicKey(public) => Some(describe(&public.algorithm, public.bits, Some(public))),
        Content::CertificationRequest(_) => {
            let public = &scene.prepared.requests.get(&id)?.public_key;
            Some(describe(&public.algorithm, public.bits, Some(public)))
        }
        _ => None,
    }
}

/// Name of the curve, for keys that have one.
pub(super) fn curve(algorithm: &KeyAlgorithm) -> Option<String> {
    if let KeyAlgorithm::Ec(curve) = algorithm { Some(curve.name().to_owned()) } else { None }
}
