//! subjectKeyIdentifier and authorityKeyIdentifier.

use super::{Fields, field, finished, general_names};
use crate::der::{Malformed, Reader, tag};
use crate::facts::{AuthorityKeyId, Problem};
use crate::octets::hex;

/// `SubjectKeyIdentifier ::= OCTET STRING`.
pub(in crate::x509) fn subject(mut value: Reader<'_>) -> Result<Vec<u8>, Malformed> {
    let id = value.expect(tag::OCTET_STRING)?;
    finished(&value)?;
    Ok(id.value.to_vec())
}

/// ```text
/// AuthorityKeyIdentifier ::= SEQUENCE {
///     keyIdentifier [0] IMPLICIT OCTET STRING OPTIONAL,
///     authorityCertIssuer [1] IMPLICIT GeneralNames OPTIONAL,
///     authorityCertSerialNumber [2] IMPLICIT INTEGER OPTIONAL }
/// ```
pub(in crate::x509) fn authority(mut value: Reader<'_>, problems: &mut Vec<Problem>) -> Result<AuthorityKeyId, Malformed> {
    let mut parts = value.expect(tag::SEQUENCE)?.children();
    finished(&value)?;
    let mut id = AuthorityKeyId::default();
    while !parts.is_empty() {
        let part = parts.read()?;
        match part.tag {
            0x80 => id.key_id = Some(part.value.to_vec()),
            0xa1 => id.issuer = general_names::list(part.children(), problems)?,
            0x82 => id.serial = Some(part.value.to_vec()),
            _ => return Err(Malformed { at: part.from, truncated: false }),
        }
    }
    Ok(id)
}

pub(super) fn describe_subject(value: Reader<'_>) -> Result<Fields, Malformed> {
    Ok(vec![field("Key ID", hex(&subject(value)?))])
}

pub(super) fn describe_authority(value: Reader<'_>) -> Result<Fields, Malformed> {
    let id = authority(value, &mut Vec::new())?;
    let mut out = Fields::new();
    out.extend(id.key_id.iter().map(|key_id| field("Key ID of the issuer", hex(key_id))));
    out.extend(id.issuer.iter().map(|name| field("Issuer of the issuer's certificate", general_names::display(name))));
    out.extend(id.serial.iter().map(|serial| field("Serial of the issuer's certificate", hex(serial))));
    Ok(out)
}
