//! Two readers side by side over every certificate that the corpora hold: our own, and x509-parser, whose values are taken
//! for some types and whose refusals and differences are facts. What they disagree on is listed with its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::field_reassign_with_default)]

mod support;

use certlens::der::{Reader, Tlv, dotted, tag};
use certlens::facts::{Certificate, GeneralName, KeyAlgorithm, Problem};
use certlens::input::{self, Content};
use certlens::request::Input;
use certlens::x509;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What both read, and read differently: part, what is wrong there in our words, what x509-parser does about it.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    ("issuer", "an empty part of a distinguished name", STOPS),
    ("issuer", "an element that is missing", STOPS),
    ("issuer", "an element of another type than its place asks for", STOPS),
    ("subject", "an empty part of a distinguished name", STOPS),
    ("subject", "an element that is missing", STOPS),
    ("subject", "an indefinite length", "keeps the octets that end the value"),
    ("issuer", "an indefinite length", "keeps the octets that end the value"),
    ("version", "a number beyond what readers hold", "takes another part of it"),
    ("subject", "a string in several pieces (constructed)", "gives the octets of the pieces with their headers"),
    ("subjectAltName", "an entry that is no form of name", AS_OCTETS),
    ("subjectAltName", "an otherName without a type or a value", AS_OCTETS),
    ("subjectAltName", "octets above 127 in a name", AS_OCTETS),
    ("subjectAltName", "a directoryName without the list around its parts", AS_OCTETS),
    ("nameConstraints", "an empty part of a distinguished name", AS_OCTETS),
    ("nameConstraints", "octets above 127 in a name", AS_OCTETS),
    ("nameConstraints", "an element too many", "reads the subtrees otherwise, and says nothing"),
    ("nameConstraints", "an element of another type than its place asks for", "reads no subtrees, and says nothing"),
    ("extKeyUsage", "an element of another type than its place asks for", "leaves the element out"),
];
const STOPS: &str = "takes the name for ended there, and says nothing";
const AS_OCTETS: &str = "hands the name on as octets of no kind, where we read it";

/// What x509-parser refuses and we find nothing wrong with: part, its words, why.
const REFUSED_ALONE: &[(&str, &str, &str)] = &[(
    "signedCertificateTimestamps",
    "an element that is missing or not read",
    "a list without a timestamp; RFC 6962 3.3 wants one at least",
)];

/// Values that are x509-parser's and that a plain walk over the elements reads differently: field, SHA-256, why.
const HANDED_OVER: &[(&str, &str, &str)] = &[
    (
        "aki",
        "1bbf65bccf8da732db2e367d2cb4fd9a3c656bd576361b4bf34af954c44c0d2f",
        "a key id in pieces (BER): x509-parser refuses it, our reader puts it together, and the walk leaves it alone",
    ),
    ("ski", "2fd95e0b4cc76ecf6bd9f0469f86860cffd7f6f7e404094b608407608dbce052", PIECES),
    ("ski", "939bd3a733c4bbf68678f53df5571a74bda3a145fcc5a34ab6c0f582e4b594f5", PIECES),
    ("ski", "c0e3e18f64de4d17cc5eb20635a9ab627e7ef387f9c5bf26fddbc403830fcb20", PIECES),
    (
        "rsa",
        "3bec469f23aaff6f9c3d54c7f72f7f55e00851dc0b157aaec4bfe77bdcead91a",
        "a modulus that is an ENUMERATED: no number for the reader, and octets like others for the walk",
    ),
];
const PIECES: &str = "a key id in pieces (BER): our reader puts it together, and the walk keeps the pieces' headers";

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, found);
        } else if std::fs::metadata(&path).unwrap().len() < 4 << 20 {
            found.push(path);
        }
    }
}

