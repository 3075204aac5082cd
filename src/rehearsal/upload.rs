//! A service takes a server's certificate with its key, as one PFX or as PEM texts.

use super::loading::{is_encrypted, read};
use super::upload_chain::{self, Missing};
use super::{Dials, Judgement, Ruling, Settled, key_store, pronounce, upload_trust};
use crate::facts::{Certificate, KeyAlgorithm, PublicKey};
use crate::fault::{Fault, FaultKind};
use crate::input::{Content, Pkcs12Summary};
use crate::path::checks::{self, EkuRules, PathView};
use crate::policy::{ChainDemand, Check, Container, Damaged, Encryption, KeyDemand, Profile, Slot, UploadRules};
use crate::scene::{Made, Scene, ServerScene};
use crate::secrets::{CipherFamily, MacScheme, Scheme};

const NO_PFX: &str = "A PFX with certificate and private key goes here, and none was given.";
const LOCKED: &str = "The file is locked: with its password it can be judged.";
const NO_KEY: &str = "No private key was given. The service takes it as a text of its own.";
const INTERMEDIATE_NOT_SERVED: &str = "The file is taken, but it lacks an intermediate: clients that do not download it find no path. \
                                       Windows and Chrome hide that.";
const ROOT_NOT_INSIDE: &str =
    "The file is taken. The documentation asks for the whole chain with its root, and the root is not inside.";
const FROM_STORES: &str = "The file is taken. Windows sends intermediates from its own stores: the one that is not in the file has to \
                           be in the Intermediate Certification Authorities store.";
const SIGNATURE_OPEN: &str = "Whether the file holds the whole chain depends on a signature that could not be checked here.";
const CHAIN_LEFT_OUT: &str = "The certificate is taken without its chain, and is then served without it.";

/// All servers that the slot is for, or all files.
pub(super) fn each(scene: &Scene<'_>, profile: &'static Profile, rules: &UploadRules) -> Vec<Judgement> {
    let check = profile.checks.first().copied().unwrap_or(Check::Upload);
    if matches!(rules.slot, Slot::TrustFile | Slot::ClientCaFile | Slot::CaFile) {
        return upload_trust::each(scene, profile, rules, check);
    }
    let has_listener = scene.servers.iter().any(|s| s.listener);
    let wanted = |server: &ServerScene| rules.slot != Slot::Listener || server.listener == has_listener;
    let dials = Dials::new(scene, profile);
    let servers = scene.asked().filter(|(_, server)| wanted(server));
    servers
        .map(|(index, server)| {
            let ruling = match rules.container {
                Container::Pem | Container::Cer => texts(scene, server, rules),
                Container::Either if !holds_pfx(scene, server) => texts(scene, server, rules),
                Container::Pfx | Container::PfxOnly | Container::Either | Container::KeyStore => {
                    pfx(scene, server, rules, &dials)
                }
            };
            let ruling = ruling.remarked((!rules.remark.is_empty()).then_some(rules.remark));
            pronounce(profile, Some(index), String::new(), check, ruling)
        })
        .collect()
}

fn holds_pfx(scene: &Scene<'_>, server: &ServerScene) -> bool {
    let items = &scene.prepared.reading.items;
    server.made.is_some_and(Made::is_pfx)
        || items.iter().any(|i| server.inputs.contains(&i.input) && matches!(i.content, Content::Pkcs12(_)))
}

fn pfx(scene: &Scene<'_>, server: &ServerScene, rules: &UploadRules, dials: &Dials<'_>) -> Ruling {
    let items = scene.prepared.reading.items.iter().filter(|item| server.inputs.contains(&item.input));
    let mut containers = items.filter_map(|item| if let Content::Pkcs12(summary) = &item.content { Some(summary) } else { None });
    if let Some(made) = server.made.filter(|m| m.is_pfx()) {
        return repacked(scene, server, rules, made == Made::PfxModern && legacy_only(rules, dials));
    }
    if let Some(locked) = key_store::of_sun(scene, server).filter(|_| rules.container == Container::KeyStore) {
        return match server.keys.is_empty() {
            true if locked => Ruling::Undetermined(LOCKED, vec![Fault::new(FaultKind::KeyEncrypted)]),
            true => Ruling::refused(Fault::new(FaultKind::KeyMissing)),
            false => inside(scene, server, rules),
        };
    }
    let Some(summary) = containers.next() else {
        let input = server.inputs.first().and_then(|&i| scene.prepared.reading.inputs.get(i));
        return if server.listener || rules.container == Container::PfxOnly && !server.presented.is_empty() {
            Ruling::refused(Fault::new(FaultKind::FormatUnsupported).with(input.map_or("", |i| i.format)))
        } else {
            Ruling::NotApplicable(NO_PFX)
        };
    };
    if containers.next().is_some() {
        return Ruling::refused(Fault::new(FaultKind::CountWrong).named("files"));
    }
    let generation = dials.choice("generation");
    let limit = rules.largest.iter().find(|(value, _)| generation.is_none_or(|g| g == *value));
    if let Some((_, most)) = limit.filter(|(_, most)| summary.size > *most) {
        let _ = most;
        return Ruling::refused(Fault::new(FaultKind::TooLarge).with(summary.size.to_string()));
    }
    if let Some(scheme) = modern(summary).filter(|_| legacy_only(rules, dials)) {
        return Ruling::refused(Fault::new(FaultKind::ContainerEncryption).with(scheme));
    }
    if rules.container == Container::KeyStore
        && let Some(fault) = key_store::refused(summary)
    {
        return Ruling::refused(fault);
    }
    if !summary.complete && (server.keys.is_empty() || server.presented.is_empty()) {
        return Ruling::Undetermined(LOCKED, vec![Fault::new(FaultKind::ContainerEncryption)]);
    }
    // A key in another file does not go along.
    if summary.private_keys == 0 && (summary.complete || server.keys.is_empty()) {
        return Ruling::refused(Fault::new(FaultKind::KeyMissing));
    }
    inside(scene, server, rules)
}

