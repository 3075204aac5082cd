//! `_gnutls_verify_crt_status` and `verify_crt`.

use super::{UNTRUSTED, Verifier, is_issuer, lacks_purpose};
use crate::der::{Reader, tag};
use crate::facts::{Certificate, Curve, GeneralName, KeyAlgorithm, KeyUsage, NameConstraints};
use crate::fault::{Fault, FaultKind};
use crate::path::checks;
use crate::path::name_constraints::{LeadingDot, NameRules, OtherForms, describe, held, held_name};
use crate::policy::Position;
use crate::signature::{Digest, Verification, digest, is_matched_pss, known, verifies_loosely};

const NAMES: NameRules = NameRules {
    of_anchor: true,
    intermediates: false,
    self_issued_exempt: false,
    directory: false,
    other_forms: OtherForms::Ignored,
    leading_dot: LeadingDot::Subdomains,
    any_labels: true,
    wildcards_cover: false,
    families_apart: true,
    comparisons: 1 << 20,
    pairs: usize::MAX,
    ..NameRules::RFC5280
};

/// Critical extensions in GnuTLS's own table (`lib/x509/extensions.c`, `lib/x509/x509_ext.c`).
const SUPPORTED: [&str; 14] = [
    "2.5.29.14",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.18",
    "2.5.29.19",
    "2.5.29.30",
    "2.5.29.31",
    "2.5.29.32",
    "2.5.29.35",
    "2.5.29.37",
    "2.5.29.54",
    "1.3.6.1.5.5.7.1.1",
    "1.3.6.1.5.5.7.1.14",
    "1.3.6.1.5.5.7.1.24",
];

/// `verify_state_st`.
struct State {
    max_path: u32,
    constraints: Vec<NameConstraints>,
    /// Whether a version 1 certificate may be an issuer: only right under the trusted list.
    version_1: bool,
}

