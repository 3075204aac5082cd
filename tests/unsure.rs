//! Nothing is accepted on the strength of a signature that nobody computed: forged certificates under keys and with
//! parameters at the edge of what is computed, their signatures drawn at random, before every client there is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use certlens::request::{HostEntry, Request, Seat};

/// 2026-11-28T14:00:00Z.
const NOW: f64 = 1_795_874_400.0;
const HOST: &str = "app.contoso.internal";

fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match content.len() {
        n @ 0..=0x7f => out.push(n as u8),
        n @ 0x80..=0xff => out.extend([0x81, n as u8]),
        n => out.extend([0x82, (n >> 8) as u8, n as u8]),
    }
    out.extend(content);
    out
}

fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u32> = dotted.split('.').map(|a| a.parse().unwrap()).collect();
    let mut content = Vec::new();
    for arc in std::iter::once(arcs[0] * 40 + arcs[1]).chain(arcs[2..].iter().copied()) {
        let mut groups = vec![(arc & 0x7f) as u8];
        let mut left = arc >> 7;
        while left > 0 {
            groups.push((left & 0x7f) as u8 | 0x80);
            left >>= 7;
        }
        content.extend(groups.iter().rev());
    }
    tlv(6, &[&content])
}

fn bits(content: &[u8]) -> Vec<u8> {
    tlv(3, &[&[0], content])
}

/// Bytes that look like a signature and are none.
fn noise(length: usize, mut seed: u64) -> Vec<u8> {
    (0..length)
        .map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as u8
        })
        .collect()
}

fn name(common: &str) -> Vec<u8> {
    tlv(0x30, &[&tlv(0x31, &[&tlv(0x30, &[&oid("2.5.4.3"), &tlv(0x0c, &[common.as_bytes()])])])])
}

fn extension(id: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    tlv(0x30, &[&oid(id), critical, &tlv(4, &[value])])
}

/// A certificate whose signature is `signature`, whatever that is worth.
fn certificate(subject: &str, issuer: &str, spki: &[u8], algorithm: &[u8], signature: &[u8]) -> Vec<u8> {
    let ca = subject != HOST;
    let extensions = if ca {
        [
            extension("2.5.29.19", true, &tlv(0x30, &[&[1, 1, 0xff]])),
            extension("2.5.29.15", true, &[3, 2, 1, 6]),
            extension("2.5.29.14", false, &tlv(4, &[subject.as_bytes()])),
        ]
        .concat()
    } else {
        [
            extension("2.5.29.17", false, &tlv(0x30, &[&tlv(0x82, &[HOST.as_bytes()])])),
            extension("2.5.29.15", true, &[3, 2, 7, 0x80]),
            extension("2.5.29.37", false, &tlv(0x30, &[&oid("1.3.6.1.5.5.7.3.1")])),
            extension("2.5.29.19", true, &[0x30, 0]),
            extension("2.5.29.35", false, &tlv(0x30, &[&tlv(0x80, &[issuer.as_bytes()])])),
        ]
        .concat()
    };
    let validity = tlv(0x30, &[&tlv(0x17, &[b"260927000000Z"]), &tlv(0x17, &[b"270326000000Z"])]);
    let tbs = tlv(
        0x30,
        &[
            &tlv(0xa0, &[&[2, 1, 2]]),
            &[2, 2, 0x11, subject.len() as u8],
            algorithm,
            &name(issuer),
            &validity,
            &name(subject),
            spki,
            &tlv(0xa3, &[&tlv(0x30, &[&extensions])]),
        ],
    );
    tlv(0x30, &[&tbs, algorithm, &bits(signature)])
}

fn key(algorithm: &str, parameters: &[u8], content: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&tlv(0x30, &[&oid(algorithm), parameters]), &bits(content)])
}

fn rsa(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let number = |n: &[u8]| if n.first().is_some_and(|b| b & 0x80 != 0) { tlv(2, &[&[0], n]) } else { tlv(2, &[n]) };
    key("1.2.840.113549.1.1.1", &[5, 0], &tlv(0x30, &[&number(modulus), &number(exponent)]))
}

fn odd(mut modulus: Vec<u8>) -> Vec<u8> {
    modulus[0] |= 0x80;
    *modulus.last_mut().unwrap() |= 1;
    modulus
}

