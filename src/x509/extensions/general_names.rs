//! GeneralName and the extensions that are lists of it: subjectAltName, issuerAltName.
//!
//! Read by our own walker: a single byte outside ASCII in one dNSName must not hide the other names.

use super::super::{name, oids};
use super::finished;
use crate::der::{Malformed, Reader, Tlv, tag, text};
use crate::facts::{AlternativeNames, GeneralName, Problem};

/// subjectAltName or issuerAltName: `SEQUENCE OF GeneralName`.
pub(in crate::x509) fn alternative(
    mut value: Reader<'_>,
    critical: bool,
    problems: &mut Vec<Problem>,
) -> Result<AlternativeNames, Malformed> {
    let sequence = value.expect(tag::SEQUENCE)?;
    finished(&value)?;
    Ok(AlternativeNames { critical, names: list(sequence.children(), problems)? })
}

/// The content of `GeneralNames`.
pub(in crate::x509) fn list(mut reader: Reader<'_>, problems: &mut Vec<Problem>) -> Result<Vec<GeneralName>, Malformed> {
    let mut names = Vec::with_capacity(4);
    while !reader.is_empty() {
        names.push(one(&reader.read()?, problems)?);
    }
    Ok(names)
}

/// One GeneralName, whose implicit context tags are 0 to 8.
pub(in crate::x509) fn one(element: &Tlv<'_>, problems: &mut Vec<Problem>) -> Result<GeneralName, Malformed> {
    let wrong = Malformed { at: element.from, truncated: false };
    if element.tag & 0xc0 != 0x80 {
        return Err(wrong);
    }
    let value = element.value;
    Ok(match element.number {
        0 => {
            let mut parts = element.children();
            let kind = parts.expect(tag::OID)?;
            let inner = parts.read()?;
            GeneralName::Other(oids::oid(kind.value), inner.value.to_vec())
        }
        1 => GeneralName::Email(ia5(element, problems)),
        2 => GeneralName::Dns(ia5(element, problems)),
        4 => GeneralName::Directory(name::decode(&element.children().expect(tag::SEQUENCE)?, problems)),
        6 => GeneralName::Uri(ia5(element, problems)),
        7 => GeneralName::Ip(value.to_vec()),
        8 => GeneralName::RegisteredId(oids::oid(value)),
        number @ (3 | 5) => GeneralName::Unsupported(number as u8, value.to_vec()),
        _ => return Err(wrong),
    })
}

fn ia5(element: &Tlv<'_>, problems: &mut Vec<Problem>) -> String {
    if !element.value.is_ascii() {
        problems.push(Problem::new("name-not-ascii").at(element.value_from, element.to()));
    }
    text::latin1(element.value)
}
