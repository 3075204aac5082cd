//! Who could have issued whom, and which certification paths there are.
//!
//! The graph holds an edge for each pair whose names or key ids suggest it; its signature is verified once, when
//! first asked for.

use crate::facts::Certificate;
use crate::signature::{self, Verification};
use std::cell::RefCell;
use std::collections::BTreeMap;

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
#[derive(Debug, Default)]
pub struct IssuerGraph {
    edges: Vec<Vec<Edge>>,
    verified: RefCell<BTreeMap<(usize, usize), Verification>>,
}

impl IssuerGraph {
    /// Builds the graph. No signature is verified yet.
    #[must_use]
    pub fn build(certificates: &[&Certificate]) -> Self {
        let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); certificates.len()];
        let mut by_subject: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
        for (i, c) in certificates.iter().enumerate() {
            by_subject.entry(&c.subject.der).or_default().push(i);
        }
        for (s, subject) in certificates.iter().enumerate() {
            for (i, issuer) in certificates.iter().enumerate() {
                let names = if subject.issuer.der == issuer.subject.der {
                    NameEvidence::Exact
                } else if subject.issuer.equivalent(&issuer.subject) {
                    NameEvidence::Equivalent
                } else {
                    continue;
                };
                edges[s].push(Edge { subject: s, issuer: i, names, key_ids: key_ids(subject, issuer) });
            }
        }
        Self { edges, verified: RefCell::default() }
    }

    /// Limits that were hit so far, as sentences for `Report.notChecked`.
    #[must_use]
    pub fn not_checked(&self) -> Vec<String> {
        Vec::new()
    }

    /// Possible issuers of a certificate, itself included when it is self-issued.
    #[must_use]
    pub fn issuers(&self, subject: usize) -> &[Edge] {
        self.edges.get(subject).map_or(&[], Vec::as_slice)
    }

    /// Whether `issuer`'s key verifies `subject`'s signature; computed once per pair.
    pub fn signature(&self, pool: &[crate::scene::PoolCertificate], subject: usize, issuer: usize) -> Verification {
        if let Some(known) = self.verified.borrow().get(&(subject, issuer)) {
            return known.clone();
        }
        let s = &pool[subject].certificate;
        let result = signature::verify(&pool[issuer].certificate.public_key, &s.signature_algorithm, s.tbs_bytes(), &s.signature);
        self.verified.borrow_mut().insert((subject, issuer), result.clone());
        result
    }
}

/// Compares AKI keyIdentifier and SKI.
#[must_use]
pub fn key_ids(subject: &Certificate, issuer: &Certificate) -> KeyIdEvidence {
    let aki = subject.authority_key_id.as_ref().and_then(|a| a.key_id.as_ref());
    match (aki, issuer.subject_key_id.as_ref()) {
        (Some(a), Some(s)) if a == s => KeyIdEvidence::Equal,
        (Some(_), Some(_)) => KeyIdEvidence::Different,
        _ => KeyIdEvidence::Absent,
    }
}
