//! The chain of every server, walked once for all rules.

use super::named::Named;
use crate::facts::{Certificate, PrivateKey, UnixTime};
use crate::input::Content;
use crate::lists::{self, Members};
use crate::path::{self, checks::PathView};
use crate::request::HostUse;
use crate::scene::{Scene, ServerScene};
use crate::signature::Verification;
use std::cell::OnceCell;
use std::ops::Deref;
use std::sync::Arc;

/// Steps of the search for one server. RFC 5280 paths are short; a bundle built to branch must not hold us up.
const STEPS: u32 = 4_000;
/// Longest path that is followed.
const DEPTH: usize = 24;

/// A scene with what several rules need to know about it. It is made once a report.
pub struct Survey<'a> {
    /// The scene.
    pub scene: &'a Scene<'a>,
    walked: Arc<Walked>,
    pub(super) named: OnceCell<Vec<Named<'a>>>,
}

/// What was found out on the way, to be kept for the same question.
#[derive(Clone, Debug)]
pub struct Walked {
    /// Per server, in the order of `scene.servers`.
    pub chains: Vec<Chain>,
    /// Trust anchors in force.
    pub anchors: Vec<usize>,
    anchor_set: Members,
}

impl Deref for Survey<'_> {
    type Target = Walked;

    fn deref(&self) -> &Walked {
        &self.walked
    }
}

/// The best certification path of one server, from what it presents and what is trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// From the end-entity certificate up, the trust anchor included where there is one; empty without one to start at.
    pub path: Vec<usize>,
    /// How it ends.
    pub end: End,
}

impl Chain {
    /// The last certificate.
    #[must_use]
    pub fn top(&self) -> Option<usize> {
        self.path.last().copied()
    }

    /// Issuers in the path without the trust anchor.
    #[must_use]
    pub fn intermediates(&self) -> &[usize] {
        let end = if self.end == End::Gap { self.path.len() } else { self.path.len().saturating_sub(1) };
        self.path.get(1..end).unwrap_or(&[])
    }
}

/// How a path ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// There is no end-entity certificate to start at.
    #[default]
    Nothing,
    /// At a trust anchor.
    Anchor,
    /// At a self-signed certificate that is not trusted.
    Untrusted,
    /// At a certificate whose issuer is in no file.
    Gap,
}

impl<'a> Survey<'a> {
    /// Walks the chains.
    #[must_use]
    pub fn of(scene: &'a Scene<'a>) -> Self {
        let anchors = scene.anchors();
        let anchor_set = anchors.iter().copied().collect();
        let start = Walked { chains: Vec::new(), anchors, anchor_set };
        let survey = Self { scene, walked: Arc::new(start), named: OnceCell::new() };
        let chains = scene
            .servers
            .iter()
            .map(|server| match survey.end_entity(server) {
                Some(leaf) => {
                    let presented: Members = server.presented.iter().copied().collect();
                    survey.walk(leaf, |i| presented.contains(i))
                }
                None => Chain::default(),
            })
            .collect();
        let walked = Walked { chains, ..Arc::unwrap_or_clone(survey.walked) };
        Self { scene, walked: Arc::new(walked), named: OnceCell::new() }
    }

    /// The survey of a scene that was walked before.
    #[must_use]
    pub fn again(scene: &'a Scene<'a>, walked: &Arc<Walked>) -> Self {
        Self { scene, walked: Arc::clone(walked), named: OnceCell::new() }
    }

    /// What is kept for [`Self::again`].
    #[must_use]
    pub fn kept(&self) -> Arc<Walked> {
        Arc::clone(&self.walked)
    }

