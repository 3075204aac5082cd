//! Whole certificates, requests and revocation lists, ordinary and broken.
#![allow(clippy::unwrap_used, clippy::field_reassign_with_default)]

use crate::facts::{Certificate, Curve, KeyAlgorithm};
use crate::x509::{decode_certificate, decode_crl, decode_public_key, decode_request};

fn ids(certificate: &Certificate) -> Vec<&'static str> {
    certificate.problems.iter().map(|p| p.id).collect()
}

fn simple() -> Vec<u8> {
    rcgen::generate_simple_self_signed(["a.example".to_owned()]).unwrap().cert.der().to_vec()
}

/// `der` with the first occurrence of `from` replaced by as many octets.
fn replaced(der: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = der.windows(from.len()).position(|w| w == from).unwrap();
    let mut out = der.to_vec();
    out[at..at + to.len()].copy_from_slice(to);
    out
}

#[test]
fn an_ordinary_certificate_has_no_problem() {
    let der = simple();
    let c = decode_certificate(&der).unwrap();
    assert_eq!(ids(&c), [] as [&str; 0]);
    assert_eq!((c.version, c.subject.to_rfc4514().as_str()), (3, "CN=rcgen self signed cert"));
    assert_eq!(c.public_key.algorithm, KeyAlgorithm::Ec(Curve::P256));
    assert_eq!((c.public_key.bits, c.public_key.key.len(), c.public_key.key[0]), (256, 65, 4));
    assert_eq!(c.tbs_bytes()[0], 0x30);
    assert_eq!(c.signature_algorithm, c.tbs_signature_algorithm);
    assert_eq!(decode_public_key(&c.public_key.spki).unwrap(), c.public_key);
    assert!(c.is_self_issued() && c.dns_names().eq(["a.example"]));
}

#[test]
fn what_follows_is_cut_off_and_noted() {
    let der = simple();
    let mut longer = der.clone();
    longer.extend(b"\r\n");
    let c = decode_certificate(&longer).unwrap();
    assert_eq!(*c.der, *der);
    assert_eq!((c.problems[0].id, c.problems[0].detail.as_str()), ("trailing-data", "2"));
    assert_eq!(c.sha256, decode_certificate(&der).unwrap().sha256);
}

#[test]
fn what_is_no_certificate_says_where() {
    let der = simple();
    let cut = decode_certificate(&der[..der.len() - 1]).unwrap_err();
    assert_eq!((cut.id, cut.at.unwrap().from), ("certificate-truncated", 0));
    assert_eq!(decode_certificate(b"").unwrap_err().id, "certificate-damaged");
    assert_eq!(decode_certificate(b"hello").unwrap_err().id, "certificate-damaged");
    // A serial number of another type is where a serial number would be; no number at all is damage.
    let serial = replaced(&der, &[2, 1, 2, 2], &[2, 1, 2, 4]);
    assert_eq!(decode_certificate(&serial).unwrap().malformations[0].part, crate::facts::Part::Serial);
    let none = replaced(&der, &[2, 1, 2, 2], &[2, 1, 2, 0x30]);
    let wrong = decode_certificate(&none).unwrap_err();
    assert_eq!((wrong.id, wrong.detail.as_str()), ("certificate-damaged", "serialNumber"));
    assert!(wrong.at.unwrap().from > 8);
}

#[test]
fn odd_dates_and_serials_are_noted() {
    let der = simple();
    let date = replaced(&der, b"750101000000Z", b"75x101000000Z");
    let c = decode_certificate(&date).unwrap();
    assert_eq!((c.not_before, ids(&c)), (0, vec!["time-unreadable"]));
    assert_eq!(c.problems[0].detail, "notBefore");
    let mut params = rcgen::CertificateParams::default();
    params.serial_number = Some(vec![0x12, 0x34].into());
    let key = rcgen::KeyPair::generate().unwrap();
    let der = params.self_signed(&key).unwrap().der().to_vec();
    for (serial, id) in [([0x92, 0x34], "serial-negative"), ([0, 0x34], "serial-padded")] {
        let c = decode_certificate(&replaced(&der, &[2, 2, 0x12, 0x34], &[&[2, 2], &serial[..]].concat())).unwrap();
        assert_eq!((ids(&c), &c.serial[..]), (vec![id], &serial[..]));
    }
}

#[test]
fn a_string_that_is_not_utf8_keeps_its_certificate() {
    let c = decode_certificate(&replaced(&simple(), b"rcgen self", b"rcgen sel\xfc")).unwrap();
    assert_eq!(c.subject.common_names().next(), Some("rcgen self signed cert"));
    assert_eq!(c.issuer.common_names().next(), Some("rcgen sel\u{fc} signed cert"));
    assert_eq!(ids(&c), ["name-string-encoding"]);
}

#[test]
fn requests_and_their_names() {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["r.example".to_owned()]).unwrap();
    let der = params.serialize_request(&key).unwrap().der().to_vec();
    let request = decode_request(&der).unwrap();
    assert!(request.problems.is_empty());
    assert_eq!(request.subject_alt_names.unwrap().names, [crate::facts::GeneralName::Dns("r.example".to_owned())]);
    assert_eq!(request.info.of(&request.der)[0], 0x30);
    assert_eq!(decode_request(&der[..40]).unwrap_err().id, "request-truncated");
    assert!(decode_crl(&der).is_err());
}

#[test]
fn revocation_lists() {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.key_usages = vec![rcgen::KeyUsagePurpose::CrlSign];
    let issuer = rcgen::CertifiedIssuer::self_signed(params, key).unwrap();
    let list = rcgen::CertificateRevocationListParams {
        this_update: rcgen::date_time_ymd(2024, 1, 1),
        next_update: rcgen::date_time_ymd(2024, 2, 1),
        crl_number: 7u64.into(),
        issuing_distribution_point: None,
        revoked_certs: vec![rcgen::RevokedCertParams {
            serial_number: 0x1234u64.into(),
            revocation_time: rcgen::date_time_ymd(2023, 12, 31),
            reason_code: Some(rcgen::RevocationReason::KeyCompromise),
            invalidity_date: None,
        }],
        key_identifier_method: rcgen::KeyIdMethod::Sha256,
    };
    let der = list.signed_by(&issuer).unwrap().der().to_vec();
    let crl = decode_crl(&der).unwrap();
    assert_eq!((crl.this_update, crl.next_update), (1_704_067_200, Some(1_706_745_600)));
    assert_eq!(crl.revoked.len(), 1);
    assert_eq!(crl.revoked[0].reason, Some("keyCompromise"));
    assert!(crl.revoked[0].serial.ends_with(&[0x12, 0x34]));
    assert!(crl.authority_key_id.is_some() && crl.problems.is_empty());
}
