//! The procedure of RFC 5280 section 6 with path building before it: any path that passes will do. rustls-webpki works
//! like this, and so do BoringSSL's and .NET's verifiers in what matters here.

use super::{Ledger, Meeting, Read, Ruling};
use crate::der::Reader;
use crate::facts::{Certificate, RevocationList, UnixTime};
use crate::fault::{Fault, FaultKind};
use crate::identity::{self, IdentityPolicy};
use crate::lists::Members;
use crate::path::checks::{self, CaRules, EkuRules, PathView};
use crate::path::search::{self, End, Go, Query};
use crate::path::{IssuerGraph, NameEvidence, Stopped, name_constraints, revocation};
use crate::policy::{LeafAnchor, PathPolicy, Place, Position, Reading, Reads, Revocation, Rfc5280};
use crate::pool::PoolCertificate;
use crate::signature::Verification;
use std::cell::OnceCell;

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
    /// What the program stumbled over when it read the certificates; `None`: they are as they should be.
    pub read: Option<&'a Read>,
}

/// Why no path passed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// What stood in the way of the path that came furthest, the decisive fault first. Empty only where `stopped` says why.
    pub faults: Vec<Fault>,
    /// The bound that ended the search early: there may be a path that was not seen.
    pub stopped: Option<Stopped>,
}

const CUT_SHORT: &str = "The search for a certification path stopped at its bound; another path may exist.";
const NOT_COMPUTED: &str = "A path depends on a signature that is not computed here, so the verdict is open.";
const PLATFORMS_DIFFER: &str = "Versions and platforms of this client differ in what they do about this.";
const MAY_FETCH: &str =
    "The issuer is missing here. This client may download it from the address in the certificate, if it can reach it.";

/// Octets that TLS 1.3 writes beside each certificate: its length, and that of its extensions.
const ENTRY: usize = 5;

/// id-kp-serverAuth as an entry of extKeyUsage.
const SERVER_AUTH: &[u8] = &[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1];

/// What a client of this kind does.
pub fn connect(meeting: &Meeting<'_>, knobs: &Rfc5280) -> Ruling {
    let (leaf, scene) = (meeting.leaf(), meeting.scene);
    let served: usize = meeting.presented().iter().map(|i| meeting.certificate(*i).der.len() + ENTRY).sum();
    if knobs.served < served {
        return Ruling::refused(
            Fault::of(FaultKind::ChainTooLong, leaf).with([&served.to_string(), " bytes"].concat()).named(Rfc5280::MESSAGE),
        );
    }
    let lists: Vec<&RevocationList> = scene.prepared.crls.values().collect();
    let chosen = knobs.instead.iter().find(|(setting, value, _)| meeting.dials.choice(setting) == Some(*value));
    let policy = chosen.map_or(knobs.path, |(_, _, policy)| policy);
    let presented = meeting.presented();
    if policy.leaf_anchor == LeafAnchor::NotAlone && presented.len() == 1 && meeting.certificate(leaf).is_self_issued() {
        return Ruling::refused(Fault::of(FaultKind::SelfSignedUntrusted, leaf));
    }
    let (mut anchors, mut intermediates) = (meeting.anchors(), presented.get(1..).unwrap_or_default().to_vec());
    if policy.top_down {
        // Trusted certificates that are not self-issued complete a path and end none.
        intermediates.extend(anchors.iter().filter(|&&i| !meeting.certificate(i).is_self_issued()));
        anchors.retain(|&i| meeting.certificate(i).is_self_issued());
    }
    let question = Question {
        leaf,
        intermediates: &intermediates,
        anchors: &anchors,
        now: meeting.now(),
        lists: &lists,
        read: Some(meeting.read),
    };
    let result = verify(&scene.prepared.pool, &scene.prepared.graph, &question, policy);
    let name =
        meeting.name_fault(policy.identity.unwrap_or(knobs.identity)).or_else(|| odd_name(meeting, policy, knobs.identity));
    let Refusal { mut faults, stopped } = match result {
        Err(refusal) => refusal,
        Ok(path) => {
            return match name.or_else(|| key_fault(meeting, policy)) {
                Some(fault) => Ruling::refused(fault),
                None if meeting.key_mismatch() => Ruling::refused(Fault::of(FaultKind::KeyMismatch, leaf)),
                None => Ledger::default().accept(scene, &path),
            };
        }
    };
    let open = match faults.first().map(|f| f.kind) {
        _ if stopped.is_some() => Some(CUT_SHORT),
        Some(kind) if knobs.unsure.contains(&kind.group()) => Some(PLATFORMS_DIFFER),
        Some(FaultKind::SignatureUnsupported) if knobs.more_algorithms => Some(NOT_COMPUTED),
        Some(FaultKind::SignatureUnchecked) => Some(super::ruling::GIVEN_UP),
        Some(FaultKind::IssuerMissing) if knobs.fetches_issuers && faults.iter().any(|f| has_address(meeting, f)) => {
            Some(MAY_FETCH)
        }
        _ => None,
    };
    match (open, name) {
        // A wrong name stays wrong whatever becomes of the path.
        (Some(_), Some(fault)) => Ruling::refused(fault),
        (Some(why), None) => Ruling::Undetermined(why, faults),
        (None, name) => {
            faults.extend(name.filter(|_| knobs.both));
            Ruling::Rejected(faults)
        }
    }
}

