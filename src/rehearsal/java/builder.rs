//! `SunCertPathBuilder`: a depth-first search from the end-entity certificate. Whatever goes wrong on the way, the
//! exception is the same.

use super::checkers::unresolved;
use super::parse::same_name;
use super::{VALIDATOR, Validator};
use crate::facts::{Certificate, KeyUsage};
use crate::fault::{Fault, FaultKind};
use crate::lists::{self, Members};
use crate::path::checks;

/// Most certificates that one search looks at; the real builder has no limit but a path length of 5 intermediates.
const STEPS: usize = 2000;

/// `PKIXBuilderParameters.getMaxPathLength`.
const MAX_PATH_LENGTH: u32 = 5;

struct Builder<'v, 'a> {
    validator: &'v Validator<'a>,
    store: Vec<usize>,
    /// The selector for issuers is made once, and from its first use on it also asks anchors for the date.
    selector_used: bool,
    steps: usize,
    complaints: Vec<Fault>,
}

/// `ForwardState`.
#[derive(Clone, Copy)]
struct State {
    last: usize,
    traversed: u32,
    self_issued: bool,
}

impl Validator<'_> {
    pub(super) fn build(&self) -> Result<Vec<usize>, Fault> {
        let leaf = self.meeting.leaf();
        let mut kept = Members::default();
        let store = self.meeting.presented().iter().copied().filter(|&i| kept.insert(i)).collect();
        let mut builder = Builder { validator: self, store, selector_used: false, steps: 0, complaints: Vec::new() };
        match builder.start(leaf) {
            Some(path) => Ok(path),
            None => Err(builder.complaint(leaf).named(VALIDATOR)),
        }
    }
}

impl<'a> Builder<'_, 'a> {
    fn certificate(&self, index: usize) -> &'a Certificate {
        self.validator.certificate(index)
    }

    fn within_validity(&self, index: usize) -> bool {
        let (x, now) = (self.certificate(index), self.validator.meeting.now());
        x.within_period(now)
    }

    fn start(&mut self, leaf: usize) -> Option<Vec<usize>> {
        let x = self.certificate(leaf);
        if !self.within_validity(leaf) {
            let early = self.validator.meeting.now() < x.not_before;
            self.complaints.push(Fault::of(if early { FaultKind::NotYetValid } else { FaultKind::Expired }, leaf));
            return None;
        }
        if let Some(oid) = unresolved(x) {
            let fault = Fault::of(FaultKind::UnknownCriticalExtension, leaf).with(oid);
            self.complaints.push(fault);
            return None;
        }
        let state = State { last: leaf, traversed: 0, self_issued: x.is_self_issued() };
        self.search(state, &mut vec![leaf])
    }

    /// `depthFirstSearchForward`; the depth is bounded by `MAX_PATH_LENGTH` and by self-issued pairs ending a branch.
    fn search(&mut self, state: State, path: &mut Vec<usize>) -> Option<Vec<usize>> {
        for candidate in self.candidates(state) {
            self.steps += 1;
            if self.steps > STEPS || path.len() > 2 * MAX_PATH_LENGTH as usize + 2 {
                return None;
            }
            if self.repeated(candidate, path) {
                continue;
            }
            if self.validator.trusted.contains(&candidate) {
                match self.validator.check_built(path, candidate) {
                    Ok(()) => return Some(path.iter().copied().chain([candidate]).collect()),
                    Err(fault) => self.complaints.push(fault),
                }
                continue;
            }
            if let Some(fault) = self.unusable(candidate) {
                self.complaints.push(fault);
                continue;
            }
            let own = self.certificate(candidate).is_self_issued();
            if state.self_issued && own {
                return None;
            }
            let traversed = state.traversed + u32::from(!own);
            path.push(candidate);
            if let Some(found) = self.search(State { last: candidate, traversed, self_issued: own }, path) {
                return Some(found);
            }
            path.pop();
        }
        None
    }

    /// `getMatchingCACerts`: anchors of the right name, then presented CA certificates within their validity period;
    /// those whose key identifier fits first.
    fn candidates(&mut self, state: State) -> Vec<usize> {
        let x = self.certificate(state.last);
        let named = |b: &Self, i: usize| same_name(&b.certificate(i).subject, &x.issuer);
        let anchors = self.validator.trusted.iter().copied().filter(|&i| {
            let old_and_outside = self.certificate(i).version < 3 && !covers(self.certificate(i), x);
            named(self, i) && !old_and_outside && (!self.selector_used || self.within_validity(i))
        });
        let mut found: Vec<usize> = anchors.collect();
        if state.traversed < MAX_PATH_LENGTH {
            for &i in &self.store {
                let ca = self.certificate(i).basic_constraints.as_ref().filter(|b| b.ca);
                let long_enough = ca.is_some_and(|b| b.path_len.is_none_or(|l| l >= state.traversed));
                if i == state.last || !named(self, i) || found.contains(&i) {
                    continue;
                }
                if !self.within_validity(i) {
                    self.complaints.push(Fault::of(FaultKind::IssuerExpired, i));
                } else if !long_enough {
                    let kind = if ca.is_some() { FaultKind::PathLengthExceeded } else { checks::why_no_ca(self.certificate(i)) };
                    self.complaints.push(Fault::of(kind, i));
                } else {
                    found.push(i);
                }
            }
        }
        self.selector_used = true;
        let wanted = x.authority_key_id.as_ref().and_then(|a| a.key_id.clone());
        lists::sort_by_key(&mut found, |&i| wanted.is_none() || self.certificate(i).subject_key_id != wanted);
        found
    }

    /// `ForwardBuilder.verifyCert` of a certificate that is no anchor.
    fn unusable(&self, index: usize) -> Option<Fault> {
        let x = self.certificate(index);
        if let Some(oid) = unresolved(x) {
            return Some(Fault::of(FaultKind::UnknownCriticalExtension, index).with(oid));
        }
        let usage = x.key_usage.is_some_and(|u| !u.any(KeyUsage::KEY_CERT_SIGN));
        usage.then(|| Fault::of(FaultKind::IssuerKeyUsage, index))
    }

    /// Subject, key and subjectAltName as a certificate of the path.
    fn repeated(&self, candidate: usize, path: &[usize]) -> bool {
        let c = self.certificate(candidate);
        let san = |x: &Certificate| x.extension("2.5.29.17").map(|e| e.value.clone());
        path.iter()
            .map(|&i| self.certificate(i))
            .any(|x| same_name(&x.subject, &c.subject) && x.public_key.spki == c.public_key.spki && san(x) == san(c))
    }

    /// The likeliest reason why there is no path.
    fn complaint(&self, leaf: usize) -> Fault {
        if let Some(first) = self.complaints.first() {
            return first.clone();
        }
        let x = self.certificate(leaf);
        if x.is_self_issued() {
            return Fault::of(FaultKind::SelfSignedUntrusted, leaf);
        }
        // Follow the names up to where nothing more is known.
        let mut top = leaf;
        for _ in 0..self.store.len() {
            let issuer = self
                .store
                .iter()
                .copied()
                .find(|&i| i != top && same_name(&self.certificate(i).subject, &self.certificate(top).issuer));
            match issuer {
                Some(i) if self.certificate(i).is_self_issued() => return Fault::of(FaultKind::AnchorUntrusted, i),
                Some(i) => top = i,
                None => break,
            }
        }
        Fault::of(FaultKind::IssuerMissing, top)
    }
}

fn covers(issuer: &Certificate, x: &Certificate) -> bool {
    issuer.not_before <= x.not_before && x.not_after <= issuer.not_after
}
