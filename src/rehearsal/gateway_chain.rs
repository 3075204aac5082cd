//! What a gateway makes of the certificates that a backend server presents, names aside.

use super::gateway::Opinion;
use super::gateway_names::Config;
use crate::facts::KeyUsage;
use crate::fault::{Fault, FaultKind};
use crate::input::Content;
use crate::path::checks::{self, CaRules, EkuRules, KNOWN_EXTENSIONS, KeyRules, PathView};
use crate::path::name_constraints::{self, NameRules};
use crate::path::order::is_self_signed;
use crate::path::{KeyIdEvidence, Limits, search};
use crate::policy::Confidence;
use crate::scene::{Scene, ServerScene};
use crate::signature::{Digest, Verification};

const EXTRAS: &str = "After the server's certificate come certificates that are out of order, repeated or no part of its path. \
                      Only the order server certificate, intermediates, root is documented.";
const ROOT_AS_SERVER: &str =
    "The server's certificate is its own root (CA:TRUE). The gateway takes that, Firefox and rustls do not.";
const WEAK: &str = "How the gateway treats keys and signatures this weak is not documented.";
const UNCLEAR: &str = "How the gateway treats an extension that cannot be read, or is there twice, is not documented.";
const SAME_SUBJECT: &str = "The server's certificate has the same subject as its issuer. The documentation asks for different \
                            names; what happens otherwise it does not say.";
const UNSUPPORTED: &str = "A signature uses an algorithm that is not computed here, so the path could not be followed.";

const DAMAGED: &str = "A certificate of the server's files could not be read. It may be the one that is missing here.";

/// What the presented certificates come to.
pub(super) enum Chain {
    /// Nothing stands against them.
    Sound {
        /// The path up to its root, end-entity certificate first; that one alone where paths are not validated.
        path: Vec<usize>,
        /// Something to say about them all the same.
        remark: Option<&'static str>,
        /// How sure.
        confidence: Confidence,
    },
    /// The verdict stands here.
    Ends(Opinion),
}

/// The recommended procedure: end-entity certificate, path, trust, dates, everything else.
pub(super) fn judge(scene: &Scene<'_>, server: &ServerScene, config: &Config) -> Chain {
    match follow(scene, server, config) {
        Ok(chain) => chain,
        Err(opinion) => Chain::Ends(opinion),
    }
}

fn follow(scene: &Scene<'_>, server: &ServerScene, config: &Config) -> Result<Chain, Opinion> {
    let presented = server.presented.as_slice();
    let first = presented.first().copied().unwrap_or_default();
    let self_signed = |i: usize| is_self_signed(&scene.prepared.pool, &scene.prepared.graph, i);
    // A server that presents one self-signed certificate presents it as its own, CA or not.
    let alone = (presented.len() == 1 && self_signed(first)).then_some(first);
    let Some(leaf) = server.leaf.or(alone) else {
        if has_damaged_block(scene, server) {
            return Err(Opinion::undetermined(DAMAGED, vec![Fault::new(FaultKind::Malformed)]));
        }
        let confidence = if config.validate_path { Confidence::Documented } else { Confidence::Inferred };
        return Err(Opinion::refused(Fault::of(FaultKind::EndEntityMissing, first), "M4", confidence));
    };
    if !config.validate_path {
        return Ok(Chain::Sound { path: vec![leaf], remark: None, confidence: Confidence::Documented });
    }
    if leaf != first {
        return Err(Opinion::refused(Fault::of(FaultKind::EndEntityNotFirst, leaf), "M7", Confidence::Documented));
    }
    let leaf_is_ca = scene.certificate(leaf).is_ca();
    if self_signed(leaf) && !leaf_is_ca {
        return Err(Opinion::refused(Fault::of(FaultKind::SelfSignedUntrusted, leaf), "M3", Confidence::Documented));
    }
    let anchors: Vec<usize> =
        if config.well_known { scene.mozilla_roots() } else { scene.trust.iter().copied().filter(|&i| self_signed(i)).collect() };
    let query = search::Query { leaf, intermediates: presented, anchors: &anchors, limits: Limits::DEFAULT };
    let found = search::paths(&scene.prepared.pool, &scene.prepared.graph, &query);
    // Among several paths, one whose certificates are all within their validity period.
    let best = found.complete.iter().min_by_key(|p| !outside_validity(scene, p).is_empty());
    let Some(path) = best else {
        return Err(gap(scene, server, config, leaf, &found.dead_ends));
    };
    if let Some(fault) = outside_validity(scene, path).into_iter().next() {
        return Err(Opinion::refused(fault, "M2", Confidence::Documented));
    }
    let view = PathView::anchored(&scene.prepared.pool, path);
    if let Some(opinion) = other_errors(&view) {
        return Err(opinion);
    }
    let certificate = scene.certificate(leaf);
    if certificate.is_self_issued() && !self_signed(leaf) {
        return Err(Opinion::undetermined(SAME_SUBJECT, vec![Fault::of(FaultKind::IssuerMissing, leaf)]));
    }
    let tidy = path.starts_with(presented);
    let remark = if !tidy {
        Some(EXTRAS)
    } else if leaf_is_ca {
        Some(ROOT_AS_SERVER)
    } else {
        None
    };
    Ok(Chain::Sound { path: path.clone(), remark, confidence: if tidy { Confidence::Documented } else { Confidence::Inferred } })
}

