//! `BuildForward` and `PathBuildingStep`.

use super::{algorithms, constraints, properties};
use crate::facts::{Certificate, GeneralName, NameConstraints};
use crate::fault::{Fault, FaultKind};
use crate::policy::{MozPkix, Position};
use crate::rehearsal::{Ledger, Meeting};
use crate::signature::{Verification, known};
use crate::x509;

const UNKNOWN: &str = "SEC_ERROR_UNKNOWN_ISSUER";

pub(super) struct Build<'a> {
    pub meeting: &'a Meeting<'a>,
    pub knobs: &'a MozPkix,
    pub anchors: Vec<usize>,
    pub usage: u16,
    steps: u32,
    ledger: Ledger,
}

/// `BuildCertChain`: the path up to its anchor, or why there is none; and what could not be checked.
pub(super) fn chain(meeting: &Meeting<'_>, knobs: &MozPkix, usage: u16) -> (Result<Vec<usize>, Fault>, Ledger) {
    let leaf = meeting.leaf();
    let anchors = meeting.anchors();
    let mut build = Build { meeting, knobs, anchors, usage, steps: 0, ledger: Ledger::default() };
    let result = match properties::unreadable(meeting, leaf, Position::Leaf) {
        Some(fault) => Err(fault),
        None => build.forward(&mut vec![leaf], 0),
    };
    (result, build.ledger)
}