/// The handshake is signed with the server's key.
fn key_fault(meeting: &Meeting<'_>, policy: &PathPolicy) -> Option<Fault> {
    let met = |term: &str| meeting.flaw(meeting.leaf(), Position::Leaf, term);
    let compressed = || met(Rfc5280::COMPRESSED).filter(|_| !policy.compressed);
    [Rfc5280::KEY_UNREAD, Rfc5280::KEY_TYPE, Rfc5280::KEY].into_iter().find_map(met).or_else(compressed)
}

/// An entry of the subjectAltName that cannot be read ends the search for one that fits.
fn odd_name(meeting: &Meeting<'_>, policy: &PathPolicy, identity: &IdentityPolicy) -> Option<Fault> {
    let fault = meeting.flaw(meeting.leaf(), Position::Leaf, Rfc5280::NAMES)?;
    let mut seen = meeting.certificate(meeting.leaf()).clone();
    let before = entries_before(&seen, policy.reading);
    if let Some(names) = &mut seen.subject_alt_names {
        names.names.truncate(before);
    }
    let fits = meeting.host.is_none_or(|host| identity::matches(&seen, host, identity).why_not.is_none());
    (!fits).then_some(fault)
}

/// Entries of the subjectAltName before the first that the program cannot read.
fn entries_before(certificate: &Certificate, table: &Reading) -> usize {
    let odd = certificate.malformations.iter().find(|m| {
        let reads = table.of(m, Place::default(), Position::Leaf).map(|(_, reads)| reads);
        reads == Some(Reads::Met(Rfc5280::NAMES))
    });
    let Some((odd, extension)) = odd.and_then(|m| Some((m, certificate.extensions.get(m.extension?)?))) else { return 0 };
    let mut entries = match Reader::new(&extension.value, extension.value_at.from).read() {
        Ok(list) => list.children(),
        Err(_) => return 0,
    };
    let mut before = 0;
    while entries.read().is_ok_and(|entry| entry.to() <= odd.at.from) {
        before += 1;
    }
    before
}