/// Every certificate outside its validity period, in path order.
pub(super) fn outside_validity(scene: &Scene<'_>, path: &[usize]) -> Vec<Fault> {
    let view = PathView::anchored(&scene.prepared.pool, path);
    (0..view.len()).filter_map(|position| checks::validity(&view, position, scene.now)).collect()
}

/// Why no path reaches a trusted root.
fn gap(scene: &Scene<'_>, server: &ServerScene, config: &Config, leaf: usize, dead_ends: &[Vec<usize>]) -> Opinion {
    let (pool, graph) = (&scene.prepared.pool, &scene.prepared.graph);
    let own = [leaf];
    let ends_in_root = |p: &&Vec<usize>| p.last().is_some_and(|&i| is_self_signed(pool, graph, i));
    let path = dead_ends.iter().find(ends_in_root).or(dead_ends.first()).map_or(own.as_slice(), Vec::as_slice);
    let end = path.last().copied().unwrap_or(leaf);
    let presented = server.presented.as_slice();
    let has_intermediate = presented.iter().any(|&i| i != leaf && !is_self_signed(pool, graph, i));
    let uploaded = scene.trust.first().copied();
    let refused = |kind, certificate, term, confidence| Opinion::refused(Fault::of(kind, certificate), term, confidence);

    if is_self_signed(pool, graph, end) {
        let kind = if end == leaf { FaultKind::SelfSignedUntrusted } else { FaultKind::AnchorUntrusted };
        return match (config.well_known, has_intermediate) {
            (true, true) => refused(kind, end, "M6", Confidence::Documented),
            (true, false) => refused(kind, end, "M5", Confidence::Documented),
            (false, _) => refused(kind, end, "M6b", not_a_root(scene, uploaded)),
        };
    }
    // A certificate of the issuer's name is at hand whose key did not make the signature.
    for edge in graph.issuers(end).iter().filter(|e| e.issuer != end && presented.contains(&e.issuer)) {
        match graph.signature(pool, end, edge.issuer) {
            Verification::Unsupported(_) => {
                return Opinion::undetermined(UNSUPPORTED, vec![Fault::of(FaultKind::SignatureUnsupported, end)]);
            }
            Verification::Unchecked => {
                return Opinion::undetermined(super::ruling::GIVEN_UP, vec![Fault::of(FaultKind::SignatureUnchecked, end)]);
            }
            // With key ids that differ the namesake is passed over and the issuer counts as missing.
            Verification::Failed if edge.key_ids != KeyIdEvidence::Different => {
                return refused(FaultKind::SignatureInvalid, end, "7", Confidence::Inferred);
            }
            _ => {}
        }
    }
    if has_damaged_block(scene, server) {
        return Opinion::undetermined(DAMAGED, vec![Fault::new(FaultKind::Malformed)]);
    }
    if end == leaf {
        let public = is_publicly_issued(scene, leaf);
        return if config.well_known && presented.len() == 1 && !public {
            refused(FaultKind::AnchorUntrusted, end, "M5", Confidence::Documented)
        } else {
            refused(FaultKind::IssuerMissing, end, "M3", Confidence::Documented)
        };
    }
    // Another file shows that what is missing is an intermediate, not the root.
    let missing_is_intermediate = graph.issuers(end).iter().map(|e| e.issuer).any(|issuer| {
        !presented.contains(&issuer)
            && !scene.trust.contains(&issuer)
            && !is_self_signed(pool, graph, issuer)
            && graph.signature(pool, end, issuer) == Verification::Verified
    });
    if missing_is_intermediate {
        return refused(FaultKind::IssuerMissing, end, "M3", Confidence::Documented);
    }
    if config.well_known {
        return refused(FaultKind::AnchorUntrusted, end, "M6", Confidence::Documented);
    }
    let issued_by_upload = graph.issuers(end).iter().any(|e| scene.trust.contains(&e.issuer));
    let kind = if issued_by_upload || uploaded.is_none_or(|u| is_self_signed(pool, graph, u)) {
        FaultKind::AnchorUntrusted
    } else {
        FaultKind::AnchorNotSelfSigned
    };
    let at = if kind == FaultKind::AnchorNotSelfSigned { uploaded.unwrap_or(end) } else { end };
    refused(kind, at, "M6a", not_a_root(scene, uploaded))
}

