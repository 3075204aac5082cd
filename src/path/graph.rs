//! The issuer graph.

use crate::facts::{Attribute, Certificate, Name, fold};
use crate::lists;
use crate::path::search::{Spent, Stopped};
use crate::pool::PoolCertificate;
use crate::signature::{self, Verification};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Most issuers that are kept for one certificate. Real pools hold a handful of CA certificates of one name; without
/// a bound a pool of n certificates of one name would have n² edges.
pub const ISSUERS_OF_ONE: usize = 32;

/// How an issuer's subject compares with a certificate's issuer field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameEvidence {
    /// The same bytes.
    Exact,
    /// Equal under RFC 5280 7.1.
    Equivalent,
    /// Different: the edge rests on key ids alone.
    Different,
}

impl NameEvidence {
    /// The contract's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Equivalent => "equivalent",
            Self::Different => "different",
        }
    }
}

/// How AKI and SKI compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyIdEvidence {
    /// Both there and equal.
    Equal,
    /// Both there and different.
    Different,
    /// One or both absent.
    Absent,
}

impl KeyIdEvidence {
    /// The contract's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Different => "different",
            Self::Absent => "absent",
        }
    }
}

/// A possible step from a certificate to its issuer.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The issued certificate.
    pub subject: usize,
    /// The issuing certificate.
    pub issuer: usize,
    /// Names.
    pub names: NameEvidence,
    /// Key ids.
    pub key_ids: KeyIdEvidence,
}

/// Who could have issued whom among the certificates of a pool.
#[derive(Clone, Debug)]
pub struct IssuerGraph {
    edges: Vec<Vec<Edge>>,
    by_key_id: BTreeMap<Vec<u8>, Vec<usize>>,
    cut_short: Vec<usize>,
    /// Shared by the graphs of pools that are laid over one another.
    verified: Rc<RefCell<BTreeMap<(usize, usize), Known>>>,
    /// Pairs with a certificate that stands in this pool alone.
    own: RefCell<BTreeMap<(usize, usize), Known>>,
    /// Those certificates: replaced ones, and all from this index on.
    replaced: (Vec<usize>, usize),
    stopped: RefCell<BTreeSet<Stopped>>,
    work: Work,
}

/// A signature that was computed, and the report that it was last counted in.
#[derive(Clone, Debug)]
struct Known {
    result: Verification,
    counted: usize,
}

/// What one report has cost so far, in microseconds of a browser, about. It counts what has to be computed for the report
/// and not what was: whether something is known from the last one makes no difference to what this one says.
#[derive(Clone, Debug, Default)]
struct Work(Rc<WorkDone>);

#[derive(Debug)]
struct WorkDone {
    spent: Cell<usize>,
    allowed: Cell<usize>,
    report: Cell<usize>,
}

impl Default for WorkDone {
    fn default() -> Self {
        Self { spent: Cell::new(0), allowed: Cell::new(REPORT_WORK), report: Cell::new(0) }
    }
}

/// What a report may cost: ten thousand certificates of a bundle and their issuers cost a tenth of it.
pub const REPORT_WORK: usize = 1_200_000;

/// How many times that a request may ask for at most.
pub const MOST_EFFORT: u32 = 1_000;

/// What it costs to look at a signature again.
const LOOK: usize = 1;

impl Work {
    /// Takes this out of the budget; `false` when it is used up.
    fn spend(&self, cost: usize) -> bool {
        let spent = self.0.spent.get();
        if spent >= self.0.allowed.get() {
            return false;
        }
        self.0.spent.set(spent.saturating_add(cost));
        true
    }
}

