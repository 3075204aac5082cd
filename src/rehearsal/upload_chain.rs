//! What a file holds of a server certificate's path.

use crate::path::order::is_self_signed;
use crate::scene::Scene;
use crate::signature::Verification;

/// How far a file leads up from its server certificate.
pub(super) struct Reach {
    /// The certificates of the file on the way, the server's first.
    pub path: Vec<usize>,
    /// What is not in the file.
    pub missing: Missing,
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
            return Reach { path, missing };
        };
        path.push(next);
        end = next;
    }
    Reach { path, missing: Missing::Nothing }
}

/// The first certificate after the server's that does not certify the one before it, and whether a certificate that
/// does is elsewhere in the list.
pub(super) fn out_of_order(scene: &Scene<'_>, list: &[usize]) -> Option<(usize, bool)> {
    let (pool, graph) = (&scene.prepared.pool, &scene.prepared.graph);
    let issued = |subject: usize, issuer: usize| {
        graph.edge(subject, issuer).is_some() && graph.signature(pool, subject, issuer) == Verification::Verified
    };
    list.windows(2).find_map(|pair| match pair {
        [below, above] if !issued(*below, *above) => Some((*above, list.iter().any(|i| i != below && issued(*below, *i)))),
        _ => None,
    })
}
