//! Many servers that have no name in common are sites of their own, unless a name or a configuration says what belongs together.

use super::Layout;
use crate::lists::Set;
use crate::request::{HostEntry, Request, Seat};
use crate::scene::{Prepared, ServerScene};

/// More servers than this, each with names of its own, are no pool.
const FEW: usize = 5;

/// Servers that a configuration tells apart by the name that is asked for, one each; empty: it has no two of them.
pub(super) fn configured(prepared: &Prepared, servers: &[ServerScene]) -> Vec<Vec<String>> {
    let ours = |s: &&ServerScene| prepared.claims.sites.range((s.id.clone(), None)..).next().is_some_and(|(id, _)| *id == s.id);
    let sites: Vec<Vec<String>> = servers.iter().filter(ours).map(|s| vec![s.id.clone()]).collect();
    if sites.len() > 1 { sites } else { Vec::new() }
}

/// The sites, one server each; empty: there is a reason to take the servers for one pool.
pub(super) fn apart(prepared: &Prepared, request: &Request, layout: &Layout) -> Vec<Vec<String>> {
    let servers: Vec<_> = layout.servers.iter().filter(|s| !s.listener).collect();
    let asked = request.hosts.iter().map(HostEntry::parts).any(|(name, _)| !name.trim().is_empty());
    let by_hand = request.inputs.iter().any(|i| i.seat == Some(Seat::Server));
    if servers.len() <= FEW || asked || by_hand || !prepared.claims.scenes.is_empty() || !prepared.claims.hosts.is_empty() {
        return Vec::new();
    }
    let mut seen: Set<String> = Set::default();
    for leaf in servers.iter().filter_map(|s| s.leaf) {
        let certificate = prepared.certificate(leaf);
        let names = certificate.dns_names().chain(certificate.subject.common_names()).map(str::to_ascii_lowercase);
        let addresses = certificate.ip_addresses().map(|octets| format!("{octets:?}"));
        let own: Set<String> = names.chain(addresses).collect();
        if own.iter().any(|name| seen.contains(name)) {
            return Vec::new();
        }
        for name in own.iter() {
            seen.insert(name.clone());
        }
    }
    servers.iter().map(|s| vec![s.id.clone()]).collect()
}
