//! Go 1.27 `crypto/x509.Certificate.Verify` as `crypto/tls` clients call it (`verify.go`, `constraints.go`).
//!
//! The end-entity certificate is looked at by itself first, then the name, then every path is collected, and the paths
//! are weeded by extended key usage and by name constraints.

use super::{Ledger, Meeting, Ruling};
use crate::facts::{Certificate, GeneralName, KeyAlgorithm, KeyUsage, eku};
use crate::fault::{Fault, FaultKind};
use crate::lists;
use crate::path::checks;
use crate::path::name_constraints::{CommonName, Form, LeadingDot, NameRules, OtherForms, held};
use crate::policy::Go;
use crate::signature::{Digest, Verification, digest};

const NAMES: NameRules = NameRules {
    of_anchor: true,
    intermediates: true,
    self_issued_exempt: false,
    directory: false,
    common_name: CommonName::Never,
    other_forms: OtherForms::Ignored,
    leading_dot: LeadingDot::Subdomains,
    any_labels: true,
    wildcards_cover: true,
    comparisons: 250_000,
    subject_email: false,
    understood: &[Form::Email, Form::Dns, Form::Uri, Form::Ip],
    pairs: usize::MAX,
    ..NameRules::RFC5280
};

/// Extensions that `processExtensions` understands, so that they may be critical.
const UNDERSTOOD: [&str; 9] =
    ["2.5.29.15", "2.5.29.19", "2.5.29.17", "2.5.29.30", "2.5.29.31", "2.5.29.32", "2.5.29.36", "2.5.29.37", "2.5.29.54"];

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
        roots: unique(&meeting.anchors()),
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
        Err(fault) => search.ledger.refuse(vec![fault]),
        Ok(_) if meeting.key_mismatch() => Ruling::refused(Fault::of(FaultKind::KeyMismatch, leaf)),
        // What other paths left open does not matter to one that passed.
        Ok(path) => Ledger::default().accept(meeting.scene, path),
    }
}

/// The first path that `checkChainForKeyUsage` and `checkChainConstraints` leave over, and what is said when none is.
fn weed<'p>(meeting: &Meeting<'_>, paths: &'p [Vec<usize>]) -> Result<&'p [usize], Fault> {
    let mut constraint = None;
    let mut usage = None;
    for path in paths {
        if let Some(fault) = path.iter().rev().find_map(|&i| lacks_server_auth(meeting, i, path[0])) {
            usage.get_or_insert(fault);
        } else if let Some(fault) = outside_constraints(meeting, path) {
            constraint.get_or_insert(fault);
        } else {
            return Ok(path);
        }
    }
    let leaf = meeting.leaf();
    Err(constraint.or(usage).unwrap_or_else(|| Fault::of(FaultKind::IssuerMissing, leaf).named("UnknownAuthorityError")))
}

fn lacks_server_auth(meeting: &Meeting<'_>, index: usize, leaf: usize) -> Option<Fault> {
    let usage = meeting.certificate(index).extended_key_usage.as_ref()?;
    let fits = usage.purposes.is_empty() || usage.purposes.iter().any(|p| [eku::SERVER_AUTH, eku::ANY].contains(&p.as_str()));
    let kind = if index == leaf { FaultKind::ServerAuthMissing } else { FaultKind::IssuerServerAuthMissing };
    (!fits).then(|| Fault::of(kind, index))
}

/// Names of every certificate below a constrained one; certificates without subjectAltName are left out.
fn outside_constraints(meeting: &Meeting<'_>, path: &[usize]) -> Option<Fault> {
    let mut budget = NAMES.comparisons;
    for (i, &below) in path.iter().enumerate() {
        let x = meeting.certificate(below);
        if x.subject_alt_names.is_none() {
            continue;
        }
        for &above in path.get(i + 1..).unwrap_or_default() {
            let Some(constraints) = &meeting.certificate(above).name_constraints else { continue };
            let rooted = x.dns_names().find(|n| n.ends_with('.')).map(str::to_owned);
            let broken = rooted.or_else(|| held(constraints, x, i == 0, &NAMES, &mut budget).err());
            if let Some(name) = broken {
                return Some(Fault::of(FaultKind::NameConstraintViolated, below).with(name));
            }
        }
    }
    None
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
        let kind = match hint.map(|i| self.meeting.certificate(i)) {
            Some(issuer) if !may_sign(issuer) => {
                return Fault::of(checks::why_no_ca(issuer), hint.unwrap_or(subject)).named(UNKNOWN);
            }
            Some(_) if x.signature_algorithm != x.tbs_signature_algorithm => FaultKind::AlgorithmFieldsDiffer,
            Some(_) if weak(x) => FaultKind::WeakSignature,
            Some(issuer) if self.too_small(issuer) => {
                return Fault::of(FaultKind::WeakKey, hint.unwrap_or(subject)).named(UNKNOWN);
            }
            Some(_) if x.is_self_issued() => FaultKind::AnchorUntrusted,
            Some(_) => FaultKind::SignatureInvalid,
            None if x.is_self_issued() && subject == self.meeting.leaf() => FaultKind::SelfSignedUntrusted,
            None if x.is_self_issued() => FaultKind::AnchorUntrusted,
            None => FaultKind::IssuerMissing,
        };
        Fault::of(kind, subject).named(UNKNOWN)
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
        if !may_sign(by) || weak(x) || self.too_small(by) || x.signature_algorithm != x.tbs_signature_algorithm {
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
