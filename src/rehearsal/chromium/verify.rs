//! `VerifyCertificateChain`: from the anchor down. A signature that cannot be right ends it; other errors pile up.

use super::algorithms::{self, Unfit};
use super::constraints;
use super::names::same;
use crate::facts::{Certificate, KeyUsage, eku};
use crate::fault::{Fault, FaultKind};
use crate::path::checks;
use crate::path::policies::{Policies, PolicyRules};
use crate::policy::{Chromium, Position};
use crate::rehearsal::{Ledger, Meeting};
use crate::signature::{Digest, Verification, digest};

/// Critical extensions that are processed (`IsHandledCriticalExtension`).
const HANDLED: [&str; 9] =
    ["2.5.29.19", "2.5.29.15", "2.5.29.37", "2.5.29.30", "2.5.29.17", "2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.54"];

/// May be critical where there is an extKeyUsage (szOID_APPLICATION_CERT_POLICIES).
const APPLICATION_POLICIES: &str = "1.3.6.1.4.1.311.21.10";

/// Everything wrong with a path that ends at an anchor, and what could not be checked.
pub(super) fn verify(meeting: &Meeting<'_>, path: &[usize], knobs: &Chromium) -> (Vec<Fault>, Ledger) {
    let last = path.len() - 1;
    let mut verifier = Verifier {
        meeting,
        knobs,
        faults: Vec::new(),
        ledger: Ledger::default(),
        path_len: u32::try_from(last).unwrap_or(u32::MAX),
        policies: Policies::new(last, PolicyRules::RFC5280),
        above: Vec::new(),
        key: None,
    };
    verifier.anchor(path[last]);
    for at in (0..last).rev() {
        if !verifier.certificate(path[at], at == 0) {
            break;
        }
    }
    (verifier.faults, verifier.ledger)
}

/// `PathVerifier`.
struct Verifier<'a> {
    meeting: &'a Meeting<'a>,
    knobs: &'a Chromium,
    faults: Vec<Fault>,
    ledger: Ledger,
    path_len: u32,
    policies: Policies,
    /// Certificates whose name constraints count.
    above: Vec<usize>,
    /// The certificate whose key comes next, where it has one to verify with.
    key: Option<usize>,
}

impl<'a> Verifier<'a> {
    fn fail(&mut self, kind: FaultKind, index: usize) {
        self.faults.push(Fault::of(kind, index));
    }

    fn position(&self, index: usize, anchor: bool) -> Position {
        match (anchor, index == self.meeting.leaf()) {
            (true, _) => Position::Anchor,
            (false, true) => Position::Leaf,
            (false, false) => Position::Issuer,
        }
    }

    /// `ProcessRootCertificate` with `ApplyTrustAnchorConstraints` and expiry, as for roots that users add.
    fn anchor(&mut self, index: usize) {
        let x = self.meeting.certificate(index);
        self.dates(index, FaultKind::IssuerNotYetValid, FaultKind::AnchorExpired);
        if let Err(why) = self.policies.constrain(x) {
            self.faults.push(Fault::of(FaultKind::PolicyUnacceptable, index).with(why));
        }
        self.may_sign(x, index);
        if lacks_purpose(x) {
            self.fail(FaultKind::IssuerServerAuthMissing, index);
        }
        self.above.extend(x.name_constraints.is_some().then_some(index));
        if let Some(basic) = &x.basic_constraints {
            if !basic.ca {
                self.no_issuer(FaultKind::IssuerNotCa, index);
            }
            self.path_len = basic.path_len.unwrap_or(self.path_len);
        }
        self.unhandled(x, index, Position::Anchor);
        self.take_key(index, Position::Anchor);
    }

    /// `BasicCertificateProcessing`, and what comes after it. `false`: that is the end.
    fn certificate(&mut self, index: usize, target: bool) -> bool {
        let x = self.meeting.certificate(index);
        let (inside, outside) = (&x.tbs_signature_algorithm, &x.signature_algorithm);
        let scheme = algorithms::scheme(outside);
        let differ = inside != outside && (scheme.is_none() || algorithms::scheme(inside) != scheme);
        if differ {
            // Nothing else of the path is looked at.
            self.faults.push(Fault::of(FaultKind::AlgorithmFieldsDiffer, index));
            return false;
        }
        let Some(scheme) = scheme.filter(|s| algorithms::acceptable(*s)) else {
            self.faults.push(unknown_algorithm(x, index));
            return false;
        };
        let Some(issuer) = self.key else { return false };
        let position = self.position(index, false);
        let fits = algorithms::made_by(scheme, &self.meeting.certificate(issuer).public_key);
        let unused = self.meeting.flaw(index, position, Chromium::UNUSED_BITS).is_some();
        if !fits || unused || self.ledger.signature(self.meeting.scene, index, issuer) == Verification::Failed {
            self.fail(FaultKind::SignatureInvalid, index);
            return false;
        }
        if differ {
            return false;
        }
        let (early, late, purpose) = if target {
            (FaultKind::NotYetValid, FaultKind::Expired, FaultKind::ServerAuthMissing)
        } else {
            (FaultKind::IssuerNotYetValid, FaultKind::IssuerExpired, FaultKind::IssuerServerAuthMissing)
        };
        self.dates(index, early, late);
        let own = same(&x.subject, &x.issuer);
        if target || !own {
            let broken = self.above.iter().filter_map(|&i| self.meeting.certificate(i).name_constraints.as_ref());
            if let Some(name) = broken.into_iter().find_map(|c| constraints::refused(c, x)) {
                self.faults.push(Fault::of(FaultKind::NameConstraintViolated, index).with(name));
            }
        }
        if let Err(why) = self.policies.take(x, target) {
            self.faults.push(Fault::of(FaultKind::PolicyUnacceptable, index).with(why));
        }
        if lacks_purpose(x) {
            self.fail(purpose, index);
        }
        if !target {
            self.prepare_next(x, index, own);
        }
        self.unhandled(x, index, position);
        self.take_key(index, position);
        true
    }