impl IssuerGraph {
    /// Builds the graph in O(n log n). No signature is verified yet.
    #[must_use]
    pub fn build(certificates: &[&Certificate]) -> Self {
        let mut names = Names::default();
        let mut by_subject: Vec<Vec<usize>> = Vec::new();
        let mut by_subject_and_key: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        let mut by_key_id: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
        for (i, certificate) in certificates.iter().enumerate() {
            let name = names.id(&certificate.subject);
            by_subject.resize(by_subject.len().max(name + 1), Vec::new());
            by_subject[name].push(i);
            if let Some(key_id) = &certificate.subject_key_id {
                by_subject_and_key.entry(within(name, key_id)).or_default().push(i);
                by_key_id.entry(key_id.clone()).or_default().push(i);
            }
        }
        let mut graph = Self {
            edges: Vec::with_capacity(certificates.len()),
            by_key_id,
            cut_short: Vec::new(),
            verified: Rc::default(),
            own: RefCell::default(),
            replaced: (Vec::new(), usize::MAX),
            work: Work::default(),
            stopped: RefCell::default(),
        };
        for (s, subject) in certificates.iter().enumerate() {
            let name = names.id(&subject.issuer);
            let named = by_subject.get(name).map_or(&[][..], Vec::as_slice);
            let suggested = authority_key(subject)
                .and_then(|key_id| by_subject_and_key.get(&within(name, key_id)))
                .map_or(&[][..], Vec::as_slice);
            let chosen = if named.len() <= ISSUERS_OF_ONE {
                named.to_vec()
            } else {
                graph.cut_short.push(s);
                choose(named, suggested, s)
            };
            graph.edges.push(
                chosen
                    .into_iter()
                    .map(|i| {
                        let issuer = certificates[i];
                        let exact = subject.issuer.der == issuer.subject.der;
                        Edge {
                            subject: s,
                            issuer: i,
                            names: if exact { NameEvidence::Exact } else { NameEvidence::Equivalent },
                            key_ids: key_ids(subject, issuer),
                        }
                    })
                    .collect(),
            );
        }
        graph
    }

    /// Possible issuers of a certificate by name, in pool order, itself included when it is self-issued. At most
    /// [`ISSUERS_OF_ONE`]; see [`Self::cut_short`].
    #[must_use]
    pub fn issuers(&self, subject: usize) -> &[Edge] {
        self.edges.get(subject).map_or(&[], Vec::as_slice)
    }

    /// The edge between two certificates, if names suggest it.
    #[must_use]
    pub fn edge(&self, subject: usize, issuer: usize) -> Option<&Edge> {
        self.issuers(subject).iter().find(|e| e.issuer == issuer)
    }

    /// Whether a certificate can have the name of the subject's issuer, by the widest comparison that any program makes of
    /// names: quick, for those who look through everything that a server presents.
    #[must_use]
    pub fn may_issue(&self, issuer: usize, subject: usize) -> bool {
        self.cut_short.binary_search(&subject).is_ok()
            || self.issuers(subject).binary_search_by(|e| e.issuer.cmp(&issuer)).is_ok()
    }

