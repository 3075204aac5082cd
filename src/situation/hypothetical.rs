//! Certificates that do not exist yet: the facts of a present one with changes, or what an issuer nobody dropped must
//! be like. They are written as DER and decoded, so that every check reads them as it reads any other; only the
//! signature is none, and is taken as given.

use crate::der::encode::{NULL, bits, element, integer, octets, oid, sequence, unsigned};
use crate::der::{Reader, tag};
use crate::facts::{Certificate, Curve, GeneralName, KEY_USAGE_NAMES, KeyAlgorithm, UnixTime, eku};
use crate::identity::{self, ReferenceKind};
use crate::lists::Map;
use crate::request::With;
use crate::x509;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::sync::Arc;

const SAN: &str = "2.5.29.17";
const BASIC_CONSTRAINTS: &str = "2.5.29.19";
const KEY_USAGE: &str = "2.5.29.15";
const EXTENDED_KEY_USAGE: &str = "2.5.29.37";
const NAME_CONSTRAINTS: &str = "2.5.29.30";
const SUBJECT_KEY_ID: &str = "2.5.29.14";
const AUTHORITY_KEY_ID: &str = "2.5.29.35";
/// RFC 6962 3.3.
const TIMESTAMPS: &str = "1.3.6.1.4.1.11129.2.4.2";
/// RFC 6962 3.1.
const PRECERTIFICATE_POISON: &str = "1.3.6.1.4.1.11129.2.4.3";
const DAY: i64 = 86_400;

/// One extension: its OID, and the whole element.
type Extension = (String, Vec<u8>);

/// The present certificate with changes. Its fingerprints stay, so that whatever named it still means it.
///
/// `of_another`: another certificate's key signed it, whatever the names say.
pub(super) fn reissued(
    old: &Certificate,
    with: &With,
    issuer: Option<&Certificate>,
    key: Option<&[u8]>,
    of_another: bool,
) -> Option<Vec<u8>> {
    let mut tbs = Reader::new(old.tbs_bytes(), 0).read().ok()?.children();
    tbs.optional(0xa0).ok()?;
    let mut field = || tbs.read().ok().map(|t| t.full);
    let (serial, algorithm, issuer_name, validity, subject, spki) = (field()?, field()?, field()?, field()?, field()?, field()?);
    let rewritten = with.well_formed == Some(true);
    let serial = if rewritten { unsigned(&old.sha256[..16]) } else { serial.to_vec() };
    let new_algorithm = with.signature.is_some() || with.issuer.is_some() || rewritten;
    let algorithm = if new_algorithm {
        let own = &old.public_key.algorithm;
        signature_algorithm(issuer.map_or(own, |i| &i.public_key.algorithm))
    } else {
        algorithm.to_vec()
    };
    let issuer_name = match issuer {
        Some(issuer) => issuer.subject.der.clone(),
        None if with.issuer.as_deref() == Some(With::UNKNOWN_ISSUER) => own_name(&[tag::SEQUENCE, 0], "Unknown CA"),
        None => issuer_name.to_vec(),
    };
    let validity = if with.not_before.is_some() || with.not_after.is_some() || rewritten {
        let from = with.not_before.map_or(old.not_before, seconds);
        let to = with.not_after.map_or(old.not_after, seconds);
        sequence(&[&time(from), &time(to)])
    } else {
        validity.to_vec()
    };
    let subject = if rewritten && old.is_self_issued() && of_another { own_name(subject, "Server") } else { subject.to_vec() };
    let spki = key.map_or_else(|| with.key.as_deref().and_then(new_key).unwrap_or_else(|| spki.to_vec()), <[u8]>::to_vec);
    let extensions = extensions(old, with, issuer);
    let whole: Vec<&[u8]> = extensions.iter().map(|(_, e)| e.as_slice()).collect();
    let extensions = element(0xa3, &[&sequence(&whole)]);
    let version = element(0xa0, &[&integer(2)]);
    let parts: [&[u8]; 8] = [&version, &serial, &algorithm, &issuer_name, &validity, &subject, &spki, &extensions];
    Some(whole_of(&parts, &algorithm, issuer.map_or(old.signature.len(), signature_octets)))
}

