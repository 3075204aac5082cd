//! The first stage of every rehearsal: the program reads what it is given, with its own strictness.

use super::Dials;
use crate::der::Reader;
use crate::facts::{ByteRange, Certificate, Ext, Flaw, KeyAlgorithm, Malformation, Part};
use crate::fault::{Fault, FaultKind};
use crate::input::Content;
use crate::lists::Map;
use crate::policy::{Method, Place, Position, Reading, Reads};
use crate::request::Seat;
use crate::scene::{Scene, ServerScene};
use crate::x509::malformations;

/// The reader's note on octets behind a certificate.
const TRAILING: &str = "trailing-data";
/// The reader's note on OpenSSL's trust settings behind a certificate.
const SETTINGS: &str = "trust-settings-removed";
/// The reader's note on a label of old.
const OLD_LABEL: &str = "pem-label-old";

/// What one program has in hands after reading.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The certificates on the wire that it can use, the first always among them.
    pub presented: Vec<usize>,
    /// The trust anchors that it has.
    pub anchors: Vec<usize>,
    /// Certificates that it sees without some of their extensions.
    seen: Map<usize, Certificate>,
    /// Why certificates were left out.
    left_out: Vec<Fault>,
    /// Flaws that it meets later.
    met: Vec<(usize, Position, Fault)>,
}

impl Read {
    /// A certificate as the program sees it.
    pub fn certificate<'a>(&'a self, scene: &'a Scene<'_>, index: usize) -> &'a Certificate {
        self.seen.get(&index).unwrap_or_else(|| scene.certificate(index))
    }

    /// The same with an extension of a certificate counting as absent.
    #[must_use]
    pub fn forgetting(mut self, scene: &Scene<'_>, index: usize, ext: Ext) -> Self {
        let seen = self.seen.at_or(index, || scene.certificate(index).clone());
        without(seen, ext);
        self
    }

    /// Why a certificate of this kind was left out: one that could not be read.
    pub fn left_out(&self, scene: &Scene<'_>, wanted: impl Fn(&Certificate) -> bool) -> Option<Fault> {
        let fits = |fault: &&Fault| fault.certificate.is_some_and(|index| wanted(scene.certificate(index)));
        self.left_out.iter().find(fits).cloned()
    }

    /// What the program meets first in a certificate at a position, of the terms that are wanted.
    pub fn first_met(&self, index: usize, position: Position, wanted: impl Fn(&str) -> bool) -> Option<Fault> {
        self.met.iter().find(|(c, p, fault)| (*c, *p) == (index, position) && wanted(fault.term)).map(|(_, _, f)| f.clone())
    }

    /// The flaws that the program meets in a certificate at a position, under this term, in the order of its stages.
    pub fn met(&self, index: usize, position: Position, term: &str) -> Option<Fault> {
        self.first_met(index, position, |own| own == term)
    }
}

