//! Go 1.27 `crypto/x509.Certificate.Verify` as `crypto/tls` clients call it (`verify.go`, `constraints.go`).
//!
//! The end-entity certificate is looked at by itself first, then the name, then every path is collected, and the paths
//! are weeded by extended key usage and by name constraints.

mod constraints;
mod parse;

use super::{Ledger, Meeting, Ruling};
use crate::facts::{Certificate, Curve, GeneralName, KeyAlgorithm, KeyUsage, eku};
use crate::fault::{Fault, FaultKind};
use crate::lists;
use crate::path::checks::{self, PathView};
use crate::path::name_constraints::TOO_MANY;
use crate::path::policies::{self, AnyMapped, PolicyRules};
use crate::policy::{Go, Position};
use crate::signature::{Digest, Verification, digest, is_matched_pss, known};

const POLICIES: PolicyRules =
    PolicyRules { any_mapped: AnyMapped::RefusedWhereMapped, critical_qualifiers: false, end_entity_counts: true };

/// Extensions that `processExtensions` understands, so that they may be critical.
const UNDERSTOOD: [&str; 10] = [
    "2.5.29.15",
    "2.5.29.19",
    "2.5.29.17",
    "2.5.29.30",
    "2.5.29.31",
    "2.5.29.32",
    "2.5.29.33",
    "2.5.29.36",
    "2.5.29.37",
    "2.5.29.54",
];

const UNCOUNTED: &str = "There are more names and name constraints than are compared here, so the verdict is open.";

struct Search<'a> {
    meeting: &'a Meeting<'a>,
    knobs: &'a Go,
    roots: Vec<usize>,
    intermediates: Vec<usize>,
    checks: usize,
    paths: Vec<Vec<usize>>,
    ledger: Ledger,
}

/// What a Go client does.
pub fn connect(meeting: &Meeting<'_>, knobs: &Go) -> Ruling {
    let leaf = meeting.leaf();
    let x = meeting.certificate(leaf);
    if let Some(fault) = unreadable(meeting, knobs) {
        return Ruling::refused(fault);
    }
    if let Some(fault) =
        unhandled(x, leaf).or_else(|| outside_validity(meeting, leaf, FaultKind::NotYetValid, FaultKind::Expired))
    {
        return Ruling::refused(fault);
    }
    if let Some(fault) = meeting.name_fault(knobs.identity) {
        return Ruling::refused(fault);
    }
    let mut search = Search {
        meeting,
        knobs,
        roots: unique(&meeting.anchors())
            .into_iter()
            .filter(|&i| parse::refused(meeting, i, Position::Anchor).is_none())
            .collect(),
        intermediates: unique(meeting.presented().get(1..).unwrap_or_default()),
        checks: 0,
        paths: Vec::new(),
        ledger: Ledger::default(),
    };
    let built = if search.roots.contains(&leaf) {
        search.paths.push(vec![leaf]);
        Ok(())
    } else {
        search.build(&[leaf])
    };
    match built.and_then(|()| weed(meeting, &search.paths)) {
        Err(fault) => {
            if fault.detail == TOO_MANY {
                search.ledger.leave_open(UNCOUNTED, fault.clone());
            }
            search.ledger.refuse(vec![fault])
        }
        Ok(_) if meeting.key_mismatch() => Ruling::refused(Fault::of(FaultKind::KeyMismatch, leaf)),
        Ok(_) if meeting.flaw(leaf, Position::Leaf, "typeless key").is_some() => {
            Ruling::refused(Fault::of(FaultKind::KeyUnsupported, leaf).with("2.5.8.1.1").named("tls"))
        }
        Ok(_) if !usable_exponent(x) => {
            Ruling::refused(Fault::of(FaultKind::KeyUnsupported, leaf).with("RSA exponent").named("tls"))
        }
        // What other paths left open does not matter to one that passed.
        Ok(path) => Ledger::default().accept(meeting.scene, path),
    }
}