fn pss(salt: &[u8]) -> Vec<u8> {
    let sha256 = tlv(0x30, &[&oid("2.16.840.1.101.3.4.2.1"), &[5, 0]]);
    let mask = tlv(0x30, &[&oid("1.2.840.113549.1.1.8"), &sha256]);
    let parameters = tlv(0x30, &[&tlv(0xa0, &[&sha256]), &tlv(0xa1, &[&mask]), &tlv(0xa2, &[&tlv(2, &[salt])])]);
    tlv(0x30, &[&oid("1.2.840.113549.1.1.10"), &parameters])
}

/// Name, key of the signer, algorithm identifier, signature.
type Attack = (String, Vec<u8>, Vec<u8>, Vec<u8>);

fn attacks() -> Vec<Attack> {
    let plain = |id: &str| tlv(0x30, &[&oid(id)]);
    let sha256_rsa = tlv(0x30, &[&oid("1.2.840.113549.1.1.11"), &[5, 0]]);
    let ecdsa = |seed| tlv(0x30, &[&tlv(2, &[&[0x11], &noise(31, seed)]), &tlv(2, &[&[0x12], &noise(31, seed + 1)])]);
    let point = |octets: usize, seed| [vec![4], noise(2 * octets, seed)].concat();
    let modulus = odd(noise(256, 3));
    let mut even = modulus.clone();
    *even.last_mut().unwrap() &= 0xfe;
    let mut all: Vec<Attack> = Vec::new();
    for (last, key_octets, signature_octets) in [(17_u8, 1312, 2420), (18, 1952, 3309), (19, 2592, 4627)] {
        let id = format!("2.16.840.1.101.3.4.3.{last}");
        let random = noise(signature_octets, u64::from(last));
        all.push((format!("ML-DSA {last}"), key(&id, &[], &noise(key_octets, 9)), plain(&id), random));
    }
    for last in [20_u8, 21] {
        let id = format!("2.16.840.1.101.3.4.3.{last}");
        all.push((format!("SLH-DSA {last}"), key(&id, &[], &noise(32, 9)), plain(&id), noise(7856, 4)));
    }
    let ed448 = "1.3.101.113";
    all.push(("Ed448".into(), key(ed448, &[], &noise(57, 5)), plain(ed448), noise(114, 6)));
    let numbers = tlv(0x30, &[&tlv(2, &[&[0], &odd(noise(256, 7))]), &tlv(2, &[&[0x71], &noise(31, 8)]), &tlv(2, &[&[3]])]);
    let dsa = key("1.2.840.10040.4.1", &numbers, &tlv(2, &[&[0x51], &noise(255, 9)]));
    all.push(("DSA".into(), dsa, plain("2.16.840.1.101.3.4.3.2"), ecdsa(10)));
    let sm2 = key("1.2.840.10045.2.1", &oid("1.2.156.10197.1.301"), &point(32, 11));
    all.push(("SM2".into(), sm2, plain("1.2.156.10197.1.501"), ecdsa(12)));
    for curve in
        ["1.3.132.0.33", "1.3.132.0.10", "1.3.36.3.3.2.8.1.1.7", "1.3.36.3.3.2.8.1.1.11", "1.3.36.3.3.2.8.1.1.13", "2.999.7"]
    {
        let octets = if curve.ends_with(".33") {
            28
        } else if curve.ends_with(".11") {
            48
        } else {
            32
        };
        let spki = key("1.2.840.10045.2.1", &oid(curve), &point(octets, 13));
        all.push((format!("curve {curve}"), spki, plain("1.2.840.10045.4.3.2"), ecdsa(14)));
    }
    all.push(("unknown".into(), key("2.999.1", &[], &noise(32, 15)), plain("2.999.2"), noise(64, 16)));
    all.push(("RSA, unknown digest".into(), rsa(&modulus, &[1, 0, 1]), plain("2.999.3"), noise(256, 17)));
    for (what, n, e) in [
        ("e = 0", &modulus, &[0_u8][..]),
        ("e = 1", &modulus, &[1]),
        ("e = 2", &modulus, &[2]),
        ("even modulus", &even, &[1, 0, 1]),
        ("modulus 0", &vec![0], &[1, 0, 1]),
        ("modulus 1", &vec![1], &[1, 0, 1]),
        ("e of 65 bits", &modulus, &[1, 0, 0, 0, 0, 0, 0, 0, 1]),
        ("modulus of 20,000 bits", &odd(noise(2500, 18)), &[1, 0, 1]),
    ] {
        for signature in [noise(n.len(), 19), vec![0; n.len()], [vec![0; n.len() - 1], vec![1]].concat()] {
            all.push((format!("RSA, {what}"), rsa(n, e), sha256_rsa.clone(), signature));
        }
    }
    for salt in [&[0_u8, 0xff, 0xff][..], &[0x7f, 0xff], &[0, 0xff, 0xff, 0xff, 0xff], &[0xff], &[0]] {
        all.push((format!("PSS, salt {salt:x?}"), rsa(&modulus, &[1, 0, 1]), pss(salt), noise(256, 20)));
    }
    all
}