impl Verifier<'_> {
    fn certificate(&self, index: usize) -> &Certificate {
        self.meeting.certificate(index)
    }

    /// The list against the anchors with the name of its last issuer, then against those with the name of its last
    /// certificate.
    pub(super) fn status(&mut self, list: &[usize]) -> Vec<Fault> {
        let last = list[list.len() - 1];
        let named = |name: &[u8]| -> Vec<usize> {
            self.trusted.iter().copied().filter(|&t| self.certificate(t).subject.der == name).collect()
        };
        let (by_issuer, by_subject) = (named(&self.certificate(last).issuer.der), named(&self.certificate(last).subject.der));
        let first = self.verify(list, &by_issuer);
        let unknown = first.iter().any(|f| is_unknown(f.kind));
        let old = first.iter().any(|f| {
            use FaultKind as F;
            matches!(f.kind, F::Expired | F::IssuerExpired | F::AnchorExpired | F::WeakKey | F::WeakSignature)
        });
        let x = self.certificate(last);
        if !(unknown || old) || x.subject.der == x.issuer.der {
            return first;
        }
        let second = self.verify(list, &by_subject);
        if !second.is_empty() && !unknown { first } else { second }
    }

    /// `_gnutls_verify_crt_status`.
    fn verify(&mut self, list: &[usize], trusted: &[usize]) -> Vec<Fault> {
        let mut list = list.to_vec();
        self.drop_self_issued_end(&mut list);
        let same = list.iter().enumerate().find_map(|(i, &c)| {
            trusted.iter().copied().find(|&t| t == c || i > 0 && self.same_name_and_key(c, t)).map(|t| (i, t))
        });
        if let Some((at, anchor)) = same {
            let faults = self.anchor_faults(anchor);
            if !faults.is_empty() {
                return faults;
            }
            list.truncate(at);
        }
        if list.is_empty() {
            return Vec::new();
        }
        let mut state = State { max_path: 4096, constraints: Vec::new(), version_1: true };
        for i in (0..list.len()).rev() {
            let issuer = match list.get(i + 1) {
                None => self.find_issuer(list[i], trusted),
                Some(&above) => {
                    if let Some(fault) = self.flaw(above, "purpose").filter(|_| self.knobs.purpose) {
                        return vec![fault];
                    }
                    if self.knobs.purpose && lacks_purpose(self.certificate(above), false) {
                        return vec![Fault::of(FaultKind::IssuerServerAuthMissing, above)];
                    }
                    state.version_1 = false;
                    is_issuer(self.certificate(above), self.certificate(list[i])).then_some(above)
                }
            };
            let faults = self.verify_one(list[i], issuer, i == 0, &mut state);
            if !faults.is_empty() {
                return faults;
            }
        }
        Vec::new()
    }

    fn same_name_and_key(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.certificate(a), self.certificate(b));
        a.subject.der == b.subject.der && a.public_key.spki == b.public_key.spki
    }

    /// A flaw of a certificate that is met under this term, wherever it stands.
    pub(super) fn flaw(&self, index: usize, term: &'static str) -> Option<Fault> {
        [Position::Leaf, Position::Issuer, Position::Anchor].into_iter().find_map(|p| self.meeting.flaw(index, p, term))
    }

    /// A key that cannot be imported, or of a kind that no profile admits.
    fn insecure_key(&self, index: usize) -> Option<Fault> {
        let key = &self.certificate(index).public_key.algorithm;
        let admitted = match key {
            KeyAlgorithm::Ec(curve) => matches!(curve, Curve::P224 | Curve::P256 | Curve::P384 | Curve::P521),
            KeyAlgorithm::Named(_) => false,
            KeyAlgorithm::Other(oid) => *oid == *"2.5.8.1.1",
            _ => true,
        };
        let parameters = || {
            self.flaw(index, "parameters")
                .filter(|_| matches!(key, KeyAlgorithm::Ec(_) | KeyAlgorithm::RsaPss | KeyAlgorithm::Dsa))
        };
        let kind = || (!admitted).then(|| Fault::of(FaultKind::KeyKindRefused, index).with(key.name()));
        self.flaw(index, "insecure").or_else(parameters).or_else(kind).map(|f| f.named("insecure"))
    }

    /// `find_issuer`: of several the last one within its validity period, else the first.
    fn find_issuer(&self, subject: usize, trusted: &[usize]) -> Option<usize> {
        let now = self.meeting.now();
        let mut found = None;
        for &t in trusted.iter().filter(|&&t| is_issuer(self.certificate(t), self.certificate(subject))) {
            let x = self.certificate(t);
            if found.is_none() || now < x.not_after && now >= x.not_before {
                found = Some(t);
            }
        }
        found
    }

    /// `check_ca_sanity`.
    fn anchor_faults(&self, anchor: usize) -> Vec<Fault> {
        let mut faults = Vec::new();
        faults.extend(self.dates(anchor, FaultKind::IssuerNotYetValid, FaultKind::AnchorExpired));
        if self.weak_key(anchor) {
            faults.push(Fault::of(FaultKind::WeakKey, anchor));
        }
        faults
    }

    /// `verify_crt`: all that is wrong with one certificate under its issuer.
    fn verify_one(&mut self, subject: usize, issuer: Option<usize>, end: bool, state: &mut State) -> Vec<Fault> {
        if state.max_path == 0 {
            return vec![Fault::of(FaultKind::PathLengthExceeded, subject)];
        }
        state.max_path -= 1;
        let mut faults = Vec::new();
        match issuer {
            None => faults.push(self.unknown_issuer(subject)),
            Some(issuer) => self.verify_issuer(subject, issuer, end, state, &mut faults),
        }
        for index in issuer.into_iter().chain(end.then_some(subject)) {
            if let Some(oid) = unsupported(self.certificate(index)) {
                faults.push(Fault::of(FaultKind::UnknownCriticalExtension, index).with(oid));
            }
        }
        let unsafe_keys = self.insecure_key(subject).or_else(|| self.insecure_key(issuer?));
        let x = self.certificate(subject);
        if !is_known(x) {
            let oid = x.signature_algorithm.oid.as_str();
            faults.push(Fault::of(FaultKind::SignatureUnsupported, subject).with(oid).named(UNTRUSTED));
        } else if let Some(fault) = unsafe_keys {
            faults.push(fault);
        } else if let Some(weak) = std::iter::once(subject).chain(issuer).find(|&i| self.weak_key(i)) {
            faults.push(Fault::of(FaultKind::WeakKey, weak));
        }
        let insecure =
            digest(&x.signature_algorithm).is_some_and(|d| matches!(d, Digest::Md2 | Digest::Md4 | Digest::Md5 | Digest::Sha1));
        if insecure && is_known(x) && !self.self_issued(subject) {
            faults.push(Fault::of(FaultKind::WeakSignature, subject));
        }
        if let Some(issuer) = issuer {
            let anchor = self.trusted.contains(&issuer);
            let late = if anchor { FaultKind::AnchorExpired } else { FaultKind::IssuerExpired };
            faults.extend(self.dates(issuer, FaultKind::IssuerNotYetValid, late));
        }
        let (early, late) = if end {
            (FaultKind::NotYetValid, FaultKind::Expired)
        } else {
            (FaultKind::IssuerNotYetValid, FaultKind::IssuerExpired)
        };
        faults.extend(self.dates(subject, early, late));
        faults
    }

    fn verify_issuer(&mut self, subject: usize, issuer: usize, end: bool, state: &mut State, faults: &mut Vec<Fault>) {
        let (x, by) = (self.meeting.certificate(subject), self.meeting.certificate(issuer));
        let unread = self.flaw(issuer, "constraints").or_else(|| {
            let odd =
                by.name_constraints.as_ref()?.permitted.iter().chain(&by.name_constraints.as_ref()?.excluded).find(is_unread)?;
            Some(Fault::of(FaultKind::NameConstraintViolated, issuer).with(describe(odd)))
        });
        if let Some(fault) = unread {
            faults.push(fault.named("constraints"));
        } else {
            state.constraints.extend(by.name_constraints.clone());
            if end {
                let broken = state.constraints.iter().find_map(|c| outside(c, x));
                faults.extend(broken.map(|name| Fault::of(FaultKind::NameConstraintViolated, subject).with(name)));
            }
        }
        // `gnutls_x509_tlsfeatures_check_crt`.
        if lacks_features(x, by) {
            let lacking = "TLS features that the issuer demands and the certificate has not";
            faults.push(Fault::of(FaultKind::ContentsRefused, issuer).with(lacking).named("constraints"));
        }
        if !(state.version_1 && by.version == 1) {
            if let Some(limit) = by.basic_constraints.as_ref().filter(|b| b.ca).and_then(|b| b.path_len) {
                state.max_path = state.max_path.min(limit);
            }
            let old_root = state.version_1 && by.basic_constraints.is_none() && self.self_issued(issuer);
            // The two signatures are taken out to tell whether it is the same certificate.
            let no_ca = || self.flaw(subject, "no CA by signature").or_else(|| self.flaw(issuer, "no CA by signature"));
            if let Some(fault) = no_ca().or_else(|| self.flaw(issuer, "no CA").filter(|_| subject != issuer)) {
                faults.push(fault.named("no CA"));
            } else if !(by.is_ca() || subject == issuer || old_root) {
                faults.push(Fault::of(checks::why_no_ca(by), issuer));
            }
            if let Some(fault) = self.flaw(issuer, "untrusted") {
                faults.push(fault);
            } else if by.key_usage.is_some_and(|u| !u.any(KeyUsage::KEY_CERT_SIGN)) {
                faults.push(Fault::of(FaultKind::IssuerKeyUsage, issuer));
            }
        }
        if self.flaw(subject, "no CA by signature").is_some() || self.insecure_key(issuer).is_some() || !is_known(x) {
            return;
        }
        let pkcs1 = known(&x.signature_algorithm.oid).and_then(|a| a.made_by(&KeyAlgorithm::RsaPss)) == Some(false);
        if by.public_key.algorithm == KeyAlgorithm::RsaPss && pkcs1 {
            let oid = x.signature_algorithm.oid.as_str();
            faults.push(Fault::of(FaultKind::SignatureUnsupported, subject).with(oid).named("constraints"));
        } else if !is_matched_pss(&x.signature_algorithm)
            || self.ledger.signature(self.meeting.scene, subject, issuer) == Verification::Failed
                && !verifies_loosely(&by.public_key, &x.signature_algorithm, x.tbs_bytes(), &x.signature)
        {
            let matched = is_matched_pss(&x.signature_algorithm);
            let kind = if matched { FaultKind::SignatureInvalid } else { FaultKind::SignatureParametersRefused };
            faults.push(Fault::of(kind, subject));
        }
    }

    fn unknown_issuer(&self, subject: usize) -> Fault {
        let kind = match (self.self_issued(subject), subject == self.meeting.leaf()) {
            (true, true) => FaultKind::SelfSignedUntrusted,
            (true, false) => FaultKind::AnchorUntrusted,
            (false, _) => {
                let root = self
                    .meeting
                    .presented()
                    .iter()
                    .any(|&i| self.self_issued(i) && is_issuer(self.certificate(i), self.certificate(subject)));
                if root { FaultKind::AnchorUntrusted } else { FaultKind::IssuerMissing }
            }
        };
        Fault::of(kind, subject)
    }

    fn dates(&self, index: usize, early: FaultKind, late: FaultKind) -> Option<Fault> {
        let (x, now) = (self.certificate(index), self.meeting.now());
        if now < x.not_before { Some(Fault::of(early, index)) } else { (now > x.not_after).then(|| Fault::of(late, index)) }
    }

    /// `is_level_acceptable` for keys.
    fn weak_key(&self, index: usize) -> bool {
        let key = &self.certificate(index).public_key;
        let least = match key.algorithm {
            KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss | KeyAlgorithm::Dsa => self.knobs.rsa_bits,
            KeyAlgorithm::Ec(_) => self.knobs.ec_bits,
            _ => 0,
        };
        key.bits > 0 && key.bits < least
    }
}

