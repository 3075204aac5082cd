//! The procedure of RFC 5280 section 6 with path building before it: any path that passes will do. rustls-webpki works
//! like this, and so do BoringSSL's and .NET's verifiers in what matters here.

use crate::facts::{KeyUsage, RevocationList, UnixTime, eku};
use crate::path::checks::{self, CaRules, EkuRules, KeyRules, PathView};
use crate::path::conformance::{self, Demand};
use crate::path::name_constraints::{self, Form, NameRules};
use crate::path::search::{self, End, Go, Query};
use crate::path::{IssuerGraph, Limits, NameEvidence, Stopped, revocation};
use crate::policy::{Fault, FaultKind};
use crate::scene::PoolCertificate;
use crate::signature::{Digest, Verification};

/// The knobs.
#[derive(Clone, Copy, Debug)]
pub struct PathPolicy {
    /// An issuer's subject must be its subjects' issuer field byte for byte.
    pub exact_names: bool,
    /// An issuer whose SKI is not the AKI is not taken.
    pub key_ids: bool,
    /// When the end-entity certificate may be its own trust anchor.
    pub leaf_anchor: LeafAnchor,
    /// What is asked of a trust anchor's certificate beyond name and key.
    pub anchor: AnchorRules,
    /// Whether the end-entity certificate may be a CA certificate.
    pub end_entity_ca: bool,
    /// What makes an issuer a CA.
    pub ca: CaRules,
    /// Self-issued intermediates count against pathLenConstraint.
    pub self_issued_count: bool,
    /// Issuers with keyUsage need keyCertSign.
    pub issuer_key_usage: bool,
    /// An end-entity certificate with keyUsage needs one of these bits; 0: not looked at.
    pub end_entity_key_usage: u16,
    /// extKeyUsage of the end-entity certificate.
    pub eku: Option<EkuRules>,
    /// extKeyUsage of issuers.
    pub issuer_eku: Option<EkuRules>,
    /// Name constraints; `None`: not processed.
    pub names: Option<NameRules>,
    /// Extensions that may be critical; `None`: criticality is not looked at.
    pub known_extensions: Option<&'static [&'static str]>,
    /// Only version 3 certificates below the anchor.
    pub version_3: bool,
    /// Keys of issuers below the anchor.
    pub keys: KeyRules,
    /// The end-entity certificate's key is held to the same rules.
    pub end_entity_key: bool,
    /// Digests that signatures below the anchor must not be made over.
    pub refused_digests: &'static [Digest],
    /// What else is asked of every certificate.
    pub demands: &'static [Demand],
    /// The two signature algorithm fields of a certificate must agree.
    pub algorithm_fields: bool,
    /// What supplied revocation lists are taken for.
    pub revocation: Revocation,
    /// Most certificates between end-entity and anchor; self-issued ones count only where they count for
    /// pathLenConstraint.
    pub intermediates: usize,
    /// Bounds of the search.
    pub limits: Limits,
}

/// When an end-entity certificate may be its own anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafAnchor {
    /// Never.
    Never,
    /// When it is self-signed.
    SelfSigned,
    /// Whenever it is among the anchors.
    Any,
}

/// What is asked of the certificate a trust anchor was given as. RFC 5280 6.1.1 (d) asks for nothing but name and key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnchorRules {
    /// It must be self-signed.
    pub self_signed: bool,
    /// Its validity period counts.
    pub validity: bool,
    /// Its basicConstraints and keyUsage count, and its critical extensions must be known.
    pub extensions: bool,
    /// It must have basicConstraints.
    pub basic_constraints: bool,
    /// Its extKeyUsage counts like that of other issuers.
    pub eku: bool,
    /// Its key must be strong enough.
    pub key: bool,
    /// The other demands are put to it as well.
    pub demands: bool,
}

/// What revocation lists are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Not looked at.
    Ignored,
    /// A certificate that a supplied list names is refused.
    Listed,
    /// Each certificate must be cleared by a supplied list in force.
    Required,
}

