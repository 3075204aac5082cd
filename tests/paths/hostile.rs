//! Bytes that nobody issued: whatever can still be decoded must be judged without a panic, and never verify.

use crate::support::forge::{NOW, Pair};
use certlens::facts::RevocationList;
use certlens::path::name_constraints::{self, NameRules};
use certlens::path::{Limits, checks, order, revocation, search};
use certlens::policy::PathPolicy;
use certlens::pool::PoolCertificate;
use certlens::rehearsal::rfc5280::{Question, verify};
use certlens::signature::Verification;
use certlens::x509::{decode_certificate, decode_crl};

/// A linear congruential generator: the same bytes every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

fn damaged(der: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = der.to_vec();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(out.len());
        match dice.roll(4) {
            0 => out[at] ^= 1 << dice.roll(8),
            1 => out[at] = dice.roll(256) as u8,
            2 => drop(out.remove(at)),
            _ => out.insert(at, dice.roll(256) as u8),
        }
    }
    out
}

#[test]
fn damaged_certificates_are_judged_without_a_panic() {
    let root = Pair::root("Root");
    let issuing = root.issue_ca("Issuing");
    let leaf = issuing.issue("app.example", &["app.example", "10.0.0.1", "*.b.example"]);
    let whole: Vec<_> = [&leaf, &issuing, &root].iter().map(|p| decode_certificate(&p.der).unwrap()).collect();
    let mut dice = Dice(5280);
    let (mut decoded, mut unchanged) = (0, 0);
    for _ in 0..400 {
        let mut pool: Vec<PoolCertificate> = Vec::new();
        for (pair, original) in [&leaf, &issuing, &root].iter().zip(&whole) {
            let read = decode_certificate(&damaged(&pair.der, &mut dice));
            decoded += usize::from(read.is_ok());
            let certificate = read.unwrap_or_else(|_| original.clone());
            pool.push(PoolCertificate { certificate: certificate.into(), items: Vec::new(), mozilla_root: false });
        }
        let graph = certlens::path::IssuerGraph::build(&pool.iter().map(|p| p.certificate.as_ref()).collect::<Vec<_>>());
        for (s, i) in [(0, 1), (1, 2), (2, 2)] {
            let changed = pool[s].certificate.tbs_bytes() != whole[s].tbs_bytes();
            let same_key = pool[i].certificate.public_key == whole[i].public_key;
            let said = graph.signature(&pool, s, i);
            unchanged += usize::from(said == Verification::Verified);
            assert!(!(changed && same_key && said == Verification::Verified), "a changed certificate verifies");
        }
        let query = search::Query { leaf: 0, intermediates: &[1, 2], anchors: &[2], limits: Limits::DEFAULT };
        let _ = search::paths(&pool, &graph, &query);
        let _ = order::propose(&pool, &graph, &[0, 1, 2], 0, &[], &[2], NOW as i64);
        let _ = order::end_entity(&pool, &[0, 1, 2], &[&pool[1].certificate.public_key]);
        let question = Question { leaf: 0, intermediates: &[1, 2], anchors: &[2], now: NOW as i64, lists: &[], read: None };
        for policy in [&PathPolicy::RFC5280, &PathPolicy::WEBPKI, &PathPolicy::DOTNET, &PathPolicy::APPLE] {
            if let Err(refusal) = verify(&pool, &graph, &question, policy) {
                assert!(!refusal.faults.is_empty(), "a refusal without a reason");
            }
        }
        let view = checks::PathView::anchored(&pool, &[0, 1, 2]);
        let _ = name_constraints::check(&view, &NameRules::RFC5280);
        for position in 0..view.len() {
            let _ = checks::demands(&view, position, crate::conformance::RFC5280);
            let _ = checks::repeated_extension(&view, position, None);
            let _ = checks::key_id(&view, position);
        }
    }
    assert!(decoded > 200 && unchanged > 0, "{decoded} damaged certificates could be decoded");
}

#[test]
fn damaged_revocation_lists_clear_nobody() {
    let manifest = std::fs::read(crate::support::corpus("scenarios/crl-revoked/issuing.crl")).unwrap();
    let bundle = std::fs::read_to_string(crate::support::corpus("scenarios/crl-revoked/bundle.pem")).unwrap();
    let certificates: Vec<_> = bundle
        .split_inclusive("-----END CERTIFICATE-----")
        .filter(|t| t.contains("BEGIN"))
        .map(|t| decode_certificate(&crate::bench::pem(t)).unwrap())
        .collect();
    let pool: Vec<PoolCertificate> = certificates
        .into_iter()
        .map(|certificate| PoolCertificate { certificate: certificate.into(), items: Vec::new(), mozilla_root: false })
        .collect();
    let view = checks::PathView::open(&pool, &[0, 1]);
    let authentic = |der: &[u8]| {
        let mut list = decode_crl(der)?;
        revocation::authenticate(std::iter::once(&mut list), &pool).unwrap();
        Ok::<_, certlens::facts::Problem>(list)
    };
    let revoked = |list: &RevocationList| revocation::check(&view, 0, &[list], NOW as i64);
    assert!(revoked(&authentic(&manifest).unwrap()).is_some_and(|f| f.detail == "keyCompromise"));
    let mut dice = Dice(5280);
    for _ in 0..200 {
        let Ok(list) = authentic(&damaged(&manifest, &mut dice)) else { continue };
        let original = authentic(&manifest).unwrap();
        if list.tbs.of(&list.der) != original.tbs.of(&original.der) {
            assert!(revoked(&list).is_none(), "a changed list is believed");
            assert!(revocation::check_hard(&view, 0, &[&list], NOW as i64).is_some(), "and clears nobody");
        }
    }
}