/// Every certificate of every file, once.
fn certificates() -> &'static BTreeMap<String, Certificate> {
    static ALL: OnceLock<BTreeMap<String, Certificate>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut files = Vec::new();
        collect(&support::root().join("tests/corpora"), &mut files);
        collect(&support::root().join("fuzz/seeds"), &mut files);
        if let Some(folder) = support::third_party() {
            collect(&folder, &mut files);
        }
        let mut found = BTreeMap::new();
        for path in files {
            let mut input = Input::default();
            input.bytes = std::fs::read(&path).unwrap();
            for item in input::read(&[input]).items {
                if let Content::Certificate(der) = item.content
                    && let Ok(certificate) = x509::decode_certificate(&der)
                {
                    found.insert(hex(&certificate.sha256), certificate);
                }
            }
        }
        found
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// What our own strict walk found in the place of a fact.
fn in_the_same_place(certificate: &Certificate, fact: &Problem) -> Vec<String> {
    let at = fact.at.unwrap();
    let touching = certificate.malformations.iter().filter(|m| m.at.from <= at.to && at.from <= m.at.to);
    touching.map(certlens::facts::Malformation::described).collect()
}

#[test]
fn every_fact_of_the_second_reading_has_a_place_and_a_sentence() {
    for certificate in certificates().values() {
        for fact in &x509::second_reading(certificate) {
            let at = fact.at.unwrap();
            assert!(at.from <= at.to && at.to <= certificate.der.len(), "{fact:?}");
            assert!(x509::NOTES.iter().any(|(id, _)| *id == fact.id), "{}", fact.id);
        }
    }
}

#[test]
fn what_both_read_is_the_same_but_for_what_is_listed() {
    let mut met = BTreeSet::new();
    let mut unlisted = Vec::new();
    for (sha256, certificate) in certificates() {
        for fact in x509::second_reading(certificate).iter().filter(|f| f.id == "strict-parser-differs") {
            let wrong = in_the_same_place(certificate, fact);
            let row =
                DIFFERENCES.iter().position(|(part, flaw, _)| *part == fact.detail && wrong.contains(&format!("{part}: {flaw}")));
            match row {
                Some(row) => drop(met.insert(row)),
                None => unlisted.push(format!("{} ({sha256}): {}", fact.detail, wrong.join("; "))),
            }
        }
    }
    assert!(unlisted.is_empty(), "{} unlisted differences:\n{}", unlisted.len(), unlisted.join("\n"));
    let idle: Vec<_> = DIFFERENCES.iter().enumerate().filter(|(row, _)| !met.contains(row)).collect();
    assert!(idle.is_empty() || support::third_party().is_none(), "listed and not met: {idle:?}");
}

#[test]
fn what_the_second_reader_refuses_is_noted_by_the_first_but_for_what_is_listed() {
    let mut met = BTreeSet::new();
    let mut unlisted = Vec::new();
    for (sha256, certificate) in certificates() {
        for fact in x509::second_reading(certificate).iter().filter(|f| f.id == "strict-parser-refuses") {
            if !in_the_same_place(certificate, fact).is_empty() {
                continue;
            }
            let (part, words) = fact.detail.split_once(": ").unwrap();
            match REFUSED_ALONE.iter().position(|row| (row.0, row.1) == (part, words)) {
                Some(row) => drop(met.insert(row)),
                None => unlisted.push(format!("{} ({sha256})", fact.detail)),
            }
        }
    }
    assert!(unlisted.is_empty(), "{} unlisted refusals:\n{}", unlisted.len(), unlisted.join("\n"));
    let idle: Vec<_> = REFUSED_ALONE.iter().enumerate().filter(|(row, _)| !met.contains(row)).collect();
    assert!(idle.is_empty() || support::third_party().is_none(), "listed and not met: {idle:?}");
}

#[test]
fn handed_over_values_are_what_the_elements_say() {
    let mut met = BTreeSet::new();
    let mut unlisted = Vec::new();
    let mut compared = 0;
    for (sha256, certificate) in certificates() {
        for (field, walked, read) in handed_over(certificate) {
            compared += 1;
            if walked == read {
                continue;
            }
            match HANDED_OVER.iter().position(|row| row.0 == field && sha256.starts_with(row.1)) {
                Some(row) => drop(met.insert(row)),
                None => unlisted.push(format!("{field} ({sha256}): elements {walked:?}, read {read:?}")),
            }
        }
    }
    println!("{compared} values compared");
    assert!(unlisted.is_empty(), "{} unlisted differences:\n{}", unlisted.len(), unlisted.join("\n"));
    let idle: Vec<_> = HANDED_OVER.iter().enumerate().filter(|(row, _)| !met.contains(row)).collect();
    assert!(idle.is_empty() || support::third_party().is_none(), "listed and not met: {idle:?}");
    assert!(compared > 1_000);
}