/// What ends the connection before anything is verified: a key that no handshake can be signed with, a certificate that
/// cannot be parsed, a modulus beyond what `crypto/tls` works with.
fn unreadable(meeting: &Meeting<'_>, knobs: &Go) -> Option<Fault> {
    let leaf = meeting.leaf();
    let key = &meeting.certificate(leaf).public_key;
    let offered = match &key.algorithm {
        KeyAlgorithm::Rsa | KeyAlgorithm::Ed25519 => true,
        KeyAlgorithm::Ec(curve) => [Curve::P256, Curve::P384, Curve::P521].contains(curve),
        _ => false,
    };
    let large = |&i: &usize| {
        let key = &meeting.certificate(i).public_key;
        key.algorithm == KeyAlgorithm::Rsa && key.bits > knobs.rsa_bits_at_most
    };
    let position = |n: usize| if n == 0 { Position::Leaf } else { Position::Issuer };
    let parsed = || meeting.presented().iter().enumerate().find_map(|(n, &i)| parse::refused(meeting, i, position(n)));
    let too_large = || {
        let index = *meeting.presented().iter().find(|i| large(i))?;
        Some(
            Fault::of(FaultKind::KeyUnsupported, index).with(meeting.certificate(index).public_key.bits.to_string()).named("tls"),
        )
    };
    (!offered)
        .then(|| Fault::of(FaultKind::KeyUnsupported, leaf).with(key.algorithm.name()).named("tls"))
        .or_else(parsed)
        .or_else(too_large)
}

/// `checkPublicKey`: an odd exponent that is larger than 1 and fits into 31 bits.
fn usable_exponent(x: &Certificate) -> bool {
    let exponent = x.public_key.rsa_exponent;
    x.public_key.algorithm != KeyAlgorithm::Rsa || exponent.is_some_and(|e| e % 2 == 1 && e > 1 && e < 1 << 31)
}

/// The first path that `policiesValid`, `checkChainForKeyUsage` and `checkChainConstraints` leave over, and what is said
/// when none is.
fn weed<'p>(meeting: &Meeting<'_>, paths: &'p [Vec<usize>]) -> Result<&'p [usize], Fault> {
    let pool = &meeting.scene.prepared.pool;
    let (mut constraint, mut usage, mut policy) = (None, None, None);
    for path in paths {
        if let Some(fault) = policies::check(&PathView::anchored(pool, path), POLICIES) {
            policy.get_or_insert(fault);
        } else if let Some(fault) = path.iter().rev().find_map(|&i| lacks_purpose(meeting, i, path[0])) {
            usage.get_or_insert(fault);
        } else {
            match constraints::check(meeting, path) {
                Err(fault) => {
                    constraint.get_or_insert(fault);
                }
                Ok(()) => return Ok(path),
            }
        }
    }
    // With both a policy and a usage at fault, on different paths, no single reason is named.
    let usage = usage.filter(|_| policy.is_none()).or(policy);
    let leaf = meeting.leaf();
    Err(constraint.or(usage).unwrap_or_else(|| Fault::of(FaultKind::IssuerMissing, leaf).named("UnknownAuthorityError")))
}

fn lacks_purpose(meeting: &Meeting<'_>, index: usize, leaf: usize) -> Option<Fault> {
    let usage = meeting.certificate(index).extended_key_usage.as_ref()?;
    let wanted = [meeting.purpose.oid(), eku::ANY];
    let fits = usage.purposes.is_empty() || usage.purposes.iter().any(|p| wanted.contains(&p.as_str()));
    (!fits).then(|| Fault::of(meeting.purpose.missing(index == leaf), index))
}

