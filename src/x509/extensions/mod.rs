//! Extensions: typed facts for those that verdicts rest on, and a description of each for people.
//!
//! One file per family. Each holds `decode` functions, which give facts or say at which byte they stopped, and `describe`
//! functions, which are called only for an extension that is shown.

mod access;
mod constraints;
pub(super) mod describe;
pub(super) mod general_names;
pub(super) mod key_ids;
mod microsoft;
mod netscape;
mod other;
mod policies;
mod policy_controls;
mod qualified;
#[cfg(test)]
mod tests;
mod transparency;
mod usage;

use crate::der::{Malformed, Reader, tag};
use crate::facts::{ByteRange, Certificate, Extension, Field, Oid, Problem};
use std::borrow::Cow;
use x509_parser::error::X509Error;
use x509_parser::prelude::FromDer;

/// Extensions that are read. Real certificates have fewer than 30; each is compared with all before it.
pub(super) const EXTENSIONS: usize = 256;

/// Reads the `Extensions` SEQUENCE (from `reader`, its content) into the certificate's typed fields.
pub(super) fn decode_all(reader: &mut Reader<'_>, certificate: &mut Certificate) {
    let left = *reader;
    certificate.extensions.reserve_exact(left.count().min(EXTENSIONS));
    while !reader.is_empty() {
        let from = reader.at();
        let to = from + reader.rest().len();
        if certificate.extensions.len() >= EXTENSIONS {
            certificate.problems.push(Problem::new("extensions-too-many").at(from, to));
            return;
        }
        match one(reader) {
            Ok((extension, value)) => decode(extension, value, certificate),
            Err(e) => {
                certificate.problems.push(Problem::new("extensions-damaged").at(e.at, to));
                return;
            }
        }
    }
}

/// ```text
/// Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
/// ```
pub(super) fn one<'a>(reader: &mut Reader<'a>) -> Result<(Extension, Reader<'a>), Malformed> {
    // As a SET it still holds the same, and so does a value in one piece that says that it is in several.
    let entry = if reader.peek() == Some(tag::SET) { reader.read()? } else { reader.expect(tag::SEQUENCE)? };
    let mut parts = entry.children();
    let id = parts.expect(tag::OID)?;
    let critical = parts.optional(tag::BOOLEAN)?.is_some_and(|b| b.value.iter().any(|v| *v != 0));
    let value = match parts.optional(tag::OCTET_STRING | 0x20)? {
        Some(pieces) => pieces.children().expect(tag::OCTET_STRING)?,
        None => parts.expect(tag::OCTET_STRING)?,
    };
    let known = crate::der::known(id.value);
    let extension = Extension {
        oid: known.map_or_else(|| super::oids::exact(id.value), |k| Oid(Cow::Borrowed(k.dotted))),
        name: known.map(|k| k.name),
        critical,
        value_at: ByteRange::new(value.value_from, value.value_from + value.value.len()),
        value: value.value.to_vec(),
        problem: None,
    };
    Ok((extension, Reader::new(value.value, value.value_from)))
}

/// Extensions whose decoders leave alone what follows the value.
const DECODED: [&str; 7] = ["2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.35", "2.5.29.37"];