fn legacy_only(rules: &UploadRules, dials: &Dials<'_>) -> bool {
    match rules.encryption {
        Encryption::Any => false,
        Encryption::Legacy => true,
        Encryption::LegacyOnOlderWindows => dials.choice("windows") == Some("older"),
    }
}

/// A PFX that a change makes anew.
fn repacked(scene: &Scene<'_>, server: &ServerScene, rules: &UploadRules, too_new: bool) -> Ruling {
    if too_new {
        return Ruling::refused(Fault::new(FaultKind::ContainerEncryption));
    }
    if server.keys.is_empty() && !server.new_key {
        return Ruling::refused(Fault::new(FaultKind::KeyMissing));
    }
    inside(scene, server, rules)
}

/// What the service makes of the certificates and the key inside.
fn inside(scene: &Scene<'_>, server: &ServerScene, rules: &UploadRules) -> Ruling {
    let Some(leaf) = server.leaf else { return Ruling::refused(Fault::new(FaultKind::EndEntityMissing)) };
    if !server.new_key && !server.keys.is_empty() && !server.keys.iter().any(|&k| scene.prepared.key_fits(k, leaf)) {
        return Ruling::refused(Fault::of(FaultKind::KeyMismatch, leaf));
    }
    about_certificate(scene, rules, leaf)
        .or_else(|| chain(scene, server, rules, leaf))
        .unwrap_or(Ruling::Accepted(Settled::upload(rules)))
}

/// What only newer systems open: PBES2, AES and its like, an integrity check over SHA-2.
fn modern(summary: &Pkcs12Summary) -> Option<String> {
    let old = |s: &Scheme| {
        !s.pbes2 && matches!(s.family, CipherFamily::Plain | CipherFamily::Rc2 | CipherFamily::TripleDes | CipherFamily::Rc4)
    };
    let schemes = summary.key_encryption.iter().chain(&summary.certificate_encryption);
    schemes
        .filter(|s| !old(s))
        .map(Scheme::text)
        .chain(summary.mac.iter().filter(|m| m.pbmac1 || m.digest != "SHA-1").map(MacScheme::text))
        .next()
}

fn texts(scene: &Scene<'_>, server: &ServerScene, rules: &UploadRules) -> Ruling {
    let leaf = match read(scene, server, &["pem"], rules.stops, Damaged::Refused) {
        Ok(certificates) => server.leaf.unwrap_or(certificates[0]),
        Err(fault) => return Ruling::refused(fault),
    };
    if let Some(ruling) = about_certificate(scene, rules, leaf) {
        return ruling;
    }
    if let Some(ruling) = about_key(scene, server, rules, leaf) {
        return ruling;
    }
    chain(scene, server, rules, leaf).unwrap_or(Ruling::Accepted(Settled::upload(rules)))
}

fn about_key(scene: &Scene<'_>, server: &ServerScene, rules: &UploadRules, leaf: usize) -> Option<Ruling> {
    if server.new_key {
        return None;
    }
    let items = &scene.prepared.reading.items;
    let locked = items.iter().any(|i| server.inputs.contains(&i.input) && matches!(i.content, Content::EncryptedPrivateKey));
    let key = server.keys.iter().copied().find(|&k| scene.prepared.key_fits(k, leaf)).or(server.keys.first().copied());
    let Some(key) = key else {
        return Some(if locked {
            Ruling::refused(Fault::new(FaultKind::KeyEncrypted))
        } else {
            Ruling::Undetermined(NO_KEY, vec![Fault::new(FaultKind::KeyMissing)])
        });
    };
    if server.made != Some(Made::PlainKey) && is_encrypted(scene, key) {
        return Some(Ruling::refused(Fault::new(FaultKind::KeyEncrypted)));
    }
    let other_form = |f: &crate::facts::Field| f.label == crate::input::keys::STRUCTURE && !f.value.starts_with("PKCS #8");
    if rules.pkcs8 && server.made != Some(Made::PlainKey) && items[key].facts.iter().any(other_form) {
        return Some(Ruling::refused(Fault::new(FaultKind::KeyFormOther)));
    }
    let size = items[key].range.len();
    if rules.largest_key > 0 && size > rules.largest_key {
        return Some(Ruling::refused(Fault::new(FaultKind::TooLarge).with(size.to_string()).named("key")));
    }
    (!scene.prepared.key_fits(key, leaf)).then(|| Ruling::refused(Fault::of(FaultKind::KeyMismatch, leaf)))
}

