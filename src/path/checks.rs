//! RFC 5280 section 6, and what targets ask beyond it, as single questions about one path.
//!
//! Each function looks at one position of a [`PathView`] and returns the [`Fault`] it finds there. None knows in which
//! order a target asks, or whether it asks at all: that is the procedure's business.

use crate::facts::{Certificate, Curve, Extension, GeneralName, KeyAlgorithm, KeyUsage, UnixTime, eku};
use crate::fault::{Fault, FaultKind};
use crate::path::{KeyIdEvidence, key_ids};
use crate::pool::PoolCertificate;
use crate::signature::{Digest, Verification, digest, is_usual, strength};

/// A certification path under test.
#[derive(Clone, Copy, Debug)]
pub struct PathView<'a> {
    /// The pool.
    pub pool: &'a [PoolCertificate],
    /// Pool indexes: end-entity certificate first, each issuer after what it issued.
    pub indexes: &'a [usize],
    /// Whether the last certificate is a trust anchor.
    pub anchored: bool,
}

/// What a certificate is in its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The first, even when it is the anchor itself.
    EndEntity,
    /// In between.
    Intermediate,
    /// The last, where the path ends at a trust anchor.
    Anchor,
}

impl<'a> PathView<'a> {
    /// A path that ends at a trust anchor.
    #[must_use]
    pub const fn anchored(pool: &'a [PoolCertificate], indexes: &'a [usize]) -> Self {
        Self { pool, indexes, anchored: true }
    }

    /// A path that ends nowhere.
    #[must_use]
    pub const fn open(pool: &'a [PoolCertificate], indexes: &'a [usize]) -> Self {
        Self { pool, indexes, anchored: false }
    }

    /// Number of certificates.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.indexes.len()
    }

    /// Whether there is no certificate.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.indexes.is_empty()
    }

    /// The certificate at a position, 0 being the end-entity certificate.
    #[must_use]
    pub fn at(&self, position: usize) -> &'a Certificate {
        &self.pool[self.indexes[position]].certificate
    }

    /// What the certificate at a position is.
    #[must_use]
    pub const fn role(&self, position: usize) -> Role {
        if position == 0 {
            Role::EndEntity
        } else if self.anchored && position + 1 == self.indexes.len() {
            Role::Anchor
        } else {
            Role::Intermediate
        }
    }

    /// Positions of everything but the trust anchor.
    #[must_use]
    pub fn below_anchor(&self) -> std::ops::Range<usize> {
        0..self.len().saturating_sub(usize::from(self.anchored))
    }

    /// Positions of all issuers, the trust anchor included.
    #[must_use]
    pub fn issuers(&self) -> std::ops::Range<usize> {
        1..self.len().max(1)
    }

    /// A fault at a position.
    #[must_use]
    pub fn fault(&self, kind: FaultKind, position: usize) -> Fault {
        Fault::of(kind, self.indexes[position])
    }
}

/// Validity period against `now`, both ends inclusive (RFC 5280 4.1.2.5). The kind tells end-entity, intermediate and
/// anchor apart.
#[must_use]
pub fn validity(view: &PathView<'_>, position: usize, now: UnixTime) -> Option<Fault> {
    not_before(view, position, now).or_else(|| not_after(view, position, now))
}

/// Only the start of the validity period.
#[must_use]
pub fn not_before(view: &PathView<'_>, position: usize, now: UnixTime) -> Option<Fault> {
    let kind = if position == 0 { FaultKind::NotYetValid } else { FaultKind::IssuerNotYetValid };
    (!view.at(position).has_begun(now)).then(|| view.fault(kind, position))
}

/// Only the end of the validity period.
#[must_use]
pub fn not_after(view: &PathView<'_>, position: usize, now: UnixTime) -> Option<Fault> {
    let kind = match view.role(position) {
        Role::EndEntity => FaultKind::Expired,
        Role::Intermediate => FaultKind::IssuerExpired,
        Role::Anchor => FaultKind::AnchorExpired,
    };
    view.at(position).has_expired(now).then(|| view.fault(kind, position))
}