/// A block of the server's files that should have been a certificate and could not be read.
fn has_damaged_block(scene: &Scene<'_>, server: &ServerScene) -> bool {
    let items = scene.prepared.reading.items.iter().enumerate();
    items.filter(|(_, item)| server.inputs.contains(&item.input)).any(|(index, item)| match item.content {
        Content::Certificate(_) => item.error.is_some() || scene.prepared.undecodable.contains(&index),
        Content::Unrecognised => item.error.is_some(),
        _ => false,
    })
}

/// What follows from an uploaded certificate that is no root is reported, not documented.
fn not_a_root(scene: &Scene<'_>, uploaded: Option<usize>) -> Confidence {
    let root = |i| is_self_signed(&scene.prepared.pool, &scene.prepared.graph, i);
    if uploaded.is_none_or(root) { Confidence::Documented } else { Confidence::Inferred }
}

/// Marks of a certificate that a public CA issued: a policy of the CA/Browser Forum, or SCTs.
fn is_publicly_issued(scene: &Scene<'_>, index: usize) -> bool {
    let certificate = scene.certificate(index);
    certificate.policies.iter().any(|p| p.as_str().starts_with("2.23.140.1."))
        || certificate.extension("1.3.6.1.4.1.11129.2.4.2").is_some()
}

/// Everything that surfaces with a number of OpenSSL's. None of it is documented for the gateway, so the numbers are
/// inferred; that a private root without CA:TRUE is refused was reported.
fn other_errors(view: &PathView<'_>) -> Option<Opinion> {
    for position in (0..view.len()).rev() {
        if position > 0 {
            if let Some(fault) = checks::issuer_is_ca(view, position, CaRules::default()) {
                let anchor = position + 1 == view.len();
                let confidence = if anchor { Confidence::Reported } else { Confidence::Inferred };
                return Some(Opinion::refused(fault, "79", confidence));
            }
            let found = checks::issuer_key_usage(view, position).map(|f| (f, "32"));
            let found = found.or_else(|| checks::path_length(view, position, false).map(|f| (f, "25")));
            if let Some((fault, number)) = found {
                return Some(Opinion::refused(fault, number, Confidence::Inferred));
            }
        }
        let found = checks::unknown_critical(view, position, KNOWN_EXTENSIONS).map(|f| (f, "34"));
        let found = found.or_else(|| checks::extended_key_usage(view, position, EkuRules::SERVER).map(|f| (f, "26")));
        if let Some((fault, number)) = found {
            return Some(Opinion::refused(fault, number, Confidence::Inferred));
        }
    }
    let any = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_ENCIPHERMENT | KeyUsage::KEY_AGREEMENT;
    if let Some(fault) = checks::end_entity_key_usage(view, any).filter(|_| view.len() > 1) {
        return Some(Opinion::refused(fault, "26", Confidence::Inferred));
    }
    if let Some(fault) = name_constraints::check(view, &NameRules::RFC5280) {
        return Some(Opinion::refused(fault, "47", Confidence::Inferred));
    }
    let keys = KeyRules { rsa_bits: 2048, strength: 0, refused_curves: &[], dsa: false };
    let weak = view.below_anchor().find_map(|position| {
        checks::weak_key(view, position, &keys).or_else(|| checks::weak_digest(view, position, &[Digest::Md5, Digest::Sha1]))
    });
    let weak = weak.map(|fault| Opinion::undetermined(WEAK, vec![fault]));
    weak.or_else(|| checks::unclear_extension(view).map(|fault| Opinion::undetermined(UNCLEAR, vec![fault])))
}