/// What the service asks of the server's certificate itself.
fn about_certificate(scene: &Scene<'_>, rules: &UploadRules, leaf: usize) -> Option<Ruling> {
    let certificate = scene.certificate(leaf);
    let own = [leaf];
    let view = PathView::open(&scene.prepared.pool, &own);
    if !takes(&rules.keys, &certificate.public_key) {
        let key = &certificate.public_key;
        let fault = Fault::of(FaultKind::KeyUnsupported, leaf);
        return Some(Ruling::refused(fault.with(format!("{} {}", key.algorithm.name(), key.bits))));
    }
    if rules.within_validity
        && let Some(fault) = checks::validity(&view, 0, scene.now)
    {
        return Some(Ruling::refused(fault));
    }
    if rules.server_auth
        && let Some(fault) = checks::extended_key_usage(&view, 0, EkuRules::SERVER)
    {
        return Some(Ruling::refused(fault));
    }
    if rules.named && !names_a_host(certificate) {
        return Some(Ruling::refused(Fault::of(super::no_names(certificate), leaf)));
    }
    None
}

fn names_a_host(certificate: &Certificate) -> bool {
    certificate.dns_names().next().is_some()
        || certificate.ip_addresses().next().is_some()
        || certificate.subject.common_names().any(|name| name.contains('.') && !name.contains(' '))
}

pub(super) fn takes(demand: &KeyDemand, key: &PublicKey) -> bool {
    match &key.algorithm {
        KeyAlgorithm::Rsa => demand.rsa.is_some_and(|(least, most)| (least..=most).contains(&key.bits)),
        KeyAlgorithm::Ec(curve) => demand.curves.iter().any(|name| *name == "*" || *name == curve.name()),
        _ => demand.others,
    }
}

/// What the service asks of the other certificates; `None`: nothing to object or to say.
fn chain(scene: &Scene<'_>, server: &ServerScene, rules: &UploadRules, leaf: usize) -> Option<Ruling> {
    let presented = server.presented.as_slice();
    let first = presented.first().copied().unwrap_or(leaf);
    let reach = upload_chain::reach(scene, presented, leaf);
    let end = reach.path.last().copied().unwrap_or(leaf);
    let taken = |why| Some(Ruling::AcceptedBecause(Settled::upload(rules), why));
    if let (ChainDemand::WithRoot | ChainDemand::Public, Some(fault)) = (rules.chain, reach.open.clone()) {
        return Some(Ruling::Undetermined(SIGNATURE_OPEN, vec![fault]));
    }
    let incomplete = || {
        let kind = if reach.missing == Missing::Root { FaultKind::RootNotInFile } else { FaultKind::ChainIncomplete };
        Some(Ruling::refused(Fault::of(kind, end)))
    };
    match (rules.chain, reach.missing) {
        (ChainDemand::Nothing, _) | (ChainDemand::FromStores | ChainDemand::ServedAsIs, Missing::Nothing) => None,
        (ChainDemand::ServedAsIs, Missing::Root) => taken(ROOT_NOT_INSIDE),
        (ChainDemand::ServedAsIs, Missing::Intermediate) => taken(INTERMEDIATE_NOT_SERVED),
        (ChainDemand::FromStores, Missing::Root) => None,
        (ChainDemand::FromStores, Missing::Intermediate) => taken(FROM_STORES),
        (ChainDemand::WithRoot, Missing::Nothing) => None,
        (ChainDemand::WithRoot, _) => incomplete(),
        (ChainDemand::Public, missing) => {
            let roots = scene.mozilla_roots();
            let graph = &scene.prepared.graph;
            let public = roots.contains(&end) || graph.issuers(end).iter().any(|e| roots.contains(&e.issuer));
            match missing {
                Missing::Intermediate => incomplete(),
                _ if public => None,
                Missing::Nothing if end == leaf => Some(Ruling::refused(Fault::of(FaultKind::SelfSignedUntrusted, leaf))),
                _ => Some(Ruling::refused(Fault::of(FaultKind::AnchorUntrusted, end))),
            }
        }
        (ChainDemand::LeafFirst, _) => (first != leaf).then(|| Ruling::refused(Fault::of(FaultKind::EndEntityNotFirst, leaf))),
        (ChainDemand::InOrder, missing) => {
            if first != leaf {
                return Some(Ruling::refused(Fault::of(FaultKind::EndEntityNotFirst, leaf)));
            }
            if presented.iter().skip(1).any(|&i| i == leaf) {
                return Some(Ruling::refused(Fault::of(FaultKind::ChainSuperfluous, leaf)));
            }
            if let Some(fault) = upload_chain::out_of_order(scene, presented) {
                return Some(Ruling::refused(fault));
            }
            if presented.len() == 1 && missing != Missing::Nothing { taken(CHAIN_LEFT_OUT) } else { None }
        }
    }
}