    /// The certificate with this index.
    #[must_use]
    pub fn certificate(&self, index: usize) -> &'a Certificate {
        self.scene.certificate(index)
    }

    /// Evaluation time.
    #[must_use]
    pub fn now(&self) -> UnixTime {
        self.scene.now
    }

    /// Every server with its chain and position.
    pub fn servers(&self) -> impl Iterator<Item = (usize, &'a ServerScene, &Chain)> {
        self.scene.servers.iter().zip(&self.chains).enumerate().map(|(i, (server, chain))| (i, server, chain))
    }

    /// Every server that has an end-entity certificate, with its path for [`path::checks`].
    pub fn views<'s>(&'s self) -> impl Iterator<Item = (usize, PathView<'s>)> {
        let pool = &self.scene.prepared.pool;
        let view = move |chain: &'s Chain| PathView { pool, indexes: &chain.path, anchored: chain.end == End::Anchor };
        self.chains.iter().map(view).enumerate().filter(|(_, view)| !view.is_empty())
    }

    /// Every server that has an end-entity certificate, with it.
    pub fn leaves(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        (0..self.chains.len()).filter_map(|server| Some((server, self.leaf(server)?)))
    }

    /// The end-entity certificate of a server.
    #[must_use]
    pub fn leaf(&self, server: usize) -> Option<usize> {
        self.chains.get(server)?.path.first().copied()
    }

    /// The certificate that stands for the server. A CA certificate does so only when nothing else can and the server
    /// has its key, or when it is self-signed and names a host; not because somebody dropped a CA's key.
    fn end_entity(&self, server: &ServerScene) -> Option<usize> {
        let leaf = server.leaf?;
        if !self.acts_as_ca(leaf) {
            return Some(leaf);
        }
        let other = server.presented.iter().copied().find(|&i| !self.acts_as_ca(i));
        let own = server.keys.iter().any(|&k| self.key_fits(k, leaf))
            || (self.certificate(leaf).is_self_issued() && self.certificate(leaf).dns_names().next().is_some());
        other.or(own.then_some(leaf))
    }

    /// Whether the question is about a gateway and its backends: a listener, hosts with a gateway's uses, a gateway's
    /// settings, or several servers.
    #[must_use]
    pub fn about_a_gateway(&self) -> bool {
        let scene = self.scene;
        let uses = [HostUse::Probe, HostUse::BackendSetting, HostUse::Pool, HostUse::Sni];
        scene.hosts.iter().any(|h| h.role.is_some_and(|r| uses.contains(&r)))
            || scene.servers.iter().any(|s| s.listener)
            || scene.servers.len() > 1
            || scene.settings.keys().any(|k| k.starts_with("azure-application-gateway"))
    }

    /// Certificates that a path of this server needs besides the trust anchor, and what else the server presents.
    #[must_use]
    pub fn sent_or_used(&self, server: usize) -> Vec<usize> {
        let mut seen = Members::default();
        let path = self.chains.get(server).map(|c| c.path.as_slice()).unwrap_or_default();
        let presented = self.scene.servers.get(server).map(|s| s.presented.as_slice()).unwrap_or_default();
        path.iter().chain(presented).copied().filter(|&i| seen.insert(i)).collect()
    }

    /// Whether the certificate's own key verifies its signature; `None` when that cannot be computed here.
    #[must_use]
    pub fn self_signed(&self, index: usize) -> Option<bool> {
        self.scene.prepared.graph.self_signed(&self.scene.prepared.pool, index)
    }

    /// As [`Self::self_signed`], taking a self-issued certificate at its word when nothing can be computed.
    #[must_use]
    pub fn looks_self_signed(&self, index: usize) -> bool {
        self.self_signed(index).unwrap_or(true)
    }

    /// Does `issuer`'s key verify `subject`'s signature?
    #[must_use]
    pub fn signature(&self, subject: usize, issuer: usize) -> Verification {
        self.scene.prepared.graph.signature(&self.scene.prepared.pool, subject, issuer)
    }

    /// A CA certificate that names itself as its issuer, by name and key id alone: for long lists, where verifying each
    /// one would take seconds.
    #[must_use]
    pub fn seems_root(&self, index: usize) -> bool {
        let c = self.certificate(index);
        let other_key = || path::key_ids(c, c) == path::KeyIdEvidence::Different;
        self.acts_as_ca(index) && c.is_self_issued() && !other_key()
    }

    /// A certificate that stands for a CA: cA TRUE, or a version 1 root, which has no place to say so.
    #[must_use]
    pub fn acts_as_ca(&self, index: usize) -> bool {
        self.certificate(index).acts_as_ca()
    }

    /// The private key that this item is, in the clear.
    #[must_use]
    pub fn key(&self, item: usize) -> Option<&'a PrivateKey> {
        match &self.scene.prepared.reading.items.get(item)?.content {
            Content::PrivateKey(key) => Some(key),
            _ => None,
        }
    }

    /// Whether the key of this item has the certificate's public key.
    #[must_use]
    pub fn key_fits(&self, item: usize, certificate: usize) -> bool {
        self.scene.prepared.key_fits(item, certificate)
    }

    /// Short name for people.
    #[must_use]
    pub fn label(&self, index: usize) -> String {
        self.certificate(index).label()
    }

    /// The best path from `start` over the certificates that `available` admits, to a trust anchor in force.
    #[must_use]
    pub fn walk(&self, start: usize, available: impl Fn(usize) -> bool) -> Chain {
        let available = &available;
        let mut search = Search { survey: self, anchors: &self.anchor_set, available, steps: STEPS, best: Chain::default() };
        search.extend(&mut vec![start]);
        search.best
    }
}