    /// Certificates whose SKI is the subject's AKI although their name is another one: renamed CAs, and mistakes.
    pub fn issuers_by_key_id_alone<'a>(&'a self, subject: usize, certificate: &Certificate) -> impl Iterator<Item = Edge> + 'a {
        authority_key(certificate)
            .and_then(|key_id| self.by_key_id.get(key_id))
            .into_iter()
            .flatten()
            .filter(move |&&i| self.edge(subject, i).is_none())
            .take(ISSUERS_OF_ONE)
            .map(move |&issuer| Edge { subject, issuer, names: NameEvidence::Different, key_ids: KeyIdEvidence::Equal })
    }

    /// Certificates with more possible issuers of one name than were kept, in ascending order.
    #[must_use]
    pub fn cut_short(&self) -> &[usize] {
        &self.cut_short
    }

    /// Shares signatures with the graph of the same pool before some of its certificates were replaced and others added:
    /// what stands in both is verified once. The signatures in `given` are taken for made by those issuers.
    pub fn take_over(&mut self, before: &Self, replaced: &[usize], given: &[(usize, usize)]) {
        self.verified = Rc::clone(&before.verified);
        self.replaced = (replaced.to_vec(), before.edges.len());
        let known = |&pair| (pair, Known { result: Verification::Verified, counted: before.report() });
        self.own = RefCell::new(given.iter().map(known).collect());
        self.work = before.work.clone();
    }

    fn stands_here_alone(&self, index: usize) -> bool {
        index >= self.replaced.1 || self.replaced.0.contains(&index)
    }

    /// Starts a new report: nothing is spent yet, of `effort` times what is usual.
    pub fn start_report(&self, effort: u32) {
        self.work.0.spent.set(0);
        self.work.0.allowed.set(REPORT_WORK.saturating_mul(effort.clamp(1, MOST_EFFORT) as usize));
        self.work.0.report.set(self.report() + 1);
        self.forget_notes();
    }

    fn report(&self) -> usize {
        self.work.0.report.get()
    }

    /// What the report has cost so far; see [`REPORT_WORK`].
    #[must_use]
    pub fn spent(&self) -> usize {
        self.work.0.spent.get()
    }

    /// Whether the report has cost as much as it may.
    #[must_use]
    pub fn exhausted(&self) -> bool {
        self.spent() >= self.work.0.allowed.get()
    }

    /// Whether something was not done for that reason, since the notes were forgotten.
    #[must_use]
    pub fn given_up(&self) -> bool {
        self.stopped.borrow().contains(&Stopped::Work)
    }

    /// Takes something else than a signature out of the budget; `false`, and a note, when it is used up.
    pub fn spend(&self, cost: usize) -> bool {
        let within = self.work.spend(cost);
        if !within {
            self.note(Stopped::Work);
        }
        within
    }

    /// Limits that were hit so far, as sentences for `Report.notChecked`.
    #[must_use]
    pub fn not_checked(&self) -> Vec<String> {
        self.stopped.borrow().iter().map(|s| s.sentence().to_owned()).collect()
    }

    /// Keeps in mind that a search was stopped, for [`Self::not_checked`].
    pub fn note(&self, stopped: Stopped) {
        self.stopped.borrow_mut().insert(stopped);
    }

    /// Starts a new list for [`Self::not_checked`].
    pub fn forget_notes(&self) {
        self.stopped.borrow_mut().clear();
    }

    /// Whether a certificate's own key verifies its signature: self-signed (RFC 5280 3.2). `None`: not computed here.
    #[must_use]
    pub fn self_signed(&self, pool: &[PoolCertificate], index: usize) -> Option<bool> {
        if !pool[index].certificate.is_self_issued() {
            return Some(false);
        }
        match self.signature(pool, index, index) {
            Verification::Verified => Some(true),
            Verification::Failed => Some(false),
            Verification::Unsupported(_) | Verification::Unchecked => None,
        }
    }

    /// Whether `issuer`'s key verifies `subject`'s signature; computed once per pair. Where the report has cost too much
    /// already it is not computed here.
    pub fn signature(&self, pool: &[PoolCertificate], subject: usize, issuer: usize) -> Verification {
        let s = &pool[subject].certificate;
        let key = &pool[issuer].certificate.public_key;
        let known = self.known(subject, issuer);
        let cost = match &known {
            Some(known) if known.counted == self.report() => LOOK,
            _ => usize::try_from(signature::cost(key, &s.signature_algorithm)).unwrap_or(REPORT_WORK),
        };
        if !self.spend(cost) {
            return Verification::Unchecked;
        }
        if let Some(known) = known {
            if known.counted != self.report() {
                self.keep(subject, issuer, known.result.clone());
            }
            return known.result;
        }
        let result = if pool[subject].mozilla_root && s.signature.is_empty() {
            // Embedded roots come without their signature, which is by their own key (a test of x509::roots holds that).
            if key.spki == s.public_key.spki { Verification::Verified } else { Verification::Failed }
        } else {
            signature::verify(key, &s.signature_algorithm, s.tbs_bytes(), &s.signature)
        };
        self.keep(subject, issuer, result.clone());
        result
    }

    fn keep(&self, subject: usize, issuer: usize, result: Verification) {
        let alone = self.stands_here_alone(subject) || self.stands_here_alone(issuer);
        let list = if alone { &self.own } else { &*self.verified };
        list.borrow_mut().insert((subject, issuer), Known { result, counted: self.report() });
    }

    /// The same within a budget: `None` when it is used up. What is known already counts as well, so that a search ends
    /// the same way whatever was asked before it.
    pub fn signature_within(
        &self,
        pool: &[PoolCertificate],
        subject: usize,
        issuer: usize,
        spent: &mut Spent,
    ) -> Option<Verification> {
        spent.signature().then(|| self.signature(pool, subject, issuer))
    }

    /// What an earlier check of this pair said. What was asked earlier depends on the caller's history: good for
    /// showing, not for deciding.
    #[must_use]
    pub fn known_signature(&self, subject: usize, issuer: usize) -> Option<Verification> {
        self.known(subject, issuer).map(|known| known.result)
    }

    fn known(&self, subject: usize, issuer: usize) -> Option<Known> {
        let pair = (subject, issuer);
        // What is given comes first: a copy that was altered is taken to be signed like the true one.
        let own = self.own.borrow().get(&pair).cloned();
        own.or_else(|| {
            self.verified
                .borrow()
                .get(&pair)
                .cloned()
                .filter(|_| !self.stands_here_alone(subject) && !self.stands_here_alone(issuer))
        })
    }
}

