//! `check_extensions`, `check_auth_level` and `internal_verify`.

use super::{Context, Stop};
use crate::der::{Reader, Tlv, tag};
use crate::facts::{AlgorithmIdentifier, Certificate, Curve, Flaw, KeyAlgorithm, KeyUsage, Malformation, Oid, Part, eku};
use crate::fault::{Fault, FaultKind};
use crate::path::checks::{self, PathView};
use crate::path::policies::{self, PolicyRules};
use crate::policy::OpenSslRelease;
use crate::rehearsal::Purpose;
use crate::signature::{Digest, Verification, digest, is_usual, strength};

/// Of these what OpenSSL 1.0.2 and BoringSSL do not know: no-check of OCSP and number resources.
const NEWER: &[&str] = &["1.3.6.1.5.5.7.48.1.5", "1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.8"];

/// And what BoringSSL alone does not: the Netscape type, distribution points, proxyCertInfo.
const DROPPED: &[&str] = &["2.16.840.1.113730.1.1", "2.5.29.31", PROXY];

/// Critical extensions that `X509_supported_extension` knows.
const SUPPORTED: [&str; 15] = [
    "2.16.840.1.113730.1.1",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.19",
    "2.5.29.32",
    "2.5.29.31",
    "2.5.29.37",
    "1.3.6.1.5.5.7.1.7",
    "1.3.6.1.5.5.7.1.8",
    "1.3.6.1.5.5.7.48.1.5",
    "2.5.29.36",
    "1.3.6.1.5.5.7.1.14",
    "2.5.29.30",
    "2.5.29.33",
    "2.5.29.54",
];

/// proxyCertInfo (RFC 3820).
const PROXY: &str = "1.3.6.1.5.5.7.1.14";

/// A proxy certificate, which is allowed only where a program asks for it (EXFLAG_PROXY).
fn is_proxy(certificate: &Certificate) -> bool {
    certificate.extension(PROXY).is_some()
}

/// Internet number resources of RFC 3779: addresses, and autonomous systems.
const RESOURCES: [&str; 2] = ["1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.8"];

/// Bits of the Netscape certificate type, the first octet of its BIT STRING.
const NS_SSL_CLIENT: u8 = 0x80;
const NS_SSL_SERVER: u8 = 0x40;
const NS_SSL_CA: u8 = 0x04;
const NS_ANY_CA: u8 = 0x07;

/// The Netscape certificate type (2.16.840.1.113730.1.1).
fn netscape_type(certificate: &Certificate) -> Option<u8> {
    let value = &certificate.extension("2.16.840.1.113730.1.1")?.value;
    let bits = Reader::new(value, 0).expect(tag::BIT_STRING).ok()?;
    Some(bits.value.get(1).copied().unwrap_or(0))
}

impl Context<'_> {
    /// `check_ca`: 0 no CA, 1 by basicConstraints, 3 a version 1 root, 4 by keyUsage alone, 5 by the Netscape type.
    fn ca_kind(&self, index: usize) -> u8 {
        let certificate = self.certificate(index);
        if certificate.key_usage.is_some_and(|u| !u.any(KeyUsage::KEY_CERT_SIGN)) {
            0
        } else if let Some(constraints) = &certificate.basic_constraints {
            u8::from(constraints.ca)
        } else if certificate.version == 1 && self.self_signed(index) {
            3
        } else if self.knobs.is_boringssl() {
            0
        } else if certificate.key_usage.is_some() {
            4
        } else if netscape_type(certificate).is_some_and(|bits| bits & NS_ANY_CA != 0) {
            5
        } else {
            0
        }
    }
}

/// Why [`ca_kind`] is not 1: a version 1 root (3) and keyUsage alone (4) are enough for some callers only.
fn why_no_ca(certificate: &Certificate, kind: u8) -> FaultKind {
    if kind == 0 && certificate.key_usage.is_some_and(|u| !u.any(KeyUsage::KEY_CERT_SIGN)) {
        return FaultKind::IssuerKeyUsage;
    }
    checks::why_no_ca(certificate)
}

