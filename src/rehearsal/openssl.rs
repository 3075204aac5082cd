//! OpenSSL 3: `X509_verify_cert` as TLS clients call it (`crypto/x509/x509_vfy.c`), and what they do with its answer.
//!
//! The library builds a path first (trusted certificates before presented ones), then checks extensions, strength,
//! the name, signatures with dates, and name constraints, in this order. Each error goes to the program's callback,
//! which stops there or lets it go on; who goes on reports the last error.

mod build;
mod checks;
mod constraints;
mod handshake;
mod names;
mod trust;

use super::{Ledger, Meeting, Purpose, Ruling};
use crate::facts::{Certificate, GeneralName, KeyAlgorithm, KeyUsage};
use crate::fault::{Fault, FaultKind};
use crate::identity::{ReferenceIdentifier, ReferenceKind};
use crate::policy::Position;
use crate::policy::{NameCheck, OpenSsl, OpenSslKnobs, OpenSslRelease};
use crate::signature::known;
use std::cell::Cell;

/// The program met the error that it stops at.
struct Stop;

/// `X509_STORE_CTX`: the state of one path check.
struct Context<'a> {
    meeting: &'a Meeting<'a>,
    purpose: Purpose,
    knobs: OpenSslKnobs,
    anchors: Vec<usize>,
    chain: Vec<usize>,
    /// How many certificates at the start of `chain` came from the peer.
    untrusted: usize,
    errors: Vec<Fault>,
    /// Something went wrong on the way that OpenSSL put into its error queue.
    queued: Cell<bool>,
    ledger: Ledger,
}

impl<'a> Context<'a> {
    fn new(meeting: &'a Meeting<'a>, purpose: Purpose, knobs: OpenSslKnobs) -> Self {
        Self {
            meeting,
            purpose,
            knobs,
            anchors: meeting.anchors(),
            chain: vec![meeting.leaf()],
            untrusted: 1,
            errors: Vec::new(),
            queued: Cell::new(false),
            ledger: Ledger::default(),
        }
    }

    fn certificate(&self, index: usize) -> &'a Certificate {
        self.meeting.certificate(index)
    }

    /// A flaw that reading left for later, under this term, wherever the certificate stands.
    fn flaw(&self, index: usize, term: &str) -> Option<Fault> {
        let positions = [Position::Leaf, Position::Issuer, Position::Anchor];
        positions.into_iter().find_map(|position| self.meeting.flaw(index, position, term))
    }

    /// EXFLAG_INVALID: its extensions cannot be decoded.
    fn undecoded(&self, index: usize) -> Option<Fault> {
        let flaw = self.flaw(index, "extension").map(|fault| match fault.kind {
            FaultKind::Encoding => Fault { kind: FaultKind::ExtensionUnreadable, ..fault },
            _ => fault,
        });
        self.queued.set(self.queued.get() || flaw.is_some());
        flaw
    }

    /// `X509_get0_pubkey` gives nothing.
    fn keyless(&self, index: usize) -> Option<Fault> {
        let flaw = self.flaw(index, "key").or_else(|| {
            // RSA does without, and DSA inherits them.
            let needs = !matches!(self.certificate(index).public_key.algorithm, KeyAlgorithm::Rsa | KeyAlgorithm::Dsa);
            self.flaw(index, "key parameters").filter(|_| needs)
        });
        self.queued.set(self.queued.get() || flaw.is_some());
        flaw
    }

    /// The verify callback with `ok` 0.
    fn fail(&mut self, fault: Fault) -> Result<(), Stop> {
        self.errors.push(fault);
        if self.knobs.goes_on { Ok(()) } else { Err(Stop) }
    }

    fn fail_if(&mut self, condition: bool, kind: FaultKind, certificate: usize, number: &'static str) -> Result<(), Stop> {
        if condition { self.fail(Fault::of(kind, certificate).named(number)) } else { Ok(()) }
    }

    /// `verify_chain`.
    fn verify(&mut self) -> Result<(), Stop> {
        let leaf = self.chain[0];
        let keyless = self.keyless(leaf).filter(|_| self.knobs.security_level > 0);
        match keyless {
            Some(fault) => self.fail(fault.named("66"))?,
            None => self.fail_if(!self.key_strong_enough(leaf), FaultKind::WeakKey, leaf, "66")?,
        }
        self.build_chain()?;
        self.check_extensions()?;
        self.check_strength()?;
        self.check_name()?;
        self.check_signatures_and_dates()?;
        self.check_name_constraints()?;
        if self.knobs.is_boringssl() { self.check_policies() } else { self.check_resources() }
    }

    /// `check_id`.
    fn check_name(&mut self) -> Result<(), Stop> {
        if self.knobs.names != NameCheck::Inside {
            return Ok(());
        }
        let number = if self.meeting.asks_for_address() { "64" } else { "62" };
        match self.meeting.name_fault(self.knobs.identity) {
            Some(fault) => self.fail(fault.named(number)),
            None => Ok(()),
        }
    }
}