fn has_address(meeting: &Meeting<'_>, fault: &Fault) -> bool {
    fault.certificate.is_some_and(|i| meeting.certificate(i).ca_issuers().next().is_some())
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
    let trial = Trial { pool, graph, question, policy, at_hand: OnceCell::new() };
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
        End::Open if policy.top_down => Go::On,
        End::Open => match trial.grown(path) {
            Some(fault) => {
                keep(if path.len() == 1 { Progress::EndEntity } else { Progress::Intermediate }, vec![fault]);
                Go::Back
            }
            None => Go::On,
        },
        End::Anchor => match if policy.top_down { trial.descended(path) } else { trial.anchored(path) } {
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
    /// Certificates that the search may take.
    at_hand: OnceCell<Members>,
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
            .or_else(|| self.odd_names(&view))
            .or_else(|| self.policy.names.as_ref().and_then(|rules| name_constraints::check(&view, rules)))
            .or_else(|| self.lifetime(&view, position))
            .or_else(|| view.below_anchor().find_map(|p| self.revoked(&view, p)))
    }

    /// A whole path, from its anchor down.
    fn descended(&self, path: &[usize]) -> Option<Fault> {
        let view = PathView::anchored(self.pool, path);
        let anchor = view.len() - 1;
        if anchor == 0 {
            return self.own_anchor(&view);
        }
        let names = self.policy.names.as_ref().and_then(|rules| name_constraints::check(&view, rules)).map(|fault| {
            // What RFC 5280 has nothing against is the program's own matter.
            let letter = name_constraints::NameRules { of_anchor: false, ..name_constraints::NameRules::RFC5280 };
            let kind = name_constraints::check(&view, &letter).map_or(FaultKind::ContentsRefused, |_| fault.kind);
            Fault { kind, ..fault }
        });
        let below = |position: usize| {
            let purpose = || {
                let rules = if position == 0 { self.policy.eku } else { self.policy.issuer_eku };
                rules.and_then(|rules| checks::extended_key_usage(&view, position, rules))
            };
            let own = || names.clone().filter(|fault| fault.certificate == Some(view.indexes[position]));
            purpose().or_else(|| self.certificate(&view, position)).or_else(own)
        };
        let anchored = self.anchor(&view, anchor).or_else(|| self.too_long(&view, anchor));
        anchored.or_else(|| (0..anchor).rev().find_map(below)).or_else(|| names.clone())
    }

    /// More certificates than may stand between.
    fn too_long(&self, view: &PathView<'_>, anchor: usize) -> Option<Fault> {
        let counted = (1..anchor).filter(|&p| self.policy.self_issued_count || !view.at(p).is_self_issued()).count();
        (counted > self.policy.intermediates).then(|| view.fault(FaultKind::ChainTooLong, anchor))
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
        let required = policy.eku_required_from.is_some_and(|from| view.at(0).not_before >= from);
        let eku =
            if end_entity { policy.eku.map(|e| EkuRules { required: e.required || required, ..e }) } else { policy.issuer_eku };
        // A table says it more closely.
        let own_reader = policy.parsed_first && self.question.read.is_some();
        let apart = || {
            let version = || policy.version_3.then(|| checks::version(view, position)).flatten();
            self.met(view, position, true)
                .or_else(version)
                .or_else(|| policy.algorithm_fields.then(|| checks::algorithm_fields(view, position)).flatten())
                .or_else(|| if own_reader { None } else { checks::unreadable_extension(view, position, policy.readable) })
                .or_else(|| checks::repeated_extension(view, position, policy.single))
                .or_else(|| policy.known_extensions.and_then(|known| checks::unknown_critical(view, position, known)))
        };
        let dates = || self.met(view, position, false).or_else(|| checks::validity(view, position, self.question.now));
        let certificate = if policy.parsed_first { apart().or_else(dates) } else { dates().or_else(apart) };
        let certificate = certificate
            .or_else(|| if end_entity && !policy.end_entity_key { None } else { checks::weak_key(view, position, &policy.keys) })
            .or_else(|| checks::weak_digest(view, position, policy.refused_digests))
            .or_else(|| if policy.usual_pss { checks::unusual_pss(view, position) } else { None })
            .or_else(|| checks::demands(view, position, policy.demands));
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

    /// What the program meets in a certificate itself when it takes it apart, or later.
    fn met(&self, view: &PathView<'_>, position: usize, apart: bool) -> Option<Fault> {
        let late = match (position, self.policy.compressed) {
            (0, _) => Rfc5280::LATE,
            (_, true) => &[Rfc5280::NAMES, Rfc5280::COMPRESSED],
            (_, false) => &[Rfc5280::NAMES],
        };
        let read = self.question.read?;
        // Nothing is looked at behind the purpose that was looked for.
        let found = || {
            let purposes = view.at(position).extension("2.5.29.37").map(|e| Reader::new(&e.value, 0).read());
            purposes.is_some_and(|list| list.is_ok_and(|list| list.value.starts_with(SERVER_AUTH)))
        };
        let wanted = |term: &str| {
            Rfc5280::APART.contains(&term) == apart && !late.contains(&term) && (term != Rfc5280::PURPOSES || !found())
        };
        read.first_met(view.indexes[position], self.place(view, position), wanted)
    }

    const fn place(&self, view: &PathView<'_>, position: usize) -> Position {
        match position {
            0 => Position::Leaf,
            _ if view.anchored && position + 1 == view.len() => Position::Anchor,
            _ => Position::Issuer,
        }
    }

    /// Names are read where there are constraints on them.
    fn odd_names(&self, view: &PathView<'_>) -> Option<Fault> {
        let read = self.question.read?;
        let highest = (1..view.len()).rfind(|p| view.at(*p).name_constraints.is_some())?;
        let mut below = 0..highest;
        below.find_map(|p| read.first_met(view.indexes[p], self.place(view, p), |term| term == Rfc5280::NAMES))
    }

    fn issuer(&self, view: &PathView<'_>, position: usize) -> Option<Fault> {
        checks::unused_key(view, position, self.policy.verifies_with)
            .or_else(|| checks::issuer_is_ca(view, position, self.policy.ca))
            .or_else(|| checks::path_length(view, position, self.policy.self_issued_count))
            .or_else(|| if self.policy.issuer_key_usage { checks::issuer_key_usage(view, position) } else { None })
    }

    fn anchor(&self, view: &PathView<'_>, position: usize) -> Option<Fault> {
        let (policy, rules) = (self.policy, self.policy.anchor);
        let when = |asked: bool, check: &dyn Fn() -> Option<Fault>| if asked { check() } else { None };
        self.met(view, position, false)
            .or_else(|| when(rules.self_signed, &|| self.not_self_signed(view, position)))
            .or_else(|| when(rules.validity, &|| checks::validity(view, position, self.question.now)))
            .or_else(|| when(rules.basic_constraints, &|| checks::issuer_is_ca(view, position, CaRules::default())))
            .or_else(|| when(rules.extensions, &|| self.constraining_anchor(view, position)))
            .or_else(|| when(rules.eku, &|| policy.issuer_eku.and_then(|r| checks::extended_key_usage(view, position, r))))
            .or_else(|| checks::unused_key(view, position, policy.verifies_with))
            .or_else(|| when(rules.key, &|| checks::weak_key(view, position, &policy.keys)))
            .or_else(|| when(rules.demands, &|| checks::demands(view, position, policy.demands)))
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
            LeafAnchor::NotAlone if self.policy.top_down => checks::validity(view, 0, self.question.now),
            LeafAnchor::SelfSigned | LeafAnchor::NotAlone => self.not_self_signed(view, 0),
            LeafAnchor::Never => Some(view.fault(FaultKind::AnchorUntrusted, 0)),
        }
    }

    fn not_self_signed(&self, view: &PathView<'_>, position: usize) -> Option<Fault> {
        let index = view.indexes[position];
        if !view.at(position).is_self_issued() {
            return Some(view.fault(FaultKind::AnchorNotSelfSigned, position));
        }
        match self.graph.signature(self.pool, index, index) {
            Verification::Verified => None,
            Verification::Failed => Some(view.fault(FaultKind::AnchorNotSelfSigned, position)),
            open => checks::left_open(&open, index),
        }
    }

    fn lifetime(&self, view: &PathView<'_>, anchor: usize) -> Option<Fault> {
        let leaf = view.at(0);
        let public = self.pool[view.indexes[anchor]].mozilla_root;
        let limit = self.policy.lifetimes.iter().find(|l| leaf.not_before >= l.from && (public || !l.public))?;
        let days = leaf.not_after.saturating_sub(leaf.not_before) / 86_400;
        let over = leaf.not_after.saturating_sub(leaf.not_before) > limit.days * 86_400;
        over.then(|| view.fault(FaultKind::LifetimeTooLong, 0).with(days.to_string()))
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
        let at_hand = self
            .at_hand
            .get_or_init(|| self.question.intermediates.iter().chain(self.question.anchors).copied().collect::<Members>());
        // A trusted one is taken by who goes from the top down only where it did sign.
        let counts = |i: usize| !self.policy.top_down || self.question.intermediates.contains(&i);
        let named =
            self.graph.issuers(index).iter().map(|e| e.issuer).filter(|i| *i != index && at_hand.contains(*i) && counts(*i));
        let mut tried = named.map(|i| self.graph.signature(self.pool, index, i)).filter(|v| *v != Verification::Verified);
        match tried.next() {
            Some(Verification::Failed) => view.fault(FaultKind::SignatureInvalid, position),
            tried => tried
                .and_then(|open| checks::left_open(&open, index))
                .unwrap_or_else(|| view.fault(FaultKind::IssuerMissing, position)),
        }
    }
}