impl PathPolicy {
    /// RFC 5280 section 6 for a TLS server.
    pub const RFC5280: Self = Self {
        exact_names: false,
        key_ids: false,
        leaf_anchor: LeafAnchor::SelfSigned,
        anchor: AnchorRules {
            self_signed: false,
            validity: false,
            extensions: false,
            basic_constraints: false,
            eku: false,
            key: false,
            demands: false,
        },
        end_entity_ca: true,
        ca: CaRules { version_1_self_issued: false, version_1: false, key_cert_sign: false },
        self_issued_count: false,
        issuer_key_usage: true,
        end_entity_key_usage: 0,
        eku: Some(EkuRules::SERVER),
        issuer_eku: None,
        names: Some(NameRules::RFC5280),
        known_extensions: Some(checks::KNOWN_EXTENSIONS),
        version_3: false,
        keys: KeyRules { rsa_bits: 0, strength: 0, refused_curves: &[], dsa: true },
        end_entity_key: true,
        refused_digests: &[],
        demands: &[],
        algorithm_fields: true,
        revocation: Revocation::Listed,
        intermediates: 14,
        limits: Limits::DEFAULT,
    };

    /// rustls-webpki 0.103 (`src/verify_cert.rs`, `src/subject_name`) with the ring provider's algorithms.
    pub const WEBPKI: Self = Self {
        exact_names: true,
        end_entity_ca: false,
        issuer_key_usage: false,
        self_issued_count: true,
        eku: Some(WEBPKI_EKU),
        issuer_eku: Some(WEBPKI_EKU),
        names: Some(NameRules {
            self_issued_exempt: false,
            subject_email: false,
            understood: &[Form::Dns, Form::Ip],
            ..NameRules::RFC5280
        }),
        known_extensions: Some(WEBPKI_EXTENSIONS),
        version_3: true,
        // ring verifies with RSA keys of 2048 to 8192 bits; nobody looks at the end-entity's own key.
        keys: KeyRules { rsa_bits: 2048, strength: 0, refused_curves: &[], dsa: false },
        end_entity_key: false,
        anchor: AnchorRules { key: true, ..Self::RFC5280.anchor },
        refused_digests: &[Digest::Md2, Digest::Md4, Digest::Md5, Digest::Sha1, Digest::Sha224],
        revocation: Revocation::Ignored,
        intermediates: 6,
        limits: Limits { signatures: 100, ..Limits::DEFAULT },
        ..Self::RFC5280
    };
}

const WEBPKI_EKU: EkuRules = EkuRules { purposes: &[eku::SERVER_AUTH], any: false, required: false };
const WEBPKI_EXTENSIONS: &[&str] =
    &["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.31", "2.5.29.37", "1.3.6.1.4.1.11129.2.4.2"];

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The end-entity certificate.
    pub leaf: usize,
    /// Certificates that may stand between, in the order presented.
    pub intermediates: &'a [usize],
    /// Trust anchors.
    pub anchors: &'a [usize],
    /// Evaluation time.
    pub now: UnixTime,
    /// Supplied revocation lists.
    pub lists: &'a [&'a RevocationList],
}

/// Why no path passed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// What stood in the way of the path that came furthest, the decisive fault first. Never empty.
    pub faults: Vec<Fault>,
    /// The bound that ended the search early: there may be a path that was not seen.
    pub stopped: Option<Stopped>,
}

/// Looks for a certification path that passes.
///
/// # Errors
/// A [`Refusal`] with the faults of the path that came furthest: up to an anchor before stopped at an intermediate
/// before no issuer at all.
pub fn verify(
    pool: &[PoolCertificate],
    graph: &IssuerGraph,
    question: &Question<'_>,
    policy: &PathPolicy,
) -> Result<Vec<usize>, Refusal> {
    let trial = Trial { pool, graph, question, policy };
    let query =
        Query { leaf: question.leaf, intermediates: question.intermediates, anchors: question.anchors, limits: policy.limits };
    let mut passed = None;
    let mut best: (Progress, Vec<Fault>) = (Progress::None, Vec::new());
    let mut keep = |progress: Progress, faults: Vec<Fault>| {
        if progress > best.0 {
            best = (progress, faults);
        }
    };
    let stopped = search::walk(pool, graph, &query, &mut |path, end| match end {
        End::Open => match trial.grown(path) {
            Some(fault) => {
                keep(if path.len() == 1 { Progress::EndEntity } else { Progress::Intermediate }, vec![fault]);
                Go::Back
            }
            None => Go::On,
        },
        End::Anchor => match trial.anchored(path) {
            None => {
                passed = Some(path.to_vec());
                Go::Done
            }
            Some(fault) => {
                keep(Progress::Anchor, vec![fault]);
                Go::On
            }
        },
        End::DeadEnd => {
            keep(Progress::DeadEnd, vec![trial.dead_end(path)]);
            Go::On
        }
    });
    passed.ok_or(Refusal { faults: best.1, stopped })
}

