//! Certificate revocation lists.
//!
//! ```text
//! TBSCertList ::= SEQUENCE { version INTEGER OPTIONAL, signature, issuer Name, thisUpdate Time, nextUpdate Time OPTIONAL,
//!     revokedCertificates SEQUENCE OF SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions
//!     OPTIONAL } OPTIONAL, crlExtensions [0] OPTIONAL }
//! ```

use super::certificate::{PROBLEMS, Signed, moment, signed};
use super::{extensions, key, name};
use crate::der::{Malformed, Reader, Tlv, tag, time};
use crate::facts::{ByteRange, Oid, Problem, RevocationList, RevokedCertificate};
use der_parser::der::{parse_der_enum, parse_der_sequence_defined_g};
use der_parser::error::BerResult;
use x509_parser::asn1_rs::{Any, Tag};
use x509_parser::prelude::FromDer;
use x509_parser::time::ASN1Time;

/// Extensions that the checks take into account; any other critical one makes the list unusable (RFC 5280 5.2).
const UNDERSTOOD: [&str; 2] = ["2.5.29.20", "2.5.29.35"];
/// The same of an entry: reasonCode and invalidityDate.
const UNDERSTOOD_IN_ENTRIES: [&str; 2] = ["2.5.29.21", "2.5.29.24"];

/// See [`super::decode_crl`].
pub(super) fn decode(der: &[u8]) -> Result<RevocationList, Problem> {
    let mut problems = Vec::new();
    let signed = signed(der, "crl-damaged", "crl-truncated", &mut problems)?;
    let end = signed.outer.to();
    body(&signed, problems).map_err(|e| Problem::new("crl-damaged").at(e.at, end))
}

fn body(signed: &Signed<'_>, mut problems: Vec<Problem>) -> Result<RevocationList, Malformed> {
    let mut parts = signed.tbs.children();
    parts.optional(tag::INTEGER)?;
    parts.expect(tag::SEQUENCE)?;
    let issuer = parts.expect(tag::SEQUENCE)?;
    // Requests have the same outline up to here.
    if !matches!(parts.peek(), Some(tag::UTC_TIME | tag::GENERALIZED_TIME)) {
        return Err(Malformed { at: parts.at(), truncated: false });
    }
    let mut list = RevocationList {
        der: signed.outer.full.to_vec(),
        issuer: name::decode(&issuer, &mut problems),
        tbs: ByteRange::new(signed.tbs.from, signed.tbs.to()),
        signature_algorithm: key::algorithm(&signed.algorithm)?,
        signature: signed.signature.to_vec(),
        signed_by: None,
        signers: Vec::new(),
        this_update: moment(&mut parts, "thisUpdate", &signed.tbs, &mut problems),
        next_update: None,
        authority_key_id: None,
        revoked: Vec::new(),
        problems,
    };
    if matches!(parts.peek(), Some(tag::UTC_TIME | tag::GENERALIZED_TIME)) {
        list.next_update = Some(moment(&mut parts, "nextUpdate", &signed.tbs, &mut list.problems));
    }
    if let Some(revoked) = parts.optional(tag::SEQUENCE)? {
        let mut entries = revoked.children();
        while !entries.is_empty() {
            let element = match entries.expect(tag::SEQUENCE) {
                Ok(element) => element,
                Err(e) => {
                    list.problems.push(Problem::new("crl-entries-damaged").at(e.at, revoked.to()));
                    break;
                }
            };
            match entry(&element, &mut list.problems) {
                Ok(entry) => list.revoked.push(entry),
                Err(e) if list.problems.len() < PROBLEMS => {
                    list.problems.push(Problem::new("crl-entry-damaged").at(e.at, element.to()));
                }
                Err(_) => {}
            }
        }
    }
    if let Some(explicit) = parts.optional(0xa0)? {
        let read = explicit.children().expect(tag::SEQUENCE).and_then(|s| list_extensions(s.children(), &mut list));
        if let Err(e) = read {
            list.problems.push(Problem::new("extensions-damaged").at(e.at, explicit.to()));
        }
    }
    list.problems.truncate(PROBLEMS);
    Ok(list)
}

fn list_extensions(mut reader: Reader<'_>, list: &mut RevocationList) -> Result<(), Malformed> {
    while !reader.is_empty() {
        let (extension, value) = extensions::one(&mut reader)?;
        if extension.oid == *"2.5.29.35" {
            list.authority_key_id = Some(extensions::key_ids::authority(value, &mut list.problems)?);
        }
        if extension.critical {
            let at = (extension.value_at.from, extension.value_at.to);
            note_critical(&extension.oid, at, &UNDERSTOOD, &mut list.problems);
        }
    }
    Ok(())
}

/// One entry. Its serial number and date are what der-parser and x509-parser read. A date that x509-parser refuses (one
/// without seconds, say) is read by us: a revoked certificate must not be lost for it.
fn entry(entry: &Tlv<'_>, problems: &mut Vec<Problem>) -> Result<RevokedCertificate, Malformed> {
    let damaged = Malformed { at: entry.from, truncated: false };
    let (_, (serial, rest)) = parse_der_sequence_defined_g(|content, _| {
        let (rest, serial) = Any::from_der(content)?;
        serial.tag().assert_eq(Tag::Integer)?;
        BerResult::Ok((&[][..], (serial.data, rest)))
    })(entry.full)
    .map_err(|_| damaged)?;
    let mut parts = Reader::new(rest, entry.to() - rest.len());
    let moment = parts.read()?;
    let date = match ASN1Time::from_der(moment.full) {
        Ok((_, date)) => date.timestamp(),
        Err(_) => time::decode(&moment).map(|t| t.unix).unwrap_or_else(|| {
            problems.push(Problem::new("time-unreadable").with("revocationDate").at(moment.from, moment.to()));
            0
        }),
    };
    let mut revoked = RevokedCertificate { serial: serial.to_vec(), date, reason: None };
    let Some(list) = parts.optional(tag::SEQUENCE)? else { return Ok(revoked) };
    let mut reader = list.children();
    while !reader.is_empty() {
        let (extension, value) = extensions::one(&mut reader)?;
        if extension.oid == *"2.5.29.21" {
            let code = parse_der_enum(value.rest()).ok().and_then(|(_, code)| code.as_u32().ok());
            revoked.reason = code.and_then(|code| REASONS.get(code as usize).copied());
        }
        if extension.critical {
            let at = (extension.value_at.from, extension.value_at.to);
            note_critical(&extension.oid, at, &UNDERSTOOD_IN_ENTRIES, problems);
        }
    }
    Ok(revoked)
}

fn note_critical(oid: &Oid, (from, to): (usize, usize), understood: &[&str], problems: &mut Vec<Problem>) {
    if !understood.contains(&oid.as_str()) {
        let name = super::oid_name(oid).unwrap_or_else(|| oid.as_str());
        problems.push(Problem::new("crl-critical-extension").with(name).at(from, to));
    }
}

/// RFC 5280 5.3.1.
const REASONS: [&str; 11] = [
    "unspecified",
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "(reason 7)",
    "removeFromCRL",
    "privilegeWithdrawn",
    "aACompromise",
];