/// Verdicts of every client on this list with this root.
fn report(chain: &[Vec<u8>], root: &[u8], hosts: Vec<HostEntry>, targets: Option<Vec<String>>) -> certlens::Report {
    let pem = |der: &[u8]| {
        let body: Vec<String> =
            support::to_base64(der).as_bytes().chunks(64).map(|c| String::from_utf8_lossy(c).into_owned()).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", body.join("\n"))
    };
    certlens::inspect(&Request {
        inputs: vec![
            support::file("chain.pem", chain.iter().map(|c| pem(c)).collect::<String>(), Seat::Server),
            support::file("roots.pem", pem(root), Seat::Trust),
        ],
        hosts,
        targets,
        now: Some(NOW),
        ..Request::default()
    })
}

fn outcomes(chain: &[Vec<u8>], root: &[u8]) -> Vec<(String, &'static str, Option<String>)> {
    let report = report(chain, root, vec![HostEntry::from(HOST)], None);
    let connects = report.verdicts.iter().filter(|v| matches!(v.check, "connect" | "probe" | "traffic"));
    connects.map(|v| (v.target.to_owned(), v.outcome, v.code.clone())).collect()
}

fn leaf_key() -> Vec<u8> {
    let vectors = std::fs::read_to_string(support::root().join("tests/fixtures/signatures.txt")).unwrap();
    let line = vectors.lines().find(|l| l.starts_with("ec-P-256-sha256 ")).unwrap().to_owned();
    let hex = line.split(' ').nth(3).unwrap().to_owned();
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect()
}

#[test]
fn with_nobody_rehearsed_nothing_is_called_in_order() {
    for (what, signer, algorithm, signature) in attacks() {
        let root = certificate("Root", "Root", &signer, &algorithm, &signature);
        let leaf = certificate(HOST, "Root", &leaf_key(), &algorithm, &signature);
        for targets in [Some(Vec::new()), None] {
            let nobody = targets.is_some();
            for hosts in [vec![HostEntry::from(HOST)], Vec::new()] {
                let report = report(std::slice::from_ref(&leaf), &root, hosts, targets.clone());
                assert_eq!(report.verdicts.is_empty(), nobody);
                let told = serde_json::to_string(&(&report.answer, &report.findings, &report.diagnosis)).unwrap();
                assert!(!told.contains("in order"), "{what}: {told}");
                assert_ne!(report.answer.severity, "ok", "{what}");
            }
        }
    }
}

#[test]
fn a_signature_that_is_not_computed_is_never_taken() {
    let leaf_key = leaf_key();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (what, signer, algorithm, signature) in attacks() {
        let root = certificate("Root", "Root", &signer, &algorithm, &signature);
        let leaf = certificate(HOST, "Root", &leaf_key, &algorithm, &signature);
        let under = certificate(HOST, "Issuing", &leaf_key, &algorithm, &signature);
        let issuing = certificate("Issuing", "Root", &signer, &algorithm, &signature);
        for (shape, chain) in [("root", vec![leaf]), ("issuing", vec![under, issuing])] {
            for (target, outcome, _) in outcomes(&chain, &root) {
                seen += 1;
                if outcome == "accepted" {
                    wrong.push(format!("{target}: {what}, {shape}"));
                }
            }
        }
    }
    assert!(seen > 500, "only {seen} verdicts");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