/// How far a path came. A fault of the end-entity certificate itself is decisive: every path starts there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Progress {
    None,
    DeadEnd,
    Intermediate,
    Anchor,
    EndEntity,
}

struct Trial<'a> {
    pool: &'a [PoolCertificate],
    graph: &'a IssuerGraph,
    question: &'a Question<'a>,
    policy: &'a PathPolicy,
}

impl Trial<'_> {
    /// The newest certificate of a path that has not reached an anchor.
    fn grown(&self, path: &[usize]) -> Option<Fault> {
        let view = PathView::open(self.pool, path);
        let position = view.len() - 1;
        self.step(&view).or_else(|| self.certificate(&view, position))
    }

    /// A whole path.
    fn anchored(&self, path: &[usize]) -> Option<Fault> {
        let view = PathView::anchored(self.pool, path);
        let position = view.len() - 1;
        let alone = position == 0;
        self.step(&view)
            .or_else(|| if alone { self.own_anchor(&view) } else { None })
            .or_else(|| if alone { self.certificate(&view, 0) } else { self.anchor(&view, position) })
            .or_else(|| self.policy.names.as_ref().and_then(|rules| name_constraints::check(&view, rules)))
            .or_else(|| view.below_anchor().find_map(|p| self.revoked(&view, p)))
    }

    /// The step from the last certificate but one to the last.
    fn step(&self, view: &PathView<'_>) -> Option<Fault> {
        let (subject, issuer) = (view.len().checked_sub(2)?, view.len() - 1);
        let counted = (1..if view.anchored { issuer } else { view.len() })
            .filter(|&p| self.policy.self_issued_count || !view.at(p).is_self_issued())
            .count();
        if counted > self.policy.intermediates {
            return Some(view.fault(FaultKind::ChainTooLong, issuer));
        }
        let exact = || {
            let edge = self.graph.edge(view.indexes[subject], view.indexes[issuer]);
            edge.is_some_and(|e| e.names == NameEvidence::Exact)
        };
        if self.policy.exact_names && !exact() {
            return Some(view.fault(FaultKind::IssuerMissing, subject));
        }
        if self.policy.key_ids { checks::key_id(view, subject) } else { None }
    }

    /// A certificate below the anchor, or one that is its own anchor.
    fn certificate(&self, view: &PathView<'_>, position: usize) -> Option<Fault> {
        let (policy, end_entity) = (self.policy, position == 0);
        let eku = if end_entity { policy.eku } else { policy.issuer_eku };
        let certificate = checks::validity(view, position, self.question.now)
            .or_else(|| policy.version_3.then(|| checks::version(view, position)).flatten())
            .or_else(|| policy.algorithm_fields.then(|| checks::algorithm_fields(view, position)).flatten())
            .or_else(|| policy.known_extensions.and_then(|known| checks::unknown_critical(view, position, known)))
            .or_else(|| if end_entity && !policy.end_entity_key { None } else { checks::weak_key(view, position, &policy.keys) })
            .or_else(|| checks::weak_digest(view, position, policy.refused_digests))
            .or_else(|| conformance::check(view, position, policy.demands));
        let by_role = || {
            if end_entity {
                let ca = (!policy.end_entity_ca).then(|| checks::end_entity_is_no_ca(view)).flatten();
                let usage = || {
                    (policy.end_entity_key_usage != 0)
                        .then(|| checks::end_entity_key_usage(view, policy.end_entity_key_usage))
                        .flatten()
                };
                return ca.or_else(usage);
            }
            self.issuer(view, position)
        };
        certificate.or_else(by_role).or_else(|| eku.and_then(|rules| checks::extended_key_usage(view, position, rules)))
    }

    fn issuer(&self, view: &PathView<'_>, position: usize) -> Option<Fault> {
        checks::issuer_is_ca(view, position, self.policy.ca)
            .or_else(|| checks::path_length(view, position, self.policy.self_issued_count))
            .or_else(|| if self.policy.issuer_key_usage { checks::issuer_key_usage(view, position) } else { None })
    }

    fn anchor(&self, view: &PathView<'_>, position: usize) -> Option<Fault> {
        let (policy, rules) = (self.policy, self.policy.anchor);
        let when = |asked: bool, check: &dyn Fn() -> Option<Fault>| if asked { check() } else { None };
        when(rules.self_signed, &|| self.not_self_signed(view, position))
            .or_else(|| when(rules.validity, &|| checks::validity(view, position, self.question.now)))
            .or_else(|| when(rules.basic_constraints, &|| checks::issuer_is_ca(view, position, CaRules::default())))
            .or_else(|| when(rules.extensions, &|| self.constraining_anchor(view, position)))
            .or_else(|| when(rules.eku, &|| policy.issuer_eku.and_then(|r| checks::extended_key_usage(view, position, r))))
            .or_else(|| when(rules.key, &|| checks::weak_key(view, position, &policy.keys)))
            .or_else(|| when(rules.demands, &|| conformance::check(view, position, policy.demands)))
            .or_else(|| when(rules.demands && policy.algorithm_fields, &|| checks::algorithm_fields(view, position)))
    }

    /// A version 1 anchor has no place for extensions and is taken as it is.
    fn constraining_anchor(&self, view: &PathView<'_>, position: usize) -> Option<Fault> {
        let first_version = CaRules { version_1: true, ..self.policy.ca };
        let stated = view.at(position).basic_constraints.is_some();
        let ca = if stated { checks::issuer_is_ca(view, position, first_version) } else { None };
        ca.or_else(|| checks::path_length(view, position, self.policy.self_issued_count))
            .or_else(|| checks::issuer_key_usage(view, position))
            .or_else(|| self.policy.known_extensions.and_then(|known| checks::unknown_critical(view, position, known)))
    }

    fn own_anchor(&self, view: &PathView<'_>) -> Option<Fault> {
        match self.policy.leaf_anchor {
            LeafAnchor::Any => None,
            LeafAnchor::SelfSigned => self.not_self_signed(view, 0),
            LeafAnchor::Never => Some(view.fault(FaultKind::AnchorUntrusted, 0)),
        }
    }

    fn not_self_signed(&self, view: &PathView<'_>, position: usize) -> Option<Fault> {
        let index = view.indexes[position];
        let own = view.at(position).is_self_issued() && self.graph.signature(self.pool, index, index) == Verification::Verified;
        (!own).then(|| view.fault(FaultKind::AnchorNotSelfSigned, position))
    }

    fn revoked(&self, view: &PathView<'_>, position: usize) -> Option<Fault> {
        match self.policy.revocation {
            Revocation::Ignored => None,
            Revocation::Listed => revocation::check(view, position, self.question.lists, self.question.now),
            Revocation::Required => revocation::check_hard(view, position, self.question.lists, self.question.now),
        }
    }

    /// Nobody at hand issued the last certificate of this path.
    fn dead_end(&self, path: &[usize]) -> Fault {
        let view = PathView::open(self.pool, path);
        let position = view.len() - 1;
        let index = view.indexes[position];
        if view.at(position).is_self_issued() && self.graph.signature(self.pool, index, index) == Verification::Verified {
            let kind = if position == 0 { FaultKind::SelfSignedUntrusted } else { FaultKind::AnchorUntrusted };
            return view.fault(kind, position);
        }
        let mut tried = self.graph.issuers(index).iter().filter_map(|e| self.graph.known_signature(index, e.issuer));
        match tried.next() {
            Some(Verification::Failed) => view.fault(FaultKind::SignatureInvalid, position),
            Some(Verification::Unsupported(oid)) => view.fault(FaultKind::SignatureUnsupported, position).with(oid.as_str()),
            _ => view.fault(FaultKind::IssuerMissing, position),
        }
    }
}

/// keyUsage bits with which an end-entity certificate can serve TLS at all.
pub const TLS_SERVER_KEY_USAGE: u16 = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_ENCIPHERMENT | KeyUsage::KEY_AGREEMENT;
