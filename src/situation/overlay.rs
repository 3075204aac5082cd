//! The pool with changes laid over it: certificates that do not exist yet have an index like any other.

use super::hypothetical::{self, Made};
use super::sha256_of;
use crate::facts::{Certificate, UnixTime};
use crate::path::IssuerGraph;
use crate::path::order::is_self_signed;
use crate::pool::PoolCertificate;
use crate::request::{Change, Edit, Which, With};
use crate::scene::{Prepared, ServerScene};
use crate::signature::Verification;
use crate::x509;
use std::sync::Arc;

/// How long a renewed certificate runs: what public CAs issue at most since March 2026 (CA/Browser Forum, SC-081).
const RENEWED: i64 = 200 * 86_400;

/// The pool after the certificate edits among the changes; `None`: they edit no certificate.
#[must_use]
pub fn overlay(
    prepared: &Prepared,
    changes: &[Change],
    (servers, trust): (&[ServerScene], &[usize]),
    now: UnixTime,
    made: &Made,
) -> Option<Prepared> {
    let mut work =
        Work { made, prepared, servers, trust, now, pool: None, given: Vec::new(), touched: Vec::new(), added: Vec::new() };
    work.all(changes);
    let Work { pool, given, touched, added, .. } = work;
    let pool = pool?;
    let certificates: Vec<&Certificate> = pool.iter().map(|p| p.certificate.as_ref()).collect();
    let mut graph = IssuerGraph::build(&certificates);
    graph.take_over(&prepared.graph, &touched, &given);
    let mut hypothetical = prepared.hypothetical.clone();
    for &index in touched.iter().chain(&added) {
        hypothetical.insert(index);
    }
    // Pool and graph of what was read stay where they are.
    Some(Prepared {
        reading: Arc::clone(&prepared.reading),
        pool,
        certificate_of_item: Arc::clone(&prepared.certificate_of_item),
        undecodable: Arc::clone(&prepared.undecodable),
        requests: Arc::clone(&prepared.requests),
        crls: Arc::clone(&prepared.crls),
        graph,
        claims: Arc::clone(&prepared.claims),
        hypothetical,
    })
}

/// Whether a change may edit certificates or add some.
pub(super) fn edits(change: &Change) -> bool {
    match &change.edit {
        Edit::All { changes } => changes.iter().any(edits),
        Edit::Reissue { .. }
        | Edit::Renew { .. }
        | Edit::Rekey { .. }
        | Edit::Obtain { .. }
        | Edit::Trust { .. }
        | Edit::Present { .. } => true,
        _ => false,
    }
}

struct Work<'a> {
    made: &'a Made,
    prepared: &'a Prepared,
    servers: &'a [ServerScene],
    trust: &'a [usize],
    now: UnixTime,
    pool: Option<Vec<PoolCertificate>>,
    /// Signatures taken as given: subject, issuer.
    given: Vec<(usize, usize)>,
    /// Certificates that are no longer what was read.
    touched: Vec<usize>,
    /// Certificates that nobody dropped and that do not exist as such.
    added: Vec<usize>,
}