/// The same name with one more part, so that it is nobody else's.
fn own_name(name: &[u8], unit: &str) -> Vec<u8> {
    let parts = Reader::new(name, 0).read().map_or(&[][..], |t| t.value);
    let text = element(tag::UTF8_STRING, &[unit.as_bytes()]);
    let attribute = sequence(&[&oid("2.5.4.11"), &text]);
    sequence(&[parts, &element(tag::SET, &[&attribute])])
}

/// The issuer of a certificate, as far as that one tells: its name and key id. Under `above`, or self-signed.
pub(super) fn obtained(child: &Certificate, above: Option<&Certificate>, now: UnixTime) -> Option<Vec<u8>> {
    // Programs ask first whether a key of this kind could have made the signature.
    let elliptic = child.tbs_signature_algorithm.oid.as_str().starts_with("1.2.840.10045.4.");
    let key = new_key(if elliptic { "p256" } else { "rsa-2048" })?;
    let own_kind = if elliptic { KeyAlgorithm::Ec(Curve::P256) } else { KeyAlgorithm::Rsa };
    let algorithm = signature_algorithm(above.map_or(&own_kind, |a| &a.public_key.algorithm));
    let issuer = above.map_or(&child.issuer.der, |a| &a.subject.der);
    let from = child.not_before.min(now) - 365 * DAY;
    let to = child.not_after.max(now) + 365 * DAY;
    let mut extensions = vec![
        extension(BASIC_CONSTRAINTS, true, &sequence(&[&TRUE])).1,
        extension(KEY_USAGE, true, &usage_bits(&["keyCertSign".to_owned(), "cRLSign".to_owned()])).1,
    ];
    let own = child.authority_key_id.as_ref().and_then(|a| a.key_id.clone());
    let subject_id = own.as_deref().unwrap_or(&child.sha1);
    extensions.push(extension(SUBJECT_KEY_ID, false, &octets(subject_id)).1);
    let above_id = above.map_or(own, |a| a.subject_key_id.clone());
    if let Some(id) = above_id {
        extensions.push(extension(AUTHORITY_KEY_ID, false, &sequence(&[&element(0x80, &[&id])])).1);
    }
    let whole: Vec<&[u8]> = extensions.iter().map(Vec::as_slice).collect();
    let extensions = element(0xa3, &[&sequence(&whole)]);
    let version = element(0xa0, &[&integer(2)]);
    let validity = sequence(&[&time(from), &time(to)]);
    let serial = unsigned(&child.sha256[..16]);
    let subject = &child.issuer.der;
    let parts: [&[u8]; 8] = [&version, &serial, &algorithm, issuer, &validity, subject, &key, &extensions];
    Some(whole_of(&parts, &algorithm, above.map_or(256, signature_octets)))
}

/// Stands for the SHA-256 of an issuer that nobody dropped.
#[must_use]
pub fn issuer_fingerprint(child: &Certificate) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(b"issuer of ");
    digest.update(child.sha256);
    digest.finalize().into()
}

const TRUE: [u8; 3] = [tag::BOOLEAN, 1, 0xff];

/// ANSI X9.62, id-ecSigType.
const ECDSA: [u8; 6] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 4];

/// The signature is none, but of the form that one has: rustls reads the two numbers of ECDSA, and Firefox takes the length
/// of others for the size of the key.
fn whole_of(tbs: &[&[u8]], algorithm: &[u8], signature: usize) -> Vec<u8> {
    let tbs = sequence(tbs);
    let number = || unsigned(&[0x11; 32]);
    let elliptic = algorithm.windows(ECDSA.len()).any(|oid| oid == ECDSA);
    let signature = if elliptic { sequence(&[&number(), &number()]) } else { vec![0; signature.max(64)] };
    sequence(&[&tbs, algorithm, &bits(&signature)])
}

