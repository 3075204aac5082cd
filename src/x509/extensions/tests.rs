//! Each extension forged by hand, decoded and described.
#![allow(clippy::unwrap_used)]

use super::describe::{Described, describe_extension};
use crate::der::from_dotted;
use crate::facts::{ByteRange, Certificate, Extension, GeneralName, Oid};
use crate::x509::{decode_certificate, general_name_text};

/// A DER element.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len() {
        n @ 0..=0x7f => out.push(n as u8),
        n @ 0x80..=0xff => out.extend([0x81, n as u8]),
        n => out.extend([0x82, (n >> 8) as u8, n as u8]),
    }
    out.extend(content);
    out
}

fn seq(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

fn oid(dotted: &str) -> Vec<u8> {
    tlv(6, &from_dotted(dotted).unwrap())
}

fn described(dotted: &str, value: &[u8]) -> Described {
    describe_extension(&Extension {
        oid: Oid::from(dotted),
        name: None,
        critical: false,
        value_at: ByteRange::new(100, 100 + value.len()),
        value: value.to_vec(),
        problem: None,
    })
}

/// `label: value` lines.
fn lines(dotted: &str, value: &[u8]) -> Vec<String> {
    let described = described(dotted, value);
    assert_eq!(described.problem, None, "{dotted}");
    assert!(!described.explanation.is_empty(), "{dotted}");
    described.fields.iter().map(|f| format!("{}: {}", f.label, f.value)).collect()
}

/// A certificate that carries these extensions (OID, critical, value) and is otherwise as small as can be.
fn certificate(extensions: &[(&str, bool, Vec<u8>)]) -> Certificate {
    let algorithm = seq(&[oid("1.3.101.112")]);
    let name = seq(&[tlv(0x31, &seq(&[oid("2.5.4.3"), tlv(0x0c, b"a")]))]);
    let list: Vec<Vec<u8>> = extensions
        .iter()
        .map(|(id, critical, value)| {
            let flag = if *critical { tlv(1, &[0xff]) } else { Vec::new() };
            seq(&[oid(id), flag, tlv(4, value)])
        })
        .collect();
    let tbs = seq(&[
        tlv(0xa0, &tlv(2, &[2])),
        tlv(2, &[5]),
        algorithm.clone(),
        name.clone(),
        seq(&[tlv(0x17, b"200101000000Z"), tlv(0x17, b"300101000000Z")]),
        name,
        seq(&[algorithm.clone(), tlv(3, &[0; 33])]),
        tlv(0xa3, &seq(&list)),
    ]);
    decode_certificate(&seq(&[tbs, algorithm, tlv(3, &[0, 1, 2])])).unwrap()
}

#[test]
fn alternative_names_of_all_kinds() {
    let upn = tlv(0xa0, &[oid("1.3.6.1.4.1.311.20.2.3"), tlv(0xa0, &tlv(0x0c, b"u@x"))].concat());
    let directory = tlv(0xa4, &seq(&[tlv(0x31, &seq(&[oid("2.5.4.10"), tlv(0x13, b"O,1")]))]));
    let value = seq(&[
        tlv(0x82, b"a.example"),
        tlv(0x87, &[10, 0, 0, 1]),
        tlv(0x87, &[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        tlv(0x81, b"m@a.example"),
        tlv(0x86, b"https://a.example/"),
        directory,
        tlv(0x88, &from_dotted("2.999.1").unwrap()),
        upn,
        tlv(0xa5, &[]),
    ]);
    assert_eq!(
        lines("2.5.29.17", &value),
        [
            "DNS name: a.example",
            "IP address: 10.0.0.1",
            "IP address: 2001:db8::1",
            "Email address: m@a.example",
            "URI: https://a.example/",
            "Directory name: O=O\\,1",
            "Registered ID: 2.999.1",
            "Other name: userPrincipalName (1.3.6.1.4.1.311.20.2.3): u@x",
            "EDI party name: #",
        ]
    );
    assert_eq!(lines("2.5.29.18", &seq(&[tlv(0x82, b"ca.example")])), ["DNS name: ca.example"]);
    let decoded = certificate(&[("2.5.29.17", true, value)]);
    let names = decoded.subject_alt_names.as_ref().unwrap();
    assert!(names.critical && names.names.len() == 9);
    assert_eq!(decoded.dns_names().collect::<Vec<_>>(), ["a.example"]);
}

#[test]
fn an_octet_outside_ascii_does_not_hide_the_other_names() {
    let value = seq(&[tlv(0x82, b"b\xfccher.example"), tlv(0x82, b"a.example")]);
    let decoded = certificate(&[("2.5.29.17", false, value)]);
    assert_eq!(decoded.dns_names().collect::<Vec<_>>(), ["b\u{fc}cher.example", "a.example"]);
    assert_eq!(decoded.problems[0].id, "name-not-ascii");
}

#[test]
fn networks_as_text() {
    let network = |octets: &[u8]| general_name_text(&GeneralName::Ip(octets.to_vec()));
    assert_eq!(network(&[10, 0, 0, 0, 255, 0, 0, 0]), "10.0.0.0/8");
    assert_eq!(network(&[10, 0, 0, 0, 255, 0, 255, 0]), "10.0.0.0/255.0.255.0");
    assert_eq!(network(&[0; 32]), "::/0");
    assert_eq!(network(&[1, 2, 3]), "#010203");
}

#[test]
fn basic_constraints() {
    let decoded = |value: &[u8]| certificate(&[("2.5.29.19", true, value.to_vec())]);
    let ca = decoded(&seq(&[tlv(1, &[0xff]), tlv(2, &[3])])).basic_constraints.unwrap();
    assert_eq!((ca.critical, ca.ca, ca.path_len), (true, true, Some(3)));
    assert_eq!(decoded(&seq(&[])).basic_constraints.map(|b| b.ca), Some(false));
    let large = decoded(&seq(&[tlv(1, &[0xff]), tlv(2, &[1, 0, 0, 0, 0])]));
    assert_eq!(large.basic_constraints.and_then(|b| b.path_len), Some(u32::MAX));
    let negative = decoded(&seq(&[tlv(1, &[0xff]), tlv(2, &[0xff])]));
    assert_eq!(negative.basic_constraints, None);
    assert_eq!(negative.extensions[0].problem.as_ref().map(|p| p.id), Some("extension-damaged"));
    assert_eq!(
        lines("2.5.29.19", &seq(&[tlv(1, &[0xff]), tlv(2, &[0])])),
        ["Certificate authority: yes", "CA certificates that may follow (pathLenConstraint): 0"]
    );
}

#[test]
fn key_usages() {
    let usage = certificate(&[("2.5.29.15", true, tlv(3, &[7, 0x06, 0x80]))]).key_usage.unwrap();
    assert_eq!(usage.bits, 1 << 5 | 1 << 6 | 1 << 8);
    assert_eq!(lines("2.5.29.15", &tlv(3, &[5, 0xa0])), ["Usage: digitalSignature", "Usage: keyEncipherment"]);
    assert!(described("2.5.29.15", &tlv(3, &[])).problem.is_some());
    let value = seq(&[oid("1.3.6.1.5.5.7.3.1"), oid("2.999.7")]);
    assert_eq!(lines("2.5.29.37", &value), ["Purpose: serverAuth (1.3.6.1.5.5.7.3.1)", "Purpose: 2.999.7"]);
    let purposes = certificate(&[("2.5.29.37", false, value)]).extended_key_usage.unwrap().purposes;
    assert_eq!(purposes, [Oid::from(crate::facts::eku::SERVER_AUTH), Oid::from("2.999.7")]);
}

#[test]
fn name_constraints() {
    let permitted = tlv(0xa0, &seq(&[tlv(0x82, b".a.example")]));
    let excluded = tlv(0xa1, &[seq(&[tlv(0x87, &[10, 0, 0, 0, 255, 0, 0, 0])]), seq(&[tlv(0x86, b"b")])].concat());
    let value = seq(&[permitted, excluded]);
    assert_eq!(
        lines("2.5.29.30", &value),
        ["Permitted: DNS name: .a.example", "Excluded: IP address: 10.0.0.0/8", "Excluded: URI: b"]
    );
    let constraints = certificate(&[("2.5.29.30", true, value)]).name_constraints.unwrap();
    assert_eq!((constraints.permitted.len(), constraints.excluded.len()), (1, 2));
}

#[test]
fn policies() {
    let cps = seq(&[oid("1.3.6.1.5.5.7.2.1"), tlv(0x16, b"https://cps.example")]);
    let notice = seq(&[oid("1.3.6.1.5.5.7.2.2"), seq(&[tlv(0x0c, b"Read it")])]);
    let value = seq(&[seq(&[oid("2.23.140.1.2.1"), seq(&[cps, notice])]), seq(&[oid("2.999.1")])]);
    assert_eq!(
        lines("2.5.29.32", &value),
        [
            "Policy: Domain Validated (2.23.140.1.2.1)",
            "Practice statement (CPS): https://cps.example",
            "Notice: Read it",
            "Policy: 2.999.1"
        ]
    );
    assert_eq!(certificate(&[("2.5.29.32", false, value)]).policies, [Oid::from("2.23.140.1.2.1"), Oid::from("2.999.1")]);
    let mapping = seq(&[seq(&[oid("2.999.1"), oid("2.999.2")])]);
    assert_eq!(lines("2.5.29.33", &mapping), ["Equivalent: 2.999.1 = 2.999.2"]);
    assert_eq!(
        lines("2.5.29.36", &seq(&[tlv(0x80, &[0]), tlv(0x81, &[1])])),
        ["Explicit policy required after: 0 certificates", "Policy mapping inhibited after: 1 certificate"]
    );
    assert_eq!(lines("2.5.29.54", &tlv(2, &[4])), ["anyPolicy inhibited after: 4 certificates"]);
    assert_eq!(
        lines("1.3.6.1.4.1.311.21.10", &seq(&[seq(&[oid("1.3.6.1.5.5.7.3.2")])])),
        ["Policy: clientAuth (1.3.6.1.5.5.7.3.2)"]
    );
}

#[test]
fn key_identifiers() {
    let id = tlv(4, &[1, 2, 0xab]);
    assert_eq!(lines("2.5.29.14", &id), ["Key ID: 0102ab"]);
    let authority = seq(&[tlv(0x80, &[9]), tlv(0xa1, &tlv(0x82, b"ca")), tlv(0x82, &[7])]);
    assert_eq!(
        lines("2.5.29.35", &authority),
        ["Key ID of the issuer: 09", "Issuer of the issuer's certificate: ca", "Serial of the issuer's certificate: 07"]
    );
    let decoded = certificate(&[("2.5.29.14", false, id), ("2.5.29.35", false, authority)]);
    assert_eq!(decoded.subject_key_id, Some(vec![1, 2, 0xab]));
    let authority = decoded.authority_key_id.unwrap();
    assert_eq!((authority.key_id, authority.serial, authority.issuer.len()), (Some(vec![9]), Some(vec![7]), 1));
}

#[test]
fn where_things_are_published() {
    let location = |method: &str, url: &[u8]| seq(&[oid(method), tlv(0x86, url)]);
    let access = seq(&[location("1.3.6.1.5.5.7.48.1", b"http://o"), location("1.3.6.1.5.5.7.48.2", b"http://c")]);
    assert_eq!(
        lines("1.3.6.1.5.5.7.1.1", &access),
        ["Revocation status (OCSP): http://o", "Issuer's certificate (caIssuers): http://c"]
    );
    assert_eq!(
        lines("1.3.6.1.5.5.7.1.11", &seq(&[location("1.3.6.1.5.5.7.48.5", b"http://r")])),
        ["Repository of the CA: http://r"]
    );
    let full = tlv(0xa0, &tlv(0xa0, &tlv(0x86, b"http://l")));
    let relative = tlv(0xa0, &tlv(0xa1, &seq(&[oid("2.5.4.3"), tlv(0x0c, b"r")])));
    let points = seq(&[seq(&[full, tlv(0x81, &[4, 0x50])]), seq(&[relative])]);
    let expected = [
        "Revocation list (CRL): http://l",
        "Only for the reasons: keyCompromise, affiliationChanged",
        "Name relative to the issuer: CN=r",
    ];
    assert_eq!(lines("2.5.29.31", &points), expected);
    assert_eq!(lines("2.5.29.46", &points), expected);
    let decoded = certificate(&[("1.3.6.1.5.5.7.1.1", false, access), ("2.5.29.31", false, points)]);
    assert_eq!(decoded.ca_issuers().collect::<Vec<_>>(), ["http://c"]);
    assert_eq!(decoded.crl_urls, ["http://l"]);
}

#[test]
fn certificate_transparency() {
    // version 1, log id, time in milliseconds, no extensions, signature (4, 3) of one octet
    let mut stamp = vec![0];
    stamp.extend([0x0e, 0x57, 0x94, 0xbc, 0xf3, 0xae, 0xa9, 0x3e]);
    stamp.extend([0; 24]);
    stamp.extend(1_704_067_200_000u64.to_be_bytes());
    stamp.extend([0, 0, 4, 3, 0, 1, 9]);
    let list = [&(stamp.len() as u16 + 2).to_be_bytes()[..], &(stamp.len() as u16).to_be_bytes(), &stamp].concat();
    let shown = lines("1.3.6.1.4.1.11129.2.4.2", &tlv(4, &list));
    assert_eq!(shown[0], "Log: Google Argon2026h1");
    assert!(shown[1].starts_with("Log ID: 0e5794bc"));
    assert_eq!(shown[2], "Logged at: 2024-01-01 00:00:00 UTC");
    let cut = described("1.3.6.1.4.1.11129.2.4.2", &tlv(4, &list[..20]));
    assert_eq!(cut.problem.map(|p| p.id), Some("extension-damaged"));
    let poison = certificate(&[("1.3.6.1.4.1.11129.2.4.3", true, tlv(5, &[]))]);
    assert!(poison.precertificate);
    assert_eq!(lines("1.3.6.1.4.1.11129.2.4.3", &tlv(5, &[])), ["Precertificate: yes"]);
}

#[test]
fn small_ones() {
    assert_eq!(
        lines("1.3.6.1.5.5.7.1.24", &seq(&[tlv(2, &[5]), tlv(2, &[9])])),
        ["TLS extension: status_request (OCSP must-staple)", "TLS extension: 9"]
    );
    assert_eq!(lines("1.3.6.1.5.5.7.48.1.5", &tlv(5, &[])).len(), 1);
    assert_eq!(
        lines("2.5.29.16", &seq(&[tlv(0x80, b"20240101000000Z"), tlv(0x81, b"20250101000000Z")])),
        ["Signs from: 2024-01-01 00:00:00 UTC", "Signs until: 2025-01-01 00:00:00 UTC"]
    );
}

#[test]
fn microsofts() {
    assert_eq!(lines("1.3.6.1.4.1.311.20.2", &tlv(0x1e, b"\0W\0e\0b")), ["Template: Web"]);
    assert_eq!(
        lines("1.3.6.1.4.1.311.21.7", &seq(&[oid("1.3.6.1.4.1.311.21.8.1"), tlv(2, &[100]), tlv(2, &[3])])),
        ["Template: 1.3.6.1.4.1.311.21.8.1", "Template version: 100.3"]
    );
    assert_eq!(lines("1.3.6.1.4.1.311.21.1", &tlv(2, &[1, 0, 2])), ["Certificate index of the CA: 2", "Key index of the CA: 1"]);
    assert_eq!(lines("1.3.6.1.4.1.311.21.2", &tlv(4, &[0xaa])), ["SHA-1 of the previous CA certificate: aa"]);
    let sid = tlv(0xa0, &[oid("1.3.6.1.4.1.311.25.2.1"), tlv(0xa0, &tlv(4, b"S-1-5-21-1"))].concat());
    assert_eq!(lines("1.3.6.1.4.1.311.25.2", &seq(&[sid])), ["Security identifier (SID): S-1-5-21-1"]);
}

#[test]
fn netscapes() {
    assert_eq!(lines("2.16.840.1.113730.1.1", &tlv(3, &[5, 0xa0])), ["Type: SSL client", "Type: S/MIME"]);
    assert_eq!(lines("2.16.840.1.113730.1.13", &tlv(0x16, b"made by hand")), ["Text: made by hand"]);
}

#[test]
fn qualified_ones() {
    let kind = seq(&[oid("0.4.0.1862.1.6"), seq(&[oid("0.4.0.1862.1.6.3")])]);
    let limit = seq(&[oid("0.4.0.1862.1.2"), seq(&[tlv(0x13, b"EUR"), tlv(2, &[5]), tlv(2, &[3])])]);
    assert_eq!(
        lines("1.3.6.1.5.5.7.1.3", &seq(&[seq(&[oid("0.4.0.1862.1.1")]), kind, limit])),
        [
            "Statement: QcCompliance (0.4.0.1862.1.1)",
            "Statement: QcType (0.4.0.1862.1.6)",
            "Type: web (0.4.0.1862.1.6.3)",
            "Statement: QcLimitValue (0.4.0.1862.1.2)",
            "Limit: 5 \u{d7} 10^3 EUR"
        ]
    );
    let birth = seq(&[oid("1.3.6.1.5.5.7.9.1"), tlv(0x31, &tlv(0x18, b"19700101000000Z"))]);
    assert_eq!(lines("2.5.29.9", &seq(&[birth])), ["Attribute: dateOfBirth (1.3.6.1.5.5.7.9.1): 1970-01-01 00:00:00 UTC"]);
    assert_eq!(
        lines("2.23.140.3.1", &seq(&[tlv(0x13, b"PSD"), tlv(0x13, b"BE"), tlv(0x80, b"VL"), tlv(0x0c, b"NBB-1")])),
        ["Registration scheme: PSD", "Country: BE", "State or province: VL", "Registration: NBB-1"]
    );
}

#[test]
fn what_nobody_knows_is_shown_by_its_elements() {
    let shown = described("2.999.5", &seq(&[tlv(2, &[7]), tlv(0x0c, b"text"), tlv(0x80, b"in")]));
    let values: Vec<_> = shown.fields.iter().map(|f| (f.label, f.value.as_str())).collect();
    assert_eq!(values, [("INTEGER", "7"), ("UTF8String", "text"), ("Tagged element", "in")]);
    assert_eq!((shown.explanation, shown.problem), ("", None));
    let bytes = described("2.999.5", b"\xff\xff");
    assert_eq!((bytes.fields[0].label, bytes.fields[0].value.as_str()), ("Bytes", "2 bytes: ffff"));
}

#[test]
fn the_first_of_a_repeated_extension_counts() {
    let value = |name: &[u8]| seq(&[tlv(0x82, name)]);
    let decoded = certificate(&[("2.5.29.17", false, value(b"first")), ("2.5.29.17", false, value(b"second"))]);
    assert_eq!(decoded.dns_names().collect::<Vec<_>>(), ["first"]);
    assert_eq!(decoded.extensions.len(), 2);
    assert_eq!((decoded.problems[0].id, decoded.problems[0].detail.as_str()), ("extension-repeated", "subjectAltName"));
}

#[test]
fn a_hostile_number_of_extensions_is_cut() {
    let decoded = certificate(&vec![("2.999.1", false, Vec::new()); 2_000]);
    assert_eq!(decoded.extensions.len(), super::EXTENSIONS);
    assert!(decoded.problems.len() <= 100);
}

#[test]
fn a_broken_value_keeps_the_certificate() {
    let decoded = certificate(&[("2.5.29.17", false, vec![0x30, 0x05, 0x82]), ("2.5.29.14", false, tlv(4, &[1]))]);
    assert_eq!(decoded.subject_alt_names, None);
    let problem = decoded.extensions[0].problem.clone().unwrap();
    assert_eq!((problem.id, problem.at.unwrap().from), ("extension-damaged", decoded.extensions[0].value_at.from));
    assert_eq!(decoded.subject_key_id, Some(vec![1]));
    assert!(describe_extension(&decoded.extensions[0]).problem.is_some());
}
