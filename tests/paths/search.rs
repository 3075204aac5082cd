//! Graph and search: cross-signs, renewed keys, loops, namesakes, and pools made to hold us up.

use crate::bench::Case;
use crate::support::forge::{NOW, Pair};
use certlens::fault::FaultKind;
use certlens::path::search::{self, Query};
use certlens::path::{IssuerGraph, KeyIdEvidence, Limits, NameEvidence, Stopped, order};
use certlens::policy::{LeafAnchor, PathPolicy};
use certlens::pool::PoolCertificate;
use std::sync::Arc;

const POLICY: PathPolicy = PathPolicy::RFC5280;

fn now() -> i64 {
    NOW as i64
}

fn case(leaf: &Pair, intermediates: &[&Pair], anchors: &[&Pair]) -> Case {
    Case::default().leaf(&leaf.der).intermediates(intermediates.iter().map(|p| &p.der)).anchors(anchors.iter().map(|p| &p.der))
}

fn found(case: &Case, limits: Limits) -> search::Found {
    let query = Query { leaf: case.leaf.unwrap(), intermediates: &case.intermediates, anchors: &case.anchors, limits };
    search::paths(&case.pool, &case.graph(), &query)
}

#[test]
fn an_edge_carries_its_evidence() {
    let root = Pair::root("Root");
    let namesake = Pair::root("Root");
    let leaf = root.issue("leaf", &["a.example"]);
    let case = case(&leaf, &[], &[&root, &namesake]);
    let graph = case.graph();
    let edges: Vec<_> = graph.issuers(0).iter().map(|e| (e.issuer, e.names, e.key_ids)).collect();
    assert_eq!(edges, [(1, NameEvidence::Exact, KeyIdEvidence::Equal), (2, NameEvidence::Exact, KeyIdEvidence::Different)]);
    assert_eq!(graph.signature(&case.pool, 0, 1).word(), "verified");
    assert_eq!(graph.signature(&case.pool, 0, 2).word(), "failed");
    assert_eq!(graph.known_signature(1, 2), None, "nobody asked");
}

#[test]
fn names_that_differ_in_case_alone_are_equivalent() {
    let root = Pair::root("Example Root");
    let leaf = root.issue("leaf", &["a.example"]);
    let mut case = case(&leaf, &[], &[&root]);
    for rdn in &mut Arc::make_mut(&mut case.pool[1].certificate).subject.rdns {
        for attribute in rdn {
            attribute.value = "EXAMPLE   root".to_owned();
        }
    }
    Arc::make_mut(&mut case.pool[1].certificate).subject.der = b"otherwise encoded".to_vec();
    assert_eq!(case.graph().edge(0, 1).unwrap().names, NameEvidence::Equivalent);
    assert!(case.verify(now(), &POLICY).is_ok());
    let refusal = case.verify(now(), &PathPolicy { exact_names: true, ..POLICY }).unwrap_err();
    assert_eq!(refusal.faults[0].kind, FaultKind::IssuerMissing);
}

#[test]
fn a_renamed_issuer_is_found_by_key_id_alone() {
    let root = Pair::root("Root");
    let leaf = root.issue("leaf", &["a.example"]);
    let mut case = case(&leaf, &[], &[&root]);
    let own = case.pool[0].certificate.subject.clone();
    Arc::make_mut(&mut case.pool[0].certificate).issuer = own;
    let graph = case.graph();
    assert!(graph.edge(0, 1).is_none());
    let alone: Vec<_> = graph.issuers_by_key_id_alone(0, &case.pool[0].certificate).map(|e| (e.issuer, e.names)).collect();
    assert_eq!(alone, [(1, NameEvidence::Different)]);
}

#[test]
fn a_cross_sign_gives_two_paths() {
    let (old, new) = (Pair::root("Old Root"), Pair::root("New Root"));
    let issuing = old.issue_ca("Issuing");
    let cross = new.cross(&issuing);
    let leaf = issuing.issue("leaf", &["a.example"]);
    let both = case(&leaf, &[&issuing, &cross], &[&old, &new]);
    assert_eq!(found(&both, Limits::DEFAULT).complete.len(), 2);
    let one = case(&leaf, &[&issuing, &cross], &[&new]);
    let said = found(&one, Limits::DEFAULT);
    assert_eq!((said.complete.len(), said.dead_ends.len()), (1, 1));
    assert!(one.verify(now(), &POLICY).is_ok(), "the path that does not end here is given up for the one that does");
}