struct Search<'s, 'a> {
    survey: &'s Survey<'a>,
    anchors: &'s Members,
    available: &'s dyn Fn(usize) -> bool,
    steps: u32,
    best: Chain,
}

impl Search<'_, '_> {
    /// Depth first, anchors before others, so that the first complete path found is a short one. The depth is bounded
    /// by [`DEPTH`], the work by `steps`.
    fn extend(&mut self, path: &mut Vec<usize>) -> bool {
        let Some(&top) = path.last() else { return false };
        if self.anchors.contains(top) {
            let usable = self.usable(path);
            if usable || self.best.end != End::Anchor {
                self.best = Chain { path: path.clone(), end: End::Anchor };
            }
            return usable;
        }
        if self.survey.certificate(top).is_self_issued() && self.survey.looks_self_signed(top) {
            self.keep(path, End::Untrusted);
            return false;
        }
        let mut grew = false;
        for (issuer, _) in self.candidates(top, path) {
            if self.steps == 0 || path.len() >= DEPTH {
                break;
            }
            self.steps -= 1;
            if self.survey.signature(top, issuer) == Verification::Failed {
                continue;
            }
            grew = true;
            path.push(issuer);
            let done = self.extend(path);
            path.pop();
            if done {
                return true;
            }
        }
        if !grew {
            self.keep(path, End::Gap);
        }
        false
    }

    /// Possible issuers, trust anchors first, then those within their validity period.
    fn candidates(&self, top: usize, path: &[usize]) -> Vec<(usize, (bool, bool))> {
        let survey = self.survey;
        let mut found: Vec<_> = survey
            .scene
            .prepared
            .graph
            .issuers(top)
            .iter()
            .map(|edge| edge.issuer)
            .filter(|i| !path.contains(i) && (self.anchors.contains(*i) || (self.available)(*i)))
            .map(|i| (i, (!self.anchors.contains(i), !survey.within_period(i))))
            .collect();
        lists::sort_by_key(&mut found, |&(_, preference)| preference);
        found
    }

    /// A path that ends at an anchor is taken at once when every issuer is within its validity period; otherwise the
    /// search goes on for a better one.
    fn usable(&self, path: &[usize]) -> bool {
        path.iter().skip(1).all(|&i| self.survey.within_period(i))
    }

    fn keep(&mut self, path: &[usize], end: End) {
        let better = match self.best.end {
            End::Nothing => true,
            End::Anchor => false,
            End::Untrusted => end == End::Untrusted && path.len() > self.best.path.len(),
            End::Gap => end == End::Untrusted || path.len() > self.best.path.len(),
        };
        if better {
            self.best = Chain { path: path.to_vec(), end };
        }
    }
}

impl Survey<'_> {
    /// Whether the evaluation time lies within the validity period, both ends included.
    #[must_use]
    pub fn within_period(&self, index: usize) -> bool {
        self.certificate(index).within_period(self.scene.now)
    }
}