/// `xku_reject`: an EKU that names neither serverAuth nor server gated crypto, or not clientAuth; anyExtendedKeyUsage does
/// not count.
fn lacks_purpose(certificate: &Certificate, purpose: Purpose, gated_too: bool) -> bool {
    let gated = |p: &str| gated_too && purpose == Purpose::Server && [eku::NETSCAPE_SGC, eku::MICROSOFT_SGC].contains(&p);
    let fits = |p: &Oid| p.as_str() == purpose.oid() || gated(p.as_str());
    certificate.extended_key_usage.as_ref().is_some_and(|e| !e.purposes.iter().any(fits))
}

/// `ASN1_item_verify` in BoringSSL: RSA, Ed25519 and ECDSA on NIST's curves, with SHA-1 and SHA-2; of RSASSA-PSS the three usual forms.
fn is_of_boringssl(algorithm: &AlgorithmIdentifier, key: &KeyAlgorithm) -> bool {
    let curve = match key {
        KeyAlgorithm::Ec(curve) => matches!(curve, Curve::P224 | Curve::P256 | Curve::P384 | Curve::P521),
        KeyAlgorithm::Rsa | KeyAlgorithm::Ed25519 => true,
        _ => false,
    };
    let weak = matches!(digest(algorithm), Some(Digest::Md2 | Digest::Md4 | Digest::Md5));
    curve && !weak && is_usual(algorithm)
}

/// Strength of a certificate's own signature in bits.
fn signature_strength(certificate: &Certificate) -> Option<u32> {
    let algorithm = &certificate.signature_algorithm;
    if strength::is_unknown(algorithm) { Some(0) } else { strength::of_signature(algorithm) }
}

/// Whether resources are listed, and not all taken over from the issuer: the last element of an entry is NULL then.
fn claims(value: &[u8]) -> bool {
    let Ok(list) = Reader::new(value, 0).read() else { return false };
    let own = |entry: Tlv<'_>| entry.children().last().is_some_and(|choice| choice.tag != tag::NULL);
    list.children().any(own)
}