/// tlsFeature (RFC 7633).
const TLS_FEATURES: &str = "1.3.6.1.5.5.7.1.24";

fn features(c: &Certificate) -> Vec<Vec<u8>> {
    let list = c.extension(TLS_FEATURES).and_then(|e| Reader::new(&e.value, 0).expect(tag::SEQUENCE).ok());
    let mut rest = list.map(|list| list.children());
    std::iter::from_fn(|| rest.as_mut()?.expect(tag::INTEGER).ok().map(|n| n.value.to_vec())).collect()
}

/// The certificate demands a stapled OCSP response (status_request, RFC 7633).
pub(super) fn wants_status(x: &Certificate) -> bool {
    features(x).iter().any(|feature| feature.iter().skip_while(|octet| **octet == 0).eq(&[5]))
}

/// A certificate needs every TLS feature that its issuer has (RFC 7633 4.2.2).
fn lacks_features(x: &Certificate, issuer: &Certificate) -> bool {
    let own = features(x);
    features(issuer).iter().any(|feature| !own.contains(feature))
}

const fn is_unknown(kind: FaultKind) -> bool {
    matches!(kind, FaultKind::IssuerMissing | FaultKind::AnchorUntrusted | FaultKind::SelfSignedUntrusted)
}

fn unsupported(x: &Certificate) -> Option<&str> {
    x.extensions.iter().find(|e| e.critical && !SUPPORTED.contains(&e.oid.as_str())).map(|e| e.oid.as_str())
}

