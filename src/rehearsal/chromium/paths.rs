//! `CertPathBuilder`: paths in order of promise, until one passes or none is left.

use super::names::same;
use super::verify::verify;
use crate::facts::Certificate;
use crate::fault::{Fault, FaultKind};
use crate::lists;
use crate::policy::Chromium;
use crate::rehearsal::{Ledger, Meeting};

/// A path, whole or not, and what is wrong with it.
pub(super) struct Path {
    pub certificates: Vec<usize>,
    pub trusted: bool,
    pub faults: Vec<Fault>,
    /// What the faults do not tell, for it could not be checked.
    pub ledger: Ledger,
}

struct Search<'a> {
    meeting: &'a Meeting<'a>,
    knobs: &'a Chromium,
    anchors: Vec<usize>,
    intermediates: Vec<usize>,
    iterations: u32,
    best: Option<Path>,
    /// What other paths left open.
    unsure: Ledger,
}

/// The path that passes, else the one whose errors are reported: the first that ends at an anchor, else the first.
pub(super) fn best(meeting: &Meeting<'_>, knobs: &Chromium) -> (Path, Ledger) {
    let leaf = meeting.leaf();
    let mut search = Search {
        meeting,
        knobs,
        anchors: meeting.anchors(),
        intermediates: meeting.presented().get(1..).unwrap_or_default().to_vec(),
        iterations: 0,
        best: None,
        unsure: Ledger::default(),
    };
    // A root that is trusted as one is no end-entity certificate: it counts as its own issuer.
    search.extend(&mut vec![leaf]);
    let best = search.best.unwrap_or_else(|| Path {
        certificates: vec![leaf],
        trusted: false,
        faults: vec![Fault::of(FaultKind::IssuerMissing, leaf)],
        ledger: Ledger::default(),
    });
    (best, search.unsure)
}

impl<'a> Search<'a> {
    fn certificate(&self, index: usize) -> &'a Certificate {
        self.meeting.certificate(index)
    }

    /// `AddResultPath`. True: this path passes, the search is over.
    fn offer(&mut self, path: Path) -> bool {
        let passes = path.trusted && path.faults.is_empty() && path.ledger.is_settled();
        let better = self.best.as_ref().is_none_or(|old| passes || path.trusted && !old.trusted);
        if better {
            self.best = Some(path);
        }
        passes
    }

    /// `GetNextPath`, depth first. True: a path passed or the limit was hit.
    fn extend(&mut self, path: &mut Vec<usize>) -> bool {
        let top = path[path.len() - 1];
        let issuers = self.issuers(top);
        let mut followed = false;
        for issuer in issuers {
            self.iterations += 1;
            if self.iterations > self.knobs.iterations {
                let faults = vec![Fault::of(FaultKind::ChainTooLong, top)];
                self.offer(Path { certificates: path.clone(), trusted: false, faults, ledger: Ledger::default() });
                return true;
            }
            if self.anchors.contains(&issuer) {
                followed = true;
                let certificates: Vec<usize> = path.iter().copied().chain([issuer]).collect();
                let (faults, ledger) = verify(self.meeting, &certificates, self.knobs);
                self.unsure.absorb(ledger.clone());
                if self.offer(Path { certificates, trusted: true, faults, ledger }) {
                    return true;
                }
            } else if !self.present(issuer, path) {
                followed = true;
                path.push(issuer);
                if self.extend(path) {
                    return true;
                }
                path.pop();
            }
        }
        self.iterations += 1;
        if !followed {
            let faults = vec![self.no_issuer(top)];
            self.offer(Path { certificates: path.clone(), trusted: false, faults, ledger: Ledger::default() });
        }
        false
    }

    fn no_issuer(&self, top: usize) -> Fault {
        let kind = match (self.certificate(top).is_self_issued(), top == self.meeting.leaf()) {
            (true, true) => FaultKind::SelfSignedUntrusted,
            (true, false) => FaultKind::AnchorUntrusted,
            (false, _) => FaultKind::IssuerMissing,
        };
        Fault::of(kind, top)
    }

    /// Subject, subjectAltName and key decide whether a certificate is already there.
    fn present(&self, candidate: usize, path: &[usize]) -> bool {
        let c = self.certificate(candidate);
        let san = |x: &Certificate| x.extension("2.5.29.17").map(|e| e.value.clone());
        path.iter()
            .map(|&i| self.certificate(i))
            .any(|x| same(&x.subject, &c.subject) && x.public_key.spki == c.public_key.spki && san(x) == san(c))
    }

    /// `CertIssuersIter`: anchors and fitting key identifiers first, then self-issued, then newer ones.
    fn issuers(&self, subject: usize) -> Vec<usize> {
        let x = self.certificate(subject);
        let graph = &self.meeting.scene.prepared.graph;
        let mut found: Vec<usize> = Vec::new();
        for &i in self.anchors.iter().chain(&self.intermediates).filter(|&&i| graph.may_issue(i, subject)) {
            let name = &self.certificate(i).subject;
            // The stores of the platform are asked for the very bytes.
            let folded = self.intermediates.contains(&i) || self.meeting.scene.prepared.pool[i].mozilla_root;
            if (name.der == x.issuer.der || folded && same(name, &x.issuer)) && !found.contains(&i) {
                found.push(i);
            }
        }
        let wanted = x.authority_key_id.as_ref().and_then(|a| a.key_id.as_ref());
        lists::sort_by_key(&mut found, |&i| {
            let issuer = self.certificate(i);
            let fit = match (wanted, issuer.subject_key_id.as_ref()) {
                (Some(wanted), Some(own)) if wanted == own => 0,
                (Some(_), Some(_)) => 2,
                _ => 1,
            };
            let order = match (self.anchors.contains(&i), fit) {
                (true, 0) => 0,
                (true, 1) => 1,
                (false, 0) => 2,
                (false, 1) => 3,
                (true, _) => 4,
                (false, _) => 5,
            };
            (order, !same(&issuer.subject, &issuer.issuer), std::cmp::Reverse((issuer.not_before, issuer.not_after)))
        });
        found
    }
}