#[test]
fn cas_that_sign_each_other_end() {
    let (a, b) = (Pair::root("A"), Pair::root("B"));
    let (a_by_b, b_by_a) = (b.cross(&a), a.cross(&b));
    let leaf = a.issue("leaf", &["a.example"]);
    let stranger = Pair::root("Stranger");
    let lost = case(&leaf, &[&a_by_b, &b_by_a], &[&stranger]);
    let said = found(&lost, Limits::DEFAULT);
    assert_eq!((said.complete.len(), said.stopped), (0, None));
    let home = case(&leaf, &[&a_by_b, &b_by_a], &[&b]);
    assert_eq!(found(&home, Limits::DEFAULT).complete.len(), 1);
}

#[test]
fn order_duplicates_and_strangers_do_not_matter() {
    let root = Pair::root("Root");
    let policy = root.issue_ca("Policy");
    let issuing = policy.issue_ca("Issuing");
    let leaf = issuing.issue("leaf", &["a.example"]);
    let stranger = Pair::root("Stranger");
    for presented in
        [[&issuing, &policy, &root, &stranger], [&stranger, &root, &policy, &issuing], [&policy, &policy, &issuing, &issuing]]
    {
        let case = case(&leaf, &presented, &[&root]);
        assert_eq!(case.verify(now(), &POLICY).unwrap().len(), 4);
    }
}

#[test]
fn the_furthest_path_says_why() {
    let root = Pair::root("Root");
    let issuing = root.issue_ca("Issuing");
    let leaf = issuing.issue("leaf", &["a.example"]);
    let stranger = Pair::root("Stranger");
    let kind =
        |case: &Case| case.verify(now(), &POLICY).unwrap_err().faults.iter().map(|f| (f.kind, f.certificate)).collect::<Vec<_>>();
    assert_eq!(kind(&case(&leaf, &[], &[&root])), [(FaultKind::IssuerMissing, Some(0))]);
    assert_eq!(kind(&case(&leaf, &[&issuing], &[&stranger])), [(FaultKind::IssuerMissing, Some(1))]);
    assert_eq!(kind(&case(&leaf, &[&issuing, &root], &[&stranger])), [(FaultKind::AnchorUntrusted, Some(2))]);
    let other = Pair::root("Issuing");
    assert_eq!(kind(&case(&leaf, &[&other], &[&root])), [(FaultKind::SignatureInvalid, Some(0))]);
    let own = Pair::self_signed("own", &["a.example"], false);
    assert_eq!(kind(&case(&own, &[], &[&root])), [(FaultKind::SelfSignedUntrusted, Some(0))]);
}

#[test]
fn a_trusted_end_entity_certificate_is_its_own_anchor_where_the_policy_says_so() {
    let root = Pair::root("Root");
    let leaf = root.issue("leaf", &["a.example"]);
    let own = Pair::self_signed("own", &["a.example"], false);
    let accepts =
        |pair: &Pair, leaf_anchor| case(pair, &[], &[pair]).verify(now(), &PathPolicy { leaf_anchor, ..POLICY }).is_ok();
    assert!(accepts(&own, LeafAnchor::SelfSigned) && accepts(&own, LeafAnchor::Any) && !accepts(&own, LeafAnchor::Never));
    assert!(!accepts(&leaf, LeafAnchor::SelfSigned) && accepts(&leaf, LeafAnchor::Any) && !accepts(&leaf, LeafAnchor::Never));
}

#[test]
fn the_proposed_order_starts_at_the_leaf_and_leaves_the_root_out() {
    let root = Pair::root("Root");
    let issuing = root.issue_ca("Issuing");
    let leaf = issuing.issue("leaf", &["a.example"]);
    let case = case(&leaf, &[&issuing, &root], &[&root]);
    let propose = |presented: &[usize], elsewhere: &[usize]| {
        order::propose(&case.pool, &case.graph(), presented, 0, elsewhere, &case.anchors, now())
    };
    let reversed = propose(&[2, 1, 0], &[]);
    assert_eq!((reversed.order.as_slice(), reversed.presented_fits, reversed.complete), (&[0, 1][..], false, true));
    assert!(propose(&[0, 1], &[2]).presented_fits && propose(&[0, 1, 2], &[]).presented_fits);
    let twice = propose(&[0, 1, 1], &[2]);
    assert_eq!((twice.presented_fits, twice.superfluous.as_slice()), (false, &[1][..]));
    let gap = propose(&[0], &[2]);
    assert_eq!(gap.missing.map(|g| g.certificate), Some(0));
    assert_eq!(propose(&[0], &[1, 2]).order, [0, 1], "what another file holds is put in");
}

#[test]
fn what_is_presented_comes_before_what_lies_elsewhere() {
    let root = Pair::root("Root");
    let issuing = root.issue_ca("Issuing");
    let again = root.cross(&issuing);
    let leaf = issuing.issue("leaf", &["a.example"]);
    let case = case(&leaf, &[&issuing, &again], &[&root]);
    let order = |presented: &[usize], elsewhere: &[usize]| {
        order::propose(&case.pool, &case.graph(), presented, 0, elsewhere, &case.anchors, now()).order
    };
    assert_eq!(order(&[0, 1], &[2]), [0, 1]);
    assert_eq!(order(&[0, 2], &[1]), [0, 2]);
}

