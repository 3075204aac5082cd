//! A service takes a file of CA certificates: the root of a gateway's backends, or the CAs of its clients.

use super::upload::takes;
use super::upload_chain::Missing;
use super::{Judgement, Ruling, Settled, pronounce};
use crate::facts::UnixTime;
use crate::fault::{Fault, FaultKind};
use crate::input::Content;
use crate::path::checks::{self, PathView};
use crate::path::order::is_self_signed;
use crate::path::{Limits, search};
use crate::policy::{Authorities, Check, Container, KeyDemand, Profile, Slot, UploadRules};
use crate::request::Seat;
use crate::scene::{Scene, StoreFile};
use crate::signature::Verification;

const OUTSIDE_VALIDITY: &str =
    "The file is taken, but the root is outside its validity period, so every path under it is refused.";
const NO_PATH_ENDS_HERE: &str = "The file is taken, but no server's path ends in this root.";

const SEVERAL: &str = "The form takes one certificate, and the file has several. Which of them is kept is not documented: give each a \
                       file of its own.";
const TAKEN_WITH_WARNING: &str = "The file is taken with a warning: a certificate in it is none of a CA, has a weak key or signature, or \
                                  is outside its validity period. Clients below it are refused.";
/// What is read, by [`Container`].
const FORMATS: [&str; 3] = ["pem", "der", "pkcs12"];
/// Bits of security that a signature over SHA-256 has.
const SHA_256: u32 = 128;

/// Each file in the seat.
pub(super) fn each(scene: &Scene<'_>, profile: &'static Profile, rules: &UploadRules, check: Check) -> Vec<Judgement> {
    let other = if rules.slot == Slot::ClientCaFile { Seat::Trust } else { Seat::ClientCa };
    let files = scene.files.iter().filter(|file| rules.slot == Slot::CaFile || file.seat != other);
    files.map(|file| pronounce(profile, None, String::new(), check, judge(scene, file, rules))).collect()
}

fn judge(scene: &Scene<'_>, file: &StoreFile, rules: &UploadRules) -> Ruling {
    // What a change makes is PEM of these certificates.
    let Some(input) = file.input else { return contents(scene, &file.certificates, rules) };
    let reading = &scene.prepared.reading;
    let items = || reading.items_of(input);
    let format = reading.inputs.get(input).map_or("", |i| i.format);
    let certificates: Vec<usize> = items().filter_map(|(i, _)| scene.prepared.certificate_of_item[i]).collect();
    let first = certificates.first().copied();
    let refused = |kind, detail: String| {
        let fault = first.map_or_else(|| Fault::new(kind), |c| Fault::of(kind, c));
        Ruling::refused(fault.with(detail))
    };
    let formats = match rules.container {
        Container::Pem => 1,
        Container::Cer => 2,
        _ => FORMATS.len(),
    };
    if !FORMATS[..formats].contains(&format) {
        return refused(FaultKind::FormatUnsupported, format.to_owned());
    }
    let size = items().map(|(_, item)| item.range.to).max().unwrap_or(0);
    if rules.largest.first().is_some_and(|(_, most)| size > *most) {
        return refused(FaultKind::TooLarge, size.to_string());
    }
    if format != "pkcs12"
        && items().any(|(_, item)| matches!(item.content, Content::PrivateKey(_) | Content::EncryptedPrivateKey))
    {
        return refused(FaultKind::FormatUnsupported, "private key".to_owned());
    }
    if certificates.is_empty() {
        return refused(FaultKind::CertificateMissing, String::new());
    }
    contents(scene, &certificates, rules)
}

/// What the service makes of the certificates in a file that it can read.
fn contents(scene: &Scene<'_>, certificates: &[usize], rules: &UploadRules) -> Ruling {
    let Some(&first) = certificates.first() else { return Ruling::refused(Fault::new(FaultKind::CertificateMissing)) };
    let one_alone = certificates.len() == 1;
    match rules.authorities {
        Authorities::RootWithIntermediates => client_cas(scene, certificates, rules),
        Authorities::Root if one_alone => root(scene, first, rules),
        Authorities::Root => Ruling::refused(Fault::of(FaultKind::CountWrong, first).with(certificates.len().to_string())),
        Authorities::One | Authorities::OneCa if !one_alone => {
            Ruling::Undetermined(SEVERAL, vec![Fault::of(FaultKind::CountWrong, first).with(certificates.len().to_string())])
        }
        Authorities::One => Ruling::Accepted(Settled::upload(rules)),
        Authorities::OneCa | Authorities::Each | Authorities::Warned => {
            match certificates.iter().find_map(|&index| no_authority(scene, index, rules)) {
                None => Ruling::Accepted(Settled::upload(rules)),
                Some(_) if rules.authorities == Authorities::Warned => {
                    Ruling::AcceptedBecause(Settled::upload(rules), TAKEN_WITH_WARNING)
                }
                Some(fault) => Ruling::refused(fault),
            }
        }
    }
}

