//! The skeleton of a certificate.
//!
//! ```text
//! Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }
//! TBSCertificate ::= SEQUENCE { version [0] DEFAULT v1, serialNumber INTEGER, signature, issuer, validity, subject,
//!     subjectPublicKeyInfo, issuerUniqueID [1] OPTIONAL, subjectUniqueID [2] OPTIONAL, extensions [3] OPTIONAL }
//! ```

use super::{extensions, key, malformed, name};
use crate::der::{Malformed, Reader, Tlv, tag, time};
use crate::facts::{ByteRange, Certificate, PolicyControls, Problem, UnixTime};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// Problems that are kept. A hostile file could have one for every few octets.
pub(super) const PROBLEMS: usize = 100;

/// The parts common to certificates, requests and revocation lists: `SEQUENCE { tbs, algorithm, signature }`.
pub(super) struct Signed<'a> {
    /// The whole, without what follows it.
    pub outer: Tlv<'a>,
    /// The part that is signed.
    pub tbs: Tlv<'a>,
    /// signatureAlgorithm.
    pub algorithm: Tlv<'a>,
    /// Bits of the signature.
    pub signature: &'a [u8],
}

/// Opens the outer SEQUENCE. Bytes behind it are noted, not refused.
pub(super) fn signed<'a>(
    der: &'a [u8],
    damaged: &'static str,
    truncated: &'static str,
    problems: &mut Vec<Problem>,
) -> Result<Signed<'a>, Problem> {
    let mut reader = Reader::new(der, 0);
    let outer = reader.expect(tag::SEQUENCE).map_err(|e| {
        let id = if e.truncated && !der.is_empty() { truncated } else { damaged };
        Problem::new(id).at(e.at, der.len())
    })?;
    if !reader.is_empty() {
        problems.push(Problem::new("trailing-data").with(reader.rest().len().to_string()).at(reader.at(), der.len()));
    }
    if outer.ber {
        problems.push(Problem::new("not-der").at(outer.from, outer.value_from));
    }
    let parts = |parts: &mut Reader<'a>| {
        let (tbs, algorithm) = (parts.expect(tag::SEQUENCE)?, parts.expect(tag::SEQUENCE)?);
        // Of another type than BIT STRING it is still where a signature would be.
        let bits = parts.read()?;
        Ok((tbs, algorithm, bits.value.get(1..).unwrap_or(&[])))
    };
    let mut children = outer.children();
    let (tbs, algorithm, signature) = parts(&mut children).map_err(|e: Malformed| Problem::new(damaged).at(e.at, outer.to()))?;
    if !children.is_empty() {
        problems.push(Problem::new("trailing-data-inside").at(children.at(), outer.to()));
    }
    Ok(Signed { outer, tbs, algorithm, signature })
}

/// See [`super::decode_certificate`].
pub(super) fn decode(der: &[u8]) -> Result<Certificate, Problem> {
    let mut certificate = decode_leniently(der)?;
    certificate.sha1 = Sha1::digest(&certificate.der).into();
    certificate.malformations = malformed::of(der, &certificate);
    Ok(certificate)
}

/// See [`super::decode_facts`].
pub(super) fn decode_leniently(der: &[u8]) -> Result<Certificate, Problem> {
    let mut problems = Vec::new();
    let signed = signed(der, "certificate-damaged", "certificate-truncated", &mut problems)?;
    let end = signed.outer.to();
    body(&signed, problems).map_err(|(field, e)| Problem::new("certificate-damaged").with(field).at(e.at, end))
}