impl Work<'_> {
    fn pool(&self) -> &[PoolCertificate] {
        self.pool.as_deref().unwrap_or(&self.prepared.pool)
    }

    fn edit(&mut self) -> &mut Vec<PoolCertificate> {
        let prepared = self.prepared;
        self.pool.get_or_insert_with(|| prepared.pool.clone())
    }

    fn all(&mut self, changes: &[Change]) {
        for change in changes {
            match &change.edit {
                Edit::All { changes } => self.all(changes),
                Edit::Reissue { certificate, with } => {
                    if let Some(issuer) = &with.issuer {
                        self.add_root(issuer);
                    }
                    if let Some(index) = self.index(certificate) {
                        self.reissue(index, with);
                    }
                }
                Edit::Renew { server } => {
                    let (from, to) = (self.now - 3600, self.now + RENEWED);
                    #[allow(clippy::cast_precision_loss, reason = "seconds of a calendar are exact")]
                    let with = With { not_before: Some(from as f64), not_after: Some(to as f64), ..With::default() };
                    self.leaves(server).into_iter().for_each(|leaf| self.reissue(leaf, &with));
                }
                Edit::Rekey { server } => {
                    let with = With { key: Some("rsa-2048".to_owned()), ..With::default() };
                    self.leaves(server).into_iter().for_each(|leaf| self.reissue(leaf, &with));
                }
                Edit::Obtain { issuer_of, .. } => {
                    if let Some(child) = self.index(issuer_of) {
                        self.obtain(child);
                    }
                }
                Edit::Trust { certificates: Which::These(list) } => list.iter().for_each(|sha256| self.add_root(sha256)),
                Edit::Present { certificates, .. } => certificates.iter().for_each(|sha256| self.add_root(sha256)),
                _ => {}
            }
        }
    }

    fn index(&self, sha256: &str) -> Option<usize> {
        position(self.pool(), sha256)
    }

    fn leaves(&self, server: &str) -> Vec<usize> {
        let mut leaves: Vec<usize> =
            self.servers.iter().filter(|s| s.id == server).filter_map(|s| s.leaf.or(s.presented.first().copied())).collect();
        leaves.dedup();
        leaves
    }

    /// Who signed it, as far as that was verified or is given.
    fn signers(&self, subject: usize) -> Vec<usize> {
        let given = self.given.iter().filter(|(s, _)| *s == subject).map(|(_, i)| *i);
        let mut all: Vec<usize> = given.collect();
        if all.is_empty() && subject < self.prepared.pool.len() {
            let graph = &self.prepared.graph;
            let issuers = graph.issuers(subject).iter().map(|e| e.issuer);
            all.extend(issuers.filter(|&i| graph.signature(&self.prepared.pool, subject, i) == Verification::Verified));
        }
        all
    }

    fn reissue(&mut self, index: usize, with: &With) {
        let issuer = with.issuer.as_deref().and_then(|sha256| self.index(sha256));
        let unknown = with.issuer.as_deref() == Some(With::UNKNOWN_ISSUER);
        let mut signers = issuer.map_or_else(|| self.signers(index), |i| vec![i]);
        if unknown {
            signers.clear();
        } else if signers.is_empty() {
            // An altered copy: whoever has the issuer's name signed the true one.
            let fits = |e: &&crate::path::Edge| e.key_ids != crate::path::KeyIdEvidence::Different;
            signers.extend(self.prepared.graph.issuers(index).iter().find(fits).map(|e| e.issuer));
        }
        // Issued again by the same CA: its name and key id as they are now, for it may be reissued itself.
        let above = issuer.or_else(|| signers.iter().copied().find(|&i| i != index && self.touched.contains(&i)));
        let own_key = with.key.as_deref().and_then(|wanted| {
            self.prepared
                .private_keys()
                .filter_map(|(_, key)| key.public.as_ref())
                .find(|p| crate::octets::hex(&p.spki_sha256) == wanted)
        });
        let spki = own_key.map(|p| p.spki.clone());
        let of_another = !signers.is_empty() && !signers.contains(&index);
        let above = above.map(|i| Arc::clone(&self.pool()[i].certificate));
        let old = Arc::clone(&self.pool()[index].certificate);
        let new = hypothetical::reissued(&old, with, above.as_deref(), spki.as_deref(), of_another);
        let Some(new) = new.and_then(|der| hypothetical::decoded(self.made, der, old.sha256, old.sha1)) else { return };
        self.edit()[index].certificate = new;
        self.given.retain(|(s, _)| *s != index);
        self.given.extend(signers.into_iter().map(|i| (index, i)));
        if !self.touched.contains(&index) {
            self.touched.push(index);
        }
    }

    /// What is obtained is taken to be issued by a root in force that could have issued it; where there is none it is
    /// a root itself.
    fn obtain(&mut self, child: usize) {
        let certificate = Arc::clone(&self.pool()[child].certificate);
        let id = hypothetical::issuer_fingerprint(&certificate);
        if self.pool().iter().any(|p| p.certificate.sha256 == id) {
            return;
        }
        let above = self.root_above(child);
        let above_certificate = above.map(|i| Arc::clone(&self.pool()[i].certificate));
        let new = hypothetical::obtained(&certificate, above_certificate.as_deref(), self.now);
        let Some(new) = new.and_then(|der| hypothetical::decoded(self.made, der, id, certificate.sha1)) else { return };
        let index = self.pool().len();
        self.edit().push(PoolCertificate { certificate: new, items: Vec::new(), mozilla_root: false });
        self.added.push(index);
        self.given.push((child, index));
        self.given.push((index, above.unwrap_or(index)));
    }

    /// A server's intermediate leads to a trusted root; what stands under a trusted or a client's CA is that root.
    fn root_above(&mut self, child: usize) -> Option<usize> {
        if !self.servers.iter().any(|s| s.presented.contains(&child)) {
            return None;
        }
        let graph = &self.prepared.graph;
        let subject = self.prepared.pool.get(child).map(|p| Arc::clone(&p.certificate));
        let mine = |&i: &usize| {
            let root = self.prepared.certificate(i);
            is_self_signed(&self.prepared.pool, graph, i)
                && root.is_ca()
                && subject.as_ref().is_none_or(|child| may_be_above(root, child))
        };
        if let Some(root) = self.trust.iter().copied().find(mine) {
            return Some(root);
        }
        if !self.trust.is_empty() || !is_public(self.prepared.pool.get(child)?.certificate.as_ref()) {
            return None;
        }
        let known = (0..self.pool().len()).find(|&i| self.pool()[i].mozilla_root);
        known.or_else(|| {
            let root = x509::roots::embedded().next()?;
            self.push_root(root)
        })
    }

    /// A public root that no certificate here names.
    fn add_root(&mut self, sha256: &str) {
        if self.index(sha256).is_none()
            && let Some(root) = sha256_of(sha256).and_then(|id| x509::roots::find(&id))
        {
            self.push_root(root);
        }
    }

    fn push_root(&mut self, root: x509::roots::Root) -> Option<usize> {
        let certificate = hypothetical::root(self.made, &root)?;
        let pool = self.edit();
        pool.push(PoolCertificate { certificate, items: Vec::new(), mozilla_root: true });
        Some(pool.len() - 1)
    }
}

/// Whether a root may have issued the CA that issued this: not where that CA goes by the root's own name (the root's key was
/// renewed, then), nor where its name says that it is a root itself.
#[must_use]
pub fn may_be_above(root: &Certificate, child: &Certificate) -> bool {
    !root.subject.equivalent(&child.issuer) && !child.issuer.common_names().any(says_root)
}

/// Whether a name says of itself that it is a root's.
#[must_use]
pub fn says_root(name: &str) -> bool {
    name.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "root")
}

/// Marks of a certificate that a public CA issued: a policy of the CA/Browser Forum, or SCTs.
#[must_use]
pub fn is_public(certificate: &Certificate) -> bool {
    certificate.policies.iter().any(|p| p.as_str().starts_with("2.23.140.1."))
        || certificate.extension("1.3.6.1.4.1.11129.2.4.2").is_some()
}

/// The certificate with this SHA-256.
#[must_use]
pub fn position(pool: &[PoolCertificate], sha256: &str) -> Option<usize> {
    let id = sha256_of(sha256)?;
    pool.iter().position(|p| p.certificate.sha256 == id)
}
