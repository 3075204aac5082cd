//! GeneralName and the extensions that are lists of it: subjectAltName, issuerAltName.
//!
//! Read by our own walker: a single byte outside ASCII in one dNSName must not hide the other names.

use super::super::strict::place;
use super::super::{name, oids};
use super::{Fields, field, finished};
use crate::der::{Malformed, Reader, Tlv, tag, text};
use crate::facts::{AlternativeNames, Field, GeneralName, Problem};
use std::net::{Ipv4Addr, Ipv6Addr};
use x509_parser::extensions;

/// subjectAltName or issuerAltName: `SEQUENCE OF GeneralName`.
pub(in crate::x509) fn alternative(
    value: Reader<'_>,
    critical: bool,
    problems: &mut Vec<Problem>,
) -> Result<AlternativeNames, Malformed> {
    let (names, whole) = readable(value, critical, problems);
    whole.map(|()| names.unwrap_or_default())
}

/// The names that can be read, where there is a list at all, and the first thing that cannot.
pub(in crate::x509) fn readable(
    mut value: Reader<'_>,
    critical: bool,
    problems: &mut Vec<Problem>,
) -> (Option<AlternativeNames>, Result<(), Malformed>) {
    let sequence = match value.expect(tag::SEQUENCE) {
        Ok(sequence) => sequence,
        Err(e) => return (None, Err(e)),
    };
    let mut found = AlternativeNames { critical, ..AlternativeNames::default() };
    let mut whole = finished(&value);
    let mut reader = sequence.children();
    while !reader.is_empty() {
        match reader.read().map(|element| one(&element, problems)) {
            Ok(Ok(name)) => found.names.push(name),
            Ok(Err(e)) => whole = whole.and(Err(e)),
            Err(e) => {
                whole = whole.and(Err(e));
                break;
            }
        }
    }
    found.names.shrink_to_fit();
    (Some(found), whole)
}

/// In place of a tag number: the name could not be read.
const UNREADABLE: u8 = 0;

/// The content of `GeneralNames`.
pub(in crate::x509) fn list(mut reader: Reader<'_>, problems: &mut Vec<Problem>) -> Result<Vec<GeneralName>, Malformed> {
    let mut names = Vec::with_capacity(reader.count());
    while !reader.is_empty() {
        let element = reader.read()?;
        // One name that cannot be read does not hide the others.
        let name = one(&element, problems).unwrap_or_else(|e| {
            problems.push(Problem::new("general-name-damaged").at(e.at, element.to()));
            GeneralName::Unsupported(UNREADABLE, element.value.to_vec())
        });
        names.push(name);
    }
    Ok(names)
}

/// One GeneralName, whose implicit context tags are 0 to 8.
pub(in crate::x509) fn one(element: &Tlv<'_>, problems: &mut Vec<Problem>) -> Result<GeneralName, Malformed> {
    let wrong = Malformed { at: element.from, truncated: false };
    if element.tag & 0xc0 != 0x80 {
        return Err(wrong);
    }
    of(element.number, element.children(), problems)
}

