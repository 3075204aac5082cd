//! `PKIXCertPathValidator`: a fixed path, from below the anchor down to the end-entity certificate, and the checkers
//! in their order (algorithms, key usage, constraints, dates, names, signature, critical extensions).

use super::Validator;
use super::constraints::{Merged, Refused};
use super::parse::same_name;
use crate::der::{Reader, encode, tag};
use crate::facts::{Certificate, Curve, KeyAlgorithm, KeyUsage, PublicKey};
use crate::fault::{Fault, FaultKind};
use crate::path::checks;
use crate::path::name_constraints::TOO_MANY;
use crate::path::policies::{AnyMapped, Policies, PolicyRules};
use crate::policy::Position;
use crate::signature::{Digest, Verification, digest, known, verify};

const UNCOUNTED: &str = "There are more names and name constraints than are compared here, so the verdict is open.";

const POLICIES: PolicyRules =
    PolicyRules { any_mapped: AnyMapped::RefusedWithPolicies, critical_qualifiers: true, end_entity_counts: false };

/// `PolicyChecker`.
fn check_policies(policies: &mut Policies, x: &Certificate, index: usize, last: bool) -> Result<(), Fault> {
    let fault = |why: &str| Fault::of(FaultKind::PolicyUnacceptable, index).with(why);
    policies.take(x, last).map_err(|why| fault(why).named("CertPathValidatorException/INVALID_POLICY"))
}

