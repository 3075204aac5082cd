//! authorityInfoAccess, subjectInfoAccess, cRLDistributionPoints and freshestCRL: where a CA publishes things. Nothing is ever fetched from there.

use super::super::{name, oids};
use super::{Fields, as_many, field, finished, general_names, parsed, whole_element};
use crate::der::{Malformed, Reader, tag, text};
use crate::facts::{AccessDescription, Name, Problem};
use x509_parser::extensions::{
    AccessDescription as Read, AuthorityInfoAccess, CRLDistributionPoints, DistributionPointName, GeneralName,
};

/// `SEQUENCE OF SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }`
pub(in crate::x509) fn descriptions(value: Reader<'_>, problems: &mut Vec<Problem>) -> Result<Vec<AccessDescription>, Malformed> {
    let list = whole_element(&mut { value }, tag::SEQUENCE)?;
    let read = parsed::<AuthorityInfoAccess<'_>>(value)?.accessdescs;
    as_many(list, read.len())?;
    let mut one = |read: &Read<'_>| {
        let location = general_names::one_of_theirs(&read.access_location, value, problems)?;
        Ok(AccessDescription { method: oids::oid(read.access_method.as_bytes()), location })
    };
    read.iter().map(&mut one).collect()
}

/// ```text
/// CRLDistributionPoints ::= SEQUENCE OF DistributionPoint
/// DistributionPoint ::= SEQUENCE { distributionPoint [0] OPTIONAL, reasons [1] OPTIONAL, cRLIssuer [2] OPTIONAL }
/// DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RDN }
/// ```
pub(in crate::x509) fn distribution_urls(value: Reader<'_>) -> Result<Vec<String>, Malformed> {
    let points = whole_element(&mut { value }, tag::SEQUENCE)?;
    let read: CRLDistributionPoints<'_> = parsed(value)?;
    as_many(points, read.len())?;
    let mut urls = Vec::with_capacity(1);
    for point in read.iter() {
        let Some(DistributionPointName::FullName(names)) = &point.distribution_point else { continue };
        urls.extend(names.iter().filter_map(|name| match name {
            GeneralName::URI(url) => Some(text::latin1(url.as_bytes())),
            GeneralName::Invalid(tag, url) if tag.0 == 6 => Some(text::latin1(url)),
            _ => None,
        }));
    }
    Ok(urls)
}

pub(super) fn describe(value: Reader<'_>) -> Result<Fields, Malformed> {
    let list = descriptions(value, &mut Vec::new())?;
    Ok(list.iter().map(|d| field(method(&d.method), general_names::display(&d.location))).collect())
}

fn method(oid: &crate::facts::Oid) -> &'static str {
    match oid.as_str() {
        "1.3.6.1.5.5.7.48.1" => "Revocation status (OCSP)",
        "1.3.6.1.5.5.7.48.2" => "Issuer's certificate (caIssuers)",
        "1.3.6.1.5.5.7.48.3" => "Time stamping",
        "1.3.6.1.5.5.7.48.5" => "Repository of the CA",
        _ => "Other access method",
    }
}

/// Names of the bits of ReasonFlags, in bit order.
const REASONS: [&str; 9] = [
    "unused",
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "privilegeWithdrawn",
    "aACompromise",
];

/// By our own reader: x509-parser takes `nameRelativeToCRLIssuer` for explicitly tagged, does not find it, and says nothing.
pub(super) fn describe_points(mut value: Reader<'_>) -> Result<Fields, Malformed> {
    let mut points = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = Fields::new();
    while !points.is_empty() {
        let mut point = points.expect(tag::SEQUENCE)?.children();
        while !point.is_empty() {
            let part = point.read()?;
            match part.tag {
                0xa0 => distribution_point(part.children(), &mut out)?,
                0x81 => {
                    let octets = part.value.get(1..).unwrap_or(&[]);
                    let set = |i: &usize| octets.get(i / 8).is_some_and(|o| o >> (7 - i % 8) & 1 == 1);
                    let names: Vec<_> = (0..REASONS.len()).filter(set).map(|i| REASONS[i]).collect();
                    out.push(field("Only for the reasons", names.join(", ")));
                }
                0xa2 => {
                    let issuers = general_names::list(part.children(), &mut Vec::new())?;
                    out.extend(issuers.iter().map(|n| field("Issuer of the list", general_names::display(n))));
                }
                _ => return Err(Malformed { at: part.from, truncated: false }),
            }
        }
    }
    Ok(out)
}

fn distribution_point(mut choice: Reader<'_>, out: &mut Fields) -> Result<(), Malformed> {
    let name = choice.read()?;
    match name.tag {
        0xa0 => {
            let names = general_names::list(name.children(), &mut Vec::new())?;
            out.extend(names.iter().map(|n| field("Revocation list (CRL)", general_names::display(n))));
        }
        0xa1 => {
            let relative = Name { der: Vec::new(), rdns: vec![name::rdn(&mut name.children(), &mut Vec::new())] };
            out.push(field("Name relative to the issuer", relative.to_rfc4514()));
        }
        _ => return Err(Malformed { at: name.from, truncated: false }),
    }
    Ok(())
}