/// What makes a certificate a CA apart from basicConstraints with cA TRUE.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaRules {
    /// A version 1 certificate that is self-issued (OpenSSL, for anchors of old).
    pub version_1_self_issued: bool,
    /// Any version 1 certificate.
    pub version_1: bool,
    /// No basicConstraints, but keyUsage with keyCertSign (OpenSSL without `X509_V_FLAG_X509_STRICT`).
    pub key_cert_sign: bool,
    /// Only who has a keyUsage with keyCertSign is asked whether it is one (Erlang's `is_digitally_sign_cert`).
    pub signers_only: bool,
}

/// Whether the issuer at a position is a CA (RFC 5280 6.1.4 (k)).
#[must_use]
pub fn issuer_is_ca(view: &PathView<'_>, position: usize, rules: CaRules) -> Option<Fault> {
    let certificate = view.at(position);
    let ca = match &certificate.basic_constraints {
        Some(constraints) => constraints.ca,
        None => {
            let first_version = certificate.version == 1;
            first_version && (rules.version_1 || rules.version_1_self_issued && certificate.is_self_issued())
                || rules.key_cert_sign && certificate.key_usage.is_some_and(|u| u.any(KeyUsage::KEY_CERT_SIGN))
        }
    };
    let asked = !rules.signers_only || certificate.key_usage.is_some_and(|u| u.any(KeyUsage::KEY_CERT_SIGN));
    (asked && !ca).then(|| view.fault(why_no_ca(certificate), position))
}

/// Why a certificate that a program does not take for a CA is none.
#[must_use]
pub fn why_no_ca(certificate: &Certificate) -> FaultKind {
    match &certificate.basic_constraints {
        Some(constraints) if !constraints.ca => FaultKind::IssuerNotCa,
        Some(_) if certificate.version < 3 => FaultKind::IssuerVersionOld,
        // A CA by basicConstraints that may not sign certificates by its keyUsage.
        Some(_) => FaultKind::IssuerKeyUsage,
        None if certificate.extension("2.5.29.19").is_some() => FaultKind::BasicConstraintsUnreadable,
        None if certificate.version < 3 => FaultKind::IssuerVersionOld,
        None => FaultKind::BasicConstraintsAbsent,
    }
}

/// A CA certificate where the end-entity certificate should stand.
#[must_use]
pub fn end_entity_is_no_ca(view: &PathView<'_>) -> Option<Fault> {
    view.at(0).is_ca().then(|| view.fault(FaultKind::CaAsEndEntity, 0))
}

/// pathLenConstraint of the issuer at a position (RFC 5280 4.2.1.9, 6.1.4 (l), (m)): how many intermediates stand below
/// it, self-issued ones only where `self_issued_count`. The end-entity certificate never counts.
#[must_use]
pub fn path_length(view: &PathView<'_>, position: usize, self_issued_count: bool) -> Option<Fault> {
    let limit = view.at(position).basic_constraints.as_ref()?.path_len?;
    let below = (1..position).filter(|&p| self_issued_count || !view.at(p).is_self_issued()).count();
    let exceeded = u32::try_from(below).map_or(true, |below| below > limit);
    exceeded.then(|| view.fault(FaultKind::PathLengthExceeded, position).with(limit.to_string()))
}

/// keyCertSign of the issuer at a position, where it has a keyUsage (RFC 5280 6.1.4 (n)).
#[must_use]
pub fn issuer_key_usage(view: &PathView<'_>, position: usize) -> Option<Fault> {
    let usage = view.at(position).key_usage?;
    (!usage.any(KeyUsage::KEY_CERT_SIGN)).then(|| view.fault(FaultKind::IssuerKeyUsage, position))
}

/// keyUsage of the end-entity certificate, where it has one: any bit of `mask` is enough.
#[must_use]
pub fn end_entity_key_usage(view: &PathView<'_>, mask: u16) -> Option<Fault> {
    let usage = view.at(0).key_usage?;
    (!usage.any(mask)).then(|| view.fault(FaultKind::KeyUsageUnsuitable, 0))
}