type Stopped = (&'static str, Malformed);

fn body(signed: &Signed<'_>, mut problems: Vec<Problem>) -> Result<Certificate, Stopped> {
    let at = |field: &'static str| move |e: Malformed| (field, e);
    let mut parts = signed.tbs.children();
    let version = version(parts.optional(0xa0).map_err(at("version"))?, &mut problems);
    // Of another type than INTEGER it is still where a serial number would be.
    let serial = match parts.peek() {
        Some(tag::SEQUENCE) | None => parts.expect(tag::INTEGER),
        Some(_) => parts.read(),
    };
    let serial = serial.map_err(at("serialNumber"))?;
    check_serial(&serial, &mut problems);
    let inner_algorithm = parts.expect(tag::SEQUENCE).map_err(at("signature"))?;
    let issuer = parts.expect(tag::SEQUENCE).map_err(at("issuer"))?;
    let validity = parts.expect(tag::SEQUENCE).map_err(at("validity"))?;
    let subject = parts.expect(tag::SEQUENCE).map_err(at("subject"))?;
    let spki = parts.expect(tag::SEQUENCE).map_err(at("subjectPublicKeyInfo"))?;
    let mut period = validity.children();
    let not_before = moment(&mut period, "notBefore", &validity, &mut problems);
    let not_after = moment(&mut period, "notAfter", &validity, &mut problems);
    let whole = signed.outer.full;
    let mut certificate = Certificate {
        der: whole.into(),
        sha256: Sha256::digest(whole).into(),
        sha1: [0; 20],
        version,
        serial: serial.value.to_vec(),
        tbs: ByteRange::new(signed.tbs.from, signed.tbs.to()),
        signature_algorithm: key::algorithm(&signed.algorithm).map_err(at("signatureAlgorithm"))?,
        tbs_signature_algorithm: key::algorithm(&inner_algorithm).map_err(at("signature"))?,
        signature: signed.signature.to_vec(),
        subject: name::decode(&subject, &mut problems),
        issuer: name::decode(&issuer, &mut problems),
        not_before,
        not_after,
        public_key: key::decode(&spki, &mut problems).map_err(at("subjectPublicKeyInfo"))?,
        extensions: Vec::new(),
        subject_alt_names: None,
        basic_constraints: None,
        key_usage: None,
        extended_key_usage: None,
        name_constraints: None,
        subject_key_id: None,
        authority_key_id: None,
        authority_info_access: Vec::new(),
        crl_urls: Vec::new(),
        policies: Vec::new(),
        policy_controls: PolicyControls::default(),
        precertificate: false,
        problems,
        malformations: Vec::new(),
    };
    while !parts.is_empty() {
        match parts.read() {
            Ok(part) if matches!(part.tag, 0x81 | 0x82 | 0xa1 | 0xa2) => {}
            Ok(part) if part.tag == 0xa3 => {
                if version != 3 {
                    certificate.problems.push(Problem::new("extensions-without-version-3").at(part.from, part.to()));
                }
                match part.children().expect(tag::SEQUENCE) {
                    Ok(list) => extensions::decode_all(&mut list.children(), &mut certificate),
                    Err(e) => certificate.problems.push(Problem::new("extensions-damaged").at(e.at, part.to())),
                }
            }
            Ok(part) => certificate.problems.push(Problem::new("trailing-data-inside").at(part.from, part.to())),
            Err(e) => {
                certificate.problems.push(Problem::new("trailing-data-inside").at(e.at, signed.tbs.to()));
                break;
            }
        }
    }
    certificate.problems.truncate(PROBLEMS);
    Ok(certificate)
}

/// v1 is 0 and is left out. Other numbers than 0, 1 and 2 are kept as they count and noted.
fn version(explicit: Option<Tlv<'_>>, problems: &mut Vec<Problem>) -> u8 {
    let Some(explicit) = explicit else { return 1 };
    let number = explicit.children().expect(tag::INTEGER).ok();
    match number.map(|n| n.value) {
        Some([n @ 0..=2]) => n + 1,
        other => {
            let n = other.and_then(|v| v.last()).copied().unwrap_or(0);
            problems.push(Problem::new("version-unknown").at(explicit.from, explicit.to()));
            n.saturating_add(1)
        }
    }
}

/// RFC 5280 4.1.2.2: positive and at most 20 octets.
fn check_serial(serial: &Tlv<'_>, problems: &mut Vec<Problem>) {
    let id = match serial.value {
        [] => "serial-empty",
        [first, ..] if first & 0x80 != 0 => "serial-negative",
        [0] => "serial-zero",
        [0, second, ..] if second & 0x80 == 0 => "serial-padded",
        [0, rest @ ..] | rest if rest.len() > 20 => "serial-too-long",
        _ => return,
    };
    problems.push(Problem::new(id).at(serial.from, serial.to()));
}

/// A time that cannot be read counts as 1970-01-01, so that nothing is ever within such a period, and is noted.
pub(super) fn moment(reader: &mut Reader<'_>, field: &'static str, around: &Tlv<'_>, problems: &mut Vec<Problem>) -> UnixTime {
    let from = reader.at();
    let element = reader.read().ok();
    let to = element.map_or(around.to(), |t| t.to());
    match element.and_then(|t| time::decode(&t)) {
        Some(time) => {
            if time.odd {
                problems.push(Problem::new("time-odd-form").with(field).at(from, to));
            }
            time.unix
        }
        None => {
            problems.push(Problem::new("time-unreadable").with(field).at(from, to));
            0
        }
    }
}