/// The table that a target's method reads by.
pub fn table(method: &Method, dials: &Dials<'_>) -> &'static Reading {
    match method {
        Method::OpenSsl(programs) => programs.chosen(dials.choice("version")).map_or(&Reading::LENIENT, |knobs| knobs.reading),
        Method::Go(knobs) => knobs.reading,
        Method::Java(knobs) => knobs.chosen(dials.choice("version")).map_or(&Reading::LENIENT, |release| release.reading),
        Method::GnuTls(knobs) => knobs.reading,
        Method::Chromium(knobs) => knobs.reading,
        Method::MozPkix(knobs) => knobs.reading,
        Method::Rfc5280(knobs) => knobs.path.reading,
        _ => &Reading::LENIENT,
    }
}

/// Reads what a server presents and what is trusted.
///
/// # Errors
/// The faults for which the program gives up before it judges, the decisive one first.
pub fn read(scene: &Scene<'_>, server: &ServerScene, table: &Reading) -> Result<Read, Vec<Fault>> {
    let mut read = Read::default();
    let mut refusals: Vec<(usize, Fault)> = Vec::new();
    // The trust store is read before any connection is made.
    if let Some(fault) = damaged_in_store(scene, table) {
        refusals.push((0, fault));
    }
    for (n, &index) in scene.anchors().iter().enumerate() {
        let item = scene.trust_items.get(n).and_then(Option::as_ref);
        if table.old_labels_skipped && noted(scene, item, &[OLD_LABEL]) {
            read.left_out.push(Fault::of(FaultKind::LabelWrong, index));
            continue;
        }
        if one(scene, table, (index, item), Position::Anchor, &mut read, &mut refusals) {
            read.anchors.push(index);
        }
    }
    refusals.extend(damaged_on_the_wire(scene, server, table).into_iter().map(|fault| (1, fault)));
    for (n, &index) in server.presented.iter().enumerate() {
        let position = if n == 0 { Position::Leaf } else { Position::Issuer };
        if one(scene, table, (index, server.items.get(n)), position, &mut read, &mut refusals) || n == 0 {
            read.presented.push(index);
        }
    }
    crate::lists::sort_by(&mut refusals, |a, b| a.0.cmp(&b.0));
    if refusals.is_empty() { Ok(read) } else { Err(refusals.into_iter().map(|(_, fault)| fault).collect()) }
}

/// Whether the item that a certificate stands in has one of these notes.
fn noted(scene: &Scene<'_>, item: Option<&usize>, ids: &[&str]) -> bool {
    let read = item.and_then(|item| scene.prepared.reading.items.get(*item));
    read.is_some_and(|item| item.notes.iter().any(|note| ids.contains(&note.id)))
}

/// Reads one certificate, from the item it stands in. Whether it is there afterwards.
fn one(
    scene: &Scene<'_>,
    table: &Reading,
    (index, item): (usize, Option<&usize>),
    position: Position,
    read: &mut Read,
    refusals: &mut Vec<(usize, Fault)>,
) -> bool {
    let certificate = scene.certificate(index);
    // A server that has such a file sends the certificate without them.
    let notes = if table.settings_trail && position == Position::Anchor { &[TRAILING, SETTINGS][..] } else { &[TRAILING] };
    let trailing = noted(scene, item, notes).then(|| Malformation::trailing(certificate.der.len()));
    if certificate.malformations.is_empty() && trailing.is_none() {
        return true;
    }
    let mut kept = true;
    let mut ignored: Vec<Ext> = Vec::new();
    let mut listless = false;
    let mut counted: Vec<&Malformation> = Vec::new();
    let mut met: Vec<(usize, &'static str, &Malformation)> = Vec::new();
    let mut cut = usize::MAX;
    let mut refused: Option<(usize, Fault)> = None;
    for malformation in certificate.malformations.iter().chain(&trailing) {
        let extension = malformation.extension.and_then(|e| certificate.extensions.get(e));
        let place = Place {
            critical: extension.is_some_and(|e| e.critical),
            outermost: malformation.flaw == Flaw::ValueEmpty
                || extension.map_or_else(|| is_field(certificate, malformation.at), |e| e.value_at.from == malformation.at.from),
        };
        if listless && matches!(malformation.part, Part::Extensions | Part::Frame(_) | Part::Value(_)) {
            continue;
        }
        let Some((row, reads)) = table.of(malformation, place, position) else { continue };
        match reads {
            Reads::Taken => {}
            Reads::Refused(term) | Reads::StoreRefused(term) => {
                if refused.as_ref().is_none_or(|(before, _)| row < *before) {
                    let mut fault = fault(index, malformation).named(term);
                    if let Reads::StoreRefused(_) = reads {
                        fault.kind = match fault.kind {
                            FaultKind::TrailingOctets => FaultKind::StoreTrailing,
                            _ => FaultKind::StoreUnreadable,
                        };
                    }
                    refused = Some((row, fault));
                }
            }
            Reads::LeftOut => {
                kept = false;
                read.left_out.push(fault(index, malformation));
            }
            Reads::Ignored if matches!(malformation.part, Part::Extensions | Part::UniqueId) => listless = true,
            Reads::Ignored => {
                if let Part::Frame(ext) | Part::Value(ext) = malformation.part {
                    ignored.push(ext);
                }
            }
            Reads::CountedOn => counted.push(malformation),
            Reads::CutOff(term) => {
                cut = cut.min(extension.map_or(usize::MAX, |e| entries_before(&e.value, malformation.at.from - e.value_at.from)));
                met.push((row, term, malformation));
            }
            Reads::Met(term) => met.push((row, term, malformation)),
        }
    }
    if let Some((_, fault)) = refused {
        // The trust store's first, then the certificates as they come.
        let rank = if position == Position::Anchor { 0 } else { 1 + refusals.len() };
        refusals.push((rank, fault));
    }
    crate::lists::sort_by(&mut met, |a, b| a.0.cmp(&b.0));
    read.met.extend(met.into_iter().map(|(_, term, m)| (index, position, fault(index, m).named(term))));
    if listless {
        read.seen.insert(index, without_any(certificate));
    } else if !ignored.is_empty() {
        let seen = read.seen.at_or(index, || certificate.clone());
        ignored.iter().for_each(|ext| without(seen, *ext));
    }
    if cut < usize::MAX {
        let seen = read.seen.at_or(index, || certificate.clone());
        seen.subject_alt_names.iter_mut().for_each(|san| san.names.truncate(cut));
    }
    for malformation in counted {
        let at = malformation.at;
        let time = certificate.der.get(at.from..at.to).and_then(|octets| Reader::new(octets, at.from).read().ok()?.counted_on());
        if let Some(time) = time {
            let seen = read.seen.at_or(index, || certificate.clone());
            let moment = if malformation.part == Part::NotAfter { &mut seen.not_after } else { &mut seen.not_before };
            *moment = time;
        }
    }
    kept
}

/// Entries of a list that stand before this octet of its encoding.
fn entries_before(list: &[u8], at: usize) -> usize {
    let Ok(sequence) = Reader::new(list, 0).read() else { return 0 };
    let mut entries = sequence.children();
    std::iter::from_fn(|| entries.read().ok()).take_while(|entry| entry.from < at).count()
}

/// Whether a field of the certificate or of its tbsCertificate begins here, or should.
fn is_field(certificate: &Certificate, at: ByteRange) -> bool {
    let Ok(whole) = Reader::new(&certificate.der, 0).read() else { return false };
    let mut fields = whole.children();
    let Ok(tbs) = fields.read() else { return false };
    let mut inside = tbs.children();
    while let Ok(field) = inside.read().or_else(|_| fields.read()) {
        if field.from == at.from {
            return true;
        }
    }
    at.from == tbs.to() || at.from == whole.to()
}

/// Why a program that loads certificates of its own refuses this one: its decoder does, or no key comes out of it.
pub fn refused(scene: &Scene<'_>, table: &Reading, index: usize, item: Option<&usize>, position: Position) -> Option<Fault> {
    let (mut read, mut refusals) = (Read::default(), Vec::new());
    one(scene, table, (index, item), position, &mut read, &mut refusals);
    let keyless = || {
        let needs = !matches!(scene.certificate(index).public_key.algorithm, KeyAlgorithm::Rsa | KeyAlgorithm::Dsa);
        let parameters = || read.met(index, position, "key parameters").filter(|_| needs);
        read.met(index, position, "key").or_else(parameters)
    };
    refusals.into_iter().map(|(_, fault)| fault).next().or_else(keyless)
}

/// A block that announces a certificate and holds none that could be read: for a program's own reader it is an element
/// that ends too early.
const DAMAGED: Malformation =
    Malformation { flaw: Flaw::ContentDamaged, part: Part::Certificate, extension: None, at: ByteRange::new(0, 0) };

fn is_damaged(scene: &Scene<'_>, item: usize) -> bool {
    let Some(read) = scene.prepared.reading.items.get(item) else { return false };
    read.content.kind() == "certificate" && (read.error.is_some() || scene.prepared.undecodable.contains(&item))
}

/// One certificate that cannot be read at all spoils the trust store of programs that read it as a whole.
fn damaged_in_store(scene: &Scene<'_>, table: &Reading) -> Option<Fault> {
    table.of(&DAMAGED, Place::default(), Position::Anchor).filter(|(_, reads)| matches!(reads, Reads::StoreRefused(_)))?;
    let trusted = scene.seats.iter().enumerate().filter(|(_, choice)| choice.seat == Seat::Trust);
    let mut items = trusted.flat_map(|(input, _)| scene.prepared.reading.items_of(input)).map(|(i, _)| i);
    let first = items.find(|&i| is_damaged(scene, i))?;
    Some(Fault::new(FaultKind::StoreUnreadable).named(damage(scene, first, table, Position::Anchor)?))
}

/// The same among the certificates that a server presents.
fn damaged_on_the_wire(scene: &Scene<'_>, server: &ServerScene, table: &Reading) -> Option<Fault> {
    let items = server.inputs.iter().flat_map(|&input| scene.prepared.reading.items_of(input));
    let first = items.map(|(i, _)| i).filter(|&i| is_damaged(scene, i)).min()?;
    let position = if server.items.first().is_none_or(|readable| first < *readable) { Position::Leaf } else { Position::Issuer };
    let term = damage(scene, first, table, position)?;
    Some(Fault::new(FaultKind::Malformed).named(term))
}

/// What the program refuses first in octets that could not be read as a certificate here.
fn damage(scene: &Scene<'_>, item: usize, table: &Reading, position: Position) -> Option<&'static str> {
    let found = match scene.prepared.reading.items.get(item).map(|item| &item.content) {
        Some(Content::Certificate(der)) => malformations(der),
        _ => Vec::new(),
    };
    // What a program meets later in a certificate that can be read, it meets at once in its server's own that cannot.
    let refused = |malformation: &Malformation| match table.of(malformation, Place::default(), position)? {
        (row, Reads::Refused(term) | Reads::StoreRefused(term)) => Some((0, row, term)),
        (row, Reads::Met(term)) if position == Position::Leaf => Some((1, row, term)),
        _ => None,
    };
    let first = found.iter().filter_map(refused).min_by_key(|(late, row, _)| (*late, *row));
    first.or_else(|| refused(&DAMAGED)).map(|(.., term)| term)
}

/// The fault that says what is wrong, and where.
pub fn fault(certificate: usize, malformation: &Malformation) -> Fault {
    let kind = match malformation.flaw {
        Flaw::Repeated => FaultKind::ExtensionRepeated,
        _ if matches!(malformation.part, Part::NotBefore | Part::NotAfter) => FaultKind::TimeUnreadable,
        // Behind the certificate, not inside it.
        Flaw::OctetsTrailing if malformation.part == Part::Certificate && malformation.at.from == malformation.at.to => {
            FaultKind::TrailingOctets
        }
        _ => FaultKind::Encoding,
    };
    Fault::of(kind, certificate).with(malformation.described())
}

/// The certificate as if it had no extensions at all.
fn without_any(certificate: &Certificate) -> Certificate {
    let mut bare = certificate.clone();
    for extension in &certificate.extensions {
        without(&mut bare, Ext::of(extension.oid.as_str()));
    }
    bare.extensions.clear();
    bare
}

/// Takes an extension's meaning away, as if it were absent.
fn without(certificate: &mut Certificate, ext: Ext) {
    match ext {
        Ext::San => certificate.subject_alt_names = None,
        Ext::Bc => certificate.basic_constraints = None,
        Ext::Ku => certificate.key_usage = None,
        Ext::Eku => certificate.extended_key_usage = None,
        Ext::Nc => certificate.name_constraints = None,
        Ext::Ski => certificate.subject_key_id = None,
        Ext::Aki => certificate.authority_key_id = None,
        Ext::Aia => certificate.authority_info_access.clear(),
        Ext::Crldp => certificate.crl_urls.clear(),
        Ext::Cp => {
            certificate.policies.clear();
            certificate.policy_controls.qualified = false;
        }
        Ext::Pm => certificate.policy_controls.mappings.clear(),
        Ext::Pc => (certificate.policy_controls.require_explicit, certificate.policy_controls.inhibit_mapping) = (None, None),
        Ext::Iap => certificate.policy_controls.inhibit_any = None,
        _ => {}
    }
    certificate.extensions.retain(|e| Ext::of(e.oid.as_str()) != ext || ext == Ext::Other);
}