/// `gnutls_x509_name_constraints_check_crt`: constraints on directory names are not looked at; without dNSName the
/// commonName of a server's certificate stands in, whatever it looks like; several of them are refused.
fn outside(constraints: &NameConstraints, x: &Certificate) -> Option<String> {
    let excluded = |form: fn(&GeneralName) -> bool| constraints.excluded.iter().any(form);
    if excluded(|b| matches!(b, GeneralName::Directory(_))) {
        return Some(x.subject.to_rfc4514());
    }
    let uri = x.alt_names().find(|n| matches!(n, GeneralName::Uri(_)));
    if let Some(name) = uri.filter(|_| excluded(|b| matches!(b, GeneralName::Uri(_)))) {
        return Some(describe(name));
    }
    let constraints = &compared(constraints);
    let mut bases = constraints.permitted.iter().chain(&constraints.excluded);
    let mut names = x.clone();
    names.subject_alt_names.iter_mut().flat_map(|s| &mut s.names).for_each(|name| *name = without_dot(name));
    let mut budget = NAMES.comparisons;
    if let Err(name) = held(constraints, &names, &NAMES, &mut budget) {
        return Some(name);
    }
    if !bases.any(|b| matches!(b, GeneralName::Dns(_))) || x.dns_names().next().is_some() || lacks_purpose(x, true) {
        return None;
    }
    let mut names = x.subject.common_names();
    let name = names.next()?;
    if names.next().is_some() {
        return Some(name.to_owned());
    }
    held_name(constraints, &GeneralName::Dns(name.to_owned()), &NAMES).err()
}

/// The subtrees that names are put to: of three forms, and of the permitted ones those that are not empty.
fn compared(constraints: &NameConstraints) -> NameConstraints {
    let form = |b: &&GeneralName| matches!(b, GeneralName::Dns(_) | GeneralName::Email(_) | GeneralName::Ip(_));
    let filled = |b: &&GeneralName| !matches!(b, GeneralName::Dns(t) | GeneralName::Email(t) if t.is_empty());
    NameConstraints {
        critical: constraints.critical,
        permitted: constraints.permitted.iter().filter(form).filter(filled).map(without_dot).collect(),
        excluded: constraints.excluded.iter().filter(form).map(without_dot).collect(),
    }
}

/// Dots at the end of a domain make no difference.
fn without_dot(name: &GeneralName) -> GeneralName {
    match name {
        GeneralName::Dns(text) => GeneralName::Dns(text.trim_end_matches('.').to_owned()),
        other => other.clone(),
    }
}

/// Forms of name whose constraints cannot be taken in.
fn is_unread(base: &&GeneralName) -> bool {
    const UPN: &str = "1.3.6.1.4.1.311.20.2.3";
    match base {
        GeneralName::RegisteredId(_) | GeneralName::Unsupported(..) => true,
        GeneralName::Other(oid, _) => *oid != *UPN,
        GeneralName::Dns(text) | GeneralName::Email(text) => text == "." || text.contains(".."),
        _ => false,
    }
}

/// Signature algorithms that have an entry in `lib/algorithms/sign.c`.
fn is_known(x: &Certificate) -> bool {
    let algorithm = &x.signature_algorithm;
    let pss = algorithm.oid == *"1.2.840.113549.1.1.10";
    match digest(algorithm) {
        None if pss => false,
        Some(d) if pss => matches!(d, Digest::Sha256 | Digest::Sha384 | Digest::Sha512),
        Some(Digest::Sha512Trunc256 | Digest::Md4) => false,
        _ => known(&algorithm.oid).is_some(),
    }
}