impl Context<'_> {
    pub(super) fn check_extensions(&mut self) -> Result<(), Stop> {
        let last = self.chain.len() - 1;
        let mut path_len: u32 = 0;
        let old = self.knobs.presented_alone();
        for i in 0..if old { self.untrusted } else { self.chain.len() } {
            let index = self.chain[i];
            let x = self.certificate(index);
            let unknown = |oid: &str| {
                !SUPPORTED.contains(&oid) || old && NEWER.contains(&oid) || self.knobs.is_boringssl() && DROPPED.contains(&oid)
            };
            if let Some(unknown) = x.extensions.iter().find(|e| e.critical && unknown(e.oid.as_str())) {
                let oid = unknown.oid.as_str().to_owned();
                self.fail(Fault::of(FaultKind::UnknownCriticalExtension, index).with(oid).named("34"))?;
            }
            if is_proxy(x) && !self.knobs.is_boringssl() {
                self.fail(Fault::of(FaultKind::ContentsRefused, index).with(PROXY).named("40"))?;
            }
            // What signed a proxy certificate is no CA.
            let signs_proxy = !self.knobs.is_boringssl() && i > 0 && is_proxy(self.certificate(self.chain[i - 1]));
            let kind = self.ca_kind(index);
            let not_a_ca = !signs_proxy
                && if i == 0 {
                    self.knobs.strict && kind > 1
                } else {
                    kind == 0 || ((i < last && !old || self.knobs.strict) && kind != 1)
                };
            let why = if i == 0 && kind == 4 { FaultKind::KeyCertSignWithoutCa } else { why_no_ca(x, kind) };
            self.fail_if(not_a_ca, why, index, "79")?;
            let explicit = last > 0 && !old && matches!(x.public_key.algorithm, KeyAlgorithm::Ec(Curve::Explicit));
            self.fail_if(explicit, FaultKind::KeyUnsupported, index, "94")?;
            if self.knobs.strict && last > 0 {
                self.check_strict(i, last)?;
            }
            if !signs_proxy {
                self.check_purpose(i)?;
            }
            let limit = x.basic_constraints.as_ref().and_then(|b| b.path_len);
            self.fail_if(i > 1 && limit.is_some_and(|l| path_len > l), FaultKind::PathLengthExceeded, index, "25")?;
            if i > 0 && !self.self_issued(index) {
                path_len += 1;
            }
        }
        Ok(())
    }

    /// `check_purpose_ssl_server`, `check_purpose_ssl_client`.
    fn check_purpose(&mut self, depth: usize) -> Result<(), Stop> {
        let index = self.chain[depth];
        let x = self.certificate(index);
        let setting = if depth >= self.untrusted { self.trust_setting(index) } else { None };
        if setting == Some(true) {
            return Ok(());
        }
        let kind = if setting == Some(false) {
            FaultKind::TrustRejected
        } else if lacks_purpose(x, self.purpose, !self.knobs.is_boringssl()) {
            self.purpose.missing(depth == 0)
        } else if depth > 0 {
            // Only a certificate that is a CA by nothing else has to be one for TLS by its Netscape type.
            let kind = self.ca_kind(index);
            if kind != 0 && (kind != 5 || netscape_type(x).is_some_and(|bits| bits & NS_SSL_CA != 0)) {
                return Ok(());
            }
            why_no_ca(x, 0)
        } else {
            const SIGNS: u16 = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_AGREEMENT;
            let (own_type, usages) = match self.purpose {
                Purpose::Server => (NS_SSL_SERVER, SIGNS | KeyUsage::KEY_ENCIPHERMENT),
                Purpose::Client => (NS_SSL_CLIENT, SIGNS),
            };
            let other_type = !self.knobs.is_boringssl() && netscape_type(x).is_some_and(|bits| bits & own_type == 0);
            if !other_type && x.key_usage.is_none_or(|u| u.any(usages)) {
                return Ok(());
            }
            if x.is_ca() {
                FaultKind::CaAsEndEntity
            } else if other_type {
                FaultKind::NetscapeTypeUnsuitable
            } else {
                FaultKind::KeyUsageUnsuitable
            }
        };
        self.fail_if(true, kind, index, "26")
    }

    /// X509_V_FLAG_X509_STRICT: what RFC 5280 asks of the encoding.
    fn check_strict(&mut self, depth: usize, last: usize) -> Result<(), Stop> {
        let index = self.chain[depth];
        let x = self.certificate(index);
        let critical = |oid: &str| x.extension(oid).is_some_and(|e| e.critical);
        let present = |oid: &str| x.extension(oid).is_some();
        // Bits of an absent keyUsage count as not set here.
        let signs = x.key_usage.is_some_and(|u| u.any(KeyUsage::KEY_CERT_SIGN));
        let ca = x.is_ca();
        let basic = x.basic_constraints.as_ref();
        if basic.is_some_and(|b| b.path_len.is_some()) {
            self.fail_if(!ca, FaultKind::PathLengthWithoutCa, index, "80")?;
            self.fail_if(!signs, FaultKind::PathLengthWithoutKeyCertSign, index, "81")?;
        }
        let older = self.knobs.release < OpenSslRelease::Four;
        let uncritical = older && ca && basic.is_some_and(|b| !b.critical);
        self.fail_if(uncritical, FaultKind::BasicConstraintsNotCritical, index, "89")?;
        if ca {
            let absent = if present("2.5.29.15") { FaultKind::ExtensionUnreadable } else { FaultKind::KeyUsageAbsent };
            self.fail_if(x.key_usage.is_none(), absent, index, "92")?;
        } else {
            self.fail_if(signs, FaultKind::KeyCertSignWithoutCa, index, "82")?;
        }
        self.fail_if(x.issuer.is_empty(), FaultKind::IssuerNameEmpty, index, "83")?;
        let revokes = x.key_usage.is_some_and(|u| u.any(KeyUsage::CRL_SIGN));
        let nameless = x.subject.is_empty();
        self.fail_if(nameless && (ca || revokes || x.subject_alt_names.is_none()), FaultKind::SubjectEmpty, index, "84")?;
        let san = x.subject_alt_names.as_ref();
        self.fail_if(older && nameless && san.is_some_and(|s| !s.critical), FaultKind::AlternativeNamesNotCritical, index, "88")?;
        self.fail_if(san.is_some_and(|s| s.names.is_empty()), FaultKind::AlternativeNamesEmpty, index, "87")?;
        self.fail_if(x.signature_algorithm != x.tbs_signature_algorithm, FaultKind::AlgorithmFieldsDiffer, index, "78")?;
        self.fail_if(older && critical("2.5.29.35"), FaultKind::AuthorityKeyIdCritical, index, "90")?;
        self.fail_if(older && critical("2.5.29.14"), FaultKind::SubjectKeyIdCritical, index, "91")?;
        let negative = |m: &Malformation| m.flaw == Flaw::IntegerNegative && m.part == Part::Version;
        if x.version >= 3 && !x.malformations.iter().any(negative) {
            let id = x.authority_key_id.as_ref();
            if !older {
                let empty = id.is_some_and(|a| a.key_id.is_none() && a.issuer.is_empty() && a.serial.is_none());
                let wanted = depth < last && !self.self_signed(index);
                self.fail_if(wanted && id.is_none(), FaultKind::AuthorityKeyIdAbsent, index, "85")?;
                self.fail_if(wanted && empty, FaultKind::AuthorityKeyIdAbsent, index, "102")?;
                let half = id.is_some_and(|a| a.issuer.is_empty() != a.serial.is_none());
                self.fail_if(half, FaultKind::IssuerAndSerialMismatch, index, "103")?;
            }
            let no_key_id = older && id.is_none_or(|a| a.key_id.is_none());
            self.fail_if(depth < last && no_key_id, FaultKind::AuthorityKeyIdAbsent, index, "85")?;
            self.fail_if(ca && !present("2.5.29.14"), FaultKind::SubjectKeyIdAbsent, index, "86")
        } else {
            self.fail_if(!x.extensions.is_empty(), FaultKind::ExtensionsWithoutVersion3, index, "93")
        }
    }

    pub(super) fn key_strong_enough(&self, index: usize) -> bool {
        let level = self.knobs.security_level;
        level == 0 || strength::of_key(&self.certificate(index).public_key).is_none_or(|s| s >= strength::of_level(level))
    }

    /// `check_auth_level`.
    pub(super) fn check_strength(&mut self) -> Result<(), Stop> {
        if self.knobs.security_level == 0 {
            return Ok(());
        }
        let needed = strength::of_level(self.knobs.security_level);
        let last = self.chain.len() - 1;
        for i in 0..=last {
            let index = self.chain[i];
            self.fail_if(i > 0 && !self.key_strong_enough(index), FaultKind::WeakKey, index, "67")?;
            // 3.5 leaves a signature whose parameters name no hash to the verification.
            let least = u32::from(self.knobs.release >= OpenSslRelease::ThreeFive);
            let weak = i < last && signature_strength(self.certificate(index)).is_some_and(|s| s < needed && s >= least);
            let broken = matches!(
                digest(&self.certificate(index).signature_algorithm),
                Some(Digest::Md2 | Digest::Md4 | Digest::Md5 | Digest::Sha1)
            );
            let kind = if broken { FaultKind::WeakSignature } else { FaultKind::SignatureUnsupported };
            self.fail_if(weak, kind, index, "68")?;
        }
        Ok(())
    }

    /// `internal_verify`: from the top down, each signature and then the dates of the certificate below it.
    pub(super) fn check_signatures_and_dates(&mut self) -> Result<(), Stop> {
        let last = self.chain.len() - 1;
        let mut n = last;
        let mut issuer = last;
        if !self.self_signed(self.chain[last]) && !self.knobs.partial_chain {
            // The last certificate issued itself: nothing above it vouches for it, and its dates are not looked at.
            if last > 0 {
                n -= 1;
            } else {
                self.fail_if(true, FaultKind::IssuerMissing, self.chain[0], "21")?;
            }
        }
        loop {
            if n != issuer {
                self.check_signature(n, issuer)?;
            }
            self.check_dates(n, last)?;
            // The callback hears of each certificate here, from the anchor down.
            let deep = self.knobs.depth_to_anchor && u32::try_from(n).is_ok_and(|n| n > self.knobs.depth);
            self.fail_if(deep, FaultKind::ChainTooLong, self.chain[n], "AH02040")?;
            if n == 0 {
                return Ok(());
            }
            issuer = n;
            n -= 1;
        }
    }

    fn check_signature(&mut self, subject: usize, issuer: usize) -> Result<(), Stop> {
        let (subject, issuer) = (self.chain[subject], self.chain[issuer]);
        let forbidden = self.certificate(issuer).key_usage.is_some_and(|u| !u.any(KeyUsage::KEY_CERT_SIGN));
        self.fail_if(forbidden, FaultKind::IssuerKeyUsage, issuer, "32")?;
        let x = self.certificate(subject);
        if let Some(fault) = self.flaw(subject, "7") {
            self.queued.set(true);
            return self.fail(fault);
        }
        let unusual =
            self.knobs.is_boringssl() && !is_of_boringssl(&x.signature_algorithm, &self.certificate(issuer).public_key.algorithm);
        self.fail_if(unusual, FaultKind::SignatureUnsupported, subject, "7")?;
        let newer = matches!(
            self.certificate(issuer).public_key.algorithm,
            KeyAlgorithm::Ed25519 | KeyAlgorithm::Ed448 | KeyAlgorithm::RsaPss
        );
        self.fail_if(newer && self.knobs.is_old(), FaultKind::KeyUnsupported, issuer, "6")?;
        let odd = x.signature_algorithm != x.tbs_signature_algorithm || signature_strength(x) == Some(0);
        let verified = if odd { Verification::Failed } else { self.ledger.signature(self.meeting.scene, subject, issuer) };
        match verified {
            Verification::Verified | Verification::Unsupported(_) | Verification::Unchecked => Ok(()),
            // An algorithm that differs inside and outside is refused without a computation.
            Verification::Failed if x.signature_algorithm != x.tbs_signature_algorithm => {
                self.fail_if(true, FaultKind::AlgorithmFieldsDiffer, subject, "7")
            }
            Verification::Failed => {
                self.queued.set(true);
                // One whose parameters name no hash is refused without a computation, too.
                let hashless = signature_strength(x) == Some(0);
                let kind = if hashless { FaultKind::SignatureParametersRefused } else { FaultKind::SignatureInvalid };
                self.fail_if(true, kind, subject, "7")
            }
        }
    }

    /// BoringSSL's `X509_policy_check`: RFC 5280 6.1 for who asks for no policy.
    pub(super) fn check_policies(&mut self) -> Result<(), Stop> {
        let below_anchor = self.chain.len().saturating_sub(1);
        for i in 0..below_anchor {
            if let Some(fault) = self.flaw(self.chain[i], "policies") {
                return self.fail(fault.named("42"));
            }
        }
        let view = PathView::anchored(&self.meeting.scene.prepared.pool, &self.chain);
        match policies::check(&view, PolicyRules::RFC5280) {
            Some(fault) => self.fail(fault.named("43")),
            None => Ok(()),
        }
    }

    /// `X509v3_asid_validate_path`, `X509v3_addr_validate_path`: what the end-entity certificate has must be its issuers'.
    /// Resources are compared as octets here; whether a part of the issuer's was handed down is left open. OpenSSL 1.0.2 was
    /// built without.
    pub(super) fn check_resources(&mut self) -> Result<(), Stop> {
        if self.knobs.is_old() {
            return Ok(());
        }
        for oid in RESOURCES {
            let own = self.certificate(self.chain[0]).extension(oid).filter(|e| claims(&e.value));
            let Some(own) = own else { continue };
            let above = || self.chain.iter().skip(1).map(|&index| self.certificate(index).extension(oid));
            let fault = Fault::of(FaultKind::ContentsRefused, self.chain[0]).with(oid).named("46");
            if above().any(|e| e.is_none()) {
                self.fail(fault)?;
            } else if above().flatten().any(|e| e.value != own.value) {
                self.ledger.leave_open("Whether the number resources lie within the issuer's is not worked out here.", fault);
            }
        }
        Ok(())
    }

    /// `ossl_x509_check_cert_time`: a moment equal to notAfter is already past it.
    fn check_dates(&mut self, depth: usize, last: usize) -> Result<(), Stop> {
        let index = self.chain[depth];
        let (x, now) = (self.certificate(index), self.meeting.now());
        let early = if depth == 0 { FaultKind::NotYetValid } else { FaultKind::IssuerNotYetValid };
        let late = match depth {
            0 => FaultKind::Expired,
            d if d == last => FaultKind::AnchorExpired,
            _ => FaultKind::IssuerExpired,
        };
        match self.flaw(index, "13") {
            Some(fault) => self.fail(fault)?,
            None => self.fail_if(x.not_before > now, early, index, "9")?,
        }
        match self.flaw(index, "14") {
            Some(fault) => self.fail(fault),
            None => self.fail_if(x.not_after <= now, late, index, "10"),
        }
    }
}