fn signature_octets(issuer: &Certificate) -> usize {
    issuer.public_key.bits.div_ceil(8) as usize
}

/// What was made for the changes of one request: the same bytes are decoded once.
pub type Made = RefCell<Map<Vec<u8>, Arc<Certificate>>>;

/// Decodes under the fingerprints that it goes by.
pub(super) fn decoded(made: &Made, der: Vec<u8>, sha256: [u8; 32], sha1: [u8; 20]) -> Option<Arc<Certificate>> {
    let known = made.borrow().get(&der).filter(|c| c.sha256 == sha256).cloned();
    known.or_else(|| {
        let mut new = x509::decode_certificate(&der).ok()?;
        (new.sha256, new.sha1) = (sha256, sha1);
        Some(keep(made, der, new))
    })
}

/// A public root by its fingerprint.
pub(super) fn root(made: &Made, root: &x509::roots::Root) -> Option<Arc<Certificate>> {
    let key = root.sha256.to_vec();
    let known = made.borrow().get(&key).cloned();
    known.or_else(|| Some(keep(made, key, root.decode()?)))
}

fn keep(made: &Made, key: Vec<u8>, new: Certificate) -> Arc<Certificate> {
    let new = Arc::new(new);
    made.borrow_mut().insert(key, Arc::clone(&new));
    new
}

fn extensions(old: &Certificate, with: &With, issuer: Option<&Certificate>) -> Vec<Extension> {
    let rewritten = with.well_formed == Some(true);
    let mut all: Vec<Extension> = Vec::new();
    for e in &old.extensions {
        let id = e.oid.as_str();
        // What could not be read is not written again.
        let strange = e.critical && (e.name.is_none() || id == PRECERTIFICATE_POISON);
        if all.iter().any(|(known, _)| known == id) || (rewritten && (e.problem.is_some() || strange)) {
            continue;
        }
        all.push(extension(id, e.critical, &e.value));
    }
    let mut put = |id: &str, made: Option<Extension>| {
        let place = all.iter().position(|(known, _)| known == id);
        match (place, made) {
            (Some(at), Some(made)) => all[at] = made,
            (Some(at), None) => drop(all.remove(at)),
            (None, made) => all.extend(made),
        }
    };
    if with.dns.is_some() || with.ip.is_some() || with.san_critical.is_some() || rewritten {
        put(SAN, alternative_names(old, with));
    }
    if with.ca.is_some() || with.path_len.is_some() || rewritten {
        let ca = with.ca.unwrap_or_else(|| old.is_ca());
        let limit = with.path_len.unwrap_or_else(|| old.basic_constraints.as_ref().and_then(|b| b.path_len));
        let limit = limit.filter(|_| ca).map(|n| integer(u64::from(n)));
        let parts: Vec<&[u8]> = ca.then_some(&TRUE[..]).into_iter().chain(limit.as_deref()).collect();
        put(BASIC_CONSTRAINTS, Some(extension(BASIC_CONSTRAINTS, ca, &sequence(&parts))));
    }
    if let Some(usage) = &with.key_usage {
        put(KEY_USAGE, (!usage.is_empty()).then(|| extension(KEY_USAGE, true, &usage_bits(usage))));
    }
    if let Some(purposes) = &with.extended_key_usage {
        let ids: Vec<Vec<u8>> = purposes.iter().map(|p| oid(purpose(p))).collect();
        let parts: Vec<&[u8]> = ids.iter().map(Vec::as_slice).collect();
        put(EXTENDED_KEY_USAGE, (!ids.is_empty()).then(|| extension(EXTENDED_KEY_USAGE, false, &sequence(&parts))));
    }
    if with.name_constraints.is_some() {
        put(NAME_CONSTRAINTS, None);
    }
    // Public CAs log what they issue, and put the timestamps into it.
    if issuer.is_some_and(|ca| x509::roots::find(&ca.sha256).is_some()) {
        put(TIMESTAMPS, Some(extension(TIMESTAMPS, false, &octets(&[0, 0]))));
    }
    if let Some(issuer) = issuer {
        let id = issuer.subject_key_id.as_ref();
        put(AUTHORITY_KEY_ID, id.map(|id| extension(AUTHORITY_KEY_ID, false, &sequence(&[&element(0x80, &[id])]))));
    } else if with.issuer.as_deref() == Some(With::UNKNOWN_ISSUER) {
        put(AUTHORITY_KEY_ID, None);
    } else if rewritten {
        let id = old.authority_key_id.as_ref().and_then(|a| a.key_id.as_ref());
        put(AUTHORITY_KEY_ID, id.map(|id| extension(AUTHORITY_KEY_ID, false, &sequence(&[&element(0x80, &[id])]))));
    }
    all
}