/// What extKeyUsage must allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EkuRules {
    /// One of these purposes is enough.
    pub purposes: &'static [&'static str],
    /// anyExtendedKeyUsage is enough as well.
    pub any: bool,
    /// The extension has to be there.
    pub required: bool,
}

impl EkuRules {
    /// RFC 5280 4.2.1.12 for a TLS server: serverAuth or any, if the extension is there.
    pub const SERVER: Self = Self { purposes: &[eku::SERVER_AUTH], any: true, required: false };
}

/// extKeyUsage at a position. Asked of issuers as well, this is the nesting that browsers and Go want, although RFC
/// 5280 gives the extension no meaning there.
#[must_use]
pub fn extended_key_usage(view: &PathView<'_>, position: usize, rules: EkuRules) -> Option<Fault> {
    let usage = &view.at(position).extended_key_usage;
    let of_clients = rules.purposes == [eku::CLIENT_AUTH];
    let kind = match position {
        0 if usage.is_none() => FaultKind::PurposeAbsent,
        0 if of_clients => FaultKind::ClientAuthMissing,
        0 => FaultKind::ServerAuthMissing,
        _ if of_clients => FaultKind::IssuerClientAuthMissing,
        _ => FaultKind::IssuerServerAuthMissing,
    };
    let allowed = match usage {
        None => !rules.required,
        Some(usage) => usage.purposes.iter().any(|p| rules.purposes.contains(&p.as_str()) || rules.any && p.as_str() == eku::ANY),
    };
    (!allowed).then(|| view.fault(kind, position))
}

/// Extensions that RFC 5280 section 4.2 has a path validation process understand.
pub const KNOWN_EXTENSIONS: &[&str] = &[
    "2.5.29.14",         // subjectKeyIdentifier
    "2.5.29.15",         // keyUsage
    "2.5.29.17",         // subjectAltName
    "2.5.29.18",         // issuerAltName
    "2.5.29.19",         // basicConstraints
    "2.5.29.30",         // nameConstraints
    "2.5.29.31",         // cRLDistributionPoints
    "2.5.29.32",         // certificatePolicies
    "2.5.29.33",         // policyMappings
    "2.5.29.35",         // authorityKeyIdentifier
    "2.5.29.36",         // policyConstraints
    "2.5.29.37",         // extKeyUsage
    "2.5.29.54",         // inhibitAnyPolicy
    "1.3.6.1.5.5.7.1.1", // authorityInfoAccess
];

/// A critical extension at a position that is not among `known` (RFC 5280 6.1.4 (o), 6.1.5 (f)); the detail is its OID.
#[must_use]
pub fn unknown_critical(view: &PathView<'_>, position: usize, known: &[&str]) -> Option<Fault> {
    let unknown = view.at(position).extensions.iter().find(|e| e.critical && !known.contains(&e.oid.as_str()))?;
    Some(view.fault(FaultKind::UnknownCriticalExtension, position).with(unknown.oid.as_str()))
}

/// One of these extensions stands at a position and could not be read; the detail is its OID.
#[must_use]
pub fn unreadable_extension(view: &PathView<'_>, position: usize, among: &[&str]) -> Option<Fault> {
    let damaged = view.at(position).extensions.iter().find(|e| e.problem.is_some() && among.contains(&e.oid.as_str()))?;
    Some(view.fault(FaultKind::ExtensionUnreadable, position).with(damaged.oid.as_str()))
}

/// Of a path, the first extension that decides on it and cannot be read, or is there twice.
#[must_use]
pub fn unclear_extension(view: &PathView<'_>) -> Option<Fault> {
    /// keyUsage, subjectAltName, basicConstraints, nameConstraints, extKeyUsage.
    const DECISIVE: &[&str] = &["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.37"];
    (0..view.len())
        .find_map(|position| unreadable_extension(view, position, DECISIVE).or_else(|| repeated_extension(view, position, None)))
}