impl<'a> Build<'a> {
    pub(super) fn certificate(&self, index: usize) -> &'a Certificate {
        self.meeting.certificate(index)
    }

    /// A certificate with the name of another's issuer.
    pub(super) fn by_name(&self, subject: usize) -> Option<usize> {
        let name = &self.certificate(subject).issuer.der;
        let mut all = self.meeting.presented().iter().chain(&self.anchors).copied();
        all.find(|&i| i != subject && self.certificate(i).subject.der == *name)
    }

    /// Where a certificate of a path was read.
    pub(super) fn position(&self, index: usize, end_entity: bool) -> Position {
        match (end_entity, self.anchors.contains(&index)) {
            (true, _) => Position::Leaf,
            (false, true) => Position::Anchor,
            (false, false) => Position::Issuer,
        }
    }

    /// `BuildForward`. `sub_cas` counts the CA certificates below the last one of the path.
    fn forward(&mut self, path: &mut Vec<usize>, sub_cas: u32) -> Result<Vec<usize>, Fault> {
        let subject = path[path.len() - 1];
        let end_entity = path.len() == 1;
        let anchor = self.anchors.contains(&subject);
        let own = properties::check(self, subject, end_entity, anchor, sub_cas);
        if anchor || !end_entity {
            own.clone()?;
        }
        if anchor {
            return Ok(path.clone());
        }
        let sub_cas = if end_entity {
            0
        } else if sub_cas >= self.knobs.intermediates {
            return Err(Fault::of(FaultKind::ChainTooLong, subject).named(UNKNOWN));
        } else {
            sub_cas + 1
        };
        let found = self.find_issuer(path, sub_cas)?;
        // Faults of the end-entity certificate itself count only once there is a path.
        own.map(|()| found)
    }

    /// `FindIssuer` and `RecordResult`: different failures add up to an unknown issuer.
    fn find_issuer(&mut self, path: &mut Vec<usize>, sub_cas: u32) -> Result<Vec<usize>, Fault> {
        let subject = path[path.len() - 1];
        let mut recorded: Option<Fault> = None;
        for candidate in self.candidates(subject) {
            match self.try_issuer(path, candidate, sub_cas) {
                Ok(whole) => return Ok(whole),
                Err(fault) => {
                    let fault = as_issuer(fault);
                    recorded = Some(match recorded {
                        Some(old) if old.term != fault.term => old.named(UNKNOWN),
                        _ => fault,
                    });
                }
            }
        }
        Err(recorded.unwrap_or_else(|| self.no_issuer(subject)))
    }

    fn no_issuer(&self, subject: usize) -> Fault {
        let kind = match (self.certificate(subject).is_self_issued(), subject == self.meeting.leaf()) {
            (true, true) => FaultKind::SelfSignedUntrusted,
            (true, false) => FaultKind::AnchorUntrusted,
            (false, _) => FaultKind::IssuerMissing,
        };
        Fault::of(kind, subject).named(UNKNOWN)
    }

    /// Presented certificates that can be read, the end-entity certificate among them, then those in the store.
    fn candidates(&mut self, subject: usize) -> Vec<usize> {
        let name = &self.certificate(subject).issuer.der;
        let presented = self.meeting.presented().iter();
        let readable = presented.filter(|&&i| properties::unreadable(self.meeting, i, Position::Issuer).is_none());
        let mut found: Vec<usize> = Vec::new();
        let all: Vec<usize> = readable.chain(&self.anchors).copied().collect();
        for i in all {
            if self.certificate(i).subject.der == *name && !found.contains(&i) && !self.skipped(i) {
                found.push(i);
            }
        }
        found
    }

    /// `ShouldSkipSelfSignedNonTrustAnchor`: no path leads on from there.
    fn skipped(&mut self, index: usize) -> bool {
        let x = self.certificate(index);
        x.subject.der == x.issuer.der
            && !self.anchors.contains(&index)
            && self.ledger.signature(self.meeting.scene, index, index) == Verification::Verified
    }

    /// `PathBuildingStep::Check`.
    fn try_issuer(&mut self, path: &mut Vec<usize>, candidate: usize, sub_cas: u32) -> Result<Vec<usize>, Fault> {
        let issuer = self.certificate(candidate);
        let subject = path[path.len() - 1];
        let position = self.position(candidate, false);
        if let Some(fault) = properties::unreadable(self.meeting, candidate, position) {
            return Err(fault);
        }
        let repeated = path.iter().map(|&i| self.certificate(i));
        if repeated.clone().any(|x| x.public_key.spki == issuer.public_key.spki && x.subject.der == issuer.subject.der) {
            return Err(self.no_issuer(subject));
        }
        if let Some(fault) = self.meeting.flaw(candidate, position, MozPkix::CONSTRAINTS) {
            return Err(fault.named("SEC_ERROR_BAD_DER"));
        }
        for constraints in issuer.name_constraints.iter().chain(&imposed(issuer)) {
            for (at, &index) in path.iter().enumerate().rev() {
                constraints::check(constraints, self.certificate(index), index, at == 0)?;
            }
        }
        // `CheckTLSFeatures`.
        let features = |x: &Certificate| x.extension("1.3.6.1.5.5.7.1.24").map(|e| e.value.clone());
        if features(issuer).is_some_and(|wanted| features(self.certificate(subject)) != Some(wanted)) {
            let fault = Fault::of(FaultKind::UnknownCriticalExtension, candidate);
            return Err(fault.named("MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING"));
        }
        self.steps += 1;
        if self.steps > self.knobs.steps {
            return Err(Fault::of(FaultKind::ChainTooLong, subject).named(UNKNOWN));
        }
        path.push(candidate);
        let whole = self.forward(path, sub_cas);
        path.pop();
        let whole = whole?;
        algorithms::unknown(self.certificate(subject), subject)?;
        match self.ledger.signature(self.meeting.scene, subject, candidate) {
            Verification::Verified => Ok(whole),
            Verification::Failed => {
                let kind = known(&self.certificate(subject).signature_algorithm.oid)
                    .and_then(|a| a.made_by(&issuer.public_key.algorithm));
                let term = if kind == Some(false) { "SEC_ERROR_INVALID_KEY" } else { "SEC_ERROR_BAD_SIGNATURE" };
                Err(Fault::of(FaultKind::SignatureInvalid, subject).named(term))
            }
            Verification::Unsupported(_) => Err(Fault::of(FaultKind::SignatureUnsupported, subject).named(UNKNOWN)),
            Verification::Unchecked => Err(Fault::of(FaultKind::SignatureUnchecked, subject).named(UNKNOWN)),
        }
    }
}

/// Names to which Firefox holds a root although its certificate does not say so (`NSSCertDBTrustDomain::FindIssuer` hands
/// mozilla::pkix what `CERT_GetImposedNameConstraints` knows).
fn imposed(issuer: &Certificate) -> Option<NameConstraints> {
    let suffixes = x509::roots::imposed_suffixes(&issuer.sha256);
    let permitted = suffixes.iter().map(|s| GeneralName::Dns((*s).to_owned())).collect();
    (!suffixes.is_empty()).then_some(NameConstraints { critical: false, permitted, excluded: Vec::new() })
}

/// Errors of a candidate are reported as errors of an issuer.
fn as_issuer(fault: Fault) -> Fault {
    match fault.term {
        "SEC_ERROR_EXPIRED_CERTIFICATE" => fault.named("SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE"),
        "MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE" => fault.named("MOZILLA_PKIX_ERROR_NOT_YET_VALID_ISSUER_CERTIFICATE"),
        _ => fault,
    }
}
