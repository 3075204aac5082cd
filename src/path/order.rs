//! The order a server should present its certificates in, and what is missing.

use crate::facts::{PublicKey, UnixTime};
use crate::lists::Members;
use crate::lists::Set;
use crate::path::{IssuerGraph, Limits, Stopped, search};
use crate::pool::PoolCertificate;
use crate::signature::Verification;

/// What a server should present.
#[derive(Clone, Debug, Default)]
pub struct Proposed {
    /// End-entity certificate, then each issuer, pool indexes; the self-signed root left out unless it stands alone.
    pub order: Vec<usize>,
    /// The whole path the order was taken from, up to the root or trust anchor where one is at hand.
    pub path: Vec<usize>,
    /// Whether `path` reaches a trust anchor or, where none is known, a self-signed certificate.
    pub complete: bool,
    /// Where an issuer is in no file and no trust store.
    pub missing: Option<Gap>,
    /// Whether the certificates as presented need no change: `order`, with or without the rest of `path` after it.
    pub presented_fits: bool,
    /// Presented certificates that are no part of `path`, in presented order.
    pub superfluous: Vec<usize>,
    /// The bound that the search hit, if any.
    pub stopped: Option<Stopped>,
}

/// A certificate whose issuer is not at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The certificate, pool index.
    pub certificate: usize,
    /// A certificate of the issuer's name is at hand, but its key did not make this signature.
    pub namesake: Option<usize>,
}

/// Proposes an order for what a server presents.
///
/// Among several paths: one that reaches an anchor before one that does not, certificates within their validity period
/// before others, presented certificates before others, earlier presented ones first. `elsewhere`: certificates in other
/// inputs and embedded roots, which complete a path but come after presented ones.
#[must_use]
pub fn propose(
    pool: &[PoolCertificate],
    graph: &IssuerGraph,
    presented: &[usize],
    leaf: usize,
    elsewhere: &[usize],
    anchors: &[usize],
    now: UnixTime,
) -> Proposed {
    let intermediates: Vec<usize> = presented.iter().chain(elsewhere).copied().collect();
    // Trusting the end-entity certificate itself makes its chain superfluous for whoever does, not for the server.
    let anchors: Vec<usize> = anchors.iter().copied().filter(|&a| a != leaf || is_self_signed(pool, graph, leaf)).collect();
    let query = search::Query { leaf, intermediates: &intermediates, anchors: &anchors, limits: Limits::DEFAULT };
    let found = search::paths(pool, graph, &query);
    let rank = |path: &Vec<usize>| {
        let outside = path.iter().filter(|&&i| !within(pool, i, now)).count();
        let foreign = path.iter().filter(|i| !presented.contains(i) && !anchors.contains(i)).count();
        (outside, foreign)
    };
    // `min_by_key` keeps the first of equals, which is the one the search likes best.
    let best = found.complete.iter().min_by_key(|p| rank(p));
    let complete = best.is_some();
    let path = best.cloned().or_else(|| {
        found.dead_ends.iter().min_by_key(|p| (!ends_in_root(pool, p), std::cmp::Reverse(p.len()), rank(p))).cloned()
    });
    let path = path.unwrap_or_else(|| vec![leaf]);
    let last = path[path.len() - 1];
    let self_signed_end = is_self_signed(pool, graph, last);
    let missing = (!complete && !self_signed_end).then(|| Gap {
        certificate: last,
        namesake: graph
            .issuers(last)
            .iter()
            .map(|e| e.issuer)
            .find(|&i| i != last && graph.signature(pool, last, i) == Verification::Failed),
    });
    let keep_root = path.len() == 1;
    let order: Vec<usize> = path
        .iter()
        .copied()
        .filter(|&i| keep_root || i == leaf || !(i == last && (self_signed_end || complete && !presented.contains(&i))))
        .collect();
    let presented_fits = presented.starts_with(&order) && path.starts_with(presented);
    let mut seen = Members::default();
    let superfluous = presented.iter().copied().filter(|&i| !seen.insert(i) || !path.contains(&i)).collect();
    Proposed {
        order,
        path,
        complete: complete || self_signed_end && anchors.is_empty(),
        missing,
        presented_fits,
        superfluous,
        stopped: found.stopped,
    }
}

/// The end-entity certificate of what a server presents: the one a private key belongs to, else the first that is no
/// CA, else a CA certificate that presents names of a server. `None`: only CA certificates.
#[must_use]
pub fn end_entity(pool: &[PoolCertificate], presented: &[usize], keys: &[&PublicKey]) -> Option<usize> {
    let certificate = |i: usize| &pool[i].certificate;
    // An old CA certificate without basicConstraints gives itself away by what it issued.
    let issuers: Set<&[u8]> = presented
        .iter()
        .map(|&i| certificate(i))
        .filter(|c| c.issuer.der != c.subject.der)
        .map(|c| c.issuer.der.as_slice())
        .collect();
    let issued_another = |i: usize| issuers.contains(certificate(i).subject.der.as_slice());
    let is_leaf = |i: usize| !certificate(i).is_ca() && !issued_another(i);
    let of_key = |i: usize| keys.iter().any(|k| k.fits(&certificate(i).public_key));
    let named = |i: usize| certificate(i).dns_names().next().is_some() || certificate(i).ip_addresses().next().is_some();
    let first = |test: &dyn Fn(usize) -> bool| presented.iter().copied().find(|&i| test(i));
    first(&|i| is_leaf(i) && of_key(i))
        .or_else(|| first(&is_leaf))
        .or_else(|| first(&|i| !certificate(i).is_ca() && !certificate(i).is_self_issued()))
        .or_else(|| first(&|i| named(i) && of_key(i)))
        .or_else(|| first(&|i| named(i) && !issued_another(i)))
        .or_else(|| if let [only] = presented { of_key(*only).then_some(*only) } else { None })
}

/// Subject and issuer are equal and the signature verifies with the certificate's own key.
#[must_use]
pub fn is_self_signed(pool: &[PoolCertificate], graph: &IssuerGraph, index: usize) -> bool {
    graph.self_signed(pool, index) == Some(true)
}

fn ends_in_root(pool: &[PoolCertificate], path: &[usize]) -> bool {
    path.last().is_some_and(|&i| pool[i].certificate.is_self_issued())
}

fn within(pool: &[PoolCertificate], index: usize, now: UnixTime) -> bool {
    let certificate = &pool[index].certificate;
    certificate.within_period(now)
}
