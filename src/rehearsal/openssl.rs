//! OpenSSL 3: `X509_verify_cert` as TLS clients call it (`crypto/x509/x509_vfy.c`), and what they do with its answer.
//!
//! The library builds a path first (trusted certificates before presented ones), then checks extensions, strength,
//! the name, signatures with dates, and name constraints, in this order. Each error goes to the program's callback,
//! which stops there or lets it go on; who goes on reports the last error.

mod build;
mod checks;
mod constraints;
mod handshake;

use super::{Ledger, Meeting, Ruling};
use crate::facts::{Certificate, GeneralName};
use crate::fault::{Fault, FaultKind};
use crate::policy::{NameCheck, OpenSsl, OpenSslKnobs};
use crate::signature::known;

/// The program met the error that it stops at.
struct Stop;

/// `X509_STORE_CTX`: the state of one path check.
struct Context<'a> {
    meeting: &'a Meeting<'a>,
    knobs: OpenSslKnobs,
    anchors: Vec<usize>,
    chain: Vec<usize>,
    /// How many certificates at the start of `chain` came from the peer.
    untrusted: usize,
    errors: Vec<Fault>,
    ledger: Ledger,
}

impl<'a> Context<'a> {
    fn certificate(&self, index: usize) -> &'a Certificate {
        self.meeting.certificate(index)
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
        let weak = !self.key_strong_enough(leaf);
        self.fail_if(weak, FaultKind::WeakKey, leaf, "66")?;
        self.build_chain()?;
        self.check_extensions()?;
        self.check_strength()?;
        self.check_name()?;
        self.check_signatures_and_dates()?;
        self.check_name_constraints()
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

const DEEP: &str = "The path has more intermediates than the program follows by default; its depth setting has to be raised.";

/// What an OpenSSL client does.
pub fn connect(meeting: &Meeting<'_>, method: &OpenSsl) -> Ruling {
    let Some(mut knobs) = method.chosen(meeting.dials.choice("version")).copied() else {
        return Ruling::NotApplicable("No such version.");
    };
    let dials = meeting.dials;
    if let Some(level) = dials.number("securityLevel") {
        knobs.security_level = u8::try_from(level).unwrap_or(knobs.security_level);
    }
    if let Some(depth) = dials.number("depth") {
        knobs.depth = u32::try_from(depth).unwrap_or(knobs.depth);
    }
    knobs.partial_chain = dials.switch("partialChain").unwrap_or(knobs.partial_chain);
    knobs.strict = dials.switch("strict").unwrap_or(knobs.strict);

    let mut context = Context {
        meeting,
        knobs,
        anchors: meeting.anchors(),
        chain: vec![meeting.leaf()],
        untrusted: 1,
        errors: Vec::new(),
        ledger: Ledger::default(),
    };
    let stopped = context.verify().is_err();
    if !stopped && let Some(fault) = handshake::fault(meeting, knobs.tls12_only) {
        // The handshake breaks off, whatever a callback let pass before.
        let mut faults = vec![fault];
        faults.append(&mut context.errors);
        return Ruling::Rejected(faults);
    }
    if !context.errors.is_empty() {
        if knobs.goes_on {
            context.errors.reverse();
        }
        return Ruling::Rejected(context.errors);
    }
    if knobs.names == NameCheck::Afterwards
        && let Some(fault) = meeting.name_fault(knobs.identity)
    {
        return Ruling::refused(fault.named("name"));
    }
    let intermediates = context.chain.len().saturating_sub(2);
    let deep = u32::try_from(intermediates).is_ok_and(|n| n > knobs.default_depth);
    context.ledger.accept(meeting.scene, &context.chain).remarked(deep.then_some(DEEP))
}

/// `ossl_x509_likely_issued`: names, authority key identifier, and the kind of key that the signature needs.
fn likely_issued(issuer: &Certificate, subject: &Certificate) -> bool {
    issuer.subject.equivalent(&subject.issuer) && key_id_fits(issuer, subject) && key_kind_fits(issuer, subject)
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
    name.is_none_or(|n| n.equivalent(&issuer.issuer))
}

/// `check_sig_alg_match`. Algorithms that are known by name only are taken to fit.
fn key_kind_fits(issuer: &Certificate, subject: &Certificate) -> bool {
    known(&subject.signature_algorithm.oid).and_then(|a| a.made_by(&issuer.public_key.algorithm)).unwrap_or(true)
}

/// EXFLAG_SI.
fn self_issued(certificate: &Certificate) -> bool {
    certificate.is_self_issued()
}

/// EXFLAG_SS: self-issued, and nothing but a signature check could say that it is not self-signed.
fn self_signed(certificate: &Certificate) -> bool {
    likely_issued(certificate, certificate)
}