fn extension(id: &str, critical: bool, value: &[u8]) -> Extension {
    let (own, value) = (oid(id), octets(value));
    let critical: &[u8] = if critical { &TRUE } else { &[] };
    (id.to_owned(), sequence(&[&own, critical, &value]))
}

fn alternative_names(old: &Certificate, with: &With) -> Option<Extension> {
    let rewritten = with.well_formed == Some(true);
    let mut names: Vec<Vec<u8>> = Vec::new();
    let dns = |name: &str| element(0x82, &[name.as_bytes()]);
    let ip = |octets: &[u8]| element(0x87, &[octets]);
    match &with.dns {
        Some(list) => names.extend(list.iter().map(|n| dns(n))),
        None => names.extend(old.dns_names().filter(|n| !rewritten || is_sound(n)).map(dns)),
    }
    match &with.ip {
        Some(list) => names.extend(list.iter().filter_map(|n| Some(ip(&address(n)?)))),
        None => names.extend(old.ip_addresses().filter(|o| !rewritten || matches!(o.len(), 4 | 16)).map(ip)),
    }
    for other in old.alt_names() {
        match other {
            GeneralName::Email(text) => names.push(element(0x81, &[text.as_bytes()])),
            GeneralName::Uri(text) => names.push(element(0x86, &[text.as_bytes()])),
            _ => {}
        }
    }
    if names.is_empty() {
        return None;
    }
    let critical = with.san_critical.unwrap_or_else(|| old.subject_alt_names.as_ref().is_some_and(|s| s.critical));
    let parts: Vec<&[u8]> = names.iter().map(Vec::as_slice).collect();
    Some(extension(SAN, critical, &sequence(&parts)))
}

/// A dNSName that every program reads: labels of letters, digits and hyphens, a wildcard only as the whole first one.
#[must_use]
pub fn is_sound(name: &str) -> bool {
    let plain = name.strip_prefix("*.").unwrap_or(name);
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let wildcard_deep = !name.starts_with("*.") || plain.contains('.');
    name.len() <= 253 && wildcard_deep && plain.split('.').all(label) && !plain.split('.').all(|l| l.parse::<u32>().is_ok())
}

/// The octets of an address.
fn address(text: &str) -> Option<Vec<u8>> {
    match identity::parse_host(text).kind {
        ReferenceKind::Ip(octets) => Some(octets),
        _ => None,
    }
}

fn usage_bits(names: &[String]) -> Vec<u8> {
    let mut set = 0u16;
    for (bit, _) in KEY_USAGE_NAMES.iter().enumerate().filter(|(_, n)| names.iter().any(|x| x == *n)) {
        set |= 0x8000 >> bit;
    }
    let [first, second] = set.to_be_bytes();
    let unused = if second == 0 { first.trailing_zeros().min(7) } else { second.trailing_zeros().min(7) };
    let unused = unused.to_le_bytes()[0];
    if second == 0 {
        element(tag::BIT_STRING, &[&[unused, first]])
    } else {
        element(tag::BIT_STRING, &[&[unused, first, second]])
    }
}