/// (field, what a walk over the elements gives, what the certificate's facts say) of every handed-over value that the walk
/// can read and that is not noted as damaged.
fn handed_over(certificate: &Certificate) -> Vec<(&'static str, String, String)> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for extension in &certificate.extensions {
        if !seen.insert(extension.oid.as_str()) || extension.problem.is_some() {
            continue;
        }
        let Ok(value) = Reader::new(&extension.value, 0).read() else { continue };
        let pair = match extension.oid.as_str() {
            "2.5.29.14" => Some(("ski", hex(value.value), certificate.subject_key_id.as_deref().map_or("none".into(), hex))),
            "2.5.29.35" => certificate.authority_key_id.as_ref().map(|id| {
                let part = |tag| value.children().find(|t| t.tag == tag);
                let primitive = |tag| part(tag).map_or("none".into(), |t| hex(t.value));
                let issuers = part(0xa1).map_or(0, |t| t.children().count());
                let read = |octets: &Option<Vec<u8>>| octets.as_deref().map_or("none".into(), hex);
                (
                    "aki",
                    format!("{} {issuers} {}", primitive(0x80), primitive(0x82)),
                    format!("{} {} {}", read(&id.key_id), id.issuer.len(), read(&id.serial)),
                )
            }),
            "1.3.6.1.5.5.7.1.1" => {
                let walked = value.children().map(|description| {
                    let mut parts = description.children();
                    let method = parts.next().and_then(|t| dotted(t.value)).unwrap_or_default();
                    method + " " + &parts.next().map_or(String::new(), |name| uri(&name))
                });
                let read = certificate.authority_info_access.iter().map(|description| {
                    let place = if let GeneralName::Uri(uri) = &description.location { uri.as_str() } else { "" };
                    format!("{} {place}", description.method.as_str())
                });
                Some(("aia", joined(walked), joined(read)))
            }
            "2.5.29.31" => {
                let urls = value.children().flat_map(|point| {
                    let name = point.children().next().filter(|t| t.tag == 0xa0);
                    let full = name.and_then(|t| t.children().next()).filter(|t| t.tag == 0xa0);
                    full.into_iter().flat_map(|t| t.children()).filter(|t| t.tag == 0x86).map(|t| uri(&t)).collect::<Vec<_>>()
                });
                Some(("crl", joined(urls), joined(certificate.crl_urls.iter().cloned())))
            }
            "2.5.29.32" => {
                let oids = value.children().filter_map(|policy| policy.children().next().and_then(|t| dotted(t.value)));
                Some(("policies", joined(oids), joined(certificate.policies.iter().map(|oid| oid.as_str().to_owned()))))
            }
            _ => None,
        };
        out.extend(pair);
    }
    if certificate.public_key.algorithm == KeyAlgorithm::Rsa
        && let Some(numbers) = Reader::new(&certificate.public_key.key, 0).read().ok().filter(|t| t.tag == tag::SEQUENCE)
    {
        let modulus = numbers.children().next().map_or(&[][..], |t| t.value);
        let bits = modulus.iter().skip_while(|b| **b == 0).map(|_| 8).sum::<u32>();
        let top = modulus.iter().find(|b| **b != 0).map_or(0, |b| b.leading_zeros());
        out.push(("rsa", (bits - top).to_string(), certificate.public_key.bits.to_string()));
    }
    out
}

/// The text of a uniformResourceIdentifier, each octet a character.
fn uri(name: &Tlv<'_>) -> String {
    if name.tag == 0x86 { name.value.iter().copied().map(char::from).collect() } else { String::new() }
}

fn joined(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join(" | ")
}