fn decode(mut extension: Extension, value: Reader<'_>, c: &mut Certificate) {
    // The first of several extensions of one kind is taken: that is what OpenSSL's and Go's lookups return. RFC 5280 4.2
    // forbids the second, which is noted.
    let repeated = c.extensions.iter().any(|e| e.oid == extension.oid);
    if repeated {
        c.problems.push(
            Problem::new("extension-repeated")
                .with(extension.name.map_or_else(|| extension.oid.as_str().to_owned(), str::to_owned))
                .at(extension.value_at.from, extension.value_at.to),
        );
    }
    let critical = extension.critical;
    let end = extension.value_at.to;
    let outcome = match extension.oid.as_str() {
        _ if repeated => Ok(()),
        "2.5.29.17" => {
            let (names, whole) = general_names::readable(value, critical, &mut c.problems);
            c.subject_alt_names = names;
            whole
        }
        "2.5.29.19" => usage::basic_constraints(value, critical).map(|b| c.basic_constraints = Some(b)),
        "2.5.29.15" => usage::key_usage(value, critical).map(|k| c.key_usage = Some(k)),
        "2.5.29.37" => usage::extended_key_usage(value, critical).map(|e| c.extended_key_usage = Some(e)),
        "2.5.29.30" => constraints::name_constraints(value, critical, &mut c.problems).map(|n| c.name_constraints = Some(n)),
        "2.5.29.14" => key_ids::subject(value).map(|id| c.subject_key_id = Some(id)),
        "2.5.29.35" => key_ids::authority(value, &mut c.problems).map(|id| c.authority_key_id = Some(id)),
        "1.3.6.1.5.5.7.1.1" => access::descriptions(value, &mut c.problems).map(|a| c.authority_info_access = a),
        "2.5.29.31" => access::distribution_urls(value).map(|urls| c.crl_urls = urls),
        "2.5.29.32" => policies::identifiers(value).map(|p| {
            c.policies = p;
            c.policy_controls.qualified = policy_controls::qualified(value);
        }),
        "2.5.29.33" => policy_controls::mappings(value).map(|m| c.policy_controls.mappings = m),
        "2.5.29.36" => policy_controls::constraints(value).map(|(require_explicit, inhibit_mapping)| {
            c.policy_controls.require_explicit = require_explicit;
            c.policy_controls.inhibit_mapping = inhibit_mapping;
        }),
        "2.5.29.54" => policy_controls::inhibit_any(value).map(|n| c.policy_controls.inhibit_any = n),
        "1.3.6.1.4.1.11129.2.4.3" => {
            c.precertificate = true;
            Ok(())
        }
        _ => Ok(()),
    };
    let mut behind = value;
    if outcome.is_ok() && DECODED.contains(&extension.oid.as_str()) && behind.read().is_ok() && !behind.is_empty() {
        extension.problem = Some(Problem::new("extension-trailing-data").at(behind.at(), end));
    }
    if let Err(e) = outcome {
        extension.problem = Some(Problem::new("extension-damaged").at(e.at, end));
    }
    c.extensions.push(extension);
}

/// Lines for people.
type Fields = Vec<Field>;

fn field(label: &'static str, value: impl Into<String>) -> Field {
    Field { label, value: value.into() }
}

/// A number as decimal text, or hex when it is long.
fn integer(content: &[u8]) -> String {
    crate::der::integer(content)
}

/// A value that one of x509-parser's or der-parser's functions reads whole. They do not tell where they stopped, so an
/// error is at the first byte.
fn whole<'a, T, E>(value: Reader<'a>, mut parser: impl FnMut(&'a [u8]) -> Result<(&'a [u8], T), E>) -> Result<T, Malformed> {
    match parser(value.rest()) {
        Ok((&[], parsed)) => Ok(parsed),
        _ => Err(Malformed { at: value.at(), truncated: false }),
    }
}

/// A value that is one of x509-parser's types.
fn parsed<'a, T: FromDer<'a, X509Error>>(value: Reader<'a>) -> Result<T, Malformed> {
    whole(value, T::from_der)
}

/// The value is one element of this type and nothing else: x509-parser passes over what follows.
fn whole_element<'a>(value: &mut Reader<'a>, tag: u8) -> Result<Reader<'a>, Malformed> {
    let element = value.expect(tag)?;
    finished(value)?;
    Ok(element.children())
}

/// The elements of a list are as many as x509-parser read: it stops without a word at what it does not expect.
fn as_many(list: Reader<'_>, read: usize) -> Result<(), Malformed> {
    let (mut left, mut count) = (list, 0);
    while !left.is_empty() {
        left.read()?;
        count += 1;
    }
    if count == read { Ok(()) } else { Err(not_theirs(list)) }
}

/// Elements with these tags, each at most once and in this order: x509-parser passes over all others.
fn in_order(mut parts: Reader<'_>, tags: &[u8]) -> Result<(), Malformed> {
    let mut left = tags.iter();
    while !parts.is_empty() {
        let part = parts.read()?;
        if !left.any(|tag| *tag == part.tag) {
            return Err(Malformed { at: part.from, truncated: false });
        }
    }
    Ok(())
}

/// x509-parser did not read the value.
const fn not_theirs(value: Reader<'_>) -> Malformed {
    Malformed { at: value.at(), truncated: false }
}

/// Requires that nothing follows.
fn finished(reader: &Reader<'_>) -> Result<(), Malformed> {
    if reader.is_empty() { Ok(()) } else { Err(Malformed { at: reader.at(), truncated: false }) }
}