#[test]
fn without_an_anchor_a_path_to_a_root_comes_before_a_longer_one_that_breaks_off() {
    let (root, far) = (Pair::root("Root"), Pair::root("Far Root"));
    let issuing = root.issue_ca("Issuing");
    let (upper, lower) = {
        let upper = far.issue_ca("Upper");
        let lower = upper.issue_ca("Lower");
        (upper, lower)
    };
    let again = lower.cross(&issuing);
    let leaf = issuing.issue("leaf", &["a.example"]);
    let case = case(&leaf, &[&again, &lower, &upper, &issuing, &root], &[]);
    let proposed = order::propose(&case.pool, &case.graph(), &[0, 1, 2, 3, 4, 5], 0, &[], &[], now());
    assert_eq!(proposed.path, [0, 4, 5]);
    assert!(proposed.missing.is_none() && proposed.complete, "whose root this is, nobody said");
    let without_root = order::propose(&case.pool, &case.graph(), &[0, 1, 2, 3, 4], 0, &[], &[], now());
    assert_eq!((without_root.path.as_slice(), without_root.complete), (&[0, 1, 2, 3][..], false));
}

#[test]
fn a_gap_names_the_certificate_that_has_the_issuers_name_and_another_key() {
    let issuing = Pair::root("Root").issue_ca("Issuing");
    let leaf = issuing.issue("leaf", &["a.example"]);
    let case = case(&leaf, &[&Pair::root("Issuing")], &[]);
    let gap = |elsewhere: &[usize]| order::propose(&case.pool, &case.graph(), &[0], 0, elsewhere, &[], now()).missing.unwrap();
    assert_eq!((gap(&[1]).certificate, gap(&[1]).namesake), (0, Some(1)));
    let alone = self::case(&leaf, &[], &[]);
    let gap = order::propose(&alone.pool, &alone.graph(), &[0], 0, &[], &[], now()).missing.unwrap();
    assert_eq!((gap.certificate, gap.namesake), (0, None));
}

#[test]
fn a_ca_certificate_stands_for_a_server_by_its_name_or_alone_with_its_key() {
    let appliance = Pair::self_signed("appliance", &["10.0.0.4"], true);
    let alone = Case::default().leaf(&appliance.der);
    assert_eq!(order::end_entity(&alone.pool, &[0], &[]), Some(0), "an address is a name");
    let (root, other) = (Pair::root("Root"), Pair::root("Other"));
    let two = case(&root, &[&other], &[]);
    let key = |i: usize| &two.pool[i].certificate.public_key;
    assert_eq!(order::end_entity(&two.pool, &[0], &[]), None);
    assert_eq!(order::end_entity(&two.pool, &[0], &[key(1)]), None);
    assert_eq!(order::end_entity(&two.pool, &[0], &[key(0)]), Some(0));
    assert_eq!(order::end_entity(&two.pool, &[0, 1], &[key(0)]), None, "of several CAs none is the server's");
}

#[test]
fn the_leaf_is_the_keys_certificate_and_never_a_plain_ca() {
    let root = Pair::root("Root");
    let issuing = root.issue_ca("Issuing");
    let (old, new) = (issuing.issue("old", &["a.example"]), issuing.issue("new", &["a.example"]));
    let case = case(&old, &[&new, &issuing, &root], &[]);
    let key = |i: usize| &case.pool[i].certificate.public_key;
    assert_eq!(order::end_entity(&case.pool, &[3, 2, 1, 0], &[]), Some(1), "the first that is no CA");
    assert_eq!(order::end_entity(&case.pool, &[3, 2, 1, 0], &[key(0)]), Some(0));
    assert_eq!(
        order::end_entity(&case.pool, &[3, 2, 1, 0], &[key(2)]),
        Some(1),
        "the key of a CA beside end-entity certificates"
    );
    assert_eq!(order::end_entity(&case.pool, &[2, 3], &[]), None);
    let appliance = Pair::self_signed("appliance", &["nas.example"], true);
    let alone = Case::default().leaf(&appliance.der);
    assert_eq!(order::end_entity(&alone.pool, &[0], &[]), Some(0), "a CA certificate that names a host");
}