const DEEP: &str = "The path has more intermediates than the program follows by default; raise its depth setting.";

/// What an OpenSSL client does.
pub fn connect(meeting: &Meeting<'_>, method: &OpenSsl) -> Ruling {
    let Some(mut knobs) = method.chosen(meeting.dials.choice("version")).copied() else {
        return Ruling::NotApplicable("No such version.");
    };
    let dials = meeting.dials;
    if let Some(level) = dials.given("securityLevel") {
        knobs.security_level = u8::try_from(level).unwrap_or(knobs.security_level);
    }
    if let Some(depth) = dials.number("depth") {
        knobs.depth = u32::try_from(depth).unwrap_or(knobs.depth);
    }
    knobs.partial_chain = dials.switch("partialChain").unwrap_or(knobs.partial_chain);
    knobs.strict = dials.switch("strict").unwrap_or(knobs.strict);

    // What is no name for other reasons is handed on as a text.
    let name = |h: &&ReferenceIdentifier| h.kind == ReferenceKind::Dns || h.has_note("label-too-long");
    if !knobs.unspeakable.is_empty()
        && meeting.host.as_ref().is_some_and(name)
        && let Some(fault) = meeting.name_fault(knobs.identity).filter(|fault| fault.kind == FaultKind::HostMalformed)
    {
        return Ruling::refused(fault.named(knobs.unspeakable));
    }
    if let Some(fault) = handshake::not_offered(meeting, &knobs) {
        return Ruling::refused(fault);
    }
    let mut context = Context::new(meeting, meeting.purpose, knobs);
    let stopped = context.verify().is_err();
    if context.errors.is_empty()
        && knobs.names == NameCheck::Next
        && let Some(fault) = meeting.name_fault(knobs.identity)
    {
        return Ruling::refused(fault.named("name"));
    }
    if !stopped && let Some(fault) = context.handshake_fault() {
        // The handshake breaks off, whatever a callback let pass before.
        let mut faults = vec![fault];
        faults.append(&mut context.errors);
        return Ruling::Rejected(faults);
    }
    if !context.errors.is_empty() {
        if knobs.goes_on {
            context.errors.reverse();
        }
        if knobs.first_in_queue && context.queued.get() {
            context.errors[0].term = "first in queue";
        }
        return Ruling::Rejected(context.errors);
    }
    if knobs.names == NameCheck::Afterwards
        && let Some(fault) = meeting.name_fault(knobs.identity)
    {
        return Ruling::refused(fault.named("name"));
    }
    if knobs.needs_issuer_name && meeting.certificate(meeting.leaf()).issuer.is_empty() {
        return Ruling::refused(Fault::of(FaultKind::IssuerNameEmpty, meeting.leaf()));
    }
    if knobs.common_name && meeting.certificate(meeting.leaf()).subject.common_names().all(str::is_empty) {
        return Ruling::refused(Fault::of(FaultKind::UserNameMissing, meeting.leaf()));
    }
    if knobs.mutual {
        // The other end judges the same certificate as a client's, and sends an alert.
        let mut other = Context::new(meeting, Purpose::Client, OpenSslKnobs { names: NameCheck::Never, ..knobs });
        if other.verify().is_err() || !other.errors.is_empty() {
            return Ruling::Rejected(other.errors);
        }
    }
    let intermediates = context.chain.len().saturating_sub(2);
    let deep = u32::try_from(intermediates).is_ok_and(|n| n > knobs.default_depth);
    context.ledger.accept(meeting.scene, &context.chain).remarked(deep.then_some(DEEP))
}