    /// `PrepareForNextCertificate`.
    fn prepare_next(&mut self, x: &Certificate, index: usize, own: bool) {
        self.above.extend(x.name_constraints.is_some().then_some(index));
        if !x.is_ca() {
            self.fail(checks::why_no_ca(x), index);
        }
        if !own {
            if self.path_len == 0 {
                self.fail(FaultKind::PathLengthExceeded, index);
            }
            self.path_len = self.path_len.saturating_sub(1);
        }
        if let Some(limit) = x.basic_constraints.as_ref().and_then(|b| b.path_len) {
            self.path_len = limit.min(self.path_len);
        }
        self.may_sign(x, index);
    }

    fn may_sign(&mut self, x: &Certificate, index: usize) {
        if x.key_usage.is_some_and(|u| !u.any(KeyUsage::KEY_CERT_SIGN)) {
            self.no_issuer(FaultKind::IssuerKeyUsage, index);
        }
    }

    /// A server's certificate that is trusted as a root has to be a root.
    fn no_issuer(&mut self, kind: FaultKind, index: usize) {
        let own = index == self.meeting.leaf();
        let fault = Fault::of(if own { FaultKind::SelfSignedUntrusted } else { kind }, index);
        self.faults.push(if own { fault.named(Chromium::INVALID) } else { fault });
    }

    /// `VerifyNoUnconsumedCriticalExtensions`.
    fn unhandled(&mut self, x: &Certificate, index: usize, position: Position) {
        let unknown = x.extensions.iter().filter(|e| e.critical).find(|e| {
            let oid = e.oid.as_str();
            !(HANDLED.contains(&oid) || oid == APPLICATION_POLICIES && x.extended_key_usage.is_some())
        });
        if let Some(unknown) = unknown {
            self.faults.push(Fault::of(FaultKind::UnknownCriticalExtension, index).with(unknown.oid.as_str()));
        }
        self.faults.extend(self.meeting.flaw(index, position, Chromium::QUALIFIER));
    }

    /// `ParseAndCheckPublicKey`.
    fn take_key(&mut self, index: usize, position: Position) {
        let key = &self.meeting.certificate(index).public_key;
        self.key = Some(index);
        if let Some(fault) = self.meeting.flaw(index, position, Chromium::KEY) {
            self.key = None;
            self.faults.push(fault);
            return;
        }
        match algorithms::unfit(key, self.knobs.rsa_bits) {
            None => {}
            Some(Unfit::Small) => self.faults.push(Fault::of(FaultKind::WeakKey, index).with(key.bits.to_string())),
            Some(Unfit::Unknown) => {
                self.key = None;
                self.faults.push(Fault::of(FaultKind::KeyKindRefused, index).with(key.algorithm.name()).named(Chromium::INVALID));
            }
        }
    }

    fn dates(&mut self, index: usize, early: FaultKind, late: FaultKind) {
        let (x, now) = (self.meeting.certificate(index), self.meeting.now());
        if now < x.not_before {
            self.fail(early, index);
        } else if now > x.not_after {
            self.fail(late, index);
        }
    }
}

/// An algorithm that is not known or not taken any more.
pub(super) fn unknown_algorithm(x: &Certificate, index: usize) -> Fault {
    let weak = digest(&x.signature_algorithm).filter(|d| matches!(d, Digest::Md2 | Digest::Md4 | Digest::Md5 | Digest::Sha1));
    match weak {
        Some(digest) => Fault::of(FaultKind::WeakSignature, index).with(digest.name()),
        None => Fault::of(FaultKind::SignatureUnsupported, index).with(crate::signature::name(&x.signature_algorithm)),
    }
}

/// An extKeyUsage with neither serverAuth nor anyExtendedKeyUsage.
fn lacks_purpose(x: &Certificate) -> bool {
    x.extended_key_usage.as_ref().is_some_and(|e| !e.purposes.iter().any(|p| [eku::SERVER_AUTH, eku::ANY].contains(&p.as_str())))
}