/// Extensions that one of the checkers takes off the list of critical ones.
const RESOLVED: [&str; 9] =
    ["2.5.29.15", "2.5.29.37", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.54"];

/// The critical extension that no checker resolves.
pub(super) fn unresolved(x: &Certificate) -> Option<&str> {
    x.extensions.iter().find(|e| e.critical && !RESOLVED.contains(&e.oid.as_str())).map(|e| e.oid.as_str())
}

impl Validator<'_> {
    /// `PKIXCertPathValidator.validate`: each anchor that may have issued the last certificate is tried.
    pub(super) fn check_path(&self, path: &[usize]) -> Result<Vec<usize>, Fault> {
        let top = path[path.len() - 1];
        let x = self.certificate(top);
        let mut refused = Fault::of(FaultKind::AnchorUntrusted, top).named("CertPathValidatorException/NO_TRUST_ANCHOR");
        for &anchor in &self.trusted {
            if !self.worth_trying(anchor, x) {
                continue;
            }
            match self.check_from(path, anchor) {
                Ok(()) => return Ok(path.iter().copied().chain([anchor]).collect()),
                Err(fault) => refused = fault,
            }
        }
        Err(refused)
    }

    /// `AdaptableX509CertSelector`: subject, key identifier, and serial number for version 3 certificates.
    fn worth_trying(&self, anchor: usize, x: &Certificate) -> bool {
        let candidate = self.certificate(anchor);
        let id = x.authority_key_id.as_ref();
        let key_id = id.and_then(|a| a.key_id.as_ref());
        let serial = id.and_then(|a| a.serial.as_ref());
        same_name(&candidate.subject, &x.issuer)
            // The octets of the extension are compared, whether they can be read or not.
            && key_id.is_none_or(|wanted| {
                candidate.extension("2.5.29.14").is_none_or(|own| own.value == encode::octets(wanted))
            })
            && serial.is_none_or(|wanted| candidate.version < 3 || *wanted == candidate.serial)
    }

    fn check_from(&self, path: &[usize], anchor: usize) -> Result<(), Fault> {
        let mut issuer = anchor;
        let mut state = Constraints::new(path.len());
        let mut policies = Policies::new(path.len(), POLICIES);
        for (below, &index) in path.iter().enumerate().rev() {
            let x = self.certificate(index);
            self.check_algorithm(index, issuer)?;
            if below > 0 && x.key_usage.is_some_and(|u| !u.any(KeyUsage::KEY_CERT_SIGN)) {
                return Err(Fault::of(FaultKind::IssuerKeyUsage, index).named("CertPathValidatorException/INVALID_KEY_USAGE"));
            }
            state.check(self, path, below)?;
            check_policies(&mut policies, x, index, below == 0)?;
            self.check_dates(index, below > 0)?;
            if !same_name(&x.issuer, &self.certificate(issuer).subject) {
                return Err(Fault::of(FaultKind::OrderWrong, index).named("CertPathValidatorException/NAME_CHAINING"));
            }
            self.check_signature(index, issuer)?;
            if let Some(oid) = unresolved(x) {
                let fault = Fault::of(FaultKind::UnknownCriticalExtension, index).with(oid);
                return Err(fault.named("CertPathValidatorException/UNRECOGNIZED_CRIT_EXT"));
            }
            issuer = index;
        }
        Ok(())
    }

    /// What `BasicChecker`, `ConstraintsChecker` and `AlgorithmChecker` say of a path that the builder found.
    pub(super) fn check_built(&self, path: &[usize], anchor: usize) -> Result<(), Fault> {
        let mut issuer = anchor;
        let mut state = Constraints::new(path.len());
        let mut policies = Policies::new(path.len(), POLICIES);
        for (below, &index) in path.iter().enumerate().rev() {
            self.check_signature(index, issuer)?;
            state.check(self, path, below)?;
            check_policies(&mut policies, self.certificate(index), index, below == 0)?;
            self.check_algorithm(index, issuer)?;
            issuer = index;
        }
        Ok(())
    }

    /// `jdk.certpath.disabledAlgorithms`.
    fn check_algorithm(&self, index: usize, issuer: usize) -> Result<(), Fault> {
        const TERM: &str = "CertPathValidatorException/ALGORITHM_CONSTRAINED";
        let x = self.certificate(index);
        // No bit for anything that a key can be used for.
        if x.key_usage.is_some_and(|u| !u.any(0x7f)) {
            let kind = if index == self.meeting.leaf() { FaultKind::KeyUsageUnsuitable } else { FaultKind::IssuerKeyUsage };
            return Err(Fault::of(kind, index).named("CertPathValidatorException/INVALID_KEY_USAGE"));
        }
        // What the client offers in signature_algorithms holds for certificates too.
        let dsa = known(&x.signature_algorithm.oid).is_some_and(|a| a.name.starts_with("dsa"));
        let offered =
            |d| matches!(d, Digest::Sha1 | Digest::Sha256 | Digest::Sha384 | Digest::Sha512 | Digest::Md2 | Digest::Md5);
        if dsa || digest(&x.signature_algorithm).is_some_and(|d| !offered(d)) {
            let broken = matches!(digest(&x.signature_algorithm), Some(Digest::Md2 | Digest::Md4 | Digest::Md5 | Digest::Sha1));
            let kind = if broken { FaultKind::WeakSignature } else { FaultKind::SignatureUnsupported };
            return Err(Fault::of(kind, index).named(TERM));
        }
        if digest(&x.signature_algorithm).is_some_and(|d| matches!(d, Digest::Md2 | Digest::Md5)) {
            return Err(Fault::of(FaultKind::WeakSignature, index).named(TERM));
        }
        let public = self.meeting.scene.prepared.pool[issuer].mozilla_root;
        if public && digest(&x.signature_algorithm) == Some(Digest::Sha1) {
            return Err(Fault::of(FaultKind::WeakSignature, index).named(TERM));
        }
        for i in [issuer, index] {
            let key = &self.certificate(i).public_key;
            let least = match key.algorithm {
                KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss | KeyAlgorithm::Dsa => self.knobs.rsa_bits,
                KeyAlgorithm::Ec(_) => self.knobs.ec_bits,
                _ => 0,
            };
            if key.bits > 0 && key.bits < least {
                return Err(Fault::of(FaultKind::WeakKey, i).with(key.bits.to_string()).named(TERM));
            }
        }
        Ok(())
    }

    fn check_dates(&self, index: usize, issuer: bool) -> Result<(), Fault> {
        let (x, now) = (self.certificate(index), self.meeting.now());
        if now < x.not_before {
            let kind = if issuer { FaultKind::IssuerNotYetValid } else { FaultKind::NotYetValid };
            Err(Fault::of(kind, index).named("CertificateNotYetValidException"))
        } else if now > x.not_after {
            let kind = if issuer { FaultKind::IssuerExpired } else { FaultKind::Expired };
            Err(Fault::of(kind, index).named("CertificateExpiredException"))
        } else {
            Ok(())
        }
    }

    fn check_signature(&self, subject: usize, issuer: usize) -> Result<(), Fault> {
        const INVALID: &str = "CertPathValidatorException/INVALID_SIGNATURE";
        const UNSPECIFIED: &str = "CertPathValidatorException/UNSPECIFIED";
        let algorithm = &self.certificate(subject).signature_algorithm;
        let by = &self.certificate(issuer).public_key.algorithm;
        let unsupported =
            |term| Err(Fault::of(FaultKind::SignatureUnsupported, subject).with(algorithm.oid.as_str()).named(term));
        let position = |i: usize| {
            if i == self.meeting.leaf() {
                Position::Leaf
            } else if self.meeting.presented().contains(&i) {
                Position::Issuer
            } else {
                Position::Anchor
            }
        };
        let shifted = self.meeting.flaw(subject, position(subject), "signature");
        if let Some(fault) = shifted.or_else(|| self.meeting.flaw(issuer, position(issuer), "key")) {
            return Err(fault.named(INVALID));
        }
        match by {
            _ if known(&algorithm.oid).is_none() => return unsupported(UNSPECIFIED),
            KeyAlgorithm::Other(oid) if *oid != *"2.5.8.1.1" => return unsupported(UNSPECIFIED),
            // The provider has no other curves any more.
            KeyAlgorithm::Ec(curve) if !matches!(curve, Curve::P256 | Curve::P384 | Curve::P521) => return unsupported(INVALID),
            _ if algorithm.oid == *"1.2.840.113549.1.1.10" && digest(algorithm).is_none() => return unsupported(INVALID),
            _ => {}
        }
        // A key under id-RSASSA-PSS signs with PKCS #1 v1.5 as well, and NULL for its parameters restricts nothing.
        if *by == KeyAlgorithm::RsaPss {
            let key = PublicKey { algorithm: KeyAlgorithm::Rsa, ..self.certificate(issuer).public_key.clone() };
            let x = self.certificate(subject);
            let other = known(&algorithm.oid).and_then(|a| a.made_by(by)) == Some(false);
            let free = other && !is_restricted(&self.certificate(issuer).public_key)
                || self.meeting.flaw(issuer, position(issuer), "parameters").is_some();
            if free && verify(&key, algorithm, x.tbs_bytes(), &x.signature) == Verification::Verified {
                return Ok(());
            }
        }
        match self.ledger.borrow_mut().signature(self.meeting.scene, subject, issuer) {
            Verification::Verified | Verification::Unsupported(_) | Verification::Unchecked => Ok(()),
            Verification::Failed => {
                // A key of the wrong kind is another exception than a signature of the wrong key.
                let kind = known(&self.certificate(subject).signature_algorithm.oid).and_then(|a| a.made_by(by));
                let term = if kind == Some(false) {
                    "CertPathValidatorException/UNSPECIFIED"
                } else {
                    "CertPathValidatorException/INVALID_SIGNATURE"
                };
                Err(Fault::of(FaultKind::SignatureInvalid, subject).named(term))
            }
        }
    }
}