impl Context<'_> {
    /// `ossl_x509_likely_issued`: names, extensions, authority key identifier, and the kind of key that the signature needs.
    fn likely_issued(&self, issuer: usize, subject: usize) -> bool {
        let (above, below) = (self.certificate(issuer), self.certificate(subject));
        names::same(&above.subject, &below.issuer)
            && self.undecoded(issuer).is_none()
            && self.undecoded(subject).is_none()
            && key_id_fits(above, below)
            && self.keyless(issuer).is_none()
            && self.kind_fits(above, below)
            && self.may_sign(above)
    }

    /// The keyUsage of an issuer was part of `X509_check_issued` in OpenSSL 1.0.2.
    fn may_sign(&self, issuer: &Certificate) -> bool {
        !self.knobs.is_old() || issuer.key_usage.is_none_or(|u| u.any(KeyUsage::KEY_CERT_SIGN))
    }

    /// `check_sig_alg_match`, by the algorithm inside the certificate.
    fn kind_fits(&self, issuer: &Certificate, subject: &Certificate) -> bool {
        let oid = subject.tbs_signature_algorithm.oid.as_str();
        let key = &issuer.public_key.algorithm;
        match known(&subject.tbs_signature_algorithm.oid) {
            Some(_)
                if NOT_LINKED.contains(&oid) && !(self.knobs.release >= OpenSslRelease::ThreeFive && oid.starts_with(NEWER)) =>
            {
                false
            }
            Some(algorithm) => algorithm.made_by(key).unwrap_or_else(|| match oid {
                "1.3.101.113" => *key == KeyAlgorithm::Ed448,
                _ if oid.starts_with("1.2.840.113549.1.1.") => *key == KeyAlgorithm::Rsa,
                _ if oid.starts_with("1.2.840.10040.4.") || oid.starts_with("2.16.840.1.101.3.4.3.") => *key == KeyAlgorithm::Dsa,
                _ => true,
            }),
            None => LINKED.contains(&oid) && *key == KeyAlgorithm::Rsa,
        }
    }

    /// EXFLAG_SI.
    fn self_issued(&self, index: usize) -> bool {
        let certificate = self.certificate(index);
        names::same(&certificate.subject, &certificate.issuer)
    }

    /// EXFLAG_SS: self-issued, and nothing but a signature check could say that it is not self-signed.
    fn self_signed(&self, index: usize) -> bool {
        self.likely_issued(index, index)
    }
}

/// `X509_check_akid`.
fn key_id_fits(issuer: &Certificate, subject: &Certificate) -> bool {
    let Some(id) = &subject.authority_key_id else { return true };
    if let (Some(wanted), Some(own)) = (&id.key_id, &issuer.subject_key_id)
        && wanted != own
    {
        return false;
    }
    if id.serial.as_ref().is_some_and(|serial| *serial != issuer.serial) {
        return false;
    }
    let name = id.issuer.iter().find_map(|n| if let GeneralName::Directory(d) = n { Some(d) } else { None });
    name.is_none_or(|n| names::same(n, &issuer.issuer))
}

/// Signature algorithms that OpenSSL 3.0 knows by name but not as the work of a kind of key (`crypto/objects/obj_xref.txt`):
/// ECDSA with SHA-3, sha512-256WithRSAEncryption, ML-DSA and SLH-DSA. Tried with `openssl verify` 3.0.19.
const NOT_LINKED: [&str; 9] = [
    "2.16.840.1.101.3.4.3.10",
    "2.16.840.1.101.3.4.3.11",
    "2.16.840.1.101.3.4.3.12",
    "1.2.840.113549.1.1.16",
    "2.16.840.1.101.3.4.3.17",
    "2.16.840.1.101.3.4.3.18",
    "2.16.840.1.101.3.4.3.19",
    "2.16.840.1.101.3.4.3.20",
    "2.16.840.1.101.3.4.3.21",
];
/// SHA-3, ML-DSA and SLH-DSA, which 3.5 knows.
const NEWER: &str = "2.16.840.1.101.3.4.3.";
/// Those of RSA keys that have no entry in our own table: ripemd160WithRSA, and SHA-1 and MD5 under older numbers.
const LINKED: [&str; 3] = ["1.3.36.3.3.1.2", "1.3.14.3.2.15", "1.3.14.3.2.3"];