impl Search<'_> {
    /// `buildChains`. The error of the last candidate that could have signed is the one that is reported.
    fn build(&mut self, path: &[usize]) -> Result<(), Fault> {
        let subject = path[path.len() - 1];
        let (found, mut last) = (self.paths.len(), None);
        for (candidates, root) in
            [(self.parents(&self.roots, subject), true), (self.parents(&self.intermediates, subject), false)]
        {
            for candidate in candidates {
                if self.already_in(candidate, path) {
                    continue;
                }
                self.checks += 1;
                if self.checks > self.knobs.signature_checks {
                    return Err(Fault::of(FaultKind::ChainTooLong, subject));
                }
                if !self.signed_by(subject, candidate) {
                    continue;
                }
                last = self.usable(candidate, root, path.len() - 1);
                if last.is_some() {
                    continue;
                }
                let longer: Vec<usize> = path.iter().copied().chain([candidate]).collect();
                if root {
                    self.paths.push(longer);
                } else {
                    last = self.build(&longer).err();
                }
            }
        }
        if self.paths.len() > found {
            return Ok(());
        }
        Err(last.unwrap_or_else(|| self.unknown_authority(subject)))
    }

    fn unknown_authority(&self, subject: usize) -> Fault {
        const UNKNOWN: &str = "UnknownAuthorityError";
        let x = self.meeting.certificate(subject);
        let hint = self.parents(&self.roots, subject).into_iter().chain(self.parents(&self.intermediates, subject)).next();
        let named = |c: &Certificate| c.subject.der == x.issuer.der;
        let unread = self.meeting.read.left_out(self.meeting.scene, named).or_else(|| {
            let anchors = self.meeting.anchors().into_iter().filter(|&i| named(self.meeting.certificate(i)));
            anchors.filter_map(|i| parse::refused(self.meeting, i, Position::Anchor)).next()
        });
        if let Some(fault) = unread {
            return fault.named("UnknownAuthorityError");
        }
        let kind = match hint.map(|i| self.meeting.certificate(i)) {
            Some(issuer) if !may_sign(issuer) => {
                return Fault::of(checks::why_no_ca(issuer), hint.unwrap_or(subject)).named(UNKNOWN);
            }
            Some(_) if x.signature_algorithm != x.tbs_signature_algorithm => FaultKind::AlgorithmFieldsDiffer,
            Some(_) if weak(x) => FaultKind::WeakSignature,
            Some(issuer) if self.too_small(issuer) => {
                return Fault::of(FaultKind::WeakKey, hint.unwrap_or(subject)).named(UNKNOWN);
            }
            Some(issuer) if !verifiable(x, issuer) => FaultKind::SignatureUnsupported,
            Some(_) if x.is_self_issued() => FaultKind::AnchorUntrusted,
            Some(_) => FaultKind::SignatureInvalid,
            None if x.is_self_issued() && subject == self.meeting.leaf() => FaultKind::SelfSignedUntrusted,
            None if x.is_self_issued() => FaultKind::AnchorUntrusted,
            None => FaultKind::IssuerMissing,
        };
        Fault::of(kind, subject).named(UNKNOWN)
    }

    fn position(&self, index: usize) -> Position {
        if index == self.meeting.leaf() { Position::Leaf } else { Position::Issuer }
    }

    /// `findPotentialParents`: same encoded name, fitting key identifiers first.
    fn parents(&self, pool: &[usize], subject: usize) -> Vec<usize> {
        let x = self.meeting.certificate(subject);
        let wanted = x.authority_key_id.as_ref().and_then(|a| a.key_id.as_deref()).unwrap_or_default();
        let mut ranked: Vec<(u8, usize)> = pool
            .iter()
            .filter(|&&i| self.meeting.certificate(i).subject.der == x.issuer.der)
            .map(|&i| {
                let own = self.meeting.certificate(i).subject_key_id.as_deref().unwrap_or_default();
                let rank = if own == wanted { 0 } else { 1 + u8::from(own.is_empty() == wanted.is_empty()) };
                (rank, i)
            })
            .collect();
        lists::sort_by_key(&mut ranked, |(rank, _)| *rank);
        ranked.into_iter().map(|(_, i)| i).collect()
    }

    /// `alreadyInChain`: subject, key and subjectAltName decide, not the bytes.
    fn already_in(&self, candidate: usize, path: &[usize]) -> bool {
        let c = self.meeting.certificate(candidate);
        let san = |x: &Certificate| x.extension("2.5.29.17").map(|e| e.value.clone());
        path.iter()
            .map(|&i| self.meeting.certificate(i))
            .any(|x| x.subject.der == c.subject.der && x.public_key.spki == c.public_key.spki && san(x) == san(c))
    }

    fn too_small(&self, x: &Certificate) -> bool {
        matches!(x.public_key.algorithm, KeyAlgorithm::Rsa) && x.public_key.bits < self.knobs.rsa_bits
    }

    /// `CheckSignatureFrom`.
    fn signed_by(&mut self, subject: usize, issuer: usize) -> bool {
        let (x, by) = (self.meeting.certificate(subject), self.meeting.certificate(issuer));
        let shifted = self.meeting.flaw(subject, self.position(subject), "signature").is_some();
        let typeless =
            [Position::Issuer, Position::Anchor].iter().any(|p| self.meeting.flaw(issuer, *p, "typeless key").is_some());
        if !may_sign(by) || !verifiable(x, by) || self.too_small(by) || shifted || typeless {
            return false;
        }
        self.ledger.signature(self.meeting.scene, subject, issuer) == Verification::Verified
    }

    /// `isValid` for an issuer with this many certificates between it and the end-entity certificate.
    fn usable(&self, index: usize, root: bool, below: usize) -> Option<Fault> {
        let x = self.meeting.certificate(index);
        let late = if root { FaultKind::AnchorExpired } else { FaultKind::IssuerExpired };
        unhandled(x, index)
            .or_else(|| outside_validity(self.meeting, index, FaultKind::IssuerNotYetValid, late))
            .or_else(|| (!root && !x.is_ca()).then(|| Fault::of(checks::why_no_ca(x), index)))
            .or_else(|| {
                let limit = x.basic_constraints.as_ref().filter(|b| b.ca)?.path_len?;
                let exceeded = u32::try_from(below).map_or(true, |n| n > limit);
                exceeded.then(|| Fault::of(FaultKind::PathLengthExceeded, index).with(limit.to_string()))
            })
    }
}