#[test]
fn a_deciding_extension_must_be_readable_and_stand_once() {
    let root = Pair::root("Root");
    let issuing = root.issue_ca("Issuing");
    let leaf = issuing.issue("leaf", &["a.example"]);
    let healthy = || case(&leaf, &[&issuing], &[&root]);
    assert!(healthy().verify(now(), &POLICY).is_ok());
    let mut damaged = healthy();
    let extension =
        Arc::make_mut(&mut damaged.pool[1].certificate).extensions.iter_mut().find(|e| e.oid == *"2.5.29.19").unwrap();
    extension.problem = Some(certlens::facts::Problem::new("extension-damaged"));
    let mut twice = healthy();
    let again = twice.pool[0].certificate.extensions[0].clone();
    Arc::make_mut(&mut twice.pool[0].certificate).extensions.push(again);
    for (case, kind, at) in [(damaged, FaultKind::ExtensionUnreadable, 1), (twice, FaultKind::ExtensionRepeated, 0)] {
        let refusal = case.verify(now(), &POLICY).unwrap_err();
        assert_eq!((refusal.faults[0].kind, refusal.faults[0].certificate), (kind, Some(at)));
    }
}

/// Copies of one certificate that differ in serial number and fingerprint alone.
fn copies(of: &PoolCertificate, count: usize) -> Vec<PoolCertificate> {
    (0..count)
        .map(|n| {
            let mut copy = of.clone();
            Arc::make_mut(&mut copy.certificate).serial = n.to_be_bytes().to_vec();
            Arc::make_mut(&mut copy.certificate).sha256[..8].copy_from_slice(&n.to_be_bytes());
            copy
        })
        .collect()
}

fn graph(pool: &[PoolCertificate]) -> IssuerGraph {
    IssuerGraph::build(&pool.iter().map(|p| p.certificate.as_ref()).collect::<Vec<_>>())
}

#[test]
fn ten_thousand_namesakes_stay_within_bounds() {
    let mut pool = copies(&Case::default().leaf(&Pair::root("Root").der).pool[0], 10_000);
    // Every copy with a key of its own, so that no path is a repetition.
    for (n, copy) in pool.iter_mut().enumerate() {
        Arc::make_mut(&mut copy.certificate).public_key.spki.extend_from_slice(&n.to_be_bytes());
    }
    let all: Vec<usize> = (0..pool.len()).collect();
    let graph = graph(&pool);
    let query = Query { leaf: 0, intermediates: &all[1..], anchors: &[], limits: Limits::DEFAULT };
    let found = search::paths(&pool, &graph, &query);
    // A signature on P-256 counts 700.
    assert!(graph.spent() <= Limits::DEFAULT.signatures * 700, "{}", graph.spent());
    assert!(pool.iter().enumerate().all(|(n, _)| graph.issuers(n).len() <= certlens::path::ISSUERS_OF_ONE));
    assert!(found.stopped.is_some(), "and says so");
    assert_eq!(graph.cut_short().len(), pool.len());
    assert_eq!(graph.not_checked().len(), 1);
}

#[test]
fn a_refusal_is_open_where_not_every_namesake_was_tried() {
    let root = Pair::root("Root");
    let leaf = root.issue("leaf", &["a.example"]);
    let namesakes: Vec<Pair> = (0..40).map(|_| Pair::root("Root")).collect();
    let all: Vec<&Pair> = namesakes.iter().collect();
    let refusal = case(&leaf, &all, &[]).verify(now(), &POLICY).unwrap_err();
    assert_eq!(refusal.stopped, Some(Stopped::Namesakes));
    let with_issuer: Vec<&Pair> = all.iter().copied().chain([&root]).collect();
    assert!(case(&leaf, &[], &with_issuer).verify(now(), &POLICY).is_ok(), "its key id brings the right one forward");
}

#[test]
fn signatures_and_steps_are_counted() {
    let root = Pair::root("Root");
    let leaf = root.issue("leaf", &["a.example"]);
    let namesakes: Vec<Pair> = (0..8).map(|_| Pair::root("Root")).collect();
    let case = case(&leaf, &namesakes.iter().collect::<Vec<_>>(), &[]);
    let within = |signatures, steps| found(&case, Limits { signatures, steps, ..Limits::DEFAULT }).stopped;
    assert_eq!(within(200, 1_000), None);
    assert_eq!(within(3, 1_000), Some(Stopped::Signatures));
    assert_eq!(within(200, 3), Some(Stopped::Steps));
}

#[test]
fn a_long_chain_is_followed_to_the_bound() {
    let mut chain = vec![Pair::root("CA 0")];
    for n in 1..20 {
        let next = chain[n - 1].issue_ca(&format!("CA {n}"));
        chain.push(next);
    }
    let leaf = chain[19].issue("leaf", &["a.example"]);
    let (root, between) = chain.split_first().unwrap();
    let case = case(&leaf, &between.iter().collect::<Vec<_>>(), &[root]);
    let said = found(&case, Limits::DEFAULT);
    assert_eq!((said.complete.len(), said.stopped), (0, Some(Stopped::Length)));
    assert_eq!(found(&case, Limits { length: 32, ..Limits::DEFAULT }).complete.len(), 1);
}