/// A key under id-RSASSA-PSS whose parameters are written out signs with nothing else.
fn is_restricted(key: &PublicKey) -> bool {
    let spki = Reader::new(&key.spki, 0).read().ok();
    let algorithm = spki.and_then(|spki| spki.children().read().ok());
    let parameters = algorithm.and_then(|algorithm| {
        let mut parts = algorithm.children();
        parts.read().ok()?;
        parts.read().ok()
    });
    parameters.is_some_and(|parameters| parameters.tag == tag::SEQUENCE)
}

/// `ConstraintsChecker`: basicConstraints first, then the name constraints of everything above. The anchor's own are
/// not looked at.
struct Constraints {
    path_len: u32,
    names: Merged,
    /// A subtree with a minimum or a maximum, which no name is put to.
    distance: Option<Fault>,
}

impl Constraints {
    fn new(length: usize) -> Self {
        Self { path_len: u32::try_from(length).unwrap_or(u32::MAX), names: Merged::default(), distance: None }
    }

    fn check(&mut self, validator: &Validator<'_>, path: &[usize], below: usize) -> Result<(), Fault> {
        let index = path[below];
        let x = validator.certificate(index);
        if below > 0 {
            let limit = match &x.basic_constraints {
                // Versions 1 and 2 only right below the anchor, for key rollover.
                _ if x.version < 3 && below + 1 == path.len() && x.is_self_issued() => u32::MAX,
                Some(constraints) if x.version >= 3 && constraints.ca => constraints.path_len.unwrap_or(u32::MAX),
                _ => return Err(Fault::of(checks::why_no_ca(x), index).named("CertPathValidatorException/NOT_CA_CERT")),
            };
            if !x.is_self_issued() {
                if self.path_len == 0 {
                    let fault = Fault::of(FaultKind::PathLengthExceeded, index);
                    return Err(fault.named("CertPathValidatorException/PATH_TOO_LONG"));
                }
                self.path_len -= 1;
            }
            self.path_len = self.path_len.min(limit);
        }
        let held = below == 0 || !x.is_self_issued();
        if let Some(fault) = self.distance.take().filter(|_| held) {
            return Err(fault.named("CertPathValidatorException/UNSPECIFIED"));
        }
        self.distance = validator.meeting.flaw(index, Position::Issuer, "subtree");
        let merged = if below == 0 || !x.is_self_issued() { self.names.verify(x) } else { Ok(()) };
        match merged.and_then(|()| x.name_constraints.as_ref().map_or(Ok(()), |new| self.names.merge(new))) {
            Ok(()) => Ok(()),
            Err(Refused::TooMany) => {
                let fault = Fault::of(FaultKind::NameConstraintViolated, index).with(TOO_MANY);
                validator.ledger.borrow_mut().leave_open(UNCOUNTED, fault);
                Ok(())
            }
            Err(refused) => {
                let term = refused.term();
                Err(Fault::of(FaultKind::NameConstraintViolated, index).with(refused.into_detail()).named(term))
            }
        }
    }
}