/// Why a certificate is none of a CA that the service takes.
fn no_authority(scene: &Scene<'_>, index: usize, rules: &UploadRules) -> Option<Fault> {
    let certificate = scene.certificate(index);
    let own = [index];
    let view = PathView::open(&scene.prepared.pool, &own);
    if !certificate.is_ca() {
        return Some(Fault::of(FaultKind::UploadWrongCertificate, index));
    }
    if !takes(&rules.keys, &certificate.public_key) {
        return Some(Fault::of(FaultKind::KeyUnsupported, index));
    }
    let weak = || checks::weak_signature(&view, 0, SHA_256).filter(|_| rules.keys != KeyDemand::ANY);
    weak().or_else(|| checks::validity(&view, 0, scene.now).filter(|_| rules.within_validity))
}

const NOT_COMPUTED: &str =
    "Whether the certificate is a root, or which root is its own, depends on a signature that could not be checked here.";

/// Exactly the root of the backends.
fn root(scene: &Scene<'_>, index: usize, rules: &UploadRules) -> Ruling {
    let settled = Settled::upload(rules);
    let certificate = scene.certificate(index);
    if certificate.is_self_issued() {
        let signature = scene.prepared.graph.signature(&scene.prepared.pool, index, index);
        if let Some(fault) = checks::left_open(&signature, index) {
            let why = if signature == Verification::Unchecked { super::ruling::GIVEN_UP } else { NOT_COMPUTED };
            return Ruling::Undetermined(why, vec![fault]);
        }
    }
    if !self_signed(scene, index) {
        let kind = if certificate.is_ca() { FaultKind::AnchorNotSelfSigned } else { FaultKind::UploadWrongCertificate };
        return Ruling::refused(Fault::of(kind, index));
    }
    if !certificate.is_ca() {
        return Ruling::refused(Fault::of(checks::why_no_ca(certificate), index));
    }
    if !within(certificate.not_before, scene.now, certificate.not_after) {
        return Ruling::AcceptedBecause(settled, OUTSIDE_VALIDITY);
    }
    let mut backends = scene.servers.iter().filter(|s| !s.listener && s.leaf.is_some()).peekable();
    let anchors = [index];
    let ends_here = |server: &crate::scene::ServerScene| {
        let leaf = server.leaf.unwrap_or_default();
        // What the server does not send may be in another file: the question is whose root this is.
        let others: Vec<usize> = (0..scene.prepared.pool.len()).filter(|&i| !scene.prepared.pool[i].mozilla_root).collect();
        let query = search::Query { leaf, intermediates: &others, anchors: &anchors, limits: Limits::DEFAULT };
        !search::paths(&scene.prepared.pool, &scene.prepared.graph, &query).complete.is_empty()
    };
    if backends.peek().is_some() && !backends.any(ends_here) {
        return Ruling::AcceptedBecause(settled, NO_PATH_ENDS_HERE);
    }
    Ruling::Accepted(settled)
}

/// The root of the clients' path with all its intermediates.
fn client_cas(scene: &Scene<'_>, certificates: &[usize], rules: &UploadRules) -> Ruling {
    let accepted = Ruling::Accepted(Settled::upload(rules));
    let first = certificates[0];
    if let Some(&leaf) = certificates.iter().find(|&&i| !scene.certificate(i).is_ca()) {
        return Ruling::refused(Fault::of(FaultKind::UploadWrongCertificate, leaf));
    }
    let roots: Vec<usize> = certificates.iter().copied().filter(|&i| self_signed(scene, i)).collect();
    match roots.as_slice() {
        [] => Ruling::refused(Fault::of(FaultKind::AnchorNotSelfSigned, first)),
        [_] => {
            let reached = certificates.iter().map(|&i| (i, super::upload_chain::reach(scene, certificates, i)));
            let reached: Vec<_> = reached.collect();
            if let Some(fault) = reached.iter().find_map(|(_, reach)| reach.open.clone()) {
                return Ruling::Undetermined(NOT_COMPUTED, vec![fault]);
            }
            let stray = reached.into_iter().find_map(|(i, reach)| match reach.missing {
                Missing::Nothing => None,
                Missing::Root => Some(Fault::of(FaultKind::RootNotInFile, i)),
                Missing::Intermediate => Some(Fault::of(FaultKind::ChainIncomplete, i)),
            });
            stray.map_or(accepted, Ruling::refused)
        }
        [_, second, ..] => Ruling::refused(Fault::of(FaultKind::CountWrong, *second).with(roots.len().to_string())),
    }
}

fn self_signed(scene: &Scene<'_>, index: usize) -> bool {
    is_self_signed(&scene.prepared.pool, &scene.prepared.graph, index)
}

fn within(from: UnixTime, now: UnixTime, to: UnixTime) -> bool {
    (from..=to).contains(&now)
}