/// The same extension twice (RFC 5280 4.2 forbids it), of these if not of all; the detail is its OID.
#[must_use]
pub fn repeated_extension(view: &PathView<'_>, position: usize, among: Option<&[&str]>) -> Option<Fault> {
    let extensions = &view.at(position).extensions;
    let minded = |oid: &str| among.is_none_or(|list| list.contains(&oid));
    let twice = |(i, e): &(usize, &Extension)| minded(e.oid.as_str()) && extensions[..*i].iter().any(|f| f.oid == e.oid);
    let (_, repeated) = extensions.iter().enumerate().find(twice)?;
    Some(view.fault(FaultKind::ExtensionRepeated, position).with(repeated.oid.as_str()))
}

/// AKI at a position against the issuer after it: keyIdentifier against SKI, and issuer and serial number where given.
#[must_use]
pub fn key_id(view: &PathView<'_>, position: usize) -> Option<Fault> {
    let (subject, issuer) = (view.at(position), (position + 1 < view.len()).then(|| view.at(position + 1))?);
    if key_ids(subject, issuer) == KeyIdEvidence::Different {
        return Some(view.fault(FaultKind::KeyIdMismatch, position));
    }
    (!issuer_and_serial_fit(subject, issuer)).then(|| view.fault(FaultKind::IssuerAndSerialMismatch, position))
}

/// authorityCertIssuer and authorityCertSerialNumber of the AKI name this issuer certificate, or are absent.
#[must_use]
pub fn issuer_and_serial_fit(subject: &Certificate, issuer: &Certificate) -> bool {
    let Some(aki) = &subject.authority_key_id else { return true };
    let serial = aki.serial.as_ref().is_none_or(|s| *s == issuer.serial);
    let mut named =
        aki.issuer.iter().filter_map(|n| if let crate::facts::GeneralName::Directory(d) = n { Some(d) } else { None });
    let first = named.next();
    serial && first.is_none_or(|n| n.equivalent(&issuer.issuer))
}

/// Another version than 3 (RFC 5280 4.1.2.1); the detail is the version.
#[must_use]
pub fn version(view: &PathView<'_>, position: usize) -> Option<Fault> {
    let version = view.at(position).version;
    let kind = if version > 3 { FaultKind::VersionUnknown } else { FaultKind::VersionUnsupported };
    (version != 3).then(|| view.fault(kind, position).with(version.to_string()))
}

/// Which keys a target refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyRules {
    /// Least size of an RSA modulus, in bits.
    pub rsa_bits: u32,
    /// Least strength of any key, in bits (see [`strength::of_key`]); 0: not looked at.
    pub strength: u32,
    /// Curves refused.
    pub refused_curves: &'static [Curve],
    /// Whether DSA keys are taken.
    pub dsa: bool,
}

/// The key at a position; the detail is its size.
#[must_use]
pub fn weak_key(view: &PathView<'_>, position: usize, rules: &KeyRules) -> Option<Fault> {
    let key = &view.at(position).public_key;
    let refused = match &key.algorithm {
        KeyAlgorithm::Ec(curve) => rules.refused_curves.contains(curve),
        KeyAlgorithm::Dsa => !rules.dsa,
        _ => false,
    };
    if refused {
        return Some(view.fault(FaultKind::KeyKindRefused, position).with(key.algorithm.name()));
    }
    let small = matches!(key.algorithm, KeyAlgorithm::Rsa | KeyAlgorithm::RsaPss) && key.bits < rules.rsa_bits;
    let weak = small || strength::of_key(key).is_some_and(|s| s < rules.strength);
    weak.then(|| view.fault(FaultKind::WeakKey, position).with(key.bits.to_string()))
}

/// A key at a position with which no signature is verified; the detail is its name.
#[must_use]
pub fn unused_key(view: &PathView<'_>, position: usize, used: fn(&KeyAlgorithm) -> bool) -> Option<Fault> {
    let algorithm = &view.at(position).public_key.algorithm;
    (!used(algorithm)).then(|| view.fault(FaultKind::KeyUnsupported, position).with(algorithm.name()))
}

