//! What a file holds of a server certificate's path.

use crate::fault::{Fault, FaultKind};
use crate::path::checks::left_open;
use crate::path::order::is_self_signed;
use crate::scene::Scene;
use crate::signature::Verification;

/// How far a file leads up from its server certificate.
pub(super) struct Reach {
    /// The certificates of the file on the way, the server's first.
    pub path: Vec<usize>,
    /// What is not in the file.
    pub missing: Missing,
    /// A certificate of the file may be the issuer that is missing: its signature could not be checked.
    pub open: Option<Fault>,
}

/// What a file lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// Nothing: it leads to a self-signed certificate.
    Nothing,
    /// Only the root, as far as can be told.
    Root,
    /// An intermediate.
    Intermediate,
}

/// Follows verified signatures among the certificates of a file.
pub(super) fn reach(scene: &Scene<'_>, certificates: &[usize], leaf: usize) -> Reach {
    let (pool, graph) = (&scene.prepared.pool, &scene.prepared.graph);
    let mut path = vec![leaf];
    let issued = |subject: usize, issuer: usize| graph.signature(pool, subject, issuer) == Verification::Verified;
    let mut end = leaf;
    // Each certificate is taken once, so this ends.
    while !is_self_signed(pool, graph, end) {
        let next = graph
            .issuers(end)
            .iter()
            .map(|e| e.issuer)
            .find(|i| certificates.contains(i) && !path.contains(i) && issued(end, *i));
        let Some(next) = next else {
            let others = graph.issuers(end).iter().map(|e| e.issuer);
            let known: Vec<usize> = others.filter(|i| !path.contains(i) && issued(end, *i)).collect();
            // Another file or the embedded roots may show what the issuer is; else one step is taken for an intermediate.
            let missing = if known.iter().any(|&i| is_self_signed(pool, graph, i)) || known.is_empty() && end != leaf {
                Missing::Root
            } else {
                Missing::Intermediate
            };
            let mut namesakes =
                graph.issuers(end).iter().map(|e| e.issuer).filter(|i| certificates.contains(i) && !path.contains(i));
            let open = namesakes.find_map(|issuer| left_open(&graph.signature(pool, end, issuer), end));
            return Reach { path, missing, open };
        };
        path.push(next);
        end = next;
    }
    Reach { path, missing: Missing::Nothing, open: None }
}

/// What is wrong where a certificate does not certify the one before it.
pub(super) fn out_of_order(scene: &Scene<'_>, list: &[usize]) -> Option<Fault> {
    let (pool, graph) = (&scene.prepared.pool, &scene.prepared.graph);
    let issued = |subject: usize, issuer: usize| {
        graph.edge(subject, issuer).is_some() && graph.signature(pool, subject, issuer) != Verification::Failed
    };
    list.windows(2).find_map(|pair| match pair {
        [below, above] if !issued(*below, *above) => Some(if list.iter().any(|i| i != below && issued(*below, *i)) {
            Fault::of(FaultKind::OrderWrong, *above)
        } else if is_self_signed(pool, graph, *below) {
            // Nothing certifies a root: what follows it belongs elsewhere.
            Fault::of(FaultKind::ChainSuperfluous, *above)
        } else if graph.issuers(*below).iter().any(|edge| list.contains(&edge.issuer)) {
            Fault::of(FaultKind::SignatureInvalid, *below)
        } else {
            Fault::of(FaultKind::ChainIncomplete, *below)
        }),
        _ => None,
    })
}
