//! The first stage of every rehearsal: the program reads what it is given, with its own strictness.

use super::Dials;
use crate::facts::{Certificate, Ext, Flaw, Malformation, Part};
use crate::fault::{Fault, FaultKind};
use crate::policy::{Method, Position, Reading, Reads};
use crate::scene::{Scene, ServerScene};
use std::collections::BTreeMap;

/// The reader's note on octets behind a certificate.
const TRAILING: &str = "trailing-data";

/// What one program has in hands after reading.
#[derive(Debug, Default)]
pub struct Read {
    /// The certificates on the wire that it can use, the first always among them.
    pub presented: Vec<usize>,
    /// The trust anchors that it has.
    pub anchors: Vec<usize>,
    /// Certificates that it sees without some of their extensions.
    seen: BTreeMap<usize, Certificate>,
    /// Flaws that it meets later.
    met: Vec<(usize, Position, Fault)>,
}

impl Read {
    /// A certificate as the program sees it.
    pub fn certificate<'a>(&'a self, scene: &'a Scene<'_>, index: usize) -> &'a Certificate {
        self.seen.get(&index).unwrap_or_else(|| scene.certificate(index))
    }

    /// The flaws that the program meets in a certificate at a position, under this term, in the order of its stages.
    pub fn met(&self, index: usize, position: Position, term: &str) -> Option<Fault> {
        self.met.iter().find(|(c, p, fault)| (*c, *p) == (index, position) && fault.term == term).map(|(_, _, f)| f.clone())
    }
}

/// The table that a target's method reads by.
pub fn table(method: &Method, dials: &Dials<'_>) -> &'static Reading {
    match method {
        Method::OpenSsl(programs) => programs.chosen(dials.choice("version")).map_or(&Reading::LENIENT, |knobs| knobs.reading),
        Method::Go(knobs) => knobs.reading,
        Method::Java(knobs) => knobs.reading,
        Method::GnuTls(knobs) => knobs.reading,
        Method::Chromium(knobs) => knobs.reading,
        Method::MozPkix(knobs) => knobs.reading,
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
    for (n, &index) in scene.anchors().iter().enumerate() {
        if one(
            scene,
            table,
            (index, scene.trust_items.get(n).and_then(Option::as_ref)),
            Position::Anchor,
            &mut read,
            &mut refusals,
        ) {
            read.anchors.push(index);
        }
    }
    for (n, &index) in server.presented.iter().enumerate() {
        let position = if n == 0 { Position::Leaf } else { Position::Issuer };
        if one(scene, table, (index, server.items.get(n)), position, &mut read, &mut refusals) || n == 0 {
            read.presented.push(index);
        }
    }
    crate::lists::sort_by(&mut refusals, |a, b| a.0.cmp(&b.0));
    if refusals.is_empty() { Ok(read) } else { Err(refusals.into_iter().map(|(_, fault)| fault).collect()) }
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
    let mut kept = true;
    let mut ignored: Vec<Ext> = Vec::new();
    let mut met: Vec<(usize, &'static str, &Malformation)> = Vec::new();
    let mut refused: Option<(usize, &'static str, &Malformation)> = None;
    let trails =
        |item: &&usize| scene.prepared.reading.items.get(**item).is_some_and(|i| i.notes.iter().any(|n| n.id == TRAILING));
    let trailing = item.filter(trails).map(|_| Malformation::trailing(certificate.der.len()));
    for malformation in certificate.malformations.iter().chain(&trailing) {
        let critical = malformation.extension.and_then(|e| certificate.extensions.get(e)).is_some_and(|e| e.critical);
        let Some((row, reads)) = table.of(malformation, critical, position) else { continue };
        match reads {
            Reads::Taken => {}
            Reads::Refused(term) | Reads::StoreRefused(term) => {
                if refused.is_none_or(|(before, _, _)| row < before) {
                    refused = Some((row, term, malformation));
                }
            }
            Reads::LeftOut => kept = false,
            Reads::Ignored => {
                if let Part::Frame(ext) | Part::Value(ext) = malformation.part {
                    ignored.push(ext);
                }
            }
            Reads::Met(term) => met.push((row, term, malformation)),
        }
    }
    if let Some((_, term, malformation)) = refused {
        // The trust store's first, then the certificates as they come.
        let rank = if position == Position::Anchor { 0 } else { 1 + refusals.len() };
        refusals.push((rank, fault(index, malformation).named(term)));
    }
    crate::lists::sort_by(&mut met, |a, b| a.0.cmp(&b.0));
    read.met.extend(met.into_iter().map(|(_, term, m)| (index, position, fault(index, m).named(term))));
    if !ignored.is_empty() {
        let seen = read.seen.entry(index).or_insert_with(|| certificate.clone());
        ignored.iter().for_each(|ext| without(seen, *ext));
    }
    kept
}

/// The fault that says what is wrong, and where.
pub fn fault(certificate: usize, malformation: &Malformation) -> Fault {
    let kind = match malformation.flaw {
        Flaw::Repeated => FaultKind::ExtensionRepeated,
        _ if matches!(malformation.part, Part::NotBefore | Part::NotAfter) => FaultKind::TimeUnreadable,
        _ => FaultKind::Encoding,
    };
    Fault::of(kind, certificate).with(malformation.described())
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
        Ext::Cp => certificate.policies.clear(),
        _ => {}
    }
    certificate.extensions.retain(|e| Ext::of(e.oid.as_str()) != ext || ext == Ext::Other);
}