fn purpose(name: &str) -> &str {
    match name {
        "serverAuth" => eku::SERVER_AUTH,
        "clientAuth" => eku::CLIENT_AUTH,
        "codeSigning" => "1.3.6.1.5.5.7.3.3",
        "emailProtection" => "1.3.6.1.5.5.7.3.4",
        "timeStamping" => "1.3.6.1.5.5.7.3.8",
        "OCSPSigning" => "1.3.6.1.5.5.7.3.9",
        "anyExtendedKeyUsage" => eku::ANY,
        dotted => dotted,
    }
}

fn signature_algorithm(key: &KeyAlgorithm) -> Vec<u8> {
    match key {
        KeyAlgorithm::Ec(_) => sequence(&[&oid("1.2.840.10045.4.3.2")]),
        KeyAlgorithm::Ed25519 => sequence(&[&oid("1.3.101.112")]),
        _ => sequence(&[&oid("1.2.840.113549.1.1.11"), &NULL]),
    }
}

/// A key of this kind that nobody has: it stands for the one that will be made.
fn new_key(kind: &str) -> Option<Vec<u8>> {
    let rsa = |octets: usize| {
        let mut modulus = vec![0xc5; octets];
        modulus[octets - 1] = 0x1d;
        let key = sequence(&[&unsigned(&modulus), &integer(65_537)]);
        sequence(&[&sequence(&[&oid("1.2.840.113549.1.1.1"), &NULL]), &bits(&key)])
    };
    let ec = |curve: &str, point: &[u8]| sequence(&[&sequence(&[&oid("1.2.840.10045.2.1"), &oid(curve)]), &bits(point)]);
    match kind {
        "rsa-2048" => Some(rsa(256)),
        "rsa-3072" => Some(rsa(384)),
        "p256" => Some(ec("1.2.840.10045.3.1.7", &P256_BASE)),
        _ => None,
    }
}

/// The base point of P-256 (SEC 2, 2.4.2): a point of the curve.
const P256_BASE: [u8; 65] = [
    4, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81,
    0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e,
    0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf,
    0x51, 0xf5,
];

#[allow(clippy::cast_possible_truncation, reason = "held to what a certificate can name")]
fn seconds(at: f64) -> UnixTime {
    at.clamp(-2_208_988_800.0, 253_402_300_799.0) as UnixTime
}

/// UTCTime up to 2049, GeneralizedTime after it (RFC 5280 4.1.2.5).
fn time(at: UnixTime) -> Vec<u8> {
    let (days, rest) = (at.div_euclid(DAY), at.rem_euclid(DAY));
    // Days to a date of the Gregorian calendar, counted from 0000-03-01 in eras of 400 years.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let clock = format!("{month:02}{day:02}{:02}{:02}{:02}Z", rest / 3600, rest / 60 % 60, rest % 60);
    if (1950..2050).contains(&year) {
        element(tag::UTC_TIME, &[format!("{:02}{clock}", year % 100).as_bytes()])
    } else {
        element(tag::GENERALIZED_TIME, &[format!("{year:04}{clock}").as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_every_program_reads() {
        for good in ["a.example", "*.a.example", "xn--bcher-kva.example", "dc01", "a_b.example"] {
            assert!(is_sound(good), "{good}");
        }
        for bad in ["", "*", "*.com", "a..b", "a b.example", "*a.example", "a.*.example", "10.1.2.3", "https://a", "-a.example"] {
            assert!(!is_sound(bad), "{bad}");
        }
    }

    #[test]
    fn times_are_written_as_they_are_read() {
        for at in [0, 1_795_435_200, 951_782_399, 951_782_400, 2_524_607_999, 2_524_608_000, 253_402_300_799] {
            let written = time(at);
            let tlv = Reader::new(&written, 0).read().ok();
            let read = tlv.and_then(|t| crate::der::time::decode(&t));
            assert_eq!(read.map(|t| (t.unix, t.odd)), Some((at, false)), "{at}");
        }
    }
}