/// Part of `CheckSignatureFrom`: a version 3 issuer needs basicConstraints, and keyUsage has to allow it.
fn may_sign(issuer: &Certificate) -> bool {
    let ca = issuer.basic_constraints.as_ref().map_or(issuer.version < 3, |b| b.ca);
    // An empty keyUsage is as good as none.
    ca && issuer.key_usage.is_none_or(|u| u.bits == 0 || u.any(KeyUsage::KEY_CERT_SIGN))
}

/// `getSignatureAlgorithmFromAI` and the key's type: SHA-2 from 256 bits on, PSS with one digest and a salt of its size.
fn verifiable(x: &Certificate, by: &Certificate) -> bool {
    let algorithm = &x.signature_algorithm;
    let known = known(&algorithm.oid).filter(|a| a.made_by(&by.public_key.algorithm) == Some(true));
    let sound = match digest(algorithm) {
        None => algorithm.oid == *"1.3.101.112" && algorithm.parameters.is_empty(),
        Some(d) => matches!(d, Digest::Sha256 | Digest::Sha384 | Digest::Sha512),
    };
    // id-RSASSA-PSS is a key of no type.
    known.is_some()
        && sound
        && !matches!(by.public_key.algorithm, KeyAlgorithm::RsaPss | KeyAlgorithm::Dsa | KeyAlgorithm::Ed448)
        && is_matched_pss(algorithm)
        && usable_exponent(by)
}

/// Digests that `checkSignature` refuses as insecure.
fn weak(x: &Certificate) -> bool {
    digest(&x.signature_algorithm).is_some_and(|d| matches!(d, Digest::Md2 | Digest::Md4 | Digest::Md5 | Digest::Sha1))
}

fn unhandled(x: &Certificate, index: usize) -> Option<Fault> {
    let names = |id: &str| match id {
        // A subjectAltName in which nothing was recognised, constraints on forms that are not processed.
        "2.5.29.17" => x.alt_names().any(is_processed),
        "2.5.29.30" => x.name_constraints.as_ref().is_some_and(|n| n.permitted.iter().chain(&n.excluded).all(is_processed)),
        _ => true,
    };
    let unknown = x.extensions.iter().filter(|e| e.critical).find(|e| {
        let id = e.oid.as_str();
        !UNDERSTOOD.contains(&id) || !names(id)
    })?;
    Some(Fault::of(FaultKind::UnknownCriticalExtension, index).with(unknown.oid.as_str()))
}

fn is_processed(name: &GeneralName) -> bool {
    matches!(name, GeneralName::Dns(_) | GeneralName::Ip(_) | GeneralName::Email(_) | GeneralName::Uri(_))
}

fn outside_validity(meeting: &Meeting<'_>, index: usize, early: FaultKind, late: FaultKind) -> Option<Fault> {
    let (x, now) = (meeting.certificate(index), meeting.now());
    if now < x.not_before { Some(Fault::of(early, index)) } else { (now > x.not_after).then(|| Fault::of(late, index)) }
}

fn unique(indexes: &[usize]) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::with_capacity(indexes.len());
    for &i in indexes {
        if !out.contains(&i) {
            out.push(i);
        }
    }
    out
}
