//! A pool, a graph and a question out of PEM or DER, without a scene.

use crate::support::base64;
use certlens::facts::RevocationList;
use certlens::path::{IssuerGraph, revocation};
use certlens::policy::PathPolicy;
use certlens::pool::PoolCertificate;
use certlens::rehearsal::rfc5280::{Question, Refusal, verify};
use certlens::x509;

/// What one case consists of.
#[derive(Default)]
pub struct Case {
    pub pool: Vec<PoolCertificate>,
    pub leaf: Option<usize>,
    pub intermediates: Vec<usize>,
    pub anchors: Vec<usize>,
    pub lists: Vec<RevocationList>,
}

impl Case {
    /// Index of a certificate in the pool; `None` when it cannot be read.
    pub fn add(&mut self, der: &[u8]) -> Option<usize> {
        let certificate = x509::decode_certificate(der).ok()?;
        if let Some(known) = self.pool.iter().position(|p| p.certificate.sha256 == certificate.sha256) {
            return Some(known);
        }
        self.pool.push(PoolCertificate { certificate: certificate.into(), items: Vec::new(), mozilla_root: false });
        Some(self.pool.len() - 1)
    }

    pub fn leaf(mut self, der: &[u8]) -> Self {
        self.leaf = self.add(der);
        self
    }

    pub fn intermediates<'a>(mut self, ders: impl IntoIterator<Item = &'a Vec<u8>>) -> Self {
        for der in ders {
            let index = self.add(der);
            self.intermediates.extend(index);
        }
        self
    }

    pub fn anchors<'a>(mut self, ders: impl IntoIterator<Item = &'a Vec<u8>>) -> Self {
        for der in ders {
            let index = self.add(der);
            self.anchors.extend(index);
        }
        self
    }

    pub fn lists<'a>(mut self, ders: impl IntoIterator<Item = &'a Vec<u8>>) -> Self {
        self.lists = ders.into_iter().filter_map(|d| x509::decode_crl(d).ok()).collect();
        self
    }

    pub fn graph(&self) -> IssuerGraph {
        let certificates: Vec<_> = self.pool.iter().map(|p| p.certificate.as_ref()).collect();
        IssuerGraph::build(&certificates)
    }

    /// The path found, or why none was.
    pub fn verify(&self, now: i64, policy: &PathPolicy) -> Result<Vec<usize>, Refusal> {
        let Some(leaf) = self.leaf else { return Err(Refusal::default()) };
        let mut lists = self.lists.clone();
        revocation::authenticate(lists.iter_mut(), &self.pool).unwrap();
        let lists: Vec<&RevocationList> = lists.iter().collect();
        let question =
            Question { leaf, intermediates: &self.intermediates, anchors: &self.anchors, now, lists: &lists, read: None };
        verify(&self.pool, &self.graph(), &question, policy)
    }
}

/// The DER inside one PEM block, whatever its label.
pub fn pem(text: &str) -> Vec<u8> {
    let body: String = text.lines().filter(|l| !l.starts_with("-----")).collect();
    base64(&body)
}

/// `2015-11-02T12:00:00Z` and RFC 3339 with a zero offset, as Unix seconds; fractions are dropped.
pub fn time(text: &str) -> i64 {
    let part = |range: std::ops::Range<usize>| text[range].parse::<i64>().unwrap();
    let (y, m, d) = (part(0..4), part(5..7), part(8..10));
    let (y, m) = if m <= 2 { (y - 1, m + 9) } else { (y, m - 3) };
    let days = y * 365 + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + d - 1 - 719_468;
    days * 86_400 + part(11..13) * 3600 + part(14..16) * 60 + part(17..19)
}