/// Signature of the certificate at a position made over one of these digests; the detail is the digest's name.
#[must_use]
pub fn weak_digest(view: &PathView<'_>, position: usize, refused: &[Digest]) -> Option<Fault> {
    let digest = digest(&view.at(position).signature_algorithm)?;
    let broken = matches!(digest, Digest::Md2 | Digest::Md4 | Digest::Md5 | Digest::Sha1);
    let kind = if broken { FaultKind::WeakSignature } else { FaultKind::SignatureUnsupported };
    refused.contains(&digest).then(|| view.fault(kind, position).with(digest.name()))
}

/// Signature of the certificate at a position weaker than this many bits (see [`strength::of_signature`]).
#[must_use]
pub fn weak_signature(view: &PathView<'_>, position: usize, least: u32) -> Option<Fault> {
    let algorithm = &view.at(position).signature_algorithm;
    let weak = strength::of_signature(algorithm).is_some_and(|s| s < least);
    weak.then(|| view.fault(FaultKind::WeakSignature, position).with(digest(algorithm).map_or("", Digest::name)))
}

/// Nothing is known of the algorithm of the signature of the certificate at a position, or of its parameters.
#[must_use]
pub fn signature_unknown(view: &PathView<'_>, position: usize) -> bool {
    strength::is_unknown(&view.at(position).signature_algorithm)
}

/// Signature of the certificate at a position with RSASSA-PSS and other than the usual parameters.
#[must_use]
pub fn unusual_pss(view: &PathView<'_>, position: usize) -> Option<Fault> {
    let algorithm = &view.at(position).signature_algorithm;
    (!is_usual(algorithm)).then(|| view.fault(FaultKind::SignatureUnsupported, position).with(algorithm.oid.as_str()))
}

/// What is left open where the signature of a certificate could not be computed, or was not; `None` where it is decided.
#[must_use]
pub fn left_open(signature: &Verification, subject: usize) -> Option<Fault> {
    match signature {
        Verification::Verified | Verification::Failed => None,
        Verification::Unsupported(oid) => Some(Fault::of(FaultKind::SignatureUnsupported, subject).with(oid.as_str())),
        Verification::Unchecked => Some(Fault::of(FaultKind::SignatureUnchecked, subject)),
    }
}

/// The two signature algorithm fields of one certificate differ (RFC 5280 4.1.1.2).
#[must_use]
pub fn algorithm_fields(view: &PathView<'_>, position: usize) -> Option<Fault> {
    let certificate = view.at(position);
    (certificate.signature_algorithm != certificate.tbs_signature_algorithm)
        .then(|| view.fault(FaultKind::AlgorithmFieldsDiffer, position))
}

/// A demand on a certificate in its role that path validation does not know; the kind says what is amiss.
pub type Demand = fn(&Certificate, Role) -> Option<FaultKind>;

/// A critical subjectAltName needs a name of a kind that Erlang's `validate_subject_alt_names` takes for one: it knows
/// addresses under a misspelt name.
#[must_use]
pub fn critical_names(certificate: &Certificate, _: Role) -> Option<FaultKind> {
    let known = |n: &GeneralName| !matches!(n, GeneralName::Ip(_) | GeneralName::Other(..));
    let critical = certificate.extension("2.5.29.17").is_some_and(|e| e.critical);
    (critical && !certificate.alt_names().any(known)).then_some(FaultKind::UnknownCriticalExtension)
}

/// No RSASSA-PSS: an RSA key without parameters of its own is used without those of the signature.
#[must_use]
pub fn no_pss(certificate: &Certificate, _: Role) -> Option<FaultKind> {
    (certificate.tbs_signature_algorithm.oid.as_str() == "1.2.840.113549.1.1.10").then_some(FaultKind::SignatureUnsupported)
}

/// The first of these demands that the certificate at a position does not meet.
#[must_use]
pub fn demands(view: &PathView<'_>, position: usize, demands: &[Demand]) -> Option<Fault> {
    let role = view.role(position);
    demands.iter().find_map(|demand| demand(view.at(position), role)).map(|kind| view.fault(kind, position))
}
