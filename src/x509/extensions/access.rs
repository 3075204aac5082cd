//! authorityInfoAccess and cRLDistributionPoints: where a CA publishes things. Nothing is ever fetched from there.

use super::super::oids;
use super::{finished, general_names};
use crate::der::{Malformed, Reader, tag, text};
use crate::facts::{AccessDescription, Problem};

/// `SEQUENCE OF SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }`
pub(in crate::x509) fn descriptions(
    mut value: Reader<'_>,
    problems: &mut Vec<Problem>,
) -> Result<Vec<AccessDescription>, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut out = Vec::with_capacity(2);
    while !parts.is_empty() {
        let mut description = parts.expect(tag::SEQUENCE)?.children();
        let method = oids::oid(description.expect(tag::OID)?.value);
        out.push(AccessDescription { method, location: general_names::one(&description.read()?, problems)? });
    }
    Ok(out)
}

/// ```text
/// CRLDistributionPoints ::= SEQUENCE OF DistributionPoint
/// DistributionPoint ::= SEQUENCE { distributionPoint [0] OPTIONAL, reasons [1] OPTIONAL, cRLIssuer [2] OPTIONAL }
/// DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RDN }
/// ```
pub(in crate::x509) fn distribution_urls(mut value: Reader<'_>) -> Result<Vec<String>, Malformed> {
    let mut points = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut urls = Vec::with_capacity(1);
    while !points.is_empty() {
        let mut point = points.expect(tag::SEQUENCE)?.children();
        let Some(name) = point.optional(0xa0)? else { continue };
        let Some(full) = name.children().optional(0xa0)? else { continue };
        let mut names = full.children();
        while !names.is_empty() {
            let general_name = names.read()?;
            if general_name.tag == 0x86 {
                urls.push(text::latin1(general_name.value));
            }
        }
    }
    Ok(urls)
}
