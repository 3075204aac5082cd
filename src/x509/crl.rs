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
use crate::facts::{ByteRange, Problem, RevocationList, RevokedCertificate};

/// Extensions that the checks take into account; any other critical one makes the list unusable (RFC 5280 5.2).
const UNDERSTOOD: [&str; 2] = ["2.5.29.20", "2.5.29.35"];

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
            match entries.expect(tag::SEQUENCE).and_then(|e| entry(&e, &mut list.problems)) {
                Ok(entry) => list.revoked.push(entry),
                Err(e) => {
                    list.problems.push(Problem::new("crl-entries-damaged").at(e.at, revoked.to()));
                    break;
                }
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
        note_critical(&extension, &UNDERSTOOD, &mut list.problems);
    }
    Ok(())
}

fn entry(entry: &Tlv<'_>, problems: &mut Vec<Problem>) -> Result<RevokedCertificate, Malformed> {
    let mut parts = entry.children();
    let serial = parts.expect(tag::INTEGER)?.value.to_vec();
    let moment = parts.read()?;
    let date = time::decode(&moment).map(|t| t.unix).unwrap_or_else(|| {
        problems.push(Problem::new("time-unreadable").with("revocationDate").at(moment.from, moment.to()));
        0
    });
    let mut revoked = RevokedCertificate { serial, date, reason: None };
    if let Some(sequence) = parts.optional(tag::SEQUENCE)? {
        let mut reader = sequence.children();
        while !reader.is_empty() {
            let (extension, mut value) = extensions::one(&mut reader)?;
            if extension.oid == *"2.5.29.21" {
                revoked.reason = reason(value.expect(tag::ENUMERATED)?.value);
            }
            note_critical(&extension, &["2.5.29.21", "2.5.29.24"], problems);
        }
    }
    Ok(revoked)
}

fn note_critical(extension: &crate::facts::Extension, understood: &[&str], problems: &mut Vec<Problem>) {
    if extension.critical && !understood.contains(&extension.oid.as_str()) {
        let name = extension.name.map_or_else(|| extension.oid.as_str().to_owned(), str::to_owned);
        problems.push(Problem::new("crl-critical-extension").with(name).at(extension.value_at.from, extension.value_at.to));
    }
}

/// RFC 5280 5.3.1.
fn reason(value: &[u8]) -> Option<&'static str> {
    const NAMES: [&str; 11] = [
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
    match value {
        [n] => NAMES.get(usize::from(*n)).copied(),
        _ => None,
    }
}