/// Names as x509-parser read them out of `value`. Those that it did not take for what they are (a text that is no UTF-8, a
/// directory name with one bad string) it hands on as octets, so that none is lost.
pub(in crate::x509) fn theirs(
    names: &[extensions::GeneralName<'_>],
    value: Reader<'_>,
    problems: &mut Vec<Problem>,
) -> Result<Vec<GeneralName>, Malformed> {
    names.iter().map(|name| one_of_theirs(name, value, problems)).collect()
}

/// See [`theirs`].
pub(in crate::x509) fn one_of_theirs(
    name: &extensions::GeneralName<'_>,
    value: Reader<'_>,
    problems: &mut Vec<Problem>,
) -> Result<GeneralName, Malformed> {
    use extensions::GeneralName as Their;
    let (number, octets) = match name {
        Their::OtherName(oid, rest) => {
            let inner = Reader::new(rest, value.at()).read()?;
            return Ok(GeneralName::Other(oids::oid(oid.as_bytes()), inner.value.to_vec()));
        }
        Their::RegisteredID(oid) => return Ok(GeneralName::RegisteredId(oids::oid(oid.as_bytes()))),
        Their::RFC822Name(text) => (1, text.as_bytes()),
        Their::DNSName(text) => (2, text.as_bytes()),
        Their::X400Address(any) => (3, any.data),
        Their::DirectoryName(name) => (4, name.as_raw()),
        Their::EDIPartyName(any) => (5, any.data),
        Their::URI(text) => (6, text.as_bytes()),
        Their::IPAddress(octets) => (7, *octets),
        Their::Invalid(tag, octets) => (tag.0, *octets),
    };
    let from = place(octets, value.rest()).map_or(value.at(), |(from, _)| value.at() + from);
    of(number, Reader::new(octets, from), problems)
}

/// The name with this context tag and content.
fn of(number: u32, content: Reader<'_>, problems: &mut Vec<Problem>) -> Result<GeneralName, Malformed> {
    let value = content.rest();
    Ok(match number {
        0 => {
            let mut parts = content;
            let kind = parts.expect(tag::OID)?;
            let inner = parts.read()?;
            GeneralName::Other(oids::oid(kind.value), inner.value.to_vec())
        }
        1 => GeneralName::Email(ia5(content, problems)),
        2 => GeneralName::Dns(ia5(content, problems)),
        4 => GeneralName::Directory(name::decode(&{ content }.expect(tag::SEQUENCE)?, problems)),
        6 => GeneralName::Uri(ia5(content, problems)),
        7 => GeneralName::Ip(value.to_vec()),
        8 => GeneralName::RegisteredId(oids::oid(value)),
        number @ (3 | 5) => GeneralName::Unsupported(number as u8, value.to_vec()),
        _ => return Err(Malformed { at: content.at(), truncated: false }),
    })
}

fn ia5(content: Reader<'_>, problems: &mut Vec<Problem>) -> String {
    let octets = content.rest();
    if !octets.is_ascii() {
        problems.push(Problem::new("name-not-ascii").at(content.at(), content.at() + octets.len()));
    }
    text::latin1(octets)
}

/// subjectAltName and issuerAltName for people: a line for each name.
pub(super) fn describe(value: Reader<'_>) -> Result<Fields, Malformed> {
    let names = alternative(value, false, &mut Vec::new())?.names;
    Ok(names.iter().map(line).collect())
}

/// A name with the label of its kind.
pub(super) fn line(name: &GeneralName) -> Field {
    field(kind(name), display(name))
}

fn kind(name: &GeneralName) -> &'static str {
    match name {
        GeneralName::Dns(_) => "DNS name",
        GeneralName::Ip(_) => "IP address",
        GeneralName::Email(_) => "Email address",
        GeneralName::Uri(_) => "URI",
        GeneralName::Directory(_) => "Directory name",
        GeneralName::RegisteredId(_) => "Registered ID",
        GeneralName::Other(..) => "Other name",
        GeneralName::Unsupported(3, _) => "X.400 address",
        GeneralName::Unsupported(UNREADABLE, _) => "Unreadable name",
        GeneralName::Unsupported(..) => "EDI party name",
    }
}

/// A name as text.
#[must_use]
pub fn display(name: &GeneralName) -> String {
    match name {
        GeneralName::Dns(text) | GeneralName::Email(text) | GeneralName::Uri(text) => text.clone(),
        GeneralName::Ip(octets) => address(octets),
        GeneralName::Directory(name) => name.to_rfc4514(),
        GeneralName::RegisteredId(oid) => oids::display(oid),
        GeneralName::Other(oid, value) => {
            let inner = Reader::new(value, 0).read().ok();
            let value = inner.map_or_else(|| text::hex_with_sign(value), |tlv| text::decode(&tlv).value);
            [&oids::display(oid), ": ", &value].concat()
        }
        GeneralName::Unsupported(_, value) => text::hex_with_sign(value),
    }
}

/// An address, or with twice the octets a network as in name constraints; other lengths as hex.
fn address(octets: &[u8]) -> String {
    match octets.len() {
        4 | 16 => single(octets),
        8 | 32 => {
            let (base, mask) = octets.split_at(octets.len() / 2);
            let ones = mask.iter().map(|b| b.leading_ones()).take_while(|n| *n > 0).sum::<u32>();
            let total = mask.iter().map(|b| b.count_ones()).sum::<u32>();
            let mask = if ones == total { ones.to_string() } else { single(mask) };
            [&single(base), "/", &mask].concat()
        }
        _ => text::hex_with_sign(octets),
    }
}

fn single(octets: &[u8]) -> String {
    if let Ok(four) = <[u8; 4]>::try_from(octets) {
        return Ipv4Addr::from(four).to_string();
    }
    <[u8; 16]>::try_from(octets).map_or_else(|_| text::hex_with_sign(octets), |sixteen| Ipv6Addr::from(sixteen).to_string())
}