/// The subject itself, then issuers whose key id fits, then the others, in pool order.
fn choose(named: &[usize], suggested: &[usize], subject: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = named.binary_search(&subject).is_ok().then_some(subject).into_iter().collect();
    for &i in suggested.iter().take(ISSUERS_OF_ONE).chain(named.iter().take(2 * ISSUERS_OF_ONE)) {
        if chosen.len() < ISSUERS_OF_ONE && !chosen.contains(&i) {
            chosen.push(i);
        }
    }
    chosen
}

/// Compares AKI keyIdentifier and SKI.
#[must_use]
pub fn key_ids(subject: &Certificate, issuer: &Certificate) -> KeyIdEvidence {
    match (authority_key(subject), issuer.subject_key_id.as_deref()) {
        (Some(a), Some(s)) if a == s => KeyIdEvidence::Equal,
        (Some(_), Some(_)) => KeyIdEvidence::Different,
        _ => KeyIdEvidence::Absent,
    }
}

/// A key id among those of one name, as one key: a second kind of tree is compiled for every kind of key.
fn within(name: usize, key_id: &[u8]) -> Vec<u8> {
    [&name.to_le_bytes()[..], key_id].concat()
}

fn authority_key(certificate: &Certificate) -> Option<&[u8]> {
    certificate.authority_key_id.as_ref()?.key_id.as_deref()
}

/// Numbers names so that equivalent ones (RFC 5280 7.1) get the same number.
#[derive(Default)]
struct Names<'a> {
    by_der: BTreeMap<&'a [u8], usize>,
    by_key: BTreeMap<Vec<u8>, usize>,
}

impl<'a> Names<'a> {
    fn id(&mut self, name: &'a Name) -> usize {
        if let Some(&known) = self.by_der.get(name.der.as_slice()) {
            return known;
        }
        let next = self.by_key.len();
        let id = *self.by_key.entry(name_key(name)).or_insert(next);
        self.by_der.insert(&name.der, id);
        id
    }
}

/// Equal for exactly those names that [`Name::equivalent`] calls equal: attributes of one RDN in sorted order, values folded.
pub(super) fn name_key(name: &Name) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.der.len() + 24 * name.rdns.len());
    for rdn in &name.rdns {
        if let [only] = rdn.as_slice() {
            attribute_key(only, &mut out);
        } else {
            let mut attributes: Vec<Vec<u8>> = rdn
                .iter()
                .map(|attribute| {
                    let mut one = Vec::new();
                    attribute_key(attribute, &mut one);
                    one
                })
                .collect();
            lists::sort_by(&mut attributes, Vec::cmp);
            out.extend(attributes.into_iter().flatten());
        }
        // No value is longer than 2^32 - 2 bytes: this cannot be a length.
        out.extend_from_slice(&[0xff; 4]);
    }
    out
}

/// Type and folded value, each with its length before it.
fn attribute_key(attribute: &Attribute, out: &mut Vec<u8>) {
    let oid = attribute.oid.as_str().as_bytes();
    out.extend_from_slice(&length(oid.len()));
    out.extend_from_slice(oid);
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    fold_into(&attribute.value, out);
    let folded = length(out.len() - start - 4);
    out[start..start + 4].copy_from_slice(&folded);
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX - 1).to_be_bytes()
}

/// As [`fold`], without a string of its own for ASCII, which is nearly all there is.
fn fold_into(value: &str, out: &mut Vec<u8>) {
    if !value.is_ascii() {
        out.extend_from_slice(fold(value).as_bytes());
        return;
    }
    let (start, mut gap) = (out.len(), false);
    for byte in value.bytes() {
        if matches!(byte, b'\t'..=b'\r' | b' ') {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && out.len() > start {
            out.push(b' ');
        }
        out.push(byte.to_ascii_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::fold_into;
    use crate::facts::{fold, same_folded};

    #[test]
    fn folding_in_place_is_folding() {
        let words = ["", " ", "A", " A", "a ", "Contoso  Root\tCA", "\u{b}x\u{c}Y\r\n", "\u{1c}z", "ÄÖ  ß", "a\u{a0}B"];
        for word in words {
            let mut out = Vec::new();
            fold_into(word, &mut out);
            assert_eq!(out, fold(word).into_bytes(), "{word:?}");
            for other in words {
                assert_eq!(same_folded(word, other), fold(word) == fold(other), "{word:?} and {other:?}");
            }
        }
    }
}
